//! Rows of ids. From a scan on, as long as operators only go along relations and keep or drop rows, a row holds nothing but
//! nodes and relations: a few numbers, of which no copy is ever made. A run of such operators is compiled into a [`Program`]
//! over the view's arrays (where it keeps such) and gone through depth first, one loop a relation.
//!
//! | module | what it does |
//! |---|---|
//! | `compile` | operators → program |
//! | `test` | which rows are kept |
//! | `walk` | program → rows, each to a [`Taker`] |
//! | `group`, `keys`, `seen` | rows → groups, keyed by numbers instead of values |
//!
//! What stands after the run sees ordinary rows, except that grouping takes the ids themselves ([`group::Grouper`]).

mod compile;
mod group;
mod keys;
mod seen;
mod test;
mod walk;

use super::state::State;
use super::{Flow, Reader, Sink};
use crate::model::{NodeId, RelId, Value};
use crate::query::plan::{Op, OpKind, Slot};

use compile::{Program, Thing};
use group::{Grouper, can_group};

/// Where rows of ids go.
trait Taker {
    fn take(&mut self, ids: &[u32], ground: &mut Ground<'_, '_>) -> Flow;

    /// The first sort key of the last row that can still be among the wanted ones, where rows are sorted and few are wanted.
    fn limit(&self, _ground: &Ground<'_, '_>) -> Option<f64> {
        None
    }
}

/// The ordinary row, and what stands after the run.
struct Ground<'g, 's> {
    row: &'g mut [Value],
    states: &'g mut [State],
    out: Sink<'s>,
}

impl Reader<'_> {
    /// Runs the whole pipeline's first operators on ids, grouping included; `false` where that cannot be.
    pub(super) fn compactly(&self, ops: &[Op], states: &mut [State], row: &mut [Value], out: Sink<'_>) -> Result<bool, super::Halt> {
        let Some(program) = self.program(ops, 0, row)? else { return Ok(false) };
        let (keys, aggregates) = match ops.get(program.until).map(|op| &op.kind) {
            Some(OpKind::Aggregate { keys, aggregates }) if can_group(aggregates) => (keys, aggregates),
            _ => return self.run_program(&program, ops, states, row, out).map(|()| true),
        };
        // The groups are given here: nothing is left to be given when the rows have ended.
        states[program.until] = State::None;
        let mut ground = Ground { row, states, out };
        let mut grouper = Grouper::new(self, &program, ops, keys, aggregates, &mut ground)?;
        self.go(&program, &mut ground, &mut grouper)?;
        program.count(self, true);
        grouper.finish(&mut ground)?;
        Ok(true)
    }

    /// As [`Reader::compactly`], for a scan anywhere in a pipeline: rows go on as ordinary ones.
    pub(super) fn scan_compactly(
        &self,
        ops: &[Op],
        at: usize,
        states: &mut [State],
        row: &mut [Value],
        out: Sink<'_>,
    ) -> Result<bool, super::Halt> {
        let Some(program) = self.program(ops, at, row)? else { return Ok(false) };
        self.run_program(&program, ops, states, row, out).map(|()| true)
    }

    fn run_program(&self, program: &Program<'_>, ops: &[Op], states: &mut [State], row: &mut [Value], out: Sink<'_>) -> Flow {
        let mut rows = Rows { reader: self, program, ops, sorter: program.early.as_ref().map(|early| early.sorter) };
        let flow = self.go(program, &mut Ground { row, states, out }, &mut rows);
        program.count(self, false);
        flow
    }
}

/// Rows of ids become ordinary rows for the operators that follow.
struct Rows<'r, 'a> {
    reader: &'r Reader<'a>,
    program: &'r Program<'r>,
    ops: &'r [Op],
    sorter: Option<usize>,
}

impl Taker for Rows<'_, '_> {
    fn take(&mut self, ids: &[u32], ground: &mut Ground<'_, '_>) -> Flow {
        fill(&self.program.places, ids, ground.row);
        self.reader.step(self.ops, self.program.until, ground.states, ground.row, ground.out)
    }

    fn limit(&self, ground: &Ground<'_, '_>) -> Option<f64> {
        match ground.states.get(self.sorter?) {
            Some(State::Sorting(sorter)) => sorter.first_of_limit().and_then(Value::as_number),
            _ => None,
        }
    }
}

/// Puts the ids of the first places into the ordinary row.
#[inline]
fn fill(places: &[(Slot, Thing)], ids: &[u32], row: &mut [Value]) {
    for (&(slot, thing), &id) in places.iter().zip(ids) {
        row[slot] = match thing {
            Thing::Node => Value::Node(NodeId(id)),
            Thing::Rel => Value::Rel(RelId(id)),
        };
    }
}
