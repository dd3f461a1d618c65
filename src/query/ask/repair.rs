//! The nearest right form of an ask that could not be read: the ask itself with one thing put right.
//!
//! Nothing is answered by it. What a researcher forgets most are quotation marks, so the word that nobody knows is tried in
//! quotation marks, and a name that stands alone is tried behind `about`. A form is offered only where it can be read.

use super::errors::{Refusal, all_kinds};
use super::figures::CHANGE;
use super::keyword::{Keyword, keyword};
use super::parse::read_plainly;
use super::token::{Token, TokenKind, Vocabulary, tokens};
use crate::base::{Span, fold_char};
use crate::schema::Word;

/// Texts longer than this (in characters) are no question that lacks a quotation mark.
const LONGEST: usize = 200;

/// A name without quotation marks is looked for in so many words from where it begins.
const MOST_CUTS: usize = 6;

/// Adds the right form to a refusal that has no nearest word of its own to offer.
pub(super) fn repaired(refusal: Refusal, text: &str, base: usize, vocabulary: &Vocabulary<'_>) -> Refusal {
    // A misspelt kind or verb is told with the nearest one: in quotation marks it would be another question.
    if &*refusal.detail == "UnknownKind" {
        let words = tokens(text, 0, vocabulary).unwrap_or_default();
        let forms = other_question(text, &words).into_iter().chain(search_for(&refusal, text, &words, vocabulary));
        return match forms.into_iter().find(|form| read_plainly(form, vocabulary)) {
            Some(form) => refusal.hint(format!("did you mean: {form}"), format!("是否想写：{form}")),
            None => refusal,
        };
    }
    if !matches!(&*refusal.detail, "UnknownWord" | "UnexpectedCharacter" | "UnexpectedSyntax") || text.chars().count() > LONGEST {
        return refusal;
    }
    let Some(span) = refusal.span else { return refusal };
    let at = Span::new(span.start.saturating_sub(base), span.end.saturating_sub(base).min(text.len()));
    let ask = text.trim().trim_end_matches([';', '；', '?', '？', '.', '。']).trim_end();
    if is_second_ask(text, at.start, vocabulary) {
        return refusal.hint("a new statement? end the one above it with `;`", "若为新语句，请在上一句末尾加“；”");
    }
    let words = tokens(ask, 0, vocabulary).unwrap_or_default();
    let in_text = tokens(text, 0, vocabulary).unwrap_or_default();
    let forms = in_quotes(text, at, &in_text, vocabulary)
        .into_iter()
        .chain(other_question(ask, &words))
        .chain(about(ask, &words, vocabulary))
        .chain(bare_number(ask, &words))
        .chain(search_for(&refusal, ask, &words, vocabulary));
    let Some(form) = forms.into_iter().find(|form| read_plainly(form, vocabulary)) else { return refusal };
    let word = at.slice(text).unwrap_or_default();
    let as_set = form.replacen(&quoted(word), &format!("${word}"), 1);
    if as_set != form && word.starts_with(|c: char| c.is_ascii_alphabetic()) && read_plainly(&as_set, vocabulary) {
        return refusal
            .hint(format!("did you mean: {form}; a saved set is written ${word}"), format!("是否想写：{form}；已存的集合写作 ${word}"));
    }
    refusal.hint(format!("did you mean: {form}"), format!("是否想写：{form}"))
}

/// Two asks below each other, of which the first lacks its end: the place of the second.
fn is_second_ask(text: &str, at: usize, vocabulary: &Vocabulary<'_>) -> bool {
    let (first, second) = text.split_at(at);
    first.trim_end_matches([' ', '\t', '\u{3000}']).ends_with('\n') && read_plainly(first, vocabulary) && read_plainly(second, vocabulary)
}

/// A year in quotation marks, without them: `goals in "2025"`.
fn bare_number(ask: &str, words: &[Token]) -> Option<String> {
    let (span, number) = words.iter().find_map(|token| match &token.kind {
        TokenKind::Text(text) if text.parse::<u32>().is_ok() => Some((token.span, text)),
        _ => None,
    })?;
    Some(format!("{}{number}{}", &ask[..span.start], &ask[span.end..]))
}

/// What is near to a question that no ask answers: how often a text is named, how much an indicator grows without its years,
/// what lies below the figures of others.
fn other_question(ask: &str, words: &[Token]) -> Option<String> {
    const OFTEN: [&str; 8] = ["how often", "how many times", "frequency", "count mentions", "几次", "多少次", "次数", "频次"];
    let chinese = is_chinese(ask) || !ask.is_ascii() && !words.iter().any(|word| matches!(word.kind, TokenKind::Word { han: false, .. }));
    let lower = ask.to_lowercase();
    let word_at = |at: usize, wanted: &[&str]| matches!(words.get(at).map(|word| &word.kind), Some(TokenKind::Word { key, .. }) if wanted.contains(&key.as_str()));
    let mut texts = words.iter().filter_map(|token| match &token.kind {
        TokenKind::Text(text) => Some(quoted(text)),
        _ => None,
    });
    let text = texts.next().filter(|_| texts.next().is_none());
    if let Some(text) = &text {
        let spatial = lower.starts_with("where is") || ["在哪里", "在哪儿", "在何处"].iter().any(|word| ask.contains(word));
        if spatial {
            let kind = words.iter().rposition(|word| matches!(word.kind, TokenKind::Text(_)));
            let kind = kind.and_then(|at| words.get(at.checked_sub(1)?)).filter(|word| word.keyword().is_none());
            let kind = kind.and_then(|word| word.span.slice(ask)).unwrap_or_default();
            return Some(if chinese { format!("介绍{kind}{text}") } else { format!("about {kind} {text}").replace("  ", " ") });
        }
        if OFTEN.iter().any(|word| lower.contains(word)) {
            return Some(if chinese {
                format!("统计提到{text}的措施，按章节分组")
            } else {
                format!("count measures mentioning {text} per section")
            });
        }
        if (0..words.len()).any(|at| word_at(at, CHANGE)) {
            return Some(if chinese {
                format!("比较指标{text}2020年和2025年")
            } else {
                format!("compare indicator {text} in 2020 with 2025")
            });
        }
    }
    let beyond = words.iter().position(|word| matches!(word.keyword(), Some(Keyword::Above | Keyword::Below)))?;
    let named = words[beyond + 1..].iter().any(|word| matches!(word.kind, TokenKind::Word { keyword: None, .. }));
    let counted = words.iter().any(|word| matches!(word.kind, TokenKind::Integer(_) | TokenKind::Float(_)));
    (named && !counted && text.is_none())
        .then(|| if chinese { "数值角色为参照的指标值".to_owned() } else { "targets where role is reference".to_owned() })
}

/// The text that a question without any other way out is about: `what is in the text about "…"`.
fn search_for(refusal: &Refusal, ask: &str, words: &[Token], vocabulary: &Vocabulary<'_>) -> Option<String> {
    let kinds = all_kinds(vocabulary.schema).0;
    let general = refusal.hint.as_ref().is_none_or(|hint| hint.en == kinds || hint.en.starts_with("an ask is like"));
    let mut texts = words.iter().filter_map(|token| match &token.kind {
        TokenKind::Text(text) => Some(text),
        _ => None,
    });
    let text = texts.next().filter(|_| general && texts.next().is_none())?;
    Some(if is_chinese(ask) { format!("搜索{}", quoted(text)) } else { format!("search {}", quoted(text)) })
}

/// A name that stands alone, with its kind and its quotation marks or without. A lone English word is none: plans are Chinese.
fn about(ask: &str, words: &[Token], vocabulary: &Vocabulary<'_>) -> Option<String> {
    let is_verb = |key: &str| vocabulary.meanings(key).iter().any(|word| !matches!(word, Word::Kind(_)));
    if words.iter().any(|token| matches!(&token.kind, TokenKind::Word { key, keyword, .. } if keyword.is_some() || is_verb(key))) {
        return None;
    }
    let (word, gap) = if is_chinese(ask) { ("介绍", "") } else { ("about", " ") };
    if ask.contains(QUOTES) {
        return Some(format!("{word}{gap}{ask}"));
    }
    (!ask.is_ascii() && !ask.contains(char::is_whitespace)).then(|| format!("{word}{gap}{}", quoted(ask)))
}

/// The text with the word at `at` in quotation marks: the word alone, then all that stands with it between blanks and marks.
fn in_quotes(text: &str, at: Span, words: &[Token], vocabulary: &Vocabulary<'_>) -> Vec<String> {
    let known = |word: &str| {
        let key: String = word.chars().map(fold_char).collect();
        keyword(&key).is_some() || !vocabulary.meanings(&key).is_empty()
    };
    let is_word = |text: &str| !text.chars().all(|c| "?？.。!！".contains(c));
    if at.is_empty() || at.slice(text).is_none_or(|text| known(text) || !is_word(text)) {
        return Vec::new();
    }
    let begins = |c: char| !(c.is_whitespace() || QUOTES.contains(&c) || "，,；;()（）《》".contains(c));
    let start = text[..at.start].char_indices().rev().take_while(|(_, c)| begins(*c)).last().map_or(at.start, |(start, _)| start);
    let end = text[at.start..].find(|c| !begins(c)).map_or(text.len(), |end| at.start + end);
    // A name may be cut where a part of it is a word: 五|邑大学. Signs within it end it for the tokenizer: 1+6+N是什么.
    let is_sign = |c: char| c.is_ascii_graphic() && begins(c);
    let sign_start = text[..at.start].char_indices().rev().take_while(|(_, c)| is_sign(*c)).last().map_or(at.start, |(start, _)| start);
    let sign_end = text[at.start..].find(|c| !is_sign(c)).map_or(text.len(), |end| at.start + end);
    let cuts =
        words.iter().filter(|word| word.span.start > at.start && word.span.end <= end).map(|word| Span::new(at.start, word.span.end));
    let spans = std::iter::once(at)
        .chain((sign_end > at.start).then(|| Span::new(sign_start, sign_end)))
        .chain(cuts.take(MOST_CUTS))
        .chain([Span::new(at.start, end), Span::new(start, end)]);
    let mut forms: Vec<String> = Vec::new();
    for span in spans {
        let Some(word) = span.slice(text).filter(|word| !word.trim().is_empty() && !word.contains(QUOTES)) else { continue };
        let form = format!("{}{}{}", &text[..span.start], quoted(word), &text[span.end..]);
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

const QUOTES: [char; 10] = ['"', '“', '”', '„', '‟', '＂', '\'', '‘', '’', '「'];

fn quoted(word: &str) -> String {
    if is_chinese(word) { format!("“{word}”") } else { format!("\"{word}\"") }
}

fn is_chinese(text: &str) -> bool {
    !text.chars().any(|c| c.is_ascii_alphabetic()) && !text.is_ascii()
}

#[cfg(test)]
mod tests {
    use crate::schema::Schema;

    #[test]
    fn what_lacks_quotation_marks_is_shown_with_them() {
        let schema = Schema::builtin();
        let pairs = [
            ("五大产业集群", "介绍“五大产业集群”"),
            ("指标“发明专利”", "介绍指标“发明专利”"),
            ("支撑发明专利的措施", "支撑“发明专利”的措施"),
            ("measures supporting 发明专利", "measures supporting “发明专利”"),
            ("define 1+6+N", "define \"1+6+N\""),
            ("搜索轨道交通", "搜索“轨道交通”"),
            ("涉及五邑大学的措施", "涉及“五邑大学”的措施"),
            ("谁来负责创新平台？", "谁来负责“创新平台”？"),
            ("什么是1+6+N", "什么是\"1+6+N\""),
            ("1+6+N是什么？", "\"1+6+N\"是什么？"),
            ("指标“发明专利”的增长", "比较指标“发明专利”2020年和2025年"),
            ("术语“1+6+N”在各章节出现几次", "统计提到\"1+6+N\"的措施，按章节分组"),
            ("“大健康”在哪里？", "介绍“大健康”"),
            ("低于全省的指标", "数值角色为参照的指标值"),
            ("goals below the province's", "targets where role is reference"),
            ("how often is term \"1+6+N\" mentioned per section", "count measures mentioning \"1+6+N\" per section"),
            ("goals in \"2025\"", "goals in 2025"),
            ("measures supporting g", "measures supporting \"g\"；已存的集合写作 $g"),
        ];
        for (typed, meant) in pairs {
            let error = super::super::parse(typed, 0, &schema).expect_err(typed);
            let hint = error.hint.map(|hint| hint.zh.to_string()).unwrap_or_default();
            assert_eq!(hint, format!("是否想写：{meant}"), "{typed}");
        }
    }

    #[test]
    fn a_misspelt_word_is_no_name_and_a_known_word_neither() {
        let schema = Schema::builtin();
        let hint = |typed: &str| super::super::parse(typed, 0, &schema).expect_err(typed).hint.map(|hint| hint.en.to_string());
        assert_eq!(hint("measures suporting goal \"发明专利\"").as_deref(), Some("did you mean `supporting`?"));
        for typed in ["search \"轨道交通\" top", "exit"] {
            assert!(hint(typed).is_some_and(|hint| !hint.contains("did you mean")), "{typed}");
        }
    }
}
