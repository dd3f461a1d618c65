use crate::model::Value;

/// A property as it lies in the graph: scalars without a copy, all else as a value.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueRef<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(&'a str),
    Other(Value),
}

impl ValueRef<'_> {
    pub fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(truth) => Value::Bool(*truth),
            Self::Int(number) => Value::Int(*number),
            Self::Float(number) => Value::Float(*number),
            Self::Str(text) => Value::from(*text),
            Self::Other(value) => value.clone(),
        }
    }

    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null | Self::Other(Value::Null))
    }
}

impl<'a> From<&'a Value> for ValueRef<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Int(number) => Self::Int(*number),
            Value::Float(number) => Self::Float(*number),
            Value::String(text) => Self::Str(text),
            other => Self::Other(other.clone()),
        }
    }
}
