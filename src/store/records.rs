//! The record of truth over any [`Bytes`]: texts, what they gave, and the journal, counted and hashed.
//!
//! | key | value |
//! |---|---|
//! | `meta` | [`Header`] |
//! | `src/SLUG` | [`SourceRecord`] |
//! | `txt/NUMBER/PART` | original bytes of a source, in parts |
//! | `rec/NUMBER/PART` | its items, in chunks |
//! | `jnl/NUMBER` | a [`JournalEntry`] |
//! | `was/KEY` | what a key was before a step that is not published yet |
//!
//! A source's parts carry a number that is never used again, so a re-import writes beside the old parts and one batch makes
//! the new ones count. Parts that no source names are what a crash left behind: they do not count and are swept.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::codec::{Decoder, Encoder};
use super::error::{damaged, store_error};
use super::items::{ChunkReader, ChunkWriter, Item};
use super::pending;
use super::{Bytes, Change, JournalEntry, SourceAbout, SourceRecord};
use crate::base::{Diagnostic, Outcome};

/// The form of records and derived files. An older store is brought to it, a newer one is refused.
///
/// | format | since then |
/// |---|---|
/// | 1 | |
/// | 2 | a source tells by which rules its text was read, the manifest by which the plans were |
pub const FORMAT: u32 = 2;

/// Bytes of a part of a text.
const PART: usize = 1 << 20;
/// Bytes that are held back before parts are written ahead of their batch.
const HELD: usize = 16 << 20;

/// What is known of the records as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    pub format: u32,
    /// Whether labels and relation types outside the schema are taken.
    pub open_schema: bool,
    /// One more with each batch.
    pub step: u64,
    /// Number for the next source or journal entry.
    pub next: u64,
    /// How many records count, and the sum of their hashes.
    pub count: u64,
    pub sum: u128,
}

pub struct Records {
    bytes: Box<dyn Bytes>,
    /// For messages.
    place: PathBuf,
    header: Header,
    /// Whether batches carry what they change, so that they can be taken back.
    revocable: bool,
}

impl Records {
    /// Opens the records, making them where there are none, and verifies that everything that counts is there as written.
    /// `expected` is what the manifest knows: records may be ahead of it (a crash before the generation), never behind.
    pub fn open(bytes: Box<dyn Bytes>, place: &Path, expected: Option<&Header>) -> Outcome<Self> {
        let mut bytes = bytes;
        pending::settle(&mut *bytes, expected)?;
        let header = Header { format: FORMAT, next: 1, ..Header::default() };
        let mut records = Self { bytes, place: place.to_owned(), header, revocable: false };
        match records.bytes.get(b"meta")? {
            Some(meta) => {
                records.header = Header::from_bytes(&meta).ok_or_else(|| records.broken("its header cannot be read", "无法读取头部"))?
            }
            None if expected.is_some_and(|header| header.step > 0) => return Err(records.broken("it is empty", "内容为空")),
            None => {}
        }
        if records.header.format > FORMAT {
            return Err(newer(&records.place, records.header.format));
        }
        if let Some(known) = expected.filter(|known| known.step > 0) {
            let same = records.header == *known;
            if records.header.step < known.step || (records.header.step == known.step && !same) {
                return Err(records.broken("it is older than the generation made from it", "早于由它生成的数据"));
            }
        }
        records.verify()?;
        Ok(records)
    }

    pub fn header(&self) -> &Header {
        &self.header
    }

    /// For new records that take the place of others: steps and numbers go on where those were, so that the new ones are not
    /// taken for older.
    pub(super) fn go_on_after(&mut self, before: &Header) {
        self.header.step = self.header.step.max(before.step);
        self.header.next = self.header.next.max(before.next);
    }

    fn broken(&self, en: &str, zh: &str) -> Box<Diagnostic> {
        damaged(&self.place, en, zh)
    }

    /// Counts and hashes all that counts; sweeps parts that no source names.
    fn verify(&mut self) -> Outcome<()> {
        let mut numbers = rustc_hash::FxHashSet::default();
        let sources = self.sources()?;
        numbers.extend(sources.iter().map(|source| source.number));
        let (mut count, mut sum) = (0u64, 0u128);
        let mut strays = Vec::new();
        self.bytes.scan(b"", &mut |key, value| {
            if key == b"meta" || pending::is_note(key) {
                return Ok(());
            }
            let part_of = part_number(key);
            if part_of.is_some_and(|number| !numbers.contains(&number)) {
                strays.push(Change::remove(key));
                return Ok(());
            }
            count += 1;
            sum = sum.wrapping_add(hash(key, value));
            Ok(())
        })?;
        if (count, sum) != (self.header.count, self.header.sum) {
            let (en, zh) = (
                format!("{count} records where {} were written, or others than were written", self.header.count),
                format!("现有 {count} 条记录，应为 {} 条，或内容已变", self.header.count),
            );
            return Err(self.broken(&en, &zh));
        }
        if !strays.is_empty() {
            self.bytes.apply(strays)?;
        }
        Ok(())
    }

    /// Every record that counts, and the header.
    pub(crate) fn each(&self, visit: &mut dyn FnMut(&[u8], &[u8]) -> Outcome<()>) -> Outcome<()> {
        self.bytes.scan(b"", &mut |key, value| if pending::is_note(key) { Ok(()) } else { visit(key, value) })
    }

    /// From here on, what is changed is taken back by the next writer unless [`Records::confirm`] follows. For steps that must
    /// not be made twice; imports, which may, are kept.
    pub fn begin_revocable(&mut self) {
        self.revocable = true;
    }

    /// What was changed stands: its generation is published.
    pub fn confirm(&mut self) -> Outcome<()> {
        if std::mem::take(&mut self.revocable) { pending::settle(&mut *self.bytes, Some(&self.header)).map(|_| ()) } else { Ok(()) }
    }

    pub fn set_open_schema(&mut self, open: bool) -> Outcome<()> {
        self.header.open_schema = open;
        self.commit(Vec::new())
    }

    /// Sources in the order of their slugs: the order of plans in the graph.
    pub fn sources(&self) -> Outcome<Vec<SourceRecord>> {
        let mut sources = Vec::new();
        self.bytes.scan(b"src/", &mut |_, value| {
            sources.push(SourceRecord::from_bytes(value).ok_or_else(|| self.broken("a source cannot be read", "无法读取来源"))?);
            Ok(())
        })?;
        Ok(sources)
    }

    pub fn source(&self, slug: &str) -> Outcome<Option<SourceRecord>> {
        let value = self.bytes.get(&source_key(slug))?;
        value
            .map(|value| SourceRecord::from_bytes(&value).ok_or_else(|| self.broken("a source cannot be read", "无法读取来源")))
            .transpose()
    }

    /// The original bytes of a source.
    pub fn text(&self, source: &SourceRecord) -> Outcome<Vec<u8>> {
        let mut text = Vec::with_capacity(usize::try_from(source.bytes).unwrap_or(0).min(1 << 30));
        for part in 0..source.text_parts {
            let piece = self.bytes.get(&part_key("txt", source.number, part))?;
            text.extend_from_slice(&piece.ok_or_else(|| self.broken("part of a text is missing", "缺少部分原文"))?);
        }
        Ok(text)
    }

    /// Everything that a source gave, in the order in which it was written.
    pub fn items(&self, source: &SourceRecord, visit: &mut dyn FnMut(Item) -> Outcome<()>) -> Outcome<()> {
        for part in 0..source.chunks {
            let chunk = self.bytes.get(&part_key("rec", source.number, part))?;
            let chunk = chunk.ok_or_else(|| self.broken("part of a source is missing", "缺少部分来源"))?;
            for item in ChunkReader::new(&chunk) {
                visit(item.ok_or_else(|| self.broken("a record cannot be read", "无法读取记录"))?)?;
            }
        }
        Ok(())
    }

    /// The journal, oldest first.
    pub fn journal(&self) -> Outcome<Vec<JournalEntry>> {
        let mut entries = Vec::new();
        self.bytes.scan(b"jnl/", &mut |_, value| {
            entries.push(JournalEntry::from_bytes(value).ok_or_else(|| self.broken("a journal entry cannot be read", "无法读取日志条目"))?);
            Ok(())
        })?;
        Ok(entries)
    }

    /// Writes an entry at the end of the journal and gives it its number.
    pub fn append(&mut self, mut entry: JournalEntry) -> Outcome<u64> {
        entry.number = self.header.next;
        self.header.next += 1;
        self.restore_entry(&entry)?;
        Ok(entry.number)
    }

    /// The number that the next entry will get.
    pub fn next_number(&self) -> u64 {
        self.header.next
    }

    /// Writes an entry under the number that it has.
    pub fn restore_entry(&mut self, entry: &JournalEntry) -> Outcome<()> {
        let (key, value) = (entry_key(entry.number), entry.to_bytes());
        self.header.next = self.header.next.max(entry.number + 1);
        self.count_in(hash(&key, &value), 1);
        self.commit(vec![Change::put(key, value)])
    }

    /// Takes an entry out of the journal; `false` where there is none of that number.
    pub fn remove_entry(&mut self, number: u64) -> Outcome<bool> {
        let key = entry_key(number);
        let Some(value) = self.bytes.get(&key)? else { return Ok(false) };
        self.count_out(hash(&key, &value), 1);
        self.commit(vec![Change::remove(key)])?;
        Ok(true)
    }

    /// Takes a source out; `false` where there is none of that slug.
    pub fn remove_source(&mut self, slug: &str) -> Outcome<bool> {
        let Some(old) = self.source(slug)? else { return Ok(false) };
        let changes = self.removal(&old);
        self.commit(changes)?;
        Ok(true)
    }

    fn removal(&mut self, old: &SourceRecord) -> Vec<Change> {
        let key = source_key(&old.slug);
        self.count_out(old.sum.wrapping_add(hash(&key, &old.to_bytes())), 1 + old.text_parts + old.chunks);
        let texts = (0..old.text_parts).map(|part| part_key("txt", old.number, part));
        let chunks = (0..old.chunks).map(|part| part_key("rec", old.number, part));
        std::iter::once(key).chain(texts).chain(chunks).map(Change::remove).collect()
    }

    /// Begins to write a source. Nothing counts before [`SourceWriter::commit`].
    pub fn write_source(&mut self) -> SourceWriter<'_> {
        let number = self.header.next;
        self.header.next += 1;
        let record = SourceRecord { number, ..SourceRecord::default() };
        SourceWriter { records: self, record, chunk: ChunkWriter::default(), held: Vec::new(), held_bytes: 0 }
    }

    fn count_in(&mut self, hash: u128, records: u64) {
        self.header.count += records;
        self.header.sum = self.header.sum.wrapping_add(hash);
    }

    fn count_out(&mut self, hash: u128, records: u64) {
        self.header.count = self.header.count.saturating_sub(records);
        self.header.sum = self.header.sum.wrapping_sub(hash);
    }

    /// One batch, one flush.
    fn commit(&mut self, mut changes: Vec<Change>) -> Outcome<()> {
        self.header.step += 1;
        // An older store becomes one of the present format with its first change.
        self.header.format = FORMAT;
        changes.push(Change::put(&b"meta"[..], self.header.to_bytes()));
        if self.revocable {
            pending::note(&*self.bytes, &mut changes)?;
        }
        self.bytes.apply(changes)?;
        self.bytes.flush()
    }
}

/// Writes one source, streamed: parts go ahead of the batch that makes them count.
pub struct SourceWriter<'a> {
    records: &'a mut Records,
    record: SourceRecord,
    chunk: ChunkWriter,
    held: Vec<Change>,
    held_bytes: usize,
}

impl SourceWriter<'_> {
    /// The original bytes, given once.
    pub fn text(&mut self, text: &[u8]) -> Outcome<()> {
        self.record.has_text = true;
        self.record.bytes = text.len() as u64;
        for part in text.chunks(PART) {
            let key = part_key("txt", self.record.number, self.record.text_parts);
            self.record.text_parts += 1;
            self.hold(key, part.to_vec())?;
        }
        Ok(())
    }

    pub fn item(&mut self, item: &Item) -> Outcome<()> {
        match item {
            Item::Node(_) => self.record.nodes += 1,
            Item::Relation(_) => self.record.relations += 1,
            Item::Sentence(_) => self.record.sentences += 1,
        }
        item.bounded()?;
        match self.chunk.push(item) {
            Some(chunk) => self.hold_chunk(chunk),
            None => Ok(()),
        }
    }

    fn hold_chunk(&mut self, chunk: Vec<u8>) -> Outcome<()> {
        let key = part_key("rec", self.record.number, self.record.chunks);
        self.record.chunks += 1;
        self.hold(key, chunk)
    }

    fn hold(&mut self, key: Vec<u8>, value: Vec<u8>) -> Outcome<()> {
        self.record.sum = self.record.sum.wrapping_add(hash(&key, &value));
        self.held_bytes += value.len();
        self.held.push(Change::put(key, value));
        if self.held_bytes > HELD {
            self.held_bytes = 0;
            let ahead = std::mem::take(&mut self.held);
            self.records.bytes.apply(ahead)?;
            // Without this sled would keep it all in its cache until the end.
            self.records.bytes.flush()?;
        }
        Ok(())
    }

    /// Makes the source count, in place of an older one of the same slug.
    pub fn commit(mut self, about: SourceAbout) -> Outcome<SourceRecord> {
        if let Some(chunk) = std::mem::take(&mut self.chunk).finish() {
            self.hold_chunk(chunk)?;
        }
        let mut record = self.record;
        record.slug = about.slug;
        record.title = about.title;
        record.sha256 = about.sha256;
        record.file = about.file;
        record.reading = about.reading;
        if !record.has_text {
            record.bytes = about.bytes;
        }
        let mut changes = match self.records.source(&record.slug)? {
            Some(old) => self.records.removal(&old),
            None => Vec::new(),
        };
        let (key, value) = (source_key(&record.slug), record.to_bytes());
        self.records.count_in(record.sum.wrapping_add(hash(&key, &value)), 1 + record.text_parts + record.chunks);
        changes.append(&mut self.held);
        changes.push(Change::put(key, value));
        self.records.commit(changes)?;
        Ok(record)
    }
}

impl Header {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut to = Encoder::default();
        to.number(u64::from(self.format));
        to.number(u64::from(self.open_schema));
        to.number(self.step);
        to.number(self.next);
        to.number(self.count);
        to.bytes(&self.sum.to_le_bytes());
        to.finish()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut from = Decoder::new(bytes);
        Some(Self {
            format: u32::try_from(from.number()?).ok()?,
            open_schema: from.number()? == 1,
            step: from.number()?,
            next: from.number()?,
            count: from.number()?,
            sum: u128::from_le_bytes(from.bytes()?.try_into().ok()?),
        })
    }
}

pub(crate) fn newer(place: &Path, format: u32) -> Box<Diagnostic> {
    store_error(
        "NewerFormat",
        format!("{} was written by a newer version (format {format}, this one reads up to {FORMAT})", place.display()),
        format!("{} 由更新的版本写成（格式 {format}，本版本最高支持 {FORMAT}）", place.display()),
    )
    .hint("use the newer version, or `gangmu store restore` a backup into a new directory", "请使用新版本，或将备份恢复到新目录")
}

fn source_key(slug: &str) -> Vec<u8> {
    format!("src/{slug}").into_bytes()
}

fn part_key(kind: &str, number: u64, part: u64) -> Vec<u8> {
    format!("{kind}/{number:016x}/{part:08x}").into_bytes()
}

fn entry_key(number: u64) -> Vec<u8> {
    format!("jnl/{number:016x}").into_bytes()
}

/// The number of the source that a part belongs to.
fn part_number(key: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(key).ok()?;
    let rest = text.strip_prefix("txt/").or_else(|| text.strip_prefix("rec/"))?;
    u64::from_str_radix(rest.get(..16)?, 16).ok()
}

/// Half of a SHA-256 over key and value. Sums of such hashes do not depend on order, so they can be kept up to date.
fn hash(key: &[u8], value: &[u8]) -> u128 {
    let mut hasher = Sha256::new();
    hasher.update((key.len() as u64).to_le_bytes());
    hasher.update(key);
    hasher.update(value);
    let digest = hasher.finalize();
    digest[..16].iter().fold(0, |sum, &byte| sum << 8 | u128::from(byte))
}
