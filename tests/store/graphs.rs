//! What goes in comes out: a graph loaded, exported and loaded again.

use std::io::Cursor;
use std::path::Path;

use gangmu::engine::{Session, StoreOptions, export, load, maintain};
use gangmu::model::{NodeId, RelId, Value};
use gangmu::view::{Direction, GraphView, SymbolKind, ValueRef};

/// Three parks, two of them hosting the same cluster, one relation from a node to itself.
pub const SMALL: &str = r#"
{"type":"node","id":"7","labels":["Park"],"properties":{"name":"翠山湖新区","aliases":["翠山湖"],"order":1},"evidence":[{"plan":"p","address":"一 §1","line":1,"start":0,"end":9,"quote":"句子甲"}]}
{"type":"node","id":"8","labels":["Cluster"],"properties":{"name":"轨道交通","score":0.5,"order":2},"evidence":[]}
{"type":"node","id":"9","labels":["Park","Cluster"],"properties":{"name":"Ｂ园","order":3,"members":["甲","乙"],"more":{"k":[1,2.0]}},"evidence":[]}
{"type":"relationship","id":"r1","label":"HOSTS","start":{"id":"7"},"end":{"id":"8"},"properties":{"confidence":0.9},"evidence":[{"plan":"p","address":"一 §1","line":1,"start":0,"end":9,"quote":"句子甲"}]}
{"type":"relationship","id":"r2","label":"HOSTS","start":{"id":"9"},"end":{"id":"8"},"properties":{},"evidence":[]}
{"type":"relationship","id":"r3","label":"PART_OF","start":{"id":"9"},"end":{"id":"9"},"properties":{},"evidence":[]}
"#;

/// A store with the lines in it, opened.
pub fn loaded(dir: &Path, lines: &str) -> Session {
    let options = StoreOptions::at(dir);
    load::json_lines(&options, "graph.jsonl", &mut Cursor::new(lines), &mut |_| {}).unwrap();
    Session::open(&options).unwrap()
}

pub fn exported(view: &dyn GraphView) -> String {
    let mut out = Vec::new();
    export::json_lines(view, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_graph_that_is_loaded_answers_like_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let session = loaded(dir.path(), SMALL);
    let view = session.view();
    assert_eq!((view.node_count(), view.rel_count()), (3, 3));
    let label = |name: &str| view.symbol(SymbolKind::Label, name).unwrap();
    let key = |name: &str| view.symbol(SymbolKind::Key, name).unwrap();
    let kind = |name: &str| view.symbol(SymbolKind::RelType, name).unwrap();
    assert_eq!(view.nodes_labelled(label("Park")).collect::<Vec<_>>(), [NodeId(0), NodeId(2)]);
    assert_eq!(view.property(NodeId(0), key("name")), ValueRef::Str("翠山湖新区"));
    assert_eq!(view.property(NodeId(1), key("score")), ValueRef::Float(0.5));
    assert_eq!(view.property(NodeId(0), key("score")), ValueRef::Null);
    assert_eq!(view.property(NodeId(2), key("members")).to_value(), Value::list([Value::from("甲"), Value::from("乙")]));
    let steps = |node, direction, kind| view.edges(node, direction, kind).map(|step| (step.rel, step.node)).collect::<Vec<_>>();
    assert_eq!(steps(NodeId(1), Direction::In, Some(kind("HOSTS"))), [(RelId(0), NodeId(0)), (RelId(1), NodeId(2))]);
    assert_eq!(steps(NodeId(2), Direction::Both, None), [(RelId(1), NodeId(1)), (RelId(2), NodeId(2))], "a loop is met once");
    assert_eq!(view.lookup(None, key("order"), &Value::Float(2.0)), Some(vec![NodeId(1)]));
    assert_eq!(view.lookup(Some(label("Park")), key("name"), &Value::from("轨道交通")), Some(vec![]));
    assert_eq!(view.named("b园"), [NodeId(2)], "names are found folded");
    assert_eq!(view.named("翠山湖"), [NodeId(0)], "and by their aliases");
    assert_eq!(view.named_containing("山湖"), [NodeId(0)]);
    assert_eq!(view.named_beginning("翠", 5), [("翠山湖".to_owned(), NodeId(0)), ("翠山湖新区".to_owned(), NodeId(0))]);
    assert_eq!(view.evidence(RelId(0).into())[0].quote.as_ref(), "句子甲");
    assert_eq!(view.external_id(NodeId(0).into()), "7");
    assert_eq!(view.external_id(RelId(2).into()), "r3");
    assert!(session.health().is_ok());
}

#[test]
fn ids_that_are_not_live_give_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let session = loaded(dir.path(), SMALL);
    let view = session.view();
    assert!(!view.has_node(NodeId(3)) && view.labels(NodeId(9)).is_empty() && view.rel(RelId(3)).is_none());
    assert_eq!(view.edges(NodeId(u32::MAX), Direction::Both, None).count(), 0);
    assert!(view.evidence(NodeId(77).into()).is_empty() && view.external_id(RelId(77).into()).is_empty());
    assert!(session.health().is_ok(), "asking about what is not there is no damage");
}

#[test]
fn export_and_load_are_each_others_inverse() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let once = exported(loaded(first.path(), SMALL).view());
    let twice = exported(loaded(second.path(), &once).view());
    assert_eq!(once, twice);
    assert_eq!(once.lines().count(), 6);
}

#[test]
fn a_line_that_is_wrong_is_named_and_nothing_is_loaded() {
    let dir = tempfile::tempdir().unwrap();
    let options = StoreOptions::at(dir.path());
    maintain::init(&options, true).unwrap();
    let lines = format!("{SMALL}{{\"type\":\"relationship\",\"id\":1,\"label\":\"X\",\"start\":{{\"id\":7}},\"end\":{{\"id\":70}}}}\n");
    let error = load::json_lines(&options, "g.jsonl", &mut Cursor::new(lines), &mut |_| {}).unwrap_err();
    assert!(error.message.en.contains("line 8") && error.message.en.contains("`70`"), "{}", error.message.en);
    assert_eq!(error.exit_code(), 1);
    assert_eq!(Session::open(&options).unwrap().view().node_count(), 0);
}

#[test]
fn a_policy_store_refuses_what_the_schema_does_not_have() {
    let dir = tempfile::tempdir().unwrap();
    let options = StoreOptions::at(dir.path());
    maintain::init(&options, false).unwrap();
    let line = "{\"type\":\"node\",\"id\":\"1\",\"labels\":[\"Parc\"]}";
    let error = load::json_lines(&options, "g.jsonl", &mut Cursor::new(line), &mut |_| {}).unwrap_err();
    assert!(error.hint.unwrap().en.contains("`Park`"));
}
