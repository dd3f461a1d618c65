//! The real program, end to end: exit codes, messages, files, machine formats.

mod bad_input;

mod batch;
mod curation;

mod machine;
mod prompt;
mod screens;
mod tour;
mod versions;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// A store with the bundled plan, made once: tests that only read share it.
pub fn shared_store() -> &'static Path {
    static STORE: OnceLock<TempDir> = OnceLock::new();
    let dir = STORE.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a folder");
        let plan = crate::house::root("seeds").join("jiangmen-2025.txt");
        let made = run_in(dir.path(), &["import", plan.to_str().expect("a path")]);
        assert!(made.status.success(), "{}", err(&made));
        dir
    });
    dir.path()
}

/// The program on the store in `dir`, told nothing of the user's own settings.
pub fn program(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gangmu"));
    command.env("GANGMU_STORE", dir.join("store")).env("XDG_DATA_HOME", dir).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    command
}

pub fn run_in(dir: &Path, words: &[&str]) -> Output {
    program(dir).args(words).output().expect("the program runs")
}

/// The program on the shared store.
pub fn gangmu(words: &[&str]) -> Output {
    run_in(shared_store(), words)
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8 on standard output")
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8 on standard error")
}

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

/// A file in `dir` with that text.
pub fn file(dir: &Path, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, text).expect("a file");
    path
}
