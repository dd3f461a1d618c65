//! What values mean to each other: equality in three values, comparison, the total order, grouping, arithmetic, text form.
//!
//! Four relations are kept apart, as openCypher 9 does ("Comparability, equality, orderability and equivalence"):
//!
//! | relation | asked by | null | NaN | 1 and 1.0 |
//! |---|---|---|---|---|
//! | [`equal`] | `=`, `<>`, `IN` | unknown | never equal | equal |
//! | [`compare`] | `<`, `<=`, `>`, `>=` | unknown | never less or more | equal |
//! | [`order`] | ORDER BY, min, max | last | after all numbers | equal |
//! | [`same`], [`hash`] | DISTINCT, grouping, count(DISTINCT) | one group | one group | one group |

mod arithmetic;
mod equality;
mod order;
mod text;
mod tuples;

pub use arithmetic::{ArithmeticOp, arithmetic, negate};
pub use equality::{contains, equal, equal_ref, hash, same};
pub use order::{compare, compare_ref, int_float, order};
pub use text::{float_text, kind_name, parse_float, parse_int, value_text};
pub use tuples::TupleSet;
