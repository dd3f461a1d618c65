//! A reference to a view is a view.

use std::sync::Arc;

use smallvec::SmallVec;

use super::{Direction, Edges, GraphArrays, GraphView, Nodes, RelEnds, Symbol, SymbolKind, ValueRef};
use crate::model::{Entity, Evidence, NodeId, RelId, Value};

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<T: GraphView + ?Sized> GraphView for $pointer {
            forward!(@methods
                symbol(kind: SymbolKind, name: &str) -> Option<Symbol>;
                symbol_count(kind: SymbolKind) -> usize;
                node_bound() -> u32;
                node_count() -> usize;
                has_node(node: NodeId) -> bool;
                labels(node: NodeId) -> SmallVec<[Symbol; 2]>;
                has_label(node: NodeId, label: Symbol) -> bool;
                nodes() -> Nodes<'_>;
                nodes_labelled(label: Symbol) -> Nodes<'_>;
                label_count(label: Symbol) -> usize;
                property(node: NodeId, key: Symbol) -> ValueRef<'_>;
                properties(node: NodeId) -> Vec<(Symbol, Value)>;
                rel_bound() -> u32;
                rel_count() -> usize;
                rel(rel: RelId) -> Option<RelEnds>;
                deleted_rel(rel: RelId) -> Option<RelEnds>;
                type_count(kind: Symbol) -> usize;
                rel_property(rel: RelId, key: Symbol) -> ValueRef<'_>;
                rel_properties(rel: RelId) -> Vec<(Symbol, Value)>;
                edges(node: NodeId, direction: Direction, kind: Option<Symbol>) -> Edges<'_>;
                degree(node: NodeId, direction: Direction, kind: Option<Symbol>) -> usize;
                lookup(label: Option<Symbol>, key: Symbol, value: &Value) -> Option<Vec<NodeId>>;
                named(folded: &str) -> Vec<NodeId>;
                named_containing(folded: &str) -> Vec<NodeId>;
                named_beginning(folded: &str, most: usize) -> Vec<(String, NodeId)>;
                arrays() -> Option<&dyn GraphArrays>;
                evidence(entity: Entity) -> Vec<Evidence>;
                external_id(entity: Entity) -> String;
            );

            fn symbol_name(&self, kind: SymbolKind, symbol: Symbol) -> &str {
                (**self).symbol_name(kind, symbol)
            }
        }
    )*};
    (@methods $($name:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {$(
        fn $name(&self, $($argument: $type),*) -> $result {
            (**self).$name($($argument),*)
        }
    )*};
}

forward!(&T, Arc<T>, Box<T>);
