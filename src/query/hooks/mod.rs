//! What `engine` hands to a query: procedures, full-text search, and how much a statement may use.

mod budget;
mod procedure;
mod text_index;

pub use budget::Budget;
pub use procedure::{Argument, CallContext, OutputColumn, Procedure, Procedures, Signature};
pub use text_index::{TextHit, TextIndex};
