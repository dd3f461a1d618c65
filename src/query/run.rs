//! One pattern statement, from its tree to its answer: checked, planned, optimised, executed.

use std::collections::BTreeMap;

use super::ast::{Mode, Statement};
use super::check::{self, Checked, World};
use super::execute::{Services, Work, execute};
use super::hooks::{Budget, Procedures, TextIndex};
use super::optimise::{Effort, optimise};
use super::plan::{self, Plan};
use crate::base::Outcome;
use crate::model::{Answer, Shape, Summary, Value};
use crate::schema::Schema;
use crate::view::{ChangeSet, GraphView};

/// What a statement runs against.
#[derive(Clone, Copy)]
pub struct Host<'a> {
    pub view: &'a dyn GraphView,
    /// `None` where any label, relation type and key is taken.
    pub schema: Option<&'a Schema>,
    pub procedures: &'a Procedures,
    pub params: &'a BTreeMap<String, Value>,
    pub text: Option<&'a dyn TextIndex>,
    /// Where the series of `rand()` begins.
    pub seed: u64,
    pub effort: Effort,
}

/// What a statement gave, and what it would change.
#[derive(Debug, Default)]
pub struct Ran {
    pub answer: Answer,
    /// To be applied by whoever holds the graph; `None` of a statement that only reads. Ids among the rows are those of the
    /// view with these changes.
    pub changes: Option<ChangeSet>,
    /// Nodes and relations looked at.
    pub touched: u64,
}

/// Checks and plans a statement without running it.
///
/// # Errors
/// What [`run`] would say before its first row.
pub fn check_only(statement: Statement, host: &Host<'_>) -> Outcome<()> {
    let checked = checked(statement, host)?;
    plan::plan(&checked, None, host.procedures).map(|_| ())
}

fn checked(statement: Statement, host: &Host<'_>) -> Outcome<Checked> {
    check::check(statement.query, World { schema: host.schema, procedures: host.procedures })
}

/// Runs a statement.
///
/// # Errors
/// Compile-time errors of the check, errors of execution, and those of the budget.
pub fn run(statement: Statement, host: &Host<'_>, budget: &Budget) -> Outcome<Ran> {
    let mode = statement.mode;
    let text = (mode != Mode::Run).then(|| statement.query.to_string());
    let checked = checked(statement, host)?;
    let params = (mode != Mode::Explain).then_some(host.params);
    let mut plan = plan::plan(&checked, params, host.procedures)?;
    optimise(&mut plan, host.view, host.text.is_some(), host.effort);
    let notes: Vec<(String, String)> = checked.warnings.iter().map(|(_, message)| (message.en.clone(), message.zh.clone())).collect();
    if mode == Mode::Explain {
        let answer = shown(text.as_deref().unwrap_or_default(), &plan, None, notes);
        return Ok(Ran { answer, ..Ran::default() });
    }
    let services = Services { text: host.text, seed: host.seed };
    let done = execute(&plan, host.view, services, budget, mode == Mode::Profile)?;
    let touched = done.work.touched();
    if mode == Mode::Profile {
        let answer = shown(text.as_deref().unwrap_or_default(), &plan, Some(&done.work), notes);
        return Ok(Ran { answer, changes: done.changes, touched });
    }
    let summary = Summary { notes, changes: done.changes.as_ref().map(ChangeSet::counts).unwrap_or_default(), ..Summary::default() };
    let columns = plan.columns.iter().map(ToString::to_string).collect();
    Ok(Ran { answer: Answer { columns, rows: done.rows, summary }, changes: done.changes, touched })
}

/// A statement and its plan, one line a row. With the counts of a run each operator has real rows and its own time.
fn shown(text: &str, plan: &Plan, work: Option<&Work>, notes: Vec<(String, String)>) -> Answer {
    let mut columns = vec!["plan".to_owned(), "estimated".to_owned()];
    if work.is_some() {
        columns.extend(["rows", "touched", "ms"].map(str::to_owned));
    }
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let blank = columns.len() - 1;
    for line in text.lines() {
        rows.push(std::iter::once(Value::from(line)).chain(std::iter::repeat_n(Value::Null, blank)).collect());
    }
    for line in plan::draw(plan) {
        let mut row = vec![
            Value::from(format!("{}· {}", "  ".repeat(line.depth), line.text)),
            line.estimate.map_or(Value::Null, |rows| Value::Int(rows.round() as i64)),
        ];
        if let Some(work) = work {
            let counted = work.of(line.op);
            let millis = (counted.time.as_secs_f64() * 1e6).round() / 1e3;
            row.extend([Value::Int(counted.rows as i64), Value::Int(counted.touched as i64), Value::Float(millis)]);
        }
        rows.push(row);
    }
    Answer { columns, rows, summary: Summary { notes, shape: Shape::Table, ..Summary::default() } }
}
