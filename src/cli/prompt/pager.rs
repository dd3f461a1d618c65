use std::io::Write;
use std::process::{Command, Stdio};

/// Shows a long page with `$PAGER`, else `less`; `false` where there is none, so that the page is printed as it is.
pub fn pager(page: &str) -> bool {
    let asked = std::env::var("PAGER").unwrap_or_else(|_| "less".into());
    let mut words = asked.split_whitespace();
    let Some(program) = words.next() else { return false };
    let mut command = Command::new(program);
    // less: colours as they are, no wrapping of tables, no clearing of the screen, leave where all fits.
    command.args(words).stdin(Stdio::piped()).env("LESSCHARSET", "utf-8");
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "-RSFX");
    }
    let Ok(mut child) = command.spawn() else { return false };
    if let Some(mut input) = child.stdin.take() {
        // Who leaves the pager early has seen enough.
        let _ = input.write_all(page.as_bytes());
    }
    child.wait().is_ok_and(|status| status.code() != Some(127))
}
