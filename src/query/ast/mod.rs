//! What a statement of the pattern language says, with the place of every word of it.
//!
//! Two trees are equal when they say the same: equality passes over spans and source texts ([`Aside`]).

mod aside;
mod clause;
mod expr;
mod path;
mod print;
mod walk;

pub use aside::{Aside, At};
pub use clause::{
    Call, Clause, Create, Delete, Match, Merge, MergeAction, Mode, Projection, ProjectionItem, Query, Remove, RemoveItem, Set, SetItem,
    SingleQuery, SortItem, Statement, Union, Unwind, With, Yield, YieldItem,
};
pub use expr::{BinaryOp, CaseBranch, CompareOp, Expr, ExprKind, FunctionCall, Literal, Quantifier, UnaryOp};
pub use path::{Arrow, Length, Name, NodePattern, PathPattern, RelPattern, Shortest, Step};
