//! The graph as JSON lines: all nodes, then all relations, each with its evidence; the shape of Neo4j's APOC export.

use std::io::{self, Write};

use super::json::{comma, json_string, write_properties};
use crate::model::{Entity, Evidence, NodeId, RelId};
use crate::view::{GraphView, SymbolKind};

/// Writes the whole graph, nodes first, in order of id.
pub fn graph_lines(view: &dyn GraphView, out: &mut dyn Write) -> io::Result<()> {
    let mut line = String::new();
    for node in view.nodes() {
        line.clear();
        node_line(&mut line, node, view);
        out.write_all(line.as_bytes())?;
    }
    for rel in (0..view.rel_bound()).map(RelId) {
        line.clear();
        if rel_line(&mut line, rel, view) {
            out.write_all(line.as_bytes())?;
        }
    }
    out.flush()
}

fn node_line(out: &mut String, node: NodeId, view: &dyn GraphView) {
    out.push_str("{\"type\":\"node\",\"id\":");
    json_string(out, &view.external_id(Entity::Node(node)));
    out.push_str(",\"labels\":[");
    for (i, label) in view.labels(node).into_iter().enumerate() {
        comma(out, i);
        json_string(out, view.symbol_name(SymbolKind::Label, label));
    }
    out.push_str("],\"properties\":");
    write_properties(out, &view.properties(node), view);
    write_evidence(out, &view.evidence(Entity::Node(node)));
    out.push_str("}\n");
}

/// `false` where there is no such relation any more.
fn rel_line(out: &mut String, rel: RelId, view: &dyn GraphView) -> bool {
    let Some(ends) = view.rel(rel) else {
        return false;
    };
    out.push_str("{\"type\":\"relationship\",\"id\":");
    json_string(out, &view.external_id(Entity::Rel(rel)));
    out.push_str(",\"label\":");
    json_string(out, view.symbol_name(SymbolKind::RelType, ends.kind));
    for (end, node) in [("start", ends.start), ("end", ends.end)] {
        out.push_str(&format!(",\"{end}\":{{\"id\":"));
        json_string(out, &view.external_id(Entity::Node(node)));
        out.push('}');
    }
    out.push_str(",\"properties\":");
    write_properties(out, &view.rel_properties(rel), view);
    write_evidence(out, &view.evidence(Entity::Rel(rel)));
    out.push_str("}\n");
    true
}

fn write_evidence(out: &mut String, evidence: &[Evidence]) {
    if evidence.is_empty() {
        return;
    }
    out.push_str(",\"evidence\":[");
    for (i, proof) in evidence.iter().enumerate() {
        comma(out, i);
        out.push_str("{\"plan\":");
        json_string(out, &proof.plan);
        out.push_str(",\"address\":");
        json_string(out, &proof.address);
        out.push_str(&format!(",\"line\":{},\"start\":{},\"end\":{},\"quote\":", proof.line, proof.start, proof.end));
        json_string(out, &proof.quote);
        out.push('}');
    }
    out.push(']');
}
