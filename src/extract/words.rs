//! Many words looked for at once.

use daachorse::charwise::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};

use crate::base::{Diagnostic, ErrorClass, Message, Outcome};

/// Words in one automaton. It steps by characters: on Chinese text that is built and read in half the time of one over bytes.
#[derive(Clone)]
pub struct Words(Option<CharwiseDoubleArrayAhoCorasick<u32>>);

/// A word at its place in a text: bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordAt {
    pub start: usize,
    pub end: usize,
    /// Index into the words that the automaton was made of.
    pub word: u32,
}

impl Words {
    /// Words that differ from one another, none of them empty. `file` is told where they cannot be indexed.
    ///
    /// # Errors
    /// Where a word is empty or stands there twice, or where there are more than an automaton can hold.
    pub fn new(words: &[impl AsRef<str>], file: &str) -> Outcome<Self> {
        if words.is_empty() {
            return Ok(Self(None));
        }
        CharwiseDoubleArrayAhoCorasickBuilder::new().build(words).map(|built| Self(Some(built))).map_err(|error| {
            let message =
                Message::new(format!("the words of {file} cannot be indexed: {error}"), format!("{file} 的词语无法建立索引：{error}"));
            Diagnostic::compile(ErrorClass::ArgumentError, "SchemaFault", message)
        })
    }

    /// All places of all words, overlapping ones included, in order of their ends; of equal ends the longest first.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = WordAt> + 'a {
        let found = self.0.iter().flat_map(move |automaton| automaton.find_overlapping_iter(text));
        found.map(|hit| WordAt { start: hit.start(), end: hit.end(), word: hit.value() })
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words")
    }
}
