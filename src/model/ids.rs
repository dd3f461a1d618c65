use serde::{Deserialize, Serialize};

/// A node within one view of a graph. Dense from 0, never reused within a view; not stable across generations
/// (see [`crate::model::external_id`] for what may be kept).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeId(pub u32);

/// A relation within one view of a graph; see [`NodeId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RelId(pub u32);

/// Whatever can have properties and evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    Node(NodeId),
    Rel(RelId),
}

impl From<NodeId> for Entity {
    fn from(id: NodeId) -> Self {
        Self::Node(id)
    }
}

impl From<RelId> for Entity {
    fn from(id: RelId) -> Self {
        Self::Rel(id)
    }
}
