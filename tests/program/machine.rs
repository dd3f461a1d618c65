use super::{code, err, gangmu, out, run_in};

#[test]
fn rows_as_json_lines_have_the_shapes_of_the_protocol() {
    let output = gangmu(&["query", "measures supporting goal \"发明专利\" with evidence top 1", "--format", "jsonl", "--header"]);
    let page = out(&output);
    let lines: Vec<serde_json::Value> = page.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines[0]["$columns"], serde_json::json!(["measure", "via", "evidence"]));
    let row = &lines[1];
    assert_eq!(row["measure"]["$node"]["labels"][0], "Measure");
    for key in ["relation", "to", "for", "basis", "confidence"] {
        assert!(row["via"][0].get(key).is_some(), "via has no {key}: {row}");
    }
    for key in ["relation", "plan", "address", "line", "start", "end", "quote"] {
        assert!(row["evidence"][0].get(key).is_some(), "evidence has no {key}: {row}");
    }
    let summary = &lines.last().unwrap()["$summary"];
    assert_eq!(summary["reading"][0]["step"], "contains");
}

#[test]
fn zero_rows_still_have_their_columns() {
    let output = gangmu(&["query", "MATCH (n:Term) WHERE n.name = 'x' RETURN n.name AS name", "--format", "jsonl", "--header"]);
    assert_eq!(out(&output).lines().next(), Some(r#"{"$columns":["name"]}"#));
    assert_eq!(code(&output), 0);
}

#[test]
fn a_single_column_is_wrapped_only_where_its_name_means_another_line() {
    let row = |column: &str| {
        let text = format!("RETURN 1 AS `{column}`");
        out(&gangmu(&["query", &text, "--format", "jsonl"])).lines().next().map(str::to_owned)
    };
    for (column, line) in [
        ("$age + 1", r#"{"$age + 1":1}"#),
        ("$columns", r#"{"$row":{"$columns":1}}"#),
        ("$node", r#"{"$row":{"$node":1}}"#),
        ("$row", r#"{"$row":{"$row":1}}"#),
    ] {
        assert_eq!(row(column).as_deref(), Some(line));
    }
}

#[test]
fn both_languages_give_the_same_rows() {
    for (en, zh) in [
        ("measures supporting goal \"发明专利\"", "支撑目标“发明专利”的措施"),
        ("goals not supported by measures", "没有措施支撑的目标"),
        ("targets of indicator \"发明专利\"", "指标“发明专利”的指标值"),
        ("count measures per task", "统计措施，按任务分组"),
    ] {
        let rows = |text: &str| -> Vec<String> {
            let page = out(&gangmu(&["query", text, "--format", "jsonl"]));
            page.lines().filter(|line| !line.starts_with("{\"$summary\"")).map(str::to_owned).collect()
        };
        let (left, right) = (rows(en), rows(zh));
        assert!(!left.is_empty(), "{en} gives nothing");
        assert_eq!(left, right, "{en} / {zh}");
    }
}

#[test]
fn an_export_loads_into_an_equal_store() {
    let dir = tempfile::tempdir().unwrap();
    let graph = dir.path().join("graph.jsonl");
    assert_eq!(code(&gangmu(&["export", "--to", "jsonl", "-o", graph.to_str().unwrap()])), 0);
    let load = run_in(dir.path(), &["store", "load", graph.to_str().unwrap()]);
    assert_eq!(code(&load), 0, "{}", err(&load));
    let again = run_in(dir.path(), &["export", "--to", "jsonl"]);
    assert_eq!(out(&again), std::fs::read_to_string(&graph).unwrap());
}

#[test]
fn the_audit_exits_with_5_when_asked_to_be_strict() {
    let output = gangmu(&["audit", "--strict", "--only", "figure.growth", "--format", "jsonl"]);
    assert_eq!(code(&output), 5, "{}", err(&output));
    let row: serde_json::Value = serde_json::from_str(out(&output).lines().next().unwrap()).unwrap();
    let columns = ["code", "severity", "message", "message_zh", "plan", "address", "line", "evidence", "found", "expected"];
    for column in columns {
        assert!(row.get(column).is_some(), "no {column}: {row}");
    }
    assert_eq!(code(&gangmu(&["audit", "--format", "csv"])), 0);
}

#[test]
fn every_help_page_is_there_in_both_languages() {
    for command in gangmu::cli::catalogue::COMMANDS {
        for lang in ["en", "zh"] {
            let output = gangmu(&[command.name, "--help", "--lang", lang]);
            assert_eq!(code(&output), 0);
            assert!(out(&output).contains(command.help.get(if lang == "zh" { gangmu::base::Lang::Zh } else { gangmu::base::Lang::En })));
        }
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(out(&gangmu(&["completions", shell])).contains("gangmu"));
    }
    assert!(out(&gangmu(&["man"])).contains(".TH"));
    assert!(out(&gangmu(&["--version"])).starts_with("gangmu "));
}
