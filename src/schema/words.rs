use rustc_hash::FxHashMap;

use super::{Kind, Relation, Verb, VerbShape};
use crate::base::fold_char;

/// What a word of an ask stands for, by position in [`super::Schema::kinds`] or [`super::Schema::relations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Kind(usize),
    /// A relation and which of its verbs.
    Verb {
        relation: usize,
        verb: usize,
    },
    /// A word that opens a verb that goes around its target: 由 in 由…衡量.
    Opening {
        relation: usize,
        verb: usize,
    },
}

/// Word → what it stands for, in both languages.
#[derive(Debug, Default)]
pub struct Words {
    entries: FxHashMap<String, Vec<Word>>,
    /// Length in characters of the longest entry.
    longest: usize,
}

/// The form under which words are kept: width, case and script folded, spaces single.
pub fn key(word: &str) -> String {
    let folded: String = word.chars().map(fold_char).collect();
    if folded.contains(char::is_whitespace) { folded.split_whitespace().collect::<Vec<_>>().join(" ") } else { folded }
}

impl Words {
    pub(super) fn of(kinds: &[Kind], relations: &[Relation]) -> Self {
        let mut words = Self::default();
        for (at, kind) in kinds.iter().enumerate() {
            for word in [&kind.name, &kind.zh].into_iter().chain(&kind.words) {
                words.add(word, Word::Kind(at));
            }
        }
        for (relation, entry) in relations.iter().enumerate() {
            for (verb, Verb { text, shape, .. }) in entry.verbs.iter().enumerate() {
                words.add(text, Word::Verb { relation, verb });
                if let VerbShape::Around(opening) = shape {
                    words.add(opening, Word::Opening { relation, verb });
                }
            }
        }
        words
    }

    fn add(&mut self, word: &str, meaning: Word) {
        let key = key(word);
        self.longest = self.longest.max(key.chars().count());
        let meanings = self.entries.entry(key).or_default();
        if !meanings.contains(&meaning) {
            meanings.push(meaning);
        }
    }

    /// What a word stands for: nothing, one thing, or a verb in its several shapes.
    pub fn get(&self, word: &str) -> &[Word] {
        self.entries.get(&key(word)).map_or(&[], Vec::as_slice)
    }

    /// Length in characters of the longest word.
    pub const fn longest(&self) -> usize {
        self.longest
    }

    /// All words, for completion and "did you mean".
    pub fn all(&self) -> impl Iterator<Item = (&str, &[Word])> {
        self.entries.iter().map(|(word, meanings)| (word.as_str(), meanings.as_slice()))
    }
}
