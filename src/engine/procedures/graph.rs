//! The graph algorithms of `analysis` as procedures.

use std::sync::Arc;

use super::options::{Options, wrong};
use super::signature;
use crate::analysis::{self, FoundPath, Network};
use crate::base::Outcome;
use crate::model::{NodeId, Value};
use crate::query::functions::Types;
use crate::query::hooks::{CallContext, Procedure, Signature};
use crate::schema::Schema;

/// What an algorithm is given: the graph as the options narrow it, the arguments before the options, and the options.
type Run = fn(Network<'_>, &[Value], &Options, &CallContext<'_>) -> Outcome<Vec<Vec<Value>>>;

struct Algorithm {
    signature: Signature,
    schema: Arc<Schema>,
    run: Run,
}

impl Procedure for Algorithm {
    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn call(&self, arguments: &[Value], context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
        let (options, given) = arguments.split_last().map_or((&Value::Null, arguments), |(last, rest)| (last, rest));
        let options = Options::read(options, context.view, &self.schema)?;
        let mut rows = (self.run)(Network::new(context.view, &options.scope), given, &options, context)?;
        rows.truncate(options.top);
        Ok(rows)
    }
}

/// Every graph procedure. Each takes a map of options last.
pub fn all(schema: &Arc<Schema>) -> Vec<Arc<dyn Procedure>> {
    let score = [("node", Types::NODE), ("score", Types::FLOAT)];
    let path = [("path", Types::PATH), ("confidence", Types::FLOAT)];
    let ends = [("from", Types::NODE.or(Types::LIST)), ("to", Types::NODE.or(Types::LIST))];
    let one = [("node", Types::NODE)];
    let table: [(&str, &[(&str, Types)], &[(&str, Types)], (&str, &str), &str, Run); 10] = [
        (
            "graph.degree",
            &[],
            &[("node", Types::NODE), ("degree", Types::INT)],
            ("How many relations each node has, most first.", "各节点的关系数，多者在前。"),
            "CALL graph.degree({labels: ['Institution'], top: 5}) YIELD node, degree RETURN node.name, degree",
            degree,
        ),
        (
            "graph.pagerank",
            &[],
            &score,
            ("PageRank: the share of time a random walker spends at each node.", "PageRank：随机游走停留在各节点的时间占比。"),
            "CALL graph.pagerank({top: 5}) YIELD node, score RETURN node.name, score",
            pagerank,
        ),
        (
            "graph.betweenness",
            &[],
            &score,
            ("How many shortest ways between others pass each node.", "各节点处于其他节点间最短路径上的次数。"),
            "CALL graph.betweenness({top: 5}) YIELD node, score RETURN node.name, score",
            betweenness,
        ),
        (
            "graph.components",
            &[],
            &[("node", Types::NODE), ("component", Types::NODE)],
            ("Which nodes hang together; a component is named by its first node.", "连通分量；以其首个节点标识。"),
            "CALL graph.components() YIELD node, component RETURN component.name, count(node) AS size ORDER BY size DESC LIMIT 3",
            components,
        ),
        (
            "graph.communities",
            &[],
            &[("node", Types::NODE), ("community", Types::NODE)],
            (
                "Groups with more relations inside than chance would give (Louvain); named by their first node.",
                "社群（Louvain 方法）；以其首个节点标识。",
            ),
            "CALL graph.communities() YIELD node, community RETURN community.name, count(node) AS size ORDER BY size DESC LIMIT 3",
            communities,
        ),
        (
            "graph.kCore",
            &[],
            &[("node", Types::NODE), ("core", Types::INT)],
            (
                "The largest k for which a node stays when everything with fewer than k relations is peeled off.",
                "k 核：逐层剥去关系少于 k 的节点后仍保留的最大 k。",
            ),
            "CALL graph.kCore({top: 5}) YIELD node, core RETURN node.name, core",
            k_core,
        ),
        (
            "graph.similar",
            &one,
            &[("other", Types::NODE), ("score", Types::FLOAT), ("shared", Types::INT)],
            ("The nodes that share most neighbours with one (Jaccard).", "与某节点共享邻居最多的节点（Jaccard 系数）。"),
            "MATCH (i:Institution) WITH i LIMIT 1 CALL graph.similar(i, {top: 3}) YIELD other, score RETURN other.name, score",
            similar,
        ),
        (
            "graph.shortestPaths",
            &ends,
            &path,
            ("All shortest paths between two nodes or two sets, surest first.", "两点或两组节点间的全部最短路径，置信度高者在前。"),
            "MATCH (a:Institution), (b:Cluster) WITH a, b LIMIT 1 CALL graph.shortestPaths(a, b, {within: 4}) YIELD path, confidence RETURN path, confidence",
            shortest_paths,
        ),
        (
            "graph.strongestPath",
            &ends,
            &path,
            ("The path with the largest product of confidences.", "置信度之积最大的路径。"),
            "MATCH (a:Institution), (b:Cluster) WITH a, b LIMIT 1 CALL graph.strongestPath(a, b) YIELD path, confidence RETURN path, confidence",
            strongest_path,
        ),
        (
            "graph.simplePaths",
            &ends,
            &path,
            ("Paths between two nodes that meet no node twice, shorter first.", "两点间不重复经过节点的路径，短者在前。"),
            "MATCH (a:Institution), (b:Cluster) WITH a, b LIMIT 1 CALL graph.simplePaths(a, b, {within: 3, top: 5}) YIELD path RETURN path",
            simple_paths,
        ),
    ];
    let build = |(name, given, columns, help, example, run): (&str, &[(&str, Types)], &[(&str, Types)], (&str, &str), &str, Run)| {
        let mut arguments: Vec<(&str, Types, Option<Value>)> = given.iter().map(|(name, types)| (*name, *types, None)).collect();
        arguments.push(("options", Types::MAP, Some(Value::Null)));
        let signature = signature(name, &arguments, columns, help, example);
        Arc::new(Algorithm { signature, schema: Arc::clone(schema), run }) as Arc<dyn Procedure>
    };
    table.into_iter().map(build).collect()
}

/// Rows of (node, number), largest first, ties in document order.
fn ranked(mut scores: Vec<(NodeId, f64)>) -> Vec<Vec<Value>> {
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    scores.into_iter().map(|(node, score)| vec![Value::Node(node), Value::Float(score)]).collect()
}

fn counted(counts: Vec<(NodeId, usize)>) -> Vec<Vec<Value>> {
    let mut counts = counts;
    counts.sort_by_key(|&(node, count)| (std::cmp::Reverse(count), node));
    counts.into_iter().map(|(node, count)| vec![Value::Node(node), Value::Int(i64::try_from(count).unwrap_or(i64::MAX))]).collect()
}

fn grouped(groups: Vec<(NodeId, NodeId)>) -> Vec<Vec<Value>> {
    groups.into_iter().map(|(node, group)| vec![Value::Node(node), Value::Node(group)]).collect()
}

fn walked(paths: Vec<FoundPath>) -> Vec<Vec<Value>> {
    paths.into_iter().map(|found| vec![Value::Path(Arc::new(found.path)), Value::Float(found.confidence)]).collect()
}

fn degree(network: Network<'_>, _: &[Value], _: &Options, context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
    Ok(counted(analysis::degree(network, &mut || context.budget.check())?))
}

fn pagerank(network: Network<'_>, _: &[Value], options: &Options, context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
    Ok(ranked(analysis::pagerank(network, options.damping, 100, &mut || context.budget.check())?))
}

fn betweenness(network: Network<'_>, _: &[Value], _: &Options, context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
    Ok(ranked(analysis::betweenness(network, &mut || context.budget.check())?))
}

fn components(network: Network<'_>, _: &[Value], _: &Options, context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
    Ok(grouped(analysis::components(network, &mut || context.budget.check())?))
}

fn communities(network: Network<'_>, _: &[Value], _: &Options, context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
    Ok(grouped(analysis::communities(network, &mut || context.budget.check())?))
}

fn k_core(network: Network<'_>, _: &[Value], _: &Options, context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
    Ok(counted(analysis::k_core(network, &mut || context.budget.check())?))
}

fn similar(network: Network<'_>, given: &[Value], options: &Options, context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
    let Some(Value::Node(node)) = given.first() else { return Ok(Vec::new()) };
    let found = analysis::similar(network, *node, options.top, &mut || context.budget.check())?;
    let row = |(other, score, shared)| vec![Value::Node(other), Value::Float(score), Value::Int(i64::try_from(shared).unwrap_or(i64::MAX))];
    Ok(found.into_iter().map(row).collect())
}

/// The nodes that an argument gives: one, a list of nodes, none for null.
fn ends(value: Option<&Value>) -> Outcome<Vec<NodeId>> {
    let one = |value: &Value| match value {
        Value::Node(node) => Ok(*node),
        _ => Err(wrong("the ends of a path are nodes or lists of nodes", "路径两端须为节点或节点列表")),
    };
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::List(items)) => items.iter().map(one).collect(),
        Some(value) => Ok(vec![one(value)?]),
    }
}

fn shortest_paths(network: Network<'_>, given: &[Value], options: &Options, context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
    let (from, to) = (ends(given.first())?, ends(given.get(1))?);
    Ok(walked(analysis::shortest_paths(network, &from, &to, options.within, options.top, &mut || context.budget.check())?))
}

fn strongest_path(network: Network<'_>, given: &[Value], _: &Options, context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
    let mut found = Vec::new();
    for &from in &ends(given.first())? {
        for &to in &ends(given.get(1))? {
            found.extend(analysis::strongest_path(network, from, to, &mut || context.budget.check())?);
        }
    }
    found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then_with(|| a.path.cmp(&b.path)));
    Ok(walked(found))
}

fn simple_paths(network: Network<'_>, given: &[Value], options: &Options, context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
    let mut found = Vec::new();
    for &from in &ends(given.first())? {
        for &to in &ends(given.get(1))? {
            found.extend(analysis::simple_paths(network, from, to, options.within, options.top, &mut || context.budget.check())?);
        }
    }
    found.sort_by(|a, b| a.path.rels.len().cmp(&b.path.rels.len()).then_with(|| a.path.cmp(&b.path)));
    Ok(walked(found))
}
