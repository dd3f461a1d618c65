use std::sync::Arc;

use super::{At, Name, PathPattern, Query};
use crate::base::Span;

/// An expression and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    Literal(Literal),
    /// `$name`; the name without the dollar sign.
    Parameter(Name),
    Variable(Name),
    List(Vec<Expr>),
    Map(Vec<(Name, Expr)>),
    /// `base.key`
    Property {
        base: Box<Expr>,
        key: Name,
    },
    /// `base[index]`
    Index {
        base: Box<Expr>,
        index: Box<Expr>,
    },
    /// `base[from..to]`
    Slice {
        base: Box<Expr>,
        from: Option<Box<Expr>>,
        to: Option<Box<Expr>>,
    },
    Unary {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Binary {
        op: BinaryOp,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    /// `a < b <= c`: two comparisons or more; a single one is [`ExprKind::Binary`].
    Chain {
        first: Box<Expr>,
        rest: Vec<(CompareOp, Expr)>,
    },
    /// Two or more, all joined by AND.
    And(Vec<Expr>),
    /// Two or more, all joined by OR.
    Or(Vec<Expr>),
    IsNull {
        operand: Box<Expr>,
        negated: bool,
    },
    /// `operand:A:B`: has all of them; of a relation: is of the type.
    HasLabels {
        operand: Box<Expr>,
        labels: Vec<Name>,
    },
    Function(FunctionCall),
    /// `count(*)`
    CountStar,
    Case {
        subject: Option<Box<Expr>>,
        branches: Vec<CaseBranch>,
        otherwise: Option<Box<Expr>>,
    },
    /// `[variable IN list WHERE filter | map]`
    ListComprehension {
        variable: Name,
        list: Box<Expr>,
        filter: Option<Box<Expr>>,
        map: Option<Box<Expr>>,
    },
    /// `[path WHERE filter | map]`; the path may have a variable.
    PatternComprehension {
        path: Box<PathPattern>,
        filter: Option<Box<Expr>>,
        map: Box<Expr>,
    },
    /// `any(variable IN list WHERE filter)` and its kin.
    Quantified {
        quantifier: Quantifier,
        variable: Name,
        list: Box<Expr>,
        filter: Box<Expr>,
    },
    /// `reduce(accumulator = init, variable IN list | body)`
    Reduce {
        accumulator: Name,
        init: Box<Expr>,
        variable: Name,
        list: Box<Expr>,
        body: Box<Expr>,
    },
    /// `(a)-[:T]->(b)` as a condition: whether it can be found.
    Pattern(Box<PathPattern>),
    /// `shortestPath(…)` (a path or null) and `allShortestPaths(…)` (a list of paths) as a value.
    ShortestPath(Box<PathPattern>),
    /// `EXISTS { paths WHERE filter }`
    Exists {
        paths: Vec<PathPattern>,
        filter: Option<Box<Expr>>,
    },
    /// `EXISTS { MATCH … RETURN … }`. `id` is the place of the checked query in `Checked::subqueries`, which the checker fills in.
    ExistsQuery {
        query: Box<Query>,
        id: usize,
    },
}

/// A value written out. Numbers carry their sign: `-1` is one literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Null,
    Bool(bool),
    Int(i64),
    /// Finite.
    Float(f64),
    String(Arc<str>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    Not,
    Minus,
    Plus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    Xor,
    Compare(CompareOp),
    /// `left IN right`
    In,
    StartsWith,
    EndsWith,
    Contains,
    /// `text ~ "query"`: the full-text index finds the query in the text.
    FullText,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    /// Left-associative, gives a float.
    Power,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// `name([DISTINCT] arguments)`, plain or aggregating.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionCall {
    /// With its name space, joined by dots, as typed.
    pub name: Name,
    pub distinct: bool,
    pub arguments: Vec<Expr>,
}

/// `WHEN when THEN then`; `when` is a condition, or a value where CASE has a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseBranch {
    pub when: Expr,
    pub then: Expr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    All,
    Any,
    None,
    Single,
}

impl Expr {
    pub fn new(kind: ExprKind, span: Span) -> Self {
        Self { kind, at: span.into() }
    }

    pub fn variable(name: &str, span: Span) -> Self {
        Self::new(ExprKind::Variable(Name::new(name, span)), span)
    }

    pub fn span(&self) -> Span {
        *self.at
    }

    /// The name, where the expression is nothing but a variable.
    pub fn as_variable(&self) -> Option<&Name> {
        match &self.kind {
            ExprKind::Variable(name) => Some(name),
            _ => None,
        }
    }
}
