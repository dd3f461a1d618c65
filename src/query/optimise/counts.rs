//! `count(*)` over all nodes of a label or all relations of a type is read off the view.

use super::World;
use crate::query::plan::Named;
use crate::query::plan::{Aggregation, Expr, Op, OpKind, Pattern, Pipeline, Slot, Stored};
use crate::view::Direction;

pub(super) fn pass(pipeline: &mut Pipeline, _: &World<'_>) {
    let [Op { kind: OpKind::Pattern(pattern), .. }, Op { kind: OpKind::Aggregate { keys, aggregates }, .. }, ..] = &pipeline.ops[..] else {
        return;
    };
    let ([], [aggregate]) = (&keys[..], &aggregates[..]) else { return };
    if !pattern.conditions.is_empty() || !pattern.paths.is_empty() || !counts_rows(aggregate, pattern) {
        return;
    }
    let Some((what, label)) = stored(pattern) else { return };
    let count = OpKind::CountStore { to: aggregate.to, what, label };
    pipeline.ops.splice(..2, [Op { estimate: Some(1.0), ..Op::new(count) }]);
}

/// `count(*)`, or `count` of a node or relation of the pattern, which is never null.
fn counts_rows(aggregate: &Aggregation, pattern: &Pattern) -> bool {
    let of_pattern = |slot: &Slot| pattern.new_slots().contains(slot);
    match (&aggregate.function, &aggregate.arguments[..]) {
        (None, []) => true,
        (Some(function), [Expr::Slot(slot)]) => function.name == "count" && !aggregate.distinct && of_pattern(slot),
        _ => false,
    }
}

fn stored(pattern: &Pattern) -> Option<(Stored, Option<Named>)> {
    let plain = |at: usize| pattern.nodes.get(at).is_some_and(|node| !node.bound && node.labels.is_empty());
    match (&pattern.nodes[..], &pattern.rels[..]) {
        ([node], []) if !node.bound && node.labels.len() < 2 => Some((Stored::Nodes, node.labels.first().cloned())),
        ([_, _], [rel])
            if plain(0) && plain(1) && !rel.bound && rel.length.is_none() && rel.direction != Direction::Both && rel.kinds.len() < 2 =>
        {
            Some((Stored::Rels, rel.kinds.first().cloned()))
        }
        _ => None,
    }
}
