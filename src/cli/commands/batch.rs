//! `gangmu run`: batch files.

use std::path::PathBuf;
use std::sync::Arc;

use super::query::read_text;
use crate::base::{Diagnostic, ErrorClass, Source};
use crate::cli::arguments::Invocation;
use crate::cli::console::Console;
use crate::cli::directives::{self, Next, Place};
use crate::cli::evaluator::{Evaluator, Fence};
use crate::cli::failure::Stop;
use crate::cli::statements::{Piece, PieceKind, split};
use crate::engine::Session;

/// Files may include files; deeper than this is a circle.
const INCLUDE_DEPTH: usize = 16;

pub fn run(invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    let fence = if invocation.has("allow-outside") {
        Fence::Open
    } else {
        Fence::Within(invocation.option("out-dir").map_or_else(|| PathBuf::from("."), PathBuf::from))
    };
    if let (Fence::Within(folder), true) = (&fence, invocation.option("out-dir").is_some()) {
        std::fs::create_dir_all(folder).map_err(|error| Stop::unwritable(&folder.display().to_string(), &error))?;
    }
    let mut evaluator = Evaluator::open(&invocation.common, console, fence)?;
    evaluator.settings.cite = invocation.common.cite.unwrap_or(true);
    if let Some(path) = &invocation.common.out {
        evaluator.sink.redirect(path)?;
    }
    let mut batch =
        // A file that is only looked over is looked over whole.
        Batch { check: invocation.has("check"), go_on: invocation.has("check") || invocation.option("on-error") == Some("continue"), failed: None, statements: 0 };
    let mut result = Ok(());
    for name in &invocation.words {
        let file = if name == "-" { "<stdin>" } else { name };
        result = read_text(name).and_then(|text| batch.file(&mut evaluator, file, text, 0));
        if let Err(stop) = result {
            result = batch.keep(&evaluator, stop);
        }
        if result.is_err() {
            break;
        }
    }
    result?;
    evaluator.sink.finish()?;
    match batch.failed {
        Some(code) => Err(Stop::Code(code)),
        None => Ok(()),
    }
}

/// Runs a file from the prompt, up to its first error.
pub fn include(evaluator: &mut Evaluator, name: &str) -> Result<(), Stop> {
    let mut batch = Batch { check: false, go_on: false, failed: None, statements: 0 };
    batch.file(evaluator, name, read_text(name)?, 1)
}

struct Batch {
    check: bool,
    go_on: bool,
    /// Exit code of the first error.
    failed: Option<u8>,
    statements: usize,
}

impl Batch {
    /// Runs the statements of a text in order.
    fn file(&mut self, evaluator: &mut Evaluator, name: &str, text: String, depth: usize) -> Result<(), Stop> {
        let source = Arc::new(Source::new(name, text));
        let pieces = pieces(&evaluator.session, &source);
        let many = pieces.len();
        for (number, &piece) in pieces.iter().enumerate() {
            if many > 1 {
                evaluator.console.progress(&format!("{name} {}/{many}", number + 1));
            }
            let result = self.piece(evaluator, &source, piece, depth);
            evaluator.console.progress_done();
            if let Err(stop) = result
                && let Err(stop) = self.keep(evaluator, stop)
            {
                return Err(self.tell_the_rest(evaluator, &source, pieces.get(number + 1..).unwrap_or_default(), stop));
            }
        }
        Ok(())
    }

    /// Nothing runs after the error that ends a batch; what is wrong with the statements behind it is still told, so that a
    /// file is mended in one go. What they miss of variables that would have been bound is no fault of theirs.
    fn tell_the_rest(&self, evaluator: &mut Evaluator, source: &Arc<Source>, rest: &[Piece], stop: Stop) -> Stop {
        let Stop::Failed { error, code } = stop else { return stop };
        if error.class == ErrorClass::Interrupted {
            return Stop::Failed { error, code };
        }
        let mut further = Vec::new();
        for &piece in rest {
            match piece.kind {
                PieceKind::Statement => further.extend(evaluator.session.check(source, piece.span).err()),
                PieceKind::Directive => {
                    let text = piece.span.slice(source.text()).unwrap_or_default();
                    if let Err(stop) = directives::carry_out(evaluator, text, Place::Checked)
                        && let Stop::Failed { error, .. } = placed(stop, source, piece)
                    {
                        further.push(error);
                    }
                }
            }
        }
        further.retain(|error| error.class != ErrorClass::ParameterMissing);
        if further.is_empty() {
            return Stop::Failed { error, code };
        }
        evaluator.console.error(&error);
        further.iter().for_each(|error| evaluator.console.error(error));
        Stop::Code(code)
    }

    fn piece(&mut self, evaluator: &mut Evaluator, source: &Arc<Source>, piece: Piece, depth: usize) -> Result<(), Stop> {
        match piece.kind {
            PieceKind::Statement if self.check => Ok(evaluator.session.check(source, piece.span)?),
            PieceKind::Statement => {
                self.statements += 1;
                evaluator.statement(source, piece.span)
            }
            PieceKind::Directive => match self.directive(evaluator, source, piece)? {
                Next::Run(name) if depth < INCLUDE_DEPTH => {
                    let path = directives::included(source.name(), &name);
                    let name = path.display().to_string();
                    let text = read_text(&name).map_err(|stop| placed(stop, source, piece))?;
                    self.file(evaluator, &name, text, depth + 1)
                }
                Next::Run(name) => Err(placed(
                    Stop::usage(format!("{name} includes itself, or files nest too deep"), format!("{name} 循环包含或嵌套过深")),
                    source,
                    piece,
                )),
                _ => Ok(()),
            },
        }
    }

    fn directive(&self, evaluator: &mut Evaluator, source: &Arc<Source>, piece: Piece) -> Result<Next, Stop> {
        let place = if self.check { Place::Checked } else { Place::Batch };
        let text = piece.span.slice(source.text()).unwrap_or_default();
        directives::carry_out(evaluator, text, place).map_err(|stop| placed(stop, source, piece))
    }

    /// Tells an error and remembers it where the batch goes on; gives it back where it ends. An interrupt always ends it.
    fn keep(&mut self, evaluator: &Evaluator, stop: Stop) -> Result<(), Stop> {
        match stop {
            Stop::Failed { error, code } if self.go_on && error.class != ErrorClass::Interrupted => {
                evaluator.console.progress_done();
                evaluator.console.error(&error);
                self.failed.get_or_insert(code);
                Ok(())
            }
            other => Err(other),
        }
    }
}

/// Cuts a text into pieces; whether a statement is whole at a blank line, the parser says.
pub fn pieces(session: &Session, source: &Arc<Source>) -> Vec<Piece> {
    split(source.text(), |span| !wants_more(session, source, span))
}

/// Whether the statement under `span` is only the beginning of one: the parser stumbles at its very end.
pub fn wants_more(session: &Session, source: &Arc<Source>, span: crate::base::Span) -> bool {
    let text = span.slice(source.text()).unwrap_or_default();
    if !crate::cli::statements::is_balanced(text) {
        return true;
    }
    match session.check(source, span) {
        Err(error) => error.class == ErrorClass::SyntaxError && error.span.is_some_and(|place| place.start >= span.end),
        Ok(()) => false,
    }
}

/// An error of a directive with the place of its line.
fn placed(stop: Stop, source: &Arc<Source>, piece: Piece) -> Stop {
    match stop {
        Stop::Failed { error, code } => {
            let at = |error: Box<Diagnostic>| if error.span.is_none() { error.at(piece.span) } else { error };
            Stop::Failed { error: at(error).in_source(source), code }
        }
        other => other,
    }
}
