use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::corpus::{corpus_hash, plans, stats};
use super::empty::EmptyGraph;
use super::index::{NodeFound, StoreText};
use super::procedures::{self, PlanTexts};
use super::step::{schema, step_within, tell_other_readings};
use super::texts::{NoTexts, StoreTexts};
use super::{Limits, StoreOptions, curate, ingest};
use crate::audit::Finding;
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, Source, Span};
use crate::model::{Answer, NodeId, Value};
use crate::query::answer::{answer, check_only};
use crate::query::ask::finish::first_nodes;
use crate::query::hooks::{Budget, Procedures, TextIndex};
use crate::query::optimise::Effort;
use crate::query::read::read;
use crate::query::run;
use crate::schema::Schema;
use crate::search::SentenceHit;
use crate::store::{About, Generation, Snapshot};
use crate::view::{ChangeSet, GraphView, MemoryGraph, Overlay};

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
    schema: Arc<Schema>,
    procedures: Procedures,
    /// The graph with the changes of the last statement, while its answer is still looked at; the base has them too, under
    /// other ids.
    shown: Option<Overlay<Arc<Snapshot>>>,
    /// What `let` has named, and under `_` the last answer: nodes of the present view.
    kept: BTreeMap<String, Vec<NodeId>>,
    /// How the store was opened.
    options: StoreOptions,
}

enum Base {
    Memory(Box<MemoryGraph>),
    Store { generation: Generation, text: Option<StoreText>, open_schema: bool },
}

static EMPTY: EmptyGraph = EmptyGraph;

/// How often a statement is tried again on the newer generation that another writer has published meanwhile.
const TRIES: usize = 4;

impl Session {
    /// Opens the newest generation of a store for reading. Opening writes nothing, unless the store is empty and
    /// [`StoreOptions::bundled_on_first_use`] is set. A statement that writes takes the lock when its changes are recorded.
    pub fn open(options: &StoreOptions) -> Outcome<Self> {
        let mut generation = Generation::open(&options.dir)?;
        let is_empty = generation.as_ref().is_none_or(|generation| generation.snapshot.is_none());
        if is_empty && options.bundled_on_first_use {
            first_use(options)?;
            generation = Generation::open(&options.dir)?;
        }
        let Some(generation) = generation else { return Err(no_store(options)) };
        tell_other_readings(options, &generation)?;
        let schema = schema(options)?;
        let procedures = procedures_of(&schema, &generation);
        Ok(Self { base: Base::store(generation), schema, procedures, shown: None, kept: BTreeMap::new(), options: options.clone() })
    }

    /// An empty graph in memory that takes any label and relation type.
    pub fn memory() -> Self {
        let schema = Schema::builtin();
        let texts: Arc<dyn PlanTexts> = Arc::new(NoTexts);
        let procedures = procedures::registry(&schema, &texts);
        let base = Base::Memory(Box::new(MemoryGraph::new()));
        Self { base, schema, procedures, shown: None, kept: BTreeMap::new(), options: StoreOptions::default() }
    }

    /// Runs the statement under `span` of `source`. `let` variables live as long as the session.
    ///
    /// # Errors
    /// What is wrong with the statement, with its place in `source`; what stops it while it runs.
    pub fn run(&mut self, source: &Arc<Source>, span: Span, params: &BTreeMap<String, Value>, limits: &Limits) -> Outcome<Answer> {
        self.shown = None;
        let text = span.slice(source.text()).unwrap_or_default();
        let mut result = self.run_text(text, params, limits).map_err(|error| self.sounder(error));
        // Writers remove what is older than the generation before theirs: what was not opened yet may be gone, not damaged.
        if result.as_ref().is_err_and(|error| error.class == ErrorClass::StoreError)
            && let Some(newest) = self.newer_generation()?
        {
            self.renew(newest);
            result = self.run_text(text, params, limits).map_err(|error| self.sounder(error));
        }
        result.map_err(|error| error.in_statement(source, span))
    }

    fn is_overtaken(&self) -> Outcome<bool> {
        match &self.base {
            Base::Store { generation, .. } => generation.is_stale(),
            Base::Memory(_) => Ok(false),
        }
    }

    fn newer_generation(&self) -> Outcome<Option<Generation>> {
        if self.is_overtaken()? { Generation::open(&self.options.dir) } else { Ok(None) }
    }

    /// What is really wrong: a statement may fail over what a damaged file did not give, and then the damage is the error.
    fn sounder(&self, error: Box<Diagnostic>) -> Box<Diagnostic> {
        self.health().err().unwrap_or(error)
    }

    fn run_text(&mut self, text: &str, params: &BTreeMap<String, Value>, limits: &Limits) -> Outcome<Answer> {
        let statement = read(text, &self.schema)?;
        let mut params = params.clone();
        for (name, nodes) in &self.kept {
            params.entry(name.clone()).or_insert_with(|| Value::list(nodes.iter().copied().map(Value::Node)));
        }
        for _ in 0..TRIES {
            let budget = limits.budget();
            let answered = answer(statement.clone(), &self.schema, &self.host(&params, limits), &budget)?;
            self.health()?;
            if let Some((name, nodes)) = answered.bind {
                self.kept.insert(name, nodes);
            }
            let taken = match answered.changes {
                Some(changes) if !changes.is_empty() => self.take(changes, text, &budget)?,
                _ => true,
            };
            if taken {
                self.keep_last(&answered.answer);
                return Ok(answered.answer);
            }
        }
        Err(overtaken())
    }

    /// The nodes of an answer's first column are `$_` until the next answer that has some.
    fn keep_last(&mut self, answer: &Answer) {
        let nodes = first_nodes(&answer.rows);
        if !nodes.is_empty() && self.shown.is_none() {
            self.kept.insert("_".to_owned(), nodes);
        }
    }

    fn host<'a>(&'a self, params: &'a BTreeMap<String, Value>, limits: &Limits) -> run::Host<'a> {
        run::Host {
            view: self.view(),
            schema: (!self.open_schema()).then_some(&*self.schema),
            procedures: &self.procedures,
            params,
            text: self.text().map(|text| text as &dyn TextIndex),
            seed: limits.seed,
            effort: Effort::Full,
        }
    }

    /// Makes the changes of a statement last. `false` where another writer came first: the session then looks at what that
    /// one has published, and the statement must be run again.
    fn take(&mut self, changes: ChangeSet, note: &str, budget: &Budget) -> Outcome<bool> {
        let (generation, open) = match &mut self.base {
            Base::Memory(graph) => {
                graph.apply(changes);
                return Ok(true);
            }
            Base::Store { generation, open_schema, .. } => (generation, *open_schema),
        };
        let Some(snapshot) = generation.snapshot.clone() else { return Err(no_store(&self.options)) };
        let list = changes.list(&snapshot);
        let seen = generation.manifest.generation;
        let schema = if open { None } else { Some(&*self.schema) };
        let (taken, _) = step_within(&self.options, &|| budget.tick(), |writer| {
            let newest = Generation::open(&self.options.dir)?.map(|newest| newest.manifest.generation);
            if newest != Some(seen) {
                return Ok(false);
            }
            let number = writer.records().next_number();
            let entry = curate::entry(&snapshot, &list, number, &self.options, note, schema)?;
            budget.check()?;
            writer.records().append(entry)?;
            Ok(true)
        })?;
        if taken {
            let mut shown = Overlay::new(snapshot);
            for change in &list {
                shown.make(change)?;
            }
            self.shown = Some(shown);
        }
        if let Some(generation) = Generation::open(&self.options.dir)? {
            self.renew(generation);
        }
        Ok(taken)
    }

    /// Goes on with a newer generation. Sets that were kept are looked up there by the identity that outlives generations.
    fn renew(&mut self, generation: Generation) {
        let mut ids: BTreeMap<String, Vec<&mut NodeId>> = BTreeMap::new();
        self.procedures = procedures_of(&self.schema, &generation);
        let before = std::mem::replace(&mut self.base, Base::store(generation));
        let old = before.view();
        for node in self.kept.values_mut().flatten() {
            ids.entry(old.external_id((*node).into())).or_default().push(node);
        }
        let new = self.base.view();
        let mut found: Vec<NodeId> = Vec::new();
        for node in if ids.is_empty() { EMPTY.nodes() } else { new.nodes() } {
            for place in ids.remove(&new.external_id(node.into())).into_iter().flatten() {
                *place = node;
                found.push(node);
            }
        }
        // What is gone is no longer a member of any set.
        let gone = !ids.is_empty();
        drop(ids);
        if gone {
            self.kept.values_mut().for_each(|nodes| nodes.retain(|node| found.contains(node)));
        }
    }

    /// Reads and binds the statement under `span` without running it: gives the error that [`Session::run`] would give before
    /// its first row. A text that only wants more (an open bracket, a clause without its end) is a `SyntaxError` whose span
    /// starts at the end of the text, which is how a prompt knows that the user is not done.
    pub fn check(&self, source: &Arc<Source>, span: Span) -> Outcome<()> {
        let text = span.slice(source.text()).unwrap_or_default();
        let checked = read(text, &self.schema).and_then(|statement| {
            let nodes = |nodes: &Vec<NodeId>| Value::list(nodes.iter().copied().map(Value::Node));
            let params = self.kept.iter().map(|(name, kept)| (name.clone(), nodes(kept))).collect();
            check_only(statement, &self.schema, &self.host(&params, &Limits::default()))
        });
        checked.map_err(|error| self.sounder(error).in_statement(source, span))
    }

    /// The schema in use.
    pub fn schema(&self) -> &Arc<Schema> {
        &self.schema
    }

    /// What `CALL` can call.
    pub fn procedures(&self) -> &Procedures {
        &self.procedures
    }

    /// The graph that the ids of the last answer belong to.
    pub fn view(&self) -> &dyn GraphView {
        if let Some(shown) = &self.shown {
            return shown;
        }
        self.base.view()
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
            Some(text) => text.nodes(question, &[], usize::MAX).or_else(|error| {
                // A file of the index that was not opened yet may be gone with its generation.
                if self.is_overtaken()? { Err(overtaken()) } else { Err(error) }
            }),
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
        self.kept.keys().filter(|name| *name != "_").cloned().collect()
    }

    /// What one plan, or every plan, contradicts, leaves open and never says: what `CALL audit()` yields.
    pub fn audit(&self, plan: Option<&str>) -> Outcome<Vec<Finding>> {
        match &self.base {
            Base::Memory(_) => Ok(Vec::new()),
            Base::Store { generation, .. } => procedures::findings(self.view(), &StoreTexts::new(generation), plan, || Ok(())),
        }
    }

    /// The bytes of a plan as they were imported, to show a sentence in its place.
    pub fn plan_text(&self, slug: &str) -> Outcome<Option<Vec<u8>>> {
        let Base::Store { generation, .. } = &self.base else { return Ok(None) };
        let about = self.about()?;
        match about.sources.iter().find(|source| source.slug == slug && source.has_text) {
            Some(source) => generation.text(&source.sha256).map(Some),
            None => Ok(None),
        }
    }
}

impl Base {
    fn view(&self) -> &dyn GraphView {
        match self {
            Self::Memory(graph) => graph.as_ref(),
            Self::Store { generation, .. } => match &generation.snapshot {
                Some(snapshot) => snapshot.as_ref(),
                None => &EMPTY,
            },
        }
    }

    fn store(generation: Generation) -> Self {
        let open_schema = generation.manifest.header.open_schema;
        let text = StoreText::new(&generation);
        Self::Store { generation, text, open_schema }
    }
}

fn procedures_of(schema: &Arc<Schema>, generation: &Generation) -> Procedures {
    let texts: Arc<dyn PlanTexts> = Arc::new(StoreTexts::new(generation));
    procedures::registry(schema, &texts)
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

fn overtaken() -> Box<Diagnostic> {
    let message = Message::new("other writers change this store all the time", "其他写入者不断修改此资料库");
    Diagnostic::runtime(ErrorClass::StoreError, "Overtaken", message).hint("try again", "请重试")
}
