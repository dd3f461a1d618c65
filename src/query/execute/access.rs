//! Nodes found otherwise than along relations, and paths put together.

use super::Reader;
use crate::base::{Outcome, fold};
use crate::model::{NodeId, PathValue, Value};
use crate::query::plan::{Named, Op, PathPart};
use crate::query::value::equal_ref;
use crate::view::{Nodes, ValueRef};

impl Reader<'_> {
    /// The nodes of the label whose property equals the value.
    pub(super) fn lookup(&self, op: &Op, label: Option<&Named>, key: &Named, value: &Value) -> Outcome<Vec<NodeId>> {
        let Some(key) = self.symbols.key(key) else { return Ok(Vec::new()) };
        let symbol = match label.map(|label| self.symbols.label(label)) {
            Some(None) => return Ok(Vec::new()),
            Some(known) => known,
            None => None,
        };
        if value.is_null() {
            return Ok(Vec::new());
        }
        if let Some(found) = self.graph.lookup(symbol, key, value) {
            return Ok(found);
        }
        let wanted = ValueRef::from(value);
        let all: Nodes<'_> = symbol.map_or_else(|| self.graph.nodes(), |label| self.graph.nodes_labelled(label));
        let mut found = Vec::new();
        for node in all {
            self.budget.tick()?;
            self.work.add(op.id, 0, 1);
            if equal_ref(&self.graph.property(node, key), &wanted) == Some(true) {
                found.push(node);
            }
        }
        Ok(found)
    }

    /// The nodes of the label in whose property the index finds the query, best first. Without an index all are looked at.
    pub(super) fn search(&self, op: &Op, label: Option<&Named>, key: &Named, query: &Value) -> Outcome<Vec<NodeId>> {
        let Some(query) = query.as_str() else { return Ok(Vec::new()) };
        let symbol = match label.map(|label| self.symbols.label(label)) {
            Some(None) => return Ok(Vec::new()),
            Some(known) => known,
            None => None,
        };
        let Some(index) = self.text else {
            let all = symbol.map_or_else(|| self.graph.nodes(), |label| self.graph.nodes_labelled(label));
            return Ok(all.collect());
        };
        let kinds: Vec<&str> = label.iter().map(|label| &*label.name).collect();
        let Some(key) = self.symbols.key(key) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for hit in index.search(query, &kinds, self.graph.node_count().max(1))? {
            self.budget.tick()?;
            self.work.add(op.id, 0, 1);
            let fits = symbol.is_none_or(|label| self.graph.has_label(hit.node, label));
            if fits && finds_text(&self.graph.property(hit.node, key), query) == Some(true) {
                self.hits.borrow_mut().insert(hit.node, (hit.score, hit.snippet));
                found.push(hit.node);
            }
        }
        Ok(found)
    }

    /// A path of the row's nodes and relations; null where one of them is null.
    pub(super) fn build_path(&self, parts: &[PathPart], row: &[Value]) -> Value {
        let mut path = PathValue { nodes: Vec::new(), rels: Vec::new() };
        for part in parts {
            match part {
                PathPart::Node(slot) => match (&row[*slot], path.nodes.len() <= path.rels.len()) {
                    (Value::Node(node), true) => path.nodes.push(*node),
                    // The nodes of a list of relations have been added with it, the last one too.
                    (Value::Node(_), false) => {}
                    _ => return Value::Null,
                },
                PathPart::Rel(slot) => match &row[*slot] {
                    Value::Rel(rel) => path.rels.push(*rel),
                    Value::List(rels) => {
                        for rel in rels.iter() {
                            let (&Value::Rel(rel), Some(&at)) = (rel, path.nodes.last()) else { return Value::Null };
                            let Some(ends) = self.graph.rel(rel) else { return Value::Null };
                            path.rels.push(rel);
                            path.nodes.push(if ends.start == at { ends.end } else { ends.start });
                        }
                    }
                    _ => return Value::Null,
                },
            }
        }
        Value::Path(path.into())
    }
}

/// What `text ~ query` means: every word of the query stands in the text, whatever the width and case of either.
/// Words are parted by white space and punctuation.
pub(super) fn finds_text(text: &ValueRef<'_>, query: &str) -> Option<bool> {
    let ValueRef::Str(text) = text else { return None };
    let text = fold(text);
    let mut words = query
        .split(|c: char| c.is_whitespace() || matches!(c, '，' | '。' | '；' | '、' | ',' | ';'))
        .map(fold)
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek()?;
    Some(words.all(|word| text.contains(&word)))
}
