//! Names: several for one thing, nearly one name for two things, names that never come back.

use super::Plan;
use super::finding::{Finding, Severity};
use crate::base::{Message, fold};

/// The kinds whose names are worth comparing.
const NAMED: [&str; 6] = ["Institution", "Park", "Cluster", "Platform", "Programme", "Document"];
/// Shorter names differ in one character for good reasons (东区, 西区).
const LONG: usize = 5;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for kind in NAMED {
        let nodes: Vec<(crate::model::NodeId, String, Vec<char>)> = plan
            .facts
            .nodes(kind)
            .into_iter()
            .map(|node| {
                let name = plan.facts.name(node);
                let folded = fold(&name).chars().collect();
                (node, name, folded)
            })
            .collect();
        for (at, (node, name, folded)) in nodes.iter().enumerate() {
            let aliases = plan.facts.list(*node, "aliases");
            if !aliases.is_empty() {
                let others = aliases.join("、");
                let message = Message::new(format!("{name} is also called {others}"), format!("{name}又作{others}"));
                found.push(Finding::new("name.variants", Severity::Note, message, plan.facts.evidence(*node)).found(others));
            }
            for (other_node, other, other_folded) in &nodes[at + 1..] {
                if nearly(folded, other_folded) {
                    let message = Message::new(format!("{name} and {other} may be one"), format!("{name}与{other}可能是同一事物"));
                    let evidence = [plan.facts.evidence(*node), plan.facts.evidence(*other_node)].concat();
                    found.push(Finding::new("name.near", Severity::Note, message, evidence).found(other.clone()).expected(name.clone()));
                }
            }
        }
    }
    base_only(plan, found);
}

/// One character apart (replaced, added or dropped), and no digit, direction or order in the difference.
fn nearly(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < LONG || long.len() - short.len() > 1 || a == b {
        return false;
    }
    let same_start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let same_end = short.iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    if same_start + same_end < short.len().saturating_sub(usize::from(short.len() == long.len())) {
        return false;
    }
    let telling = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十东西南北中上下省市县区国".contains(*c);
    let differs = [short.get(same_start), long.get(same_start)];
    !differs.into_iter().flatten().any(telling)
}

/// Institutions that stand in the first part (background, situation) and nowhere else.
fn base_only(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let Some(base) = plan.background() else { return };
    for node in plan.facts.nodes("Institution") {
        let evidence = plan.facts.evidence(node);
        let inside = |proof: &crate::model::Evidence| (proof.start as usize) < base.end && proof.start as usize >= base.start;
        if !evidence.is_empty() && evidence.iter().all(inside) {
            let name = plan.facts.name(node);
            let message = Message::new(format!("{name} is named in the background only"), format!("{name}仅在背景部分出现"));
            found.push(Finding::new("name.base-only", Severity::Note, message, evidence));
        }
    }
}
