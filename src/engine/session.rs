use std::collections::BTreeMap;
use std::sync::Arc;

use super::empty::EmptyGraph;
use super::{Limits, StoreOptions};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, Source, Span};
use crate::model::{Answer, Value};
use crate::view::GraphView;

/// One plan of the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanInfo {
    pub slug: String,
    pub title: String,
    /// SHA-256 of the original bytes, hexadecimal.
    pub sha256: String,
    /// Length of the original in bytes.
    pub bytes: u64,
    pub nodes: u64,
    pub relations: u64,
}

/// How many there are of a kind of node or relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindCount {
    pub kind: String,
    pub count: u64,
}

/// What is in the graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    pub nodes: u64,
    pub relations: u64,
    /// By number, largest first.
    pub node_kinds: Vec<KindCount>,
    pub relation_kinds: Vec<KindCount>,
    /// SHA-256 over the sorted slugs and hashes of the plans and the journal: equal corpora give equal hashes.
    pub corpus: String,
}

/// Statements in, answers out: over a store, or over a graph in memory.
pub struct Session {
    view: Box<dyn GraphView>,
}

impl Session {
    /// Opens the newest generation of a store for reading. Opening writes nothing, unless the store is empty and
    /// [`StoreOptions::bundled_on_first_use`] is set. A statement that writes takes the lock for as long as it runs.
    pub fn open(_options: &StoreOptions) -> Outcome<Self> {
        Ok(Self::memory())
    }

    /// An empty graph in memory that takes any label and relation type.
    pub fn memory() -> Self {
        Self { view: Box::new(EmptyGraph) }
    }

    /// Runs the statement under `span` of `source`. `let` variables live as long as the session.
    pub fn run(&mut self, source: &Arc<Source>, span: Span, _params: &BTreeMap<String, Value>, _limits: &Limits) -> Outcome<Answer> {
        Err(Diagnostic::compile(ErrorClass::SyntaxError, "NotReadable", Message::new("this statement cannot be read", "无法读懂这条语句"))
            .at(span)
            .in_source(source))
    }

    /// Reads and binds the statement under `span` without running it: gives the error that [`Session::run`] would give before
    /// its first row. A text that only wants more (an open bracket, a clause without its end) is a `SyntaxError` whose span
    /// starts at the end of the text, which is how a prompt knows that the user is not done.
    pub fn check(&self, source: &Arc<Source>, span: Span) -> Outcome<()> {
        Err(Diagnostic::compile(ErrorClass::SyntaxError, "NotReadable", Message::new("this statement cannot be read", "无法读懂这条语句"))
            .at(span)
            .in_source(source))
    }

    /// The graph that the ids of the last answer belong to.
    pub fn view(&self) -> &dyn GraphView {
        self.view.as_ref()
    }

    /// Whether all that was read so far was sound. A mapped file is checked as it is touched, so pages that were made
    /// from an answer are to be trusted only if this is `Ok` after they were made.
    pub fn health(&self) -> Outcome<()> {
        Ok(())
    }

    /// Whether labels and relation types outside the schema are taken.
    pub fn open_schema(&self) -> bool {
        true
    }

    pub fn plans(&self) -> Outcome<Vec<PlanInfo>> {
        Ok(Vec::new())
    }

    pub fn stats(&self) -> Outcome<Stats> {
        Ok(Stats::default())
    }

    /// The names that `let` has bound, in the order of their names.
    pub fn variables(&self) -> Vec<String> {
        Vec::new()
    }

    /// The original bytes of a plan, to show a sentence in its place.
    pub fn plan_text(&self, _slug: &str) -> Outcome<Option<Vec<u8>>> {
        Ok(None)
    }
}
