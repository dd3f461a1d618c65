use std::cmp::Ordering;

use super::super::{Flow, Halt, Reader};
use super::compile::{Along, Chain, Early, Program, Start, Step};
use super::{Ground, Taker};
use crate::model::{NodeId, RelId};
use crate::view::{Direction, Edge, Edges, Number};

/// How many nodes pass between two looks at the budget.
const STRIDE: usize = 64;

impl Reader<'_> {
    /// Gives every row of a program to the taker.
    pub(super) fn go<T: Taker>(&self, program: &Program<'_>, ground: &mut Ground<'_, '_>, taker: &mut T) -> Flow {
        let mut ids = vec![0; program.width];
        let mut walk = Walk { reader: self, chain: &program.chain, early: program.early.as_ref(), ground, taker };
        match &program.start {
            Start::Nodes(nodes) => {
                for (count, node) in nodes.clone().enumerate() {
                    if count % STRIDE == 0 {
                        self.budget.ticks(STRIDE)?;
                    }
                    program.started.set(program.started.get() + 1);
                    ids[0] = node.0;
                    if walk.early.is_none_or(|early| early.place != 0) || walk.is_early(&ids) {
                        walk.from(0, &mut ids)?;
                    }
                }
                Ok(())
            }
            Start::Rels { kinds, direction, ends } => {
                let arrays = self.graph.arrays();
                let kinds_of = arrays.map(crate::view::GraphArrays::rel_kinds);
                let wanted = |kind: u32| kinds.as_ref().is_none_or(|kinds| kinds.iter().any(|wanted| u32::from(wanted.0) == kind));
                for rel in 0..self.graph.rel_bound() {
                    if (rel as usize).is_multiple_of(STRIDE) {
                        self.budget.ticks(STRIDE)?;
                    }
                    // With arrays every relation is live, and its ends are read only where something asks for them.
                    if let Some(kinds_of) = kinds_of
                        && !ends
                        && *direction != Direction::Both
                    {
                        program.started.set(program.started.get() + 1);
                        if kinds_of.get(rel as usize).is_some_and(|&kind| wanted(kind)) {
                            ids[0] = rel;
                            walk.meet(0, &mut ids)?;
                        }
                        continue;
                    }
                    let Some(found) = self.graph.rel(RelId(rel)) else { continue };
                    program.started.set(program.started.get() + 1);
                    if !wanted(u32::from(found.kind.0)) {
                        continue;
                    }
                    let (start, end) = (found.start.0, found.end.0);
                    if *direction != Direction::In {
                        ids[..3].copy_from_slice(&[rel, start, end]);
                        walk.meet(0, &mut ids)?;
                    }
                    if *direction == Direction::In || (*direction == Direction::Both && start != end) {
                        ids[..3].copy_from_slice(&[rel, end, start]);
                        walk.meet(0, &mut ids)?;
                    }
                }
                Ok(())
            }
        }
    }

    /// Whether the pattern of a chain is found from the row.
    pub(super) fn found(&self, chain: &Chain<'_>, ids: &mut [u32], ground: &mut Ground<'_, '_>) -> Result<bool, Halt> {
        struct First(bool);
        impl Taker for First {
            fn take(&mut self, _: &[u32], _: &mut Ground<'_, '_>) -> Flow {
                self.0 = true;
                Err(Halt::Done)
            }
        }
        let mut first = First(false);
        match (Walk { reader: self, chain, early: None, ground, taker: &mut first }).from(0, ids) {
            Err(Halt::Failed(error)) => Err(Halt::Failed(error)),
            _ => Ok(first.0),
        }
    }
}

struct Walk<'w, 'a, 'g, 's, T> {
    reader: &'w Reader<'a>,
    chain: &'w Chain<'w>,
    early: Option<&'w Early<'w>>,
    ground: &'w mut Ground<'g, 's>,
    taker: &'w mut T,
}

impl<T: Taker> Walk<'_, '_, '_, '_, T> {
    /// The steps from `at` on, on one row.
    #[inline]
    fn from(&mut self, mut at: usize, ids: &mut [u32]) -> Flow {
        loop {
            match self.chain.steps.get(at) {
                None => return self.taker.take(ids, self.ground),
                Some(Step::Test(test)) => {
                    if !self.reader.keeps(test, ids, self.ground)? {
                        return Ok(());
                    }
                    let rows = &self.chain.counts[at].0;
                    rows.set(rows.get() + 1);
                    at += 1;
                }
                Some(Step::Expand(along)) => return self.expand(at, along, ids),
            }
        }
    }

    /// The same, where the row has just got its first relation.
    #[inline]
    fn meet(&mut self, at: usize, ids: &mut [u32]) -> Flow {
        if self.early.is_some_and(|early| early.place < 3) && !self.is_early(ids) {
            return Ok(());
        }
        self.from(at, ids)
    }

    fn expand(&mut self, at: usize, along: &Along<'_>, ids: &mut [u32]) -> Flow {
        let from = NodeId(ids[along.from]);
        match along.kinds.as_deref() {
            None => {
                let edges = self.reader.graph.edges(from, along.direction, None);
                self.edges(at, along, edges, ids)
            }
            Some(kinds) => kinds.iter().try_for_each(|&kind| {
                let edges = self.reader.graph.edges(from, along.direction, Some(kind));
                self.edges(at, along, edges, ids)
            }),
        }
    }

    fn edges(&mut self, at: usize, along: &Along<'_>, edges: Edges<'_>, ids: &mut [u32]) -> Flow {
        match edges {
            Edges::Slices { rels, nodes } => {
                self.reader.budget.ticks(rels.len())?;
                rels.iter().zip(nodes).try_for_each(|(&rel, &node)| self.edge(at, along, rel, node, ids))
            }
            Edges::Owned(list) => list.into_iter().try_for_each(|Edge { rel, node }| {
                self.reader.budget.tick()?;
                self.edge(at, along, rel.0, node.0, ids)
            }),
            Edges::Chain(pair) => {
                self.edges(at, along, pair.0, ids)?;
                self.edges(at, along, pair.1, ids)
            }
        }
    }

    #[inline]
    fn edge(&mut self, at: usize, along: &Along<'_>, rel: u32, node: u32, ids: &mut [u32]) -> Flow {
        let (rows, touched) = &self.chain.counts[at];
        touched.set(touched.get() + 1);
        if along.into && ids[along.to] != node || along.unlike.iter().any(|&place| ids[place] == rel) {
            return Ok(());
        }
        ids[along.rel] = rel;
        if let Some(early) = self.early
            && early.place == along.rel
            && !self.is_early(ids)
        {
            return Ok(());
        }
        if !along.labels.holds(self.reader.graph, node) {
            return Ok(());
        }
        if !along.into {
            ids[along.to] = node;
            if let Some(early) = self.early
                && early.place == along.to
                && !self.is_early(ids)
            {
                return Ok(());
            }
        }
        rows.set(rows.get() + 1);
        self.from(at + 1, ids)
    }

    /// Whether the row's first sort key can still be among the wanted ones.
    #[inline]
    fn is_early(&self, ids: &[u32]) -> bool {
        let (Some(early), Some(limit)) = (self.early, self.taker.limit(self.ground)) else { return true };
        let Some(&id) = ids.get(early.place) else { return true };
        let number = match early.column.get(id) {
            Some(Number::Int(number)) => number as f64,
            Some(Number::Float(number)) => number,
            None => return true,
        };
        // Equal numbers, and what a float cannot tell apart, are left to the sort itself; NaN too.
        let late = if early.descending { Ordering::Less } else { Ordering::Greater };
        number.partial_cmp(&limit) != Some(late)
    }
}
