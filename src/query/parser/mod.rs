//! Text → [`crate::query::ast`]: a first look (`scan`), the grammar (`grammar/*.pest`), the builders of the tree, and,
//! where the text does not fit, words for what is wrong (`complaint`, `slips`, `habits`).

mod atoms;
mod build;
mod clauses;
mod complaint;
mod expected;
mod habits;
mod layer;
mod literals;
mod operators;
mod paths;
pub mod scan;
mod slips;

use std::num::NonZeroUsize;
use std::sync::Once;

use pest::Parser;
use pest::iterators::Pair;

use crate::base::{Outcome, Span};
use crate::query::ast::Statement;

pub use layer::{Layer, layer};

/// The grammar of the pattern layer.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/lexical.pest"]
#[grammar = "../grammar/pattern.pest"]
pub(in crate::query) struct Grammar;

/// How many rules the grammar may try for one text: far beyond any honest statement, about a second's work.
const MOST_TRIALS: usize = 50_000_000;

/// How deep brackets (and CASE) may nest. The grammar recurses for each of them, and a debug
/// build's stack of 2 MiB must hold that.
const MAX_NESTING: usize = 60;

/// Reads one statement of the pattern layer. Spans are byte offsets in `text`; diagnostics carry a span and no source.
pub fn parse_pattern(text: &str) -> Outcome<Statement> {
    let node = parse_rule(Rule::pattern_statement, text)?;
    build::Builder::new(text).statement(&node)
}

/// Parses `text` by one rule of the grammar, with messages in the user's words.
pub(in crate::query) fn parse_rule(rule: Rule, text: &str) -> Outcome<Pair<'_, Rule>> {
    static LIMIT: Once = Once::new();
    LIMIT.call_once(|| pest::set_call_limit(NonZeroUsize::new(MOST_TRIALS)));
    let pieces = scan::scan(text);
    if let Some(at) = too_nested(text, &pieces) {
        return Err(build::too_deep(at));
    }
    match Grammar::parse(rule, text) {
        Ok(mut pairs) => pairs.next().ok_or_else(|| build::unreadable(Span::new(0, text.len()))),
        Err(error) => Err(complaint::explain(&error, text, &pieces)),
    }
}

/// Where the nesting of brackets goes beyond what is read.
fn too_nested(text: &str, pieces: &[scan::Scanned]) -> Option<Span> {
    let (mut depth, mut cases) = (0_usize, 0_usize);
    for &(piece, span) in pieces {
        match piece {
            scan::Piece::Open(_) => depth += 1,
            scan::Piece::Close(_) => depth = depth.saturating_sub(1),
            scan::Piece::Word => match span.slice(text) {
                Some(word) if word.eq_ignore_ascii_case("case") => cases += 1,
                Some(word) if word.eq_ignore_ascii_case("end") => cases = cases.saturating_sub(1),
                _ => {}
            },
            _ => {}
        }
        if depth + cases > MAX_NESTING {
            return Some(span);
        }
    }
    None
}
