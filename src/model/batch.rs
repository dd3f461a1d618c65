use std::sync::Arc;

use smallvec::SmallVec;

use super::{Basis, Evidence, NodeKey, Properties};

/// One piece of evidence, held once by all that it proves.
pub type Proof = Arc<Evidence>;

/// All that one plan's text gave: what import writes in one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    pub plan: PlanRecord,
    /// In document order: the order of rows where a question asks for no other.
    pub nodes: Vec<NodeRecord>,
    pub relations: Vec<RelationRecord>,
}

/// One imported document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanRecord {
    /// Identity in the store: `--as`, else the file's stem.
    pub slug: String,
    pub title: String,
    /// SHA-256 of the original bytes, hexadecimal.
    pub sha256: String,
}

/// A node as extraction found it. Nodes with a shared key that several plans name become one node in the store,
/// with the aliases and evidence of all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeRecord {
    pub key: NodeKey,
    /// English identifier of the kind: `Measure`.
    pub kind: &'static str,
    pub name: String,
    /// Other surface forms, without the name itself.
    pub aliases: Vec<String>,
    /// Without `name` and `aliases`.
    pub properties: Properties,
    pub evidence: SmallVec<[Proof; 1]>,
}

/// A relation as extraction found it.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationRecord {
    /// Identifier of the relation: `SUPPORTS`.
    pub kind: &'static str,
    /// Index into [`Batch::nodes`].
    pub start: usize,
    /// Index into [`Batch::nodes`].
    pub end: usize,
    pub basis: Basis,
    /// 0 to 1.
    pub confidence: f64,
    /// Name of the rule that made it.
    pub rule: &'static str,
    /// Further properties: `trigger` (the words that carry it), `role`, `deadline`, `verb`.
    pub properties: Properties,
    pub evidence: SmallVec<[Proof; 1]>,
}
