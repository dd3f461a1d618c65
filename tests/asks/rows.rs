//! Rows of asks over a graph of a few nodes, of which what each question finds can be told by looking.

use gangmu::model::{Answer, NodeId, Value};
use gangmu::view::{GraphView, MemoryGraph, SymbolKind};

fn node(graph: &mut MemoryGraph, kind: &str, name: &str) -> NodeId {
    graph.add_node(&[kind], [("name", Value::from(name)), ("plan", Value::from("sample"))])
}

fn rel(graph: &mut MemoryGraph, from: NodeId, kind: &str, to: NodeId, confidence: f64) {
    let properties = [("basis", Value::from("explicit")), ("confidence", Value::Float(confidence))];
    graph.add_rel(from, kind, to, properties).expect("two nodes");
}

/// Three measures and a task, two goals (one measured by an indicator), two institutions.
///
/// | measure | supports | involves |
/// |---|---|---|
/// | m1 | 港口升级 | 海港大学, 海港研究院 |
/// | m2 | 港口升级, 渔业转型 | 海港大学 |
/// | m3 | 渔获量 (measures 渔业转型) | |
fn graph() -> MemoryGraph {
    let mut graph = MemoryGraph::new();
    let [m1, m2, m3] = ["m1", "m2", "m3"].map(|name| node(&mut graph, "Measure", name));
    let task = node(&mut graph, "Task", "t1");
    let port = node(&mut graph, "Goal", "港口升级");
    let fish = graph.add_node(&["Goal"], [("name", Value::from("渔业转型")), ("plan", Value::from("sample")), ("year", Value::Int(2030))]);
    let catch = node(&mut graph, "Indicator", "渔获量");
    let [university, institute] = ["海港大学", "海港研究院"].map(|name| node(&mut graph, "Institution", name));
    rel(&mut graph, fish, "MEASURED_BY", catch, 1.0);
    rel(&mut graph, m1, "SUPPORTS", port, 0.7);
    rel(&mut graph, m2, "SUPPORTS", port, 0.9);
    rel(&mut graph, m2, "SUPPORTS", fish, 0.6);
    rel(&mut graph, m3, "SUPPORTS", catch, 0.8);
    rel(&mut graph, task, "SUPPORTS", port, 0.5);
    rel(&mut graph, m1, "INVOLVES", university, 0.9);
    rel(&mut graph, m1, "INVOLVES", institute, 0.9);
    rel(&mut graph, m2, "INVOLVES", university, 0.9);
    graph
}

fn ask(graph: &MemoryGraph, text: &str) -> Answer {
    super::answered(graph, text).unwrap_or_else(|error| panic!("{text}: {}", error.message.en)).answer
}

/// A cell as a word: the name of a node.
fn word(graph: &MemoryGraph, value: &Value) -> String {
    match value {
        Value::Node(node) => {
            let name = graph.symbol(SymbolKind::Key, "name").expect("names");
            graph.property(*node, name).to_value().as_str().unwrap_or_default().to_owned()
        }
        other => other.as_str().map_or_else(|| format!("{other:?}"), str::to_owned),
    }
}

/// The first column.
fn heads(graph: &MemoryGraph, text: &str) -> Vec<String> {
    ask(graph, text).rows.iter().map(|row| word(graph, &row[0])).collect()
}

#[test]
fn questions_find_what_the_graph_has() {
    let graph = graph();
    for (question, expected) in [
        // The goal itself, and the indicator that measures it.
        ("goals supported by at least 2 measures", "港口升级 渔业转型"),
        ("goals supported by more than 2 measures", ""),
        ("measures supporting at least 2 goals", "m2"),
        ("measures involving exactly 1 institution", "m2"),
        ("measures involving fewer than 2 institutions", "m2 m3"),
        ("institutions not involved in at least 2 measures", "海港研究院"),
        ("measures supporting only goal \"港口升级\"", "m1"),
        ("measures supporting only goal \"渔业转型\"", "m3"),
        ("measures involving only institution \"海港大学\"", "m2"),
        ("measures neither supporting goal \"港口升级\" nor involving institutions", "m3"),
        ("measures and tasks supporting goal \"港口升级\"", "m1 m2 t1"),
        ("measures and tasks supporting goal \"港口升级\" sorted by confidence desc top 2", "m2 m1"),
        ("what does measure \"m2\" support?", "港口升级 渔业转型"),
        ("goals without year", "港口升级"),
        ("goals with year", "渔业转型"),
        ("tasks without deadline", "t1"),
        ("institutions starting with \"海港\"", "海港大学 海港研究院"),
        ("institutions where name ends with \"院\"", "海港研究院"),
        ("least connected institutions", "海港研究院 海港大学"),
        ("similar to measure \"m1\" top 1", "m2"),
        ("measures supporting goals sorted by confidence desc", "m2 m3 m1"),
        ("count measures per institution top 1", "海港大学"),
    ] {
        assert_eq!(heads(&graph, question).join(" "), expected, "{question}");
    }
}

#[test]
fn rows_that_come_several_ways_are_sorted_once_over_all_of_them() {
    let graph = graph();
    let sorted = heads(&graph, "measures supporting goal \"渔业转型\" sorted by name desc");
    assert_eq!(sorted, ["m3", "m2"], "one by the indicator, one by the goal itself");
    assert_eq!(heads(&graph, "measures supporting goal \"渔业转型\" sorted by confidence desc top 1"), ["m3"]);
}

#[test]
fn an_answer_that_shows_only_its_first_rows_says_so() {
    let mut graph = MemoryGraph::new();
    for number in 0..30 {
        node(&mut graph, "Institution", &format!("第{number}所"));
    }
    let more = |text: &str| ask(&graph, text).summary.notes.iter().any(|(en, _)| en.starts_with("there are more"));
    let shown = |text: &str| ask(&graph, text).rows.len();
    assert_eq!((shown("most connected institutions"), more("most connected institutions")), (20, true));
    assert_eq!((shown("most connected institutions top 5"), more("most connected institutions top 5")), (5, false));
    assert_eq!((shown("most connected institutions top 100"), more("most connected institutions top 100")), (30, false));
}

#[test]
fn a_matrix_of_too_many_cells_gives_those_that_are_not_empty_and_the_empty_groups() {
    let mut graph = MemoryGraph::new();
    let goals: Vec<NodeId> = (0..501).map(|number| node(&mut graph, "Goal", &format!("目标{number}"))).collect();
    let institutions: Vec<NodeId> = (0..500).map(|number| node(&mut graph, "Institution", &format!("第{number}所"))).collect();
    let measure = node(&mut graph, "Measure", "m1");
    rel(&mut graph, measure, "SUPPORTS", goals[7], 0.9);
    rel(&mut graph, measure, "INVOLVES", institutions[3], 0.9);
    let answer = ask(&graph, "count measures per goal per institution");
    let rows: Vec<[String; 3]> = answer.rows.iter().map(|row| [0, 1, 2].map(|at| word(&graph, &row[at]))).collect();
    assert_eq!(rows[0], ["目标7", "第3所", "Int(1)"]);
    // Every other group of either side has a row with 0.
    assert_eq!(rows.len(), 1 + 500 + 499);
    assert!(rows[1..].iter().all(|row| row[2] == "Int(0)"));
    assert!(answer.summary.notes.iter().any(|(en, _)| en.contains("250500 cells")), "{:?}", answer.summary.notes);
}

/// Two plans number their parts differently, and in one a title holds the sign that stands for the number in the other.
#[test]
fn a_numbered_part_is_found_however_its_plan_numbers() {
    let mut graph = MemoryGraph::new();
    let mut section = |plan: &str, number: &str, level: i64, name: &str, measure: &str| {
        let text = |(key, value): (&'static str, &str)| (key, Value::from(value));
        let mut properties = [("name", name), ("plan", plan), ("number", number), ("address", number)].map(text).to_vec();
        properties.push(("level", Value::Int(level)));
        let section = graph.add_node(&["Section"], properties);
        let measure = node(&mut graph, "Measure", measure);
        rel(&mut graph, section, "CONTAINS", measure, 1.0);
    };
    section("chapters", "第一章", 1, "二次创业", "m1");
    section("chapters", "第二章", 1, "主要任务", "m2");
    section("parts", "二、", 1, "重点工作", "m3");
    section("parts", "（二）", 2, "重点项目", "m4");
    for question in ["第二章的措施", "第二部分的措施", "measures in part two", "measures in chapter 2", "measures in section \"第二章\""]
    {
        assert_eq!(heads(&graph, question), ["m2", "m3"], "{question}");
    }
    assert!(super::answered(&graph, "measures in part three").is_err());
}

#[test]
fn a_page_has_no_line_for_what_is_empty() {
    let mut graph = MemoryGraph::new();
    let named = |name: &str, aliases: Vec<Value>| [("name", Value::from(name)), ("aliases", Value::list(aliases))];
    graph.add_node(&["Park"], named("滨海园", Vec::new()));
    graph.add_node(&["Park"], named("临江园", vec![Value::from("江园")]));
    let lines = |question: &str| {
        let first = |row: &Vec<Value>| row[0].as_str().unwrap_or_default().to_owned();
        ask(&graph, question).rows.iter().map(first).filter(|line| line == "aliases").count()
    };
    assert_eq!([lines("about park \"滨海园\""), lines("about park \"临江园\"")], [0, 1]);
}
