//! Floor 2: what any reader asks of a graph, and the graphs in memory that answer it.

mod edges;
mod graph_view;
mod symbol;
mod value_ref;

pub use edges::{Direction, Edge, Edges, Nodes};
pub use graph_view::{GraphView, RelEnds};
pub use symbol::{Symbol, SymbolKind};
pub use value_ref::ValueRef;
