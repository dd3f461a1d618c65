//! What stands on the screen: sessions at the prompt as a terminal of a given size shows them, kept as texts in `screens/`.
//! A changed screen is a change that somebody must have looked at: `GANGMU_GOLDEN=write` takes it over.
#![cfg(unix)]

use std::io::Write;
use std::time::Duration;

use expectrl::{Expect, Session};

use super::{program, shared_store};

/// A terminal with the program at its prompt.
struct Terminal {
    session: expectrl::session::OsSession,
    screen: vt100::Parser,
}

impl Terminal {
    fn open(words: &[&str], rows: u16, columns: u16) -> Self {
        let mut command = program(shared_store());
        command.args(words).env("NO_COLOR", "1").env("TERM", "xterm").env("PAGER", "cat").stdin(std::process::Stdio::inherit());
        let mut session = Session::spawn(command).expect("a pseudo-terminal");
        session.set_expect_timeout(Some(Duration::from_secs(20)));
        session.get_process_mut().set_window_size(columns, rows).expect("a size");
        Self { session, screen: vt100::Parser::new(rows, columns, 0) }
    }

    /// Types, and looks until the pieces have come one after another.
    fn type_and_see(&mut self, typed: &str, pieces: &[&str]) {
        self.session.write_all(typed.as_bytes()).expect("typing");
        self.session.flush().expect("typing");
        for piece in pieces {
            let found = self.session.expect(*piece).unwrap_or_else(|error| panic!("no `{piece}` after {typed:?}: {error}"));
            self.screen.process(found.before());
            self.screen.process(found.get(0).expect("what was waited for"));
        }
    }

    /// The lines of the screen without blanks at their ends.
    fn text(&self) -> String {
        let contents = self.screen.screen().contents();
        contents.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    fn shows(&self, name: &str) {
        let path = crate::house::root("tests/program/screens").join(format!("{name}.txt"));
        let found = self.text();
        if std::env::var_os("GANGMU_GOLDEN").is_some() {
            std::fs::write(&path, &found).expect("a file");
        }
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, golden, "the screen `{name}` has changed");
    }
}

#[test]
fn a_question_its_proof_and_a_mistake_at_eighty_columns() {
    let mut terminal = Terminal::open(&[], 60, 80);
    terminal.type_and_see("", &["leaves.", "gangmu> "]);
    terminal.type_and_see("parks hosting cluster \"教育装备\" with evidence\r", &["1 row", "gangmu> "]);
    terminal.type_and_see("why 1\r", &["confidence", "gangmu> "]);
    terminal.type_and_see("measures suporting goal “人才”\r", &["hint", "gangmu> "]);
    terminal.shows("question");
}

#[test]
fn the_same_in_chinese_at_sixty_columns() {
    let mut terminal = Terminal::open(&["--lang", "zh"], 60, 60);
    terminal.type_and_see("", &["退出。", "纲目> "]);
    terminal.type_and_see("承载集群“教育装备”的园区，附证据\r", &["1 行", "纲目> "]);
    terminal.type_and_see("打开 1\r", &["<<", "纲目> "]);
    terminal.type_and_see("支称目标“人才”的措施\r", &["提示", "纲目> "]);
    terminal.shows("question-zh");
}

#[test]
fn a_matrix_and_bars_keep_to_their_width() {
    let mut terminal = Terminal::open(&[], 60, 80);
    terminal.type_and_see("", &["leaves.", "gangmu> "]);
    terminal.type_and_see("count measures per task level 1\r", &["rows", "gangmu> "]);
    terminal.type_and_see("count parks per cluster per region\r", &["Totals count", "gangmu> "]);
    terminal.shows("counts");
}
