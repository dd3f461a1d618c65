use std::cmp::Ordering;

use smallvec::SmallVec;

use super::weight::{extent, weight};
use super::{Flow, Reader, Sink};
use crate::base::Outcome;
use crate::model::Value;
use crate::query::hooks::Budget;
use crate::query::plan::{Slot, SortKey};
use crate::query::value::order;

/// Fewer held rows than this are never cut back to the wanted number.
const SMALLEST_CUT: usize = 64;
/// Rows that are sorted between two looks at the clock.
const RUN: usize = 4096;

/// Rows that are held to be put in order; of a wanted number, not many more are held at any time.
pub(super) struct Sorter {
    descending: SmallVec<[bool; 4]>,
    keep: Vec<Slot>,
    top: Option<usize>,
    rows: Vec<Held>,
    /// What they weigh.
    bytes: usize,
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
            bytes: 0,
            limit: None,
            scratch: SmallVec::new(),
        }
    }

    /// The first key of the last row that can still be among the wanted ones; `None` as long as every row can.
    pub fn first_of_limit(&self) -> Option<&Value> {
        self.limit.as_ref()?.first()
    }

    /// Puts the rows in order and lets go of those that are too many.
    fn cut(&mut self, budget: &Budget) -> Outcome<()> {
        sort(&mut self.rows, &self.descending, budget)?;
        if let Some(top) = self.top {
            self.rows.truncate(top);
            self.limit = self.rows.last().map(|row| row.keys.clone());
            budget.release(std::mem::take(&mut self.bytes));
            self.bytes = self.rows.iter().map(Held::weight).sum();
            budget.hold(self.bytes)?;
        }
        Ok(())
    }

    pub fn give(mut self, budget: &Budget, row: &mut [Value], next: Sink<'_>) -> Flow {
        self.cut(budget)?;
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

impl Held {
    fn weight(&self) -> usize {
        self.keys.iter().chain(&self.kept).map(weight).sum::<usize>() + size_of::<Self>()
    }
}

/// A stable sort (of equal rows the earlier one stays first) that looks at the clock: runs are sorted, then merged.
fn sort(rows: &mut Vec<Held>, descending: &[bool], budget: &Budget) -> Outcome<()> {
    // Long keys take long to compare: then each row is a run.
    let is_long = rows.iter().any(|row| row.keys.iter().any(|key| extent(key) > RUN));
    let mut run = if is_long { 1 } else { RUN };
    for part in rows.chunks_mut(run) {
        budget.ticks(part.len())?;
        part.sort_by(|a, b| by_keys(&a.keys, &b.keys, descending));
    }
    while run < rows.len() {
        let mut merged = Vec::with_capacity(rows.len());
        let mut rest = std::mem::take(rows).into_iter();
        while rest.len() > 0 {
            let mut left = rest.by_ref().take(run).collect::<Vec<_>>().into_iter().peekable();
            let mut right = rest.by_ref().take(run).collect::<Vec<_>>().into_iter().peekable();
            while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
                budget.ticks(1 + if is_long { a.keys.iter().map(extent).sum() } else { 0 })?;
                let next = if by_keys(&a.keys, &b.keys, descending).is_gt() { right.next() } else { left.next() };
                merged.extend(next);
            }
            merged.extend(left.chain(right));
        }
        *rows = merged;
        run = run.saturating_mul(2);
    }
    Ok(())
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
        let kept = sorter.keep.iter().map(|&slot| row[slot].clone()).collect();
        let held = Held { keys: std::mem::take(&mut sorter.scratch), kept };
        let bytes = held.weight();
        self.budget.hold(bytes)?;
        sorter.bytes += bytes;
        sorter.rows.push(held);
        if sorter.rows.len() >= top.saturating_mul(2).max(SMALLEST_CUT) && sorter.top.is_some() {
            sorter.cut(self.budget)?;
        }
        Ok(())
    }
}
