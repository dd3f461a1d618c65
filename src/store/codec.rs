//! Values and evidence as bytes: little numbers small, every string and every evidence of a piece written once.
//!
//! Reading never panics and never recurses deeper than [`DEPTH`], whatever the bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::{Evidence, Value};

/// How deeply lists and maps may be nested in a stored value.
pub(crate) const DEPTH: usize = 64;

#[derive(Default)]
pub(crate) struct Encoder {
    out: Vec<u8>,
    strings: FxHashMap<Arc<str>, u64>,
    evidence: FxHashMap<Evidence, u64>,
}

impl Encoder {
    pub fn len(&self) -> usize {
        self.out.len()
    }

    pub fn finish(self) -> Vec<u8> {
        self.out
    }

    /// LEB128, as in DWARF and WebAssembly: seven bits a byte, lowest first.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.out.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.out.push(number as u8);
    }

    pub fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)) as u64);
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.out.extend_from_slice(bytes);
    }

    /// An even number announces a new string of half that length, an odd one repeats an earlier string.
    pub fn text(&mut self, text: &str) {
        if let Some(&at) = self.strings.get(text) {
            return self.number(at << 1 | 1);
        }
        self.number((text.len() as u64) << 1);
        self.out.extend_from_slice(text.as_bytes());
        let at = self.strings.len() as u64;
        self.strings.insert(text.into(), at);
    }

    pub fn evidence(&mut self, evidence: &Evidence) {
        if let Some(&at) = self.evidence.get(evidence) {
            return self.number(at + 1);
        }
        self.number(0);
        self.text(&evidence.plan);
        self.text(&evidence.address);
        self.number(u64::from(evidence.line));
        self.number(evidence.start);
        self.number(evidence.end);
        self.text(&evidence.quote);
        let at = self.evidence.len() as u64;
        self.evidence.insert(evidence.clone(), at);
    }

    /// Nodes, relations and paths are no values that can be stored: they are written as null.
    pub fn value(&mut self, value: &Value) {
        self.value_at(value, 0);
    }

    fn value_at(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Bool(false) => self.out.push(1),
            Value::Bool(true) => self.out.push(2),
            Value::Int(number) => {
                self.out.push(3);
                self.signed(*number);
            }
            Value::Float(number) => {
                self.out.push(4);
                self.out.extend_from_slice(&number.to_bits().to_le_bytes());
            }
            Value::String(text) => {
                self.out.push(5);
                self.text(text);
            }
            Value::List(items) if depth < DEPTH => {
                self.out.push(6);
                self.number(items.len() as u64);
                items.iter().for_each(|item| self.value_at(item, depth + 1));
            }
            Value::Map(entries) if depth < DEPTH => {
                self.out.push(7);
                self.number(entries.len() as u64);
                for (key, item) in entries.iter() {
                    self.text(key);
                    self.value_at(item, depth + 1);
                }
            }
            _ => self.out.push(0),
        }
    }

    pub fn properties<'a>(&mut self, properties: impl ExactSizeIterator<Item = (&'a str, &'a Value)>) {
        self.number(properties.len() as u64);
        for (key, value) in properties {
            self.text(key);
            self.value(value);
        }
    }
}

/// Reads what an [`Encoder`] wrote; `None` where the bytes are something else.
pub(crate) struct Decoder<'a> {
    bytes: &'a [u8],
    strings: Vec<Arc<str>>,
    evidence: Vec<Evidence>,
}

impl<'a> Decoder<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, strings: Vec::new(), evidence: Vec::new() }
    }

    pub fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (piece, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(piece)
    }

    pub fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|piece| piece[0])
    }

    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        self.take(length)
    }

    /// A count of things that each take at least one byte: more than are left is no count.
    pub fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|&length| length <= self.bytes.len())
    }

    pub fn text(&mut self) -> Option<Arc<str>> {
        let head = self.number()?;
        if head & 1 == 1 {
            return self.strings.get(usize::try_from(head >> 1).ok()?).cloned();
        }
        let text: Arc<str> = std::str::from_utf8(self.take(usize::try_from(head >> 1).ok()?)?).ok()?.into();
        self.strings.push(Arc::clone(&text));
        Some(text)
    }

    pub fn evidence(&mut self) -> Option<Evidence> {
        let head = self.number()?;
        if head > 0 {
            return self.evidence.get(usize::try_from(head - 1).ok()?).cloned();
        }
        let evidence = Evidence {
            plan: self.text()?,
            address: self.text()?,
            line: u32::try_from(self.number()?).ok()?,
            start: self.number()?,
            end: self.number()?,
            quote: self.text()?,
        };
        self.evidence.push(evidence.clone());
        Some(evidence)
    }

    pub fn value(&mut self) -> Option<Value> {
        self.value_at(0)
    }

    fn value_at(&mut self, depth: usize) -> Option<Value> {
        if depth > DEPTH {
            return None;
        }
        Some(match self.byte()? {
            0 => Value::Null,
            1 => Value::Bool(false),
            2 => Value::Bool(true),
            3 => Value::Int(self.signed()?),
            4 => Value::Float(f64::from_bits(u64::from_le_bytes(self.take(8)?.try_into().ok()?))),
            5 => Value::String(self.text()?),
            6 => {
                let length = self.length()?;
                Value::List(Arc::new((0..length).map(|_| self.value_at(depth + 1)).collect::<Option<_>>()?))
            }
            7 => {
                let length = self.length()?;
                let entries = (0..length).map(|_| Some((self.text()?, self.value_at(depth + 1)?)));
                Value::Map(Arc::new(entries.collect::<Option<BTreeMap<_, _>>>()?))
            }
            _ => return None,
        })
    }

    pub fn properties(&mut self) -> Option<Vec<(Arc<str>, Value)>> {
        let length = self.length()?;
        (0..length).map(|_| Some((self.text()?, self.value()?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoder, Encoder};
    use crate::model::{Evidence, Value};

    #[test]
    fn what_is_written_is_read_and_repeats_cost_a_byte() {
        let values = [
            Value::Null,
            Value::Int(i64::MIN),
            Value::Float(-0.5),
            Value::from("侨"),
            Value::list([Value::Bool(true), Value::map([("键", Value::Int(1))])]),
        ];
        let evidence = Evidence { plan: "p".into(), line: 3, quote: "句".into(), ..Evidence::default() };
        let mut encoder = Encoder::default();
        values.iter().for_each(|value| encoder.value(value));
        encoder.evidence(&evidence);
        let before = encoder.len();
        encoder.evidence(&evidence);
        assert_eq!(encoder.len(), before + 1);
        let bytes = encoder.finish();
        let mut decoder = Decoder::new(&bytes);
        values.iter().for_each(|value| assert_eq!(decoder.value().as_ref(), Some(value)));
        assert_eq!(decoder.evidence(), Some(evidence.clone()));
        assert_eq!(decoder.evidence(), Some(evidence));
        assert!(decoder.is_at_end());
    }

    #[test]
    fn foreign_bytes_are_refused_not_followed() {
        assert_eq!(Decoder::new(&[6; 100_000]).value(), None);
        assert_eq!(Decoder::new(&[5, 3]).value(), None);
        assert_eq!(Decoder::new(&[0xff; 20]).number(), None);
    }
}
