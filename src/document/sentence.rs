use std::sync::Arc;

use crate::base::Span;

/// What can be cited: a sentence of running text, a heading, a table row, a caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub role: Role,
    /// Innermost section: index into [`super::Document::sections`]. For a heading, the section that it heads.
    pub section: usize,
    /// Index into [`super::Document::blocks`].
    pub block: usize,
    /// In the cleaned text.
    pub span: Span,
    /// In the original text.
    pub original: Span,
    /// Line of the original text, from 1.
    pub line: u32,
    /// The n of §n, from 1; 0 for headings, captions and rows.
    pub number: u32,
    /// Number of the `——` bullet within its section, from 1; 0 outside bullets.
    pub bullet: u32,
    /// `四（二）5 §2`, `表1 行8`.
    pub address: Arc<str>,
    /// The short first sentence of a longer paragraph: it may only name the line of work that the paragraph is about.
    pub lead: bool,
}

/// What a [`Sentence`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Body,
    /// The heading of its section.
    Heading,
    /// The title of the plan.
    Title,
    /// The letter that sends a plan out, in front of it: issuer, number, addressees, 现将…印发.
    Front,
    /// A sentence of a glossary entry; the first one holds the headword as well. Index into [`super::Document::glossary`].
    Entry(usize),
    /// Only names who answers for what stands before it: （A牵头，B、C按职责分工负责）, 责任单位：….
    Responsibility,
    /// Caption of a table or figure.
    Caption,
    /// The header of a table, all its cells.
    Header { table: usize },
    /// A table row: indices into [`super::Document::tables`] and its rows.
    Row { table: usize, row: usize },
    /// A table whose cells were run together, as web pages leave it: its figures can be told apart by guessing only.
    RunTogether,
    /// What follows the plan: 公开方式, 抄送.
    Tail,
    /// An entry of a table of contents.
    Contents,
}
