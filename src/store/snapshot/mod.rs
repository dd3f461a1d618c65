//! One generation of the graph as one file that is mapped, not read.
//!
//! ```text
//! magic, version │ sections … │ directory │ offset and length of the directory, length of the file, magic
//! ```
//!
//! Sections are little-endian arrays, each at a multiple of 64 bytes. Neighbours lie in compressed sparse rows (Tinney and
//! Walker 1967), once by start and once by end: a node has runs of one relation type, a run has relations and the nodes at
//! their other ends, in ascending order of relation.

mod build;
mod layout;
mod mapped;
mod names;
mod properties;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use build::write;
pub use view::{About, Snapshot};
