use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::changes::ChangeSet;
use super::data::{Names, NodeData, Properties, RelData, names_of};
use super::{Direction, Edge, Edges, GraphView, Nodes, RelEnds, Symbol, SymbolKind, ValueRef};
use crate::base::fold;
use crate::model::{Entity, Evidence, NodeId, RelId, Value, external_id};

/// A graph in memory that takes any label, relation type and property.
#[derive(Clone, Debug, Default)]
pub struct MemoryGraph {
    names: Names,
    /// `None` where a node has been deleted: ids are never given twice.
    nodes: Vec<Option<NodeData>>,
    rels: Vec<Option<RelData>>,
    steps: Vec<Steps>,
    live_nodes: usize,
    live_rels: usize,
    /// Live nodes of each label, ascending.
    labelled: Vec<Vec<u32>>,
    type_counts: Vec<usize>,
    /// Folded name or alias, the same as written, and the node.
    index: BTreeMap<String, Vec<(String, NodeId)>>,
    evidence: FxHashMap<Entity, Vec<Evidence>>,
}

/// The steps of one node, apart by type, each in ascending order of relation.
#[derive(Clone, Debug, Default)]
struct Steps {
    out: SmallVec<[Star; 1]>,
    into: SmallVec<[Star; 1]>,
    loops: usize,
}

#[derive(Clone, Debug)]
struct Star {
    kind: Symbol,
    rels: Vec<u32>,
    nodes: Vec<u32>,
}

impl MemoryGraph {
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of a name, a new one if need be; `None` once 65,536 names of the kind are known.
    pub fn intern(&mut self, kind: SymbolKind, name: &str) -> Option<Symbol> {
        let symbol = self.names.intern(kind, name)?;
        match kind {
            SymbolKind::Label => self.labelled.resize_with(self.names.bound(kind), Vec::new),
            SymbolKind::RelType => self.type_counts.resize(self.names.bound(kind), 0),
            SymbolKind::Key => {}
        }
        Some(symbol)
    }

    /// Adds a node. Names beyond the limit of [`MemoryGraph::intern`] are left out.
    pub fn add_node<'a>(&mut self, labels: &[&str], properties: impl IntoIterator<Item = (&'a str, Value)>) -> NodeId {
        let labels = labels.iter().filter_map(|label| self.intern(SymbolKind::Label, label)).collect();
        let properties = self.properties_of(properties);
        self.push_node(NodeData { labels, properties })
    }

    /// Adds a relation between two live nodes; `None` where one is not.
    pub fn add_rel<'a>(
        &mut self,
        start: NodeId,
        kind: &str,
        end: NodeId,
        properties: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> Option<RelId> {
        if !self.has_node(start) || !self.has_node(end) {
            return None;
        }
        let kind = self.intern(SymbolKind::RelType, kind)?;
        let properties = self.properties_of(properties);
        Some(self.push_rel(RelData { ends: RelEnds { kind, start, end }, properties }))
    }

    /// Adds a sentence that proves an entity.
    pub fn add_evidence(&mut self, entity: Entity, evidence: Evidence) {
        self.evidence.entry(entity).or_default().push(evidence);
    }

    /// Takes in what a statement has changed. `changes` must have been made over this graph as it now is.
    pub fn apply(&mut self, changes: ChangeSet) {
        for kind in [SymbolKind::Label, SymbolKind::RelType, SymbolKind::Key] {
            for name in changes.names.iter(kind) {
                self.intern(kind, name);
            }
        }
        for node in changes.created_nodes {
            self.push_node(node);
        }
        for rel in changes.created_rels {
            self.push_rel(rel);
        }
        for (node, labels) in changes.labels {
            self.set_labels(node, labels);
        }
        for (node, properties) in changes.node_properties {
            for (key, value) in properties {
                self.set_property(node, key, value);
            }
        }
        for (rel, properties) in changes.rel_properties {
            if let Some(Some(data)) = self.rels.get_mut(rel.0 as usize) {
                properties.into_iter().for_each(|(key, value)| data.properties.set(key, value));
            }
        }
        let mut deleted: Vec<RelId> = changes.deleted_rels.into_keys().collect();
        deleted.sort_unstable();
        for rel in deleted {
            self.remove_rel(rel);
        }
        for node in changes.deleted_nodes {
            self.remove_node(node);
        }
    }

    fn properties_of<'a>(&mut self, properties: impl IntoIterator<Item = (&'a str, Value)>) -> Properties {
        let mut all = Properties::default();
        for (name, value) in properties {
            if let Some(key) = self.intern(SymbolKind::Key, name) {
                all.set(key, value);
            }
        }
        all
    }

    fn push_node(&mut self, node: NodeData) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        for label in &node.labels {
            self.labelled[usize::from(label.0)].push(id.0);
        }
        self.nodes.push(Some(node));
        self.steps.push(Steps::default());
        self.live_nodes += 1;
        self.index_names(id);
        id
    }

    fn push_rel(&mut self, rel: RelData) -> RelId {
        let id = RelId(self.rels.len() as u32);
        let RelEnds { kind, start, end } = rel.ends;
        if let Some(count) = self.type_counts.get_mut(usize::from(kind.0)) {
            *count += 1;
        }
        let from = &mut self.steps[start.0 as usize];
        push_step(&mut from.out, kind, id, end);
        from.loops += usize::from(start == end);
        push_step(&mut self.steps[end.0 as usize].into, kind, id, start);
        self.rels.push(Some(rel));
        self.live_rels += 1;
        id
    }

    fn remove_rel(&mut self, rel: RelId) {
        let Some(data) = self.rels.get_mut(rel.0 as usize).and_then(Option::take) else { return };
        let RelEnds { kind, start, end } = data.ends;
        self.live_rels -= 1;
        self.type_counts[usize::from(kind.0)] -= 1;
        let from = &mut self.steps[start.0 as usize];
        remove_step(&mut from.out, kind, rel);
        from.loops -= usize::from(start == end);
        remove_step(&mut self.steps[end.0 as usize].into, kind, rel);
    }

    fn remove_node(&mut self, node: NodeId) {
        self.unindex_names(node);
        let Some(data) = self.nodes.get_mut(node.0 as usize).and_then(Option::take) else { return };
        self.live_nodes -= 1;
        for label in data.labels {
            drop_sorted(&mut self.labelled[usize::from(label.0)], node.0);
        }
    }

    fn set_labels(&mut self, node: NodeId, labels: SmallVec<[Symbol; 2]>) {
        let Some(Some(data)) = self.nodes.get_mut(node.0 as usize) else { return };
        for label in &data.labels {
            drop_sorted(&mut self.labelled[usize::from(label.0)], node.0);
        }
        for label in &labels {
            let list = &mut self.labelled[usize::from(label.0)];
            if let Err(at) = list.binary_search(&node.0) {
                list.insert(at, node.0);
            }
        }
        data.labels = labels;
    }

    fn set_property(&mut self, node: NodeId, key: Symbol, value: Value) {
        let named = matches!(self.names.name(SymbolKind::Key, key), Some("name" | "aliases"));
        if named {
            self.unindex_names(node);
        }
        if let Some(Some(data)) = self.nodes.get_mut(node.0 as usize) {
            data.properties.set(key, value);
        }
        if named {
            self.index_names(node);
        }
    }

    /// Every text under which the node can be found.
    fn names_of(&self, node: NodeId) -> Vec<String> {
        let Some(data) = self.node(node) else { return Vec::new() };
        let get = |name| self.names.find(SymbolKind::Key, name).and_then(|key| data.properties.get(key));
        names_of(get("name"), get("aliases")).map(str::to_owned).collect()
    }

    fn index_names(&mut self, node: NodeId) {
        for name in self.names_of(node) {
            self.index.entry(fold(&name)).or_default().push((name, node));
        }
    }

    fn unindex_names(&mut self, node: NodeId) {
        for name in self.names_of(node) {
            let folded = fold(&name);
            if let Some(list) = self.index.get_mut(&folded) {
                list.retain(|entry| entry.1 != node);
                if list.is_empty() {
                    self.index.remove(&folded);
                }
            }
        }
    }

    fn node(&self, node: NodeId) -> Option<&NodeData> {
        self.nodes.get(node.0 as usize)?.as_ref()
    }

    fn rel_data(&self, rel: RelId) -> Option<&RelData> {
        self.rels.get(rel.0 as usize)?.as_ref()
    }

    /// Properties in the order of their names.
    fn sorted(&self, properties: &Properties) -> Vec<(Symbol, Value)> {
        let mut all: Vec<_> = properties.iter().map(|(key, value)| (key, value.clone())).collect();
        all.sort_by_key(|entry| self.symbol_name(SymbolKind::Key, entry.0));
        all
    }
}

fn push_step(stars: &mut SmallVec<[Star; 1]>, kind: Symbol, rel: RelId, node: NodeId) {
    match stars.iter_mut().find(|star| star.kind == kind) {
        Some(star) => {
            star.rels.push(rel.0);
            star.nodes.push(node.0);
        }
        None => stars.push(Star { kind, rels: vec![rel.0], nodes: vec![node.0] }),
    }
}

fn remove_step(stars: &mut [Star], kind: Symbol, rel: RelId) {
    if let Some(star) = stars.iter_mut().find(|star| star.kind == kind)
        && let Ok(at) = star.rels.binary_search(&rel.0)
    {
        star.rels.remove(at);
        star.nodes.remove(at);
    }
}

fn drop_sorted(list: &mut Vec<u32>, id: u32) {
    if let Ok(at) = list.binary_search(&id) {
        list.remove(at);
    }
}

impl Star {
    fn edges(&self) -> Edges<'_> {
        Edges::Slices { rels: &self.rels, nodes: &self.nodes }
    }
}

/// The steps along one type, or along all of them; without a copy for up to two types.
fn steps(stars: &[Star], kind: Option<Symbol>) -> Edges<'_> {
    let mut wanted = stars.iter().filter(|star| kind.is_none_or(|kind| star.kind == kind));
    let Some(first) = wanted.next() else { return Edges::empty() };
    // A chain as deep as there are types would be walked at every step; beyond two types a list is cheaper.
    match (wanted.next(), wanted.next()) {
        (None, _) => first.edges(),
        (Some(second), None) => Edges::Chain(Box::new((first.edges(), second.edges()))),
        (Some(second), Some(third)) => {
            let list: Vec<Edge> = [first, second, third].into_iter().chain(wanted).flat_map(Star::edges).collect();
            Edges::Owned(list.into_iter())
        }
    }
}

impl GraphView for MemoryGraph {
    fn symbol(&self, kind: SymbolKind, name: &str) -> Option<Symbol> {
        self.names.find(kind, name)
    }

    fn symbol_name(&self, kind: SymbolKind, symbol: Symbol) -> &str {
        self.names.name(kind, symbol).unwrap_or("")
    }

    fn symbol_count(&self, kind: SymbolKind) -> usize {
        self.names.bound(kind)
    }

    fn node_bound(&self) -> u32 {
        self.nodes.len() as u32
    }

    fn node_count(&self) -> usize {
        self.live_nodes
    }

    fn has_node(&self, node: NodeId) -> bool {
        self.node(node).is_some()
    }

    fn labels(&self, node: NodeId) -> SmallVec<[Symbol; 2]> {
        self.node(node).map(|data| data.labels.clone()).unwrap_or_default()
    }

    fn has_label(&self, node: NodeId, label: Symbol) -> bool {
        self.node(node).is_some_and(|data| data.labels.contains(&label))
    }

    fn nodes(&self) -> Nodes<'_> {
        if self.live_nodes == self.nodes.len() {
            return Nodes::Range(0..self.node_bound());
        }
        let live: Vec<NodeId> = (0..self.node_bound()).map(NodeId).filter(|&node| self.has_node(node)).collect();
        Nodes::Owned(live.into_iter())
    }

    fn nodes_labelled(&self, label: Symbol) -> Nodes<'_> {
        Nodes::Slice(self.labelled.get(usize::from(label.0)).map_or(&[][..], Vec::as_slice).iter())
    }

    fn label_count(&self, label: Symbol) -> usize {
        self.labelled.get(usize::from(label.0)).map_or(0, Vec::len)
    }

    fn property(&self, node: NodeId, key: Symbol) -> ValueRef<'_> {
        self.node(node).and_then(|data| data.properties.get(key)).map_or(ValueRef::Null, ValueRef::from)
    }

    fn properties(&self, node: NodeId) -> Vec<(Symbol, Value)> {
        self.node(node).map(|data| self.sorted(&data.properties)).unwrap_or_default()
    }

    fn rel_bound(&self) -> u32 {
        self.rels.len() as u32
    }

    fn rel_count(&self) -> usize {
        self.live_rels
    }

    fn rel(&self, rel: RelId) -> Option<RelEnds> {
        self.rel_data(rel).map(|data| data.ends)
    }

    fn type_count(&self, kind: Symbol) -> usize {
        self.type_counts.get(usize::from(kind.0)).copied().unwrap_or(0)
    }

    fn rel_property(&self, rel: RelId, key: Symbol) -> ValueRef<'_> {
        self.rel_data(rel).and_then(|data| data.properties.get(key)).map_or(ValueRef::Null, ValueRef::from)
    }

    fn rel_properties(&self, rel: RelId) -> Vec<(Symbol, Value)> {
        self.rel_data(rel).map(|data| self.sorted(&data.properties)).unwrap_or_default()
    }

    fn edges(&self, node: NodeId, direction: Direction, kind: Option<Symbol>) -> Edges<'_> {
        let Some(all) = self.steps.get(node.0 as usize) else { return Edges::empty() };
        match direction {
            Direction::Out => steps(&all.out, kind),
            Direction::In => steps(&all.into, kind),
            Direction::Both if all.loops == 0 => Edges::Chain(Box::new((steps(&all.out, kind), steps(&all.into, kind)))),
            Direction::Both => {
                let into = steps(&all.into, kind).filter(|edge| edge.node != node);
                let list: Vec<Edge> = steps(&all.out, kind).chain(into).collect();
                Edges::Owned(list.into_iter())
            }
        }
    }

    fn lookup(&self, label: Option<Symbol>, key: Symbol, value: &Value) -> Option<Vec<NodeId>> {
        let text = value.as_str().filter(|_| self.names.name(SymbolKind::Key, key) == Some("name"))?;
        let mut found = self.named(&fold(text));
        found.retain(|&node| label.is_none_or(|label| self.has_label(node, label)) && self.property(node, key) == ValueRef::Str(text));
        Some(found)
    }

    fn named(&self, folded: &str) -> Vec<NodeId> {
        let mut found: Vec<NodeId> = self.index.get(folded).into_iter().flatten().map(|entry| entry.1).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn named_containing(&self, folded: &str) -> Vec<NodeId> {
        let entries = self.index.iter().filter(|(name, _)| name.contains(folded)).flat_map(|(_, entries)| entries);
        let mut found: Vec<NodeId> = entries.map(|entry| entry.1).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn named_beginning(&self, folded: &str, most: usize) -> Vec<(String, NodeId)> {
        let from = self.index.range::<str, _>((std::ops::Bound::Included(folded), std::ops::Bound::Unbounded));
        from.take_while(|(name, _)| name.starts_with(folded)).flat_map(|(_, entries)| entries.iter().cloned()).take(most).collect()
    }

    fn evidence(&self, entity: Entity) -> Vec<Evidence> {
        self.evidence.get(&entity).cloned().unwrap_or_default()
    }

    fn external_id(&self, entity: Entity) -> String {
        external_id(&match entity {
            Entity::Node(node) => format!("node {}", node.0),
            Entity::Rel(rel) => format!("relation {}", rel.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(graph: &MemoryGraph, node: NodeId, direction: Direction) -> Vec<(u32, u32)> {
        graph.edges(node, direction, None).map(|edge| (edge.rel.0, edge.node.0)).collect()
    }

    #[test]
    fn a_loop_is_met_once_in_either_direction() {
        let mut graph = MemoryGraph::new();
        let (a, b) = (graph.add_node(&["A"], []), graph.add_node(&[], []));
        graph.add_rel(a, "T", a, []);
        graph.add_rel(b, "U", a, []);
        assert_eq!(edges(&graph, a, Direction::Both), [(0, 0), (1, 1)]);
        assert_eq!(edges(&graph, a, Direction::In), [(0, 0), (1, 1)]);
        assert_eq!(edges(&graph, NodeId(9), Direction::Both), []);
    }

    #[test]
    fn nodes_are_found_by_name_and_alias_whatever_their_width() {
        let mut graph = MemoryGraph::new();
        let node = graph.add_node(&["Term"], [("name", "Ｒ＆Ｄ".into()), ("aliases", Value::list(["研发".into()]))]);
        let key = graph.symbol(SymbolKind::Key, "name").unwrap();
        assert_eq!(graph.named("r&d"), [node]);
        assert_eq!(graph.named_containing("研"), [node]);
        assert_eq!(graph.named_beginning("r", 5), [("Ｒ＆Ｄ".to_owned(), node)]);
        assert_eq!(graph.lookup(None, key, &"Ｒ＆Ｄ".into()), Some(vec![node]));
        assert_eq!(graph.lookup(None, key, &"R&D".into()), Some(vec![]));
    }
}
