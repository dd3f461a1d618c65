//! Figures against figures.

mod columns;
mod growth;
mod printed;
mod sentences;
mod table;
mod totals;
mod units;
mod values;

pub use columns::Role;
#[cfg(test)]
pub use columns::role;
#[cfg(test)]
pub use sentences::{expected_in, rounded};
#[cfg(test)]
pub use units::bare_unit;

use super::Plan;
use super::finding::Finding;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    table::check(plan, found);
    sentences::check(plan, found);
    totals::check(plan, found);
    values::check(plan, found);
}
