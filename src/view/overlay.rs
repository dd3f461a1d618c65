use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::changes::{Change, ChangeSet};
use super::data::{NodeData, Properties, RelData};
use super::{Edge, GraphView, RelEnds, Symbol, SymbolKind};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::{Entity, NodeId, RelId, Value};

/// A graph and what has been changed over it, seen as one graph. Every change is visible at once; the base never changes.
#[derive(Clone, Debug)]
pub struct Overlay<V> {
    pub(super) base: V,
    pub(super) set: ChangeSet,
    /// Further steps of a node along created relations, in the order of creation.
    pub(super) steps: FxHashMap<NodeId, Vec<Step>>,
    /// Nodes of the base that have lost a relation or a neighbour.
    pub(super) thinned: FxHashSet<NodeId>,
    pub(super) label_delta: FxHashMap<Symbol, i64>,
    pub(super) type_delta: FxHashMap<Symbol, i64>,
    /// Nodes of the base whose name or aliases have changed.
    pub(super) renamed: FxHashSet<NodeId>,
}

/// One end of a created relation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub outward: bool,
    pub kind: Symbol,
    pub edge: Edge,
}

impl<V: GraphView> Overlay<V> {
    /// Nothing changed yet.
    pub fn new(base: V) -> Self {
        let set = ChangeSet::over(&base);
        Self {
            base,
            set,
            steps: FxHashMap::default(),
            thinned: FxHashSet::default(),
            label_delta: FxHashMap::default(),
            type_delta: FxHashMap::default(),
            renamed: FxHashSet::default(),
        }
    }

    pub fn base(&self) -> &V {
        &self.base
    }

    pub fn changes(&self) -> &ChangeSet {
        &self.set
    }

    pub fn into_changes(self) -> ChangeSet {
        self.set
    }

    /// The number of a name, a new one if need be.
    pub fn intern(&mut self, kind: SymbolKind, name: &str) -> Outcome<Symbol> {
        if let Some(known) = self.base.symbol(kind, name) {
            return Ok(known);
        }
        self.set.names.intern(kind, name).ok_or_else(|| full("names", "名称"))
    }

    pub fn create_node(&mut self, labels: &[Symbol], properties: impl IntoIterator<Item = (Symbol, Value)>) -> Outcome<NodeId> {
        let id = u32::try_from(self.set.node_base as usize + self.set.created_nodes.len()).map_err(|_| full("nodes", "节点"))?;
        let mut data = NodeData::default();
        for &label in labels {
            if !data.labels.contains(&label) {
                data.labels.push(label);
                *self.label_delta.entry(label).or_default() += 1;
            }
        }
        self.set.counts.labels_added += data.labels.len();
        data.properties = self.counted(properties);
        self.set.created_nodes.push(data);
        self.set.counts.nodes_created += 1;
        Ok(NodeId(id))
    }

    /// Creates a relation between two live nodes.
    pub fn create_rel(
        &mut self,
        start: NodeId,
        kind: Symbol,
        end: NodeId,
        properties: impl IntoIterator<Item = (Symbol, Value)>,
    ) -> Outcome<RelId> {
        for node in [start, end] {
            if !self.has_node(node) {
                let message = Message::new("a relationship cannot be joined to a deleted node", "关系不能连接已删除的节点");
                return Err(Diagnostic::runtime(ErrorClass::EntityNotFound, "DeletedEntityAccess", message));
            }
        }
        let id = u32::try_from(self.set.rel_base as usize + self.set.created_rels.len()).map_err(|_| full("relationships", "关系"))?;
        let rel = RelId(id);
        let properties = self.counted(properties);
        self.set.created_rels.push(RelData { ends: RelEnds { kind, start, end }, properties });
        self.steps.entry(start).or_default().push(Step { outward: true, kind, edge: Edge { rel, node: end } });
        self.steps.entry(end).or_default().push(Step { outward: false, kind, edge: Edge { rel, node: start } });
        *self.type_delta.entry(kind).or_default() += 1;
        self.set.counts.relationships_created += 1;
        Ok(rel)
    }

    fn counted(&mut self, properties: impl IntoIterator<Item = (Symbol, Value)>) -> Properties {
        let mut all = Properties::default();
        for (key, value) in properties {
            self.set.counts.properties_set += usize::from(!value.is_null());
            all.set(key, value);
        }
        all
    }

    /// Sets a property of a live entity; null removes it. Nothing happens to an entity that is not live.
    pub fn set_property(&mut self, entity: Entity, key: Symbol, value: Value) {
        let live = match entity {
            Entity::Node(node) => self.has_node(node),
            Entity::Rel(rel) => self.rel(rel).is_some(),
        };
        if !live {
            return;
        }
        self.set.counts.properties_set += 1;
        match entity {
            Entity::Node(node) => match self.created_at(node) {
                Some(at) => self.set.created_nodes[at].properties.set(key, value),
                None => {
                    if matches!(self.base.symbol_name(SymbolKind::Key, key), "name" | "aliases")
                        || matches!(self.set.names.name(SymbolKind::Key, key), Some("name" | "aliases"))
                    {
                        self.renamed.insert(node);
                    }
                    patch(self.set.node_properties.entry(node).or_default(), key, value);
                }
            },
            Entity::Rel(rel) => match rel.0.checked_sub(self.set.rel_base) {
                Some(at) => {
                    if let Some(data) = self.set.created_rels.get_mut(at as usize) {
                        data.properties.set(key, value);
                    }
                }
                None => patch(self.set.rel_properties.entry(rel).or_default(), key, value),
            },
        }
    }

    /// Adds a label to a live node.
    pub fn add_label(&mut self, node: NodeId, label: Symbol) {
        if self.has_node(node) && !self.has_label(node, label) {
            self.change_labels(node, |labels| labels.push(label));
            *self.label_delta.entry(label).or_default() += 1;
            self.set.counts.labels_added += 1;
        }
    }

    /// Takes a label from a live node.
    pub fn remove_label(&mut self, node: NodeId, label: Symbol) {
        if self.has_node(node) && self.has_label(node, label) {
            self.change_labels(node, |labels| labels.retain(|other| *other != label));
            *self.label_delta.entry(label).or_default() -= 1;
            self.set.counts.labels_removed += 1;
        }
    }

    fn change_labels(&mut self, node: NodeId, change: impl FnOnce(&mut SmallVec<[Symbol; 2]>)) {
        match self.created_at(node) {
            Some(at) => change(&mut self.set.created_nodes[at].labels),
            None => change(self.set.labels.entry(node).or_insert_with(|| self.base.labels(node))),
        }
    }

    /// Deletes a relation; it can still be asked for its type.
    pub fn delete_rel(&mut self, rel: RelId) {
        let Some(ends) = self.rel(rel) else { return };
        self.set.deleted_rels.insert(rel, ends);
        self.thinned.extend([ends.start, ends.end]);
        *self.type_delta.entry(ends.kind).or_default() -= 1;
        self.set.counts.relationships_deleted += 1;
    }

    /// Deletes a node. Its relations must be deleted by the end of the statement (see [`Overlay::dangling`]).
    pub fn delete_node(&mut self, node: NodeId) {
        if !self.has_node(node) {
            return;
        }
        for label in self.labels(node) {
            *self.label_delta.entry(label).or_default() -= 1;
        }
        let steps: Vec<Edge> = self.edges(node, super::Direction::Both, None).collect();
        self.thinned.extend(steps.into_iter().map(|edge| edge.node));
        self.thinned.insert(node);
        self.set.deleted_nodes.insert(node);
        self.set.counts.nodes_deleted += 1;
    }

    /// A live relation of a deleted node, if there is one.
    pub fn dangling(&self) -> Option<RelId> {
        let mut nodes: Vec<NodeId> = self.set.deleted_nodes.iter().copied().collect();
        nodes.sort_unstable();
        nodes.into_iter().find_map(|node| {
            let based = self.base.edges(node, super::Direction::Both, None).map(|edge| edge.rel);
            let created = self.steps.get(&node).into_iter().flatten().map(|step| step.edge.rel);
            based.chain(created).find(|rel| !self.set.deleted_rels.contains_key(rel))
        })
    }

    /// Makes a change again that [`ChangeSet::list`] has written down.
    pub fn make(&mut self, change: &Change) -> Outcome<()> {
        match change {
            Change::CreateNode { labels, properties, .. } => {
                let labels = labels.iter().map(|label| self.intern(SymbolKind::Label, label)).collect::<Outcome<Vec<_>>>()?;
                let properties = self.interned(properties)?;
                self.create_node(&labels, properties)?;
            }
            Change::CreateRel { kind, start, end, properties, .. } => {
                let kind = self.intern(SymbolKind::RelType, kind)?;
                let properties = self.interned(properties)?;
                self.create_rel(*start, kind, *end, properties)?;
            }
            Change::AddLabel { node, label } => {
                let label = self.intern(SymbolKind::Label, label)?;
                self.add_label(*node, label);
            }
            Change::RemoveLabel { node, label } => {
                if let Some(label) = self.symbol(SymbolKind::Label, label) {
                    self.remove_label(*node, label);
                }
            }
            Change::SetNodeProperty { node, key, value } => {
                let key = self.intern(SymbolKind::Key, key)?;
                self.set_property(Entity::Node(*node), key, value.clone());
            }
            Change::SetRelProperty { rel, key, value } => {
                let key = self.intern(SymbolKind::Key, key)?;
                self.set_property(Entity::Rel(*rel), key, value.clone());
            }
            Change::DeleteRel { rel } => self.delete_rel(*rel),
            Change::DeleteNode { node } => self.delete_node(*node),
        }
        Ok(())
    }

    fn interned(&mut self, properties: &std::collections::BTreeMap<String, Value>) -> Outcome<Vec<(Symbol, Value)>> {
        properties.iter().map(|(name, value)| Ok((self.intern(SymbolKind::Key, name)?, value.clone()))).collect()
    }

    /// Where a node lies among the created ones; `None` for one of the base.
    pub(super) fn created_at(&self, node: NodeId) -> Option<usize> {
        node.0.checked_sub(self.set.node_base).map(|at| at as usize).filter(|&at| at < self.set.created_nodes.len())
    }
}

fn patch(properties: &mut Vec<(Symbol, Value)>, key: Symbol, value: Value) {
    match properties.iter_mut().find(|entry| entry.0 == key) {
        Some(entry) => entry.1 = value,
        None => properties.push((key, value)),
    }
}

fn full(what: &str, what_zh: &str) -> Box<Diagnostic> {
    let message = Message::new(format!("the graph cannot take more {what}"), format!("图中的{what_zh}已达上限"));
    Diagnostic::runtime(ErrorClass::ResourceError, "Memory", message)
}
