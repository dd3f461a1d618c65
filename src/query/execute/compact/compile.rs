use std::cell::Cell;

use smallvec::SmallVec;

use super::super::expand::Kinds;
use super::super::{Halt, Reader};
use super::test::{LabelTest, Test};
use crate::model::Value;
use crate::query::plan::{Expand, Expr, Named, Op, OpKind, Slot};
use crate::view::{Direction, Nodes, NumberColumn};

/// With fewer rows than one for so many nodes arrays are not worth reading whole: entities are asked about one by one.
const MANY: f64 = 32.0;

/// A number in the row of ids.
pub(super) type Place = usize;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    Node,
    Rel,
}

/// A run of operators over rows of ids.
pub(super) struct Program<'a> {
    pub start: Start<'a>,
    pub start_op: usize,
    pub started: Cell<u64>,
    pub chain: Chain<'a>,
    /// What each place of the ids is in the ordinary row.
    pub places: Vec<(Slot, Thing)>,
    /// How many places rows need, those that only patterns inside use included.
    pub width: usize,
    /// The first operator that is not of the run.
    pub until: usize,
    pub early: Option<Early<'a>>,
    /// Whether so much is looked at that arrays are worth it.
    pub many: bool,
}

pub(super) enum Start<'a> {
    Nodes(Nodes<'a>),
    Rels { kinds: Kinds, direction: Direction, ends: bool },
}

/// Steps, and how many rows each has let through and how much it has looked at.
#[derive(Default)]
pub(super) struct Chain<'a> {
    pub steps: Vec<Step<'a>>,
    pub counts: Vec<(Cell<u64>, Cell<u64>)>,
    ops: Vec<usize>,
}

pub(super) enum Step<'a> {
    Expand(Along<'a>),
    Test(Test<'a>),
}

/// One relation from a node of the row.
pub(super) struct Along<'a> {
    pub from: Place,
    pub rel: Place,
    pub to: Place,
    pub into: bool,
    pub direction: Direction,
    pub kinds: Kinds,
    pub labels: LabelTest<'a>,
    pub unlike: SmallVec<[Place; 2]>,
}

/// Of a sort of which few rows are wanted: the first key, tested as soon as its entity is there.
pub(super) struct Early<'a> {
    pub place: Place,
    pub column: NumberColumn<'a>,
    pub descending: bool,
    /// Which operator sorts.
    pub sorter: usize,
}

impl Chain<'_> {
    fn push<'a>(chain: &mut Chain<'a>, op: usize, step: Step<'a>) {
        chain.steps.push(step);
        chain.counts.push(Default::default());
        chain.ops.push(op);
    }

    /// Adds what was counted to the counts of the operators. The rows of the last one are counted by whatever took them,
    /// unless `last` is set.
    pub fn count(&self, reader: &Reader<'_>, last: bool) {
        for (at, ((rows, touched), &op)) in self.counts.iter().zip(&self.ops).enumerate() {
            let rows = if last || at + 1 < self.counts.len() { rows.get() } else { 0 };
            reader.work.add(op, rows, touched.get());
            if let Some(Step::Test(Test::Found { chain, .. })) = self.steps.get(at) {
                chain.count(reader, true);
            }
        }
    }
}

impl Program<'_> {
    pub fn count(&self, reader: &Reader<'_>, last: bool) {
        let rows = if last || !self.chain.steps.is_empty() { self.started.get() } else { 0 };
        reader.work.add(self.start_op, rows, self.started.get());
        self.chain.count(reader, last);
    }

    pub fn place(&self, slot: Slot, thing: Thing) -> Option<Place> {
        self.places.iter().position(|&place| place == (slot, thing))
    }
}

/// What is known while operators are compiled.
pub(super) struct Compiler<'r, 'a> {
    pub reader: &'r Reader<'a>,
    pub places: Vec<(Slot, Thing)>,
    /// The most places that were in use at once.
    pub width: usize,
    /// Whether so much will be looked at that arrays are worth it.
    pub many: bool,
}

impl<'a> Reader<'a> {
    /// The run of operators that begins with the scan `at`; `None` where there is no gain in one.
    pub(super) fn program<'r>(&'r self, ops: &'r [Op], at: usize, row: &mut [Value]) -> Result<Option<Program<'r>>, Halt> {
        let Some(op) = ops.get(at).filter(|_| !self.writes) else { return Ok(None) };
        let after = ops.get(at + 1).map(|op| &op.kind);
        let gain = matches!(after, Some(OpKind::Expand(_) | OpKind::Filter(_) | OpKind::Semi { .. } | OpKind::Aggregate { .. }))
            || matches!(op.kind, OpKind::RelScan { .. });
        if !gain {
            return Ok(None);
        }
        let mut compiler = Compiler { reader: self, places: Vec::new(), width: 0, many: false };
        let start = match &op.kind {
            OpKind::AllNodes { to } => compiler.nodes(*to, self.graph.nodes()),
            OpKind::LabelScan { to, label } => {
                let label = self.symbols.label(label);
                compiler.nodes(*to, label.map_or(Nodes::Range(0..0), |label| self.graph.nodes_labelled(label)))
            }
            OpKind::Lookup { to, label, key, value } => {
                let value = self.eval(value, row)?;
                let found = self.lookup(op, label.as_ref(), key, &value)?;
                compiler.nodes(*to, Nodes::Owned(found.into_iter()))
            }
            OpKind::RelScan { rel, from, to, kinds, direction } if from != to => {
                compiler.places = vec![(*rel, Thing::Rel), (*from, Thing::Node), (*to, Thing::Node)];
                compiler.many = true;
                Start::Rels { kinds: self.kinds(kinds), direction: *direction, ends: reads_ends(ops, at, *from, *to) }
            }
            _ => return Ok(None),
        };
        let most = ops[at..].iter().take_while(|op| !op.blocks()).filter_map(|op| op.estimate).fold(0.0, f64::max);
        compiler.many |= compiler.is_many(most);
        let mut chain = Chain::default();
        let mut until = at + 1;
        while let Some(step) = ops.get(until).and_then(|op| compiler.step(op)) {
            Chain::push(&mut chain, ops[until].id, step);
            until += 1;
        }
        let early = compiler.early(ops, until);
        let Compiler { places, width, many, .. } = compiler;
        let width = width.max(places.len());
        Ok(Some(Program { start, start_op: op.id, started: Cell::new(0), chain, places, width, until, early, many }))
    }
}

/// Whether anything after a scan of relations reads their ends.
fn reads_ends(ops: &[Op], at: usize, from: Slot, to: Slot) -> bool {
    let mut read = false;
    for op in &ops[at + 1..] {
        op.visit(&mut |expr| read |= expr.slots().iter().any(|slot| *slot == from || *slot == to));
        if matches!(op.kind, OpKind::Aggregate { .. }) {
            return read;
        }
        if !matches!(op.kind, OpKind::Filter(_)) {
            return true;
        }
    }
    true
}

impl<'r, 'a> Compiler<'r, 'a> {
    fn nodes(&mut self, to: Slot, nodes: Nodes<'r>) -> Start<'r> {
        self.places.push((to, Thing::Node));
        self.many |= self.is_many(nodes.size_hint().0 as f64);
        Start::Nodes(nodes)
    }

    fn is_many(&self, rows: f64) -> bool {
        rows * MANY >= f64::from(self.reader.graph.node_bound())
    }

    pub fn place(&self, slot: Slot, thing: Thing) -> Option<Place> {
        self.places.iter().position(|&place| place == (slot, thing))
    }

    /// The operator as a step over ids, where it is one.
    fn step(&mut self, op: &'r Op) -> Option<Step<'r>> {
        match &op.kind {
            OpKind::Filter(condition) => Some(Step::Test(self.test(condition))),
            OpKind::Semi { pipeline, anti } => {
                let known = self.places.len();
                let mut chain = Chain::default();
                for op in &pipeline.ops {
                    let Some(step) = self.step(op) else {
                        self.places.truncate(known);
                        return None;
                    };
                    Chain::push(&mut chain, op.id, step);
                }
                // What the pattern inside finds is not seen outside; its places may be used again.
                self.places.truncate(known);
                Some(Step::Test(Test::Found { chain, anti: *anti }))
            }
            OpKind::Expand(expand) => self.along(expand).map(Step::Expand),
            _ => None,
        }
    }

    fn along(&mut self, expand: &'r Expand) -> Option<Along<'r>> {
        let from = self.place(expand.from, Thing::Node)?;
        let unlike = expand.unlike.iter().map(|&slot| self.place(slot, Thing::Rel)).collect::<Option<_>>()?;
        let to = if expand.into { Some(self.place(expand.to, Thing::Node)?) } else { None };
        let rel = self.new_place(expand.rel, Thing::Rel);
        let to = to.unwrap_or_else(|| self.new_place(expand.to, Thing::Node));
        let (kinds, labels) = (self.reader.kinds(&expand.kinds), self.label_test(expand.labels.iter()));
        Some(Along { from, rel, to, into: expand.into, direction: expand.direction, kinds, labels, unlike })
    }

    fn new_place(&mut self, slot: Slot, thing: Thing) -> Place {
        self.places.push((slot, thing));
        self.width = self.width.max(self.places.len());
        self.places.len() - 1
    }

    pub fn label_test(&self, names: impl Iterator<Item = &'r Named>) -> LabelTest<'r> {
        let mut labels = SmallVec::new();
        for name in names {
            match self.reader.symbols.label(name) {
                Some(label) => labels.push(label),
                None => return LabelTest::Never,
            }
        }
        let arrays = self.reader.graph.arrays().filter(|_| self.many && !labels.is_empty());
        LabelTest::new(labels, arrays.map(crate::view::GraphArrays::label_sets))
    }

    /// The numbers of a property of an entity in the row, where they lie in arrays that are worth reading.
    pub fn numbers(&self, expr: &Expr) -> Option<(Place, NumberColumn<'r>)> {
        let Expr::Property(base, key, _) = expr else { return None };
        let Expr::Slot(slot) = **base else { return None };
        let arrays = self.reader.graph.arrays().filter(|_| self.many)?;
        let key = self.reader.symbols.key(key)?;
        let place = self.places.iter().position(|place| place.0 == slot)?;
        let column = if self.places[place].1 == Thing::Node { arrays.node_numbers(key) } else { arrays.rel_numbers(key) };
        Some((place, column?))
    }

    /// Where a sort follows, perhaps after columns are computed, of which few rows are wanted.
    fn early(&self, ops: &[Op], until: usize) -> Option<Early<'r>> {
        let (items, sorter) = match &ops.get(until)?.kind {
            OpKind::Project(items) => (&items[..], until + 1),
            _ => (&[][..], until),
        };
        let OpKind::Sort { keys, top: Some(_), .. } = &ops.get(sorter)?.kind else { return None };
        let key = keys.first()?;
        let expr = match &key.expr {
            Expr::Slot(slot) => items.iter().find(|item| item.0 == *slot).map_or(&key.expr, |item| &item.1),
            expr => expr,
        };
        let (place, column) = self.numbers(expr)?;
        Some(Early { place, column, descending: key.descending, sorter })
    }
}
