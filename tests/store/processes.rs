//! Readers beside a writer, two writers, locks of the dead, media that cannot be written.

use std::cell::Cell;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use gangmu::base::{Diagnostic, ErrorClass, Message};
use gangmu::engine::{Session, StoreOptions, curation, load, maintain};
use gangmu::model::RelId;
use gangmu::store::{Edit, FORMAT, JournalEntry, StoreLock, Writer};
use gangmu::view::SymbolKind;
use sha2::{Digest as _, Sha256};

use super::damage::{lines, say};
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
    // Its number belongs to another process by now, this one: the lock ended with its holder all the same.
    fs::write(dir.path().join("lock"), format!("{}\n2020-01-01 00:00:00 UTC\ngangmu import\n", std::process::id())).unwrap();
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

/// Takes the right to write from, or gives it back to, everything under a directory.
#[cfg(unix)]
fn allow_writing(dir: &Path, allowed: bool) {
    use std::os::unix::fs::PermissionsExt as _;
    let (of_dirs, of_files) = if allowed { (0o755, 0o644) } else { (0o555, 0o444) };
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    set(dir, of_dirs);
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        if entry.metadata().unwrap().is_dir() { allow_writing(&entry.path(), allowed) } else { set(&entry.path(), of_files) }
    }
}

#[cfg(unix)]
#[test]
fn a_directory_that_cannot_be_written_is_queried_and_checked_and_changes_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let options = StoreOptions::at(dir.path());
    let before = exported(loaded(dir.path(), SMALL).view());
    allow_writing(dir.path(), false);
    if fs::write(dir.path().join("probe"), "").is_ok() {
        println!("skipped: this user may write anywhere");
        return allow_writing(dir.path(), true);
    }
    let untouched = state(dir.path());
    assert_eq!(exported(Session::open(&options).unwrap().view()), before);
    assert!(problems(&options).is_empty());
    let error = say(&mut Session::open(&options).unwrap(), "CREATE (:Park {name: '试验园区'})").unwrap_err();
    assert_eq!((error.exit_code(), error.detail.as_ref()), (4, "Io"), "{}", error.message.en);
    assert_eq!(state(dir.path()), untouched);
    allow_writing(dir.path(), true);
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

/// Every problem that `store check` finds.
fn problems(options: &StoreOptions) -> Vec<Message> {
    maintain::check(options, &mut |_| {}).unwrap().into_iter().flat_map(|line| line.problems).collect()
}

fn parks(options: &StoreOptions) -> usize {
    let session = Session::open(options).unwrap();
    let view = session.view();
    view.symbol(SymbolKind::Label, "Park").map_or(0, |label| view.label_count(label))
}

#[test]
fn a_change_that_could_not_be_published_is_in_the_store_once_when_it_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let options = StoreOptions::at(dir.path());
    let before = exported(loaded(dir.path(), &lines(30, 1)).view());
    let create = || say(&mut Session::open(&options).unwrap(), "CREATE (:Park {name: '试验园区'})");
    // A file where the next generation would be: its directory cannot be made.
    let in_the_way = dir.path().join("gen/2");
    fs::write(&in_the_way, "").unwrap();
    for _ in 0..2 {
        assert_eq!(create().unwrap_err().exit_code(), 4);
        assert_eq!(exported(Session::open(&options).unwrap().view()), before);
        assert!(problems(&options).is_empty());
    }
    fs::remove_file(&in_the_way).unwrap();
    assert_eq!(parks(&options), 0);
    create().unwrap();
    assert_eq!((parks(&options), problems(&options)), (1, Vec::new()));
    fs::write(dir.path().join("gen/3"), "").unwrap();
    assert!(curation::undo(&options, None).is_err() && parks(&options) == 1);
    fs::remove_file(dir.path().join("gen/3")).unwrap();
    assert!(curation::undo(&options, None).unwrap().is_some() && parks(&options) == 0);
}

#[test]
fn a_change_that_is_ended_while_it_is_published_is_not_made() {
    let dir = tempfile::tempdir().unwrap();
    let options = StoreOptions::at(dir.path());
    let before = exported(loaded(dir.path(), &lines(30, 1)).view());
    let mut ended = 0;
    // Ended at every tenth look at the clock, until it is done before the clock is looked at so often.
    for looks in (0..).step_by(10) {
        let left = Cell::<u32>::new(looks);
        let watch = || match left.get().checked_sub(1) {
            Some(fewer) => {
                left.set(fewer);
                Ok(())
            }
            None => Err(Diagnostic::runtime(ErrorClass::ResourceError, "Timeout", Message::new("late", "超时"))),
        };
        let mut writer = Writer::open(dir.path(), None).unwrap();
        writer.records().begin_revocable();
        let node = Edit::CreateNode { key: "new|1|0".into(), labels: vec!["Park".into()], properties: Vec::new() };
        writer.records().append(JournalEntry { edits: vec![node], ..JournalEntry::default() }).unwrap();
        let published = writer.publish(&mut |_, _, _| Ok(()), &watch);
        writer.close().unwrap();
        let Err(error) = published else { break };
        assert_eq!(error.detail, "Timeout");
        assert_eq!(exported(Session::open(&options).unwrap().view()), before);
        ended += 1;
    }
    assert!(ended > 3, "{ended}");
    assert_eq!(parks(&options), 1);
}

#[test]
fn a_store_of_a_newer_version_is_refused_by_readers_and_writers() {
    let dir = tempfile::tempdir().unwrap();
    let options = StoreOptions::at(dir.path());
    loaded(dir.path(), SMALL);
    let manifest = fs::read_to_string(dir.path().join("manifest")).unwrap();
    let (body, _) = manifest.rsplit_once("sha256 ").unwrap();
    let newer = body.replacen(&format!("gangmu {FORMAT}"), "gangmu 999", 1);
    assert_ne!(newer, body);
    let seal: String = Sha256::digest(newer.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(dir.path().join("manifest"), format!("{newer}sha256 {seal}\n")).unwrap();
    for error in [Session::open(&options).err().unwrap(), Writer::open(dir.path(), None).err().unwrap()] {
        assert_eq!((error.exit_code(), error.detail.as_ref()), (4, "NewerFormat"), "{error:?}");
        assert!(error.message.en.contains("999"));
    }
}

#[test]
fn files_of_the_index_may_be_read_by_whoever_may_read_the_snapshot() {
    let dir = tempfile::tempdir().unwrap();
    loaded(dir.path(), SMALL);
    let generation = dir.path().join("gen/1");
    let like = fs::metadata(generation.join("snapshot")).unwrap().permissions();
    for entry in fs::read_dir(generation.join("index")).unwrap() {
        assert_eq!(entry.unwrap().metadata().unwrap().permissions(), like);
    }
}

/// Not a test: what the test below runs where files may not grow. It says how many of its changes were acknowledged.
#[test]
#[ignore = "run by the test below"]
fn worker() {
    let Ok(dir) = std::env::var("GANGMU_FULL_DIR") else { return };
    let options = StoreOptions::at(dir);
    let big = "创".repeat(20_000);
    for made in 0.. {
        let outcome = Session::open(&options).and_then(|mut session| say(&mut session, &format!("CREATE (:Park {{name: '{made}{big}'}})")));
        if let Err(error) = outcome {
            println!("\nmade {made}\nerror {} {}", error.exit_code(), error.message.en);
            return;
        }
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_generation_and_says_so() {
    // A bound on the size of files (in blocks of 512 bytes) stands for a full disk: writes fail, with the signal of it ignored.
    for blocks in [300, 700, 1100, 1200] {
        let dir = tempfile::tempdir().unwrap();
        let options = StoreOptions::at(dir.path());
        loaded(dir.path(), &lines(30, 1));
        let run = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec '{}' store::processes::worker --exact --ignored --nocapture",
            std::env::current_exe().unwrap().display()
        );
        let output = Command::new("sh").args(["-c", &run]).env("GANGMU_FULL_DIR", dir.path()).output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(told.contains("\nerror 4 "), "{told}{}", String::from_utf8_lossy(&output.stderr));
        let made: usize = told.lines().find_map(|line| line.strip_prefix("made ")?.parse().ok()).unwrap();
        assert_eq!(parks(&options), made, "what was acknowledged, and nothing else");
        // With room again the store goes on, and nothing half-written is in the way.
        say(&mut Session::open(&options).unwrap(), "CREATE (:Park {name: '试验园区'})").unwrap();
        assert_eq!((parks(&options), problems(&options)), (made + 1, Vec::new()), "{blocks}");
        assert!(fs::read_dir(dir.path().join("gen")).unwrap().count() <= 2);
    }
}
