//! The pattern language: reading, checking, values, matching, aggregation, writing.

mod agree;
mod checking;
mod naive;
mod reading;
mod trees;
