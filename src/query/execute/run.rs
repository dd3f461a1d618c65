use std::cell::{Cell, RefCell};

use super::rows::RowBuffer;
use super::weight::{SHELL, written};
use super::write::{Graph, Writer};
use super::{Flow, Halt, Hits, Reader, Symbols, Work};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::Value;
use crate::query::hooks::{Budget, TextIndex};
use crate::query::plan::{Branch, Op, OpKind, Plan};
use crate::query::value::TupleSet;
use crate::view::{ChangeSet, GraphView, Overlay};

/// What stands beside the graph while a statement runs.
#[derive(Clone, Copy, Default)]
pub struct Services<'a> {
    /// Where it is missing, `~` looks at every text.
    pub text: Option<&'a dyn TextIndex>,
    /// Where the series of `rand()` begins.
    pub seed: u64,
}

/// The rows of a plan, and what it changed.
#[derive(Debug)]
pub struct Executed {
    pub rows: Vec<Vec<Value>>,
    /// What the statement changed over the view; `None` of a statement that only reads. Ids in `rows` are those of the
    /// view with these changes.
    pub changes: Option<ChangeSet>,
    pub work: Work,
}

/// Runs a plan. Nothing is changed in `view`: changes come back in [`Executed::changes`], and only if all went well.
pub fn execute(plan: &Plan, view: &dyn GraphView, services: Services<'_>, budget: &Budget, timed: bool) -> Outcome<Executed> {
    let run = Run {
        plan,
        budget,
        services,
        work: Work::new(plan.op_count, timed),
        hits: Hits::default(),
        seed: Cell::new(services.seed),
        result: RefCell::new((Vec::new(), TupleSet::new(plan.columns.len()))),
    };
    let mut overlay = plan.writes.then(|| Overlay::new(view));
    for branch in &plan.branches {
        let flow = match &mut overlay {
            None => run.read_branch(branch, view),
            Some(overlay) => run.write_branch(branch, overlay),
        };
        if let Err(Halt::Failed(error)) = flow {
            return Err(error);
        }
    }
    if overlay.as_ref().is_some_and(|overlay| overlay.dangling().is_some()) {
        let message = Message::new("a node that still has relationships cannot be deleted", "仍有关系的节点不能删除");
        return Err(Diagnostic::runtime(ErrorClass::ConstraintVerificationFailed, "DeleteConnectedNode", message)
            .hint("DETACH DELETE deletes its relationships too", "DETACH DELETE 会一并删除其关系"));
    }
    Ok(Executed { rows: run.result.into_inner().0, changes: overlay.map(Overlay::into_changes), work: run.work })
}

struct Run<'a> {
    plan: &'a Plan,
    budget: &'a Budget,
    services: Services<'a>,
    work: Work,
    hits: Hits,
    seed: Cell<u64>,
    /// The rows so far, and, for UNION, which they are.
    result: RefCell<(Vec<Vec<Value>>, TupleSet)>,
}

impl Run<'_> {
    fn reader<'r>(&'r self, graph: &'r dyn GraphView, symbols: &'r Symbols) -> Reader<'r> {
        Reader {
            graph,
            symbols,
            budget: self.budget,
            work: &self.work,
            text: self.services.text,
            hits: &self.hits,
            seed: &self.seed,
            writes: self.plan.writes,
        }
    }

    fn row(&self) -> Vec<Value> {
        vec![Value::Null; self.plan.width]
    }

    /// One finished row of a branch. A statement that returns nothing has no rows.
    fn take(&self, branch: &Branch, row: &[Value]) -> Flow {
        if self.plan.columns.is_empty() {
            return Ok(());
        }
        let values: Vec<Value> = branch.output.iter().map(|&slot| row[slot].clone()).collect();
        let (rows, seen) = &mut *self.result.borrow_mut();
        if self.plan.distinct && !seen.insert(&values).1 {
            return Ok(());
        }
        self.budget.row()?;
        // A row of the answer is written out, whatever it shares with others.
        self.budget.hold(values.iter().map(written).sum::<usize>() + 2 * size_of::<Vec<Value>>() + SHELL)?;
        rows.push(values);
        Ok(())
    }

    fn read_branch(&self, branch: &Branch, view: &dyn GraphView) -> Flow {
        let symbols = Symbols::of(&self.plan.names, view);
        let reader = self.reader(view, &symbols);
        reader.pipeline(&branch.pipeline.ops, &mut self.row(), &mut |row| self.take(branch, row))
    }

    /// Between two writes the operators only read: the overlay is lent to them, and back to the write.
    fn write_branch(&self, branch: &Branch, overlay: &mut Graph<'_>) -> Flow {
        let mut row = self.row();
        let mut rows = RowBuffer::one();
        let mut ops: &[Op] = &branch.pipeline.ops;
        while let Some(at) = ops.iter().position(Op::is_write) {
            let OpKind::Write { write, keep } = &ops[at].kind else { break };
            let mut held = RowBuffer::new(keep);
            self.reading(overlay, &mut |reader| {
                reader.drive(&ops[..at], Some(&rows), &mut row, &mut |row| Ok(held.push(row, reader.budget)?))
            })?;
            let mut out = RowBuffer::new(keep);
            let mut writer = Writer { overlay: &mut *overlay, read: &|graph, act| self.reading(graph, act) };
            writer.write(write, &held, &mut row, &mut out)?;
            self.work.add(ops[at].id, out.len() as u64, held.len() as u64);
            rows = out;
            ops = &ops[at + 1..];
        }
        self.reading(overlay, &mut |reader| reader.drive(ops, Some(&rows), &mut row, &mut |row| self.take(branch, row)))
    }

    fn reading(&self, graph: &Graph<'_>, act: &mut dyn FnMut(&Reader<'_>) -> Flow) -> Flow {
        let symbols = Symbols::of(&self.plan.names, graph);
        act(&self.reader(graph, &symbols))
    }
}
