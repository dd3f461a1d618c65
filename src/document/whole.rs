use std::sync::Arc;

use super::{Finding, OffsetMap, Section, Sentence, Table};
use crate::base::Span;
use crate::model::Evidence;

/// One file, read: its text, outline, sentences and tables, in document order.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What the user calls the file.
    pub name: String,
    pub source: SourceFacts,
    /// What evidence cites; see the room's head for what it is in each format.
    pub original: Arc<str>,
    /// Cleaned: lines joined, furniture dropped, compatibility characters and radicals replaced. Blocks stand on lines of their own.
    pub text: Arc<str>,
    /// From cleaned to original.
    pub map: OffsetMap,
    /// The title found in the text (or given); the file's stem where there is none.
    pub title: String,
    /// Who sends the plan out, where the heading of the notice says so: `某市人民政府关于印发…的通知`.
    pub sender: Option<String>,
    /// In order of their headings; 0 is the document itself.
    pub sections: Vec<Section>,
    pub blocks: Vec<Block>,
    /// Everything that can be cited, in document order: headings, sentences, captions, rows.
    pub sentences: Vec<Sentence>,
    pub tables: Vec<Table>,
    pub glossary: Vec<GlossaryEntry>,
    pub lost_marks: Vec<LostMark>,
    /// Text that is part of no block, and why.
    pub skips: Vec<Skip>,
    pub findings: Vec<Finding>,
}

/// What is known of the file itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFacts {
    /// Of the file's bytes, hexadecimal.
    pub sha256: String,
    /// Bytes of the file.
    pub length: u64,
    /// Name after the WHATWG: `UTF-8`, `gb18030`, `UTF-16LE`.
    pub encoding: String,
    pub format: Format,
    /// Whether [`Document::original`] is the file byte for byte.
    pub verbatim: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    #[default]
    Text,
    Html,
    Docx,
    Csv,
    Pdf,
}

/// A stretch of text with one shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// Innermost section.
    pub section: usize,
    /// In the cleaned text.
    pub span: Span,
    /// Indices into [`Document::sentences`], half-open.
    pub sentences: (usize, usize),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Running text; may begin with a run-in heading.
    #[default]
    Paragraph,
    /// A heading alone.
    Heading,
    Title,
    /// A paragraph that begins with `——` or another bullet mark; its number within its section, from 1.
    Bullet(u32),
    /// A numbered item of a list that is no heading.
    ListItem,
    /// 责任单位：…, 牵头单位：…: a line that names who answers for the section above it.
    Responsibility,
    Caption,
    /// Index into [`Document::tables`].
    Table(usize),
    /// Index into [`Document::glossary`].
    Glossary(usize),
    Front,
    Tail,
    Contents,
}

/// A term and what the plan says that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlossaryEntry {
    /// Without quotation marks.
    pub term: String,
    /// The headword in the cleaned text, quotation marks included.
    pub headword: Span,
    /// The definition in the cleaned text, without the colon.
    pub definition: Span,
    /// `附 “三心”`.
    pub address: Arc<str>,
    /// Indices into [`Document::sentences`], half-open.
    pub sentences: (usize, usize),
}

/// A space after a term where a footnote mark stood that was lost in conversion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostMark {
    /// The space in the cleaned text.
    pub span: Span,
    /// Index into [`Document::sentences`].
    pub sentence: usize,
    /// The words before the space as far as they can be the term: back to the opening quote or the last mark of punctuation.
    pub before: Span,
    /// Index into [`Document::glossary`] of the entry that the mark points to, where marks and entries match one to one.
    pub entry: Option<usize>,
}

/// A piece of the original text that is part of no block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skip {
    /// In the original text.
    pub span: Span,
    pub reason: SkipReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SkipReason {
    /// A page number, alone or glued to a line.
    PageNumber,
    /// Header or footer that a print shop or browser put on the page.
    PageHeader,
    /// Navigation, buttons, metadata of a web page.
    WebFurniture,
    /// The second printing of a doubled heading.
    Doubled,
    /// Control characters, byte order mark.
    Control,
    /// Quotation marks and separators of CSV.
    CellMark,
    /// What Markdown puts around headings and bold lines.
    Markup,
}

impl Document {
    /// The cleaned text under a span; empty where the span is none of this document's.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text).unwrap_or_default()
    }

    /// Where a stretch of the cleaned text stands in the original text.
    pub fn original(&self, clean: Span) -> Span {
        self.map.original(clean)
    }

    /// Line of the original text (from 1) at a byte offset of it.
    pub fn line(&self, original_offset: usize) -> u32 {
        let before = self.original.as_bytes().get(..original_offset).unwrap_or(self.original.as_bytes());
        let lines = before.iter().filter(|&&byte| byte == b'\n').count();
        u32::try_from(lines + 1).unwrap_or(u32::MAX)
    }

    /// Text of a sentence, cleaned.
    pub fn sentence_text(&self, sentence: usize) -> &str {
        self.sentences.get(sentence).map_or("", |sentence| self.slice(sentence.span))
    }

    /// The sentences (of every role) whose innermost section is `section`.
    pub fn sentences_of(&self, section: usize) -> impl Iterator<Item = (usize, &Sentence)> {
        self.sentences.iter().enumerate().filter(move |(_, sentence)| sentence.section == section)
    }

    /// `section` and all sections around it, innermost first, without the document itself.
    pub fn sections_around(&self, section: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(section), |&at| self.sections.get(at)?.parent).take_while(|&at| at != 0).take(64)
    }

    /// The sentence, heading or row as evidence.
    pub fn evidence(&self, plan: &Arc<str>, sentence: usize) -> Evidence {
        let Some(found) = self.sentences.get(sentence) else {
            return Evidence { plan: Arc::clone(plan), ..Evidence::default() };
        };
        self.cite(plan, &found.address, found.original, found.line)
    }

    /// Part of a sentence as evidence: a cell, a clause. `part` is in the cleaned text, the address is the sentence's.
    pub fn evidence_part(&self, plan: &Arc<str>, sentence: usize, part: Span) -> Evidence {
        let Some(found) = self.sentences.get(sentence) else {
            return Evidence { plan: Arc::clone(plan), ..Evidence::default() };
        };
        let span = self.original(part);
        let before = found.original.start..span.start.max(found.original.start);
        let breaks = self.original.as_bytes().get(before).map_or(0, |bytes| bytes.iter().filter(|&&byte| byte == b'\n').count());
        self.cite(plan, &found.address, span, found.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX)))
    }

    fn cite(&self, plan: &Arc<str>, address: &Arc<str>, span: Span, line: u32) -> Evidence {
        Evidence {
            plan: Arc::clone(plan),
            address: Arc::clone(address),
            line,
            start: span.start as u64,
            end: span.end as u64,
            quote: span.slice(&self.original).unwrap_or_default().into(),
        }
    }
}
