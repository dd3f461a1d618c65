use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::model::Value;

use super::equality::{hash, same};

/// A set of tuples of equal width, each numbered in the order in which it was first met: what grouping and DISTINCT rest on.
///
/// Tuples lie one after another in one list and an open-addressing table (load at most one half) points into it, so that
/// meeting a known tuple allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct TupleSet {
    width: usize,
    values: Vec<Value>,
    hashes: Vec<u64>,
    /// One more than the number of the tuple; 0 where the place is free. The length is a power of two.
    table: Vec<u32>,
}

impl TupleSet {
    pub fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    pub fn get(&self, number: usize) -> &[Value] {
        self.values.get(number * self.width..(number + 1) * self.width).unwrap_or(&[])
    }

    /// The number of the tuple, and whether it is new. `tuple` has the width of the set.
    pub fn insert(&mut self, tuple: &[Value]) -> (usize, bool) {
        debug_assert_eq!(tuple.len(), self.width);
        let digest = digest(tuple);
        if self.table.len() < 2 * (self.hashes.len() + 1) {
            self.grow();
        }
        let mask = self.table.len() - 1;
        let mut at = digest as usize & mask;
        loop {
            match self.table[at] {
                0 => {
                    self.hashes.push(digest);
                    self.values.extend_from_slice(tuple);
                    self.table[at] = self.hashes.len() as u32;
                    return (self.hashes.len() - 1, true);
                }
                taken => {
                    let number = taken as usize - 1;
                    if self.hashes[number] == digest && self.get(number).iter().zip(tuple).all(|(a, b)| same(a, b)) {
                        return (number, false);
                    }
                }
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = (self.table.len() * 2).max(16);
        self.table = vec![0; size];
        for (number, digest) in self.hashes.iter().enumerate() {
            let mut at = *digest as usize & (size - 1);
            while self.table[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.table[at] = number as u32 + 1;
        }
    }
}

fn digest(tuple: &[Value]) -> u64 {
    let mut state = FxHasher::default();
    for value in tuple {
        hash(value, &mut state);
    }
    // The table takes the low bits, where this hash is weak.
    let digest = state.finish();
    digest ^ (digest >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tuples_are_numbered_as_they_are_first_met() {
        let mut set = TupleSet::new(2);
        for round in 0..2 {
            for i in 0..1000_i64 {
                let (number, new) = set.insert(&[Value::Int(i), Value::Null]);
                assert_eq!((number, new), (i as usize, round == 0));
            }
        }
        assert_eq!(set.insert(&[Value::Float(3.0), Value::Null]), (3, false));
        assert_eq!(set.get(3), [Value::Int(3), Value::Null]);
    }
}
