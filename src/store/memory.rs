use std::collections::BTreeMap;
use std::ops::Bound;

use super::{Bytes, Change};
use crate::base::Outcome;

/// The twin of the disk in memory: what tests compare with.
#[derive(Clone, Debug, Default)]
pub struct MemoryBytes {
    map: BTreeMap<Vec<u8>, Vec<u8>>,
}

impl Bytes for MemoryBytes {
    fn get(&self, key: &[u8]) -> Outcome<Option<Vec<u8>>> {
        Ok(self.map.get(key).cloned())
    }

    fn scan(&self, prefix: &[u8], visit: &mut dyn FnMut(&[u8], &[u8]) -> Outcome<()>) -> Outcome<()> {
        let from = (Bound::Included(prefix.to_vec()), Bound::Unbounded);
        for (key, value) in self.map.range(from).take_while(|(key, _)| key.starts_with(prefix)) {
            visit(key, value)?;
        }
        Ok(())
    }

    fn apply(&mut self, changes: Vec<Change>) -> Outcome<()> {
        for change in changes {
            match change.value {
                Some(value) => self.map.insert(change.key, value),
                None => self.map.remove(&change.key),
            };
        }
        Ok(())
    }

    fn flush(&mut self) -> Outcome<()> {
        Ok(())
    }
}
