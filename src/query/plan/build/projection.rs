use std::sync::Arc;

use super::{Places, Planner};
use crate::base::Outcome;
use crate::query::ast::SortItem;
use crate::query::check::{AggregateCall, CheckedProjection, Grouping};
use crate::query::functions;
use crate::query::plan::{Aggregation, Expr, Op, OpKind, Slot, SortKey};

impl Planner<'_> {
    /// WITH and RETURN: group, compute, drop equal rows, order, skip, limit, filter.
    pub(super) fn project(&mut self, projection: &CheckedProjection, places: &mut Places, ops: &mut Vec<Op>) -> Outcome<()> {
        let mut input = std::mem::take(places);
        if let Some(grouping) = &projection.grouping {
            input = self.group(grouping, &input, ops)?;
        }
        let mut items = Vec::new();
        for column in &projection.columns {
            // A column that only renames a variable shares its place.
            let slot = match self.expr(&column.expr, &input)? {
                Expr::Slot(slot) => slot,
                expr => {
                    let slot = self.slot(&column.name);
                    items.push((slot, expr));
                    slot
                }
            };
            places.insert(Arc::clone(&column.name), slot);
        }
        if !items.is_empty() {
            ops.push(OpKind::Project(items).into());
        }
        let columns: Vec<Slot> = super::all_of(places);
        if projection.distinct {
            ops.push(OpKind::Distinct(columns.clone()).into());
        }
        let mut seen = if projection.sees_input { input } else { Places::default() };
        seen.extend(places.iter().map(|(name, &slot)| (Arc::clone(name), slot)));
        let filter = projection.filter.as_ref().map(|filter| self.expr(filter, &seen)).transpose()?;
        if !projection.order.is_empty() {
            let keys = projection.order.iter().map(|item| self.sort_key(item, &seen)).collect::<Outcome<_>>()?;
            let mut keep = columns;
            if let Some(filter) = &filter {
                keep.extend(filter.slots());
                keep.sort_unstable();
                keep.dedup();
            }
            ops.push(OpKind::Sort { keys, keep, top: None }.into());
        }
        for (bound, kind) in [(&projection.skip, OpKind::Skip as fn(Expr) -> OpKind), (&projection.limit, OpKind::Limit)] {
            if let Some(bound) = bound {
                let bound = self.expr(bound, &Places::default())?;
                ops.push(kind(bound).into());
            }
        }
        ops.extend(filter.map(|filter| Op::from(OpKind::Filter(filter))));
        Ok(())
    }

    fn sort_key(&mut self, item: &SortItem, seen: &Places) -> Outcome<SortKey> {
        Ok(SortKey { expr: self.expr(&item.expr, seen)?, descending: item.descending })
    }

    /// After grouping only keys and aggregates are left.
    fn group(&mut self, grouping: &Grouping, input: &Places, ops: &mut Vec<Op>) -> Outcome<Places> {
        let mut after = Places::default();
        let mut keys = Vec::new();
        for (name, expr) in &grouping.keys {
            let expr = self.expr(expr, input)?;
            let slot = match expr {
                Expr::Slot(slot) => slot,
                _ => self.slot(name),
            };
            keys.push((slot, expr));
            after.insert(Arc::clone(name), slot);
        }
        let mut aggregates = Vec::new();
        for (name, call) in &grouping.aggregates {
            let to = self.slot(name);
            after.insert(Arc::clone(name), to);
            aggregates.push(match call {
                AggregateCall::CountStar => Aggregation { to, function: None, arguments: Vec::new(), distinct: false },
                AggregateCall::Function(call) => Aggregation {
                    to,
                    function: functions::find(call.name.as_str()),
                    arguments: self.exprs(&call.arguments, input)?,
                    distinct: call.distinct,
                },
            });
        }
        ops.push(OpKind::Aggregate { keys, aggregates }.into());
        Ok(after)
    }
}
