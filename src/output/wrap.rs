//! Breaking text into lines of a width, as Chinese and English are set.

use unicode_width::UnicodeWidthChar;

/// Characters that may not open a line (W3C, Requirements for Chinese Text Layout, section 3.1.5).
fn may_not_open(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '”'
            | '’'
            | '》'
            | '）'
            | '」'
            | '』'
            | '】'
            | '％'
            | ','
            | '.'
            | ';'
            | ')'
            | '%'
    )
}

/// Characters that may not close a line (as above).
fn may_not_close(c: char) -> bool {
    matches!(c, '“' | '‘' | '《' | '（' | '「' | '『' | '【' | '〔' | '(' | '[')
}

/// Breaks each line of `text` so that none is wider than `width` columns (at least 2). Breaks stand at spaces and between wide
/// characters; a word wider than a line is broken where it must be.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    text.split('\n').flat_map(|line| wrap_line(line, width)).collect()
}

fn wrap_line(line: &str, width: usize) -> Vec<String> {
    let chars: Vec<(char, usize)> = line.chars().map(|c| (c, c.width().unwrap_or(0))).collect();
    let mut lines = Vec::new();
    let mut from = 0;
    while from < chars.len() {
        let mut used = 0;
        let mut to = from;
        while to < chars.len() && used + chars[to].1 <= width {
            used += chars[to].1;
            to += 1;
        }
        let to = if to < chars.len() { break_before(&chars, from, to.max(from + 1)) } else { to };
        lines.push(chars[from..to].iter().map(|(c, _)| *c).collect::<String>().trim_end().to_owned());
        from = to;
        // A space at which a line was broken is not shown.
        while from < chars.len() && from > 0 && chars[from].0 == ' ' {
            from += 1;
        }
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// The best break in `from + 1..=to`, as late as it can be; `to` where nothing better is there.
fn break_before(chars: &[(char, usize)], from: usize, to: usize) -> usize {
    let can = |at: usize| {
        let (before, after) = (chars[at - 1], chars[at]);
        let between_wide = before.1 == 2 || after.1 == 2;
        (before.0 == ' ' || after.0 == ' ' || between_wide) && !may_not_open(after.0) && !may_not_close(before.0)
    };
    // Looking back further than this would leave lines that are mostly empty.
    let earliest = from + 1 + (to - from) / 3;
    let late = (earliest..=to).rev().find(|&at| can(at));
    // A word that fits on a line of its own is not cut, however short that leaves this one.
    late.or_else(|| (from + 1..earliest).rev().find(|&at| can(at))).unwrap_or(to)
}

#[cfg(test)]
mod tests {
    use super::wrap;
    use crate::output::display_width;

    #[test]
    fn no_line_is_too_wide_and_none_opens_with_a_stop() {
        let text = "到2025年，研发经费支出占地区生产总值比重达到3.2％，高新技术企业超过4000家。";
        for width in [2, 7, 11, 20, 33] {
            let lines = wrap(text, width);
            assert!(lines.iter().all(|line| display_width(line) <= width), "{width}: {lines:?}");
            assert_eq!(lines.concat(), text);
        }
        assert_eq!(wrap("中欧（江门）合作区", 6), ["中欧", "（江", "门）合", "作区"]);
        assert!(wrap(text, 20).iter().all(|line| !line.starts_with('，')));
        assert_eq!(wrap("measures supporting goals", 12), ["measures", "supporting", "goals"]);
        assert_eq!(wrap("量 (lexical 0.80)", 10), ["量", "(lexical", "0.80)"]);
        assert_eq!(wrap("", 10), [""]);
    }
}
