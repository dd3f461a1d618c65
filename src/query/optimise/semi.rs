//! A pattern that is only asked whether it can be found is looked for on the row itself, up to its first match.

use super::World;
use crate::query::plan::{Expr, OpKind, Pipeline};

pub(super) fn pass(pipeline: &mut Pipeline, _: &World<'_>) {
    for op in &mut pipeline.ops {
        let OpKind::Filter(condition) = &mut op.kind else { continue };
        let (anti, exists) = match condition {
            Expr::Not(inner) => (true, &mut **inner),
            other => (false, other),
        };
        if let Expr::Exists(pipelines) = exists
            && pipelines.len() == 1
            && let Some(pipeline) = pipelines.pop()
        {
            op.kind = OpKind::Semi { pipeline, anti };
        }
    }
}
