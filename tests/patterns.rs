//! The pattern language: values, matching, aggregation, writing.
