//! CREATE, MERGE, SET, REMOVE, DELETE.

use super::errors::{conflict, syntax, undefined, wrong_kind};
use super::exprs::Place;
use super::patterns::Use;
use super::{Checker, Kind, Scope};
use crate::base::Outcome;
use crate::query::ast::{Create, Delete, Expr, ExprKind, Merge, Name, Remove, RemoveItem, Set, SetItem};

impl Checker<'_> {
    pub(super) fn create(&mut self, mut clause: Create, scope: &mut Scope) -> Outcome<Create> {
        for path in &mut clause.paths {
            // Paths are made one after another: properties may name what earlier ones made, not what this one is about to make.
            let mut before = scope.clone();
            self.bind_paths(std::slice::from_ref(path), scope, Use::Create)?;
            self.path_details(path, &mut before, Use::Create)?;
        }
        Ok(clause)
    }

    pub(super) fn merge(&mut self, mut clause: Merge, scope: &mut Scope) -> Outcome<Merge> {
        let mut before = scope.clone();
        self.bind_paths(std::slice::from_ref(&clause.path), scope, Use::Merge)?;
        self.path_details(&mut clause.path, &mut before, Use::Merge)?;
        for action in &mut clause.actions {
            self.set_items(&mut action.items, scope)?;
        }
        Ok(clause)
    }

    pub(super) fn set(&mut self, mut clause: Set, scope: &mut Scope) -> Outcome<Set> {
        self.set_items(&mut clause.items, scope)?;
        Ok(clause)
    }

    fn set_items(&mut self, items: &mut [SetItem], scope: &mut Scope) -> Outcome<()> {
        let place = Place::value("in SET", " SET 里");
        for item in items {
            match item {
                SetItem::Property { target, key, value } => {
                    self.target(target, scope)?;
                    self.key(key)?;
                    self.expr(value, scope, place)?;
                }
                SetItem::Replace { variable, value } | SetItem::Merge { variable, value } => {
                    self.entity(variable, scope)?;
                    if let ExprKind::Map(entries) = &mut value.kind {
                        for (key, _) in entries {
                            self.key(key)?;
                        }
                    }
                    let kind = self.expr(value, scope, place)?;
                    if !matches!(kind, Kind::Any | Kind::Null | Kind::Map | Kind::Node | Kind::Rel) {
                        return Err(wrong_kind(value.span(), &kind, "a map of properties", "由属性组成的映射")
                            .hint(format!("one property: SET {variable}.name = '…'"), format!("单个属性：SET {variable}.name = '…'")));
                    }
                }
                SetItem::Labels { variable, labels } => {
                    self.node(variable, scope)?;
                    for label in labels {
                        self.label(label)?;
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, mut clause: Remove, scope: &mut Scope) -> Outcome<Remove> {
        for item in &mut clause.items {
            match item {
                RemoveItem::Property { target, key } => {
                    self.target(target, scope)?;
                    self.key(key)?;
                }
                RemoveItem::Labels { variable, labels } => {
                    self.node(variable, scope)?;
                    for label in labels {
                        self.label(label)?;
                    }
                }
            }
        }
        Ok(clause)
    }

    pub(super) fn delete(&mut self, mut clause: Delete, scope: &mut Scope) -> Outcome<Delete> {
        for item in &mut clause.items {
            if let ExprKind::HasLabels { operand, labels } = &item.kind {
                let shown = operand.as_variable().map_or("n", Name::as_str);
                let label = labels.first().map_or("", Name::as_str);
                return Err(syntax(
                    "InvalidDelete",
                    item.span(),
                    "DELETE takes away nodes and relations, not labels",
                    "DELETE 删除节点和关系，不删标签",
                )
                .hint(format!("to take a label away: REMOVE {shown}:{label}"), format!("去掉标签：REMOVE {shown}:{label}")));
            }
            let kind = self.expr(item, scope, Place::value("in DELETE", " DELETE 里"))?;
            let fits = match &kind {
                Kind::List(element) => matches!(**element, Kind::Any | Kind::Null | Kind::Node | Kind::Rel | Kind::Path | Kind::List(_)),
                other => matches!(other, Kind::Any | Kind::Null | Kind::Node | Kind::Rel | Kind::Path),
            };
            if !fits {
                return Err(wrong_kind(item.span(), &kind, "a node, relationship or path", "节点、关系或路径"));
            }
        }
        Ok(clause)
    }

    /// What a property is set on or removed from.
    fn target(&mut self, target: &mut Expr, scope: &mut Scope) -> Outcome<()> {
        let kind = self.expr(target, scope, Place::value("here", "这里"))?;
        if matches!(kind, Kind::Any | Kind::Null | Kind::Node | Kind::Rel) {
            return Ok(());
        }
        Err(wrong_kind(target.span(), &kind, "a node or relationship", "节点或关系"))
    }

    fn entity(&self, name: &Name, scope: &Scope) -> Outcome<()> {
        let known = scope.get(name.as_str()).ok_or_else(|| undefined(name, scope, &self.forgotten))?;
        if matches!(known.kind, Kind::Any | Kind::Null | Kind::Node | Kind::Rel) {
            return Ok(());
        }
        Err(wrong_kind(name.span(), &known.kind, "a node or relationship", "节点或关系"))
    }

    fn node(&self, name: &Name, scope: &Scope) -> Outcome<()> {
        let known = scope.get(name.as_str()).ok_or_else(|| undefined(name, scope, &self.forgotten))?;
        if known.kind.may_be(&Kind::Node) { Ok(()) } else { Err(conflict(name, &known.kind, &Kind::Node)) }
    }
}
