use std::sync::Arc;

use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::Value;

use super::text::{float_text, kind_name};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArithmeticOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    /// Always a float.
    Power,
}

impl ArithmeticOp {
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Power => "^",
        }
    }
}

/// One step of arithmetic. Null gives null; integers stay integers and overflow is an error; `+` also joins strings
/// (with numbers as text) and lists (with single items).
pub fn arithmetic(op: ArithmeticOp, a: &Value, b: &Value) -> Outcome<Value> {
    match (op, a, b) {
        (ArithmeticOp::Add, Value::List(a), Value::List(b)) => Ok(Value::list(a.iter().chain(b.iter()).cloned())),
        (_, Value::Null, _) | (_, _, Value::Null) => Ok(Value::Null),
        (_, Value::Int(a), Value::Int(b)) => integers(op, *a, *b),
        (_, Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => {
            let (a, b) = (a.as_number().unwrap_or(f64::NAN), b.as_number().unwrap_or(f64::NAN));
            Ok(Value::Float(floats(op, a, b)))
        }
        (ArithmeticOp::Add, Value::List(list), item) => Ok(Value::list(list.iter().chain([item]).cloned())),
        (ArithmeticOp::Add, item, Value::List(list)) => Ok(Value::list([item].into_iter().chain(list.iter()).cloned())),
        (ArithmeticOp::Add, Value::String(a), Value::String(b)) => Ok(Value::String(Arc::from([a.as_ref(), b.as_ref()].concat()))),
        (ArithmeticOp::Add, Value::String(a), Value::Int(b)) => Ok(Value::from(format!("{a}{b}"))),
        (ArithmeticOp::Add, Value::Int(a), Value::String(b)) => Ok(Value::from(format!("{a}{b}"))),
        (ArithmeticOp::Add, Value::String(a), Value::Float(b)) => Ok(Value::from(format!("{a}{}", float_text(*b)))),
        (ArithmeticOp::Add, Value::Float(a), Value::String(b)) => Ok(Value::from(format!("{}{b}", float_text(*a)))),
        _ => {
            let ((a, a_zh), (b, b_zh)) = (kind_name(a), kind_name(b));
            let sign = op.symbol();
            Err(Diagnostic::runtime(
                ErrorClass::TypeError,
                "InvalidArgumentType",
                Message::new(format!("`{sign}` does not join {a} and {b}"), format!("“{sign}”不能用于{a_zh}与{b_zh}")),
            )
            .hint(
                "numbers are counted with, texts and lists put together by +; a number in a text: toFloat(x)",
                "数可以计算，文本和列表可用 + 连接；文本里的数：toFloat(x)",
            ))
        }
    }
}

fn integers(op: ArithmeticOp, a: i64, b: i64) -> Outcome<Value> {
    let result = match op {
        ArithmeticOp::Add => a.checked_add(b),
        ArithmeticOp::Subtract => a.checked_sub(b),
        ArithmeticOp::Multiply => a.checked_mul(b),
        ArithmeticOp::Divide | ArithmeticOp::Modulo if b == 0 => {
            return Err(Diagnostic::runtime(ErrorClass::ArgumentError, "DivisionByZero", Message::new("division by zero", "除数为零"))
                .hint("leave such rows out: WHERE n.value <> 0", "可先排除：WHERE n.数值 <> 0"));
        }
        ArithmeticOp::Divide => a.checked_div(b),
        ArithmeticOp::Modulo => Some(a.wrapping_rem(b)),
        ArithmeticOp::Power => return Ok(Value::Float((a as f64).powf(b as f64))),
    };
    result.map(Value::Int).ok_or_else(|| overflow(&format!("{a} {} {b}", op.symbol())))
}

fn floats(op: ArithmeticOp, a: f64, b: f64) -> f64 {
    match op {
        ArithmeticOp::Add => a + b,
        ArithmeticOp::Subtract => a - b,
        ArithmeticOp::Multiply => a * b,
        ArithmeticOp::Divide => a / b,
        ArithmeticOp::Modulo => a % b,
        ArithmeticOp::Power => a.powf(b),
    }
}

/// Unary minus.
pub fn negate(value: &Value) -> Outcome<Value> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Int(number) => number.checked_neg().map(Value::Int).ok_or_else(|| overflow(&format!("-({number})"))),
        Value::Float(number) => Ok(Value::Float(-number)),
        other => {
            let (kind, zh) = kind_name(other);
            let message = Message::new(format!("{kind} has no negative"), format!("{zh}不能取负"));
            Err(Diagnostic::runtime(ErrorClass::TypeError, "InvalidArgumentType", message)
                .hint("a number in a text: -toFloat(x)", "文本里的数：-toFloat(x)"))
        }
    }
}

fn overflow(what: &str) -> Box<Diagnostic> {
    let message = Message::new(format!("{what} does not fit in a 64-bit integer"), format!("{what} 超出 64 位整数的范围"));
    Diagnostic::runtime(ErrorClass::ArgumentError, "IntegerOverflow", message)
        .hint("count with floats instead: toFloat(x)", "可改用小数计算：toFloat(x)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_stay_integers_and_overflow_is_an_error() {
        assert_eq!(arithmetic(ArithmeticOp::Divide, &Value::Int(7), &Value::Int(2)).unwrap(), Value::Int(3));
        assert_eq!(arithmetic(ArithmeticOp::Power, &Value::Int(2), &Value::Int(3)).unwrap(), Value::Float(8.0));
        assert!(arithmetic(ArithmeticOp::Add, &Value::Int(i64::MAX), &Value::Int(1)).is_err());
        assert!(arithmetic(ArithmeticOp::Modulo, &Value::Int(1), &Value::Int(0)).is_err());
        assert_eq!(arithmetic(ArithmeticOp::Add, &Value::from("a"), &Value::from(1.0)).unwrap(), Value::from("a1.0"));
    }
}
