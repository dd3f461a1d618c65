//! Floor 6: the doors: prompt, batch, one-liner, session; one evaluator behind all.
//!
//! | module | what it is |
//! |---|---|
//! | [`catalogue`] | every command, option, `:command`, setting and format, declared once with help in both languages |
//! | `arguments` | words of the command line → [`arguments::Invocation`] |
//! | `evaluator` | one statement or directive → a page on its way out |
//! | `statements` | text of a batch file → statements and directives |
//! | `sink` | pages → standard output or a file that appears whole or not at all |
//! | `commands` | one file a command |
//! | `prompt` | the interactive loop: editing, completion, recall of rows |
//! | `session` | JSON lines in, JSON lines out |

mod arguments;
pub mod catalogue;
mod cite;
mod commands;
mod console;
mod directives;
mod evaluator;
mod failure;
mod interrupt;
mod prompt;
mod reading;
mod session;
mod sink;
mod statements;

use std::process::ExitCode;

use console::Console;
use failure::Stop;

pub use catalogue::reference;
pub use statements::{Piece, PieceKind, split};

/// The whole program; gives its exit code.
pub fn main() -> ExitCode {
    let words: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let mut console = Console::new(arguments::language(&words));
    let stop = match arguments::parse(&words, &mut console) {
        Ok(invocation) => commands::run(&invocation, &console).err(),
        Err(stop) => Some(stop),
    };
    match stop {
        None | Some(Stop::Done | Stop::ClosedPipe) => ExitCode::SUCCESS,
        Some(Stop::Code(code)) => ExitCode::from(code),
        Some(Stop::Failed { error, code }) => {
            console.error(&error);
            ExitCode::from(code)
        }
    }
}
