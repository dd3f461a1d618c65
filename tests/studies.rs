//! The worked studies of `seeds/questions`: each runs, and what it prints is a golden file in `tests/questions`.
//!
//! `GANGMU_GOLDEN=write cargo test studies` writes the files anew: read what has changed before it is kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::program::{code, err, out, program, shared_store};

/// The studies with the stems of their names, in order.
fn studies() -> Vec<(String, PathBuf)> {
    let folder = fs::read_dir("seeds/questions").expect("the studies");
    let paths = folder.map(|entry| entry.expect("an entry").path()).filter(|path| path.extension().is_some_and(|end| end == "gmq"));
    let mut found: Vec<(String, PathBuf)> =
        paths.map(|path| (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path)).collect();
    found.sort();
    found
}

/// Runs a study in a folder of its own, since some write files.
fn run(study: &Path, words: &[&str]) -> Output {
    let outputs = tempfile::tempdir().expect("a directory");
    let study = fs::canonicalize(study).expect("the study");
    program(shared_store()).arg("run").args(words).arg(study).current_dir(outputs.path()).output().expect("the program runs")
}

#[test]
fn every_study_prints_what_it_printed() {
    let write = std::env::var_os("GANGMU_GOLDEN").is_some();
    for (name, path) in studies() {
        let lang = if name.ends_with(".zh") { "zh" } else { "en" };
        let done = run(&path, &["--lang", lang, "--caption", "--format", "markdown"]);
        assert_eq!(code(&done), 0, "{name}: {}", err(&done));
        let golden = format!("tests/questions/{name}.md");
        if write {
            fs::write(&golden, out(&done)).expect("the golden file");
        }
        let known = fs::read_to_string(&golden).unwrap_or_default();
        let printed = out(&done);
        let differs = known.lines().zip(printed.lines()).find(|(known, now)| known != now);
        assert!(known == printed, "{name} prints other lines than {golden}, first at {differs:#?}");
    }
}

#[test]
fn every_golden_file_has_its_study() {
    let named: BTreeSet<String> = studies().into_iter().map(|(name, _)| format!("{name}.md")).collect();
    let folder = fs::read_dir("tests/questions").expect("the golden files");
    let golden = folder.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let golden: BTreeSet<String> = golden.filter(|name| name.ends_with(".md")).collect();
    assert_eq!(named, golden);
}

#[test]
fn the_tour_gives_equal_rows_in_both_languages() {
    let rows = |name: &str| -> Vec<String> {
        let done = run(&Path::new("seeds/questions").join(name), &["--format", "jsonl", "--no-cite"]);
        assert_eq!(code(&done), 0, "{name}: {}", err(&done));
        out(&done).lines().filter(|line| !line.starts_with("{\"$summary\"")).map(str::to_owned).collect()
    };
    let (en, zh) = (rows("tour.gmq"), rows("tour.zh.gmq"));
    assert!(en.len() > 30, "the tour has few rows: {}", en.len());
    assert_eq!(en, zh);
}
