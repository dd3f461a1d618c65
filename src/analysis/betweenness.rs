//! Which things lie on the ways between others.

use std::collections::VecDeque;

use super::{Checkpoint, Network};
use crate::base::Outcome;
use crate::model::NodeId;

/// Betweenness (Freeman 1977) by the algorithm of Brandes (2001): for each member, over all ordered pairs of other
/// members, the share of the shortest ways between them that pass it. Not normalised; where steps go both ways each pair
/// is counted once. Time is members × steps.
///
/// # Errors
/// What the checkpoint says.
pub fn betweenness(network: Network<'_>, check: Checkpoint<'_>) -> Outcome<Vec<(NodeId, f64)>> {
    let members: Vec<NodeId> = network.members().collect();
    let bound = network.view.node_bound() as usize;
    let mut between = vec![0.0; bound];
    let (mut level, mut ways, mut credit) = (vec![-1_i64; bound], vec![0.0_f64; bound], vec![0.0_f64; bound]);
    for &source in &members {
        check()?;
        let mut order = Vec::new();
        let mut queue = VecDeque::from([source]);
        level[source.0 as usize] = 0;
        ways[source.0 as usize] = 1.0;
        while let Some(here) = queue.pop_front() {
            order.push(here);
            for edge in network.onward(here) {
                let there = edge.node.0 as usize;
                if level[there] < 0 {
                    level[there] = level[here.0 as usize] + 1;
                    queue.push_back(edge.node);
                }
                if level[there] == level[here.0 as usize] + 1 {
                    ways[there] += ways[here.0 as usize];
                }
            }
        }
        for &there in order.iter().rev() {
            for edge in network.backward(there) {
                let here = edge.node.0 as usize;
                if level[here] >= 0 && level[here] + 1 == level[there.0 as usize] {
                    credit[here] += ways[here] / ways[there.0 as usize] * (1.0 + credit[there.0 as usize]);
                }
            }
            if there != source {
                between[there.0 as usize] += credit[there.0 as usize];
            }
        }
        for node in order {
            (level[node.0 as usize], ways[node.0 as usize], credit[node.0 as usize]) = (-1, 0.0, 0.0);
        }
    }
    let half = if network.scope.direction == crate::view::Direction::Both { 0.5 } else { 1.0 };
    Ok(members.into_iter().map(|node| (node, between[node.0 as usize] * half)).collect())
}
