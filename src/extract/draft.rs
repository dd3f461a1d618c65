//! The graph while it grows: stages add what they find, equal things meet, and the batch comes out in document order.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};

use crate::base::fold;
use crate::model::{Basis, Batch, NodeKey, NodeRecord, PlanRecord, Proof, Properties, RelationRecord, Value};

/// A node of a [`Draft`], by the order in which it was first found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeAt(u32);

impl NodeAt {
    fn new(at: usize) -> Self {
        Self(index(at))
    }

    const fn at(self) -> usize {
        self.0 as usize
    }
}

/// A place in a list of what one text gave. Texts are smaller than 4 GB, and everything found takes some of it.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A node as one stage found it.
#[derive(Clone, Debug)]
pub struct Found {
    pub key: NodeKey,
    /// English identifier of the kind.
    pub kind: &'static str,
    pub name: String,
    pub aliases: Vec<String>,
    pub properties: Properties,
    /// At least one; the first gives the node its place in the document.
    pub evidence: SmallVec<[Proof; 1]>,
}

impl Found {
    /// A node with its rule (the name that `why` shows) and the sentence that proves it.
    pub fn new(key: NodeKey, kind: &'static str, name: impl Into<String>, rule: &str, evidence: Proof) -> Self {
        let mut properties = Properties::default();
        properties.set("rule", rule);
        Self { key, kind, name: name.into(), aliases: Vec::new(), properties, evidence: smallvec![evidence] }
    }

    pub fn alias(mut self, alias: impl Into<String>) -> Self {
        self.aliases.push(alias.into());
        self
    }

    /// Sets a property; `Null` sets nothing.
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if !value.is_null() {
            self.properties.set(name, value);
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
    pub properties: Properties,
    pub evidence: SmallVec<[Proof; 1]>,
}

impl Link {
    /// A relation that the shape of the document gives.
    pub fn structural(kind: &'static str, start: NodeAt, end: NodeAt, rule: &'static str, evidence: Proof) -> Self {
        Self {
            kind,
            start,
            end,
            basis: Basis::Structural,
            confidence: 1.0,
            rule,
            properties: Properties::default(),
            evidence: smallvec![evidence],
        }
    }

    /// A relation that a sentence states in words.
    pub fn explicit(kind: &'static str, start: NodeAt, end: NodeAt, rule: &'static str, confidence: f64, evidence: Proof) -> Self {
        Self { basis: Basis::Explicit, confidence, ..Self::structural(kind, start, end, rule, evidence) }
    }

    /// A relation that words suggest.
    pub fn lexical(kind: &'static str, start: NodeAt, end: NodeAt, rule: &'static str, confidence: f64, evidence: Proof) -> Self {
        Self { basis: Basis::Lexical, confidence, ..Self::structural(kind, start, end, rule, evidence) }
    }

    /// Sets a property; `Null` sets nothing.
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if !value.is_null() {
            self.properties.set(name, value);
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
    relations: Vec<RelationRecord>,
    by_ends: FxHashMap<(&'static str, NodeAt, NodeAt), u32>,
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
        &self.nodes[at.at()]
    }

    /// All nodes of a kind, in the order found.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (NodeAt, &'a NodeRecord)> {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.kind == kind).map(|(at, node)| (NodeAt::new(at), node))
    }

    /// All relations of a kind, in the order found.
    pub fn links<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (NodeAt, NodeAt)> + 'a {
        self.relations.iter().filter(move |link| link.kind == kind).map(|link| (NodeAt::new(link.start), NodeAt::new(link.end)))
    }

    pub fn by_key(&self, key: &NodeKey) -> Option<NodeAt> {
        self.by_key.get(key).copied()
    }

    /// The nodes of a kind by their names and aliases, folded; of several that bear one, the first whose name it is.
    pub fn named(&self, kind: &str) -> FxHashMap<String, NodeAt> {
        let mut named = FxHashMap::default();
        for (at, node) in self.of_kind(kind) {
            named.entry(fold(&node.name)).or_insert(at);
        }
        for (at, alias) in self.of_kind(kind).flat_map(|(at, node)| node.aliases.iter().map(move |alias| (at, alias))) {
            named.entry(fold(alias)).or_insert(at);
        }
        named
    }

    /// Adds a node, or adds to the node that has its key: new surface forms as aliases, new properties, new evidence.
    pub fn node(&mut self, found: Found) -> NodeAt {
        let Found { key, kind, name, aliases, properties, evidence } = found;
        if let Some(&at) = self.by_key.get(&key) {
            for form in std::iter::once(name).chain(aliases) {
                self.alias(at, &form);
            }
            for (name, value) in properties {
                self.nodes[at.at()].properties.add(name, value);
            }
            for proof in evidence {
                self.prove(at, proof);
            }
            return at;
        }
        let at = NodeAt::new(self.nodes.len());
        self.by_key.insert(key.clone(), at);
        self.nodes.push(NodeRecord { key, kind, name, aliases: Vec::new(), properties, evidence: SmallVec::new() });
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
        let node = &mut self.nodes[at.at()];
        if form.is_empty() || node.name == form || node.aliases.iter().any(|alias| alias == form) {
            return;
        }
        node.aliases.push(form.to_owned());
    }

    /// Gives a node another proof.
    pub fn prove(&mut self, at: NodeAt, proof: Proof) {
        let known = &mut self.nodes[at.at()].evidence;
        if !known.iter().any(|old| (old.start, old.end) == (proof.start, proof.end)) {
            known.push(proof);
        }
    }

    /// Sets a property of a node, whatever it was before.
    pub fn set(&mut self, at: NodeAt, name: &'static str, value: impl Into<Value>) {
        self.nodes[at.at()].properties.set(name, value);
    }

    /// Adds a relation, or adds to the one of that kind between the same ends: evidence, missing properties, and the stronger
    /// basis with its confidence. A node is never related to itself.
    pub fn link(&mut self, link: Link) {
        if link.start == link.end {
            return;
        }
        let ends = (link.kind, link.start, link.end);
        if let Some(&at) = self.by_ends.get(&ends) {
            let known = &mut self.relations[at as usize];
            if link.basis < known.basis || (link.basis == known.basis && link.confidence > known.confidence) {
                known.basis = link.basis;
                known.confidence = link.confidence;
                known.rule = link.rule;
            }
            for (name, value) in link.properties {
                known.properties.add(name, value);
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
        self.by_ends.insert(ends, index(self.relations.len()));
        self.relations.push(RelationRecord {
            kind: link.kind,
            start: link.start.at(),
            end: link.end.at(),
            basis: link.basis,
            confidence: link.confidence,
            rule: link.rule,
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
    pub fn finish(mut self) -> Batch {
        let place = |node: &NodeRecord| node.evidence.first().map_or(0, |proof| proof.start);
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by_key(|&at| (self.nodes[at].kind != "Plan", place(&self.nodes[at]), at));
        let mut moved = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            moved[old] = new;
        }
        // What only the growing graph needs goes before the batch is made.
        (self.by_key, self.by_ends) = Default::default();
        let slug = Value::from(self.plan.slug.as_str());
        let mut slots: Vec<Option<NodeRecord>> = self.nodes.into_iter().map(Some).collect();
        let nodes = order
            .iter()
            .filter_map(|&old| slots[old].take())
            .enumerate()
            .map(|(at, mut node)| {
                if !SHARED.contains(&node.kind) && node.kind != "Plan" {
                    let address = node.evidence.first().map_or_else(|| Value::from(""), |proof| Value::String(proof.address.clone()));
                    node.properties.set("plan", slug.clone());
                    node.properties.add("address", address);
                    node.properties.set("order", Value::Int(i64::try_from(at).unwrap_or(i64::MAX)));
                }
                node
            })
            .collect();
        let mut relations = self.relations;
        for link in &mut relations {
            link.start = moved[link.start];
            link.end = moved[link.end];
        }
        relations.sort_by(|a, b| (a.start, a.kind, a.end).cmp(&(b.start, b.kind, b.end)));
        Batch { plan: self.plan, nodes, relations }
    }
}

/// Kinds whose nodes are things of the world, one for all plans.
pub const SHARED: [&str; 7] = ["Region", "Institution", "Industry", "Document", "Park", "Platform", "Programme"];

#[cfg(test)]
mod tests {
    use super::{Draft, Found, Link, fold};
    use crate::model::{Basis, Evidence, NodeKey, PlanRecord, Proof};

    fn proof(start: u64) -> Proof {
        Evidence { start, end: start + 3, ..Evidence::default() }.into()
    }

    fn park(name: &str, start: u64) -> Found {
        Found::new(NodeKey::shared("Park", name), "Park", name, "test", proof(start))
    }

    #[test]
    fn one_thing_is_one_node_with_all_its_forms_and_proofs() {
        let mut draft = Draft::new(PlanRecord::default(), "");
        let a = draft.node(park("“翠云湖”新区", 40));
        let b = draft.node(park("翠云湖新区", 10));
        assert_eq!(a, b);
        assert_eq!(draft.get(a).aliases, ["翠云湖新区"]);
        assert_eq!(draft.get(a).evidence.len(), 2);
        assert_eq!(draft.named("Park").get(&fold("翠云湖新區")), Some(&a));
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
        assert_eq!((link.start, link.end, link.basis, link.rule), (1, 0, Basis::Explicit, "said"));
        assert_eq!(link.evidence.len(), 2);
    }
}
