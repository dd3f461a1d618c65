//! Path patterns.

use std::fmt::Write as _;

use super::words::{name, variable};
use super::{exprs, joined};
use crate::query::ast::{Arrow, Length, NodePattern, PathPattern, RelPattern, Shortest};

pub(super) fn path(out: &mut String, path: &PathPattern) {
    if let Some(own) = &path.variable {
        variable(out, own);
        out.push_str(" = ");
    }
    out.push_str(match path.shortest {
        None => "",
        Some(Shortest::One) => "shortestPath(",
        Some(Shortest::All) => "allShortestPaths(",
    });
    node(out, &path.start);
    for step in &path.steps {
        rel(out, &step.rel);
        node(out, &step.node);
    }
    if path.shortest.is_some() {
        out.push(')');
    }
}

fn node(out: &mut String, node: &NodePattern) {
    out.push('(');
    let begin = out.len();
    if let Some(own) = &node.variable {
        variable(out, own);
    }
    for label in &node.labels {
        out.push(':');
        name(out, label);
    }
    if let Some(properties) = &node.properties {
        blank_after(out, begin);
        exprs::expr(out, properties);
    }
    out.push(')');
}

fn blank_after(out: &mut String, begin: usize) {
    if out.len() > begin {
        out.push(' ');
    }
}

fn rel(out: &mut String, rel: &RelPattern) {
    out.push_str(if rel.arrow == Arrow::Left { "<-" } else { "-" });
    if rel.variable.is_some() || !rel.types.is_empty() || rel.length.is_some() || rel.properties.is_some() {
        out.push('[');
        let begin = out.len();
        if let Some(own) = &rel.variable {
            variable(out, own);
        }
        if !rel.types.is_empty() {
            out.push(':');
            joined(out, &rel.types, "|", name);
        }
        if let Some(bounds) = &rel.length {
            length(out, bounds);
        }
        if let Some(properties) = &rel.properties {
            blank_after(out, begin);
            exprs::expr(out, properties);
        }
        out.push(']');
    }
    out.push_str(if rel.arrow == Arrow::Right { "->" } else { "-" });
}

fn length(out: &mut String, length: &Length) {
    let _ = match (length.min, length.max) {
        (None, None) => write!(out, "*"),
        (Some(min), Some(max)) if min == max => write!(out, "*{min}"),
        (Some(min), Some(max)) => write!(out, "*{min}..{max}"),
        (Some(min), None) => write!(out, "*{min}.."),
        (None, Some(max)) => write!(out, "*..{max}"),
    };
}
