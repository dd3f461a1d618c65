//! What answers tell of nodes and relations, read from the view.

use crate::model::{Entity, Evidence, NodeId, RelId, Value};
use crate::view::{GraphView, RelEnds, Symbol, SymbolKind, ValueRef};

/// Reads properties by name.
pub(super) struct Facts<'a> {
    pub view: &'a dyn GraphView,
    name: Option<Symbol>,
    plan: Option<Symbol>,
    order: Option<Symbol>,
}

impl<'a> Facts<'a> {
    pub fn of(view: &'a dyn GraphView) -> Self {
        let key = |name| view.symbol(SymbolKind::Key, name);
        Self { view, name: key("name"), plan: key("plan"), order: key("order") }
    }

    pub fn property(&self, node: NodeId, key: &str) -> Value {
        self.view.symbol(SymbolKind::Key, key).map_or(Value::Null, |key| self.view.property(node, key).to_value())
    }

    pub fn text(&self, node: NodeId, key: &str) -> String {
        self.property(node, key).as_str().unwrap_or_default().to_owned()
    }

    pub fn name(&self, node: NodeId) -> String {
        self.name
            .map(|key| self.view.property(node, key).to_value())
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    pub fn plan(&self, node: NodeId) -> String {
        self.plan
            .map(|key| self.view.property(node, key).to_value())
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    pub fn kind(&self, node: NodeId) -> String {
        self.view.labels(node).first().map_or_else(String::new, |label| self.view.symbol_name(SymbolKind::Label, *label).to_owned())
    }

    pub fn rel(&self, rel: RelId) -> Option<RelEnds> {
        self.view.rel(rel)
    }

    pub fn rel_type(&self, rel: RelId) -> String {
        self.view.rel(rel).map_or_else(String::new, |ends| self.view.symbol_name(SymbolKind::RelType, ends.kind).to_owned())
    }

    pub fn rel_property(&self, rel: RelId, key: &str) -> Value {
        self.view.symbol(SymbolKind::Key, key).map_or(Value::Null, |key| self.view.rel_property(rel, key).to_value())
    }

    pub fn proofs(&self, entity: impl Into<Entity>) -> Vec<Evidence> {
        self.view.evidence(entity.into())
    }

    /// Document order: by plan, then by place; things that plans share stand where they are first named.
    pub fn order(&self, node: NodeId) -> (String, u64, u64, NodeId) {
        let proof = self.view.evidence(node.into()).into_iter().min_by(|a, b| (&a.plan, a.start).cmp(&(&b.plan, b.start)));
        let order = match self.order.map(|key| self.view.property(node, key)) {
            Some(ValueRef::Int(order)) => u64::try_from(order).unwrap_or(0),
            _ => 0,
        };
        match proof {
            Some(proof) => (proof.plan.to_string(), proof.start, order, node),
            None => (self.plan(node), u64::MAX, order, node),
        }
    }

    pub fn sort(&self, nodes: &mut [NodeId]) {
        nodes.sort_by_cached_key(|&node| self.order(node));
    }

    /// `{kind, name}`
    pub fn brief(&self, node: NodeId) -> Value {
        Value::map([("kind", Value::from(self.kind(node))), ("name", Value::from(self.name(node)))])
    }

    /// Where a node's first proof stands, and its words.
    pub fn first_proof(&self, node: NodeId) -> (Value, Value) {
        match self.proofs(node).into_iter().next() {
            Some(proof) => (Value::String(proof.address), Value::String(proof.quote)),
            None => (Value::Null, Value::Null),
        }
    }
}

/// A confidence as printed: four decimals, without the dust of binary fractions.
pub(super) fn rounded(value: Value) -> Value {
    match value {
        Value::Float(number) => Value::Float((number * 1e4).round() / 1e4),
        other => other,
    }
}

/// `{relation, plan, address, line, start, end, quote}`; without `relation` for the proof of a node.
pub(super) fn proof_map(relation: Option<&str>, proof: &Evidence) -> Value {
    let mut entries = vec![
        ("plan", Value::String(proof.plan.clone())),
        ("address", Value::String(proof.address.clone())),
        ("line", Value::Int(i64::from(proof.line))),
        ("start", Value::Int(i64::try_from(proof.start).unwrap_or(i64::MAX))),
        ("end", Value::Int(i64::try_from(proof.end).unwrap_or(i64::MAX))),
        ("quote", Value::String(proof.quote.clone())),
    ];
    if let Some(relation) = relation {
        entries.insert(0, ("relation", Value::from(relation)));
    }
    Value::map(entries)
}

/// The proofs of several relations, each place once.
pub(super) fn proof_list<'p>(proofs: impl IntoIterator<Item = (Option<&'p str>, Evidence)>) -> Value {
    let mut seen = Vec::new();
    let mut list = Vec::new();
    for (relation, proof) in proofs {
        let key = (relation.map(str::to_owned), proof.plan.clone(), proof.start, proof.end);
        if !seen.contains(&key) {
            list.push(proof_map(relation, &proof));
            seen.push(key);
        }
    }
    Value::list(list)
}

pub(super) fn node_of(value: Option<&Value>) -> Option<NodeId> {
    match value {
        Some(Value::Node(node)) => Some(*node),
        _ => None,
    }
}

pub(super) fn rel_of(value: Option<&Value>) -> Option<RelId> {
    match value {
        Some(Value::Rel(rel)) => Some(*rel),
        _ => None,
    }
}
