//! What can be told of a value's kind before the query runs.

use std::fmt;

use super::Kind;
use crate::query::functions::Types;

impl Kind {
    pub fn list_of(element: Self) -> Self {
        Self::List(Box::new(element))
    }

    /// The kind of what may be of either kind.
    pub fn join(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a,
            (Self::Null, known) | (known, Self::Null) => known,
            (Self::Int | Self::Float | Self::Number, Self::Int | Self::Float | Self::Number) => Self::Number,
            (Self::List(a), Self::List(b)) => Self::list_of(a.join(*b)),
            _ => Self::Any,
        }
    }

    /// The kind of an element of a list of this kind.
    pub fn element(&self) -> Self {
        match self {
            Self::List(element) => (**element).clone(),
            _ => Self::Any,
        }
    }

    /// What functions call it.
    pub const fn types(&self) -> Types {
        match self {
            Self::Any | Self::Null => Types::ANY,
            Self::Bool => Types::BOOL,
            Self::Int => Types::INT,
            Self::Float => Types::FLOAT,
            Self::Number => Types::NUMBER,
            Self::String => Types::STRING,
            Self::Map => Types::MAP,
            Self::Node => Types::NODE,
            Self::Rel => Types::REL,
            Self::Path => Types::PATH,
            Self::List(_) => Types::LIST,
        }
    }

    /// What a function's result is known to be.
    pub fn of_types(types: Types) -> Self {
        const KNOWN: [(Types, Kind); 8] = [
            (Types::BOOL, Kind::Bool),
            (Types::INT, Kind::Int),
            (Types::FLOAT, Kind::Float),
            (Types::NUMBER, Kind::Number),
            (Types::STRING, Kind::String),
            (Types::MAP, Kind::Map),
            (Types::NODE, Kind::Node),
            (Types::REL, Kind::Rel),
        ];
        if types == Types::LIST {
            return Self::list_of(Self::Any);
        }
        if types == Types::PATH {
            return Self::Path;
        }
        KNOWN.into_iter().find(|(set, _)| *set == types).map_or(Self::Any, |(_, kind)| kind)
    }

    /// Whether a value of this kind may turn out to be `wanted`. Null may stand for anything.
    pub fn may_be(&self, wanted: &Self) -> bool {
        match (self, wanted) {
            (Self::Any | Self::Null, _) | (_, Self::Any) => true,
            (Self::List(a), Self::List(b)) => a.may_be(b),
            (a, b) => a == b,
        }
    }

    /// Whether arithmetic takes it.
    pub const fn may_be_number(&self) -> bool {
        matches!(self, Self::Any | Self::Null | Self::Int | Self::Float | Self::Number)
    }

    /// With its article, in English and in Chinese.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Any => ("a value", "值"),
            Self::Null => ("null", "空值"),
            Self::Bool => ("a boolean", "布尔值"),
            Self::Int => ("an integer", "整数"),
            Self::Float => ("a float", "小数"),
            Self::Number => ("a number", "数"),
            Self::String => ("a string", "字符串"),
            Self::Map => ("a map", "映射"),
            Self::Node => ("a node", "节点"),
            Self::Rel => ("a relationship", "关系"),
            Self::Path => ("a path", "路径"),
            Self::List(element) if **element == Self::Rel => ("a list of relationships", "关系列表"),
            Self::List(element) if **element == Self::Node => ("a list of nodes", "节点列表"),
            Self::List(_) => ("a list", "列表"),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().0)
    }
}
