//! Pairs of the grammar → path patterns.

use super::Rule;
use super::build::{Builder, Built, Node, child, children, extent, has, inner, name, span_of, unreadable};
use super::clauses::labels_of;
use crate::base::{Diagnostic, ErrorClass, Message};
use crate::query::ast::{Arrow, Expr, Length, NodePattern, PathPattern, RelPattern, Shortest, Step};

impl Builder<'_> {
    pub(super) fn shortest(&mut self, node: &Node<'_>) -> Built<PathPattern> {
        let chain = child(node, Rule::chain).ok_or_else(|| unreadable(span_of(node)))?;
        let mut path = self.chain(&chain)?;
        path.shortest = Some(if has(node, Rule::ALL_SHORTEST) { Shortest::All } else { Shortest::One });
        path.at = extent(node).into();
        Ok(path)
    }

    /// `node` and `rel` in turn: the children of `chain` and of `path_condition`.
    pub(super) fn chain(&mut self, node: &Node<'_>) -> Built<PathPattern> {
        let mut start = None;
        let mut rel = None;
        let mut steps = Vec::new();
        for part in node.clone().into_inner() {
            match (part.as_rule(), rel.take()) {
                (Rule::rel, _) => rel = Some(self.rel(&part)?),
                (Rule::node, Some(rel)) => steps.push(Step { rel, node: self.node(&part)? }),
                (Rule::node, None) => start = Some(self.node(&part)?),
                _ => {}
            }
        }
        let start = start.ok_or_else(|| unreadable(span_of(node)))?;
        Ok(PathPattern { variable: None, shortest: None, start, steps, at: extent(node).into() })
    }

    fn node(&mut self, node: &Node<'_>) -> Built<NodePattern> {
        Ok(NodePattern {
            variable: child(node, Rule::variable).map(name).transpose()?,
            labels: child(node, Rule::labels).map(|labels| labels_of(&labels)).transpose()?.unwrap_or_default(),
            properties: self.properties_in(node)?,
            at: extent(node).into(),
        })
    }

    fn properties_in(&mut self, node: &Node<'_>) -> Built<Option<Expr>> {
        let Some(properties) = child(node, Rule::properties) else { return Ok(None) };
        let value = inner(properties)?;
        Ok(Some(self.atom(value)?))
    }

    fn rel(&mut self, node: &Node<'_>) -> Built<RelPattern> {
        let arrow = match (has(node, Rule::less), has(node, Rule::greater)) {
            (true, false) => Arrow::Left,
            (false, true) => Arrow::Right,
            _ => Arrow::Either,
        };
        let at = extent(node).into();
        let Some(detail) = child(node, Rule::rel_detail) else {
            return Ok(RelPattern { variable: None, types: Vec::new(), arrow, length: None, properties: None, at });
        };
        if let Some(bound) = child(&detail, Rule::missing_star) {
            let written = bound.as_str().trim();
            return Err(bad_length(
                &bound,
                format!("a range of steps needs a star before it: `*{written}`"),
                format!("步数范围前要写星号：`*{written}`"),
            ));
        }
        let types = match child(&detail, Rule::types) {
            Some(types) => children(&types, Rule::name).map(name).collect::<Built<_>>()?,
            None => Vec::new(),
        };
        Ok(RelPattern {
            variable: child(&detail, Rule::variable).map(name).transpose()?,
            types,
            arrow,
            length: child(&detail, Rule::length).map(|length| self.length(&length)).transpose()?,
            properties: self.properties_in(&detail)?,
            at,
        })
    }

    fn length(&self, node: &Node<'_>) -> Built<Length> {
        let at = extent(node).into();
        if let Some(bound) = child(node, Rule::negative_bound) {
            let written = bound.as_str();
            return Err(bad_length(
                &bound,
                format!("the number of steps cannot be negative: `{written}`"),
                format!("步数不能为负：`{written}`"),
            ));
        }
        if let Some(range) = child(node, Rule::from_to) {
            let (mut min, mut max, mut after) = (None, None, false);
            for part in range.into_inner() {
                match (part.as_rule(), after) {
                    (Rule::dots, _) => after = true,
                    (_, false) => min = Some(bound(&part)?),
                    (_, true) => max = Some(bound(&part)?),
                }
            }
            return Ok(Length { min, max, at });
        }
        let exact = child(node, Rule::bound).map(|part| bound(&part)).transpose()?;
        Ok(Length { min: exact, max: exact, at })
    }
}

fn bound(node: &Node<'_>) -> Built<u64> {
    let digits: String = node.as_str().chars().map(crate::base::fold_char).collect();
    digits.parse().map_err(|_| bad_length(node, format!("{digits} steps are too many"), format!("步数 {digits} 过大")))
}

fn bad_length(node: &Node<'_>, en: String, zh: String) -> Box<Diagnostic> {
    Diagnostic::compile(ErrorClass::SyntaxError, "InvalidRelationshipPattern", Message::new(en, zh)).at(extent(node)).hint(
        "one to three steps: `-[:SUPPORTS*1..3]->`; any number: `-[:SUPPORTS*]->`",
        "一到三步：`-[:SUPPORTS*1..3]->`；任意步：`-[:SUPPORTS*]->`",
    )
}
