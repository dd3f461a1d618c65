//! Floor 3: graph algorithms over any [`crate::view::GraphView`], by way of petgraph.
//!
//! [`Network`] gives a view petgraph's visit traits, narrowed to the relations and nodes that a question allows; nothing
//! is copied. Algorithms stand one a file. None recurses, each asks its [`Checkpoint`] as it goes, and equal input gives
//! equal output down to the order: where a rule leaves a tie, the lower id (the earlier place in the documents) wins.

mod betweenness;
mod centrality;
mod communities;
mod components;
mod network;
mod paths;
mod similarity;

pub use betweenness::betweenness;
pub use centrality::{degree, pagerank};
pub use communities::{communities, modularity};
pub use components::{components, k_core};
pub use network::{Network, Scope};
pub use paths::{FoundPath, shortest_paths, simple_paths, strongest_path};
pub use similarity::{similar, similarity};

use crate::base::Outcome;

/// Asked every few thousand steps; an error (time is up, the user pressed Ctrl-C) ends the algorithm.
pub type Checkpoint<'a> = &'a mut dyn FnMut() -> Outcome<()>;
