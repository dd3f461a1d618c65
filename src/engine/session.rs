use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::corpus::{corpus_hash, plans, stats};
use super::empty::EmptyGraph;
use super::index::{NodeFound, StoreText};
use super::{Limits, StoreOptions, ingest};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, Source, Span};
use crate::model::{Answer, Value};
use crate::search::SentenceHit;
use crate::store::{About, Generation, read_text};
use crate::view::GraphView;

/// How long the second first user waits for the import of the first.
const FIRST_USE: Duration = Duration::from_secs(30);

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
    base: Base,
}

enum Base {
    Memory(EmptyGraph),
    Store { dir: PathBuf, generation: Generation, text: Option<StoreText>, open_schema: bool },
}

static EMPTY: EmptyGraph = EmptyGraph;

impl Session {
    /// Opens the newest generation of a store for reading. Opening writes nothing, unless the store is empty and
    /// [`StoreOptions::bundled_on_first_use`] is set. A statement that writes takes the lock for as long as it runs.
    pub fn open(options: &StoreOptions) -> Outcome<Self> {
        let mut generation = Generation::open(&options.dir)?;
        let is_empty = generation.as_ref().is_none_or(|generation| generation.snapshot.is_none());
        if is_empty && options.bundled_on_first_use {
            first_use(options)?;
            generation = Generation::open(&options.dir)?;
        }
        let Some(generation) = generation else { return Err(no_store(options)) };
        let open_schema = generation.manifest.header.open_schema;
        let text = StoreText::new(&generation);
        Ok(Self { base: Base::Store { dir: options.dir.clone(), generation, text, open_schema } })
    }

    /// An empty graph in memory that takes any label and relation type.
    pub fn memory() -> Self {
        Self { base: Base::Memory(EmptyGraph) }
    }

    /// Runs the statement under `span` of `source`. `let` variables live as long as the session.
    pub fn run(&mut self, source: &Arc<Source>, span: Span, _params: &BTreeMap<String, Value>, _limits: &Limits) -> Outcome<Answer> {
        Err(unread(source, span))
    }

    /// Reads and binds the statement under `span` without running it: gives the error that [`Session::run`] would give before
    /// its first row. A text that only wants more (an open bracket, a clause without its end) is a `SyntaxError` whose span
    /// starts at the end of the text, which is how a prompt knows that the user is not done.
    pub fn check(&self, source: &Arc<Source>, span: Span) -> Outcome<()> {
        Err(unread(source, span))
    }

    /// The graph that the ids of the last answer belong to.
    pub fn view(&self) -> &dyn GraphView {
        match &self.base {
            Base::Memory(graph) => graph,
            Base::Store { generation, .. } => match &generation.snapshot {
                Some(snapshot) => snapshot.as_ref(),
                None => &EMPTY,
            },
        }
    }

    /// Whether all that was read so far was sound. A mapped file is checked as it is touched, so pages that were made
    /// from an answer are to be trusted only if this is `Ok` after they were made.
    pub fn health(&self) -> Outcome<()> {
        match &self.base {
            Base::Memory(_) => Ok(()),
            Base::Store { generation, .. } => generation.health(),
        }
    }

    /// Whether labels and relation types outside the schema are taken.
    pub fn open_schema(&self) -> bool {
        match &self.base {
            Base::Memory(_) => true,
            Base::Store { open_schema, .. } => *open_schema,
        }
    }

    pub fn plans(&self) -> Outcome<Vec<PlanInfo>> {
        let found = plans(&self.about()?, self.view());
        self.health().map(|()| found)
    }

    pub fn stats(&self) -> Outcome<Stats> {
        let found = stats(self.view(), corpus_hash(&self.about()?));
        self.health().map(|()| found)
    }

    fn about(&self) -> Outcome<About> {
        match &self.base {
            Base::Store { generation: Generation { snapshot: Some(snapshot), .. }, .. } => snapshot.about(),
            _ => Ok(About::default()),
        }
    }

    /// Sentences of the plans that answer a question to full text, best first.
    pub fn search_sentences(&self, question: &str, limit: usize) -> Outcome<Vec<SentenceHit>> {
        match self.text() {
            Some(text) => text.sentences(question, limit),
            None => Ok(Vec::new()),
        }
    }

    /// All nodes that answer a question to full text, best first.
    pub fn search_nodes(&self, question: &str) -> Outcome<Vec<NodeFound>> {
        match self.text() {
            Some(text) => text.nodes(question, &[], usize::MAX),
            None => Ok(Vec::new()),
        }
    }

    fn text(&self) -> Option<&StoreText> {
        match &self.base {
            Base::Store { text, .. } => text.as_ref(),
            Base::Memory(_) => None,
        }
    }

    /// The names that `let` has bound, in the order of their names.
    pub fn variables(&self) -> Vec<String> {
        Vec::new()
    }

    /// The bytes of a plan as they were imported, to show a sentence in its place.
    pub fn plan_text(&self, slug: &str) -> Outcome<Option<Vec<u8>>> {
        let Base::Store { dir, .. } = &self.base else { return Ok(None) };
        let about = self.about()?;
        match about.sources.iter().find(|source| source.slug == slug && source.has_text) {
            Some(source) => read_text(dir, &source.sha256),
            None => Ok(None),
        }
    }
}

/// Fills an empty store with the bundled plan. Whoever comes second waits for the first, then finds it done.
fn first_use(options: &StoreOptions) -> Outcome<()> {
    let patient = StoreOptions { wait: Some(options.wait.unwrap_or_default().max(FIRST_USE)), ..options.clone() };
    ingest::import_bundled(&patient, &mut |_| {}).map(|_| ())
}

fn no_store(options: &StoreOptions) -> Box<Diagnostic> {
    let shown = options.dir.display();
    Diagnostic::compile(
        ErrorClass::ArgumentError,
        "NoStore",
        Message::new(format!("there is no store in {shown}"), format!("{shown} 中没有资料库")),
    )
    .hint("make one with `gangmu import FILE` or `gangmu store init`", "请用 `gangmu import 文件` 或 `gangmu store init` 建立")
}

fn unread(source: &Arc<Source>, span: Span) -> Box<Diagnostic> {
    Diagnostic::compile(ErrorClass::SyntaxError, "NotReadable", Message::new("this statement cannot be read", "无法读懂这条语句"))
        .at(span)
        .in_source(source)
}
