//! Pairs of the grammar → what an expression is made of: literals, lists, maps, calls, comprehensions, subqueries.

use super::Rule;
use super::build::{Builder, Built, Node, child, children, dotted, extent, has, inner, name, span_of, unreadable};
use super::{habits, literals};
use crate::base::{Diagnostic, ErrorClass, Message, Span};
use crate::query::ast::{CaseBranch, Expr, ExprKind, FunctionCall, Literal, Name, Quantifier};

impl Builder<'_> {
    pub(super) fn atom(&mut self, node: Node<'_>) -> Built<Expr> {
        let span = extent(&node);
        let kind = match node.as_rule() {
            Rule::number => ExprKind::Literal(literals::number(&node, false, span)?),
            Rule::string => ExprKind::Literal(Literal::String(literals::string(&node)?)),
            Rule::NULL => ExprKind::Literal(Literal::Null),
            Rule::TRUE => ExprKind::Literal(Literal::Bool(true)),
            Rule::FALSE => ExprKind::Literal(Literal::Bool(false)),
            Rule::parameter => {
                let part = inner(node)?;
                ExprKind::Parameter(match part.as_rule() {
                    Rule::name => name(part)?,
                    _ => Name::new(part.as_str().chars().map(crate::base::fold_char).collect::<String>(), span_of(&part)),
                })
            }
            Rule::variable_operand => ExprKind::Variable(name(node)?),
            Rule::group => {
                // The brackets are not kept, but the place of the whole is: a column is named by it.
                let mut expr = self.expr_in(&node)?;
                expr.at = span.into();
                return Ok(expr);
            }
            Rule::list => self.list(&node)?,
            Rule::map => ExprKind::Map(self.entries(&node)?),
            Rule::function => self.function(&node)?,
            Rule::case => self.case(&node)?,
            Rule::exists => self.exists(&node)?,
            Rule::quantified => self.quantified(&node)?,
            Rule::reduce => self.reduce(&node)?,
            Rule::shortest => ExprKind::ShortestPath(Box::new(self.shortest(&node)?)),
            Rule::path_condition => ExprKind::Pattern(Box::new(self.chain(&node)?)),
            Rule::foreign_atom => return Err(habits::foreign_atom(node.as_str(), span)),
            _ => return Err(unreadable(span)),
        };
        Ok(Expr::new(kind, span))
    }

    /// A list, a list comprehension or a pattern comprehension, by what its brackets hold.
    fn list(&mut self, node: &Node<'_>) -> Built<ExprKind> {
        let mut items = children(node, Rule::expr);
        let (first, second) = (items.next(), items.next());
        let filter = child(node, Rule::where_part);
        let mapping = child(node, Rule::mapping);
        if let (Some(only), None) = (&first, &second) {
            if let Some((variable, list)) = self.as_binding(only)? {
                return Ok(ExprKind::ListComprehension {
                    variable: name(variable)?,
                    list: Box::new(list),
                    filter: self.where_in(node)?.map(Box::new),
                    map: mapping.map(|part| self.expr_in(&part)).transpose()?.map(Box::new),
                });
            }
            if let (Some((variable, path)), Some(mapping)) = (self.as_path(only), &mapping) {
                let mut path = self.chain(&path)?;
                path.variable = variable.map(name).transpose()?;
                path.at = extent(only).into();
                let filter = self.where_in(node)?.map(Box::new);
                return Ok(ExprKind::PatternComprehension { path: Box::new(path), filter, map: Box::new(self.expr_in(mapping)?) });
            }
        }
        if let Some(tail) = filter.or(mapping) {
            return Err(half_comprehension(extent(&tail)));
        }
        Ok(ExprKind::List(self.exprs_in(node)?))
    }

    fn entries(&mut self, node: &Node<'_>) -> Built<Vec<(Name, Expr)>> {
        children(node, Rule::entry)
            .map(|entry| {
                let key = name(child(&entry, Rule::name).ok_or_else(|| unreadable(span_of(&entry)))?)?;
                Ok((key, self.expr_in(&entry)?))
            })
            .collect()
    }

    fn function(&mut self, node: &Node<'_>) -> Built<ExprKind> {
        let written = child(node, Rule::function_name).ok_or_else(|| unreadable(span_of(node)))?;
        let called = dotted(&written)?;
        if let Some(star) = child(node, Rule::star) {
            if called.text.eq_ignore_ascii_case("count") {
                return Ok(ExprKind::CountStar);
            }
            return Err(Diagnostic::compile(
                ErrorClass::SyntaxError,
                "UnexpectedSyntax",
                Message::new(format!("only count takes a star, {called} does not"), format!("只有 count 可以写星号，{called} 不行")),
            )
            .at(span_of(&star))
            .hint(format!("write what {called} is to work on: {called}(n.year)"), format!("请写明 {called} 的对象：{called}(n.year)")));
        }
        Ok(ExprKind::Function(FunctionCall { name: called, distinct: has(node, Rule::DISTINCT), arguments: self.exprs_in(node)? }))
    }

    /// `[index]` or `[from..to]` behind `base`.
    pub(super) fn brackets(&mut self, base: Expr, node: &Node<'_>) -> Built<ExprKind> {
        let base = Box::new(base);
        let (mut from, mut to, mut slice) = (None, None, false);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::dots => slice = true,
                Rule::expr if slice => to = Some(Box::new(self.expr(&part)?)),
                Rule::expr => from = Some(Box::new(self.expr(&part)?)),
                _ => {}
            }
        }
        match (slice, from) {
            (true, from) => Ok(ExprKind::Slice { base, from, to }),
            (false, Some(index)) => Ok(ExprKind::Index { base, index }),
            (false, None) => Err(Diagnostic::compile(
                ErrorClass::SyntaxError,
                "UnexpectedSyntax",
                Message::new("the brackets hold no index", "方括号里没有下标"),
            )
            .at(extent(node))
            .hint("first element: list[0]; the first three: list[0..3]", "第一个元素：list[0]；前三个：list[0..3]")),
        }
    }

    fn case(&mut self, node: &Node<'_>) -> Built<ExprKind> {
        let (mut subject, mut otherwise, mut after_else) = (None, None, false);
        let mut branches = Vec::new();
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::ELSE => after_else = true,
                Rule::expr if after_else => otherwise = Some(Box::new(self.expr(&part)?)),
                Rule::expr => subject = Some(Box::new(self.expr(&part)?)),
                Rule::when_part => {
                    let mut parts = self.exprs_in(&part)?.into_iter();
                    let (Some(when), Some(then)) = (parts.next(), parts.next()) else { return Err(unreadable(span_of(&part))) };
                    branches.push(CaseBranch { when, then });
                }
                _ => {}
            }
        }
        Ok(ExprKind::Case { subject, branches, otherwise })
    }

    fn exists(&mut self, node: &Node<'_>) -> Built<ExprKind> {
        if let Some(query) = child(node, Rule::query) {
            let span = extent(node);
            let query = self.deeper(1, span, |builder| builder.query(&query))?;
            return Ok(ExprKind::ExistsQuery { query: Box::new(query), id: 0 });
        }
        let paths = child(node, Rule::paths).ok_or_else(|| unreadable(span_of(node)))?;
        Ok(ExprKind::Exists { paths: self.paths(&paths)?, filter: self.where_in(node)?.map(Box::new) })
    }

    fn quantified(&mut self, node: &Node<'_>) -> Built<ExprKind> {
        let word = inner(node.clone())?;
        let quantifier = match word.as_rule() {
            Rule::ALL => Quantifier::All,
            Rule::ANY_OF => Quantifier::Any,
            Rule::NONE => Quantifier::None,
            _ => Quantifier::Single,
        };
        let filter = self.where_in(node)?.ok_or_else(|| {
            let word = word.as_str();
            Diagnostic::compile(
                ErrorClass::SyntaxError,
                "UnexpectedSyntax",
                Message::new(format!("{word} needs a condition: WHERE …"), format!("{word} 缺少条件：WHERE …")),
            )
            .at(extent(node))
            .hint(format!("for example {word}(x IN list WHERE x > 0)"), format!("例如 {word}(x IN list WHERE x > 0)"))
        })?;
        Ok(ExprKind::Quantified {
            quantifier,
            variable: self.variable_in(node)?,
            list: Box::new(self.expr_in(node)?),
            filter: Box::new(filter),
        })
    }

    fn reduce(&mut self, node: &Node<'_>) -> Built<ExprKind> {
        let mut names = children(node, Rule::variable).map(name);
        let mut exprs = self.exprs_in(node)?.into_iter();
        match (names.next(), names.next(), exprs.next(), exprs.next(), exprs.next()) {
            (Some(accumulator), Some(variable), Some(init), Some(list), Some(body)) => Ok(ExprKind::Reduce {
                accumulator: accumulator?,
                init: Box::new(init),
                variable: variable?,
                list: Box::new(list),
                body: Box::new(body),
            }),
            _ => Err(unreadable(span_of(node))),
        }
    }

    pub(super) fn property_of(&self, base: Expr, key: Name) -> Expr {
        let span = base.span().to(key.span());
        Expr::new(ExprKind::Property { base: Box::new(base), key }, span)
    }
}

fn half_comprehension(span: Span) -> Box<Diagnostic> {
    Diagnostic::compile(
        ErrorClass::SyntaxError,
        "UnexpectedSyntax",
        Message::new("a comprehension begins with what it goes through", "推导式要先写明遍历什么"),
    )
    .at(span)
    .hint(
        "over a list: [x IN list WHERE x > 0 | x * 2]; over a pattern: [(a)-->(b) | b.name]",
        "遍历列表：[x IN list WHERE x > 0 | x * 2]；遍历模式：[(a)-->(b) | b.name]",
    )
}
