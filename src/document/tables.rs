//! Cells → rows. Rows come with tabs between their cells, or as one cell a line with a blank line between rows.

use super::paragraphs::Para;
use super::{Cell, Row, Table};
use crate::base::Span;

/// A run of fewer cells than this, one a line, is no table.
const MIN_CELLS: usize = 6;
/// A cell longer than this (in characters) is running text that happens to be indented by a tab.
const MAX_CELL: usize = 80;

/// The paragraphs from `from` on that make up one table: how many they are, and whether a cell stands on each line.
pub(super) fn extent(text: &str, paras: &[Para], from: usize) -> Option<(usize, bool)> {
    if paras.get(from)?.row {
        let count = paras[from..].iter().take_while(|para| para.row).count();
        return Some((count, false));
    }
    let is_cell = |para: &&Para| para.tab_led && !para.row && slice(text, para.span).chars().nth(MAX_CELL).is_none();
    let count = paras[from..].iter().take_while(is_cell).count();
    (count >= MIN_CELLS).then_some((count, true))
}

fn slice(text: &str, span: Span) -> &str {
    span.slice(text).unwrap_or_default()
}

/// The rows of a run of paragraphs; `None` where lines of single cells cannot be put into rows.
pub(super) fn rows(text: &str, paras: &[Para], one_a_line: bool) -> Option<Vec<Vec<Cell>>> {
    if !one_a_line {
        return Some(paras.iter().map(|para| cells_of_row(text, para.span)).collect());
    }
    by_gaps(text, paras).or_else(|| by_serial(text, paras))
}

fn cell(text: &str, span: Span) -> Cell {
    let body = slice(text, span);
    let left = body.len() - body.trim_start().len();
    let kept = body.trim().len();
    let span = Span::new(span.start + left.min(body.len()), span.start + left.min(body.len()) + kept);
    let empty = slice(text, span).chars().all(|c| matches!(c, '—' | '–' | '-' | '－' | '/' | '―'));
    Cell { span, empty }
}

fn cells_of_row(text: &str, span: Span) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut start = span.start;
    for (at, _) in slice(text, span).match_indices('\t') {
        cells.push(cell(text, Span::new(start, span.start + at)));
        start = span.start + at + 1;
    }
    cells.push(cell(text, Span::new(start, span.end)));
    cells
}

/// A blank line ends a row. At least two rows, and most of them as wide as the first.
fn by_gaps(text: &str, paras: &[Para]) -> Option<Vec<Vec<Cell>>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (at, para) in paras.iter().enumerate() {
        if at == 0 || para.gap > 0 {
            rows.push(Vec::new());
        }
        if let Some(row) = rows.last_mut() {
            row.push(cell(text, para.span));
        }
    }
    let width = rows.first()?.len();
    let regular = rows.iter().filter(|row| row.len() == width).count();
    (width >= 2 && rows.len() >= 2 && regular * 4 >= rows.len() * 3).then_some(rows)
}

/// No blank lines: the rows are counted by a column of serial numbers, 1, 2, 3, at equal distances.
fn by_serial(text: &str, paras: &[Para]) -> Option<Vec<Vec<Cell>>> {
    let cells: Vec<Cell> = paras.iter().map(|para| cell(text, para.span)).collect();
    let serial = |at: usize, n: usize| cells.get(at).is_some_and(|cell| slice(text, cell.span) == n.to_string());
    let width = (2..=16.min(cells.len() / 2)).find(|&width| {
        let rows = cells.len() / width;
        cells.len().is_multiple_of(width) && rows >= 3 && (1..rows).all(|row| serial(row * width, row))
    })?;
    Some(cells.chunks(width).map(<[Cell]>::to_vec).collect())
}

/// A table from its rows. What stands above the header in one cell alone is its title.
pub(super) fn table(text: &str, mut rows: Vec<Vec<Cell>>, span: Span) -> Table {
    let mut table = Table { span, ..Table::default() };
    let wide = |row: &Vec<Cell>| row.iter().filter(|cell| !cell.span.is_empty()).count() > 1;
    while rows.len() > 1 && rows.first().is_some_and(|row| !wide(row)) && rows[1..].iter().any(wide) {
        let row = rows.remove(0);
        let alone = row.iter().find(|cell| !cell.span.is_empty()).map_or("", |cell| slice(text, cell.span));
        match unit(alone) {
            Some(unit) => table.unit = Some(unit),
            None if table.title.is_empty() => table.title = alone.to_owned(),
            None => {}
        }
    }
    if rows.len() > 1 && rows.first().is_some_and(|row| is_header(text, row)) {
        table.header = rows.remove(0);
    }
    table.rows = rows
        .into_iter()
        .map(|cells| {
            let start = cells.first().map_or(span.start, |cell| cell.span.start);
            let end = cells.iter().map(|cell| cell.span.end).max().unwrap_or(start);
            Row { cells, span: Span::new(start, end), ..Row::default() }
        })
        .collect();
    table
}

/// Titles of columns: several of them, none a bare figure. A year (2015年) names a column.
fn is_header(text: &str, row: &[Cell]) -> bool {
    let named = row.iter().filter(|cell| !cell.span.is_empty() && !cell.empty);
    let figure = |text: &str| {
        let bare = text.trim_end_matches(['%', '％']);
        !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '~'))
    };
    named.clone().count() >= 2 && !named.clone().any(|cell| figure(slice(text, cell.span)) && !is_year(slice(text, cell.span)))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20")) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `（单位：万元）` → 万元.
pub(super) fn unit(text: &str) -> Option<String> {
    let at = text.find("单位：").or_else(|| text.find("单位:"))?;
    let rest = text[at..].trim_start_matches(['单', '位', '：', ':']);
    let unit: String = rest.chars().take_while(|c| !matches!(c, '）' | ')' | '，' | '。' | ' ' | '\t')).collect();
    // 责任单位：市教育局 names a body, not a unit.
    let label = text[..at].chars().next_back().is_none_or(|c| !c.is_alphabetic());
    (label && !unit.is_empty() && unit.chars().count() <= 12).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::super::{lines, paragraphs::clean, raw::Raw};
    use super::{extent, rows, table, unit};
    use crate::base::Span;

    fn read(text: &str) -> (String, Option<Vec<Vec<String>>>) {
        let raw = Raw::of_text(text.to_owned(), "UTF-8", true);
        let out = clean(&raw, lines::lines(&raw));
        let (count, single) = extent(&out.text, &out.paras, 0).expect("a table");
        let found = rows(&out.text, &out.paras[..count], single);
        let words = found
            .map(|rows| rows.iter().map(|row| row.iter().map(|cell| cell.span.slice(&out.text).unwrap().to_owned()).collect()).collect());
        (out.text, words)
    }

    #[test]
    fn one_cell_a_line_becomes_rows_by_blank_lines_or_by_serial_numbers() {
        let spaced = "\t序号\n\t指标\n\t2020年\n\n\t1\n\t企业数（家）\n\t100\n\n\t2\n\t占比（%）\n\t——\n";
        let dense = spaced.replace("\n\n", "\n");
        let (text, found) = read(spaced);
        let found = found.expect("rows");
        assert_eq!(found[1], ["1", "企业数（家）", "100"]);
        assert_eq!(read(&dense).1.as_ref(), Some(&found));
        let cells = {
            let raw = Raw::of_text(spaced.to_owned(), "UTF-8", true);
            let out = clean(&raw, lines::lines(&raw));
            rows(&out.text, &out.paras, true).unwrap()
        };
        let table = table(&text, cells, Span::new(0, text.len()));
        assert_eq!((table.header.len(), table.rows.len()), (3, 2));
        assert!(table.rows[1].cells[2].empty);
    }

    #[test]
    fn cells_that_make_no_rows_are_not_forced_into_rows() {
        assert_eq!(read("\t甲\n\t乙\n\t丙\n\t丁\n\t戊\n\t己\n\t庚\n").1, None);
    }

    #[test]
    fn a_unit_for_all_cells_is_read_from_its_label() {
        assert_eq!(unit("（单位：万元）").as_deref(), Some("万元"));
        assert_eq!(unit("责任单位：市教育局"), None);
    }
}
