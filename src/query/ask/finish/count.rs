//! Counts by one grouping or two. Groups without heads are rows with 0; heads without a group make a last group without name, so
//! that every head stands somewhere.

use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};

use super::facts::{Facts, node_of};
use super::figures::by_value;
use super::{Made, StageRows, chosen, first_nodes};
use crate::model::{Margins, NodeId, Shape, Value};
use crate::query::ask::lower::{Group, GroupOrder, Heads, OrderBy};

/// A matrix of more cells than this is given by the cells that are not empty, and by the groups that are.
const DENSE: usize = 250_000;

/// What is counted, by what, and which groups are wanted in which order.
pub(super) struct Asked<'a> {
    pub heads: &'a Heads,
    pub groups: &'a [Group],
    /// Of the first grouping.
    pub order: &'a [GroupOrder],
    pub top: Option<u64>,
}

/// A grouping: its groups in order, and the groups that each head falls into, by their places. Every head is in one at least.
struct Groups {
    values: Vec<Value>,
    of: FxHashMap<NodeId, Vec<usize>>,
}

impl Groups {
    /// How many of the heads each group has.
    fn totals(&self, heads: &[NodeId]) -> Vec<usize> {
        let mut totals = vec![0; self.values.len()];
        heads.iter().filter_map(|head| self.of.get(head)).flatten().for_each(|&place| totals[place] += 1);
        totals
    }

    /// Sorts the groups as asked and keeps the first `top`; gives how many are left out. Equals stay in document order, and
    /// where an order is asked for, the group without a name comes last.
    fn arrange(&mut self, asked: &Asked<'_>, heads: &[NodeId], facts: &Facts<'_>) -> usize {
        let totals = self.totals(heads);
        let property = |at: usize, key: &str| match &self.values[at] {
            Value::Node(node) => facts.property(*node, key),
            _ => Value::Null,
        };
        let compare = |a: usize, b: usize, order: &GroupOrder| {
            let found = match &order.by {
                OrderBy::Count => totals[a].cmp(&totals[b]),
                OrderBy::Group => by_value(&self.values[a], &self.values[b]),
                OrderBy::Property(key) => by_value(&property(a, key), &property(b, key)),
            };
            if order.descending { found.reverse() } else { found }
        };
        let mut places: Vec<usize> = (0..self.values.len()).collect();
        if !asked.order.is_empty() {
            let nameless = |at: usize| self.values[at] == Value::Null;
            let as_asked = |a, b| asked.order.iter().map(|order| compare(a, b, order)).find(|found| found.is_ne());
            places.sort_by(|&a, &b| nameless(a).cmp(&nameless(b)).then_with(|| as_asked(a, b).unwrap_or(Ordering::Equal)));
        }
        let left_out = places.split_off(asked.top.map_or(places.len(), |top| (top as usize).min(places.len()))).len();
        let new: FxHashMap<usize, usize> = places.iter().enumerate().map(|(new, &old)| (old, new)).collect();
        self.of.values_mut().for_each(|of| *of = of.iter().filter_map(|old| new.get(old).copied()).collect());
        self.values = places.iter().map(|&at| self.values[at].clone()).collect();
        left_out
    }
}

pub(super) fn count(asked: &Asked<'_>, rows: &[StageRows], facts: &Facts<'_>, notes: &mut Vec<(String, String)>) -> Made {
    let stage = |at: usize| rows.get(at).map_or(&[][..], Vec::as_slice);
    let last = asked.heads.stages.last().map_or(&[][..], |&at| stage(at));
    let nodes = chosen(&[last], std::iter::empty(), &[], None, facts.view);
    let distinct = nodes.len();
    let mut columns: Vec<String> = asked.groups.iter().map(|group| group.column.clone()).collect();
    columns.push("count".to_owned());
    let mut groupings: Vec<Groups> = asked.groups.iter().map(|group| gather(group, &nodes, &stage, facts)).collect();
    let left_out = groupings.first_mut().map_or(0, |first| first.arrange(asked, &nodes, facts));
    match groupings.as_slice() {
        [] => (columns, vec![vec![Value::Int(as_int(distinct))]], Shape::Table),
        [one] => {
            let margins = Margins { rows: one.totals(&nodes), columns: Vec::new(), distinct, left_out };
            let rows = one.values.iter().zip(&margins.rows);
            let made = rows.map(|(value, &count)| vec![value.clone(), Value::Int(as_int(count))]).collect();
            (columns, made, Shape::Counts(margins))
        }
        [left, right] if left.values.len() * right.values.len() > DENSE => {
            let cells = left.values.len() * right.values.len();
            notes.push((
                format!("the matrix has {cells} cells: only those that are not empty are listed, and the groups that have none"),
                format!("矩阵共有{cells}格：仅列出非空的格，以及没有任何一项的组"),
            ));
            (columns, filled(&nodes, left, right), Shape::Table)
        }
        [left, right] => {
            let margins = Margins { rows: left.totals(&nodes), columns: right.totals(&nodes), distinct, left_out };
            (columns, crossed(&nodes, left, right), Shape::Matrix(margins))
        }
        _ => (columns, combined(&nodes, &groupings), Shape::Table),
    }
}

/// What a group is known by: 1 and 1.0 are two.
#[derive(PartialEq, Eq, Hash)]
enum Known {
    Node(NodeId),
    Other(String),
}

impl Known {
    fn of(value: &Value) -> Self {
        match value {
            Value::Node(node) => Self::Node(*node),
            other => Self::Other(format!("{other:?}")),
        }
    }
}

fn as_int(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn gather<'r>(group: &Group, heads: &[NodeId], stage: &dyn Fn(usize) -> &'r [Vec<Value>], facts: &Facts<'_>) -> Groups {
    let wanted: FxHashSet<NodeId> = heads.iter().copied().collect();
    let pairs: Vec<(NodeId, &Value)> = stage(group.pairs)
        .iter()
        .filter_map(|row| Some((node_of(row.first())?, row.get(1)?)))
        .filter(|(head, value)| wanted.contains(head) && **value != Value::Null)
        .collect();
    let mut values: Vec<Value> = match group.all {
        Some(all) => {
            let mut nodes = first_nodes(stage(all));
            facts.sort(&mut nodes);
            nodes.into_iter().map(Value::Node).collect()
        }
        None => Vec::new(),
    };
    let mut places: FxHashMap<Known, usize> = values.iter().enumerate().map(|(at, value)| (Known::of(value), at)).collect();
    let mut of: FxHashMap<NodeId, Vec<usize>> = FxHashMap::default();
    for (head, value) in pairs {
        let place = *places.entry(Known::of(value)).or_insert_with(|| {
            values.push(value.clone());
            values.len() - 1
        });
        let known = of.entry(head).or_default();
        if !known.contains(&place) {
            known.push(place);
        }
    }
    if group.all.is_none() {
        // Values have an order of their own.
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| by_value(&values[a], &values[b]));
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(new, &old)| place[old] = new);
        values = order.iter().map(|&at| values[at].clone()).collect();
        of.values_mut().flatten().for_each(|at| *at = place[*at]);
    }
    // Heads without a group make one of their own, which has no name.
    let nameless = values.len();
    if heads.iter().any(|head| !of.contains_key(head)) {
        values.push(Value::Null);
        heads.iter().for_each(|&head| {
            of.entry(head).or_insert_with(|| vec![nameless]);
        });
    }
    Groups { values, of }
}

/// Every pair of groups, those without heads as well: an empty cell is a finding.
fn crossed(heads: &[NodeId], left: &Groups, right: &Groups) -> Vec<Vec<Value>> {
    let mut cells = vec![vec![0_usize; right.values.len()]; left.values.len()];
    for head in heads {
        for &row in left.of.get(head).into_iter().flatten() {
            for &column in right.of.get(head).into_iter().flatten() {
                cells[row][column] += 1;
            }
        }
    }
    let pairs = left.values.iter().zip(cells);
    pairs
        .flat_map(|(row, counts)| {
            right.values.iter().zip(counts).map(move |(column, count)| vec![row.clone(), column.clone(), Value::Int(as_int(count))])
        })
        .collect()
}

/// The pairs of groups that have heads, row by row; then each group that has none, with 0.
fn filled(heads: &[NodeId], left: &Groups, right: &Groups) -> Vec<Vec<Value>> {
    let mut cells: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for head in heads {
        for &row in left.of.get(head).into_iter().flatten() {
            for &column in right.of.get(head).into_iter().flatten() {
                *cells.entry((row, column)).or_default() += 1;
            }
        }
    }
    let mut cells: Vec<_> = cells.into_iter().collect();
    cells.sort_unstable();
    let full = cells
        .into_iter()
        .map(|((row, column), count)| vec![left.values[row].clone(), right.values[column].clone(), Value::Int(as_int(count))]);
    let empty = |groups: &Groups| {
        let totals = groups.totals(heads);
        groups.values.iter().zip(totals).filter(|(_, total)| *total == 0).map(|(value, _)| value.clone()).collect::<Vec<_>>()
    };
    let none_left = empty(left).into_iter().map(|group| vec![group, Value::Null, Value::Int(0)]);
    let none_right = empty(right).into_iter().map(|group| vec![Value::Null, group, Value::Int(0)]);
    full.chain(none_left).chain(none_right).collect()
}

/// Three groupings or more: only the combinations that occur.
fn combined(heads: &[NodeId], groupings: &[Groups]) -> Vec<Vec<Value>> {
    let mut counts: std::collections::BTreeMap<Vec<usize>, usize> = std::collections::BTreeMap::new();
    for head in heads {
        let mut keys: Vec<Vec<usize>> = vec![Vec::new()];
        for grouping in groupings {
            let places = grouping.of.get(head).map_or(&[][..], Vec::as_slice);
            keys = keys.iter().flat_map(|key| places.iter().map(|&place| [key.as_slice(), &[place]].concat())).collect();
        }
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let row = |(key, count): (Vec<usize>, usize)| {
        let values = key.iter().zip(groupings).map(|(&place, grouping)| grouping.values[place].clone());
        values.chain([Value::Int(as_int(count))]).collect()
    };
    counts.into_iter().map(row).collect()
}
