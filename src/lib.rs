//! Gangmu (纲目): a policy knowledge graph with a query language.
//!
//! # The life of a document
//!
//! ```text
//! file ─ document::read ─▶ Document ─ extract::extract ─▶ Batch ─ engine::ingest ─▶ store (sled) ─▶ generation
//!        bytes → text → outline → sentences, tables       nodes, relations, evidence     snapshot + full-text index
//! ```
//!
//! # The life of a statement
//!
//! ```text
//! text ─ query::parse ─▶ Statement ─ check ─▶ checked query ─ plan ─▶ Plan ─ optimise ─▶ Plan ─ execute ─▶ rows ─ output ─▶ page
//! ```
//!
//! Execution reads a [`view::GraphView`]; behind it stands the mapped snapshot of the store, or a graph in memory.
//!
//! # Floors
//!
//! A room imports only rooms on lower floors; `tests/house.rs` fails on an upward or sideways import.
//!
//! | floor | rooms |
//! |---|---|
//! | 6 | `cli` |
//! | 5 | `engine` |
//! | 4 | `extract`, `audit`, `query` |
//! | 3 | `document`, `store`, `search`, `analysis`, `output` |
//! | 2 | `schema`, `view` |
//! | 1 | `model` |
//! | 0 | `base` |

pub mod analysis;
pub mod audit;
pub mod base;
pub mod cli;
pub mod document;
pub mod engine;
pub mod extract;
pub mod model;
pub mod output;
pub mod query;
pub mod schema;
pub mod search;
pub mod store;
pub mod view;
