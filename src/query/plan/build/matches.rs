use std::sync::Arc;

use super::{Places, Planner, all_of};
use crate::base::Outcome;
use crate::model::Value;
use crate::query::ast::{self, Arrow, CompareOp, ExprKind, Match, NodePattern, PathPattern, RelPattern};
use crate::query::plan::{Expr, Named, Op, OpKind, PathPart, Pattern, PatternNode, PatternRel, Pipeline, Slot};
use crate::view::Direction;

impl Planner<'_> {
    pub(super) fn match_clause(&mut self, clause: &Match, places: &mut Places, ops: &mut Vec<Op>) -> Outcome<()> {
        let paths: Vec<&PathPattern> = clause.paths.iter().collect();
        let pattern = self.pattern(&paths, clause.filter.as_ref(), places)?;
        let nulls = pattern.new_slots();
        let kind = OpKind::Pattern(Box::new(pattern));
        ops.push(if clause.optional { OpKind::Optional { pipeline: Pipeline::new([kind]), nulls }.into() } else { kind.into() });
        Ok(())
    }

    /// The paths as one graph; its variables are added to `places`.
    pub(super) fn pattern(&mut self, paths: &[&PathPattern], filter: Option<&ast::Expr>, places: &mut Places) -> Outcome<Pattern> {
        let mut pattern = Pattern { bound: all_of(places), ..Pattern::default() };
        // Every variable first: properties and conditions may name one that stands further to the right.
        let mut slots = Vec::new();
        for path in paths {
            let nodes: Vec<Slot> = path.nodes().map(|node| self.variable(node.variable.as_ref(), places)).collect();
            let rels: Vec<Slot> = path.rels().map(|rel| self.variable(rel.variable.as_ref(), places)).collect();
            slots.push((nodes, rels));
        }
        for path in paths {
            if let Some(name) = &path.variable {
                let slot = self.slot(&name.text);
                places.insert(Arc::clone(&name.text), slot);
            }
        }
        for (path, (nodes, rels)) in paths.iter().zip(&slots) {
            for (node, &slot) in path.nodes().zip(nodes) {
                self.pattern_node(node, slot, places, &mut pattern)?;
            }
            for (at, (rel, &slot)) in path.rels().zip(rels).enumerate() {
                self.pattern_rel(rel, slot, (nodes[at], nodes[at + 1]), path, places, &mut pattern)?;
            }
            if let Some(name) = &path.variable {
                let mut parts = vec![PathPart::Node(nodes[0])];
                for (&rel, &node) in rels.iter().zip(&nodes[1..]) {
                    parts.extend([PathPart::Rel(rel), PathPart::Node(node)]);
                }
                pattern.paths.push((self.place(name, places)?, parts));
            }
        }
        if let Some(filter) = filter {
            let filter = self.expr(filter, places)?;
            pattern.conditions.extend(filter.conjuncts());
        }
        Ok(pattern)
    }

    /// The place of a variable, a new one where the scope does not have it.
    pub(super) fn variable(&mut self, name: Option<&ast::Name>, places: &mut Places) -> Slot {
        let Some(name) = name else { return self.unnamed() };
        if let Some(&known) = places.get(&name.text) {
            return known;
        }
        let slot = self.slot(&name.text);
        places.insert(Arc::clone(&name.text), slot);
        slot
    }

    fn pattern_node(&mut self, node: &NodePattern, slot: Slot, places: &Places, pattern: &mut Pattern) -> Outcome<()> {
        let labels: Vec<Named> = node.labels.iter().map(|label| self.label(label)).collect();
        match pattern.nodes.iter_mut().find(|known| known.slot == slot) {
            Some(known) => {
                for label in labels {
                    if !known.labels.contains(&label) {
                        known.labels.push(label);
                    }
                }
            }
            None => {
                let bound = pattern.bound.binary_search(&slot).is_ok();
                pattern.nodes.push(PatternNode { slot, labels, bound });
            }
        }
        for (key, value) in self.wanted(node.properties.as_ref(), places)? {
            pattern.conditions.push(has(slot, key, value, *node.at));
        }
        Ok(())
    }

    fn pattern_rel(
        &mut self,
        rel: &RelPattern,
        slot: Slot,
        (from, to): (Slot, Slot),
        path: &PathPattern,
        places: &Places,
        pattern: &mut Pattern,
    ) -> Outcome<()> {
        let kinds = rel.types.iter().map(|kind| self.kind(kind)).collect();
        let wanted = self.wanted(rel.properties.as_ref(), places)?;
        let bounds = rel.length.as_ref().map(|length| {
            let bound = |given: Option<u64>, default: usize| given.map_or(default, |bound| usize::try_from(bound).unwrap_or(usize::MAX));
            (bound(Some(length.least()), 1), bound(length.max, usize::MAX))
        });
        let walk = bounds.is_some() || path.shortest.is_some();
        let mut properties = Vec::new();
        if walk {
            properties = wanted;
        } else {
            pattern.conditions.extend(wanted.into_iter().map(|(key, value)| has(slot, key, value, *rel.at)));
        }
        pattern.rels.push(PatternRel {
            slot,
            from,
            to,
            direction: match rel.arrow {
                Arrow::Right => Direction::Out,
                Arrow::Left => Direction::In,
                Arrow::Either => Direction::Both,
            },
            kinds,
            length: if walk { Some(bounds.unwrap_or((1, 1))) } else { None },
            shortest: path.shortest,
            properties,
            bound: pattern.bound.binary_search(&slot).is_ok(),
            read: rel.variable.is_some() || path.variable.is_some(),
        });
        Ok(())
    }

    /// The properties that a pattern asks for, key by key.
    fn wanted(&mut self, properties: Option<&ast::Expr>, places: &Places) -> Outcome<Vec<(Named, Expr)>> {
        let Some(properties) = properties else { return Ok(Vec::new()) };
        if let ExprKind::Map(entries) = &properties.kind {
            return entries.iter().map(|(key, value)| Ok((self.key(&key.text), self.expr(value, places)?))).collect();
        }
        match self.expr(properties, places)?.as_const() {
            Some(Value::Map(map)) => Ok(map.iter().map(|(key, value)| (self.key(key), Expr::Const(value.clone()))).collect()),
            _ => Ok(Vec::new()),
        }
    }
}

fn has(slot: Slot, key: Named, value: Expr, span: crate::base::Span) -> Expr {
    Expr::Compare(CompareOp::Equal, Box::new(Expr::Property(Box::new(Expr::Slot(slot)), key, span)), Box::new(value))
}
