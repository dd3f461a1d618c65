use std::fmt;
use std::sync::Arc;

use super::{At, Expr};
use crate::base::Span;

/// A word of the user's: a variable, label, relation type, property key, alias. Backquotes are already taken off.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    pub text: Arc<str>,
    pub at: At,
}

impl Name {
    pub fn new(text: impl Into<Arc<str>>, span: Span) -> Self {
        Self { text: text.into(), at: span.into() }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn span(&self) -> Span {
        *self.at
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// `p = (a)-[r:T]->(b)…`, `shortestPath(…)`: a node, then steps.
#[derive(Clone, Debug, PartialEq)]
pub struct PathPattern {
    /// The variable that the whole path is bound to.
    pub variable: Option<Name>,
    pub shortest: Option<Shortest>,
    pub start: NodePattern,
    pub steps: Vec<Step>,
    pub at: At,
}

/// Which of the walks that fit a pattern are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shortest {
    /// `shortestPath(…)`: one with the fewest relations.
    One,
    /// `allShortestPaths(…)`: all with the fewest relations.
    All,
}

/// One relation of a path and the node at its far end.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub rel: RelPattern,
    pub node: NodePattern,
}

/// `(n:A:B {key: value})`.
#[derive(Clone, Debug, PartialEq)]
pub struct NodePattern {
    pub variable: Option<Name>,
    /// All of them are asked for.
    pub labels: Vec<Name>,
    /// A map, or a parameter where the clause allows one.
    pub properties: Option<Expr>,
    pub at: At,
}

/// `-[r:T|U *1..3 {key: value}]->`.
#[derive(Clone, Debug, PartialEq)]
pub struct RelPattern {
    pub variable: Option<Name>,
    /// One of them; none means any type.
    pub types: Vec<Name>,
    pub arrow: Arrow,
    /// `Some` where a star is written: the variable is then a list of relations.
    pub length: Option<Length>,
    /// As in [`NodePattern::properties`]; in a variable-length step every relation must have them.
    pub properties: Option<Expr>,
    pub at: At,
}

/// Which way an arrow of a pattern points, from left to right on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arrow {
    /// `-->`
    Right,
    /// `<--`
    Left,
    /// `--` and `<-->`: either way.
    Either,
}

/// The bounds of `*min..max`, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Length {
    /// Not written means 1.
    pub min: Option<u64>,
    /// Not written means without a bound.
    pub max: Option<u64>,
    pub at: At,
}

impl Length {
    /// The smallest number of relations that fits.
    pub fn least(&self) -> u64 {
        self.min.unwrap_or(1)
    }
}

impl PathPattern {
    pub fn span(&self) -> Span {
        *self.at
    }

    /// The nodes from left to right.
    pub fn nodes(&self) -> impl Iterator<Item = &NodePattern> {
        std::iter::once(&self.start).chain(self.steps.iter().map(|step| &step.node))
    }

    pub fn nodes_mut(&mut self) -> impl Iterator<Item = &mut NodePattern> {
        std::iter::once(&mut self.start).chain(self.steps.iter_mut().map(|step| &mut step.node))
    }

    pub fn rels(&self) -> impl Iterator<Item = &RelPattern> {
        self.steps.iter().map(|step| &step.rel)
    }
}
