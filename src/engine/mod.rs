//! Floor 5: where floors meet: statements to answers, files to store, procedures for queries.
//!
//! | module | transition |
//! |---|---|
//! | [`Session`] | text of a statement → [`crate::model::Answer`] over the view that its ids belong to |
//! | [`ingest`] | file → document → batch → store |
//! | [`load`], [`export`] | JSON lines → store, graph → JSON lines |
//! | [`procedures`] | what `CALL` can call: algorithms, full text, the audit |
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
pub mod procedures;
mod seeds;
mod session;
mod step;
mod texts;

pub use index::NodeFound;
pub use options::{Limits, Notices, Progress, StoreOptions};
pub use session::{KindCount, PlanInfo, Session, Stats};
