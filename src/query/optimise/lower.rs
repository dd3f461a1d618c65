//! From a pattern to operators, in a given order; conditions stand as soon as all that they read is there.

use rustc_hash::FxHashSet;

use super::World;
use crate::query::ast::Shortest;
use crate::query::plan::{Expand, ExpandMany, Expr, Label, Named, Op, OpKind, Pattern, PatternRel, Pipeline, Slot};
use crate::view::Direction;

/// How a node is found that nothing leads to.
#[derive(Clone, Debug)]
pub(super) enum Start {
    All,
    Label(Named),
    /// Instead of the condition of this number.
    Lookup {
        label: Option<Named>,
        key: Named,
        value: Expr,
        condition: usize,
    },
    /// The condition of this number stays: without an index it is what is asked.
    Text {
        label: Option<Named>,
        key: Named,
        query: Expr,
    },
    /// Every relation of the pattern's only step.
    Rels,
}

/// The operators of a pattern, as far as they have been put in order.
pub(super) struct Lowering<'p> {
    pattern: &'p Pattern,
    ops: Vec<Op>,
    bound: FxHashSet<Slot>,
    done: Vec<bool>,
    conditions: Vec<Option<Expr>>,
    paths_done: Vec<bool>,
    /// What the pattern itself will give: a condition waits for these only.
    new: FxHashSet<Slot>,
    early: bool,
}

impl<'p> Lowering<'p> {
    /// `early`: conditions stand as soon as they can, else after everything.
    pub fn new(pattern: &'p Pattern, early: bool) -> Self {
        let mut lowering = Self {
            pattern,
            ops: Vec::new(),
            bound: pattern.bound.iter().copied().collect(),
            done: vec![false; pattern.rels.len()],
            conditions: pattern.conditions.iter().cloned().map(Some).collect(),
            paths_done: vec![false; pattern.paths.len()],
            new: pattern.new_slots().into_iter().collect(),
            early,
        };
        for node in pattern.nodes.iter().filter(|node| node.bound) {
            let lonely = !pattern.rels.iter().any(|rel| rel.from == node.slot || rel.to == node.slot);
            if lonely {
                lowering.push(OpKind::Filter(Expr::IsNull(Box::new(Expr::Slot(node.slot)), true)), None);
            }
            lowering.check_labels(node.slot, &node.labels, None);
        }
        lowering.settle(None);
        lowering
    }

    pub fn is_bound(&self, slot: Slot) -> bool {
        self.bound.contains(&slot)
    }

    pub fn is_done(&self, rel: usize) -> bool {
        self.done[rel]
    }

    fn push(&mut self, kind: OpKind, estimate: Option<f64>) {
        self.ops.push(Op { estimate, ..Op::new(kind) });
    }

    fn check_labels(&mut self, slot: Slot, labels: &[Named], estimate: Option<f64>) {
        if labels.is_empty() {
            return;
        }
        let labels = labels.iter().map(|name| Label { label: name.clone(), kind: name.clone() }).collect();
        self.push(OpKind::Filter(Expr::HasLabels(Box::new(Expr::Slot(slot)), labels)), estimate);
    }

    /// Finds a node that nothing leads to.
    pub fn start(&mut self, slot: Slot, how: &Start, estimate: Option<f64>) {
        let mut labels = self.pattern.node(slot).map(|node| node.labels.clone()).unwrap_or_default();
        let found = match how {
            Start::Rels => return self.scan_rels(estimate),
            Start::All => None,
            Start::Label(label) => Some(label.clone()),
            Start::Lookup { label, .. } | Start::Text { label, .. } => label.clone(),
        };
        labels.retain(|label| Some(label) != found.as_ref());
        let kind = match how.clone() {
            Start::Label(label) => OpKind::LabelScan { to: slot, label },
            Start::Lookup { label, key, value, condition } => {
                self.conditions[condition] = None;
                OpKind::Lookup { to: slot, label, key, value }
            }
            Start::Text { label, key, query } => OpKind::TextSearch { to: slot, label, key, query },
            Start::All | Start::Rels => OpKind::AllNodes { to: slot },
        };
        self.push(kind, estimate);
        self.bound.insert(slot);
        self.check_labels(slot, &labels, estimate);
        self.settle(estimate);
    }

    fn scan_rels(&mut self, estimate: Option<f64>) {
        let Some(rel) = self.pattern.rels.first() else { return };
        let PatternRel { slot, from, to, direction, kinds, .. } = rel.clone();
        self.push(OpKind::RelScan { rel: slot, from, to, kinds, direction }, estimate);
        self.bound.extend([slot, from, to]);
        self.done[0] = true;
        self.settle(estimate);
    }

    /// Goes along a relation from one of its ends. A relation that the row already has needs neither end.
    pub fn expand(&mut self, at: usize, from: Slot, estimate: Option<f64>) {
        let rel = &self.pattern.rels[at];
        let reversed = from != rel.from;
        let to = if reversed { rel.from } else { rel.to };
        let direction = match rel.direction {
            Direction::Out if reversed => Direction::In,
            Direction::In if reversed => Direction::Out,
            direction => direction,
        };
        let others = self.pattern.rels.iter().zip(&self.done).filter(|(other, done)| **done && other.may_be(rel));
        let unlike: Vec<Slot> = others.map(|(other, _)| other.slot).collect();
        let into = self.is_bound(to) || to == from && !rel.bound;
        let labels = if into { Vec::new() } else { self.pattern.node(to).map(|node| node.labels.clone()).unwrap_or_default() };
        let mut check = Vec::new();
        let kind = match rel.length {
            None => {
                let free = rel.bound && !self.is_bound(from);
                let loops = rel.bound && free && to == from;
                if free {
                    // The near end is found by the relation too; its labels are checked after it.
                    check.push((from, self.pattern.node(from).map(|node| node.labels.clone()).unwrap_or_default()));
                }
                let into = into || loops;
                let expand = Box::new(Expand { from, rel: rel.slot, to, direction, kinds: rel.kinds.clone(), into, labels, unlike, free });
                if rel.bound { OpKind::Ends(expand) } else { OpKind::Expand(expand) }
            }
            Some((min, max)) => {
                let met = self.pattern.rels.iter().enumerate().any(|(i, other)| i != at && other.may_be(rel));
                let many = Box::new(ExpandMany {
                    from,
                    rels: rel.slot,
                    record: rel.read || met,
                    to,
                    direction,
                    kinds: rel.kinds.clone(),
                    into,
                    min,
                    max,
                    unlike,
                    properties: rel.properties.clone(),
                    given: rel.bound,
                    reversed,
                });
                check.push((to, labels));
                match rel.shortest {
                    Some(shortest) => OpKind::ShortestPath(many, shortest == Shortest::All),
                    None => OpKind::ExpandMany(many),
                }
            }
        };
        self.push(kind, estimate);
        self.done[at] = true;
        self.bound.extend([from, to, rel.slot]);
        for (slot, labels) in check {
            self.check_labels(slot, &labels, estimate);
        }
        self.settle(estimate);
    }

    /// Builds the paths and places the conditions for which everything is there now.
    fn settle(&mut self, estimate: Option<f64>) {
        let last = self.done.iter().all(|&done| done) && self.pattern.nodes.iter().all(|node| self.bound.contains(&node.slot));
        if !self.early && !last {
            return;
        }
        for (at, (to, parts)) in self.pattern.paths.iter().enumerate() {
            let there = parts.iter().all(|part| match part {
                crate::query::plan::PathPart::Node(slot) | crate::query::plan::PathPart::Rel(slot) => self.bound.contains(slot),
            });
            if there && !self.paths_done[at] {
                self.paths_done[at] = true;
                self.push(OpKind::BuildPath { to: *to, parts: parts.clone() }, estimate);
                self.bound.insert(*to);
            }
        }
        for at in 0..self.conditions.len() {
            let Some(condition) = &self.conditions[at] else { continue };
            if condition.slots().iter().all(|slot| !self.new.contains(slot) || self.bound.contains(slot)) {
                let condition = self.conditions[at].take().unwrap_or(Expr::Const(true.into()));
                self.push(OpKind::Filter(condition), estimate);
            }
        }
    }

    pub fn finish(self) -> Vec<Op> {
        self.ops
    }
}

/// Every pattern from left to right, every node found by looking at all of them, conditions after everything.
pub(super) fn as_written(pipeline: &mut Pipeline, _: &World<'_>) {
    replace_patterns(pipeline, |pattern| {
        let mut lowering = Lowering::new(pattern, false);
        for node in &pattern.nodes {
            let led_to = pattern.rels.iter().any(|rel| rel.bound && (rel.from == node.slot || rel.to == node.slot));
            if !lowering.is_bound(node.slot) && !led_to {
                let start = node.labels.first().map_or(Start::All, |label| Start::Label(label.clone()));
                lowering.start(node.slot, &start, None);
            }
        }
        for (at, rel) in pattern.rels.iter().enumerate() {
            let from = if lowering.is_bound(rel.from) || !lowering.is_bound(rel.to) { rel.from } else { rel.to };
            lowering.expand(at, from, None);
        }
        lowering.finish()
    });
}

/// Puts operators in the place of every pattern of a pipeline.
pub(super) fn replace_patterns(pipeline: &mut Pipeline, mut lower: impl FnMut(&Pattern) -> Vec<Op>) {
    let ops = std::mem::take(&mut pipeline.ops);
    for op in ops {
        match &op.kind {
            OpKind::Pattern(pattern) => pipeline.ops.extend(lower(pattern)),
            _ => pipeline.ops.push(op),
        }
    }
}
