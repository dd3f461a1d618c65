//! Conditions in three values; properties are compared where they lie, without a copy.

use super::Reader;
use super::access::finds_text;
use super::weight::{UNIT, extent, extent_ref};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::Value;
use crate::query::ast::{CompareOp, Quantifier};
use crate::query::plan::{Expr, Label, TextTest};
use crate::query::value::{compare_ref, contains, equal_ref, kind_name};
use crate::view::ValueRef;

use super::Halt;

impl Reader<'_> {
    /// Whether the condition holds; `None` where that is unknown.
    pub(super) fn truth(&self, expr: &Expr, row: &mut [Value]) -> Outcome<Option<bool>> {
        match expr {
            Expr::Compare(op, a, b) => self.comparison(*op, a, b, row),
            Expr::And(all) => self.joined(all, false, row),
            Expr::Or(all) => self.joined(all, true, row),
            Expr::Not(a) => Ok(self.truth(a, row)?.map(|truth| !truth)),
            Expr::Xor(a, b) => {
                let (a, b) = (self.truth(a, row)?, self.truth(b, row)?);
                Ok(a.zip(b).map(|(a, b)| a != b))
            }
            Expr::IsNull(a, negated) => {
                let null = match self.peek(a, row) {
                    Some(value) => value.is_null(),
                    None => self.eval(a, row)?.is_null(),
                };
                Ok(Some(null != *negated))
            }
            Expr::HasLabels(a, labels) => self.has_labels(a, labels, row),
            Expr::In(item, list) => {
                let item = self.eval(item, row)?;
                match list.as_const() {
                    Some(Value::List(list)) => {
                        self.budget.ticks(list.len())?;
                        Ok(contains(list, &item))
                    }
                    _ => match self.eval(list, row)? {
                        Value::Null => Ok(None),
                        Value::List(list) => {
                            self.budget.ticks(list.len())?;
                            Ok(contains(&list, &item))
                        }
                        other => Err(wrong_kind("IN needs a list on its right", "IN 的右边须为列表", &other)),
                    },
                }
            }
            Expr::Text(test, a, b) => self.text_test(*test, a, b, row),
            Expr::Quantified { quantifier, item, list, filter } => self.quantified(*quantifier, *item, list, filter, row),
            Expr::Exists(pipelines) => {
                for pipeline in pipelines {
                    // The pipeline writes into places of its own, so the row can be lent to it.
                    match self.finds(&pipeline.ops, row) {
                        Ok(true) => return Ok(Some(true)),
                        Ok(false) | Err(Halt::Done) => {}
                        Err(Halt::Failed(error)) => return Err(error),
                    }
                }
                Ok(Some(false))
            }
            _ => match self.eval(expr, row)? {
                Value::Bool(truth) => Ok(Some(truth)),
                Value::Null => Ok(None),
                other => Err(wrong_kind("a condition must be true, false or null", "条件须为真、假或空", &other)),
            },
        }
    }

    /// AND and OR: `decides` on one side settles it, whatever is unknown on the other.
    fn joined(&self, all: &[Expr], decides: bool, row: &mut [Value]) -> Outcome<Option<bool>> {
        let mut known = true;
        for part in all {
            match self.truth(part, row)? {
                Some(truth) if truth == decides => return Ok(Some(decides)),
                Some(_) => {}
                None => known = false,
            }
        }
        Ok(known.then_some(!decides))
    }

    fn comparison(&self, op: CompareOp, a: &Expr, b: &Expr, row: &mut [Value]) -> Outcome<Option<bool>> {
        if let (Some(a), Some(b)) = (self.peek(a, row), self.peek(b, row)) {
            self.budget.ticks(1 + extent_ref(&a).min(extent_ref(&b)))?;
            return Ok(compared(op, &a, &b));
        }
        let (a, b) = self.eval_pair(a, b, row)?;
        self.budget.ticks(1 + extent(&a).min(extent(&b)))?;
        Ok(compared(op, &ValueRef::from(&a), &ValueRef::from(&b)))
    }

    fn has_labels(&self, a: &Expr, labels: &[Label], row: &mut [Value]) -> Outcome<Option<bool>> {
        match self.eval(a, row)? {
            Value::Null => Ok(None),
            Value::Node(node) => {
                Ok(Some(labels.iter().all(|name| self.symbols.label(&name.label).is_some_and(|label| self.graph.has_label(node, label)))))
            }
            Value::Rel(rel) => {
                let ends = self.graph.rel(rel);
                let of_kind = |name: &Label| ends.is_some_and(|ends| self.symbols.kind(&name.kind) == Some(ends.kind));
                Ok(Some(labels.iter().all(of_kind)))
            }
            other => Err(wrong_kind("only a node or relationship has labels", "只有节点或关系才有标签", &other)),
        }
    }

    fn text_test(&self, test: TextTest, a: &Expr, b: &Expr, row: &mut [Value]) -> Outcome<Option<bool>> {
        if let (Some(ValueRef::Str(a)), Some(ValueRef::Str(b))) = (self.peek(a, row), self.peek(b, row)) {
            self.budget.ticks(test_units(test, a))?;
            return Ok(tested(test, a, b));
        }
        match self.eval_pair(a, b, row)? {
            (Value::String(a), Value::String(b)) => {
                self.budget.ticks(test_units(test, &a))?;
                Ok(tested(test, &a, &b))
            }
            _ => Ok(None),
        }
    }

    fn quantified(&self, quantifier: Quantifier, item: usize, list: &Expr, filter: &Expr, row: &mut [Value]) -> Outcome<Option<bool>> {
        let list = match self.eval(list, row)? {
            Value::Null => return Ok(None),
            Value::List(list) => list,
            other => return Err(wrong_kind("a list is needed after IN", "IN 之后须为列表", &other)),
        };
        let (mut yes, mut no, mut unknown) = (0_usize, 0_usize, 0_usize);
        for value in list.iter() {
            self.budget.tick()?;
            row[item] = value.clone();
            match self.truth(filter, row)? {
                Some(true) => yes += 1,
                Some(false) => no += 1,
                None => unknown += 1,
            }
        }
        Ok(match quantifier {
            Quantifier::All if no > 0 => Some(false),
            Quantifier::Any if yes > 0 => Some(true),
            Quantifier::None if yes > 0 => Some(false),
            Quantifier::Single if yes > 1 => Some(false),
            _ if unknown > 0 => None,
            Quantifier::All | Quantifier::None => Some(true),
            Quantifier::Any => Some(false),
            Quantifier::Single => Some(yes == 1),
        })
    }
}

pub(super) fn compared(op: CompareOp, a: &ValueRef<'_>, b: &ValueRef<'_>) -> Option<bool> {
    match op {
        CompareOp::Equal => equal_ref(a, b),
        CompareOp::NotEqual => equal_ref(a, b).map(|equal| !equal),
        CompareOp::Less => compare_ref(a, b).holds(|ordering| ordering.is_lt()),
        CompareOp::LessOrEqual => compare_ref(a, b).holds(|ordering| ordering.is_le()),
        CompareOp::Greater => compare_ref(a, b).holds(|ordering| ordering.is_gt()),
        CompareOp::GreaterOrEqual => compare_ref(a, b).holds(|ordering| ordering.is_ge()),
    }
}

/// Full text folds every character; the other tests pass over many at once.
fn test_units(test: TextTest, text: &str) -> usize {
    1 + if test == TextTest::FullText { text.len() } else { text.len() / UNIT }
}

fn tested(test: TextTest, a: &str, b: &str) -> Option<bool> {
    match test {
        TextTest::StartsWith => Some(a.starts_with(b)),
        TextTest::EndsWith => Some(a.ends_with(b)),
        TextTest::Contains => Some(a.contains(b)),
        TextTest::FullText => finds_text(&ValueRef::Str(a), b),
    }
}

pub(super) fn wrong_kind(en: &str, zh: &str, found: &Value) -> Box<Diagnostic> {
    let (kind, kind_zh) = kind_name(found);
    let message = Message::new(format!("{en}, not {kind}"), format!("{zh}，而非{kind_zh}"));
    Diagnostic::runtime(ErrorClass::TypeError, "InvalidArgumentType", message)
}
