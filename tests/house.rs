//! The floors: imports go down only, outside crates stay in their rooms, and no test file is forgotten.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms by floor, lowest first; the order of `src/lib.rs`.
const FLOORS: [&[&str]; 7] = [
    &["base"],
    &["model"],
    &["schema", "view"],
    &["document", "store", "search", "analysis", "output"],
    &["extract", "audit", "query"],
    &["engine"],
    &["cli"],
];

/// Outside crates that one room alone may name.
const KEPT: [(&str, &str); 10] = [
    ("pest", "query"),
    ("pest_derive", "query"),
    ("sled", "store"),
    ("memmap2", "store"),
    ("tantivy", "search"),
    ("petgraph", "analysis"),
    ("comfy_table", "output"),
    ("toml", "schema"),
    ("clap", "cli"),
    ("rustyline", "cli"),
];

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// A path of the repository.
pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder of the repository").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

/// Source without comments, so that a room may be spoken of where it may not be imported.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// The words that directly follow `prefix` in the code, groups opened: `crate::{base::X, model}` gives base and model.
fn heads_after(code: &str, prefix: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut heads = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            heads.push(word(rest));
            continue;
        };
        let (mut depth, mut fresh) = (0_i32, true);
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => fresh = true,
                c if fresh && !c.is_whitespace() => {
                    heads.push(word(&group[i..]));
                    fresh = false;
                }
                _ => {}
            }
        }
    }
    heads
}

fn files_by_room() -> BTreeMap<String, Vec<PathBuf>> {
    let src = root("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut rooms: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for file in files {
        let inside = file.strip_prefix(&src).expect("below src");
        if inside.components().count() > 1 {
            let room = inside.components().next().expect("a room").as_os_str().to_string_lossy().into_owned();
            rooms.entry(room).or_default().push(file);
        }
    }
    rooms
}

#[test]
fn imports_go_down_only() {
    let mut upward = Vec::new();
    for (room, files) in files_by_room() {
        let here = floor(&room).unwrap_or_else(|| panic!("room `{room}` stands on no floor: add it to tests/house.rs and src/lib.rs"));
        for file in files {
            for other in heads_after(&code(&file), "crate::") {
                if other != room && floor(&other).is_some_and(|there| there >= here) {
                    upward.push(format!("{}: imports {other}, which is not below {room}", file.display()));
                }
            }
        }
    }
    assert!(upward.is_empty(), "upward or sideways imports:\n{}", upward.join("\n"));
}

#[test]
fn outside_crates_stay_in_their_rooms() {
    let mut strays = Vec::new();
    for (room, files) in files_by_room() {
        for file in files {
            let code = code(&file);
            for (outside, home) in KEPT {
                if room != home && !heads_after(&code, &format!("{outside}::")).is_empty() {
                    strays.push(format!("{}: names {outside}, which is kept to {home}", file.display()));
                }
            }
        }
    }
    assert!(strays.is_empty(), "crates outside their room:\n{}", strays.join("\n"));
}

#[test]
fn unsafe_stands_in_the_mapped_snapshot_only() {
    let mut strays = Vec::new();
    for (room, files) in files_by_room() {
        for file in files {
            let words = code(&file);
            let named = words.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "unsafe");
            if named && !(room == "store" && file.to_string_lossy().contains("snapshot")) {
                strays.push(file.display().to_string());
            }
        }
    }
    assert!(strays.is_empty(), "`unsafe` outside store's snapshot: {strays:?}");
}

#[test]
fn every_test_file_is_part_of_the_binary() {
    let all = code(&root("tests/all.rs"));
    for entry in fs::read_dir(root("tests")).expect("tests") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if path.extension().is_some_and(|ext| ext == "rs") && stem != "all" {
            assert!(all.contains(&format!("mod {stem};")), "tests/{stem}.rs is not in tests/all.rs, so it never runs");
        }
    }
}

#[test]
fn the_checks_of_this_file_can_fail() {
    assert_eq!(heads_after("use crate::{base::{A, b}, engine}; crate::cli::x()", "crate::"), ["base", "engine", "cli"]);
    assert_eq!(heads_after("my_sled::x; sled::open()", "sled::"), ["open"]);
}
