use std::cmp::Ordering;

use smallvec::SmallVec;

use super::{Flow, Reader, Sink};
use crate::base::Outcome;
use crate::model::Value;
use crate::query::hooks::Budget;
use crate::query::plan::{Slot, SortKey};
use crate::query::value::order;

/// Fewer held rows than this are never cut back to the wanted number.
const SMALLEST_CUT: usize = 64;

/// Rows that are held to be put in order; of a wanted number, not many more are held at any time.
pub(super) struct Sorter {
    descending: SmallVec<[bool; 4]>,
    keep: Vec<Slot>,
    top: Option<usize>,
    rows: Vec<Held>,
    /// The keys of the last row that can still be among the wanted ones.
    limit: Option<SmallVec<[Value; 2]>>,
    scratch: SmallVec<[Value; 2]>,
}

struct Held {
    keys: SmallVec<[Value; 2]>,
    kept: SmallVec<[Value; 4]>,
}

impl Sorter {
    pub fn new(keys: &[SortKey], keep: &[Slot], top: Option<u64>) -> Self {
        Self {
            descending: keys.iter().map(|key| key.descending).collect(),
            keep: keep.to_vec(),
            top: top.map(|top| usize::try_from(top).unwrap_or(usize::MAX)),
            rows: Vec::new(),
            limit: None,
            scratch: SmallVec::new(),
        }
    }

    /// The first key of the last row that can still be among the wanted ones; `None` as long as every row can.
    pub fn first_of_limit(&self) -> Option<&Value> {
        self.limit.as_ref()?.first()
    }

    fn cut(&mut self) {
        let descending = &self.descending;
        // A stable sort: of equal rows the earlier one stays.
        self.rows.sort_by(|a, b| by_keys(&a.keys, &b.keys, descending));
        if let Some(top) = self.top {
            self.rows.truncate(top);
            self.limit = self.rows.last().map(|row| row.keys.clone());
        }
    }

    pub fn give(mut self, budget: &Budget, row: &mut [Value], next: Sink<'_>) -> Flow {
        self.cut();
        for held in &mut self.rows {
            budget.tick()?;
            for (&slot, value) in self.keep.iter().zip(&mut held.kept) {
                row[slot] = std::mem::take(value);
            }
            next(row)?;
        }
        Ok(())
    }
}

fn by_keys(a: &[Value], b: &[Value], descending: &[bool]) -> Ordering {
    for ((a, b), &descending) in a.iter().zip(b).zip(descending) {
        match order(a, b) {
            Ordering::Equal => {}
            decided => return if descending { decided.reverse() } else { decided },
        }
    }
    Ordering::Equal
}

impl Reader<'_> {
    /// Takes in one row.
    pub(super) fn sort(&self, sorter: &mut Sorter, keys: &[SortKey], row: &mut [Value]) -> Outcome<()> {
        let top = sorter.top.unwrap_or(usize::MAX);
        if top == 0 {
            return Ok(());
        }
        sorter.scratch.clear();
        for (at, key) in keys.iter().enumerate() {
            let value = self.eval(&key.expr, row)?;
            // Most rows of a top-k are told by their first key that they come too late.
            if at == 0
                && let Some(limit) = sorter.limit.as_ref().and_then(|limit| limit.first())
                && let Ordering::Greater = if key.descending { order(limit, &value) } else { order(&value, limit) }
            {
                return Ok(());
            }
            sorter.scratch.push(value);
        }
        if sorter.limit.as_ref().is_some_and(|limit| by_keys(&sorter.scratch, limit, &sorter.descending) != Ordering::Less) {
            return Ok(());
        }
        if sorter.top.is_none() {
            self.budget.hold((keys.len() + sorter.keep.len()) * size_of::<Value>() + size_of::<Held>())?;
        }
        let kept = sorter.keep.iter().map(|&slot| row[slot].clone()).collect();
        sorter.rows.push(Held { keys: std::mem::take(&mut sorter.scratch), kept });
        if sorter.rows.len() >= top.saturating_mul(2).max(SMALLEST_CUT) && sorter.top.is_some() {
            sorter.cut();
        }
        Ok(())
    }
}
