//! `store check`: everything that can be verified, verified.

use std::sync::Arc;

use super::{Progress, StoreOptions, mend};
use crate::base::{Message, Outcome};
use crate::document::{self, ReadOptions};
use crate::model::{Entity, RelId};
use crate::store::{About, Generation, Header, Snapshot, verify_closed};
use crate::view::{Direction, GraphView};

/// One thing that `check` looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckLine {
    pub what: Message,
    /// How many were looked at.
    pub count: u64,
    /// What is wrong, empty where all is sound.
    pub problems: Vec<Message>,
}

impl CheckLine {
    fn new(en: &str, zh: &str) -> Self {
        Self { what: Message::new(en, zh), count: 0, problems: Vec::new() }
    }

    fn wrong(&mut self, en: impl Into<String>, zh: impl Into<String>) {
        // A thousand alike say no more than twenty.
        if self.problems.len() < 20 {
            self.problems.push(Message::new(en, zh));
        }
    }
}

/// Verifies everything: hashes, counts, spans against texts, edges against nodes, the index against the records.
/// Takes the lock: nothing must change meanwhile.
pub fn check(options: &StoreOptions, progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<Vec<CheckLine>> {
    let mut lines = Vec::new();
    let mut step = |done: u64, en: &str, zh: &str| progress(Progress { en, zh, done, total: 5 });
    step(0, "records", "记录");
    let (records, counted) = check_records(options)?;
    lines.push(records);
    step(1, "files", "文件");
    let Some(generation) = Generation::open(&options.dir)? else { return Ok(lines) };
    lines.push(check_files(&generation)?);
    let Some(snapshot) = generation.snapshot.clone() else { return Ok(lines) };
    let about = snapshot.about()?;
    step(2, "edges", "边");
    lines.push(check_edges(&snapshot));
    step(3, "texts", "原文");
    lines.push(check_spans(options, &snapshot, &about));
    step(4, "index", "索引");
    lines.push(check_index(&generation, &snapshot, &about, counted));
    Ok(lines)
}

/// What the records are, and how many sentences they hold.
struct Counted {
    header: Header,
    sentences: u64,
}

/// Counts and hashes, by opening the records as a writer would. Where nothing can be written, the files as the last writer
/// left them.
fn check_records(options: &StoreOptions) -> Outcome<(CheckLine, Option<Counted>)> {
    let mut line = CheckLine::new("records counted and hashed", "记录计数与哈希");
    let mut sentences = 0;
    let mut writer = match mend::open(options) {
        Ok(writer) => writer,
        Err(error) if matches!(&*error.detail, "Io" | "DiskFull") => {
            let mut line =
                CheckLine::new("files of records verified by checksum; nothing can be written here", "记录文件校验和（此处不可写）");
            match verify_closed(&options.dir) {
                Ok(count) => line.count = count,
                Err(error) => line.wrong(error.message.en, error.message.zh),
            }
            return Ok((line, None));
        }
        Err(error) => return Err(error),
    };
    let records = writer.records();
    for source in records.sources()? {
        let (mut nodes, mut relations) = (0, 0);
        records.items(&source, &mut |item| {
            match item {
                crate::store::Item::Node(_) => nodes += 1,
                crate::store::Item::Relation(_) => relations += 1,
                crate::store::Item::Sentence(_) => sentences += 1,
            }
            Ok(())
        })?;
        if (nodes, relations) != (source.nodes, source.relations) {
            line.wrong(format!("{} does not have the nodes it had", source.slug), format!("{} 的节点数不符", source.slug));
        }
    }
    let header = records.header().clone();
    line.count = header.count;
    writer.close()?;
    Ok((line, Some(Counted { header, sentences })))
}

fn check_files(generation: &Generation) -> Outcome<CheckLine> {
    let mut line = CheckLine::new("files verified by checksum", "文件校验和");
    for (path, problem) in generation.verify_files() {
        line.count += 1;
        if let Some(problem) = problem {
            line.wrong(format!("{path}: {}", problem.en), format!("{path}：{}", problem.zh));
        }
    }
    Ok(line)
}

/// Both lists of neighbours against the table of relations.
fn check_edges(snapshot: &Snapshot) -> CheckLine {
    let mut line = CheckLine::new("relations joined to their nodes", "关系与节点");
    let (mut out, mut back) = (0, 0);
    for node in snapshot.nodes() {
        for (direction, count) in [(Direction::Out, &mut out), (Direction::In, &mut back)] {
            for step in snapshot.edges(node, direction, None) {
                *count += 1;
                let ends = snapshot
                    .rel(step.rel)
                    .map(|ends| if direction == Direction::Out { (ends.start, ends.end) } else { (ends.end, ends.start) });
                if ends != Some((node, step.node)) || !snapshot.has_node(step.node) {
                    line.wrong(format!("relation {} is not where its node says", step.rel.0), format!("关系 {} 与节点不符", step.rel.0));
                }
            }
        }
    }
    line.count = snapshot.rel_count() as u64;
    if (out, back) != (line.count, line.count) {
        line.wrong(
            format!("{} relations, {out} by start, {back} by end", line.count),
            format!("关系 {} 条，起点 {out}，终点 {back}", line.count),
        );
    }
    if let Err(error) = snapshot.health() {
        line.wrong(error.message.en, error.message.zh);
    }
    line
}

/// Every quote against the text it is quoted from.
fn check_spans(options: &StoreOptions, snapshot: &Snapshot, about: &About) -> CheckLine {
    let mut line = CheckLine::new("quotes found at their place in the texts", "引文与原文位置");
    let mut originals: std::collections::BTreeMap<String, Arc<str>> = std::collections::BTreeMap::new();
    for source in about.sources.iter().filter(|source| source.has_text) {
        let bytes = match crate::store::read_text(&options.dir, &source.sha256) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                line.wrong(format!("the text of {} is missing", source.slug), format!("缺少 {} 的原文", source.slug));
                continue;
            }
            Err(error) => {
                line.wrong(error.message.en, error.message.zh);
                continue;
            }
        };
        let read = ReadOptions { max_size: u64::MAX, force: true, title: None, words: None };
        match document::read(&bytes, &source.file, &read) {
            Ok(document) => drop(originals.insert(source.slug.clone(), document.original)),
            Err(error) => line.wrong(error.message.en, error.message.zh),
        }
    }
    let entities = snapshot.nodes().map(Entity::Node).chain((0..snapshot.rel_bound()).map(|rel| Entity::Rel(RelId(rel))));
    for evidence in entities.flat_map(|entity| snapshot.evidence(entity)) {
        let Some(text) = originals.get(&*evidence.plan) else { continue };
        line.count += 1;
        let place = usize::try_from(evidence.start).ok().zip(usize::try_from(evidence.end).ok());
        if place.and_then(|(start, end)| text.get(start..end)) != Some(&*evidence.quote) {
            line.wrong(
                format!("{} {}: the quote is not at bytes {}–{}", evidence.plan, evidence.address, evidence.start, evidence.end),
                format!("{} {}：第 {}–{} 字节处不是该引文", evidence.plan, evidence.address, evidence.start, evidence.end),
            );
        }
    }
    line
}

/// The full-text index and the snapshot against what the records hold.
fn check_index(generation: &Generation, snapshot: &Snapshot, about: &About, counted: Option<Counted>) -> CheckLine {
    let mut line = CheckLine::new("full-text index", "全文索引");
    if generation.manifest.header != about.header {
        line.wrong("the generation and its snapshot do not name the same records", "快照与清单所指记录不一致");
    }
    match super::index::count(generation, snapshot) {
        Ok((documents, nodes)) => {
            line.count = documents;
            // Records that an import left ahead of the generation count others than the index has.
            let counted = counted.filter(|counted| counted.header == generation.manifest.header);
            if let Some(sentences) = counted.map(|counted| counted.sentences)
                && documents != nodes + sentences
            {
                line.wrong(
                    format!("{documents} documents for {nodes} nodes and {sentences} sentences"),
                    format!("{documents} 篇文档，而节点 {nodes} 个、句子 {sentences} 个"),
                );
            }
        }
        Err(error) => line.wrong(error.message.en, error.message.zh),
    }
    line
}
