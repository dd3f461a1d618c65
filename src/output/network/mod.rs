//! Networks for Gephi, yEd, Graphviz and Mermaid: a whole graph, or what the rows of a query name.

mod dot;
mod gexf;
mod graphml;
mod mermaid;
mod xml;

use std::collections::BTreeSet;

use super::naming::{kind_name, node_name};
use super::page::PageFormat;
use crate::base::{Message, fold};
use crate::model::{Answer, NodeId, RelId, Value};
use crate::view::{Direction, GraphView, SymbolKind, ValueRef};

/// Nodes and the relations between them, in order of id, which is document order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    pub nodes: BTreeSet<NodeId>,
    pub rels: BTreeSet<RelId>,
}

impl Network {
    /// The whole graph.
    pub fn whole(view: &dyn GraphView) -> Self {
        let rels = (0..view.rel_bound()).map(RelId).filter(|rel| view.rel(*rel).is_some());
        Self { nodes: view.nodes().collect(), rels: rels.collect() }
    }

    /// What the rows name: their nodes, relations and paths, and the relations that a `via` column tells of. Rows that hold nodes
    /// only give every relation between those nodes.
    pub fn of_rows(answer: &Answer, view: &dyn GraphView) -> Self {
        let mut network = Self::default();
        let mut heads: Vec<NodeId> = Vec::new();
        for row in &answer.rows {
            heads.clear();
            for value in row {
                if let Value::Node(node) = value {
                    heads.push(*node);
                }
                network.add(value, &heads, view);
            }
        }
        if network.rels.is_empty() {
            network.join(view);
        }
        network
    }

    fn add(&mut self, value: &Value, heads: &[NodeId], view: &dyn GraphView) {
        match value {
            Value::Node(node) if view.has_node(*node) => {
                self.nodes.insert(*node);
            }
            Value::Rel(rel) => self.add_rel(*rel, view),
            Value::Path(path) => {
                self.nodes.extend(&path.nodes);
                self.rels.extend(&path.rels);
            }
            Value::List(items) => {
                for item in items.iter() {
                    self.add(item, heads, view);
                }
            }
            Value::Map(map) => {
                if let (Some(Value::String(relation)), Some(Value::Map(to))) = (map.get("relation"), map.get("to"))
                    && let (Some(Value::String(kind)), Some(Value::String(name))) = (to.get("kind"), to.get("name"))
                {
                    self.add_way(heads, relation, kind, name, view);
                } else {
                    for item in map.values() {
                        self.add(item, heads, view);
                    }
                }
            }
            _ => {}
        }
    }

    fn add_rel(&mut self, rel: RelId, view: &dyn GraphView) {
        if let Some(ends) = view.rel(rel) {
            self.rels.insert(rel);
            self.nodes.extend([ends.start, ends.end]);
        }
    }

    /// The relation that an entry of `via` speaks of: between a head of the row and the node of that kind and name.
    fn add_way(&mut self, heads: &[NodeId], relation: &str, kind: &str, name: &str, view: &dyn GraphView) {
        let Some(relation) = view.symbol(SymbolKind::RelType, relation) else { return };
        let ends: Vec<NodeId> = view.named(&fold(name)).into_iter().filter(|node| kind_name(view, *node) == kind).collect();
        for &head in heads {
            for edge in view.edges(head, Direction::Both, Some(relation)) {
                if ends.contains(&edge.node) {
                    self.add_rel(edge.rel, view);
                }
            }
        }
    }

    /// Every relation whose two ends are among the nodes.
    fn join(&mut self, view: &dyn GraphView) {
        for &node in &self.nodes {
            for edge in view.edges(node, Direction::Out, None) {
                if self.nodes.contains(&edge.node) {
                    self.rels.insert(edge.rel);
                }
            }
        }
    }
}

/// What the reader of a format makes of a network of this size, where it does not take it as it is.
pub fn too_large(network: &Network, file: &str, format: PageFormat) -> Option<Message> {
    if format == PageFormat::Mermaid { mermaid::too_large(network, file) } else { None }
}

/// The network as text of a format.
pub fn write(network: &Network, view: &dyn GraphView, format: PageFormat) -> String {
    match format {
        PageFormat::GraphMl => graphml::write(network, view),
        PageFormat::Dot => dot::write(network, view),
        PageFormat::Mermaid => mermaid::write(network, view),
        _ => gexf::write(network, view),
    }
}

/// Attributes that a node carries into a network file: those that researchers colour, size and filter by.
const NODE_ATTRIBUTES: [&str; 7] = ["plan", "address", "category", "level", "year", "order", "text"];
const REL_ATTRIBUTES: [&str; 5] = ["basis", "confidence", "rule", "role", "verb"];

/// An attribute, and the type under which GEXF and GraphML know its values.
struct Attribute {
    key: &'static str,
    kind: &'static str,
}

/// The attributes that something of the network has: a reader meets no empty column.
struct Attributes {
    node: Vec<Attribute>,
    rel: Vec<Attribute>,
}

impl Attributes {
    fn of(network: &Network, view: &dyn GraphView) -> Self {
        let node = NODE_ATTRIBUTES
            .into_iter()
            .filter_map(|key| typed(key, network.nodes.iter().filter_map(|&node| node_attribute(view, node, key))));
        let rel =
            REL_ATTRIBUTES.into_iter().filter_map(|key| typed(key, network.rels.iter().filter_map(|&rel| rel_attribute(view, rel, key))));
        Self { node: node.collect(), rel: rel.collect() }
    }
}

/// Numbers stay numbers for rankings. One name may stand for several properties (the level of a section is a number, that of
/// an institution a word): then all are texts, since readers refuse a word where a number is announced.
fn typed(key: &'static str, values: impl Iterator<Item = String>) -> Option<Attribute> {
    let mut kind = None;
    for value in values {
        let own = match value {
            _ if value.parse::<i64>().is_ok() => "long",
            _ if value.parse::<f64>().is_ok() => "double",
            _ => "string",
        };
        kind = Some(match (kind, own) {
            (None, own) => own,
            (Some(before), own) if before == own => own,
            (Some("long" | "double"), "long" | "double") => "double",
            _ => "string",
        });
    }
    kind.map(|kind| Attribute { key, kind })
}

fn node_attribute(view: &dyn GraphView, node: NodeId, key: &str) -> Option<String> {
    scalar(view.property(node, view.symbol(SymbolKind::Key, key)?))
}

fn rel_attribute(view: &dyn GraphView, rel: RelId, key: &str) -> Option<String> {
    scalar(view.rel_property(rel, view.symbol(SymbolKind::Key, key)?))
}

fn scalar(value: ValueRef<'_>) -> Option<String> {
    Some(match value {
        ValueRef::Str(text) => text.to_owned(),
        ValueRef::Int(number) => number.to_string(),
        ValueRef::Float(number) => format!("{number:?}"),
        ValueRef::Bool(truth) => truth.to_string(),
        ValueRef::Other(Value::String(text)) => text.to_string(),
        ValueRef::Null | ValueRef::Other(_) => return None,
    })
}

/// The name under which a node stands in a picture.
fn label(view: &dyn GraphView, node: NodeId) -> String {
    node_name(view, node)
}

/// The type of a relation.
fn rel_kind(view: &dyn GraphView, rel: RelId) -> &str {
    view.rel(rel).map_or("", |ends| view.symbol_name(SymbolKind::RelType, ends.kind))
}
