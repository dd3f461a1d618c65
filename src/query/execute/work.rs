use std::cell::Cell;
use std::time::Duration;

/// What one operator did in one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpWork {
    /// Rows given.
    pub rows: u64,
    /// Nodes and relations looked at.
    pub touched: u64,
    /// Time in this operator and in those that it calls; zero unless times are asked for.
    pub time: Duration,
}

/// What the operators of a plan did, each at its place.
#[derive(Debug, Default)]
pub struct Work {
    ops: Vec<Cell<OpWork>>,
    pub(super) timed: bool,
}

impl Work {
    pub fn new(ops: usize, timed: bool) -> Self {
        Self { ops: vec![Cell::default(); ops], timed }
    }

    pub fn of(&self, op: usize) -> OpWork {
        self.ops.get(op).map(Cell::get).unwrap_or_default()
    }

    /// Nodes and relations looked at by all operators: what tests guard instead of time.
    pub fn touched(&self) -> u64 {
        self.ops.iter().map(|op| op.get().touched).sum()
    }

    #[inline]
    pub(super) fn add(&self, op: usize, rows: u64, touched: u64) {
        if let Some(cell) = self.ops.get(op) {
            let mut work = cell.get();
            work.rows += rows;
            work.touched += touched;
            cell.set(work);
        }
    }

    pub(super) fn spend(&self, op: usize, time: Duration) {
        if let Some(cell) = self.ops.get(op) {
            let mut work = cell.get();
            work.time += time;
            cell.set(work);
        }
    }
}
