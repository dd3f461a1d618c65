//! Damage is told or does no harm: never a wrong answer, a shorter one, or a panic.
//!
//! The long run: `GANGMU_FLIPS=2000 cargo test --test all store::damage -- --nocapture`.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use gangmu::base::{Diagnostic, Outcome, Source, Span};
use gangmu::engine::ingest::{self, ImportOptions};
use gangmu::engine::{Limits, Notices, Session, StoreOptions, curation, load, maintain};

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

/// A plan of a few sections that says the same things with small differences.
pub fn plan(version: usize) -> String {
    let mut plan = String::from("云浦市创新发展行动计划（2031—2035年）\n\n");
    for (chapter, number) in ["总体要求", "主要任务", "保障措施"].into_iter().zip("一二三".chars()) {
        plan += &format!("{number}、{chapter}\n");
        for item in 1..=8 {
            plan += &format!(
                "（{}）完善第{item}类服务\n推进云浦第{version}号第{item}批{chapter}落实，到2035年达到{}%。建设云浦科创园，提升创新能力。\n",
                "一二三四五六七八".chars().nth(item - 1).unwrap(),
                item * 7
            );
        }
    }
    plan
}

const STATEMENTS: [&str; 5] = [
    "MATCH (n)-[r]->(m) RETURN type(r) AS t, count(*) AS c, count(DISTINCT n) AS d ORDER BY t",
    "MATCH (n:Measure) WHERE n.text ~ \"创新\" RETURN n.text AS text, snippet(n) AS s ORDER BY text",
    "search \"推进\" in measures top 5",
    "CALL audit() YIELD code, line RETURN code, line",
    "MATCH (n {name: '措施17'}) RETURN n.text",
];

pub fn say(session: &mut Session, text: &str) -> Outcome<String> {
    let source = Arc::new(Source::new("typed", text));
    let answer = session.run(&source, Span::new(0, text.len()), &BTreeMap::new(), &Limits::default())?;
    Ok(format!("{:?}", answer.rows))
}

/// Everything that a reader can learn from a store.
fn learn(dir: &Path) -> Outcome<String> {
    let options = StoreOptions::at(dir);
    let mut session = Session::open(&options)?;
    let mut learnt = String::new();
    for statement in STATEMENTS {
        learnt += &say(&mut session, statement)?;
    }
    learnt += &exported(session.view());
    session.health()?;
    let changes: Vec<_> = curation::list(&options)?.into_iter().map(|entry| (entry.number, entry.changes)).collect();
    learnt += &format!("{:?}{:?}{changes:?}", session.plans()?, session.stats()?.nodes);
    learnt += &format!("{:?}", session.view().named_containing("措施1"));
    session.health()?;
    learnt += &format!("{:?}", session.search_sentences("第3项", 10)?);
    learnt += &format!("{:?}", session.search_nodes("完善创新")?);
    Ok(learnt)
}

/// What a writer makes of a store: it builds on the records only if they are as they were.
fn write(dir: &Path) -> Outcome<String> {
    let options = StoreOptions::at(dir);
    say(&mut Session::open(&options)?, "CREATE (:Park {name: '试验园区'})")?;
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
    mended: usize,
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

    fn mended(&mut self, what: &str, sound: &str, outcome: &Outcome<String>) {
        match outcome {
            Ok(answer) if answer == sound => self.mended += 1,
            Ok(_) => self.wrong.push(format!("{what}: another answer after the rebuild")),
            Err(error) => self.wrong.push(format!("{what}: not mended: {error:?}")),
        }
    }

    fn add(&mut self, other: Self) {
        self.tried += other.tried;
        self.unchanged += other.unchanged;
        self.detected += other.detected;
        self.mended += other.mended;
        self.wrong.extend(other.wrong);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tried, unchanged, detected, mended, wrong } = self;
        write!(f, "tried {tried}, unchanged {unchanged}, detected {detected}, rebuilt {mended}, wrong {}", wrong.len())
    }
}

/// Exit code 4, a file named, the command that mends it.
fn is_clear(error: &Diagnostic) -> bool {
    error.exit_code() == 4 && error.message.en.contains('/') && error.hint.as_ref().is_some_and(|hint| hint.en.contains("gangmu store re"))
}

/// A store that is sound, a place to damage copies of it, and what the sound one answers.
struct Bench {
    home: tempfile::TempDir,
    all: Vec<PathBuf>,
    read: String,
    written: String,
    table: Table,
    turn: usize,
    every: usize,
}

impl Bench {
    fn new(fill: impl FnOnce(&StoreOptions)) -> Self {
        let home = tempfile::tempdir().unwrap();
        let sound = home.path().join("sound");
        fill(&StoreOptions::at(&sound));
        say(&mut Session::open(&StoreOptions::at(&sound)).unwrap(), "CREATE (:Park {name: '云浦湖畔园区'})").unwrap();
        copy(&sound, &home.path().join("store"));
        let (read, written) = (learn(&sound).unwrap(), write(&home.path().join("store")).unwrap());
        let bench =
            Self { all: files(&sound), home, read, written, table: Table::default(), turn: 0, every: if is_long() { 1 } else { 5 } };
        bench.renew();
        bench
    }

    fn with_a_graph() -> Self {
        Self::new(|options| {
            load::json_lines(options, "g.jsonl", &mut Cursor::new(lines(300, 1)), &mut |_| {}).unwrap();
        })
    }

    fn with_a_plan() -> Self {
        Self::new(|options| {
            let file = options.dir.with_extension("txt");
            fs::write(&file, plan(0)).unwrap();
            ingest::import_file(options, &file, &ImportOptions { force: true, ..ImportOptions::default() }, &mut |_| {}).unwrap();
        })
    }

    fn dir(&self) -> PathBuf {
        self.home.path().join("store")
    }

    fn renew(&self) {
        copy(&self.home.path().join("sound"), &self.dir());
    }

    /// The file as it lies in the copy that may be damaged.
    fn at(&self, file: &Path) -> PathBuf {
        self.dir().join(file.strip_prefix(self.home.path().join("sound")).unwrap())
    }

    /// Puts other bytes in place of a file's, or takes it away: what readers and writers make of that, and whether it is mended.
    fn try_with(&mut self, file: &Path, bytes: Option<&[u8]>, what: &str) {
        let damage = |place: &Path| match bytes {
            Some(bytes) => fs::write(place, bytes).unwrap(),
            None => fs::remove_file(place).unwrap(),
        };
        damage(&self.at(file));
        let what = format!("{} {what}", file.display());
        self.table.note(&what, &self.read, &learn(&self.dir()));
        self.turn += 1;
        // Writing and mending take fsyncs: the short run tries them on some of the places.
        let (writes, mends) = (self.turn.is_multiple_of(self.every), self.turn.is_multiple_of(4 * self.every));
        if writes {
            self.table.note(&format!("{what} (write)"), &self.written, &write(&self.dir()));
        }
        if mends {
            self.renew();
            damage(&self.at(file));
            let mended = maintain::rebuild(&StoreOptions::at(self.dir()), &mut |_| {}).and_then(|_| learn(&self.dir()));
            self.table.mended(&what, &self.read, &mended);
        }
        if writes || mends {
            self.renew();
        } else {
            fs::copy(file, self.at(file)).unwrap();
        }
    }
}

fn flips() -> usize {
    std::env::var("GANGMU_FLIPS").ok().and_then(|flips| flips.parse().ok()).unwrap_or(200)
}

fn is_long() -> bool {
    flips() >= 1000
}

#[test]
fn no_flipped_bit_and_no_lost_end_gives_a_wrong_answer() {
    let (flips, steps) = (flips(), if is_long() { 40 } else { 1 });
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut total = Table::default();
    for mut bench in [Bench::with_a_graph(), Bench::with_a_plan()] {
        for _ in 0..flips / 2 {
            let file = bench.all[dice.below(bench.all.len() as u64) as usize].clone();
            let mut bytes = fs::read(&file).unwrap();
            if bytes.is_empty() {
                continue;
            }
            let at = dice.below(bytes.len() as u64) as usize;
            bytes[at] ^= 1 << dice.below(8);
            bench.try_with(&file, Some(&bytes), &format!("byte {at}"));
        }
        for file in bench.all.clone() {
            let bytes = fs::read(&file).unwrap();
            let mut lengths: Vec<usize> =
                (0..steps).map(|step| bytes.len() * step / steps).chain([bytes.len().saturating_sub(1)]).collect();
            lengths.dedup();
            for length in lengths.into_iter().filter(|&length| length < bytes.len()) {
                bench.try_with(&file, Some(&bytes[..length]), &format!("cut to {length}"));
            }
            if is_long() {
                bench.try_with(&file, Some(&vec![0; bytes.len()]), "zeroed");
            }
            bench.try_with(&file, None, "removed");
        }
        total.add(bench.table);
    }
    println!("{total}");
    assert!(total.wrong.is_empty(), "{:#?}", total.wrong);
    assert!(total.detected > 0 && total.unchanged > 0 && total.mended > 0);
}

#[test]
fn a_text_that_is_lost_in_both_places_is_named_and_the_rest_is_kept() {
    let bench = Bench::with_a_plan();
    let text = bench.all.iter().find(|file| file.components().any(|part| part.as_os_str() == "texts")).unwrap();
    let records = bench.all.iter().find(|file| file.ends_with("records/db")).unwrap();
    for file in [text, records] {
        let bytes = fs::read(file).unwrap();
        fs::write(bench.at(file), &bytes[..bytes.len() / 2]).unwrap();
    }
    let options = StoreOptions::at(bench.dir());
    let info = maintain::rebuild(&options, &mut |_| {}).unwrap();
    assert!(info.lost.len() == 1 && info.lost[0].en.contains("sound.txt"), "{:?}", info.lost);
    assert!(
        bench.dir().join("records.damaged-1").read_dir().unwrap().any(|entry| entry
            .unwrap()
            .file_name()
            .to_str()
            .unwrap()
            .starts_with("text-"))
    );
    assert_eq!((info.plans, info.curation_entries), (0, 1));
    // With its text the plan is whole again, and so is what was changed by hand.
    let file = bench.home.path().join("sound.txt");
    ingest::import_file(&options, &file, &ImportOptions { force: true, ..ImportOptions::default() }, &mut |_| {}).unwrap();
    assert_eq!(learn(&bench.dir()).unwrap(), bench.read);
}

#[test]
fn records_that_a_killed_writer_left_unreadable_are_made_anew_and_that_is_said() {
    for mut bench in [Bench::with_a_graph(), Bench::with_a_plan()] {
        let told = Arc::new(Mutex::new(Vec::new()));
        let hearer = Arc::clone(&told);
        let notices = Notices::to(move |message| hearer.lock().unwrap().push(message.en.clone()));
        let options = StoreOptions { notices, ..StoreOptions::at(bench.dir()) };
        // A killed writer leaves no note of how the files should be, and here files that are not.
        let records = bench.all.iter().find(|file| file.ends_with("records/db")).unwrap().clone();
        fs::write(bench.at(&records), vec![0; fs::read(&records).unwrap().len()]).unwrap();
        fs::remove_file(bench.dir().join("records.closed")).unwrap();
        let mut session = Session::open(&options).unwrap();
        say(&mut session, "CREATE (:Park {name: '试验园区'})").unwrap();
        let told = told.lock().unwrap();
        assert!(told.len() == 1 && told[0].contains("records.damaged-1"), "{told:?}");
        assert_eq!(curation::undo(&options, None).unwrap().unwrap().changes.len(), 1);
        bench.table.mended("unclosed records", &bench.read, &learn(&bench.dir()));
        assert!(bench.table.wrong.is_empty(), "{:?}", bench.table.wrong);
    }
}
