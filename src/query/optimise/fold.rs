//! What is the same on every row is computed once. What would fail is left for the row that asks for it.

use super::World;
use crate::model::Value;
use crate::query::functions::Body;
use crate::query::plan::{Expr, Pipeline};
use crate::query::value::{arithmetic, negate};

/// Larger values are made when a row asks for them, within its budget.
const SMALL: usize = 64 << 10;

pub(super) fn pass(pipeline: &mut Pipeline, _: &World<'_>) {
    for op in &mut pipeline.ops {
        for expr in op.exprs_mut() {
            expr.rewrite(&mut fold);
        }
    }
}

fn fold(expr: &mut Expr) {
    let folded = match expr {
        Expr::Arithmetic(op, a, b, _) => match (a.as_const(), b.as_const()) {
            (Some(a), Some(b)) => arithmetic(*op, a, b).ok(),
            _ => None,
        },
        Expr::Negate(a, _) => a.as_const().and_then(|a| negate(a).ok()),
        Expr::List(items) => items.iter().map(|item| item.as_const().cloned()).collect::<Option<Vec<_>>>().map(Value::list),
        Expr::Call(function, arguments, _) if function.deterministic => {
            let values: Option<Vec<Value>> = arguments.iter().map(|argument| argument.as_const().cloned()).collect();
            match (function.body, values) {
                (Body::Pure(compute), Some(values)) => compute(&values).ok(),
                (Body::Growing(compute, size), Some(values)) if size(&values) <= SMALL => compute(&values).ok(),
                _ => None,
            }
        }
        _ => None,
    };
    if let Some(value) = folded {
        *expr = Expr::Const(value);
    }
}
