//! The full-text index of a generation: sentences of plans, and nodes that have a name or a text. And the index as a query
//! knows it.

use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::NodeId;
use crate::query::hooks::{TextHit, TextIndex};
use crate::search::{self, Index, IndexWriter, SentenceHit};
use crate::store::{Generation, Item, Records, Snapshot, Watch};
use crate::view::{GraphView, Symbol, SymbolKind, ValueRef};

/// Properties whose text a node is found by, beside its aliases.
const TEXTS: [&str; 4] = ["name", "text", "title", "definition"];

/// Makes the index in `dir`, which does not exist yet.
pub(super) fn build(snapshot: &Snapshot, records: &Records, dir: &Path, watch: &Watch<'_>) -> Outcome<()> {
    fs::create_dir_all(dir).map_err(|error| {
        let shown = dir.display();
        let message = Message::new(format!("cannot make {shown}: {error}"), format!("无法创建 {shown}：{error}"));
        Diagnostic::runtime(ErrorClass::StoreError, "Io", message)
    })?;
    let mut writer = IndexWriter::create(dir)?;
    let texts = Texts::of(snapshot);
    for node in snapshot.nodes() {
        watch()?;
        let found_by = texts.get(snapshot, node);
        if !found_by.is_empty() {
            writer.node(snapshot.key_hash(node), found_by.iter().map(String::as_str))?;
        }
    }
    for source in records.sources()? {
        records.items(&source, &mut |item| match item {
            Item::Sentence(sentence) => watch().and_then(|()| writer.sentence(&sentence)),
            Item::Node(_) | Item::Relation(_) => Ok(()),
        })?;
    }
    snapshot.health()?;
    writer.finish()
}

/// How many documents the index has, and how many nodes of the snapshot it should have.
pub(super) fn count(generation: &Generation, snapshot: &Snapshot) -> Outcome<(u64, u64)> {
    let (dir, files) = generation.index();
    let index = Index::open(&dir, &files)?;
    let texts = Texts::of(snapshot);
    let nodes = snapshot.nodes().filter(|&node| !texts.get(snapshot, node).is_empty()).count();
    Ok((index.count(), nodes as u64))
}

/// The properties of a view that hold text to be found.
struct Texts {
    keys: Vec<Symbol>,
    aliases: Option<Symbol>,
}

impl Texts {
    fn of(view: &dyn GraphView) -> Self {
        let key = |name| view.symbol(SymbolKind::Key, name);
        Self { keys: TEXTS.into_iter().filter_map(key).collect(), aliases: key("aliases") }
    }

    fn get(&self, view: &dyn GraphView, node: NodeId) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        for &key in &self.keys {
            if let ValueRef::Str(text) = view.property(node, key)
                && !text.is_empty()
            {
                texts.push(text.to_owned());
            }
        }
        if let Some(key) = self.aliases
            && let ValueRef::Other(value) = view.property(node, key)
        {
            texts.extend(value.as_list().into_iter().flatten().filter_map(|alias| alias.as_str().map(str::to_owned)));
        }
        texts
    }
}

/// Hits of which each gets a snippet; beyond, nobody reads them one by one.
const SNIPPETS: usize = 10_000;

/// A node that full text found.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeFound {
    pub node: NodeId,
    pub score: f32,
    /// The place that was found, with some text around it.
    pub snippet: Arc<str>,
}

/// The full text of a generation, opened when it is first asked.
pub(super) struct StoreText {
    generation: Generation,
    snapshot: Arc<Snapshot>,
    index: OnceLock<Outcome<Index>>,
}

impl StoreText {
    pub fn new(generation: &Generation) -> Option<Self> {
        let snapshot = generation.snapshot.clone()?;
        Some(Self { generation: generation.clone(), snapshot, index: OnceLock::new() })
    }

    fn index(&self) -> Outcome<&Index> {
        let open = || {
            let (dir, files) = self.generation.index();
            Index::open(&dir, &files)
        };
        self.index.get_or_init(open).as_ref().map_err(Clone::clone)
    }

    /// The nodes of the kinds (of any where there are none), best first, then in the order of the graph.
    pub fn nodes(&self, question: &str, kinds: &[&str], limit: usize) -> Outcome<Vec<NodeFound>> {
        let query = search::parse(question)?;
        let labels: Vec<Symbol> = kinds.iter().filter_map(|kind| self.snapshot.symbol(SymbolKind::Label, kind)).collect();
        let wanted = |node: NodeId| kinds.is_empty() || labels.iter().any(|&label| self.snapshot.has_label(node, label));
        let hits = self.index()?.nodes(&query)?;
        let nodes = hits.iter().flat_map(|hit| self.snapshot.nodes_by_hash(hit.key).map(|node| (node, hit.score)));
        let mut nodes: Vec<(NodeId, f32)> = nodes.filter(|&(node, _)| wanted(node)).collect();
        nodes.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        nodes.truncate(limit);
        let texts = Texts::of(self.snapshot.as_ref());
        let none: Arc<str> = "".into();
        let found = nodes.into_iter().enumerate().map(|(at, (node, score))| {
            let snippet = if at < SNIPPETS { self.snippet(&query, &texts, node).into() } else { Arc::clone(&none) };
            NodeFound { node, score, snippet }
        });
        let found = found.collect();
        self.snapshot.health().map(|()| found)
    }

    /// From the first of the node's texts that answers the question, else from the first of all.
    fn snippet(&self, query: &search::TextQuery, texts: &Texts, node: NodeId) -> String {
        let texts = texts.get(self.snapshot.as_ref(), node);
        let answering = texts.iter().find(|text| search::answers(query, text)).or_else(|| texts.first());
        answering.map_or_else(String::new, |text| search::snippet(query, text))
    }

    pub fn sentences(&self, question: &str, limit: usize) -> Outcome<Vec<SentenceHit>> {
        self.index()?.sentences(&search::parse(question)?, limit)
    }
}

impl TextIndex for StoreText {
    fn search(&self, query: &str, kinds: &[&str], limit: usize) -> Outcome<Vec<TextHit>> {
        let found = self.nodes(query, kinds, limit)?;
        Ok(found.into_iter().map(|hit| TextHit { node: hit.node, score: hit.score, snippet: hit.snippet }).collect())
    }
}
