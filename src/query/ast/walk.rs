//! Going through expressions without naming every shape they take.

use std::sync::Arc;

use super::{Expr, ExprKind, PathPattern};

impl Expr {
    /// Calls `work` on each expression that this one directly holds, also those in the properties of a path.
    /// The body of `EXISTS { MATCH … }` is a query of its own and is passed over.
    pub fn each_child<'a>(&'a self, work: &mut dyn FnMut(&'a Self)) {
        match &self.kind {
            ExprKind::Literal(_) | ExprKind::Parameter(_) | ExprKind::Variable(_) | ExprKind::CountStar | ExprKind::ExistsQuery { .. } => {}
            ExprKind::List(items) | ExprKind::And(items) | ExprKind::Or(items) => items.iter().for_each(work),
            ExprKind::Map(entries) => entries.iter().for_each(|(_, value)| work(value)),
            ExprKind::Property { base: one, .. }
            | ExprKind::Unary { operand: one, .. }
            | ExprKind::IsNull { operand: one, .. }
            | ExprKind::HasLabels { operand: one, .. } => work(one),
            ExprKind::Index { base: one, index: other } | ExprKind::Binary { left: one, right: other, .. } => {
                work(one);
                work(other);
            }
            ExprKind::Slice { base, from, to } => {
                work(base);
                [from, to].into_iter().flatten().for_each(|bound| work(bound));
            }
            ExprKind::Chain { first, rest } => {
                work(first);
                rest.iter().for_each(|(_, term)| work(term));
            }
            ExprKind::Function(call) => call.arguments.iter().for_each(work),
            ExprKind::Case { subject, branches, otherwise } => {
                subject.iter().for_each(|subject| work(subject));
                for branch in branches {
                    work(&branch.when);
                    work(&branch.then);
                }
                otherwise.iter().for_each(|otherwise| work(otherwise));
            }
            ExprKind::ListComprehension { list, filter, map, .. } => {
                work(list);
                [filter, map].into_iter().flatten().for_each(|part| work(part));
            }
            ExprKind::PatternComprehension { path, filter, map } => {
                each_in_path(path, work);
                filter.iter().for_each(|filter| work(filter));
                work(map);
            }
            ExprKind::Quantified { list, filter, .. } => {
                work(list);
                work(filter);
            }
            ExprKind::Reduce { init, list, body, .. } => [init, list, body].into_iter().for_each(|part| work(part)),
            ExprKind::Pattern(path) | ExprKind::ShortestPath(path) => each_in_path(path, work),
            ExprKind::Exists { paths, filter } => {
                paths.iter().for_each(|path| each_in_path(path, work));
                filter.iter().for_each(|filter| work(filter));
            }
        }
    }

    /// As [`Expr::each_child`], to change them.
    pub fn each_child_mut(&mut self, work: &mut dyn FnMut(&mut Self)) {
        match &mut self.kind {
            ExprKind::Literal(_) | ExprKind::Parameter(_) | ExprKind::Variable(_) | ExprKind::CountStar | ExprKind::ExistsQuery { .. } => {}
            ExprKind::List(items) | ExprKind::And(items) | ExprKind::Or(items) => items.iter_mut().for_each(work),
            ExprKind::Map(entries) => entries.iter_mut().for_each(|(_, value)| work(value)),
            ExprKind::Property { base: one, .. }
            | ExprKind::Unary { operand: one, .. }
            | ExprKind::IsNull { operand: one, .. }
            | ExprKind::HasLabels { operand: one, .. } => work(one),
            ExprKind::Index { base: one, index: other } | ExprKind::Binary { left: one, right: other, .. } => {
                work(one);
                work(other);
            }
            ExprKind::Slice { base, from, to } => {
                work(base);
                [from, to].into_iter().flatten().for_each(|bound| work(bound));
            }
            ExprKind::Chain { first, rest } => {
                work(first);
                rest.iter_mut().for_each(|(_, term)| work(term));
            }
            ExprKind::Function(call) => call.arguments.iter_mut().for_each(work),
            ExprKind::Case { subject, branches, otherwise } => {
                subject.iter_mut().for_each(|subject| work(subject));
                for branch in branches {
                    work(&mut branch.when);
                    work(&mut branch.then);
                }
                otherwise.iter_mut().for_each(|otherwise| work(otherwise));
            }
            ExprKind::ListComprehension { list, filter, map, .. } => {
                work(list);
                [filter, map].into_iter().flatten().for_each(|part| work(part));
            }
            ExprKind::PatternComprehension { path, filter, map } => {
                each_in_path_mut(path, work);
                filter.iter_mut().for_each(|filter| work(filter));
                work(map);
            }
            ExprKind::Quantified { list, filter, .. } => {
                work(list);
                work(filter);
            }
            ExprKind::Reduce { init, list, body, .. } => [init, list, body].into_iter().for_each(|part| work(part)),
            ExprKind::Pattern(path) | ExprKind::ShortestPath(path) => each_in_path_mut(path, work),
            ExprKind::Exists { paths, filter } => {
                paths.iter_mut().for_each(|path| each_in_path_mut(path, work));
                filter.iter_mut().for_each(|filter| work(filter));
            }
        }
    }

    /// The names that this expression itself binds for what it holds (not those of expressions inside it).
    pub fn locals(&self) -> Vec<Arc<str>> {
        let text = |name: &super::Name| Arc::clone(&name.text);
        match &self.kind {
            ExprKind::ListComprehension { variable, .. } | ExprKind::Quantified { variable, .. } => vec![text(variable)],
            ExprKind::Reduce { accumulator, variable, .. } => vec![text(accumulator), text(variable)],
            ExprKind::PatternComprehension { path, .. } => path.names().map(text).collect(),
            ExprKind::Exists { paths, .. } => paths.iter().flat_map(PathPattern::names).map(text).collect(),
            _ => Vec::new(),
        }
    }
}

impl PathPattern {
    /// The variables of the path, of its nodes and of its relations.
    pub fn names(&self) -> impl Iterator<Item = &super::Name> {
        let nodes = self.nodes().filter_map(|node| node.variable.as_ref());
        self.variable.iter().chain(nodes).chain(self.rels().filter_map(|rel| rel.variable.as_ref()))
    }
}

fn each_in_path<'a>(path: &'a PathPattern, work: &mut dyn FnMut(&'a Expr)) {
    path.nodes().filter_map(|node| node.properties.as_ref()).chain(path.rels().filter_map(|rel| rel.properties.as_ref())).for_each(work);
}

fn each_in_path_mut(path: &mut PathPattern, work: &mut dyn FnMut(&mut Expr)) {
    path.start.properties.iter_mut().for_each(&mut *work);
    for step in &mut path.steps {
        step.rel.properties.iter_mut().chain(step.node.properties.iter_mut()).for_each(&mut *work);
    }
}
