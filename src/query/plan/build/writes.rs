use rustc_hash::FxHashSet;

use super::{Places, Planner, all_of};
use crate::base::Outcome;
use crate::query::ast::{self, Arrow, Create, Delete, Merge, PathPattern, Remove, RemoveItem, Set, SetItem};
use crate::query::plan::{Assignment, Creation, Expr, Op, OpKind, PathPart, Pipeline, Slot, Write};

impl Planner<'_> {
    pub(super) fn create(&mut self, clause: &Create, places: &mut Places, ops: &mut Vec<Op>) -> Outcome<()> {
        let mut known: FxHashSet<Slot> = places.values().copied().collect();
        let mut creations = Vec::new();
        let mut paths = Vec::new();
        let mut of_paths = Vec::new();
        for path in &clause.paths {
            let (nodes, rels) = self.creations(path, places, &mut known, &mut creations)?;
            if let Some(built) = self.path(path, &nodes, &rels, places) {
                paths.push(built);
                of_paths.extend(nodes.into_iter().chain(rels));
            }
        }
        let mut keep = all_of(places);
        keep.extend(of_paths);
        keep.sort_unstable();
        keep.dedup();
        ops.push(OpKind::Write { write: Write::Create(creations), keep }.into());
        ops.extend(paths.into_iter().map(Op::from));
        Ok(())
    }

    /// What a path creates, of what the row does not have yet.
    fn creations(
        &mut self,
        path: &PathPattern,
        places: &mut Places,
        known: &mut FxHashSet<Slot>,
        creations: &mut Vec<Creation>,
    ) -> Outcome<(Vec<Slot>, Vec<Slot>)> {
        let mut nodes = Vec::new();
        for node in path.nodes() {
            let to = self.variable(node.variable.as_ref(), places);
            nodes.push(to);
            if known.insert(to) {
                let labels = node.labels.iter().map(|label| self.label(label)).collect();
                let properties = self.map_of(node.properties.as_ref(), places)?;
                creations.push(Creation::Node { to, labels, properties });
            }
        }
        let mut rels = Vec::new();
        for (at, rel) in path.rels().enumerate() {
            let to = self.variable(rel.variable.as_ref(), places);
            rels.push(to);
            known.insert(to);
            let Some(kind) = rel.types.first() else { continue };
            let kind = self.kind(kind);
            let (start, end) = if rel.arrow == Arrow::Left { (nodes[at + 1], nodes[at]) } else { (nodes[at], nodes[at + 1]) };
            let properties = self.map_of(rel.properties.as_ref(), places)?;
            creations.push(Creation::Rel { to, kind, start, end, properties });
        }
        Ok((nodes, rels))
    }

    fn map_of(&mut self, properties: Option<&ast::Expr>, places: &Places) -> Outcome<Option<Expr>> {
        properties.map(|properties| self.expr(properties, places)).transpose()
    }

    fn path(&mut self, path: &PathPattern, nodes: &[Slot], rels: &[Slot], places: &mut Places) -> Option<OpKind> {
        let to = self.variable(Some(path.variable.as_ref()?), places);
        let mut parts = vec![PathPart::Node(*nodes.first()?)];
        for (&rel, &node) in rels.iter().zip(&nodes[1..]) {
            parts.extend([PathPart::Rel(rel), PathPart::Node(node)]);
        }
        Some(OpKind::BuildPath { to, parts })
    }

    pub(super) fn merge(&mut self, clause: &Merge, places: &mut Places, ops: &mut Vec<Op>) -> Outcome<()> {
        let mut known: FxHashSet<Slot> = places.values().copied().collect();
        let before = places.clone();
        let mut pattern = self.pattern(&[&clause.path], None, places)?;
        // The path is built after either branch, from what was found or created.
        let paths = std::mem::take(&mut pattern.paths);
        let mut creations = Vec::new();
        // Unnamed nodes and relations were given places by the pattern: creation must fill the same ones.
        let nodes: Vec<Slot> = {
            let mut nodes = Vec::new();
            for rel in &pattern.rels {
                if nodes.is_empty() {
                    nodes.push(rel.from);
                }
                nodes.push(rel.to);
            }
            if nodes.is_empty() { pattern.nodes.iter().map(|node| node.slot).collect() } else { nodes }
        };
        for (node, &to) in clause.path.nodes().zip(&nodes) {
            if known.insert(to) {
                let labels = node.labels.iter().map(|label| self.label(label)).collect();
                let properties = self.map_of(node.properties.as_ref(), &before)?;
                creations.push(Creation::Node { to, labels, properties });
            }
        }
        for (rel, found) in clause.path.rels().zip(&pattern.rels) {
            let Some(kind) = rel.types.first() else { continue };
            let kind = self.kind(kind);
            let (start, end) = if rel.arrow == Arrow::Left { (found.to, found.from) } else { (found.from, found.to) };
            let properties = self.map_of(rel.properties.as_ref(), &before)?;
            creations.push(Creation::Rel { to: found.slot, kind, start, end, properties });
        }
        let bound = pattern.new_slots();
        let (mut on_create, mut on_match) = (Vec::new(), Vec::new());
        for action in &clause.actions {
            let items = self.assignments(&action.items, places)?;
            if action.on_create { on_create.extend(items) } else { on_match.extend(items) }
        }
        let mut keep = all_of(places);
        keep.extend(&bound);
        keep.sort_unstable();
        keep.dedup();
        let pipeline = Pipeline::new([OpKind::Pattern(Box::new(pattern))]);
        ops.push(OpKind::Write { write: Write::Merge { pipeline, creations, on_create, on_match, bound }, keep }.into());
        ops.extend(paths.into_iter().map(|(to, parts)| Op::from(OpKind::BuildPath { to, parts })));
        Ok(())
    }

    pub(super) fn set(&mut self, clause: &Set, places: &Places, ops: &mut Vec<Op>) -> Outcome<()> {
        let items = self.assignments(&clause.items, places)?;
        ops.push(OpKind::Write { write: Write::Assign(items), keep: all_of(places) }.into());
        Ok(())
    }

    fn assignments(&mut self, items: &[SetItem], places: &Places) -> Outcome<Vec<Assignment>> {
        items
            .iter()
            .map(|item| {
                Ok(match item {
                    SetItem::Property { target, key, value } => Assignment::Property {
                        target: self.expr(target, places)?,
                        key: self.key(&key.text),
                        value: self.expr(value, places)?,
                    },
                    SetItem::Replace { variable, value } | SetItem::Merge { variable, value } => Assignment::Properties {
                        target: Expr::Slot(self.place(variable, places)?),
                        value: self.expr(value, places)?,
                        merge: matches!(item, SetItem::Merge { .. }),
                    },
                    SetItem::Labels { variable, labels } => Assignment::Labels {
                        target: Expr::Slot(self.place(variable, places)?),
                        labels: labels.iter().map(|label| self.label(label)).collect(),
                        remove: false,
                    },
                })
            })
            .collect()
    }

    pub(super) fn remove(&mut self, clause: &Remove, places: &Places, ops: &mut Vec<Op>) -> Outcome<()> {
        let items = clause
            .items
            .iter()
            .map(|item| {
                Ok(match item {
                    RemoveItem::Property { target, key } => Assignment::Property {
                        target: self.expr(target, places)?,
                        key: self.key(&key.text),
                        value: Expr::Const(crate::model::Value::Null),
                    },
                    RemoveItem::Labels { variable, labels } => Assignment::Labels {
                        target: Expr::Slot(self.place(variable, places)?),
                        labels: labels.iter().map(|label| self.label(label)).collect(),
                        remove: true,
                    },
                })
            })
            .collect::<Outcome<_>>()?;
        ops.push(OpKind::Write { write: Write::Assign(items), keep: all_of(places) }.into());
        Ok(())
    }

    pub(super) fn delete(&mut self, clause: &Delete, places: &Places, ops: &mut Vec<Op>) -> Outcome<()> {
        let items = self.exprs(&clause.items, places)?;
        ops.push(OpKind::Write { write: Write::Delete { items, detach: clause.detach }, keep: all_of(places) }.into());
        Ok(())
    }
}
