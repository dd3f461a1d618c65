//! Asks: what researchers type, in English or Chinese.
//!
//! ```text
//! text ─ token::tokens ─▶ tokens ─ parse ─▶ tree::AskStatement ─ resolve ─▶ names as nodes ─ lower ─▶ pattern queries ─ shape ─▶ Answer
//! ```
//!
//! The grammar of the words stands in `grammar/ask.pest`; it has a parser of its own, apart from that of the patterns.

mod alike;
mod amounts;
mod comparisons;
mod conditions;
mod cursor;
mod diagnose;
mod errors;
mod figures;
mod filters;
pub mod finish;
mod forms;
mod frequent;
mod glossary;
pub mod keyword;
mod limits;
mod lists;
mod loose;
pub mod lower;
mod parse;
mod places;
mod ranking;
mod relative;
mod repair;
mod routes;
mod searches;
mod sentences;
mod several;
pub mod token;
pub mod tree;
mod whole_plan;
mod years;

pub use parse::parse;
