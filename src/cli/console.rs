use std::io::{self, IsTerminal, Write};

use super::failure::Stop;
use crate::base::{Diagnostic, Lang};
use crate::output;

/// When colour is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColourChoice {
    #[default]
    Auto,
    Always,
    Never,
}

/// The two streams that a person sees, and how messages are put on them.
#[derive(Clone, Debug)]
pub struct Console {
    pub lang: Lang,
    pub colour: ColourChoice,
    /// Errors are told as one line of JSON.
    pub json_errors: bool,
    stdout_terminal: bool,
    stderr_terminal: bool,
}

impl Console {
    pub fn new(lang: Lang) -> Self {
        let (stdout_terminal, stderr_terminal) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        Self { lang, colour: ColourChoice::Auto, json_errors: false, stdout_terminal, stderr_terminal }
    }

    pub const fn stdout_is_terminal(&self) -> bool {
        self.stdout_terminal
    }

    /// Columns of the terminal on standard output; `None` where that is no terminal.
    pub fn width(&self) -> Option<usize> {
        if !self.stdout_terminal {
            return None;
        }
        let from_env = || std::env::var("COLUMNS").ok()?.parse().ok();
        terminal_size::terminal_size()
            .map(|(columns, _)| usize::from(columns.0))
            .or_else(from_env)
            .or(Some(80))
            .map(|width: usize| width.max(20))
    }

    /// Lines of the terminal on standard output.
    pub fn height(&self) -> usize {
        terminal_size::terminal_size().map_or(24, |(_, lines)| usize::from(lines.0))
    }

    /// Whether messages on standard error are coloured: NO_COLOR (no-color.org) and dumb terminals are honoured.
    pub fn coloured(&self) -> bool {
        let plain =
            || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || std::env::var("TERM").as_deref() == Ok("dumb");
        match self.colour {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto => self.stderr_terminal && !plain(),
        }
    }

    /// Tells an error on standard error.
    pub fn error(&self, error: &Diagnostic) {
        if self.json_errors {
            self.note(&output::error_line(error, self.lang));
        } else {
            let page = output::draw(error, self.lang, self.coloured());
            self.note(page.trim_end());
        }
    }

    /// One line (or several) on standard error. Nobody can be told when even that fails.
    pub fn note(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    pub fn say(&self, en: &str, zh: &str) {
        self.note(&self.fitted(&output::escape::harmless(self.lang.pick(en, zh))));
    }

    /// A text as it fits the terminal on standard error: long lines are broken at words, and what follows is set below the
    /// beginning of the line's last column.
    pub fn fitted(&self, text: &str) -> String {
        match terminal_size::terminal_size_of(io::stderr()).filter(|_| self.stderr_terminal) {
            Some((columns, _)) => hanging(text, usize::from(columns.0)),
            None => text.to_owned(),
        }
    }

    /// A line that the next one overwrites; shown on terminals only.
    pub fn progress(&self, text: &str) {
        if self.stderr_terminal {
            let text = output::clip(&output::escape::one_line(text), 76);
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K{text}");
        }
    }

    /// Takes the last progress line away.
    pub fn progress_done(&self) {
        if self.stderr_terminal {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}

/// Breaks lines at `width` columns. A line in columns, which two blanks part, goes on below its last column.
fn hanging(text: &str, width: usize) -> String {
    let line = |line: &str| {
        if output::display_width(line) <= width {
            return line.to_owned();
        }
        let start = line.rfind("  ").map_or(0, |at| at + 2);
        let column = output::display_width(&line[..start]);
        let (start, column) = if column > width / 2 { (0, 0) } else { (start, column) };
        let rest = output::wrap(&line[start..], width - column);
        format!("{}{}", &line[..start], rest.join(&format!("\n{:column$}", "")))
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Writes a page to standard output at once.
pub fn print(text: &[u8]) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    out.write_all(text).and_then(|()| out.flush()).map_err(|error| Stop::unwritable("<stdout>", &error))
}

#[cfg(test)]
mod tests {
    use super::hanging;

    #[test]
    fn lines_in_columns_go_on_below_their_last_column() {
        assert_eq!(hanging("  :out [FILE]  write rows to a file", 34), "  :out [FILE]  write rows to a\n               file");
        assert_eq!(hanging("“没有”指规划中没有写明", 14), "“没有”指规划中\n没有写明");
        assert_eq!(hanging("short", 3), "sho\nrt");
    }
}
