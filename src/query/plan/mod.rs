//! What execution does, step by step: pipelines of operators over flat rows.
//!
//! In: a checked statement and its parameters. Out: a [`Plan`], in which every variable has a place in the row ([`Slot`]),
//! patterns are graphs of nodes and relations whose order is still open ([`Pattern`]; `optimise` chooses it), and what a
//! clause means is spelled out in operators ([`OpKind`]).

mod build;
mod draw;
mod expr;
mod op;
mod pattern;

use std::sync::Arc;

pub use build::plan;
pub use draw::{Line, draw};
pub use expr::{Expr, Label, TextTest};
pub use op::{Aggregation, Assignment, Creation, Expand, ExpandMany, Op, OpKind, PathPart, Pipeline, ProcedureRef, SortKey, Stored, Write};
pub use pattern::{Pattern, PatternNode, PatternRel};

/// A place in the row.
pub type Slot = usize;

/// A name that the view may know, and where execution keeps the view's number for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    pub name: Arc<str>,
    pub at: usize,
}

/// The names of labels, types and keys that a plan speaks of, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameTables {
    pub labels: Vec<Arc<str>>,
    pub kinds: Vec<Arc<str>>,
    pub keys: Vec<Arc<str>>,
}

/// A statement, ready to be executed.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What UNION joins; one where there is no UNION.
    pub branches: Vec<Branch>,
    /// Equal rows of all branches count once.
    pub distinct: bool,
    pub columns: Vec<Arc<str>>,
    /// How many places the row has.
    pub width: usize,
    pub names: NameTables,
    /// What the places are called, for people; empty where nobody named them.
    pub slot_names: Vec<Arc<str>>,
    pub writes: bool,
    /// How many operators have been given a place in the counts.
    pub op_count: usize,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Branch {
    pub pipeline: Pipeline,
    /// Where the columns lie when the pipeline is done.
    pub output: Vec<Slot>,
}

impl Plan {
    /// Gives every operator its place in the counts of a run; to be called when nothing moves any more.
    pub fn number(&mut self) {
        let mut next = 0;
        for branch in &mut self.branches {
            number(&mut branch.pipeline, &mut next);
        }
        self.op_count = next;
    }
}

fn number(pipeline: &mut Pipeline, next: &mut usize) {
    for op in &mut pipeline.ops {
        op.id = *next;
        *next += 1;
        match &mut op.kind {
            OpKind::Optional { pipeline, .. } | OpKind::Semi { pipeline, .. } => number(pipeline, next),
            OpKind::Write { write: Write::Merge { pipeline, .. }, .. } => number(pipeline, next),
            _ => {}
        }
    }
}
