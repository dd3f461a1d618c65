//! Text printed twice over: print-to-PDF makes bold by overprinting, and copying gives every letter twice.

use crate::base::Span;

/// Lines longer than this (in characters) are no headings; the search below is quadratic.
const MAX_CHARS: usize = 240;

/// The letters of a line with their offsets, without white space.
fn letters(line: &str) -> Vec<(usize, char)> {
    line.char_indices().filter(|(_, c)| !c.is_whitespace()).collect()
}

/// Whether the letters of a line are set apart by spaces: `一 、 总 体 要 求`.
pub(super) fn letter_spaced(line: &str) -> bool {
    let (mut letters, mut apart, mut before_blank) = (0, 0, true);
    for c in line.chars().take(MAX_CHARS) {
        if c.is_whitespace() {
            before_blank = true;
        } else {
            letters += 1;
            apart += usize::from(before_blank && letters > 1);
            before_blank = false;
        }
    }
    letters >= 4 && apart * 10 >= (letters - 1) * 7
}

/// The stretches of a doubled line that repeat what stands before them; empty for a line that is not doubled.
pub(super) fn repeats(line: &str) -> Vec<Span> {
    // A longer line is left alone before its letters are counted.
    if line.len() > MAX_CHARS * 8 {
        return Vec::new();
    }
    let letters = letters(line);
    let n = letters.len();
    if !(8..=MAX_CHARS).contains(&n) {
        return Vec::new();
    }
    let same = |a: usize, b: usize, len: usize| (0..len).all(|k| letters[a + k].1 == letters[b + k].1);
    let whole = n.is_multiple_of(2) && same(0, n / 2, n / 2);
    if !whole && !letter_spaced(line) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < n {
        let twice =
            (3..=(n - at) / 2).rev().find(|&len| same(at, at + len, len) && letters[at..at + len].iter().any(|(_, c)| !c.is_ascii_digit()));
        match twice {
            Some(len) => {
                let end = letters.get(at + 2 * len).map_or(line.len(), |(offset, _)| *offset);
                found.push(Span::new(letters[at + len].0, end));
                at += 2 * len;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a line begins with a label that is printed three times or more: the metadata of a printed web page.
pub(super) fn overprinted_label(line: &str) -> bool {
    let letters: Vec<char> = line.chars().take(MAX_CHARS).filter(|c| !c.is_whitespace()).collect();
    (2..=10.min(letters.len() / 3)).any(|len| {
        let (first, rest) = letters.split_at(len);
        &rest[..len] == first && &rest[len..2 * len] == first && first.iter().any(|c| c.is_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::{letter_spaced, overprinted_label, repeats};

    fn healed(line: &str) -> String {
        let cut = repeats(line);
        line.char_indices()
            .filter(|(at, c)| !c.is_whitespace() && !cut.iter().any(|span| span.start <= *at && *at < span.end))
            .map(|(_, c)| c)
            .collect()
    }

    #[test]
    fn doubled_headings_are_healed() {
        assert_eq!(healed("一 、 总 体 要 求一 、 总 体 要 求"), "一、总体要求");
        assert_eq!(healed("（ 2 0 2 6（ 2 0 2 6 ――2 0 3 0 年 ） 》 的 通 知2 0 3 0 年 ） 》 的 通 知"), "（2026――2030年）》的通知");
        assert_eq!(healed("二、主要任务二、主要任务"), "二、主要任务");
    }

    #[test]
    fn ordinary_lines_are_left_alone() {
        for line in ["提升产品质量，提升服务质量", "一 、 总 体 要 求", "2 0 2 0 年 目 标 值", "前 言"] {
            assert!(repeats(line).is_empty(), "{line}");
        }
        assert!(letter_spaced("一 、 总 体 要 求") && !letter_spaced("表1 云川创新2030 主要指标"));
        assert!(overprinted_label("标 题 ：标 题 ：标 题 ： 国务院通知") && !overprinted_label("牵头单位：市财政局"));
    }
}
