use smallvec::SmallVec;

use crate::model::{Entity, Evidence, NodeId, RelId, Value};
use crate::view::{Direction, Edges, GraphView, Nodes, RelEnds, Symbol, SymbolKind, ValueRef};

/// The graph of a store that holds nothing yet.
pub(super) struct EmptyGraph;

impl GraphView for EmptyGraph {
    fn symbol(&self, _: SymbolKind, _: &str) -> Option<Symbol> {
        None
    }
    fn symbol_name(&self, _: SymbolKind, _: Symbol) -> &str {
        ""
    }
    fn symbol_count(&self, _: SymbolKind) -> usize {
        0
    }
    fn node_bound(&self) -> u32 {
        0
    }
    fn node_count(&self) -> usize {
        0
    }
    fn has_node(&self, _: NodeId) -> bool {
        false
    }
    fn labels(&self, _: NodeId) -> SmallVec<[Symbol; 2]> {
        SmallVec::new()
    }
    fn nodes(&self) -> Nodes<'_> {
        Nodes::Range(0..0)
    }
    fn nodes_labelled(&self, _: Symbol) -> Nodes<'_> {
        Nodes::Range(0..0)
    }
    fn label_count(&self, _: Symbol) -> usize {
        0
    }
    fn property(&self, _: NodeId, _: Symbol) -> ValueRef<'_> {
        ValueRef::Null
    }
    fn properties(&self, _: NodeId) -> Vec<(Symbol, Value)> {
        Vec::new()
    }
    fn rel_bound(&self) -> u32 {
        0
    }
    fn rel_count(&self) -> usize {
        0
    }
    fn rel(&self, _: RelId) -> Option<RelEnds> {
        None
    }
    fn type_count(&self, _: Symbol) -> usize {
        0
    }
    fn rel_property(&self, _: RelId, _: Symbol) -> ValueRef<'_> {
        ValueRef::Null
    }
    fn rel_properties(&self, _: RelId) -> Vec<(Symbol, Value)> {
        Vec::new()
    }
    fn edges(&self, _: NodeId, _: Direction, _: Option<Symbol>) -> Edges<'_> {
        Edges::empty()
    }
    fn lookup(&self, _: Option<Symbol>, _: Symbol, _: &Value) -> Option<Vec<NodeId>> {
        Some(Vec::new())
    }
    fn named(&self, _: &str) -> Vec<NodeId> {
        Vec::new()
    }
    fn named_containing(&self, _: &str) -> Vec<NodeId> {
        Vec::new()
    }
    fn named_beginning(&self, _: &str, _: usize) -> Vec<(String, NodeId)> {
        Vec::new()
    }
    fn evidence(&self, _: Entity) -> Vec<Evidence> {
        Vec::new()
    }
    fn external_id(&self, _: Entity) -> String {
        String::new()
    }
}
