use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::walk::{StepTest, rel_list};
use super::{Flow, Halt, Reader, Sink};
use crate::model::{NodeId, RelId, Value};
use crate::query::plan::{ExpandMany, Op};
use crate::view::Direction;

/// How a search came to a node: its distance, and the relation and node before it.
#[derive(Clone, Copy)]
struct Mark {
    distance: usize,
    before: Option<(RelId, NodeId)>,
}

/// A breadth-first search from one end.
struct Search {
    marks: FxHashMap<NodeId, Mark>,
    frontier: Vec<NodeId>,
    depth: usize,
    direction: Direction,
}

impl Search {
    fn from(node: NodeId, direction: Direction) -> Self {
        let marks = [(node, Mark { distance: 0, before: None })].into_iter().collect();
        Self { marks, frontier: vec![node], depth: 0, direction }
    }

    /// The relations from the start of the search to a node, nearest to the node first.
    fn trail(&self, mut node: NodeId) -> Vec<RelId> {
        let mut rels = Vec::new();
        while let Some((rel, before)) = self.marks.get(&node).and_then(|mark| mark.before) {
            rels.push(rel);
            node = before;
        }
        rels
    }
}

const fn opposite(direction: Direction) -> Direction {
    match direction {
        Direction::Out => Direction::In,
        Direction::In => Direction::Out,
        Direction::Both => Direction::Both,
    }
}

impl Reader<'_> {
    /// The walks between two nodes of the row with the fewest relations (at least `min`, at most `max`): one, or all.
    pub(super) fn shortest(&self, op: &Op, many: &ExpandMany, all: bool, row: &mut [Value], next: Sink<'_>) -> Flow {
        let (&Value::Node(from), &Value::Node(to)) = (&row[many.from], &row[many.to]) else { return Ok(()) };
        let test = self.step_test(many, row)?;
        let mut give = |rels: &[RelId], row: &mut [Value]| -> Flow {
            row[many.rels] = rel_list(rels, many.reversed);
            next(row)
        };
        if many.min == 0 && from == to {
            return give(&[], row);
        }
        // A walk that returns, or that must be longer than the shortest, may pass a node twice: search depth by depth.
        if from == to || many.min > 1 {
            return self.deepening(op, many, all, row, &mut give);
        }
        if all {
            return self.all_shortest(op, many, &test, (from, to), row, &mut give);
        }
        match self.meet(op, many, &test, from, to)? {
            Some(rels) => give(&rels, row),
            None => Ok(()),
        }
    }

    /// One shortest walk, searched from both ends, always from the smaller frontier.
    fn meet(&self, op: &Op, many: &ExpandMany, test: &StepTest, from: NodeId, to: NodeId) -> Result<Option<Vec<RelId>>, Halt> {
        let mut ends = [Search::from(from, many.direction), Search::from(to, opposite(many.direction))];
        while ends[0].depth + ends[1].depth < many.max {
            let side = usize::from(ends[1].frontier.len() < ends[0].frontier.len());
            if ends[side].frontier.is_empty() {
                return Ok(None);
            }
            let (left, right) = ends.split_at_mut(1);
            let (search, other) = if side == 0 { (&mut left[0], &right[0]) } else { (&mut right[0], &left[0]) };
            if let Some(node) = self.widen(op, test, search, |node| other.marks.contains_key(&node))? {
                let mut rels = ends[0].trail(node);
                rels.reverse();
                rels.extend(ends[1].trail(node));
                return Ok(Some(rels));
            }
        }
        Ok(None)
    }

    /// One level further; the first node for which `found` holds ends the search.
    fn widen(&self, op: &Op, test: &StepTest, search: &mut Search, found: impl Fn(NodeId) -> bool) -> Result<Option<NodeId>, Halt> {
        search.depth += 1;
        for node in std::mem::take(&mut search.frontier) {
            for edge in self.steps_of(node, search.direction, &test.kinds) {
                self.budget.tick()?;
                self.work.add(op.id, 0, 1);
                if !self.passes(test, edge.rel) {
                    continue;
                }
                if let Entry::Vacant(place) = search.marks.entry(edge.node) {
                    place.insert(Mark { distance: search.depth, before: Some((edge.rel, node)) });
                    if found(edge.node) {
                        return Ok(Some(edge.node));
                    }
                    search.frontier.push(edge.node);
                }
            }
        }
        Ok(None)
    }

    fn all_shortest(
        &self,
        op: &Op,
        many: &ExpandMany,
        test: &StepTest,
        (from, to): (NodeId, NodeId),
        row: &mut [Value],
        give: &mut dyn FnMut(&[RelId], &mut [Value]) -> Flow,
    ) -> Flow {
        let mut search = Search::from(from, many.direction);
        while search.depth < many.max && !search.frontier.is_empty() && !search.marks.contains_key(&to) {
            self.widen(op, test, &mut search, |_| false)?;
        }
        let Some(&Mark { distance, .. }) = search.marks.get(&to) else { return Ok(()) };
        // Back from the end along nodes that are one step nearer each: every such way is a shortest one.
        let back = opposite(many.direction);
        let mut trail: Vec<RelId> = Vec::new();
        let mut open = vec![(distance, self.steps_of(to, back, &test.kinds))];
        while let Some((distance, steps)) = open.last_mut() {
            let distance = *distance;
            let Some(edge) = steps.next() else {
                open.pop();
                trail.pop();
                continue;
            };
            self.budget.tick()?;
            self.work.add(op.id, 0, 1);
            let nearer = search.marks.get(&edge.node).is_some_and(|mark| mark.distance + 1 == distance);
            if !nearer || !self.passes(test, edge.rel) {
                continue;
            }
            trail.push(edge.rel);
            if distance == 1 {
                let rels: Vec<RelId> = trail.iter().rev().copied().collect();
                give(&rels, row)?;
                trail.pop();
            } else {
                open.push((distance - 1, self.steps_of(edge.node, back, &test.kinds)));
            }
        }
        Ok(())
    }

    fn deepening(
        &self,
        op: &Op,
        many: &ExpandMany,
        all: bool,
        row: &mut [Value],
        give: &mut dyn FnMut(&[RelId], &mut [Value]) -> Flow,
    ) -> Flow {
        let longest = many.max.min(self.graph.rel_count());
        for length in many.min.max(1)..=longest {
            let exact = ExpandMany { min: length, max: length, record: true, into: true, given: false, reversed: false, ..many.clone() };
            let mut found: Vec<Vec<RelId>> = Vec::new();
            let flow = self.walk(op, &exact, row, &mut |row| {
                let rels = row[many.rels].as_list().unwrap_or(&[]);
                found.push(rels.iter().filter_map(|rel| if let Value::Rel(rel) = rel { Some(*rel) } else { None }).collect());
                if all { Ok(()) } else { Err(Halt::Done) }
            });
            if let Err(Halt::Failed(error)) = flow {
                return Err(Halt::Failed(error));
            }
            if !found.is_empty() {
                return found.iter().try_for_each(|rels| give(rels, row));
            }
        }
        Ok(())
    }
}
