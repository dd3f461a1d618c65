use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::data::{Names, NodeData, Properties, RelData};
use super::{GraphView, RelEnds, Symbol, SymbolKind};
use crate::model::{Changes, NodeId, RelId, Value};

/// One change of a graph, by name, so that it can be written down. Ids of created entities follow the bounds of the
/// graph that the changes were made over, in the order of creation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    CreateNode {
        node: NodeId,
        labels: Vec<String>,
        properties: BTreeMap<String, Value>,
    },
    CreateRel {
        rel: RelId,
        kind: String,
        start: NodeId,
        end: NodeId,
        properties: BTreeMap<String, Value>,
    },
    AddLabel {
        node: NodeId,
        label: String,
    },
    RemoveLabel {
        node: NodeId,
        label: String,
    },
    /// Null removes the property.
    SetNodeProperty {
        node: NodeId,
        key: String,
        value: Value,
    },
    /// Null removes the property.
    SetRelProperty {
        rel: RelId,
        key: String,
        value: Value,
    },
    DeleteRel {
        rel: RelId,
    },
    DeleteNode {
        node: NodeId,
    },
}

/// What has been changed over some base graph: kept apart from it, so that dropping it undoes everything.
#[derive(Clone, Debug, Default)]
pub struct ChangeSet {
    /// Names that the base does not have.
    pub(super) names: Names,
    pub(super) created_nodes: Vec<NodeData>,
    pub(super) created_rels: Vec<RelData>,
    /// Nodes of the base and created ones.
    pub(super) deleted_nodes: FxHashSet<NodeId>,
    /// With the ends and the type that they had.
    pub(super) deleted_rels: FxHashMap<RelId, RelEnds>,
    /// All labels of each node of the base whose labels have changed.
    pub(super) labels: FxHashMap<NodeId, SmallVec<[Symbol; 2]>>,
    /// Of nodes of the base. Null means removed.
    pub(super) node_properties: FxHashMap<NodeId, Vec<(Symbol, Value)>>,
    /// Of relations of the base. Null means removed.
    pub(super) rel_properties: FxHashMap<RelId, Vec<(Symbol, Value)>>,
    pub(super) counts: Changes,
    /// The bounds of the base.
    pub(super) node_base: u32,
    pub(super) rel_base: u32,
}

impl ChangeSet {
    /// Nothing changed yet over the base.
    pub fn over(base: &impl GraphView) -> Self {
        let counts = [SymbolKind::Label, SymbolKind::RelType, SymbolKind::Key].map(|kind| base.symbol_count(kind));
        Self { names: Names::following(counts), node_base: base.node_bound(), rel_base: base.rel_bound(), ..Self::default() }
    }

    /// How much was changed, as answers report it.
    pub fn counts(&self) -> Changes {
        self.counts
    }

    pub fn is_empty(&self) -> bool {
        self.created_nodes.is_empty()
            && self.created_rels.is_empty()
            && self.deleted_nodes.is_empty()
            && self.deleted_rels.is_empty()
            && self.labels.is_empty()
            && self.node_properties.is_empty()
            && self.rel_properties.is_empty()
    }

    /// The changes by name, in an order in which they can be made again. `base` is the graph that they were made over.
    /// What was created and deleted again is still created and deleted, so that ids stay what they are.
    pub fn list(&self, base: &impl GraphView) -> Vec<Change> {
        let name = |kind, symbol| self.names.name(kind, symbol).unwrap_or_else(|| base.symbol_name(kind, symbol)).to_owned();
        let map = |properties: &Properties| -> BTreeMap<String, Value> {
            properties.iter().map(|(key, value)| (name(SymbolKind::Key, key), value.clone())).collect()
        };
        let mut list = Vec::new();
        for (node, data) in (self.node_base..).map(NodeId).zip(&self.created_nodes) {
            let labels = data.labels.iter().map(|&label| name(SymbolKind::Label, label)).collect();
            list.push(Change::CreateNode { node, labels, properties: map(&data.properties) });
        }
        for (rel, data) in (self.rel_base..).map(RelId).zip(&self.created_rels) {
            let RelEnds { kind, start, end } = data.ends;
            list.push(Change::CreateRel { rel, kind: name(SymbolKind::RelType, kind), start, end, properties: map(&data.properties) });
        }
        for (&node, labels) in sorted(&self.labels) {
            let before = base.labels(node);
            let label_of = |&label: &Symbol| name(SymbolKind::Label, label);
            let gone = before.iter().filter(|label| !labels.contains(label)).map(label_of);
            list.extend(gone.map(|label| Change::RemoveLabel { node, label }));
            let new = labels.iter().filter(|label| !before.contains(label)).map(label_of);
            list.extend(new.map(|label| Change::AddLabel { node, label }));
        }
        for (&node, properties) in sorted(&self.node_properties) {
            let set = properties.iter().map(|(key, value)| (name(SymbolKind::Key, *key), value.clone()));
            list.extend(set.map(|(key, value)| Change::SetNodeProperty { node, key, value }));
        }
        for (&rel, properties) in sorted(&self.rel_properties) {
            let set = properties.iter().map(|(key, value)| (name(SymbolKind::Key, *key), value.clone()));
            list.extend(set.map(|(key, value)| Change::SetRelProperty { rel, key, value }));
        }
        list.extend(sorted(&self.deleted_rels).into_iter().map(|(&rel, _)| Change::DeleteRel { rel }));
        let mut deleted: Vec<NodeId> = self.deleted_nodes.iter().copied().collect();
        deleted.sort_unstable();
        list.extend(deleted.into_iter().map(|node| Change::DeleteNode { node }));
        list
    }
}

fn sorted<K: Ord, V>(map: &FxHashMap<K, V>) -> Vec<(&K, &V)> {
    let mut all: Vec<(&K, &V)> = map.iter().collect();
    all.sort_unstable_by(|a, b| a.0.cmp(b.0));
    all
}
