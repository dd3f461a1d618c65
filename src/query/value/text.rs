use crate::model::Value;

/// The text of a float: the shortest digits that read back, always with a point or an exponent; `1.0E10` from 10⁷ up and
/// below 10⁻³, as the notation of openCypher does.
pub fn float_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".into();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity".into() } else { "-Infinity".into() };
    }
    let size = number.abs();
    if number == 0.0 || (1e-3..1e7).contains(&size) {
        return format!("{number:?}");
    }
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((digits, power)) if digits.contains('.') => format!("{digits}E{power}"),
        Some((digits, power)) => format!("{digits}.0E{power}"),
        None => text,
    }
}

/// The text that `toString` gives, where the kind of the value has one.
pub fn value_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::Float(number) => Some(float_text(*number)),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// The integer that a text spells; of a fraction its whole part. White space is no part of an integer, as in Neo4j, whose
/// `toFloat` alone passes over it.
pub fn parse_int(text: &str) -> Option<i64> {
    if text != text.trim() {
        return None;
    }
    text.parse().ok().or_else(|| {
        let number = parse_float(text)?.trunc();
        (-9.223_372_036_854_776e18..9.223_372_036_854_776e18).contains(&number).then_some(number as i64)
    })
}

/// The float that a text spells in digits; words such as `inf` spell none.
pub fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim();
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// The kind of a value, as messages call it: English and Chinese.
pub const fn kind_name(value: &Value) -> (&'static str, &'static str) {
    match value {
        Value::Null => ("null", "空值"),
        Value::Bool(_) => ("a boolean", "布尔值"),
        Value::Int(_) => ("an integer", "整数"),
        Value::Float(_) => ("a float", "小数"),
        Value::String(_) => ("a string", "字符串"),
        Value::List(_) => ("a list", "列表"),
        Value::Map(_) => ("a map", "映射"),
        Value::Node(_) => ("a node", "节点"),
        Value::Rel(_) => ("a relationship", "关系"),
        Value::Path(_) => ("a path", "路径"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_told_from_integers_by_their_text() {
        for (number, text) in
            [(1.0, "1.0"), (0.1, "0.1"), (1e10, "1.0E10"), (1.25e-5, "1.25E-5"), (-0.0, "-0.0"), (9_999_999.5, "9999999.5")]
        {
            assert_eq!(float_text(number), text);
        }
        assert_eq!(parse_int("82.9"), Some(82));
        assert_eq!(parse_int("infinity"), None);
        assert_eq!(parse_float("1e3"), Some(1000.0));
    }
}
