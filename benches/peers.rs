//! Beside a peer, in one run, on the same data, with equal answers checked:
//!
//! ```text
//! cargo bench --bench peers [-- NODES]        200,000 nodes and ten relations a node where nothing is said
//! PEER_PYTHON=venv/bin/python                 an interpreter with LadybugDB (pip install ladybug==0.20.4) or Kuzu; else python3
//! ```
//!
//! Where the interpreter has neither, ours is printed alone and a line says so. Warm is the median of some runs in one process,
//! after one that does not count; cold is a process from its start to the answer. Figures differ between machines: compare
//! within a run.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use gangmu::base::{Source, Span};
use gangmu::engine::{Limits, Session, StoreOptions, load};
use gangmu::model::Value;

/// Runs that count.
const RUNS: usize = 9;

/// (what, ours, the peer's): both are to give the same rows, sorted.
const QUESTIONS: [(&str, &str, &str); 6] = [
    (
        "two steps, filtered",
        "MATCH (m:Measure)-[s:SUPPORTS]->(g:Goal)-[:PART_OF]->(h:Goal) WHERE m.verb = 3 AND s.year = 2025 AND s.confidence >= 0.5 AND h.year = 2025 RETURN count(*) AS n, count(DISTINCT m.uid) AS d",
        "MATCH (m:Measure)-[s:SUPPORTS]->(g:Goal)-[:PART_OF]->(h:Goal) WHERE m.verb = 3 AND s.year = 2025 AND s.confidence >= 0.5 AND h.year = 2025 RETURN count(*) AS n, count(DISTINCT m.uid) AS d",
    ),
    (
        "shortest path",
        "MATCH (a:Institution {uid: $institution}), (b:Goal {uid: $goal}) MATCH p = shortestPath((a)-[*1..4]-(b)) RETURN length(p) AS n",
        "MATCH p = (a:Institution)-[* SHORTEST 1..4]-(b:Goal) WHERE a.uid = $institution AND b.uid = $goal RETURN length(p) AS n LIMIT 1",
    ),
    (
        "all relations grouped",
        "MATCH ()-[r]->() RETURN type(r) AS t, count(*) AS n",
        "MATCH (a)-[r]->(b) RETURN label(r) AS t, count(*) AS n",
    ),
    (
        "two groupings, the largest",
        "MATCH (g:Goal)<-[:SUPPORTS]-(m:Measure)-[:INVOLVES]->(o:Institution) RETURN g.uid AS g, o.uid AS o, count(DISTINCT m.uid) AS n ORDER BY n DESC, g, o LIMIT 20",
        "MATCH (g:Goal)<-[:SUPPORTS]-(m:Measure)-[:INVOLVES]->(o:Institution) RETURN g.uid AS g, o.uid AS o, count(DISTINCT m.uid) AS n ORDER BY n DESC, g, o LIMIT 20",
    ),
    (
        "text and one step",
        "MATCH (m:Measure)-[:SUPPORTS]->(g:Goal) WHERE m.text CONTAINS '智能制造' RETURN g.uid AS g, count(*) AS n ORDER BY n DESC, g LIMIT 20",
        "MATCH (m:Measure)-[:SUPPORTS]->(g:Goal) WHERE m.text CONTAINS '智能制造' RETURN g.uid AS g, count(*) AS n ORDER BY n DESC, g LIMIT 20",
    ),
    (
        "by name",
        "MATCH (o:Institution) WHERE o.uid = $institution RETURN o.uid AS uid, o.name AS name",
        "MATCH (o:Institution) WHERE o.uid = $institution RETURN o.uid AS uid, o.name AS name",
    ),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [mode, store, number] = arguments.as_slice()
        && mode == "cold"
    {
        let mut session = Session::open(&StoreOptions::at(store)).expect("the store");
        let nodes = std::env::var("PEERS_NODES").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
        ask(&mut session, QUESTIONS[number.parse::<usize>().expect("a number")].1, &params(nodes));
        return;
    }
    let nodes: usize = arguments.first().and_then(|text| text.replace(',', "").parse().ok()).unwrap_or(200_000);
    let home = tempfile::tempdir().expect("a folder");
    let rels = generate(home.path(), nodes);
    println!("{nodes} nodes, {rels} relations");
    let ours = ours(home.path(), nodes);
    let peer = peer(home.path(), nodes);
    println!("| question | warm ms | cold ms | {} warm ms | cold ms | answers |", peer.as_ref().map_or("peer", |peer| peer.name.as_str()));
    println!("|---|--:|--:|--:|--:|---|");
    for (at, (what, ..)) in QUESTIONS.iter().enumerate() {
        let mine = &ours[at];
        let (beside, same) = match peer.as_ref().and_then(|peer| peer.answers.get(at)) {
            Some(other) => (format!("{:.2} | {:.1}", other.warm, other.cold), if other.rows == mine.rows { "equal" } else { "DIFFER" }),
            None => ("– | –".to_owned(), "not compared"),
        };
        println!("| {what} | {:.2} | {:.1} | {beside} | {same} |", mine.warm, mine.cold);
    }
    let differ = peer.is_some_and(|peer| peer.answers.iter().zip(&ours).any(|(other, mine)| other.rows != mine.rows));
    assert!(!differ, "answers differ");
}

/// What one program gave for one question. Rows are sorted, written as JSON.
struct Answered {
    warm: f64,
    cold: f64,
    rows: Vec<String>,
}

struct Peer {
    name: String,
    answers: Vec<Answered>,
}

/// Pseudo-random numbers (xorshift): the same graph everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides.max(1)
    }
}

const WORDS: [&str; 12] = ["加快", "推进", "智能制造", "公共服务", "平台", "人才", "引进", "绿色", "能源", "示范园", "专利", "转化"];

/// How many measures, goals and institutions there are.
const fn shares(nodes: usize) -> (usize, usize, usize) {
    let (goals, institutions) = (nodes / 5, nodes / 50);
    (nodes - goals - institutions, goals, institutions)
}

/// Writes `graph.jsonl` and a table for each kind and relation type; gives the number of relations.
fn generate(folder: &Path, nodes: usize) -> usize {
    let (measures, goals, institutions) = shares(nodes);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let file = |name: &str| BufWriter::with_capacity(1 << 20, fs::File::create(folder.join(name)).expect("a file"));
    let mut lines = file("graph.jsonl");
    let names = ["Measure", "Goal", "Institution", "SUPPORTS", "INVOLVES", "PART_OF"];
    let mut tables: BTreeMap<&str, BufWriter<fs::File>> = names.into_iter().map(|name| (name, file(&format!("{name}.csv")))).collect();
    for uid in 0..nodes {
        let (label, properties, row) = if uid < measures {
            let (verb, text) = (dice.roll(20), (0..8).map(|_| WORDS[dice.roll(WORDS.len())]).collect::<String>());
            ("Measure", format!(r#""verb":{verb},"text":"{text}""#), format!("{uid},{verb},{text}"))
        } else if uid < measures + goals {
            let year = 2015 + dice.roll(16);
            ("Goal", format!(r#""year":{year}"#), format!("{uid},{year}"))
        } else {
            ("Institution", format!(r#""name":"机构{uid}""#), format!("{uid},机构{uid}"))
        };
        writeln!(lines, r#"{{"type":"node","id":"{uid}","labels":["{label}"],"properties":{{"uid":{uid},{properties}}}}}"#)
            .expect("written");
        tables.get_mut(label).map(|table| writeln!(table, "{row}")).transpose().expect("written");
    }
    let (of_goals, of_institutions) = (nodes * 5, nodes * 4 + nodes * 4 / 5);
    let mut number = 0;
    let mut rel = |kind: &'static str, start: usize, end: usize, dice: &mut Dice| {
        let (year, confidence) = (2015 + dice.roll(16), (dice.roll(90) + 10) as f64 / 100.0);
        writeln!(
            lines,
            r#"{{"type":"relationship","id":"r{number}","label":"{kind}","start":{{"id":"{start}"}},"end":{{"id":"{end}"}},"properties":{{"year":{year},"confidence":{confidence:.2}}}}}"#
        )
        .expect("written");
        tables.get_mut(kind).map(|table| writeln!(table, "{start},{end},{year},{confidence:.2}")).transpose().expect("written");
        number += 1;
    };
    for _ in 0..of_goals {
        let (start, end) = (dice.roll(measures), measures + dice.roll(goals));
        rel("SUPPORTS", start, end, &mut dice);
    }
    for _ in 0..of_institutions {
        let (start, end) = (dice.roll(measures), measures + goals + dice.roll(institutions));
        rel("INVOLVES", start, end, &mut dice);
    }
    for goal in 1..goals {
        let above = measures + dice.roll(goal);
        rel("PART_OF", measures + goal, above, &mut dice);
    }
    lines.flush().expect("the graph");
    tables.values_mut().for_each(|table| table.flush().expect("a table"));
    number
}

fn params(nodes: usize) -> BTreeMap<String, Value> {
    let (measures, goals, _) = shares(nodes);
    let uid = |uid: usize| Value::Int(i64::try_from(uid).unwrap_or(0));
    BTreeMap::from([("institution".to_owned(), uid(measures + goals + 7)), ("goal".to_owned(), uid(measures + goals / 2))])
}

fn ask(session: &mut Session, text: &str, params: &BTreeMap<String, Value>) -> Vec<Vec<Value>> {
    let source = Arc::new(Source::new("<bench>", text));
    session.run(&source, Span::new(0, text.len()), params, &Limits::default()).expect("an answer").rows
}

fn ours(folder: &Path, nodes: usize) -> Vec<Answered> {
    let store = folder.join("store");
    let options = StoreOptions::at(&store);
    let input = fs::File::open(folder.join("graph.jsonl")).expect("the graph");
    load::json_lines(&options, "graph.jsonl", &mut std::io::BufReader::new(input), &mut |_| {}).expect("a store");
    let (mut session, params) = (Session::open(&options).expect("the store"), params(nodes));
    let mut answers = Vec::new();
    for (at, (_, text, _)) in QUESTIONS.iter().enumerate() {
        let mut rows: Vec<String> = ask(&mut session, text, &params).iter().map(|row| written(row)).collect();
        rows.sort();
        let warm = median((0..RUNS).map(|_| {
            let started = Instant::now();
            ask(&mut session, text, &params);
            started.elapsed()
        }));
        let cold = median((0..RUNS / 2).map(|_| {
            let mut process = Command::new(std::env::current_exe().expect("this program"));
            process.arg("cold").arg(&store).arg(at.to_string()).env("PEERS_NODES", nodes.to_string());
            let started = Instant::now();
            assert!(process.status().expect("a process").success());
            started.elapsed()
        }));
        answers.push(Answered { warm, cold, rows });
    }
    answers
}

fn median(spent: impl Iterator<Item = std::time::Duration>) -> f64 {
    let mut spent: Vec<f64> = spent.map(|spent| spent.as_secs_f64() * 1e3).collect();
    spent.sort_by(f64::total_cmp);
    spent[spent.len() / 2]
}

fn written(row: &[Value]) -> String {
    let cells = row.iter().map(|value| match value {
        Value::Int(number) => serde_json::json!(number),
        Value::String(text) => serde_json::json!(&**text),
        other => panic!("neither a number nor a text: {other:?}"),
    });
    serde_json::Value::Array(cells.collect()).to_string()
}

/// The same questions to whatever peer the interpreter has; nothing where it has none.
fn peer(folder: &Path, nodes: usize) -> Option<Peer> {
    let python = std::env::var("PEER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let questions: Vec<&str> = QUESTIONS.iter().map(|question| question.2).collect();
    let whole = |value: &Value| value.as_int().unwrap_or_default();
    let params: BTreeMap<String, i64> = params(nodes).iter().map(|(name, value)| (name.clone(), whole(value))).collect();
    let job = serde_json::json!({"folder": folder, "questions": questions, "params": params, "runs": RUNS});
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers.py");
    let output = match Command::new(&python).arg(script).arg(job.to_string()).output() {
        Ok(output) => output,
        Err(error) => {
            println!("no peer: `{python}` does not run ({error})");
            return None;
        }
    };
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let Some(name) = told["peer"].as_str() else {
        let said = String::from_utf8_lossy(&output.stderr);
        println!("no peer: {}", said.trim().lines().last().unwrap_or("neither ladybug nor kuzu is installed"));
        return None;
    };
    let number = |value: &serde_json::Value| value.as_f64().unwrap_or(f64::NAN);
    let answer = |told: &serde_json::Value| {
        let rows = told["rows"].as_array().into_iter().flatten();
        let mut rows: Vec<String> = rows.map(ToString::to_string).collect();
        rows.sort();
        Answered { warm: number(&told["warm"]), cold: number(&told["cold"]), rows }
    };
    Some(Peer { name: name.to_owned(), answers: told["answers"].as_array().into_iter().flatten().map(answer).collect() })
}
