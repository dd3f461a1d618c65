use super::weight::weight;
use crate::base::Outcome;
use crate::model::Value;
use crate::query::hooks::Budget;
use crate::query::plan::Slot;

/// Rows that are held: the values of some places of each, one row after another.
#[derive(Clone, Debug, Default)]
pub(super) struct RowBuffer {
    slots: Vec<Slot>,
    values: Vec<Value>,
    count: usize,
}

impl RowBuffer {
    pub fn new(slots: &[Slot]) -> Self {
        Self { slots: slots.to_vec(), values: Vec::new(), count: 0 }
    }

    /// One row in which nothing is known yet.
    pub fn one() -> Self {
        Self { count: 1, ..Self::default() }
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn push(&mut self, row: &[Value], budget: &Budget) -> Outcome<()> {
        budget.hold(self.slots.iter().map(|&slot| weight(&row[slot])).sum())?;
        self.values.extend(self.slots.iter().map(|&slot| row[slot].clone()));
        self.count += 1;
        Ok(())
    }

    /// Puts the values of row `at` back into their places.
    pub fn load(&self, at: usize, row: &mut [Value]) {
        let width = self.slots.len();
        for (&slot, value) in self.slots.iter().zip(&self.values[at * width..]) {
            row[slot] = value.clone();
        }
    }
}
