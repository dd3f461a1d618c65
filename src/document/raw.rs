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
        raw.free_marked_lines();
        raw.part_piped_rows();
        raw
    }
}

impl Raw {
    /// Takes the marks of Markdown off headings (`## 二、重点任务`) and off lines that are bold as a whole.
    fn free_marked_lines(&mut self) {
        for line in &mut self.lines {
            let body = line.span.slice(&self.text).unwrap_or_default();
            let hashes = body.len() - body.trim_start_matches('#').len();
            let rest = body[hashes..].trim_start_matches([' ', '\t']);
            // `# Page 823:` is a page number.
            let page = rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("page"));
            let heads = (1..=6).contains(&hashes) && rest.len() < body.len() - hashes && !page;
            let mut kept = if heads { Span::new(line.span.end - rest.len(), line.span.end) } else { line.span };
            let inner = kept.slice(&self.text).unwrap_or_default().trim_end();
            let bold = inner.strip_prefix("**").and_then(|inner| inner.strip_suffix("**"));
            if let Some(inner) = bold.filter(|inner| !inner.is_empty() && !inner.contains("**")) {
                let start = kept.start + "**".len();
                kept = Span::new(start, start + inner.len());
            }
            for dropped in [Span::new(line.span.start, kept.start), Span::new(kept.end, line.span.end)] {
                if !dropped.is_empty() {
                    self.drops.push((dropped, SkipReason::Markup));
                }
            }
            line.span = kept;
        }
    }

    /// Cuts rows of the form `| 指标 | 2020年 |` into cells, as CSV rows are; the rule below their header (`|---|---|`) is no row.
    /// One such line alone is a line that happens to hold bars. Rows without bars at their ends (`指标 | 2020年`) are known by their
    /// number and by having as many cells.
    fn part_piped_rows(&mut self) {
        let piped = |line: &RawLine| piped_cells(&self.text, line.span);
        let mut lines = Vec::with_capacity(self.lines.len());
        let mut at = 0;
        while at < self.lines.len() {
            let mut run: Vec<Vec<Span>> = self.lines[at..].iter().map_while(piped).collect();
            if run.len() < 2 {
                run = bare_rows(&self.text, &self.lines[at..]);
                if !as_wide(&run) {
                    let kept = run.len().max(1);
                    lines.extend(&self.lines[at..at + kept]);
                    at += kept;
                    continue;
                }
            }
            for (cells, line) in run.iter().zip(&self.lines[at..]) {
                let rule = cells.iter().all(|cell| is_rule(cell.slice(&self.text).unwrap_or_default()));
                if rule {
                    self.drops.push((line.span, SkipReason::CellMark));
                    continue;
                }
                lines.extend(cells.iter().enumerate().map(|(nth, &span)| RawLine {
                    span,
                    continues: nth > 0,
                    page_break: line.page_break && nth == 0,
                    ..*line
                }));
            }
            at += run.len();
        }
        self.lines = lines;
    }
}

/// The cells of a line that begins and ends with a bar and has another between.
fn piped_cells(text: &str, line: Span) -> Option<Vec<Span>> {
    let body = line.slice(text)?;
    let start = line.start + (body.len() - body.trim_start().len());
    let inner = body.trim().strip_prefix('|')?.strip_suffix('|')?;
    parted(inner, start + 1)
}

/// The lines at the start of `lines` that have bars between their cells and none at their front.
fn bare_rows(text: &str, lines: &[RawLine]) -> Vec<Vec<Span>> {
    let cells = |line: &RawLine| {
        let cells = parted(line.span.slice(text)?, line.span.start)?;
        cells[0].slice(text).is_some_and(|first| !first.trim().is_empty()).then_some(cells)
    };
    lines.iter().map_while(cells).collect()
}

/// Whether rows are enough, and enough of them as wide as each other, to be a table: the foot of a web page has bars as well.
fn as_wide(rows: &[Vec<Span>]) -> bool {
    const LEAST: usize = 3;
    let mut widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    widths.sort_unstable();
    let most = widths.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0);
    rows.len() >= LEAST && most * 4 >= rows.len() * 3
}

/// The cells of a row that bars part, two at least; `from` is where it begins.
fn parted(row: &str, mut from: usize) -> Option<Vec<Span>> {
    let mut cells = Vec::new();
    for cell in row.split('|') {
        cells.push(Span::new(from, from + cell.len()));
        from += cell.len() + 1;
    }
    (cells.len() >= 2).then_some(cells)
}

fn is_rule(cell: &str) -> bool {
    let bare = cell.trim();
    bare.contains('-') && bare.chars().all(|c| matches!(c, '-' | ':'))
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
    fn marks_of_markdown_are_no_text() {
        let text = "# 标题\n## 二、重点任务\n**表1 年度目标**\n# Page 823:\n#号站点\n**重点**是质量。\n";
        let raw = Raw::of_text(text.to_owned(), "UTF-8", true);
        let lines: Vec<&str> = raw.lines.iter().map(|line| line.span.slice(&raw.text).unwrap_or_default()).collect();
        assert_eq!(lines, ["标题", "二、重点任务", "表1 年度目标", "# Page 823:", "#号站点", "**重点**是质量。"]);
    }

    #[test]
    fn rows_between_bars_are_cut_into_cells() {
        let raw = Raw::of_text("前\n| 指标 | 2020年 |\n|---|:--:|\n| 企业数 | 20 |\n| 只此一行 |\n".to_owned(), "UTF-8", true);
        let cells: Vec<(&str, bool)> =
            raw.lines.iter().map(|line| (line.span.slice(&raw.text).unwrap_or_default().trim(), line.continues)).collect();
        assert_eq!(cells, [("前", false), ("指标", false), ("2020年", true), ("企业数", false), ("20", true), ("| 只此一行 |", false)]);
    }

    #[test]
    fn rows_need_no_bars_at_their_ends() {
        let raw = Raw::of_text("前\n指标|2020年|2025年\n企业数|20|30\n产值|1.5|2\n首页|关于我们\n联系|地图\n".to_owned(), "UTF-8", true);
        let firsts: Vec<&str> =
            raw.lines.iter().filter(|line| !line.continues).map(|line| line.span.slice(&raw.text).unwrap_or_default()).collect();
        assert_eq!(
            firsts,
            ["前", "指标|2020年|2025年", "企业数|20|30", "产值|1.5|2", "首页|关于我们", "联系|地图"],
            "five rows, three alike"
        );
        let raw = Raw::of_text("前\n指标|2020年|2025年\n企业数|20|30\n产值|1.5|2\n\n首页|关于我们\n".to_owned(), "UTF-8", true);
        let cells = raw.lines.iter().filter(|line| line.continues).count();
        assert_eq!((raw.lines.len(), cells), (12, 6), "three rows of three cells; one line with a bar is a line");
    }

    #[test]
    fn lines_end_at_any_line_break_and_cr_lf_is_one() {
        let raw = Raw::of_text("\u{feff}a\r\nb\n\nc\u{c}d".to_owned(), "UTF-8", true);
        let lines: Vec<&str> = raw.lines.iter().map(|line| line.span.slice(&raw.text).unwrap()).collect();
        assert_eq!(lines, ["a", "b", "", "c", "d"]);
        assert!(raw.lines[4].page_break && !raw.lines[3].page_break);
        assert_eq!(raw.drops[0].0.end, 3);
    }
}
