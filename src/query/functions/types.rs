use std::fmt;
use std::ops::BitOr;

use crate::model::Value;

/// A set of kinds of values. Null belongs to every set.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Types(u16);

impl Types {
    pub const BOOL: Self = Self(1);
    pub const INT: Self = Self(2);
    pub const FLOAT: Self = Self(4);
    pub const STRING: Self = Self(8);
    pub const LIST: Self = Self(16);
    pub const MAP: Self = Self(32);
    pub const NODE: Self = Self(64);
    pub const REL: Self = Self(128);
    pub const PATH: Self = Self(256);
    pub const NUMBER: Self = Self(2 | 4);
    pub const ENTITY: Self = Self(64 | 128);
    pub const ANY: Self = Self(511);

    const NAMES: [(Self, &'static str, &'static str); 9] = [
        (Self::BOOL, "boolean", "布尔值"),
        (Self::INT, "integer", "整数"),
        (Self::FLOAT, "float", "小数"),
        (Self::STRING, "string", "字符串"),
        (Self::LIST, "list", "列表"),
        (Self::MAP, "map", "映射"),
        (Self::NODE, "node", "节点"),
        (Self::REL, "relationship", "关系"),
        (Self::PATH, "path", "路径"),
    ];

    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether some kind is in both.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The kind of a value; for null every kind.
    pub const fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::ANY,
            Value::Bool(_) => Self::BOOL,
            Value::Int(_) => Self::INT,
            Value::Float(_) => Self::FLOAT,
            Value::String(_) => Self::STRING,
            Value::List(_) => Self::LIST,
            Value::Map(_) => Self::MAP,
            Value::Node(_) => Self::NODE,
            Value::Rel(_) => Self::REL,
            Value::Path(_) => Self::PATH,
        }
    }

    /// The kinds in words: `string or list`; (English, Chinese).
    pub fn words(self) -> (String, String) {
        if self == Self::ANY {
            return ("any value".into(), "任何值".into());
        }
        let (mut en, mut zh) = (Vec::new(), Vec::new());
        for (types, name, chinese) in Self::NAMES {
            if self.meets(types) {
                en.push(name);
                zh.push(chinese);
            }
        }
        (en.join(" or "), zh.join("或"))
    }
}

impl BitOr for Types {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl fmt::Debug for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().0)
    }
}
