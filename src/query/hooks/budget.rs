use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::base::{Diagnostic, ErrorClass, Message, Outcome};

/// How many units of work pass between two looks at the clock and the interrupt flag.
const STRIDE: u32 = 4096;

/// How much a statement may use, and how much it has used. Every loop of execution asks it.
#[derive(Clone, Debug)]
pub struct Budget {
    deadline: Option<Instant>,
    timeout: Duration,
    interrupt: Option<Arc<AtomicBool>>,
    max_rows: usize,
    max_bytes: usize,
    countdown: Cell<u32>,
    rows: Cell<usize>,
    bytes: Cell<usize>,
}

impl Default for Budget {
    fn default() -> Self {
        Self::unlimited()
    }
}

impl Budget {
    /// No bound on time, rows or memory.
    pub fn unlimited() -> Self {
        Self {
            deadline: None,
            timeout: Duration::ZERO,
            interrupt: None,
            max_rows: usize::MAX,
            max_bytes: usize::MAX,
            countdown: Cell::new(STRIDE),
            rows: Cell::new(0),
            bytes: Cell::new(0),
        }
    }

    /// The statement ends with an error when this long has passed from now.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.deadline = Instant::now().checked_add(timeout);
        self.timeout = timeout;
        self
    }

    /// The statement ends with an error soon after the flag is set.
    pub fn with_interrupt(mut self, flag: Arc<AtomicBool>) -> Self {
        self.interrupt = Some(flag);
        self
    }

    /// More rows than this in the answer are an error.
    pub fn with_rows(mut self, most: usize) -> Self {
        self.max_rows = most;
        self
    }

    /// More bytes than this held at once (an estimate) are an error.
    pub fn with_memory(mut self, most: usize) -> Self {
        self.max_bytes = most;
        self
    }

    /// One unit of work: a node or relation touched, an item looked at.
    #[inline]
    pub fn tick(&self) -> Outcome<()> {
        let left = self.countdown.get();
        if left > 0 {
            self.countdown.set(left - 1);
            return Ok(());
        }
        self.countdown.set(STRIDE);
        self.check()
    }

    /// So many units of work at once: the items of a list, some bytes of a text.
    #[inline]
    pub fn ticks(&self, count: usize) -> Outcome<()> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        match self.countdown.get().checked_sub(count) {
            Some(left) => {
                self.countdown.set(left);
                Ok(())
            }
            None => {
                self.countdown.set(STRIDE);
                self.check()
            }
        }
    }

    /// Looks at the clock and the flag now; for procedures that work in long steps.
    #[cold]
    pub fn check(&self) -> Outcome<()> {
        if self.interrupt.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            let message = Message::new("interrupted", "已中断");
            return Err(Diagnostic::runtime(ErrorClass::Interrupted, "Interrupted", message));
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            let seconds = self.timeout.as_secs_f64();
            let message = Message::new(format!("not done within {seconds} s"), format!("{seconds} 秒内未完成"));
            return Err(Diagnostic::runtime(ErrorClass::ResourceError, "Timeout", message)
                .hint("raise it with --timeout, or narrow the question", "可用 --timeout 放宽，或缩小问题的范围"));
        }
        Ok(())
    }

    /// One row of the answer.
    pub fn row(&self) -> Outcome<()> {
        self.rows.set(self.rows.get() + 1);
        if self.rows.get() <= self.max_rows {
            return Ok(());
        }
        let most = self.max_rows;
        let message = Message::new(format!("more than {most} rows"), format!("结果超过 {most} 行"));
        Err(Diagnostic::runtime(ErrorClass::ResourceError, "Rows", message).hint("add LIMIT", "可加 LIMIT"))
    }

    /// So many more bytes are held from now on.
    pub fn hold(&self, bytes: usize) -> Outcome<()> {
        self.bytes.set(self.bytes.get().saturating_add(bytes));
        if self.bytes.get() <= self.max_bytes { Ok(()) } else { Err(self.too_much()) }
    }

    /// Whether so many more bytes could be held: asked before a value of that size is made.
    pub fn room(&self, bytes: usize) -> Outcome<()> {
        if self.bytes.get().saturating_add(bytes) <= self.max_bytes { Ok(()) } else { Err(self.too_much()) }
    }

    #[cold]
    fn too_much(&self) -> Box<Diagnostic> {
        let most = self.max_bytes >> 20;
        let message = Message::new(format!("more than {most} MiB of memory needed"), format!("所需内存超过 {most} MiB"));
        Diagnostic::runtime(ErrorClass::ResourceError, "Memory", message)
            .hint("narrow the question, or raise it with --max-memory", "请缩小问题的范围，或用 --max-memory 放宽")
    }

    /// Bytes that are held now.
    pub fn held(&self) -> usize {
        self.bytes.get()
    }

    /// What has been held since [`Budget::held`] gave `bytes` is held no longer.
    pub fn back_to(&self, bytes: usize) {
        self.bytes.set(bytes);
    }

    /// So many bytes are held no longer.
    pub fn release(&self, bytes: usize) {
        self.bytes.set(self.bytes.get().saturating_sub(bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bound_ends_in_an_error_of_its_name() {
        let detail = |outcome: Outcome<()>| outcome.unwrap_err().detail.into_owned();
        let flag = Arc::new(AtomicBool::new(true));
        let until = |budget: &Budget| (0..=STRIDE).try_for_each(|_| budget.tick());
        assert_eq!(detail(until(&Budget::unlimited().with_interrupt(flag))), "Interrupted");
        assert_eq!(detail(until(&Budget::unlimited().with_timeout(Duration::ZERO))), "Timeout");
        assert_eq!(detail(Budget::unlimited().with_rows(0).row()), "Rows");
        assert_eq!(detail(Budget::unlimited().with_memory(7).hold(8)), "Memory");
        assert_eq!(detail(Budget::unlimited().with_memory(7).room(8)), "Memory");
        assert!(Budget::unlimited().with_memory(7).room(7).is_ok());
        assert_eq!(detail(Budget::unlimited().with_timeout(Duration::ZERO).ticks(1 << 20)), "Timeout");
        assert!(until(&Budget::unlimited()).is_ok());
    }
}
