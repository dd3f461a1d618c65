//! Floor 2: the kinds, relations, words and lexicons of `graph/`, read and checked.

mod word_list;

pub use word_list::{WordList, word_lists};
