use std::io::Write;
use std::process::Stdio;

use super::{code, err, file, gangmu, out, program, run_in};

/// Exit code, and a piece that the message has.
fn refused(words: &[&str], exit: i32, piece: &str) {
    let output = gangmu(words);
    let message = err(&output);
    assert_eq!(code(&output), exit, "{words:?}: {message}");
    assert!(message.contains(piece), "{words:?} says:\n{message}");
    assert!(out(&output).is_empty(), "{words:?} prints rows beside its error");
    assert!(!message.contains("panicked"), "{words:?}: {message}");
}

#[test]
fn wrong_invocations_exit_with_1_and_offer_the_nearest_right_word() {
    refused(&["qurey", "terms"], 1, "did you mean `gangmu query`?");
    refused(&["query", "terms", "--formt", "csv"], 1, "did you mean --format?");
    refused(&["query", "terms", "--format", "cvs"], 1, "did you mean csv?");
    refused(&["query", "RETURN $a", "--param", "a"], 1, "the parameter `a` has no value");
    refused(&["query", "RETURN $a", "--params", "{\"a\":"], 1, "error");
    refused(&["query"], 1, "there is no statement");
    refused(&["query", "terms", "--timeout", "soon"], 1, "takes seconds");
    refused(&["run"], 1, "missing");
    refused(&["export"], 1, "--to is missing");
    refused(&["export", "--to", "gefx"], 1, "did you mean gexf?");
    refused(&["completions", "bush"], 1, "did you mean bash?");
    refused(&["plans", "remove", "no-such-plan"], 1, "no plan `no-such-plan`");
    refused(&["curation", "undo", "99"], 1, "no such change");
    refused(&["audit", "jiangmen-2052"], 1, "did you mean jiangmen-2025?");
    refused(&["audit", "--only", "figure.grwth"], 1, "did you mean figure.growth?");
    refused(&["audit", "--only", "figure,nothing"], 1, "figure, slogan, term, means, form, name");
    refused(&["query", "CALL audit('jiangmen-2052') YIELD code RETURN code"], 3, "did you mean jiangmen-2025?");
}

#[test]
fn statements_are_refused_with_2_place_and_caret() {
    refused(&["query", "measres supporting goal \"人才\""], 2, "did you mean `measures`");
    refused(&["query", "measures suporting goal \"人才\""], 2, " --> <query>:1:10");
    refused(&["query", "define \"人才"], 2, "never closed");
    refused(&["query", "MATCH (n:Mesure) RETURN n"], 2, "Measure");
    refused(&["query", "RETURN $nothing"], 2, "nothing");
    refused(&["query", "terms; goals"], 2, "query takes one statement");
    refused(&["query", "terms as cvs"], 2, "csv");
    refused(&["query", "--lang", "zh", "“人才”扶持的措施"], 2, "错误：");
}

#[test]
fn a_statement_that_fails_while_it_runs_exits_with_3() {
    refused(&["query", "UNWIND [1, 0] AS x RETURN 1 / x"], 3, "zero");
    refused(&["query", "UNWIND range(1, 1000) AS x RETURN x", "--max-rows", "10"], 3, "rows");
}

#[test]
fn files_that_cannot_be_read_exit_with_1_and_say_why() {
    let dir = tempfile::tempdir().unwrap();
    let empty = file(dir.path(), "empty.txt", "");
    let binary = file(dir.path(), "binary.txt", [0_u8; 64]);
    let plain = file(dir.path(), "plain.txt", "just a line of words without any heading\n");
    for (path, piece) in [(dir.path().join("none.txt"), "no such file"), (empty, "empty"), (binary, "text"), (plain, "--force")] {
        let output = run_in(dir.path(), &["import", path.to_str().unwrap()]);
        let message = err(&output);
        assert_eq!(code(&output), 1, "{}: {message}", path.display());
        assert!(message.contains(piece), "{}: {message}", path.display());
    }
    refused(&["run", "no-such-file.gmq"], 1, "no such file");
    refused(&["query", "-f", "no-such-file.gmq"], 1, "no such file");
    let bytes = file(dir.path(), "bytes.gmq", b"terms;\n\xff\xfe");
    refused(&["run", bytes.to_str().unwrap()], 1, "line 2");
}

#[test]
fn a_store_that_cannot_be_used_exits_with_4() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "a-file", "no store");
    refused(&["--store", path.to_str().unwrap(), "query", "terms"], 4, "a-file");
}

#[test]
fn a_store_that_another_process_writes_exits_with_4() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(code(&run_in(dir.path(), &["store", "init"])), 0);
    let plan = crate::house::root("seeds").join("jiangmen-2025.txt");
    let _held = gangmu::store::StoreLock::take(&dir.path().join("store"), None).expect("the lock");
    let output = run_in(dir.path(), &["import", plan.to_str().unwrap()]);
    assert_eq!(code(&output), 4, "{}", err(&output));
    assert!(err(&output).contains(&std::process::id().to_string()), "{}", err(&output));
}

#[test]
fn output_that_cannot_be_written_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = dir.path().join("no-folder/terms.csv");
    refused(&["query", "terms", "--out", nowhere.to_str().unwrap()], 3, "cannot be written");
    refused(&["query", "terms", "--out", dir.path().to_str().unwrap()], 1, "is a folder");
    let kept = file(dir.path(), "kept.csv", "before");
    refused(&["query", "terms nonsense", "--out", kept.to_str().unwrap()], 2, "error");
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "before");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "a file beside was left over");
}

#[test]
fn a_closed_pipe_is_success() {
    let mut child =
        program(super::shared_store()).args(["export", "--to", "jsonl"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0, "{}", err(&output));
}

#[test]
fn errors_are_one_json_line_where_rows_would_be_json() {
    let output = gangmu(&["query", "RETURN nothing", "--format", "jsonl"]);
    let line = err(&output);
    let last = line.lines().last().unwrap();
    assert!(last.starts_with(r#"{"class":"SyntaxError","phase":"compile","detail":"UndefinedVariable""#), "{last}");
    assert!(last.contains(r#""line":1,"column":8"#), "{last}");
}

#[test]
fn a_session_goes_on_after_a_bad_line() {
    let requests = concat!(
        "not json\n{\"op\":\"dance\"}\n{\"op\":\"reset\"}\n",
        "{\"op\":\"query\",\"text\":\"CREATE (a:A {x: 1}) RETURN a.x AS x\"}\n",
        "{\"op\":\"query\",\"text\":\"RETURN {`$a`: 1} AS m, 1.0 AS f, $p AS p\",\"params\":{\"p\":[null]}}\n"
    );
    let mut child = program(super::shared_store()).arg("session").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(requests.as_bytes()).unwrap();
    let answer = out(&child.wait_with_output().unwrap());
    let lines: Vec<&str> = answer.lines().collect();
    assert!(lines[0].contains("ProtocolError") && lines[1].contains("ProtocolError"), "{answer}");
    assert_eq!(lines[2], r#"{"$end":{"ok":true}}"#);
    assert_eq!(&lines[3..5], [r#"{"$columns":["x"]}"#, r#"{"x":1}"#], "{answer}");
    assert!(answer.contains(r#"{"m":{"$map":{"$a":1}},"f":1.0,"p":[null]}"#), "{answer}");
    assert!(answer.ends_with("{\"$end\":{\"ok\":true}}\n"));
}
