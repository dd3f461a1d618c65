//! The overlay as a graph: the base's answer where nothing has changed, put together where something has.

use smallvec::SmallVec;

use super::data::names_of;
use super::overlay::Overlay;
use super::{Direction, Edge, Edges, GraphView, Nodes, RelEnds, Symbol, SymbolKind, ValueRef};
use crate::base::fold;
use crate::model::{Entity, Evidence, NodeId, RelId, Value, external_id};

impl<V: GraphView> Overlay<V> {
    /// Nodes that may be named otherwise than in the base: created ones, and those with a new name or alias.
    fn renamed_nodes(&self) -> impl Iterator<Item = NodeId> {
        let created = (0..self.set.created_nodes.len() as u32).map(|at| NodeId(self.set.node_base + at));
        self.renamed.iter().copied().chain(created).filter(|&node| self.has_node(node))
    }

    fn keeps_name(&self, node: NodeId) -> bool {
        self.has_node(node) && !self.renamed.contains(&node)
    }

    /// Calls `see` with every name and alias of the node.
    fn each_name(&self, node: NodeId, mut see: impl FnMut(&str)) {
        let get = |name| self.symbol(SymbolKind::Key, name).map_or(Value::Null, |key| self.property(node, key).to_value());
        let (name, aliases) = (get("name"), get("aliases"));
        names_of(Some(&name), Some(&aliases)).for_each(&mut see);
    }

    fn named_if(&self, mut found: Vec<NodeId>, fits: impl Fn(&str) -> bool) -> Vec<NodeId> {
        found.retain(|&node| self.keeps_name(node));
        for node in self.renamed_nodes() {
            let mut named = false;
            self.each_name(node, |name| named |= fits(&fold(name)));
            if named {
                found.push(node);
            }
        }
        found.sort_unstable();
        found
    }

    fn merged(&self, mut properties: Vec<(Symbol, Value)>, patch: Option<&Vec<(Symbol, Value)>>) -> Vec<(Symbol, Value)> {
        let Some(patch) = patch else { return properties };
        properties.retain(|(key, _)| patch.iter().all(|entry| entry.0 != *key));
        properties.extend(patch.iter().filter(|entry| !entry.1.is_null()).cloned());
        self.by_name(properties)
    }

    fn by_name(&self, mut properties: Vec<(Symbol, Value)>) -> Vec<(Symbol, Value)> {
        properties.sort_by(|a, b| self.symbol_name(SymbolKind::Key, a.0).cmp(self.symbol_name(SymbolKind::Key, b.0)));
        properties
    }
}

fn shifted(count: usize, delta: Option<&i64>) -> usize {
    count.saturating_add_signed(delta.copied().unwrap_or(0) as isize)
}

impl<V: GraphView> GraphView for Overlay<V> {
    fn symbol(&self, kind: SymbolKind, name: &str) -> Option<Symbol> {
        self.base.symbol(kind, name).or_else(|| self.set.names.find(kind, name))
    }

    fn symbol_name(&self, kind: SymbolKind, symbol: Symbol) -> &str {
        self.set.names.name(kind, symbol).unwrap_or_else(|| self.base.symbol_name(kind, symbol))
    }

    fn symbol_count(&self, kind: SymbolKind) -> usize {
        self.set.names.bound(kind)
    }

    fn node_bound(&self) -> u32 {
        self.set.node_base + self.set.created_nodes.len() as u32
    }

    fn node_count(&self) -> usize {
        self.base.node_count() + self.set.created_nodes.len() - self.set.deleted_nodes.len()
    }

    fn has_node(&self, node: NodeId) -> bool {
        !self.set.deleted_nodes.contains(&node) && (self.created_at(node).is_some() || self.base.has_node(node))
    }

    fn labels(&self, node: NodeId) -> SmallVec<[Symbol; 2]> {
        if !self.has_node(node) {
            return SmallVec::new();
        }
        match self.created_at(node) {
            Some(at) => self.set.created_nodes[at].labels.clone(),
            None => self.set.labels.get(&node).cloned().unwrap_or_else(|| self.base.labels(node)),
        }
    }

    fn has_label(&self, node: NodeId, label: Symbol) -> bool {
        if !self.has_node(node) {
            return false;
        }
        match (self.created_at(node), self.set.labels.get(&node)) {
            (Some(at), _) => self.set.created_nodes[at].labels.contains(&label),
            (None, Some(labels)) => labels.contains(&label),
            (None, None) => self.base.has_label(node, label),
        }
    }

    fn nodes(&self) -> Nodes<'_> {
        if self.set.created_nodes.is_empty() && self.set.deleted_nodes.is_empty() {
            return self.base.nodes();
        }
        let created = (self.set.node_base..self.node_bound()).map(NodeId);
        let all: Vec<NodeId> = self.base.nodes().chain(created).filter(|node| !self.set.deleted_nodes.contains(node)).collect();
        Nodes::Owned(all.into_iter())
    }

    fn nodes_labelled(&self, label: Symbol) -> Nodes<'_> {
        if self.set.created_nodes.is_empty() && self.set.deleted_nodes.is_empty() && self.set.labels.is_empty() {
            return self.base.nodes_labelled(label);
        }
        let created = (self.set.node_base..self.node_bound()).map(NodeId);
        let gained = self.set.labels.keys().copied();
        let mut all: Vec<NodeId> = self.base.nodes_labelled(label).chain(gained).chain(created).collect();
        all.retain(|&node| self.has_label(node, label));
        all.sort_unstable();
        all.dedup();
        Nodes::Owned(all.into_iter())
    }

    fn label_count(&self, label: Symbol) -> usize {
        shifted(self.base.label_count(label), self.label_delta.get(&label))
    }

    fn property(&self, node: NodeId, key: Symbol) -> ValueRef<'_> {
        if !self.has_node(node) {
            return ValueRef::Null;
        }
        if let Some(at) = self.created_at(node) {
            return self.set.created_nodes[at].properties.get(key).map_or(ValueRef::Null, ValueRef::from);
        }
        let patched = self.set.node_properties.get(&node).and_then(|patch| patch.iter().find(|entry| entry.0 == key));
        patched.map_or_else(|| self.base.property(node, key), |entry| ValueRef::from(&entry.1))
    }

    fn properties(&self, node: NodeId) -> Vec<(Symbol, Value)> {
        if !self.has_node(node) {
            return Vec::new();
        }
        match self.created_at(node) {
            Some(at) => self.by_name(self.set.created_nodes[at].properties.iter().map(|(key, value)| (key, value.clone())).collect()),
            None => self.merged(self.base.properties(node), self.set.node_properties.get(&node)),
        }
    }

    fn rel_bound(&self) -> u32 {
        self.set.rel_base + self.set.created_rels.len() as u32
    }

    fn rel_count(&self) -> usize {
        self.base.rel_count() + self.set.created_rels.len() - self.set.deleted_rels.len()
    }

    fn rel(&self, rel: RelId) -> Option<RelEnds> {
        if self.set.deleted_rels.contains_key(&rel) {
            return None;
        }
        match rel.0.checked_sub(self.set.rel_base) {
            Some(at) => self.set.created_rels.get(at as usize).map(|data| data.ends),
            None => self.base.rel(rel),
        }
    }

    fn deleted_rel(&self, rel: RelId) -> Option<RelEnds> {
        self.set.deleted_rels.get(&rel).copied()
    }

    fn type_count(&self, kind: Symbol) -> usize {
        shifted(self.base.type_count(kind), self.type_delta.get(&kind))
    }

    fn rel_property(&self, rel: RelId, key: Symbol) -> ValueRef<'_> {
        if self.set.deleted_rels.contains_key(&rel) {
            return ValueRef::Null;
        }
        if let Some(at) = rel.0.checked_sub(self.set.rel_base) {
            let data = self.set.created_rels.get(at as usize);
            return data.and_then(|data| data.properties.get(key)).map_or(ValueRef::Null, ValueRef::from);
        }
        let patched = self.set.rel_properties.get(&rel).and_then(|patch| patch.iter().find(|entry| entry.0 == key));
        patched.map_or_else(|| self.base.rel_property(rel, key), |entry| ValueRef::from(&entry.1))
    }

    fn rel_properties(&self, rel: RelId) -> Vec<(Symbol, Value)> {
        if self.set.deleted_rels.contains_key(&rel) {
            return Vec::new();
        }
        match rel.0.checked_sub(self.set.rel_base) {
            Some(at) => match self.set.created_rels.get(at as usize) {
                Some(data) => self.by_name(data.properties.iter().map(|(key, value)| (key, value.clone())).collect()),
                None => Vec::new(),
            },
            None => self.merged(self.base.rel_properties(rel), self.set.rel_properties.get(&rel)),
        }
    }

    fn edges(&self, node: NodeId, direction: Direction, kind: Option<Symbol>) -> Edges<'_> {
        let created = self.steps.get(&node);
        let thinned = self.thinned.contains(&node);
        if created.is_none() && !thinned {
            return self.base.edges(node, direction, kind);
        }
        if !self.has_node(node) {
            return Edges::empty();
        }
        let mut list: Vec<Edge> = self.base.edges(node, direction, kind).collect();
        for step in created.into_iter().flatten() {
            let wanted = match direction {
                Direction::Out => step.outward,
                Direction::In => !step.outward,
                // A relation from a node to itself is met once: on its way out.
                Direction::Both => step.outward || step.edge.node != node,
            };
            if wanted && kind.is_none_or(|kind| kind == step.kind) {
                list.push(step.edge);
            }
        }
        if !self.set.deleted_rels.is_empty() || !self.set.deleted_nodes.is_empty() {
            list.retain(|edge| !self.set.deleted_rels.contains_key(&edge.rel) && !self.set.deleted_nodes.contains(&edge.node));
        }
        Edges::Owned(list.into_iter())
    }

    fn lookup(&self, label: Option<Symbol>, key: Symbol, value: &Value) -> Option<Vec<NodeId>> {
        // The label is checked here, since the base does not know of labels that were added or removed.
        let mut found = self.base.lookup(None, key, value)?;
        let created = (self.set.node_base..self.node_bound()).map(NodeId);
        found.extend(self.set.node_properties.keys().copied().chain(created));
        found.retain(|&node| {
            label.is_none_or(|label| self.has_label(node, label))
                && match (self.property(node, key), value) {
                    (ValueRef::Str(text), Value::String(wanted)) => text == &**wanted,
                    (found, wanted) => found.to_value() == *wanted,
                }
        });
        found.sort_unstable();
        found.dedup();
        Some(found)
    }

    fn named(&self, folded: &str) -> Vec<NodeId> {
        self.named_if(self.base.named(folded), |name| name == folded)
    }

    fn named_containing(&self, folded: &str) -> Vec<NodeId> {
        self.named_if(self.base.named_containing(folded), |name| name.contains(folded))
    }

    fn named_beginning(&self, folded: &str, most: usize) -> Vec<(String, NodeId)> {
        let mut found = self.base.named_beginning(folded, most);
        found.retain(|(_, node)| self.keeps_name(*node));
        for node in self.renamed_nodes() {
            self.each_name(node, |name| {
                if fold(name).starts_with(folded) {
                    found.push((name.to_owned(), node));
                }
            });
        }
        found.truncate(most);
        found
    }

    fn evidence(&self, entity: Entity) -> Vec<Evidence> {
        self.base.evidence(entity)
    }

    fn external_id(&self, entity: Entity) -> String {
        match entity {
            Entity::Node(node) if node.0 >= self.set.node_base => external_id(&format!("node {}", node.0)),
            Entity::Rel(rel) if rel.0 >= self.set.rel_base => external_id(&format!("relation {}", rel.0)),
            known => self.base.external_id(known),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::MemoryGraph;
    use super::*;

    /// Everything that a reader can see, as text.
    fn seen(view: &impl GraphView) -> String {
        let mut text = format!("{} {}\n", view.node_count(), view.rel_count());
        for node in view.nodes() {
            let labels: Vec<&str> = view.labels(node).iter().map(|&label| view.symbol_name(SymbolKind::Label, label)).collect::<Vec<_>>();
            let steps: Vec<_> = view.edges(node, Direction::Both, None).map(|edge| (edge.rel.0, edge.node.0)).collect();
            text += &format!("{} {labels:?} {:?} {steps:?}\n", node.0, view.properties(node));
        }
        for label in 0..view.symbol_count(SymbolKind::Label) as u16 {
            let nodes: Vec<u32> = view.nodes_labelled(Symbol(label)).map(|node| node.0).collect();
            text += &format!("{label} {nodes:?} {}\n", view.label_count(Symbol(label)));
        }
        text
    }

    #[test]
    fn a_change_set_reads_the_same_over_the_base_and_taken_into_it() {
        let mut graph = MemoryGraph::new();
        let a = graph.add_node(&["A"], [("name", "a".into())]);
        let b = graph.add_node(&["A", "B"], [("name", "b".into()), ("x", Value::Int(1))]);
        let ab = graph.add_rel(a, "T", b, []).unwrap();
        let mut overlay = Overlay::new(&graph);
        let (name, label) = (overlay.intern(SymbolKind::Key, "name").unwrap(), overlay.intern(SymbolKind::Label, "C").unwrap());
        let kind = overlay.intern(SymbolKind::RelType, "U").unwrap();
        let c = overlay.create_node(&[label], [(name, "c".into())]).unwrap();
        overlay.create_rel(c, kind, c, []).unwrap();
        overlay.create_rel(b, kind, c, []).unwrap();
        overlay.add_label(b, label);
        overlay.set_property(Entity::Node(b), name, "β".into());
        overlay.delete_rel(ab);
        overlay.delete_node(a);
        assert_eq!(overlay.dangling(), None);
        assert_eq!(overlay.named("b"), []);
        assert_eq!(overlay.named("β"), [b]);
        assert_eq!(overlay.deleted_rel(ab).map(|ends| ends.start), Some(a));
        let (text, list) = (seen(&overlay), overlay.changes().list(&graph));
        let mut again = Overlay::new(&graph);
        list.iter().try_for_each(|change| again.make(change)).unwrap();
        assert_eq!(seen(&again), text);
        let changes = overlay.into_changes();
        assert_eq!((changes.counts().nodes_created, changes.counts().nodes_deleted), (1, 1));
        graph.apply(changes);
        assert_eq!(seen(&graph), text);
    }

    #[test]
    fn a_deleted_node_with_relations_is_told() {
        let mut graph = MemoryGraph::new();
        let (a, b) = (graph.add_node(&[], []), graph.add_node(&[], []));
        let rel = graph.add_rel(a, "T", b, []).unwrap();
        let mut overlay = Overlay::new(&graph);
        overlay.delete_node(a);
        assert_eq!(overlay.dangling(), Some(rel));
        assert_eq!(overlay.degree(b, Direction::Both, None), 0);
    }
}
