//! Floor 3: sled as the record of truth, and the generations that readers map.
//!
//! ```text
//! Item ─ SourceWriter ─▶ Records (sled) ─ assemble, place ─▶ Assembly ─ write ─▶ snapshot ─ Manifest::publish ─▶ Generation
//!        chunks            one batch        merged, curated                      one file     renamed into place   what readers map
//! ```
//!
//! What lies in the directory of a store:
//!
//! | name | what it is |
//! |---|---|
//! | `manifest` | the generation that readers open, with the checksums of its files |
//! | `gen/N/` | the snapshot and the full-text index of generation N; the one before is kept |
//! | `records/` | sled: texts, what they gave, the journal |
//! | `records.closed` | checksums of sled's files, as the last writer left them |
//! | `texts/` | a copy of each text, named by its SHA-256 |
//! | `lock` | held by the writer |

mod archive;
mod assembly;
mod bytes;
mod codec;
mod error;
mod generation;
mod items;
mod journal;
mod lock;
mod manifest;
mod memory;
mod pending;
mod placing;
mod records;
mod replacement;
mod rows;
mod sled_bytes;
mod snapshot;
mod source;
mod writer;

pub use archive::{read_archive, write_archive};
pub use assembly::Assembly;
pub use bytes::{Bytes, Change};
pub use generation::{Generation, read_text};
pub use items::{Item, StoredNode, StoredRelation};
pub use journal::{Edit, JournalEntry, NodeRef, RelationRef};
pub(crate) use lock::holder;
pub use lock::{StoreLock, moment};
pub use manifest::Manifest;
pub use memory::MemoryBytes;
pub use placing::Unplaced;
pub use records::{FORMAT, Header, Records, SourceWriter};
pub use replacement::Replacement;
pub use sled_bytes::SledBytes;
pub use snapshot::{About, Snapshot};
pub use source::{SourceAbout, SourceRecord};
pub use writer::{IndexBuilder, Published, Watch, Writer};
pub(crate) use writer::{RECORDS, verify_closed};
