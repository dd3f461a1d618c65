//! Ends and means: goals nobody works for, work that serves no goal, tasks that nobody answers for.

use super::Plan;
use super::finding::{Finding, Severity};
use crate::base::Message;
use crate::model::{Evidence, NodeId};
use crate::view::Direction;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    goals(plan, found);
    indicators(plan, found);
    measures(plan, found);
    tasks(plan, found);
    responsibility(plan, found);
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
            note("means.goal-without-measure", Severity::Warning, en, zh, evidence.clone(), found);
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
            note("means.indicator-without-measure", Severity::Warning, en, zh, plan.facts.evidence(indicator), found);
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

fn tasks(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for task in plan.facts.nodes("Task") {
        let below = plan.facts.steps(task, Direction::In, "PART_OF");
        if below.is_empty() {
            let name = plan.facts.name(task);
            let (en, zh) = (format!("the task “{name}” has no measure"), format!("任务“{name}”之下没有措施"));
            note("means.task-without-measure", Severity::Warning, en, zh, plan.facts.evidence(task), found);
        }
    }
}

/// Who answers for what, and until when. Where a plan names nobody at all one note says so; where it names some, each gap
/// is a finding.
fn responsibility(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let facts = &plan.facts;
    // Only tasks without tasks below them carry work of their own.
    let leaves: Vec<NodeId> = facts
        .nodes("Task")
        .into_iter()
        .filter(|&task| facts.steps(task, Direction::In, "PART_OF").into_iter().all(|(_, part)| !facts.is(part, "Task")))
        .collect();
    if leaves.is_empty() {
        return;
    }
    let named = |node: NodeId| !facts.steps(node, Direction::In, "RESPONSIBLE_FOR").is_empty();
    let covered = |task: NodeId| {
        let mut at = Some(task);
        let mut depth = 0;
        // A task is answered for by itself, its measures, or a task above it.
        while let Some(node) = at.filter(|_| depth < 16) {
            if named(node) {
                return true;
            }
            at = facts.steps(node, Direction::Out, "PART_OF").first().map(|(_, above)| *above);
            depth += 1;
        }
        facts.steps(task, Direction::In, "PART_OF").into_iter().any(|(_, measure)| named(measure))
    };
    let without: Vec<NodeId> = leaves.iter().copied().filter(|&task| !covered(task)).collect();
    if without.len() == leaves.len() {
        let en = format!("the plan names no responsible body for any of its {} tasks", leaves.len());
        let zh = format!("规划的{}项任务均未写明责任单位", leaves.len());
        note("means.no-responsibility", Severity::Note, en, zh, facts.evidence(leaves[0]), found);
        return;
    }
    let named = leaves.len() - without.len();
    for task in without {
        let name = facts.name(task);
        let en = format!("the task “{name}” names no responsible body, though {named} of {} tasks do", leaves.len());
        let zh = format!("任务“{name}”未写明责任单位，而{}项任务中有{named}项写明", leaves.len());
        note("means.task-without-body", Severity::Warning, en, zh, facts.evidence(task), found);
    }
}
