//! Graph algorithms through `CALL` and through `analysis`.

use gangmu::analysis::{
    Network, Scope, betweenness, communities, components, degree, k_core, modularity, pagerank, shortest_paths, similar, similarity,
    simple_paths, strongest_path,
};
use gangmu::base::{Diagnostic, ErrorClass, Message, Outcome};
use gangmu::model::{NodeId, Value};
use gangmu::view::{Direction, GraphView, MemoryGraph, SymbolKind};

/// A graph of places `a`, `b`, … and relations written `ab` or `ab 0.5` (with a confidence).
fn graph(nodes: usize, relations: &[&str]) -> MemoryGraph {
    let mut graph = MemoryGraph::new();
    for at in 0..nodes {
        let name = char::from(b'a' + at as u8).to_string();
        graph.add_node(&["Place"], [("name", Value::from(name))]);
    }
    for relation in relations {
        let (ends, confidence) = relation.split_once(' ').unwrap_or((relation, "1"));
        let end = |at: usize| NodeId(u32::from(ends.as_bytes()[at] - b'a'));
        graph.add_rel(end(0), "LINK", end(1), [("confidence", Value::Float(confidence.parse().expect("a confidence")))]);
    }
    graph
}

fn go_on() -> Outcome<()> {
    Ok(())
}

fn letters(nodes: &[NodeId]) -> String {
    nodes.iter().map(|node| char::from(b'a' + node.0 as u8)).collect()
}

fn node(letter: char) -> NodeId {
    NodeId(letter as u32 - 'a' as u32)
}

#[test]
fn all_shortest_paths_come_surest_first_and_ties_in_document_order() {
    let graph = graph(6, &["ab 0.5", "bd", "ac", "cd 0.9", "ae", "ef", "fd"]);
    let scope = Scope::default();
    let found = shortest_paths(Network::new(&graph, &scope), &[node('a')], &[node('d')], 5, 5, &mut go_on).expect("paths");
    let paths: Vec<(String, f64)> = found.iter().map(|path| (letters(&path.path.nodes), path.confidence)).collect();
    assert_eq!(paths, [("acd".to_string(), 0.9), ("abd".to_string(), 0.5)]);
    let one = shortest_paths(Network::new(&graph, &scope), &[node('a')], &[node('d')], 5, 1, &mut go_on).expect("paths");
    assert_eq!(one.len(), 1);
    let near = shortest_paths(Network::new(&graph, &scope), &[node('a')], &[node('d')], 1, 5, &mut go_on).expect("paths");
    assert!(near.is_empty());
}

#[test]
fn direction_and_avoided_nodes_are_kept() {
    let graph = graph(4, &["ab", "bd", "ca", "cd"]);
    let out = Scope { direction: Direction::Out, ..Scope::default() };
    let both = shortest_paths(Network::new(&graph, &Scope::default()), &[node('a')], &[node('d')], 4, 9, &mut go_on).expect("paths");
    assert_eq!(both.len(), 2);
    let directed = shortest_paths(Network::new(&graph, &out), &[node('a')], &[node('d')], 4, 9, &mut go_on).expect("paths");
    assert_eq!(directed.iter().map(|path| letters(&path.path.nodes)).collect::<Vec<_>>(), ["abd"]);
    let avoid = Scope { avoid: vec![node('b')], ..Scope::default() };
    let around = shortest_paths(Network::new(&graph, &avoid), &[node('a')], &[node('d')], 4, 9, &mut go_on).expect("paths");
    assert_eq!(around.iter().map(|path| letters(&path.path.nodes)).collect::<Vec<_>>(), ["acd"]);
    let labels = Scope { avoid_labels: vec![graph.symbol(SymbolKind::Label, "Place").expect("a label")], ..Scope::default() };
    let through = shortest_paths(Network::new(&graph, &labels), &[node('a')], &[node('d')], 4, 9, &mut go_on).expect("paths");
    assert!(through.is_empty(), "nothing may be walked through, though the ends bear the label too");
}

#[test]
fn the_strongest_path_may_be_longer_than_the_shortest() {
    let graph = graph(4, &["ad 0.3", "ab 0.9", "bc 0.9", "cd 0.9"]);
    let found =
        strongest_path(Network::new(&graph, &Scope::default()), node('a'), node('d'), &mut go_on).expect("a search").expect("a path");
    assert_eq!(letters(&found.path.nodes), "abcd");
    assert!((found.confidence - 0.729).abs() < 1e-9);
    let certain = self::graph(4, &["ab", "bc", "ca", "cd"]);
    let found =
        strongest_path(Network::new(&certain, &Scope::default()), node('a'), node('d'), &mut go_on).expect("a search").expect("a path");
    assert_eq!(letters(&found.path.nodes), "acd", "relations that cost nothing lead round no ring");
}

#[test]
fn simple_paths_meet_no_node_twice() {
    let graph = graph(4, &["ab", "bc", "cd", "ac", "bd"]);
    let found = simple_paths(Network::new(&graph, &Scope::default()), node('a'), node('d'), 3, 100, &mut go_on).expect("paths");
    let mut paths: Vec<String> = found.iter().map(|path| letters(&path.path.nodes)).collect();
    assert_eq!(paths.iter().map(String::len).collect::<Vec<_>>(), [3, 3, 4, 4]);
    paths.sort();
    assert_eq!(paths, ["abcd", "abd", "acbd", "acd"]);
}

#[test]
fn ranks_add_up_to_one_and_favour_what_is_pointed_at() {
    let graph = graph(4, &["ad", "bd", "cd"]);
    let out = Scope { direction: Direction::Out, ..Scope::default() };
    let ranks = pagerank(Network::new(&graph, &out), 0.85, 100, &mut go_on).expect("ranks");
    assert!((ranks.iter().map(|rank| rank.1).sum::<f64>() - 1.0).abs() < 1e-9);
    assert!(ranks[3].1 > ranks[0].1 * 3.0);
    assert_eq!(degree(Network::new(&graph, &Scope::default()), &mut go_on).expect("degrees")[3], (node('d'), 3));
}

#[test]
fn betweenness_counts_the_ways_that_pass() {
    let line = graph(3, &["ab", "bc"]);
    let between = betweenness(Network::new(&line, &Scope::default()), &mut go_on).expect("shares");
    assert_eq!(between.iter().map(|entry| entry.1).collect::<Vec<_>>(), [0.0, 1.0, 0.0]);
    let square = graph(4, &["ab", "bd", "ac", "cd"]);
    let between = betweenness(Network::new(&square, &Scope::default()), &mut go_on).expect("shares");
    assert_eq!(between.iter().map(|entry| entry.1).collect::<Vec<_>>(), [0.5; 4]);
}

#[test]
fn parts_cores_and_communities() {
    let graph = graph(7, &["ab", "bc", "ca", "de", "ef", "fd", "cd"]);
    let scope = Scope::default();
    let network = Network::new(&graph, &scope);
    let parts: Vec<u32> = components(network, &mut go_on).expect("parts").iter().map(|entry| entry.1.0).collect();
    assert_eq!(parts, [0, 0, 0, 0, 0, 0, 6]);
    let cores: Vec<usize> = k_core(network, &mut go_on).expect("cores").iter().map(|entry| entry.1).collect();
    assert_eq!(cores, [2, 2, 2, 2, 2, 2, 0]);
    let division = communities(network, &mut go_on).expect("communities");
    assert_eq!(division.iter().map(|entry| entry.1.0).collect::<Vec<_>>(), [0, 0, 0, 3, 3, 3, 6]);
    // Two triangles and a bridge: 6/7 of the relations inside, half of the ends on each side.
    assert!((modularity(network, &division) - (6.0 / 7.0 - 0.5)).abs() < 1e-9);
}

#[test]
fn things_are_alike_that_share_neighbours() {
    let graph = graph(5, &["ac", "ad", "bc", "bd", "be"]);
    let out = Scope { direction: Direction::Out, ..Scope::default() };
    let network = Network::new(&graph, &out);
    assert!((similarity(network, node('a'), node('b')) - 2.0 / 3.0).abs() < 1e-9);
    let found = similar(network, node('a'), 5, &mut go_on).expect("nodes");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].0, found[0].2), (node('b'), 2));
}

#[test]
fn a_checkpoint_ends_the_work() {
    let ring: Vec<String> =
        (0..26).flat_map(|a| (0..26).map(move |b| format!("{}{}", char::from(b'a' + a), char::from(b'a' + b)))).collect();
    let graph = graph(26, &ring.iter().map(String::as_str).collect::<Vec<_>>());
    let mut stop = || Err(Diagnostic::runtime(ErrorClass::Interrupted, "Interrupted", Message::new("stopped", "已中断")));
    let scope = Scope::default();
    let error = simple_paths(Network::new(&graph, &scope), node('a'), node('z'), 20, usize::MAX, &mut stop).expect_err("stopped");
    assert_eq!(error.class, ErrorClass::Interrupted);
    assert_eq!(pagerank(Network::new(&graph, &scope), 0.85, 10, &mut stop).expect_err("stopped").class, ErrorClass::Interrupted);
}
