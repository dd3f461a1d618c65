//! How many rows a step of a pattern is thought to give, by the view's own counts.

use super::World;
use super::lower::Start;
use crate::query::ast::CompareOp;
use crate::query::plan::{Expr, Named, Pattern, PatternRel, Slot, TextTest};
use crate::view::{Direction, Symbol, SymbolKind};

/// Shares of rows that a condition is thought to keep, where nothing is known of the values.
const EQUAL: f64 = 0.1;
const RANGE: f64 = 0.3;
const FULL_TEXT: f64 = 0.01;
const TEXT: f64 = 0.1;
const OTHER: f64 = 0.5;
/// A walk without a bound is thought to go this many steps.
const LONG_WALK: i32 = 6;

impl World<'_> {
    fn label(&self, name: &Named) -> Option<Symbol> {
        self.view.symbol(SymbolKind::Label, &name.name)
    }

    fn label_count(&self, name: &Named) -> f64 {
        self.label(name).map_or(0.0, |label| self.view.label_count(label) as f64)
    }

    pub(super) fn nodes(&self) -> f64 {
        self.view.node_count() as f64
    }

    /// How many relations there are of the types.
    pub(super) fn rels(&self, kinds: &[Named]) -> f64 {
        if kinds.is_empty() {
            return self.view.rel_count() as f64;
        }
        let count = |name: &Named| self.view.symbol(SymbolKind::RelType, &name.name).map_or(0, |kind| self.view.type_count(kind));
        kinds.iter().map(count).sum::<usize>() as f64
    }

    /// The rarest of the labels, and how many nodes have it.
    fn rarest<'n>(&self, labels: &'n [Named]) -> (Option<&'n Named>, f64) {
        let rarest = labels.iter().map(|label| (label, self.label_count(label))).min_by(|a, b| a.1.total_cmp(&b.1));
        rarest.map_or((None, self.nodes()), |(label, count)| (Some(label), count))
    }

    /// How many nodes a slot of the pattern can be at all, conditions aside.
    pub(super) fn candidates(&self, pattern: &Pattern, slot: Slot) -> f64 {
        pattern.node(slot).map_or_else(|| self.nodes(), |node| self.rarest(&node.labels).1)
    }

    /// The share of rows that the conditions on this slot alone keep.
    pub(super) fn kept(&self, pattern: &Pattern, slot: Slot) -> f64 {
        let new = pattern.new_slots();
        let alone = |condition: &&Expr| condition.slots().iter().all(|read| *read == slot || !new.contains(read));
        pattern.conditions.iter().filter(|condition| condition.slots().contains(&slot)).filter(alone).map(share).product()
    }

    /// The cheapest way to find a node that nothing leads to, how much is looked at, and how many rows come out.
    pub(super) fn start(&self, pattern: &Pattern, slot: Slot, known: impl Fn(Slot) -> bool) -> (Start, f64, f64) {
        let labels = pattern.node(slot).map_or(&[][..], |node| &node.labels);
        let (label, count) = self.rarest(labels);
        let kept = self.kept(pattern, slot);
        let mut best = (label.map_or(Start::All, |label| Start::Label(label.clone())), count, (count * kept).max(1.0_f64.min(count)));
        for (at, condition) in pattern.conditions.iter().enumerate() {
            match condition {
                Expr::Compare(CompareOp::Equal, a, b) => {
                    for (property, value) in [(a, b), (b, a)] {
                        let Some(key) = property_of(property, slot) else { continue };
                        if value.slots().iter().any(|read| !known(*read)) {
                            continue;
                        }
                        let Some(found) = self.indexed(label, key, value) else { continue };
                        if found < best.1 {
                            let lookup = Start::Lookup { label: label.cloned(), key: key.clone(), value: (**value).clone(), condition: at };
                            best = (lookup, found, found.max(f64::MIN_POSITIVE));
                        }
                    }
                }
                Expr::Text(TextTest::FullText, a, query) if self.text => {
                    if let Some(key) = property_of(a, slot)
                        && query.slots().iter().all(|read| known(*read))
                    {
                        let found = count * FULL_TEXT;
                        if found < best.1 {
                            best = (Start::Text { label: label.cloned(), key: key.clone(), query: (**query).clone() }, found, found);
                        }
                    }
                }
                _ => {}
            }
        }
        best
    }

    /// Whether a node that relations lead to is found by an index.
    pub(super) fn is_lookup(&self, pattern: &Pattern, slot: Slot) -> bool {
        let known = |read| pattern.nodes.iter().any(|node| node.bound && node.slot == read) || !pattern.new_slots().contains(&read);
        matches!(self.start(pattern, slot, known).0, Start::Lookup { .. } | Start::Text { .. })
    }

    /// How many nodes the view's index finds; `None` where it keeps none.
    fn indexed(&self, label: Option<&Named>, key: &Named, value: &Expr) -> Option<f64> {
        let Some(key) = self.view.symbol(SymbolKind::Key, &key.name) else { return Some(0.0) };
        let label = match label {
            Some(label) => Some(self.label(label)?),
            None => None,
        };
        match value.as_const() {
            Some(value) => self.view.lookup(label, key, value).map(|found| found.len() as f64),
            // The value is known only on the row; whether there is an index can be asked with any.
            None => self.view.lookup(label, key, &crate::model::Value::from("")).map(|_| 1.0),
        }
    }

    /// How many steps one node has along a relation of the pattern.
    pub(super) fn fan(&self, pattern: &Pattern, rel: &PatternRel, from: Slot) -> f64 {
        let rels = self.rels(&rel.kinds) * if rel.direction == Direction::Both { 2.0 } else { 1.0 };
        let step = rels / self.candidates(pattern, from).max(1.0);
        match rel.length {
            None => step,
            Some((_, max)) => step.max(1.0).powi(i32::try_from(max).unwrap_or(LONG_WALK).min(LONG_WALK)).min(self.nodes().powi(2)),
        }
    }

    /// The share of all nodes that a slot of the pattern can be.
    pub(super) fn narrowed(&self, pattern: &Pattern, slot: Slot) -> f64 {
        let all = self.nodes().max(1.0);
        // Types usually lead to few kinds of nodes: a label narrows less than its share of all nodes says.
        (self.candidates(pattern, slot) / all).sqrt() * self.kept(pattern, slot)
    }
}

/// The key, where the expression is a property of the slot.
fn property_of(expr: &Expr, slot: Slot) -> Option<&Named> {
    match expr {
        Expr::Property(base, key, _) if **base == Expr::Slot(slot) => Some(key),
        _ => None,
    }
}

fn share(condition: &Expr) -> f64 {
    match condition {
        Expr::Compare(CompareOp::Equal, ..) | Expr::In(..) => EQUAL,
        Expr::Compare(CompareOp::NotEqual, ..) => 1.0 - EQUAL,
        Expr::Compare(..) => RANGE,
        Expr::Text(TextTest::FullText, ..) => FULL_TEXT,
        Expr::Text(..) => TEXT,
        _ => OTHER,
    }
}
