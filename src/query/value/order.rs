use std::cmp::Ordering;

use crate::model::Value;
use crate::view::ValueRef;

use super::equality::equal;

/// What `<`, `<=`, `>`, `>=` rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Known(Ordering),
    /// Two numbers of which one is no number: every comparison is false.
    Never,
    /// A null, or two values of kinds that have no order between them: the comparison is unknown.
    Unknown,
}

impl From<Option<Ordering>> for Comparison {
    fn from(ordering: Option<Ordering>) -> Self {
        ordering.map_or(Self::Never, Self::Known)
    }
}

impl Comparison {
    /// The three-valued outcome where the comparison holds for the orderings that `wanted` accepts.
    pub fn holds(self, wanted: impl Fn(Ordering) -> bool) -> Option<bool> {
        match self {
            Self::Known(ordering) => Some(wanted(ordering)),
            Self::Never => Some(false),
            Self::Unknown => None,
        }
    }
}

/// Compares two values of one kind; numbers across int and float.
pub fn compare(a: &Value, b: &Value) -> Comparison {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Comparison::Known(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b).into(),
        (Value::Int(a), Value::Float(b)) => int_float(*a, *b).into(),
        (Value::Float(a), Value::Int(b)) => int_float(*b, *a).map(Ordering::reverse).into(),
        (Value::String(a), Value::String(b)) => Comparison::Known(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Comparison::Known(a.cmp(b)),
        (Value::List(a), Value::List(b)) => {
            for (a, b) in a.iter().zip(b.iter()) {
                if equal(a, b) != Some(true) {
                    return compare(a, b);
                }
            }
            Comparison::Known(a.len().cmp(&b.len()))
        }
        _ => Comparison::Unknown,
    }
}

/// [`compare`] of two values as they lie in the graph: scalars without a copy.
pub fn compare_ref(a: &ValueRef<'_>, b: &ValueRef<'_>) -> Comparison {
    match (a, b) {
        (ValueRef::Int(a), ValueRef::Int(b)) => Comparison::Known(a.cmp(b)),
        (ValueRef::Float(a), ValueRef::Float(b)) => a.partial_cmp(b).into(),
        (ValueRef::Str(a), ValueRef::Str(b)) => Comparison::Known(a.cmp(b)),
        (ValueRef::Null, _) | (_, ValueRef::Null) => Comparison::Unknown,
        _ => compare(&a.to_value(), &b.to_value()),
    }
}

/// Compares without losing digits: 2^53 + 1 is more than the float 2^53. `None` for NaN.
pub fn int_float(a: i64, b: f64) -> Option<Ordering> {
    if b.is_nan() {
        return None;
    }
    // 2^63 is exact as a float; every i64 lies below it and not below its negative.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if b >= LIMIT {
        return Some(Ordering::Less);
    }
    if b < -LIMIT {
        return Some(Ordering::Greater);
    }
    let whole = b.trunc();
    Some(a.cmp(&(whole as i64)).then_with(|| 0.0_f64.partial_cmp(&(b - whole)).unwrap_or(Ordering::Equal)))
}

/// The total order of ORDER BY, ascending: maps, nodes, relations, lists, paths, strings, booleans, numbers, NaN, null.
pub fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan())),
        (Value::Int(a), Value::Float(b)) => int_float(*a, *b).unwrap_or(Ordering::Less),
        (Value::Float(a), Value::Int(b)) => int_float(*b, *a).map_or(Ordering::Greater, Ordering::reverse),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Node(a), Value::Node(b)) => a.cmp(b),
        (Value::Rel(a), Value::Rel(b)) => a.cmp(b),
        (Value::List(a), Value::List(b)) => lexical(a.iter(), b.iter()),
        (Value::Map(a), Value::Map(b)) => a.keys().cmp(b.keys()).then_with(|| lexical(a.values(), b.values())),
        (Value::Path(a), Value::Path(b)) => {
            let steps = |path: &crate::model::PathValue| {
                let rels = path.rels.iter().map(|rel| rel.0).map(Some).chain([None]);
                path.nodes.iter().map(|node| node.0).zip(rels).collect::<Vec<_>>()
            };
            steps(a).cmp(&steps(b))
        }
        _ => rank(a).cmp(&rank(b)),
    }
}

fn lexical<'a>(mut a: impl Iterator<Item = &'a Value>, mut b: impl Iterator<Item = &'a Value>) -> Ordering {
    loop {
        match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => match order(a, b) {
                Ordering::Equal => {}
                decided => return decided,
            },
        }
    }
}

const fn rank(value: &Value) -> u8 {
    match value {
        Value::Map(_) => 0,
        Value::Node(_) => 1,
        Value::Rel(_) => 2,
        Value::List(_) => 3,
        Value::Path(_) => 4,
        Value::String(_) => 5,
        Value::Bool(_) => 6,
        Value::Int(_) | Value::Float(_) => 7,
        Value::Null => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_place_in_the_order() {
        let ascending = [
            Value::map([("a", Value::Int(1))]),
            Value::Node(crate::model::NodeId(0)),
            Value::list([Value::Int(1)]),
            Value::list([Value::Int(1), Value::Null]),
            Value::from("text"),
            Value::from(false),
            Value::from(1.5),
            Value::Int(2),
            Value::from(f64::NAN),
            Value::Null,
        ];
        for pair in ascending.windows(2) {
            assert_eq!(order(&pair[0], &pair[1]), Ordering::Less, "{pair:?}");
        }
    }

    #[test]
    fn comparison_across_kinds_is_unknown_and_with_nan_false() {
        assert_eq!(compare(&Value::Int(1), &Value::from("1")), Comparison::Unknown);
        assert_eq!(compare(&Value::Int(1), &Value::from(f64::NAN)), Comparison::Never);
        assert_eq!(
            compare(&Value::Int(9_007_199_254_740_993), &Value::from(9_007_199_254_740_992.0)),
            Comparison::Known(Ordering::Greater)
        );
        assert_eq!(compare(&Value::Int(-1), &Value::from(-1.5)), Comparison::Known(Ordering::Greater));
    }
}
