use smallvec::SmallVec;

use super::{Flow, Reader, Sink};
use crate::model::{NodeId, RelId, Value};
use crate::query::plan::{Expand, Named, Op};
use crate::view::{Direction, Edge, Edges, Symbol};

/// Which types are wanted: any, or these of those that the view knows.
pub(super) type Kinds = Option<SmallVec<[Symbol; 2]>>;

impl Reader<'_> {
    /// `None` for any type; without a type that the view knows there is nothing to find.
    pub(super) fn kinds(&self, names: &[Named]) -> Kinds {
        if names.is_empty() {
            return None;
        }
        let mut kinds: SmallVec<[Symbol; 2]> = SmallVec::new();
        for kind in names.iter().filter_map(|name| self.symbols.kind(name)) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        Some(kinds)
    }

    /// One relation from a node of the row.
    pub(super) fn expand(&self, op: &Op, expand: &Expand, row: &mut [Value], next: Sink<'_>) -> Flow {
        let Value::Node(from) = row[expand.from] else { return Ok(()) };
        let target = match (expand.into, &row[expand.to]) {
            (false, _) => None,
            (true, Value::Node(node)) => Some(*node),
            (true, _) => return Ok(()),
        };
        let mut labels: SmallVec<[Symbol; 2]> = SmallVec::new();
        for name in &expand.labels {
            let Some(label) = self.symbols.label(name) else { return Ok(()) };
            labels.push(label);
        }
        let mut see = |edge: Edge| -> Flow {
            self.budget.tick()?;
            self.work.add(op.id, 0, 1);
            if target.is_some_and(|target| target != edge.node)
                || labels.iter().any(|&label| !self.graph.has_label(edge.node, label))
                || expand.unlike.iter().any(|&slot| holds(&row[slot], edge.rel))
            {
                return Ok(());
            }
            row[expand.rel] = Value::Rel(edge.rel);
            if target.is_none() {
                row[expand.to] = Value::Node(edge.node);
            }
            next(row)
        };
        match self.kinds(&expand.kinds) {
            None => each(self.graph.edges(from, expand.direction, None), &mut see),
            Some(kinds) => kinds.iter().try_for_each(|&kind| each(self.graph.edges(from, expand.direction, Some(kind)), &mut see)),
        }
    }

    /// The ends of a relation that the row already has, where they fit.
    pub(super) fn ends(&self, op: &Op, expand: &Expand, row: &mut [Value], next: Sink<'_>) -> Flow {
        let Value::Rel(rel) = row[expand.rel] else { return Ok(()) };
        let Some(ends) = self.graph.rel(rel) else { return Ok(()) };
        self.work.add(op.id, 0, 1);
        if self.kinds(&expand.kinds).is_some_and(|kinds| !kinds.contains(&ends.kind))
            || expand.unlike.iter().any(|&slot| holds(&row[slot], rel))
        {
            return Ok(());
        }
        let outward = (ends.start, ends.end);
        let inward = (ends.end, ends.start);
        let ways: &[(NodeId, NodeId)] = match expand.direction {
            Direction::Out => &[outward],
            Direction::In => &[inward],
            Direction::Both if ends.start == ends.end => &[outward],
            Direction::Both => &[outward, inward],
        };
        let (from_before, to_before) = (row[expand.from].clone(), row[expand.to].clone());
        for &(from, to) in ways {
            let fits = |bound: bool, before: &Value, node: NodeId| !bound || *before == Value::Node(node);
            let labelled = expand.labels.iter().all(|name| self.symbols.label(name).is_some_and(|label| self.graph.has_label(to, label)));
            if labelled && fits(!expand.free, &from_before, from) && fits(expand.into, &to_before, to) {
                row[expand.from] = Value::Node(from);
                row[expand.to] = Value::Node(to);
                next(row)?;
            }
        }
        Ok(())
    }
}

/// Whether a relation is the value, or in it.
pub(super) fn holds(value: &Value, rel: RelId) -> bool {
    match value {
        Value::Rel(other) => *other == rel,
        Value::List(list) => list.iter().any(|item| matches!(item, Value::Rel(other) if *other == rel)),
        _ => false,
    }
}

/// Calls `see` for each step; slices are walked without asking at each step what they are.
pub(super) fn each(edges: Edges<'_>, see: &mut dyn FnMut(Edge) -> Flow) -> Flow {
    match edges {
        Edges::Slices { rels, nodes } => {
            rels.iter().zip(nodes).try_for_each(|(&rel, &node)| see(Edge { rel: RelId(rel), node: NodeId(node) }))
        }
        Edges::Owned(list) => list.into_iter().try_for_each(see),
        Edges::Chain(pair) => {
            each(pair.0, see)?;
            each(pair.1, see)
        }
    }
}
