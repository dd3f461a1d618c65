//! Typed JSON → values: parameters, requests of a session, properties of a graph that is loaded.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::Value;

fn wrong(en: String, zh: String) -> Box<Diagnostic> {
    Diagnostic::compile(ErrorClass::ArgumentError, "InvalidParameter", Message::new(en, zh))
}

/// The value that typed JSON stands for. Integers beyond 64 bits and unknown `$` types are refused, not rounded; nodes,
/// relations and paths are answers and cannot be given.
pub fn decode_value(json: &Json) -> Outcome<Value> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => decode_number(&number.to_string())?,
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::list(items.iter().map(decode_value).collect::<Outcome<Vec<_>>>()?),
        Json::Object(fields) => {
            let mut only = fields.iter();
            match (only.next(), only.next()) {
                (Some((key, inner)), None) if key.starts_with('$') => return decode_typed(key, inner),
                _ => {}
            }
            if let Some(key) = fields.keys().find(|key| key.starts_with('$')) {
                return Err(wrong(
                    format!("the key `{key}` begins with `$`: wrap the map as {{\"$map\":{{…}}}}"),
                    format!("键 `{key}` 以 `$` 开头：请写成 {{\"$map\":{{…}}}}"),
                ));
            }
            decode_map(fields)?
        }
    })
}

fn decode_map(fields: &serde_json::Map<String, Json>) -> Outcome<Value> {
    let entries = fields.iter().map(|(key, item)| Ok((key.as_str(), decode_value(item)?))).collect::<Outcome<Vec<_>>>()?;
    Ok(Value::map(entries))
}

fn decode_typed(key: &str, inner: &Json) -> Outcome<Value> {
    match (key, inner) {
        ("$map", Json::Object(fields)) => decode_map(fields),
        ("$float", Json::String(text)) => match text.as_str() {
            "NaN" => Ok(Value::Float(f64::NAN)),
            "Infinity" => Ok(Value::Float(f64::INFINITY)),
            "-Infinity" => Ok(Value::Float(f64::NEG_INFINITY)),
            other => Err(wrong(
                format!("`{other}` is no float: NaN, Infinity or -Infinity"),
                format!("`{other}` 不是浮点数：应为 NaN、Infinity 或 -Infinity"),
            )),
        },
        _ => Err(wrong(format!("`{key}` cannot be given as a value"), format!("`{key}` 不能作为参数值"))),
    }
}

fn decode_number(text: &str) -> Outcome<Value> {
    let too_large = || wrong(format!("the number {text} does not fit 64 bits"), format!("数字 {text} 超出 64 位范围"));
    if text.contains(['.', 'e', 'E']) {
        let number: f64 = text.parse().map_err(|_| too_large())?;
        return if number.is_finite() { Ok(Value::Float(number)) } else { Err(too_large()) };
    }
    text.parse().map(Value::Int).map_err(|_| too_large())
}

/// One object of typed JSON: names and values of parameters.
pub fn decode_params(text: &str) -> Outcome<BTreeMap<String, Value>> {
    let json: Json = serde_json::from_str(text).map_err(|error| {
        wrong(format!("the parameters are not JSON: {error}"), format!("参数不是合法的 JSON：{error}"))
            .hint("write one object: {\"year\":2025}", "请写成一个对象：{\"year\":2025}")
    })?;
    let Json::Object(fields) = json else {
        return Err(wrong("parameters are one JSON object".into(), "参数应为一个 JSON 对象".into())
            .hint("write one object: {\"year\":2025}", "请写成一个对象：{\"year\":2025}"));
    };
    fields.iter().map(|(name, json)| Ok((name.clone(), decode_value(json)?))).collect()
}

/// The value of `--param NAME=VALUE`: JSON where it parses, else the text itself.
pub fn param_value(text: &str) -> Outcome<Value> {
    match serde_json::from_str::<Json>(text) {
        Ok(json) => decode_value(&json),
        Err(_) => Ok(Value::from(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::{decode_params, param_value};
    use crate::model::Value;

    #[test]
    fn numbers_keep_their_kind() {
        let params =
            decode_params(r#"{"a":9223372036854775807,"b":1.0,"c":1e3,"d":{"$float":"-Infinity"},"e":{"$map":{"$x":1}}}"#).unwrap();
        assert_eq!(params["a"], Value::Int(i64::MAX));
        assert_eq!(params["b"], Value::Float(1.0));
        assert_eq!(params["c"], Value::Float(1000.0));
        assert_eq!(params["d"], Value::Float(f64::NEG_INFINITY));
        assert_eq!(params["e"], Value::map([("$x", Value::Int(1))]));
    }

    #[test]
    fn what_cannot_be_kept_is_refused() {
        assert!(decode_params(r#"{"a":9223372036854775808}"#).is_err());
        assert!(decode_params(r#"{"a":{"$date":"2025"}}"#).is_err());
        assert!(decode_params("[1]").is_err());
        assert_eq!(param_value("人才").unwrap(), Value::from("人才"));
        assert_eq!(param_value("[1, 2]").unwrap(), Value::list([Value::Int(1), Value::Int(2)]));
    }
}
