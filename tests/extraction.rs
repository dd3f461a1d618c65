//! What the bundled plan gives, counted against what a reader finds in it; every proof is where it says.

use std::collections::BTreeSet;

use gangmu::document::{self, ReadOptions};
use gangmu::extract::{self, Lexicons};
use gangmu::model::{Basis, Batch, NodeRecord, Value};

static PLAN: &[u8] = include_bytes!("../seeds/jiangmen-2025.txt");

fn of(bytes: &[u8], slug: &str) -> Batch {
    let document = document::read(bytes, slug, &ReadOptions::default()).expect("a plan");
    let options = extract::Options { slug: slug.to_owned(), title: None };
    extract::extract(&document, &Lexicons::builtin().expect("lexicons"), &options)
}

fn bundled() -> Batch {
    of(PLAN, "jiangmen-2025")
}

fn of_kind<'b>(batch: &'b Batch, kind: &str) -> Vec<&'b NodeRecord> {
    batch.nodes.iter().filter(|node| node.kind == kind).collect()
}

fn text<'n>(node: &'n NodeRecord, key: &str) -> &'n str {
    node.properties.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn pairs<'b>(batch: &'b Batch, kind: &str) -> Vec<(&'b NodeRecord, &'b NodeRecord)> {
    let of_kind = batch.relations.iter().filter(|relation| relation.kind == kind);
    of_kind.map(|relation| (&batch.nodes[relation.start], &batch.nodes[relation.end])).collect()
}

#[test]
fn every_proof_slices_the_original_bytes_to_its_quote() {
    let batch = bundled();
    let proofs = batch.nodes.iter().flat_map(|node| &node.evidence).chain(batch.relations.iter().flat_map(|relation| &relation.evidence));
    let mut count = 0;
    for proof in proofs {
        let bytes = &PLAN[proof.start as usize..proof.end as usize];
        assert_eq!(std::str::from_utf8(bytes), Ok(&*proof.quote), "{}", proof.address);
        let line = 1 + PLAN[..proof.start as usize].iter().filter(|&&byte| byte == b'\n').count();
        assert_eq!(line, proof.line as usize, "{}", proof.address);
        assert!(!proof.address.is_empty() && &*proof.plan == "jiangmen-2025");
        count += 1;
    }
    assert!(count > 2000, "only {count} proofs");
}

#[test]
fn every_node_and_relation_is_proved_and_says_by_which_rule() {
    let batch = bundled();
    for node in &batch.nodes {
        assert!(!node.evidence.is_empty() || node.kind == "Plan", "{} {} has no proof", node.kind, node.name);
        assert!(!text(node, "rule").is_empty(), "{} {} says no rule", node.kind, node.name);
    }
    for relation in &batch.relations {
        assert!(!relation.rule.is_empty() && !relation.evidence.is_empty(), "{relation:?}");
        assert!((0.0..=1.0).contains(&relation.confidence));
        // A reader judges a lexical relation by the words that carry it.
        let carried = relation.properties.get("trigger").and_then(Value::as_str).is_some_and(|words| !words.is_empty());
        assert!(relation.kind != "SUPPORTS" || relation.basis != Basis::Lexical || carried, "{relation:?}");
    }
}

#[test]
fn the_table_gives_thirteen_indicators_with_all_their_values() {
    let batch = bundled();
    let from_table: Vec<_> = pairs(&batch, "HAS_TARGET").into_iter().filter(|(_, target)| text(target, "source") == "table").collect();
    let indicators: BTreeSet<&str> = from_table.iter().map(|(indicator, _)| indicator.name.as_str()).collect();
    assert_eq!(indicators.len(), 13, "{indicators:?}");
    let values = |year: i64, role: &str| {
        from_table
            .iter()
            .filter(|(_, target)| target.properties.get("year") == Some(&Value::Int(year)) && text(target, "role") == role)
            .count()
    };
    assert_eq!((values(2015, "actual"), values(2020, "target"), values(2025, "target")), (13, 13, 13));
}

#[test]
fn terms_goals_tasks_and_measures_are_all_there() {
    let batch = bundled();
    let terms = of_kind(&batch, "Term");
    assert_eq!(terms.len(), 25);
    assert!(terms.iter().all(|term| !text(term, "definition").is_empty()));
    let goals = of_kind(&batch, "Goal");
    for stage in ["二（二）2020年", "二（二）2025年"] {
        for bullet in 1..=4 {
            let address = format!("{stage} ——{bullet}");
            assert!(goals.iter().any(|goal| goal.evidence.iter().any(|proof| proof.address.contains(&address))), "{address}");
        }
    }
    assert_eq!(goals.iter().filter(|goal| goal.name.starts_with("创造一")).count(), 8);
    let tasks: BTreeSet<String> = of_kind(&batch, "Task").iter().map(|task| task.evidence[0].address.to_string()).collect();
    let last = [("三", vec![3, 6, 9, 13, 16]), ("四", vec![4, 7, 10, 13, 16, 19, 22, 25])];
    for (part, ends) in last {
        let mut number = 1;
        for (heading, end) in ["一", "二", "三", "四", "五", "六", "七", "八"].iter().zip(ends) {
            for at in number..=end {
                let address = format!("{part}（{heading}）{at}");
                assert!(tasks.contains(&address), "no task {address}");
            }
            number = end + 1;
        }
    }
    let measures = of_kind(&batch, "Measure").len();
    assert!((225..=255).contains(&measures), "{measures} measures");
    let parts = pairs(&batch, "PART_OF");
    let placed: BTreeSet<&str> = parts.iter().filter(|(part, _)| part.kind == "Measure").map(|(part, _)| part.name.as_str()).collect();
    assert_eq!(placed.len(), measures, "every measure has a task");
}

#[test]
fn another_city_is_read_by_the_same_rules() {
    let plan = "某州市制造业提升行动方案（2022—2025年）\n一、总体要求\n（一）主要目标。\n到2025年，规模以上工业增加值达到800亿元以上，发明专利授权量达到1200件。\n\
                二、重点任务\n（一）培育创新平台。\n1.建设研发机构。支持龙头企业建设省级工程技术研究中心，引进高层次人才50名。\n2.完善服务。建立“一件事”联办机制。\n\
                三、保障措施\n（一）加强领导。\n成立工作专班，统筹推进各项任务。\n";
    let batch = of(plan.as_bytes(), "mouzhou");
    assert_eq!(of_kind(&batch, "Measure").len(), 3);
    let values: Vec<&Value> = of_kind(&batch, "Target").iter().filter_map(|target| target.properties.get("value")).collect();
    assert_eq!(values, [&Value::Int(800), &Value::Int(1200)]);
}
