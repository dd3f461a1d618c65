use std::sync::Arc;

use super::{Aside, At, Expr, Name, PathPattern};
use crate::base::Span;

/// One statement of the pattern layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub mode: Mode,
    pub query: Query,
}

/// What is wanted of a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Run,
    /// The plan, without running it.
    Explain,
    /// The plan with real rows and times.
    Profile,
}

/// One or more single queries joined by UNION.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Never empty.
    pub parts: Vec<SingleQuery>,
    /// One fewer than `parts`: what stands between them.
    pub unions: Vec<Union>,
    pub at: At,
}

/// UNION, or UNION ALL, which keeps equal rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Union {
    pub all: bool,
    pub at: At,
}

/// Clauses, each of which takes the rows of the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct SingleQuery {
    pub clauses: Vec<Clause>,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    Match(Match),
    Unwind(Unwind),
    Call(Call),
    With(With),
    Return(Projection),
    Create(Create),
    Merge(Merge),
    Set(Set),
    Remove(Remove),
    Delete(Delete),
}

/// `[OPTIONAL] MATCH paths [WHERE filter]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    pub optional: bool,
    pub paths: Vec<PathPattern>,
    pub filter: Option<Expr>,
    pub at: At,
}

/// `UNWIND list AS variable`.
#[derive(Clone, Debug, PartialEq)]
pub struct Unwind {
    pub list: Expr,
    pub variable: Name,
    pub at: At,
}

/// `CALL name.space.procedure(arguments) [YIELD …]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// With its name space, joined by dots.
    pub procedure: Name,
    /// `None` where no brackets are written: arguments then come from the parameters of the same names.
    pub arguments: Option<Vec<Expr>>,
    pub yields: Option<Yield>,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Yield {
    /// `YIELD *`
    All,
    /// `YIELD field [AS variable], … [WHERE filter]`; may be empty (`YIELD -`).
    Items { items: Vec<YieldItem>, filter: Option<Expr> },
}

#[derive(Clone, Debug, PartialEq)]
pub struct YieldItem {
    pub field: Name,
    pub alias: Option<Name>,
}

impl YieldItem {
    /// The variable that the field is bound to.
    pub fn variable(&self) -> &Name {
        self.alias.as_ref().unwrap_or(&self.field)
    }
}

/// `WITH projection [WHERE filter]`.
#[derive(Clone, Debug, PartialEq)]
pub struct With {
    pub projection: Projection,
    /// Sees the new names, and the old ones where there is neither DISTINCT nor aggregation.
    pub filter: Option<Expr>,
}

/// The body of RETURN and WITH.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    pub distinct: bool,
    /// `*` is written: every variable in scope, alphabetically, before the items.
    pub star: bool,
    pub items: Vec<ProjectionItem>,
    pub order: Vec<SortItem>,
    pub skip: Option<Expr>,
    pub limit: Option<Expr>,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionItem {
    pub expr: Expr,
    pub alias: Option<Name>,
    /// The source text of `expr`, which names the column where there is no alias.
    pub text: Aside<Arc<str>>,
    pub at: At,
}

impl ProjectionItem {
    /// The name of the column.
    pub fn column(&self) -> Arc<str> {
        self.alias.as_ref().map_or_else(|| Arc::clone(&self.text), |alias| Arc::clone(&alias.text))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct SortItem {
    pub expr: Expr,
    pub descending: bool,
}

/// `CREATE paths`.
#[derive(Clone, Debug, PartialEq)]
pub struct Create {
    pub paths: Vec<PathPattern>,
    pub at: At,
}

/// `MERGE path [ON CREATE SET …] [ON MATCH SET …]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    pub path: PathPattern,
    pub actions: Vec<MergeAction>,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MergeAction {
    /// ON CREATE, else ON MATCH.
    pub on_create: bool,
    pub items: Vec<SetItem>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    pub items: Vec<SetItem>,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq)]
pub enum SetItem {
    /// `target.key = value`
    Property { target: Expr, key: Name, value: Expr },
    /// `variable = value`: replaces all properties.
    Replace { variable: Name, value: Expr },
    /// `variable += value`: adds to the properties.
    Merge { variable: Name, value: Expr },
    /// `variable:A:B`
    Labels { variable: Name, labels: Vec<Name> },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Remove {
    pub items: Vec<RemoveItem>,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RemoveItem {
    Property { target: Expr, key: Name },
    Labels { variable: Name, labels: Vec<Name> },
}

/// `[DETACH] DELETE expressions`.
#[derive(Clone, Debug, PartialEq)]
pub struct Delete {
    pub detach: bool,
    pub items: Vec<Expr>,
    pub at: At,
}

impl Clause {
    pub fn span(&self) -> Span {
        match self {
            Self::Match(clause) => *clause.at,
            Self::Unwind(clause) => *clause.at,
            Self::Call(clause) => *clause.at,
            Self::With(clause) => *clause.projection.at,
            Self::Return(clause) => *clause.at,
            Self::Create(clause) => *clause.at,
            Self::Merge(clause) => *clause.at,
            Self::Set(clause) => *clause.at,
            Self::Remove(clause) => *clause.at,
            Self::Delete(clause) => *clause.at,
        }
    }

    /// The word that the clause begins with.
    pub const fn keyword(&self) -> &'static str {
        match self {
            Self::Match(Match { optional: false, .. }) => "MATCH",
            Self::Match(_) => "OPTIONAL MATCH",
            Self::Unwind(_) => "UNWIND",
            Self::Call(_) => "CALL",
            Self::With(_) => "WITH",
            Self::Return(_) => "RETURN",
            Self::Create(_) => "CREATE",
            Self::Merge(_) => "MERGE",
            Self::Set(_) => "SET",
            Self::Remove(_) => "REMOVE",
            Self::Delete(Delete { detach: false, .. }) => "DELETE",
            Self::Delete(_) => "DETACH DELETE",
        }
    }

    /// Whether the clause changes the graph.
    pub const fn writes(&self) -> bool {
        matches!(self, Self::Create(_) | Self::Merge(_) | Self::Set(_) | Self::Remove(_) | Self::Delete(_))
    }
}
