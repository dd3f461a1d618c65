//! Panics of libraries that read files which may be damaged: caught, and not printed.

use std::cell::Cell;
use std::panic::{self, UnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `act` and catches its panic, without the text that a panic prints. For calls into libraries whose panics are answers
/// to bad files; a panic of ours is a fault and must stay loud.
pub fn quietly<T>(act: impl FnOnce() -> T + UnwindSafe) -> std::thread::Result<T> {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.with(Cell::get) {
                before(info);
            }
        }));
    });
    let outer = QUIET.with(|quiet| quiet.replace(true));
    let result = panic::catch_unwind(act);
    QUIET.with(|quiet| quiet.set(outer));
    result
}
