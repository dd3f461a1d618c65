use std::sync::Arc;

use crate::base::{Message, Span};
use crate::query::ast::{Create, Delete, Expr, FunctionCall, Match, Merge, Remove, Set, SortItem, Union, Unwind, YieldItem};

/// A query that may run.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    pub root: CheckedQuery,
    /// The bodies of `EXISTS { MATCH … }`, found by [`crate::query::ast::ExprKind::ExistsQuery`]'s `id`. Each may name a
    /// variable of the scope it stands in; its columns do not matter, only whether it gives a row.
    pub subqueries: Vec<CheckedQuery>,
    /// Whether any clause changes the graph.
    pub writes: bool,
    /// What the user should know before it runs: (where, what).
    pub warnings: Vec<(Span, Message)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CheckedQuery {
    /// Never empty; all give the same columns.
    pub parts: Vec<CheckedPart>,
    /// What joins the parts; `None` for one part. All joints are of one sort.
    pub union: Option<Union>,
    /// Empty where nothing is returned.
    pub columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CheckedPart {
    pub steps: Vec<Step>,
}

/// One clause, and the variables that its rows hold when it is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub clause: CheckedClause,
    pub span: Span,
    /// The scope after the clause. The scope before it is that of the step before.
    pub scope: Scope,
}

#[derive(Clone, Debug, PartialEq)]
pub enum CheckedClause {
    /// Names in the paths that the scope before already has are bound; the others are new.
    Match(Match),
    Unwind(Unwind),
    Call(CheckedCall),
    /// WITH and RETURN. After it only its columns are in scope.
    Project(CheckedProjection),
    Create(Create),
    Merge(Merge),
    Set(Set),
    Remove(Remove),
    Delete(Delete),
}

#[derive(Clone, Debug, PartialEq)]
pub struct CheckedCall {
    /// The procedure's own spelling.
    pub procedure: Arc<str>,
    /// Always written out: of the parameters where the call had no brackets.
    pub arguments: Vec<Expr>,
    /// Which fields are bound to which variables; a call that stands alone yields all of them.
    pub yields: Vec<YieldItem>,
    pub filter: Option<Expr>,
}

/// What a projection does, in this order: group (where [`CheckedProjection::grouping`] is given), compute the columns,
/// drop equal rows (`distinct`), order, skip, limit, filter.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedProjection {
    /// RETURN, else WITH.
    pub is_return: bool,
    pub distinct: bool,
    /// Where it is given, columns are computed from its keys and aggregates, and from nothing else.
    pub grouping: Option<Grouping>,
    /// The columns in order; `*` is written out.
    pub columns: Vec<Column>,
    /// Seen by these: the columns first; then, where `sees_input`, what the columns are computed from: the variables before
    /// the projection, or the keys and aggregates of its grouping. What equals a projected expression has already been
    /// replaced by its column where the variables before are no longer there.
    pub order: Vec<SortItem>,
    /// Constant expressions.
    pub skip: Option<Expr>,
    pub limit: Option<Expr>,
    /// Applied last, to the rows that SKIP and LIMIT leave; sees what `order` sees.
    pub filter: Option<Expr>,
    /// Whether `order` and `filter` see more than the columns: everywhere but after DISTINCT.
    pub sees_input: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub name: Arc<str>,
    pub expr: Expr,
    pub kind: Kind,
}

/// How rows are put together. A key that is a plain variable keeps its name; the other names are new ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// Rows with equal keys make a group; without keys all rows make one, also when there are none.
    pub keys: Vec<(Arc<str>, Expr)>,
    pub aggregates: Vec<(Arc<str>, AggregateCall)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum AggregateCall {
    /// `count(*)`
    CountStar,
    /// The arguments see the variables before the projection.
    Function(FunctionCall),
}

/// What is known of a value before the query runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything: a property, a parameter, an element of a mixed list.
    Any,
    Null,
    Bool,
    Int,
    Float,
    /// An integer or a float.
    Number,
    String,
    Map,
    Node,
    Rel,
    Path,
    List(Box<Kind>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    pub name: Arc<str>,
    pub kind: Kind,
    /// Where it was first written.
    pub span: Span,
    /// Identifiers of the kinds or relations of the schema that its pattern names; empty where nothing is known.
    pub of: Vec<Arc<str>>,
}

/// Variables in the order in which they were bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub variables: Vec<Variable>,
}
