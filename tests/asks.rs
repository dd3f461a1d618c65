//! Asks in both languages: trees, readings, rows.

mod trees;
