//! The graph while it grows: stages add what they find, equal things meet, and the batch comes out in document order.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::fold;
use crate::model::{Basis, Batch, Evidence, NodeKey, NodeRecord, PlanRecord, RelationRecord, Value};

/// A node of a [`Draft`], by the order in which it was first found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeAt(usize);

/// A node as one stage found it.
#[derive(Clone, Debug)]
pub struct Found {
    pub key: NodeKey,
    /// English identifier of the kind.
    pub kind: &'static str,
    pub name: String,
    pub aliases: Vec<String>,
    pub properties: BTreeMap<String, Value>,
    /// At least one; the first gives the node its place in the document.
    pub evidence: Vec<Evidence>,
}

impl Found {
    /// A node with its rule (the name that `why` shows) and the sentence that proves it.
    pub fn new(key: NodeKey, kind: &'static str, name: impl Into<String>, rule: &str, evidence: Evidence) -> Self {
        let properties = BTreeMap::from([("rule".to_owned(), Value::from(rule))]);
        Self { key, kind, name: name.into(), aliases: Vec::new(), properties, evidence: vec![evidence] }
    }

    pub fn alias(mut self, alias: impl Into<String>) -> Self {
        self.aliases.push(alias.into());
        self
    }

    /// Sets a property; `Null` sets nothing.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if !value.is_null() {
            self.properties.insert(name.to_owned(), value);
        }
        self
    }

    /// The words of the text that made the rule fire.
    pub fn trigger(self, words: &str) -> Self {
        if words.is_empty() { self } else { self.with("trigger", words) }
    }
}

/// A relation as one stage found it.
#[derive(Clone, Debug)]
pub struct Link {
    pub kind: &'static str,
    pub start: NodeAt,
    pub end: NodeAt,
    pub basis: Basis,
    /// 0 to 1.
    pub confidence: f64,
    /// Name of the rule, as `why` shows it.
    pub rule: &'static str,
    pub properties: BTreeMap<String, Value>,
    pub evidence: Vec<Evidence>,
}

impl Link {
    /// A relation that the shape of the document gives.
    pub fn structural(kind: &'static str, start: NodeAt, end: NodeAt, rule: &'static str, evidence: Evidence) -> Self {
        Self { kind, start, end, basis: Basis::Structural, confidence: 1.0, rule, properties: BTreeMap::new(), evidence: vec![evidence] }
    }

    /// A relation that a sentence states in words.
    pub fn explicit(kind: &'static str, start: NodeAt, end: NodeAt, rule: &'static str, confidence: f64, evidence: Evidence) -> Self {
        Self { basis: Basis::Explicit, confidence, ..Self::structural(kind, start, end, rule, evidence) }
    }

    /// A relation that words suggest.
    pub fn lexical(kind: &'static str, start: NodeAt, end: NodeAt, rule: &'static str, confidence: f64, evidence: Evidence) -> Self {
        Self { basis: Basis::Lexical, confidence, ..Self::structural(kind, start, end, rule, evidence) }
    }

    /// Sets a property; `Null` sets nothing.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if !value.is_null() {
            self.properties.insert(name.to_owned(), value);
        }
        self
    }

    /// The words of the text that carry the relation.
    pub fn trigger(self, words: &str) -> Self {
        if words.is_empty() { self } else { self.with("trigger", words) }
    }
}

/// Nodes and relations found so far. One thing is one node: whoever adds a node with a known key adds to that node.
#[derive(Debug, Default)]
pub struct Draft {
    plan: PlanRecord,
    /// The place that the plan is for: `江门市`; empty where the text does not say.
    region: String,
    nodes: Vec<NodeRecord>,
    by_key: FxHashMap<NodeKey, NodeAt>,
    /// Kind and folded name or alias → nodes, in the order found.
    by_name: FxHashMap<(&'static str, String), Vec<NodeAt>>,
    relations: Vec<RelationRecord>,
    by_ends: FxHashMap<(&'static str, NodeAt, NodeAt), usize>,
    /// Nodes that something contains.
    contained: FxHashSet<NodeAt>,
}

impl Draft {
    pub fn new(plan: PlanRecord, region: impl Into<String>) -> Self {
        Self { plan, region: region.into(), ..Self::default() }
    }

    pub const fn plan(&self) -> &PlanRecord {
        &self.plan
    }

    /// Slug of the plan.
    pub fn slug(&self) -> &str {
        &self.plan.slug
    }

    /// The place that the plan is for: `江门市`; empty where the text does not say.
    pub fn region(&self) -> &str {
        &self.region
    }

    pub fn get(&self, at: NodeAt) -> &NodeRecord {
        &self.nodes[at.0]
    }

    /// All nodes of a kind, in the order found.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (NodeAt, &'a NodeRecord)> {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.kind == kind).map(|(at, node)| (NodeAt(at), node))
    }

    /// All relations of a kind, in the order found.
    pub fn links<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (NodeAt, NodeAt)> + 'a {
        self.relations.iter().filter(move |link| link.kind == kind).map(|link| (NodeAt(link.start), NodeAt(link.end)))
    }

    pub fn by_key(&self, key: &NodeKey) -> Option<NodeAt> {
        self.by_key.get(key).copied()
    }

    /// The first node of a kind that bears a name, as its name or an alias; width, case, script and quotes do not matter.
    pub fn find(&self, kind: &'static str, name: &str) -> Option<NodeAt> {
        self.by_name.get(&(kind, fold(name))).and_then(|found| found.first()).copied()
    }

    /// Adds a node, or adds to the node that has its key: new surface forms as aliases, new properties, new evidence.
    pub fn node(&mut self, found: Found) -> NodeAt {
        let Found { key, kind, name, aliases, properties, evidence } = found;
        if let Some(&at) = self.by_key.get(&key) {
            for form in std::iter::once(name).chain(aliases) {
                self.alias(at, &form);
            }
            for (name, value) in properties {
                self.nodes[at.0].properties.entry(name).or_insert(value);
            }
            for proof in evidence {
                self.prove(at, proof);
            }
            return at;
        }
        let at = NodeAt(self.nodes.len());
        self.by_key.insert(key.clone(), at);
        self.by_name.entry((kind, fold(&name))).or_default().push(at);
        self.nodes.push(NodeRecord { key, kind: kind.to_owned(), name, aliases: Vec::new(), properties, evidence: Vec::new() });
        for form in aliases {
            self.alias(at, &form);
        }
        for proof in evidence {
            self.prove(at, proof);
        }
        at
    }

    /// Gives a node another surface form.
    pub fn alias(&mut self, at: NodeAt, form: &str) {
        let node = &mut self.nodes[at.0];
        if form.is_empty() || node.name == form || node.aliases.iter().any(|alias| alias == form) {
            return;
        }
        node.aliases.push(form.to_owned());
        let kind = kind_name(&node.kind);
        let bearers = self.by_name.entry((kind, fold(form))).or_default();
        if !bearers.contains(&at) {
            bearers.push(at);
        }
    }

    /// Gives a node another proof.
    pub fn prove(&mut self, at: NodeAt, proof: Evidence) {
        let known = &mut self.nodes[at.0].evidence;
        if !known.iter().any(|old| (old.start, old.end) == (proof.start, proof.end)) {
            known.push(proof);
        }
    }

    /// Sets a property of a node, whatever it was before.
    pub fn set(&mut self, at: NodeAt, name: &str, value: impl Into<Value>) {
        self.nodes[at.0].properties.insert(name.to_owned(), value.into());
    }

    /// Adds a relation, or adds to the one of that kind between the same ends: evidence, missing properties, and the stronger
    /// basis with its confidence. A node is never related to itself.
    pub fn link(&mut self, link: Link) {
        if link.start == link.end {
            return;
        }
        let ends = (link.kind, link.start, link.end);
        if let Some(&at) = self.by_ends.get(&ends) {
            let known = &mut self.relations[at];
            if link.basis < known.basis || (link.basis == known.basis && link.confidence > known.confidence) {
                known.basis = link.basis;
                known.confidence = link.confidence;
                known.rule = link.rule.to_owned();
            }
            for (name, value) in link.properties {
                known.properties.entry(name).or_insert(value);
            }
            for proof in link.evidence {
                if !known.evidence.iter().any(|old| (old.start, old.end) == (proof.start, proof.end)) {
                    known.evidence.push(proof);
                }
            }
            return;
        }
        if link.kind == "CONTAINS" {
            self.contained.insert(link.end);
        }
        self.by_ends.insert(ends, self.relations.len());
        self.relations.push(RelationRecord {
            kind: link.kind.to_owned(),
            start: link.start.0,
            end: link.end.0,
            basis: link.basis,
            confidence: link.confidence,
            rule: link.rule.to_owned(),
            properties: link.properties,
            evidence: link.evidence,
        });
    }

    /// Whether something contains a node.
    pub fn is_contained(&self, node: NodeAt) -> bool {
        self.contained.contains(&node)
    }

    /// Whether a relation is there.
    pub fn linked(&self, kind: &'static str, start: NodeAt, end: NodeAt) -> bool {
        self.by_ends.contains_key(&(kind, start, end))
    }

    /// The batch: nodes by their place in the document (of one place: as found), relations by those of their ends.
    /// Nodes of one plan get `plan`, `address` and `order`.
    pub fn finish(self) -> Batch {
        let place = |node: &NodeRecord| node.evidence.first().map_or(0, |proof| proof.start);
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by_key(|&at| (self.nodes[at].kind != "Plan", place(&self.nodes[at]), at));
        let mut moved = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            moved[old] = new;
        }
        let slug = self.plan.slug.clone();
        let mut slots: Vec<Option<NodeRecord>> = self.nodes.into_iter().map(Some).collect();
        let nodes = order
            .iter()
            .filter_map(|&old| slots[old].take())
            .enumerate()
            .map(|(at, mut node)| {
                if !SHARED.contains(&node.kind.as_str()) && node.kind != "Plan" {
                    let address = node.evidence.first().map_or_else(|| Value::from(""), |proof| Value::String(proof.address.clone()));
                    node.properties.insert("plan".to_owned(), Value::from(slug.as_str()));
                    node.properties.entry("address".to_owned()).or_insert(address);
                    node.properties.insert("order".to_owned(), Value::Int(i64::try_from(at).unwrap_or(i64::MAX)));
                }
                node
            })
            .collect();
        let mut relations = self.relations;
        for link in &mut relations {
            link.start = moved[link.start];
            link.end = moved[link.end];
        }
        relations.sort_by(|a, b| (a.start, &a.kind, a.end).cmp(&(b.start, &b.kind, b.end)));
        Batch { plan: self.plan, nodes, relations }
    }
}

/// Kinds whose nodes are things of the world, one for all plans.
pub const SHARED: [&str; 7] = ["Region", "Institution", "Industry", "Document", "Park", "Platform", "Programme"];

/// The kinds that extraction makes.
const KINDS: [&str; 16] = [
    "Plan",
    "Section",
    "Goal",
    "Indicator",
    "Target",
    "Task",
    "Measure",
    "Park",
    "Cluster",
    "Institution",
    "Platform",
    "Programme",
    "Region",
    "Industry",
    "Document",
    "Term",
];

fn kind_name(kind: &str) -> &'static str {
    KINDS.into_iter().find(|known| *known == kind).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::{Draft, Found, Link};
    use crate::model::{Basis, Evidence, NodeKey, PlanRecord};

    fn proof(start: u64) -> Evidence {
        Evidence { start, end: start + 3, ..Evidence::default() }
    }

    fn park(name: &str, start: u64) -> Found {
        Found::new(NodeKey::shared("Park", name), "Park", name, "test", proof(start))
    }

    #[test]
    fn one_thing_is_one_node_with_all_its_forms_and_proofs() {
        let mut draft = Draft::new(PlanRecord::default(), "");
        let a = draft.node(park("“翠山湖”新区", 40));
        let b = draft.node(park("翠山湖新区", 10));
        assert_eq!(a, b);
        assert_eq!(draft.get(a).aliases, ["翠山湖新区"]);
        assert_eq!(draft.get(a).evidence.len(), 2);
        assert_eq!(draft.find("Park", "翠山湖新區"), Some(a));
    }

    #[test]
    fn the_batch_is_in_document_order_and_keeps_the_strongest_basis() {
        let mut draft = Draft::new(PlanRecord::default(), "");
        let late = draft.node(park("乙园区", 40));
        let early = draft.node(park("甲园区", 10));
        draft.link(Link::lexical("HOSTS", late, early, "cue", 0.5, proof(40)));
        draft.link(Link::explicit("HOSTS", late, early, "said", 0.9, proof(41)));
        draft.link(Link::lexical("HOSTS", late, late, "cue", 0.5, proof(40)));
        let batch = draft.finish();
        assert_eq!(batch.nodes.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["甲园区", "乙园区"]);
        assert_eq!(batch.relations.len(), 1);
        let link = &batch.relations[0];
        assert_eq!((link.start, link.end, link.basis, link.rule.as_str()), (1, 0, Basis::Explicit, "said"));
        assert_eq!(link.evidence.len(), 2);
    }
}
