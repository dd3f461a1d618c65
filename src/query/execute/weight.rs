//! How large values are: what the budget is asked with.

use std::sync::Arc;

use super::Reader;
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::Value;
use crate::query::plan::Expr;
use crate::view::ValueRef;

/// Bytes of a text that are as much work as an item of a list.
pub(super) const UNIT: usize = size_of::<Value>();
/// What a value on the heap takes beside its content: its counts, and what the allocator adds.
pub(super) const SHELL: usize = 32;
/// What a tuple of a set takes beside its values.
pub(super) const TUPLE: usize = 40;
/// A node of a map's tree: eleven places for keys and values, and on the average six entries.
const LEAF: usize = 11 * (size_of::<Value>() + size_of::<Arc<str>>()) + SHELL;
const LEAF_ENTRIES: usize = 6;
/// Items that are looked at to weigh a value; of a longer one the rest is taken to be alike.
const LOOKS: usize = 256;
/// Values below this many items, or units of text, are too small to be counted while they only pass through.
const LARGE: usize = 256;
/// How deeply a statement may nest lists and maps, and how many items such a value may have, those that it repeats counted
/// each time: what is deeper or larger could be neither printed nor compared.
const DEPTH: usize = 100;
const ITEMS: usize = 20_000_000;

/// Items of a list or map, units of a text; 0 for what has one size.
pub(super) fn extent(value: &Value) -> usize {
    match value {
        Value::List(list) => list.len() + 1,
        Value::Map(map) => map.len() + 1,
        Value::String(text) => text.len() / UNIT + 1,
        _ => 0,
    }
}

pub(super) fn extent_ref(value: &ValueRef<'_>) -> usize {
    match value {
        ValueRef::Str(text) => text.len() / UNIT,
        ValueRef::Other(value) => extent(value),
        _ => 0,
    }
}

/// Bytes that are held if the value is. What many hold is shared out among them: however they come and go, the sum is about
/// what it takes once.
pub(super) fn weight(value: &Value) -> usize {
    UNIT + payload(value, 3, true)
}

/// Bytes that the value takes where it is written out, as often as it is.
pub(super) fn written(value: &Value) -> usize {
    UNIT + payload(value, 3, false)
}

/// The weight of a value that is large, 0 for others: for what only passes through a row.
pub(super) fn passing(value: &Value) -> usize {
    if extent(value) < LARGE { 0 } else { weight(value) }
}

fn payload(value: &Value, depth: usize, shared: bool) -> usize {
    // The row that a value is taken from and the copy that is weighed are one holder.
    let among = |holders: usize| if shared { holders.saturating_sub(1).max(1) } else { 1 };
    let inner = |count: usize, items: &mut dyn Iterator<Item = &Value>| {
        let looked = count.min(if depth == 0 { 0 } else { LOOKS });
        let sum: usize = items.take(looked).map(|item| payload(item, depth - 1, shared)).sum();
        if looked == 0 { 0 } else { (sum as f64 / looked as f64 * count as f64) as usize }
    };
    match value {
        Value::String(text) => (SHELL + text.len()) / among(Arc::strong_count(text)),
        Value::List(list) => (2 * SHELL + list.len() * UNIT + inner(list.len(), &mut list.iter())) / among(Arc::strong_count(list)),
        Value::Map(map) => {
            (2 * SHELL + (map.len() / LEAF_ENTRIES + 1) * LEAF + inner(map.len(), &mut map.values())) / among(Arc::strong_count(map))
        }
        Value::Path(path) => (4 * SHELL + (path.nodes.len() + path.rels.len()) * size_of::<u32>()) / among(Arc::strong_count(path)),
        _ => 0,
    }
}

impl Reader<'_> {
    /// Evaluates expressions one after the other; what is large is counted while the others are made.
    pub(super) fn eval_all<C: Default + Extend<Value>>(&self, exprs: &[Expr], row: &mut [Value]) -> Outcome<C> {
        let before = self.budget.held();
        let mut values = C::default();
        for expr in exprs {
            let value = self.eval(expr, row)?;
            self.budget.hold(passing(&value))?;
            values.extend([value]);
        }
        self.budget.back_to(before);
        Ok(values)
    }

    pub(super) fn eval_pair(&self, a: &Expr, b: &Expr, row: &mut [Value]) -> Outcome<(Value, Value)> {
        let a = self.eval(a, row)?;
        let bytes = passing(&a);
        self.budget.hold(bytes)?;
        let b = self.eval(b, row)?;
        self.budget.release(bytes);
        Ok((a, b))
    }

    /// Refuses a value that has grown too deep or too large by building on itself.
    pub(super) fn bounded(&self, value: &Value) -> Outcome<()> {
        let mut left = ITEMS;
        match value {
            Value::List(_) | Value::Map(_) if !fits(value, DEPTH, &mut left) => Err(too_large()),
            Value::List(_) | Value::Map(_) => self.budget.ticks(ITEMS - left),
            _ => Ok(()),
        }
    }
}

fn fits(value: &Value, depth: usize, left: &mut usize) -> bool {
    let count = match value {
        Value::List(list) => list.len(),
        Value::Map(map) => map.len(),
        _ => return true,
    };
    *left = left.saturating_sub(count);
    if depth == 0 || *left == 0 {
        return false;
    }
    match value {
        Value::List(list) => list.iter().all(|item| fits(item, depth - 1, left)),
        Value::Map(map) => map.values().all(|item| fits(item, depth - 1, left)),
        _ => true,
    }
}

fn too_large() -> Box<Diagnostic> {
    let message = Message::new(
        format!("a value is nested more than {DEPTH} deep, or would have more than {ITEMS} items"),
        format!("值的嵌套超过 {DEPTH} 层，或将超过 {ITEMS} 项"),
    );
    Diagnostic::runtime(ErrorClass::ResourceError, "Memory", message)
        .hint("unwind the list and count or collect rows instead", "可先展开列表，再按行计数或汇集")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_hold_is_weighed_about_once() {
        let text = Value::from("x".repeat(1_000_000));
        assert!(weight(&text) > 1_000_000);
        let mut holders = Vec::new();
        let weighed: usize = (0..100)
            .map(|_| {
                holders.push(text.clone());
                weight(&text)
            })
            .sum();
        assert!((1_000_000..8_000_000).contains(&weighed), "{weighed}");
        assert!(written(&text) > 1_000_000);
        assert!(weight(&Value::list((0..5000).map(|at| Value::from(at.to_string().repeat(50))))) > 5000 * 150);
    }

    #[test]
    fn a_value_that_repeats_itself_is_counted_as_often() {
        let mut value = Value::from(1);
        for _ in 0..60 {
            value = Value::list([value.clone(), value]);
        }
        assert!(!fits(&value, DEPTH, &mut { ITEMS }), "two to the sixtieth items");
        let mut value = Value::list([]);
        for _ in 0..DEPTH {
            value = Value::list([value]);
        }
        assert!(!fits(&value, DEPTH, &mut { ITEMS }));
        assert!(fits(&Value::list([Value::list([])]), DEPTH, &mut { ITEMS }));
    }
}
