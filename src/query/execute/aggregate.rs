use std::sync::Arc;

use super::weight::{TUPLE, extent, weight};
use super::{Flow, Reader, Sink};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::Value;
use crate::query::functions::{Aggregate, Body};
use crate::query::hooks::Budget;
use crate::query::plan::{Aggregation, Expr, Slot};
use crate::query::value::{ArithmeticOp, TupleSet, arithmetic, kind_name, order};

/// The groups of an aggregation, and what has been gathered of each.
pub(super) struct Groups {
    keys: TupleSet,
    /// One for each aggregate of each group, group by group.
    gathered: Vec<Gathered>,
    /// For each DISTINCT aggregate: which values which group has had.
    seen: Vec<Option<TupleSet>>,
    fresh: Vec<Gathered>,
    scratch: Vec<Value>,
}

/// What an aggregate has gathered of one group.
#[derive(Clone)]
pub(super) enum Gathered {
    Count(i64),
    Collect(Vec<Value>),
    Sum(Value),
    Average {
        sum: f64,
        count: u64,
    },
    /// The smallest or the largest so far.
    Extreme {
        largest: bool,
        value: Value,
    },
    Percentile {
        between: bool,
        values: Vec<Value>,
        at: Option<f64>,
    },
    /// Welford's method: mean and sum of squared distances are carried along, so that nothing cancels out.
    Deviation {
        population: bool,
        count: u64,
        mean: f64,
        squares: f64,
    },
}

impl Groups {
    pub fn new(keys: usize, aggregates: &[Aggregation]) -> Self {
        let mut groups = Self {
            keys: TupleSet::new(keys),
            gathered: Vec::new(),
            seen: aggregates.iter().map(|aggregate| aggregate.distinct.then(|| TupleSet::new(2))).collect(),
            fresh: aggregates.iter().map(Gathered::new).collect(),
            scratch: Vec::new(),
        };
        if keys == 0 {
            // Without keys there is one group, also of no rows.
            groups.keys.insert(&[]);
            groups.gathered = groups.fresh.clone();
        }
        groups
    }

    pub fn give(self, keys: &[(Slot, Expr)], aggregates: &[Aggregation], budget: &Budget, row: &mut [Value], next: Sink<'_>) -> Flow {
        let mut gathered = self.gathered.into_iter();
        for group in 0..self.keys.len() {
            budget.tick()?;
            for ((slot, _), value) in keys.iter().zip(self.keys.get(group)) {
                row[*slot] = value.clone();
            }
            for (aggregate, gathered) in aggregates.iter().zip(gathered.by_ref()) {
                row[aggregate.to] = gathered.finish();
            }
            next(row)?;
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// Takes in one row.
    pub(super) fn group(&self, groups: &mut Groups, keys: &[(Slot, Expr)], aggregates: &[Aggregation], row: &mut [Value]) -> Outcome<()> {
        let mut scratch = std::mem::take(&mut groups.scratch);
        scratch.clear();
        for (_, key) in keys {
            scratch.push(self.eval(key, row)?);
        }
        self.budget.ticks(scratch.iter().map(extent).sum())?;
        let (group, new) = groups.keys.insert(&scratch);
        groups.scratch = scratch;
        if new {
            let keys_weigh: usize = groups.scratch.iter().map(weight).sum();
            self.budget.hold(keys_weigh + aggregates.len() * 2 * size_of::<Gathered>() + TUPLE)?;
            groups.gathered.extend(groups.fresh.iter().cloned());
        }
        let from = group * aggregates.len();
        for (at, aggregate) in aggregates.iter().enumerate() {
            let Some(argument) = aggregate.arguments.first() else {
                if let Some(Gathered::Count(count)) = groups.gathered.get_mut(from + at) {
                    *count += 1;
                }
                continue;
            };
            // How many there are needs no copy of them.
            if !aggregate.distinct
                && let Some(Gathered::Count(count)) = groups.gathered.get_mut(from + at)
                && let Some(value) = self.peek(argument, row)
            {
                *count += i64::from(!value.is_null());
                continue;
            }
            let value = self.eval(argument, row)?;
            if value.is_null() {
                continue;
            }
            if let Some(seen) = &mut groups.seen[at] {
                self.budget.ticks(extent(&value))?;
                let tuple = [Value::Int(group as i64), value];
                if !seen.insert(&tuple).1 {
                    continue;
                }
                self.budget.hold(size_of::<Value>() + weight(&tuple[1]) + TUPLE)?;
                let [_, value] = tuple;
                self.gather(&mut groups.gathered[from + at], value, aggregate, row)?;
            } else {
                self.gather(&mut groups.gathered[from + at], value, aggregate, row)?;
            }
        }
        Ok(())
    }

    pub(super) fn gather(&self, gathered: &mut Gathered, value: Value, aggregate: &Aggregation, row: &mut [Value]) -> Outcome<()> {
        let number = |value: &Value| value.as_number().ok_or_else(|| no_number(aggregate, value));
        match gathered {
            Gathered::Count(count) => *count += 1,
            Gathered::Collect(list) => {
                self.budget.hold(weight(&value))?;
                list.push(value);
            }
            Gathered::Sum(sum) => {
                number(&value)?;
                *sum = arithmetic(ArithmeticOp::Add, sum, &value)?;
            }
            Gathered::Average { sum, count } => {
                *sum += number(&value)?;
                *count += 1;
            }
            Gathered::Extreme { largest, value: extreme } => {
                let before = if *largest { order(extreme, &value) } else { order(&value, extreme) };
                if extreme.is_null() || before.is_lt() {
                    *extreme = value;
                }
            }
            Gathered::Percentile { values, at, .. } => {
                number(&value)?;
                if at.is_none() {
                    let place = aggregate.arguments.get(1).map(|expr| self.eval(expr, row)).transpose()?.unwrap_or_default();
                    let place = number(&place)?;
                    if !(0.0..=1.0).contains(&place) {
                        let message = Message::new(
                            format!("a percentile lies between 0.0 and 1.0, not at {place}"),
                            format!("百分位须在 0.0 与 1.0 之间，而非 {place}"),
                        );
                        return Err(Diagnostic::runtime(ErrorClass::ArgumentError, "NumberOutOfRange", message));
                    }
                    *at = Some(place);
                }
                self.budget.hold(weight(&value))?;
                values.push(value);
            }
            Gathered::Deviation { count, mean, squares, .. } => {
                let number = number(&value)?;
                *count += 1;
                let distance = number - *mean;
                *mean += distance / *count as f64;
                *squares += distance * (number - *mean);
            }
        }
        Ok(())
    }
}

impl Gathered {
    pub fn new(aggregate: &Aggregation) -> Self {
        let kind = match aggregate.function.map(|function| function.body) {
            Some(Body::Aggregate(kind)) => kind,
            _ => Aggregate::Count,
        };
        match kind {
            Aggregate::Count => Self::Count(0),
            Aggregate::Collect => Self::Collect(Vec::new()),
            Aggregate::Sum => Self::Sum(Value::Int(0)),
            Aggregate::Avg => Self::Average { sum: 0.0, count: 0 },
            Aggregate::Min | Aggregate::Max => Self::Extreme { largest: kind == Aggregate::Max, value: Value::Null },
            Aggregate::PercentileDisc | Aggregate::PercentileCont => {
                Self::Percentile { between: kind == Aggregate::PercentileCont, values: Vec::new(), at: None }
            }
            Aggregate::StDev | Aggregate::StDevP => {
                Self::Deviation { population: kind == Aggregate::StDevP, count: 0, mean: 0.0, squares: 0.0 }
            }
        }
    }

    pub fn finish(self) -> Value {
        match self {
            Self::Count(count) => Value::Int(count),
            Self::Collect(list) => Value::List(Arc::new(list)),
            Self::Sum(sum) => sum,
            Self::Average { count: 0, .. } => Value::Null,
            Self::Average { sum, count } => Value::Float(sum / count as f64),
            Self::Extreme { value, .. } => value,
            Self::Percentile { between, mut values, at } => percentile(&mut values, at.unwrap_or(0.0), between),
            Self::Deviation { population, count, squares, .. } => {
                let freedom = if population { count } else { count.saturating_sub(1) };
                Value::Float(if freedom == 0 { 0.0 } else { (squares / freedom as f64).sqrt() })
            }
        }
    }
}

/// The value at a place between 0 and 1 of a list, were it sorted: the nearest rank, or between the two neighbours.
fn percentile(values: &mut [Value], at: f64, between: bool) -> Value {
    let Some(last) = values.len().checked_sub(1) else { return Value::Null };
    let mut nth = |at: usize| values.select_nth_unstable_by(at.min(last), order).1.clone();
    if !between {
        let rank = (at * (last + 1) as f64).ceil() as usize;
        return nth(rank.saturating_sub(1));
    }
    let place = at * last as f64;
    let mut number = |at: usize| nth(at).as_number().unwrap_or(f64::NAN);
    let (low, high) = (number(place.floor() as usize), number(place.ceil() as usize));
    Value::Float(low + (high - low) * place.fract())
}

fn no_number(aggregate: &Aggregation, value: &Value) -> Box<Diagnostic> {
    let ((kind, zh), name) = (kind_name(value), aggregate.function.map_or("count", |function| function.name));
    let message = Message::new(format!("{name}() does not take {kind}"), format!("{name}() 不接受{zh}"));
    Diagnostic::runtime(ErrorClass::TypeError, "InvalidArgumentType", message)
}
