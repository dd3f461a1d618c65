//! Hashes what decides what a text gives: our code that reads and extracts, with all below it, and the data in `graph/`. A store
//! remembers the hash with each plan, so that a program that reads otherwise says so, whether or not its version was raised.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// What the reading of a text comes from.
const READING: [&str; 6] = ["src/base", "src/model", "src/schema", "src/document", "src/extract", "graph"];

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for place in READING {
        println!("cargo::rerun-if-changed={place}");
        files_under(Path::new(place), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        // A checkout may have other line ends; they change nothing that is read.
        hash.update(fs::read(file)?.into_iter().filter(|byte| *byte != b'\r').collect::<Vec<_>>());
    }
    let hex: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=GANGMU_READING={hex}");
    Ok(())
}

fn files_under(place: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(place)? {
        let path = entry?.path();
        if path.is_dir() {
            files_under(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
