//! GraphML (graphml.graphdrawing.org), as yEd, igraph and networkx read it.

use super::xml::xml;
use super::{Attribute, Attributes, Network, label, node_attribute, rel_attribute, rel_kind};
use crate::model::Entity;
use crate::output::naming::kind_name;
use crate::view::GraphView;

pub fn write(network: &Network, view: &dyn GraphView) -> String {
    let attributes = Attributes::of(network, view);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (class, first, rest) in [("node", ["label", "kind"], &attributes.node), ("edge", ["label", "relation"], &attributes.rel)] {
        let first = first.map(|key| Attribute { key, kind: "string" });
        for Attribute { key, kind } in first.iter().chain(rest) {
            out.push_str(&format!("  <key id=\"{class}_{key}\" for=\"{class}\" attr.name=\"{key}\" attr.type=\"{kind}\"/>\n"));
        }
    }
    out.push_str("  <graph edgedefault=\"directed\">\n");
    for &node in &network.nodes {
        out.push_str(&format!("    <node id=\"{}\">\n", xml(&view.external_id(Entity::Node(node)))));
        data(&mut out, "node", "label", &label(view, node));
        data(&mut out, "node", "kind", kind_name(view, node));
        for Attribute { key, .. } in &attributes.node {
            if let Some(text) = node_attribute(view, node, key) {
                data(&mut out, "node", key, &text);
            }
        }
        out.push_str("    </node>\n");
    }
    for &rel in &network.rels {
        let Some(ends) = view.rel(rel) else { continue };
        let [id, source, target] =
            [Entity::Rel(rel), Entity::Node(ends.start), Entity::Node(ends.end)].map(|entity| xml(&view.external_id(entity)));
        out.push_str(&format!("    <edge id=\"{id}\" source=\"{source}\" target=\"{target}\">\n"));
        data(&mut out, "edge", "label", rel_kind(view, rel));
        data(&mut out, "edge", "relation", rel_kind(view, rel));
        for Attribute { key, .. } in &attributes.rel {
            if let Some(text) = rel_attribute(view, rel, key) {
                data(&mut out, "edge", key, &text);
            }
        }
        out.push_str("    </edge>\n");
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

fn data(out: &mut String, class: &str, key: &str, text: &str) {
    out.push_str(&format!("      <data key=\"{class}_{key}\">{}</data>\n", xml(text)));
}
