//! Killed at any moment, the store is as it was before or after each step that was acknowledged.
//!
//! The long run: `GANGMU_KILLS=300 cargo test --test all store::crash -- --nocapture`.

use std::io::{BufRead as _, BufReader, Cursor};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use gangmu::engine::{Session, StoreOptions, load, maintain};
use gangmu::view::SymbolKind;

use super::damage::{Dice, lines};

/// Nodes of a version: versions differ in size as well as in content.
fn size(version: usize) -> usize {
    40 + version % 7 * 30
}

/// Not a test: what the test kills. It loads one version after the other and says so when each is done.
#[test]
#[ignore = "run by the test below"]
fn worker() {
    let Ok(dir) = std::env::var("GANGMU_CRASH_DIR") else { return };
    let options = StoreOptions::at(&dir);
    let first: usize = std::env::var("GANGMU_CRASH_FROM").unwrap().parse().unwrap();
    for version in first.. {
        load::json_lines(&options, "g.jsonl", &mut Cursor::new(lines(size(version), version)), &mut |_| {}).unwrap();
        println!("\ndone {version}");
        if version % 5 == 0 {
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

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    let kills: usize = std::env::var("GANGMU_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(30);
    let dir = tempfile::tempdir().unwrap();
    maintain::init(&StoreOptions::at(dir.path()), true).unwrap();
    let (mut dice, mut reached, mut ahead) = (Dice(0xD1B5_4A32_D192_ED03), 0, 0);
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["store::crash::worker", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
            .env("GANGMU_CRASH_DIR", dir.path())
            .env("GANGMU_CRASH_FROM", (reached + 1).to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let reader =
            thread::spawn(move || output.lines().map_while(Result::ok).filter_map(|line| line.strip_prefix("done ")?.parse().ok()).last());
        thread::sleep(Duration::from_millis(20 + dice.below(250)));
        child.kill().unwrap();
        let ended = child.wait_with_output().unwrap();
        // A worker that could not go on after the last kill ends by itself, with a code.
        assert_eq!(ended.status.code(), None, "kill {kill}: {}", String::from_utf8_lossy(&ended.stderr));
        let acknowledged: usize = reader.join().unwrap().unwrap_or(reached);
        let found = version(dir.path());
        assert!(found == acknowledged || found == acknowledged + 1, "kill {kill}: acknowledged {acknowledged}, found {found}");
        ahead += usize::from(found > acknowledged);
        reached = found;
    }
    println!("kills {kills}, steps {reached}, killed between the step and its acknowledgement {ahead}, lost 0, mixed 0");
    assert!(reached > 0, "the worker must have come somewhere");
    let problems: Vec<_> =
        maintain::check(&StoreOptions::at(dir.path()), &mut |_| {}).unwrap().into_iter().flat_map(|line| line.problems).collect();
    assert!(problems.is_empty(), "{problems:?}");
}
