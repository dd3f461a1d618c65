//! One clause after another: what each makes of the scope.

use std::sync::Arc;

use super::errors::wrong_kind;
use super::exprs::Place;
use super::patterns::Use;
use super::{CheckedClause, Checker, Kind, Scope, Step};
use crate::base::Outcome;
use crate::query::ast::{Clause, Expr, Match, Unwind};

impl Checker<'_> {
    /// `alone`: the clause is the whole statement.
    pub(super) fn clause(&mut self, clause: Clause, scope: &mut Scope, steps: &mut Vec<Step>, alone: bool) -> Outcome<()> {
        let span = clause.span();
        let checked = match clause {
            Clause::Match(clause) => CheckedClause::Match(self.match_clause(clause, scope)?),
            Clause::Unwind(clause) => CheckedClause::Unwind(self.unwind(clause, scope)?),
            Clause::Call(clause) => return self.call(clause, scope, steps, alone),
            Clause::With(with) => {
                let (projection, after) = self.projection(with.projection, with.filter, false, scope)?;
                self.forgotten.extend(scope.names().filter(|name| after.get(name).is_none()).map(Arc::from));
                *scope = after;
                CheckedClause::Project(projection)
            }
            Clause::Return(projection) => {
                let (projection, after) = self.projection(projection, None, true, scope)?;
                *scope = after;
                CheckedClause::Project(projection)
            }
            Clause::Create(clause) => CheckedClause::Create(self.create(clause, scope)?),
            Clause::Merge(clause) => CheckedClause::Merge(self.merge(clause, scope)?),
            Clause::Set(clause) => CheckedClause::Set(self.set(clause, scope)?),
            Clause::Remove(clause) => CheckedClause::Remove(self.remove(clause, scope)?),
            Clause::Delete(clause) => CheckedClause::Delete(self.delete(clause, scope)?),
        };
        steps.push(Step { clause: checked, span, scope: scope.clone() });
        Ok(())
    }

    fn match_clause(&mut self, mut clause: Match, scope: &mut Scope) -> Outcome<Match> {
        let before = scope.clone();
        self.bind_paths(&clause.paths, scope, Use::Match)?;
        // Properties of a pattern may name any variable of the clause.
        for path in &mut clause.paths {
            self.path_details(path, scope, Use::Match)?;
        }
        if let Some(filter) = &mut clause.filter {
            self.condition(filter, scope, Place::filter("in WHERE", " WHERE 里"))?;
        }
        self.warn_of_product(&clause, &before);
        Ok(clause)
    }

    fn unwind(&mut self, mut clause: Unwind, scope: &mut Scope) -> Outcome<Unwind> {
        let kind = self.expr(&mut clause.list, scope, Place::value("in UNWIND", " UNWIND 里"))?;
        let element = match kind {
            Kind::List(element) => *element,
            Kind::Any | Kind::Null => Kind::Any,
            kind @ (Kind::Node | Kind::Rel | Kind::Path | Kind::Map) => {
                return Err(wrong_kind(clause.list.span(), &kind, "a list", "列表"));
            }
            scalar => scalar,
        };
        if scope.get(clause.variable.as_str()).is_some() {
            return Err(super::errors::already_bound(&clause.variable, "choose another name after AS", "AS 之后请换个名称"));
        }
        scope.bind(&clause.variable, element);
        Ok(clause)
    }

    /// An expression that must be true or false.
    pub(super) fn condition(&mut self, expr: &mut Expr, scope: &mut Scope, place: Place) -> Outcome<()> {
        let kind = self.expr(expr, scope, Place { predicate: true, ..place })?;
        if kind.may_be(&Kind::Bool) {
            return Ok(());
        }
        let error = wrong_kind(expr.span(), &kind, "a condition (true or false)", "条件（真或假）");
        Err(match kind {
            Kind::Node => error.hint(
                "ask something of the node: n.name = '…', n:Measure, or (n)-->()",
                "请对节点提条件：n.name = '…'、n:措施，或 (n)-->()",
            ),
            _ => error.hint("compare it with something: x = 1, x <> ''", "请与某个值比较：x = 1，x <> ''"),
        })
    }
}
