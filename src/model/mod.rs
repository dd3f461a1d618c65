//! Floor 1: values, nodes, relations, evidence: the nouns that every room speaks of.

mod answer;
mod batch;
mod evidence;
mod ids;
mod key;
mod properties;
mod value;

pub use answer::{Answer, Changes, Labels, Margins, PageRequest, Reading, Resolved, Shape, Step, Summary};
pub use batch::{Batch, NodeRecord, PlanRecord, Proof, RelationRecord};
pub use evidence::{Basis, Evidence};
pub use ids::{Entity, NodeId, RelId};
pub use key::{NodeKey, TextHash, external_id};
pub use properties::Properties;
pub use value::{PathValue, Value};
