//! The texts of the plans, as the audit reads them.

use super::procedures::PlanTexts;
use crate::base::Outcome;
use crate::store::Generation;

/// The texts of a store.
pub(super) struct StoreTexts {
    generation: Generation,
}

impl StoreTexts {
    pub fn new(generation: &Generation) -> Self {
        Self { generation: generation.clone() }
    }
}

impl PlanTexts for StoreTexts {
    fn slugs(&self) -> Vec<String> {
        let about = self.generation.snapshot.as_ref().and_then(|snapshot| snapshot.about().ok()).unwrap_or_default();
        about.sources.into_iter().filter(|source| source.has_text).map(|source| source.slug).collect()
    }

    fn text(&self, slug: &str) -> Outcome<Option<(Vec<u8>, String)>> {
        let Some(snapshot) = &self.generation.snapshot else { return Ok(None) };
        let about = snapshot.about()?;
        let Some(source) = about.sources.into_iter().find(|source| source.slug == slug && source.has_text) else { return Ok(None) };
        Ok(Some((self.generation.text(&source.sha256)?, source.file)))
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
