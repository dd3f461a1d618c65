//! Checked statement → plan, clause by clause, in the order in which they are written.

mod expressions;
mod matches;
mod projection;
mod writes;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Branch, Expr, NameTables, Named, Op, OpKind, Pipeline, Plan, ProcedureRef, Slot};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::Value;
use crate::query::ast::Name;
use crate::query::check::{Checked, CheckedCall, CheckedClause, CheckedPart, CheckedQuery, Scope};
use crate::query::hooks::Procedures;

/// Operators in one pipeline between two that hold all rows: a row goes down as many calls.
const LONGEST_RUN: usize = 128;

/// The plan of a checked statement. `params` gives every parameter its value; where it is `None` (to show the plan only),
/// parameters have none.
pub fn plan(checked: &Checked, params: Option<&BTreeMap<String, Value>>, procedures: &Procedures) -> Outcome<Plan> {
    let mut planner = Planner { params, procedures, subqueries: &checked.subqueries, names: NameTables::default(), slot_names: Vec::new() };
    let branches = planner.query(&checked.root, &Places::default())?;
    Ok(Plan {
        branches,
        distinct: checked.root.union.is_some_and(|union| !union.all),
        columns: checked.root.columns.iter().map(|column| Arc::clone(&column.name)).collect(),
        width: planner.slot_names.len(),
        names: planner.names,
        slot_names: planner.slot_names,
        writes: checked.writes,
        op_count: 0,
    })
}

/// Where the variables in scope lie.
pub(super) type Places = FxHashMap<Arc<str>, Slot>;

pub(super) struct Planner<'a> {
    params: Option<&'a BTreeMap<String, Value>>,
    procedures: &'a Procedures,
    subqueries: &'a [CheckedQuery],
    names: NameTables,
    slot_names: Vec<Arc<str>>,
}

impl Planner<'_> {
    /// A new place in the row.
    fn slot(&mut self, name: &Arc<str>) -> Slot {
        self.slot_names.push(Arc::clone(name));
        self.slot_names.len() - 1
    }

    fn unnamed(&mut self) -> Slot {
        self.slot(&"".into())
    }

    fn label(&mut self, name: &Name) -> Named {
        named(&mut self.names.labels, &name.text)
    }

    fn kind(&mut self, name: &Name) -> Named {
        named(&mut self.names.kinds, &name.text)
    }

    fn key(&mut self, name: &Arc<str>) -> Named {
        named(&mut self.names.keys, name)
    }

    fn query(&mut self, query: &CheckedQuery, outer: &Places) -> Outcome<Vec<Branch>> {
        query
            .parts
            .iter()
            .map(|part| self.part(part, &query.columns.iter().map(|c| Arc::clone(&c.name)).collect::<Vec<_>>(), outer))
            .collect()
    }

    fn part(&mut self, part: &CheckedPart, columns: &[Arc<str>], outer: &Places) -> Outcome<Branch> {
        let mut places = outer.clone();
        let mut pipeline = Pipeline::default();
        let mut run = 0;
        for step in &part.steps {
            let before = pipeline.ops.len();
            self.clause(&step.clause, &mut places, &mut pipeline.ops)?;
            // Names that the scope has dropped must not be found by a later clause that binds them anew. Those of the
            // statement around stay: an inner query may name them after any WITH that keeps them.
            places.retain(|name, _| step.scope.get(name).is_some());
            run += pipeline.ops.len() - before;
            if pipeline.ops[before..].iter().any(Op::blocks) {
                run = 0;
            }
            if run > LONGEST_RUN {
                pipeline.ops.push(OpKind::Eager { keep: all_of(&places) }.into());
                run = 0;
            }
        }
        let last = part.steps.last().map(|step| &step.scope);
        let output = columns.iter().filter_map(|name| places.get(name).copied()).collect();
        debug_assert!(last.is_none_or(|scope: &Scope| columns.iter().all(|name| scope.get(name).is_some())));
        Ok(Branch { pipeline, output })
    }

    fn clause(&mut self, clause: &CheckedClause, places: &mut Places, ops: &mut Vec<Op>) -> Outcome<()> {
        match clause {
            CheckedClause::Match(clause) => self.match_clause(clause, places, ops),
            CheckedClause::Unwind(clause) => {
                let list = self.expr(&clause.list, places)?;
                let to = self.slot(&clause.variable.text);
                places.insert(Arc::clone(&clause.variable.text), to);
                ops.push(OpKind::Unwind { to, list }.into());
                Ok(())
            }
            CheckedClause::Call(call) => self.call(call, places, ops),
            CheckedClause::Project(projection) => self.project(projection, places, ops),
            CheckedClause::Create(clause) => self.create(clause, places, ops),
            CheckedClause::Merge(clause) => self.merge(clause, places, ops),
            CheckedClause::Set(clause) => self.set(clause, places, ops),
            CheckedClause::Remove(clause) => self.remove(clause, places, ops),
            CheckedClause::Delete(clause) => self.delete(clause, places, ops),
        }
    }

    fn call(&mut self, call: &CheckedCall, places: &mut Places, ops: &mut Vec<Op>) -> Outcome<()> {
        let Some(procedure) = self.procedures.find(&call.procedure) else {
            let message = Message::new(format!("there is no procedure {}", call.procedure), format!("没有过程 {}", call.procedure));
            return Err(Diagnostic::compile(ErrorClass::UnknownName, "ProcedureNotFound", message));
        };
        let procedure = Arc::clone(procedure);
        let mut arguments = call.arguments.iter().map(|argument| self.expr(argument, places)).collect::<Outcome<Vec<_>>>()?;
        let left_out = procedure.signature().arguments.iter().skip(arguments.len());
        arguments.extend(left_out.map(|argument| Expr::Const(argument.default.clone().unwrap_or_default())));
        let mut outputs = Vec::new();
        for item in &call.yields {
            let columns = &procedure.signature().columns;
            if let Some(at) = columns.iter().position(|column| column.name == *item.field.text) {
                let to = self.slot(&item.variable().text);
                places.insert(Arc::clone(&item.variable().text), to);
                outputs.push((at, to));
            }
        }
        ops.push(OpKind::Call { procedure: ProcedureRef(procedure), arguments, outputs }.into());
        if let Some(filter) = &call.filter {
            let filter = self.expr(filter, places)?;
            ops.push(OpKind::Filter(filter).into());
        }
        Ok(())
    }
}

fn named(table: &mut Vec<Arc<str>>, name: &Arc<str>) -> Named {
    let at = table.iter().position(|known| known == name).unwrap_or_else(|| {
        table.push(Arc::clone(name));
        table.len() - 1
    });
    Named { name: Arc::clone(name), at }
}

/// The places of all variables in scope, ascending.
fn all_of(places: &Places) -> Vec<Slot> {
    let mut slots: Vec<Slot> = places.values().copied().collect();
    slots.sort_unstable();
    slots.dedup();
    slots
}
