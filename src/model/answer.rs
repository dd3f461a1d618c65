use serde::{Deserialize, Serialize};

use super::Value;

/// What a statement gave: the rows, and how the question was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub columns: Vec<String>,
    /// Each row has one value a column.
    pub rows: Vec<Vec<Value>>,
    pub summary: Summary,
}

/// What goes with the rows: shown on stderr or in the last line of a machine format, never among the rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// How each name of the question was resolved, in the order of the question.
    pub reading: Vec<Reading>,
    /// Further sentences about how the question was read, and warnings: (English, Chinese).
    pub notes: Vec<(String, String)>,
    /// How the rows are best laid out; machine formats do not look at it.
    #[serde(skip)]
    pub shape: Shape,
    /// What a writing statement changed.
    pub changes: Changes,
    /// What the statement itself says about its page: `as csv into "file"`, `labels zh`.
    #[serde(skip)]
    pub page: PageRequest,
}

/// What a statement says about how and where it is printed; empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// Word after `as` / 输出为: `csv`, `gexf`.
    pub format: Option<String>,
    /// File after `into` / 到.
    pub file: Option<String>,
    pub labels: Labels,
}

/// In which language kinds and columns are titled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Labels {
    /// That of the session's messages.
    #[default]
    Session,
    En,
    Zh,
    Both,
}

/// How rows are best laid out for a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    #[default]
    Table,
    /// Two groupings and a count, row by row of a matrix that is shown with its totals.
    Matrix(Margins),
    /// One grouping and a count.
    Counts(Margins),
    /// One page about one thing.
    Page,
    /// Lines of text to be printed as they are (`explain`).
    Text,
}

/// Totals of counts. Each counts distinct heads: one that stands in several cells of a row counts once in the row's total.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Margins {
    /// A total for each row, in order.
    pub rows: Vec<usize>,
    /// A total for each column, in order; empty where there is one grouping only.
    pub columns: Vec<usize>,
    /// Heads counted, over all groups, those left out as well.
    pub distinct: usize,
    /// Groups of the first grouping that `top` left out.
    pub left_out: usize,
}

/// How one quoted name was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// As typed, with the kind where one was typed.
    pub text: String,
    #[serde(rename = "as")]
    pub resolved: Vec<Resolved>,
    pub step: Step,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    pub kind: String,
    pub name: String,
    /// Slug of the plan, empty for a thing that plans share.
    pub plan: String,
}

/// The first step that found something decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    Exact,
    Alias,
    Folded,
    Contains,
}

/// What a writing statement changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pub nodes_created: usize,
    pub nodes_deleted: usize,
    pub relationships_created: usize,
    pub relationships_deleted: usize,
    pub properties_set: usize,
    pub labels_added: usize,
    pub labels_removed: usize,
}
