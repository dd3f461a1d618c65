//! Records over the disk, over its twin in memory, and over both at once.

use std::path::Path;

use gangmu::base::Outcome;
use gangmu::model::{Evidence, Value};
use gangmu::store::{Bytes, Change, Item, JournalEntry, MemoryBytes, Records, SledBytes, SourceAbout, StoredNode, StoredRelation};

/// Two media in one: every change goes to both, every answer is compared.
struct Mirror<A, B>(A, B);

impl<A: Bytes, B: Bytes> Bytes for Mirror<A, B> {
    fn get(&self, key: &[u8]) -> Outcome<Option<Vec<u8>>> {
        let (a, b) = (self.0.get(key)?, self.1.get(key)?);
        assert_eq!(a, b);
        Ok(a)
    }

    fn scan(&self, prefix: &[u8], visit: &mut dyn FnMut(&[u8], &[u8]) -> Outcome<()>) -> Outcome<()> {
        let all = |bytes: &dyn Bytes| {
            let mut pairs = Vec::new();
            bytes.scan(prefix, &mut |key, value| {
                pairs.push((key.to_vec(), value.to_vec()));
                Ok(())
            })?;
            Ok::<_, Box<gangmu::base::Diagnostic>>(pairs)
        };
        let pairs = all(&self.0)?;
        assert_eq!(pairs, all(&self.1)?);
        pairs.iter().try_for_each(|(key, value)| visit(key, value))
    }

    fn apply(&mut self, changes: Vec<Change>) -> Outcome<()> {
        self.0.apply(changes.clone())?;
        self.1.apply(changes)
    }

    fn flush(&mut self) -> Outcome<()> {
        self.0.flush()?;
        self.1.flush()
    }
}

fn node(key: &str, text: &str) -> Item {
    Item::Node(StoredNode {
        key: key.into(),
        labels: vec!["Park".into()],
        properties: vec![("name".into(), Value::from(text))],
        evidence: vec![Evidence { plan: "p".into(), quote: text.into(), ..Evidence::default() }],
    })
}

/// A story of imports, re-imports, removals and curation, told step by step.
fn story(records: &mut Records) -> Vec<String> {
    let mut told = Vec::new();
    let write = |records: &mut Records, slug: &str, nodes: usize| {
        let mut to = records.write_source();
        to.text(format!("{slug} {nodes}").repeat(nodes).as_bytes()).unwrap();
        for at in 0..nodes {
            to.item(&node(&format!("{slug}{at}"), &"甲".repeat(at % 700))).unwrap();
        }
        to.item(&Item::Relation(StoredRelation { kind: "PART_OF".into(), start: 0, end: 0, ..StoredRelation::default() })).unwrap();
        to.commit(SourceAbout { slug: slug.into(), title: format!("标题{nodes}"), ..SourceAbout::default() }).unwrap();
    };
    write(records, "b", 3);
    write(records, "a", 2000);
    told.push(tell(records));
    let first = records.append(JournalEntry { note: "first".into(), ..JournalEntry::default() }).unwrap();
    records.append(JournalEntry { note: "second".into(), author: "张".into(), time: 7, ..JournalEntry::default() }).unwrap();
    write(records, "b", 5);
    told.push(tell(records));
    assert!(records.remove_entry(first).unwrap());
    assert!(!records.remove_entry(first).unwrap());
    assert!(records.remove_source("a").unwrap());
    told.push(tell(records));
    told
}

fn tell(records: &Records) -> String {
    let mut told = format!("{:?}\n{:?}\n", records.header(), records.journal().unwrap());
    for source in records.sources().unwrap() {
        told += &format!("{source:?} {}\n", String::from_utf8(records.text(&source).unwrap()).unwrap());
        records
            .items(&source, &mut |item| {
                told += &format!("{item:?}\n");
                Ok(())
            })
            .unwrap();
    }
    told
}

#[test]
fn disk_and_memory_tell_the_same_story() {
    let dir = tempfile::tempdir().unwrap();
    let sled = || SledBytes::open(&dir.path().join("sled")).unwrap();
    let mut in_memory = Records::open(Box::new(MemoryBytes::default()), Path::new("memory"), None).unwrap();
    let mut on_both = Records::open(Box::new(Mirror(sled(), MemoryBytes::default())), dir.path(), None).unwrap();
    assert_eq!(story(&mut in_memory), story(&mut on_both));
    let end = tell(&on_both);
    drop(on_both);
    let again = Records::open(Box::new(sled()), dir.path(), None).unwrap();
    assert_eq!(tell(&again), end, "and it is there after closing");
}

#[test]
fn a_record_that_is_lost_or_changed_is_noticed() {
    let mut bytes = MemoryBytes::default();
    let mut records = Records::open(Box::new(bytes.clone()), Path::new("m"), None).unwrap();
    story(&mut records);
    let header = records.header().clone();
    // The same records in a medium that this test can reach into.
    let dir = tempfile::tempdir().unwrap();
    let mut sled = SledBytes::open(dir.path()).unwrap();
    let mut kept = Records::open(Box::new(Mirror(sled, MemoryBytes::default())), Path::new("m"), None).unwrap();
    story(&mut kept);
    drop(kept);
    sled = SledBytes::open(dir.path()).unwrap();
    let mut keys = Vec::new();
    sled.scan(b"", &mut |key, value| {
        keys.push((key.to_vec(), value.to_vec()));
        Ok(())
    })
    .unwrap();
    for (lost, value) in &keys {
        for change in [None, Some([value.as_slice(), b"x"].concat())] {
            bytes = MemoryBytes::default();
            bytes.apply(keys.iter().map(|(key, value)| Change::put(key.clone(), value.clone())).collect()).unwrap();
            bytes.apply(vec![Change { key: lost.clone(), value: change }]).unwrap();
            let opened = Records::open(Box::new(bytes.clone()), Path::new("m"), Some(&header));
            // Letters behind the header are no part of it.
            let harmless = lost == b"meta" && bytes.get(b"meta").unwrap().is_some();
            assert_eq!(opened.is_err(), !harmless, "{}", String::from_utf8_lossy(lost));
        }
    }
}

#[test]
fn records_that_are_older_than_their_generation_are_refused() {
    let mut records = Records::open(Box::new(MemoryBytes::default()), Path::new("m"), None).unwrap();
    records.append(JournalEntry::default()).unwrap();
    let header = records.header().clone();
    let empty = Records::open(Box::new(MemoryBytes::default()), Path::new("m"), Some(&header));
    assert_eq!(empty.err().unwrap().exit_code(), 4);
}

#[test]
fn what_a_crash_left_half_written_does_not_count_and_is_swept() {
    let mut bytes = MemoryBytes::default();
    bytes.apply(vec![Change::put(&b"rec/0000000000000009/00000000"[..], &b"half"[..])]).unwrap();
    let records = Records::open(Box::new(bytes), Path::new("m"), None).unwrap();
    assert_eq!(records.header().count, 0);
}
