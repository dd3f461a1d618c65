use smallvec::SmallVec;

use super::super::Reader;
use super::compile::{Place, Program, Thing};
use super::{Ground, fill};
use crate::base::Outcome;
use crate::model::{RelId, Value};
use crate::query::plan::{Expr, Slot};
use crate::query::value::TupleSet;
use crate::view::{GraphArrays, SymbolKind};

/// The values of an expression, each known by a number: of an expression over one node each value is computed once a node.
pub(super) struct Numbers<'r> {
    source: Source<'r>,
    values: TupleSet,
    /// The number of null.
    null: Option<u32>,
    /// Some values fall together that are not written alike (1 and 1.0).
    pub mixed: bool,
}

enum Source<'r> {
    /// `memo` has one more than the number of each node's value, 0 where it has not been asked for.
    Node {
        place: Place,
        slot: Slot,
        expr: &'r Expr,
        memo: Vec<u32>,
    },
    /// The type of a relation; `memo` as above, by type.
    Kind {
        place: Place,
        kinds: Option<&'r [u32]>,
        memo: Vec<u32>,
    },
    Any {
        expr: &'r Expr,
        places: SmallVec<[(Place, Slot, Thing); 2]>,
    },
}

impl<'r> Numbers<'r> {
    pub fn new(reader: &'r Reader<'_>, program: &Program<'_>, expr: &'r Expr) -> Outcome<Self> {
        let slots = expr.slots();
        let source = match (&slots[..], type_of(expr)) {
            (_, Some(slot)) if program.place(slot, Thing::Rel).is_some() => Source::Kind {
                place: program.place(slot, Thing::Rel).unwrap_or_default(),
                kinds: reader.graph.arrays().map(GraphArrays::rel_kinds),
                memo: vec![0; reader.graph.symbol_count(SymbolKind::RelType)],
            },
            ([slot], _) if is_repeatable(expr) && program.place(*slot, Thing::Node).is_some() => {
                let bound = reader.graph.node_bound() as usize;
                reader.budget.hold(bound * size_of::<u32>())?;
                let place = program.place(*slot, Thing::Node).unwrap_or_default();
                Source::Node { place, slot: *slot, expr, memo: vec![0; bound] }
            }
            _ => {
                let read = program.places.iter().enumerate().filter(|(_, place)| slots.contains(&place.0));
                Source::Any { expr, places: read.map(|(at, &(slot, thing))| (at, slot, thing)).collect() }
            }
        };
        Ok(Self { source, values: TupleSet::new(1), null: None, mixed: false })
    }

    pub fn value(&self, number: u32) -> &Value {
        self.values.get(number as usize).first().unwrap_or(&Value::Null)
    }

    pub fn is_null(&self, number: u32) -> bool {
        self.null == Some(number)
    }

    /// How many different values there have been.
    pub fn count(&self) -> usize {
        self.values.len()
    }

    /// The place of the node that the expression is of.
    pub fn node(&self) -> Option<Place> {
        match &self.source {
            Source::Node { place, .. } => Some(*place),
            _ => None,
        }
    }

    #[inline]
    pub fn number(&mut self, reader: &Reader<'_>, ids: &[u32], ground: &mut Ground<'_, '_>) -> Outcome<u32> {
        match &self.source {
            Source::Node { place, memo, .. } => {
                if let Some(number) = memo.get(ids[*place] as usize).and_then(|number| number.checked_sub(1)) {
                    return Ok(number);
                }
            }
            Source::Kind { place, kinds: Some(kinds), memo } => {
                let kind = kinds.get(ids[*place] as usize).copied().unwrap_or(u32::MAX);
                if let Some(number) = memo.get(kind as usize).and_then(|number| number.checked_sub(1)) {
                    return Ok(number);
                }
            }
            Source::Kind { .. } | Source::Any { .. } => {}
        }
        self.compute(reader, ids, ground)
    }

    fn compute(&mut self, reader: &Reader<'_>, ids: &[u32], ground: &mut Ground<'_, '_>) -> Outcome<u32> {
        let value = self.exact(reader, ids, ground)?;
        let (number, new) = self.values.insert(std::slice::from_ref(&value));
        let number = number as u32;
        if new {
            reader.budget.hold(size_of::<Value>() + 16)?;
            if value.is_null() {
                self.null = Some(number);
            }
        } else {
            self.mixed |= !is_written_alike(self.value(number), &value);
        }
        let memo = match &mut self.source {
            Source::Node { place, memo, .. } => memo.get_mut(ids[*place] as usize),
            Source::Kind { place, memo, .. } => {
                let kind = reader.graph.rel(RelId(ids[*place])).map(|ends| ends.kind);
                kind.and_then(|kind| memo.get_mut(usize::from(kind.0)))
            }
            Source::Any { .. } => None,
        };
        if let Some(memo) = memo {
            *memo = number + 1;
        }
        Ok(number)
    }

    /// The value as this very row gives it.
    pub fn exact(&self, reader: &Reader<'_>, ids: &[u32], ground: &mut Ground<'_, '_>) -> Outcome<Value> {
        match &self.source {
            Source::Node { place, slot, expr, .. } => {
                fill(&[(*slot, Thing::Node)], &ids[*place..=*place], ground.row);
                reader.eval(expr, ground.row)
            }
            Source::Kind { place, .. } => {
                let kind = reader.graph.rel(RelId(ids[*place])).map(|ends| ends.kind);
                Ok(kind.map_or(Value::Null, |kind| reader.graph.symbol_name(SymbolKind::RelType, kind).into()))
            }
            Source::Any { expr, places } => {
                for &(place, slot, thing) in places {
                    fill(&[(slot, thing)], &ids[place..=place], ground.row);
                }
                reader.eval(expr, ground.row)
            }
        }
    }
}

/// The relation of `type(r)`.
fn type_of(expr: &Expr) -> Option<Slot> {
    match expr {
        Expr::Call(function, arguments, _) if function.name == "type" => match &arguments[..] {
            [Expr::Slot(slot)] => Some(*slot),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the expression gives the same for the same node, and looks at no other rows.
fn is_repeatable(expr: &Expr) -> bool {
    let mut repeatable = true;
    expr.visit(&mut |part| {
        repeatable &= match part {
            Expr::Call(function, ..) => function.deterministic,
            Expr::Exists(_) | Expr::Collect(..) | Expr::First(..) => false,
            _ => true,
        };
    });
    repeatable
}

/// Of two values that fall together. Lists may hide a difference, so they count as one.
fn is_written_alike(a: &Value, b: &Value) -> bool {
    !matches!(a, Value::List(_) | Value::Map(_)) && std::mem::discriminant(a) == std::mem::discriminant(b)
}
