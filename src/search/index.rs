//! The index of a generation, opened for questions.

use std::cmp::Ordering;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::schema::{OwnedValue, Value as _};
use tantivy::{DocAddress, DocId, IndexReader, ReloadPolicy, Score, SegmentOrdinal, SegmentReader, TantivyDocument};

use super::bigrams::normal;
use super::directory::{Damage, VerifiedDirectory};
use super::matcher::matches;
use super::plan::{needs_look, plan};
use super::snippet::snippet;
use super::text_query::TextQuery;
use super::writer::{Fields, schema, tokenizers};
use crate::base::{BlockSums, Diagnostic, ErrorClass, Message, Outcome, quietly};
use crate::model::Evidence;

/// A node that was found: the hash of its key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeHit {
    pub key: u64,
    /// BM25 (Robertson and Zaragoza 2009) over pairs of characters; larger is better.
    pub score: f32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SentenceHit {
    pub evidence: Evidence,
    pub score: f32,
    pub snippet: String,
}

/// An open index. Questions may be asked from several threads.
pub struct Index {
    dir: PathBuf,
    reader: IndexReader,
    fields: Fields,
    damage: Damage,
}

impl Index {
    /// Opens the index in `dir` whose files have these checksums.
    pub fn open(dir: &Path, files: &[(String, BlockSums)]) -> Outcome<Self> {
        let damage = Damage::default();
        let open = || -> tantivy::Result<(IndexReader, Fields)> {
            let directory = VerifiedDirectory::open(dir, files, damage.clone())?;
            let mut index = tantivy::Index::open(directory)?;
            index.set_tokenizers(tokenizers());
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(8).try_into()?;
            Ok((reader, schema().1))
        };
        let opened = quietly(AssertUnwindSafe(open));
        let (reader, fields) = settle(dir, &damage, opened)?;
        Ok(Self { dir: dir.to_owned(), reader, fields, damage })
    }

    /// How many documents it has.
    pub fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// All nodes that answer the question, best first, equal ones in the order of the index.
    pub fn nodes(&self, query: &TextQuery) -> Outcome<Vec<NodeHit>> {
        let hits = self.ask(query, self.fields.node)?;
        let read = || -> tantivy::Result<Vec<NodeHit>> { Ok(hits.iter().map(|hit| NodeHit { key: hit.key, score: hit.score }).collect()) };
        settle(&self.dir, &self.damage, quietly(AssertUnwindSafe(read)))
    }

    /// At most `limit` sentences that answer the question, best first.
    pub fn sentences(&self, query: &TextQuery, limit: usize) -> Outcome<Vec<SentenceHit>> {
        let hits = self.ask(query, self.fields.sentence)?;
        let searcher = self.reader.searcher();
        let read = || -> tantivy::Result<Vec<SentenceHit>> {
            hits.iter()
                .take(limit)
                .map(|hit| {
                    let document: TantivyDocument = searcher.doc(hit.address)?;
                    let evidence = self.evidence(&document);
                    let snippet = snippet(query, &evidence.quote);
                    Ok(SentenceHit { evidence, score: hit.score, snippet })
                })
                .collect()
        };
        settle(&self.dir, &self.damage, quietly(AssertUnwindSafe(read)))
    }

    fn evidence(&self, document: &TantivyDocument) -> Evidence {
        let text = |field| document.get_first(field).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
        let number = |field| document.get_first(field).and_then(|value| value.as_u64()).unwrap_or(0);
        Evidence {
            plan: text(self.fields.plan).into(),
            address: text(self.fields.address).into(),
            line: u32::try_from(number(self.fields.line)).unwrap_or(u32::MAX),
            start: number(self.fields.start),
            end: number(self.fields.end),
            quote: text(self.fields.sentence).into(),
        }
    }

    fn ask(&self, query: &TextQuery, field: tantivy::schema::Field) -> Outcome<Vec<Hit>> {
        let ask = || -> tantivy::Result<Vec<Hit>> {
            let searcher = self.reader.searcher();
            let planned = plan(query, field, &searcher)?;
            let mut hits = searcher.search(&*planned, &EveryHit)?;
            // `not` finds documents that have no such field at all.
            let other = field != self.fields.node;
            hits.retain(|hit| (hit.key == 0) == other);
            if needs_look(query) {
                let mut kept = Vec::with_capacity(hits.len());
                for hit in hits {
                    let document: TantivyDocument = searcher.doc(hit.address)?;
                    let answers = document.get_all(field).any(|value| match OwnedValue::from(value) {
                        OwnedValue::Str(text) => matches(query, &normal(&text).0),
                        _ => false,
                    });
                    if answers {
                        kept.push(hit);
                    }
                }
                hits = kept;
            }
            hits.sort_by(|a, b| b.score.partial_cmp(&a.score).unwrap_or(Ordering::Equal).then_with(|| a.address.cmp(&b.address)));
            Ok(hits)
        };
        settle(&self.dir, &self.damage, quietly(AssertUnwindSafe(ask)))
    }
}

/// What came of work with the index: its errors, its panics and damage noted on the way are all one kind of error.
fn settle<T>(dir: &Path, damage: &Damage, done: std::thread::Result<tantivy::Result<T>>) -> Outcome<T> {
    if let Some((file, block)) = damage.get() {
        let which = block.map_or_else(|| "it".to_owned(), |block| format!("block {block}"));
        let whose = block.map_or_else(String::new, |block| format!("第 {block} 块"));
        return Err(broken(file, &format!("{which} is not as it was written"), &format!("{whose}与写入时不符")));
    }
    match done {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(broken(dir, &error.to_string(), &error.to_string())),
        Err(_) => Err(broken(dir, "the full-text index cannot be read", "无法读取全文索引")),
    }
}

fn broken(file: &Path, en: &str, zh: &str) -> Box<Diagnostic> {
    let shown = file.display();
    let message = Message::new(format!("the store is damaged: {shown}: {en}"), format!("资料库已损坏：{shown}：{zh}"));
    Diagnostic::runtime(ErrorClass::StoreError, "Damaged", message).hint("run `gangmu store rebuild`", "请运行 `gangmu store rebuild`")
}

/// An error while the index is written.
pub(crate) fn failed(dir: &Path, error: &tantivy::TantivyError) -> Box<Diagnostic> {
    let shown = dir.display();
    let message = Message::new(
        format!("the full-text index in {shown} cannot be written: {error}"),
        format!("无法写入 {shown} 中的全文索引：{error}"),
    );
    Diagnostic::runtime(ErrorClass::StoreError, "Io", message)
}

#[derive(Clone, Copy, Debug)]
struct Hit {
    address: DocAddress,
    score: Score,
    key: u64,
}

/// Every document that was found, with its score and its key.
struct EveryHit;

struct SegmentHits {
    ordinal: SegmentOrdinal,
    keys: Column<u64>,
    hits: Vec<Hit>,
}

impl Collector for EveryHit {
    type Fruit = Vec<Hit>;
    type Child = SegmentHits;

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentHits> {
        Ok(SegmentHits { ordinal, keys: segment.fast_fields().u64("key")?, hits: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Hit>>) -> tantivy::Result<Vec<Hit>> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentHits {
    type Fruit = Vec<Hit>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let key = self.keys.first(doc).unwrap_or(0);
        self.hits.push(Hit { address: DocAddress::new(self.ordinal, doc), score, key });
    }

    fn harvest(self) -> Vec<Hit> {
        self.hits
    }
}
