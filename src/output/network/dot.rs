//! The language of Graphviz.

use super::{Network, label, rel_kind};
use crate::model::Entity;
use crate::output::escape::one_line;
use crate::output::naming::kind_name;
use crate::view::GraphView;

/// A quoted string: only the quote itself has to be escaped; a backslash is doubled, so that no escape of Graphviz starts.
fn quoted(text: &str) -> String {
    format!("\"{}\"", one_line(text).replace('\\', "\\\\").replace('"', "\\\""))
}

pub fn write(network: &Network, view: &dyn GraphView) -> String {
    let mut out = String::from("digraph gangmu {\n  charset=\"UTF-8\";\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    for &node in &network.nodes {
        let id = quoted(&view.external_id(Entity::Node(node)));
        out.push_str(&format!("  {id} [label={}, class={}];\n", quoted(&label(view, node)), quoted(kind_name(view, node))));
    }
    for &rel in &network.rels {
        let Some(ends) = view.rel(rel) else { continue };
        let [start, end] = [ends.start, ends.end].map(|node| quoted(&view.external_id(Entity::Node(node))));
        out.push_str(&format!("  {start} -> {end} [label={}];\n", quoted(rel_kind(view, rel))));
    }
    out.push_str("}\n");
    out
}
