//! The worked studies of `seeds/questions`: each runs, and its output is a golden file in `tests/questions`.
//!
//! `QUESTIONS=write cargo test questions` writes the files anew: read what has changed before it is kept.

use std::fs;
use std::path::PathBuf;

use crate::house::root;
use crate::program::{code, err, out, program, shared_store};

fn studies() -> Vec<PathBuf> {
    let folder = fs::read_dir(root("seeds/questions")).expect("the studies");
    let mut found: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
    found.retain(|path| path.extension().is_some_and(|ending| ending == "gmq"));
    found.sort();
    found
}

#[test]
fn every_study_gives_what_it_gave() {
    let outputs = tempfile::tempdir().unwrap();
    for study in studies() {
        let name = study.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        let lang = if name.ends_with(".zh") { "zh" } else { "en" };
        let run = program(shared_store())
            .args(["run", "--lang", lang, "--caption", "--format", "markdown", "--out-dir"])
            .arg(outputs.path())
            .arg(&study)
            .output()
            .expect("the program runs");
        assert_eq!(code(&run), 0, "{name}: {}", err(&run));
        let golden = root("tests/questions").join(format!("{name}.md"));
        if std::env::var("QUESTIONS").as_deref() == Ok("write") {
            fs::create_dir_all(root("tests/questions")).expect("a folder");
            fs::write(&golden, out(&run)).expect("a golden file");
        }
        let wanted = fs::read_to_string(&golden).unwrap_or_default();
        assert!(out(&run) == wanted, "{name} gives other rows than {}", golden.display());
    }
}

#[test]
fn the_tour_gives_equal_rows_in_both_languages() {
    let rows = |name: &str| -> Vec<String> {
        let run = program(shared_store())
            .args(["run", "--format", "jsonl", "--no-cite"])
            .arg(root("seeds/questions").join(name))
            .output()
            .expect("the program runs");
        assert_eq!(code(&run), 0, "{name}: {}", err(&run));
        out(&run).lines().filter(|line| !line.starts_with("{\"$summary\"")).map(str::to_owned).collect()
    };
    let (en, zh) = (rows("tour.gmq"), rows("tour.zh.gmq"));
    assert!(en.len() > 30, "the tour has few rows: {}", en.len());
    assert_eq!(en, zh);
}
