//! A view of a graph, narrowed, with petgraph's visit traits.

use petgraph::Direction as PetDirection;
use petgraph::visit::{
    Data, EdgeRef, GraphBase, GraphRef, IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers,
    NodeCount, NodeIndexable, VisitMap, Visitable,
};

use crate::model::{NodeId, RelId};
use crate::view::{Direction, Edge, GraphView, Nodes, Symbol, SymbolKind};

/// Which part of a graph an algorithm sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Relation types that may be walked; every type where empty.
    pub only: Vec<Symbol>,
    /// Relation types that may not, whatever `only` says.
    pub except: Vec<Symbol>,
    /// Labels of nodes that may be walked to; every label where empty.
    pub labels: Vec<Symbol>,
    /// Labels that may not be walked through. The ends of a path are not walked through.
    pub avoid_labels: Vec<Symbol>,
    /// Nodes that may not be walked through.
    pub avoid: Vec<NodeId>,
    /// Slugs of plans: only relations that a sentence of one of them proves may be walked; every relation where empty.
    pub plans: Vec<String>,
    pub direction: Direction,
}

impl Default for Scope {
    fn default() -> Self {
        Self {
            only: Vec::new(),
            except: Vec::new(),
            labels: Vec::new(),
            avoid_labels: Vec::new(),
            avoid: Vec::new(),
            plans: Vec::new(),
            direction: Direction::Both,
        }
    }
}

/// A view seen through a [`Scope`]. Copying it copies two references.
#[derive(Clone, Copy)]
pub struct Network<'a> {
    pub view: &'a dyn GraphView,
    pub scope: &'a Scope,
}

impl<'a> Network<'a> {
    pub fn new(view: &'a dyn GraphView, scope: &'a Scope) -> Self {
        Self { view, scope }
    }

    /// Whether the scope lets this relation type be walked.
    pub fn walks(&self, kind: Symbol) -> bool {
        (self.scope.only.is_empty() || self.scope.only.contains(&kind)) && !self.scope.except.contains(&kind)
    }

    /// Whether the scope has this node at all.
    pub fn holds(&self, node: NodeId) -> bool {
        self.view.has_node(node)
            && (self.scope.labels.is_empty() || self.scope.labels.iter().any(|&label| self.view.has_label(node, label)))
    }

    /// Whether a walk may pass through this node, beyond starting or ending there.
    pub fn passes(&self, node: NodeId) -> bool {
        !self.scope.avoid.contains(&node) && !self.scope.avoid_labels.iter().any(|&label| self.view.has_label(node, label))
    }

    /// The steps that the scope offers from a node, in the direction given.
    pub fn steps(&self, node: NodeId, direction: Direction) -> Box<dyn Iterator<Item = Edge> + 'a> {
        let network = *self;
        let by_type = network.scope.only.len() == 1;
        let kind = if by_type { Some(network.scope.only[0]) } else { None };
        let narrowed = !network.scope.only.is_empty() || !network.scope.except.is_empty();
        let check = !by_type && narrowed;
        Box::new(network.view.edges(node, direction, kind).filter(move |edge| {
            (!check || network.view.rel(edge.rel).is_some_and(|ends| network.walks(ends.kind)))
                && network.holds(edge.node)
                && network.is_of_plans(edge.rel)
        }))
    }

    fn is_of_plans(&self, rel: RelId) -> bool {
        let plans = &self.scope.plans;
        plans.is_empty() || self.view.evidence(rel.into()).iter().any(|proof| plans.iter().any(|plan| *plan == *proof.plan))
    }

    /// The steps of the scope's own direction.
    pub fn onward(&self, node: NodeId) -> Box<dyn Iterator<Item = Edge> + 'a> {
        self.steps(node, self.scope.direction)
    }

    /// The same, against the scope's direction.
    pub fn backward(&self, node: NodeId) -> Box<dyn Iterator<Item = Edge> + 'a> {
        let against = match self.scope.direction {
            Direction::Out => Direction::In,
            Direction::In => Direction::Out,
            Direction::Both => Direction::Both,
        };
        self.steps(node, against)
    }

    /// The nodes of the scope, ascending.
    pub fn members(&self) -> impl Iterator<Item = NodeId> + 'a {
        let network = *self;
        network.view.nodes().filter(move |&node| network.holds(node))
    }

    /// How sure a relation is: its `confidence`, 1 where it has none.
    pub fn confidence(&self, rel: RelId) -> f64 {
        let key = self.view.symbol(SymbolKind::Key, "confidence");
        key.and_then(|key| self.view.rel_property(rel, key).to_value().as_number()).map_or(1.0, |c| c.clamp(0.0, 1.0))
    }
}

/// One mark a node, as a bit set: what petgraph's searches remember of where they have been.
#[derive(Clone, Debug, Default)]
pub struct Marks(Vec<u64>);

impl Marks {
    fn new(bound: u32) -> Self {
        Self(vec![0; (bound as usize).div_ceil(64)])
    }
}

impl VisitMap<NodeId> for Marks {
    fn visit(&mut self, node: NodeId) -> bool {
        let (word, bit) = (node.0 as usize / 64, 1 << (node.0 % 64));
        match self.0.get_mut(word) {
            Some(bits) => {
                let fresh = *bits & bit == 0;
                *bits |= bit;
                fresh
            }
            None => false,
        }
    }

    fn is_visited(&self, node: &NodeId) -> bool {
        self.0.get(node.0 as usize / 64).is_some_and(|bits| bits & (1 << (node.0 % 64)) != 0)
    }

    fn unvisit(&mut self, node: NodeId) -> bool {
        let (word, bit) = (node.0 as usize / 64, 1 << (node.0 % 64));
        match self.0.get_mut(word) {
            Some(bits) if *bits & bit != 0 => {
                *bits &= !bit;
                true
            }
            _ => false,
        }
    }
}

/// A relation as petgraph sees it: from the node that was asked, whichever way it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    source: NodeId,
    target: NodeId,
    rel: RelId,
}

impl EdgeRef for Hop {
    type NodeId = NodeId;
    type EdgeId = RelId;
    type Weight = RelId;

    fn source(&self) -> NodeId {
        self.source
    }

    fn target(&self) -> NodeId {
        self.target
    }

    fn weight(&self) -> &RelId {
        &self.rel
    }

    fn id(&self) -> RelId {
        self.rel
    }
}

impl GraphBase for Network<'_> {
    type NodeId = NodeId;
    type EdgeId = RelId;
}

impl GraphRef for Network<'_> {}

impl Data for Network<'_> {
    type NodeWeight = NodeId;
    type EdgeWeight = RelId;
}

impl NodeCount for Network<'_> {
    fn node_count(&self) -> usize {
        self.members().count()
    }
}

impl NodeIndexable for Network<'_> {
    fn node_bound(&self) -> usize {
        self.view.node_bound() as usize
    }

    fn to_index(&self, node: NodeId) -> usize {
        node.0 as usize
    }

    fn from_index(&self, index: usize) -> NodeId {
        NodeId(index as u32)
    }
}

impl Visitable for Network<'_> {
    type Map = Marks;

    fn visit_map(&self) -> Marks {
        Marks::new(self.view.node_bound())
    }

    fn reset_map(&self, map: &mut Marks) {
        *map = self.visit_map();
    }
}

impl<'a> IntoNeighbors for Network<'a> {
    type Neighbors = Box<dyn Iterator<Item = NodeId> + 'a>;

    fn neighbors(self, node: NodeId) -> Self::Neighbors {
        Box::new(self.onward(node).map(|edge| edge.node))
    }
}

impl<'a> IntoNeighborsDirected for Network<'a> {
    type NeighborsDirected = Box<dyn Iterator<Item = NodeId> + 'a>;

    fn neighbors_directed(self, node: NodeId, direction: PetDirection) -> Self::NeighborsDirected {
        match direction {
            PetDirection::Outgoing => Box::new(self.onward(node).map(|edge| edge.node)),
            PetDirection::Incoming => Box::new(self.backward(node).map(|edge| edge.node)),
        }
    }
}

impl<'a> IntoNodeIdentifiers for Network<'a> {
    type NodeIdentifiers = std::iter::Filter<Nodes<'a>, HoldsNode<'a>>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        self.view.nodes().filter(holds_node(self))
    }
}

type HoldsNode<'a> = Box<dyn FnMut(&NodeId) -> bool + 'a>;

fn holds_node(network: Network<'_>) -> HoldsNode<'_> {
    Box::new(move |&node| network.holds(node))
}

impl<'a> IntoEdgeReferences for Network<'a> {
    type EdgeRef = Hop;
    type EdgeReferences = Box<dyn Iterator<Item = Hop> + 'a>;

    fn edge_references(self) -> Self::EdgeReferences {
        Box::new(
            self.members().flat_map(move |node| {
                self.steps(node, Direction::Out).map(move |edge| Hop { source: node, target: edge.node, rel: edge.rel })
            }),
        )
    }
}

impl<'a> IntoEdges for Network<'a> {
    type Edges = Box<dyn Iterator<Item = Hop> + 'a>;

    fn edges(self, node: NodeId) -> Self::Edges {
        Box::new(self.onward(node).map(move |edge| Hop { source: node, target: edge.node, rel: edge.rel }))
    }
}
