//! What a person calls a node, a relation, a path.

use std::borrow::Cow;

use crate::model::{Evidence, NodeId, PathValue, RelId, Value};
use crate::view::{GraphView, SymbolKind, ValueRef};

/// A property of a node by name; null where the graph has no such key.
pub fn property<'a>(view: &'a dyn GraphView, node: NodeId, key: &str) -> ValueRef<'a> {
    view.symbol(SymbolKind::Key, key).map_or(ValueRef::Null, |key| view.property(node, key))
}

/// A property that is a text.
pub fn text_property<'a>(view: &'a dyn GraphView, node: NodeId, key: &str) -> Option<Cow<'a, str>> {
    match property(view, node, key) {
        ValueRef::Str(text) => Some(Cow::Borrowed(text)),
        ValueRef::Other(Value::String(text)) => Some(Cow::Owned(text.to_string())),
        _ => None,
    }
}

/// The first label, empty where the node has none.
pub fn kind_name(view: &dyn GraphView, node: NodeId) -> &str {
    view.labels(node).first().map_or("", |&label| view.symbol_name(SymbolKind::Label, label))
}

/// The node as a person reads it: its name; address and text where the address is the name (a sentence has no other);
/// labels and properties where it has no name.
pub fn node_text(view: &dyn GraphView, node: NodeId) -> String {
    let Some(name) = text_property(view, node, "name") else {
        return pattern(view, node);
    };
    match (text_property(view, node, "address"), text_property(view, node, "text")) {
        (Some(address), Some(text)) if address == name => format!("{address} {text}"),
        _ => name.into_owned(),
    }
}

/// The node in few words: its name, or its labels.
pub fn node_name(view: &dyn GraphView, node: NodeId) -> String {
    text_property(view, node, "name").map_or_else(|| pattern(view, node), Cow::into_owned)
}

/// `(:Label {key: value})`, for nodes of graphs that know no names.
fn pattern(view: &dyn GraphView, node: NodeId) -> String {
    let mut out = String::from("(");
    for label in view.labels(node) {
        out.push(':');
        out.push_str(view.symbol_name(SymbolKind::Label, label));
    }
    push_properties(&mut out, &view.properties(node), view);
    out.push(')');
    out
}

fn push_properties(out: &mut String, properties: &[(crate::view::Symbol, Value)], view: &dyn GraphView) {
    if properties.is_empty() {
        return;
    }
    out.push_str(if out.len() > 1 { " {" } else { "{" });
    for (i, (key, value)) in properties.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        out.push_str(view.symbol_name(SymbolKind::Key, *key));
        out.push_str(": ");
        out.push_str(&super::value_text(value, view));
    }
    out.push('}');
}

/// `A -[TYPE]-> B`, as stored.
pub fn rel_text(view: &dyn GraphView, rel: RelId) -> String {
    let Some(ends) = view.rel(rel) else {
        return "[]".into();
    };
    let kind = view.symbol_name(SymbolKind::RelType, ends.kind);
    format!("{} -[{kind}]-> {}", node_name(view, ends.start), node_name(view, ends.end))
}

/// `A -[T]-> B <-[U]- C`, in the order of the walk.
pub fn path_text(view: &dyn GraphView, path: &PathValue) -> String {
    let mut out = path.nodes.first().map(|&node| node_name(view, node)).unwrap_or_default();
    for (rel, pair) in path.rels.iter().zip(path.nodes.windows(2)) {
        let ends = view.rel(*rel);
        let kind = ends.map_or("", |ends| view.symbol_name(SymbolKind::RelType, ends.kind));
        let forward = ends.is_none_or(|ends| ends.start == pair[0]);
        out.push_str(&if forward { format!(" -[{kind}]-> ") } else { format!(" <-[{kind}]- ") });
        out.push_str(&node_name(view, pair[1]));
    }
    out
}

/// Quotes and addresses of evidence, one a line.
pub fn evidence_lines(evidence: &[Evidence]) -> (String, String) {
    let join = |part: fn(&Evidence) -> &str| evidence.iter().map(part).collect::<Vec<_>>().join("\n");
    (join(|e| &e.address), join(|e| &e.quote))
}
