//! A tree that says something about kinds of variables, scopes and groups, or the reason why it means nothing.
//!
//! In: [`crate::query::ast::Query`]. Out: [`Checked`], in which every name is known, labels and keys have their English
//! identifiers, `*` is written out, and what is aggregated is apart from what is computed from it.

mod checked;

pub use checked::{
    AggregateCall, Checked, CheckedCall, CheckedClause, CheckedPart, CheckedProjection, CheckedQuery, Column, Grouping, Kind, Scope, Step,
    Variable,
};
