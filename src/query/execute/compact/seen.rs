use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::FxHasher;

/// A set of pairs of numbers that is emptied often: only as much of its table is used as it needs since it was last
/// emptied, so that small sets stay within the fastest memory whatever came before them.
#[derive(Debug)]
pub(super) struct PairSet {
    /// Pair and round; a place of another round is free. At least as long as `mask` says.
    table: Vec<(u64, u32)>,
    mask: usize,
    round: u32,
    /// The pairs of this round, in the order in which they came.
    pairs: Vec<u64>,
}

const SMALLEST: usize = 64;

impl Default for PairSet {
    fn default() -> Self {
        Self { table: vec![(0, 0); SMALLEST], mask: SMALLEST - 1, round: 1, pairs: Vec::new() }
    }
}

impl PairSet {
    /// Whether the pair is new.
    #[inline]
    pub fn insert(&mut self, a: u32, b: u32) -> bool {
        if 2 * (self.pairs.len() + 1) > self.mask {
            self.grow();
        }
        let pair = u64::from(a) << 32 | u64::from(b);
        let new = self.put(pair);
        if new {
            self.pairs.push(pair);
        }
        new
    }

    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    pub fn clear(&mut self) {
        self.pairs.clear();
        self.mask = SMALLEST - 1;
        self.next_round();
    }

    #[inline]
    fn put(&mut self, pair: u64) -> bool {
        let hash = BuildHasherDefault::<FxHasher>::default().hash_one(pair);
        // The high bits of this hash are the good ones.
        let mut at = (hash ^ hash >> 32) as usize & self.mask;
        loop {
            let place = &mut self.table[at];
            if place.1 != self.round {
                *place = (pair, self.round);
                return true;
            }
            if place.0 == pair {
                return false;
            }
            at = (at + 1) & self.mask;
        }
    }

    fn next_round(&mut self) {
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.table.fill((0, 0));
            self.round = 1;
        }
    }

    #[cold]
    fn grow(&mut self) {
        self.mask = self.mask * 2 + 1;
        if self.table.len() <= self.mask {
            self.table.resize(self.mask + 1, (0, 0));
        }
        self.next_round();
        for at in 0..self.pairs.len() {
            self.put(self.pairs[at]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PairSet;

    #[test]
    fn a_pair_is_new_once_a_round() {
        let mut set = PairSet::default();
        for round in 0..3 {
            for a in 0..50 * (3 - round) {
                for b in 0..20 {
                    assert!(set.insert(a, b));
                    assert!(!set.insert(a, b));
                }
            }
            set.clear();
        }
    }
}
