use std::sync::Arc;

use smallvec::SmallVec;

use super::truth::wrong_kind;
use super::weight::{UNIT, extent, passing, weight};
use super::{Halt, Reader};
use crate::base::Outcome;
use crate::model::{Entity, Value};
use crate::query::functions::{Body, Function};
use crate::query::plan::{Expr, Named, Pipeline};
use crate::query::value::{ArithmeticOp, arithmetic, equal, negate};
use crate::view::{SymbolKind, ValueRef};

impl Reader<'_> {
    /// The value of a simple expression as it lies in the row or the graph; `None` where it must be computed.
    #[inline]
    pub(super) fn peek<'r>(&'r self, expr: &'r Expr, row: &'r [Value]) -> Option<ValueRef<'r>> {
        match expr {
            Expr::Const(value) | Expr::Param(_, value) => Some(ValueRef::from(value)),
            Expr::Slot(slot) => Some(ValueRef::from(&row[*slot])),
            // What this statement may have deleted must be told apart from what never was there.
            Expr::Property(base, key, _) if !self.writes => match &**base {
                Expr::Slot(slot) => match &row[*slot] {
                    Value::Node(node) => Some(self.symbols.key(key).map_or(ValueRef::Null, |key| self.graph.property(*node, key))),
                    Value::Rel(rel) => Some(self.symbols.key(key).map_or(ValueRef::Null, |key| self.graph.rel_property(*rel, key))),
                    Value::Null => Some(ValueRef::Null),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    /// The value of an expression. The row is lent for the places that only the expression itself uses.
    pub(super) fn eval(&self, expr: &Expr, row: &mut [Value]) -> Outcome<Value> {
        Ok(match expr {
            Expr::Const(value) | Expr::Param(_, value) => value.clone(),
            Expr::Slot(slot) => row[*slot].clone(),
            Expr::Property(base, key, span) => {
                if let Some(value) = self.peek(expr, row) {
                    return Ok(value.to_value());
                }
                let base = self.eval(base, row)?;
                return self.property(&base, key).map_err(|error| error.at(*span));
            }
            Expr::Arithmetic(op, a, b, span) => {
                let (a, b) = self.eval_pair(a, b, row)?;
                return self.arithmetic(*op, &a, &b).map_err(|error| error.at(*span));
            }
            Expr::Negate(a, span) => return negate(&self.eval(a, row)?).map_err(|error| error.at(*span)),
            Expr::Call(function, arguments, span) => return self.call(function, arguments, row).map_err(|error| error.at(*span)),
            Expr::List(items) => Value::List(Arc::new(self.eval_all(items, row)?)),
            Expr::Map(entries) => {
                let before = self.budget.held();
                let pairs = entries.iter().map(|(key, value)| {
                    let value = self.eval(value, row)?;
                    self.budget.hold(passing(&value))?;
                    Ok((Arc::clone(key), value))
                });
                let map = Value::Map(Arc::new(pairs.collect::<Outcome<_>>()?));
                self.budget.back_to(before);
                map
            }
            Expr::Index(base, index, span) => {
                let (base, index) = self.eval_pair(base, index, row)?;
                return self.index(&base, &index).map_err(|error| error.at(*span));
            }
            Expr::Slice(base, from, to, span) => {
                let base = self.eval(base, row)?;
                let mut bound = |bound: &Option<Box<Expr>>| bound.as_ref().map(|bound| self.eval(bound, row)).transpose();
                let (from, to) = (bound(from)?, bound(to)?);
                return slice(&base, from.as_ref(), to.as_ref()).map_err(|error| error.at(*span));
            }
            Expr::Case { subject, branches, otherwise } => {
                let subject = subject.as_ref().map(|subject| self.eval(subject, row)).transpose()?;
                for (when, then) in branches {
                    let chosen = match &subject {
                        Some(subject) => equal(subject, &self.eval(when, row)?),
                        None => self.truth(when, row)?,
                    };
                    if chosen == Some(true) {
                        return self.eval(then, row);
                    }
                }
                return otherwise.as_ref().map_or(Ok(Value::Null), |otherwise| self.eval(otherwise, row));
            }
            Expr::Each { item, list, filter, map } => {
                let list = match self.eval(list, row)? {
                    Value::Null => return Ok(Value::Null),
                    Value::List(list) => list,
                    other => return Err(wrong_kind("a list is needed after IN", "IN 之后须为列表", &other)),
                };
                let (mut result, before) = (Vec::new(), self.budget.held());
                self.budget.hold(passing(&Value::List(Arc::clone(&list))))?;
                for value in list.iter() {
                    self.budget.tick()?;
                    row[*item] = value.clone();
                    if let Some(filter) = filter
                        && self.truth(filter, row)? != Some(true)
                    {
                        continue;
                    }
                    let value = match map {
                        Some(map) => self.eval(map, row)?,
                        None => value.clone(),
                    };
                    self.budget.hold(weight(&value))?;
                    result.push(value);
                }
                // From here on it is whoever keeps the list that holds it.
                self.budget.back_to(before);
                Value::List(Arc::new(result))
            }
            Expr::Reduce { total, init, item, list, body } => {
                let init = self.eval(init, row)?;
                let list = match self.eval(list, row)? {
                    Value::Null => return Ok(Value::Null),
                    Value::List(list) => list,
                    other => return Err(wrong_kind("a list is needed after IN", "IN 之后须为列表", &other)),
                };
                let before = self.budget.held();
                self.budget.hold(passing(&Value::List(Arc::clone(&list))))?;
                let beside = self.budget.held();
                row[*total] = init;
                for value in list.iter() {
                    self.budget.tick()?;
                    row[*item] = value.clone();
                    row[*total] = self.eval(body, row)?;
                    self.bounded(&row[*total])?;
                    self.budget.back_to(beside);
                    self.budget.hold(passing(&row[*total]))?;
                }
                self.budget.back_to(before);
                std::mem::take(&mut row[*total])
            }
            Expr::Collect(pipeline, map) => Value::List(Arc::new(self.collect(pipeline, map, row, usize::MAX)?)),
            Expr::First(pipeline, map) => self.collect(pipeline, map, row, 1)?.pop().unwrap_or_default(),
            Expr::HasLabels(..)
            | Expr::Not(_)
            | Expr::And(_)
            | Expr::Or(_)
            | Expr::Xor(..)
            | Expr::Compare(..)
            | Expr::In(..)
            | Expr::Text(..)
            | Expr::IsNull(..)
            | Expr::Quantified { .. }
            | Expr::Exists(_) => self.truth(expr, row)?.map_or(Value::Null, Value::Bool),
        })
    }

    fn collect(&self, pipeline: &Pipeline, map: &Expr, row: &mut [Value], most: usize) -> Outcome<Vec<Value>> {
        let (mut list, before) = (Vec::new(), self.budget.held());
        let flow = self.pipeline(&pipeline.ops, row, &mut |row| {
            let value = self.eval(map, row)?;
            self.budget.hold(weight(&value))?;
            list.push(value);
            if list.len() < most { Ok(()) } else { Err(Halt::Done) }
        });
        // The operators hold nothing any more, and the list is counted by whoever keeps it.
        self.budget.back_to(before);
        match flow {
            Err(Halt::Failed(error)) => Err(error),
            _ => Ok(list),
        }
    }

    fn arithmetic(&self, op: ArithmeticOp, a: &Value, b: &Value) -> Outcome<Value> {
        self.budget.tick()?;
        // Only joining makes something larger than a number.
        if op == ArithmeticOp::Add {
            let units = extent(a).saturating_add(extent(b));
            if units > 0 {
                self.budget.room(units.saturating_mul(UNIT))?;
                self.budget.ticks(units)?;
            }
        }
        arithmetic(op, a, b)
    }

    fn call(&self, function: &Function, arguments: &[Expr], row: &mut [Value]) -> Outcome<Value> {
        let values: SmallVec<[Value; 3]> = self.eval_all(arguments, row)?;
        self.budget.ticks(1 + values.iter().map(extent).sum::<usize>())?;
        match function.body {
            Body::Pure(compute) => compute(&values),
            Body::Growing(compute, size) => {
                let bytes = size(&values);
                self.budget.room(bytes)?;
                self.budget.ticks(bytes / UNIT)?;
                compute(&values)
            }
            Body::Around(compute) => self.around(|around| compute(around, &values)),
            // The checker lets none through.
            Body::Aggregate(_) => Ok(Value::Null),
        }
    }

    fn property(&self, base: &Value, key: &Named) -> Outcome<Value> {
        match base {
            Value::Null => Ok(Value::Null),
            Value::Map(map) => Ok(map.get(&key.name).cloned().unwrap_or_default()),
            Value::Node(_) | Value::Rel(_) => self.entity_property(base, &key.name),
            other => {
                let mut error = wrong_kind("only a node, relationship or map has properties", "只有节点、关系或映射才有属性", other);
                error.detail = "PropertyAccessByNonMap".into();
                Err(error)
            }
        }
    }

    fn entity_property(&self, base: &Value, name: &str) -> Outcome<Value> {
        let entity = match base {
            Value::Node(node) => Entity::Node(*node),
            Value::Rel(rel) => Entity::Rel(*rel),
            _ => return Ok(Value::Null),
        };
        self.around(|around| around.live(entity))?;
        let Some(key) = self.graph.symbol(SymbolKind::Key, name) else { return Ok(Value::Null) };
        Ok(match entity {
            Entity::Node(node) => self.graph.property(node, key).to_value(),
            Entity::Rel(rel) => self.graph.rel_property(rel, key).to_value(),
        })
    }

    fn index(&self, base: &Value, index: &Value) -> Outcome<Value> {
        let (en, zh, detail) = match (base, index) {
            (Value::Null, _) | (_, Value::Null) => return Ok(Value::Null),
            (Value::List(list), Value::Int(at)) => {
                return Ok(place(*at, list.len()).and_then(|at| list.get(at)).cloned().unwrap_or_default());
            }
            (Value::Map(map), Value::String(key)) => return Ok(map.get(key).cloned().unwrap_or_default()),
            (Value::Node(_) | Value::Rel(_), Value::String(key)) => return self.entity_property(base, key),
            (Value::List(_), _) => ("a list is indexed by an integer", "列表的下标须为整数", "ListElementAccessByNonInteger"),
            (Value::Map(_) | Value::Node(_) | Value::Rel(_), _) => {
                ("a map is indexed by a string", "映射的键须为字符串", "MapElementAccessByNonString")
            }
            _ => {
                return Err(wrong_kind(
                    "only a list, map, node or relationship can be indexed",
                    "只有列表、映射、节点或关系可用下标",
                    base,
                ));
            }
        };
        let mut error = wrong_kind(en, zh, index);
        error.detail = detail.into();
        Err(error)
    }
}

/// A place in a list; negative ones count from its end.
fn place(at: i64, length: usize) -> Option<usize> {
    let at = if at < 0 { at.checked_add(i64::try_from(length).ok()?)? } else { at };
    usize::try_from(at).ok()
}

fn slice(base: &Value, from: Option<&Value>, to: Option<&Value>) -> Outcome<Value> {
    let list = match base {
        Value::Null => return Ok(Value::Null),
        Value::List(list) => list,
        other => return Err(wrong_kind("only a list can be cut by ..", "只有列表可用 .. 截取", other)),
    };
    let mut bounds = [0, list.len()];
    for (bound, value) in bounds.iter_mut().zip([from, to]) {
        match value {
            None => {}
            Some(Value::Null) => return Ok(Value::Null),
            Some(Value::Int(at)) => *bound = place(*at, list.len()).unwrap_or(0).min(list.len()),
            Some(other) => {
                let mut error = wrong_kind("the bounds of .. are integers", "截取的界须为整数", other);
                error.detail = "ListElementAccessByNonInteger".into();
                return Err(error);
            }
        }
    }
    Ok(Value::list(list.get(bounds[0]..bounds[1]).unwrap_or(&[]).iter().cloned()))
}
