//! RETURN and WITH: columns, groups, order, bounds.

use std::sync::Arc;

use super::errors::{syntax, wrong_kind};
use super::exprs::Place;
use super::grouping::{self, Item};
use super::{CheckedProjection, Checker, Column, Kind, Scope};
use crate::base::{Outcome, Span};
use crate::query::ast::{Expr, ExprKind, Literal, Projection, ProjectionItem, SortItem};

impl Checker<'_> {
    /// The checked projection, and the scope after it.
    pub(super) fn projection(
        &mut self,
        projection: Projection,
        filter: Option<Expr>,
        is_return: bool,
        scope: &mut Scope,
    ) -> Outcome<(CheckedProjection, Scope)> {
        let span = *projection.at;
        let mut items = Vec::new();
        if projection.star {
            if scope.variables.is_empty() && is_return {
                return Err(syntax("NoVariablesInScope", span, "there is nothing that * could return", "没有可供 * 返回的变量")
                    .hint("name what is found: MATCH (n) RETURN *", "请给所查的内容命名：MATCH (n) RETURN *"));
            }
            items = star(scope, span);
        }
        for item in projection.items {
            items.push(self.item(item, is_return, scope)?);
        }
        unique(&items)?;
        let after = Scope {
            variables: (items.iter())
                .map(|item| super::Variable {
                    name: Arc::clone(&item.name),
                    kind: item.kind.clone(),
                    span: item.span,
                    // A variable that is only passed on, or renamed, is still what it was.
                    of: item.expr.as_variable().and_then(|name| scope.get(name.as_str())).map(|known| known.of.clone()).unwrap_or_default(),
                })
                .collect(),
        };
        // Old names, then new ones, which hide the old.
        let mut seen = scope.clone();
        seen.variables.extend(after.variables.iter().cloned());

        let grouped = items.iter().any(|item| grouping::aggregates(&item.expr));
        let mut order = projection.order;
        let place = if grouped { Place::column() } else { Place::value("in ORDER BY", " ORDER BY 里") };
        let names = |scope: &Scope| scope.names().map(Arc::from).collect::<Vec<Arc<str>>>();
        let mut rewriter = grouping::Regroup::new(&items, &names(scope), grouped, projection.distinct)?;
        for SortItem { expr, .. } in &mut order {
            // A projected expression may have lost its variables to new names: it is looked for before it is checked.
            self.sorted(expr, scope, &mut seen, place)?;
            rewriter.after_projection(expr, &after)?;
        }
        let mut filter = filter;
        if let Some(filter) = &mut filter {
            self.condition(filter, &mut seen, Place::filter("in WHERE", " WHERE 里"))?;
            rewriter.after_projection(filter, &after)?;
        }
        let (grouping, exprs) = rewriter.finish();
        let columns = items.into_iter().zip(exprs).map(|(item, expr)| Column { name: item.name, expr, kind: item.kind }).collect();
        let checked = CheckedProjection {
            is_return,
            distinct: projection.distinct,
            grouping,
            columns,
            order,
            skip: self.bound(projection.skip, "SKIP")?,
            limit: self.bound(projection.limit, "LIMIT")?,
            filter,
            sees_input: !projection.distinct,
        };
        Ok((checked, after))
    }

    fn sorted(&mut self, expr: &mut Expr, before: &mut Scope, seen: &mut Scope, place: Place) -> Outcome<()> {
        let mut attempt = expr.clone();
        match self.expr(&mut attempt, seen, place) {
            Ok(_) => *expr = attempt,
            // `RETURN n.name AS n ORDER BY n.name`: the old `n` was meant.
            Err(fault) => self.expr(expr, before, place).map(|_| ()).map_err(|_| fault)?,
        }
        Ok(())
    }

    fn item(&mut self, item: ProjectionItem, is_return: bool, scope: &mut Scope) -> Outcome<Item> {
        let name = item.column();
        let span = *item.at;
        let mut expr = item.expr;
        let kind = self.expr(&mut expr, scope, Place::column())?;
        if !is_return && item.alias.is_none() && expr.as_variable().is_none() {
            let text = &*item.text;
            return Err(syntax("NoExpressionAlias", expr.span(), "WITH needs a name for what it computes", "WITH 里的计算结果需要命名")
                .hint(format!("write {text} AS x"), format!("请写 {text} AS x")));
        }
        // A variable stands for itself, however it was written (backquotes, brackets).
        let name = match (item.alias.is_none() && !is_return, expr.as_variable()) {
            (true, Some(variable)) => Arc::clone(&variable.text),
            _ => match expr.as_variable() {
                Some(variable) if item.alias.is_none() => Arc::clone(&variable.text),
                _ => name,
            },
        };
        Ok(Item { name, expr, kind, span })
    }

    /// SKIP and LIMIT: a whole number that does not depend on the row.
    fn bound(&mut self, bound: Option<Expr>, word: &str) -> Outcome<Option<Expr>> {
        let Some(mut expr) = bound else { return Ok(None) };
        let span = expr.span();
        if let Some(name) = grouping::first_variable(&expr) {
            return Err(syntax(
                "NonConstantExpression",
                name.span(),
                format!("{word} is one number for all rows and cannot depend on `{name}`"),
                format!("{word} 对所有行是同一个数，不能取决于 `{name}`"),
            )
            .hint(format!("write {word} 10, or a parameter: {word} $n"), format!("请写 {word} 10，或用参数：{word} $n")));
        }
        let kind = self.expr(&mut expr, &mut Scope::default(), Place::value("here", "这里"))?;
        if let ExprKind::Literal(Literal::Int(number)) = expr.kind
            && number < 0
        {
            return Err(syntax("NegativeIntegerArgument", span, format!("{word} cannot be negative"), format!("{word} 不能为负"))
                .hint(format!("{word} counts rows: {word} 10"), format!("{word} 是行数：{word} 10")));
        }
        if !matches!(kind, Kind::Any | Kind::Int | Kind::Number | Kind::Null) {
            return Err(wrong_kind(span, &kind, &format!("a whole number of rows for {word}"), &format!("{word} 的整数行数")));
        }
        Ok(Some(expr))
    }
}

/// Every variable in scope, alphabetically.
fn star(scope: &Scope, span: Span) -> Vec<Item> {
    let mut variables: Vec<_> = scope.variables.iter().collect();
    variables.sort_by(|a, b| a.name.cmp(&b.name));
    variables.dedup_by(|a, b| a.name == b.name);
    let item = |variable: &super::Variable| Item {
        name: Arc::clone(&variable.name),
        expr: Expr::variable(&variable.name, span),
        kind: variable.kind.clone(),
        span: variable.span,
    };
    variables.into_iter().map(item).collect()
}

fn unique(items: &[Item]) -> Outcome<()> {
    for (at, item) in items.iter().enumerate() {
        if items.iter().take(at).any(|other| other.name == item.name) {
            let name = &item.name;
            return Err(syntax(
                "ColumnNameConflict",
                item.span,
                format!("two columns are called `{name}`"),
                format!("有两列都叫 `{name}`"),
            )
            .hint(format!("rename one: … AS {name}2"), format!("请给其中一列改名：… AS {name}2")));
        }
    }
    Ok(())
}
