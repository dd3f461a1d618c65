//! Any text is read or refused; what is read prints as text that reads as the same tree.

use gangmu::query::check::{World, check};
use gangmu::query::hooks::Procedures;
use gangmu::query::parser::parse_pattern;
use gangmu::query::read::{Statement, read};
use gangmu::schema::Schema;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::trees;

/// Reads and checks as a session does; only that it comes to an end matters.
fn take_in(text: &str) -> bool {
    let (schema, procedures) = (Schema::builtin(), Procedures::default());
    let world = World { schema: Some(&schema), procedures: &procedures };
    match read(text, &schema) {
        Ok(Statement::Pattern(statement)) => check(statement.query, world).is_ok(),
        Ok(Statement::Ask(_)) => true,
        Err(error) => {
            let inside = error.span.is_none_or(|span| span.start <= span.end && span.end <= text.len() && span.slice(text).is_some());
            assert!(inside, "the place {:?} is not in the text: {text}", error.span);
            false
        }
    }
}

#[test]
fn statements_of_the_corpus_print_as_what_they_say() {
    let corpus = include_str!("corpus.txt");
    let statements = corpus.split("\n\n").filter(|text| !text.trim().is_empty());
    let mut count = 0;
    for text in statements {
        let tree = parse_pattern(text).unwrap_or_else(|error| panic!("{text}\n{}", error.message.en));
        let printed = tree.to_string();
        let again = parse_pattern(&printed).unwrap_or_else(|error| panic!("{text}\nprints as\n{printed}\n{}", error.message.en));
        assert_eq!(again, tree, "{text}\nprints as\n{printed}");
        count += 1;
    }
    assert!(count >= 40, "only {count} statements");
}

#[test]
fn printing_is_in_plain_form() {
    for (typed, printed) in [
        (
            "match (n:目标{名称：'专利'})-[:支撑*1..3]-() return distinct n . text as 全文",
            "MATCH (n:目标 {名称: '专利'})-[:支撑*1..3]-()\nRETURN DISTINCT n.text AS 全文",
        ),
        ("RETURN ((1+2))*3 - (4 - 5), NOT(true and false)", "RETURN (1 + 2) * 3 - (4 - 5), NOT (true AND false)"),
        ("RETURN [x in [1] where x>0|x], `a b`, [(x IN y)]", "RETURN [x IN [1] WHERE x > 0 | x], `a b`, [(x IN y)]"),
    ] {
        assert_eq!(parse_pattern(typed).expect(typed).to_string(), printed);
    }
}

/// Brackets and operators deep enough to break a stack, were they followed down.
#[test]
fn what_is_nested_too_deeply_is_refused_cleanly() {
    let deep = 10_000;
    let texts = [
        format!("RETURN {}1{}", "(".repeat(deep), ")".repeat(deep)),
        format!("RETURN {}1{}", "[".repeat(deep), "]".repeat(deep)),
        format!("RETURN {}1{}", "{a: ".repeat(deep), "}".repeat(deep)),
        format!("RETURN {}", "(".repeat(deep)),
        format!("RETURN {}1", "NOT ".repeat(deep)),
        format!("RETURN {}1", "- ".repeat(deep)),
        format!("RETURN n{}", ".a".repeat(deep)),
        format!("RETURN n{}", "[0]".repeat(deep)),
        format!("RETURN 1{}", " ^ 1".repeat(deep)),
        format!("RETURN {}1{}", "CASE WHEN true THEN ".repeat(deep), " END".repeat(deep)),
        format!("RETURN {}", "CASE ".repeat(deep)),
        format!("RETURN {}x{}", "size(".repeat(deep), ")".repeat(deep)),
        format!("MATCH (n) WHERE {}n{}", "exists { MATCH (n) WHERE ".repeat(deep), "}".repeat(deep)),
        format!("measures supporting {}goals{}", "(goals measured by ".repeat(deep), ")".repeat(deep)),
        format!("支撑{}目标{}的措施", "（由".repeat(deep), "）".repeat(deep)),
    ];
    for text in &texts {
        assert!(!take_in(text), "{}", &text[..40]);
    }
}

/// The deepest nesting that is read leaves the stack whole, also when it is checked and printed.
#[test]
fn deep_nesting_within_bounds_is_read() {
    let deep = 55;
    let nested = |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(deep), close.repeat(deep));
    for text in [
        format!("RETURN {} AS x", nested("(", "1", ")")),
        format!("RETURN {} AS x", nested("[", "1", "]")),
        format!("RETURN {} AS x", nested("{a: ", "1", "}")),
        format!("RETURN {} AS x", nested("coalesce(", "1", ")")),
        format!("RETURN {} AS x", nested("CASE WHEN true THEN ", "1", " END")),
        format!("RETURN {} AS x", nested("[x IN [1] | ", "x", "]")),
        format!("MATCH (n) WHERE {} RETURN n", nested("exists { MATCH (m) WHERE ", "(n)-->(m)", " RETURN m }")),
        format!("MATCH (n) RETURN n{} AS x", ".name".repeat(200)),
        format!("RETURN 1{} AS x", " + 1".repeat(200)),
        format!("RETURN {}true AS x", "NOT ".repeat(200)),
    ] {
        assert!(take_in(&text), "{text}");
        let tree = parse_pattern(&text).expect("it was read");
        assert!(parse_pattern(&tree.to_string()).is_ok_and(|again| again == tree), "{text}");
    }
}

/// Long is not deep.
#[test]
fn long_statements_are_read() {
    let many = 3_000;
    let list = vec!["'专利'"; many].join(", ");
    assert!(take_in(&format!("RETURN [{list}] AS all_of_them")));
    assert!(take_in(&format!("RETURN {}true AS x", "1 = 1 AND ".repeat(many))));
    assert!(take_in(&format!("MATCH (a){} RETURN a", "-->()".repeat(many))));
    assert!(take_in(&format!("{}RETURN 1 AS x", "WITH 1 AS x ".repeat(many))));
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() }
}

#[test]
fn generated_trees_print_as_what_they_say() {
    let run = || {
        let outcome = TestRunner::new(config()).run(&trees::statement(), |tree| {
            let printed = tree.to_string();
            match parse_pattern(&printed) {
                Ok(again) => prop_assert_eq!(again, tree, "{}", printed),
                // Generated trees may be deeper than what is read.
                Err(error) => prop_assert!(error.message.en.contains("nested too deeply"), "{}\n{}", printed, error.message.en),
            }
            Ok(())
        });
        outcome.unwrap_or_else(|failure| panic!("{failure}"));
    };
    // What makes the trees is itself nested deeper than a test's stack.
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(run).expect("a thread");
    assert!(thread.join().is_ok(), "see the message above");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        take_in(&text);
        take_in(&format!("RETURN {text}"));
        take_in(&format!("measures {text}"));
    }

    #[test]
    fn any_heap_of_words_is_read_or_refused(words in proptest::collection::vec(prop::sample::select(WORDS.to_vec()), 0..40)) {
        take_in(&words.join(" "));
        take_in(&words.concat());
    }
}

const WORDS: [&str; 92] = [
    "MATCH",
    "OPTIONAL",
    "WHERE",
    "RETURN",
    "WITH",
    "UNWIND",
    "CREATE",
    "MERGE",
    "SET",
    "REMOVE",
    "DETACH",
    "DELETE",
    "CALL",
    "YIELD",
    "UNION",
    "ALL",
    "ORDER",
    "BY",
    "SKIP",
    "LIMIT",
    "DISTINCT",
    "AS",
    "AND",
    "OR",
    "XOR",
    "NOT",
    "IN",
    "IS",
    "NULL",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "EXISTS",
    "any",
    "reduce",
    "shortestPath",
    "STARTS",
    "CONTAINS",
    "SELECT",
    "GROUP BY",
    "n",
    "m",
    "p",
    "x",
    "1",
    "2.5",
    "-",
    "--",
    "-->",
    "<--",
    "-[",
    "]->",
    "*1..3",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ".",
    "..",
    "|",
    "=",
    "<>",
    "<",
    "+",
    "^",
    "$p",
    "'专利'",
    "\"",
    "'",
    "`",
    "；",
    "（",
    "）",
    "“人才”",
    "measures",
    "goals",
    "supporting",
    "not",
    "支撑",
    "目标",
    "的",
    "措施",
    "在2025年",
    "with evidence",
    "?",
    "\u{0}",
];
