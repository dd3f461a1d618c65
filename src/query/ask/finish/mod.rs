//! Rows of stages → the answer, in the columns that each ask promises.

mod count;
mod facts;
mod figures;
mod heads;
mod pages;

use facts::Facts;

use rustc_hash::FxHashMap;

use super::lower::{Finish, Program};
use super::tree::{CONFIDENCE, Sort};
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
        Finish::List(kinds) => heads::list(kinds, rows, &facts, &mut notes),
        Finish::Count { heads, groups, order, top } => {
            count::count(&count::Asked { heads, groups, order, top: *top }, rows, &facts, &mut notes)
        }
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
    let (mut rows, mut notes) = (rows, notes);
    if let Some(shown) = program.shown.filter(|&shown| rows.len() > shown) {
        rows.truncate(shown);
        notes.push((
            format!("there are more: these are the first {shown}, and `top {}` shows more of them", shown * 5),
            format!("还有更多：此处只列前{shown}条，可用“前{}条”查看更多", shown * 5),
        ));
    }
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
pub fn first_nodes<'a>(rows: impl IntoIterator<Item = &'a Vec<Value>>) -> Vec<NodeId> {
    let mut seen = rustc_hash::FxHashSet::default();
    rows.into_iter().filter_map(|row| facts::node_of(row.first())).filter(|&node| seen.insert(node)).collect()
}

/// Nodes of the first column of the `last` stages in document order, then as is asked; the first `top` of them. `ways` are the
/// rows with the relations by which they are there.
pub fn chosen<'a>(
    last: &[&[Vec<Value>]],
    ways: impl Iterator<Item = &'a Vec<Value>>,
    sort: &[Sort],
    top: Option<u64>,
    view: &dyn GraphView,
) -> Vec<NodeId> {
    let facts = Facts::of(view);
    let mut nodes = first_nodes(last.iter().copied().flatten());
    facts.sort(&mut nodes);
    let mut surest: FxHashMap<NodeId, f64> = FxHashMap::default();
    if sort.iter().any(|sort| sort.property == CONFIDENCE) {
        for row in ways {
            let Some(head) = facts::node_of(row.first()) else { continue };
            let known = surest.entry(head).or_insert(0.0);
            let sure = row[1..].chunks(3).filter_map(|way| facts::rel_of(way.first()));
            *known = sure.filter_map(|rel| facts.rel_property(rel, CONFIDENCE).as_number()).fold(*known, f64::max);
        }
    }
    for sort in sort.iter().rev() {
        let key = |node: &NodeId| match surest.get(node) {
            Some(sure) if sort.property == CONFIDENCE => Value::Float(*sure),
            _ => facts.property(*node, &sort.property),
        };
        nodes.sort_by(|a, b| {
            let order = figures::by_value(&key(a), &key(b));
            if sort.descending { order.reverse() } else { order }
        });
    }
    nodes.truncate(top.map_or(usize::MAX, |top| usize::try_from(top).unwrap_or(usize::MAX)));
    nodes
}
