//! Statements that can be read and mean nothing, each with the name that programs know its fault by.

use gangmu::query::check::{World, check};
use gangmu::query::hooks::Procedures;
use gangmu::query::parser::parse_pattern;
use gangmu::schema::Schema;

/// `ok`, or the class and detail of the refusal.
fn verdict(text: &str, schema: Option<&Schema>) -> String {
    let procedures = Procedures::default();
    let checked = parse_pattern(text).and_then(|statement| check(statement.query, World { schema, procedures: &procedures }));
    match checked {
        Ok(_) => "ok".into(),
        Err(error) => format!("{} {}", error.class.name(), error.detail),
    }
}

/// Lines of `verdict <tab> statement`; blank lines and those that begin with `#` say nothing.
fn judge(table: &str, schema: Option<&Schema>) {
    let mut wrong = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (expected, text) = line.split_once('\t').unwrap_or_else(|| panic!("no tab: {line}"));
        let found = verdict(text, schema);
        if found.split_whitespace().last() != Some(expected) && found != expected {
            wrong.push(format!("{text}\n    is `{found}`, and should be `{expected}`"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn meaning_is_checked_in_any_graph() {
    judge(include_str!("checking_open.txt"), None);
}

#[test]
fn names_and_ends_of_relations_are_checked_in_a_policy_store() {
    judge(include_str!("checking_policy.txt"), Some(&Schema::builtin()));
}
