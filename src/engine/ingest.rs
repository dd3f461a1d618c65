//! File → document → batch → store. Each file is a step of its own: it is in the store whole or not at all.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::step::{Rules, publish, rules};
use super::{Progress, StoreOptions, mend, seeds};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::document::{self, Document, ReadOptions, Role};
use crate::extract;
use crate::model::{Batch, Evidence, NodeRecord, RelationRecord, Value};
use crate::schema::Schema;
use crate::store::{Item, Records, SourceAbout, StoredNode, StoredRelation};

/// How to take a file in.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Identity in the store; the file's stem where `None`.
    pub slug: Option<String>,
    /// The title found in the text where `None`.
    pub title: Option<String>,
    /// Take a text that does not look like a plan.
    pub force: bool,
    /// Largest file in bytes; the reader's own limit where `None`.
    pub max_size: Option<u64>,
}

/// What import did with a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImportKind {
    #[default]
    Added,
    /// The slug was there with other bytes.
    Replaced,
    /// The same bytes under the same slug, read by other rules before.
    ReadAgain,
    /// The same bytes under the same slug, read by the same rules: nothing was done.
    Unchanged,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportReport {
    pub slug: String,
    pub title: String,
    pub kind: ImportKind,
    pub nodes: u64,
    pub relations: u64,
    /// Nodes of each kind in the order of the schema; empty where nothing was read.
    pub kinds: Vec<(String, u64)>,
    /// What a careful reader should know: lost headings, tables without rows, text that was not understood.
    pub warnings: Vec<Message>,
    /// Curation that does not fit the new text: one sentence each, with both wordings where the text changed.
    pub unplaced: Vec<Message>,
}

/// Takes one file into the store.
pub fn import_file(
    options: &StoreOptions,
    path: &Path,
    import: &ImportOptions,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Outcome<ImportReport> {
    let mut results = import_files(options, &[path], import, progress)?;
    results.pop().unwrap_or_else(|| Err(unreadable(path, "it gave nothing", "没有内容")))
}

/// Takes files into the store, one step each, under one lock. The outer error is the store's (locked, damaged, full), the inner
/// ones are the files', in the order of `paths`. Readers see all of them at once, when this returns.
pub fn import_files(
    options: &StoreOptions,
    paths: &[&Path],
    import: &ImportOptions,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Outcome<Vec<Outcome<ImportReport>>> {
    import_each(options, progress, paths.len(), |at| {
        let path = paths[at];
        let limit = import.max_size.unwrap_or(document::DEFAULT_MAX_SIZE);
        // Asked before reading: a file of many gigabytes is refused, not read.
        let size = fs::metadata(path).map_err(|error| unreadable(path, &error.to_string(), &error.to_string()))?.len();
        if size > limit {
            let (en, zh) = (format!("it has {size} bytes, more than {limit}"), format!("文件为 {size} 字节，超过 {limit} 字节"));
            return Err(unreadable(path, &en, &zh));
        }
        let bytes = fs::read(path).map_err(|error| unreadable(path, &error.to_string(), &error.to_string()))?;
        let stem = path.file_stem().map_or_else(|| "plan".to_owned(), |stem| stem.to_string_lossy().into_owned());
        let slug = import.slug.clone().unwrap_or(stem);
        Ok(Incoming { slug, name: path.display().to_string(), bytes, import: import.clone() })
    })
}

/// Takes the bundled plan into the store.
pub fn import_bundled(options: &StoreOptions, progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<ImportReport> {
    let mut results = import_each(options, progress, 1, |_| {
        let slug = seeds::bundled().slug;
        Ok(Incoming { name: format!("{slug}.txt"), slug, bytes: seeds::BUNDLED.to_vec(), import: ImportOptions::default() })
    })?;
    results.pop().unwrap_or_else(|| Ok(ImportReport::default()))
}

/// A file on its way in.
struct Incoming {
    slug: String,
    name: String,
    bytes: Vec<u8>,
    import: ImportOptions,
}

fn import_each(
    options: &StoreOptions,
    progress: &mut dyn FnMut(Progress<'_>),
    count: usize,
    mut read: impl FnMut(usize) -> Outcome<Incoming>,
) -> Outcome<Vec<Outcome<ImportReport>>> {
    let rules = rules(options)?;
    let mut writer = mend::open(options)?;
    let mut results = Vec::with_capacity(count);
    for at in 0..count {
        progress(Progress { en: "importing", zh: "导入", done: at as u64, total: count as u64 });
        let result = read(at).and_then(|incoming| take_in(writer.records(), &rules, &incoming));
        // The store's own errors end it all, a file's errors only that file.
        match result {
            Err(error) if error.class == ErrorClass::StoreError => return Err(error),
            result => results.push(result),
        }
    }
    progress(Progress { en: "indexing", zh: "建立索引", done: count as u64, total: count as u64 });
    let published = publish(&mut writer, &|| Ok(()));
    // What failed is told before a failure to close.
    let closed = writer.close();
    let published = published?;
    closed?;
    if let Some(Ok(last)) = results.iter_mut().rev().find(|result| result.is_ok()) {
        last.unplaced = published.unplaced.into_iter().map(|unplaced| unplaced.message).collect();
    }
    Ok(results)
}

fn take_in(records: &mut Records, rules: &Rules, incoming: &Incoming) -> Outcome<ImportReport> {
    let sha256: String = Sha256::digest(&incoming.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let old = records.source(&incoming.slug)?;
    if let Some(old) = &old
        && old.sha256 == sha256
        && old.reading == rules.reading
        && incoming.import.title.as_ref().is_none_or(|title| *title == old.title)
    {
        return Ok(ImportReport {
            slug: old.slug.clone(),
            title: old.title.clone(),
            kind: ImportKind::Unchanged,
            nodes: old.nodes,
            relations: old.relations,
            ..ImportReport::default()
        });
    }
    let read = ReadOptions {
        max_size: incoming.import.max_size.unwrap_or(document::DEFAULT_MAX_SIZE),
        force: incoming.import.force,
        title: incoming.import.title.clone().or_else(|| seeds::known(&sha256).map(|seed| seed.title)),
        words: Some(Arc::clone(&rules.words)),
    };
    let document = document::read(&incoming.bytes, &incoming.name, &read)?;
    let batch = extracted(&document, rules, &incoming.slug, &sha256)?;
    let title = batch.plan.title.clone();
    let kind = match old {
        None => ImportKind::Added,
        Some(old) if old.sha256 == sha256 && old.reading != rules.reading => ImportKind::ReadAgain,
        Some(_) => ImportKind::Replaced,
    };
    let warnings = document.findings.iter().map(|finding| finding.message.clone()).collect();
    let (nodes, relations) = (batch.nodes.len() as u64, batch.relations.len() as u64);
    let kinds = by_kind(&rules.schema, &batch);
    let about =
        SourceAbout { slug: incoming.slug.clone(), file: incoming.name.clone(), reading: rules.reading.clone(), ..SourceAbout::default() };
    write_plan(records, about, &incoming.bytes, &document, batch)?;
    Ok(ImportReport { slug: incoming.slug.clone(), title, kind, nodes, relations, kinds, warnings, unplaced: Vec::new() })
}

/// How many nodes of each kind, in the order of the schema.
fn by_kind(schema: &Schema, batch: &Batch) -> Vec<(String, u64)> {
    let count = |kind: &str| batch.nodes.iter().filter(|node| node.kind == kind).count() as u64;
    schema.kinds().iter().map(|kind| (kind.name.to_string(), count(&kind.name))).filter(|(_, count)| *count > 0).collect()
}

/// Reads a stored text anew and records what it gives now: for mending.
pub(super) fn read_again(records: &mut Records, rules: &Rules, slug: &str, file: &str, title: &str, bytes: &[u8]) -> Outcome<()> {
    // It was taken in once, with or without force.
    let read = ReadOptions {
        max_size: u64::MAX,
        force: true,
        title: Some(title.to_owned()).filter(|title| !title.is_empty()),
        words: Some(Arc::clone(&rules.words)),
    };
    let document = document::read(bytes, file, &read)?;
    let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let batch = extracted(&document, rules, slug, &sha256)?;
    let about = SourceAbout { slug: slug.to_owned(), file: file.to_owned(), reading: rules.reading.clone(), ..SourceAbout::default() };
    write_plan(records, about, bytes, &document, batch)
}

fn extracted(document: &Document, rules: &Rules, slug: &str, sha256: &str) -> Outcome<Batch> {
    let (issuer, date) = seeds::known(sha256).map(|seed| (seed.issuer, seed.date)).unzip();
    let mut batch = extract::extract(
        document,
        &rules.lexicons,
        &extract::Options { slug: slug.to_owned(), issuer, date, ..extract::Options::default() },
    );
    batch.plan.sha256 = sha256.to_owned();
    Ok(batch)
}

/// Records a plan: its bytes, its nodes and relations, and all its sentences for full text. `about` lacks what the batch and
/// the bytes tell.
fn write_plan(records: &mut Records, about: SourceAbout, bytes: &[u8], document: &Document, batch: Batch) -> Outcome<()> {
    let mut to = records.write_source();
    to.text(bytes)?;
    let about = SourceAbout { title: batch.plan.title, sha256: batch.plan.sha256, bytes: bytes.len() as u64, ..about };
    for node in batch.nodes {
        to.item(&Item::Node(stored_node(&about.slug, node)))?;
    }
    for relation in batch.relations {
        to.item(&Item::Relation(stored_relation(relation)?))?;
    }
    let plan: Arc<str> = about.slug.as_str().into();
    for sentence in document.sentences.iter().filter(|sentence| !matches!(sentence.role, Role::Contents)) {
        let (start, end) = (sentence.original.start, sentence.original.end);
        let quote = document.original.get(start..end).unwrap_or_default().into();
        let address = Arc::clone(&sentence.address);
        let evidence = Evidence { plan: Arc::clone(&plan), address, line: sentence.line, start: start as u64, end: end as u64, quote };
        to.item(&Item::Sentence(evidence))?;
    }
    to.commit(about)?;
    Ok(())
}

fn stored_node(slug: &str, node: NodeRecord) -> StoredNode {
    let mut properties = node.properties;
    let of_one_plan = node.key.as_str().split('|').nth(1).is_some_and(|plan| !plan.is_empty());
    if of_one_plan {
        properties.add("plan", slug);
    }
    properties.set("name", node.name);
    properties.set("aliases", Value::list(node.aliases.into_iter().map(Value::from)));
    StoredNode {
        key: node.key.as_str().into(),
        labels: vec![node.kind.into()],
        properties: properties.into_iter().map(|(key, value)| (key.into(), value)).collect(),
        evidence: node.evidence.into_iter().map(Arc::unwrap_or_clone).collect(),
    }
}

fn stored_relation(relation: RelationRecord) -> Outcome<StoredRelation> {
    let end = |at: usize| {
        u32::try_from(at).map_err(|_| {
            Diagnostic::runtime(ErrorClass::ImportError, "TooLarge", Message::new("the plan has too many nodes", "规划节点过多"))
        })
    };
    let mut properties = relation.properties;
    properties.set("basis", relation.basis.name());
    properties.set("confidence", relation.confidence);
    properties.set("rule", relation.rule);
    Ok(StoredRelation {
        given: None,
        kind: relation.kind.into(),
        start: end(relation.start)?,
        end: end(relation.end)?,
        properties: properties.into_iter().map(|(key, value)| (key.into(), value)).collect(),
        evidence: relation.evidence.into_iter().map(Arc::unwrap_or_clone).collect(),
    })
}

fn unreadable(path: &Path, en: &str, zh: &str) -> Box<Diagnostic> {
    let shown = path.display();
    let message = Message::new(format!("{shown} cannot be read: {en}"), format!("无法读取 {shown}：{zh}"));
    Diagnostic::runtime(ErrorClass::ImportError, "Unreadable", message)
}
