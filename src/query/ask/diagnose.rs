//! A second look at an ask that could not be read.
//!
//! The reader stumbles where it can go no further, which in Chinese, with the head at the end, is often the first word. This
//! looks at the ask as a whole for what is more telling: an open bracket, a word that nobody knows, a gap before 的.

use super::errors::{Refusal, near_word, syntax, unknown};
use super::keyword::{KEYWORDS, Keyword};
use super::token::{Token, TokenKind, Vocabulary};
use crate::base::Span;
use crate::schema::Word;

/// The refusal that says best what is wrong: the reader's own, or one about the fault behind it.
pub(super) fn diagnose(own: Refusal, text: &str, base: usize, tokens: &[Token], vocabulary: &Vocabulary<'_>) -> Refusal {
    if let Some(found) = bracket(tokens) {
        return found;
    }
    if let Some(span) = audit_asked(tokens) {
        let error = unknown(
            "UnknownVerb",
            span,
            "what agrees and what does not is told by the audit".to_owned(),
            "是否一致、是否完整由审核说明".to_owned(),
        );
        let ask = "CALL audit() YIELD code, message RETURN code, message";
        return error.hint(format!("did you mean: {ask}"), format!("是否想写：{ask}"));
    }
    // Only where a word could not be placed; all else is told by whoever stumbled.
    if !matches!(&*own.detail, "UnknownKind" | "UnknownVerb" | "UnknownWord") {
        return own;
    }
    let words = Words { text, base, tokens, vocabulary };
    words.gap(&own).or_else(|| words.strange()).unwrap_or(own)
}

/// A path of the pattern language where an ask was expected.
pub(super) fn pattern_like(text: &str, base: usize) -> Option<Refusal> {
    let at = ["-[", "]-", "->", "<-"].iter().filter_map(|sign| text.find(sign)).min()?;
    let error = syntax(Span::new(base + at, base + at + 2), "an ask has no arrows", "提问里不写箭头");
    Some(error.hint(
        "relations are words: measures supporting goals; arrows belong to patterns: MATCH (m:Measure)-[:SUPPORTS]->(g:Goal) RETURN m",
        "关系用词来说：支撑目标的措施；箭头用于模式：MATCH (m:措施)-[:支撑]->(g:目标) RETURN m",
    ))
}

/// Whoever has no better advice shows a question that is right.
pub(super) fn with_example(error: Refusal) -> Refusal {
    if error.hint.is_some() {
        return error;
    }
    error.hint(
        "a question is like: measures supporting goal \"发明专利\" in 2025 with evidence",
        "提问如：2025年支撑目标“发明专利”的措施，附证据",
    )
}

fn bracket(tokens: &[Token]) -> Option<Refusal> {
    let mut open = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open => open.push(token.span),
            TokenKind::Close if open.pop().is_none() => {
                return Some(
                    syntax(token.span, "this bracket closes nothing", "此括号没有对应的左括号")
                        .hint("remove it, or open the bracket before it", "请删去它，或在前面补上左括号"),
                );
            }
            _ => {}
        }
    }
    let span = open.pop()?;
    Some(syntax(span, "this bracket is never closed", "此括号没有闭合").hint("add `)`", "请补上“）”"))
}

/// The place of a question that the audit answers: whether figures agree, whether a list is complete.
fn audit_asked(tokens: &[Token]) -> Option<Span> {
    const ENGLISH: [&str; 10] = [
        "audit",
        "contradiction",
        "contradictions",
        "inconsistencies",
        "inconsistent",
        "consistent",
        "agree",
        "agrees",
        "complete",
        "findings",
    ];
    const CHINESE: [&str; 6] = ["审核", "核对", "矛盾", "一致", "完整", "自洽"];
    let words = || {
        tokens.iter().filter_map(|token| match &token.kind {
            TokenKind::Word { key, .. } => Some((key.as_str(), token.span)),
            _ => None,
        })
    };
    // Chinese words that nobody knows may have been cut anywhere.
    let all: String = words().map(|(key, _)| key).collect();
    let english = words().find(|(key, _)| ENGLISH.contains(key)).map(|(_, span)| span);
    english.or_else(|| CHINESE.iter().any(|word| all.contains(word)).then(|| words().next_back().map(|(_, span)| span)).flatten())
}

/// What both the prompt and the shell know as a command.
const COMMANDS: [&str; 3] = ["help", "schema", "stats"];

struct Words<'a> {
    text: &'a str,
    base: usize,
    tokens: &'a [Token],
    vocabulary: &'a Vocabulary<'a>,
}

impl Words<'_> {
    fn typed(&self, at: usize) -> &str {
        let span = self.tokens.get(at).map_or(Span::default(), |token| token.span);
        self.text.get(span.start.saturating_sub(self.base)..span.end.saturating_sub(self.base)).unwrap_or_default()
    }

    /// A sign or word that wants something before it and has nothing there.
    fn gap(&self, own: &Refusal) -> Option<Refusal> {
        let at = self.tokens.iter().position(|token| Some(token.span) == own.span)?;
        let token = self.tokens.get(at)?;
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before)).and_then(Token::keyword);
        let hint = match (token.keyword()?, before) {
            (Keyword::De, Some(Keyword::To)) => ("path from institution \"…\" to cluster \"…\"", "从机构“…”到集群“…”的最短路径"),
            (Keyword::De, Some(Keyword::Without)) => ("goals not supported by measures", "没有措施支撑的目标"),
            (Keyword::De, _) => ("measures supporting goal \"发明专利\"", "支撑目标“发明专利”的措施"),
            (Keyword::WhatIs, _) => ("define \"1+6+N\"", "“1+6+N”是什么？"),
            _ => return None,
        };
        let word = self.typed(at);
        let error = syntax(token.span, format!("a name or a kind is missing before `{word}`"), format!("“{word}”之前缺少名称或类型"));
        Some(error.hint(format!("for example {}", hint.0), format!("例如：{}", hint.1)))
    }

    fn is_strange(&self, at: usize) -> bool {
        let Some(TokenKind::Word { key, keyword: None, .. }) = self.tokens.get(at).map(|token| &token.kind) else { return false };
        let schema = self.vocabulary.schema;
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before)).and_then(Token::keyword);
        // `how many`
        before != Some(Keyword::HowMany)
            && self.vocabulary.meanings(key).is_empty()
            && schema.property(key).is_none()
            && !self.begins_phrase(at, key)
    }

    /// `part` of `part of`.
    fn begins_phrase(&self, at: usize, key: &str) -> bool {
        let typed = |at: usize| match self.tokens.get(at).map(|token| &token.kind) {
            Some(TokenKind::Word { key, .. }) => key.as_str(),
            _ => "",
        };
        let ahead = format!("{key} {}", typed(at + 1));
        let behind = at.checked_sub(1).map(|before| format!("{} {key}", typed(before))).unwrap_or_default();
        let phrase = |start: &str, words: &str| words == start || words.starts_with(&format!("{start} "));
        let known = |wanted: &str, end: bool| {
            self.vocabulary.schema.words().all().any(|(word, _)| if end { word.ends_with(wanted) } else { phrase(wanted, word) })
        };
        known(&ahead, false) || (!behind.is_empty() && known(&behind, true))
    }

    /// A word that is no kind, verb, property or keyword.
    fn strange(&self) -> Option<Refusal> {
        let at = (0..self.tokens.len()).find(|&at| self.is_strange(at))?;
        let span = self.tokens.get(at)?.span;
        let typed = self.typed(at).to_owned();
        let schema = self.vocabulary.schema;
        let kind_before = at.checked_sub(1).is_some_and(|before| self.is_kind(before));
        let verb_before = kind_before && (0..at).any(|before| self.is_verb(before));
        let head = at + 1 == self.tokens.len()
            || matches!(self.tokens.get(at + 1).map(|token| &token.kind), Some(TokenKind::Stop | TokenKind::Comma { .. }));
        let after_de = at.checked_sub(1).and_then(|before| self.tokens.get(before)).and_then(Token::keyword) == Some(Keyword::De);
        let kinds = near_word(schema, &typed, |word| matches!(word, Word::Kind(_)));
        if after_de && head {
            return Some(self.suggest(unknown_kind(span, &typed), kinds));
        }
        let verbs = near_word(schema, &typed, |word| matches!(word, Word::Verb { .. }));
        let keywords = self.near_keyword(&typed);
        let first = at == 0;
        if !verbs.is_empty() && (!first || !typed.is_ascii()) {
            let error = unknown(
                "UnknownVerb",
                span,
                format!("`{typed}` is no relation, and nothing that an ask may end with"),
                format!("“{typed}”既不是关系，也不是提问的附加条件"),
            );
            return Some(self.suggest(error, verbs));
        }
        if !kinds.is_empty() && !verb_before {
            return Some(self.suggest(unknown_kind(span, &typed), kinds));
        }
        if !keywords.is_empty() {
            let error = unknown("UnknownWord", span, format!("`{typed}` has no meaning here"), format!("“{typed}”在此处没有意义"));
            return Some(self.suggest(error, keywords));
        }
        if at > 0 && !typed.is_ascii() && typed.chars().count() == 1 {
            let error = unknown("UnknownWord", span, format!("`{typed}` has no meaning here"), format!("“{typed}”在此处没有意义"));
            return Some(error.hint(format!("leave `{typed}` out"), format!("请去掉“{typed}”")));
        }
        if kind_before {
            let kind = self.typed(at - 1);
            let error = syntax(span, "a name stands in quotation marks", "名称要放在引号中");
            return Some(error.hint(format!("write {kind} \"{typed}\""), format!("请写 {kind}“{typed}”")));
        }
        if self.tokens.len() == 1 && COMMANDS.contains(&typed.as_str()) {
            let error =
                unknown("UnknownWord", span, format!("`{typed}` is a command, not a question"), format!("“{typed}”是命令，不是提问"));
            return Some(error.hint(
                format!("at the prompt and in batch files: :{typed}; in a shell: gangmu {typed}"),
                format!("在提示符下和批处理文件中写 :{typed}；在命令行写 gangmu {typed}"),
            ));
        }
        let error = unknown(
            "UnknownWord",
            span,
            format!("`{typed}` is neither a kind, nor a relation, nor a quoted name"),
            format!("“{typed}”既不是类型，也不是关系，也不是引号中的名称"),
        );
        Some(error.hint(
            "an ask is like: measures supporting goal \"发明专利\"; names stand in quotation marks, a saved set is $name",
            "提问如：支撑目标“发明专利”的措施；名称放在引号中，已存的集合写作 $名称",
        ))
    }

    fn suggest(&self, error: Refusal, near: Vec<String>) -> Refusal {
        super::errors::hint_near(error, &near, &super::errors::all_kinds(self.vocabulary.schema))
    }

    fn is_kind(&self, at: usize) -> bool {
        let Some(TokenKind::Word { key, .. }) = self.tokens.get(at).map(|token| &token.kind) else { return false };
        self.vocabulary.meanings(key).iter().any(|word| matches!(word, Word::Kind(_)))
    }

    fn is_verb(&self, at: usize) -> bool {
        let Some(TokenKind::Word { key, .. }) = self.tokens.get(at).map(|token| &token.kind) else { return false };
        self.vocabulary.meanings(key).iter().any(|word| matches!(word, Word::Verb { .. }))
    }

    fn near_keyword(&self, typed: &str) -> Vec<String> {
        let words = KEYWORDS.iter().flat_map(|(_, words)| words.iter().copied());
        let alike = words.filter(|word| word.is_ascii() == typed.is_ascii() && word.chars().count() > 3);
        crate::base::nearest(typed, alike, 2).into_iter().map(str::to_owned).collect()
    }
}

fn unknown_kind(span: Span, typed: &str) -> Refusal {
    unknown("UnknownKind", span, format!("`{typed}` is no kind of thing that a plan has"), format!("“{typed}”不是规划图谱中的类型"))
}
