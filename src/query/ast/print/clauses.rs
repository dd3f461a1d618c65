//! Clauses and queries.

use super::words::{dotted, name, variable};
use super::{exprs::expr, joined, part, paths::path};
use crate::query::ast::{Call, Clause, Expr, ExprKind, Name, PathPattern, Projection, Query, RemoveItem, SetItem, With, Yield, YieldItem};

/// Writes a query, `between` between any two clauses.
pub(super) fn query(out: &mut String, query: &Query, between: &str) {
    for (at, single) in query.parts.iter().enumerate() {
        if let Some(union) = at.checked_sub(1).and_then(|before| query.unions.get(before)) {
            out.push_str(between);
            out.push_str(if union.all { "UNION ALL" } else { "UNION" });
            out.push_str(between);
        }
        joined(out, &single.clauses, between, clause);
    }
}

pub(super) fn clause(out: &mut String, of: &Clause) {
    // RETURN and WITH go on with DISTINCT, and SET, REMOVE and DELETE with their items.
    out.push_str(of.keyword());
    out.push(' ');
    match of {
        Clause::Match(clause) => {
            all_paths(out, &clause.paths);
            part(out, " WHERE ", clause.filter.as_ref(), expr);
        }
        Clause::Unwind(clause) => {
            expr(out, &clause.list);
            out.push_str(" AS ");
            variable(out, &clause.variable);
        }
        Clause::Call(clause) => call(out, clause),
        Clause::With(With { projection: body, filter }) => {
            projection(out, body);
            part(out, " WHERE ", filter.as_ref(), expr);
        }
        Clause::Return(body) => projection(out, body),
        Clause::Create(clause) => all_paths(out, &clause.paths),
        Clause::Merge(clause) => {
            path(out, &clause.path);
            for action in &clause.actions {
                out.push_str(if action.on_create { " ON CREATE SET " } else { " ON MATCH SET " });
                joined(out, &action.items, ", ", set_item);
            }
        }
        Clause::Set(clause) => joined(out, &clause.items, ", ", set_item),
        Clause::Remove(clause) => joined(out, &clause.items, ", ", remove_item),
        Clause::Delete(clause) => joined(out, &clause.items, ", ", expr),
    }
}

fn all_paths(out: &mut String, paths: &[PathPattern]) {
    joined(out, paths, ", ", path);
}

fn call(out: &mut String, call: &Call) {
    dotted(out, &call.procedure);
    if let Some(arguments) = &call.arguments {
        out.push('(');
        joined(out, arguments, ", ", expr);
        out.push(')');
    }
    match &call.yields {
        None => {}
        Some(Yield::All) => out.push_str(" YIELD *"),
        Some(Yield::Items { items, filter }) => {
            out.push_str(if items.is_empty() { " YIELD -" } else { " YIELD " });
            joined(out, items, ", ", |out, YieldItem { field, alias }| {
                name(out, field);
                part(out, " AS ", alias.as_ref(), variable);
            });
            part(out, " WHERE ", filter.as_ref(), expr);
        }
    }
}

fn projection(out: &mut String, of: &Projection) {
    out.push_str(if of.distinct { "DISTINCT " } else { "" });
    if of.star {
        out.push_str(if of.items.is_empty() { "*" } else { "*, " });
    }
    joined(out, &of.items, ", ", |out, item| {
        expr(out, &item.expr);
        part(out, " AS ", item.alias.as_ref(), variable);
    });
    if !of.order.is_empty() {
        out.push_str(" ORDER BY ");
        joined(out, &of.order, ", ", |out, item| {
            expr(out, &item.expr);
            out.push_str(if item.descending { " DESC" } else { "" });
        });
    }
    part(out, " SKIP ", of.skip.as_ref(), expr);
    part(out, " LIMIT ", of.limit.as_ref(), expr);
}

fn set_item(out: &mut String, item: &SetItem) {
    match item {
        SetItem::Property { target: on, key, value } => {
            target(out, on, key);
            out.push_str(" = ");
            expr(out, value);
        }
        SetItem::Replace { variable: own, value } => {
            variable(out, own);
            out.push_str(" = ");
            expr(out, value);
        }
        SetItem::Merge { variable: own, value } => {
            variable(out, own);
            out.push_str(" += ");
            expr(out, value);
        }
        SetItem::Labels { variable: own, labels } => with_labels(out, own, labels),
    }
}

fn remove_item(out: &mut String, item: &RemoveItem) {
    match item {
        RemoveItem::Property { target: on, key } => target(out, on, key),
        RemoveItem::Labels { variable: own, labels } => with_labels(out, own, labels),
    }
}

fn with_labels(out: &mut String, own: &Name, labels: &[Name]) {
    variable(out, own);
    for label in labels {
        out.push(':');
        name(out, label);
    }
}

/// `n.key`; anything but a variable and its keys stands in brackets.
fn target(out: &mut String, on: &Expr, key: &Name) {
    let mut base = on;
    while let ExprKind::Property { base: inner, .. } = &base.kind {
        base = inner;
    }
    if base.as_variable().is_some() {
        expr(out, on);
    } else {
        out.push('(');
        expr(out, on);
        out.push(')');
    }
    out.push('.');
    name(out, key);
}
