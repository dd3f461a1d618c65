//! Every entry of `graph/` accepts and rejects what its examples say.

use std::sync::Arc;

use gangmu::base::fold;
use gangmu::document::{self, ReadOptions};
use gangmu::extract::{self, Lexicons, actions::Act, figures, mentions};
use gangmu::model::Batch;
use gangmu::schema::lexicon::Examples;

fn lexicons() -> Arc<Lexicons> {
    Lexicons::builtin().expect("the built-in lexicons")
}

/// Collects what fails in all entries of a file, so that one run shows everything.
#[derive(Default)]
struct Failures(Vec<String>);

impl Failures {
    fn of(&mut self, entry: &str, examples: &Examples, matches: impl Fn(&str) -> bool) {
        assert!(!examples.accepts.is_empty(), "entry `{entry}` has no example of what it accepts");
        for (text, wanted) in examples.failures(matches) {
            self.0.push(format!("{entry} should {} {text}", if wanted { "accept" } else { "reject" }));
        }
    }

    fn none(self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n"));
    }
}

#[test]
fn headings_tell_the_part_of_a_plan() {
    let words = &lexicons().outline;
    let mut failures = Failures::default();
    for entry in words.entries() {
        failures.of(&entry.name, &entry.examples(), |heading| words.claims(&entry.name, heading));
    }
    failures.none();
}

#[test]
fn sentences_are_measures_or_say_why_not() {
    let words = &lexicons().actions;
    let mut failures = Failures::default();
    for entry in words.entries() {
        // Entries of doing accept measures, entries of describing accept what is none.
        let doing = matches!(entry.name.as_str(), "action" | "opening" | "modal");
        failures.of(&entry.name, &entry.examples(), |sentence| words.read(sentence).is_measure() == doing);
    }
    failures.none();
    assert_eq!(words.read("目前，全市拥有高新技术企业196家。"), Act::Other("situation"));
    assert_eq!(words.read("经济结构的优化升级是城市创新发展的重要内容。"), Act::Other("importance"));
}

#[test]
fn clauses_say_what_will_be() {
    let words = &lexicons().goals;
    let mut failures = Failures::default();
    for entry in words.entries() {
        failures.of(&entry.name, &entry.examples(), |clause| words.claims(&entry.name, clause));
    }
    failures.none();
}

#[test]
fn quantities_are_read_with_their_indicator() {
    let words = &lexicons().figures;
    let mut failures = Failures::default();
    for entry in words.entries() {
        failures.of(&entry.name, &entry.examples(), |example| match entry.name.as_str() {
            "lower" => words.lower_is_better(example),
            "quantity" => words.is_quantity(example),
            "grant" => words.is_grant(example),
            "frequency" => words.is_frequency(example),
            "above" => words.is_of_higher_level(example, "云川市"),
            name => {
                let (text, wanted) = example.split_once(" => ").unwrap_or((example, ""));
                let read = figures::read(text, words, true);
                let bound = match name {
                    "at least" => Some(figures::Bound::Ge),
                    "at most" => Some(figures::Bound::Le),
                    _ => None,
                };
                read.iter().any(|figure| {
                    let said = format!("{} {}", figure.subject, figure.amount.min);
                    (wanted.is_empty() || said == wanted) && bound.is_none_or(|bound| bound == figure.amount.bound)
                })
            }
        });
    }
    failures.none();
}

#[test]
fn names_of_one_quantity_are_equal() {
    let names = &lexicons().indicators;
    let mut failures = Failures::default();
    for entry in names.entries() {
        failures.of(&entry.name, &entry.examples(), |example| {
            let (a, b) = example.split_once(" = ").expect("`name = name`");
            names.same(a, b)
        });
    }
    failures.none();
}

#[test]
fn names_of_aims_are_read_for_what_they_are_about() {
    let words = &lexicons().aims;
    let mut failures = Failures::default();
    for entry in words.entries() {
        failures.of(&entry.name, &entry.examples(), |text| words.claims(&entry.name, text));
    }
    failures.none();
}

#[test]
fn measures_serve_the_concepts_that_their_words_show() {
    let concepts = &lexicons().concepts;
    let mut failures = Failures::default();
    for (at, concept) in concepts.all().iter().enumerate() {
        failures.of(&concept.name, &concept.examples, |sentence| concepts.served(sentence).iter().any(|served| served.concept == at));
    }
    failures.none();
}

/// A name without its quotation marks: nodes are named without them.
fn bare(name: &str) -> String {
    fold(name).replace(['“', '”'], "")
}

/// What extraction makes of one sentence under a task.
fn extracted(sentence: &str) -> Batch {
    let text = format!("江门市创新发展规划\n一、主要任务\n（一）工作\n{sentence}\n");
    let options = ReadOptions { force: true, ..ReadOptions::default() };
    let document = document::read(text.as_bytes(), "example.txt", &options).expect("a text");
    extract::extract(&document, &lexicons(), &extract::Options { slug: "example".to_owned(), ..Default::default() })
}

#[test]
fn names_begin_and_end_where_the_lists_say() {
    let mut failures = Failures::default();
    for list in mentions::Lexicon::lists().expect("the lists of names") {
        // Lists that only help others have their examples there.
        let all = list.accepts.iter().map(|text| (text, true)).chain(list.rejects.iter().map(|text| (text, false)));
        for (example, wanted) in all {
            let Some((sentence, name)) = example.split_once(" => ") else { continue };
            let (kind, name) = name.split_once(':').map_or((name, None), |(kind, name)| (kind, Some(name)));
            let found = extracted(sentence).nodes.iter().any(|node| {
                node.kind == kind
                    && name.is_none_or(|name| std::iter::once(&node.name).chain(&node.aliases).any(|form| bare(form) == bare(name)))
            });
            if found != wanted {
                failures.0.push(format!("{} should {} {example}", list.name, if wanted { "accept" } else { "reject" }));
            }
        }
    }
    failures.none();
}
