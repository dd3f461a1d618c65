//! Floor 5: where floors meet: statements to answers, files to store, procedures for queries.
//!
//! | module | transition |
//! |---|---|
//! | [`Session`] | text of a statement → [`crate::model::Answer`] over the view that its ids belong to |
//! | [`ingest`] | file → document → batch → store |
//! | [`load`], [`export`] | JSON lines → store, graph → JSON lines |
//! | [`curation`] | the researcher's own changes: list, undo |
//! | [`maintain`] | the store itself: init, info, check, rebuild, backup, restore, plans, removal |

mod archive;
mod check;
mod corpus;
mod curate;
pub mod curation;
mod empty;
pub mod export;
mod index;
pub mod ingest;
mod json_value;
pub mod load;
pub mod maintain;
mod mend;
mod options;
mod session;
mod step;

pub use index::NodeFound;
pub use options::{Limits, Progress, StoreOptions};
pub use session::{KindCount, PlanInfo, Session, Stats};
