//! The mapped file read in place, sound and hostile. Also run under Miri, which reads the file instead of mapping it:
//! `MIRIFLAGS=-Zmiri-disable-isolation cargo +nightly miri test --lib snapshot`.

use std::fs;
use std::path::Path;

use super::{About, Snapshot, write};
use crate::base::{BLOCK, BlockSums};
use crate::model::{Entity, Evidence, NodeId, RelId, Value};
use crate::store::{Assembly, StoredNode, StoredRelation};
use crate::view::{Direction, GraphView as _, SymbolKind};

/// A small graph as the bytes of its file.
fn bytes() -> Vec<u8> {
    let proof = |quote: &str| Evidence { plan: "p".into(), address: "一 §1".into(), line: 1, start: 0, end: 9, quote: quote.into() };
    let mut graph = Assembly::default();
    graph.begin_source();
    for (at, name) in (0..).zip(["甲园", "乙园", "丙群"]) {
        let properties = vec![
            ("name".into(), Value::from(name)),
            ("aliases".into(), Value::list([Value::from("别名")])),
            ("order".into(), Value::Int(at)),
        ];
        let node = StoredNode { key: format!("Park||{name}").into(), labels: vec!["Park".into()], properties, evidence: vec![proof(name)] };
        graph.add_node(&node).unwrap();
    }
    for (start, end) in [(0, 1), (0, 2), (2, 2)] {
        let properties = vec![("confidence".into(), Value::Float(0.9)), ("rule".into(), Value::from("test"))];
        let (given, evidence) = (Some("r".into()), vec![proof("句子")]);
        graph.add_relation(&StoredRelation { given, kind: "HOSTS".into(), start, end, properties, evidence }).unwrap();
    }
    let mut out = Vec::new();
    write(graph, &About::default().to_bytes(), &mut out).unwrap().unwrap();
    out
}

/// Asks all that is read in place, within its bounds and beyond.
fn look(snapshot: &Snapshot) -> Vec<String> {
    let mut seen = Vec::new();
    let keys = ["name", "aliases", "order", "confidence", "rule"].map(|name| snapshot.symbol(SymbolKind::Key, name));
    for node in [0, 1, 2, 3, u32::MAX].map(NodeId) {
        seen.push(snapshot.key(node).to_owned());
        seen.extend(keys.into_iter().flatten().map(|key| format!("{:?}", snapshot.property(node, key).to_value())));
        let steps = [Direction::Out, Direction::In].into_iter().flat_map(|direction| snapshot.edges(node, direction, None));
        seen.extend(steps.take(20).map(|step| format!("{:?} {:?}", step.rel, step.node)));
        seen.extend(snapshot.evidence(Entity::Node(node)).into_iter().take(20).map(|proof| proof.quote.to_string()));
    }
    for rel in [0, 1, 2, 3, u32::MAX].map(RelId) {
        seen.push(format!("{:?}", snapshot.given(rel)));
        seen.extend(keys.into_iter().flatten().map(|key| format!("{:?}", snapshot.rel_property(rel, key).to_value())));
    }
    seen.extend(snapshot.named("乙园").into_iter().map(|node| format!("{node:?}")));
    seen.extend(snapshot.named_containing("园").into_iter().map(|node| format!("{node:?}")));
    seen
}

fn opened(file: &Path, bytes: &[u8]) -> Option<Vec<String>> {
    fs::write(file, bytes).unwrap();
    let snapshot = Snapshot::open(file, BlockSums::of(bytes)).ok()?;
    let seen = look(&snapshot);
    snapshot.health().ok().map(|()| seen)
}

#[test]
fn what_was_put_together_is_read_in_place_and_hostile_bytes_are_bounded() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let sound = bytes();
    let seen = opened(file.path(), &sound).expect("a sound file");
    assert!(seen.iter().any(|text| text == "Park||甲园") && seen.iter().filter(|text| text.contains("别名")).count() == 3);
    // Sums that fit whatever stands there: the content itself must be found out, or be harmless.
    let (places, masks) = if cfg!(miri) { (6, 1) } else { (400, 3) };
    let length = sound.len() - BLOCK;
    for place in (0..places).map(|nth| BLOCK + nth * length / places) {
        for mask in [0xff, 0x80, 1].into_iter().take(masks) {
            let mut hostile = sound.clone();
            hostile[place] ^= mask;
            opened(file.path(), &hostile);
        }
    }
}
