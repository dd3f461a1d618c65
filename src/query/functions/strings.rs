use crate::base::{Message, Outcome};
use crate::model::Value;

use super::{Body, Function, Parameter, Types, function, may, needs, out_of_range, wrong_kind};

const TEXT: &[Parameter] = &[needs("text", Types::STRING)];

pub(super) const TABLE: &[Function] = &[
    function(
        "split",
        "切分",
        &[needs("text", Types::STRING), needs("separator", Types::STRING)],
        Types::LIST,
        ("The pieces between separators.", "以分隔符切开的各段。"),
        "RETURN split('a,b', ',')",
        Body::Growing(split, split_size),
    ),
    function(
        "substring",
        "子串",
        &[needs("text", Types::STRING), needs("start", Types::INT), may("length", Types::INT)],
        Types::STRING,
        ("The characters from start (from 0) on, at most length of them.", "从起点（自 0 数）起的文字，至多若干字。"),
        "RETURN substring('产业集群', 2)",
        Body::Pure(substring),
    ),
    function(
        "left",
        "",
        &[needs("text", Types::STRING), needs("length", Types::INT)],
        Types::STRING,
        ("The first characters.", "开头若干字。"),
        "RETURN left('产业集群', 2)",
        Body::Pure(left),
    ),
    function(
        "right",
        "",
        &[needs("text", Types::STRING), needs("length", Types::INT)],
        Types::STRING,
        ("The last characters.", "末尾若干字。"),
        "RETURN right('产业集群', 2)",
        Body::Pure(right),
    ),
    function(
        "replace",
        "替换",
        &[needs("text", Types::STRING), needs("search", Types::STRING), needs("replacement", Types::STRING)],
        Types::STRING,
        ("The text with every occurrence replaced.", "把每一处都替换后的文字。"),
        "RETURN replace('a-b', '-', '+')",
        Body::Growing(replace, replace_size),
    ),
    function(
        "trim",
        "",
        TEXT,
        Types::STRING,
        ("The text without white space at both ends.", "去掉两端空白的文字。"),
        "RETURN trim(' a ')",
        Body::Pure(|a| map("trim", a, |text| text.trim().to_owned())),
    ),
    function(
        "lTrim",
        "",
        TEXT,
        Types::STRING,
        ("The text without white space at its start.", "去掉开头空白的文字。"),
        "RETURN lTrim(' a')",
        Body::Pure(|a| map("lTrim", a, |text| text.trim_start().to_owned())),
    ),
    function(
        "rTrim",
        "",
        TEXT,
        Types::STRING,
        ("The text without white space at its end.", "去掉末尾空白的文字。"),
        "RETURN rTrim('a ')",
        Body::Pure(|a| map("rTrim", a, |text| text.trim_end().to_owned())),
    ),
    function(
        "toLower",
        "",
        TEXT,
        Types::STRING,
        ("The text in lower case.", "小写文字。"),
        "RETURN toLower('R&D')",
        Body::Pure(|a| map("toLower", a, str::to_lowercase)),
    ),
    function(
        "toUpper",
        "",
        TEXT,
        Types::STRING,
        ("The text in upper case.", "大写文字。"),
        "RETURN toUpper('r&d')",
        Body::Pure(|a| map("toUpper", a, str::to_uppercase)),
    ),
];

fn map(name: &str, a: &[Value], change: impl Fn(&str) -> String) -> Outcome<Value> {
    match &a[0] {
        Value::Null => Ok(Value::Null),
        Value::String(text) => Ok(Value::from(change(text))),
        other => Err(wrong_kind(name, other)),
    }
}

/// The arguments as texts; `None` where one is null.
fn texts<'a, const N: usize>(name: &str, a: &'a [Value]) -> Outcome<Option<[&'a str; N]>> {
    let mut all = [""; N];
    let mut null = false;
    for (text, value) in all.iter_mut().zip(a) {
        match value {
            Value::Null => null = true,
            Value::String(string) => *text = string,
            other => return Err(wrong_kind(name, other)),
        }
    }
    Ok((!null).then_some(all))
}

/// A count of characters; null counts as not given.
fn count(name: &str, value: &Value) -> Outcome<Option<usize>> {
    match value {
        Value::Null => Ok(None),
        Value::Int(number) => usize::try_from(*number)
            .map(Some)
            .map_err(|_| out_of_range(name, Message::new(format!("{number} is negative"), format!("{number} 是负数")))),
        other => Err(wrong_kind(name, other)),
    }
}

fn split(a: &[Value]) -> Outcome<Value> {
    Ok(match texts("split", a)? {
        None => Value::Null,
        Some([text, ""]) => Value::list(text.chars().map(|c| Value::from(c.to_string()))),
        Some([text, separator]) => Value::list(text.split(separator).map(Value::from)),
    })
}

fn substring(a: &[Value]) -> Outcome<Value> {
    let Some([text]) = texts("substring", &a[..1])? else { return Ok(Value::Null) };
    let Some(start) = count("substring", &a[1])? else { return Ok(Value::Null) };
    let length = match a.get(2) {
        None => usize::MAX,
        Some(value) => match count("substring", value)? {
            Some(length) => length,
            None => return Ok(Value::Null),
        },
    };
    Ok(Value::from(text.chars().skip(start).take(length).collect::<String>()))
}

fn left(a: &[Value]) -> Outcome<Value> {
    let (Some([text]), Some(length)) = (texts("left", &a[..1])?, count("left", &a[1])?) else { return Ok(Value::Null) };
    Ok(Value::from(text.chars().take(length).collect::<String>()))
}

fn right(a: &[Value]) -> Outcome<Value> {
    let (Some([text]), Some(length)) = (texts("right", &a[..1])?, count("right", &a[1])?) else { return Ok(Value::Null) };
    let skipped = text.chars().count().saturating_sub(length);
    Ok(Value::from(text.chars().skip(skipped).collect::<String>()))
}

fn replace(a: &[Value]) -> Outcome<Value> {
    Ok(match texts("replace", a)? {
        None => Value::Null,
        Some([text, "", _]) => Value::from(text),
        Some([text, search, replacement]) => Value::from(text.replace(search, replacement)),
    })
}

/// A piece is an item of the list, and a text with its counts.
const PIECE: usize = size_of::<Value>() + 2 * size_of::<usize>();

fn split_size(a: &[Value]) -> usize {
    match a {
        [Value::String(text), Value::String(separator)] if separator.is_empty() => text.len().saturating_mul(PIECE + 8),
        [Value::String(text), Value::String(separator)] => {
            text.len().saturating_add((text.matches(&**separator).count() + 1).saturating_mul(PIECE + 8))
        }
        _ => 0,
    }
}

fn replace_size(a: &[Value]) -> usize {
    match a {
        [Value::String(text), Value::String(search), Value::String(replacement)] if !search.is_empty() => {
            text.len().saturating_add(text.matches(&**search).count().saturating_mul(replacement.len()))
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_not_bytes() {
        assert_eq!(substring(&["产业集群".into(), Value::Int(2), Value::Int(1)]).unwrap(), Value::from("集"));
        assert_eq!(right(&["产业集群".into(), Value::Int(2)]).unwrap(), Value::from("集群"));
        assert!(left(&["a".into(), Value::Int(-1)]).is_err());
    }
}
