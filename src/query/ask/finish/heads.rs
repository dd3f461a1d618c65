//! Lists: one row a head, with the ways in which it satisfies each condition.

use rustc_hash::FxHashMap;

use super::facts::{Facts, node_of, proof_list, rel_of, rounded};
use super::{Made, StageRows, chosen, first_nodes};
use crate::model::{NodeId, RelId, Shape, Value};
use crate::query::ask::lower::Heads;

/// One relation by which a head is there.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Way {
    rel: RelId,
    to: Option<NodeId>,
    via: Option<NodeId>,
}

/// The heads of one kind or several, in one order over all of them; of several kinds each row says of which.
pub(super) fn list(kinds: &[Heads], rows: &[StageRows], facts: &Facts<'_>, notes: &mut Vec<(String, String)>) -> Made {
    let stage = |at: usize| rows.get(at).map_or(&[][..], Vec::as_slice);
    let Some(first) = kinds.first() else { return (Vec::new(), Vec::new(), Shape::Table) };
    let last: Vec<&[Vec<Value>]> = kinds.iter().filter_map(|heads| heads.stages.last()).map(|&at| stage(at)).collect();
    let all_ways = || kinds.iter().flat_map(|heads| &heads.stages).flat_map(|&at| stage(at));
    let nodes = chosen(&last, all_ways(), &first.sort, first.top, facts.view);
    for kept_out in kinds.iter().filter_map(|heads| heads.without_lexical) {
        let count = first_nodes(stage(kept_out)).len();
        if count > 0 {
            notes.push((
                format!("{count} more are kept out by relations of basis lexical alone"),
                format!("另有{count}项仅因依据为“词汇”的关系而被排除"),
            ));
        }
    }
    let mut ways: FxHashMap<NodeId, Vec<Way>> = FxHashMap::default();
    for row in all_ways() {
        let Some(head) = node_of(row.first()) else { continue };
        let known = ways.entry(head).or_default();
        for triple in row[1..].chunks(3) {
            let Some(rel) = rel_of(triple.first()) else { continue };
            let way = Way { rel, to: node_of(triple.get(1)), via: node_of(triple.get(2)) };
            if !known.contains(&way) {
                known.push(way);
            }
        }
    }
    let several = kinds.len() > 1;
    let mut columns = if several { vec!["thing".to_owned(), "kind".to_owned()] } else { vec![first.kind.to_lowercase()] };
    columns.push("via".to_owned());
    if first.with_evidence {
        columns.push("evidence".to_owned());
    }
    let rows = nodes
        .iter()
        .map(|node| {
            let ways = ways.get(node).map_or(&[][..], Vec::as_slice);
            let mut row = vec![Value::Node(*node)];
            if several {
                row.push(Value::from(facts.kind(*node)));
            }
            row.push(Value::list(ways.iter().map(|way| told(way, facts))));
            if first.with_evidence {
                row.push(proofs(*node, ways, facts));
            }
            row
        })
        .collect();
    (columns, rows, Shape::Table)
}

/// `{relation, to, for, basis, confidence}`
fn told(way: &Way, facts: &Facts<'_>) -> Value {
    let brief = |node: Option<NodeId>| node.map_or(Value::Null, |node| facts.brief(node));
    Value::map([
        ("relation", Value::from(facts.rel_type(way.rel))),
        ("to", brief(way.to)),
        ("for", brief(way.via)),
        ("basis", facts.rel_property(way.rel, "basis")),
        ("confidence", rounded(facts.rel_property(way.rel, "confidence"))),
    ])
}

/// What proves the relations; where there are none, what proves the head itself.
fn proofs(head: NodeId, ways: &[Way], facts: &Facts<'_>) -> Value {
    if ways.is_empty() {
        return proof_list(facts.proofs(head).into_iter().map(|proof| (None, proof)));
    }
    let names: Vec<String> = ways.iter().map(|way| facts.rel_type(way.rel)).collect();
    let each =
        ways.iter().zip(&names).flat_map(|(way, name)| facts.proofs(way.rel).into_iter().map(move |proof| (Some(name.as_str()), proof)));
    proof_list(each)
}
