//! The original text and its lines, before anything is cleaned.

use super::{Format, SkipReason};
use crate::base::Span;

/// A file as text.
#[derive(Clone, Debug, Default)]
pub(super) struct Raw {
    pub text: String,
    pub format: Format,
    pub encoding: String,
    /// The text is the file byte for byte.
    pub verbatim: bool,
    pub lines: Vec<RawLine>,
    /// Bytes that belong to no line, in order: quotation marks of cells, a byte order mark.
    pub drops: Vec<(Span, SkipReason)>,
    /// Stretches of bytes that were no text in the file's encoding.
    pub decode_errors: usize,
}

/// A line of the original text, or a cell of a table row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RawLine {
    pub span: Span,
    /// The next cell of the row that the line before began.
    pub continues: bool,
    /// Navigation of a web page.
    pub furniture: bool,
    /// Data about the plan, not its text: the other columns of a CSV file.
    pub about: bool,
    /// A page began before this line.
    pub page_break: bool,
}

impl Raw {
    /// Cuts the text into lines.
    pub fn of_text(text: String, encoding: &str, verbatim: bool) -> Self {
        let mut raw = Self { encoding: encoding.to_owned(), verbatim, ..Self::default() };
        let mut from = 0;
        if text.starts_with('\u{feff}') {
            from = '\u{feff}'.len_utf8();
            raw.drops.push((Span::new(0, from), SkipReason::Control));
        }
        raw.lines = lines_between(&text, Span::new(from, text.len()));
        raw.text = text;
        raw
    }
}

/// The lines of a stretch of text. Line feeds, carriage returns, form feeds and the separators of Unicode end a line.
pub(super) fn lines_between(text: &str, span: Span) -> Vec<RawLine> {
    let mut lines = Vec::new();
    let (mut start, mut page_break) = (span.start, false);
    let body = span.slice(text).unwrap_or_default();
    for (at, c) in body.char_indices() {
        if !matches!(c, '\n' | '\r' | '\u{c}' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            continue;
        }
        let at = span.start + at;
        // The second half of CR LF ends nothing.
        let half = c == '\n' && at > span.start && text.as_bytes()[at - 1] == b'\r';
        if !half {
            lines.push(RawLine { span: Span::new(start, at), page_break, ..RawLine::default() });
            page_break = false;
        }
        page_break |= c == '\u{c}';
        start = at + c.len_utf8();
    }
    if start < span.end {
        lines.push(RawLine { span: Span::new(start, span.end), page_break, ..RawLine::default() });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::Raw;

    #[test]
    fn lines_end_at_any_line_break_and_cr_lf_is_one() {
        let raw = Raw::of_text("\u{feff}a\r\nb\n\nc\u{c}d".to_owned(), "UTF-8", true);
        let lines: Vec<&str> = raw.lines.iter().map(|line| line.span.slice(&raw.text).unwrap()).collect();
        assert_eq!(lines, ["a", "b", "", "c", "d"]);
        assert!(raw.lines[4].page_break && !raw.lines[3].page_break);
        assert_eq!(raw.drops[0].0.end, 3);
    }
}
