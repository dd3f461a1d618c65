//! A tree that says something about kinds of variables, scopes and groups, or the reason why it means nothing.
//!
//! In: [`crate::query::ast::Query`]. Out: [`Checked`], in which every name is known, labels and keys have their English
//! identifiers, `*` is written out, and what is aggregated is apart from what is computed from it.
//!
//! ```text
//! query (order of clauses, UNION) ─▶ clauses ─▶ patterns ─▶ exprs (names, kinds, places of aggregates)
//!                                       └────▶ projection (columns, grouping) ─▶ grouping (what stands for a group)
//! ```

mod bindings;
mod calls;
mod checked;
mod clauses;
mod errors;
mod exprs;
mod functions;
mod grouping;
mod kinds;
mod patterns;
mod projection;
mod query;
mod scope;
mod vocabulary;
mod warnings;
mod writes;

pub use checked::{
    AggregateCall, Checked, CheckedCall, CheckedClause, CheckedPart, CheckedProjection, CheckedQuery, Column, Grouping, Kind, Scope, Step,
    Variable,
};

use std::sync::Arc;

use crate::base::{Message, Outcome, Span};
use crate::query::ast::Query;
use crate::query::hooks::Procedures;
use crate::schema::Schema;

/// What a query may name.
#[derive(Clone, Copy)]
pub struct World<'w> {
    /// The kinds, relations and properties of a policy store, where an unknown one is an error; `None` for an open-schema
    /// store, where it matches nothing.
    pub schema: Option<&'w Schema>,
    pub procedures: &'w Procedures,
}

/// Checks a query and writes its names out. The first fault found is the one told.
pub fn check(query: Query, world: World<'_>) -> Outcome<Checked> {
    let mut checker = Checker { world, subqueries: Vec::new(), warnings: Vec::new(), writes: false, forgotten: Vec::new() };
    let root = checker.query(query, &Scope::default(), query::Setting::Statement)?;
    Ok(Checked { root, subqueries: checker.subqueries, writes: checker.writes, warnings: checker.warnings })
}

/// What is gathered while the tree is walked.
struct Checker<'w> {
    world: World<'w>,
    subqueries: Vec<CheckedQuery>,
    warnings: Vec<(Span, Message)>,
    writes: bool,
    /// Names that were in scope once and that a WITH has left behind.
    forgotten: Vec<Arc<str>>,
}
