//! Trees → text that reads back as the same tree.
//!
//! Brackets are written where the tree could not be told without them; a clause stands on a line of its own.

mod clauses;
mod exprs;
mod paths;
mod words;

use std::fmt;

use super::{Clause, Expr, PathPattern, Query, Statement};

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.mode {
            super::Mode::Run => "",
            super::Mode::Explain => "EXPLAIN ",
            super::Mode::Profile => "PROFILE ",
        })?;
        write!(f, "{}", self.query)
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        clauses::query(&mut out, self, "\n");
        f.write_str(&out)
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        clauses::clause(&mut out, self);
        f.write_str(&out)
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        exprs::expr(&mut out, self);
        f.write_str(&out)
    }
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        paths::path(&mut out, self);
        f.write_str(&out)
    }
}

/// Writes each item, and `between` between any two.
fn joined<T>(out: &mut String, items: impl IntoIterator<Item = T>, between: &str, mut write: impl FnMut(&mut String, T)) {
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        write(out, item);
    }
}

/// Writes `before` and the part, where there is one.
fn part<T>(out: &mut String, before: &str, value: Option<T>, write: impl FnOnce(&mut String, T)) {
    if let Some(value) = value {
        out.push_str(before);
        write(out, value);
    }
}
