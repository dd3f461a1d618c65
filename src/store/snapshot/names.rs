//! Finding nodes by what they are called.

use super::layout::section;
use super::mapped::Mapped;
use super::properties::partition;
use crate::model::NodeId;

/// The sorted names of a snapshot.
pub(crate) struct NameIndex<'a> {
    pub map: &'a Mapped,
}

impl NameIndex<'_> {
    fn count(&self) -> usize {
        self.map.length(section::NAMED) / 4
    }

    fn folded(&self, at: usize) -> &str {
        self.map.text(self.map.u64_at(section::FOLDED, at))
    }

    fn node(&self, at: usize) -> NodeId {
        NodeId(self.map.u32_at(section::NAMED, at))
    }

    /// The first name that is not before `folded`.
    fn seek(&self, folded: &str) -> usize {
        partition(self.count(), |at| self.folded(at) < folded)
    }

    pub fn equal(&self, folded: &str) -> Vec<NodeId> {
        let places = (self.seek(folded)..self.count()).take_while(|&at| self.folded(at) == folded);
        ascending(places.map(|at| self.node(at)).collect())
    }

    pub fn containing(&self, folded: &str) -> Vec<NodeId> {
        let finder = memchr::memmem::Finder::new(folded);
        let places = (0..self.count()).filter(|&at| finder.find(self.folded(at).as_bytes()).is_some());
        ascending(places.map(|at| self.node(at)).collect())
    }

    pub fn beginning(&self, folded: &str, most: usize) -> Vec<(String, NodeId)> {
        let places = (self.seek(folded)..self.count()).take_while(|&at| self.folded(at).starts_with(folded)).take(most);
        places.map(|at| (self.map.text(self.map.u64_at(section::WRITTEN, at)).to_owned(), self.node(at))).collect()
    }
}

fn ascending(mut nodes: Vec<NodeId>) -> Vec<NodeId> {
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}
