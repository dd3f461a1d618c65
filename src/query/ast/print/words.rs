//! Names, strings and numbers as they are typed.

use std::fmt::Write as _;

use crate::query::ast::{Literal, Name};

/// Words that cannot be variables unless in backquotes: the grammar's `reserved`.
const RESERVED: [&str; 43] = [
    "all",
    "and",
    "as",
    "asc",
    "ascending",
    "by",
    "case",
    "contains",
    "create",
    "delete",
    "desc",
    "descending",
    "detach",
    "distinct",
    "else",
    "end",
    "ends",
    "exists",
    "false",
    "in",
    "is",
    "limit",
    "match",
    "merge",
    "not",
    "null",
    "on",
    "optional",
    "or",
    "order",
    "remove",
    "return",
    "set",
    "skip",
    "starts",
    "then",
    "true",
    "union",
    "unwind",
    "when",
    "where",
    "with",
    "xor",
];

fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word.to_ascii_lowercase().as_str())
}

/// Whether a word needs no backquotes. Letters beyond ASCII and Chinese get them: not all can begin a name.
fn is_plain(word: &str) -> bool {
    let letter = |c: char| c == '_' || c.is_ascii_alphabetic() || matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}');
    word.starts_with(letter) && word.chars().all(|c| letter(c) || c.is_ascii_digit())
}

/// A label, a relation type, a key: any word may stand there.
pub(super) fn name(out: &mut String, name: &Name) {
    word(out, name.as_str());
}

fn word(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        let _ = write!(out, "`{}`", text.replace('`', "``"));
    }
}

/// A variable, which no keyword may be.
pub(super) fn variable(out: &mut String, name: &Name) {
    if is_reserved(name.as_str()) {
        let _ = write!(out, "`{name}`");
    } else {
        word(out, name.as_str());
    }
}

/// A name with its name space. `exists` and `all` may stand before brackets though they are keywords.
pub(super) fn dotted(out: &mut String, name: &Name) {
    super::joined(out, name.as_str().split('.'), ".", |out, part| {
        if is_reserved(part) && !["exists", "all"].contains(&part.to_ascii_lowercase().as_str()) {
            let _ = write!(out, "`{part}`");
        } else {
            word(out, part);
        }
    });
}

pub(super) fn parameter(out: &mut String, name: &Name) {
    out.push('$');
    if !name.as_str().is_empty() && name.as_str().bytes().all(|byte| byte.is_ascii_digit()) {
        out.push_str(name.as_str());
    } else {
        word(out, name.as_str());
    }
}

pub(super) fn literal(out: &mut String, literal: &Literal) {
    match literal {
        Literal::Null => out.push_str("null"),
        Literal::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Literal::Int(number) => {
            let _ = write!(out, "{number}");
        }
        // The shortest digits that read back as the same number, with a point or an exponent.
        Literal::Float(number) => {
            let _ = write!(out, "{number:?}");
        }
        Literal::String(text) => string(out, text),
    }
}

fn string(out: &mut String, text: &str) {
    out.push('\'');
    for c in text.chars() {
        match c {
            '\\' | '\'' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('\'');
}
