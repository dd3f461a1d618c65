//! Floor 4: document → batch of nodes and relations with evidence. Never sees the store.

mod draft;
pub mod mentions;

pub use draft::{Draft, Found, Link, NodeAt, SHARED};
