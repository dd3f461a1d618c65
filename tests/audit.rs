//! Findings: planted faults, near misses, the bundled plan.

use gangmu::audit::{CHECKS, reference};

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
