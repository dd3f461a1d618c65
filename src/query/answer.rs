//! Any statement → its answer: a pattern as it stands, an ask by way of the patterns that it becomes.

use std::collections::BTreeMap;

use super::ask::finish::{chosen, finish, first_nodes};
use super::ask::lower::{self, Program, Stage};
use super::ask::tree::{AskStatement, Labels as AskLabels};
use super::ast::Mode;
use super::hooks::Budget;
use super::parser::parse_pattern;
use super::read::Statement;
use super::run::{self, Host};
use crate::base::{Diagnostic, Outcome};
use crate::model::{Answer, Labels, NodeId, PageRequest, Shape, Value};
use crate::schema::Schema;
use crate::view::ChangeSet;

/// What a statement gave, what it would change and what it wants kept.
#[derive(Debug, Default)]
pub struct Answered {
    pub answer: Answer,
    /// As in [`run::Ran`].
    pub changes: Option<ChangeSet>,
    /// `let $name = …`: the name and the nodes of the first column.
    pub bind: Option<(String, Vec<NodeId>)>,
}

/// Runs a statement of either layer. `schema` gives asks their words.
///
/// # Errors
/// Those of [`run::run`]; of an ask also `UnknownName` and what its tails cannot mean.
pub fn answer(statement: Statement, schema: &Schema, host: &Host<'_>, budget: &Budget) -> Outcome<Answered> {
    match statement {
        Statement::Pattern(statement) => {
            let ran = run::run(*statement, host, budget)?;
            Ok(Answered { answer: ran.answer, changes: ran.changes, bind: None })
        }
        Statement::Ask(ask) => answer_ask(&ask, schema, host, budget),
    }
}

/// Finds what [`answer`] would say before its first row.
///
/// # Errors
/// As [`answer`].
pub fn check_only(statement: Statement, schema: &Schema, host: &Host<'_>) -> Outcome<()> {
    match statement {
        Statement::Pattern(statement) => run::check_only(*statement, host),
        Statement::Ask(ask) => lower::lower(&ask, host.view, schema, host.params).map(|_| ()),
    }
}

fn answer_ask(ask: &AskStatement, schema: &Schema, host: &Host<'_>, budget: &Budget) -> Outcome<Answered> {
    let program = lower::lower(ask, host.view, schema, host.params)?;
    if ask.mode == Mode::Explain {
        return Ok(Answered { answer: shown(&program, host, Mode::Explain, budget)?, ..Answered::default() });
    }
    let mut params: BTreeMap<String, Value> = host.params.clone();
    params.extend(program.params.clone());
    let mut rows = Vec::with_capacity(program.stages.len());
    let (mut columns, mut profiled) = (Vec::new(), Vec::new());
    for stage in &program.stages {
        let host = Host { params: &params, ..*host };
        let ran = run_stage(stage, Mode::Run, &host, budget)?;
        if ask.mode == Mode::Profile {
            profiled.extend(told(stage, run_stage(stage, Mode::Profile, &host, budget)?));
        }
        if let Some(keep) = &stage.keep {
            let nodes = chosen(&[&ran.rows], ran.rows.iter(), &keep.sort, keep.top, host.view);
            params.insert(keep.param.clone(), Value::list(nodes.into_iter().map(Value::Node)));
        }
        columns = ran.columns;
        rows.push(ran.rows);
    }
    let mut answer = finish(&program, &rows, columns, host.view, schema);
    answer.summary.page = page(ask);
    let bind = ask.bind.clone().map(|name| (name, first_nodes(&answer.rows)));
    if ask.mode == Mode::Profile {
        answer = Answer { columns: plan_columns(Mode::Profile), rows: profiled, summary: answer.summary };
        answer.summary.shape = Shape::Table;
    }
    Ok(Answered { answer, changes: None, bind })
}

/// Runs one stage. Its text was made here, so that an error has no place in what the user typed; the query of a `let` was not.
fn run_stage(stage: &Stage, mode: Mode, host: &Host<'_>, budget: &Budget) -> Outcome<Answer> {
    let placeless = |mut error: Box<Diagnostic>| {
        error.span = None;
        error
    };
    let mut statement = parse_pattern(&stage.text).map_err(placeless)?;
    statement.mode = mode;
    run::run(statement, host, budget).map(|ran| ran.answer).map_err(placeless)
}

/// The stages and their plans.
fn shown(program: &Program, host: &Host<'_>, mode: Mode, budget: &Budget) -> Outcome<Answer> {
    let mut rows = Vec::new();
    let mut params = host.params.clone();
    params.extend(program.params.clone());
    for stage in &program.stages {
        if let Some(keep) = &stage.keep {
            params.insert(keep.param.clone(), Value::list([]));
        }
        let host = Host { params: &params, ..*host };
        rows.extend(told(stage, run_stage(stage, mode, &host, budget)?));
    }
    let mut answer = Answer { columns: plan_columns(mode), rows, ..Answer::default() };
    answer.summary.reading = program.readings.clone();
    answer.summary.notes = program.notes.clone();
    Ok(answer)
}

fn plan_columns(mode: Mode) -> Vec<String> {
    let names: &[&str] = if mode == Mode::Profile { &["plan", "estimated", "rows", "touched", "ms"] } else { &["plan", "estimated"] };
    names.iter().map(|&name| name.to_owned()).collect()
}

/// What a stage is for, then its query and plan, then what is kept of it.
fn told(stage: &Stage, plan: Answer) -> Vec<Vec<Value>> {
    let line = |text: String, width: usize| std::iter::once(Value::from(text)).chain(std::iter::repeat_n(Value::Null, width - 1)).collect();
    let width = plan.columns.len().max(1);
    let mut rows: Vec<Vec<Value>> = vec![line(format!("// {} · {}", stage.purpose.0, stage.purpose.1), width)];
    rows.extend(plan.rows);
    if let Some(keep) = &stage.keep {
        rows.push(line(format!("// → ${}", keep.param), width));
    }
    rows
}

fn page(ask: &AskStatement) -> PageRequest {
    let labels = match ask.tails.labels {
        None => Labels::Session,
        Some(AskLabels::English) => Labels::En,
        Some(AskLabels::Chinese) => Labels::Zh,
        Some(AskLabels::Both) => Labels::Both,
    };
    let export = ask.tails.export.as_ref();
    PageRequest { format: export.map(|export| export.format.clone()), file: export.and_then(|export| export.file.clone()), labels }
}
