use rustc_hash::FxHashSet;

use super::expand::{Kinds, holds};
use super::{Flow, Reader, Sink};
use crate::base::Outcome;
use crate::model::{NodeId, RelId, Value};
use crate::query::plan::{ExpandMany, Op};
use crate::query::value::equal_ref;
use crate::view::{Direction, Edge, Edges, Symbol, ValueRef};

/// From this length on the relations of a walk are looked up in a set.
const LONG: usize = 24;

/// The relations of a walk so far.
#[derive(Default)]
struct Trail {
    rels: Vec<RelId>,
    set: FxHashSet<RelId>,
}

impl Trail {
    fn contains(&self, rel: RelId) -> bool {
        if self.rels.len() < LONG { self.rels.contains(&rel) } else { self.set.contains(&rel) }
    }

    fn push(&mut self, rel: RelId) {
        self.rels.push(rel);
        if self.rels.len() == LONG {
            self.set.extend(self.rels.iter().copied());
        } else if self.rels.len() > LONG {
            self.set.insert(rel);
        }
    }

    fn pop(&mut self) {
        if let Some(rel) = self.rels.pop() {
            if self.rels.len() < LONG {
                self.set.clear();
            } else {
                self.set.remove(&rel);
            }
        }
    }
}

/// What the relations of a walk must be.
pub(super) struct StepTest {
    pub kinds: Kinds,
    /// Property and value; `None` where the view does not know the property, so that nothing has it.
    pub properties: Vec<(Option<Symbol>, Value)>,
    pub unlike: Vec<Value>,
}

impl Reader<'_> {
    pub(super) fn step_test(&self, many: &ExpandMany, row: &mut [Value]) -> Outcome<StepTest> {
        let mut properties = Vec::new();
        for (key, value) in &many.properties {
            properties.push((self.symbols.key(key), self.eval(value, row)?));
        }
        Ok(StepTest { kinds: self.kinds(&many.kinds), properties, unlike: many.unlike.iter().map(|&slot| row[slot].clone()).collect() })
    }

    pub(super) fn passes(&self, test: &StepTest, rel: RelId) -> bool {
        test.unlike.iter().all(|other| !holds(other, rel))
            && test.properties.iter().all(|(key, value)| {
                key.is_some_and(|key| equal_ref(&self.graph.rel_property(rel, key), &ValueRef::from(value)) == Some(true))
            })
    }

    /// All steps from a node along the types; several types one after another.
    pub(super) fn steps_of(&self, node: NodeId, direction: Direction, kinds: &Kinds) -> Edges<'_> {
        match kinds.as_deref() {
            None => self.graph.edges(node, direction, None),
            Some([]) => Edges::empty(),
            Some([kind]) => self.graph.edges(node, direction, Some(*kind)),
            Some(kinds) => {
                let all: Vec<Edge> = kinds.iter().flat_map(|&kind| self.graph.edges(node, direction, Some(kind))).collect();
                Edges::Owned(all.into_iter())
            }
        }
    }

    /// Walks of several relations, none twice, depth first: a row for each end that is far enough.
    pub(super) fn walk(&self, op: &Op, many: &ExpandMany, row: &mut [Value], next: Sink<'_>) -> Flow {
        let Value::Node(from) = row[many.from] else { return Ok(()) };
        if many.given {
            return self.follow(op, many, from, row, next);
        }
        let target = match (many.into, &row[many.to]) {
            (false, _) => None,
            (true, Value::Node(node)) => Some(*node),
            (true, _) => return Ok(()),
        };
        let test = self.step_test(many, row)?;
        let mut trail = Trail::default();
        let mut arrive = |node: NodeId, trail: &Trail, row: &mut [Value]| -> Flow {
            if trail.rels.len() < many.min || target.is_some_and(|target| target != node) {
                return Ok(());
            }
            if many.record {
                row[many.rels] = rel_list(&trail.rels, many.reversed);
            }
            if target.is_none() {
                row[many.to] = Value::Node(node);
            }
            next(row)
        };
        arrive(from, &trail, row)?;
        if many.max == 0 {
            return Ok(());
        }
        let mut open = vec![self.steps_of(from, many.direction, &test.kinds)];
        while let Some(steps) = open.last_mut() {
            let Some(edge) = steps.next() else {
                open.pop();
                trail.pop();
                continue;
            };
            self.budget.tick()?;
            self.work.add(op.id, 0, 1);
            if trail.contains(edge.rel) || !self.passes(&test, edge.rel) {
                continue;
            }
            trail.push(edge.rel);
            arrive(edge.node, &trail, row)?;
            if trail.rels.len() < many.max {
                open.push(self.steps_of(edge.node, many.direction, &test.kinds));
            } else {
                trail.pop();
            }
        }
        Ok(())
    }

    /// The walk along a list of relations that the row already has.
    fn follow(&self, op: &Op, many: &ExpandMany, from: NodeId, row: &mut [Value], next: Sink<'_>) -> Flow {
        let Value::List(list) = row[many.rels].clone() else { return Ok(()) };
        if list.len() < many.min || list.len() > many.max {
            return Ok(());
        }
        let test = self.step_test(many, row)?;
        let mut at = from;
        let mut rels: Vec<&Value> = list.iter().collect();
        if many.reversed {
            rels.reverse();
        }
        for value in rels {
            self.work.add(op.id, 0, 1);
            let &Value::Rel(rel) = value else { return Ok(()) };
            let Some(ends) = self.graph.rel(rel) else { return Ok(()) };
            let fits = test.kinds.as_ref().is_none_or(|kinds| kinds.contains(&ends.kind)) && self.passes(&test, rel);
            at = match many.direction {
                _ if !fits => return Ok(()),
                Direction::Out | Direction::Both if ends.start == at => ends.end,
                Direction::In | Direction::Both if ends.end == at => ends.start,
                _ => return Ok(()),
            };
        }
        if many.into && row[many.to] != Value::Node(at) {
            return Ok(());
        }
        row[many.to] = Value::Node(at);
        next(row)
    }
}

pub(super) fn rel_list(rels: &[RelId], reversed: bool) -> Value {
    let rels = rels.iter().copied().map(Value::Rel);
    if reversed { Value::list(rels.rev()) } else { Value::list(rels) }
}
