//! Sorting of which only the first rows are wanted holds only so many.

use super::World;
use crate::query::plan::{Expr, OpKind, Pipeline};
use crate::query::value::ArithmeticOp;

pub(super) fn pass(pipeline: &mut Pipeline, _: &World<'_>) {
    for at in 0..pipeline.ops.len() {
        let top = match (pipeline.ops.get(at + 1).map(|op| &op.kind), pipeline.ops.get(at + 2).map(|op| &op.kind)) {
            (Some(OpKind::Limit(limit)), _) => limit.clone(),
            (Some(OpKind::Skip(skip)), Some(OpKind::Limit(limit))) => {
                Expr::Arithmetic(ArithmeticOp::Add, Box::new(skip.clone()), Box::new(limit.clone()), crate::base::Span::default())
            }
            _ => continue,
        };
        // A negative or mistyped number must be told as that of SKIP or LIMIT: only sound constants are taken over.
        let sound = |expr: &Expr| matches!(expr.as_const(), Some(crate::model::Value::Int(0..)));
        let sound = match &top {
            Expr::Arithmetic(_, skip, limit, _) => sound(skip) && sound(limit),
            limit => sound(limit),
        };
        if let OpKind::Sort { top: wanted @ None, .. } = &mut pipeline.ops[at].kind
            && sound
        {
            *wanted = Some(top);
        }
    }
}
