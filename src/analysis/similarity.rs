//! Which things share their surroundings.

use rustc_hash::FxHashMap;

use super::{Checkpoint, Network};
use crate::base::Outcome;
use crate::model::NodeId;

/// The neighbours of a node, each once, ascending.
fn surroundings(network: Network<'_>, node: NodeId) -> Vec<NodeId> {
    let mut around: Vec<NodeId> = network.onward(node).map(|edge| edge.node).collect();
    around.sort_unstable();
    around.dedup();
    around
}

/// Jaccard's coefficient of two nodes' neighbours: shared over all, 0 to 1; 0 where neither has any.
pub fn similarity(network: Network<'_>, a: NodeId, b: NodeId) -> f64 {
    let (a, b) = (surroundings(network, a), surroundings(network, b));
    let shared = a.iter().filter(|node| b.binary_search(node).is_ok()).count();
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

/// The `most` nodes most similar to `node` by [`similarity`], with the number of shared neighbours; ties in document
/// order. Only nodes that share a neighbour are met, so the time is that of the two-step neighbourhood.
///
/// # Errors
/// What the checkpoint says.
pub fn similar(network: Network<'_>, node: NodeId, most: usize, check: Checkpoint<'_>) -> Outcome<Vec<(NodeId, f64, usize)>> {
    let around = surroundings(network, node);
    let mut shared: FxHashMap<NodeId, usize> = FxHashMap::default();
    for &middle in &around {
        check()?;
        let mut others: Vec<NodeId> = network.backward(middle).map(|edge| edge.node).collect();
        others.sort_unstable();
        others.dedup();
        for other in others.into_iter().filter(|&other| other != node) {
            *shared.entry(other).or_insert(0) += 1;
        }
    }
    let mut found: Vec<(NodeId, f64, usize)> = Vec::with_capacity(shared.len());
    for (other, count) in shared {
        let all = around.len() + surroundings(network, other).len() - count;
        found.push((other, count as f64 / all as f64, count));
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.truncate(most);
    Ok(found)
}
