//! Floor 3: bytes → text → outline → sentences and tables, each with its place in the original file.
//!
//! ```text
//! bytes ─ decode ─▶ original text ─ layout ─▶ lines ─ clean ─▶ paragraphs + offset map ─ outline ─▶ sections ─ sentences, tables ─▶ Document
//! ```
//!
//! The *original text* is what evidence cites. For UTF-8 text and CSV it is the file byte for byte; for other encodings it is the
//! file decoded to UTF-8; for HTML, DOCX and PDF it is the text that the reader took out of the markup, one paragraph or cell a
//! line. The store keeps it beside the plan, so that a span can always be checked.

mod addresses;
mod assemble;
mod csv;
mod decode;

mod docx;
mod doubled;
mod footnotes;
mod front;
mod gaps;
mod glossary;
mod glyphs;
mod heading_words;
mod headings;
mod html;
mod line_index;
mod lines;
mod loose_cells;
mod loose_columns;
mod loose_table;
mod margin;
mod markup;
mod numbering;
mod offset_map;
mod options;
mod outline;
mod paragraphs;
mod pdf;
mod plan_check;
mod raw;
mod report;
mod section;
mod sentence;
mod split;
mod table;
mod tables;
mod whole;
mod words;

pub use numbering::{heading_number, unnumbered};
pub use offset_map::OffsetMap;
pub use options::{DEFAULT_MAX_SIZE, ReadOptions};
pub use report::{Finding, FindingKind};
pub use section::{HeadingKind, Section};
pub use sentence::{Role, Sentence};
pub use table::{Cell, Row, Table};
pub use whole::{Block, BlockKind, Document, Format, GlossaryEntry, LostMark, Skip, SkipReason, SourceFacts};
pub use words::Words;

use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::base::{Message, Outcome, Span};
use line_index::LineIndex;

/// Reads a file's bytes as a plan. `name` is what the user calls the file; its extension helps to tell the format.
///
/// # Errors
/// `ImportError` with detail `TooLarge`, `Empty`, `NotText`, `BadArchive`, `PdfTool` where the bytes cannot be read, and
/// `NotAPlan` where the text has no outline of a plan and [`ReadOptions::force`] is not set.
pub fn read(bytes: &[u8], name: &str, options: &ReadOptions) -> Outcome<Document> {
    words::with(options.words.as_ref(), || read_with_words(bytes, name, options))
}

fn read_with_words(bytes: &[u8], name: &str, options: &ReadOptions) -> Outcome<Document> {
    let raw = decode::decode(bytes, name, options)?;
    let cleaned = paragraphs::clean(&raw, lines::lines(&raw));
    let lines = LineIndex::of(&raw.text);
    let source = SourceFacts {
        sha256: hex(&Sha256::digest(bytes)),
        length: bytes.len() as u64,
        encoding: raw.encoding.clone(),
        format: raw.format,
        verbatim: raw.verbatim,
    };
    let mut document = assemble::assemble(&cleaned, &lines, Document { name: name.to_owned(), source, ..Document::default() });
    document.skips = cleaned.skips.iter().map(|&(span, reason)| Skip { span, reason }).collect();
    document.findings.extend(file_findings(raw.decode_errors, cleaned.doubled));
    document.text = Arc::from(cleaned.text);
    document.map = cleaned.map;
    document.original = Arc::from(raw.text);
    let found = document.sections.first().map_or("", |root| root.title.as_str());
    let notice = front::notice(if found.is_empty() { &document.text } else { found });
    let (sender, issued) = notice.map_or((None, None), |notice| (notice.sender, Some(notice.title)));
    document.title = options.title.clone().or(issued).unwrap_or_else(|| title(&document));
    document.sender = sender;
    document.lost_marks = footnotes::lost_marks(&document);
    plan_check::check(&mut document, options.force)?;
    Ok(document)
}

/// The title found, else the name of the file without folder and extension.
fn title(document: &Document) -> String {
    let found = document.sections.first().map_or("", |root| root.title.as_str());
    if !found.is_empty() {
        return found.to_owned();
    }
    let file = document.name.rsplit(['/', '\\']).next().unwrap_or_default();
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
}

fn file_findings(decode_errors: usize, doubled: usize) -> Vec<Finding> {
    let whole = |kind, message| Finding { kind, span: None::<Span>, line: 0, message };
    let mut found = Vec::new();
    if decode_errors > 0 {
        let message = Message::new(
            format!("{decode_errors} stretches of bytes are no text in the file's encoding"),
            format!("有 {decode_errors} 处字节无法按文件编码读作文字"),
        );
        found.push(whole(FindingKind::DecodeErrors, message));
    }
    if doubled > 0 {
        let message =
            Message::new(format!("{doubled} lines were printed twice over and healed"), format!("已修复 {doubled} 处重复印出的文字"));
        found.push(whole(FindingKind::DoubledHeadings, message));
    }
    found
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
