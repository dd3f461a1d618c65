//! Figures: targets of an indicator, two years compared, what a goal wants when.

use super::facts::{Facts, node_of};
use super::{Made, named};
use crate::model::{NodeId, Shape, Value};
use crate::query::ask::tree::Sort;

/// Rows of (indicator, target) as pairs, in document order, each once.
fn pairs(rows: &[Vec<Value>], facts: &Facts<'_>) -> Vec<(NodeId, NodeId)> {
    let mut pairs: Vec<(NodeId, NodeId)> = rows.iter().filter_map(|row| Some((node_of(row.first())?, node_of(row.get(1))?))).collect();
    pairs.sort_by_cached_key(|&(indicator, target)| (facts.order(indicator), year(facts, target), facts.order(target)));
    pairs.dedup();
    pairs
}

fn year(facts: &Facts<'_>, node: NodeId) -> i64 {
    facts.property(node, "year").as_int().unwrap_or(i64::MAX)
}

const FIGURES: [&str; 12] =
    ["target", "indicator", "year", "value", "value_min", "value_max", "unit", "bound", "source", "role", "nature", "address"];

pub(super) fn targets(rows: &[Vec<Value>], sort: &[Sort], top: Option<u64>, facts: &Facts<'_>) -> Made {
    let mut found = pairs(rows, facts);
    for sort in sort.iter().rev() {
        found.sort_by(|a, b| {
            let (a, b) = (facts.property(a.1, &sort.property), facts.property(b.1, &sort.property));
            let order = by_value(&a, &b);
            if sort.descending { order.reverse() } else { order }
        });
    }
    found.truncate(top.map_or(usize::MAX, |top| usize::try_from(top).unwrap_or(usize::MAX)));
    let columns: Vec<&str> = FIGURES.into_iter().filter(|&column| column != "nature").collect();
    let made = found
        .into_iter()
        .map(|(indicator, target)| {
            columns
                .iter()
                .map(|&column| match column {
                    "target" => Value::Node(target),
                    "indicator" => Value::Node(indicator),
                    "address" => facts.first_proof(target).0,
                    key => facts.property(target, key),
                })
                .collect()
        })
        .collect();
    (named(&columns), made, Shape::Table)
}

/// Numbers by size, texts by letters, missing values last.
pub(super) fn by_value(a: &Value, b: &Value) -> std::cmp::Ordering {
    let number = |value: &Value| match value {
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    };
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => a.as_str().is_none().cmp(&b.as_str().is_none()).then_with(|| a.as_str().cmp(&b.as_str())),
    }
}

/// The number that a target stands for: its value, else the middle of its range is nobody's business and there is none.
fn figure(facts: &Facts<'_>, target: NodeId) -> Option<f64> {
    match facts.property(target, "value") {
        Value::Int(number) => Some(number as f64),
        Value::Float(number) => Some(number),
        _ => None,
    }
}

pub(super) fn compare(rows: &[Vec<Value>], left: i64, right: i64, facts: &Facts<'_>) -> Made {
    // Values are comparable only where they come from one place: table with table, prose with prose, own with own.
    let mut groups: Vec<((NodeId, String, String, bool), [Option<NodeId>; 2])> = Vec::new();
    for (indicator, target) in pairs(rows, facts) {
        let reference = facts.text(target, "role") == "reference";
        let key = (indicator, facts.plan(target), facts.text(target, "source"), reference);
        let side = usize::from(year(facts, target) != left);
        if side == 1 && year(facts, target) != right {
            continue;
        }
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, sides)) => {
                sides[side].get_or_insert(target);
            }
            None => {
                let mut sides = [None, None];
                sides[side] = Some(target);
                groups.push((key, sides));
            }
        }
    }
    let made = groups
        .into_iter()
        .filter(|((.., reference), sides)| !reference || sides.iter().all(Option::is_some))
        .map(|((indicator, plan, source, reference), sides)| {
            let numbers = sides.map(|side| side.and_then(|target| figure(facts, target)));
            let (difference, percent) = match numbers {
                [Some(before), Some(after)] => (Some(after - before), (before != 0.0).then(|| (after - before) / before * 100.0)),
                _ => (None, None),
            };
            let source = if reference { format!("{source} (reference)") } else { source };
            let number = |number: Option<f64>| number.map_or(Value::Null, tidy);
            vec![
                Value::Node(indicator),
                Value::from(plan),
                Value::from(source),
                number(numbers[0]),
                number(numbers[1]),
                number(difference),
                number(percent),
            ]
        })
        .collect();
    (named(&["indicator", "plan", "source", "left", "right", "difference", "percent"]), made, Shape::Table)
}

/// A number without the dust of binary fractions: four decimals, and a whole number as such.
fn tidy(number: f64) -> Value {
    let rounded = (number * 1e4).round() / 1e4;
    if rounded.fract() == 0.0 && rounded.abs() < 9e15 { Value::Int(rounded as i64) } else { Value::Float(rounded) }
}

pub(super) fn timeline(rows: &[Vec<Value>], facts: &Facts<'_>) -> Made {
    let mut nodes: Vec<NodeId> = rows.iter().filter_map(|row| node_of(row.get(1))).collect();
    nodes.sort_by_cached_key(|&node| (year(facts, node), facts.order(node)));
    nodes.dedup();
    let made = nodes
        .into_iter()
        .map(|node| {
            let (address, quote) = facts.first_proof(node);
            let text = match facts.property(node, "text") {
                Value::Null => quote,
                text => text,
            };
            vec![facts.property(node, "year"), Value::Node(node), text, address]
        })
        .collect();
    (named(&["year", "node", "text", "address"]), made, Shape::Table)
}
