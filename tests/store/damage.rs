//! Damage is told or does no harm: never a wrong answer, a shorter one, or a panic.
//!
//! The long run: `GANGMU_FLIPS=2000 cargo test --test all store::damage -- --nocapture`.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use gangmu::base::{Diagnostic, Outcome};
use gangmu::engine::{Session, StoreOptions, curation, load, maintain};

use super::graphs::exported;

/// A generator of numbers that is the same everywhere (xorshift, Marsaglia 2003).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound.max(1)
    }
}

/// A graph of a few hundred nodes: files of several blocks.
pub fn lines(nodes: usize, version: usize) -> String {
    let mut lines = String::new();
    for at in 0..nodes {
        lines += &format!(
            "{{\"type\":\"node\",\"id\":\"{at}\",\"labels\":[\"Measure\"],\"properties\":{{\"name\":\"措施{at}\",\"version\":{version},\"text\":\"推进第{at}项工作，{}\"}},\"evidence\":[{{\"plan\":\"p\",\"address\":\"一 §{at}\",\"line\":{at},\"start\":{at},\"end\":{at},\"quote\":\"推进第{at}项工作\"}}]}}\n",
            "完善创新体系。".repeat(at % 40)
        );
    }
    for at in 0..nodes {
        lines += &format!(
            "{{\"type\":\"relationship\",\"id\":\"r{at}\",\"label\":\"PART_OF\",\"start\":{{\"id\":\"{at}\"}},\"end\":{{\"id\":\"{}\"}},\"properties\":{{\"version\":{version}}}}}\n",
            (at * 7 + 1) % nodes
        );
    }
    lines
}

/// Everything that a reader can learn from a store.
fn learn(dir: &Path) -> Outcome<String> {
    let options = StoreOptions::at(dir);
    let session = Session::open(&options)?;
    let mut learnt = exported(session.view());
    session.health()?;
    learnt += &format!("{:?}{:?}{:?}", session.plans()?, session.stats()?, curation::list(&options)?);
    learnt += &format!("{:?}", session.view().named_containing("措施1"));
    session.health()?;
    learnt += &format!("{:?}", session.search_sentences("第3项", 10)?);
    learnt += &format!("{:?}", session.search_nodes("完善创新")?);
    Ok(learnt)
}

/// What a writer finds: it builds on the records only if they are as they were.
fn write(dir: &Path) -> Outcome<String> {
    maintain::remove_plan(&StoreOptions::at(dir), "no such plan")?;
    learn(dir)
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&file, target).unwrap();
    }
}

#[derive(Default)]
struct Table {
    tried: usize,
    unchanged: usize,
    detected: usize,
    wrong: Vec<String>,
}

impl Table {
    fn note(&mut self, what: &str, sound: &str, outcome: &Outcome<String>) {
        self.tried += 1;
        match outcome {
            Ok(answer) if answer == sound => self.unchanged += 1,
            Ok(_) => self.wrong.push(format!("{what}: another answer")),
            Err(error) if is_clear(error) => self.detected += 1,
            Err(error) => self.wrong.push(format!("{what}: {error:?}")),
        }
    }
}

/// Exit code 4, a file named, the command that mends it.
fn is_clear(error: &Diagnostic) -> bool {
    error.exit_code() == 4 && error.message.en.contains('/') && error.hint.as_ref().is_some_and(|hint| hint.en.contains("gangmu store re"))
}

#[test]
fn no_flipped_bit_and_no_lost_end_gives_a_wrong_answer() {
    let flips: usize = std::env::var("GANGMU_FLIPS").ok().and_then(|flips| flips.parse().ok()).unwrap_or(200);
    let home = tempfile::tempdir().unwrap();
    let (sound, dir) = (home.path().join("sound"), home.path().join("store"));
    load::json_lines(&StoreOptions::at(&sound), "g.jsonl", &mut Cursor::new(lines(300, 1)), &mut |_| {}).unwrap();
    let (answer, all) = (learn(&sound).unwrap(), files(&sound));
    copy(&sound, &dir);
    let at_home = |file: &Path| dir.join(file.strip_prefix(&sound).unwrap());
    let (mut dice, mut table) = (Dice(0x9E37_79B9_7F4A_7C15), Table::default());

    for _ in 0..flips {
        let file = &all[dice.below(all.len() as u64) as usize];
        let mut bytes = fs::read(file).unwrap();
        if bytes.is_empty() {
            continue;
        }
        let at = dice.below(bytes.len() as u64) as usize;
        bytes[at] ^= 1 << dice.below(8);
        fs::write(at_home(file), &bytes).unwrap();
        let what = format!("{} byte {at}", file.display());
        table.note(&what, &answer, &learn(&dir));
        if file.components().any(|part| part.as_os_str() == "records") || file.ends_with("records.closed") || file.ends_with("manifest") {
            table.note(&format!("{what} (write)"), &answer, &write(&dir));
            copy(&sound, &dir);
        } else {
            fs::copy(file, at_home(file)).unwrap();
        }
    }
    for file in &all {
        let bytes = fs::read(file).unwrap();
        for length in
            [0, 1, bytes.len() / 3, bytes.len() / 2, bytes.len().saturating_sub(1)].into_iter().filter(|&length| length < bytes.len())
        {
            fs::write(at_home(file), &bytes[..length]).unwrap();
            let what = format!("{} cut to {length}", file.display());
            table.note(&what, &answer, &learn(&dir));
            table.note(&format!("{what} (write)"), &answer, &write(&dir));
            copy(&sound, &dir);
        }
    }
    println!("places tried {}, unchanged {}, detected {}, wrong {}", table.tried, table.unchanged, table.detected, table.wrong.len());
    assert!(table.wrong.is_empty(), "{:#?}", table.wrong);
    assert!(table.detected > 0 && table.unchanged > 0);
}

#[test]
fn what_is_damaged_is_mended_by_rebuild() {
    let home = tempfile::tempdir().unwrap();
    let (sound, dir) = (home.path().join("sound"), home.path().join("store"));
    load::json_lines(&StoreOptions::at(&sound), "g.jsonl", &mut Cursor::new(lines(50, 1)), &mut |_| {}).unwrap();
    let answer = learn(&sound).unwrap();
    for file in files(&sound) {
        copy(&sound, &dir);
        let bytes = fs::read(&file).unwrap();
        fs::write(dir.join(file.strip_prefix(&sound).unwrap()), &bytes[..bytes.len() / 2]).unwrap();
        maintain::rebuild(&StoreOptions::at(&dir), &mut |_| {}).unwrap_or_else(|error| panic!("{}: {error:?}", file.display()));
        assert_eq!(write(&dir).unwrap(), answer, "{}", file.display());
    }
}
