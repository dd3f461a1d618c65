use std::sync::Arc;

use super::{Expr, Named, Pattern, Slot};
use crate::query::functions::Function;
use crate::query::hooks::Procedure;
use crate::view::Direction;

/// Operators, each of which takes every row of the one before. The first takes the row that the pipeline is given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pipeline {
    pub ops: Vec<Op>,
}

/// An operator, and what is counted of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Op {
    pub kind: OpKind,
    /// Its place in the counts of a run; given once the plan is final.
    pub id: usize,
    /// How many rows it is thought to give.
    pub estimate: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum OpKind {
    /// A pattern for which no order has been chosen; never executed.
    Pattern(Box<Pattern>),
    AllNodes {
        to: Slot,
    },
    LabelScan {
        to: Slot,
        label: Named,
    },
    /// Nodes whose property equals the value: by the view's index where it keeps one, else by looking at all of the label.
    Lookup {
        to: Slot,
        label: Option<Named>,
        key: Named,
        value: Expr,
    },
    /// Nodes that the full-text index finds, of the label, whose property `key` is what was searched.
    TextSearch {
        to: Slot,
        label: Option<Named>,
        key: Named,
        query: Expr,
    },
    /// Every relation once, or twice where it is met from either end.
    RelScan {
        rel: Slot,
        from: Slot,
        to: Slot,
        kinds: Vec<Named>,
        direction: Direction,
    },
    Expand(Box<Expand>),
    /// As `Expand`, for a relation that the row already has.
    Ends(Box<Expand>),
    ExpandMany(Box<ExpandMany>),
    ShortestPath(Box<ExpandMany>, bool),
    Filter(Expr),
    Project(Vec<(Slot, Expr)>),
    BuildPath {
        to: Slot,
        parts: Vec<PathPart>,
    },
    Unwind {
        to: Slot,
        list: Expr,
    },
    /// The rows of the pipeline, or one row with nulls where it gives none.
    Optional {
        pipeline: Pipeline,
        nulls: Vec<Slot>,
    },
    /// Keeps the row if the pipeline gives a row (`anti`: if it gives none).
    Semi {
        pipeline: Pipeline,
        anti: bool,
    },
    Call {
        procedure: ProcedureRef,
        arguments: Vec<Expr>,
        outputs: Vec<(usize, Slot)>,
    },
    Aggregate {
        keys: Vec<(Slot, Expr)>,
        aggregates: Vec<Aggregation>,
    },
    /// How many nodes of a label or relations of a type there are, without looking at them.
    CountStore {
        to: Slot,
        what: Stored,
        label: Option<Named>,
    },
    /// How many relations there are of each type that has any, of `kinds` only where some are given: a row a type.
    CountTypes {
        kind: Slot,
        count: Slot,
        kinds: Vec<Named>,
    },
    Distinct(Vec<Slot>),
    /// Keeps only the first `top` rows where that is given. Only the slots of `keep` outlive it.
    Sort {
        keys: Vec<SortKey>,
        keep: Vec<Slot>,
        top: Option<Expr>,
    },
    Skip(Expr),
    Limit(Expr),
    /// Holds all rows before the first goes on. Only the slots of `keep` outlive it.
    Eager {
        keep: Vec<Slot>,
    },
    Write {
        write: Write,
        keep: Vec<Slot>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    Nodes,
    Rels,
}

/// One relation from a node of the row.
#[derive(Clone, Debug, PartialEq)]
pub struct Expand {
    pub from: Slot,
    pub rel: Slot,
    pub to: Slot,
    pub direction: Direction,
    /// One of these types, any where empty.
    pub kinds: Vec<Named>,
    /// `to` already has a node, which must be met.
    pub into: bool,
    /// The node met must have these labels.
    pub labels: Vec<Named>,
    /// Relations (or lists of them) of the row that must be others.
    pub unlike: Vec<Slot>,
    /// For a relation that the row already has: `from` is not yet bound.
    pub free: bool,
}

/// A walk of several relations, none of them twice.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpandMany {
    pub from: Slot,
    /// Where the list of relations goes.
    pub rels: Slot,
    /// Whether anything reads the list.
    pub record: bool,
    pub to: Slot,
    pub direction: Direction,
    pub kinds: Vec<Named>,
    pub into: bool,
    pub min: usize,
    pub max: usize,
    pub unlike: Vec<Slot>,
    /// Every relation must have these properties.
    pub properties: Vec<(Named, Expr)>,
    /// `rels` already has a list, which must be the walk.
    pub given: bool,
    /// The pattern is written from `to` to `from`: the list is turned round.
    pub reversed: bool,
}

/// A piece of a path, in the order of traversal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathPart {
    Node(Slot),
    /// A relation, or a list of relations whose nodes follow from them.
    Rel(Slot),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Aggregation {
    pub to: Slot,
    /// `None` for `count(*)`.
    pub function: Option<&'static Function>,
    pub arguments: Vec<Expr>,
    pub distinct: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SortKey {
    pub expr: Expr,
    pub descending: bool,
}

/// A procedure, told apart by name.
#[derive(Clone)]
pub struct ProcedureRef(pub Arc<dyn Procedure>);

impl std::fmt::Debug for ProcedureRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.signature().name)
    }
}

impl PartialEq for ProcedureRef {
    fn eq(&self, other: &Self) -> bool {
        self.0.signature().name == other.0.signature().name
    }
}

/// A change of the graph, made for every row before the next clause sees any.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    Create(Vec<Creation>),
    Merge { pipeline: Pipeline, creations: Vec<Creation>, on_create: Vec<Assignment>, on_match: Vec<Assignment>, bound: Vec<Slot> },
    Assign(Vec<Assignment>),
    Delete { items: Vec<Expr>, detach: bool },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Creation {
    Node { to: Slot, labels: Vec<Named>, properties: Option<Expr> },
    Rel { to: Slot, kind: Named, start: Slot, end: Slot, properties: Option<Expr> },
}

/// One item of SET or REMOVE.
#[derive(Clone, Debug, PartialEq)]
pub enum Assignment {
    Property {
        target: Expr,
        key: Named,
        value: Expr,
    },
    /// All properties at once; `merge` keeps those that the map does not name.
    Properties {
        target: Expr,
        value: Expr,
        merge: bool,
    },
    Labels {
        target: Expr,
        labels: Vec<Named>,
        remove: bool,
    },
}

impl Op {
    pub const fn new(kind: OpKind) -> Self {
        Self { kind, id: 0, estimate: None }
    }

    /// Whether it must have seen all rows before it gives one.
    pub const fn blocks(&self) -> bool {
        matches!(self.kind, OpKind::Aggregate { .. } | OpKind::Sort { .. } | OpKind::Eager { .. } | OpKind::Write { .. })
    }

    pub const fn is_write(&self) -> bool {
        matches!(self.kind, OpKind::Write { .. })
    }
}

impl From<OpKind> for Op {
    fn from(kind: OpKind) -> Self {
        Self::new(kind)
    }
}

impl Pipeline {
    pub fn new(ops: impl IntoIterator<Item = OpKind>) -> Self {
        Self { ops: ops.into_iter().map(Op::new).collect() }
    }

    /// The places of the nodes and relations of its patterns.
    pub(super) fn pattern_slots(&self, slots: &mut Vec<Slot>) {
        for op in &self.ops {
            match &op.kind {
                OpKind::Pattern(pattern) => {
                    slots.extend(pattern.nodes.iter().map(|node| node.slot));
                    slots.extend(pattern.rels.iter().map(|rel| rel.slot));
                }
                OpKind::Optional { pipeline, .. } | OpKind::Semi { pipeline, .. } => pipeline.pattern_slots(slots),
                OpKind::Expand(expand) | OpKind::Ends(expand) => slots.extend([expand.from, expand.rel, expand.to]),
                OpKind::ExpandMany(many) | OpKind::ShortestPath(many, _) => slots.extend([many.from, many.rels, many.to]),
                _ => {}
            }
        }
    }

    /// Calls `see` for every expression of every operator, those of pipelines inside included.
    pub fn visit(&self, see: &mut dyn FnMut(&Expr)) {
        for op in &self.ops {
            op.visit(see);
        }
    }
}

impl Op {
    /// Calls `see` for every expression of the operator and every one inside it.
    pub fn visit(&self, see: &mut dyn FnMut(&Expr)) {
        match &self.kind {
            OpKind::Pattern(pattern) => pattern.visit(see),
            OpKind::Lookup { value: expr, .. }
            | OpKind::TextSearch { query: expr, .. }
            | OpKind::Filter(expr)
            | OpKind::Unwind { list: expr, .. }
            | OpKind::Skip(expr)
            | OpKind::Limit(expr) => expr.visit(see),
            OpKind::ExpandMany(many) | OpKind::ShortestPath(many, _) => many.properties.iter().for_each(|entry| entry.1.visit(see)),
            OpKind::Project(items) => items.iter().for_each(|item| item.1.visit(see)),
            OpKind::Optional { pipeline, .. } | OpKind::Semi { pipeline, .. } => pipeline.visit(see),
            OpKind::Call { arguments, .. } => arguments.iter().for_each(|argument| argument.visit(see)),
            OpKind::Aggregate { keys, aggregates } => {
                keys.iter().for_each(|key| key.1.visit(see));
                aggregates.iter().flat_map(|aggregate| &aggregate.arguments).for_each(|argument| argument.visit(see));
            }
            OpKind::Sort { keys, top, .. } => {
                keys.iter().for_each(|key| key.expr.visit(see));
                top.iter().for_each(|top| top.visit(see));
            }
            OpKind::Write { write, .. } => write.visit(see),
            OpKind::AllNodes { .. }
            | OpKind::LabelScan { .. }
            | OpKind::RelScan { .. }
            | OpKind::Expand(_)
            | OpKind::Ends(_)
            | OpKind::BuildPath { .. }
            | OpKind::CountStore { .. }
            | OpKind::CountTypes { .. }
            | OpKind::Distinct(_)
            | OpKind::Eager { .. } => {}
        }
    }
}

impl Write {
    fn visit(&self, see: &mut dyn FnMut(&Expr)) {
        match self {
            Self::Create(creations) => creations.iter().filter_map(Creation::properties).for_each(|expr| expr.visit(see)),
            Self::Merge { pipeline, creations, on_create, on_match, .. } => {
                pipeline.visit(see);
                creations.iter().filter_map(Creation::properties).for_each(|expr| expr.visit(see));
                on_create.iter().chain(on_match).for_each(|assignment| assignment.visit(see));
            }
            Self::Assign(all) => all.iter().for_each(|assignment| assignment.visit(see)),
            Self::Delete { items, .. } => items.iter().for_each(|item| item.visit(see)),
        }
    }
}

impl Creation {
    pub const fn properties(&self) -> Option<&Expr> {
        match self {
            Self::Node { properties, .. } | Self::Rel { properties, .. } => properties.as_ref(),
        }
    }
}

impl Assignment {
    fn visit(&self, see: &mut dyn FnMut(&Expr)) {
        match self {
            Self::Property { target, value, .. } | Self::Properties { target, value, .. } => {
                target.visit(see);
                value.visit(see);
            }
            Self::Labels { target, .. } => target.visit(see),
        }
    }
}

impl Op {
    /// The pipelines that the operator holds, those of its expressions not included.
    pub fn pipelines_mut(&mut self) -> Option<&mut Pipeline> {
        match &mut self.kind {
            OpKind::Optional { pipeline, .. } | OpKind::Semi { pipeline, .. } => Some(pipeline),
            OpKind::Write { write: Write::Merge { pipeline, .. }, .. } => Some(pipeline),
            _ => None,
        }
    }

    /// The expressions that the operator computes itself.
    pub fn exprs_mut(&mut self) -> Vec<&mut Expr> {
        match &mut self.kind {
            OpKind::Pattern(pattern) => {
                let properties = pattern.rels.iter_mut().flat_map(|rel| &mut rel.properties).map(|entry| &mut entry.1);
                properties.chain(&mut pattern.conditions).collect()
            }
            OpKind::Lookup { value: expr, .. }
            | OpKind::TextSearch { query: expr, .. }
            | OpKind::Filter(expr)
            | OpKind::Unwind { list: expr, .. }
            | OpKind::Skip(expr)
            | OpKind::Limit(expr) => vec![expr],
            OpKind::ExpandMany(many) | OpKind::ShortestPath(many, _) => many.properties.iter_mut().map(|entry| &mut entry.1).collect(),
            OpKind::Project(items) => items.iter_mut().map(|item| &mut item.1).collect(),
            OpKind::Call { arguments, .. } => arguments.iter_mut().collect(),
            OpKind::Aggregate { keys, aggregates } => {
                let arguments = aggregates.iter_mut().flat_map(|aggregate| &mut aggregate.arguments);
                keys.iter_mut().map(|key| &mut key.1).chain(arguments).collect()
            }
            OpKind::Sort { keys, top, .. } => keys.iter_mut().map(|key| &mut key.expr).chain(top).collect(),
            OpKind::Write { write, .. } => write.exprs_mut(),
            _ => Vec::new(),
        }
    }
}

impl Write {
    fn exprs_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Self::Create(creations) => creations.iter_mut().filter_map(Creation::properties_mut).collect(),
            Self::Merge { creations, on_create, on_match, .. } => {
                let assigned = on_create.iter_mut().chain(on_match).flat_map(Assignment::exprs_mut);
                creations.iter_mut().filter_map(Creation::properties_mut).chain(assigned).collect()
            }
            Self::Assign(all) => all.iter_mut().flat_map(Assignment::exprs_mut).collect(),
            Self::Delete { items, .. } => items.iter_mut().collect(),
        }
    }
}

impl Assignment {
    fn exprs_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Self::Property { target, value, .. } | Self::Properties { target, value, .. } => vec![target, value],
            Self::Labels { target, .. } => vec![target],
        }
    }
}

impl Creation {
    const fn properties_mut(&mut self) -> Option<&mut Expr> {
        match self {
            Self::Node { properties, .. } | Self::Rel { properties, .. } => properties.as_mut(),
        }
    }
}
