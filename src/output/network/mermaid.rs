//! A flow chart of Mermaid (mermaid.js.org), as Markdown readers draw it.

use std::collections::BTreeMap;

use super::{Network, label, rel_kind};
use crate::base::Message;
use crate::output::escape::one_line;
use crate::view::GraphView;

/// What Mermaid draws at most unless its settings `maxEdges` and `maxTextSize` (characters) are raised, which a file cannot do.
const MOST_EDGES: usize = 500;
const MOST_CHARACTERS: usize = 50_000;

/// Says so where a chart is larger than what Mermaid draws by itself.
pub fn too_large(network: &Network, chart: &str) -> Option<Message> {
    let (edges, characters) = (network.rels.len(), chart.chars().count());
    (edges > MOST_EDGES || characters > MOST_CHARACTERS).then(|| {
        Message::new(
            format!(
                "{edges} relations, {characters} characters: Mermaid draws up to {MOST_EDGES} and {MOST_CHARACTERS} unless maxEdges and \
                 maxTextSize are raised; --query takes a part"
            ),
            format!(
                "共 {edges} 条关系、{characters} 个字符：Mermaid 默认最多绘制 {MOST_EDGES} 条、{MOST_CHARACTERS} 个字符，\
                 需调高 maxEdges 与 maxTextSize，或用 --query 只取一部分"
            ),
        )
    })
}

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
