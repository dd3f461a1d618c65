//! A paragraph → sentences.

use super::numbering::Mark;
use super::words::words;
use crate::base::Span;

/// A bracket longer than this (in bytes) does not keep a sentence together: it was never closed as meant.
const MAX_BRACKET: usize = 1200;
/// A sentence longer than this (in bytes) is cut at a comma or where it is reached: no author wrote it, and whatever is asked
/// of a sentence may look at each of its places more than once.
const MAX_SENTENCE: usize = 16 << 10;
/// A heading that runs into a number that is not the first of its kind is at most this long, in characters.
const MAX_FUSED: usize = 32;
/// A label before a list: 具体措施：
const MAX_LABEL: usize = 36;

/// Cuts a paragraph at 。！？ and where fused text begins a new numbered item. Spans are in `text`'s own bytes plus `base`; white
/// space around sentences belongs to none.
pub(super) fn sentences(text: &str, base: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut bracket: Option<usize> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        match c {
            '（' | '(' | '［' | '[' | '【' if bracket.is_none() => {
                if let Some(end) = responsibility_end(text, start, at) {
                    push(&mut found, text, base, start, end);
                    (start, at) = (end, end);
                    continue;
                }
                if matches!(c, '（' | '(') && fused_heading(text, start, at) {
                    push(&mut found, text, base, start, at);
                    start = at;
                }
                if matches!(c, '（' | '(') {
                    bracket = closes(text, at).then_some(at);
                }
            }
            '）' | ')' => bracket = None,
            '。' | '！' | '？' | '!' | '?' if bracket.is_none() => {
                let end = next + closers(&text[next..]);
                push(&mut found, text, base, start, end);
                (start, at) = (end, end);
                continue;
            }
            '：' | ':' if at - start <= MAX_LABEL && list_begins(&text[next..]) => {
                push(&mut found, text, base, start, next);
                start = next;
            }
            _ => {}
        }
        at = next;
    }
    push(&mut found, text, base, start, text.len());
    found
}

fn push(found: &mut Vec<Span>, text: &str, base: usize, mut start: usize, end: usize) {
    while end - start > MAX_SENTENCE {
        let limit = floor(text, start + MAX_SENTENCE);
        let comma = text[start..limit].rfind(['，', '、', '；', '。', ',', ';', ' ']).filter(|&at| at > MAX_SENTENCE / 2);
        let cut = comma.map_or(limit, |at| start + at + text[start + at..].chars().next().map_or(1, char::len_utf8));
        push(found, text, base, start, cut);
        start = cut;
    }
    let piece = &text[start..end];
    let left = piece.len() - piece.trim_start().len();
    let kept = piece.trim().len();
    if kept > 0 {
        found.push(Span::new(base + start + left, base + start + left + kept));
    }
}

/// Bytes of closing quotation marks and brackets that belong to the sentence before them.
fn closers(text: &str) -> usize {
    text.chars().take_while(|c| matches!(c, '”' | '’' | '」' | '』' | '。' | '！' | '？' | '!' | '?' | '…')).map(char::len_utf8).sum()
}

/// Whether the bracket at `at` is closed soon, with more text of the sentence to come or not.
fn closes(text: &str, at: usize) -> bool {
    let limit = floor(text, at + MAX_BRACKET);
    let (mut depth, mut stops) = (0_usize, 0_usize);
    for c in text[at..limit].chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return true;
                }
            }
            // Several sentences in brackets are sentences still.
            '。' => {
                stops += 1;
                if stops > 2 {
                    return false;
                }
            }
            _ => {}
        }
    }
    false
}

/// Where the bracket with which a text begins is closed, over brackets inside it: （各县（市、区）负责）.
fn bracket_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '（' | '(' | '［' | '[' | '【' => depth += 1,
            '）' | ')' | '］' | ']' | '】' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then(|| at + c.len_utf8())
    })
}

/// Where a bracket that stands alone behind a sentence ends, if it only says who answers.
fn responsibility_end(text: &str, start: usize, at: usize) -> Option<usize> {
    if !text[start..at].trim().is_empty() || Mark::at(&text[at..]).is_some() {
        return None;
    }
    let limit = floor(text, at + MAX_BRACKET);
    let end = at + bracket_end(&text[at..limit])?;
    let inside = &text[at..end];
    let says = ["负责", "牵头", "责任", "配合", "指导", "分工", "参加", "落实", "实施"].iter().any(|word| inside.contains(word));
    let next = text[end..].chars().find(|c| !c.is_whitespace());
    let whole = next.is_none_or(|c| !matches!(c, '，' | '、' | '；' | '的'));
    let last = text[end..].trim_matches(['。', ' ', '\u{3000}', '\n']).is_empty();
    let says = says || last && names_bodies(inside);
    (says && whole).then(|| end + text[end..].chars().take_while(|c| matches!(c, '。' | '；')).map(char::len_utf8).sum::<usize>())
}

/// Whether a bracket holds nothing but names that end as those of offices do, departments among them: （省财政厅、省民政厅）.
fn names_bodies(bracket: &str) -> bool {
    let mut depth = 0_usize;
    // 各县（市、区）人民政府 is one item.
    let outer = |c: &char| {
        depth = if matches!(c, '（' | '(' | '［' | '[' | '【') { depth + 1 } else { depth };
        let here = depth == 1;
        depth = if matches!(c, '）' | ')' | '］' | ']' | '】') { depth.saturating_sub(1) } else { depth };
        here
    };
    let inner: String = bracket.chars().filter(outer).collect();
    let inner = inner.trim_matches(['（', '）', '(', ')', '［', '］', '[', ']', '【', '】']);
    let mut items =
        inner.split(['、', '，', '；', ',', ';']).map(|item| item.trim().trim_end_matches('等')).filter(|item| !item.is_empty());
    let mut departments = 0;
    let all = items.all(|item| {
        let office = item.ends_with(['局', '厅', '委', '办', '部']);
        departments += usize::from(office);
        let other = item.ends_with(['府', '会', '院', '行', '司', '联', '社', '团', '处', '队', '校'])
            || ["中心", "集团", "单位", "部门"].iter().any(|end| item.ends_with(end));
        (3..=24).contains(&item.chars().count()) && (office || other)
    });
    all && departments > 0
}

/// Whether a sentence is a bracket that only says who answers: `（市财政局牵头，各区负责）`.
pub(super) fn is_responsibility(sentence: &str) -> bool {
    responsibility_end(sentence, 0, 0).is_some_and(|end| sentence.starts_with(['（', '(', '［', '[', '【']) && end == sentence.len())
}

/// Figures that follow a bracketed unit with no gap, from this many on in one sentence, are the cells of a table.
const RUN_TOGETHER: usize = 3;

/// Whether a sentence is a table whose cells were run together: `…总量（万吨）25.123.4-8%2…比例（%）17.7…`. In prose a figure
/// stands before its unit; behind a unit in brackets it stands in the heads of tables only.
pub(super) fn is_run_together(sentence: &str) -> bool {
    let figure = |c: char| c.is_ascii_digit() || matches!(c, '-' | '－' | '—' | '<' | '>' | '＜' | '＞' | '≥' | '≤' | '〔');
    let unit = |inner: &str| {
        let counts = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
        inner.chars().count() <= 12 && !inner.chars().all(counts)
    };
    let behind_unit = sentence.match_indices(['）', ')']).filter(|(at, close)| {
        let open = sentence[..*at].rfind(['（', '(']).map(|open| &sentence[open..*at]);
        let inner = open.and_then(|text| text.char_indices().nth(1).map(|(start, _)| &text[start..]));
        sentence[at + close.len()..].starts_with(figure) && inner.is_some_and(unit)
    });
    behind_unit.count() >= RUN_TOGETHER
}

/// Whether a heading that never got its full stop ends here: `一、…精准性（一）研究…`.
fn fused_heading(text: &str, start: usize, at: usize) -> bool {
    let before = text[start..at].trim_start();
    let (Some(outer), Some(inner)) = (Mark::at(before), Mark::at(&text[at..])) else {
        return false;
    };
    let rank = |mark: Mark| words().styles.get(mark.style).map_or(0, |style| style.rank);
    // （一） may run on through the whole plan while 一、 advances.
    let begins = inner.value == 1 || before.chars().count() <= MAX_FUSED && !before.contains(['，', '：', '按', '第']);
    begins && rank(inner) > rank(outer) && before.len() > outer.len + 6 && !before.contains('；')
}

/// Whether a list numbered from 1 begins: `具体措施：1．及时总结…`.
fn list_begins(text: &str) -> bool {
    Mark::at(text).is_some_and(|mark| mark.value == 1 && text.len() > mark.len + 12)
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{is_run_together, sentences};

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, 0).iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn sentences_end_at_full_stops_outside_brackets_and_keep_closing_quotes() {
        assert_eq!(cut("加强领导。强调“要创新。”各区落实！ 完成"), ["加强领导。", "强调“要创新。”", "各区落实！", "完成"]);
        assert_eq!(cut("支持企业（以下简称企业。下同）发展。"), ["支持企业（以下简称企业。下同）发展。"]);
    }

    #[test]
    fn cells_that_were_run_together_are_no_sentence() {
        assert!(is_run_together(
            "序号指标2010年2015年1氨氮排放总量（万吨）25.123.4-8%2断面水质的比例（%）17.7<153优良天数比率（%）76.7＞80"
        ));
        for prose in [
            "细颗粒物（PM2.5）年均浓度降到35微克/立方米，化学需氧量（COD）下降10%。",
            "（三）2023年完成普查；（四）2024年完成评估；（五）2025年全面建成；（六）2026年验收。",
            "（一）2023年开工，（四）2024年完工，（四）2025年验收，（四）2026年评估。",
            "新建泵站（含改造）12座、水闸（含改造）5座。",
        ] {
            assert!(!is_run_together(prose), "{prose}");
        }
    }

    #[test]
    fn fused_text_is_cut_before_items_and_behind_responsibility() {
        assert_eq!(
            cut(
                "一、把政策结合起来，提高精准性（一）研究制度化。（财政部牵头，各地区负责）具体措施：1．及时总结做法。（财政部牵头）2．简化程序。"
            ),
            [
                "一、把政策结合起来，提高精准性",
                "（一）研究制度化。",
                "（财政部牵头，各地区负责）",
                "具体措施：",
                "1．及时总结做法。",
                "（财政部牵头）",
                "2．简化程序。"
            ]
        );
    }

    #[test]
    fn ten_thousand_open_brackets_take_linear_time() {
        let text = "（".repeat(10_000) + "。";
        assert_eq!(sentences(&text, 0).len(), 2);
    }

    #[test]
    fn a_sentence_without_end_is_cut_at_commas() {
        let text = "推进创新，".repeat(10_000);
        let pieces = cut(&text);
        assert!(pieces.len() > 1 && pieces.iter().all(|piece| piece.len() <= super::MAX_SENTENCE && piece.ends_with('，')));
        assert_eq!(pieces.concat(), text);
        assert!(cut(&"创".repeat(100_000)).len() > 10);
    }
}
