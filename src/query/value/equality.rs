use std::hash::{Hash, Hasher};

use crate::model::Value;
use crate::view::ValueRef;

use super::order::int_float;

/// Three-valued equality: `None` is unknown, which a null anywhere may give.
pub fn equal(a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Int(a), Value::Int(b)) => Some(a == b),
        (Value::Float(a), Value::Float(b)) => Some(a == b),
        (Value::Int(a), Value::Float(b)) | (Value::Float(b), Value::Int(a)) => Some(int_float(*a, *b) == Some(std::cmp::Ordering::Equal)),
        (Value::String(a), Value::String(b)) => Some(a == b),
        (Value::Bool(a), Value::Bool(b)) => Some(a == b),
        (Value::Node(a), Value::Node(b)) => Some(a == b),
        (Value::Rel(a), Value::Rel(b)) => Some(a == b),
        (Value::Path(a), Value::Path(b)) => Some(a == b),
        (Value::List(a), Value::List(b)) => {
            if a.len() != b.len() {
                return Some(false);
            }
            every(a.iter().zip(b.iter()))
        }
        (Value::Map(a), Value::Map(b)) => {
            if a.len() != b.len() || !a.keys().eq(b.keys()) {
                return Some(false);
            }
            every(a.values().zip(b.values()))
        }
        _ => Some(false),
    }
}

/// All pairs equal: one unequal pair decides, whatever else is unknown.
fn every<'a>(pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Option<bool> {
    let mut known = true;
    for (a, b) in pairs {
        match equal(a, b) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => known = false,
        }
    }
    known.then_some(true)
}

/// [`equal`] of two values as they lie in the graph: scalars without a copy.
pub fn equal_ref(a: &ValueRef<'_>, b: &ValueRef<'_>) -> Option<bool> {
    match (a, b) {
        (ValueRef::Null, _) | (_, ValueRef::Null) => None,
        (ValueRef::Str(a), ValueRef::Str(b)) => Some(a == b),
        (ValueRef::Int(a), ValueRef::Int(b)) => Some(a == b),
        (ValueRef::Bool(a), ValueRef::Bool(b)) => Some(a == b),
        (ValueRef::Other(a), ValueRef::Other(b)) => equal(a, b),
        _ => equal(&a.to_value(), &b.to_value()),
    }
}

/// `item IN list`: true if one is equal, unknown if none is but one may be.
pub fn contains(list: &[Value], item: &Value) -> Option<bool> {
    let mut known = true;
    for other in list {
        match equal(item, other) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => known = false,
        }
    }
    known.then_some(false)
}

/// Whether two values fall into one group.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Null, Value::Null) => true,
        (Value::Float(a), Value::Float(b)) => a == b || (a.is_nan() && b.is_nan()),
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len() && a.keys().eq(b.keys()) && a.values().zip(b.values()).all(|(a, b)| same(a, b))
        }
        _ => equal(a, b) == Some(true),
    }
}

/// A hash that agrees with [`same`]: a float that is a whole number hashes as that integer.
pub fn hash<H: Hasher>(value: &Value, state: &mut H) {
    match value {
        Value::Null => state.write_u8(0),
        Value::Bool(truth) => state.write_u8(1 + u8::from(*truth)),
        Value::Int(number) => state.write_i64(*number),
        Value::Float(number) => {
            let whole = *number as i64;
            if number.is_nan() {
                state.write_u8(3);
            } else if whole as f64 == *number && *number < 9.2e18 {
                state.write_i64(whole);
            } else {
                state.write_u64(number.to_bits());
            }
        }
        Value::String(text) => text.hash(state),
        Value::List(items) => {
            state.write_u8(4);
            items.iter().for_each(|item| hash(item, state));
        }
        Value::Map(entries) => {
            state.write_u8(5);
            for (key, value) in entries.iter() {
                key.hash(state);
                hash(value, state);
            }
        }
        Value::Node(id) => state.write_u64(u64::from(id.0) | 1 << 40),
        Value::Rel(id) => state.write_u64(u64::from(id.0) | 1 << 41),
        Value::Path(path) => path.hash(state),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_makes_equality_unknown_unless_something_else_decides() {
        let list = |items: &[Value]| Value::list(items.to_vec());
        assert_eq!(equal(&Value::Null, &Value::Null), None);
        assert_eq!(equal(&list(&[Value::Null, Value::Int(1)]), &list(&[Value::Null, Value::Int(2)])), Some(false));
        assert_eq!(equal(&list(&[Value::Null]), &list(&[Value::Null])), None);
        assert_eq!(contains(&[Value::Int(1), Value::Null], &Value::Int(2)), None);
    }

    #[test]
    fn numbers_are_equal_across_kinds_and_group_together() {
        assert_eq!(equal(&Value::Int(1), &Value::Float(1.0)), Some(true));
        assert_eq!(equal(&Value::Int(i64::MAX), &Value::Float(i64::MAX as f64)), Some(false));
        assert_eq!(equal(&Value::Float(f64::NAN), &Value::Float(f64::NAN)), Some(false));
        assert!(same(&Value::Float(f64::NAN), &Value::Float(f64::NAN)));
        let digest = |value: &Value| {
            let mut state = rustc_hash::FxHasher::default();
            hash(value, &mut state);
            state.finish()
        };
        assert_eq!(digest(&Value::Int(7)), digest(&Value::Float(7.0)));
    }
}
