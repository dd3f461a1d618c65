//! What an ask says, whichever language it was typed in: two asks that mean the same give equal trees.
//!
//! Kinds and relations stand by their identifiers. Equality passes over places ([`At`]).

use crate::base::Span;
use crate::model::{Basis, Value};
use crate::query::ast::{Aside, At, CompareOp, Mode};
use crate::schema::Sense;

/// One ask, with what is wanted of it.
#[derive(Clone, Debug, PartialEq)]
pub struct AskStatement {
    pub mode: Mode,
    /// `let $name = …`: the variable that the answer's nodes are kept under, without the dollar sign.
    pub bind: Option<String>,
    pub ask: Ask,
    pub tails: Tails,
    /// How words that could be read in two ways were read: (English, Chinese).
    pub notes: Aside<Vec<(String, String)>>,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// `measures supporting goal "…"`
    List(List),
    /// `count measures per task`
    Count { of: List, per: Vec<Grouping> },
    /// `define "1+6+N"`
    Define(Target),
    /// `about institution "五邑大学"`
    About(Target),
    /// `path from … to … within 4 steps via SUPPORTS`
    Path { from: Target, to: Target, within: Option<u64>, via: Vec<String>, limits: Limits },
    /// `search "高价值" near "专利" in measures`
    Search { query: SearchQuery, kinds: Vec<String>, limits: Limits },
    /// `targets of indicator "发明专利"`
    Targets { of: Target, limits: Limits },
    /// `compare indicator "孵化器" in 2020 with 2025`
    Compare { of: Target, left: i64, right: i64 },
    /// `timeline of goal "创新型城市"`
    Timeline(Target),
    /// `evidence for measure "…" supports goal "…"`; `why` adds nothing but the wish.
    Evidence { from: Target, relation: String, to: Target, direct: bool },
    /// `evidence for cluster "大健康"`: the sentences that name it.
    Proof(Target),
    /// `clusters similar to cluster "大健康"`; of the kind of the named thing where none is said.
    Similar { of: Target, kind: Option<String>, limits: Limits },
    /// `most connected institutions`, `most central clusters`, `least connected parks`
    Central { kind: String, by: Centrality, least: bool, limits: Limits },
    /// A pattern query under `let`: its text as typed.
    Pattern { text: String },
}

/// By what nodes are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Centrality {
    /// The number of relations.
    Degree,
    /// PageRank.
    Rank,
}

/// A kind and what its nodes must satisfy.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Identifier of the kind.
    pub head: String,
    pub conditions: Vec<Condition>,
    /// Further kinds, each with the same conditions: `measures and tasks supporting …`.
    pub also: Vec<Also>,
    pub limits: Limits,
    /// A set that was typed without brackets: `institutions involved in measures supporting goal "…"`.
    pub implied: Aside<bool>,
    pub at: At,
}

/// A further kind of a list, and the conditions of the list as this kind has them.
#[derive(Clone, Debug, PartialEq)]
pub struct Also {
    pub head: String,
    pub conditions: Vec<Condition>,
}

/// A relation that the head must have, or must not have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Condition {
    /// Identifiers of the relations, any of which will do: one, save for `tasks without measures`, which names none and means
    /// every relation that joins the two kinds.
    pub relations: Vec<RelationUse>,
    pub negated: bool,
    /// `directly`: the relation itself, without the ways that `supporting` covers besides.
    pub direct: bool,
    /// `only`: every relation of these that the head has leads to one of the targets.
    pub only: bool,
    /// `at least 2 measures`: how many different targets the head is related to.
    pub times: Option<Times>,
    pub targets: Targets,
    pub at: At,
}

/// A comparison with a number of targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    pub op: CompareOp,
    pub number: u64,
}

/// A relation in a direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationUse {
    pub name: String,
    /// The head stands at the start.
    pub forward: bool,
    /// What the word says of it besides: 牵头.
    pub sense: Option<Sense>,
}

impl RelationUse {
    /// A relation of which nothing more is said.
    pub fn plain(name: &str, forward: bool) -> Self {
        Self { name: name.to_owned(), forward, sense: None }
    }
}

/// What the relation must lead to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Targets {
    /// Empty: anything.
    pub items: Vec<Target>,
    /// Every one of them, else any of them.
    pub all: bool,
}

/// Something named, or a set.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    pub kind: TargetKind,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TargetKind {
    /// `goal "人才"`, `"人才"`: the kind where one was typed.
    Named { kind: Option<String>, name: String },
    /// `《…》`
    Title { kind: Option<String>, name: String },
    /// `$goals`; a name or a set of nodes.
    Variable { kind: Option<String>, name: String },
    /// `(goals measured by …)`
    Set(Box<List>),
    /// `goals`: any of the kind.
    Any(String),
}

/// What narrows a set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// First and last year, both included.
    pub years: Option<YearRange>,
    /// Titles or slugs of plans, any of them.
    pub plans: Vec<Text>,
    /// All of these, each by any of its texts.
    pub mentioning: Vec<Vec<Text>>,
    pub filters: Vec<Filter>,
    /// Any of them.
    pub basis: Vec<Basis>,
    pub confidence: Option<(CompareOp, f64)>,
    pub sort: Vec<Sort>,
    pub top: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearRange {
    pub first: i64,
    pub last: i64,
    pub at: At,
}

/// A text of the user's with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    pub text: String,
    pub at: At,
}

/// The property of [`Sort`] that stands for the size of a group.
pub const COUNT: &str = "count";

/// The property of [`Sort`] that stands for the surest relation by which a head is there.
pub const CONFIDENCE: &str = "confidence";

/// `where year >= 2025`
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// English identifier of the property.
    pub property: String,
    pub op: FilterOp,
    pub value: FilterValue,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq)]
pub enum FilterValue {
    Literal(Value),
    /// `$name`
    Variable(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterOp {
    Compare(CompareOp),
    Contains,
    StartsWith,
    EndsWith,
    /// The property is not there; its value is null.
    Missing,
    /// The property is there; its value is null.
    Present,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Sort {
    pub property: String,
    pub descending: bool,
    pub at: At,
}

/// `per task`, `per task level 1`, `per category`; `by` is the relation that leads to the group, where the question names one.
#[derive(Clone, Debug, PartialEq)]
pub enum Grouping {
    Kind { kind: String, level: Option<i64>, by: Option<String>, at: At },
    Property { property: String, at: At },
}

/// What is wanted of the answer's form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tails {
    pub with_evidence: bool,
    pub export: Option<Export>,
    pub labels: Option<Labels>,
}

/// `as csv into "file"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    pub format: String,
    pub file: Option<String>,
    pub at: At,
}

/// In which language a network's labels are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    English,
    Chinese,
    Both,
}

/// A full-text question.
#[derive(Clone, Debug, PartialEq)]
pub enum SearchQuery {
    Phrase(String),
    /// A word that begins with this.
    Prefix(String),
    Near(Box<SearchQuery>, Box<SearchQuery>),
    And(Vec<SearchQuery>),
    Or(Vec<SearchQuery>),
    /// The first without the second.
    Without(Box<SearchQuery>, Box<SearchQuery>),
}

impl List {
    pub fn of(head: impl Into<String>, span: Span) -> Self {
        Self {
            head: head.into(),
            conditions: Vec::new(),
            also: Vec::new(),
            limits: Limits::default(),
            implied: Aside(false),
            at: span.into(),
        }
    }

    /// Calls `see` with every list inside this one, outer ones first.
    pub fn sets(&self, see: &mut dyn FnMut(&Self)) {
        for item in self.conditions.iter().flat_map(|condition| &condition.targets.items) {
            if let TargetKind::Set(list) = &item.kind {
                see(list);
                list.sets(see);
            }
        }
    }
}

impl Times {
    /// Whether so many targets are as many as asked.
    pub const fn holds(self, number: u64) -> bool {
        match self.op {
            CompareOp::Equal => number == self.number,
            CompareOp::NotEqual => number != self.number,
            CompareOp::Less => number < self.number,
            CompareOp::LessOrEqual => number <= self.number,
            CompareOp::Greater => number > self.number,
            CompareOp::GreaterOrEqual => number >= self.number,
        }
    }

    /// `not … at least 2` is `fewer than 2`.
    pub const fn negated(self) -> Self {
        let op = match self.op {
            CompareOp::Equal => CompareOp::NotEqual,
            CompareOp::NotEqual => CompareOp::Equal,
            CompareOp::Less => CompareOp::GreaterOrEqual,
            CompareOp::LessOrEqual => CompareOp::Greater,
            CompareOp::Greater => CompareOp::LessOrEqual,
            CompareOp::GreaterOrEqual => CompareOp::Less,
        };
        Self { op, ..self }
    }
}

impl Target {
    pub fn new(kind: TargetKind, span: Span) -> Self {
        Self { kind, at: span.into() }
    }
}
