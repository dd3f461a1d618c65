//! The prompt as a person uses it, on a pseudo-terminal.
#![cfg(unix)]

use std::io::Write;
use std::time::Duration;

use expectrl::process::unix::WaitStatus;
use expectrl::{Eof, Expect, Session};

use super::{program, shared_store};

fn prompt(words: &[&str]) -> expectrl::session::OsSession {
    let mut command = program(shared_store());
    command.args(words).env("NO_COLOR", "1").env("TERM", "xterm").env("PAGER", "cat").stdin(std::process::Stdio::inherit());
    let mut session = Session::spawn(command).expect("a pseudo-terminal");
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    session
}

/// Types, then waits for each of the pieces in turn.
fn type_and_see(session: &mut expectrl::session::OsSession, typed: &[u8], pieces: &[&str]) {
    session.write_all(typed).expect("typing");
    session.flush().expect("typing");
    for piece in pieces {
        if let Err(error) = session.expect(piece) {
            let mut rest = [0; 4096];
            let read = session.try_read(&mut rest).unwrap_or(0);
            panic!("no `{piece}` after {:?}: {error}; then {}", String::from_utf8_lossy(typed), String::from_utf8_lossy(&rest[..read]));
        }
    }
}

#[test]
fn a_person_asks_completes_recalls_and_leaves() {
    let mut session = prompt(&[]);
    type_and_see(&mut session, b"", &["1 plan: ", "Try:", "gangmu> "]);
    // Chinese, with the row's proof.
    type_and_see(&mut session, "支撑目标“发明专利”的措施 前1条\r".as_bytes(), &["1 row"]);
    type_and_see(&mut session, b"why 1\r", &["SUPPORTS", "confidence"]);
    type_and_see(&mut session, b"open 1\r", &[">>"]);
    type_and_see(&mut session, b"why 9\r", &["no row 9"]);
    // Tab after pinyin initials.
    type_and_see(&mut session, b"about cluster \"djk\t", &["大健康\""]);
    type_and_see(&mut session, b"\x03", &["gangmu> "]);
    // Not whole before its last line.
    type_and_see(&mut session, b"MATCH (t:Term)\rRETURN count(t) AS n\r", &["1 row"]);
    type_and_see(&mut session, b":fromat csv\r", &["did you mean `:format`?"]);
    type_and_see(&mut session, b":lang zh\r", &["纲目> "]);
    type_and_see(&mut session, b"\x04", &[]);
    session.expect(Eof).expect("the end");
    assert!(matches!(session.get_process().wait(), Ok(WaitStatus::Exited(_, 0))));
}

#[test]
fn ctrl_c_ends_the_statement_and_not_the_prompt() {
    let mut session = prompt(&[]);
    type_and_see(&mut session, b"", &["gangmu> "]);
    type_and_see(&mut session, b"UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*)\r", &["\n"]);
    std::thread::sleep(Duration::from_millis(500));
    type_and_see(&mut session, b"\x03", &["error", "gangmu> "]);
    type_and_see(&mut session, b"RETURN 6 * 7 AS n\r", &["42"]);
    type_and_see(&mut session, b":quit\r", &[]);
    session.expect(Eof).expect("the end");
}
