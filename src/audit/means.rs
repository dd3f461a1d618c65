//! Ends and means: goals nobody works for, work that serves no goal, tasks that nobody answers for.

use super::Plan;
use super::finding::{Finding, Severity};
use crate::base::Message;
use crate::document::HeadingKind;
use crate::model::{Evidence, NodeId};
use crate::view::Direction;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    goals(plan, found);
    indicators(plan, found);
    measures(plan, found);
    tasks(plan, found);
    responsibility(plan, found);
    items(plan, found);
}

fn note(code: &'static str, severity: Severity, en: String, zh: String, evidence: Vec<Evidence>, found: &mut Vec<Finding>) {
    found.push(Finding::new(code, severity, Message::new(en, zh), evidence));
}

/// Whether a goal is served: itself, by an indicator that measures it, or by a goal that is part of it.
fn served(plan: &Plan<'_>, goal: NodeId) -> bool {
    let facts = &plan.facts;
    let mut around = vec![goal];
    let mut at = 0;
    // The parts of goals form a shallow tree; the list guards against a ring all the same.
    while at < around.len() {
        let parts = facts.steps(around[at], Direction::In, "PART_OF").into_iter().map(|(_, part)| part);
        let fresh: Vec<NodeId> = parts.filter(|part| facts.is(*part, "Goal") && !around.contains(part)).collect();
        around.extend(fresh);
        at += 1;
    }
    around.iter().any(|&goal| {
        let measured = facts.steps(goal, Direction::Out, "MEASURED_BY").into_iter().map(|(_, indicator)| indicator);
        std::iter::once(goal).chain(measured).any(|end| !facts.steps(end, Direction::In, "SUPPORTS").is_empty())
    })
}

fn goals(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let facts = &plan.facts;
    let measures = !facts.nodes("Measure").is_empty();
    for goal in facts.nodes("Goal") {
        let (name, evidence) = (facts.name(goal), facts.evidence(goal));
        if measures && !served(plan, goal) {
            let (en, zh) = (format!("no measure of the plan supports the goal “{name}”"), format!("目标“{name}”没有任何措施支撑"));
            note("means.goal-without-measure", Severity::Note, en, zh, evidence.clone(), found);
        }
        let stage = !facts.steps(goal, Direction::In, "PART_OF").is_empty();
        if !stage && facts.steps(goal, Direction::Out, "MEASURED_BY").is_empty() {
            let (en, zh) = (format!("the goal “{name}” names no indicator"), format!("目标“{name}”没有衡量指标"));
            note("means.goal-without-indicator", Severity::Note, en, zh, evidence.clone(), found);
        }
        let above = facts.steps(goal, Direction::Out, "PART_OF").into_iter().any(|(_, stage)| facts.number(stage, "year").is_some());
        if facts.number(goal, "year").is_none() && !above {
            let (en, zh) = (format!("the goal “{name}” names no year"), format!("目标“{name}”没有年限"));
            note("means.goal-without-year", Severity::Note, en, zh, evidence, found);
        }
    }
}

fn indicators(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    if plan.facts.nodes("Measure").is_empty() {
        return;
    }
    for indicator in plan.facts.nodes("Indicator") {
        let aims = plan
            .facts
            .steps(indicator, Direction::Out, "HAS_TARGET")
            .into_iter()
            .any(|(_, target)| plan.facts.text(target, "role") == "target");
        if aims && plan.facts.steps(indicator, Direction::In, "SUPPORTS").is_empty() {
            let name = plan.facts.name(indicator);
            let (en, zh) = (format!("no measure of the plan supports the indicator “{name}”"), format!("指标“{name}”没有任何措施支撑"));
            note("means.indicator-without-measure", Severity::Note, en, zh, plan.facts.evidence(indicator), found);
        }
    }
}

fn measures(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    if plan.facts.nodes("Goal").is_empty() && plan.facts.nodes("Indicator").is_empty() {
        return;
    }
    for measure in plan.facts.nodes("Measure") {
        if plan.facts.steps(measure, Direction::Out, "SUPPORTS").is_empty() {
            let name = plan.facts.name(measure);
            let (en, zh) = (
                format!("the measure {name} supports no goal or indicator that the plan states"),
                format!("措施{name}未支撑规划所列的任何目标或指标"),
            );
            note("means.measure-without-goal", Severity::Note, en, zh, plan.facts.evidence(measure), found);
        }
    }
}

/// Whether a task is a line of work: not the title of an annex or a box, nor a clause of a list that bears a number.
fn line_of_work(plan: &Plan<'_>, task: NodeId) -> bool {
    let (name, address) = (plan.facts.name(task), plan.facts.text(task, "address"));
    // An address that needed a mark to be unique (2〔2〕) stands where the numbers do not tell how the text is built.
    let clause = name.chars().count() > 30 || name.ends_with(['；', ';', '：']) || address.contains('〔');
    !clause && !around(&address)
}

/// Whether an address stands in an annex or a box.
fn around(address: &str) -> bool {
    ["附", "专栏"].iter().any(|around| address.starts_with(around))
}

fn tasks(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for task in plan.facts.nodes("Task").into_iter().filter(|&task| line_of_work(plan, task)) {
        let below = plan.facts.steps(task, Direction::In, "PART_OF");
        if below.is_empty() {
            let name = plan.facts.name(task);
            let (en, zh) = (format!("the task “{name}” has no measure"), format!("任务“{name}”之下没有措施"));
            note("means.task-without-measure", Severity::Warning, en, zh, plan.facts.evidence(task), found);
        }
    }
}

/// Who answers for what. Where a plan names nobody at all one note says so; where a part names nobody (保障措施 often do not)
/// one note for the part; a gap among tasks that mostly name somebody is a warning.
fn responsibility(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let facts = &plan.facts;
    // Only tasks without tasks below them carry work of their own; what a box or an annex lists is none below.
    let below = |part: NodeId| facts.is(part, "Task") && !around(&facts.text(part, "address"));
    let leaf = |task: NodeId| facts.steps(task, Direction::In, "PART_OF").into_iter().all(|(_, part)| !below(part));
    let leaves: Vec<NodeId> = facts.nodes("Task").into_iter().filter(|&task| leaf(task) && line_of_work(plan, task)).collect();
    let Some(&first) = leaves.first() else { return };
    if !leaves.iter().any(|&task| answered_for(plan, task)) {
        let en = format!("the plan names no responsible body for any of its {} tasks", leaves.len());
        let zh = format!("规划的{}项任务均未写明责任单位", leaves.len());
        note("means.no-responsibility", Severity::Note, en, zh, facts.evidence(first), found);
        return;
    }
    // Leaves come in document order, so that those of one part stand together.
    for part in leaves.chunk_by(|&a, &b| plan.part(&facts.text(a, "address")) == plan.part(&facts.text(b, "address"))) {
        let without: Vec<NodeId> = part.iter().copied().filter(|&task| !answered_for(plan, task)).collect();
        let named = part.len() - without.len();
        if named == 0 && part.len() > 1 {
            let title = plan.part(&facts.text(part[0], "address")).map_or_else(String::new, |section| section.title.clone());
            let en = format!("none of the {} tasks of “{title}” names a responsible body, though tasks of other parts do", part.len());
            let zh = format!("“{title}”的{}项任务均未写明责任单位，而其他部分写明", part.len());
            note("means.task-without-body", Severity::Note, en, zh, facts.evidence(part[0]), found);
            continue;
        }
        let severity = if named * 2 >= part.len() { Severity::Warning } else { Severity::Note };
        for task in without {
            let name = facts.name(task);
            let (en, zh) = match part.len() {
                1 => (
                    format!("the task “{name}” names no responsible body, though tasks of other parts do"),
                    format!("任务“{name}”未写明责任单位，而其他部分写明"),
                ),
                tasks => (
                    format!("the task “{name}” names no responsible body, though {named} of {tasks} tasks of its part do"),
                    format!("任务“{name}”未写明责任单位，而该部分{tasks}项任务中有{named}项写明"),
                ),
            };
            note("means.task-without-body", severity, en, zh, facts.evidence(task), found);
        }
    }
}

/// Numbered measures below one heading of which nearly all name who answers for them: the few that do not.
fn items(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let sections = &plan.document.sections;
    let items: Vec<usize> = (1..sections.len()).filter(|&at| sections[at].kind == HeadingKind::Item).collect();
    for row in items.chunk_by(|&a, &b| sections[a].parent == sections[b].parent) {
        let without: Vec<usize> = row.iter().copied().filter(|&at| !plan.has_responsibility(&sections[at].address)).collect();
        let above = sections[row[0]].parent.and_then(|parent| sections.get(parent)).map_or("", |section| &section.address);
        if row.len() < 3 || without.len() * 4 > row.len() || above.starts_with('附') {
            continue;
        }
        for at in without {
            let address = &sections[at].address;
            let named = row.len() - 1;
            let en = format!("the measure {address} names no responsible body, though others of its {named} neighbours do");
            let zh = format!("措施{address}未写明责任单位，而同级的其他{named}项写明");
            let evidence = plan.evidence_in(sections[at].extent).into_iter().collect();
            note("means.task-without-body", Severity::Warning, en, zh, evidence, found);
        }
    }
}

/// Whether the task, one of its measures or a task above it has a responsible body.
fn answered_for(plan: &Plan<'_>, task: NodeId) -> bool {
    let facts = &plan.facts;
    let named = |node: NodeId| !facts.steps(node, Direction::In, "RESPONSIBLE_FOR").is_empty();
    let mut at = Some(task);
    // Outlines are shallow; the bound guards against a ring.
    for _ in 0..16 {
        let Some(node) = at else { break };
        if named(node) {
            return true;
        }
        at = facts.steps(node, Direction::Out, "PART_OF").first().map(|(_, above)| *above);
    }
    // 各牵头部门 names nobody whom the graph knows, but the task has its line of responsibility.
    facts.steps(task, Direction::In, "PART_OF").into_iter().any(|(_, measure)| named(measure))
        || plan.has_responsibility(&facts.text(task, "address"))
}
