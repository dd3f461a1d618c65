use crate::base::Outcome;
use crate::model::Value;
use crate::query::value::{parse_float, parse_int, value_text};

use super::{Body, Function, Types, function, needs, wrong_value};

const SCALAR: Types = Types::NUMBER.or(Types::STRING).or(Types::BOOL);

pub(super) const TABLE: &[Function] = &[
    function(
        "toInteger",
        "转整数",
        &[needs("value", SCALAR)],
        Types::INT,
        ("The integer that a number or text stands for; null where it stands for none.", "数或文字所表示的整数；不表示整数时为空。"),
        "RETURN toInteger('42')",
        Body::Pure(to_integer),
    ),
    function(
        "toFloat",
        "转小数",
        &[needs("value", SCALAR)],
        Types::FLOAT,
        ("The float that a number or text stands for; null where it stands for none.", "数或文字所表示的小数；不表示小数时为空。"),
        "RETURN toFloat('2.5')",
        Body::Pure(to_float),
    ),
    function(
        "toString",
        "转文字",
        &[needs("value", SCALAR)],
        Types::STRING,
        ("The text of a number, boolean or string.", "数、布尔值或字符串的文字。"),
        "RETURN toString(2025)",
        Body::Pure(to_string),
    ),
    function(
        "toBoolean",
        "转布尔",
        &[needs("value", SCALAR)],
        Types::BOOL,
        ("true or false as a text spells it; null where it spells neither.", "文字所写的 true 或 false；都不是时为空。"),
        "RETURN toBoolean('true')",
        Body::Pure(to_boolean),
    ),
];

fn to_integer(a: &[Value]) -> Outcome<Value> {
    Ok(match &a[0] {
        Value::Null => Value::Null,
        Value::Int(number) => Value::Int(*number),
        Value::Float(number) if number.is_finite() => Value::Int(*number as i64),
        Value::Float(_) => Value::Null,
        Value::String(text) => parse_int(text).map_or(Value::Null, Value::Int),
        other => return Err(wrong_value("toInteger", other)),
    })
}

fn to_float(a: &[Value]) -> Outcome<Value> {
    Ok(match &a[0] {
        Value::Null => Value::Null,
        Value::Int(number) => Value::Float(*number as f64),
        Value::Float(number) => Value::Float(*number),
        Value::String(text) => parse_float(text).map_or(Value::Null, Value::Float),
        other => return Err(wrong_value("toFloat", other)),
    })
}

fn to_string(a: &[Value]) -> Outcome<Value> {
    match &a[0] {
        Value::Null => Ok(Value::Null),
        value => value_text(value).map(Value::from).ok_or_else(|| wrong_value("toString", value)),
    }
}

fn to_boolean(a: &[Value]) -> Outcome<Value> {
    Ok(match &a[0] {
        Value::Null => Value::Null,
        Value::Bool(truth) => Value::Bool(*truth),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => Value::Null,
        },
        other => return Err(wrong_value("toBoolean", other)),
    })
}
