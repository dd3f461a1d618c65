//! Every door that foreign bytes come in by: what the fuzzers and the tests of hostile input (`tests/hostile.rs`) knock at.
//! Whatever the bytes, a door answers or refuses with a message and an exit code; it does not panic and does not run on.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use gangmu::base::{BlockSums, Diagnostic, Lang, Outcome, Source, Span};
use gangmu::document::{self, ReadOptions};
use gangmu::engine::{Limits, Session, StoreOptions, export, load};
use gangmu::extract::{self, Lexicons};
use gangmu::model::{NodeId, RelId};
use gangmu::output;
use gangmu::store::Snapshot;
use gangmu::view::{Direction, GraphView, SymbolKind};

/// A refusal is one that a user can do something with.
fn refused(error: &Diagnostic) {
    assert!((1..=4).contains(&error.exit_code()), "{error:?}");
    let drawn = output::draw(error, Lang::En, false);
    assert!(!drawn.contains('\u{1b}'), "an escape reaches the terminal: {drawn:?}");
}

fn settle<T>(outcome: Outcome<T>) {
    if let Err(error) = outcome {
        refused(&error);
    }
}

/// Statements of the language, one after the other on a small graph in memory.
pub fn query(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut session = Session::memory();
    let limits = Limits { timeout: Some(Duration::from_millis(100)), rows: Some(1000), memory: Some(32 << 20), ..Limits::default() };
    let fill = "CREATE (a:Goal {name: '目标甲', year: 2035})<-[:SUPPORTS {confidence: 0.9}]-(b:Measure {name: '措施乙', text: '推进'}), (b)-[:PART_OF]->(b)";
    for text in [fill, &text] {
        let source = Arc::new(Source::new("typed", text));
        let span = Span::new(0, text.len());
        settle(session.check(&source, span));
        settle(session.run(&source, span, &BTreeMap::new(), &limits));
    }
}

/// A plan: the first byte says what the file is called, the rest is the file.
pub fn plan(data: &[u8]) {
    static LEXICONS: LazyLock<Arc<Lexicons>> = LazyLock::new(|| Lexicons::builtin().expect("the built-in lexicons"));
    let Some((&kind, bytes)) = data.split_first() else { return };
    let name = ["p.txt", "p.html", "p.docx", "p.csv", "p.md"][usize::from(kind) % 5];
    match document::read(bytes, name, &ReadOptions { force: kind >= 128, ..ReadOptions::default() }) {
        Ok(document) => {
            let batch = extract::extract(&document, &LEXICONS, &extract::Options { slug: "p".into(), ..extract::Options::default() });
            for evidence in batch.nodes.iter().flat_map(|node| &node.evidence) {
                let quoted = document.original.get(evidence.start as usize..evidence.end as usize);
                assert_eq!(quoted, Some(&*evidence.quote), "a quote stands where it says");
            }
        }
        Err(error) => refused(&error),
    }
}

/// A snapshot with right checksums and other content: five bytes are a place and what is changed there.
pub fn snapshot(data: &[u8]) {
    static SOUND: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let dir = tempfile::tempdir().expect("a folder");
        let options = StoreOptions::at(dir.path());
        load::json_lines(&options, "g.jsonl", &mut Cursor::new(GRAPH), &mut |_| {}).expect("a graph");
        fs::read(dir.path().join("gen/1/snapshot")).expect("a snapshot")
    });
    let mut bytes = SOUND.clone();
    // Most of the file is the padding of its first block: places count from what comes after.
    let start = gangmu::base::BLOCK;
    for change in data.chunks_exact(5) {
        let at = u32::from_le_bytes([change[0], change[1], change[2], 0]) as usize;
        let length = bytes.len() - start;
        bytes[start + at % length] ^= change[4];
        if change[3] == 255 {
            bytes.truncate(bytes.len() - usize::from(change[4] % 64));
        }
    }
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), &bytes).expect("a file that can be written");
    match Snapshot::open(file.path(), BlockSums::of(&bytes)) {
        Ok(snapshot) => look(&snapshot),
        Err(error) => refused(&error),
    }
}

/// Asks everything that can be asked of a graph, beyond its bounds as well.
fn look(snapshot: &Snapshot) {
    settle(snapshot.about());
    let mut lines = Limited(1 << 20);
    let _ = export::json_lines(snapshot, &mut lines);
    for at in (0..snapshot.node_bound().min(20)).chain([u32::MAX]) {
        let node = NodeId(at);
        for direction in [Direction::Out, Direction::In, Direction::Both] {
            snapshot.edges(node, direction, None).take(100).for_each(drop);
            snapshot.degree(node, direction, None);
        }
        let key = snapshot.key(node).to_owned();
        snapshot.node_by_key(&key);
    }
    for at in (0..snapshot.rel_bound().min(20)).chain([u32::MAX]) {
        snapshot.rel(RelId(at));
        snapshot.given(RelId(at));
    }
    for name in ["甲园", "园", ""] {
        snapshot.named(name);
        snapshot.named_containing(name);
        snapshot.named_beginning(name, 5);
    }
    for name in ["name", "order", "members"] {
        if let Some(key) = snapshot.symbol(SymbolKind::Key, name) {
            snapshot.lookup(None, key, &"甲园".into());
            snapshot.lookup(None, key, &1.into());
        }
    }
    settle(snapshot.health());
}

/// Takes so many bytes and then no more: a hostile file may count its nodes in thousands of millions.
struct Limited(usize);

impl std::io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

const GRAPH: &str = r#"
{"type":"node","id":"1","labels":["Park"],"properties":{"name":"甲园","aliases":["甲"],"order":1},"evidence":[{"plan":"p","address":"一 §1","line":1,"start":0,"end":9,"quote":"句子甲"}]}
{"type":"node","id":"2","labels":["Cluster"],"properties":{"name":"乙群","order":2.5},"evidence":[]}
{"type":"node","id":"3","labels":["Park","Cluster"],"properties":{"name":"丙","order":3,"members":["甲",{"k":[1,2.0]}]},"evidence":[]}
{"type":"relationship","id":"r1","label":"HOSTS","start":{"id":"1"},"end":{"id":"2"},"properties":{"confidence":0.9},"evidence":[]}
{"type":"relationship","id":"r2","label":"PART_OF","start":{"id":"3"},"end":{"id":"3"},"properties":{},"evidence":[]}
"#;

/// Parameters as typed JSON.
pub fn params(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    settle(output::param_value(&text));
    match output::decode_params(&text) {
        Ok(params) => {
            let text = "RETURN $a = $a, toString($a), [$a, $b] AS l";
            let source = Arc::new(Source::new("typed", text));
            settle(Session::memory().run(&source, Span::new(0, text.len()), &params, &Limits::default()));
        }
        Err(error) => refused(&error),
    }
}

/// A graph as JSON lines, loaded into an open store.
pub fn lines(data: &[u8]) {
    let dir = tempfile::tempdir().expect("a folder");
    let options = StoreOptions::at(dir.path());
    if let Err(error) = load::json_lines(&options, "g.jsonl", &mut Cursor::new(data), &mut |_| {}) {
        refused(&error);
        return;
    }
    let session = Session::open(&options).expect("what was loaded opens");
    let mut once = Vec::new();
    export::json_lines(session.view(), &mut once).expect("what was loaded is exported");
    session.health().expect("what was loaded is sound");
}
