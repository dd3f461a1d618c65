use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::Value;
use crate::query::plan::{Expr, Op, OpKind};
use crate::query::value::TupleSet;

use super::Reader;
use super::aggregate::Groups;
use super::rows::RowBuffer;
use super::sort::Sorter;

/// What an operator remembers from one row to the next, within one run of its pipeline.
pub(super) enum State {
    None,
    /// Rows still to be skipped, or still to be let through.
    Left(u64),
    Seen(TupleSet),
    Held(RowBuffer),
    Sorting(Sorter),
    Groups(Box<Groups>),
    /// Bytes of what is large in the present row.
    Passing(usize),
}

impl Reader<'_> {
    pub(super) fn begin(&self, op: &Op, row: &mut [Value]) -> Outcome<State> {
        Ok(match &op.kind {
            OpKind::Skip(count) => State::Left(self.count(count, "SKIP", row)?),
            OpKind::Limit(count) => State::Left(self.count(count, "LIMIT", row)?),
            OpKind::Distinct(slots) => State::Seen(TupleSet::new(slots.len())),
            OpKind::Eager { keep } | OpKind::Write { keep, .. } => State::Held(RowBuffer::new(keep)),
            OpKind::Sort { keys, keep, top } => {
                let top = top.as_ref().map(|top| self.count(top, "LIMIT", row)).transpose()?;
                State::Sorting(Sorter::new(keys, keep, top))
            }
            OpKind::Aggregate { keys, aggregates } => State::Groups(Box::new(Groups::new(keys.len(), aggregates))),
            _ => State::None,
        })
    }

    /// The number of rows that SKIP or LIMIT is given.
    pub(super) fn count(&self, expr: &Expr, word: &str, row: &mut [Value]) -> Outcome<u64> {
        let value = self.eval(expr, row)?;
        let (detail, en, zh) = match &value {
            Value::Int(number) => match u64::try_from(*number) {
                Ok(count) => return Ok(count),
                Err(_) => ("NegativeIntegerArgument", "must not be negative", "不能为负数"),
            },
            _ => ("InvalidArgumentType", "must be an integer", "须为整数"),
        };
        let message = Message::new(format!("the number after {word} {en}"), format!("{word} 后的数{zh}"));
        Err(Diagnostic::runtime(ErrorClass::SyntaxError, detail, message))
    }
}
