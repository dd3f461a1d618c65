//! The researcher's own changes: what is in the journal, and taking the last of them back.

use super::StoreOptions;
use crate::base::Outcome;

/// One statement that changed the graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CurationEntry {
    /// From 1, in the order in which the changes were made; never given twice.
    pub number: u64,
    pub author: String,
    /// Seconds since 1970 UTC.
    pub time: u64,
    /// The statement as typed.
    pub note: String,
    /// What it changed, one line each.
    pub changes: Vec<String>,
    /// Changes that have no place in the present texts, with the reason.
    pub unplaced: Vec<String>,
}

/// All entries, oldest first.
pub fn list(_options: &StoreOptions) -> Outcome<Vec<CurationEntry>> {
    Ok(Vec::new())
}

/// Takes back one entry, the newest where `number` is `None`; gives what was taken back, `None` where there was nothing.
pub fn undo(_options: &StoreOptions, _number: Option<u64>) -> Outcome<Option<CurationEntry>> {
    Ok(None)
}
