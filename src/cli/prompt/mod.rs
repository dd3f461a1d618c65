//! The interactive loop.
//!
//! | module | what it is |
//! |---|---|
//! | `helper` | what the line editor asks while the user types: whole or not, colours, hints, completion |
//! | `words`, `names`, `complete` | text before the cursor → what it means → what may come next |
//! | `recall` | `why 3`, `evidence 3`, `open 3` |
//! | `welcome`, `pager`, `edit` | first lines, long pages, the user's editor |

mod complete;
mod edit;
mod helper;
mod names;
mod pager;
mod recall;
mod welcome;
mod words;

use std::path::PathBuf;
use std::sync::Arc;

use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Cmd, CompletionType, Config, Editor, KeyEvent};

use super::catalogue;
use super::commands::batch;
use super::directives::{self, Next, Place};
use super::evaluator::{Evaluator, Fence};
use crate::base::{Lang, Source};
use crate::cli::arguments::{Invocation, data_dir};
use crate::cli::console::{Console, print};
use crate::cli::failure::Stop;
use crate::cli::statements::{PieceKind, split};
use crate::query::read::read;
use crate::schema::Schema;
use helper::{Assistant, wants_more};
use names::Names;
pub use pager::pager;

/// Statements that history keeps.
const HISTORY: usize = 10_000;
/// A terminal that gives nothing but errors is gone.
const PATIENCE: usize = 20;
/// Files that run files: deeper is a circle.
const DEPTH: usize = 16;

type Line = Editor<Assistant, FileHistory>;

pub fn run(invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    let mut evaluator = Evaluator::open(&invocation.common, console, Fence::Open)?;
    evaluator.interrupt.stay();
    evaluator.settings.numbered = true;
    evaluator.settings.pager = true;
    if let Some(path) = &invocation.common.out {
        evaluator.sink.redirect(path)?;
    }
    print(welcome::lines(&evaluator)?.as_bytes())?;
    let mut line = editor(&evaluator)?;
    let history = data_dir().ok().map(|dir| dir.join("history"));
    if let Some(path) = &history {
        // The first time there is none.
        let _ = line.load_history(path);
    }
    let result = turns(&mut evaluator, &mut line);
    if let Some(path) = &history {
        save_history(&mut line, path);
    }
    result?;
    evaluator.sink.finish()
}

fn editor(evaluator: &Evaluator) -> Result<Line, Stop> {
    let broken = |error: ReadlineError| Stop::usage(format!("the terminal cannot be used: {error}"), format!("无法使用终端：{error}"));
    let config = Config::builder()
        .max_history_size(HISTORY)
        .and_then(|config| config.history_ignore_dups(true))
        .map_err(broken)?
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        .bracketed_paste(true)
        .build();
    let mut line = Line::with_config(config).map_err(broken)?;
    // A new line without running what is already whole.
    line.bind_sequence(KeyEvent::alt('\r'), Cmd::Newline);
    line.set_helper(Some(Assistant {
        schema: Arc::clone(&evaluator.schema),
        names: Names::of(evaluator.session.view()),
        variables: variables(evaluator),
        coloured: evaluator.console.coloured(),
    }));
    Ok(line)
}

/// Names that may stand after `$`.
fn variables(evaluator: &Evaluator) -> Vec<String> {
    let mut names: Vec<String> = evaluator.session.variables().into_iter().chain(evaluator.params.keys().cloned()).collect();
    if evaluator.last.is_some() {
        names.push("_".into());
    }
    names
}

fn save_history(line: &mut Line, path: &PathBuf) {
    if let Some(folder) = path.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    // A history that cannot be kept is no reason to fail.
    let _ = line.append_history(path);
}

fn turns(evaluator: &mut Evaluator, line: &mut Line) -> Result<(), Stop> {
    let mut failures = 0;
    let mut last_statement = String::new();
    loop {
        let prompt = match evaluator.console.lang {
            Lang::En => "gangmu> ",
            Lang::Zh => "纲目> ",
        };
        let text = match line.readline(prompt) {
            Ok(text) => text,
            // Ctrl-C takes back what was typed.
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => return Ok(()),
            Err(error) => {
                failures += 1;
                if failures > PATIENCE {
                    return Err(Stop::usage(format!("the terminal is gone: {error}"), format!("终端已断开：{error}")));
                }
                evaluator.console.say("that line was not readable; it is left out", "该行无法读取，已略去");
                continue;
            }
        };
        failures = 0;
        if text.trim().is_empty() {
            continue;
        }
        match turn(evaluator, line, &text, &mut last_statement, 0) {
            Err(Stop::Done) => return Ok(()),
            Err(Stop::Failed { error, .. }) => evaluator.console.error(&error),
            Err(Stop::ClosedPipe | Stop::Code(_)) | Ok(()) => {}
        }
        let names = variables(evaluator);
        if let Some(helper) = line.helper_mut() {
            helper.variables = names;
        }
    }
}

/// `help`, `help supporting` and `quit` without their colon, as in other shells: a word that no question begins with.
fn bare_directive<'a>(typed: &'a str, schema: &Schema) -> Option<&'a str> {
    let line = typed.trim_end_matches([';', '；']).trim_end();
    let first = line.split_whitespace().next()?;
    let directive = catalogue::directive(first)?;
    let alone = first.len() == line.len() || directive.name == "help";
    (alone && read(line, schema).is_err()).then_some(line)
}

/// Runs all that was typed at once; [`Stop::Done`] where the user wants to leave.
fn turn(evaluator: &mut Evaluator, line: &mut Line, text: &str, last: &mut String, depth: usize) -> Result<(), Stop> {
    let schema = Arc::clone(&evaluator.schema);
    let pieces = split(text, |span| span.slice(text).is_some_and(|piece| !wants_more(piece, &schema)));
    for piece in pieces {
        let typed = piece.span.slice(text).unwrap_or_default();
        let colon = if piece.kind == PieceKind::Directive { ":" } else { "" };
        let _ = line.add_history_entry(format!("{colon}{typed}"));
        // What is shown in an error is the statement alone: that is what the user looks at.
        let source = Arc::new(Source::new(evaluator.console.lang.pick("<prompt>", "<提示符>"), typed));
        let span = crate::base::Span::new(0, typed.len());
        let directive = if piece.kind == PieceKind::Directive { Some(typed) } else { bare_directive(typed, &schema) };
        match directive {
            Some(typed) => match directives::carry_out(evaluator, typed, Place::Prompt)? {
                Next::Go => {}
                Next::Quit => return Err(Stop::Done),
                Next::Run(name) => batch::include(evaluator, &name)?,
                Next::Edit if depth < DEPTH => {
                    let edited = edit::edit(last)?;
                    if !edited.trim().is_empty() {
                        print(format!("{}\n", crate::output::escape::harmless(edited.trim_end())).as_bytes())?;
                        turn(evaluator, line, &edited, last, depth + 1)?;
                    }
                }
                Next::Edit => return Err(Stop::usage("`:edit` within `:edit`", "`:edit` 嵌套过深")),
            },
            None => {
                typed.clone_into(last);
                match recall::parse(typed) {
                    Some((recall, number)) => print(recall::answer(evaluator, recall, number)?.as_bytes())?,
                    None => evaluator.statement(&source, span)?,
                }
            }
        }
    }
    Ok(())
}
