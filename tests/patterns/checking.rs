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

fn warnings(text: &str) -> Vec<String> {
    let (schema, procedures) = (Schema::builtin(), Procedures::default());
    let world = World { schema: Some(&schema), procedures: &procedures };
    let checked = parse_pattern(text).and_then(|statement| check(statement.query, world));
    checked.unwrap_or_else(|error| panic!("{text}: {}", error.message.en)).warnings.into_iter().map(|(_, message)| message.en).collect()
}

#[test]
fn what_is_probably_not_meant_is_warned_of() {
    for (text, word) in [
        ("MATCH (m:Measure), (g:Goal) RETURN m, g", "nothing joins `m` and `g`"),
        ("MATCH (a)-->(b), () RETURN a", "every pair"),
        ("MATCH (m:Measure) RETURN m.value", "Measure has no property `value`"),
        ("MATCH (m:Measure) WITH m AS x WHERE x.数值 > 1 RETURN x", "Measure has no property `value`"),
        ("MATCH (g:Goal) WHERE g.year <> null RETURN g", "write IS NOT NULL"),
        ("MATCH ()-[s:SUPPORTS]->() RETURN s.text", "SUPPORTS has no property `text`"),
    ] {
        let found = warnings(text);
        assert!(found.len() == 1 && found[0].contains(word), "{text}: {found:?}");
    }
    for text in [
        "MATCH (m:Measure)-->(g), (m)-->(t:Task) RETURN m.text, g.value, t.level",
        "MATCH (a:Goal), (b:Goal) WHERE a.name = b.name AND a.order < b.order RETURN a",
        "MATCH (a:Goal), (b:Goal {name: a.name}) RETURN b",
        "MATCH (a) MATCH (b) WHERE a.name = b.name RETURN b",
        "MATCH (a), (b) WHERE (a)-->(b) RETURN a",
        "MATCH (a) WITH a.name AS name MATCH (b)-->(c), (d) WHERE b.name = name AND d.name = name RETURN d",
        "MATCH (m:Measure) WITH m.order AS m RETURN m",
    ] {
        assert_eq!(warnings(text), Vec::<String>::new(), "{text}");
    }
}
