use std::cmp::Ordering;

use memchr::memmem::Finder;
use smallvec::SmallVec;

use super::super::{Halt, Reader};
use super::compile::{Chain, Compiler, Place, Thing};
use super::{Ground, fill};
use crate::model::{NodeId, RelId, Value};
use crate::query::ast::CompareOp;
use crate::query::plan::{Expr, Slot, TextTest};
use crate::query::value::int_float;
use crate::view::{GraphView, LabelSets, Number, NumberColumn, Symbol, ValueRef};

/// Whether a row of ids is kept.
pub(super) enum Test<'a> {
    /// A number of an entity against a number.
    Number {
        place: Place,
        column: NumberColumn<'a>,
        op: CompareOp,
        with: Number,
    },
    /// A number of an entity against one of another.
    Pair {
        a: (Place, NumberColumn<'a>),
        op: CompareOp,
        b: (Place, NumberColumn<'a>),
    },
    /// A text of an entity has another within it.
    Contains {
        place: Place,
        thing: Thing,
        key: Symbol,
        finder: Box<Finder<'a>>,
    },
    Labels {
        place: Place,
        labels: LabelTest<'a>,
    },
    /// A pattern is found, or (`anti`) is not.
    Found {
        chain: Chain<'a>,
        anti: bool,
    },
    /// Any other condition, on the ordinary row.
    Row {
        condition: &'a Expr,
        places: SmallVec<[(Place, Slot, Thing); 4]>,
    },
}

/// The labels that a node must have.
pub(super) enum LabelTest<'a> {
    Any,
    /// One of them is not known to the view.
    Never,
    /// Which sets of labels have all of them.
    Sets {
        of: &'a [u32],
        fits: Vec<bool>,
    },
    Ask(SmallVec<[Symbol; 2]>),
}

impl<'a> LabelTest<'a> {
    pub fn new(labels: SmallVec<[Symbol; 2]>, arrays: Option<LabelSets<'a>>) -> Self {
        match arrays {
            _ if labels.is_empty() => Self::Any,
            Some(LabelSets { of, sets }) => {
                Self::Sets { of, fits: sets.iter().map(|set| labels.iter().all(|label| set.contains(label))).collect() }
            }
            None => Self::Ask(labels),
        }
    }

    #[inline]
    pub fn holds(&self, graph: &dyn GraphView, node: u32) -> bool {
        match self {
            Self::Any => true,
            Self::Never => false,
            Self::Sets { of, fits } => of.get(node as usize).and_then(|&set| fits.get(set as usize)).copied().unwrap_or(false),
            Self::Ask(labels) => labels.iter().all(|&label| graph.has_label(NodeId(node), label)),
        }
    }
}

impl<'r> Compiler<'r, '_> {
    /// The condition as a test of ids; conditions of no simple form are put to the ordinary row.
    pub fn test(&self, condition: &'r Expr) -> Test<'r> {
        self.simple_test(condition).unwrap_or_else(|| {
            let slots = condition.slots();
            let read = self.places.iter().enumerate().filter(|(_, place)| slots.contains(&place.0));
            Test::Row { condition, places: read.map(|(at, &(slot, thing))| (at, slot, thing)).collect() }
        })
    }

    fn simple_test(&self, condition: &'r Expr) -> Option<Test<'r>> {
        match condition {
            Expr::Compare(op, a, b) => {
                if let Some((place, column)) = self.numbers(a) {
                    if let Some(with) = number(b) {
                        return Some(Test::Number { place, column, op: *op, with });
                    }
                    let b = self.numbers(b)?;
                    return Some(Test::Pair { a: (place, column), op: *op, b });
                }
                let ((place, column), with) = (self.numbers(b)?, number(a)?);
                Some(Test::Number { place, column, op: turned(*op), with })
            }
            Expr::Text(TextTest::Contains, text, part) => {
                let (Expr::Property(base, key, _), Some(Value::String(part))) = (&**text, part.as_const()) else { return None };
                let Expr::Slot(slot) = **base else { return None };
                let place = self.places.iter().position(|place| place.0 == slot)?;
                let (key, thing) = (self.reader.symbols.key(key)?, self.places[place].1);
                Some(Test::Contains { place, thing, key, finder: Box::new(Finder::new(part.as_bytes())) })
            }
            Expr::HasLabels(base, labels) => {
                let Expr::Slot(slot) = **base else { return None };
                let place = self.place(slot, Thing::Node)?;
                Some(Test::Labels { place, labels: self.label_test(labels.iter().map(|label| &label.label)) })
            }
            _ => None,
        }
    }
}

fn number(expr: &Expr) -> Option<Number> {
    match expr.as_const()? {
        Value::Int(number) => Some(Number::Int(*number)),
        Value::Float(number) => Some(Number::Float(*number)),
        _ => None,
    }
}

/// `a op b` as `b … a`.
const fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessOrEqual => CompareOp::GreaterOrEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterOrEqual => CompareOp::LessOrEqual,
        same => same,
    }
}

/// Whether the comparison of two numbers is true; as that of values, NaN included.
#[inline]
fn holds(op: CompareOp, a: Number, b: Number) -> bool {
    let ordering = match (a, b) {
        (Number::Int(a), Number::Int(b)) => Some(a.cmp(&b)),
        (Number::Float(a), Number::Float(b)) => a.partial_cmp(&b),
        (Number::Int(a), Number::Float(b)) => int_float(a, b),
        (Number::Float(a), Number::Int(b)) => int_float(b, a).map(Ordering::reverse),
    };
    match op {
        CompareOp::Equal => ordering == Some(Ordering::Equal),
        CompareOp::NotEqual => ordering != Some(Ordering::Equal),
        CompareOp::Less => ordering == Some(Ordering::Less),
        CompareOp::LessOrEqual => ordering.is_some_and(Ordering::is_le),
        CompareOp::Greater => ordering == Some(Ordering::Greater),
        CompareOp::GreaterOrEqual => ordering.is_some_and(Ordering::is_ge),
    }
}

impl Reader<'_> {
    #[inline]
    pub(super) fn keeps(&self, test: &Test<'_>, ids: &mut [u32], ground: &mut Ground<'_, '_>) -> Result<bool, Halt> {
        Ok(match test {
            Test::Number { place, column, op, with } => column.get(ids[*place]).is_some_and(|number| holds(*op, number, *with)),
            Test::Pair { a, op, b } => match (a.1.get(ids[a.0]), b.1.get(ids[b.0])) {
                (Some(a), Some(b)) => holds(*op, a, b),
                _ => false,
            },
            Test::Contains { place, thing, key, finder } => {
                let id = ids[*place];
                let text = match thing {
                    Thing::Node => self.graph.property(NodeId(id), *key),
                    Thing::Rel => self.graph.rel_property(RelId(id), *key),
                };
                matches!(text, ValueRef::Str(text) if finder.find(text.as_bytes()).is_some())
            }
            Test::Labels { place, labels } => labels.holds(self.graph, ids[*place]),
            Test::Found { chain, anti } => self.found(chain, ids, ground)? != *anti,
            Test::Row { condition, places } => {
                for &(place, slot, thing) in places {
                    fill(&[(slot, thing)], &ids[place..=place], ground.row);
                }
                self.truth(condition, ground.row)? == Some(true)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::truth::compared;
    use super::*;

    /// The test of numbers says what the comparison of values says.
    #[test]
    fn numbers_compare_as_values_do() {
        let numbers = [-1.0, 0.0, 1.5, 2.0, 9_007_199_254_740_992.0, f64::NAN, f64::INFINITY];
        let all = || {
            let ints = [-1, 0, 2, 9_007_199_254_740_993, i64::MAX].map(Number::Int);
            ints.into_iter().chain(numbers.map(Number::Float))
        };
        let value = |number: Number| match number {
            Number::Int(number) => ValueRef::Int(number),
            Number::Float(number) => ValueRef::Float(number),
        };
        use CompareOp::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        for (a, b) in all().flat_map(|a| all().map(move |b| (a, b))) {
            for op in [Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual] {
                let expected = compared(op, &value(a), &value(b)) == Some(true);
                assert_eq!(holds(op, a, b), expected, "{a:?} {op:?} {b:?}");
                assert_eq!(holds(turned(op), b, a), expected, "{b:?} turned {op:?} {a:?}");
            }
        }
    }
}
