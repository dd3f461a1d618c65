use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::base::Message;
use crate::query::hooks::Budget;

/// Which store, and how to meet it.
#[derive(Clone, Debug, Default)]
pub struct StoreOptions {
    /// The directory of the store; need not exist yet.
    pub dir: PathBuf,
    /// How long a writer waits for another writer before it gives up; at once where `None`.
    pub wait: Option<Duration>,
    /// Replaces the built-in `graph/`.
    pub schema_dir: Option<PathBuf>,
    /// Fill a store that has nothing yet with the plan that is bundled in the program.
    pub bundled_on_first_use: bool,
    /// Who curates: written beside each change. The name of the account where `None`.
    pub author: Option<String>,
    /// Who hears of what was put right on the way.
    pub notices: Notices,
}

/// Takes sentences that the user should hear of work that went well; nobody hears them where there is no hearer.
#[derive(Clone, Default)]
pub struct Notices(Option<Arc<dyn Fn(&Message) + Send + Sync>>);

impl Notices {
    pub fn to(hearer: impl Fn(&Message) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hearer)))
    }

    pub(super) fn tell(&self, message: &Message) {
        if let Some(hearer) = &self.0 {
            hearer(message);
        }
    }
}

impl fmt::Debug for Notices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Notices(heard)" } else { "Notices" })
    }
}

impl StoreOptions {
    pub fn at(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into(), ..Self::default() }
    }
}

/// What one statement may use up.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Wall clock; no limit where `None`.
    pub timeout: Option<Duration>,
    /// Rows of the answer.
    pub rows: Option<usize>,
    /// Bytes held by rows that are being made.
    pub memory: Option<usize>,
    /// Set from outside (Ctrl-C) to end the statement.
    pub interrupt: Option<Arc<AtomicBool>>,
    /// Seed of `rand()`.
    pub seed: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout: None, rows: None, memory: Some(2 << 30), interrupt: None, seed: 0 }
    }
}

/// How far a long piece of work has come: what is being done (English, Chinese), how much of how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    pub en: &'a str,
    pub zh: &'a str,
    pub done: u64,
    /// 0 where it is not known.
    pub total: u64,
}

impl Limits {
    /// The budget of a statement that begins now.
    pub(super) fn budget(&self) -> Budget {
        let mut budget = Budget::unlimited();
        if let Some(timeout) = self.timeout {
            budget = budget.with_timeout(timeout);
        }
        if let Some(rows) = self.rows {
            budget = budget.with_rows(rows);
        }
        if let Some(memory) = self.memory {
            budget = budget.with_memory(memory);
        }
        match &self.interrupt {
            Some(flag) => budget.with_interrupt(Arc::clone(flag)),
            None => budget,
        }
    }
}
