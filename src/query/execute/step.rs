use std::sync::Arc;
use std::time::Instant;

use super::weight::{TUPLE, extent, passing, weight};
use smallvec::SmallVec;

use super::state::State;
use super::{Flow, Halt, Reader, Sink};
use crate::base::Outcome;
use crate::model::{NodeId, RelId, Value};
use crate::query::hooks::CallContext;
use crate::query::plan::{Named, Op, OpKind, Slot, Stored};
use crate::view::{Direction, Symbol, SymbolKind};

use super::rows::RowBuffer;

/// Bytes whose release takes noticeable time.
const SLOW_TO_DROP: usize = 64 << 20;

/// Releases what a failed statement has held, beside the user's way: millions of small pieces would keep the message waiting.
pub(super) fn discard<T: Send + 'static>(held: T) {
    // Where no thread can be had the closure is dropped here, and `held` with it.
    let _ = std::thread::Builder::new().spawn(move || drop(held));
}

impl Reader<'_> {
    /// Runs a pipeline on one row; every row that comes out goes to `sink`.
    pub(super) fn pipeline(&self, ops: &[Op], row: &mut [Value], sink: Sink<'_>) -> Flow {
        self.drive(ops, None, row, sink)
    }

    /// Runs a pipeline on the rows of `source`, or on the row as it stands.
    pub(super) fn drive(&self, ops: &[Op], source: Option<&RowBuffer>, row: &mut [Value], sink: Sink<'_>) -> Flow {
        let mut states: SmallVec<[State; 6]> = SmallVec::with_capacity(ops.len());
        for op in ops {
            states.push(self.begin(op, row)?);
        }
        let flow = self.driven(ops, source, &mut states, row, sink);
        for state in &states {
            if let State::Passing(bytes) = state {
                self.budget.release(*bytes);
            }
        }
        if matches!(flow, Err(Halt::Failed(_))) && self.budget.held() > SLOW_TO_DROP {
            discard(states);
        }
        flow
    }

    fn driven(&self, ops: &[Op], source: Option<&RowBuffer>, states: &mut [State], row: &mut [Value], sink: Sink<'_>) -> Flow {
        let flow = match source {
            None => self.first(ops, states, row, sink),
            Some(rows) => (0..rows.len()).try_for_each(|at| {
                rows.load(at, row);
                self.step(ops, 0, states, row, sink)
            }),
        };
        self.settle(ops, 0, states, flow)?;
        // What holds rows gives them now, one operator after another.
        let mut from = 0;
        while let Some(at) = ops[from..].iter().position(Op::blocks).map(|at| from + at) {
            from = at + 1;
            let held = std::mem::replace(&mut states[at], State::None);
            let flow = self.release(&ops[at], held, row, &mut |row| self.step(ops, from, states, row, sink));
            self.settle(ops, from, states, flow)?;
        }
        Ok(())
    }

    /// Counts a large value of the present row of an operator; without one, begins the next row.
    #[inline]
    fn pass_through(&self, state: &mut State, value: Option<&Value>) -> Outcome<()> {
        match (value.map(passing), &mut *state) {
            (None, State::Passing(held)) => self.budget.release(std::mem::take(held)),
            (None | Some(0), _) => {}
            (Some(bytes), State::Passing(held)) => {
                *held += bytes;
                self.budget.hold(bytes)?;
            }
            (Some(bytes), _) => {
                *state = State::Passing(bytes);
                self.budget.hold(bytes)?;
            }
        }
        Ok(())
    }

    /// All operators on the row as it stands, on ids as far as that goes.
    fn first(&self, ops: &[Op], states: &mut [State], row: &mut [Value], sink: Sink<'_>) -> Flow {
        let start = self.work.timed.then(Instant::now);
        let done = self.compactly(ops, states, row, sink);
        if let (Some(start), Some(op), Ok(true)) = (start, ops.first(), &done) {
            self.work.spend(op.id, start.elapsed());
        }
        if done? { Ok(()) } else { self.step(ops, 0, states, row, sink) }
    }

    /// A LIMIT of these operators that is used up has stopped the rows on purpose.
    fn settle(&self, ops: &[Op], from: usize, states: &[State], flow: Flow) -> Flow {
        let used_up = |(op, state): (&Op, &State)| matches!((&op.kind, state), (OpKind::Limit(_), State::Left(0)));
        match flow {
            Err(Halt::Done) if ops.iter().zip(states).skip(from).any(used_up) => Ok(()),
            other => other,
        }
    }

    fn release(&self, op: &Op, held: State, row: &mut [Value], next: Sink<'_>) -> Flow {
        match (&op.kind, held) {
            (OpKind::Aggregate { keys, aggregates }, State::Groups(groups)) => groups.give(keys, aggregates, self.budget, row, next),
            (_, State::Sorting(sorter)) => sorter.give(self.budget, row, next),
            (_, State::Held(rows)) => (0..rows.len()).try_for_each(|at| {
                rows.load(at, row);
                next(row)
            }),
            _ => Ok(()),
        }
    }

    /// The operators from `at` on, for one row.
    pub(super) fn step(&self, ops: &[Op], mut at: usize, states: &mut [State], row: &mut [Value], sink: Sink<'_>) -> Flow {
        if self.work.timed && at < ops.len() {
            let start = Instant::now();
            let flow = self.operate(ops, &mut at, states, row, sink);
            self.work.spend(ops[at].id, start.elapsed());
            return flow.map(|_| ());
        }
        // Operators that give one row for one are done in a loop; the others call this again for each row they make.
        while self.operate(ops, &mut at, states, row, sink)? {}
        Ok(())
    }

    /// One operator on one row; true where the next one is still to be done, on the same row.
    #[inline]
    fn operate(&self, ops: &[Op], at: &mut usize, states: &mut [State], row: &mut [Value], sink: Sink<'_>) -> Result<bool, Halt> {
        let i = *at;
        if let Some(before) = i.checked_sub(1) {
            self.work.add(ops[before].id, 1, 0);
        }
        let Some(op) = ops.get(i) else {
            sink(row)?;
            return Ok(false);
        };
        let mut pass = |row: &mut [Value], states: &mut [State], sink: Sink<'_>| -> Result<bool, Halt> {
            if self.work.timed {
                self.step(ops, i + 1, states, row, sink)?;
                return Ok(false);
            }
            *at = i + 1;
            Ok(true)
        };
        match &op.kind {
            OpKind::Filter(condition) => {
                if self.truth(condition, row)? == Some(true) {
                    return pass(row, states, sink);
                }
            }
            OpKind::Project(items) => {
                self.pass_through(&mut states[i], None)?;
                for (slot, expr) in items {
                    row[*slot] = self.eval(expr, row)?;
                    self.pass_through(&mut states[i], Some(&row[*slot]))?;
                }
                return pass(row, states, sink);
            }
            OpKind::BuildPath { to, parts } => {
                row[*to] = self.build_path(parts, row);
                return pass(row, states, sink);
            }
            OpKind::CountStore { to, what, label } => {
                row[*to] = Value::Int(self.stored(*what, label.as_ref()) as i64);
                return pass(row, states, sink);
            }
            OpKind::CountTypes { kind, count, kinds } => {
                let wanted: Vec<_> = kinds.iter().filter_map(|kind| self.symbols.kind(kind)).collect();
                for symbol in (0..self.graph.symbol_count(SymbolKind::RelType) as u16).map(Symbol) {
                    let relations = self.graph.type_count(symbol);
                    if relations > 0 && (kinds.is_empty() || wanted.contains(&symbol)) {
                        self.budget.tick()?;
                        row[*kind] = Value::from(self.graph.symbol_name(SymbolKind::RelType, symbol));
                        row[*count] = Value::Int(relations as i64);
                        self.step(ops, i + 1, states, row, sink)?;
                    }
                }
            }
            OpKind::Distinct(slots) => {
                let tuple: SmallVec<[Value; 4]> = slots.iter().map(|&slot| row[slot].clone()).collect();
                self.budget.ticks(tuple.iter().map(extent).sum())?;
                if let State::Seen(seen) = &mut states[i]
                    && seen.insert(&tuple).1
                {
                    self.budget.hold(tuple.iter().map(weight).sum::<usize>() + TUPLE)?;
                    return pass(row, states, sink);
                }
            }
            OpKind::Skip(_) => match &mut states[i] {
                State::Left(left) if *left > 0 => *left -= 1,
                _ => return pass(row, states, sink),
            },
            OpKind::Limit(_) => {
                let State::Left(left) = &mut states[i] else { return Ok(false) };
                if *left == 0 {
                    return Err(Halt::Done);
                }
                *left -= 1;
                let last = *left == 0;
                self.step(ops, i + 1, states, row, sink)?;
                if last {
                    return Err(Halt::Done);
                }
            }
            OpKind::Semi { pipeline, anti } => {
                if self.finds(&pipeline.ops, row)? != *anti {
                    return pass(row, states, sink);
                }
            }
            OpKind::Optional { pipeline, nulls } => {
                let mut found = false;
                self.pipeline(&pipeline.ops, row, &mut |row| {
                    found = true;
                    self.step(ops, i + 1, states, row, sink)
                })?;
                if !found {
                    nulls.iter().for_each(|&slot| row[slot] = Value::Null);
                    return pass(row, states, sink);
                }
            }
            OpKind::AllNodes { .. } | OpKind::LabelScan { .. } | OpKind::Lookup { .. } | OpKind::RelScan { .. }
                if i > 0 && self.scan_compactly(ops, i, states, row, sink)? => {}
            OpKind::AllNodes { to } => {
                for node in self.graph.nodes() {
                    self.met(op, node, *to, ops, i, states, row, sink)?;
                }
            }
            OpKind::LabelScan { to, label } => {
                if let Some(label) = self.symbols.label(label) {
                    for node in self.graph.nodes_labelled(label) {
                        self.met(op, node, *to, ops, i, states, row, sink)?;
                    }
                }
            }
            OpKind::Lookup { to, label, key, value } => {
                let value = self.eval(value, row)?;
                for node in self.lookup(op, label.as_ref(), key, &value)? {
                    self.met(op, node, *to, ops, i, states, row, sink)?;
                }
            }
            OpKind::TextSearch { to, label, key, query } => {
                let query = self.eval(query, row)?;
                for node in self.search(op, label.as_ref(), key, &query)? {
                    self.met(op, node, *to, ops, i, states, row, sink)?;
                }
            }
            OpKind::RelScan { rel, from, to, kinds, direction } => {
                let wanted: SmallVec<[Symbol; 2]> = kinds.iter().filter_map(|kind| self.symbols.kind(kind)).collect();
                for id in (0..self.graph.rel_bound()).map(RelId) {
                    self.budget.tick()?;
                    let Some(ends) = self.graph.rel(id) else { continue };
                    self.work.add(op.id, 0, 1);
                    if !kinds.is_empty() && !wanted.contains(&ends.kind) {
                        continue;
                    }
                    row[*rel] = Value::Rel(id);
                    if *direction != Direction::In {
                        (row[*from], row[*to]) = (Value::Node(ends.start), Value::Node(ends.end));
                        self.step(ops, i + 1, states, row, sink)?;
                    }
                    if *direction == Direction::In || (*direction == Direction::Both && ends.start != ends.end) {
                        row[*rel] = Value::Rel(id);
                        (row[*from], row[*to]) = (Value::Node(ends.end), Value::Node(ends.start));
                        self.step(ops, i + 1, states, row, sink)?;
                    }
                }
            }
            OpKind::Expand(expand) => {
                self.expand(op, expand, row, &mut |row| self.step(ops, i + 1, states, row, sink))?;
            }
            OpKind::Ends(expand) => {
                self.ends(op, expand, row, &mut |row| self.step(ops, i + 1, states, row, sink))?;
            }
            OpKind::ExpandMany(many) => {
                self.walk(op, many, row, &mut |row| self.step(ops, i + 1, states, row, sink))?;
            }
            OpKind::ShortestPath(many, all) => {
                self.shortest(op, many, *all, row, &mut |row| self.step(ops, i + 1, states, row, sink))?;
            }
            OpKind::Unwind { to, list } => match self.eval(list, row)? {
                Value::Null => {}
                Value::List(items) => {
                    let bytes = passing(&Value::List(Arc::clone(&items)));
                    self.budget.hold(bytes)?;
                    for item in items.iter() {
                        self.budget.tick()?;
                        row[*to] = item.clone();
                        self.step(ops, i + 1, states, row, sink)?;
                    }
                    self.budget.release(bytes);
                }
                single => {
                    row[*to] = single;
                    return pass(row, states, sink);
                }
            },
            OpKind::Call { procedure, arguments, outputs } => {
                let values = arguments.iter().map(|argument| self.eval(argument, row)).collect::<Result<Vec<_>, _>>()?;
                let context = CallContext { view: self.graph, budget: self.budget, text: self.text };
                for given in procedure.0.call(&values, &context)? {
                    self.budget.tick()?;
                    for &(column, slot) in outputs {
                        row[slot] = given.get(column).cloned().unwrap_or_default();
                    }
                    self.step(ops, i + 1, states, row, sink)?;
                }
            }
            OpKind::Aggregate { keys, aggregates } => {
                if let State::Groups(groups) = &mut states[i] {
                    self.group(groups, keys, aggregates, row)?;
                }
            }
            OpKind::Sort { keys, .. } => {
                if let State::Sorting(sorter) = &mut states[i] {
                    self.sort(sorter, keys, row)?;
                }
            }
            OpKind::Eager { .. } | OpKind::Write { .. } => {
                if let State::Held(rows) = &mut states[i] {
                    rows.push(row, self.budget)?;
                }
            }
            // Every pattern is given an order before anything runs.
            OpKind::Pattern(_) => {}
        }
        Ok(false)
    }

    #[allow(clippy::too_many_arguments)] // the operator's surroundings, passed on as they are
    #[inline]
    fn met(&self, op: &Op, node: NodeId, to: Slot, ops: &[Op], i: usize, states: &mut [State], row: &mut [Value], sink: Sink<'_>) -> Flow {
        self.budget.tick()?;
        self.work.add(op.id, 0, 1);
        row[to] = Value::Node(node);
        self.step(ops, i + 1, states, row, sink)
    }

    /// Whether the pipeline gives a row.
    pub(super) fn finds(&self, ops: &[Op], row: &mut [Value]) -> Result<bool, Halt> {
        let (mut found, before) = (false, self.budget.held());
        let flow = self.pipeline(ops, row, &mut |_| {
            found = true;
            Err(Halt::Done)
        });
        self.budget.back_to(before);
        match flow {
            Err(Halt::Failed(error)) => Err(Halt::Failed(error)),
            _ => Ok(found),
        }
    }

    fn stored(&self, what: Stored, name: Option<&Named>) -> usize {
        match (what, name) {
            (Stored::Nodes, None) => self.graph.node_count(),
            (Stored::Nodes, Some(name)) => self.symbols.label(name).map_or(0, |label| self.graph.label_count(label)),
            (Stored::Rels, None) => self.graph.rel_count(),
            (Stored::Rels, Some(name)) => self.symbols.kind(name).map_or(0, |kind| self.graph.type_count(kind)),
        }
    }
}
