//! File → document → batch → store. Each file is a step of its own: it is in the store whole or not at all.

use std::path::Path;

use super::{Progress, StoreOptions};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};

/// How to take a file in.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Identity in the store; the file's stem where `None`.
    pub slug: Option<String>,
    /// The title found in the text where `None`.
    pub title: Option<String>,
    /// Take a text that does not look like a plan.
    pub force: bool,
}

/// What import did with a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImportKind {
    #[default]
    Added,
    /// The slug was there with other bytes.
    Replaced,
    /// The same bytes under the same slug: nothing was done.
    Unchanged,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportReport {
    pub slug: String,
    pub title: String,
    pub kind: ImportKind,
    pub nodes: u64,
    pub relations: u64,
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
    import_files(options, &[path], import, progress)?.into_iter().next().map_or_else(
        || {
            Err(Diagnostic::runtime(
                ErrorClass::ImportError,
                "Unreadable",
                Message::new(format!("{} gave nothing", path.display()), format!("{} 没有内容", path.display())),
            ))
        },
        |result| result,
    )
}

/// Takes files into the store, one step each, under one lock. The outer error is the store's (locked, damaged, full), the inner
/// ones are the files', in the order of `paths`.
pub fn import_files(
    _options: &StoreOptions,
    paths: &[&Path],
    _import: &ImportOptions,
    _progress: &mut dyn FnMut(Progress<'_>),
) -> Outcome<Vec<Outcome<ImportReport>>> {
    Ok(paths
        .iter()
        .map(|path| {
            Err(Diagnostic::runtime(
                ErrorClass::ImportError,
                "Unreadable",
                Message::new(format!("{} cannot be read as a plan", path.display()), format!("无法将 {} 读作规划", path.display())),
            ))
        })
        .collect())
}

/// Takes the bundled plan into the store.
pub fn import_bundled(_options: &StoreOptions, _progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<ImportReport> {
    Ok(ImportReport::default())
}
