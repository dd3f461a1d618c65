//! A flow chart of Mermaid (mermaid.js.org), as Markdown readers draw it.

use std::collections::BTreeMap;

use super::{Network, label, rel_kind};
use crate::output::escape::one_line;
use crate::view::GraphView;

/// A quoted label: Mermaid knows HTML entities with `#`, and nothing else is special within quotes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in one_line(text).chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            '`' => out.push_str("#96;"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

pub fn write(network: &Network, view: &dyn GraphView) -> String {
    let mut out = String::from("flowchart LR\n");
    let numbers: BTreeMap<_, _> = network.nodes.iter().enumerate().map(|(number, node)| (*node, number + 1)).collect();
    for (node, number) in &numbers {
        out.push_str(&format!("  n{number}[{}]\n", quoted(&label(view, *node))));
    }
    for &rel in &network.rels {
        let Some(ends) = view.rel(rel) else { continue };
        if let (Some(start), Some(end)) = (numbers.get(&ends.start), numbers.get(&ends.end)) {
            out.push_str(&format!("  n{start} -->|{}| n{end}\n", quoted(rel_kind(view, rel))));
        }
    }
    out
}
