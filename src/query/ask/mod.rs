//! Asks: what researchers type, in English or Chinese.
//!
//! ```text
//! text ─ token::tokens ─▶ tokens ─ parse ─▶ tree::AskStatement ─ resolve ─▶ names as nodes ─ lower ─▶ pattern queries ─ shape ─▶ Answer
//! ```
//!
//! The grammar of the words stands in `grammar/ask.pest`; it has a parser of its own, apart from that of the patterns.

mod comparisons;
mod conditions;
mod cursor;
mod diagnose;
mod errors;
mod figures;
pub mod finish;
mod forms;
pub mod keyword;
mod limits;
mod lists;
pub mod lower;
mod parse;
mod relative;
mod repair;
mod routes;
mod searches;
pub mod token;
pub mod tree;
mod years;

pub use parse::parse;
