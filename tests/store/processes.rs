//! Readers beside a writer, two writers, locks of the dead, media that cannot be written.

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use gangmu::engine::{Session, StoreOptions, load, maintain};
use gangmu::model::RelId;
use gangmu::store::{StoreLock, Writer};
use gangmu::view::SymbolKind;

use super::damage::lines;
use super::graphs::{SMALL, exported, loaded};

#[test]
fn readers_beside_a_writer_see_one_whole_generation() {
    let dir = tempfile::tempdir().unwrap();
    let options = StoreOptions::at(dir.path());
    let write = |version| load::json_lines(&options, "g.jsonl", &mut Cursor::new(lines(60, version)), &mut |_| {}).unwrap();
    write(1);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let readers: Vec<_> = (0..10)
            .map(|_| {
                scope.spawn(|| {
                    let mut looks = 0;
                    while !done.load(Ordering::Relaxed) || looks == 0 {
                        let session = Session::open(&options).unwrap();
                        let view = session.view();
                        let key = view.symbol(SymbolKind::Key, "version").unwrap();
                        let first = view.property(view.nodes().next().unwrap(), key).to_value();
                        assert_eq!(view.node_count(), 60);
                        assert!(view.nodes().all(|node| view.property(node, key).to_value() == first));
                        assert!((0..view.rel_bound()).all(|rel| view.rel_property(RelId(rel), key).to_value() == first));
                        match session.search_nodes("第3项") {
                            Ok(_) => session.health().unwrap(),
                            // The writer was two generations further before the index was opened: told, never wrong.
                            Err(error) => assert_eq!(error.detail, "Overtaken", "{}", error.message.en),
                        }
                        looks += 1;
                    }
                })
            })
            .collect();
        for version in 2..8 {
            write(version);
        }
        done.store(true, Ordering::Relaxed);
        readers.into_iter().for_each(|reader| reader.join().unwrap());
    });
}

#[test]
fn the_second_writer_is_told_who_is_first_and_may_wait() {
    let dir = tempfile::tempdir().unwrap();
    let first = Writer::open(dir.path(), None).unwrap();
    let error = Writer::open(dir.path(), None).err().unwrap();
    assert_eq!((error.exit_code(), error.detail.as_ref()), (4, "Locked"));
    assert!(error.message.en.contains(&std::process::id().to_string()) && error.message.en.contains(" UTC"), "{}", error.message.en);
    assert!(error.hint.unwrap().en.contains("--wait"));
    assert!(maintain::info(&StoreOptions::at(dir.path())).unwrap().locked_by.is_some());
    thread::scope(|scope| {
        let second = scope.spawn(|| Writer::open(dir.path(), Some(Duration::from_secs(20))).map(|writer| writer.close()));
        thread::sleep(Duration::from_millis(100));
        first.close().unwrap();
        second.join().unwrap().unwrap().unwrap();
    });
}

#[test]
fn the_lock_of_a_dead_process_is_taken_over() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("lock"), "999999999\n2020-01-01 00:00:00 UTC\ngangmu import\n").unwrap();
    assert!(maintain::info(&StoreOptions::at(dir.path())).unwrap().locked_by.is_none());
    drop(StoreLock::take(dir.path(), None).unwrap());
}

/// Names, lengths and times of everything under a directory.
fn state(dir: &Path) -> Vec<(String, u64, SystemTime)> {
    let mut state = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let metadata = entry.metadata().unwrap();
        state.push((entry.path().display().to_string(), metadata.len(), metadata.modified().unwrap()));
        if metadata.is_dir() {
            state.extend(self::state(&entry.path()));
        }
    }
    state.sort();
    state
}

#[test]
fn reading_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let before = exported(loaded(dir.path(), SMALL).view());
    let untouched = state(dir.path());
    let session = Session::open(&StoreOptions::at(dir.path())).unwrap();
    assert_eq!(exported(session.view()), before);
    assert_eq!(session.search_nodes("翠山湖").unwrap().len(), 1);
    drop(session);
    assert_eq!(state(dir.path()), untouched, "so a medium that cannot be written can be read");
}

#[test]
fn the_same_lines_again_give_the_same_graph_and_other_lines_replace_it() {
    let dir = tempfile::tempdir().unwrap();
    let once = exported(loaded(dir.path(), &lines(20, 1)).view());
    assert_eq!(exported(loaded(dir.path(), &lines(20, 1)).view()), once);
    assert_eq!(loaded(dir.path(), &lines(7, 2)).view().node_count(), 7);
}

#[test]
fn a_backup_makes_the_same_store_and_half_a_backup_makes_none() {
    let home = tempfile::tempdir().unwrap();
    let (one, two, file) = (home.path().join("one"), home.path().join("two"), home.path().join("backup"));
    let before = exported(loaded(&one, &lines(30, 1)).view());
    maintain::backup(&StoreOptions::at(&one), &file, &mut |_| {}).unwrap();
    maintain::restore(&StoreOptions::at(&two), &file, &mut |_| {}).unwrap();
    assert_eq!(exported(Session::open(&StoreOptions::at(&two)).unwrap().view()), before);
    assert!(maintain::restore(&StoreOptions::at(&two), &file, &mut |_| {}).is_err(), "a store is never overwritten");

    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() - 1]).unwrap();
    let three = StoreOptions::at(home.path().join("three"));
    assert_eq!(maintain::restore(&three, &file, &mut |_| {}).unwrap_err().exit_code(), 4);
    assert!(Session::open(&three).is_err());
}

/// Not a test: what the test below runs where files may not grow.
#[test]
#[ignore = "run by the test below"]
fn worker() {
    let Ok(dir) = std::env::var("GANGMU_FULL_DIR") else { return };
    let error = load::json_lines(&StoreOptions::at(dir), "g.jsonl", &mut Cursor::new(lines(3000, 2)), &mut |_| {}).unwrap_err();
    println!("\nerror {} {}", error.exit_code(), error.message.en);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_generation_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let before = exported(loaded(dir.path(), &lines(30, 1)).view());
    // A bound on the size of files stands for a full disk: writes fail, with the signal of it ignored.
    let run = format!(
        "trap '' XFSZ; ulimit -f 600; exec '{}' store::processes::worker --exact --ignored --nocapture",
        std::env::current_exe().unwrap().display()
    );
    let output = Command::new("sh").args(["-c", &run]).env("GANGMU_FULL_DIR", dir.path()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("\nerror 4 "), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(exported(Session::open(&StoreOptions::at(dir.path())).unwrap().view()), before);
}
