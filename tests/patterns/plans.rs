//! What plans look like and how much they look at: counted, never timed.
//!
//! `plans.txt` has a section for every pass of the optimiser, the plan without it and with it, and one for every shape of plan
//! that answers rest on. Each operator shows the rows that it gave and the nodes and relations that it touched, on one small
//! graph in a store. After a change, `PLANS=write cargo test plans` writes the file anew: read what differs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gangmu::model::Value;
use gangmu::query::hooks::{Budget, Procedures};
use gangmu::query::optimise::{Effort, pass_names};
use gangmu::query::parser::parse_pattern;
use gangmu::query::run::{Host, Ran, run};
use gangmu::view::GraphView;

use crate::house::root;
use crate::store::graphs::loaded;

/// For each pass a query that it is for.
const PASSES: [(&str, &str); 6] = [
    ("compute constants", "MATCH (m:Measure) WHERE m.year = 2000 + 21 RETURN count(m) AS n"),
    ("filters into patterns", "MATCH (m:Measure)-[:SUPPORTS]->(g:Goal) WITH m, g WHERE m.name = '措施7' RETURN g.name AS name"),
    ("count from the store", "MATCH (m:Measure) RETURN count(*) AS n"),
    ("order of patterns", "MATCH (m:Measure)-[:SUPPORTS]->(g:Goal {name: '目标3'}) RETURN count(m) AS n"),
    ("patterns as conditions", "MATCH (g:Goal) WHERE EXISTS { (g)<-[:SUPPORTS]-(:Measure) } RETURN g.name AS name ORDER BY name"),
    ("only the first rows", "MATCH (m:Measure) RETURN m.name AS name ORDER BY m.year DESC, name LIMIT 3"),
];

/// The shapes of plans that asks become.
const SHAPES: [(&str, &str); 10] = [
    (
        "a name leads to its relations",
        "MATCH (m:Measure)-[s:SUPPORTS]->(g:Goal {name: '目标3'}) WHERE s.confidence >= 0.5 RETURN m.name AS name",
    ),
    (
        "two steps from a name",
        "MATCH (o:Institution {name: '机构2'})<-[:INVOLVES]-(m:Measure)-[:SUPPORTS]->(g:Goal) RETURN DISTINCT g.name AS name",
    ),
    (
        "what the row has leads on",
        "MATCH (m:Measure {name: '措施7'}) WITH m MATCH (m)-[:SUPPORTS]->(g:Goal)-[:PART_OF*1..]->(h:Goal) RETURN h.name AS name",
    ),
    ("absence", "MATCH (g:Goal) WHERE NOT EXISTS { (g)<-[:SUPPORTS]-(:Measure) } RETURN g.name AS name"),
    ("a relation type grouped", "MATCH ()-[r]->() RETURN type(r) AS t, count(*) AS n ORDER BY t"),
    (
        "two groupings",
        "MATCH (g:Goal)<-[:SUPPORTS]-(m:Measure)-[:INVOLVES]->(o:Institution) RETURN g.name AS g, o.name AS o, count(DISTINCT m) AS n ORDER BY n DESC, g, o LIMIT 3",
    ),
    ("the surest few", "MATCH (m:Measure)-[s:SUPPORTS]->(g:Goal) RETURN m.name AS m, s.confidence AS c ORDER BY c DESC, m LIMIT 3"),
    ("a walk with a bound", "MATCH (g:Goal {name: '目标7'})-[:PART_OF*1..3]->(h) RETURN h.name AS name"),
    (
        "the shortest way",
        "MATCH (a:Measure {name: '措施7'}), (b:Institution {name: '机构2'}) MATCH p = shortestPath((a)-[*..4]-(b)) RETURN length(p) AS steps",
    ),
    (
        "perhaps",
        "MATCH (g:Goal) OPTIONAL MATCH (g)<-[:SUPPORTS]-(m:Measure {year: 2021}) RETURN g.name AS name, count(m) AS n ORDER BY name",
    ),
];

/// 40 measures, each supporting one of the first six of eight goals and involving one of five institutions; the goals are a
/// chain.
fn lines() -> String {
    let mut lines = String::new();
    let mut node = |id: usize, label: &str, name: String, year: usize| {
        let _ = writeln!(lines, r#"{{"type":"node","id":"{id}","labels":["{label}"],"properties":{{"name":"{name}","year":{year}}}}}"#);
    };
    (0..40).for_each(|at| node(at, "Measure", format!("措施{at}"), 2020 + at % 4));
    (0..8).for_each(|at| node(40 + at, "Goal", format!("目标{at}"), 2025));
    (0..5).for_each(|at| node(48 + at, "Institution", format!("机构{at}"), 2020));
    let mut rels = 0;
    let mut rel = |kind: &str, start: usize, end: usize, confidence: usize| {
        let _ = writeln!(
            lines,
            r#"{{"type":"relationship","id":"r{rels}","label":"{kind}","start":{{"id":"{start}"}},"end":{{"id":"{end}"}},"properties":{{"confidence":0.{confidence}}}}}"#
        );
        rels += 1;
    };
    for at in 0..40 {
        rel("SUPPORTS", at, 40 + at % 6, 1 + at % 9);
        rel("INVOLVES", at, 48 + at % 5, 9);
    }
    (1..8).for_each(|at| rel("PART_OF", 40 + at, 39 + at, 9));
    lines
}

fn ran(view: &dyn GraphView, text: &str, effort: Effort) -> Ran {
    let (procedures, params) = (Procedures::default(), BTreeMap::new());
    let host = Host { view, schema: None, procedures: &procedures, params: &params, text: None, seed: 0, effort };
    let statement = parse_pattern(text).unwrap_or_else(|error| panic!("{text}: {}", error.message.en));
    run(statement, &host, &Budget::unlimited()).unwrap_or_else(|error| panic!("{text}: {}", error.message.en))
}

/// The operators with their rows and what they touched.
fn drawn(view: &dyn GraphView, text: &str, effort: Effort) -> String {
    let profile = ran(view, &format!("PROFILE {text}"), effort).answer;
    let mut out = String::new();
    for row in &profile.rows {
        if let [Value::String(op), _, Value::Int(rows), Value::Int(touched), _] = row.as_slice() {
            let _ = writeln!(out, "{op}  → {rows} rows, {touched} touched");
        }
    }
    out
}

#[test]
fn every_pass_and_every_shape_has_its_plan() {
    let dir = tempfile::tempdir().expect("a folder");
    let session = loaded(dir.path(), &lines());
    let view = session.view();
    let mut text = String::new();
    for (pass, query) in PASSES {
        let (without, with) = (ran(view, query, Effort::Without(pass)), ran(view, query, Effort::Full));
        assert_eq!(without.answer.rows, with.answer.rows, "{pass}: {query}");
        assert!(with.touched <= without.touched, "{pass} makes more work: {} against {}", with.touched, without.touched);
        let (before, after) = (drawn(view, query, Effort::Without(pass)), drawn(view, query, Effort::Full));
        assert_ne!(before, after, "{pass} does nothing to {query}");
        let _ = writeln!(text, "# {pass}\n{query}\nwithout it:\n{before}with it:\n{after}");
    }
    for (shape, query) in SHAPES {
        let (written, full) = (ran(view, query, Effort::Least), ran(view, query, Effort::Full));
        assert_eq!(written.answer.rows.len(), full.answer.rows.len(), "{shape}: {query}");
        assert!(full.touched <= written.touched, "{shape}: {} touched, {} as written", full.touched, written.touched);
        let _ = writeln!(text, "# {shape}\n{query}\n{}", drawn(view, query, Effort::Full));
    }
    let golden = root("tests").join("patterns/plans.txt");
    if std::env::var("PLANS").is_ok_and(|word| word == "write") {
        std::fs::write(&golden, &text).expect("the golden file");
    }
    let kept = std::fs::read_to_string(&golden).unwrap_or_default();
    assert_eq!(text, kept, "plans have changed (PLANS=write keeps them)");
}

#[test]
fn every_pass_is_among_them() {
    let known: Vec<&str> = PASSES.iter().map(|pass| pass.0).collect();
    assert_eq!(pass_names().collect::<Vec<_>>(), known);
}
