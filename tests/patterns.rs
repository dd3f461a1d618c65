//! The pattern language: reading, checking, values, matching, aggregation, writing.

mod agree;
mod checking;
mod meaning;
mod naive;
mod plans;
mod reading;
mod trees;
