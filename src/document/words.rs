//! The word lists of `graph/lexicon/numbering.toml` and `furniture.toml`, read once.

use std::sync::LazyLock;

use super::numbering::Style;
use crate::schema::{WordList, word_lists};

const NUMBERING: &str = include_str!("../../graph/lexicon/numbering.toml");
const FURNITURE: &str = include_str!("../../graph/lexicon/furniture.toml");

/// What the reader knows by heart.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// In order of rank, outermost first.
    pub styles: Vec<Style>,
    lists: Vec<WordList>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut lists: Vec<WordList> = Vec::new();
    for text in [NUMBERING, FURNITURE] {
        // The files are part of the program and tested, so a fault in them cannot reach a user.
        lists.extend(word_lists(text).unwrap_or_default());
    }
    let mut styles: Vec<Style> = lists.iter().filter_map(Style::from_list).collect();
    styles.sort_by_key(|style| style.rank);
    Words { styles, lists }
});

pub(super) fn words() -> &'static Words {
    &WORDS
}

impl Words {
    pub fn list(&self, name: &str) -> &[String] {
        self.lists.iter().find(|list| list.name == name).map_or(&[], |list| &list.words)
    }

    pub fn any_in(&self, name: &str, text: &str) -> bool {
        self.list(name).iter().any(|word| text.contains(word.as_str()))
    }

    /// The word of the list that `text` begins with, the longest first.
    pub fn prefix(&self, name: &str, text: &str) -> Option<&'static str> {
        words().list(name).iter().filter(|word| text.starts_with(word.as_str())).max_by_key(|word| word.len()).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::super::numbering::Mark;
    use super::super::{heading_words as heads, lines};
    use super::words;

    #[test]
    fn every_numbering_style_reads_what_it_accepts_and_nothing_that_it_rejects() {
        let words = words();
        assert!(words.styles.len() >= 10, "styles are read from graph/lexicon/numbering.toml");
        for list in words.lists.iter().filter(|list| list.name.starts_with("style-")) {
            assert!(!list.accepts.is_empty() && !list.rejects.is_empty(), "{} has examples of both", list.name);
            let read = |line: &str| Mark::at(line).filter(|mark| words.styles[mark.style].name == list.name);
            for example in &list.accepts {
                let (line, value) = example.split_once(" => ").expect("line => number");
                assert_eq!(read(line).map(|mark| mark.value.to_string()).as_deref(), Some(value), "{}: {line}", list.name);
            }
            for line in &list.rejects {
                assert!(read(line).is_none(), "{} takes {line}", list.name);
            }
        }
    }

    #[test]
    fn every_list_of_words_tells_its_lines_from_others() {
        let check = |name: &str, known: &dyn Fn(&str) -> bool| {
            let list = words().lists.iter().find(|list| list.name == name).unwrap_or_else(|| panic!("no list {name}"));
            for line in &list.accepts {
                assert!(known(line), "{name} misses {line}");
            }
            for line in &list.rejects {
                assert!(!known(line), "{name} takes {line}");
            }
        };
        check("plain-heading", &|line| heads::plain(line).is_some());
        check("annex-heading", &|line| heads::annex(line).is_some());
        check("contents-heading", &heads::contents);
        check("glossary-heading", &heads::glossary);
        check("glossary-heading-alone", &heads::glossary);
        check("caption", &|line| heads::caption(line).is_some());
        check("box", &|line| heads::boxed(line).is_some());
        check("stage-section", &heads::has_stages);
        check("responsibility-label", &heads::responsibility);
        check("tail-label", &heads::tail);
        check("letter", &|line| words().any_in("letter", line));
        check("press", &|line| words().any_in("press", line));
        check("web-line", &lines::web_line);
        check("web-prefix", &lines::web_line);
    }
}
