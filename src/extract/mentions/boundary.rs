//! Where a name begins: the hard part of reading names in text without spaces.

use super::lexicon::role;
use super::mention::Mention;
use super::view::{View, is_clause_mark, is_name_char};

/// No name is longer, in characters.
pub const LONGEST: usize = 32;

/// What lies between the beginning of a name and its suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Front {
    pub start: usize,
    /// Where a conjunction was passed over, if one was.
    pub joined: Option<usize>,
}

/// Walks left from `from` (where the suffix begins) to where the name can begin at the earliest: a mark, a verb, a function word,
/// the end of another name. Brackets and quotations are passed over whole. `over` says whether a conjunction that ends at the given
/// character may be passed.
pub fn walk_left(view: &View<'_>, from: usize, over: impl Fn(usize, usize) -> bool) -> Front {
    let limit = from.saturating_sub(LONGEST);
    let mut at = from;
    let mut joined = None;
    while at > limit {
        if view.stop_before(at) && at < from {
            break;
        }
        if at == from && view.stop_before(at) {
            break;
        }
        if let Some(conjunction) = conjunction_before(view, at) {
            if !over(conjunction, at) {
                break;
            }
            joined = Some(conjunction);
            at = conjunction;
            continue;
        }
        let Some(c) = view.char(at - 1) else { break };
        match c {
            '）' | ')' | '”' | '"' => match view.partner(at - 1) {
                Some(open) if open < at - 1 && at - open <= 26 && quoted_name(view, open, at - 1) => at = open,
                _ => break,
            },
            // The footnote mark that was lost after a quoted term.
            _ if c.is_whitespace() => {
                if at >= 2 && view.char(at - 2).is_some_and(|c| matches!(c, '”' | '"')) {
                    at -= 1;
                } else {
                    break;
                }
            }
            _ if is_name_char(c) => at -= 1,
            _ => break,
        }
    }
    Front { start: at, joined }
}

/// Whether what stands in brackets or quotation marks can be part of a name: short, and no sentence.
fn quoted_name(view: &View<'_>, open: usize, close: usize) -> bool {
    let bracket = matches!(view.char(open), Some('（' | '('));
    let longest = if bracket { 10 } else { 24 };
    // （二）自然灾害防治工程: the number of a heading.
    let number = bracket && view.chars[open + 1..close].iter().all(|&c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    !number && close - open <= longest && !view.chars[open + 1..close].iter().any(|&c| is_clause_mark(c) || (bracket && c == '、'))
}

/// Where the conjunction that ends right before `at` begins, if one does and is not hidden in a longer word (共和, 及时).
pub fn conjunction_before(view: &View<'_>, at: usize) -> Option<usize> {
    [2, 1].into_iter().filter(|&length| at >= length).map(|length| at - length).find(|&start| {
        view.begins(start, role::CONJUNCTION)
            && view.starting(start).any(|hit| hit.end as usize == at && view.word(hit).roles & role::CONJUNCTION != 0)
            && !view.covered(start, at, role::VOCABULARY | role::PLACE | role::SUFFIX | role::CONJUNCTION | role::INDUSTRY)
    })
}

/// Drops the verbs, adverbs and counts with which a candidate begins (建设江门技术交易中心), as long as something is left before `keep`.
pub fn strip_opening(view: &View<'_>, mut start: usize, keep: usize) -> usize {
    while start < keep {
        let next = view
            .starting(start)
            .filter(|hit| {
                view.word(hit).roles & (role::OPENING | role::VERB | role::FUNCTION | role::ADVERB) != 0 && (hit.end as usize) <= keep
            })
            .filter(|hit| view.word(hit).roles & (role::OPENING | role::VERB | role::FUNCTION) != 0 || verb_at(view, hit.end as usize))
            // 开发 of 开发区, 发展 of 发展中国家: the longer word is part of the name.
            .filter(|hit| {
                !view.covered(
                    hit.start as usize,
                    hit.end as usize,
                    role::SUFFIX | role::PLACE | role::VOCABULARY | role::INDUSTRY | role::BODY | role::PROPER,
                )
            })
            .map(|hit| hit.end as usize)
            .max();
        match next {
            Some(end) => start = end,
            // “1+6+N”江门国家自创区
            None if view.char(start) == Some('“')
                && is_slogan(view, start)
                && view.partner(start).is_some_and(|close| close + 3 <= keep) =>
            {
                start = view.partner(start).map_or(keep, |close| close + 1);
            }
            None if view.char(start).is_some_and(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '余' | '多')) => start += 1,
            None => break,
        }
    }
    start
}

fn verb_at(view: &View<'_>, at: usize) -> bool {
    view.char(at) == Some('“') || view.begins(at, role::OPENING | role::VERB | role::PLACE)
}

/// Whether the words between `start` and `end` make a name and no mere description: a place, a quotation, foreign letters, or two characters
/// in a row that no common word covers.
pub fn is_proper(view: &View<'_>, start: usize, end: usize, regions: &[Mention]) -> bool {
    if start >= end {
        return false;
    }
    if regions.iter().any(|region| region.start >= start && region.end <= end) {
        return true;
    }
    if let Some(open) = view.chars[start..end].iter().position(|&c| c == '“').map(|at| at + start) {
        return !is_slogan(view, open);
    }
    uncovered(view, start, end) >= 2 || view.within(start, end).any(|hit| view.word(hit).roles & role::PROPER != 0)
}

/// A quotation that counts (“1+6+N”, “三中心，六平台”, “双引双创”): a slogan, no name.
pub fn is_slogan(view: &View<'_>, open: usize) -> bool {
    let close = view.partner(open).unwrap_or(open);
    let inside = view.chars.get(open + 1..close.max(open + 1)).unwrap_or_default();
    // “五邑品牌”: a place that begins with a number.
    let place = view.starting(open + 1).any(|hit| hit.end - hit.start >= 2 && view.word(hit).roles & role::PLACE != 0);
    !place && inside.first().is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十两双多".contains(*c))
        || inside.iter().any(|&c| is_clause_mark(c))
}

/// The longest run of characters that no common word covers.
pub fn uncovered(view: &View<'_>, start: usize, end: usize) -> usize {
    const COMMON: u32 = role::VOCABULARY
        | role::OPENING
        | role::ADVERB
        | role::VERB
        | role::SUFFIX
        | role::GROUP
        | role::INDUSTRY
        | role::WEAK_INDUSTRY
        | role::INDUSTRY_SUFFIX
        | role::INDUSTRY_GENERIC
        | role::FUNCTION
        | role::CONJUNCTION;
    let mut reach = start;
    let (mut run, mut longest) = (0, 0);
    for at in start..end {
        // A word may begin before the stretch's end and run on into the suffix (产业园 of 产业|园区).
        let far = view.starting(at).filter(|hit| view.word(hit).roles & COMMON != 0).map(|hit| hit.end as usize).max();
        reach = reach.max(far.unwrap_or(at));
        let plain = view.char(at).is_some_and(|c| c.is_whitespace() || !is_name_char(c));
        if reach > at || plain {
            run = 0;
        } else {
            run += 1;
            longest = longest.max(run);
        }
    }
    longest
}
