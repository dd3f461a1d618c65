//! What the checks read of one plan's graph, in document order.

use rustc_hash::FxHashMap;

use crate::model::{Entity, Evidence, NodeId, RelId};
use crate::view::{Direction, GraphView, SymbolKind, ValueRef};

/// The nodes of every plan of a graph, found in one pass: a graph of a thousand plans is not searched a thousand times.
#[derive(Clone, Debug, Default)]
pub struct Owned(FxHashMap<String, Vec<NodeId>>);

impl Owned {
    /// Nodes belong to the plan that they name, shared ones to every plan that proves them.
    pub fn of(view: &dyn GraphView) -> Self {
        let mut plans: FxHashMap<String, Vec<NodeId>> = FxHashMap::default();
        let key = view.symbol(SymbolKind::Key, "plan");
        for node in view.nodes() {
            let mut own = |plan: &str| match plans.get_mut(plan) {
                Some(nodes) => {
                    if nodes.last() != Some(&node) {
                        nodes.push(node);
                    }
                }
                None => {
                    plans.insert(plan.to_owned(), vec![node]);
                }
            };
            match key.map_or(ValueRef::Null, |key| view.property(node, key)) {
                ValueRef::Str(plan) if !plan.is_empty() => own(plan),
                _ => view.evidence(Entity::Node(node)).iter().for_each(|proof| own(&proof.plan)),
            }
        }
        Self(plans)
    }

    /// In document order.
    pub(super) fn nodes(&self, plan: &str) -> &[NodeId] {
        self.0.get(plan).map_or(&[], Vec::as_slice)
    }
}

/// One plan's part of a graph.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    pub view: &'a dyn GraphView,
    /// Slug of the plan.
    pub plan: &'a str,
    /// The plan's nodes, ascending.
    pub nodes: &'a [NodeId],
}

/// One value of an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    pub node: NodeId,
    pub year: Option<i64>,
    pub value: Option<f64>,
    pub range: Option<(f64, f64)>,
    pub unit: String,
    /// `eq`, `ge`, `le`, `range`.
    pub bound: String,
    /// `table`, `prose`.
    pub source: String,
    /// `target`, `actual`, `reference`.
    pub role: String,
    /// The text names no year for it: it was given the plan's last one.
    pub guessed: bool,
    pub evidence: Vec<Evidence>,
}

/// An indicator with all its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    pub node: NodeId,
    pub name: String,
    pub aliases: Vec<String>,
    pub unit: String,
    /// Whether less is better (energy use, emissions); where the plan does not say, more is taken to be.
    pub lower_is_better: bool,
    pub targets: Vec<Target>,
    pub evidence: Vec<Evidence>,
}

impl<'a> Facts<'a> {
    /// Nodes of a kind that this plan proves, in document order.
    pub fn nodes(&self, kind: &str) -> Vec<NodeId> {
        let Some(label) = self.view.symbol(SymbolKind::Label, kind) else { return Vec::new() };
        self.nodes.iter().copied().filter(|&node| self.view.has_label(node, label)).collect()
    }

    /// Whether the node is the plan's own, or a shared one that the plan proves.
    fn owns(&self, node: NodeId) -> bool {
        self.nodes.binary_search(&node).is_ok()
    }

    pub fn text(&self, node: NodeId, key: &str) -> String {
        match self.property(node, key) {
            ValueRef::Str(text) => text.to_string(),
            _ => String::new(),
        }
    }

    pub fn number(&self, node: NodeId, key: &str) -> Option<f64> {
        self.property(node, key).to_value().as_number()
    }

    pub fn list(&self, node: NodeId, key: &str) -> Vec<String> {
        let value = self.property(node, key).to_value();
        value.as_list().unwrap_or_default().iter().filter_map(|item| item.as_str().map(str::to_string)).collect()
    }

    fn property(&self, node: NodeId, key: &str) -> ValueRef<'a> {
        self.view.symbol(SymbolKind::Key, key).map_or(ValueRef::Null, |key| self.view.property(node, key))
    }

    pub fn name(&self, node: NodeId) -> String {
        self.text(node, "name")
    }

    /// This plan's proofs of a node or relation.
    pub fn evidence(&self, entity: impl Into<Entity>) -> Vec<Evidence> {
        self.view.evidence(entity.into()).into_iter().filter(|proof| &*proof.plan == self.plan).collect()
    }

    /// The steps along relations of a type, with the node at the other end; only those that this plan proves or that it
    /// could prove (relations of its own nodes).
    pub fn steps(&self, node: NodeId, direction: Direction, kind: &str) -> Vec<(RelId, NodeId)> {
        let Some(kind) = self.view.symbol(SymbolKind::RelType, kind) else { return Vec::new() };
        self.view.edges(node, direction, Some(kind)).map(|edge| (edge.rel, edge.node)).filter(|(_, other)| self.owns(*other)).collect()
    }

    pub fn is(&self, node: NodeId, kind: &str) -> bool {
        self.view.symbol(SymbolKind::Label, kind).is_some_and(|label| self.view.has_label(node, label))
    }

    pub fn indicators(&self) -> Vec<Indicator> {
        self.nodes("Indicator").into_iter().map(|node| self.indicator(node)).collect()
    }

    fn indicator(&self, node: NodeId) -> Indicator {
        let targets = self.steps(node, Direction::Out, "HAS_TARGET").into_iter().map(|(link, target)| self.target(link, target)).collect();
        Indicator {
            node,
            name: self.name(node),
            aliases: self.list(node, "aliases"),
            unit: self.text(node, "unit"),
            lower_is_better: self.text(node, "better") == "lower",
            targets,
            evidence: self.evidence(node),
        }
    }

    fn target(&self, link: RelId, node: NodeId) -> Target {
        let basis = self.view.symbol(SymbolKind::Key, "basis").map_or(ValueRef::Null, |key| self.view.rel_property(link, key));
        Target {
            node,
            year: self.number(node, "year").map(|year| year as i64),
            value: self.number(node, "value"),
            range: self.number(node, "value_min").zip(self.number(node, "value_max")),
            unit: self.text(node, "unit"),
            bound: self.text(node, "bound"),
            source: self.text(node, "source"),
            role: self.text(node, "role"),
            guessed: matches!(basis, ValueRef::Str("lexical")),
            evidence: self.evidence(node),
        }
    }
}
