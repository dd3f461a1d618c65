//! What the bundled plan gives, and what rules accept and reject.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use gangmu::document::{self, Document, ReadOptions};
use gangmu::extract::{self, Lexicons, Options};
use gangmu::model::{Batch, NodeRecord, RelationRecord, Value};

static PLAN: &[u8] = include_bytes!("../seeds/jiangmen-2025.txt");

static BUNDLED: LazyLock<Batch> = LazyLock::new(|| graph(PLAN, "jiangmen-2025.txt"));

fn read(bytes: &[u8], name: &str) -> Document {
    let options = ReadOptions { force: true, ..ReadOptions::default() };
    document::read(bytes, name, &options).unwrap_or_else(|error| panic!("{name}: {}", error.message.en))
}

fn graph(bytes: &[u8], name: &str) -> Batch {
    let lexicons = Lexicons::builtin().expect("the built-in lexicons");
    extract::extract(&read(bytes, name), &lexicons, &Options { slug: "plan".to_owned(), ..Default::default() })
}

/// The graph of a short text.
fn of(text: &str) -> Batch {
    graph(text.as_bytes(), "text.txt")
}

fn nodes<'b>(batch: &'b Batch, kind: &'b str) -> impl Iterator<Item = &'b NodeRecord> {
    batch.nodes.iter().filter(move |node| node.kind == kind)
}

fn names<'b>(batch: &'b Batch, kind: &'b str) -> Vec<&'b str> {
    nodes(batch, kind).map(|node| node.name.as_str()).collect()
}

fn relations<'b>(batch: &'b Batch, kind: &'b str) -> impl Iterator<Item = (&'b NodeRecord, &'b NodeRecord, &'b RelationRecord)> {
    batch
        .relations
        .iter()
        .filter(move |relation| relation.kind == kind)
        .map(|relation| (&batch.nodes[relation.start], &batch.nodes[relation.end], relation))
}

fn text<'n>(node: &'n NodeRecord, property: &str) -> &'n str {
    node.properties.get(property).and_then(Value::as_str).unwrap_or_default()
}

/// Targets in words: `indicator year value bound role`, a range as `min-max`.
fn targets(batch: &Batch) -> Vec<String> {
    let number = |node: &NodeRecord, property: &str| match node.properties.get(property) {
        Some(Value::Int(number)) => Some(number.to_string()),
        Some(Value::Float(number)) => Some(number.to_string()),
        _ => None,
    };
    nodes(batch, "Target")
        .map(|node| {
            let range = || Some(format!("{}-{}", number(node, "value_min")?, number(node, "value_max")?));
            let value = number(node, "value").or_else(range).unwrap_or_default();
            let year = number(node, "year").unwrap_or_default();
            format!("{} {year} {value}{} {} {}", text(node, "indicator"), text(node, "unit"), text(node, "bound"), text(node, "role"))
        })
        .collect()
}

#[test]
fn the_bundled_plan_shows_what_a_newcomer_can_check() {
    let plan = &*BUNDLED;
    let rows: BTreeSet<&str> = nodes(plan, "Indicator")
        .filter(|node| node.evidence.iter().any(|proof| proof.address.starts_with("表1 行")))
        .map(|node| node.name.as_str())
        .collect();
    assert_eq!(rows.len(), 13, "indicators of the table: {rows:?}");
    let of_table = nodes(plan, "Target").filter(|node| text(node, "source") == "table").count();
    assert_eq!(of_table, 48, "three years in each row, and nine values of the province");
    let terms: Vec<_> = nodes(plan, "Term").collect();
    assert_eq!(terms.len(), 25);
    assert!(terms.iter().all(|term| text(term, "definition").chars().count() > 5), "each with its definition");
    let stages: Vec<_> = nodes(plan, "Goal").filter(|goal| text(goal, "rule") == "stage").map(|goal| goal.properties.get("year")).collect();
    assert_eq!(stages, [Some(&Value::Int(2020)), Some(&Value::Int(2025))]);
    let promised = nodes(plan, "Goal").filter(|goal| text(goal, "rule") == "counted slogan").count();
    assert_eq!(promised, 8, "the eight that the slogan promises");
    assert!((230..=250).contains(&nodes(plan, "Measure").count()), "about 240 measures: {}", nodes(plan, "Measure").count());
}

#[test]
fn every_bullet_of_the_goals_is_a_goal_of_its_stage() {
    let bullets: Vec<_> = nodes(&BUNDLED, "Goal").filter(|goal| text(goal, "rule") == "goal bullet").collect();
    let printed = std::str::from_utf8(PLAN).expect("UTF-8").lines().filter(|line| line.trim_start().starts_with("——")).count();
    assert!(!bullets.is_empty() && bullets.len() <= printed);
    for bullet in bullets {
        let stages = relations(&BUNDLED, "PART_OF").filter(|(part, whole, _)| part.key == bullet.key && text(whole, "rule") == "stage");
        assert_eq!(stages.count(), 1, "{}", bullet.name);
    }
}

#[test]
fn numbers_of_tasks_run_through_their_parts() {
    let parent: BTreeMap<&str, &str> = relations(&BUNDLED, "PART_OF")
        .filter(|(part, ..)| part.kind == "Task")
        .map(|(part, whole, _)| (part.key.as_str(), text(whole, "number")))
        .collect();
    let mut runs: Vec<Vec<u32>> = Vec::new();
    for task in nodes(&BUNDLED, "Task") {
        let Ok(number) = text(task, "number").trim_end_matches(['.', '．', '、']).parse::<u32>() else { continue };
        let above = parent.get(task.key.as_str()).copied().unwrap_or_default();
        assert!(above.starts_with('（'), "{} stands under {above}", task.name);
        match runs.last_mut() {
            Some(run) if number != 1 => run.push(number),
            _ => runs.push(vec![number]),
        }
    }
    assert_eq!(runs, [(1..=16).collect::<Vec<_>>(), (1..=25).collect()]);
}

#[test]
fn all_evidence_slices_the_original_to_its_quote() {
    let original = std::str::from_utf8(PLAN).expect("UTF-8");
    let of_nodes = BUNDLED.nodes.iter().map(|node| (node.name.as_str(), &node.evidence));
    let of_relations = BUNDLED.relations.iter().map(|relation| (relation.kind, &relation.evidence));
    for (what, evidence) in of_nodes.chain(of_relations) {
        assert!(!evidence.is_empty(), "{what} has no evidence");
        for proof in evidence {
            let (start, end) = (proof.start as usize, proof.end as usize);
            assert_eq!(original.get(start..end), Some(&*proof.quote), "{what}");
            let line = original[..start].matches('\n').count() + 1;
            assert_eq!(proof.line as usize, line, "{what}: {}", proof.address);
        }
    }
}

#[test]
fn everything_says_by_which_rule_it_was_made() {
    for node in &BUNDLED.nodes {
        assert!(!text(node, "rule").is_empty(), "{} {}", node.kind, node.name);
    }
    for relation in &BUNDLED.relations {
        assert!(!relation.rule.is_empty() && (0.0..=1.0).contains(&relation.confidence) && relation.confidence > 0.0, "{relation:?}");
    }
}

#[test]
fn support_names_the_words_that_carry_it() {
    let mut count = 0;
    for (measure, _, relation) in relations(&BUNDLED, "SUPPORTS").filter(|(from, ..)| from.kind == "Measure") {
        let trigger = relation.properties.get("trigger").and_then(Value::as_str).expect("a trigger");
        for word in trigger.split(['…', '；']) {
            assert!(text(measure, "text").contains(word), "{word} is not in {}", measure.name);
        }
        count += 1;
    }
    assert!(count > 100, "{count}");
}

#[test]
fn extraction_gives_the_same_every_time() {
    assert_eq!(graph(PLAN, "jiangmen-2025.txt"), *BUNDLED);
}

#[test]
fn a_sentence_is_a_measure_where_it_says_what_will_be_done() {
    let plan = of(
        "一、发展基础\n积极推进创新，成效明显。\n二、主要任务\n（一）壮大企业。经济活力来自企业。加大研发投入，培育高新技术企业。目前，全市有企业三百家。\n",
    );
    let measures: Vec<_> = nodes(&plan, "Measure").map(|measure| text(measure, "text")).collect();
    assert_eq!(measures, ["加大研发投入，培育高新技术企业。"], "no background, no reason, no situation");
    assert_eq!(names(&plan, "Task"), ["壮大企业"], "主要任务 holds tasks and is none");
}

#[test]
fn support_is_told_by_words_not_by_the_section() {
    let plan = of(
        "一、发展目标\n到2025年：\n——企业实力增强。研发经费支出占地区生产总值比重达到3%，高新技术企业达到500家。\n二、主要任务\n（一）增加研发投入。\n引导企业加大研发投入，用好加计扣除政策。举办摄影比赛，丰富职工生活。\n",
    );
    let found: Vec<_> = relations(&plan, "SUPPORTS").map(|(from, to, _)| (text(from, "text"), to.name.as_str())).collect();
    assert_eq!(found, [("引导企业加大研发投入，用好加计扣除政策。", "研发经费支出占地区生产总值比重")]);
}

#[test]
fn names_of_unknown_fields_speak_for_themselves() {
    let plan = of(
        "一、发展目标\n到2025年：\n——灯塔养护水平提升。灯塔完好率达到98%。\n——渔港避风能力增强。渔港锚地面积达到300公顷。\n二、主要任务\n（一）养护灯塔\n实施老旧灯塔修缮，更换灯器。建立灯塔巡检制度，配备专职人员。举办摄影比赛，丰富职工生活。\n（二）建设渔港\n实施渔港锚地疏浚，清理沉船。加强避风堤岸维护，设置标志。推进码头改造，完善配套。\n",
    );
    let found: Vec<_> = relations(&plan, "SUPPORTS").map(|(from, to, _)| (text(from, "text"), to.name.as_str())).collect();
    let wanted = [
        ("实施老旧灯塔修缮，更换灯器。", "灯塔养护水平提升"),
        ("实施老旧灯塔修缮，更换灯器。", "灯塔完好率"),
        ("建立灯塔巡检制度，配备专职人员。", "灯塔养护水平提升"),
        ("建立灯塔巡检制度，配备专职人员。", "灯塔完好率"),
        ("实施渔港锚地疏浚，清理沉船。", "渔港避风能力增强"),
        ("实施渔港锚地疏浚，清理沉船。", "渔港锚地面积"),
        ("加强避风堤岸维护，设置标志。", "渔港避风能力增强"),
    ];
    assert_eq!(found, wanted, "no word of a goal is in 举办摄影比赛");
}

#[test]
fn quantities_are_read_as_they_bind() {
    let plan = of(
        "一、发展目标\n到2025年，全市高新技术企业达到500家以上，科技进步贡献率达到61%左右，失业率控制在3.5%以内，形成2-3个国际知名的产业集群。\n",
    );
    assert_eq!(
        targets(&plan),
        [
            "高新技术企业 2025 500家 ge target",
            "科技进步贡献率 2025 61% eq target",
            "失业率 2025 3.5% le target",
            "产业集群 2025 2-3个 range target",
        ]
    );
}

#[test]
fn a_quantity_without_a_year_takes_that_of_its_stage_or_of_the_plan() {
    let plan = of(
        "某市规划（2021—2025年）\n一、发展目标\n（一）总体目标\n森林覆盖率达到60%。\n（二）阶段目标\n到2023年：\n——生态改善。水质达标率达到90%。\n",
    );
    assert_eq!(targets(&plan), ["森林覆盖率 2025 60% eq target", "水质达标率 2023 90% eq target"]);
    let bases: Vec<_> =
        relations(&plan, "HAS_TARGET").map(|(indicator, _, relation)| (indicator.name.as_str(), relation.basis.name())).collect();
    assert_eq!(bases.first(), Some(&("森林覆盖率", "lexical")), "the year of the first is a guess");
}

#[test]
fn base_values_are_told_from_targets() {
    let plan = of("一、发展目标\n到2020年，单位产值能耗由2015年的0.8吨标准煤下降到0.6吨标准煤，农民收入比2010年翻一番。\n");
    let found = targets(&plan);
    assert!(found.contains(&"单位产值能耗 2015 0.8吨标准煤 eq actual".to_owned()), "{found:?}");
    assert!(found.contains(&"单位产值能耗 2020 0.6吨标准煤 eq target".to_owned()), "{found:?}");
}

#[test]
fn prose_and_table_name_one_indicator() {
    let research: Vec<_> =
        nodes(&BUNDLED, "Indicator").filter(|node| node.name.contains("研发经费") || node.name.contains("研究与试验")).collect();
    assert_eq!(research.len(), 1, "{:?}", research.iter().map(|node| &node.name).collect::<Vec<_>>());
    let sources: BTreeSet<&str> = relations(&BUNDLED, "HAS_TARGET")
        .filter(|(indicator, ..)| indicator.key == research[0].key)
        .map(|(_, target, _)| text(target, "source"))
        .collect();
    assert_eq!(sources, BTreeSet::from(["prose", "table"]));
}

#[test]
fn who_answers_is_told_with_part_and_deadline() {
    let plan = of(
        "某市行动方案\n一、主要任务\n（一）改善服务\n1.推进“一网通办”，压减办事材料。加强数据共享，缩短办理时限。（科技部牵头，财政部、教育部等按职责分工负责，2024年底前完成）\n（二）强化保障\n加大财政资金投入，支持重点项目。\n牵头单位：财政部\n配合单位：教育部\n",
    );
    let found: BTreeSet<String> = relations(&plan, "RESPONSIBLE_FOR")
        .map(|(body, task, relation)| {
            let said = |property| relation.properties.get(property).and_then(Value::as_str).unwrap_or("-");
            format!("{} {} {} {}", body.name, said("role"), said("deadline"), task.name)
        })
        .collect();
    let expected = [
        "科技部 lead 2024年底前 推进“一网通办”，压减办事材料",
        "财政部 support 2024年底前 推进“一网通办”，压减办事材料",
        "教育部 support 2024年底前 推进“一网通办”，压减办事材料",
        "财政部 lead - 强化保障",
        "教育部 support - 强化保障",
    ];
    assert_eq!(found, expected.map(str::to_owned).into());
}

#[test]
fn a_line_of_one_piece_of_work_makes_no_body_of_the_next_a_helper() {
    let plan = of(
        "云川市行动方案\n一、主要任务\n（一）改善服务。\n1.压减办事材料。（责任单位：市教育局、市财政局）\n2.缩短办理时限。（责任单位：市民政局）\n3.推进数据共享。\n牵头单位：市大数据局\n责任单位：市公安局\n4.开展办事培训。（责任单位：市人力资源社会保障局）\n",
    );
    let roles: BTreeSet<String> = relations(&plan, "RESPONSIBLE_FOR")
        .map(|(body, _, duty)| format!("{} {}", body.name, duty.properties.get("role").and_then(Value::as_str).unwrap_or("-")))
        .collect();
    let led = ["云川市教育局", "云川市财政局", "云川市民政局", "云川市大数据局", "云川市人力资源社会保障局"];
    let expected = led.iter().map(|body| format!("{body} lead")).chain(["云川市公安局 support".to_owned()]);
    assert_eq!(roles, expected.collect());
}

#[test]
fn bodies_alone_in_a_bracket_answer_for_what_stands_before() {
    let plan = of(
        "青河县行动方案\n一、主要任务\n（一）完善救助\n健全救助机制，开展常态化排查。支持行业组织（青河县餐饮协会、青河县物流协会）。（县民政局、团县委，各乡镇人民政府）\n（二）发展文化\n加强图书馆（文化馆、博物馆）建设，丰富群众活动。（县教育局；县文联配合）\n",
    );
    let found: BTreeSet<String> = relations(&plan, "RESPONSIBLE_FOR")
        .map(|(body, task, duty)| {
            let role = duty.properties.get("role").and_then(Value::as_str).unwrap_or("-");
            format!("{} {role} {}", body.name, task.name)
        })
        .collect();
    let expected = [
        "青河县民政局 lead 完善救助",
        "青河县团委 lead 完善救助",
        "青河县各乡镇人民政府 lead 完善救助",
        "青河县教育局 lead 发展文化",
        "青河县文联 support 发展文化",
    ];
    assert_eq!(found, expected.map(str::to_owned).into());
}

#[test]
fn a_table_of_goals_with_years_holds_indicators() {
    let plan = of(
        "青河县行动方案\n一、主要任务\n（一）抓好生产\n落实耕地保护责任。\n附表\n青河县主要目标表\n序号\t目标名称\t单位\t2023年完成\t2026年目标\n1\t粮食总产量\t万吨\t41.6\t42\n2\t卫生厕所普及率\t%\t82.5\t88\n",
    );
    assert_eq!(names(&plan, "Indicator"), ["粮食总产量", "卫生厕所普及率"]);
    assert_eq!(targets(&plan).len(), 4);
}
