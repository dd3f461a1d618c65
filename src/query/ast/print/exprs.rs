//! Expressions. Strengths are those by which the parser climbs (`parser::operators`).

use super::words::{dotted, literal, name, parameter, variable};
use super::{joined, part, paths};
use crate::query::ast::{BinaryOp, CaseBranch, CompareOp, Expr, ExprKind, Literal, Quantifier, UnaryOp};

const ANY: u8 = 0;
const OR: u8 = 1;
const XOR: u8 = 2;
const AND: u8 = 3;
const NOT: u8 = 4;
const COMPARE: u8 = 5;
const PREDICATE: u8 = 6;
const ADD: u8 = 7;
const MULTIPLY: u8 = 8;
const POWER: u8 = 9;
const SIGN: u8 = 10;
/// What `.key` and its kin may follow.
const BASE: u8 = 11;

/// How strongly the outermost sign of an expression binds.
fn strength(expr: &Expr) -> u8 {
    match &expr.kind {
        ExprKind::Or(_) => OR,
        ExprKind::And(_) => AND,
        ExprKind::Unary { op: UnaryOp::Not, .. } => NOT,
        // A path next to a sign would go on as a path.
        ExprKind::Chain { .. } | ExprKind::Pattern(_) => COMPARE,
        ExprKind::IsNull { .. } => PREDICATE,
        ExprKind::Binary { op, .. } => of_operator(*op),
        ExprKind::Unary { .. } | ExprKind::HasLabels { .. } | ExprKind::Literal(Literal::Int(_) | Literal::Float(_)) => SIGN,
        _ => BASE,
    }
}

const fn of_operator(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Xor => XOR,
        BinaryOp::Compare(_) => COMPARE,
        BinaryOp::In | BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Contains | BinaryOp::FullText => PREDICATE,
        BinaryOp::Add | BinaryOp::Subtract => ADD,
        BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => MULTIPLY,
        BinaryOp::Power => POWER,
    }
}

pub(super) fn expr(out: &mut String, of: &Expr) {
    at_least(out, of, ANY);
}

/// Writes an expression, in brackets where it binds less than `least`.
fn at_least(out: &mut String, of: &Expr, least: u8) {
    if strength(of) < least {
        out.push('(');
        bare(out, of);
        out.push(')');
    } else {
        bare(out, of);
    }
}

fn bare(out: &mut String, of: &Expr) {
    match &of.kind {
        ExprKind::Literal(value) => literal(out, value),
        ExprKind::Parameter(name) => parameter(out, name),
        ExprKind::Variable(name) => variable(out, name),
        ExprKind::List(items) => {
            out.push('[');
            members(out, items);
            out.push(']');
        }
        ExprKind::Map(entries) => {
            out.push('{');
            joined(out, entries, ", ", |out, (key, value)| {
                name(out, key);
                out.push_str(": ");
                expr(out, value);
            });
            out.push('}');
        }
        ExprKind::Property { base, key } => {
            at_least(out, base, BASE);
            out.push('.');
            name(out, key);
        }
        ExprKind::Index { base, index } => {
            at_least(out, base, BASE);
            out.push('[');
            expr(out, index);
            out.push(']');
        }
        ExprKind::Slice { base, from, to } => {
            at_least(out, base, BASE);
            out.push('[');
            part(out, "", from.as_deref(), expr);
            out.push_str(" .. ");
            part(out, "", to.as_deref(), expr);
            out.push(']');
        }
        ExprKind::Unary { op, operand } => unary(out, *op, operand),
        ExprKind::Binary { op, left, right } => binary(out, *op, left, right),
        ExprKind::Chain { first, rest } => {
            at_least(out, first, PREDICATE);
            for (op, term) in rest {
                out.push_str(sign(BinaryOp::Compare(*op)));
                at_least(out, term, PREDICATE);
            }
        }
        ExprKind::And(terms) => joined(out, terms, " AND ", |out, term| at_least(out, term, NOT)),
        ExprKind::Or(terms) => joined(out, terms, " OR ", |out, term| at_least(out, term, XOR)),
        ExprKind::IsNull { operand, negated } => {
            at_least(out, operand, ADD);
            out.push_str(if *negated { " IS NOT NULL" } else { " IS NULL" });
        }
        ExprKind::HasLabels { operand, labels } => {
            at_least(out, operand, BASE);
            for label in labels {
                out.push(':');
                name(out, label);
            }
        }
        ExprKind::Function(call) => {
            dotted(out, &call.name);
            out.push_str(if call.distinct { "(DISTINCT " } else { "(" });
            members(out, &call.arguments);
            out.push(')');
        }
        ExprKind::CountStar => out.push_str("count(*)"),
        ExprKind::Case { subject, branches, otherwise } => case(out, subject.as_deref(), branches, otherwise.as_deref()),
        _ => binding(out, of),
    }
}

/// Expressions that bind names or hold paths.
fn binding(out: &mut String, of: &Expr) {
    match &of.kind {
        ExprKind::ListComprehension { variable: item, list, filter, map } => {
            out.push('[');
            variable(out, item);
            out.push_str(" IN ");
            expr(out, list);
            part(out, " WHERE ", filter.as_deref(), expr);
            part(out, " | ", map.as_deref(), expr);
            out.push(']');
        }
        ExprKind::PatternComprehension { path, filter, map } => {
            out.push('[');
            paths::path(out, path);
            part(out, " WHERE ", filter.as_deref(), expr);
            out.push_str(" | ");
            expr(out, map);
            out.push(']');
        }
        ExprKind::Quantified { quantifier, variable: item, list, filter } => {
            out.push_str(match quantifier {
                Quantifier::All => "all(",
                Quantifier::Any => "any(",
                Quantifier::None => "none(",
                Quantifier::Single => "single(",
            });
            variable(out, item);
            out.push_str(" IN ");
            expr(out, list);
            out.push_str(" WHERE ");
            expr(out, filter);
            out.push(')');
        }
        ExprKind::Reduce { accumulator, init, variable: item, list, body } => {
            out.push_str("reduce(");
            variable(out, accumulator);
            out.push_str(" = ");
            expr(out, init);
            out.push_str(", ");
            variable(out, item);
            out.push_str(" IN ");
            expr(out, list);
            out.push_str(" | ");
            expr(out, body);
            out.push(')');
        }
        ExprKind::Pattern(path) | ExprKind::ShortestPath(path) => paths::path(out, path),
        ExprKind::Exists { paths, filter } => {
            out.push_str("EXISTS { ");
            joined(out, paths, ", ", super::paths::path);
            part(out, " WHERE ", filter.as_deref(), expr);
            out.push_str(" }");
        }
        ExprKind::ExistsQuery { query, .. } => {
            out.push_str("EXISTS { ");
            super::clauses::query(out, query, " ");
            out.push_str(" }");
        }
        _ => {}
    }
}

/// Items of a list or arguments of a call. What begins with `x IN` would be read as the head of a comprehension.
fn members(out: &mut String, items: &[Expr]) {
    joined(out, items, ", ", |out, item| at_least(out, item, if begins_with_in(item) { ADD } else { ANY }));
}

fn begins_with_in(of: &Expr) -> bool {
    let mut leftmost = of;
    loop {
        leftmost = match &leftmost.kind {
            ExprKind::Binary { op: BinaryOp::In, left, .. } if left.as_variable().is_some() => return true,
            ExprKind::Binary { left, .. } => left,
            ExprKind::Chain { first, .. } => first,
            ExprKind::And(terms) | ExprKind::Or(terms) => match terms.first() {
                Some(term) => term,
                None => return false,
            },
            _ => return false,
        };
    }
}

fn unary(out: &mut String, op: UnaryOp, operand: &Expr) {
    match op {
        UnaryOp::Not => {
            out.push_str("NOT ");
            at_least(out, operand, NOT);
        }
        UnaryOp::Minus | UnaryOp::Plus => {
            out.push(if op == UnaryOp::Minus { '-' } else { '+' });
            // A number would take the sign into itself.
            at_least(out, operand, if matches!(operand.kind, ExprKind::Literal(_)) { BASE } else { SIGN });
        }
    }
}

fn binary(out: &mut String, op: BinaryOp, left: &Expr, right: &Expr) {
    let own = of_operator(op);
    // All join from the left; comparisons beside each other would be read as a chain.
    at_least(out, left, if matches!(op, BinaryOp::Compare(_)) { own + 1 } else { own });
    out.push_str(sign(op));
    at_least(out, right, own + 1);
}

fn case(out: &mut String, subject: Option<&Expr>, branches: &[CaseBranch], otherwise: Option<&Expr>) {
    out.push_str("CASE");
    part(out, " ", subject, expr);
    for branch in branches {
        out.push_str(" WHEN ");
        expr(out, &branch.when);
        out.push_str(" THEN ");
        expr(out, &branch.then);
    }
    part(out, " ELSE ", otherwise, expr);
    out.push_str(" END");
}

const fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Xor => " XOR ",
        BinaryOp::Compare(CompareOp::Equal) => " = ",
        BinaryOp::Compare(CompareOp::NotEqual) => " <> ",
        BinaryOp::Compare(CompareOp::Less) => " < ",
        BinaryOp::Compare(CompareOp::LessOrEqual) => " <= ",
        BinaryOp::Compare(CompareOp::Greater) => " > ",
        BinaryOp::Compare(CompareOp::GreaterOrEqual) => " >= ",
        BinaryOp::In => " IN ",
        BinaryOp::StartsWith => " STARTS WITH ",
        BinaryOp::EndsWith => " ENDS WITH ",
        BinaryOp::Contains => " CONTAINS ",
        BinaryOp::FullText => " ~ ",
        BinaryOp::Add => " + ",
        BinaryOp::Subtract => " - ",
        BinaryOp::Multiply => " * ",
        BinaryOp::Divide => " / ",
        BinaryOp::Modulo => " % ",
        BinaryOp::Power => " ^ ",
    }
}
