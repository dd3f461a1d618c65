use smallvec::SmallVec;

use super::{Direction, Edges, GraphArrays, Nodes, Symbol, SymbolKind, ValueRef};
use crate::model::{Entity, Evidence, NodeId, RelId, Value};

/// What stands at the ends of a relation, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelEnds {
    pub kind: Symbol,
    pub start: NodeId,
    pub end: NodeId,
}

/// What any reader asks of a graph: queries, algorithms, audit, output.
///
/// Ids are dense: every live node is below [`GraphView::node_bound`], and an array of that length can hold a mark a node.
/// Iteration is always in ascending order of id, and ids ascend in document order (plan, then position), so that the
/// same question gives the same rows in the same order. Asking about an id that is not live gives the empty answer of
/// the method, never a panic.
pub trait GraphView: Send + Sync {
    // --- symbols
    fn symbol(&self, kind: SymbolKind, name: &str) -> Option<Symbol>;
    /// The name of a symbol that this view has given out; empty for another.
    fn symbol_name(&self, kind: SymbolKind, symbol: Symbol) -> &str;
    /// How many symbols of the kind there are; they are `0..count`.
    fn symbol_count(&self, kind: SymbolKind) -> usize;

    // --- nodes
    /// One more than the largest node id.
    fn node_bound(&self) -> u32;
    fn node_count(&self) -> usize;
    fn has_node(&self, node: NodeId) -> bool;
    fn labels(&self, node: NodeId) -> SmallVec<[Symbol; 2]>;
    fn has_label(&self, node: NodeId, label: Symbol) -> bool {
        self.labels(node).contains(&label)
    }
    fn nodes(&self) -> Nodes<'_>;
    fn nodes_labelled(&self, label: Symbol) -> Nodes<'_>;
    fn label_count(&self, label: Symbol) -> usize;
    fn property(&self, node: NodeId, key: Symbol) -> ValueRef<'_>;
    /// The properties that are not null, in the order of their names.
    fn properties(&self, node: NodeId) -> Vec<(Symbol, Value)>;

    // --- relations
    fn rel_bound(&self) -> u32;
    fn rel_count(&self) -> usize;
    /// The ends and the type of a live relation.
    fn rel(&self, rel: RelId) -> Option<RelEnds>;
    /// The ends and the type that a relation had which a change set on top of this view has deleted.
    fn deleted_rel(&self, _rel: RelId) -> Option<RelEnds> {
        None
    }
    fn type_count(&self, kind: Symbol) -> usize;
    fn rel_property(&self, rel: RelId, key: Symbol) -> ValueRef<'_>;
    fn rel_properties(&self, rel: RelId) -> Vec<(Symbol, Value)>;
    /// The steps from a node along relations of one type, or of every type; none for a node that is not live.
    /// In ascending order of relation id for each type and direction.
    fn edges(&self, node: NodeId, direction: Direction, kind: Option<Symbol>) -> Edges<'_>;
    fn degree(&self, node: NodeId, direction: Direction, kind: Option<Symbol>) -> usize {
        self.edges(node, direction, kind).count()
    }

    // --- finding
    /// Nodes whose property equals the value, where the view keeps an index that answers it; `None` where it keeps none.
    /// `label` narrows the answer.
    fn lookup(&self, label: Option<Symbol>, key: Symbol, value: &Value) -> Option<Vec<NodeId>>;
    /// Nodes one of whose names or aliases folds (see [`crate::base::fold`]) to `folded`, ascending.
    fn named(&self, folded: &str) -> Vec<NodeId>;
    /// Nodes one of whose folded names or aliases contains `folded`, ascending. May look at every name once.
    fn named_containing(&self, folded: &str) -> Vec<NodeId>;
    /// Up to `most` names and aliases, as written, whose folded form begins with `folded`, with their nodes.
    fn named_beginning(&self, folded: &str, most: usize) -> Vec<(String, NodeId)>;

    /// What the view keeps in arrays, where it does.
    fn arrays(&self) -> Option<&dyn GraphArrays> {
        None
    }

    // --- proof
    fn evidence(&self, entity: Entity) -> Vec<Evidence>;
    /// The id under which the entity is exported; equal corpora give equal ids.
    fn external_id(&self, entity: Entity) -> String;
}
