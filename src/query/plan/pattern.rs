use super::{Expr, Named, PathPart, Slot};
use crate::query::ast::Shortest;
use crate::view::Direction;

/// The paths of one MATCH as a graph, with the conditions on it. Its relations must all be different.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pattern {
    pub nodes: Vec<PatternNode>,
    pub rels: Vec<PatternRel>,
    /// All must be true; each may read nodes, relations and paths of the pattern and whatever the row already has.
    pub conditions: Vec<Expr>,
    pub paths: Vec<(Slot, Vec<PathPart>)>,
    /// The places that the row already has, of the pattern or not.
    pub bound: Vec<Slot>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PatternNode {
    pub slot: Slot,
    /// All of them are asked for.
    pub labels: Vec<Named>,
    /// The row already has it.
    pub bound: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PatternRel {
    pub slot: Slot,
    /// The node on the left as written.
    pub from: Slot,
    pub to: Slot,
    /// Seen from the left.
    pub direction: Direction,
    pub kinds: Vec<Named>,
    /// The bounds of a walk of several relations.
    pub length: Option<(usize, usize)>,
    pub shortest: Option<Shortest>,
    /// Of every relation of a walk; those of a single relation are conditions.
    pub properties: Vec<(Named, Expr)>,
    pub bound: bool,
    /// Whether anything reads the relation or the list.
    pub read: bool,
}

impl Pattern {
    pub fn visit(&self, see: &mut dyn FnMut(&Expr)) {
        self.rels.iter().flat_map(|rel| &rel.properties).for_each(|entry| entry.1.visit(see));
        self.conditions.iter().for_each(|condition| condition.visit(see));
    }

    pub fn node(&self, slot: Slot) -> Option<&PatternNode> {
        self.nodes.iter().find(|node| node.slot == slot)
    }

    /// The places that the pattern gives values to.
    pub fn new_slots(&self) -> Vec<Slot> {
        let nodes = self.nodes.iter().filter(|node| !node.bound).map(|node| node.slot);
        let rels = self.rels.iter().filter(|rel| !rel.bound).map(|rel| rel.slot);
        nodes.chain(rels).chain(self.paths.iter().map(|path| path.0)).collect()
    }
}

impl PatternRel {
    /// Whether two relations can be the same at all.
    pub fn may_be(&self, other: &Self) -> bool {
        self.kinds.is_empty() || other.kinds.is_empty() || self.kinds.iter().any(|kind| other.kinds.contains(kind))
    }
}
