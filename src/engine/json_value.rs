//! Typed JSON straight into values, without a tree between: a load reads millions of them.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::model::Value;

/// How serde_json announces a number when it keeps numbers exact.
const NUMBER: &str = "$serde_json::private::Number";

/// An object's entries in order; nulls are left out, as a property that is null is no property.
#[derive(Default)]
pub(super) struct Pairs(pub Vec<(String, Value)>);

/// An id: a string, or a number that stands for its digits.
pub(super) struct Id<'a>(Cow<'a, str>);

impl Id<'_> {
    pub fn text(&self) -> &str {
        &self.0
    }
}

struct Typed(Value);

impl<'de> Deserialize<'de> for Typed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TypedVisitor).map(Typed)
    }
}

struct TypedVisitor;

impl<'de> Visitor<'de> for TypedVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Int(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        i64::try_from(number).map(Value::Int).map_err(|_| E::custom("a number that does not fit 64 bits"))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Float(number))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Typed(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::list(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let Some(first) = entries.next_key::<String>()? else { return Ok(Value::map::<String>([])) };
        match first.as_str() {
            NUMBER => number(&entries.next_value::<String>()?),
            "$float" => match entries.next_value::<String>()?.as_str() {
                "NaN" => Ok(Value::Float(f64::NAN)),
                "Infinity" => Ok(Value::Float(f64::INFINITY)),
                "-Infinity" => Ok(Value::Float(f64::NEG_INFINITY)),
                _ => Err(de::Error::custom("`$float` is NaN, Infinity or -Infinity")),
            },
            "$map" => entries.next_value::<Plain>().map(|map| map.0),
            other if other.starts_with('$') => Err(de::Error::custom(format!("`{other}` is no value that can be stored"))),
            _ => rest(Some(first), entries),
        }
    }
}

fn rest<'de, A: MapAccess<'de>>(first: Option<String>, mut entries: A) -> Result<Value, A::Error> {
    let mut list = Vec::new();
    if let Some(first) = first {
        list.push((first, entries.next_value::<Typed>()?.0));
    }
    while let Some((key, Typed(value))) = entries.next_entry::<String, Typed>()? {
        list.push((key, value));
    }
    Ok(Value::map(list))
}

/// A map whose keys mean nothing special.
struct Plain(Value);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct PlainVisitor;
        impl<'de> Visitor<'de> for PlainVisitor {
            type Value = Plain;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Plain, A::Error> {
                rest(None, entries).map(Plain)
            }
        }
        from.deserialize_map(PlainVisitor)
    }
}

/// Integers stay integers; what does not fit is refused, not rounded.
fn number<E: de::Error>(text: &str) -> Result<Value, E> {
    if text.contains(['.', 'e', 'E']) {
        text.parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .map(Value::Float)
            .ok_or_else(|| E::custom("a number that does not fit 64 bits"))
    } else {
        text.parse().map(Value::Int).map_err(|_| E::custom("a number that does not fit 64 bits"))
    }
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct PairsVisitor;
        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of properties")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Pairs, A::Error> {
                let mut pairs: Vec<(String, Value)> = Vec::new();
                while let Some((key, Typed(value))) = entries.next_entry::<String, Typed>()? {
                    pairs.retain(|(known, _)| *known != key);
                    if !value.is_null() {
                        pairs.push((key, value));
                    }
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(PairsVisitor)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Id<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct IdVisitor;
        impl<'de> Visitor<'de> for IdVisitor {
            type Value = Cow<'de, str>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Cow::Owned(number.to_string()))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Cow::Owned(number.to_string()))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                match entries.next_entry::<String, String>()? {
                    Some((key, digits)) if key == NUMBER => Ok(Cow::Owned(digits)),
                    _ => Err(de::Error::custom("an id is a string or a number")),
                }
            }
        }
        from.deserialize_any(IdVisitor).map(Id)
    }
}

#[cfg(test)]
mod tests {
    use super::Pairs;
    use crate::model::Value;

    #[test]
    fn numbers_keep_their_kind_and_nulls_are_no_properties() {
        let pairs: Pairs =
            serde_json::from_str(r#"{"a":1,"b":1.0,"c":null,"d":{"$float":"NaN"},"e":["x",{"k":9223372036854775807}]}"#).unwrap();
        assert_eq!(pairs.0.len(), 4);
        assert_eq!(pairs.0[0].1, Value::Int(1));
        assert_eq!(pairs.0[1].1, Value::Float(1.0));
        assert_eq!(pairs.0[3].1, Value::list([Value::from("x"), Value::map([("k", Value::Int(i64::MAX))])]));
        assert!(serde_json::from_str::<Pairs>(r#"{"a":9223372036854775808}"#).is_err());
    }
}
