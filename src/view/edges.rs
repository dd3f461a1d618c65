use crate::model::{NodeId, RelId};

/// Which ends of a relation to follow from a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The node is the start.
    Out,
    /// The node is the end.
    In,
    /// Either; a relation from a node to itself is met once.
    Both,
}

/// One step from a node: the relation, and the node at its other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(C)]
pub struct Edge {
    pub rel: RelId,
    pub node: NodeId,
}

/// The steps that a node offers, without a box: parallel slices of a mapped file, chained where two directions or
/// several types are asked for, or a list that was put together.
#[derive(Clone, Debug)]
pub enum Edges<'a> {
    /// Parallel slices of relation ids and node ids, equally long.
    Slices {
        rels: &'a [u32],
        nodes: &'a [u32],
    },
    Owned(std::vec::IntoIter<Edge>),
    Chain(Box<(Edges<'a>, Edges<'a>)>),
}

impl Edges<'_> {
    pub fn empty() -> Self {
        Self::Slices { rels: &[], nodes: &[] }
    }
}

impl Iterator for Edges<'_> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        match self {
            Self::Slices { rels, nodes } => {
                let (&rel, rest) = rels.split_first()?;
                let (&node, others) = nodes.split_first()?;
                (*rels, *nodes) = (rest, others);
                Some(Edge { rel: RelId(rel), node: NodeId(node) })
            }
            Self::Owned(list) => list.next(),
            Self::Chain(pair) => pair.0.next().or_else(|| pair.1.next()),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Slices { rels, .. } => (rels.len(), Some(rels.len())),
            Self::Owned(list) => list.size_hint(),
            Self::Chain(pair) => {
                let (a, b) = (pair.0.size_hint(), pair.1.size_hint());
                (a.0 + b.0, a.1.zip(b.1).map(|(a, b)| a + b))
            }
        }
    }
}

/// Nodes in ascending order of id: a range, a slice of a mapped file, or a list that was put together.
#[derive(Clone, Debug)]
pub enum Nodes<'a> {
    Range(std::ops::Range<u32>),
    Slice(std::slice::Iter<'a, u32>),
    Owned(std::vec::IntoIter<NodeId>),
}

impl Iterator for Nodes<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        match self {
            Self::Range(range) => range.next().map(NodeId),
            Self::Slice(ids) => ids.next().map(|&id| NodeId(id)),
            Self::Owned(list) => list.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Range(range) => range.size_hint(),
            Self::Slice(ids) => ids.size_hint(),
            Self::Owned(list) => list.size_hint(),
        }
    }
}
