//! Findings: planted faults, near misses, the bundled plan.

mod plants;
mod read;
mod sown;
mod told;

use std::path::Path;
use std::sync::Arc;

use gangmu::audit::{CHECKS, reference};
use gangmu::base::{Source, Span};
use gangmu::engine::{Limits, Session, StoreOptions, ingest};
use gangmu::model::Value;

use crate::house::root;

#[test]
fn the_reference_lists_every_check() {
    let docs = std::fs::read_to_string(root("docs/audit.md")).expect("docs/audit.md");
    assert!(docs.contains(&reference()), "docs/audit.md is behind src/audit/checks.rs; its table should read:\n{}", reference());
}

#[test]
fn codes_are_unique_and_grouped() {
    let codes: Vec<&str> = CHECKS.iter().map(|check| check.code).collect();
    let mut unique = codes.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), codes.len());
    assert!(codes.iter().all(|code| code.split_once('.').is_some_and(|(group, what)| !group.is_empty() && !what.is_empty())));
}

/// (code, severity, address) of what the audit finds in a file.
fn findings(file: &str) -> Vec<(String, String, String)> {
    let dir = tempfile::tempdir().expect("a directory");
    let options = StoreOptions::at(dir.path().join("store"));
    let done = ingest::import_file(&options, Path::new(file), &ingest::ImportOptions::default(), &mut |_| {});
    done.unwrap_or_else(|error| panic!("{file}: {}", error.message.en));
    let mut session = Session::open(&options).expect("a session");
    let text = "CALL audit() YIELD code, severity, address RETURN code, severity, address";
    let source = Arc::new(Source::new("<audit>", text));
    let answer = session.run(&source, Span::new(0, text.len()), &Default::default(), &Limits::default()).expect("findings");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    answer.rows.iter().map(|row| (word(&row[0]), word(&row[1]), word(&row[2]))).collect()
}

#[test]
fn the_bundled_plan_contradicts_itself_in_six_places_and_nowhere_else() {
    let errors: Vec<(String, String)> = findings("seeds/jiangmen-2025.txt")
        .into_iter()
        .filter(|(_, severity, _)| severity == "error")
        .map(|(code, _, address)| (code, address))
        .collect();
    let of = |code: &str, address: &str| errors.iter().filter(|(known, at)| known == code && at == address).count();
    // Row 3: 390.02 for 390.20. Row 8: 45 where both growths and the sentence say 48. Row 13: other figures in the sentence.
    assert_eq!((of("figure.growth", "表1 行3"), of("figure.growth", "表1 行8")), (1, 2), "{errors:?}");
    assert_eq!((of("figure.table-prose", "表1 行8"), of("figure.table-prose", "表1 行13")), (1, 2), "{errors:?}");
    assert_eq!(errors.len(), 6, "{errors:?}");
}

/// Of plans that are at hand the audit proves nothing that is not so.
#[test]
fn other_plans_are_audited_without_an_error() {
    let Ok(entries) = std::fs::read_dir("../shared/plans") else {
        println!("skipped: no other plans at hand");
        return;
    };
    for entry in entries.flatten().filter(|entry| !entry.file_name().to_string_lossy().contains("xinwen")) {
        let errors: Vec<_> = findings(&entry.path().to_string_lossy()).into_iter().filter(|(_, severity, _)| severity == "error").collect();
        assert!(errors.is_empty(), "{}: {errors:?}", entry.path().display());
    }
}
