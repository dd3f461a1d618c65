//! What hangs together, and how firmly.

use petgraph::unionfind::UnionFind;

use super::{Checkpoint, Network};
use crate::base::Outcome;
use crate::model::NodeId;
use crate::view::Direction;

/// For each member, ascending, the lowest member of its (weakly) connected component.
///
/// # Errors
/// What the checkpoint says.
pub fn components(network: Network<'_>, check: Checkpoint<'_>) -> Outcome<Vec<(NodeId, NodeId)>> {
    let mut sets = UnionFind::<u32>::new(network.view.node_bound() as usize);
    for (seen, node) in network.members().enumerate() {
        if seen % 1024 == 0 {
            check()?;
        }
        for edge in network.steps(node, Direction::Out) {
            sets.union(node.0, edge.node.0);
        }
    }
    let mut lowest = vec![u32::MAX; network.view.node_bound() as usize];
    let mut parts = Vec::new();
    for node in network.members() {
        let set = sets.find(node.0) as usize;
        if lowest[set] == u32::MAX {
            lowest[set] = node.0;
        }
        parts.push((node, NodeId(lowest[set])));
    }
    Ok(parts)
}

/// For each member, ascending, the largest k such that it belongs to the k-core: the largest part in which everything has
/// at least k steps to the rest of the part (Seidman 1983), by peeling off the least connected first (Batagelj and
/// Zaveršnik 2003). Steps are counted both ways; parallel relations count each, a relation to itself not at all.
///
/// # Errors
/// What the checkpoint says.
pub fn k_core(network: Network<'_>, check: Checkpoint<'_>) -> Outcome<Vec<(NodeId, usize)>> {
    let members: Vec<NodeId> = network.members().collect();
    let bound = network.view.node_bound() as usize;
    let mut left = vec![0_usize; bound];
    for (seen, &node) in members.iter().enumerate() {
        if seen % 1024 == 0 {
            check()?;
        }
        left[node.0 as usize] = network.steps(node, Direction::Both).filter(|edge| edge.node != node).count();
    }
    let mut buckets: Vec<Vec<NodeId>> = Vec::new();
    let put = |buckets: &mut Vec<Vec<NodeId>>, node: NodeId, degree: usize| {
        if buckets.len() <= degree {
            buckets.resize(degree + 1, Vec::new());
        }
        buckets[degree].push(node);
    };
    for &node in &members {
        put(&mut buckets, node, left[node.0 as usize]);
    }
    let mut core = vec![None; bound];
    let (mut at, mut k, mut taken) = (0, 0, 0_usize);
    while at < buckets.len() {
        let Some(node) = buckets[at].pop() else {
            at += 1;
            continue;
        };
        // A node moves to a lower bucket each time a neighbour is peeled off; its old entries are stale.
        if core[node.0 as usize].is_some() || left[node.0 as usize] != at {
            continue;
        }
        taken += 1;
        if taken % 1024 == 0 {
            check()?;
        }
        k = k.max(at);
        core[node.0 as usize] = Some(k);
        let mut lowest = at;
        for edge in network.steps(node, Direction::Both) {
            let there = edge.node.0 as usize;
            if core[there].is_none() && edge.node != node {
                left[there] -= 1;
                put(&mut buckets, edge.node, left[there]);
                lowest = lowest.min(left[there]);
            }
        }
        at = lowest;
    }
    Ok(members.into_iter().map(|node| (node, core[node.0 as usize].unwrap_or(0))).collect())
}
