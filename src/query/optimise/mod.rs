//! Plan → plan that gives the same rows with less work: an ordered list of small passes.
//!
//! Every pattern must be given an order before a plan can run; [`Effort::Least`] gives the one that is written and does
//! nothing else, so that tests can compare.

mod counts;
mod estimate;
mod filters;
mod fold;
mod lower;
mod order;
mod semi;
mod top;

use crate::query::plan::{Expr, Pipeline, Plan};
use crate::view::GraphView;

/// How much is done to make a plan cheap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effort {
    /// Patterns in the order in which they are written, conditions last.
    Least,
    #[default]
    Full,
    /// Everything but the pass of this name; patterns are then taken as they are written where the pass orders them.
    Without(&'static str),
}

/// What passes may ask.
pub(super) struct World<'a> {
    pub view: &'a dyn GraphView,
    /// Whether a full-text index stands behind `~`.
    pub text: bool,
}

/// One pass: its name, and what it does to one pipeline (not to those inside it).
type Pass = (&'static str, fn(&mut Pipeline, &World<'_>));

const ORDER: &str = "order of patterns";

/// In this order: each works on what the one before has left.
const PASSES: &[Pass] = &[
    ("compute constants", fold::pass),
    ("filters into patterns", filters::pass),
    ("count from the store", counts::pass),
    (ORDER, order::pass),
    ("patterns as conditions", semi::pass),
    ("only the first rows", top::pass),
];

/// The names of the passes, in their order.
pub fn pass_names() -> impl Iterator<Item = &'static str> {
    PASSES.iter().map(|pass| pass.0)
}

/// Makes a plan ready to run over a view.
pub fn optimise(plan: &mut Plan, view: &dyn GraphView, text: bool, effort: Effort) {
    let world = World { view, text };
    let passes: Vec<Pass> = match effort {
        Effort::Least => vec![(ORDER, lower::as_written)],
        Effort::Full => PASSES.to_vec(),
        Effort::Without(name) => {
            let mut passes = PASSES.to_vec();
            match passes.iter_mut().find(|pass| pass.0 == name) {
                Some(order) if name == ORDER => order.1 = lower::as_written,
                _ => passes.retain(|pass| pass.0 != name),
            }
            passes
        }
    };
    for branch in &mut plan.branches {
        for (_, pass) in &passes {
            everywhere(&mut branch.pipeline, &world, *pass);
        }
    }
    plan.number();
}

/// Applies a pass to a pipeline, then to those inside its operators and expressions.
fn everywhere(pipeline: &mut Pipeline, world: &World<'_>, pass: fn(&mut Pipeline, &World<'_>)) {
    pass(pipeline, world);
    for op in &mut pipeline.ops {
        if let Some(inner) = op.pipelines_mut() {
            everywhere(inner, world, pass);
        }
        for expr in op.exprs_mut() {
            expr.rewrite(&mut |part| match part {
                Expr::Exists(pipelines) => pipelines.iter_mut().for_each(|inner| everywhere(inner, world, pass)),
                Expr::Collect(inner, _) | Expr::First(inner, _) => everywhere(inner, world, pass),
                _ => {}
            });
        }
    }
}
