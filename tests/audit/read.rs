//! A text → its findings, all in memory.

use std::sync::Arc;

use gangmu::audit::{Finding, Owned, audit};
use gangmu::document::{self, ReadOptions};
use gangmu::extract::{self, Lexicons};
use gangmu::model::{Batch, Entity, Value};
use gangmu::view::MemoryGraph;

/// What the audit finds in a text that is imported as `plan`.
pub fn findings(text: &str) -> Vec<Finding> {
    let lexicons: Arc<Lexicons> = Lexicons::builtin().expect("the built-in lexicons");
    let options = ReadOptions { force: true, ..ReadOptions::default() };
    let document = document::read(text.as_bytes(), "plan.txt", &options).unwrap_or_else(|error| panic!("{}", error.message.en));
    let batch = extract::extract(&document, &lexicons, &extract::Options { slug: "plan".to_owned(), ..Default::default() });
    let graph = graph(batch);
    audit(&graph, &Owned::of(&graph), "plan", &document)
}

/// The findings of a text that another does not have; a place that only moved is no new finding.
pub fn fresh(text: &str, known: &[Finding]) -> Vec<Finding> {
    let mut found = findings(text);
    found.retain(|finding| known.iter().all(|other| (other.code, &other.message) != (finding.code, &finding.message)));
    found
}

fn graph(batch: Batch) -> MemoryGraph {
    let mut graph = MemoryGraph::new();
    let mut ids = Vec::new();
    for node in batch.nodes {
        let of_one_plan = node.key.as_str().split('|').nth(1).is_some_and(|plan| !plan.is_empty());
        let mut properties = node.properties;
        if of_one_plan {
            properties.add("plan", "plan");
        }
        properties.set("name", node.name);
        properties.set("aliases", Value::list(node.aliases.into_iter().map(Value::from)));
        let id = graph.add_node(&[node.kind], properties.iter().map(|(key, value)| (key, value.clone())));
        node.evidence.into_iter().for_each(|proof| graph.add_evidence(Entity::Node(id), Arc::unwrap_or_clone(proof)));
        ids.push(id);
    }
    for relation in batch.relations {
        let basis = [("basis", Value::from(relation.basis.name()))];
        let properties = relation.properties.iter().map(|(key, value)| (key, value.clone())).chain(basis);
        let id = graph.add_rel(ids[relation.start], relation.kind, ids[relation.end], properties).expect("both ends");
        relation.evidence.into_iter().for_each(|proof| graph.add_evidence(Entity::Rel(id), Arc::unwrap_or_clone(proof)));
    }
    graph
}
