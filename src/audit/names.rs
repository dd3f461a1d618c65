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
                if nearly(folded, other_folded) || (kind != "Institution" && shortened(folded, other_folded)) {
                    let message = Message::new(format!("{name} and {other} may be one"), format!("{name}与{other}可能是同一事物"));
                    let evidence = [plan.facts.evidence(*node), plan.facts.evidence(*other_node)].concat();
                    found.push(Finding::new("name.near", Severity::Note, message, evidence).found(other.clone()).expected(name.clone()));
                }
            }
        }
    }
    base_only(plan, found);
}

/// One stretch of at most two characters apart (replaced, added or dropped), or one the other shortened; no digit, direction
/// or order in the difference.
fn nearly(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < LONG || a == b {
        return false;
    }
    let start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    // What begins otherwise behind its region is another thing: a city's bureau of commerce and its bureau of taxes.
    if start <= region(&long[..start]).max(1) {
        return false;
    }
    let end = short[start..].iter().rev().zip(long[start..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (left, right) = (&short[start..short.len() - end], &long[start..long.len() - end]);
    let telling = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十东西南北中上下省市县区国".contains(*c);
    if left.iter().chain(right).any(telling) {
        return false;
    }
    // Two characters weigh more: only long names that agree in nearly everything else.
    let shared = start + end;
    match left.len().max(right.len()) {
        1 => true,
        2 => shared >= LONG + 2 && shared >= 3 * left.len().max(right.len()),
        _ => false,
    }
}

/// How many characters of a name say only whose it is: 云川市, 中国.
fn region(name: &[char]) -> usize {
    let country = ["中国", "国家", "全国"].iter().any(|word| name.iter().collect::<String>().starts_with(word));
    let divisions = name.iter().take(8).rposition(|c| "省市县区州旗".contains(*c)).map_or(0, |at| at + 1);
    divisions.max(if country { 2 } else { 0 })
}

/// One is the other with characters left out in the middle: 云川高新区 of 云川国家高新技术产业开发区. Institutions are not
/// compared so: a university of a city and the city's university of technology are two.
fn shortened(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if short.len() < LONG
        || long.len() < short.len() + 3
        || short[..2] != long[..2]
        || short.last() != long.last()
        || long.starts_with(short)
    {
        return false;
    }
    let mut rest = long.iter();
    short.iter().all(|c| rest.any(|other| other == c))
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

#[cfg(test)]
mod tests {
    use super::{nearly, shortened};

    #[test]
    fn names_that_differ_in_a_word_are_near() {
        let near = |a: &str, b: &str| nearly(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert!(near("云川市水利发展领导小组", "云川市水利发展协调小组"));
        assert!(near("云川市发展改革局", "云川市发展和改革局"));
        assert!(!near("云川市教育局", "云川市交通局"), "two of six");
        assert!(!near("云川市商务局", "云川市税务局"), "another bureau");
        assert!(!near("水污染防治行动计划", "土壤污染防治行动计划"), "another subject");
        assert!(near("云川市水利发展有限公司", "云川市水利建设有限公司"));
        assert!(!near("云川市第一人民医院", "云川市第二人民医院"), "a number tells them apart");
        let short = |a: &str, b: &str| shortened(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert!(short("云川高新区", "云川国家高新技术产业开发区"));
        assert!(!short("云川高新区", "清川国家高新技术产业开发区"));
        assert!(!short("云川经济区", "云川经济区银湖先导区"), "a part of it");
        assert!(!near("云川东工业园区", "云川西工业园区"));
    }
}
