use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::super::aggregate::Gathered;
use super::super::state::State;
use super::super::{Flow, Reader};
use super::compile::{Compiler, Place, Program, Start};
use super::keys::Numbers;
use super::seen::PairSet;
use super::{Ground, Taker, fill};
use crate::base::Outcome;
use crate::model::Value;
use crate::query::plan::{Aggregation, Expr, Op, OpKind, Slot};
use crate::view::{Number, NumberColumn};

/// Groups rows of ids. Keys are numbers (see [`Numbers`]); of the rows themselves nothing is kept.
///
/// Where one key tells the nodes of the scan apart, the groups of one such node are complete when the next node comes:
/// they are given and forgotten at once, and only few are ever held.
pub(super) struct Grouper<'r, 'a> {
    reader: &'r Reader<'a>,
    program: &'r Program<'r>,
    ops: &'r [Op],
    keys: &'r [(Slot, Expr)],
    aggregates: &'r [Aggregation],
    /// Of each key.
    numbers: Vec<Numbers<'r>>,
    measures: Vec<Measure<'r>>,
    find: Find,
    count: usize,
    /// The numbers of the keys, group by group.
    members: Vec<u32>,
    /// The keys of groups whose values are written otherwise than those of their numbers.
    exact: FxHashMap<usize, SmallVec<[Value; 2]>>,
    /// Of each aggregate of each group what a count or an average needs.
    tallies: Vec<Tally>,
    /// Of each aggregate of each group what any other needs; empty where there is no other.
    gathered: Vec<Gathered>,
    fresh: Vec<Gathered>,
    cutoff: Option<Cutoff>,
}

/// What a pair of a group and a value that it has had takes, in bytes.
const PAIR: usize = 24;

/// What a count and an average are made of.
#[derive(Clone, Copy, Default)]
struct Tally {
    count: i64,
    sum: f64,
}

/// Where an aggregate gets what it gathers.
enum Measure<'r> {
    /// `count` of rows.
    Rows,
    /// `count` and `avg` of numbers.
    Tallied(Place, NumberColumn<'r>),
    /// Other aggregates of numbers.
    Numbers(Place, NumberColumn<'r>),
    /// `count(DISTINCT …)`.
    Distinct(Box<(Numbers<'r>, PairSet)>),
    /// Any other, on the ordinary row.
    Row,
}

/// How the group of a row is found.
enum Find {
    One,
    /// By the number of the only key, one more than the group.
    Number(Vec<u32>),
    /// Within the run of one node of the scan: by the number of the other key, if there is one, run and group.
    Run {
        node: Option<u32>,
        run: u32,
        other: Option<usize>,
        local: Vec<(u32, u32)>,
    },
    Pair(FxHashMap<u64, u32>),
    Many(FxHashMap<SmallVec<[u32; 4]>, u32>),
}

/// Groups are sorted by a count next and few are wanted: which aggregate it is, and which operator sorts.
struct Cutoff {
    aggregate: usize,
    descending: bool,
    sorter: usize,
}

impl<'r, 'a> Grouper<'r, 'a> {
    pub fn new(
        reader: &'r Reader<'a>,
        program: &'r Program<'r>,
        ops: &'r [Op],
        keys: &'r [(Slot, Expr)],
        aggregates: &'r [Aggregation],
        ground: &mut Ground<'_, '_>,
    ) -> Outcome<Self> {
        let compiler = Compiler { reader, places: program.places.clone(), width: program.width, many: program.many };
        let mut numbers = keys.iter().map(|key| Numbers::new(reader, program, &key.1)).collect::<Outcome<Vec<_>>>()?;
        let mut measures = Vec::new();
        for aggregate in aggregates {
            measures.push(Measure::new(&compiler, program, aggregate)?);
        }
        let distinct = measures.iter().any(|measure| matches!(measure, Measure::Distinct(_)));
        let outer = if keys.len() == 2 || keys.len() == 1 && distinct { outer_key(reader, program, &mut numbers, ground)? } else { None };
        let find = match (outer, keys.len()) {
            (Some(outer), count) => Find::Run { node: None, run: 0, other: (count == 2).then_some(1 - outer), local: Vec::new() },
            (None, 0) => Find::One,
            (None, 1) => Find::Number(Vec::new()),
            (None, 2) => Find::Pair(FxHashMap::default()),
            _ => Find::Many(FxHashMap::default()),
        };
        let fresh: Vec<Gathered> = aggregates.iter().map(Gathered::new).collect();
        // Without keys there is one group, also of no rows.
        let fresh = if measures.iter().any(Measure::gathers) { fresh } else { Vec::new() };
        let one = usize::from(keys.is_empty());
        let (count, tallies, gathered) =
            (one, vec![Tally::default(); one * aggregates.len()], if one == 1 { fresh.clone() } else { Vec::new() });
        let cutoff = Cutoff::new(ops, program.until, aggregates).filter(|cutoff| !measures[cutoff.aggregate].gathers());
        let (members, exact) = (Vec::new(), FxHashMap::default());
        Ok(Self {
            reader,
            program,
            ops,
            keys,
            aggregates,
            numbers,
            measures,
            find,
            count,
            members,
            exact,
            tallies,
            gathered,
            fresh,
            cutoff,
        })
    }

    /// Gives the groups that are still held.
    pub fn finish(mut self, ground: &mut Ground<'_, '_>) -> Flow {
        self.give(ground)
    }

    #[inline]
    fn group(&mut self, ids: &[u32], ground: &mut Ground<'_, '_>) -> Outcome<usize> {
        // Most groupings have one or two keys, which need no list.
        let mut few = [0; 2];
        for (key, number) in self.numbers.iter_mut().zip(&mut few) {
            *number = key.number(self.reader, ids, ground)?;
        }
        let next = self.count as u32;
        let group = match &mut self.find {
            Find::One => 0,
            Find::Number(groups) => {
                let at = few[0] as usize;
                if groups.len() <= at {
                    groups.resize(at + 1, 0);
                }
                if groups[at] == 0 {
                    groups[at] = next + 1;
                }
                groups[at] - 1
            }
            Find::Run { other: None, .. } => 0,
            Find::Run { other: Some(other), run, local, .. } => {
                let at = few[*other] as usize;
                if local.len() <= at {
                    local.resize(at + 1, (0, 0));
                }
                if local[at].0 != *run {
                    local[at] = (*run, next);
                }
                local[at].1
            }
            Find::Pair(groups) => *groups.entry(u64::from(few[0]) << 32 | u64::from(few[1])).or_insert(next),
            Find::Many(groups) => {
                let all = self.numbers.iter_mut().map(|key| key.number(self.reader, ids, ground)).collect::<Outcome<_>>()?;
                *groups.entry(all).or_insert(next)
            }
        };
        if group == next && !self.keys.is_empty() {
            self.reader.budget.hold(self.group_size())?;
            self.count += 1;
            for key in &mut self.numbers {
                self.members.push(key.number(self.reader, ids, ground)?);
            }
            self.tallies.resize(self.count * self.aggregates.len(), Tally::default());
            self.gathered.extend(self.fresh.iter().cloned());
            if self.numbers.iter().any(|key| key.mixed) {
                let values = self.numbers.iter().map(|key| key.exact(self.reader, ids, ground)).collect::<Outcome<_>>()?;
                self.exact.insert(group as usize, values);
            }
        }
        Ok(group as usize)
    }

    fn group_size(&self) -> usize {
        self.keys.len() * (size_of::<u32>() + 16) + self.aggregates.len() * size_of::<Tally>() + self.fresh.len() * size_of::<Gathered>()
    }

    fn give(&mut self, ground: &mut Ground<'_, '_>) -> Flow {
        let width = self.aggregates.len();
        for group in 0..self.count {
            let own = &self.tallies[group * width..(group + 1) * width];
            if self.cutoff.as_ref().is_some_and(|cutoff| cutoff.drops(own, ground.states)) {
                continue;
            }
            for (at, (slot, _)) in self.keys.iter().enumerate() {
                let number = self.members[group * self.keys.len() + at];
                let exact = self.exact.get(&group).and_then(|values| values.get(at));
                ground.row[*slot] = exact.unwrap_or_else(|| self.numbers[at].value(number)).clone();
            }
            for (at, (aggregate, measure)) in self.aggregates.iter().zip(&self.measures).enumerate() {
                ground.row[aggregate.to] = if measure.gathers() {
                    std::mem::replace(&mut self.gathered[group * width + at], Gathered::Count(0)).finish()
                } else {
                    own[at].finish(aggregate)
                };
            }
            self.reader.step(self.ops, self.program.until + 1, ground.states, ground.row, ground.out)?;
        }
        self.tallies.clear();
        self.gathered.clear();
        self.reader.budget.release(if self.keys.is_empty() { 0 } else { self.count * self.group_size() });
        self.count = 0;
        self.members.clear();
        self.exact.clear();
        Ok(())
    }

    /// The node of the scan has changed: its groups are complete.
    fn turn(&mut self, new: u32, ground: &mut Ground<'_, '_>) -> Flow {
        self.give(ground)?;
        for measure in &mut self.measures {
            if let Measure::Distinct(distinct) = measure {
                self.reader.budget.release(PAIR * distinct.1.len());
                distinct.1.clear();
            }
        }
        if let Find::Run { node, run, .. } = &mut self.find {
            *node = Some(new);
            *run += 1;
        }
        Ok(())
    }
}

impl Taker for Grouper<'_, '_> {
    fn take(&mut self, ids: &[u32], ground: &mut Ground<'_, '_>) -> Flow {
        if let Find::Run { node, .. } = &self.find
            && *node != Some(ids[0])
        {
            self.turn(ids[0], ground)?;
        }
        let group = self.group(ids, ground)?;
        let first = group * self.aggregates.len();
        for (at, measure) in self.measures.iter_mut().enumerate() {
            match measure {
                Measure::Rows => self.tallies[first + at].count += 1,
                Measure::Tallied(place, column) => {
                    let sum = match column.get(ids[*place]) {
                        None => continue,
                        Some(Number::Int(number)) => number as f64,
                        Some(Number::Float(number)) => number,
                    };
                    let tally = &mut self.tallies[first + at];
                    tally.count += 1;
                    tally.sum += sum;
                }
                Measure::Distinct(distinct) => {
                    let (numbers, seen) = &mut **distinct;
                    let number = numbers.number(self.reader, ids, ground)?;
                    if !numbers.is_null(number) && seen.insert(group as u32, number) {
                        self.reader.budget.hold(PAIR)?;
                        self.tallies[first + at].count += 1;
                    }
                }
                Measure::Numbers(place, column) => {
                    let value = match column.get(ids[*place]) {
                        None => continue,
                        Some(Number::Int(number)) => Value::Int(number),
                        Some(Number::Float(number)) => Value::Float(number),
                    };
                    self.reader.gather(&mut self.gathered[first + at], value, &self.aggregates[at], ground.row)?;
                }
                Measure::Row => {
                    let aggregate = &self.aggregates[at];
                    fill(&self.program.places, ids, ground.row);
                    let Some(argument) = aggregate.arguments.first() else { continue };
                    let value = self.reader.eval(argument, ground.row)?;
                    if !value.is_null() {
                        self.reader.gather(&mut self.gathered[first + at], value, aggregate, ground.row)?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl Tally {
    fn finish(self, aggregate: &Aggregation) -> Value {
        match Gathered::new(aggregate) {
            Gathered::Average { .. } if self.count == 0 => Value::Null,
            Gathered::Average { .. } => Value::Float(self.sum / self.count as f64),
            _ => Value::Int(self.count),
        }
    }
}

impl<'r> Measure<'r> {
    fn new(compiler: &Compiler<'r, '_>, program: &Program<'_>, aggregate: &'r Aggregation) -> Outcome<Self> {
        let Some(argument) = aggregate.arguments.first() else { return Ok(Self::Rows) };
        let counts = matches!(Gathered::new(aggregate), Gathered::Count(_));
        Ok(match argument {
            // What only counts and what differs in nothing but its number needs no value.
            argument if aggregate.distinct => {
                Self::Distinct(Box::new((Numbers::new(compiler.reader, program, argument)?, PairSet::default())))
            }
            Expr::Slot(slot) if counts && program.places.iter().any(|place| place.0 == *slot) => Self::Rows,
            argument => match compiler.numbers(argument) {
                Some((place, column)) if counts || matches!(Gathered::new(aggregate), Gathered::Average { .. }) => {
                    Self::Tallied(place, column)
                }
                Some((place, column)) => Self::Numbers(place, column),
                None => Self::Row,
            },
        })
    }

    /// Whether a tally is not enough.
    const fn gathers(&self) -> bool {
        matches!(self, Self::Numbers(..) | Self::Row)
    }
}

/// Whether all aggregates can be gathered from rows of ids: a DISTINCT one only where it counts.
pub(super) fn can_group(aggregates: &[Aggregation]) -> bool {
    aggregates.iter().all(|aggregate| !aggregate.distinct || matches!(Gathered::new(aggregate), Gathered::Count(_)))
}

/// The key that has another value for every node of the scan.
fn outer_key(
    reader: &Reader<'_>,
    program: &Program<'_>,
    numbers: &mut [Numbers<'_>],
    ground: &mut Ground<'_, '_>,
) -> Outcome<Option<usize>> {
    let (Some(outer), Start::Nodes(nodes)) = (numbers.iter().position(|key| key.node() == Some(0)), &program.start) else {
        return Ok(None);
    };
    let mut count = 0;
    for node in nodes.clone() {
        reader.budget.tick()?;
        numbers[outer].number(reader, &[node.0], ground)?;
        count += 1;
        if numbers[outer].count() < count {
            return Ok(None);
        }
    }
    Ok(Some(outer))
}

impl Cutoff {
    fn new(ops: &[Op], at: usize, aggregates: &[Aggregation]) -> Option<Self> {
        let (items, sorter) = match &ops.get(at + 1)?.kind {
            OpKind::Project(items) => (&items[..], at + 2),
            _ => (&[][..], at + 1),
        };
        let OpKind::Sort { keys, top: Some(_), .. } = &ops.get(sorter)?.kind else { return None };
        let key = keys.first()?;
        let Expr::Slot(slot) = key.expr else { return None };
        if items.iter().any(|item| item.0 == slot) {
            return None;
        }
        let counts = |aggregate: &Aggregation| aggregate.to == slot && matches!(Gathered::new(aggregate), Gathered::Count(_));
        let aggregate = aggregates.iter().position(counts)?;
        Some(Self { aggregate, descending: key.descending, sorter })
    }

    /// Whether the sort would drop the group.
    #[inline]
    fn drops(&self, tallies: &[Tally], states: &[State]) -> bool {
        let (Some(Tally { count, .. }), Some(State::Sorting(sorter))) = (tallies.get(self.aggregate), states.get(self.sorter)) else {
            return false;
        };
        match sorter.first_of_limit() {
            Some(Value::Int(limit)) => {
                if self.descending {
                    count < limit
                } else {
                    count > limit
                }
            }
            _ => false,
        }
    }
}
