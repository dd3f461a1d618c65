//! What an ask is refused for, in words a researcher knows.

use super::cursor::Cursor;
use super::token::TokenKind;
use crate::base::{Diagnostic, ErrorClass, Message, Span, nearest};
use crate::schema::{Kind, Relation, Schema, Word};

pub(super) type Refusal = Box<Diagnostic>;

pub(super) fn syntax(span: Span, en: impl Into<String>, zh: impl Into<String>) -> Refusal {
    Diagnostic::compile(ErrorClass::SyntaxError, "UnexpectedSyntax", Message::new(en, zh)).at(span)
}

pub(super) fn meaning(detail: &'static str, span: Span, en: impl Into<String>, zh: impl Into<String>) -> Refusal {
    Diagnostic::compile(ErrorClass::SemanticError, detail, Message::new(en, zh)).at(span)
}

pub(super) fn unknown(detail: &'static str, span: Span, en: String, zh: String) -> Refusal {
    Diagnostic::compile(ErrorClass::UnknownName, detail, Message::new(en, zh)).at(span)
}

/// The words of the schema nearest to one that it does not have.
fn near(schema: &Schema, typed: &str, wanted: impl Fn(&Word) -> bool) -> Vec<String> {
    let han = !typed.is_ascii();
    let words: Vec<&str> = (schema.words().all())
        .filter(|(word, meanings)| word.is_ascii() != han && meanings.iter().any(&wanted))
        .map(|(word, _)| word)
        .collect();
    nearest(typed, words, 3).into_iter().filter(|word| plausible(typed, word)).map(str::to_owned).collect()
}

/// Whether a near word may have been meant. Short Chinese words are all near each other: only those that begin alike count.
fn plausible(typed: &str, word: &str) -> bool {
    let short = !typed.is_ascii() && typed.chars().count() <= 2;
    !short || word.chars().count() > 1 && word.chars().next() == typed.chars().next()
}

pub(super) fn near_word(schema: &Schema, typed: &str, wanted: impl Fn(&Word) -> bool) -> Vec<String> {
    near(schema, &typed.to_lowercase(), wanted)
}

/// Every kind, as a hint: (English, Chinese).
pub(super) fn all_kinds(schema: &Schema) -> (String, String) {
    let en: Vec<&str> = schema.kinds().iter().map(Kind::plural).collect();
    let zh: Vec<&str> = schema.kinds().iter().map(|kind| kind.zh.as_str()).collect();
    (format!("kinds are: {}", en.join(", ")), format!("类型有：{}", zh.join("、")))
}

pub(super) fn hint_near(error: Refusal, near: &[String], otherwise: &(String, String)) -> Refusal {
    if near.is_empty() {
        return error.hint(otherwise.0.clone(), otherwise.1.clone());
    }
    let (en, zh) = (near.join("` or `"), near.join("”或“"));
    error.hint(format!("did you mean `{en}`?"), format!("是否指“{zh}”？"))
}

impl Cursor<'_> {
    /// What stands at the cursor, as it was typed.
    pub fn typed(&self) -> String {
        match self.peek_kind(0) {
            Some(TokenKind::Word { key, .. }) => key.clone(),
            Some(TokenKind::Text(text) | TokenKind::Title(text)) => text.clone(),
            Some(TokenKind::Integer(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    /// A kind was needed and something else stands here.
    pub fn no_kind(&self) -> Refusal {
        let schema = self.vocabulary.schema;
        let otherwise = all_kinds(schema);
        match self.peek_kind(0) {
            Some(TokenKind::Word { key, .. }) => {
                let error = unknown(
                    "UnknownKind",
                    self.span(),
                    format!("`{key}` is no kind of thing that a plan has"),
                    format!("“{key}”不是规划图谱中的类型"),
                );
                hint_near(error, &near(schema, key, |word| matches!(word, Word::Kind(_))), &otherwise)
            }
            None => syntax(self.span(), "the ask ends where a kind is needed", "提问在需要类型之处结束").hint(otherwise.0, otherwise.1),
            _ => syntax(self.span(), "a kind is needed here", "此处需要一个类型").hint(otherwise.0, otherwise.1),
        }
    }

    /// A value or a kind was needed after `verb`.
    pub fn no_target(&self, verb: &str) -> Refusal {
        let example = ("put the name in quotation marks: goal \"发明专利\"".to_owned(), "请把名称放在引号中：目标“发明专利”".to_owned());
        match self.peek_kind(0) {
            Some(TokenKind::Word { key, .. }) => {
                let near = near(self.vocabulary.schema, key, |word| matches!(word, Word::Kind(_)));
                let error = if near.is_empty() {
                    unknown(
                        "UnknownWord",
                        self.span(),
                        format!("`{key}` is neither a kind nor a quoted name"),
                        format!("“{key}”既不是类型，也不是引号中的名称"),
                    )
                } else {
                    unknown(
                        "UnknownKind",
                        self.span(),
                        format!("`{key}` is no kind of thing that a plan has"),
                        format!("“{key}”不是规划图谱中的类型"),
                    )
                };
                hint_near(error, &near, &example)
            }
            _ => syntax(self.span(), format!("a name or a kind is needed after `{verb}`"), format!("“{verb}”之后需要名称或类型"))
                .hint(example.0, example.1),
        }
    }

    /// Something is left over that no part of an ask begins with.
    pub fn left_over(&mut self, head: Option<&str>) -> Refusal {
        use super::keyword::Keyword;
        // Words that lead to the one that is wrong are not the fault.
        let leading = [Keyword::And, Keyword::He, Keyword::Please, Keyword::Not, Keyword::Never, Keyword::Directly];
        while self.at + 1 < self.tokens.len() && (self.eat_any(&leading) || self.eat_comma()) {}
        let schema = self.vocabulary.schema;
        match self.peek_kind(0) {
            Some(TokenKind::Word { key, .. }) if self.kind_at(0).is_some() => {
                let other = self.kind_at(0).map_or("", |(kind, _)| kind.name.as_str());
                let error = syntax(
                    self.span(),
                    format!("a word that relates the two is missing before `{key}`"),
                    format!("“{key}”之前缺少表示关系的词"),
                );
                let forms = head.map(|head| joining(schema, head, other)).unwrap_or_default();
                hint_forms(error, &forms)
            }
            Some(TokenKind::Word { key, keyword, .. }) => {
                // A keyword is spelt rightly and stands wrongly: words that look like it would mislead.
                let near = if keyword.is_some() { Vec::new() } else { near(schema, key, |word| matches!(word, Word::Verb { .. })) };
                let error = match keyword {
                    Some(_) => unknown(
                        "UnknownWord",
                        self.span(),
                        format!("`{key}` has no meaning at this place"),
                        format!("“{key}”在此处没有意义"),
                    ),
                    None => unknown(
                        "UnknownVerb",
                        self.span(),
                        format!("`{key}` is no relation, and nothing that an ask may end with"),
                        format!("“{key}”既不是关系，也不是提问的附加条件"),
                    ),
                };
                let (en, zh) = example_verbs(schema, head);
                hint_near(error, &near, &(en, zh))
            }
            Some(TokenKind::Close) => syntax(self.span(), "this bracket closes nothing", "此括号没有对应的左括号"),
            Some(TokenKind::Text(_) | TokenKind::Title(_)) => {
                let error = syntax(self.span(), "a word that relates this name to the question is missing", "此名称之前缺少表示关系的词");
                let (en, zh) = example_verbs(schema, head);
                error.hint(en, zh)
            }
            _ => syntax(self.span(), "this has no meaning at this place", "此处无法理解"),
        }
    }
}

fn hint_forms(error: Refusal, forms: &[(String, String)]) -> Refusal {
    if forms.is_empty() {
        return error;
    }
    let en = forms.iter().map(|form| form.0.as_str()).collect::<Vec<_>>().join("`, `");
    let zh = forms.iter().map(|form| form.1.as_str()).collect::<Vec<_>>().join("”、“");
    error.hint(format!("right would be: `{en}`"), format!("可以写：“{zh}”"))
}

/// The relations that a kind can have, as words.
fn example_verbs(schema: &Schema, head: Option<&str>) -> (String, String) {
    let verbs = |chinese: bool| -> Vec<&str> {
        let both = schema.relations().iter().flat_map(|relation| [(relation, true), (relation, false)]);
        both.filter(|(relation, forward)| head.is_none_or(|head| relation.admits(head, *forward)))
            .filter_map(|(relation, forward)| relation.verb(forward, chinese))
            .map(|verb| verb.text.as_str())
            .collect()
    };
    (format!("words that relate: {}", verbs(false).join(", ")), format!("可用的关系词：{}", verbs(true).join("、")))
}

/// The right ways to say that a head of one kind is related to another kind: (English, Chinese).
pub(super) fn joining(schema: &Schema, head: &str, other: &str) -> Vec<(String, String)> {
    let both = schema.relations().iter().filter(|relation| relation.walk).flat_map(|relation| [(relation, true), (relation, false)]);
    both.filter(|(relation, forward)| relation.admits(head, *forward) && relation.admits(other, !forward))
        .filter_map(|(relation, forward)| form(schema, relation, forward, head, other))
        .collect()
}

/// One ask in both languages: `goals supported by measures`, 措施支撑的目标.
fn form(schema: &Schema, relation: &Relation, forward: bool, head: &str, other: &str) -> Option<(String, String)> {
    let (head, other) = (schema.kind(head)?, schema.kind(other)?);
    let en = relation.verb(forward, false)?;
    let zh = match relation.verbs.iter().find(|verb| verb.forward == forward && !verb.text.is_ascii())? {
        verb if verb.shape == crate::schema::VerbShape::Before => format!("{}{}的{}", verb.text, other.zh, head.zh),
        verb => match &verb.shape {
            crate::schema::VerbShape::Around(opening) => format!("{opening}{}{}的{}", other.zh, verb.text, head.zh),
            _ => format!("{}{}的{}", other.zh, verb.text, head.zh),
        },
    };
    Some((format!("{} {} {}", head.plural(), en.text, other.plural()), zh))
}

/// A relation that the head cannot have in this direction, or at all.
pub(super) fn wrong_use(schema: &Schema, relation: &Relation, forward: bool, head: &str, span: Span) -> Refusal {
    let shown = |names: &[String]| {
        let kinds = names.iter().filter_map(|name| schema.kind(name));
        let (en, zh): (Vec<_>, Vec<_>) = kinds.map(|kind| (kind.plural().to_owned(), kind.zh.clone())).unzip();
        (en.join(", "), zh.join("、"))
    };
    let (from, to) = (shown(&relation.from), shown(&relation.to));
    let plural = schema.kind(head).map_or(head, Kind::plural);
    let head_zh = schema.kind(head).map_or(head, |kind| &kind.zh);
    if relation.admits(head, !forward) {
        let others = relation.side(forward);
        let forms: Vec<_> = others.first().and_then(|other| form(schema, relation, !forward, head, other)).into_iter().collect();
        let error = meaning(
            "WrongDirection",
            span,
            format!("{plural} are at the other end of this relation: {} goes from {} to {}", relation.name, from.0, to.0),
            format!("方向相反：“{}”由{}指向{}，{head_zh}在另一端", relation.zh, from.1, to.1),
        );
        return hint_forms(error, &forms);
    }
    let (en, zh) = example_verbs(schema, Some(head));
    meaning(
        "KindMismatch",
        span,
        format!("{plural} do not have this relation: {} goes from {} to {}", relation.name, from.0, to.0),
        format!("{head_zh}没有这种关系：“{}”由{}指向{}", relation.zh, from.1, to.1),
    )
    .hint(en, zh)
}

/// A target of a kind that the relation does not lead to.
pub(super) fn wrong_target(schema: &Schema, relation: &Relation, forward: bool, head: &str, other: &str, span: Span) -> Refusal {
    let allowed = relation.side(!forward).iter().filter_map(|name| schema.kind(name));
    let (en, zh): (Vec<_>, Vec<_>) = allowed.map(|kind| (kind.plural().to_owned(), kind.zh.clone())).unzip();
    let (plural, other_zh) = schema.kind(other).map_or((other, other), |kind| (kind.plural(), kind.zh.as_str()));
    let error = meaning(
        "KindMismatch",
        span,
        format!("this relation ({}) never leads to {plural}, only to {}", relation.name, en.join(", ")),
        format!("“{}”不会连到{other_zh}，只连到{}", relation.zh, zh.join("、")),
    );
    hint_forms(error, &joining(schema, head, other))
}
