//! Floor 2: what any reader asks of a graph, and the graphs in memory that answer it.
//!
//! [`GraphView`] is the question, [`MemoryGraph`] a graph that answers from memory. An [`Overlay`] is a view and a
//! [`ChangeSet`] over it, read as one graph: a statement writes into it, and what it wrote is then taken into the graph
//! below ([`MemoryGraph::apply`]), written down ([`ChangeSet::list`]), or dropped.

mod arrays;
mod changes;
mod data;
mod edges;
mod forward;
mod graph_view;
mod memory;
mod overlay;
mod overlay_view;
mod symbol;
mod value_ref;

pub use arrays::{GraphArrays, LabelSets, Number, NumberColumn};
pub use changes::{Change, ChangeSet};
pub use edges::{Direction, Edge, Edges, Nodes};
pub use graph_view::{GraphView, RelEnds};
pub use memory::MemoryGraph;
pub use overlay::Overlay;
pub use symbol::{Symbol, SymbolKind};
pub use value_ref::ValueRef;
