//! Lexicons: lists of words or rules under `graph/`, each entry with texts that it accepts and rejects.
//!
//! A room that needs one declares the shape of its entries and reads the file by [`GraphFiles::load`]; where the entries
//! are plain words, [`Lexicon`] is that shape. The texts of `accepts` and `rejects` are run as tests by the room that
//! gives the entries their meaning, through [`Examples::failures`].

use serde::Deserialize;

use super::GraphFiles;
use crate::base::Outcome;

/// Texts that an entry must match and texts that it must leave alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Examples {
    pub accepts: Vec<String>,
    pub rejects: Vec<String>,
}

impl Examples {
    /// The texts on which a matcher disagrees with the examples, each with what it should have said.
    pub fn failures(&self, matches: impl Fn(&str) -> bool) -> Vec<(String, bool)> {
        let wrong = |texts: &[String], wanted: bool| -> Vec<(String, bool)> {
            texts.iter().filter(|text| matches(text) != wanted).map(|text| (text.clone(), wanted)).collect()
        };
        [wrong(&self.accepts, true), wrong(&self.rejects, false)].concat()
    }
}

/// A file of plain entries: `[[entry]]` tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    #[serde(default)]
    pub entry: Vec<Entry>,
}

/// One entry: a name, the words that mark it, words that contain one of them and mean something else, and examples.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Entry {
    /// Stable name, shown as the `rule` of what the entry finds.
    pub name: String,
    pub words: Vec<String>,
    /// Longer words in which a word of the entry does not count: 应用 for 应.
    pub except: Vec<String>,
    pub accepts: Vec<String>,
    pub rejects: Vec<String>,
    pub note: String,
}

impl Entry {
    pub fn examples(&self) -> Examples {
        Examples { accepts: self.accepts.clone(), rejects: self.rejects.clone() }
    }
}

/// Reads a file of plain entries.
pub fn load(files: &GraphFiles, name: &str) -> Outcome<Lexicon> {
    files.load(name)
}
