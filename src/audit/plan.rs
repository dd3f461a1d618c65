use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::deadlines::says_when;
use super::facts::Facts;
use super::figures::Role as Column;
use super::tables::{Table, read};
use super::words::any_in;
use crate::base::{Span, fold};
use crate::document::{BlockKind, Document, Role, Section};
use crate::model::Evidence;

/// What every check may read: one plan's graph and its text.
pub struct Plan<'a> {
    pub facts: Facts<'a>,
    pub document: &'a Document,
    slug: Arc<str>,
    sentences: OnceCell<Vec<Evidence>>,
    folded: OnceCell<Vec<String>>,
    children: OnceCell<Vec<Vec<usize>>>,
    addresses: OnceCell<FxHashMap<Arc<str>, usize>>,
}

impl<'a> Plan<'a> {
    pub fn new(facts: Facts<'a>, document: &'a Document) -> Self {
        let (sentences, folded, children, addresses) = (OnceCell::new(), OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { slug: facts.plan.into(), facts, document, sentences, folded, children, addresses }
    }

    /// Sentences and headings of the plan itself: not the glossary, tables, or what stands around the plan.
    pub fn sentences(&self) -> &[Evidence] {
        self.sentences.get_or_init(|| {
            let body = |role: Role| matches!(role, Role::Body | Role::Heading);
            let all = self.document.sentences.iter().enumerate();
            all.filter(|(_, sentence)| body(sentence.role)).map(|(at, _)| self.evidence(at)).collect()
        })
    }

    /// The same, folded for comparison, in the same order.
    pub fn folded(&self) -> &[String] {
        self.folded.get_or_init(|| self.sentences().iter().map(|sentence| fold(&sentence.quote)).collect())
    }

    /// Sentences of the glossary.
    pub fn entries(&self) -> Vec<Evidence> {
        let all = self.document.sentences.iter().enumerate();
        all.filter(|(_, sentence)| matches!(sentence.role, Role::Entry(_))).map(|(at, _)| self.evidence(at)).collect()
    }

    /// A sentence, heading or row as evidence.
    pub fn evidence(&self, sentence: usize) -> Evidence {
        self.document.evidence(&self.slug, sentence)
    }

    /// The first sentence that begins in a stretch of the cleaned text, as evidence.
    pub fn evidence_in(&self, clean: Span) -> Option<Evidence> {
        let at = self.document.sentences.partition_point(|sentence| sentence.span.end <= clean.start);
        self.document.sentences.get(at).filter(|sentence| sentence.span.start < clean.end).map(|_| self.evidence(at))
    }

    pub fn tables(&self) -> Vec<Table> {
        self.document.tables.iter().map(|table| read(self, table)).collect()
    }

    /// Headwords of the glossary with the sentence that each stands in.
    pub fn glossary(&self) -> Vec<(String, Evidence)> {
        self.document.glossary.iter().map(|entry| (entry.term.clone(), self.evidence(entry.sentences.0))).collect()
    }

    /// Where the first part stands in the original, if it tells of the situation and not of what will be done.
    pub fn background(&self) -> Option<Span> {
        let first = self.document.sections.iter().find(|section| section.level == 1 && !section.number.is_empty())?;
        let tells = any_in("background", &first.title);
        tells.then(|| self.document.original(first.extent))
    }

    /// Sections by the section that they stand right below, in document order.
    pub fn children(&self, parent: usize) -> &[usize] {
        let children = self.children.get_or_init(|| {
            let mut children = vec![Vec::new(); self.document.sections.len()];
            for (at, section) in self.document.sections.iter().enumerate() {
                if let Some(parent) = section.parent {
                    children[parent].push(at);
                }
            }
            children
        });
        children.get(parent).map_or(&[], Vec::as_slice)
    }

    /// The section of an address.
    fn section(&self, address: &str) -> Option<usize> {
        let known = self.addresses.get_or_init(|| {
            let all = self.document.sections.iter().enumerate().rev();
            all.map(|(at, section)| (Arc::clone(&section.address), at)).collect()
        });
        known.get(address).copied()
    }

    /// Whether a bracket or line of responsibility stands in the section of an address.
    pub fn has_responsibility(&self, address: &str) -> bool {
        let Some(section) = self.section(address).map(|at| &self.document.sections[at]) else { return false };
        let sentences = &self.document.sentences;
        let first = sentences.partition_point(|sentence| sentence.span.start < section.extent.start);
        let inside = sentences[first..].iter().take_while(|sentence| sentence.span.start < section.extent.end);
        // A line that only says by when names nobody.
        let names = |line: &str| !line.trim_matches(['（', '）', '。']).split(['；', '，', '。']).all(says_when);
        inside.into_iter().any(|sentence| sentence.role == Role::Responsibility && names(self.document.slice(sentence.span)))
    }

    /// The part of the plan (a section of the first level) that holds the section of an address.
    pub fn part(&self, address: &str) -> Option<&Section> {
        let sections = &self.document.sections;
        let mut section = &sections[self.section(address)?];
        while section.level > 1 {
            section = &sections[section.parent?];
        }
        Some(section)
    }

    /// The part of the plan that holds a place of the original.
    pub fn part_at(&self, start: u64) -> Option<&Section> {
        let before = |part: &&Section| part.level == 1 && self.document.original(part.extent).start as u64 <= start;
        self.document.sections.iter().rfind(before)
    }

    /// What sentences say about the indicator of a table row: the column of the same year, the value, the sentence.
    pub fn prose_values(&self, row: &Evidence, columns: &[Column]) -> Vec<(usize, f64, Evidence)> {
        let mut said = Vec::new();
        for indicator in self.facts.indicators() {
            if !indicator.targets.iter().any(|target| target.evidence.iter().any(|proof| proof.start >= row.start && proof.end <= row.end))
            {
                continue;
            }
            for target in indicator.targets.iter().filter(|target| target.source == "prose" && target.bound == "eq") {
                let (Some(value), Some(year), Some(proof)) = (target.value, target.year, target.evidence.first()) else { continue };
                let column = columns.iter().position(|column| matches!(column, Column::Value(of) if i64::from(*of) == year));
                said.extend(column.map(|column| (column, value, proof.clone())));
            }
        }
        said
    }

    /// The paragraphs of the plan: the cleaned text, its kind, its innermost section.
    pub fn paragraphs(&self) -> impl Iterator<Item = (Span, BlockKind, usize)> + '_ {
        self.document.blocks.iter().map(|block| (block.span, block.kind, block.section))
    }
}
