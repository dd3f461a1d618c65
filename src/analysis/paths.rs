//! How two things are connected.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use petgraph::algo::dijkstra;
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;

use super::{Checkpoint, Network};
use crate::base::Outcome;
use crate::model::{NodeId, PathValue, RelId};
use crate::view::Edge;

/// A path with how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPath {
    pub path: PathValue,
    /// Product of the confidences of its relations, 0 to 1.
    pub confidence: f64,
}

/// How many paths are put together before the best are chosen: ties can be many, and each costs memory.
const GATHERED: usize = 10_000;
/// Steps between two looks at the checkpoint.
const STRIDE: usize = 4096;
const FAR: u32 = u32::MAX;

/// All shortest paths between any node of `from` and any of `to`, of at most `within` steps: the `most` surest by product
/// of confidence, ties in document order.
///
/// Breadth first from all starts at once, then back along the levels. A node that is both a start and an end is a path of
/// no steps.
///
/// # Errors
/// What the checkpoint says.
pub fn shortest_paths(
    network: Network<'_>,
    from: &[NodeId],
    to: &[NodeId],
    within: usize,
    most: usize,
    check: Checkpoint<'_>,
) -> Outcome<Vec<FoundPath>> {
    let levels = levels(network, from, to, within, check)?;
    let reached: Vec<NodeId> = to.iter().copied().filter(|node| levels.get(node.0 as usize).is_some_and(|&level| level != FAR)).collect();
    let Some(shortest) = reached.iter().map(|node| levels[node.0 as usize]).min() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    // Walks back from each end: (node, the path so far in reverse). A stack of its own, so depth costs no call frames.
    let mut stack: Vec<PathValue> = reached
        .into_iter()
        .filter(|node| levels[node.0 as usize] == shortest)
        .map(|node| PathValue { nodes: vec![node], rels: Vec::new() })
        .collect();
    let mut steps = 0;
    while let Some(tail) = stack.pop() {
        steps += 1;
        if steps % STRIDE == 0 {
            check()?;
        }
        let here = tail.nodes[tail.nodes.len() - 1];
        let level = levels[here.0 as usize];
        if level == 0 {
            found.push(forwards(network, tail));
            if found.len() >= GATHERED {
                break;
            }
            continue;
        }
        for edge in network.backward(here) {
            if levels.get(edge.node.0 as usize).is_some_and(|&before| before == level - 1) && (level == 1 || network.passes(edge.node)) {
                let mut longer = tail.clone();
                longer.nodes.push(edge.node);
                longer.rels.push(edge.rel);
                stack.push(longer);
            }
        }
    }
    Ok(surest(found, most))
}

/// Steps from the nearest start, for every node met before the first level that holds an end is done.
fn levels(network: Network<'_>, from: &[NodeId], to: &[NodeId], within: usize, check: Checkpoint<'_>) -> Outcome<Vec<u32>> {
    let mut levels = vec![FAR; network.view.node_bound() as usize];
    let mut queue = VecDeque::new();
    for &start in from {
        if let Some(level) = levels.get_mut(start.0 as usize).filter(|level| **level == FAR) {
            *level = 0;
            queue.push_back(start);
        }
    }
    let is_end = |node: NodeId| to.contains(&node);
    let mut nearest = if from.iter().any(|&node| is_end(node)) { 0 } else { FAR };
    let mut steps = 0;
    while let Some(here) = queue.pop_front() {
        let level = levels[here.0 as usize];
        if level >= nearest || level as usize >= within {
            break;
        }
        if level > 0 && !network.passes(here) {
            continue;
        }
        for edge in network.onward(here) {
            steps += 1;
            if steps % STRIDE == 0 {
                check()?;
            }
            let there = &mut levels[edge.node.0 as usize];
            if *there == FAR {
                *there = level + 1;
                if is_end(edge.node) {
                    nearest = level + 1;
                }
                queue.push_back(edge.node);
            }
        }
    }
    Ok(levels)
}

fn forwards(network: Network<'_>, mut path: PathValue) -> FoundPath {
    path.nodes.reverse();
    path.rels.reverse();
    let confidence = path.rels.iter().map(|&rel| network.confidence(rel)).product();
    FoundPath { path, confidence }
}

fn surest(mut found: Vec<FoundPath>, most: usize) -> Vec<FoundPath> {
    found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then_with(|| a.path.cmp(&b.path)));
    found.truncate(most);
    found
}

/// The path whose product of confidences is the largest: Dijkstra over `-ln(confidence)`.
///
/// Relations of confidence 0 are not walked. `None` where the nodes are not connected.
///
/// # Errors
/// What the checkpoint says.
pub fn strongest_path(network: Network<'_>, from: NodeId, to: NodeId, check: Checkpoint<'_>) -> Outcome<Option<FoundPath>> {
    if !network.view.has_node(from) || !network.view.has_node(to) {
        return Ok(None);
    }
    // petgraph's search cannot be stopped from inside: once the checkpoint has spoken, every further relation costs
    // infinity, so that what is left is only to empty the queue.
    let (check, stopped, seen) = (RefCell::new(check), RefCell::new(None), Cell::new(0_usize));
    let costs: FxHashMap<NodeId, f64> = dijkstra(network, from, Some(to), |hop| {
        seen.set(seen.get() + 1);
        if seen.get() % STRIDE == 0
            && stopped.borrow().is_none()
            && let Err(error) = (check.borrow_mut())()
        {
            *stopped.borrow_mut() = Some(error);
        }
        let through = hop.source() == from || network.passes(hop.source());
        if stopped.borrow().is_some() || !through { f64::INFINITY } else { cost_of(network, hop.id()) }
    })
    .into_iter()
    .collect();
    if let Some(error) = stopped.into_inner() {
        return Err(error);
    }
    if !costs.get(&to).is_some_and(|cost| cost.is_finite()) {
        return Ok(None);
    }
    // Back from the end along relations that explain the cost; among equals the lower id wins.
    let mut path = PathValue { nodes: vec![to], rels: Vec::new() };
    let mut trail: Vec<Vec<Edge>> = vec![before(network, &costs, from, to)];
    while path.nodes[path.nodes.len() - 1] != from {
        let Some(choices) = trail.last_mut() else { return Ok(None) };
        match choices.pop() {
            Some(edge) if !path.nodes.contains(&edge.node) => {
                path.nodes.push(edge.node);
                path.rels.push(edge.rel);
                trail.push(before(network, &costs, from, edge.node));
            }
            Some(_) => {}
            None => {
                trail.pop();
                path.nodes.pop();
                path.rels.pop();
                if path.nodes.is_empty() {
                    return Ok(None);
                }
            }
        }
    }
    Ok(Some(forwards(network, path)))
}

/// What a step costs: `-ln(confidence)`, so that adding costs multiplies confidences, and a little more for the step itself,
/// so that of equally sure paths the shorter wins and rings of sure relations are never free.
fn cost_of(network: Network<'_>, rel: RelId) -> f64 {
    const STEP: f64 = 1e-6;
    STEP - network.confidence(rel).ln()
}

/// The relations by which the cheapest way reaches `node`, the best last.
fn before(network: Network<'_>, costs: &FxHashMap<NodeId, f64>, from: NodeId, node: NodeId) -> Vec<Edge> {
    let Some(&cost) = costs.get(&node) else { return Vec::new() };
    let mut edges: Vec<_> = network
        .backward(node)
        .filter(|edge| edge.node == from || network.passes(edge.node))
        .filter(|edge| costs.get(&edge.node).is_some_and(|&there| (there + cost_of(network, edge.rel) - cost).abs() < 1e-9))
        .collect();
    edges.sort_by_key(|edge| std::cmp::Reverse(edge.rel));
    edges
}

/// Paths from `from` to `to` that meet no node twice, of at most `within` steps: shorter first, then document order;
/// the search ends after `most`.
///
/// Depth first, deepening by a step a round, cut where the distance left to the end is longer than the steps left.
///
/// # Errors
/// What the checkpoint says.
pub fn simple_paths(
    network: Network<'_>,
    from: NodeId,
    to: NodeId,
    within: usize,
    most: usize,
    check: Checkpoint<'_>,
) -> Outcome<Vec<FoundPath>> {
    let left = distances_to(network, to, within, check)?;
    let far = |node: NodeId| left.get(node.0 as usize).copied().unwrap_or(FAR) as usize;
    let mut found = Vec::new();
    let mut steps = 0;
    for length in 0..=within {
        if far(from) > length {
            continue;
        }
        let mut path = PathValue { nodes: vec![from], rels: Vec::new() };
        let mut stack = vec![network.onward(from)];
        if length == 0 && from == to {
            found.push(forwards_as_is(network, &path));
        }
        while let Some(edges) = stack.last_mut() {
            steps += 1;
            if steps % STRIDE == 0 {
                check()?;
            }
            let depth = path.rels.len();
            match edges.next() {
                Some(edge) if depth < length && far(edge.node) < length - depth && !path.nodes.contains(&edge.node) => {
                    if edge.node == to {
                        if depth + 1 == length {
                            path.nodes.push(to);
                            path.rels.push(edge.rel);
                            found.push(forwards_as_is(network, &path));
                            path.nodes.pop();
                            path.rels.pop();
                            if found.len() >= most {
                                return Ok(found);
                            }
                        }
                    } else if network.passes(edge.node) {
                        path.nodes.push(edge.node);
                        path.rels.push(edge.rel);
                        stack.push(network.onward(edge.node));
                    }
                }
                Some(_) => {}
                None => {
                    stack.pop();
                    path.nodes.pop();
                    path.rels.pop();
                }
            }
        }
    }
    Ok(found)
}

fn forwards_as_is(network: Network<'_>, path: &PathValue) -> FoundPath {
    FoundPath { path: path.clone(), confidence: path.rels.iter().map(|&rel| network.confidence(rel)).product() }
}

/// Steps from each node to `to`, as far as `within`.
fn distances_to(network: Network<'_>, to: NodeId, within: usize, check: Checkpoint<'_>) -> Outcome<Vec<u32>> {
    let mut left = vec![FAR; network.view.node_bound() as usize];
    let Some(end) = left.get_mut(to.0 as usize) else { return Ok(left) };
    *end = 0;
    let mut queue = VecDeque::from([to]);
    let mut steps = 0;
    while let Some(here) = queue.pop_front() {
        let level = left[here.0 as usize];
        if level as usize >= within {
            break;
        }
        for edge in network.backward(here) {
            steps += 1;
            if steps % STRIDE == 0 {
                check()?;
            }
            if left[edge.node.0 as usize] == FAR {
                left[edge.node.0 as usize] = level + 1;
                queue.push_back(edge.node);
            }
        }
    }
    Ok(left)
}
