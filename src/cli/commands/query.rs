use std::io::{IsTerminal, Read};
use std::sync::Arc;

use super::with_evaluator;
use crate::base::{Diagnostic, ErrorClass, Message, Source};
use crate::cli::arguments::Invocation;
use crate::cli::console::Console;
use crate::cli::failure::Stop;
use crate::cli::session::statement_span;
use crate::cli::statements::{PieceKind, split};

/// `gangmu query`: one statement, then exit.
pub fn run(invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    let (name, text) = match (invocation.option("file"), invocation.words.is_empty()) {
        (Some(_), false) => {
            return Err(Stop::usage("give the statement either as text or with -f", "语句请二选一：直接写出，或用 -f 指定文件"));
        }
        (Some(file), true) => (file.to_owned(), read_text(file)?),
        (None, false) if invocation.words == ["-"] => ("-".to_owned(), read_text("-")?),
        (None, false) => ("<query>".to_owned(), invocation.words.join(" ")),
        // What another program pipes in is meant to be read.
        (None, true) if !std::io::stdin().is_terminal() => {
            let text = read_text("-")?;
            if text.trim().is_empty() {
                return Err(nothing());
            }
            ("-".to_owned(), text)
        }
        (None, true) => return Err(nothing()),
    };
    let source = Arc::new(Source::new(name, text));
    let pieces = split(source.text(), |_| false);
    if pieces.first().is_some_and(|piece| piece.kind == PieceKind::Directive) {
        return Err(Stop::usage("`:commands` work at the prompt and in batch files", "`:命令` 只能用于提示符与批处理文件"));
    }
    if let Some(second) = pieces.get(1) {
        let error = Diagnostic::compile(
            ErrorClass::SyntaxError,
            "SeveralStatements",
            Message::new("query takes one statement", "query 只接受一条语句"),
        );
        let error = error.at(second.span).in_source(&source).hint("`gangmu run` takes many", "多条语句请用 `gangmu run`");
        return Err(error.into());
    }
    let span = statement_span(source.text());
    with_evaluator(invocation, console, |evaluator| evaluator.statement(&source, span))
}

fn nothing() -> Stop {
    Stop::usage("there is no statement", "没有语句")
        .hint("gangmu query 'measures supporting goal \"…\"'", "gangmu query '支撑目标“…”的措施'")
}

/// A text file of the user's, or standard input for `-`. Other than UTF-8 is refused with the line where it breaks.
pub fn read_text(name: &str) -> Result<String, Stop> {
    let bytes = if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(name)
    };
    let bytes = bytes.map_err(|error| Stop::unreadable(name, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = Message::new(format!("{name} is not UTF-8 text (line {line})"), format!("{name} 不是 UTF-8 文本（第 {line} 行）"));
        Stop::with_code(Diagnostic::compile(ErrorClass::ImportError, "NotText", message), 1)
    })
}
