use std::sync::Arc;

use super::{Named, Pipeline, Slot};
use crate::base::Span;
use crate::model::Value;
use crate::query::ast::{CompareOp, Quantifier};
use crate::query::functions::Function;
use crate::query::value::ArithmeticOp;

/// An expression as execution computes it: variables are places of the row, functions are found, parameters have values.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    Const(Value),
    Param(Arc<str>, Value),
    Slot(Slot),
    /// `base.key` of a node, relation or map.
    Property(Box<Expr>, Named, Span),
    /// Has all of the labels; of a relation: is of the one type.
    HasLabels(Box<Expr>, Vec<Label>),
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Xor(Box<Expr>, Box<Expr>),
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    In(Box<Expr>, Box<Expr>),
    Text(TextTest, Box<Expr>, Box<Expr>),
    IsNull(Box<Expr>, bool),
    Arithmetic(ArithmeticOp, Box<Expr>, Box<Expr>, Span),
    Negate(Box<Expr>, Span),
    Index(Box<Expr>, Box<Expr>, Span),
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>, Span),
    List(Vec<Expr>),
    Map(Vec<(Arc<str>, Expr)>),
    Case {
        subject: Option<Box<Expr>>,
        branches: Vec<(Expr, Expr)>,
        otherwise: Option<Box<Expr>>,
    },
    Call(&'static Function, Vec<Expr>, Span),
    /// `[item IN list WHERE filter | map]`
    Each {
        item: Slot,
        list: Box<Expr>,
        filter: Option<Box<Expr>>,
        map: Option<Box<Expr>>,
    },
    Quantified {
        quantifier: Quantifier,
        item: Slot,
        list: Box<Expr>,
        filter: Box<Expr>,
    },
    Reduce {
        total: Slot,
        init: Box<Expr>,
        item: Slot,
        list: Box<Expr>,
        body: Box<Expr>,
    },
    /// Whether one of the pipelines gives a row.
    Exists(Vec<Pipeline>),
    /// What `map` is on each row of the pipeline, as a list.
    Collect(Box<Pipeline>, Box<Expr>),
    /// What the expression is on the first row of the pipeline, else null.
    First(Box<Pipeline>, Box<Expr>),
}

/// A name that may be a label or a relation type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub label: Named,
    pub kind: Named,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextTest {
    StartsWith,
    EndsWith,
    Contains,
    /// `~`, without an index: every word of the query is in the text, whatever its width and case.
    FullText,
}

impl Expr {
    /// Calls `see` for this expression and every one inside it, those of pipelines included.
    pub fn visit(&self, see: &mut dyn FnMut(&Self)) {
        see(self);
        match self {
            Self::Const(_) | Self::Param(..) | Self::Slot(_) => {}
            Self::Property(a, ..) | Self::HasLabels(a, _) | Self::Not(a) | Self::IsNull(a, _) | Self::Negate(a, _) => a.visit(see),
            Self::And(all) | Self::Or(all) | Self::List(all) | Self::Call(_, all, _) => all.iter().for_each(|a| a.visit(see)),
            Self::Xor(a, b) | Self::Compare(_, a, b) | Self::In(a, b) | Self::Text(_, a, b) => {
                a.visit(see);
                b.visit(see);
            }
            Self::Arithmetic(_, a, b, _) | Self::Index(a, b, _) => {
                a.visit(see);
                b.visit(see);
            }
            Self::Slice(a, from, to, _) => {
                a.visit(see);
                from.iter().chain(to).for_each(|bound| bound.visit(see));
            }
            Self::Map(entries) => entries.iter().for_each(|entry| entry.1.visit(see)),
            Self::Case { subject, branches, otherwise } => {
                subject.iter().chain(otherwise).for_each(|a| a.visit(see));
                for (when, then) in branches {
                    when.visit(see);
                    then.visit(see);
                }
            }
            Self::Each { list, filter, map, .. } => {
                list.visit(see);
                filter.iter().chain(map).for_each(|a| a.visit(see));
            }
            Self::Quantified { list, filter, .. } => {
                list.visit(see);
                filter.visit(see);
            }
            Self::Reduce { init, list, body, .. } => {
                [init, list, body].into_iter().for_each(|a| a.visit(see));
            }
            Self::Exists(pipelines) => pipelines.iter().for_each(|pipeline| pipeline.visit(see)),
            Self::Collect(pipeline, map) | Self::First(pipeline, map) => {
                pipeline.visit(see);
                map.visit(see);
            }
        }
    }

    /// Whether the value is the same on every row of one run.
    pub fn is_constant(&self) -> bool {
        let mut constant = true;
        self.visit(&mut |part| {
            constant &= match part {
                Self::Slot(_) | Self::Exists(_) | Self::Collect(..) | Self::First(..) => false,
                Self::Call(function, ..) => function.deterministic,
                _ => true,
            };
        });
        constant
    }

    /// The places of the row that the expression reads or writes, those of pipelines inside included.
    pub fn slots(&self) -> Vec<Slot> {
        let mut slots = Vec::new();
        self.visit(&mut |part| match part {
            Self::Slot(slot) => slots.push(*slot),
            Self::Exists(pipelines) => pipelines.iter().for_each(|pipeline| pipeline.pattern_slots(&mut slots)),
            Self::Collect(pipeline, _) | Self::First(pipeline, _) => pipeline.pattern_slots(&mut slots),
            _ => {}
        });
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// The parts that AND joins, flattened.
    pub fn conjuncts(self) -> Vec<Self> {
        match self {
            Self::And(all) => all.into_iter().flat_map(Self::conjuncts).collect(),
            other => vec![other],
        }
    }

    /// The value of a constant written out or given as a parameter.
    pub fn as_const(&self) -> Option<&Value> {
        match self {
            Self::Const(value) | Self::Param(_, value) => Some(value),
            _ => None,
        }
    }

    /// Calls `change` for every expression inside this one, innermost first, and then for this one; pipelines are left alone.
    pub fn rewrite(&mut self, change: &mut dyn FnMut(&mut Self)) {
        match self {
            Self::Const(_) | Self::Param(..) | Self::Slot(_) | Self::Exists(_) => {}
            Self::Property(a, ..) | Self::HasLabels(a, _) | Self::Not(a) | Self::IsNull(a, _) | Self::Negate(a, _) => a.rewrite(change),
            Self::And(all) | Self::Or(all) | Self::List(all) | Self::Call(_, all, _) => all.iter_mut().for_each(|a| a.rewrite(change)),
            Self::Xor(a, b) | Self::Compare(_, a, b) | Self::In(a, b) | Self::Text(_, a, b) => {
                a.rewrite(change);
                b.rewrite(change);
            }
            Self::Arithmetic(_, a, b, _) | Self::Index(a, b, _) => {
                a.rewrite(change);
                b.rewrite(change);
            }
            Self::Slice(a, from, to, _) => {
                a.rewrite(change);
                from.iter_mut().chain(to).for_each(|bound| bound.rewrite(change));
            }
            Self::Map(entries) => entries.iter_mut().for_each(|entry| entry.1.rewrite(change)),
            Self::Case { subject, branches, otherwise } => {
                subject.iter_mut().chain(otherwise).for_each(|a| a.rewrite(change));
                for (when, then) in branches {
                    when.rewrite(change);
                    then.rewrite(change);
                }
            }
            Self::Each { list, filter, map, .. } => {
                list.rewrite(change);
                filter.iter_mut().chain(map).for_each(|a| a.rewrite(change));
            }
            Self::Quantified { list, filter, .. } => {
                list.rewrite(change);
                filter.rewrite(change);
            }
            Self::Reduce { init, list, body, .. } => {
                [init, list, body].into_iter().for_each(|a| a.rewrite(change));
            }
            Self::Collect(_, map) | Self::First(_, map) => map.rewrite(change),
        }
        change(self);
    }
}
