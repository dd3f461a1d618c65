//! The word lists of `graph/lexicon/audit.toml`, read once.

use std::sync::LazyLock;

use crate::schema::{WordList, word_lists};

const AUDIT: &str = include_str!("../../graph/lexicon/audit.toml");

// The file is part of the program and tested, so a fault in it cannot reach a user.
static LISTS: LazyLock<Vec<WordList>> = LazyLock::new(|| word_lists(AUDIT).unwrap_or_default());

/// The words of a list, in the order of the file; empty where there is no such list.
pub fn words(list: &str) -> &'static [String] {
    LISTS.iter().find(|known| known.name == list).map_or(&[], |known| &known.words)
}

/// Whether the text holds a word of the list.
pub fn any_in(list: &str, text: &str) -> bool {
    words(list).iter().any(|word| text.contains(word.as_str()))
}

/// The longest word of the list that the text begins with.
pub fn prefix(list: &str, text: &str) -> Option<&'static str> {
    words(list).iter().filter(|word| text.starts_with(word.as_str())).max_by_key(|word| word.len()).map(String::as_str)
}

/// The longest word of the list that the text ends with.
pub fn suffix(list: &str, text: &str) -> Option<&'static str> {
    words(list).iter().filter(|word| text.ends_with(word.as_str())).max_by_key(|word| word.len()).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::super::blanks::blank;
    use super::super::deadlines::says_when;
    use super::super::enumeration::{by_part, enumerate, leaves_open, list_after, loose_promise, numeral, promise};
    use super::super::figures::{Role, bare_unit, expected_in, role, rounded};
    use super::super::slogans::counted_before;
    use super::super::{annexes, counted_things, form, heading_counts, ordinals, shared_word};
    use super::{LISTS, any_in, prefix, suffix, words};

    /// What a list reads in a text; `None` where nothing.
    fn read(list: &str, text: &str) -> Option<String> {
        let count = |found: Option<usize>| found.map(|count| count.to_string());
        let found = |yes: bool| yes.then(String::new);
        match list {
            "list-lead" => {
                let after = text.split_once('”')?.1;
                count(list_after(after, 0).map(|list| enumerate(list, 4).members.len()))
            }
            "part-lead" | "part-copula" => {
                let (slogan, text) = text.split_once(" | ")?;
                let promise = promise(slogan)?;
                let counts: Vec<String> = by_part(&promise, text).iter().map(|(part, _)| part.count.to_string()).collect();
                (!counts.is_empty()).then(|| counts.join(" "))
            }
            "list-goes-on" => found(prefix(list, text.trim_start_matches('，')).is_some()),
            "classifier" => count(promise(text).map(|promise| promise.total())),
            "counted-clauses" => count(ordinals::promised(text)),
            "counted-headings" => count(heading_counts::counted(text)),
            "announces" => count(heading_counts::announced(text)),
            "joint" => found(form::breaks_off(text)),
            "of-another" => found(text.split_once("附件").is_some_and(|(before, _)| suffix(list, before).is_some())),
            "annex" | "captioned" | "refers" => annexes::references(text).first().map(annexes::Reference::name),
            "growth-head" => found(matches!(role(text), Role::Growth { .. })),
            "own-value" => found(matches!(role(text), Role::Value(_))),
            "higher-level" | "background" | "share" | "left-over" | "part-of-row" | "not-summed" | "added" | "in-all" | "hoped"
            | "deflated" | "real-growth" | "falls" | "by-the-year" | "at-least" | "at-most" => found(any_in(list, text)),
            "about" => found(rounded(text)),
            "not-and-so-on" => found(text.contains('等') && !leaves_open(text)),
            "alike-bodies" | "divided" | "whole-area" | "count-of" | "has" | "office" => found(suffix(list, text).is_some()),
            "rises-to" | "growth-lead" | "grows" | "yearly" | "nearly" | "whole" | "phase" | "three-sectors" | "than" | "is"
            | "opposites" | "split-by" | "of-a-whole" => expected_in(text),
            "is-bounded" => found(prefix(list, text).is_some()),
            "counts-nothing" => {
                let promise = loose_promise(text)?;
                (promise.parts.len() == 1).then(|| promise.total().to_string())
            }
            "place-kind" | "list-of-places" => counted_things::named_in(text),
            "acts-on" | "act" => {
                let (term, definition) = text.split_once(" | ")?;
                shared_word::defined(term, definition, Vec::new()).and_then(|finding| finding.found)
            }
            "deadline" => found(says_when(text)),
            "one-unit" => Some(bare_unit(text)).filter(|unit| *unit != text).map(str::to_owned),
            "divides" => counted_things::named_in(text),
            "row-number" => found(words(list).iter().any(|word| word == text)),
            "body-label" | "date-label" => found(blank(list, text)),
            "list-verb" | "counted-behind" => counted_before(text).map(|(_, _, counted)| counted.members.len().to_string()),
            "common-quote" | "total" | "subtotal" | "legal-form" => found(words(list).iter().any(|word| word == text)),
            other => panic!("the list {other} is read by no test"),
        }
    }

    #[test]
    fn every_list_reads_what_it_accepts_and_nothing_that_it_rejects() {
        assert!(!LISTS.is_empty(), "graph/lexicon/audit.toml is read");
        for list in LISTS.iter() {
            assert!(!list.accepts.is_empty() && !list.rejects.is_empty(), "{} has examples of both", list.name);
            for example in &list.accepts {
                let (text, wanted) = example.split_once(" => ").unwrap_or((example, ""));
                assert_eq!(read(&list.name, text).as_deref(), Some(wanted), "{}: {text}", list.name);
            }
            for text in &list.rejects {
                assert_eq!(read(&list.name, text), None, "{} takes {text}", list.name);
            }
        }
        assert!(suffix("joint", "管网和") == Some("和") && numeral("三").is_some());
    }
}
