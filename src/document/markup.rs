//! Text taken out of markup: one paragraph a line, one table row a line with tabs between its cells.

use super::Format;
use super::raw::{Raw, RawLine};
use crate::base::Span;

/// Builds the original text of a marked-up document, paragraph by paragraph.
#[derive(Debug, Default)]
pub(super) struct Markup {
    text: String,
    lines: Vec<RawLine>,
    /// Where the open line begins.
    start: usize,
    /// Depth of tables; the cells of a table within a cell belong to the outer cell.
    tables: usize,
    in_row: bool,
    first_cell: bool,
    /// Depth of elements that hold navigation.
    pub furniture: usize,
}

impl Markup {
    /// Adds characters to the open paragraph. Runs of white space of the source become one space.
    pub fn text(&mut self, text: &str, keep_space: bool) {
        for c in text.chars() {
            let blank = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            if !blank {
                self.text.push(c);
            } else if keep_space || !self.text[self.start..].ends_with([' ', '\u{3000}']) && self.text.len() > self.start {
                self.text.push(' ');
            }
        }
    }

    /// Ends a paragraph. Inside a cell paragraphs run on, parted by a space.
    pub fn end_paragraph(&mut self) {
        if self.in_row {
            if self.text.len() > self.start && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
            return;
        }
        self.end_line(false);
    }

    pub fn start_table(&mut self) {
        if self.tables == 0 && self.text.len() > self.start {
            self.end_paragraph();
        }
        self.tables += 1;
    }

    pub fn end_table(&mut self) {
        self.tables = self.tables.saturating_sub(1);
        if self.tables == 0 {
            self.end_row(true);
        }
    }

    pub fn start_row(&mut self) {
        if self.tables == 1 {
            self.end_row(true);
            self.in_row = true;
            self.first_cell = true;
        }
    }

    pub fn end_cell(&mut self) {
        if self.tables == 1 && self.in_row {
            let continues = !self.first_cell;
            self.first_cell = false;
            self.end_line(continues);
        }
    }

    /// Ends the row; `force` where the source forgot to.
    pub fn end_row(&mut self, force: bool) {
        if self.in_row && (self.tables <= 1 || force) {
            if self.text[self.start..].trim().is_empty() {
                self.text.truncate(self.start);
            } else {
                self.end_cell();
            }
            self.in_row = false;
        }
    }

    fn end_line(&mut self, continues: bool) {
        let kept = self.text.trim_end_matches(' ').len().max(self.start);
        self.text.truncate(kept);
        let span = Span::new(self.start, self.text.len());
        self.lines.push(RawLine { span, continues, furniture: self.furniture > 0, ..RawLine::default() });
        self.text.push(if self.in_row { '\t' } else { '\n' });
        self.start = self.text.len();
    }

    pub fn finish(mut self, format: Format, encoding: &str) -> Raw {
        self.tables = self.tables.min(1);
        self.end_row(true);
        if self.text.len() > self.start {
            self.end_line(false);
        }
        self.one_column_tables_are_layout();
        Raw { text: self.text, lines: self.lines, format, encoding: encoding.to_owned(), ..Raw::default() }
    }

    /// Web pages put whole articles into a table of one cell; such cells must not be read as one paragraph. They are told in
    /// [`super::html`] by the tags inside; here only the tabs between rows become line ends.
    fn one_column_tables_are_layout(&mut self) {
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        for (at, line) in self.lines.iter().enumerate() {
            let row_ends = self.lines.get(at + 1).is_none_or(|next| !next.continues);
            if row_ends && let Some(end) = bytes.get_mut(line.span.end) {
                *end = b'\n';
            }
        }
        self.text = String::from_utf8(bytes).unwrap_or_default();
    }
}
