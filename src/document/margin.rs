//! The margin that a file's lines are wrapped at, and the printed lines that a reader of pages cut into pieces.

use super::lines::Line;
use super::raw::Raw;

/// Columns by which a printed line may miss the margin: punctuation hangs, Latin letters are narrow.
const SLACK: u32 = 6;
/// The most pieces that one printed line is cut into.
const MOST_PIECES: usize = 8;

/// The width of full lines, where the file's lines are wrapped at a margin.
pub(super) fn margin(raw: &Raw, lines: &[Line]) -> Option<u32> {
    let plain: Vec<&Line> = lines.iter().filter(|line| !line.tab_led && !line.continues && !line.about && line.width >= 30).collect();
    if plain.len() < 8 {
        return None;
    }
    let open = plain
        .iter()
        .filter(|line| {
            let end = line.span.slice(&raw.text).and_then(|text| text.chars().next_back());
            end.is_some_and(|c| !matches!(c, '。' | '！' | '？' | '：' | '；' | '”' | '）' | '》'))
        })
        .count();
    let mut widths: Vec<u32> = plain.iter().map(|line| line.width).collect();
    widths.sort_unstable();
    let full = widths[widths.len() * 9 / 10];
    (open * 3 > plain.len() && full <= 160).then_some(full)
}

/// Marks the lines that reach the margin, and pieces whose widths add up to one: text taken from pages breaks at punctuation, so
/// that `完善机制，` and `规范流程。` and `建立健全` are three lines of the file and one of the page.
pub(super) fn printed_lines(text: &str, lines: &mut [Line], full: u32) {
    let mut start = 0;
    while start < lines.len() {
        let end = printed_line(text, &lines[start..], full).map_or(start + 1, |pieces| start + pieces);
        let whole = end > start + 1 || lines[start].width + SLACK >= full;
        if whole {
            lines[end - 1].full = true;
            lines[start + 1..end].iter_mut().for_each(|line| line.same_print = true);
        }
        start = end;
    }
}

/// How many of the first lines make up one printed line.
fn printed_line(text: &str, lines: &[Line], full: u32) -> Option<usize> {
    let mut width = 0;
    for (at, line) in lines.iter().enumerate().take(MOST_PIECES) {
        let apart = at > 0 && (line.gap > 0 || !at_punctuation(text, &lines[at - 1], line));
        if line.tab_led || line.continues || line.about || line.split || apart {
            return None;
        }
        width += line.width;
        if width + SLACK >= full {
            return (width <= full + SLACK).then_some(at + 1);
        }
    }
    None
}

/// Whether punctuation stands where two lines meet.
fn at_punctuation(text: &str, before: &Line, after: &Line) -> bool {
    let mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
    let side = |line: &Line| line.span.slice(text).unwrap_or_default();
    mark(side(before).chars().next_back()) || mark(side(after).chars().next())
}

#[cfg(test)]
mod tests {
    use super::super::{lines, raw::Raw};
    use super::{margin, printed_lines};

    #[test]
    fn pieces_that_add_up_to_the_margin_are_one_printed_line() {
        let body = "以新发展理念为指导深入贯彻落实各项决策部署坚持稳中求进工作总基\n".repeat(9);
        let text = format!("{body}完善信息上报，\n规范评估流程和转介流程。\n建立健全长效工作机制\n压实责任。\n一、目标\n{}\n", &body[..81]);
        let raw = Raw::of_text(text, "UTF-8", true);
        let mut lines = lines::lines(&raw).lines;
        let full = margin(&raw, &lines).expect("lines are wrapped");
        printed_lines(&raw.text, &mut lines, full);
        let marks: Vec<(bool, bool)> = lines[9..].iter().map(|line| (line.same_print, line.full)).collect();
        assert_eq!(marks, [(false, false), (true, false), (true, true), (false, false), (false, false), (false, false)]);
    }
}
