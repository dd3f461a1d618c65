use std::sync::Arc;

use crate::base::Span;

/// A heading of any level and what stands under it. Section 0 of a document is the document itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The section around this one; `None` for section 0 only.
    pub parent: Option<usize>,
    /// Depth in the outline: 0 the document, 1 its parts.
    pub level: u8,
    /// The number as printed, with its marks: `（一）`, `1.`, `第三章`. Empty where the heading has none.
    pub number: String,
    /// The value of the number, 0 where the heading has none.
    pub value: u32,
    /// Heading without number and without the closing 。 or ：; for a stage its year phrase.
    pub title: String,
    /// Citation of the section: `四（二）5`. Section 0: empty.
    pub address: Arc<str>,
    /// The heading in the cleaned text, number and closing mark included. Section 0: the title; empty where there is none.
    pub heading: Span,
    /// All of the section in the cleaned text: heading, body and the sections inside it.
    pub extent: Span,
    pub kind: HeadingKind,
    /// The heading was printed twice over and has been healed.
    pub doubled: bool,
    /// Index of the heading's own entry in [`super::Document::sentences`].
    pub sentence: Option<usize>,
}

/// How a section begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HeadingKind {
    /// The document itself.
    #[default]
    Root,
    /// A numbered heading alone on its line.
    Numbered,
    /// A numbered heading that ends at the first 。 of a paragraph, the body following in the same paragraph.
    RunIn,
    /// A run-in heading that begins in the middle of a paragraph: `…。（2）汽车制造。重点发展…`.
    Inline,
    /// A heading without a number: 前言, 附件.
    Plain,
    /// No heading of its own: a paragraph about one stage (到2020年：…) and the bullets below it. Title and number are the year.
    Stage,
    /// The glossary at the end of a plan.
    Glossary,
    /// A numbered item without a heading of its own: the number stands before a whole sentence. Its title is that sentence.
    Item,
    /// 专栏: a box of projects or figures that interrupts the text.
    Box,
}

impl HeadingKind {
    /// Whether the heading shares its paragraph with the body.
    pub const fn is_run_in(self) -> bool {
        matches!(self, Self::RunIn | Self::Inline)
    }
}
