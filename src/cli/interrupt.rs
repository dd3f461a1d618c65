//! Ctrl-C: ends the statement that runs; where none runs, the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The flag that a running statement looks at.
#[derive(Clone, Debug, Default)]
pub struct Interrupt {
    flag: Arc<AtomicBool>,
    running: Arc<AtomicBool>,
    /// Between statements Ctrl-C ends nothing: the user is at the prompt.
    stays: Arc<AtomicBool>,
}

impl Interrupt {
    /// Takes Ctrl-C (and SIGTERM) over. A second one while a statement runs ends the program. Where a handler cannot be set,
    /// the system's own stays: the program just ends.
    pub fn install() -> Self {
        let own = Self::default();
        let shared = own.clone();
        let _ = ctrlc::set_handler(move || {
            let again = shared.flag.swap(true, Ordering::SeqCst);
            let runs = shared.running.load(Ordering::SeqCst);
            if (runs && again) || (!runs && !shared.stays.load(Ordering::SeqCst)) {
                std::process::exit(130);
            }
        });
        own
    }

    /// The program outlives Ctrl-C where no statement runs.
    pub fn stay(&self) {
        self.stays.store(true, Ordering::SeqCst);
    }

    /// The flag for [`crate::engine::Limits::interrupt`], cleared for a new statement.
    pub fn begin(&self) -> Arc<AtomicBool> {
        self.flag.store(false, Ordering::SeqCst);
        self.running.store(true, Ordering::SeqCst);
        Arc::clone(&self.flag)
    }

    pub fn end(&self) {
        self.running.store(false, Ordering::SeqCst);
    }
}
