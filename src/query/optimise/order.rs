//! Chooses where a pattern begins and in which order its relations are followed: for every possible beginning the cheapest
//! next step is taken again and again, and the beginning with the least work in all wins.

use super::World;
use super::lower::{Lowering, Start, replace_patterns};
use crate::query::plan::{Expr, Op, OpKind, Pattern, Pipeline, Slot};

/// More nodes than this are not all tried as a beginning.
const MOST_BEGINNINGS: usize = 16;

/// A beginning at a node that rows are grouped by may cost so many times the cheapest: its groups are complete one after
/// another, and few are held at a time.
const GROUPED: f64 = 4.0;

pub(super) fn pass(pipeline: &mut Pipeline, world: &World<'_>) {
    let grouped = grouped_nodes(pipeline);
    replace_patterns(pipeline, |pattern| best(pattern, world, &grouped));
}

/// The nodes whose properties are keys of a grouping of the first pattern's rows, where an order of rows helps it.
fn grouped_nodes(pipeline: &Pipeline) -> Vec<Slot> {
    let [Op { kind: OpKind::Pattern(_), .. }, Op { kind: OpKind::Aggregate { keys, aggregates }, .. }, ..] = &pipeline.ops[..] else {
        return Vec::new();
    };
    if keys.len() != 2 && !(keys.len() == 1 && aggregates.iter().any(|aggregate| aggregate.distinct)) {
        return Vec::new();
    }
    let node = |expr: &Expr| match expr {
        Expr::Slot(slot) => Some(*slot),
        Expr::Property(base, ..) => match **base {
            Expr::Slot(slot) => Some(slot),
            _ => None,
        },
        _ => None,
    };
    keys.iter().filter_map(|key| node(&key.1)).collect()
}

fn best(pattern: &Pattern, world: &World<'_>, grouped: &[Slot]) -> Vec<Op> {
    let fixed = pattern.nodes.iter().any(|node| node.bound) || pattern.rels.iter().any(|rel| rel.bound);
    let mut beginnings: Vec<Option<Slot>> = if fixed { vec![None] } else { Vec::new() };
    // What a row leads to is not looked for among all nodes, once a row: only an index finds it as fast.
    let led_to = reached(pattern);
    let free = pattern.nodes.iter().filter(|node| !node.bound);
    let worth = |slot: Slot| !led_to.contains(&slot) || world.is_lookup(pattern, slot);
    beginnings.extend(free.map(|node| node.slot).filter(|slot| worth(*slot)).take(MOST_BEGINNINGS).map(Some));
    let mut best: Option<(f64, Vec<Op>)> = None;
    for beginning in beginnings {
        let (cost, ops) = attempt(pattern, world, beginning);
        let cost = if beginning.is_some_and(|slot| grouped.contains(&slot)) { cost / GROUPED } else { cost };
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, ops));
        }
    }
    best.map_or_else(|| Lowering::new(pattern, true).finish(), |(_, ops)| ops)
}

/// The nodes that relations of the pattern lead to from what the row already has.
fn reached(pattern: &Pattern) -> Vec<Slot> {
    let mut reached: Vec<Slot> = pattern.nodes.iter().filter(|node| node.bound).map(|node| node.slot).collect();
    reached.extend(pattern.rels.iter().filter(|rel| rel.bound).flat_map(|rel| [rel.from, rel.to]));
    loop {
        let next = pattern.rels.iter().find_map(|rel| match (reached.contains(&rel.from), reached.contains(&rel.to)) {
            (true, false) => Some(rel.to),
            (false, true) => Some(rel.from),
            _ => None,
        });
        match next {
            Some(slot) => reached.push(slot),
            None => return reached,
        }
    }
}

/// The whole order from one beginning (`None`: from what the row already has), and how much is looked at on the way.
fn attempt(pattern: &Pattern, world: &World<'_>, beginning: Option<Slot>) -> (f64, Vec<Op>) {
    let mut lowering = Lowering::new(pattern, true);
    let (mut rows, mut cost) = (1.0, 0.0);
    if let Some(slot) = beginning {
        begin(pattern, world, slot, &mut lowering, &mut rows, &mut cost);
    }
    loop {
        if let Some((at, from, factor)) = cheapest(pattern, world, &lowering) {
            // What is looked at, before conditions take rows away.
            cost += rows * world.fan(pattern, &pattern.rels[at], from).max(1.0);
            rows *= factor;
            lowering.expand(at, from, Some(rows));
            continue;
        }
        let open = pattern.nodes.iter().filter(|node| !lowering.is_bound(node.slot));
        let next = open.map(|node| (node.slot, world.start(pattern, node.slot, |slot| lowering.is_bound(slot)).2));
        match next.min_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((slot, _)) => begin(pattern, world, slot, &mut lowering, &mut rows, &mut cost),
            None => break,
        }
    }
    (cost, lowering.finish())
}

fn begin(pattern: &Pattern, world: &World<'_>, slot: Slot, lowering: &mut Lowering<'_>, rows: &mut f64, cost: &mut f64) {
    let (mut start, mut looked_at, mut found) = world.start(pattern, slot, |slot| lowering.is_bound(slot));
    if all_rels(pattern) && matches!(start, Start::All) && !lowering.is_done(0) {
        // Nothing narrows either end: the relations themselves are read, without the nodes.
        (start, looked_at) = (Start::Rels, world.rels(&[]));
        found = world.rels(&pattern.rels[0].kinds);
    }
    *cost += *rows * looked_at;
    *rows *= found;
    lowering.start(slot, &start, Some(*rows));
}

/// One relation between two nodes of which nothing is asked.
fn all_rels(pattern: &Pattern) -> bool {
    let [rel] = &pattern.rels[..] else { return false };
    let free = |node: &crate::query::plan::PatternNode| !node.bound && node.labels.is_empty();
    pattern.nodes.len() == 2 && pattern.nodes.iter().all(free) && rel.length.is_none() && !rel.bound && rel.from != rel.to
        // With few relations of a type among many, going through the nodes' own lists touches less than reading all.
        && rel.kinds.is_empty()
}

/// The relation that can be followed now and gives the fewest rows for one: its number, from where, and how many.
fn cheapest(pattern: &Pattern, world: &World<'_>, lowering: &Lowering<'_>) -> Option<(usize, Slot, f64)> {
    let mut best: Option<(usize, Slot, f64)> = None;
    for (at, rel) in pattern.rels.iter().enumerate().filter(|(at, _)| !lowering.is_done(*at)) {
        let (near, far) = (lowering.is_bound(rel.from), lowering.is_bound(rel.to));
        if rel.shortest.is_some() && !(near && far) {
            continue;
        }
        let mut offer = |from: Slot, factor: f64| {
            if best.is_none_or(|(_, _, least)| factor < least) {
                best = Some((at, from, factor));
            }
        };
        if rel.bound && rel.length.is_none() {
            offer(if near || !far { rel.from } else { rel.to }, 1.0);
        } else if near && far {
            // From the end that has fewer steps, one of which may lead to the other end.
            let (out, back) = (world.fan(pattern, rel, rel.from), world.fan(pattern, rel, rel.to));
            let (from, fan, other) = if back < out { (rel.to, back, rel.from) } else { (rel.from, out, rel.to) };
            offer(from, (fan / world.candidates(pattern, other).max(1.0)).min(1.0));
        } else if near {
            offer(rel.from, world.fan(pattern, rel, rel.from) * world.narrowed(pattern, rel.to));
        } else if far {
            offer(rel.to, world.fan(pattern, rel, rel.to) * world.narrowed(pattern, rel.from));
        }
    }
    best
}
