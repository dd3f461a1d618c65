//! Expressions: every name is known, every operator gets something that it can work on, and aggregates stand where rows
//! are put together.

use super::errors::{syntax, undefined, wrong_kind};
use super::patterns::{Use, path_kind};
use super::query::Setting;
use super::{Checker, Kind, Scope};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, Span};
use crate::query::ast::{BinaryOp, CaseBranch, Expr, ExprKind, Literal, Name, UnaryOp};

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// True or false is wanted, so a path may stand there as a condition.
    pub predicate: bool,
    pub aggregates: Aggregates,
}

#[derive(Clone, Copy)]
pub(super) enum Aggregates {
    Allowed,
    /// Already inside one.
    Inside,
    /// Not in this place: (English, Chinese), as they end a sentence.
    Refused(&'static str, &'static str),
}

impl Place {
    /// A place that takes a value and no aggregate.
    pub const fn value(en: &'static str, zh: &'static str) -> Self {
        Self { predicate: false, aggregates: Aggregates::Refused(en, zh) }
    }

    /// A place that takes a condition and no aggregate.
    pub const fn filter(en: &'static str, zh: &'static str) -> Self {
        Self { predicate: true, aggregates: Aggregates::Refused(en, zh) }
    }

    /// A column of RETURN or WITH.
    pub const fn column() -> Self {
        Self { predicate: false, aggregates: Aggregates::Allowed }
    }

    const fn plain(self) -> Self {
        Self { predicate: false, ..self }
    }

    /// What is computed for each element of a list, where an aggregate over rows has no meaning.
    const fn each(self, predicate: bool) -> Self {
        let aggregates = match self.aggregates {
            Aggregates::Allowed => Aggregates::Refused("inside a list expression", "列表表达式里"),
            other => other,
        };
        Self { predicate, aggregates }
    }
}

impl Checker<'_> {
    /// Checks an expression, writes its names out, and tells the kind of its value.
    pub(super) fn expr(&mut self, expr: &mut Expr, scope: &mut Scope, place: Place) -> Outcome<Kind> {
        let span = expr.span();
        Ok(match &mut expr.kind {
            ExprKind::Literal(literal) => literal_kind(literal),
            ExprKind::Parameter(_) => Kind::Any,
            ExprKind::Variable(name) => scope.get(name.as_str()).ok_or_else(|| undefined(name, scope, &self.forgotten))?.kind.clone(),
            ExprKind::List(items) => {
                let mut element: Option<Kind> = None;
                for item in items {
                    let kind = self.expr(item, scope, place.plain())?;
                    element = Some(element.map_or(kind.clone(), |known| known.join(kind)));
                }
                Kind::list_of(element.unwrap_or(Kind::Any))
            }
            ExprKind::Map(entries) => {
                for (_, value) in entries {
                    self.expr(value, scope, place.plain())?;
                }
                Kind::Map
            }
            ExprKind::Property { base, key } => self.property(base, key, scope, place.plain())?,
            ExprKind::Index { base, index } => {
                let base = self.expr(base, scope, place.plain())?;
                self.expr(index, scope, place.plain())?;
                base.element()
            }
            ExprKind::Slice { base, from, to } => {
                let kind = self.expr(base, scope, place.plain())?;
                for bound in [from, to].into_iter().flatten() {
                    self.expr(bound, scope, place.plain())?;
                }
                kind
            }
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.boolean(operand, scope, place, "NOT")?,
            ExprKind::Unary { operand, .. } => self.number(operand, scope, place.plain())?,
            ExprKind::And(terms) | ExprKind::Or(terms) => {
                for term in terms {
                    self.boolean(term, scope, place, "AND, OR")?;
                }
                Kind::Bool
            }
            ExprKind::Binary { op, left, right } => self.binary(*op, left, right, scope, place)?,
            ExprKind::Chain { first, rest } => {
                self.expr(first, scope, place.plain())?;
                for (_, term) in rest {
                    self.expr(term, scope, place.plain())?;
                }
                Kind::Bool
            }
            ExprKind::IsNull { operand, .. } => {
                self.expr(operand, scope, place.plain())?;
                Kind::Bool
            }
            ExprKind::HasLabels { operand, labels } => self.has_labels(operand, labels, scope, place.plain())?,
            ExprKind::Function(call) => self.function(call, span, scope, place)?,
            ExprKind::CountStar => {
                self.aggregate_allowed("count(*)", span, place)?;
                Kind::Int
            }
            ExprKind::Case { subject, branches, otherwise } => self.case(subject, branches, otherwise, scope, place)?,
            ExprKind::ListComprehension { variable, list, filter, map } => {
                let element = self.list_of(list, scope, place.plain())?;
                self.with_local(&[(variable, element.clone())], scope, |checker, scope| {
                    if let Some(filter) = filter {
                        checker.condition(filter, scope, place.each(true))?;
                    }
                    let kind = map.as_mut().map(|map| checker.expr(map, scope, place.each(false))).transpose()?;
                    Ok(Kind::list_of(kind.unwrap_or(element)))
                })?
            }
            ExprKind::Quantified { variable, list, filter, .. } => {
                let element = self.list_of(list, scope, place.plain())?;
                self.with_local(&[(variable, element)], scope, |checker, scope| checker.condition(filter, scope, place.each(true)))?;
                Kind::Bool
            }
            ExprKind::Reduce { accumulator, init, variable, list, body } => {
                self.expr(init, scope, place.plain())?;
                let element = self.list_of(list, scope, place.plain())?;
                // What has been gathered may change its kind on the way: 0 becomes 0.5.
                let locals = [(&*accumulator, Kind::Any), (&*variable, element)];
                self.with_local(&locals, scope, |checker, scope| checker.expr(body, scope, place.each(false)))?;
                Kind::Any
            }
            ExprKind::PatternComprehension { path, filter, map } => {
                let before = scope.variables.len();
                self.inner_path(path, scope, Use::Match)?;
                if let Some(filter) = filter {
                    self.condition(filter, scope, place.each(true))?;
                }
                let kind = self.expr(map, scope, place.each(false))?;
                scope.variables.truncate(before);
                Kind::list_of(kind)
            }
            ExprKind::Pattern(path) => {
                if !place.predicate {
                    return Err(syntax("UnexpectedSyntax", span, "a path is no value here", "路径在这里不能作为值").hint(
                        "to ask whether it is there: exists((a)-->(b)); to list what is found: [(a)-->(b) | b.name]; to count: size([(a)-->(b) | 1])",
                        "判断有无：exists((a)-->(b))；列出结果：[(a)-->(b) | b.name]；计数：size([(a)-->(b) | 1])",
                    ));
                }
                self.inner_path(path, scope, Use::Condition)?;
                Kind::Bool
            }
            ExprKind::ShortestPath(path) => {
                self.inner_path(path, scope, Use::Condition)?;
                path_kind(path)
            }
            ExprKind::Exists { paths, filter } => {
                let before = scope.variables.len();
                self.bind_paths(paths, scope, Use::Match)?;
                for path in paths {
                    self.path_details(path, scope, Use::Match)?;
                }
                if let Some(filter) = filter {
                    self.condition(filter, scope, Place::filter("in WHERE", " WHERE 里"))?;
                }
                scope.variables.truncate(before);
                Kind::Bool
            }
            ExprKind::ExistsQuery { query, id } => {
                let checked = self.query((**query).clone(), scope, Setting::Subquery)?;
                *id = self.subqueries.len();
                self.subqueries.push(checked);
                Kind::Bool
            }
        })
    }

    /// Runs `work` with more names in scope.
    fn with_local<T>(
        &mut self,
        locals: &[(&Name, Kind)],
        scope: &mut Scope,
        work: impl FnOnce(&mut Self, &mut Scope) -> Outcome<T>,
    ) -> Outcome<T> {
        let before = scope.variables.len();
        for (name, kind) in locals {
            scope.bind(name, kind.clone());
        }
        let result = work(self, scope);
        scope.variables.truncate(before);
        result
    }

    /// A list to go through: the kind of its elements.
    fn list_of(&mut self, list: &mut Expr, scope: &mut Scope, place: Place) -> Outcome<Kind> {
        let kind = self.expr(list, scope, place)?;
        match kind {
            Kind::List(element) => Ok(*element),
            Kind::Any | Kind::Null => Ok(Kind::Any),
            kind => Err(wrong_kind(list.span(), &kind, "a list", "列表")),
        }
    }

    fn boolean(&mut self, operand: &mut Expr, scope: &mut Scope, place: Place, operator: &str) -> Outcome<Kind> {
        let kind = self.expr(operand, scope, place)?;
        if kind.may_be(&Kind::Bool) {
            return Ok(Kind::Bool);
        }
        Err(wrong_kind(operand.span(), &kind, "a condition (true or false)", "条件（真或假）")
            .hint(format!("{operator} join conditions: n.year = 2025"), format!("{operator} 连接的是条件：n.year = 2025")))
    }

    fn number(&mut self, operand: &mut Expr, scope: &mut Scope, place: Place) -> Outcome<Kind> {
        let kind = self.expr(operand, scope, place)?;
        if kind.may_be_number() {
            return Ok(kind);
        }
        let error = wrong_kind(operand.span(), &kind, "a number", "数");
        Err(match kind {
            Kind::String => {
                error.hint("a number in a text: toInteger('12'), toFloat('1.5')", "文本里的数：toInteger('12')、toFloat('1.5')")
            }
            _ => error,
        })
    }

    fn binary(&mut self, op: BinaryOp, left: &mut Expr, right: &mut Expr, scope: &mut Scope, place: Place) -> Outcome<Kind> {
        match op {
            BinaryOp::Xor => {
                self.boolean(left, scope, place, "XOR")?;
                self.boolean(right, scope, place, "XOR")
            }
            BinaryOp::Compare(sign) => {
                self.warn_of_null(sign, left, right);
                self.expr(left, scope, place.plain())?;
                self.expr(right, scope, place.plain())?;
                Ok(Kind::Bool)
            }
            BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Contains | BinaryOp::FullText => {
                self.expr(left, scope, place.plain())?;
                self.expr(right, scope, place.plain())?;
                Ok(Kind::Bool)
            }
            BinaryOp::In => {
                self.expr(left, scope, place.plain())?;
                let kind = self.expr(right, scope, place.plain())?;
                if matches!(kind, Kind::List(_) | Kind::Any | Kind::Null) {
                    return Ok(Kind::Bool);
                }
                Err(wrong_kind(right.span(), &kind, "a list", "列表").hint(
                    "IN takes a list: n.year IN [2024, 2025]; a part of a text: n.name CONTAINS '专利'",
                    "IN 后面是列表：n.year IN [2024, 2025]；文本包含：n.name CONTAINS '专利'",
                ))
            }
            BinaryOp::Add => {
                let left = self.expr(left, scope, place.plain())?;
                let right = self.expr(right, scope, place.plain())?;
                Ok(sum_kind(left, right))
            }
            BinaryOp::Power => {
                self.number(left, scope, place.plain())?;
                self.number(right, scope, place.plain())?;
                Ok(Kind::Float)
            }
            BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => {
                let left = self.number(left, scope, place.plain())?;
                let right = self.number(right, scope, place.plain())?;
                Ok(arithmetic_kind(left, right))
            }
        }
    }

    fn property(&mut self, base: &mut Expr, key: &mut Name, scope: &mut Scope, place: Place) -> Outcome<Kind> {
        let kind = self.expr(base, scope, place)?;
        let (en, zh) = kind.words();
        match kind {
            Kind::Node | Kind::Rel => {
                self.key(key)?;
                self.warn_of_empty_property(base, key, scope);
            }
            Kind::Any | Kind::Null | Kind::Map => {}
            Kind::Path => {
                return Err(wrong_kind(base.span(), &kind, "something that has properties", "有属性的对象").hint(
                    format!("a path has nodes and relations: any(n IN nodes(p) WHERE n.{key} = …)"),
                    format!("路径由节点和关系组成：any(n IN nodes(p) WHERE n.{key} = …)"),
                ));
            }
            _ => {
                return Err(Diagnostic::compile(
                    ErrorClass::TypeError,
                    "InvalidArgumentType",
                    Message::new(format!("{en} has no properties, so no `{key}`"), format!("{zh}没有属性，也就没有 `{key}`")),
                )
                .at(base.span())
                .hint("nodes, relationships and maps have properties", "节点、关系和映射才有属性"));
            }
        }
        Ok(Kind::Any)
    }

    fn has_labels(&mut self, operand: &mut Expr, labels: &mut [Name], scope: &mut Scope, place: Place) -> Outcome<Kind> {
        let kind = self.expr(operand, scope, place)?;
        for label in labels {
            match kind {
                Kind::Rel => self.rel_type(label)?,
                Kind::Node => self.label(label)?,
                Kind::Any | Kind::Null => {}
                _ => return Err(wrong_kind(operand.span(), &kind, "a node or relationship", "节点或关系")),
            }
        }
        Ok(Kind::Bool)
    }

    fn case(
        &mut self,
        subject: &mut Option<Box<Expr>>,
        branches: &mut [CaseBranch],
        otherwise: &mut Option<Box<Expr>>,
        scope: &mut Scope,
        place: Place,
    ) -> Outcome<Kind> {
        if let Some(subject) = subject {
            self.expr(subject, scope, place.plain())?;
        }
        let mut kind = Kind::Null;
        for branch in branches {
            match subject {
                Some(_) => self.expr(&mut branch.when, scope, place.plain()).map(|_| ())?,
                None => self.condition(&mut branch.when, scope, place)?,
            }
            kind = kind.join(self.expr(&mut branch.then, scope, place.plain())?);
        }
        if let Some(otherwise) = otherwise {
            kind = kind.join(self.expr(otherwise, scope, place.plain())?);
        }
        Ok(kind)
    }

    /// Refuses an aggregate where rows are not put together.
    pub(super) fn aggregate_allowed(&self, function: &str, span: Span, place: Place) -> Outcome<()> {
        match place.aggregates {
            Aggregates::Allowed => Ok(()),
            Aggregates::Inside => {
                Err(syntax("NestedAggregation", span, "an aggregate cannot stand inside another", "聚合函数里不能再写聚合函数").hint(
                    "aggregate twice, with WITH between: WITH g, count(*) AS n RETURN max(n)",
                    "请分两步聚合，中间用 WITH：WITH g, count(*) AS n RETURN max(n)",
                ))
            }
            Aggregates::Refused(en, zh) => Err(super::errors::aggregate_here(span, function, en, zh)),
        }
    }
}

const fn literal_kind(literal: &Literal) -> Kind {
    match literal {
        Literal::Null => Kind::Null,
        Literal::Bool(_) => Kind::Bool,
        Literal::Int(_) => Kind::Int,
        Literal::Float(_) => Kind::Float,
        Literal::String(_) => Kind::String,
    }
}

fn arithmetic_kind(left: Kind, right: Kind) -> Kind {
    match (left, right) {
        (Kind::Int, Kind::Int) => Kind::Int,
        (Kind::Float, Kind::Int | Kind::Float | Kind::Number) | (Kind::Int | Kind::Number, Kind::Float) => Kind::Float,
        (Kind::Int | Kind::Number, Kind::Int | Kind::Number) => Kind::Number,
        _ => Kind::Any,
    }
}

/// `+` adds numbers, joins texts, and puts lists together.
fn sum_kind(left: Kind, right: Kind) -> Kind {
    match (left, right) {
        (Kind::List(a), Kind::List(b)) => Kind::list_of(a.join(*b)),
        (Kind::List(element), other) | (other, Kind::List(element)) if other != Kind::Any => Kind::list_of(element.join(other)),
        (Kind::String, Kind::String | Kind::Int | Kind::Float | Kind::Number) | (Kind::Int | Kind::Float | Kind::Number, Kind::String) => {
            Kind::String
        }
        (left, right) => arithmetic_kind(left, right),
    }
}
