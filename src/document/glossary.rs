//! Entries of a glossary: a headword, a colon, what it means.

use super::numbering::Mark;
use crate::base::Span;

/// A headword longer than this (in characters) is a sentence that happens to hold a colon.
const MAX_HEADWORD: usize = 30;

/// The parts of an entry, in the bytes of its paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Without quotation marks.
    pub term: String,
    pub headword: Span,
    pub definition: Span,
}

/// Reads a paragraph of a glossary. A number before the headword is passed over.
pub(super) fn entry(text: &str) -> Option<Entry> {
    let number = Mark::at(text).map_or_else(|| footnote_mark(text), |mark| mark.len);
    let start = number + (text[number..].len() - text[number..].trim_start().len());
    let (colon, mark) = text[start..].char_indices().find(|(_, c)| matches!(c, '：' | ':'))?;
    // 一个同步：是指… and 三门——… alike; but a stop before the colon makes it a sentence.
    let headword = text[start..start + colon].trim_end();
    if headword.is_empty() || headword.chars().count() > MAX_HEADWORD || headword.contains(['。', '；']) {
        return None;
    }
    let after = start + colon + mark.len_utf8();
    let rest = &text[after..];
    let left = rest.len() - rest.trim_start().len();
    let definition = Span::new(after + left, after + left + rest.trim().len());
    let term = unquoted(headword);
    (!term.is_empty()).then(|| Entry { term, headword: Span::new(start, start + headword.len()), definition })
}

/// The length of a footnote's number in brackets, as notes are numbered: `[1]`, `〔2〕`, `【3】`; 0 where there is none.
fn footnote_mark(text: &str) -> usize {
    let Some(open) = text.chars().next().filter(|c| matches!(c, '[' | '［' | '〔' | '【')) else { return 0 };
    let inner = &text[open.len_utf8()..];
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let close = inner[digits..].chars().next().filter(|c| matches!(c, ']' | '］' | '〕' | '】'));
    close.filter(|_| (1..=3).contains(&digits)).map_or(0, |close| open.len_utf8() + digits + close.len_utf8())
}

/// The words of a headword without the quotation marks around and between them: `“三个定位、两个率先”`, `“1+3”清单`.
fn unquoted(headword: &str) -> String {
    headword.chars().filter(|c| !matches!(c, '“' | '”' | '"' | '「' | '」' | '『' | '』')).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::entry;

    #[test]
    fn an_entry_is_a_headword_a_colon_and_a_definition() {
        let text = "“互联网+”: 是互联网与传统行业的融合。";
        let found = entry(text).unwrap();
        assert_eq!(found.term, "互联网+");
        assert_eq!(found.headword.slice(text), Some("“互联网+”"));
        assert_eq!(found.definition.slice(text), Some("是互联网与传统行业的融合。"));
        assert_eq!(entry("3.绿色工厂：指用地集约化的工厂。").unwrap().term, "绿色工厂");
        assert_eq!(entry("[2] 节水贷：面向节水项目的信贷产品。").unwrap().term, "节水贷");
        assert_eq!(entry("[a] 甲：乙。").unwrap().term, "[a] 甲");
        assert!(entry("本规划由市政府负责解释。").is_none());
    }
}
