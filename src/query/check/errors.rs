//! The messages of the checker: one function for each thing that can be wrong.

use std::sync::Arc;

use crate::base::{Diagnostic, ErrorClass, Message, Span, nearest};
use crate::query::ast::Name;

use super::{Kind, Scope};

/// How many names a hint lists where none is near.
const SHOWN: usize = 16;

pub(super) type Fault = Box<Diagnostic>;

/// A syntax error with a detail that machines know.
pub(super) fn syntax(detail: &'static str, span: Span, en: impl Into<String>, zh: impl Into<String>) -> Fault {
    Diagnostic::compile(ErrorClass::SyntaxError, detail, Message::new(en, zh)).at(span)
}

/// `forgotten`: names that a WITH before has left behind.
pub(super) fn undefined(name: &Name, scope: &Scope, forgotten: &[Arc<str>]) -> Fault {
    let error = syntax("UndefinedVariable", name.span(), format!("there is no variable `{name}` here"), format!("这里没有变量 `{name}`"));
    if forgotten.contains(&name.text) {
        return error.hint(
            format!("WITH keeps only what it names: add `{name}` to it"),
            format!("WITH 之后只剩它列出的名称：请在 WITH 里加上 `{name}`"),
        );
    }
    // Of one letter, every other letter would be near.
    let long = |word: &str| word.chars().count() > 1;
    if let Some(near) = nearest(name.as_str(), scope.names().filter(|known| long(known)), 1).first().filter(|_| long(name.as_str())) {
        return error.hint(format!("did you mean `{near}`?"), format!("是不是 `{near}`？"));
    }
    if !name.as_str().is_ascii() {
        return error.hint(format!("a text is written in quotes: '{name}'"), format!("文本要加引号：'{name}'"));
    }
    let known: Vec<String> = scope.names().take(8).map(|name| format!("`{name}`")).collect();
    if known.is_empty() {
        return error.hint(
            format!("bind it first: MATCH ({name}:Measure) …; a text is written in quotes: '{name}'"),
            format!("请先绑定：MATCH ({name}:措施) …；文本要加引号：'{name}'"),
        );
    }
    error.hint(
        format!("there is {}; a text is written in quotes: '{name}'", known.join(", ")),
        format!("这里有 {}；文本要加引号：'{name}'", known.join("、")),
    )
}

/// A variable that is one thing and is used as another.
pub(super) fn conflict(name: &Name, is: &Kind, wanted: &Kind) -> Fault {
    let ((is_en, is_zh), (want_en, want_zh)) = (is.words(), wanted.words());
    syntax(
        "VariableTypeConflict",
        name.span(),
        format!("`{name}` is {is_en}, and cannot be {want_en} as well"),
        format!("`{name}` 已经是{is_zh}，不能再作{want_zh}"),
    )
    .hint("choose another name for one of the two", "请给其中一个换个名称")
}

pub(super) fn already_bound(name: &Name, en: &str, zh: &str) -> Fault {
    syntax("VariableAlreadyBound", name.span(), format!("`{name}` already stands for something"), format!("`{name}` 已经有所指"))
        .hint(en, zh)
}

/// An expression of a kind that cannot stand where it stands.
pub(super) fn wrong_kind(span: Span, is: &Kind, wanted_en: &str, wanted_zh: &str) -> Fault {
    let (is_en, is_zh) = is.words();
    syntax(
        "InvalidArgumentType",
        span,
        format!("this is {is_en}, where {wanted_en} is needed"),
        format!("这是{is_zh}，此处需要{wanted_zh}"),
    )
}

pub(super) fn aggregate_here(span: Span, function: &str, en: &str, zh: &str) -> Fault {
    syntax(
        "InvalidAggregation",
        span,
        format!("{function} counts over rows and cannot stand {en}"),
        format!("{function} 是对多行的聚合，不能写在{zh}"),
    )
    .hint(
        "aggregate first, then go on: WITH g, count(*) AS n WHERE n > 3 RETURN g, n",
        "请先聚合，再继续：WITH g, count(*) AS n WHERE n > 3 RETURN g, n",
    )
}

pub(super) fn composition(span: Span, en: impl Into<String>, zh: impl Into<String>) -> Fault {
    syntax("InvalidClauseComposition", span, en, zh)
}

/// A name that the schema or a table does not have. `what` in both languages: "kind", "种类".
pub(super) fn unknown_name<'a>(
    class: ErrorClass,
    detail: &'static str,
    name: &Name,
    (what_en, what_zh): (&str, &str),
    candidates: impl IntoIterator<Item = &'a str>,
) -> Fault {
    let all: Vec<&str> = candidates.into_iter().collect();
    let near = nearest(name.as_str(), all.iter().copied(), 3);
    let error = Diagnostic::compile(
        class,
        detail,
        Message::new(format!("there is no {what_en} `{name}`"), format!("没有名为 `{name}` 的{what_zh}")),
    )
    .at(name.span());
    if near.is_empty() {
        let (en, zh): (Vec<&str>, Vec<&str>) = all.into_iter().filter(|word| !word.is_empty()).partition(|word| word.is_ascii());
        let some = |words: &[&str], between: &str| words.iter().take(SHOWN).copied().collect::<Vec<_>>().join(between);
        return match en.is_empty() {
            true => error,
            false => error
                .hint(format!("there are {}", some(&en, ", ")), format!("可用的有 {}", some(if zh.is_empty() { &en } else { &zh }, "、"))),
        };
    }
    error.hint(format!("did you mean {}?", near.join(", ")), format!("是不是 {}？", near.join("、")))
}
