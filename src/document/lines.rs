//! Lines of the original text, freed from what page and website added.

use rustc_hash::FxHashMap;

use super::loose_columns;
use super::numbering::Mark;
use super::raw::{Raw, RawLine};
use super::words::words;
use super::{SkipReason, doubled, heading_words};
use crate::base::Span;

/// A line that is text of the plan, white space around it trimmed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub span: Span,
    /// Blank lines before it.
    pub gap: u8,
    /// Began with a tab.
    pub tab_led: bool,
    /// Began with the indent of a paragraph: two ideographic spaces.
    pub indented: bool,
    /// The next cell of the row that the line before began.
    pub continues: bool,
    pub about: bool,
    /// Cut from the end of the line before at a wide gap.
    pub split: bool,
    /// A page ended before it, so that the blank lines there mean nothing.
    pub new_page: bool,
    /// The letters are set apart by spaces.
    pub spaced: bool,
    /// Columns, a Chinese character counting two.
    pub width: u32,
    /// Reaches the margin, by itself or as the last piece of a printed line.
    pub full: bool,
    /// Stood on the same printed line as the line before.
    pub same_print: bool,
}

#[derive(Debug, Default)]
pub(super) struct Lines {
    pub lines: Vec<Line>,
    pub skips: Vec<(Span, SkipReason)>,
    /// Stretches inside lines that are left out.
    pub drops: Vec<(Span, SkipReason)>,
    pub doubled: usize,
}

/// How far into a file the furniture of a web page is looked for, in lines with text.
const HEAD: usize = 40;
const FOOT: usize = 15;

pub(super) fn lines(raw: &Raw) -> Lines {
    let furniture = furniture(raw);
    let mut out = Lines { drops: raw.drops.clone(), ..Lines::default() };
    let (mut gap, mut new_page) = (0_u8, false);
    for (at, raw_line) in raw.lines.iter().enumerate() {
        let full = raw_line.span.slice(&raw.text).unwrap_or_default();
        let span = trimmed(full, raw_line.span.start);
        new_page |= raw_line.page_break;
        if span.is_empty() {
            // An empty cell keeps its place in the row.
            if raw_line.continues || raw.lines.get(at + 1).is_some_and(|next| next.continues) {
                out.lines.push(line(raw_line, span, full, 0, new_page));
            } else {
                gap = gap.saturating_add(1);
            }
            continue;
        }
        if let Some(reason) = furniture[at] {
            out.skips.push((span, reason));
            new_page |= reason != SkipReason::WebFurniture;
            continue;
        }
        let text = span.slice(&raw.text).unwrap_or_default();
        let cut = if raw_line.continues { Vec::new() } else { doubled::repeats(text) };
        out.doubled += usize::from(!cut.is_empty());
        out.drops.extend(cut.iter().map(|cut| (Span::new(span.start + cut.start, span.start + cut.end), SkipReason::Doubled)));
        let glued = if out.lines.is_empty() { roman_page(text) } else { 0 };
        if glued > 0 {
            out.drops.push((Span::new(span.start, span.start + glued), SkipReason::PageNumber));
        }
        let pieces = if raw_line.continues || full.contains('\t') { vec![Span::new(0, text.len())] } else { at_wide_gaps(text) };
        for (piece_at, piece) in pieces.iter().enumerate() {
            let span = Span::new(span.start + piece.start, span.start + piece.end);
            let mut found = line(raw_line, span, full, if piece_at == 0 { gap } else { 0 }, new_page && piece_at == 0);
            found.split = piece_at > 0;
            let text = span.slice(&raw.text).unwrap_or_default();
            found.spaced = doubled::letter_spaced(text);
            found.width = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            out.lines.push(found);
        }
        (gap, new_page) = (0, false);
    }
    out.drops.sort_by_key(|(span, _)| span.start);
    out
}

fn line(raw: &RawLine, span: Span, full: &str, gap: u8, new_page: bool) -> Line {
    Line {
        span,
        gap,
        tab_led: full.starts_with('\t'),
        indented: full.starts_with("\u{3000}\u{3000}"),
        continues: raw.continues,
        about: raw.about,
        split: false,
        new_page,
        spaced: false,
        width: 0,
        full: false,
        same_print: false,
    }
}

fn trimmed(text: &str, start: usize) -> Span {
    let is_blank = |c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}';
    let left = text.len() - text.trim_start_matches(is_blank).len();
    let right = text.trim_end_matches(is_blank).len();
    Span::new(start + left.min(right), start + right)
}

/// Cuts a line where an indent stands in its middle: paragraphs that lost their line break. Letters set apart (目　　录) and the
/// gap behind a number are no such place.
fn at_wide_gaps(text: &str) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut gap: Option<(usize, usize, bool)> = None; // start, characters, has an ideographic space
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            let (from, count, wide) = gap.unwrap_or((at, 0, false));
            gap = Some((from, count + 1, wide || c == '\u{3000}'));
        } else if let Some((from, count, wide)) = gap.take()
            && wide
            && count >= 2
        {
            let before = &text[start..from];
            let word_before = before.rsplit(char::is_whitespace).next().unwrap_or_default();
            let word_after = text[at..].split(char::is_whitespace).next().unwrap_or_default();
            let apart = word_before.chars().nth(1).is_none() || word_after.chars().nth(1).is_none();
            let number =
                Mark::at(before).is_some_and(|mark| mark.len == before.len()) || before.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            // 主要指标指　　标2015年: the two letters of a column's title.
            let title = || loose_columns::is_title(before.chars().next_back(), text[at..].chars().next());
            if !apart && !number && !title() {
                pieces.push(Span::new(start, from));
                start = at;
            }
        }
    }
    pieces.push(Span::new(start, text.len()));
    pieces
}

/// Bytes of a roman page number glued to the first line of a file: `II浙江省…`.
fn roman_page(text: &str) -> usize {
    let len: usize = text.chars().take_while(|c| matches!(c, 'I' | 'V' | 'X' | 'Ⅰ'..='Ⅻ')).map(char::len_utf8).sum();
    let next = text[len..].chars().next();
    if len <= 12 && next.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) { len } else { 0 }
}

/// For each raw line why it is no text of the plan, where it is none.
fn furniture(raw: &Raw) -> Vec<Option<SkipReason>> {
    let texts: Vec<&str> = raw.lines.iter().map(|line| line.span.slice(&raw.text).unwrap_or_default().trim()).collect();
    let filled: Vec<usize> = (0..texts.len()).filter(|&at| !texts[at].is_empty()).collect();
    let mut found: Vec<Option<SkipReason>> = vec![None; texts.len()];
    let first_heading = filled.iter().position(|&at| Mark::at(texts[at]).is_some()).unwrap_or(filled.len());
    for (nth, &at) in filled.iter().enumerate() {
        let (line, text) = (&raw.lines[at], texts[at]);
        if line.about || line.continues {
            continue;
        }
        let page_edge =
            line.page_break || filled.get(nth + 1).is_none_or(|&next| raw.lines[at + 1..=next].iter().any(|line| line.page_break));
        let in_head = nth < HEAD.min(first_heading);
        found[at] = if line.furniture {
            Some(SkipReason::WebFurniture)
        } else if page_number(text, page_edge && raw.lines.iter().any(|line| line.page_break)) {
            Some(SkipReason::PageNumber)
        } else if printed_header(text) || (text.len() < 1000 && doubled::overprinted_label(text)) {
            Some(SkipReason::PageHeader)
        } else if (in_head || nth + FOOT >= filled.len() || text == ">") && web_line(text) {
            Some(SkipReason::WebFurniture)
        } else {
            None
        };
    }
    // A bare date among the furniture of the head is when the page went online.
    for pair in 0..filled.len().min(HEAD) {
        let neighbour = |other: Option<&usize>| other.is_some_and(|&other| found[other] == Some(SkipReason::WebFurniture));
        let beside = neighbour(filled.get(pair + 1)) || (pair > 0 && neighbour(filled.get(pair - 1)));
        if found[filled[pair]].is_none() && beside && bare_date(texts[filled[pair]]) {
            found[filled[pair]] = Some(SkipReason::WebFurniture);
        }
    }
    running_headers(&texts, &filled, &mut found);
    found
}

/// Short lines that stand three times or more directly beside a page number.
fn running_headers(texts: &[&str], filled: &[usize], found: &mut [Option<SkipReason>]) {
    let paged = |at: Option<&usize>| at.is_some_and(|&at| matches!(found[at], Some(SkipReason::PageNumber | SkipReason::PageHeader)));
    let mut seen: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (nth, &at) in filled.iter().enumerate() {
        let beside = paged(filled.get(nth + 1)) || (nth > 0 && paged(filled.get(nth - 1)));
        if beside && found[at].is_none() && texts[at].len() <= 180 && !texts[at].ends_with(['。', '，', '；', '：']) {
            seen.entry(texts[at]).or_default().push(at);
        }
    }
    for places in seen.into_values().filter(|places| places.len() >= 3) {
        for at in places {
            found[at] = Some(SkipReason::PageHeader);
        }
    }
}

/// `— 31 —`, `# Page 823:`, `第 3 页 共 9 页`; a bare number only at the edge of a page.
fn page_number(text: &str, page_edge: bool) -> bool {
    if text.len() > 60 {
        return false;
    }
    let all_digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let dash = |c: char| matches!(c, '—' | '–' | '-' | '－' | '―' | '─' | '·' | '~');
    let inner = bare.trim_matches(dash);
    if all_digits(inner) && bare.starts_with(dash) && bare.ends_with(dash) {
        return true;
    }
    if let Some(rest) = bare.strip_prefix('#') {
        let rest = rest.trim_start_matches('#').to_ascii_lowercase();
        return rest.strip_prefix("page").is_some_and(|rest| all_digits(rest.trim_end_matches(':')));
    }
    if let Some(rest) = bare.strip_prefix('第')
        && let Some((page, rest)) = rest.split_once('页')
    {
        let rest = rest.trim_start_matches(['，', ',', '/', '（', '(']).trim_end_matches(['）', ')']);
        let total = rest.strip_prefix('共').and_then(|rest| rest.strip_suffix('页'));
        return all_digits(page) && (rest.is_empty() || total.is_some_and(all_digits));
    }
    let of = bare.split_once('/').is_some_and(|(page, total)| all_digits(page) && all_digits(total));
    page_edge && (of || all_digits(inner) || roman_page(&format!("{bare}页")) == bare.len())
}

/// What a browser prints on each page: `2026/7/24 15:32 title`, the address with the page number.
fn printed_header(text: &str) -> bool {
    if text.starts_with("http://") || text.starts_with("https://") {
        return text.len() < 600 && !text.contains('。');
    }
    let digits = |text: &str, most: usize| {
        let len = text.bytes().take_while(u8::is_ascii_digit).count();
        (1..=most).contains(&len).then_some(len)
    };
    let mut at = 0;
    for (most, after) in [(4, "/-"), (2, "/-"), (2, " "), (2, ":"), (2, "")] {
        let Some(len) = digits(&text[at..], most) else { return false };
        at += len;
        if !after.is_empty() {
            if !text[at..].starts_with(|c| after.contains(c)) {
                return false;
            }
            at += 1;
        }
    }
    true
}

fn bare_date(text: &str) -> bool {
    text.len() <= 32
        && text.starts_with("20")
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '/' | ':' | ' ' | '年' | '月' | '日'))
}

/// A line that a website added, by the words of `graph/lexicon/furniture.toml`.
pub(super) fn web_line(text: &str) -> bool {
    if text.len() > 200 || heading_words::tail(text) {
        return false;
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '[' | ']' | '【' | '】' | '（' | '）' | '|')).collect();
    words().list("web-line").contains(&bare) || words().prefix("web-prefix", text).is_some()
}

#[cfg(test)]
mod tests {
    use super::{at_wide_gaps, page_number, printed_header, roman_page};

    #[test]
    fn page_numbers_are_told_from_table_cells() {
        for line in ["— 31 —", "-3-", "# Page 823:", "第 3 页 共 9 页", "第12页"] {
            assert!(page_number(line, false), "{line}");
        }
        for line in ["31", "——", "第三页", "1/7", "2025-2030"] {
            assert!(!page_number(line, false), "{line}");
        }
        assert!(page_number("31", true) && page_number("3/7", true));
        assert!(printed_header("2026/7/24 15:32 国务院通知") && printed_header("https://www.gov.cn/a.htm 1/7"));
        assert!(!printed_header("2025年底前"));
        assert_eq!((roman_page("II浙江省规划"), roman_page("IT产业"), roman_page("Ⅲ类水体")), (2, 0, 3));
    }

    #[test]
    fn an_indent_in_the_middle_of_a_line_parts_paragraphs() {
        let pieces = |text: &str| at_wide_gaps(text).iter().map(|span| text[span.start..span.end].to_owned()).collect::<Vec<_>>();
        assert_eq!(pieces("1.1　编制目的　　健全机制。　  党中央"), ["1.1　编制目的", "健全机制。", "党中央"]);
        assert_eq!(pieces("目　　录"), ["目　　录"]);
        assert_eq!(pieces("第一节　　指导思想"), ["第一节　　指导思想"]);
        assert_eq!(pieces("专栏1　主要指标指　　标2015年2020年").len(), 1);
    }
}
