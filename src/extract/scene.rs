//! What every stage reads: the document, the lexicons, which part each section is, and how to cite.

use std::cell::OnceCell;
use std::sync::Arc;

use super::{Lexicons, Part, Parts};
use crate::base::Span;
use crate::document::{Document, HeadingKind, Role, Sentence};
use crate::model::Proof;

/// One document on its way into a draft.
pub struct Scene<'d> {
    pub document: &'d Document,
    pub lexicons: &'d Lexicons,
    pub parts: Parts,
    pub proofs: Proofs<'d>,
    pub period: Period,
    /// The sentence that proves each section: its heading, else the first sentence in it.
    openings: Vec<Option<usize>>,
}

/// The sentences of a document as evidence, each made at its first use: one sentence proves many things.
pub struct Proofs<'d> {
    document: &'d Document,
    /// Slug of the plan.
    plan: Arc<str>,
    made: Box<[OnceCell<Proof>]>,
}

impl<'d> Proofs<'d> {
    pub fn new(document: &'d Document, slug: &str) -> Self {
        Self { document, plan: slug.into(), made: document.sentences.iter().map(|_| OnceCell::new()).collect() }
    }

    /// The whole sentence (heading, row).
    pub fn of(&self, sentence: usize) -> Proof {
        let make = || Proof::new(self.document.evidence(&self.plan, sentence));
        self.made.get(sentence).map_or_else(make, |made| Arc::clone(made.get_or_init(make)))
    }
}

/// The sentence that proves each section of a document: its heading, else the first sentence in it.
pub fn openings(document: &Document) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = document.sections.iter().map(|section| section.sentence).collect();
    for (at, sentence) in document.sentences.iter().enumerate() {
        if let Some(opening) = found.get_mut(sentence.section) {
            opening.get_or_insert(at);
        }
    }
    found
}

/// The years that a plan covers; `None` where the text does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    pub start: Option<i64>,
    pub end: Option<i64>,
}

impl<'d> Scene<'d> {
    pub fn new(document: &'d Document, lexicons: &'d Lexicons, slug: &str) -> Self {
        let parts = Parts::new(document, &lexicons.outline);
        Self {
            document,
            lexicons,
            parts,
            proofs: Proofs::new(document, slug),
            period: super::frontispiece::period(document),
            openings: openings(document),
        }
    }

    pub fn text(&self, sentence: usize) -> &'d str {
        self.document.sentences.get(sentence).map_or("", |found| self.document.slice(found.span))
    }

    pub fn slice(&self, span: Span) -> &'d str {
        self.document.slice(span)
    }

    /// The whole sentence (heading, row) as evidence.
    pub fn cite(&self, sentence: usize) -> Proof {
        self.proofs.of(sentence)
    }

    /// Body sentences in document order, with their index.
    pub fn body(&self) -> impl Iterator<Item = (usize, &'d Sentence)> + use<'d> {
        let document = self.document;
        document.sentences.iter().enumerate().filter(|(_, sentence)| sentence.role == Role::Body)
    }

    /// The sentence that proves a section: its heading, else the first sentence in it.
    pub fn section_sentence(&self, section: usize) -> Option<usize> {
        self.openings.get(section).copied().flatten()
    }

    /// The section that bears a heading of its own, at or around `section`.
    pub fn headed(&self, section: usize) -> usize {
        self.document
            .sections_around(section)
            .find(|&at| self.document.sections.get(at).is_some_and(|found| found.kind != HeadingKind::Stage))
            .unwrap_or(0)
    }

    /// The year of the stage that a section stands under (到2020年：…).
    pub fn stage_year(&self, section: usize) -> Option<i64> {
        super::years::first(&self.document.sections.get(self.stage_of(section)?)?.title)
    }

    /// The stage that a section stands under, or behind: numbered goals below 到2025年，… are those of that year, though each opens a
    /// section of its own beside the stage.
    pub fn stage_of(&self, section: usize) -> Option<usize> {
        let sections = &self.document.sections;
        let is_stage = |at: usize| sections.get(at).is_some_and(|found| found.kind == HeadingKind::Stage);
        self.document.sections_around(section).find_map(|at| {
            if is_stage(at) {
                return Some(at);
            }
            let (found, parent) = (sections.get(at)?, sections.get(at)?.parent?);
            let numbered = !found.number.is_empty() && self.parts.of(at) == Part::Goals && self.parts.of(parent) == Part::Goals;
            (parent..at)
                .rev()
                .find(|&before| numbered && is_stage(before) && sections.get(before).and_then(|stage| stage.parent) == Some(parent))
        })
    }
}
