//! Grid → csv (RFC 4180) and tsv.

use super::cells::Grid;

/// How a csv file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CsvStyle {
    /// A byte-order mark first, by which Excel knows UTF-8.
    pub bom: bool,
    /// A single quote before cells that a spreadsheet would run as a formula (OWASP, CSV injection).
    pub guard: bool,
}

/// Comma-separated values with CRLF line ends and quotes where they are needed.
pub fn csv(grid: &Grid, style: CsvStyle) -> String {
    let mut out = String::new();
    if style.bom {
        out.push('\u{FEFF}');
    }
    let header: Vec<&str> = grid.columns.iter().map(|column| column.title.as_str()).collect();
    csv_line(&mut out, header.into_iter(), style);
    for row in &grid.rows {
        csv_line(&mut out, row.iter().map(String::as_str), style);
    }
    out
}

fn csv_line<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>, style: CsvStyle) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(',');
        }
        let guarded = style.guard && runs_as_formula(cell);
        if guarded || cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
            out.push('"');
            if guarded {
                out.push('\'');
            }
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

/// Plain numbers are left alone: `-3.5` is a figure, `-3+cmd` is not.
fn runs_as_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) && cell.parse::<f64>().is_err()
}

/// Tab-separated values: a tab, line end or backslash within a cell is written `\t`, `\n`, `\\`.
pub fn tsv(grid: &Grid) -> String {
    let mut out = String::new();
    let escape = |cell: &str| cell.replace('\\', "\\\\").replace('\t', "\\t").replace('\r', "\\r").replace('\n', "\\n");
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        out.push_str(&cells.map(escape).collect::<Vec<_>>().join("\t"));
        out.push('\n');
    };
    line(&mut grid.columns.iter().map(|column| column.title.as_str()));
    for row in &grid.rows {
        line(&mut row.iter().map(String::as_str));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{CsvStyle, csv, tsv};
    use crate::output::{Grid, GridColumn};

    fn sample() -> Grid {
        Grid {
            columns: vec![
                GridColumn { title: "a".into(), ..GridColumn::default() },
                GridColumn { title: "b".into(), ..GridColumn::default() },
            ],
            rows: vec![vec!["=1+1".into(), "他说\"好\",\n走".into()], vec!["-3.5".into(), "x\ty".into()]],
        }
    }

    #[test]
    fn quotes_guards_and_marks() {
        let plain = csv(&sample(), CsvStyle::default());
        assert_eq!(plain, "a,b\r\n=1+1,\"他说\"\"好\"\",\n走\"\r\n-3.5,x\ty\r\n");
        let guarded = csv(&sample(), CsvStyle { bom: true, guard: true });
        assert!(guarded.starts_with('\u{FEFF}') && guarded.contains("\"'=1+1\"") && guarded.contains("\r\n-3.5,"));
        assert_eq!(tsv(&sample()).lines().count(), 3);
    }
}
