//! Pieces of pattern text.

use crate::model::Value;
use crate::query::ast::CompareOp;

/// A string of the pattern language. Single quotes, since names of plans are full of double ones.
pub(super) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    for c in text.chars() {
        match c {
            '\\' | '\'' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ => out.push(c),
        }
    }
    out.push('\'');
    out
}

pub(super) fn strings<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    format!("[{}]", texts.into_iter().map(string).collect::<Vec<_>>().join(", "))
}

/// A literal; `None` for a value that has none.
pub(super) fn literal(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some("null".to_owned()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::Float(number) => Some(float(*number)),
        Value::String(text) => Some(string(text)),
        _ => None,
    }
}

pub(super) fn float(number: f64) -> String {
    let text = number.to_string();
    if text.contains(['.', 'e', 'E']) { text } else { format!("{text}.0") }
}

pub(super) const fn operator(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "=",
        CompareOp::NotEqual => "<>",
        CompareOp::Less => "<",
        CompareOp::LessOrEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterOrEqual => ">=",
    }
}

/// `WHERE a AND b`, on a line of its own; nothing where there is no condition.
pub(super) fn filter(conditions: &[String]) -> String {
    if conditions.is_empty() { String::new() } else { format!("\nWHERE {}", conditions.join(" AND ")) }
}

/// One of several conditions.
pub(super) fn any(conditions: &[String]) -> String {
    match conditions {
        [] => "false".to_owned(),
        [one] => one.clone(),
        many => format!("({})", many.join(" OR ")),
    }
}
