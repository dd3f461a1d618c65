//! One file a command.

mod audit;
mod audit_report;
pub mod batch;
mod curation;
mod export;
mod import;
pub mod listing;
mod query;
mod shell;
mod store;

use std::io::{self, IsTerminal};

use super::arguments::Invocation;
use super::console::Console;
use super::evaluator::{Evaluator, Fence};
use super::failure::Stop;
use super::{prompt, session};
use crate::engine::Progress;

/// Runs the command that the user asked for.
pub fn run(invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    let path: Vec<&str> = invocation.path.iter().map(String::as_str).collect();
    match path.as_slice() {
        // A program at the other end of the pipe wants no prompt.
        [] if io::stdin().is_terminal() => prompt::run(invocation, console),
        [] => batch::run(&Invocation { words: vec!["-".into()], ..invocation.clone() }, console),
        ["query"] => query::run(invocation, console),
        ["run"] => batch::run(invocation, console),
        ["session"] => session::run(invocation, console),
        ["import"] => import::run(invocation, console),
        ["audit"] => audit::run(invocation, console),
        ["export"] => export::run(invocation, console),
        ["store", part] => store::run(part, invocation, console),
        ["curation", part] => curation::run(part, invocation, console),
        ["plans", "remove"] => listing::remove_plans(invocation, console),
        ["schema"] => {
            with_evaluator(invocation, console, |evaluator| listing::schema(evaluator, invocation.words.first().map(String::as_str)))
        }
        ["plans"] => with_evaluator(invocation, console, listing::plans),
        ["stats"] => with_evaluator(invocation, console, listing::stats),
        ["completions"] => shell::completions(invocation, console),
        ["man"] => shell::man(console),
        _ => shell::reference(console),
    }
}

/// Opens the store, sends the output where `--out` says, does the work, finishes the output.
pub fn with_evaluator(
    invocation: &Invocation,
    console: &Console,
    work: impl FnOnce(&mut Evaluator) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut evaluator = Evaluator::open(&invocation.common, console, Fence::Open)?;
    if let Some(path) = &invocation.common.out {
        evaluator.sink.redirect(path)?;
    }
    work(&mut evaluator)?;
    evaluator.sink.finish()
}

/// Shows how far long work has come.
pub fn progress_on(console: &Console) -> impl FnMut(Progress<'_>) + '_ {
    |progress| {
        let words = console.lang.pick(progress.en, progress.zh);
        let figures = if progress.total > 0 { format!(" {}/{}", progress.done, progress.total) } else { String::new() };
        console.progress(&format!("{words}{figures}"));
    }
}
