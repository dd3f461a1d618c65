//! Pages about things: definitions, portraits, paths, hits, proofs.

use super::facts::{Facts, node_of, proof_list, rel_of, rounded};
use super::{Made, first_nodes, named};
use crate::model::{NodeId, Shape, Value};
use crate::schema::Schema;
use crate::view::{Direction, SymbolKind};

pub(super) fn define(rows: &[Vec<Value>], facts: &Facts<'_>) -> Made {
    let mut terms = first_nodes(rows);
    facts.sort(&mut terms);
    let uses = facts.view.symbol(SymbolKind::RelType, "USES_TERM");
    let comprises = facts.view.symbol(SymbolKind::RelType, "COMPRISES");
    let made = terms
        .into_iter()
        .map(|term| {
            let mut members: Vec<Value> = facts.property(term, "members").as_list().unwrap_or_default().to_vec();
            let mut parts: Vec<NodeId> = comprises
                .into_iter()
                .flat_map(|kind| facts.view.edges(term, Direction::Out, Some(kind)).map(|edge| edge.node).collect::<Vec<_>>())
                .collect();
            facts.sort(&mut parts);
            parts.dedup();
            for part in parts {
                let name = facts.name(part);
                if !members.iter().any(|member| member.as_str() == Some(&name)) {
                    members.push(Value::Node(part));
                }
            }
            let mut users: Vec<NodeId> = uses
                .into_iter()
                .flat_map(|kind| facts.view.edges(term, Direction::In, Some(kind)).map(|edge| edge.node).collect::<Vec<_>>())
                .collect();
            facts.sort(&mut users);
            users.dedup();
            let used_in = users.into_iter().map(|user| facts.first_proof(user).0).filter(|address| *address != Value::Null);
            vec![
                Value::Node(term),
                facts.property(term, "definition"),
                Value::list(members),
                Value::list(used_in),
                proof_list(facts.proofs(term).into_iter().map(|proof| (None, proof))),
            ]
        })
        .collect();
    (named(&["term", "definition", "members", "used_in", "evidence"]), made, Shape::Page)
}

/// Properties that a page does not repeat: the heading says them.
const SILENT: [&str; 4] = ["name", "plan", "order", "external_id"];

pub(super) fn about(rows: &[Vec<Value>], facts: &Facts<'_>, schema: &Schema) -> Made {
    let mut made = Vec::new();
    let mut things = first_nodes(rows);
    facts.sort(&mut things);
    for thing in things {
        let (address, _) = facts.first_proof(thing);
        let proofs = proof_list(facts.proofs(thing).into_iter().map(|proof| (None, proof)));
        made.push(vec![Value::from(facts.kind(thing)), Value::Node(thing), address, proofs]);
        for (key, value) in facts.view.properties(thing) {
            let key = facts.view.symbol_name(SymbolKind::Key, key);
            let empty = value == Value::Null || value.as_list().is_some_and(|items| items.is_empty());
            if !SILENT.contains(&key) && !empty {
                made.push(vec![Value::from(key), value, Value::Null, Value::list([])]);
            }
        }
        related(thing, facts, schema, &mut made);
    }
    (named(&["part", "item", "address", "evidence"]), made, Shape::Page)
}

/// The relations of a thing by type and direction, in the order of the schema, each with its proofs.
fn related(thing: NodeId, facts: &Facts<'_>, schema: &Schema, made: &mut Vec<Vec<Value>>) {
    let mut types: Vec<_> = (0..facts.view.symbol_count(SymbolKind::RelType))
        .filter_map(|at| u16::try_from(at).ok().map(crate::view::Symbol))
        .map(|symbol| (symbol, facts.view.symbol_name(SymbolKind::RelType, symbol).to_owned()))
        .collect();
    let place = |name: &str| schema.relations().iter().position(|relation| relation.name == name).unwrap_or(usize::MAX);
    types.sort_by(|a, b| (place(&a.1), &a.1).cmp(&(place(&b.1), &b.1)));
    for (symbol, name) in types {
        for (direction, part) in [(Direction::Out, format!("{name} →")), (Direction::In, format!("← {name}"))] {
            let mut edges: Vec<_> = facts.view.edges(thing, direction, Some(symbol)).map(|edge| (edge.rel, edge.node)).collect();
            edges.sort_by_cached_key(|&(rel, node)| (facts.order(node), rel));
            for (rel, node) in edges {
                let proofs = facts.proofs(rel);
                let address = proofs.first().map_or(Value::Null, |proof| Value::String(proof.address.clone()));
                let proofs = proof_list(proofs.into_iter().map(|proof| (Some(name.as_str()), proof)));
                made.push(vec![Value::from(part.clone()), Value::Node(node), address, proofs]);
            }
        }
    }
}

/// A proof for each step of each path, in the order of the steps.
pub(super) fn path(rows: &[Vec<Value>], facts: &Facts<'_>) -> Made {
    let made = rows
        .iter()
        .map(|row| {
            let Some(Value::Path(path)) = row.first() else { return vec![Value::Null; 4] };
            let steps: Vec<_> = path.rels.clone();
            let names: Vec<String> = steps.iter().map(|&rel| facts.rel_type(rel)).collect();
            // One sentence a step is what a reader checks; a step of the outline may have none of its own.
            let proofs =
                steps.iter().zip(&names).filter_map(|(&rel, name)| Some((Some(name.as_str()), facts.proofs(rel).into_iter().next()?)));
            let proofs = proof_list(proofs);
            let confidence = rounded(row.get(1).cloned().unwrap_or_default());
            vec![row[0].clone(), Value::Int(i64::try_from(steps.len()).unwrap_or(i64::MAX)), confidence, proofs]
        })
        .collect();
    (named(&["path", "steps", "confidence", "evidence"]), made, Shape::Table)
}

pub(super) fn search(rows: &[Vec<Value>], facts: &Facts<'_>) -> Made {
    let made = rows
        .iter()
        .filter_map(|row| {
            let node = node_of(row.first())?;
            let (address, quote) = facts.first_proof(node);
            let value = |at: usize| row.get(at).cloned().unwrap_or_default();
            let score = match value(1) {
                Value::Float(score) => Value::Float((score * 100.0).round() / 100.0),
                other => other,
            };
            Some(vec![Value::Node(node), Value::from(facts.kind(node)), score, value(2), address, quote])
        })
        .collect();
    (named(&["hit", "kind", "score", "snippet", "address", "quote"]), made, Shape::Table)
}

pub(super) fn evidence(rows: &[Vec<Value>], facts: &Facts<'_>) -> Made {
    let mut made: Vec<Vec<Value>> = Vec::new();
    for row in rows {
        let Some(rel) = rel_of(row.get(1)) else { continue };
        let Some(ends) = facts.rel(rel) else { continue };
        let proofs = facts.proofs(rel);
        let each = if proofs.is_empty() { vec![None] } else { proofs.into_iter().map(Some).collect() };
        for proof in each {
            let (address, quote) =
                proof.map_or((Value::Null, Value::Null), |proof| (Value::String(proof.address), Value::String(proof.quote)));
            let row = vec![
                Value::from(facts.rel_type(rel)),
                Value::Node(ends.start),
                Value::Node(ends.end),
                facts.rel_property(rel, "basis"),
                rounded(facts.rel_property(rel, "confidence")),
                facts.rel_property(rel, "rule"),
                facts.rel_property(rel, "trigger"),
                address,
                quote,
            ];
            if !made.contains(&row) {
                made.push(row);
            }
        }
    }
    (named(&["relation", "from", "to", "basis", "confidence", "rule", "trigger", "address", "quote"]), made, Shape::Table)
}
