//! Counts by one grouping or two. Groups without heads are rows with 0; heads without a group make a last group without name, so
//! that every head stands somewhere.

use rustc_hash::{FxHashMap, FxHashSet};

use super::facts::{Facts, node_of};
use super::{Made, StageRows, chosen, first_nodes};
use crate::model::{Margins, NodeId, Shape, Value};
use crate::query::ask::lower::{Group, Heads};

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
}

pub(super) fn count(heads: &Heads, groups: &[Group], rows: &[StageRows], facts: &Facts<'_>) -> Made {
    let stage = |at: usize| rows.get(at).map_or(&[][..], Vec::as_slice);
    let last = heads.stages.last().map_or(&[][..], |&at| stage(at));
    let nodes = chosen(last, !heads.sort.is_empty(), heads.top, facts.view);
    let distinct = nodes.len();
    let mut columns: Vec<String> = groups.iter().map(|group| group.column.clone()).collect();
    columns.push("count".to_owned());
    let groupings: Vec<Groups> = groups.iter().map(|group| gather(group, &nodes, &stage, facts)).collect();
    match groupings.as_slice() {
        [] => (columns, vec![vec![Value::Int(as_int(distinct))]], Shape::Table),
        [one] => {
            let rows = one.values.iter().zip(one.totals(&nodes));
            let made = rows.map(|(value, count)| vec![value.clone(), Value::Int(as_int(count))]).collect();
            (columns, made, Shape::Counts { distinct })
        }
        [left, right] => {
            let margins = Margins { rows: left.totals(&nodes), columns: right.totals(&nodes), distinct };
            (columns, crossed(&nodes, left, right), Shape::Matrix(margins))
        }
        _ => (columns, combined(&nodes, &groupings), Shape::Table),
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
    let mut places: FxHashMap<String, usize> = values.iter().enumerate().map(|(at, value)| (format!("{value:?}"), at)).collect();
    let mut of: FxHashMap<NodeId, Vec<usize>> = FxHashMap::default();
    for (head, value) in pairs {
        let place = *places.entry(format!("{value:?}")).or_insert_with(|| {
            values.push(value.clone());
            values.len() - 1
        });
        let known = of.entry(head).or_default();
        if !known.contains(&place) {
            known.push(place);
        }
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
