//! Floor 3: full text over sentences and nodes.
//!
//! ```text
//! text ─ bigrams ─▶ tokens ─ IndexWriter ─▶ index of a generation        words ─ parse ─▶ TextQuery ─ Index ─▶ hits with snippets
//! ```
//!
//! Text is indexed by pairs of neighbouring characters with their positions, and a word is searched as the phrase of its
//! pairs: whatever stands in the text is found, and nothing else, without a dictionary of words.

mod bigrams;
mod directory;
mod index;
mod matcher;
mod plan;
mod snippet;
mod text_query;
mod writer;

pub use index::{Index, NodeHit, SentenceHit};
pub use matcher::answers;
pub use snippet::snippet;
pub use text_query::{TextQuery, parse};
pub use writer::IndexWriter;
