//! Which things keep company.

use rustc_hash::FxHashMap;

use super::{Checkpoint, Network};
use crate::base::Outcome;
use crate::model::NodeId;
use crate::view::Direction;

/// An undirected weighted graph by places, as one level of the method sees it.
struct Level {
    /// Per place: (neighbour, weight), neighbours ascending, none twice, none itself.
    links: Vec<Vec<(usize, f64)>>,
    /// Per place: weight of relations inside it, each counted twice.
    inside: Vec<f64>,
}

impl Level {
    fn weight(&self, place: usize) -> f64 {
        self.inside[place] + self.links[place].iter().map(|link| link.1).sum::<f64>()
    }
}

/// For each member, ascending, the lowest member of its community, by the method of Louvain (Blondel and others 2008):
/// places move to the neighbouring community that raises modularity most, until none does; communities become the places
/// of the next level. Members are visited in ascending order and ties keep the lower community, so the result is the same
/// each time. Relations count both ways, parallel ones add up.
///
/// # Errors
/// What the checkpoint says.
pub fn communities(network: Network<'_>, check: Checkpoint<'_>) -> Outcome<Vec<(NodeId, NodeId)>> {
    let members: Vec<NodeId> = network.members().collect();
    let mut level = first_level(network, &members, check)?;
    let mut belongs: Vec<usize> = (0..members.len()).collect();
    loop {
        let (moved, community) = settle(&level, check)?;
        if !moved {
            break;
        }
        // Renumber by first member, so that numbers keep document order through the levels.
        let mut number = FxHashMap::default();
        let renumbered: Vec<usize> = community
            .iter()
            .map(|&c| {
                let next = number.len();
                *number.entry(c).or_insert(next)
            })
            .collect();
        for place in &mut belongs {
            *place = renumbered[*place];
        }
        level = next_level(&level, &renumbered, number.len());
    }
    let mut lowest: FxHashMap<usize, NodeId> = FxHashMap::default();
    Ok(members.into_iter().zip(belongs).map(|(node, place)| (node, *lowest.entry(place).or_insert(node))).collect())
}

fn first_level(network: Network<'_>, members: &[NodeId], check: Checkpoint<'_>) -> Outcome<Level> {
    let mut place = vec![usize::MAX; network.view.node_bound() as usize];
    for (at, node) in members.iter().enumerate() {
        place[node.0 as usize] = at;
    }
    let mut level = Level { links: Vec::with_capacity(members.len()), inside: vec![0.0; members.len()] };
    for (at, &node) in members.iter().enumerate() {
        if at % 1024 == 0 {
            check()?;
        }
        let mut others: Vec<usize> = network.steps(node, Direction::Both).map(|edge| place[edge.node.0 as usize]).collect();
        others.sort_unstable();
        let mut links: Vec<(usize, f64)> = Vec::new();
        for other in others {
            match links.last_mut() {
                _ if other == at => level.inside[at] += 2.0,
                Some(last) if last.0 == other => last.1 += 1.0,
                _ => links.push((other, 1.0)),
            }
        }
        level.links.push(links);
    }
    Ok(level)
}

/// Moves places until no move raises modularity; whether any did, and each place's community.
fn settle(level: &Level, check: Checkpoint<'_>) -> Outcome<(bool, Vec<usize>)> {
    let n = level.links.len();
    let weights: Vec<f64> = (0..n).map(|place| level.weight(place)).collect();
    let total: f64 = weights.iter().sum();
    let mut community: Vec<usize> = (0..n).collect();
    let mut sums = weights.clone();
    let mut moved = false;
    if total == 0.0 {
        return Ok((false, community));
    }
    // Each round raises modularity; the bound guards against rounding that makes two places chase each other.
    for _ in 0..100 {
        let mut changed = false;
        for place in 0..n {
            if place % 1024 == 0 {
                check()?;
            }
            let home = community[place];
            sums[home] -= weights[place];
            let mut towards: Vec<(usize, f64)> = Vec::new();
            for &(other, weight) in &level.links[place] {
                let c = community[other];
                match towards.iter_mut().find(|entry| entry.0 == c) {
                    Some(entry) => entry.1 += weight,
                    None => towards.push((c, weight)),
                }
            }
            towards.sort_unstable_by_key(|entry| entry.0);
            let gain = |c: usize, weight: f64| weight - sums[c] * weights[place] / total;
            let at_home = towards.iter().find(|entry| entry.0 == home).map_or(0.0, |entry| entry.1);
            let (mut best, mut most) = (home, gain(home, at_home));
            for &(c, weight) in &towards {
                if gain(c, weight) > most + 1e-12 {
                    (best, most) = (c, gain(c, weight));
                }
            }
            sums[best] += weights[place];
            if best != home {
                community[place] = best;
                (changed, moved) = (true, true);
            }
        }
        if !changed {
            break;
        }
    }
    Ok((moved, community))
}

fn next_level(level: &Level, community: &[usize], count: usize) -> Level {
    let mut inside = vec![0.0; count];
    let mut links: Vec<FxHashMap<usize, f64>> = vec![FxHashMap::default(); count];
    for (place, &c) in community.iter().enumerate() {
        inside[c] += level.inside[place];
        for &(other, weight) in &level.links[place] {
            let d = community[other];
            if c == d {
                inside[c] += weight;
            } else {
                *links[c].entry(d).or_insert(0.0) += weight;
            }
        }
    }
    let links = links
        .into_iter()
        .map(|map| {
            let mut list: Vec<(usize, f64)> = map.into_iter().collect();
            list.sort_unstable_by_key(|link| link.0);
            list
        })
        .collect();
    Level { links, inside }
}

/// Modularity (Newman and Girvan 2004) of a division of the members: the share of relations inside communities less the
/// share that chance would put there; -0.5 to 1.
pub fn modularity(network: Network<'_>, division: &[(NodeId, NodeId)]) -> f64 {
    let of: FxHashMap<NodeId, NodeId> = division.iter().copied().collect();
    let (mut total, mut inside) = (0.0, 0.0);
    let mut sums: FxHashMap<NodeId, f64> = FxHashMap::default();
    for &(node, community) in division {
        for edge in network.steps(node, Direction::Both) {
            // A relation to itself is met once but has two ends here.
            let weight = if edge.node == node { 2.0 } else { 1.0 };
            total += weight;
            *sums.entry(community).or_insert(0.0) += weight;
            if of.get(&edge.node) == Some(&community) {
                inside += weight;
            }
        }
    }
    if total == 0.0 { 0.0 } else { inside / total - sums.values().map(|sum| (sum / total).powi(2)).sum::<f64>() }
}
