//! Properties in columns.

use super::super::assembly::tag;
use super::super::codec::Decoder;
use super::layout::{Column, section};
use super::mapped::Mapped;
use crate::model::{NodeId, Value};
use crate::view::{NumberColumn, ValueRef};

impl Column {
    /// The value of an entity; null where it has none.
    #[inline]
    pub fn get<'a>(&self, map: &'a Mapped, at: u32) -> ValueRef<'a> {
        self.place(map, at).map_or(ValueRef::Null, |place| self.value(map, place))
    }

    /// Which of the column's values is the entity's.
    #[inline]
    fn place(&self, map: &Mapped, at: u32) -> Option<usize> {
        let (word, bit) = (at as usize / 64, at % 64);
        let bits = map.u64_at(self.bits, word);
        if bits >> bit & 1 == 0 {
            return None;
        }
        let before = (bits & ((1u64 << bit) - 1)).count_ones();
        Some((map.u32_at(self.ranks, word) + before) as usize)
    }

    fn value<'a>(&self, map: &'a Mapped, place: usize) -> ValueRef<'a> {
        let cell = map.u64_at(self.cells, place);
        let kind = match self.tags {
            Some(tags) => map.bytes(tags, place, place + 1).first().copied().unwrap_or(0),
            None => self.tag,
        };
        match kind {
            tag::BOOL => ValueRef::Bool(cell != 0),
            tag::INT => ValueRef::Int(cell as i64),
            tag::FLOAT => ValueRef::Float(f64::from_bits(cell)),
            tag::TEXT => ValueRef::Str(map.text(cell)),
            tag::VALUE => {
                let (from, length) = ((cell >> 24) as usize, (cell & 0xff_ffff) as usize);
                let value = Decoder::new(map.bytes(section::VALUES, from, from.saturating_add(length))).value();
                ValueRef::Other(value.unwrap_or_else(|| {
                    map.contradiction();
                    Value::Null
                }))
            }
            _ => {
                map.contradiction();
                ValueRef::Null
            }
        }
    }

    /// The whole column as arrays, where all its values are integers or all are floats.
    pub fn numbers<'a>(&self, map: &'a Mapped, bound: u32) -> Option<NumberColumn<'a>> {
        let floats = match self.tag {
            tag::INT => false,
            tag::FLOAT => true,
            _ => return None,
        };
        let (bits, ranks, cells) = (map.all_u64s(self.bits), map.all_u32s(self.ranks), map.all_u64s(self.cells));
        (cells.len() as u64 == self.count).then(|| NumberColumn::new(bits, ranks, cells, floats, bound as usize))
    }

    /// The nodes that have the value, ascending; `None` where the column has no index for it.
    pub fn lookup(&self, map: &Mapped, value: &Value) -> Option<Vec<NodeId>> {
        let sorted = self.sorted?;
        let count = usize::try_from(self.count).ok().filter(|&count| map.length(sorted) == count * 8)?;
        // Equal numbers are equal whether written 1 or 1.0; other kinds of value are never equal to these.
        let whole = |number: f64| (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64);
        let order = |at: usize| {
            let cell = map.u64_at(self.cells, map.u32_at(sorted, 2 * at) as usize);
            match (self.tag, value) {
                (tag::INT, Value::Int(wanted)) => Some((cell as i64).cmp(wanted)),
                (tag::INT, Value::Float(wanted)) => whole(*wanted).map(|wanted| (cell as i64).cmp(&wanted)),
                (tag::TEXT, Value::String(wanted)) => Some(map.text(cell).as_bytes().cmp(wanted.as_bytes())),
                _ => None,
            }
        };
        if let Value::Float(wanted) = value
            && self.tag == tag::INT
            && wanted.abs() >= 9e15
        {
            return None;
        }
        let mut found: Vec<NodeId> = Vec::new();
        let mut at = partition(count, |at| order(at) == Some(std::cmp::Ordering::Less));
        while at < count && order(at) == Some(std::cmp::Ordering::Equal) {
            found.push(NodeId(map.u32_at(sorted, 2 * at + 1)));
            at += 1;
        }
        found.sort_unstable();
        Some(found)
    }
}

/// The first of `0..count` for which `before` does not hold, where it holds for a beginning of them.
pub(crate) fn partition(count: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
