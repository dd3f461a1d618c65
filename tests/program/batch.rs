use std::io::Write;
use std::process::Stdio;

use super::{code, err, file, gangmu, out, program, shared_store};

fn run_at(dir: &std::path::Path, words: &[&str]) -> std::process::Output {
    program(shared_store()).current_dir(dir).args(words).output().expect("the program runs")
}

#[test]
fn a_study_has_sets_directives_parameters_and_includes() {
    let dir = tempfile::tempdir().unwrap();
    file(dir.path(), "more.gmq", "count terms;\n");
    let study = "-- a study\nlet $g = goals mentioning \"专利\"\n\nmeasures supporting $g top 2;\n:format csv\n:out terms.csv\nterms top 3;\n\
                 :out\n:param n = 7\nRETURN $n AS n, $m AS m;\n:run more.gmq\n";
    file(dir.path(), "study.gmq", study);
    let first = run_at(dir.path(), &["run", "study.gmq", "--param", "m=三"]);
    assert_eq!(code(&first), 0, "{}", err(&first));
    let page = out(&first);
    assert!(page.contains("Source: gangmu") && page.contains("7,三"), "{page}");
    let written = std::fs::read_to_string(dir.path().join("terms.csv")).unwrap();
    assert_eq!(written.lines().count(), 4, "{written}");
    let source = std::fs::read_to_string(dir.path().join("terms.csv.source.json")).unwrap();
    assert!(source.contains("\"query\": \"terms top 3\"") && source.contains("\"corpus\""), "{source}");
    let second = run_at(dir.path(), &["run", "study.gmq", "--param", "m=三"]);
    assert_eq!(out(&second), page, "the same study gives other bytes");
}

#[test]
fn the_first_error_ends_a_batch_unless_told_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    file(dir.path(), "a.gmq", "RETURN 1 AS one;\n\n  measres;\nRETURN 3 AS three;\n");
    let stopped = run_at(dir.path(), &["run", "a.gmq"]);
    assert_eq!(code(&stopped), 2);
    assert!(err(&stopped).contains("a.gmq:3:3"), "{}", err(&stopped));
    assert!(!out(&stopped).contains("three"));
    let whole = run_at(dir.path(), &["run", "a.gmq", "--on-error", "continue"]);
    assert_eq!(code(&whole), 2);
    assert!(out(&whole).contains("three"));
    let checked = run_at(dir.path(), &["run", "a.gmq", "--check", "--on-error", "continue"]);
    assert_eq!((code(&checked), out(&checked)), (2, String::new()));
}

#[test]
fn a_file_that_is_checked_is_checked_whole_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let text =
        "let $g = goals mentioning \"专利\"\nmeasures supporting $g\n:out new.csv\nterms top 1;\n:fromat csv\nmeasres;\n:echo said\n";
    file(dir.path(), "c.gmq", text);
    let checked = run_at(dir.path(), &["run", "c.gmq", "--check"]);
    assert_eq!((code(&checked), out(&checked)), (2, String::new()));
    for told in ["c.gmq:2:1", "end the one above it with `;`", "c.gmq:5:2", "did you mean `:format`?", "c.gmq:6:1"] {
        assert!(err(&checked).contains(told), "{told}: {}", err(&checked));
    }
    assert!(!dir.path().join("new.csv").exists());
    let stopped = run_at(dir.path(), &["run", "c.gmq"]);
    assert!(err(&stopped).contains("c.gmq:5:2") && err(&stopped).contains("c.gmq:6:1"), "{}", err(&stopped));
}

/// A device takes what is written and stays what it is; a link stays a link.
#[cfg(target_os = "linux")]
#[test]
fn only_files_are_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let full = run_at(dir.path(), &["query", "count measures", "--out", "/dev/full"]);
    assert_eq!(code(&full), 3, "{}", err(&full));
    assert!(!std::fs::metadata("/dev/full").unwrap().is_file());
    let shown = run_at(dir.path(), &["query", "count measures", "--format", "csv", "--out", "/dev/stdout"]);
    assert_eq!(out(&shown).lines().next(), Some("count"), "{}", err(&shown));
    file(dir.path(), "real.csv", "old");
    std::os::unix::fs::symlink("real.csv", dir.path().join("link.csv")).unwrap();
    assert_eq!(code(&run_at(dir.path(), &["query", "count measures", "--out", "link.csv"])), 0);
    assert!(dir.path().join("link.csv").is_symlink());
    assert!(std::fs::read_to_string(dir.path().join("real.csv")).unwrap().starts_with("count"));
}

#[test]
fn directives_that_are_wrong_have_their_place() {
    let dir = tempfile::tempdir().unwrap();
    for (line, piece) in [
        (":fromat csv", "did you mean `:format`?"),
        (":set captoin on", "did you mean `caption`?"),
        (":set caption", "wants on|off"),
        (":param x", "NAME = VALUE"),
        (":format cvs", "did you mean csv?"),
        (":run none.gmq", "no such file"),
        (":out ../x.csv", "outside the output folder"),
        (":out /tmp/x.csv", "outside the output folder"),
        (":edit", "at the prompt only"),
        (":run self.gmq", "includes itself"),
    ] {
        file(dir.path(), "self.gmq", format!("terms top 1;\n{line}\n"));
        let output = run_at(dir.path(), &["run", "self.gmq"]);
        let message = err(&output);
        assert!(matches!(code(&output), 1 | 2), "{line}: {} {message}", code(&output));
        assert!(message.contains(piece) && message.contains("self.gmq:2:"), "{line}: {message}");
    }
    let outside = run_at(dir.path(), &["query", "terms top 1 as csv into \"t.csv\""]);
    assert_eq!(code(&outside), 0, "{}", err(&outside));
    assert!(dir.path().join("t.csv").exists());
}

#[test]
fn a_file_is_whole_or_not_there() {
    let dir = tempfile::tempdir().unwrap();
    file(dir.path(), "half.gmq", ":out rows.csv\nterms;\nmeasres;\n");
    assert_eq!(code(&run_at(dir.path(), &["run", "half.gmq"])), 2);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "half a file was left");
}

#[test]
fn statements_come_from_standard_input_too() {
    for words in [&["run", "-"][..], &[]] {
        let mut child =
            program(shared_store()).args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all("RETURN '甲' AS a；\n\nRETURN 2 AS b".as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{}", err(&output));
        assert!(out(&output).contains('甲') && out(&output).contains('2'));
    }
}

#[test]
fn one_statement_may_be_piped_into_query() {
    let piped = |words: &[&str], text: &str| {
        let mut child =
            program(shared_store()).args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    for words in [&["query"][..], &["query", "-"], &["query", "-f", "-"]] {
        assert_eq!(out(&piped(words, "RETURN '甲' AS a\n")), "a\n甲\n", "{words:?}");
    }
    let nothing = piped(&["query"], "\n");
    assert!(code(&nothing) == 1 && err(&nothing).contains("there is no statement"), "{} {}", code(&nothing), err(&nothing));
}

#[test]
fn a_table_for_excel_has_a_mark_and_no_formulas() {
    let output = gangmu(&["query", "RETURN '=1+1' AS a, '甲,乙' AS b", "--format", "csv", "--bom", "--csv-guard"]);
    assert_eq!(out(&output), "\u{feff}a,b\r\n\"'=1+1\",\"甲,乙\"\r\n");
}
