//! CSV (RFC 4180): one column of long texts holds plans, or the file is a table.

use super::raw::{Raw, RawLine, lines_between};
use super::{Format, SkipReason};
use crate::base::Span;

/// A column whose cells reach this many bytes holds running text.
const LONG_CELL: usize = 600;

struct CsvCell {
    column: usize,
    /// Without the quotation marks around it.
    span: Span,
    first: bool,
}

pub(super) fn read(text: String, separator: u8) -> Raw {
    let mut drops: Vec<(Span, SkipReason)> = Vec::new();
    let cells = cells(&text, separator, &mut drops);
    let long = cells.iter().filter(|cell| cell.span.len() >= LONG_CELL).max_by_key(|cell| cell.span.len()).map(|cell| cell.column);
    let mut lines = Vec::new();
    for cell in &cells {
        if long == Some(cell.column) && cell.span.len() >= LONG_CELL {
            lines.extend(lines_between(&text, cell.span));
        } else {
            let about = long.is_some();
            lines.push(RawLine { span: cell.span, continues: !cell.first && !about, about, ..RawLine::default() });
        }
    }
    Raw { text, format: Format::Csv, lines, drops, ..Raw::default() }
}

/// Cells in order; quotation marks and separators go to `drops`, in order.
fn cells(text: &str, separator: u8, drops: &mut Vec<(Span, SkipReason)>) -> Vec<CsvCell> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut drop = |from: usize, to: usize| drops.push((Span::new(from, to), SkipReason::CellMark));
    if text.starts_with('\u{feff}') {
        at = 3;
        drop(0, 3);
    }
    let (mut found, mut column, mut first) = (Vec::new(), 0, true);
    while at < bytes.len() {
        let start;
        let end;
        if bytes[at] == b'"' {
            drop(at, at + 1);
            at += 1;
            start = at;
            loop {
                match bytes.get(at) {
                    None => break,
                    Some(b'"') if bytes.get(at + 1) == Some(&b'"') => {
                        drop(at, at + 1);
                        at += 2;
                    }
                    Some(b'"') => break,
                    Some(_) => at += 1,
                }
            }
            end = at;
            if at < bytes.len() {
                drop(at, at + 1);
                at += 1;
            }
        } else {
            start = at;
            while at < bytes.len() && !matches!(bytes[at], b'\n' | b'\r') && bytes[at] != separator {
                at += 1;
            }
            end = at;
        }
        found.push(CsvCell { column, span: Span::new(start, end), first });
        (column, first) = (column + 1, false);
        match bytes.get(at) {
            Some(&byte) if byte == separator => {
                drop(at, at + 1);
                at += 1;
            }
            Some(b'\n' | b'\r') => {
                at += if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 };
                (column, first) = (0, true);
            }
            // Text behind a closing quotation mark: broken CSV, kept as a cell of its own.
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn quoted_cells_keep_their_separators_and_line_breaks() {
        let raw = read("a,\"b,\"\"c\"\"\nd\"\n1,2\n".to_owned(), b',');
        let cells: Vec<&str> = raw.lines.iter().map(|line| line.span.slice(&raw.text).unwrap()).collect();
        assert_eq!(cells, ["a", "b,\"\"c\"\"\nd", "1", "2"]);
        assert_eq!(raw.lines.iter().map(|line| line.continues).collect::<Vec<_>>(), [false, true, false, true]);
        assert_eq!(raw.drops.len(), 6, "two separators, two quotes around, two halves of doubled quotes");
    }
}
