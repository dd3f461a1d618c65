//! The interactive loop.

use crate::cli::arguments::Invocation;
use crate::cli::console::Console;
use crate::cli::failure::Stop;

/// Shows a long page with the user's pager; `false` where there is none.
pub fn pager(_page: &str) -> bool {
    false
}

pub fn run(_invocation: &Invocation, _console: &Console) -> Result<(), Stop> {
    Ok(())
}
