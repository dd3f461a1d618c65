//! What means something and is probably not what was meant.

use std::sync::Arc;

use super::{Checker, Kind, Scope};
use crate::base::Message;
use crate::query::ast::{CompareOp, Expr, ExprKind, Literal, Match, Name, PathPattern};
use crate::schema::{Property, Schema};

impl Checker<'_> {
    /// The kinds that labels name, where there is a schema.
    pub(super) fn kinds_of(&self, labels: &[Name]) -> Vec<Arc<str>> {
        let Some(schema) = self.world.schema else { return Vec::new() };
        labels.iter().filter_map(|label| schema.kind(label.as_str())).map(|kind| kind.name.as_str().into()).collect()
    }

    pub(super) fn relations_of(&self, types: &[Name]) -> Vec<Arc<str>> {
        let Some(schema) = self.world.schema else { return Vec::new() };
        types.iter().filter_map(|name| schema.relation(name.as_str())).map(|relation| relation.name.as_str().into()).collect()
    }

    /// Tells of a property that the schema has, but not for what the variable stands for: it would always be null.
    pub(super) fn warn_of_empty_property(&mut self, base: &Expr, key: &Name, scope: &Scope) {
        let Some(schema) = self.world.schema else { return };
        let Some(variable) = base.as_variable().and_then(|name| scope.get(name.as_str())) else { return };
        let Some(first) = variable.of.first() else { return };
        let is_rel = variable.kind == Kind::Rel;
        if variable.of.iter().any(|owner| properties(schema, owner, is_rel).iter().any(|property| property.name == key.as_str())) {
            return;
        }
        let names: Vec<&str> = properties(schema, first, is_rel).iter().map(|property| property.name.as_str()).collect();
        let zh_owner = match is_rel {
            true => schema.relation(first).map(|relation| relation.zh.as_str()),
            false => schema.kind(first).map(|kind| kind.zh.as_str()),
        };
        let words: Vec<&str> = properties(schema, first, is_rel).iter().map(|property| property.zh.as_str()).collect();
        self.warnings.push((
            key.span(),
            Message::new(
                format!("{first} has no property `{key}`, so it is always null; it has {}", names.join(", ")),
                format!("“{}”没有属性 `{key}`，结果总是空值；它的属性有：{}", zh_owner.unwrap_or(first), words.join("、")),
            ),
        ));
    }

    /// Tells of a comparison with null, which is never true.
    pub(super) fn warn_of_null(&mut self, sign: CompareOp, left: &Expr, right: &Expr) {
        let null = [left, right].into_iter().find(|side| matches!(side.kind, ExprKind::Literal(Literal::Null)));
        let (Some(null), CompareOp::Equal | CompareOp::NotEqual) = (null, sign) else { return };
        let word = if sign == CompareOp::Equal { "IS NULL" } else { "IS NOT NULL" };
        self.warnings.push((
            null.span(),
            Message::new(format!("a comparison with null is never true: write {word}"), format!("与 null 比较永远不成立：请写 {word}")),
        ));
    }

    /// Tells of parts of a MATCH that nothing joins: each row of one is put beside each row of the other.
    pub(super) fn warn_of_product(&mut self, clause: &Match, before: &Scope) {
        let mut islands = Islands::new(before);
        for path in &clause.paths {
            islands.path(path);
        }
        clause.filter.iter().for_each(|filter| islands.condition(filter));
        let [first, second, ..] = islands.apart.as_slice() else { return };
        let shown = |island: &[Arc<str>]| island.first().map_or("()", |name| name).to_owned();
        let (first, second) = (shown(first), shown(second));
        self.warnings.push((
            *clause.at,
            Message::new(
                format!("nothing joins `{first}` and `{second}`: every pair of them is a row"),
                format!("`{first}` 与 `{second}` 之间没有联系：结果将列出两者的所有组合"),
            ),
        ));
    }
}

fn properties<'s>(schema: &'s Schema, owner: &str, is_rel: bool) -> Vec<&'s Property> {
    match is_rel {
        true => schema.relation(owner).map(|relation| schema.properties_of_relation(relation).collect()),
        false => schema.kind(owner).map(|kind| schema.properties_of_kind(kind).collect()),
    }
    .unwrap_or_default()
}

/// Variables of a MATCH, those that anything joins on one island. What was there before holds together.
struct Islands {
    before: Vec<Arc<str>>,
    apart: Vec<Vec<Arc<str>>>,
}

impl Islands {
    fn new(before: &Scope) -> Self {
        Self { before: before.names().map(Arc::from).collect(), apart: Vec::new() }
    }

    fn path(&mut self, path: &PathPattern) {
        let names: Vec<Arc<str>> = path.names().map(|name| Arc::clone(&name.text)).collect();
        let nodes = path.nodes().filter_map(|node| node.properties.as_ref());
        let rels = path.rels().filter_map(|rel| rel.properties.as_ref());
        let inside: Vec<Arc<str>> = nodes.chain(rels).flat_map(free).collect();
        self.join(names.into_iter().chain(inside).collect());
    }

    /// Each part of a conjunction joins the variables that it names.
    fn condition(&mut self, expr: &Expr) {
        if let ExprKind::And(terms) = &expr.kind {
            terms.iter().for_each(|term| self.condition(term));
            return;
        }
        let named = free(expr);
        let touched = |island: &Vec<Arc<str>>| island.iter().any(|name| named.contains(name));
        if self.apart.iter().filter(|island| touched(island)).count() > 1 || named.iter().any(|name| self.before.contains(name)) {
            self.join(named);
        }
    }

    fn join(&mut self, mut names: Vec<Arc<str>>) {
        let touches = |island: &Vec<Arc<str>>, names: &[Arc<str>]| island.iter().any(|name| names.contains(name));
        // What is bound already hangs together through the rows that bind it.
        if names.iter().any(|name| self.before.contains(name)) {
            names.extend(self.before.iter().cloned());
        }
        let (joined, apart): (Vec<_>, Vec<_>) = std::mem::take(&mut self.apart).into_iter().partition(|island| touches(island, &names));
        self.apart = apart;
        let mut island: Vec<Arc<str>> = joined.into_iter().flatten().collect();
        island.extend(names);
        self.apart.push(island);
    }
}

/// The names that an expression uses; those that it binds itself do no harm among them.
fn free(expr: &Expr) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = match &expr.kind {
        ExprKind::Variable(name) => vec![Arc::clone(&name.text)],
        ExprKind::Pattern(path) | ExprKind::ShortestPath(path) => path.names().map(|name| Arc::clone(&name.text)).collect(),
        _ => expr.locals(),
    };
    expr.each_child(&mut |child| names.extend(free(child)));
    names
}
