//! Stores of another version: an older one is read as it is and becomes one of the present format with its first change; plans
//! that were read by other rules are told of, and are read again when they are asked for.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use super::{code, err, file, out, run_in};

/// A store of format 1 with one plan and one relation added by hand.
const FORMAT_1: &[u8] = include_bytes!("../store/format-1.zip");
/// The text of its plan.
const PLAN: &str = "云溪市健康发展规划（2026—2030年）\n\n一、总体目标\n到2030年，人均预期寿命达到80岁。\n\n二、主要任务\n（一）完善服务体系\n\
    建设云溪市中心医院，培养基层医生。\n";
const TOLD: &str = "read by other rules";

fn older_store() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let mut zip = zip::ZipArchive::new(Cursor::new(FORMAT_1)).expect("a zip file");
    zip.extract(dir.path().join("store")).expect("room for it");
    dir
}

fn supporting(dir: &Path) -> (String, String) {
    let answer = run_in(dir, &["query", "measures supporting indicator \"人均预期寿命\"", "--format", "csv"]);
    assert_eq!(code(&answer), 0, "{}", err(&answer));
    (out(&answer), err(&answer))
}

fn format_of(dir: &Path) -> String {
    let manifest = fs::read_to_string(dir.join("store/manifest")).expect("a manifest");
    manifest.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn an_older_store_answers_as_before_and_is_brought_forward_by_its_first_change() {
    let dir = older_store();
    let dir = dir.path();
    let (before, told) = supporting(dir);
    assert!(before.contains("建设云溪市中心医院") && before.contains("analyst"), "{before}");
    assert!(told.contains(TOLD) && told.contains("store rebuild"), "{told}");
    assert_eq!(code(&run_in(dir, &["store", "check"])), 0);
    assert_eq!(format_of(dir), "gangmu 1", "reading writes nothing");
    let changed = run_in(dir, &["curation", "undo"]);
    assert_eq!(code(&changed), 0, "{}", err(&changed));
    assert_eq!(format_of(dir), "gangmu 2");
    assert!(!supporting(dir).0.contains("analyst"));
    assert!(supporting(dir).1.contains(TOLD), "the plan is as it was read");
    assert_eq!(code(&run_in(dir, &["store", "check"])), 0);
}

#[test]
fn a_rebuild_reads_plans_by_the_present_rules_and_keeps_what_was_added_by_hand() {
    let dir = older_store();
    let dir = dir.path();
    assert_eq!(code(&run_in(dir, &["store", "rebuild"])), 0);
    let (after, told) = supporting(dir);
    assert!(after.contains("analyst"), "{after}");
    assert!(!told.contains(TOLD), "{told}");
    assert_eq!(code(&run_in(dir, &["store", "check"])), 0);
}

#[test]
fn an_import_of_the_same_bytes_reads_them_again_where_the_rules_differ() {
    let dir = older_store();
    let dir = dir.path();
    file(dir, "yunxi-health.txt", PLAN);
    let plan = dir.join("yunxi-health.txt");
    let import = |more: &[&str]| err(&run_in(dir, &[&["import", plan.to_str().expect("a path")], more].concat()));
    assert!(import(&[]).contains("read again by the present rules"));
    assert!(import(&[]).contains("unchanged"));
    assert!(!supporting(dir).1.contains(TOLD));
    // Words from a folder are other rules, even where only one file of them differs.
    let words = dir.join("words");
    fs::create_dir_all(&words).expect("a folder");
    let kinds = fs::read_to_string(crate::house::root("graph/kinds.toml")).expect("a data file");
    file(&words, "kinds.toml", format!("# changed\n{kinds}"));
    let folder = ["--schema-dir", words.to_str().expect("a path")];
    assert!(import(&folder).contains("read again"));
    assert!(import(&folder).contains("unchanged"));
    assert!(supporting(dir).1.contains(TOLD), "asked without the folder");
}
