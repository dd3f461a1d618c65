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
    type_and_see(&mut session, b"about cluster \"zkh\t", &["重卡和商用车\""]);
    type_and_see(&mut session, b"\x03", &["gangmu> "]);
    // Not whole before its last line.
    type_and_see(&mut session, b"MATCH (t:Term)\rRETURN count(t) AS n\r", &["1 row"]);
    type_and_see(&mut session, b":fromat csv\r", &["did you mean `:format`?"]);
    // As in other shells, without the colon.
    type_and_see(&mut session, b"help why\r", &["why"]);
    type_and_see(&mut session, b":lang zh\r", &["纲目> "]);
    type_and_see(&mut session, b"quit\r", &[]);
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

#[test]
fn bytes_that_are_no_text_do_not_end_the_prompt() {
    let mut session = prompt(&[]);
    type_and_see(&mut session, b"", &["gangmu> "]);
    // 园区 as GBK has it, then bytes that no encoding begins with.
    type_and_see(&mut session, b"\xd4\xb0\xc7\xf8\r", &["not readable", "gangmu> "]);
    type_and_see(&mut session, b"\xff\xfe\x80goals\r", &["not readable", "gangmu> "]);
    type_and_see(&mut session, b"RETURN 6 * 7 AS n\r", &["42"]);
    type_and_see(&mut session, b":quit\r", &[]);
    session.expect(Eof).expect("the end");
}

/// What the program prints up to its next prompt.
fn answer(session: &mut expectrl::session::OsSession, typed: &str) -> String {
    session.write_all(typed.as_bytes()).expect("typing");
    session.flush().expect("typing");
    // The first is that behind which was typed.
    session.expect("\r\n").expect("an end of line");
    let found = session.expect("gangmu> ").expect("the prompt");
    String::from_utf8_lossy(found.before()).into_owned()
}

#[test]
fn tables_keep_to_a_terminal_that_has_become_narrow() {
    let mut session = prompt(&[]);
    session.get_process_mut().set_window_size(60, 40).expect("another size");
    type_and_see(&mut session, b"", &["gangmu> "]);
    let page = answer(&mut session, "measures supporting goal \"发明专利\" with evidence top 2\r");
    let rows: Vec<&str> = page.lines().map(str::trim_end).filter(|line| line.starts_with(['┌', '│', '╞', '└'])).collect();
    assert!(rows.len() > 6, "no table: {page}");
    assert!(rows.iter().all(|line| gangmu::output::display_width(line) <= 60), "too wide: {page}");
    assert!(page.contains("quote"), "the quote is not shown: {page}");
}

#[test]
fn what_is_typed_ahead_is_read_and_history_is_searched() {
    let mut session = prompt(&[]);
    type_and_see(&mut session, b"", &["gangmu> "]);
    type_and_see(&mut session, b"RETURN 6 * 7 AS n\rRETURN 'a' + 'b' AS t\rRETURN 10 - 1 AS m\r", &["42", "ab", "9", "1 row"]);
    type_and_see(&mut session, b"\x126 * 7", &["reverse-i-search", "RETURN 6 * 7 AS n"]);
    type_and_see(&mut session, b"\r", &["42", "gangmu> "]);
    // A paste of several statements, as terminals mark it.
    type_and_see(&mut session, "\x1b[200~RETURN '甲' AS a;\nRETURN '乙' AS b;\x1b[201~\r".as_bytes(), &["甲", "乙", "gangmu> "]);
}

#[test]
fn the_last_statement_is_edited_in_the_users_editor() {
    let mut command = program(shared_store());
    command.env("NO_COLOR", "1").env("TERM", "xterm").env("EDITOR", "sed -i s/40/60/").stdin(std::process::Stdio::inherit());
    command.env_remove("VISUAL");
    let mut session = Session::spawn(command).expect("a pseudo-terminal");
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    type_and_see(&mut session, b"", &["gangmu> "]);
    type_and_see(&mut session, b"RETURN 40 + 1 AS n\r", &["41", "gangmu> "]);
    type_and_see(&mut session, b":edit\r", &["RETURN 60 + 1 AS n", "61", "gangmu> "]);
}
