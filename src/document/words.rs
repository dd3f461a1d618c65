//! The word lists of `graph/lexicon/numbering.toml`, `furniture.toml` and `tables.toml`, read once.

use std::cell::RefCell;
use std::sync::{Arc, LazyLock};

use super::numbering::Style;
use crate::base::Outcome;
use crate::schema::{GraphFiles, WordList, word_lists};

/// What the reader knows by heart.
#[derive(Debug, Default)]
pub struct Words {
    /// In order of rank, outermost first.
    pub(super) styles: Vec<Style>,
    lists: Vec<WordList>,
}

// The files are part of the program and tested, so a fault in them cannot reach a user.
static BUILTIN: LazyLock<Arc<Words>> = LazyLock::new(|| Arc::new(Words::load(&GraphFiles::builtin()).unwrap_or_default()));

thread_local! {
    // Asked at every line by a dozen small functions: the words hold for one reading, on the thread that reads.
    static CURRENT: RefCell<Arc<Words>> = RefCell::new(Arc::clone(&BUILTIN));
}

/// The words of the reading that goes on.
pub(super) fn words() -> Arc<Words> {
    CURRENT.with_borrow(Arc::clone)
}

/// Reads with other words than the built-in ones, and puts those back whatever happens.
pub(super) fn with<T>(words: Option<&Arc<Words>>, read: impl FnOnce() -> T) -> T {
    struct Back(Arc<Words>);
    impl Drop for Back {
        fn drop(&mut self) {
            CURRENT.set(Arc::clone(&self.0));
        }
    }
    let now = words.map_or_else(|| Arc::clone(&BUILTIN), Arc::clone);
    let _back = Back(CURRENT.replace(now));
    read()
}

impl Words {
    /// Reads the lists of a folder laid out as `graph/`, or those that the program carries.
    ///
    /// # Errors
    /// Where a file is no valid list of words.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        let mut lists: Vec<WordList> = Vec::new();
        for name in ["lexicon/numbering.toml", "lexicon/furniture.toml", "lexicon/tables.toml"] {
            lists.extend(word_lists(files.text(name)?.text())?);
        }
        let mut styles: Vec<Style> = lists.iter().filter_map(Style::from_list).collect();
        styles.sort_by_key(|style| style.rank);
        Ok(Self { styles, lists })
    }

    pub fn list(&self, name: &str) -> &[String] {
        self.lists.iter().find(|list| list.name == name).map_or(&[], |list| &list.words)
    }

    pub fn any_in(&self, name: &str, text: &str) -> bool {
        self.list(name).iter().any(|word| text.contains(word.as_str()))
    }

    /// The word of the list that `text` begins with, the longest there is.
    pub fn prefix<'t>(&self, name: &str, text: &'t str) -> Option<&'t str> {
        self.list(name).iter().filter(|word| text.starts_with(word.as_str())).map(String::len).max().map(|length| &text[..length])
    }
}

#[cfg(test)]
mod tests {
    use super::super::numbering::Mark;
    use super::super::{heading_words as heads, lines, loose_cells, loose_columns};
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
            let words = words();
            let list = words.lists.iter().find(|list| list.name == name).unwrap_or_else(|| panic!("no list {name}"));
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
        for (name, kind) in loose_columns::KINDS {
            check(name, &|line| loose_columns::title(line).is_some_and(|(found, _)| found == kind));
        }
        check("cell-nature", &|text| loose_cells::nature(text).is_some_and(|length| length == text.len()));
        check("cell-suffix", &|text| loose_cells::cells(text, 1).is_some());
        check("web-prefix", &lines::web_line);
    }
}
