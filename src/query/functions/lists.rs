use std::sync::Arc;

use crate::base::{Message, Outcome};
use crate::model::Value;
use crate::query::value::TupleSet;

use super::{Body, Function, Types, function, may, needs, out_of_range, wrong_kind};

/// A range may not be longer than this: it is a list in memory.
const LONGEST_RANGE: i64 = 50_000_000;

const SEQUENCE: Types = Types::LIST.or(Types::STRING);

pub(super) const TABLE: &[Function] = &[
    function(
        "size",
        "长度",
        &[needs("value", SEQUENCE.or(Types::MAP))],
        Types::INT,
        ("How many items a list or map has, or characters a string.", "列表或映射的项数，或字符串的字数。"),
        "RETURN size([1, 2, 3])",
        Body::Pure(size),
    ),
    function(
        "reverse",
        "倒序",
        &[needs("value", SEQUENCE)],
        SEQUENCE,
        ("The list or string from its end to its start.", "倒过来的列表或字符串。"),
        "RETURN reverse([1, 2, 3])",
        Body::Pure(reverse),
    ),
    function(
        "range",
        "范围",
        &[needs("start", Types::INT), needs("end", Types::INT), may("step", Types::INT)],
        Types::LIST,
        ("The integers from start to end, both included.", "从起到止的整数，两端都包括。"),
        "RETURN range(2016, 2025)",
        Body::Growing(range, range_size),
    ),
    function(
        "head",
        "首项",
        &[needs("list", Types::LIST)],
        Types::ANY,
        ("The first item; null of an empty list.", "第一项；空列表得空值。"),
        "RETURN head([1, 2])",
        Body::Pure(|a| edge("head", a, |list| list.first().cloned().unwrap_or_default())),
    ),
    function(
        "last",
        "末项",
        &[needs("list", Types::LIST)],
        Types::ANY,
        ("The last item; null of an empty list.", "最后一项；空列表得空值。"),
        "RETURN last([1, 2])",
        Body::Pure(|a| edge("last", a, |list| list.last().cloned().unwrap_or_default())),
    ),
    function(
        "tail",
        "",
        &[needs("list", Types::LIST)],
        Types::LIST,
        ("The list without its first item.", "除第一项以外的列表。"),
        "RETURN tail([1, 2, 3])",
        Body::Pure(|a| edge("tail", a, |list| Value::list(list.iter().skip(1).cloned()))),
    ),
    function(
        "toSet",
        "去重",
        &[needs("list", Types::LIST)],
        Types::LIST,
        ("The items of a list, each once, in the order in which they first stand there.", "列表中互不相同的项，按首次出现的次序。"),
        "RETURN toSet([1, 2, 1])",
        Body::Pure(to_set),
    ),
    Function {
        variadic: true,
        ..function(
            "coalesce",
            "",
            &[needs("value", Types::ANY)],
            Types::ANY,
            ("The first value that is not null.", "第一个非空的值。"),
            "MATCH (g:Goal) RETURN coalesce(g.year, 2025)",
            Body::Pure(|a| Ok(a.iter().find(|value| !value.is_null()).cloned().unwrap_or_default())),
        )
    },
];

fn size(a: &[Value]) -> Outcome<Value> {
    let count = match &a[0] {
        Value::Null => return Ok(Value::Null),
        Value::List(list) => list.len(),
        Value::Map(map) => map.len(),
        Value::String(text) => text.chars().count(),
        other => return Err(wrong_kind("size", other)),
    };
    Ok(Value::Int(count as i64))
}

fn reverse(a: &[Value]) -> Outcome<Value> {
    match &a[0] {
        Value::Null => Ok(Value::Null),
        Value::List(list) => Ok(Value::list(list.iter().rev().cloned())),
        Value::String(text) => Ok(Value::from(text.chars().rev().collect::<String>())),
        other => Err(wrong_kind("reverse", other)),
    }
}

fn to_set(a: &[Value]) -> Outcome<Value> {
    match &a[0] {
        Value::Null => Ok(Value::Null),
        Value::List(list) => {
            let mut seen = TupleSet::new(1);
            Ok(Value::list(list.iter().filter(|item| seen.insert(std::slice::from_ref(*item)).1).cloned()))
        }
        other => Err(wrong_kind("toSet", other)),
    }
}

fn range(a: &[Value]) -> Outcome<Value> {
    let mut bounds = [0, 0, 1];
    for (bound, value) in bounds.iter_mut().zip(a) {
        match value {
            Value::Int(number) => *bound = *number,
            other => {
                let mut error = wrong_kind("range", other);
                error.class = crate::base::ErrorClass::ArgumentError;
                return Err(error);
            }
        }
    }
    let [start, end, step] = bounds;
    if step == 0 {
        return Err(out_of_range("range", Message::new("the step must not be 0", "步长不能为 0")));
    }
    let span = if step > 0 { i128::from(end) - i128::from(start) } else { i128::from(start) - i128::from(end) };
    if span < 0 {
        return Ok(Value::list([]));
    }
    let count = span / i128::from(step.unsigned_abs()) + 1;
    if count > i128::from(LONGEST_RANGE) {
        let message = Message::new(format!("the list would have {count} items"), format!("列表将有 {count} 项"));
        return Err(out_of_range("range", message));
    }
    Ok(Value::List(Arc::new((0..count as i64).map(|i| Value::Int(start + i * step)).collect())))
}

/// Bytes of the list; 0 where there will be none.
fn range_size(a: &[Value]) -> usize {
    let number = |at: usize| a.get(at).and_then(Value::as_int).map(i128::from);
    let (Some(start), Some(end)) = (number(0), number(1)) else { return 0 };
    let step = number(2).unwrap_or(1).unsigned_abs().max(1);
    // A range that is too long has an error of its own.
    usize::try_from((end - start).unsigned_abs() / step).map_or(0, |items| items.min(LONGEST_RANGE as usize) * size_of::<Value>())
}

fn edge(name: &str, a: &[Value], take: impl Fn(&[Value]) -> Value) -> Outcome<Value> {
    match &a[0] {
        Value::Null => Ok(Value::Null),
        Value::List(list) => Ok(take(list)),
        other => Err(wrong_kind(name, other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_includes_its_end_and_counts_down_with_a_negative_step() {
        let list = |a: &[i64]| range(&a.iter().map(|&i| Value::Int(i)).collect::<Vec<_>>()).unwrap();
        assert_eq!(list(&[1, 3]), Value::list([1, 2, 3].map(Value::Int)));
        assert_eq!(list(&[3, 1, -2]), Value::list([3, 1].map(Value::Int)));
        assert_eq!(list(&[1, 0]), Value::list([]));
        assert!(range(&[Value::Int(i64::MIN), Value::Int(i64::MAX)]).is_err());
    }
}
