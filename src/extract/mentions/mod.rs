//! Names in text: institutions, parks, clusters, platforms, programmes, places, industries, documents.
//!
//! ```text
//! sentence ─ view (characters, brackets, words of the lexicon, stops) ─ rules ─▶ candidates ─ settle ─▶ mentions
//! ```
//!
//! Rules read one sentence and are pure. Names that are certain anywhere in a plan are then looked for everywhere in it, and
//! forms of one thing are brought together.

mod bodies;
mod boundary;
mod comprises;
mod defined;
mod documents;
mod duty;
mod gazetteer;
mod home;
mod industries;
mod kind;
mod lexicon;
mod lists;
mod located;
mod mention;
mod named;
mod names;
mod pages;
mod quoted;
mod recognise;
mod regions;
mod resolve;
mod responsibility;
mod stage;
mod view;

pub use gazetteer::{Gazetteer, Level, Place, PlaceId};
pub use home::Home;
pub use kind::{Category, Kind};
pub use lexicon::Lexicon;
pub use lists::List;
pub use mention::Mention;
pub use recognise::{Named, recognise};
pub use stage::{home, stage};
