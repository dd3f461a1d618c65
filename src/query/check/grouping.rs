//! What is aggregated, apart from what is computed from it.
//!
//! `RETURN g.name, count(*) + 1` groups by the key `g.name`, aggregates `count(*)`, and computes its columns from these two
//! alone. As in openCypher, beside an aggregate an item may name constants, keys that are variables or properties, and
//! nothing else: `a.x + a.y + count(*)` is refused even where `a.x + a.y` is a key.

use std::sync::Arc;

use super::errors::syntax;
use super::{AggregateCall, Grouping, Kind, Scope};
use crate::base::{Outcome, Span};
use crate::query::ast::{Expr, ExprKind, Name};
use crate::query::functions;

/// A column on its way.
pub(super) struct Item {
    pub name: Arc<str>,
    pub expr: Expr,
    pub kind: Kind,
    pub span: Span,
}

/// Whether an expression holds an aggregate.
pub(super) fn aggregates(expr: &Expr) -> bool {
    let mut found = call_of(expr).is_some();
    expr.each_child(&mut |child| found = found || aggregates(child));
    found
}

/// The first variable that an expression does not bind itself.
pub(super) fn first_variable(expr: &Expr) -> Option<&Name> {
    unknown(expr, &mut Vec::new())
}

/// The aggregate that an expression is.
fn call_of(expr: &Expr) -> Option<AggregateCall> {
    match &expr.kind {
        ExprKind::CountStar => Some(AggregateCall::CountStar),
        ExprKind::Function(call) if functions::find(call.name.as_str()).is_some_and(functions::Function::is_aggregate) => {
            Some(AggregateCall::Function(call.clone()))
        }
        _ => None,
    }
}

/// Rewrites the expressions of a projection so that each sees only what is there when it is computed.
pub(super) struct Regroup<'i> {
    items: &'i [Item],
    grouping: Option<Grouping>,
    distinct: bool,
    columns: Vec<Expr>,
    /// Names that new ones must not meet.
    taken: Vec<Arc<str>>,
}

impl<'i> Regroup<'i> {
    pub fn new(items: &'i [Item], before: &[Arc<str>], grouped: bool, distinct: bool) -> Outcome<Self> {
        let taken = before.iter().chain(items.iter().map(|item| &item.name)).map(Arc::clone).collect();
        let mut regroup = Self { items, grouping: None, distinct, columns: Vec::new(), taken };
        if !grouped {
            regroup.columns = items.iter().map(|item| item.expr.clone()).collect();
            return Ok(regroup);
        }
        let mut keys: Vec<(Arc<str>, Expr)> = Vec::new();
        for item in items.iter().filter(|item| !aggregates(&item.expr)) {
            if keys.iter().any(|(_, known)| *known == item.expr) {
                continue;
            }
            let name = match item.expr.as_variable() {
                Some(variable) => Arc::clone(&variable.text),
                None => regroup.fresh(),
            };
            keys.push((name, item.expr.clone()));
        }
        regroup.grouping = Some(Grouping { keys, aggregates: Vec::new() });
        for item in items {
            let mut expr = item.expr.clone();
            if aggregates(&expr) {
                regroup.beside_aggregate(&mut expr);
                let mut known = regroup.group_names();
                if let Some(name) = unknown(&expr, &mut known) {
                    return Err(ambiguous(name, item.expr.span()));
                }
            } else {
                regroup.key(&mut expr);
            }
            regroup.columns.push(expr);
        }
        Ok(regroup)
    }

    /// The grouping, and what each column is computed from.
    pub fn finish(self) -> (Option<Grouping>, Vec<Expr>) {
        (self.grouping, self.columns)
    }

    /// Rewrites an expression of ORDER BY or WHERE, which is computed after the columns.
    pub fn after_projection(&mut self, expr: &mut Expr, after: &Scope) -> Outcome<()> {
        if self.grouping.is_none() && !self.distinct {
            return Ok(());
        }
        let aggregated = aggregates(expr);
        self.columns_for(expr, !aggregated);
        let mut known: Vec<Arc<str>> = after.names().map(Arc::from).collect();
        if let Some(name) = self.aggregated_anew(expr, &mut known) {
            return Err(gone(name, self.distinct));
        }
        if self.grouping.is_some() && !self.distinct {
            self.beside_aggregate(expr);
            known.extend(self.group_names());
        }
        if let Some(name) = unknown(expr, &mut known) {
            // What no column speaks of is simply not there; what is only a part of a column cannot be told from the group.
            let in_columns = self.items.iter().any(|item| mentions(&item.expr, name));
            return Err(if aggregated && in_columns { ambiguous(name, expr.span()) } else { gone(name, self.distinct) });
        }
        if aggregates(expr) {
            return Err(super::errors::aggregate_here(
                expr.span(),
                "an aggregate",
                "in ORDER BY after DISTINCT",
                " DISTINCT 之后的 ORDER BY 里",
            ));
        }
        Ok(())
    }

    /// Puts columns in the place of what equals them. `whole`: also of sums and calls, not only of variables and properties.
    fn columns_for(&self, expr: &mut Expr, whole: bool) {
        let simple = matches!(expr.kind, ExprKind::Variable(_) | ExprKind::Property { .. }) || call_of(expr).is_some();
        if (whole || simple)
            && let Some(item) = self.items.iter().find(|item| item.expr == *expr)
        {
            *expr = Expr::variable(&item.name, expr.span());
            return;
        }
        // What is aggregated is computed before there are columns.
        if call_of(expr).is_none() {
            expr.each_child_mut(&mut |child| self.columns_for(child, whole));
        }
    }

    /// Puts names in the place of aggregates, and of the keys that may stand beside them.
    fn beside_aggregate(&mut self, expr: &mut Expr) {
        if let Some(call) = call_of(expr) {
            let name = self.aggregate(call);
            *expr = Expr::variable(&name, expr.span());
            return;
        }
        let simple = matches!(expr.kind, ExprKind::Variable(_) | ExprKind::Property { .. });
        if simple && self.key(expr) {
            return;
        }
        expr.each_child_mut(&mut |child| self.beside_aggregate(child));
    }

    /// A variable that is there no more and that an aggregate of no column asks for: only what the columns aggregate is known
    /// once the rows are put together.
    fn aggregated_anew<'e>(&self, expr: &'e Expr, known: &mut Vec<Arc<str>>) -> Option<&'e Name> {
        if let Some(call) = call_of(expr) {
            let done = self.grouping.as_ref().is_some_and(|grouping| grouping.aggregates.iter().any(|(_, known)| *known == call));
            return if done { None } else { unknown(expr, known) };
        }
        let mut found = None;
        expr.each_child(&mut |child| found = found.or_else(|| self.aggregated_anew(child, known)));
        found
    }

    fn aggregate(&mut self, call: AggregateCall) -> Arc<str> {
        let known = self.grouping.as_ref().and_then(|grouping| grouping.aggregates.iter().find(|(_, known)| *known == call));
        if let Some((name, _)) = known {
            return Arc::clone(name);
        }
        let name = self.fresh();
        if let Some(grouping) = &mut self.grouping {
            grouping.aggregates.push((Arc::clone(&name), call));
        }
        name
    }

    /// Puts the name of the key in the place of an expression that is one.
    fn key(&self, expr: &mut Expr) -> bool {
        let found = self.grouping.as_ref().and_then(|grouping| grouping.keys.iter().find(|(_, key)| key == expr));
        let Some((name, _)) = found else { return false };
        *expr = Expr::variable(name, expr.span());
        true
    }

    fn group_names(&self) -> Vec<Arc<str>> {
        let Some(grouping) = &self.grouping else { return Vec::new() };
        grouping.keys.iter().map(|(name, _)| name).chain(grouping.aggregates.iter().map(|(name, _)| name)).map(Arc::clone).collect()
    }

    fn fresh(&mut self) -> Arc<str> {
        let name: Arc<str> = (1..=self.taken.len() + 1)
            .map(|number| Arc::from(format!("#{number}")))
            .find(|name| !self.taken.contains(name))
            .unwrap_or_else(|| Arc::from("#"));
        self.taken.push(Arc::clone(&name));
        name
    }
}

/// The first variable that is neither `known` nor bound inside the expression.
fn unknown<'e>(expr: &'e Expr, known: &mut Vec<Arc<str>>) -> Option<&'e Name> {
    if let ExprKind::Variable(name) = &expr.kind {
        return (!known.contains(&name.text)).then_some(name);
    }
    let before = known.len();
    known.extend(expr.locals());
    let mut found = match &expr.kind {
        ExprKind::Pattern(path) | ExprKind::ShortestPath(path) => path.names().find(|name| !known.contains(&name.text)),
        _ => None,
    };
    expr.each_child(&mut |child| {
        if found.is_none() {
            found = unknown(child, known);
        }
    });
    known.truncate(before);
    found
}

fn mentions(expr: &Expr, name: &Name) -> bool {
    let mut found = expr.as_variable().is_some_and(|variable| variable.text == name.text);
    expr.each_child(&mut |child| found = found || mentions(child, name));
    found
}

fn ambiguous(name: &Name, whole: Span) -> Box<crate::base::Diagnostic> {
    syntax(
        "AmbiguousAggregationExpression",
        whole.to(name.span()),
        format!("`{name}` differs from row to row, and this puts rows together"),
        format!("`{name}` 每行不同，而这里把多行合在一起"),
    )
    .hint(
        format!("group by it first: WITH {name}, count(*) AS n RETURN …; or make it a column of its own"),
        format!("请先按它分组：WITH {name}, count(*) AS n RETURN …；或让它单独成列"),
    )
}

fn gone(name: &Name, distinct: bool) -> Box<crate::base::Diagnostic> {
    let (en, zh) = if distinct { ("DISTINCT", "DISTINCT ") } else { ("the aggregation", "聚合") };
    syntax("UndefinedVariable", name.span(), format!("`{name}` is no longer there after {en}"), format!("{zh}之后已没有 `{name}`"))
        .hint("order by a column, or add what you order by to the columns", "请按已有的列排序，或把排序的依据加为一列")
}
