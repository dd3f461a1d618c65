//! A graph whose data lies in arrays can be gone through much faster than one that is asked about each entity.

use smallvec::SmallVec;

use super::Symbol;

/// The arrays of a view that keeps such. All ids in them are live.
///
/// The first use of an array may read the whole of it, to verify it: not worth it for a few entities.
pub trait GraphArrays {
    /// A property of nodes of which every value is a number of one type; `None` where it is otherwise.
    fn node_numbers(&self, key: Symbol) -> Option<NumberColumn<'_>>;
    /// The same of relations.
    fn rel_numbers(&self, key: Symbol) -> Option<NumberColumn<'_>>;
    fn label_sets(&self) -> LabelSets<'_>;
    /// Of each relation its type.
    fn rel_kinds(&self) -> &[u32];
    /// Of each relation the node that it starts from.
    fn rel_starts(&self) -> &[u32];
    /// Of each relation the node that it leads to.
    fn rel_ends(&self) -> &[u32];
}

/// Of each node the number of its set of labels, and the sets.
#[derive(Clone, Copy, Debug)]
pub struct LabelSets<'a> {
    pub of: &'a [u32],
    pub sets: &'a [SmallVec<[Symbol; 2]>],
}

/// A number as a property has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    Int(i64),
    Float(f64),
}

/// One property: which entities have it (a bit each), how many have it before each word of bits, and their values in order.
#[derive(Clone, Copy, Debug)]
pub struct NumberColumn<'a> {
    bits: &'a [u64],
    ranks: &'a [u32],
    cells: &'a [u64],
    floats: bool,
    full: bool,
}

impl<'a> NumberColumn<'a> {
    /// The column over `bound` entities; `floats` says how the cells are to be read.
    pub fn new(bits: &'a [u64], ranks: &'a [u32], cells: &'a [u64], floats: bool, bound: usize) -> Self {
        Self { bits, ranks, cells, floats, full: cells.len() == bound }
    }

    /// Whether all values are floats; else all are integers.
    pub const fn floats(&self) -> bool {
        self.floats
    }

    #[inline]
    pub fn cell(&self, at: u32) -> Option<u64> {
        if self.full {
            return self.cells.get(at as usize).copied();
        }
        let (word, bit) = (at as usize / 64, at % 64);
        let bits = *self.bits.get(word)?;
        if bits >> bit & 1 == 0 {
            return None;
        }
        let before = (bits & ((1u64 << bit) - 1)).count_ones();
        self.cells.get((*self.ranks.get(word)? + before) as usize).copied()
    }

    #[inline]
    pub fn get(&self, at: u32) -> Option<Number> {
        self.cell(at).map(|cell| self.number(cell))
    }

    #[inline]
    fn number(&self, cell: u64) -> Number {
        if self.floats { Number::Float(f64::from_bits(cell)) } else { Number::Int(cell as i64) }
    }

    /// How many entities have the property.
    pub const fn count(&self) -> usize {
        self.cells.len()
    }

    /// The entities that have the property, ascending, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (u32, Number)> + 'a {
        let column = *self;
        let bits = column.bits.iter().zip(0u32..).flat_map(|(&word, at)| Bits(word).map(move |bit| at * 64 + bit));
        bits.zip(column.cells).map(move |(at, &cell)| (at, column.number(cell)))
    }
}

/// The places of the set bits of a word, ascending.
struct Bits(u64);

impl Iterator for Bits {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros();
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sparse_column_finds_the_value_of_each_entity() {
        let (bits, ranks, cells) = ([0b101u64, 1 << 63], [0u32, 2, 3], [7u64, 8, 9]);
        let column = NumberColumn::new(&bits, &ranks, &cells, false, 128);
        assert_eq!(column.get(0), Some(Number::Int(7)));
        assert_eq!(column.get(1), None);
        assert_eq!(column.get(2), Some(Number::Int(8)));
        assert_eq!(column.get(127), Some(Number::Int(9)));
        assert_eq!(column.get(128), None);
        assert_eq!(column.iter().map(|pair| pair.0).collect::<Vec<_>>(), [0, 2, 127]);
    }
}
