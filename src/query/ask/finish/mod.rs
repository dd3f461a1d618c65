//! Rows of stages → the answer, in the columns that each ask promises.

mod count;
mod facts;
mod figures;
mod heads;
mod pages;

use facts::Facts;

use super::lower::{Finish, Program};
use crate::model::{Answer, NodeId, Shape, Value};
use crate::schema::Schema;
use crate::view::GraphView;

/// The rows of a stage.
pub type StageRows = Vec<Vec<Value>>;

/// Makes the answer of a program. `rows` has the rows of each stage in their order, `columns` the columns of the last one.
pub fn finish(program: &Program, rows: &[StageRows], columns: Vec<String>, view: &dyn GraphView, schema: &Schema) -> Answer {
    let facts = Facts::of(view);
    let last = rows.last().map_or(&[][..], Vec::as_slice);
    let mut notes = program.notes.clone();
    let (columns, rows, shape) = match &program.finish {
        Finish::List(heads) => heads::list(heads, rows, &facts, &mut notes),
        Finish::Count { heads, groups, order, top } => count::count(&count::Asked { heads, groups, order, top: *top }, rows, &facts),
        Finish::Define => pages::define(last, &facts),
        Finish::About => pages::about(last, &facts, schema),
        Finish::Path => pages::path(last, &facts),
        Finish::Search => pages::search(last, &facts),
        Finish::Targets { sort, top } => figures::targets(last, sort, *top, &facts),
        Finish::Compare { left, right } => figures::compare(last, *left, *right, &facts),
        Finish::Timeline => figures::timeline(last, &facts),
        Finish::Evidence => pages::evidence(last, &facts),
        Finish::Ranked { column, score } => (vec![column.clone(), (*score).to_owned()], last.to_vec(), Shape::Table),
        Finish::Plain => (columns, last.to_vec(), Shape::Table),
    };
    let mut answer = Answer { columns, rows, ..Answer::default() };
    answer.summary.reading = program.readings.clone();
    answer.summary.notes = notes;
    answer.summary.shape = shape;
    answer
}

/// Columns, rows, and how they are best laid out.
type Made = (Vec<String>, Vec<Vec<Value>>, Shape);

fn named(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|&column| column.to_owned()).collect()
}

/// The distinct nodes of the first column, in the order of the rows.
pub fn first_nodes(rows: &[Vec<Value>]) -> Vec<NodeId> {
    let mut seen = rustc_hash::FxHashSet::default();
    rows.iter().filter_map(|row| facts::node_of(row.first())).filter(|&node| seen.insert(node)).collect()
}

/// Nodes in document order, or as a stage has sorted them; the first `top` of them.
pub fn chosen(rows: &[Vec<Value>], sorted: bool, top: Option<u64>, view: &dyn GraphView) -> Vec<NodeId> {
    let mut nodes = first_nodes(rows);
    if !sorted {
        Facts::of(view).sort(&mut nodes);
    }
    nodes.truncate(top.map_or(usize::MAX, |top| usize::try_from(top).unwrap_or(usize::MAX)));
    nodes
}
