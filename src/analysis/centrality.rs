//! Which things stand in the middle: degree and PageRank.

use super::{Checkpoint, Network};
use crate::base::Outcome;
use crate::model::NodeId;

/// Steps of each member in the scope's direction, members ascending.
///
/// # Errors
/// What the checkpoint says.
pub fn degree(network: Network<'_>, check: Checkpoint<'_>) -> Outcome<Vec<(NodeId, usize)>> {
    let mut degrees = Vec::new();
    for node in network.members() {
        if degrees.len() % 1024 == 0 {
            check()?;
        }
        degrees.push((node, network.onward(node).count()));
    }
    Ok(degrees)
}

/// PageRank (Brin and Page 1998) by power iteration: the share of time that a walker spends at each member who follows a
/// random step with probability `damping` (0 to 1, commonly 0.85) and else jumps to any member. Members without steps jump
/// always. The values add up to 1. Ends after `rounds`, or when no value moved by more than a billionth.
///
/// # Errors
/// What the checkpoint says.
pub fn pagerank(network: Network<'_>, damping: f64, rounds: usize, check: Checkpoint<'_>) -> Outcome<Vec<(NodeId, f64)>> {
    let members: Vec<NodeId> = network.members().collect();
    if members.is_empty() {
        return Ok(Vec::new());
    }
    let mut place = vec![u32::MAX; network.view.node_bound() as usize];
    for (at, node) in members.iter().enumerate() {
        place[node.0 as usize] = at as u32;
    }
    // The steps once as places: the rounds below then touch two arrays and no view.
    let (mut first, mut steps) = (Vec::with_capacity(members.len() + 1), Vec::new());
    for (at, &node) in members.iter().enumerate() {
        if at % 1024 == 0 {
            check()?;
        }
        first.push(steps.len());
        steps.extend(network.onward(node).map(|edge| place[edge.node.0 as usize]));
    }
    first.push(steps.len());
    let n = members.len() as f64;
    let mut rank = vec![1.0 / n; members.len()];
    for _ in 0..rounds {
        check()?;
        let idle: f64 = (0..members.len()).filter(|&at| first[at] == first[at + 1]).map(|at| rank[at]).sum();
        let mut next = vec![(1.0 - damping) / n + damping * idle / n; members.len()];
        for at in 0..members.len() {
            let onward = &steps[first[at]..first[at + 1]];
            let share = damping * rank[at] / onward.len().max(1) as f64;
            for &there in onward {
                next[there as usize] += share;
            }
        }
        let moved = rank.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        rank = next;
        if moved < 1e-9 {
            break;
        }
    }
    Ok(members.into_iter().zip(rank).collect())
}
