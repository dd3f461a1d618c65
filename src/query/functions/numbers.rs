use crate::base::{Message, Outcome};
use crate::model::Value;

use super::{Body, Function, Types, function, may, needs, out_of_range, wrong_kind};

/// The functions from one float to another differ in nothing but what they compute.
macro_rules! float_functions {
    ($($name:literal $zh:literal $en_help:literal $zh_help:literal $example:literal $compute:expr;)*) => {
        &[$(function(
            $name,
            $zh,
            &[needs("number", Types::NUMBER)],
            Types::FLOAT,
            ($en_help, $zh_help),
            $example,
            Body::Pure(|a| float($name, &a[0], $compute)),
        )),*]
    };
}

pub(super) const FLOATS: &[Function] = float_functions! {
    "ceil" "向上取整" "The smallest whole number that is not less, as a float." "不小于它的最小整数（小数形式）。" "RETURN ceil(1.2)" f64::ceil;
    "floor" "向下取整" "The largest whole number that is not more, as a float." "不大于它的最大整数（小数形式）。" "RETURN floor(1.8)" f64::floor;
    "sqrt" "平方根" "The square root; NaN of a negative number." "平方根；负数得 NaN。" "RETURN sqrt(2)" f64::sqrt;
    "exp" "" "e to the power of the number." "e 的该次幂。" "RETURN exp(1)" f64::exp;
    "log" "" "The natural logarithm." "自然对数。" "RETURN log(10)" f64::ln;
    "log10" "" "The logarithm to base 10." "以 10 为底的对数。" "RETURN log10(1000)" f64::log10;
    "sin" "" "The sine of an angle in radians." "弧度角的正弦。" "RETURN sin(pi() / 2)" f64::sin;
    "cos" "" "The cosine of an angle in radians." "弧度角的余弦。" "RETURN cos(0)" f64::cos;
    "tan" "" "The tangent of an angle in radians." "弧度角的正切。" "RETURN tan(0)" f64::tan;
    "cot" "" "The cotangent of an angle in radians." "弧度角的余切。" "RETURN cot(1)" |x| 1.0 / x.tan();
    "asin" "" "The angle in radians of a sine." "正弦值的弧度角。" "RETURN asin(1)" f64::asin;
    "acos" "" "The angle in radians of a cosine." "余弦值的弧度角。" "RETURN acos(1)" f64::acos;
    "atan" "" "The angle in radians of a tangent." "正切值的弧度角。" "RETURN atan(1)" f64::atan;
    "degrees" "" "Radians as degrees." "弧度换成度。" "RETURN degrees(pi())" f64::to_degrees;
    "radians" "" "Degrees as radians." "度换成弧度。" "RETURN radians(180)" f64::to_radians;
};

pub(super) const OTHERS: &[Function] = &[
    function(
        "abs",
        "绝对值",
        &[needs("number", Types::NUMBER)],
        Types::NUMBER,
        ("The number without its sign.", "绝对值。"),
        "RETURN abs(-3)",
        Body::Pure(abs),
    ),
    function(
        "sign",
        "",
        &[needs("number", Types::NUMBER)],
        Types::INT,
        ("-1, 0 or 1.", "-1、0 或 1。"),
        "RETURN sign(-2.5)",
        Body::Pure(sign),
    ),
    function(
        "round",
        "四舍五入",
        &[needs("number", Types::NUMBER), may("digits", Types::INT)],
        Types::FLOAT,
        (
            "The nearest whole number as a float, halves upwards; with digits, to so many decimal places.",
            "四舍五入到最近的整数（小数形式），可指定小数位数。",
        ),
        "RETURN round(2.5)",
        Body::Pure(round),
    ),
    function(
        "atan2",
        "",
        &[needs("y", Types::NUMBER), needs("x", Types::NUMBER)],
        Types::FLOAT,
        ("The angle in radians of a point.", "点的弧度角。"),
        "RETURN atan2(1, 1)",
        Body::Pure(|a| match (a[0].as_number(), a[1].as_number()) {
            (Some(y), Some(x)) => Ok(Value::Float(y.atan2(x))),
            _ if a.iter().any(Value::is_null) => Ok(Value::Null),
            _ => Err(wrong_kind("atan2", if a[0].as_number().is_none() { &a[0] } else { &a[1] })),
        }),
    ),
    function("pi", "", &[], Types::FLOAT, ("π.", "圆周率。"), "RETURN pi()", Body::Pure(|_| Ok(Value::Float(std::f64::consts::PI)))),
    function(
        "e",
        "",
        &[],
        Types::FLOAT,
        ("Euler's number.", "自然对数的底。"),
        "RETURN e()",
        Body::Pure(|_| Ok(Value::Float(std::f64::consts::E))),
    ),
    Function {
        deterministic: false,
        ..function(
            "rand",
            "随机数",
            &[],
            Types::FLOAT,
            ("A number from 0 up to, not including, 1; the same series for the same seed.", "0 到 1 之间的随机数；种子相同，序列相同。"),
            "MATCH (m:Measure) RETURN m ORDER BY rand() LIMIT 20",
            Body::Around(|around, _| Ok(Value::Float(around.random()))),
        )
    },
];

fn float(name: &str, value: &Value, compute: impl Fn(f64) -> f64) -> Outcome<Value> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Int(_) | Value::Float(_) => Ok(Value::Float(compute(value.as_number().unwrap_or(f64::NAN)))),
        other => Err(wrong_kind(name, other)),
    }
}

fn abs(a: &[Value]) -> Outcome<Value> {
    match &a[0] {
        Value::Null => Ok(Value::Null),
        Value::Int(number) => number
            .checked_abs()
            .map(Value::Int)
            .ok_or_else(|| out_of_range("abs", Message::new("the result does not fit in a 64-bit integer", "结果超出 64 位整数的范围"))),
        Value::Float(number) => Ok(Value::Float(number.abs())),
        other => Err(wrong_kind("abs", other)),
    }
}

fn sign(a: &[Value]) -> Outcome<Value> {
    match &a[0] {
        Value::Null => Ok(Value::Null),
        Value::Int(number) => Ok(Value::Int(number.signum())),
        Value::Float(number) => Ok(Value::Int(i64::from(*number > 0.0) - i64::from(*number < 0.0))),
        other => Err(wrong_kind("sign", other)),
    }
}

fn round(a: &[Value]) -> Outcome<Value> {
    let number = match &a[0] {
        Value::Null => return Ok(Value::Null),
        value => value.as_number().ok_or_else(|| wrong_kind("round", value))?,
    };
    let digits = match a.get(1) {
        None => 0,
        Some(Value::Null) => return Ok(Value::Null),
        Some(Value::Int(digits @ 0..=15)) => *digits as i32,
        Some(Value::Int(_)) => return Err(out_of_range("round", Message::new("digits go from 0 to 15", "位数须为 0 到 15"))),
        Some(other) => return Err(wrong_kind("round", other)),
    };
    let scale = 10_f64.powi(digits);
    let scaled = number * scale;
    // A number too large to have a fraction is whole already; scaling it would only lose digits.
    Ok(Value::Float(if scaled.abs() >= 4_503_599_627_370_496.0 { number } else { (scaled + 0.5).floor() / scale }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_upwards() {
        for (number, rounded) in [(2.5, 3.0), (-1.5, -1.0), (1.4, 1.0)] {
            assert_eq!(round(&[Value::Float(number)]).unwrap(), Value::Float(rounded));
        }
        assert_eq!(round(&[Value::Float(1.005_1), Value::Int(2)]).unwrap(), Value::Float(1.01));
    }
}
