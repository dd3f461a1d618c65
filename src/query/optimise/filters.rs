//! A condition that follows a pattern becomes one of the pattern's own, so that it can stand as early as what it reads.

use super::World;
use crate::query::plan::{Expr, OpKind, Pipeline};

pub(super) fn pass(pipeline: &mut Pipeline, _: &World<'_>) {
    let mut at = 1;
    while at < pipeline.ops.len() {
        if !matches!(pipeline.ops[at].kind, OpKind::Filter(_)) {
            at += 1;
            continue;
        }
        let OpKind::Filter(condition) = &pipeline.ops[at].kind else { continue };
        // Past a projection whose columns it does not read.
        let past_project = match &pipeline.ops[at - 1].kind {
            OpKind::Project(items) => {
                let slots = condition.slots();
                items.iter().all(|(slot, _)| !slots.contains(slot))
            }
            _ => false,
        };
        if past_project {
            pipeline.ops.swap(at - 1, at);
            at = (at - 1).max(1);
            continue;
        }
        if matches!(pipeline.ops[at - 1].kind, OpKind::Pattern(_)) {
            let filter = pipeline.ops.remove(at);
            if let (OpKind::Pattern(pattern), OpKind::Filter(condition)) = (&mut pipeline.ops[at - 1].kind, filter.kind) {
                pattern.conditions.extend(Expr::conjuncts(condition));
            }
            continue;
        }
        at += 1;
    }
}
