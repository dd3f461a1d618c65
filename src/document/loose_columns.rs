//! The titles of columns where no tab parts them: 序号指标单位2025年2030年属性.

use super::words::words;
use crate::base::Span;

/// What stands below a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Serial,
    /// A field that several indicators share.
    Group,
    Name,
    Unit,
    Value,
    Nature,
    /// Growth, remarks.
    Other,
}

/// The lists of `graph/lexicon/tables.toml` and what their words head.
pub(super) const KINDS: [(&str, Kind); 7] = [
    ("column-serial", Kind::Serial),
    ("column-group", Kind::Group),
    ("column-name", Kind::Name),
    ("column-unit", Kind::Unit),
    ("column-nature", Kind::Nature),
    ("column-value", Kind::Value),
    ("column-other", Kind::Other),
];

#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub kind: Kind,
    pub span: Span,
}

/// Titles at the beginning of a text, spans in its own bytes; `None` unless they head a table of indicators.
///
/// 指标 单位 may be one title in two lines or two titles: the one where the other leaves no name.
pub(super) fn columns(text: &str) -> Option<Vec<Column>> {
    title(text)?;
    let usable = |found: &Vec<Column>| {
        let count = |kind: Kind| found.iter().filter(|column| column.kind == kind).count();
        found.len() >= 3 && count(Kind::Name) == 1 && count(Kind::Value) >= 1 && count(Kind::Serial) <= 1
    };
    [true, false].into_iter().map(|joined| titles(text, joined)).find(usable)
}

fn titles(text: &str, joined: bool) -> Vec<Column> {
    let mut found: Vec<Column> = Vec::new();
    let mut at = 0;
    while found.len() < 16 {
        let start = at + gap(&text[at..]);
        let Some((kind, length)) = one_title(&text[start..], joined) else {
            // A footnote mark between two titles: 〔累计〕1属性.
            let mark = text[start..].starts_with(|c: char| c.is_ascii_digit()).then_some(start + 1);
            match mark.filter(|after| !found.is_empty() && title(&text[*after..]).is_some_and(|(kind, _)| kind != Kind::Value)) {
                Some(after) => {
                    at = after;
                    continue;
                }
                None => break,
            }
        };
        at = start + length;
        found.push(Column { kind, span: Span::new(start, at) });
    }
    found
}

/// Bytes of white space at the beginning.
fn gap(text: &str) -> usize {
    text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{a0}').len()
}

/// The title of a column at the beginning of a text, a unit in brackets behind it included; and its length.
pub(super) fn title(text: &str) -> Option<(Kind, usize)> {
    one_title(text, true)
}

fn one_title(text: &str, joined: bool) -> Option<(Kind, usize)> {
    let open = text.starts_with(['〔', '[', '［']);
    let inner = if open { text.chars().next().map_or(0, char::len_utf8) } else { 0 };
    let (kind, mut length) = year(&text[inner..]).or_else(|| listed(&text[inner..], joined))?;
    length += inner;
    if open {
        length += text[length..].chars().next().filter(|c| matches!(c, '〕' | ']' | '］'))?.len_utf8();
    }
    // 增速（%）
    let rest = &text[length..];
    if rest.starts_with(['（', '(']) {
        let close = rest.find(['）', ')']).filter(|at| *at <= 30)?;
        length += close + rest[close..].chars().next().map_or(0, char::len_utf8);
    }
    Some((kind, length))
}

/// The longest word of the lists, white space inside it passed over: of all words, or only of those of two characters (指　标).
fn listed(text: &str, joined: bool) -> Option<(Kind, usize)> {
    let words = words();
    // 指标单位 in a row of titles is two of them where the other reading leaves no name.
    let whole = |kind: Kind, word: &str| joined || !matches!(kind, Kind::Unit | Kind::Nature) || word.chars().count() == 2;
    let fit = |(list, kind): &(&str, Kind)| {
        let longest = words.list(list).iter().filter(|word| whole(*kind, word)).filter_map(|word| spaced(text, word, joined)).max()?;
        Some((*kind, longest))
    };
    let (kind, length) = KINDS.iter().filter_map(fit).max_by_key(|(_, length)| *length)?;
    // 规划目标, in two lines
    Some((kind, if kind == Kind::Value { length + suffixes(&text[length..]) } else { length }))
}

/// Bytes of a text that a word takes up, white space inside it included.
fn spaced(text: &str, word: &str, joined: bool) -> Option<usize> {
    let may_part = joined || word.chars().count() == 2;
    let mut at = 0;
    for (n, c) in word.chars().enumerate() {
        if n > 0 && may_part {
            at += gap(&text[at..]);
        }
        at += text[at..].chars().next().filter(|own| *own == c)?.len_utf8();
    }
    Some(at)
}

/// Whether two letters that were set apart are the title of a column: 指　　标.
pub(super) fn is_title(first: Option<char>, second: Option<char>) -> bool {
    let (Some(first), Some(second)) = (first, second) else { return false };
    KINDS.iter().any(|(list, _)| words().list(list).iter().any(|word| word.chars().eq([first, second])))
}

/// What follows a year within its title: 年现状值.
fn suffixes(text: &str) -> usize {
    let words = words();
    let mut at = 0;
    loop {
        let start = at + gap(&text[at..]);
        let Some(length) = words.list("column-value").iter().filter_map(|word| spaced(&text[start..], word, true)).max() else { return at };
        at = start + length;
    }
}

/// 2025年目标值, “十四五”末; 2015年比2010年增长 is a column of growth.
fn year(text: &str) -> Option<(Kind, usize)> {
    let mut at = one_year(text)?;
    let rest = &text[at..];
    if let Some(after) = rest.strip_prefix(['比', '较']) {
        let base = one_year(after)?;
        let (kind, length) = listed(&after[base..], true).filter(|(kind, _)| *kind == Kind::Other)?;
        return Some((kind, text.len() - after.len() + base + length));
    }
    if let Some((Kind::Other, length)) = listed(rest, true) {
        return Some((Kind::Other, at + length));
    }
    at += suffixes(rest);
    Some((Kind::Value, at))
}

fn one_year(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 4 && (text.starts_with("19") || text.starts_with("20")) {
        let rest = &text[4..];
        let after = gap(rest);
        return match rest[after..].strip_prefix('年') {
            Some(_) => Some(4 + after + '年'.len_utf8()),
            None => (rest.is_empty() || after > 0).then_some(4),
        };
    }
    let bare = text.strip_prefix('“').unwrap_or(text);
    let after = bare.strip_prefix('十')?;
    let after = after.strip_prefix(['一', '二', '三', '四', '五', '六', '七', '八'])?.strip_prefix('五')?;
    let after = after.strip_prefix('”').unwrap_or(after);
    Some(text.len() - after.len())
}

#[cfg(test)]
mod tests {
    use super::{Kind, columns};

    fn titles(text: &str) -> Vec<String> {
        let found = columns(text).unwrap_or_default();
        found.iter().map(|column| text[column.span.start..column.span.end].split_whitespace().collect()).collect()
    }

    #[test]
    fn titles_are_told_apart_without_a_gap_and_with_gaps_inside() {
        assert_eq!(titles("序号指　标2010年2015年2015年比2010年增长1氨氮排放"), ["序号", "指标", "2010年", "2015年", "2015年比2010年增长"]);
        assert_eq!(titles("指　　标2015年2020年〔累计〕1属性水质"), ["指标", "2015年", "2020年", "〔累计〕", "属性"]);
        assert_eq!(
            titles("序号\n\n类别\n\n主要指标\n\n2020年现状\n\n2025年目标\n\n指标\n\n属性\n\n1"),
            ["序号", "类别", "主要指标", "2020年现状", "2025年目标", "指标属性"]
        );
        assert_eq!(titles("项目  单位  “十三五”规划\n目标  “十三五”完成\n情况  完成率")[2], "“十三五”规划目标");
    }

    #[test]
    fn prose_has_no_titles() {
        assert!(columns("指标体系不断完善，到2025年达到80%。").is_none());
        assert!(columns("项目单位应当加强管理。").is_none());
        assert_eq!(columns("指标 2020 2025").map(|found| found[1].kind), Some(Kind::Value));
    }
}
