//! `count(*)` over all nodes of a label or all relations of a type is read off the view; so is that of relations by their type.

use super::World;
use crate::query::plan::Named;
use crate::query::plan::{Aggregation, Expr, Op, OpKind, Pattern, Pipeline, Slot, Stored};
use crate::view::Direction;

pub(super) fn pass(pipeline: &mut Pipeline, _: &World<'_>) {
    let [Op { kind: OpKind::Pattern(pattern), .. }, Op { kind: OpKind::Aggregate { keys, aggregates }, .. }, ..] = &pipeline.ops[..] else {
        return;
    };
    let [aggregate] = &aggregates[..] else { return };
    if !pattern.conditions.is_empty() || !pattern.paths.is_empty() || !counts_rows(aggregate, pattern) {
        return;
    }
    let count = match &keys[..] {
        [] => stored(pattern).map(|(what, label)| OpKind::CountStore { to: aggregate.to, what, label }),
        [(kind, key)] => types(pattern, key).map(|kinds| OpKind::CountTypes { kind: *kind, count: aggregate.to, kinds }),
        _ => None,
    };
    let Some(count) = count else { return };
    let estimate = keys.is_empty().then_some(1.0);
    pipeline.ops.splice(..2, [Op { estimate, ..Op::new(count) }]);
}

/// The types that may be asked for (none: all) where a pattern is one relation, met once, and the key its type.
fn types(pattern: &Pattern, key: &Expr) -> Option<Vec<Named>> {
    let ([from, to], [rel]) = (&pattern.nodes[..], &pattern.rels[..]) else { return None };
    let Expr::Call(function, arguments, _) = key else { return None };
    let of_rel = function.name == "type" && matches!(&arguments[..], [Expr::Slot(slot)] if *slot == rel.slot);
    let plain = [from, to].iter().all(|node| !node.bound && node.labels.is_empty());
    let once = !rel.bound && rel.length.is_none() && rel.direction != Direction::Both;
    (of_rel && plain && once).then(|| rel.kinds.clone())
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
