//! The texts of the plans, as the audit reads them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::procedures::PlanTexts;
use crate::base::Outcome;
use crate::store::{Generation, Snapshot, read_text};

/// The texts of a store.
pub(super) struct StoreTexts {
    dir: PathBuf,
    snapshot: Option<Arc<Snapshot>>,
}

impl StoreTexts {
    pub fn new(dir: &Path, generation: &Generation) -> Self {
        Self { dir: dir.to_owned(), snapshot: generation.snapshot.clone() }
    }
}

impl PlanTexts for StoreTexts {
    fn slugs(&self) -> Vec<String> {
        let about = self.snapshot.as_ref().and_then(|snapshot| snapshot.about().ok()).unwrap_or_default();
        about.sources.into_iter().filter(|source| source.has_text).map(|source| source.slug).collect()
    }

    fn text(&self, slug: &str) -> Outcome<Option<(Vec<u8>, String)>> {
        let Some(snapshot) = &self.snapshot else { return Ok(None) };
        let about = snapshot.about()?;
        let Some(source) = about.sources.into_iter().find(|source| source.slug == slug && source.has_text) else { return Ok(None) };
        Ok(read_text(&self.dir, &source.sha256)?.map(|bytes| (bytes, source.file)))
    }
}

/// A graph without texts.
pub(super) struct NoTexts;

impl PlanTexts for NoTexts {
    fn slugs(&self) -> Vec<String> {
        Vec::new()
    }

    fn text(&self, _: &str) -> Outcome<Option<(Vec<u8>, String)>> {
        Ok(None)
    }
}
