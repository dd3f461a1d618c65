//! Pairs of the grammar → clauses.

use std::sync::Arc;

use super::Rule;
use super::build::{Builder, Built, Node, child, children, dotted, extent, has, name, span_of, unreadable};
use super::habits;
use crate::query::ast::{
    Call, Clause, Create, Delete, Expr, Match, Merge, MergeAction, Mode, Name, PathPattern, Projection, ProjectionItem, Query, Remove,
    RemoveItem, Set, SetItem, SingleQuery, SortItem, Statement, Union, Unwind, With, Yield, YieldItem,
};

impl Builder<'_> {
    pub fn statement(&mut self, node: &Node<'_>) -> Built<Statement> {
        let mode = match child(node, Rule::mode) {
            Some(mode) if has(&mode, Rule::PROFILE) => Mode::Profile,
            Some(_) => Mode::Explain,
            None => Mode::Run,
        };
        let query = child(node, Rule::query).ok_or_else(|| unreadable(span_of(node)))?;
        Ok(Statement { mode, query: self.query(&query)? })
    }

    pub(super) fn query(&mut self, node: &Node<'_>) -> Built<Query> {
        let mut parts = Vec::new();
        let mut unions = Vec::new();
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::union => unions.push(Union { all: has(&part, Rule::ALL), at: extent(&part).into() }),
                _ => parts.push(self.single_query(&part)?),
            }
        }
        Ok(Query { parts, unions, at: extent(node).into() })
    }

    fn single_query(&mut self, node: &Node<'_>) -> Built<SingleQuery> {
        let clauses = node.clone().into_inner().map(|part| self.clause(&part)).collect::<Built<_>>()?;
        Ok(SingleQuery { clauses, at: extent(node).into() })
    }

    fn clause(&mut self, node: &Node<'_>) -> Built<Clause> {
        let at = extent(node).into();
        Ok(match node.as_rule() {
            Rule::match_clause => {
                Clause::Match(Match { optional: has(node, Rule::OPTIONAL), paths: self.paths_in(node)?, filter: self.where_in(node)?, at })
            }
            Rule::unwind => Clause::Unwind(Unwind { list: self.expr_in(node)?, variable: self.variable_in(node)?, at }),
            Rule::call => self.call(node)?,
            Rule::with => {
                let projection = child(node, Rule::projection).ok_or_else(|| unreadable(span_of(node)))?;
                let mut projection = self.projection(&projection)?;
                projection.at = at;
                Clause::With(With { projection, filter: self.where_in(node)? })
            }
            Rule::return_clause => {
                let mut projection = self.projection(&inner_projection(node)?)?;
                projection.at = at;
                Clause::Return(projection)
            }
            Rule::create => Clause::Create(Create { paths: self.paths_in(node)?, at }),
            Rule::merge => {
                let path = child(node, Rule::path).ok_or_else(|| unreadable(span_of(node)))?;
                let actions = children(node, Rule::merge_action)
                    .map(|action| {
                        let set = child(&action, Rule::set).ok_or_else(|| unreadable(span_of(&action)))?;
                        Ok(MergeAction { on_create: has(&action, Rule::CREATE), items: self.set_items(&set)? })
                    })
                    .collect::<Built<_>>()?;
                Clause::Merge(Merge { path: self.path(&path)?, actions, at })
            }
            Rule::set => Clause::Set(Set { items: self.set_items(node)?, at }),
            Rule::remove => {
                let items = children(node, Rule::remove_item).map(|item| self.remove_item(&item)).collect::<Built<_>>()?;
                Clause::Remove(Remove { items, at })
            }
            Rule::delete => Clause::Delete(Delete { detach: has(node, Rule::DETACH), items: self.exprs_in(node)?, at }),
            Rule::foreign_clause => return Err(habits::foreign_clause(node.as_str(), node.as_span().start())),
            _ => return Err(unreadable(span_of(node))),
        })
    }

    fn call(&mut self, node: &Node<'_>) -> Built<Clause> {
        let procedure = child(node, Rule::procedure).ok_or_else(|| unreadable(span_of(node)))?;
        let arguments = child(node, Rule::arguments).map(|list| self.exprs_in(&list)).transpose()?;
        let yields = child(node, Rule::yield_part)
            .map(|part| -> Built<Yield> {
                if has(&part, Rule::star) {
                    return Ok(Yield::All);
                }
                let items = children(&part, Rule::yield_item)
                    .map(|item| {
                        let field = name(child(&item, Rule::name).ok_or_else(|| unreadable(span_of(&item)))?)?;
                        let alias = child(&item, Rule::variable).map(name).transpose()?;
                        Ok(YieldItem { field, alias })
                    })
                    .collect::<Built<_>>()?;
                Ok(Yield::Items { items, filter: self.where_in(&part)? })
            })
            .transpose()?;
        Ok(Clause::Call(Call { procedure: dotted(&procedure)?, arguments, yields, at: extent(node).into() }))
    }

    fn projection(&mut self, node: &Node<'_>) -> Built<Projection> {
        let items = children(node, Rule::item)
            .map(|item| {
                let expr = self.expr_in(&item)?;
                let text: Arc<str> = expr.span().slice(self.source).unwrap_or_default().into();
                let alias = child(&item, Rule::variable).map(name).transpose()?;
                Ok(ProjectionItem { expr, alias, text: text.into(), at: extent(&item).into() })
            })
            .collect::<Built<_>>()?;
        let order = child(node, Rule::order)
            .map(|order| {
                children(&order, Rule::sort_item)
                    .map(|item| Ok(SortItem { expr: self.expr_in(&item)?, descending: has(&item, Rule::DESC) }))
                    .collect::<Built<Vec<_>>>()
            })
            .transpose()?
            .unwrap_or_default();
        Ok(Projection {
            distinct: has(node, Rule::DISTINCT),
            star: has(node, Rule::star),
            items,
            order,
            skip: child(node, Rule::skip).map(|part| self.expr_in(&part)).transpose()?,
            limit: child(node, Rule::limit).map(|part| self.expr_in(&part)).transpose()?,
            at: extent(node).into(),
        })
    }

    fn set_items(&mut self, node: &Node<'_>) -> Built<Vec<SetItem>> {
        children(node, Rule::set_item).map(|item| self.set_item(&item)).collect()
    }

    fn set_item(&mut self, node: &Node<'_>) -> Built<SetItem> {
        if let Some(target) = child(node, Rule::property_target) {
            let (target, key) = self.property_target(&target)?;
            return Ok(SetItem::Property { target, key, value: self.expr_in(node)? });
        }
        let variable = self.variable_in(node)?;
        if let Some(labels) = child(node, Rule::labels) {
            return Ok(SetItem::Labels { variable, labels: labels_of(&labels)? });
        }
        let value = self.expr_in(node)?;
        Ok(match has(node, Rule::plus_equals) {
            true => SetItem::Merge { variable, value },
            false => SetItem::Replace { variable, value },
        })
    }

    fn remove_item(&mut self, node: &Node<'_>) -> Built<RemoveItem> {
        if let Some(target) = child(node, Rule::property_target) {
            let (target, key) = self.property_target(&target)?;
            return Ok(RemoveItem::Property { target, key });
        }
        let labels = child(node, Rule::labels).ok_or_else(|| unreadable(span_of(node)))?;
        Ok(RemoveItem::Labels { variable: self.variable_in(node)?, labels: labels_of(&labels)? })
    }

    /// `base.a.b` → the expression `base.a`, the key `b`.
    fn property_target(&mut self, node: &Node<'_>) -> Built<(Expr, Name)> {
        let mut base = match child(node, Rule::expr) {
            Some(expr) => self.expr(&expr)?,
            None => {
                let variable = self.variable_in(node)?;
                Expr::variable(variable.as_str(), variable.span())
            }
        };
        let mut keys = children(node, Rule::name).map(name).collect::<Built<Vec<_>>>()?;
        let Some(last) = keys.pop() else { return Err(unreadable(span_of(node))) };
        for key in keys {
            base = self.property_of(base, key);
        }
        Ok((base, last))
    }

    fn paths_in(&mut self, node: &Node<'_>) -> Built<Vec<PathPattern>> {
        let paths = child(node, Rule::paths).ok_or_else(|| unreadable(span_of(node)))?;
        self.paths(&paths)
    }

    pub(super) fn paths(&mut self, node: &Node<'_>) -> Built<Vec<PathPattern>> {
        children(node, Rule::path).map(|path| self.path(&path)).collect()
    }

    pub(super) fn where_in(&mut self, node: &Node<'_>) -> Built<Option<Expr>> {
        child(node, Rule::where_part).map(|part| self.expr_in(&part)).transpose()
    }

    pub(super) fn expr_in(&mut self, node: &Node<'_>) -> Built<Expr> {
        let expr = child(node, Rule::expr).ok_or_else(|| unreadable(span_of(node)))?;
        self.expr(&expr)
    }

    pub(super) fn exprs_in(&mut self, node: &Node<'_>) -> Built<Vec<Expr>> {
        children(node, Rule::expr).map(|expr| self.expr(&expr)).collect()
    }

    pub(super) fn variable_in(&self, node: &Node<'_>) -> Built<Name> {
        name(child(node, Rule::variable).ok_or_else(|| unreadable(span_of(node)))?)
    }
}

fn inner_projection<'i>(node: &Node<'i>) -> Built<Node<'i>> {
    child(node, Rule::projection).ok_or_else(|| unreadable(span_of(node)))
}

/// `:A:B`
pub(super) fn labels_of(node: &Node<'_>) -> Built<Vec<Name>> {
    children(node, Rule::name).map(name).collect()
}

impl Builder<'_> {
    /// The path patterns of MATCH, CREATE, MERGE and of expressions.
    pub(super) fn path(&mut self, node: &Node<'_>) -> Built<PathPattern> {
        let variable = child(node, Rule::variable).map(name).transpose()?;
        let body = node
            .clone()
            .into_inner()
            .find(|part| matches!(part.as_rule(), Rule::chain | Rule::shortest))
            .ok_or_else(|| unreadable(span_of(node)))?;
        let mut path = match body.as_rule() {
            Rule::shortest => self.shortest(&body)?,
            _ => self.chain(&body)?,
        };
        if variable.is_some() {
            path.variable = variable;
            path.at = extent(node).into();
        }
        Ok(path)
    }
}
