//! What the builders of the tree share: reading the grammar's pairs without a panic, and the measure of depth.

use pest::iterators::{Pair, Pairs};

use super::Rule;
use crate::base::{Diagnostic, ErrorClass, Message, Span};
use crate::query::ast::Name;

pub type Node<'i> = Pair<'i, Rule>;
pub type Built<T> = Result<T, Box<Diagnostic>>;

/// How deep an expression may be, counting every operator and bracket on the way down. Later passes recurse over the
/// tree, and a debug build's stack of 2 MiB must hold them.
const MAX_DEPTH: usize = 250;

/// Builds the tree of one text.
pub struct Builder<'s> {
    pub(super) source: &'s str,
    depth: usize,
}

impl<'s> Builder<'s> {
    pub fn new(source: &'s str) -> Self {
        Self { source, depth: 0 }
    }

    /// Runs `work` that adds `levels` to the depth of the tree.
    pub(super) fn deeper<T>(&mut self, levels: usize, span: Span, work: impl FnOnce(&mut Self) -> Built<T>) -> Built<T> {
        if self.depth + levels > MAX_DEPTH {
            return Err(too_deep(span));
        }
        self.depth += levels;
        let result = work(self);
        self.depth -= levels;
        result
    }
}

/// The message for what is nested too deeply.
pub fn too_deep(span: Span) -> Box<Diagnostic> {
    Diagnostic::compile(
        ErrorClass::SyntaxError,
        "UnexpectedSyntax",
        Message::new("this is nested too deeply to be read", "嵌套过深，无法解析"),
    )
    .at(span)
    .hint("split it: name a part with WITH … AS …, then go on from the name", "请拆开：先用 WITH … AS … 给一部分命名，再继续")
}

pub fn span_of(node: &Node<'_>) -> Span {
    Span::new(node.as_span().start(), node.as_span().end())
}

/// The span without what the grammar skipped at its end (white space, comments).
pub fn extent(node: &Node<'_>) -> Span {
    Span::new(node.as_span().start(), end_of(node.clone()))
}

fn end_of(mut node: Node<'_>) -> usize {
    loop {
        if matches!(node.as_rule(), Rule::string | Rule::name | Rule::parameter | Rule::number) {
            return node.as_span().end();
        }
        match node.clone().into_inner().last() {
            Some(last) => node = last,
            None => return node.as_span().end(),
        }
    }
}

/// The first child.
pub fn inner(node: Node<'_>) -> Built<Node<'_>> {
    let span = span_of(&node);
    next(&mut node.into_inner(), span)
}

/// The next child. The grammar promises it; should it not keep that, a message says so instead of a panic.
pub fn next<'i>(pairs: &mut Pairs<'i, Rule>, span: Span) -> Built<Node<'i>> {
    pairs.next().ok_or_else(|| unreadable(span))
}

/// A pair that the builder has no use for: the grammar and the builder have grown apart.
pub fn unreadable(span: Span) -> Box<Diagnostic> {
    Diagnostic::compile(
        ErrorClass::SyntaxError,
        "UnexpectedSyntax",
        Message::new("this part of the statement cannot be read", "语句的这一部分无法读懂"),
    )
    .at(span)
}

/// The child of a rule, if there is one.
pub fn child<'i>(node: &Node<'i>, rule: Rule) -> Option<Node<'i>> {
    node.clone().into_inner().find(|part| part.as_rule() == rule)
}

pub fn has(node: &Node<'_>, rule: Rule) -> bool {
    child(node, rule).is_some()
}

pub fn children<'i>(node: &Node<'i>, rule: Rule) -> impl Iterator<Item = Node<'i>> {
    node.clone().into_inner().filter(move |part| part.as_rule() == rule)
}

/// A name; also taken out of rules that hold nothing else (`variable`, `variable_operand`).
pub fn name(node: Node<'_>) -> Built<Name> {
    match node.as_rule() {
        Rule::name => {
            let span = span_of(&node);
            let part = inner(node)?;
            let text = part.as_str();
            let text = match part.as_rule() {
                Rule::quoted_name => text.get(1..text.len() - 1).unwrap_or_default().replace("``", "`"),
                _ => text.to_owned(),
            };
            Ok(Name::new(text, span))
        }
        _ => name(inner(node)?),
    }
}

/// Names joined by dots.
pub fn dotted(node: &Node<'_>) -> Built<Name> {
    let mut whole: Option<(String, Span)> = None;
    for part in children(node, Rule::name) {
        let part = name(part)?;
        whole = Some(match whole {
            Some((text, span)) => (format!("{text}.{part}"), span.to(part.span())),
            None => (part.to_string(), part.span()),
        });
    }
    whole.map(|(text, span)| Name::new(text, span)).ok_or_else(|| unreadable(span_of(node)))
}
