//! Asks in both languages: trees, readings, rows.

mod rows;
mod trees;
