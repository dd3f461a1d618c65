//! What an ask says → the pattern queries that answer it.
//!
//! An ask becomes stages, mostly one. A stage is a pattern query as a person would write it; the nodes of its first column
//! may be kept under a parameter (`$ask_heads`, `$ask_set1`) that later stages read. `explain` prints the stages as they are.

mod amounts;
mod conditions;
mod count;
mod filters;
mod forms;
mod lists;
mod targets;
mod words;

use std::collections::BTreeMap;

use super::tree::{Ask, AskStatement, List, Sort};
use crate::base::Outcome;
use crate::model::{Reading, Value};
use crate::schema::Schema;
use crate::view::GraphView;

/// Parameters of a statement.
pub type Params = BTreeMap<String, Value>;

/// One pattern query.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// What it is for: (English, Chinese).
    pub purpose: (String, String),
    pub text: String,
    pub keep: Option<Keep>,
}

/// The distinct nodes of a stage's first column, kept for later stages.
#[derive(Clone, Debug, PartialEq)]
pub struct Keep {
    pub param: String,
    pub sort: Vec<Sort>,
    pub top: Option<u64>,
}

/// The stages of an ask and what becomes of their rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    pub stages: Vec<Stage>,
    pub finish: Finish,
    /// Rows of the answer where the ask does not say how many; the last stage gives one more if there are more.
    pub shown: Option<usize>,
    pub readings: Vec<Reading>,
    pub notes: Vec<(String, String)>,
    /// Node sets that the stages read beside the parameters of the statement.
    pub params: Params,
}

/// How rows of stages become the answer. Numbers are places in [`Program::stages`].
#[derive(Clone, Debug, PartialEq)]
pub enum Finish {
    /// One for each kind that is asked for.
    List(Vec<Heads>),
    Count {
        heads: Heads,
        groups: Vec<Group>,
        /// Of the groups of the first grouping; document order where empty.
        order: Vec<GroupOrder>,
        /// That many groups of the first grouping.
        top: Option<u64>,
    },
    Define,
    About,
    Path,
    Search,
    Targets {
        sort: Vec<Sort>,
        top: Option<u64>,
    },
    Compare {
        left: i64,
        right: i64,
    },
    Timeline,
    Evidence,
    Ranked {
        column: String,
        score: &'static str,
    },
    /// The rows of the only stage as they are.
    Plain,
}

/// Where the heads of a list and their ways come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Heads {
    /// Identifier of the kind.
    pub kind: String,
    /// Stages, each with the triples (relation, to, for) after its first column; the heads are those of the last.
    pub stages: Vec<usize>,
    /// How many heads there would be without relations of basis lexical, where a condition is negated.
    pub without_lexical: Option<usize>,
    pub sort: Vec<Sort>,
    pub top: Option<u64>,
    pub with_evidence: bool,
}

/// One grouping of a count.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub column: String,
    /// Stage of the pairs (head, group).
    pub pairs: usize,
    /// Stage of all groups; `None` where the groups are the values that occur.
    pub all: Option<usize>,
}

/// How groups are sorted.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupOrder {
    pub by: OrderBy,
    pub descending: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderBy {
    /// The number of heads in the group.
    Count,
    /// The value that the group is.
    Group,
    /// A property of the node that the group is.
    Property(String),
}

/// What lowering needs to know.
pub struct Lowering<'a> {
    pub view: &'a dyn GraphView,
    pub schema: &'a Schema,
    pub params: &'a Params,
    stages: Vec<Stage>,
    readings: Vec<Reading>,
    notes: Vec<(String, String)>,
    kept: Params,
    numbers: usize,
    shown: Option<usize>,
}

/// Compiles an ask.
///
/// # Errors
/// `UnknownName` for names that nothing has, `SemanticError` for a question that means nothing, `ParameterMissing`.
pub fn lower(statement: &AskStatement, view: &dyn GraphView, schema: &Schema, params: &Params) -> Outcome<Program> {
    let mut lowering = Lowering {
        view,
        schema,
        params,
        stages: Vec::new(),
        readings: Vec::new(),
        notes: statement.notes.0.clone(),
        kept: Params::new(),
        numbers: 0,
        shown: None,
    };
    let finish = match &statement.ask {
        Ask::List(list) => Finish::List(lowering.every_head(list, statement.tails.with_evidence)?),
        Ask::Count { of, per } => lowering.count(of, per)?,
        other => lowering.form(other)?,
    };
    let Lowering { stages, readings, notes, kept, shown, .. } = lowering;
    Ok(Program { stages, finish, shown, readings, notes, params: kept })
}

impl Lowering<'_> {
    /// The heads of each kind of a list.
    fn every_head(&mut self, list: &List, with_evidence: bool) -> Outcome<Vec<Heads>> {
        let mut all = Vec::new();
        let others = list.also.iter().map(|also| (&also.head, &also.conditions));
        for (head, conditions) in std::iter::once((&list.head, &list.conditions)).chain(others) {
            let of_kind = List { head: head.clone(), conditions: conditions.clone(), also: Vec::new(), ..list.clone() };
            let mut heads = self.list(&of_kind, None)?;
            heads.with_evidence = with_evidence;
            all.push(heads);
        }
        Ok(all)
    }

    fn stage(&mut self, en: impl Into<String>, zh: impl Into<String>, text: impl Into<String>) -> usize {
        self.stages.push(Stage { purpose: (en.into(), zh.into()), text: text.into(), keep: None });
        self.stages.len() - 1
    }

    /// Keeps the first column of the last stage under a new parameter; gives the parameter's name.
    fn keep(&mut self, name: &str, sort: &[Sort], top: Option<u64>) -> String {
        let param = self.new_param(name);
        if let Some(stage) = self.stages.last_mut() {
            stage.keep = Some(Keep { param: param.clone(), sort: sort.to_vec(), top });
        }
        param
    }

    fn new_param(&mut self, name: &str) -> String {
        self.numbers += 1;
        format!("ask_{name}{}", self.numbers)
    }

    /// How many rows a stage is to give: as many as are asked for, else one more than the usual number, which tells that
    /// there are more.
    fn rows_wanted(&mut self, top: Option<u64>, usual: usize) -> u64 {
        top.unwrap_or_else(|| {
            self.shown = Some(usual);
            usual as u64 + 1
        })
    }

    fn note(&mut self, en: impl Into<String>, zh: impl Into<String>) {
        let note = (en.into(), zh.into());
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}
