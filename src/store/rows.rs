//! Rows of properties in one piece, equal ones once: millions of relations have far fewer different ones.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::assembly::Property;
use super::error::store_error;
use crate::base::Outcome;

/// Where a row stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Row {
    start: u32,
    length: u16,
}

#[derive(Default)]
pub(crate) struct Rows {
    pool: Vec<Property>,
    /// By hash. Of two rows with one hash only the first is found again: the second is held twice, which is no harm.
    known: FxHashMap<u64, Row>,
}

impl Rows {
    /// # Errors
    /// Where there are more properties than can be numbered.
    pub fn intern(&mut self, row: &[Property]) -> Outcome<Row> {
        let mut hasher = FxHasher::default();
        row.hash(&mut hasher);
        let hash = hasher.finish();
        if let Some(&known) = self.known.get(&hash)
            && self.get(known) == row
        {
            return Ok(known);
        }
        let (Ok(start), Ok(length)) = (u32::try_from(self.pool.len()), u16::try_from(row.len())) else {
            return Err(store_error("TooMany", "too many properties of relations", "关系属性过多"));
        };
        let place = Row { start, length };
        self.pool.extend_from_slice(row);
        self.known.entry(hash).or_insert(place);
        Ok(place)
    }

    pub fn get(&self, row: Row) -> &[Property] {
        let start = row.start as usize;
        self.pool.get(start..start + usize::from(row.length)).unwrap_or(&[])
    }

    /// From here on nothing is added: what only finds equal rows is let go.
    pub fn close(&mut self) {
        self.known = FxHashMap::default();
    }
}
