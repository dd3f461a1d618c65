//! The pattern language: reading, checking, values, matching, aggregation, writing.

mod checking;
mod reading;
mod trees;
