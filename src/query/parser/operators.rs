//! A flat row of operands and operators → a tree, by precedence climbing.
//!
//! Weakest first: OR, XOR, AND, NOT, comparisons (chained), then IN, STARTS WITH, ENDS WITH, CONTAINS, `~`, IS NULL,
//! then `+ -`, `* / %`, `^`, the signs before a number, and what follows an operand (`.key`, `[…]`, `:Label`).
//! The order is that of openCypher 9; `^` is left-associative.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::Rule;
use super::build::{Builder, Built, Node, child, extent, has, inner, span_of, unreadable};
use super::{habits, literals};
use crate::base::Span;
use crate::query::ast::{BinaryOp, CompareOp, Expr, ExprKind, Literal, UnaryOp};

/// An operator that stands between operands.
#[derive(Clone, Copy)]
enum Infix {
    Or,
    And,
    Binary(BinaryOp),
}

impl Infix {
    const fn strength(self) -> u8 {
        match self {
            Self::Or => OR,
            Self::And => AND,
            Self::Binary(op) => match op {
                BinaryOp::Xor => XOR,
                BinaryOp::Compare(_) => COMPARE,
                BinaryOp::In | BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Contains | BinaryOp::FullText => PREDICATE,
                BinaryOp::Add | BinaryOp::Subtract => ADD,
                BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => MULTIPLY,
                BinaryOp::Power => POWER,
            },
        }
    }
}

const OR: u8 = 1;
const XOR: u8 = 2;
const AND: u8 = 3;
const COMPARE: u8 = 5;
const PREDICATE: u8 = 6;
const ADD: u8 = 7;
const MULTIPLY: u8 = 8;
const POWER: u8 = 9;
const SIGN: u8 = 10;

enum Token<'i> {
    Prefix(UnaryOp, Span),
    Operand(Node<'i>),
    Infix(Infix),
    IsNull { negated: bool, span: Span },
}

type Tokens<'i> = Peekable<IntoIter<Token<'i>>>;

impl Builder<'_> {
    pub(super) fn expr(&mut self, node: &Node<'_>) -> Built<Expr> {
        let tokens = node.clone().into_inner().map(token).collect::<Built<Vec<_>>>()?;
        self.row(tokens, extent(node))
    }

    /// Builds a row, or what is left of it when its head has been taken off.
    fn row(&mut self, tokens: Vec<Token<'_>>, span: Span) -> Built<Expr> {
        let levels = levels(&tokens);
        self.deeper(levels, span, |builder| {
            let mut tokens = tokens.into_iter().peekable();
            let expr = builder.climb(&mut tokens, OR, span)?;
            match tokens.next() {
                None => Ok(expr),
                Some(_) => Err(unreadable(span)),
            }
        })
    }

    /// Reads operands joined by operators of at least `least` strength.
    fn climb(&mut self, tokens: &mut Tokens<'_>, least: u8, span: Span) -> Built<Expr> {
        let mut left = self.prefixed(tokens, span)?;
        loop {
            match tokens.peek() {
                Some(&Token::IsNull { negated, span: at }) if least <= PREDICATE => {
                    tokens.next();
                    let whole = left.span().to(at);
                    left = Expr::new(ExprKind::IsNull { operand: Box::new(left), negated }, whole);
                }
                Some(&Token::Infix(op)) if op.strength() >= least => left = self.joined(tokens, left, op, span)?,
                _ => return Ok(left),
            }
        }
    }

    /// Reads from the operator after `left` to the end of what it joins.
    fn joined(&mut self, tokens: &mut Tokens<'_>, left: Expr, op: Infix, span: Span) -> Built<Expr> {
        match op {
            Infix::And | Infix::Or => {
                let mut terms = vec![left];
                while take_infix(tokens, op.strength()).is_some() {
                    terms.push(self.climb(tokens, op.strength() + 1, span)?);
                }
                let whole = cover(&terms);
                Ok(Expr::new(if matches!(op, Infix::And) { ExprKind::And(terms) } else { ExprKind::Or(terms) }, whole))
            }
            Infix::Binary(BinaryOp::Compare(_)) => {
                let mut rest = Vec::new();
                while let Some(Infix::Binary(BinaryOp::Compare(op))) = take_infix(tokens, COMPARE) {
                    rest.push((op, self.climb(tokens, PREDICATE, span)?));
                }
                let whole = rest.last().map_or(left.span(), |(_, last)| left.span().to(last.span()));
                let kind = match <[_; 1]>::try_from(rest) {
                    Ok([(op, right)]) => ExprKind::Binary { op: BinaryOp::Compare(op), left: Box::new(left), right: Box::new(right) },
                    Err(rest) => ExprKind::Chain { first: Box::new(left), rest },
                };
                Ok(Expr::new(kind, whole))
            }
            Infix::Binary(op) => {
                tokens.next();
                let right = self.climb(tokens, Infix::Binary(op).strength() + 1, span)?;
                let whole = left.span().to(right.span());
                Ok(Expr::new(ExprKind::Binary { op, left: Box::new(left), right: Box::new(right) }, whole))
            }
        }
    }

    fn prefixed(&mut self, tokens: &mut Tokens<'_>, span: Span) -> Built<Expr> {
        match tokens.next() {
            Some(Token::Prefix(UnaryOp::Not, at)) => {
                let operand = self.climb(tokens, COMPARE, span)?;
                Ok(unary(UnaryOp::Not, operand, at))
            }
            Some(Token::Prefix(op, at)) => {
                if let (UnaryOp::Minus, Some(Token::Operand(operand))) = (op, tokens.peek())
                    && let Some(number) = bare_number(operand)
                {
                    let whole = at.to(span_of(&number));
                    tokens.next();
                    return Ok(Expr::new(ExprKind::Literal(literals::number(&number, true, whole)?), whole));
                }
                let operand = self.climb(tokens, SIGN, span)?;
                Ok(unary(op, operand, at))
            }
            Some(Token::Operand(operand)) => self.operand(&operand),
            _ => Err(unreadable(span)),
        }
    }

    /// `variable IN list` at the head of a row that turns out to be a comprehension: the variable, and the list.
    pub(super) fn as_binding<'i>(&mut self, node: &Node<'i>) -> Built<Option<(Node<'i>, Expr)>> {
        let mut parts = node.clone().into_inner();
        let (Some(head), Some(word)) = (parts.next(), parts.next()) else { return Ok(None) };
        let Some(variable) = lone(&head, Rule::variable_operand) else { return Ok(None) };
        if word.as_rule() != Rule::IN {
            return Ok(None);
        }
        let tokens = parts.map(token).collect::<Built<Vec<_>>>()?;
        Ok(Some((variable, self.row(tokens, extent(node))?)))
    }

    /// `(a)-->(b)` or `p = (a)-->(b)` as a row by itself: the variable, and the path.
    pub(super) fn as_path<'i>(&self, node: &Node<'i>) -> Option<(Option<Node<'i>>, Node<'i>)> {
        let mut parts = node.clone().into_inner();
        let (head, sign, tail, end) = (parts.next()?, parts.next(), parts.next(), parts.next());
        match (sign, tail, end) {
            (None, _, _) => Some((None, lone(&head, Rule::path_condition)?)),
            (Some(sign), Some(tail), None) if sign.as_rule() == Rule::equals => {
                Some((Some(lone(&head, Rule::variable_operand)?), lone(&tail, Rule::path_condition)?))
            }
            _ => None,
        }
    }
}

/// How many levels a row may add to the tree. AND and OR make flat nodes however many there are, so that what stands between
/// two of them counts for itself; every other operator may add a level.
fn levels(tokens: &[Token<'_>]) -> usize {
    let joint = |token: &Token<'_>| matches!(token, Token::Infix(Infix::And | Infix::Or));
    let operators = |part: &[Token<'_>]| part.iter().filter(|token| !matches!(token, Token::Operand(_))).count();
    let xors = tokens.iter().filter(|token| matches!(token, Token::Infix(Infix::Binary(BinaryOp::Xor)))).count();
    3 + xors + tokens.split(joint).map(operators).max().unwrap_or(0)
}

/// The atom of an operand that has nothing behind it, if it is of the rule.
fn lone<'i>(operand: &Node<'i>, rule: Rule) -> Option<Node<'i>> {
    if operand.as_rule() != Rule::operand {
        return None;
    }
    let mut parts = operand.clone().into_inner();
    let atom = parts.next()?;
    (atom.as_rule() == rule && parts.next().is_none()).then_some(atom)
}

fn bare_number<'i>(operand: &Node<'i>) -> Option<Node<'i>> {
    lone(operand, Rule::number)
}

fn token(node: Node<'_>) -> Built<Token<'_>> {
    let compare = |op| Token::Infix(Infix::Binary(BinaryOp::Compare(op)));
    let binary = |op| Token::Infix(Infix::Binary(op));
    Ok(match node.as_rule() {
        Rule::operand => Token::Operand(node),
        Rule::NOT => Token::Prefix(UnaryOp::Not, span_of(&node)),
        Rule::sign_minus => Token::Prefix(UnaryOp::Minus, span_of(&node)),
        Rule::sign_plus => Token::Prefix(UnaryOp::Plus, span_of(&node)),
        Rule::is_null => Token::IsNull { negated: has(&node, Rule::NOT), span: extent(&node) },
        Rule::OR => Token::Infix(Infix::Or),
        Rule::AND => Token::Infix(Infix::And),
        Rule::XOR => binary(BinaryOp::Xor),
        Rule::equals => compare(CompareOp::Equal),
        Rule::not_equal => compare(CompareOp::NotEqual),
        Rule::less => compare(CompareOp::Less),
        Rule::less_or_equal => compare(CompareOp::LessOrEqual),
        Rule::greater => compare(CompareOp::Greater),
        Rule::greater_or_equal => compare(CompareOp::GreaterOrEqual),
        Rule::starts_with => binary(BinaryOp::StartsWith),
        Rule::ends_with => binary(BinaryOp::EndsWith),
        Rule::CONTAINS => binary(BinaryOp::Contains),
        Rule::IN => binary(BinaryOp::In),
        Rule::tilde => binary(BinaryOp::FullText),
        Rule::plus => binary(BinaryOp::Add),
        Rule::minus => binary(BinaryOp::Subtract),
        Rule::star => binary(BinaryOp::Multiply),
        Rule::slash => binary(BinaryOp::Divide),
        Rule::percent => binary(BinaryOp::Modulo),
        Rule::caret => binary(BinaryOp::Power),
        Rule::wrong_operator | Rule::wrong_test => return Err(habits::wrong_operator(node.as_str(), span_of(&node))),
        _ => return Err(unreadable(span_of(&node))),
    })
}

fn take_infix(tokens: &mut Tokens<'_>, strength: u8) -> Option<Infix> {
    match tokens.next_if(|token| matches!(token, Token::Infix(op) if op.strength() == strength)) {
        Some(Token::Infix(op)) => Some(op),
        _ => None,
    }
}

/// A sign before a number is part of the number, also where brackets stood between.
fn unary(op: UnaryOp, operand: Expr, at: Span) -> Expr {
    let whole = at.to(operand.span());
    let kind = match (op, operand.kind) {
        (UnaryOp::Minus, ExprKind::Literal(Literal::Int(number))) if number != i64::MIN => ExprKind::Literal(Literal::Int(-number)),
        (UnaryOp::Minus, ExprKind::Literal(Literal::Float(number))) => ExprKind::Literal(Literal::Float(-number)),
        (op, kind) => ExprKind::Unary { op, operand: Box::new(Expr { kind, at: operand.at }) },
    };
    Expr::new(kind, whole)
}

fn cover(terms: &[Expr]) -> Span {
    terms.iter().map(Expr::span).reduce(Span::to).unwrap_or_default()
}

impl Builder<'_> {
    /// An atom with what stands behind it: `.key`, `[…]`, `:Label`.
    fn operand(&mut self, node: &Node<'_>) -> Built<Expr> {
        let parts: Vec<_> = node.clone().into_inner().collect();
        self.deeper(parts.len().saturating_sub(1), extent(node), |builder| {
            let mut parts = parts.into_iter();
            let atom = parts.next().ok_or_else(|| unreadable(span_of(node)))?;
            let mut expr = builder.atom(atom)?;
            for part in parts {
                let whole = expr.span().to(extent(&part));
                let base = Box::new(expr);
                let kind = match part.as_rule() {
                    Rule::property => {
                        let key = child(&part, Rule::name).ok_or_else(|| unreadable(whole))?;
                        ExprKind::Property { base, key: super::build::name(key)? }
                    }
                    Rule::brackets => builder.brackets(*base, &part)?,
                    _ => ExprKind::HasLabels { operand: base, labels: super::clauses::labels_of(&inner(part)?)? },
                };
                expr = Expr::new(kind, whole);
            }
            Ok(expr)
        })
    }
}
