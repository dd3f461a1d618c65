//! GEXF 1.3 (gexf.net), as Gephi reads it.

use super::xml::xml;
use super::{Attribute, Attributes, Network, label, node_attribute, rel_attribute, rel_kind};
use crate::model::Entity;
use crate::output::naming::kind_name;
use crate::view::GraphView;

pub fn write(network: &Network, view: &dyn GraphView) -> String {
    let attributes = Attributes::of(network, view);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n");
    out.push_str("  <meta>\n    <creator>gangmu</creator>\n  </meta>\n");
    out.push_str("  <graph defaultedgetype=\"directed\">\n");
    declare(&mut out, "node", "kind", &attributes.node);
    declare(&mut out, "edge", "relation", &attributes.rel);
    out.push_str("    <nodes>\n");
    for &node in &network.nodes {
        let id = xml(&view.external_id(Entity::Node(node)));
        out.push_str(&format!("      <node id=\"{id}\" label=\"{}\">\n        <attvalues>\n", xml(&label(view, node))));
        value(&mut out, "kind", kind_name(view, node));
        for Attribute { key, .. } in &attributes.node {
            if let Some(text) = node_attribute(view, node, key) {
                value(&mut out, key, &text);
            }
        }
        out.push_str("        </attvalues>\n      </node>\n");
    }
    out.push_str("    </nodes>\n    <edges>\n");
    for &rel in &network.rels {
        let Some(ends) = view.rel(rel) else { continue };
        let [id, source, target] =
            [Entity::Rel(rel), Entity::Node(ends.start), Entity::Node(ends.end)].map(|entity| xml(&view.external_id(entity)));
        let kind = rel_kind(view, rel);
        out.push_str(&format!(
            "      <edge id=\"{id}\" source=\"{source}\" target=\"{target}\" kind=\"{0}\" label=\"{0}\">\n        <attvalues>\n",
            xml(kind)
        ));
        value(&mut out, "relation", kind);
        for Attribute { key, .. } in &attributes.rel {
            if let Some(text) = rel_attribute(view, rel, key) {
                value(&mut out, key, &text);
            }
        }
        out.push_str("        </attvalues>\n      </edge>\n");
    }
    out.push_str("    </edges>\n  </graph>\n</gexf>\n");
    out
}

fn declare(out: &mut String, class: &str, first: &'static str, rest: &[Attribute]) {
    out.push_str(&format!("    <attributes class=\"{class}\">\n"));
    for Attribute { key, kind } in std::iter::once(&Attribute { key: first, kind: "string" }).chain(rest) {
        out.push_str(&format!("      <attribute id=\"{key}\" title=\"{key}\" type=\"{kind}\"/>\n"));
    }
    out.push_str("    </attributes>\n");
}

fn value(out: &mut String, key: &str, text: &str) {
    out.push_str(&format!("          <attvalue for=\"{key}\" value=\"{}\"/>\n", xml(text)));
}
