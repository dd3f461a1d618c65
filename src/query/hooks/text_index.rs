use std::sync::Arc;

use crate::base::Outcome;
use crate::model::NodeId;

/// Full-text search over the nodes of a view; `engine` stands it on the index of the store.
pub trait TextIndex: Send + Sync {
    /// The nodes of the kinds (English identifiers; of any kind where empty) whose text the query finds, best first,
    /// at most `limit`.
    fn search(&self, query: &str, kinds: &[&str], limit: usize) -> Outcome<Vec<TextHit>>;
}

#[derive(Clone, Debug, PartialEq)]
pub struct TextHit {
    pub node: NodeId,
    /// Larger is better.
    pub score: f32,
    /// The place that was found, with some text around it.
    pub snippet: Arc<str>,
}
