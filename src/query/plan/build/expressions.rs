use std::sync::Arc;

use super::{Places, Planner};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, Span};
use crate::model::Value;
use crate::query::ast::{self, BinaryOp, ExprKind, FunctionCall, Literal, Name, PathPattern, UnaryOp};
use crate::query::functions;
use crate::query::plan::{Expr, Label, OpKind, Pipeline, Slot, TextTest};
use crate::query::value::ArithmeticOp;

impl Planner<'_> {
    pub(super) fn exprs(&mut self, all: &[ast::Expr], places: &Places) -> Outcome<Vec<Expr>> {
        all.iter().map(|expr| self.expr(expr, places)).collect()
    }

    fn boxed(&mut self, expr: &ast::Expr, places: &Places) -> Outcome<Box<Expr>> {
        self.expr(expr, places).map(Box::new)
    }

    fn maybe(&mut self, expr: Option<&ast::Expr>, places: &Places) -> Outcome<Option<Box<Expr>>> {
        expr.map(|expr| self.boxed(expr, places)).transpose()
    }

    pub(super) fn expr(&mut self, expr: &ast::Expr, places: &Places) -> Outcome<Expr> {
        let span = expr.span();
        Ok(match &expr.kind {
            ExprKind::Literal(literal) => Expr::Const(value_of(literal)),
            ExprKind::Parameter(name) => self.parameter(name)?,
            ExprKind::Variable(name) => Expr::Slot(self.place(name, places)?),
            ExprKind::List(items) => Expr::List(self.exprs(items, places)?),
            ExprKind::Map(entries) => Expr::Map(
                entries.iter().map(|(key, value)| Ok((Arc::clone(&key.text), self.expr(value, places)?))).collect::<Outcome<_>>()?,
            ),
            ExprKind::Property { base, key } => Expr::Property(self.boxed(base, places)?, self.key(&key.text), span),
            ExprKind::Index { base, index } => Expr::Index(self.boxed(base, places)?, self.boxed(index, places)?, span),
            ExprKind::Slice { base, from, to } => {
                Expr::Slice(self.boxed(base, places)?, self.maybe(from.as_deref(), places)?, self.maybe(to.as_deref(), places)?, span)
            }
            ExprKind::Unary { op, operand } => {
                let operand = self.boxed(operand, places)?;
                match op {
                    UnaryOp::Not => Expr::Not(operand),
                    UnaryOp::Minus => Expr::Negate(operand, span),
                    UnaryOp::Plus => *operand,
                }
            }
            ExprKind::Binary { op, left, right } => {
                let (left, right) = (self.boxed(left, places)?, self.boxed(right, places)?);
                binary(*op, left, right, span)
            }
            ExprKind::Chain { first, rest } => {
                let mut left = self.expr(first, places)?;
                let mut parts = Vec::new();
                for (op, right) in rest {
                    let right = self.expr(right, places)?;
                    parts.push(Expr::Compare(*op, Box::new(left), Box::new(right.clone())));
                    left = right;
                }
                Expr::And(parts)
            }
            ExprKind::And(all) => Expr::And(self.exprs(all, places)?),
            ExprKind::Or(all) => Expr::Or(self.exprs(all, places)?),
            ExprKind::IsNull { operand, negated } => Expr::IsNull(self.boxed(operand, places)?, *negated),
            ExprKind::HasLabels { operand, labels } => {
                let operand = self.boxed(operand, places)?;
                let labels = labels.iter().map(|name| Label { label: self.label(name), kind: self.kind(name) }).collect();
                Expr::HasLabels(operand, labels)
            }
            ExprKind::Function(call) => self.function(call, places, span)?,
            ExprKind::CountStar => return Err(misplaced(span)),
            ExprKind::Case { subject, branches, otherwise } => Expr::Case {
                subject: self.maybe(subject.as_deref(), places)?,
                branches: branches
                    .iter()
                    .map(|branch| Ok((self.expr(&branch.when, places)?, self.expr(&branch.then, places)?)))
                    .collect::<Outcome<_>>()?,
                otherwise: self.maybe(otherwise.as_deref(), places)?,
            },
            ExprKind::ListComprehension { variable, list, filter, map } => {
                let list = self.boxed(list, places)?;
                let (item, inner) = self.local(variable, places);
                Expr::Each { item, list, filter: self.maybe(filter.as_deref(), &inner)?, map: self.maybe(map.as_deref(), &inner)? }
            }
            ExprKind::Quantified { quantifier, variable, list, filter } => {
                let list = self.boxed(list, places)?;
                let (item, inner) = self.local(variable, places);
                Expr::Quantified { quantifier: *quantifier, item, list, filter: self.boxed(filter, &inner)? }
            }
            ExprKind::Reduce { accumulator, init, variable, list, body } => {
                let (init, list) = (self.boxed(init, places)?, self.boxed(list, places)?);
                let (total, inner) = self.local(accumulator, places);
                let (item, inner) = self.local(variable, &inner);
                Expr::Reduce { total, init, item, list, body: self.boxed(body, &inner)? }
            }
            ExprKind::PatternComprehension { path, filter, map } => {
                let (pipeline, inner) = self.pattern_pipeline(std::slice::from_ref(path), filter.as_deref(), places)?;
                Expr::Collect(Box::new(pipeline), self.boxed(map, &inner)?)
            }
            ExprKind::Pattern(path) => {
                let (pipeline, _) = self.pattern_pipeline(std::slice::from_ref(path), None, places)?;
                Expr::Exists(vec![pipeline])
            }
            ExprKind::ShortestPath(path) => self.shortest(path, places)?,
            ExprKind::Exists { paths, filter } => {
                let (pipeline, _) = self.pattern_pipeline(paths, filter.as_deref(), places)?;
                Expr::Exists(vec![pipeline])
            }
            ExprKind::ExistsQuery { id, .. } => {
                let subqueries = self.subqueries;
                let query = subqueries.get(*id).ok_or_else(|| misplaced(span))?;
                Expr::Exists(self.query(query, places)?.into_iter().map(|branch| branch.pipeline).collect())
            }
        })
    }

    fn parameter(&mut self, name: &Name) -> Outcome<Expr> {
        let Some(params) = self.params else { return Ok(Expr::Param(Arc::clone(&name.text), Value::Null)) };
        match params.get(name.as_str()) {
            Some(value) => Ok(Expr::Param(Arc::clone(&name.text), value.clone())),
            None => {
                let message = Message::new(format!("no value is given for ${name}"), format!("没有给出参数 ${name} 的值"));
                Err(Diagnostic::compile(ErrorClass::ParameterMissing, "MissingParameter", message)
                    .at(name.span())
                    .hint(format!("give one with --param {name}=VALUE"), format!("可用 --param {name}=值 给出")))
            }
        }
    }

    pub(super) fn place(&self, name: &Name, places: &Places) -> Outcome<Slot> {
        places.get(&name.text).copied().ok_or_else(|| {
            let message = Message::new(format!("{name} is not defined here"), format!("此处没有定义 {name}"));
            Diagnostic::compile(ErrorClass::SyntaxError, "UndefinedVariable", message).at(name.span())
        })
    }

    /// A variable that only an expression sees.
    fn local(&mut self, name: &Name, places: &Places) -> (Slot, Places) {
        let slot = self.slot(&name.text);
        let mut inner = places.clone();
        inner.insert(Arc::clone(&name.text), slot);
        (slot, inner)
    }

    fn function(&mut self, call: &FunctionCall, places: &Places, span: Span) -> Outcome<Expr> {
        let name = call.name.as_str();
        let Some(function) = functions::find(name) else {
            let message = Message::new(format!("there is no function {name}"), format!("没有函数 {name}"));
            return Err(Diagnostic::compile(ErrorClass::SyntaxError, "UnknownFunction", message).at(call.name.span()));
        };
        if function.is_aggregate() {
            return Err(misplaced(span));
        }
        let mut arguments = self.exprs(&call.arguments, places)?;
        // `exists(pattern)` asks what the pattern itself answers.
        if function.name == "exists" && matches!(arguments.first(), Some(Expr::Exists(_))) {
            return Ok(arguments.swap_remove(0));
        }
        Ok(Expr::Call(function, arguments, span))
    }

    /// A pattern inside an expression, and the scope in which its variables are known.
    fn pattern_pipeline(
        &mut self,
        paths: &[impl std::borrow::Borrow<PathPattern>],
        filter: Option<&ast::Expr>,
        places: &Places,
    ) -> Outcome<(Pipeline, Places)> {
        let mut inner = places.clone();
        let paths: Vec<&PathPattern> = paths.iter().map(std::borrow::Borrow::borrow).collect();
        let pattern = self.pattern(&paths, filter, &mut inner)?;
        Ok((Pipeline::new([OpKind::Pattern(Box::new(pattern))]), inner))
    }

    fn shortest(&mut self, path: &PathPattern, places: &Places) -> Outcome<Expr> {
        let mut path = path.clone();
        let name = path.variable.get_or_insert_with(|| Name::new("\u{0}path", *path.at)).clone();
        let (pipeline, inner) = self.pattern_pipeline(&[&path], None, places)?;
        let slot = Expr::Slot(self.place(&name, &inner)?);
        Ok(match path.shortest {
            Some(ast::Shortest::All) => Expr::Collect(Box::new(pipeline), Box::new(slot)),
            _ => Expr::First(Box::new(pipeline), Box::new(slot)),
        })
    }
}

/// What only the checker's mistakes could let through; an error, so that no input can end in a panic.
fn misplaced(span: Span) -> Box<Diagnostic> {
    let message = Message::new("this cannot stand here", "此处不能这样写");
    Diagnostic::compile(ErrorClass::SyntaxError, "InvalidAggregation", message).at(span)
}

pub(super) fn value_of(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(truth) => Value::Bool(*truth),
        Literal::Int(number) => Value::Int(*number),
        Literal::Float(number) => Value::Float(*number),
        Literal::String(text) => Value::String(Arc::clone(text)),
    }
}

fn binary(op: BinaryOp, left: Box<Expr>, right: Box<Expr>, span: Span) -> Expr {
    let arithmetic = match op {
        BinaryOp::Xor => return Expr::Xor(left, right),
        BinaryOp::Compare(op) => return Expr::Compare(op, left, right),
        BinaryOp::In => return Expr::In(left, right),
        BinaryOp::StartsWith => return Expr::Text(TextTest::StartsWith, left, right),
        BinaryOp::EndsWith => return Expr::Text(TextTest::EndsWith, left, right),
        BinaryOp::Contains => return Expr::Text(TextTest::Contains, left, right),
        BinaryOp::FullText => return Expr::Text(TextTest::FullText, left, right),
        BinaryOp::Add => ArithmeticOp::Add,
        BinaryOp::Subtract => ArithmeticOp::Subtract,
        BinaryOp::Multiply => ArithmeticOp::Multiply,
        BinaryOp::Divide => ArithmeticOp::Divide,
        BinaryOp::Modulo => ArithmeticOp::Modulo,
        BinaryOp::Power => ArithmeticOp::Power,
    };
    Expr::Arithmetic(arithmetic, left, right, span)
}
