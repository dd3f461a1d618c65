//! The store itself: making one, looking at it, keeping a copy. Checking is in [`super::check`], mending in [`super::mend`].

use std::fs;
use std::path::Path;

use super::corpus::corpus_hash;
use super::step::step;
use super::{Progress, StoreOptions};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::store::{self, Generation};

pub use super::check::{CheckLine, check};
pub use super::mend::rebuild;

/// What a store is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreInfo {
    pub dir: String,
    pub format: u32,
    pub open_schema: bool,
    pub generation: u64,
    pub plans: u64,
    pub nodes: u64,
    pub relations: u64,
    pub curation_entries: u64,
    /// Bytes on disk of records, and of the present generation.
    pub record_bytes: u64,
    pub generation_bytes: u64,
    pub corpus: String,
    /// The writer that holds the lock now, as a sentence.
    pub locked_by: Option<Message>,
    /// What a rebuild could not bring back, a sentence each.
    pub lost: Vec<Message>,
}

/// Makes an empty store; refuses a directory that has one.
pub fn init(options: &StoreOptions, open_schema: bool) -> Outcome<()> {
    if Generation::open(&options.dir)?.is_some_and(|generation| generation.snapshot.is_some()) {
        return Err(exists(&options.dir));
    }
    step(options, |writer| {
        // Another process may have been first.
        if writer.records().header().step > 0 {
            return Err(exists(&options.dir));
        }
        writer.records().set_open_schema(open_schema)
    })?;
    Ok(())
}

pub(super) fn exists(dir: &Path) -> Box<Diagnostic> {
    let shown = dir.display();
    Diagnostic::compile(
        ErrorClass::ArgumentError,
        "Exists",
        Message::new(format!("there is a store in {shown} already"), format!("{shown} 中已有资料库")),
    )
    .hint("name another directory", "请另指定目录")
}

/// What there is in the directory; all zero where there is no store.
pub fn info(options: &StoreOptions) -> Outcome<StoreInfo> {
    let dir = &options.dir;
    let mut info = StoreInfo { dir: dir.display().to_string(), locked_by: store::holder(dir), ..StoreInfo::default() };
    let Some(generation) = Generation::open(dir)? else { return Ok(info) };
    info.format = store::FORMAT;
    info.generation = generation.manifest.generation;
    info.generation_bytes = generation.manifest.files.iter().map(|(_, sums)| sums.length).sum();
    info.record_bytes = bytes_under(&dir.join(store::RECORDS));
    if let Some(snapshot) = &generation.snapshot {
        use crate::view::GraphView as _;
        let about = snapshot.about()?;
        info.open_schema = about.header.open_schema;
        info.plans = about.sources.iter().filter(|source| source.has_text).count() as u64;
        info.nodes = snapshot.node_count() as u64;
        info.relations = snapshot.rel_count() as u64;
        info.curation_entries = about.journal.len() as u64;
        info.corpus = corpus_hash(&about);
    }
    Ok(info)
}

fn bytes_under(dir: &Path) -> u64 {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => bytes_under(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

/// Takes a plan out of the store; `false` where there is none of that slug.
pub fn remove_plan(options: &StoreOptions, slug: &str) -> Outcome<bool> {
    if Generation::open(&options.dir)?.is_none() {
        return Ok(false);
    }
    Ok(step(options, |writer| writer.records().remove_source(slug))?.0)
}

/// Writes all that cannot be made anew (texts, records, journal) into one file.
pub fn backup(options: &StoreOptions, file: &Path, progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<()> {
    super::archive::backup(options, file, progress)
}

/// Makes a store from the file of a backup; refuses a directory that has a store.
pub fn restore(options: &StoreOptions, file: &Path, progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<()> {
    if Generation::open(&options.dir)?.is_some_and(|generation| generation.snapshot.is_some()) {
        return Err(exists(&options.dir));
    }
    super::archive::restore(options, file, progress)
}
