//! Killed at any moment, the store is as it was before or after each step that was acknowledged.
//!
//! The long run: `GANGMU_KILLS=300 cargo test --test all store::crash -- --nocapture`.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Cursor};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use gangmu::engine::ingest::{self, ImportOptions};
use gangmu::engine::{Session, StoreOptions, curation, load, maintain};
use gangmu::view::SymbolKind;

use super::damage::{Dice, lines, plan, say};
use super::graphs::exported;

/// Nodes of a version: versions differ in size as well as in content.
fn size(version: usize) -> usize {
    40 + version % 7 * 30
}

/// Where a worker works, and the step that it begins with.
fn work() -> Option<(StoreOptions, usize)> {
    let options = StoreOptions::at(std::env::var("GANGMU_CRASH_DIR").ok()?);
    Some((options, std::env::var("GANGMU_CRASH_FROM").unwrap().parse().unwrap()))
}

/// Not a test: what a test kills. It loads one version after the other and says so when each is done.
#[test]
#[ignore = "run by the tests below"]
fn loader() {
    let Some((options, first)) = work() else { return };
    for version in first.. {
        load::json_lines(&options, "g.jsonl", &mut Cursor::new(lines(size(version), version)), &mut |_| {}).unwrap();
        println!("\ndone {version}");
        if version % 5 == 0 {
            maintain::rebuild(&options, &mut |_| {}).unwrap();
        }
    }
}

/// Not a test either: a researcher at work. Odd steps take a new text of the plan in, even ones change the graph by hand; now
/// and then the store is rebuilt.
#[test]
#[ignore = "run by the tests below"]
fn researcher() {
    let Some((options, first)) = work() else { return };
    let file = options.dir.with_extension("txt");
    let force = ImportOptions { slug: Some("plan".into()), force: true, ..ImportOptions::default() };
    for step in first.. {
        if step % 2 == 1 {
            fs::write(&file, plan(step / 2)).unwrap();
            ingest::import_file(&options, &file, &force, &mut |_| {}).unwrap();
        } else {
            say(&mut Session::open(&options).unwrap(), &format!("CREATE (:Park {{name: '园区{step}'}})")).unwrap();
        }
        println!("\ndone {step}");
        if step % 7 == 0 {
            maintain::rebuild(&options, &mut |_| {}).unwrap();
        }
    }
}

/// The version that the store holds, all of it of one version.
fn version(dir: &Path) -> usize {
    let session = Session::open(&StoreOptions::at(dir)).unwrap();
    let view = session.view();
    let Some(key) = view.symbol(SymbolKind::Key, "version") else { return 0 };
    let mut versions: Vec<i64> = view.nodes().map(|node| view.property(node, key).to_value().as_int().unwrap()).collect();
    versions.extend((0..view.rel_bound()).map(|rel| view.rel_property(gangmu::model::RelId(rel), key).to_value().as_int().unwrap()));
    session.health().unwrap();
    versions.dedup();
    assert_eq!(versions.len(), 1, "a mixture of versions");
    let version = versions[0] as usize;
    assert_eq!((view.node_count(), view.rel_count()), (size(version), size(version)));
    version
}

/// The step that the store is at: one text of the plan in all its parts, and as many changes by hand as belong to it.
fn step(dir: &Path) -> usize {
    let options = StoreOptions::at(dir);
    let session = Session::open(&options).unwrap();
    let graph = exported(session.view());
    let versions: BTreeSet<&str> = graph.split("云浦第").skip(1).filter_map(|rest| rest.split('号').next()).collect();
    let changes = curation::list(&options).unwrap();
    assert!(changes.iter().all(|entry| entry.unplaced.is_empty()));
    let Some(version) = versions.first() else { return 0 };
    assert_eq!(versions.len(), 1, "a mixture of texts");
    let sentences = session.search_sentences(&format!("云浦第{version}号"), 1000).unwrap();
    assert_eq!(sentences.len(), 24, "the index has every sentence of the text");
    let version: usize = version.parse().unwrap();
    assert!(changes.len() == version || changes.len() == version + 1, "{} changes beside text {version}", changes.len());
    session.health().unwrap();
    version + changes.len() + 1
}

/// Kills a worker at random moments within `moments` milliseconds, again and again; `found` tells the step that the store is at.
fn kill_again_and_again(worker: &str, share: usize, moments: u64, found: impl Fn(&Path) -> usize) {
    let all: usize = std::env::var("GANGMU_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(30);
    let kills = (all * share).div_ceil(4);
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("store");
    maintain::init(&StoreOptions::at(&dir), worker == "loader").unwrap();
    let (mut dice, mut reached, mut ahead) = (Dice(0xD1B5_4A32_D192_ED03), 0, 0);
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([&format!("store::crash::{worker}"), "--exact", "--ignored", "--nocapture", "--test-threads=1"])
            .env("GANGMU_CRASH_DIR", &dir)
            .env("GANGMU_CRASH_FROM", (reached + 1).to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let reader =
            thread::spawn(move || output.lines().map_while(Result::ok).filter_map(|line| line.strip_prefix("done ")?.parse().ok()).last());
        // On a busy machine a worker may take long to come to its first step: until one has, the next is given longer.
        let patience = if reached == 0 { 40 * kill as u64 } else { 0 };
        thread::sleep(Duration::from_millis(20 + dice.below(moments) + patience));
        child.kill().unwrap();
        let ended = child.wait_with_output().unwrap();
        // A worker that could not go on after the last kill ends by itself, with a code.
        assert_eq!(ended.status.code(), None, "kill {kill}: {}", String::from_utf8_lossy(&ended.stderr));
        let acknowledged: usize = reader.join().unwrap().unwrap_or(reached);
        let found = found(&dir);
        assert!(found == acknowledged || found == acknowledged + 1, "kill {kill}: acknowledged {acknowledged}, found {found}");
        ahead += usize::from(found > acknowledged);
        reached = found;
    }
    let mended =
        fs::read_dir(&dir).unwrap().filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains("damaged")).count();
    println!("{worker}: kills {kills}, steps {reached}, killed before the acknowledgement {ahead}, mended {mended}, lost 0, mixed 0");
    assert!(reached > 0, "the worker must have come somewhere");
    let problems: Vec<_> =
        maintain::check(&StoreOptions::at(&dir), &mut |_| {}).unwrap().into_iter().flat_map(|line| line.problems).collect();
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_kill_while_graphs_are_loaded_loses_nothing_that_was_acknowledged() {
    kill_again_and_again("loader", 3, 250, version);
}

#[test]
fn a_kill_while_a_plan_is_imported_and_changed_loses_nothing_that_was_acknowledged() {
    kill_again_and_again("researcher", 1, 1500, step);
}
