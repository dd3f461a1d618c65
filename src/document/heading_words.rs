//! Lines that are known by their first words: 前言, 附件2, 表1, 专栏3, 牵头单位：, 抄送：.

use super::words::words;

/// A line without white space, cut off where it is too long to be a heading.
fn squeezed(line: &str) -> Option<String> {
    let mut out = String::new();
    let mut count = 0;
    for c in line.chars() {
        if !c.is_whitespace() {
            count += 1;
            if count > 30 {
                return None;
            }
            out.push(c);
        }
    }
    (count > 0).then_some(out)
}

/// 前言: the whole line, white space aside.
pub(super) fn plain(line: &str) -> Option<String> {
    let text = squeezed(line)?;
    words().list("plain-heading").contains(&text).then_some(text)
}

/// A label that begins a line, and the number behind it: `附件2`, `表1`. `len` is the bytes of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub len: usize,
    pub value: u32,
}

/// The label with its number, where what follows does not make it another word (附近, 表明).
fn label(list: &str, line: &str, number_needed: bool) -> Option<Label> {
    let word = words().prefix(list, line)?;
    let rest = &line[word.len()..];
    let gap = rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
    let number = &rest[gap..];
    let digits = number.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'-').count();
    if digits > 0 && number[..digits].bytes().any(|byte| byte.is_ascii_digit()) {
        let value = number[..digits].split('-').next_back().and_then(|text| text.parse().ok()).unwrap_or(0);
        return Some(Label { len: word.len() + gap + digits, value });
    }
    let chinese: usize = number.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).map(char::len_utf8).sum();
    let after = number[chinese..].chars().next();
    if chinese > 0 && after.is_none_or(|c| c.is_whitespace() || matches!(c, '：' | ':' | '、' | '.')) {
        let value = super::numbering::Mark::at(&format!("{}、", &number[..chinese])).map_or(0, |mark| mark.value);
        return Some(Label { len: word.len() + gap + chinese, value });
    }
    if number_needed {
        return None;
    }
    rest.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '：' | ':')).then_some(Label { len: word.len(), value: 0 })
}

/// 附件1, 附录：…: an annex begins. A line that runs on (附件1所列项目) is none.
pub(super) fn annex(line: &str) -> Option<Label> {
    let found = label("annex-heading", line, false)?;
    let rest = line[found.len..].chars().next();
    rest.is_none_or(|c| c.is_whitespace() || matches!(c, '：' | ':' | '.' | '．' | '《' | '“')).then_some(found)
}

pub(super) fn contents(line: &str) -> bool {
    squeezed(line).is_some_and(|text| words().list("contents-heading").contains(&text))
}

/// A short line that names a glossary.
pub(super) fn glossary(line: &str) -> bool {
    squeezed(line).is_some_and(|text| {
        let bare = text.trim_matches(['（', '）', '【', '】', '：', ':']);
        let named = text.chars().count() <= 20 && !text.ends_with('。') && words().any_in("glossary-heading", &text);
        named || words().list("glossary-heading-alone").iter().any(|word| word == bare)
    })
}

/// 表1, 附表2: the caption of a table or figure. Its number is needed: 表 alone begins many words.
pub(super) fn caption(line: &str) -> Option<Label> {
    let found = label("caption", line, true)?;
    let rest = line[found.len..].chars().next();
    rest.is_none_or(|c| !matches!(c, '。' | '，' | '、' | '所' | '中' | '列' | '-' | '）')).then_some(found)
}

/// 专栏3: a box of projects that interrupts the text.
pub(super) fn boxed(line: &str) -> Option<Label> {
    label("box", line, true)
}

pub(super) fn has_stages(title: &str) -> bool {
    words().any_in("stage-section", title)
}

/// 牵头单位：…, also in brackets.
pub(super) fn responsibility(line: &str) -> bool {
    let open = line.trim_start_matches(['（', '(', '【', '[']);
    words().prefix("responsibility-label", open).is_some_and(|word| open[word.len()..].trim_start().starts_with(['：', ':']))
}

pub(super) fn tail(line: &str) -> bool {
    words().prefix("tail-label", line).is_some_and(|word| line[word.len()..].trim_start().starts_with(['：', ':']))
}
