//! What is written for other programs, read back by other programs. Where a reader is not installed, the test says so.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{code, err, gangmu, out};

/// Where `tests/exports/setup.sh` puts what is missing.
fn readers() -> PathBuf {
    crate::house::root("target/readers")
}

/// Runs a piece of Python on a file; `None` (and a printed line) where Python or the module is not there.
fn python(module: &str, script: &str, file: &Path) -> Option<String> {
    let has = |python: &Path| {
        let there = Command::new(python).args(["-c", &format!("import {module}")]).output();
        there.is_ok_and(|output| output.status.success())
    };
    let Some(python) = [PathBuf::from("python3"), readers().join("python/bin/python3")].into_iter().find(|python| has(python)) else {
        println!("skipped: python3 with {module} is not installed (tests/exports/setup.sh installs it)");
        return None;
    };
    let output = Command::new(python).args(["-c", script]).arg(file).output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn exported(dir: &Path, name: &str, words: &[&str]) -> std::path::PathBuf {
    let path = dir.join(name);
    let output = gangmu(&[words, &["-o", path.to_str().expect("a path")]].concat());
    assert_eq!(code(&output), 0, "{}", err(&output));
    path
}

/// Nodes and relations of the shared store, as its own export counts them.
fn counted(dir: &Path) -> (usize, usize) {
    let path = exported(dir, "count.jsonl", &["export", "--to", "jsonl"]);
    let text = std::fs::read_to_string(path).expect("the export");
    let nodes = text.lines().filter(|line| line.starts_with("{\"type\":\"node\"")).count();
    (nodes, text.lines().count() - nodes)
}

#[test]
fn networks_are_read_by_networkx_with_every_node_and_relation() {
    let dir = tempfile::tempdir().unwrap();
    let (nodes, relations) = counted(dir.path());
    for (format, read) in [("gexf", "read_gexf(sys.argv[1], version='1.3')"), ("graphml", "read_graphml(sys.argv[1])")] {
        let path = exported(dir.path(), &format!("plan.{format}"), &["export", "--to", format]);
        let script = format!("import sys, networkx as n; g = n.{read}; print(g.number_of_nodes(), g.number_of_edges())");
        if let Some(found) = python("networkx", &script, &path) {
            assert_eq!(found, format!("{nodes} {relations}"), "{format}");
        }
    }
}

#[test]
fn the_coding_sheet_is_read_by_csv_with_one_row_a_measure() {
    let dir = tempfile::tempdir().unwrap();
    let path = exported(dir.path(), "sheet.csv", &["export", "--to", "coding-sheet", "--bom"]);
    let script = "import csv, sys\nrows = list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig', newline='')))\n\
                  print(len(rows), len({len(r) for r in rows}), all(r['quote'] for r in rows))";
    if let Some(found) = python("csv", script, &path) {
        let measures = gangmu(&["query", "MATCH (m:Measure) RETURN count(m) AS n", "--format", "csv"]);
        let count = String::from_utf8_lossy(&measures.stdout).lines().nth(1).unwrap_or_default().trim().to_owned();
        assert_eq!(found, format!("{count} 1 True"));
    }
    let script = "import sys, pandas as p; d = p.read_csv(sys.argv[1], encoding='utf-8-sig'); print(len(d) > 100, list(d.columns)[0])";
    if let Some(found) = python("pandas", script, &path) {
        assert_eq!(found, "True plan");
    }
}

#[test]
fn gb18030_is_read_back_as_what_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let path = exported(dir.path(), "terms.csv", &["query", "terms top 3", "--encoding", "gb18030"]);
    let script = "import csv, sys; print(sum(1 for _ in csv.reader(open(sys.argv[1], encoding='gb18030', newline=''))))";
    if let Some(found) = python("csv", script, &path) {
        assert_eq!(found, "4");
    }
}

#[test]
fn graphviz_reads_the_dot_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = exported(dir.path(), "parks.dot", &["export", "--to", "dot", "--query", "parks hosting clusters"]);
    match Command::new("dot").arg("-Tplain").arg(&path).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => println!("skipped: Graphviz is not installed"),
    }
}

#[test]
fn mermaid_reads_its_charts_and_large_ones_are_told_of() {
    let dir = tempfile::tempdir().unwrap();
    let (nodes, relations) = counted(dir.path());
    let whole = dir.path().join("plan.mmd");
    let output = gangmu(&["export", "--to", "mermaid", "-o", whole.to_str().unwrap()]);
    assert!(err(&output).contains(&format!("{relations} relations")) && err(&output).contains("maxEdges"), "{}", err(&output));
    let part = dir.path().join("parks.mmd");
    let output = gangmu(&["export", "--to", "mermaid", "--query", "parks hosting clusters", "-o", part.to_str().unwrap()]);
    assert!(!err(&output).contains("maxEdges"), "{}", err(&output));
    if !readers().join("node_modules/mermaid").is_dir() {
        println!("skipped: Mermaid is not installed (tests/exports/setup.sh installs it)");
        return;
    }
    let read = |path: &Path| {
        let script = crate::house::root("tests/exports/mermaid.mjs");
        let output = Command::new("node").arg(script).arg(path).env("READERS", readers()).output().expect("node runs");
        assert!(output.status.success(), "{}", err(&output));
        out(&output).trim().to_owned()
    };
    assert_eq!(read(&whole), format!("{nodes} {relations}"));
    let drawn = std::fs::read_to_string(&part).unwrap();
    let arrows = drawn.lines().filter(|line| line.contains("-->")).count();
    assert_eq!(read(&part), format!("{} {arrows}", drawn.lines().count() - 1 - arrows));
}
