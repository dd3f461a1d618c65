//! Tables of indicators whose cells stand without tabs: parted by spaces, one a line, or run together in one.
//!
//! The titles of the columns say how many figures a row has and whether it ends with a word of its nature (预期性). A row is the
//! words before that many figures. A row that does not fit is left unread.

use super::loose_cells::{cells, nature, run_end, run_start};
use super::loose_columns::{Column, Kind, columns};
use super::{Cell, numbering::Mark};
use crate::base::Span;

/// A line longer than this (in characters) is no row.
const MAX_LINE: usize = 120;
/// The number of a row may be ahead of the rows read by less than this.
const SKIPPED: usize = 9;
/// Fewer rows than this may be anything.
const MIN_ROWS: usize = 2;
/// Words longer than this (in characters) name no indicator.
const MAX_NAME: usize = 48;

/// A table as found; spans in the bytes of the text that was searched.
#[derive(Debug, Default)]
pub(super) struct Loose {
    pub header: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
    /// Stretches between rows that did not fit.
    pub unread: Vec<Span>,
}

impl Loose {
    pub fn start(&self) -> usize {
        self.header.first().map_or(0, |cell| cell.span.start)
    }

    /// Where the last row ends.
    pub fn end(&self) -> usize {
        self.rows.last().and_then(|row| row.iter().map(|cell| cell.span.end).max()).unwrap_or(0)
    }
}

/// Whether a line can be part of such a table.
pub(super) fn is_line(line: &str) -> bool {
    let text = line.trim();
    let heading = Mark::at(text).is_some() && !text.starts_with(|c: char| c.is_ascii_digit());
    let bullet = text.starts_with('—') && text.contains(|c: char| c != '—');
    !heading && !bullet && !text.contains(['。', '；']) && !text.starts_with('注') && text.chars().nth(MAX_LINE).is_none()
}

/// The table whose titles begin the text; its lines are those of the text.
pub(super) fn at_start(text: &str) -> Option<Loose> {
    let columns = columns(text)?;
    rows(text, &columns)
}

/// The table that stands anywhere in one line.
pub(super) fn within(text: &str) -> Option<Loose> {
    let begins = |word: &'static str| text.match_indices(word).map(|(at, _)| at);
    let mut starts: Vec<usize> = begins("序").chain(begins("指")).chain(begins("项")).chain(begins("类")).collect();
    starts.sort_unstable();
    starts.into_iter().take(64).find_map(|start| {
        let mut columns = columns(&text[start..])?;
        for column in &mut columns {
            column.span = Span::new(column.span.start + start, column.span.end + start);
        }
        rows(text, &columns)
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kin {
    Words,
    Figures,
    Nature,
}

#[derive(Clone, Copy, Debug)]
struct Atom {
    kin: Kin,
    span: Span,
    line: usize,
}

/// Words, runs of figures and words of nature, from `from` on.
fn atoms(text: &str, from: usize, figures: usize) -> Vec<Atom> {
    let mut found = Vec::new();
    let mut line = 0;
    let mut at = from;
    while at < text.len() {
        let rest = &text[at..];
        let skip = rest.len() - rest.trim_start().len();
        line += rest[..skip].matches('\n').count();
        at += skip;
        let end = at + text[at..].find(char::is_whitespace).unwrap_or(text.len() - at);
        piece(text, Span::new(at, end), line, figures, &mut found);
        at = end;
    }
    found
}

/// Cuts what stands between two gaps.
fn piece(text: &str, span: Span, line: usize, figures: usize, found: &mut Vec<Atom>) {
    let mut start = span.start;
    let mut from = start;
    let inner = &text[..span.end];
    while start < span.end {
        if let Some(length) = nature(&inner[start..]).filter(|_| found.last().is_some_and(|atom| atom.kin == Kin::Figures)) {
            found.push(Atom { kin: Kin::Nature, span: Span::new(start, start + length), line });
            start += length;
            from = start;
            continue;
        }
        let Some(run) = run_start(inner, from) else { break };
        let stop = run_end(inner, run);
        // A number within a name (3岁以下) fills no row, and what follows it is no word of nature.
        let fills = stop == span.end || nature(&inner[stop..]).is_some() || figures > 1 && splits(&inner[run..stop], figures);
        if !fills || stop == run {
            from = stop.max(run + inner[run..].chars().next().map_or(1, char::len_utf8));
            continue;
        }
        if run > start {
            found.push(Atom { kin: Kin::Words, span: Span::new(start, run), line });
        }
        found.push(Atom { kin: Kin::Figures, span: Span::new(run, stop), line });
        start = stop;
        from = stop;
    }
    if start < span.end {
        found.push(Atom { kin: Kin::Words, span: Span::new(start, span.end), line });
    }
}

/// Whether a run holds the figures of a row, or these and the number of the next row.
fn splits(run: &str, figures: usize) -> bool {
    run.len() >= 2 * figures && (cells(run, figures).is_some() || cells(run, figures + 1).is_some())
}

/// Reads rows until something stands there that is none.
struct Reader<'t> {
    text: &'t str,
    columns: &'t [Column],
    /// How many figures a row has.
    figures: usize,
    has: [bool; 4],
    next_serial: usize,
    words: Vec<Atom>,
    runs: Vec<Atom>,
    serial: Option<Span>,
    /// From where on nothing has been read.
    pending: usize,
    out: Loose,
}

fn rows(text: &str, columns: &[Column]) -> Option<Loose> {
    let start = columns.last()?.span.end;
    let count = |kind: Kind| columns.iter().filter(|column| column.kind == kind).count();
    let figures = count(Kind::Value) + count(Kind::Other);
    let mut reader = Reader {
        text,
        columns,
        figures,
        has: [Kind::Serial, Kind::Group, Kind::Unit, Kind::Nature].map(|kind| count(kind) > 0),
        next_serial: 1,
        words: Vec::new(),
        runs: Vec::new(),
        serial: None,
        pending: start,
        out: Loose { header: columns.iter().map(|column| Cell { span: column.span, empty: false }).collect(), ..Loose::default() },
    };
    let atoms = atoms(text, start, figures);
    for (n, atom) in atoms.iter().enumerate() {
        if !reader.take(*atom, atoms.get(n + 1)) {
            break;
        }
    }
    (reader.out.rows.len() >= MIN_ROWS).then_some(reader.out)
}

impl Reader<'_> {
    /// Takes an atom; `false` where the table has ended.
    fn take(&mut self, atom: Atom, next: Option<&Atom>) -> bool {
        let body = atom.span.slice(self.text).unwrap_or_default();
        match atom.kin {
            Kin::Words if body.chars().count() > MAX_NAME => return false,
            Kin::Words => {
                if !self.runs.is_empty() {
                    // Figures that fill no row, and already the next one's words.
                    self.drop_row(atom.span.start);
                }
                self.words.push(atom);
                if self.words.len() > 6 {
                    return false;
                }
            }
            Kin::Figures => {
                let serial = self.has[0] && self.words.is_empty() && self.runs.is_empty() && self.serial.is_none();
                if serial && self.is_serial(body) {
                    self.serial = Some(atom.span);
                    return true;
                }
                self.runs.push(atom);
                let alone = self.runs.len() == 1 && next.is_none_or(|next| next.kin != Kin::Figures);
                if alone || self.runs.len() == self.figures {
                    self.try_row(next.filter(|next| next.kin == Kin::Nature));
                }
            }
            // Taken with the row that it closes; else that row was none.
            Kin::Nature if !self.words.is_empty() || !self.runs.is_empty() => self.drop_row(atom.span.end),
            Kin::Nature => {}
        }
        true
    }

    fn drop_row(&mut self, until: usize) {
        let start = self.words.iter().chain(&self.runs).map(|atom| atom.span.start).min().unwrap_or(until).max(self.pending);
        if start < until {
            self.out.unread.push(Span::new(start, until));
        }
        self.words.clear();
        self.runs.clear();
        self.serial = None;
        self.pending = until;
    }

    /// Whether a text is the number of the next row, or of one a little further on: rows may have been left out.
    fn is_serial(&self, text: &str) -> bool {
        text.parse().is_ok_and(|number: usize| (self.next_serial..self.next_serial + SKIPPED).contains(&number))
    }

    /// The number of the row that is being read, where one stands before it or at the beginning of its words.
    fn number(&self) -> Option<usize> {
        let own = match self.serial {
            Some(span) => span.slice(self.text)?,
            None => digits(self.words.first().filter(|_| self.has[0])?.span.slice(self.text)?),
        };
        own.parse().ok().filter(|_| self.is_serial(own))
    }

    /// Closes a row where its figures are complete.
    fn try_row(&mut self, nature: Option<&Atom>) {
        let mut next_serial = None;
        let figures: Option<Vec<Span>> = if self.runs.len() == self.figures && self.figures > 1 {
            Some(self.runs.iter().map(|run| run.span).collect())
        } else if let [run] = self.runs.as_slice() {
            let body = run.span.slice(self.text).unwrap_or_default();
            let whole = cells(body, self.figures).map(|ends| (ends, false));
            // Without a word of nature the number of the next row may stand at the end.
            let next = self.number().map_or(self.next_serial, |number| number + 1).to_string();
            let short = body.strip_suffix(next.as_str()).filter(|_| self.has[0] && nature.is_none());
            let found = short.and_then(|short| cells(short, self.figures)).map(|ends| (ends, true)).or(whole);
            found.map(|(ends, tail)| {
                let mut start = 0;
                if tail {
                    next_serial = Some(Span::new(run.span.end - next.len(), run.span.end));
                }
                ends.into_iter().map(|end| Span::new(run.span.start + std::mem::replace(&mut start, end), run.span.start + end)).collect()
            })
        } else {
            None
        };
        let Some(figures) = figures else { return };
        let Some(row) = self.row(&figures, nature.map(|atom| atom.span)) else { return };
        self.out.rows.push(row);
        // Rows that share a number with the one above have none of their own.
        self.next_serial = self.number().unwrap_or(self.next_serial - 1) + 1;
        self.words.clear();
        self.runs.clear();
        self.serial = next_serial;
        self.pending = nature.map_or_else(|| figures.last().map_or(self.pending, |span| span.end), |atom| atom.span.end);
    }

    /// The cells of a row, under the titles of the columns.
    fn row(&self, figures: &[Span], nature: Option<Span>) -> Option<Vec<Cell>> {
        let last_line = self.runs.first()?.line;
        // Words on lines of their own above a row that stands on one line head a group of rows.
        let one_line = self.columns.last().is_some_and(|last| !self.text[..last.span.end].trim_start().contains('\n'));
        let mut words: Vec<Span> = self.words.iter().filter(|word| !one_line || word.line == last_line).map(|word| word.span).collect();
        let mut serial = self.serial;
        if self.has[0] && serial.is_none() {
            // 2港口货物吞吐能力
            let first = words.first_mut()?;
            let body = first.slice(self.text)?;
            let number = digits(body);
            let rest = body[number.len()..].trim_start_matches(['.', '．', '、']);
            if self.is_serial(number) && !rest.is_empty() {
                serial = Some(Span::new(first.start, first.start + number.len()));
                first.start = first.end - rest.len();
            }
        }
        let unit = if self.has[2] && words.len() > 1 {
            let last = *words.last()?;
            let body = last.slice(self.text)?;
            (body.chars().count() <= 10 && !body.starts_with(['（', '('])).then(|| words.pop()).flatten()
        } else {
            None
        };
        // （%） on a line of its own belongs to the name above it.
        let closes = |span: &Span| span.slice(self.text).is_some_and(|body| body.starts_with(['（', '(']));
        let own = if self.has[1] { words.iter().rposition(|span| !closes(span))? } else { 0 };
        let name = Span::new(words.get(own)?.start, words.last()?.end);
        let body = name.slice(self.text)?;
        // Two units, or a number that heads a group: two rows fell into one.
        let plain = body.matches(['（', '(']).count() <= 2 && !numbered_inside(body);
        if !plain || !(2..=MAX_NAME).contains(&body.chars().count()) {
            return None;
        }
        let mut values = figures.iter();
        let cells = self.columns.iter().map(|column| match column.kind {
            Kind::Serial => serial,
            Kind::Group => words.first().filter(|_| own > 0).map(|first| Span::new(first.start, words[own - 1].end)),
            Kind::Name => Some(name),
            Kind::Unit => unit,
            Kind::Nature => nature,
            Kind::Value | Kind::Other => values.next().copied(),
        });
        let here = name.start;
        Some(cells.map(|span| self.cell(span, here)).collect())
    }

    fn cell(&self, span: Option<Span>, here: usize) -> Cell {
        let span = span.unwrap_or(Span::new(here, here));
        let body = span.slice(self.text).unwrap_or_default();
        Cell { span, empty: body.chars().all(|c| matches!(c, '—' | '–' | '-' | '－' | '/' | '―')) }
    }
}

/// The digits with which a text begins.
fn digits(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_digit).count()]
}

/// Whether the number of another group or row stands within a name: 生态保护修复7.国家….
fn numbered_inside(name: &str) -> bool {
    name.char_indices().any(|(at, c)| {
        matches!(c, '.' | '．' | '、')
            && name[..at].ends_with(|c: char| c.is_ascii_digit())
            && name[at + c.len_utf8()..].starts_with(|c: char| !c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::{Loose, at_start, within};
    use crate::base::Span;

    fn rows(text: &str, found: Option<Loose>) -> Vec<Vec<&str>> {
        let found = found.unwrap_or_default();
        let body = |span: Span| span.slice(text).unwrap();
        found.rows.iter().map(|row| row.iter().map(|cell| body(cell.span)).collect()).collect()
    }

    #[test]
    fn rows_parted_by_spaces() {
        let text =
            "序号  指标  单位  2020年  2025年  属性\n1  人均预期寿命  岁  79.2  80.5  预期性\n2  婴儿死亡率  ‰  3.6  3.2以内  预期性\n";
        assert_eq!(rows(text, at_start(text))[1], ["2", "婴儿死亡率", "‰", "3.6", "3.2以内", "预期性"]);
        let text = "指标 2020年 2025年 属性\n一、创新\n每万人口专利拥有量（件） 6.3 12预期性\n商标量（万件） 4.2 6预期性\n";
        assert_eq!(rows(text, at_start(text))[0], ["每万人口专利拥有量（件）", "6.3", "12", "预期性"]);
    }

    #[test]
    fn rows_of_one_cell_a_line() {
        let text = "序号\n\n类别\n\n主要指标\n\n2020年现状\n\n2025年目标\n\n指标\n\n属性\n\n1\n\n综合\n\n治理\n\n防治达标率（%）\n\n——\n\n95\n\n约束性\n\n2\n\n防洪达标率\n（%）\n\n80\n\n95\n\n约束性\n";
        let found = rows(text, at_start(text));
        assert_eq!(found[0], ["1", "综合\n\n治理", "防治达标率（%）", "——", "95", "约束性"]);
        assert_eq!(found[1][2..5], ["防洪达标率\n（%）", "80", "95"]);
    }

    #[test]
    fn rows_that_ran_together() {
        let text =
            "专栏1主要指标序号指标2010年2015年2015年比2010年增长1氨氮排放总量（万吨）264.4238.0-10%2断面水质的比例（%）17.7<15-2.7个百分点";
        assert_eq!(rows(text, within(text))[1], ["2", "断面水质的比例（%）", "17.7", "<15", "-2.7个百分点"]);
        let text = "序号指标单位2025年2030年属性1铁路里程公里268310预期性2每千人口3岁以下托位数个1.84.5约束性";
        assert_eq!(rows(text, within(text))[1], ["2", "每千人口3岁以下托位数个", "", "1.8", "4.5", "约束性"]);
    }

    #[test]
    fn what_does_not_fit_is_left() {
        assert!(at_start("指标 2020年 2025年\n提高到较高水平\n持续改善\n").is_none());
        let text = "指标2015年2020年属性甲比例（%）70.180.2约束性乙（%）丙（%）丁（万吨）12.315.4预期性戊比例（%）50.160.2预期性";
        let found = within(text).unwrap();
        assert_eq!((found.rows.len(), found.unread.len()), (2, 1));
    }
}
