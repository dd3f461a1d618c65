//! The store itself: making one, looking at it, checking, mending, keeping a copy.

use std::path::Path;

use super::{Progress, StoreOptions};
use crate::base::{Message, Outcome};

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
}

/// One thing that `check` looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckLine {
    pub what: Message,
    /// How many were looked at.
    pub count: u64,
    /// What is wrong, empty where all is sound.
    pub problems: Vec<Message>,
}

/// Makes an empty store; refuses a directory that has one.
pub fn init(_options: &StoreOptions, _open_schema: bool) -> Outcome<()> {
    Ok(())
}

pub fn info(_options: &StoreOptions) -> Outcome<StoreInfo> {
    Ok(StoreInfo::default())
}

/// Verifies everything: hashes, counts, spans against texts, edges against nodes, the index against the records.
pub fn check(_options: &StoreOptions, _progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<Vec<CheckLine>> {
    Ok(Vec::new())
}

/// Makes the derived files anew from the stored texts and the journal.
pub fn rebuild(_options: &StoreOptions, _progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<StoreInfo> {
    Ok(StoreInfo::default())
}

/// Writes all that cannot be made anew (texts, records, journal) into one file.
pub fn backup(_options: &StoreOptions, _file: &Path, _progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<()> {
    Ok(())
}

/// Makes a store from the file of a backup; refuses a directory that has a store.
pub fn restore(_options: &StoreOptions, _file: &Path, _progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<()> {
    Ok(())
}

/// Takes a plan out of the store; `false` where there is none of that slug.
pub fn remove_plan(_options: &StoreOptions, _slug: &str) -> Outcome<bool> {
    Ok(false)
}
