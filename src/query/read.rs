//! The door of the room: the text of one statement → what it says, in either layer.
//!
//! Everything behind this door speaks of places in the statement's own text; whoever holds the file that the statement
//! stands in moves an error there once, with [`crate::base::Diagnostic::in_statement`].

use crate::base::{Diagnostic, Outcome, Span};
use crate::query::parser::{Layer, layer, parse_pattern, scan};
use crate::query::{ask, ast};
use crate::schema::Schema;

/// One statement, read and not yet checked.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// What [`ask::tree`] tells; it becomes patterns before it is checked.
    Ask(Box<ask::tree::AskStatement>),
    /// What [`crate::query::check::check`] takes.
    Pattern(Box<ast::Statement>),
}

/// Reads one statement. Comments may stand around it and in it; the sign that ends it may be there or not.
///
/// # Errors
/// `SyntaxError` and its kin with a span in `text`. What is only the beginning of a statement is a `SyntaxError` whose span
/// starts at the end of `text`.
pub fn read(text: &str, schema: &Schema) -> Outcome<Statement> {
    let result = match layer(text) {
        Layer::Pattern => parse_pattern(text).map(|statement| Statement::Pattern(Box::new(statement))),
        Layer::Ask => ask::parse(text, 0, schema).map(|statement| Statement::Ask(Box::new(statement))),
    };
    result.map_err(|error| at_the_end(error, text))
}

/// Moves an error after the last word to the end of the text, behind blanks and comments: there the user goes on.
pub fn at_the_end(mut error: Box<Diagnostic>, text: &str) -> Box<Diagnostic> {
    if let Some(span) = error.span
        && span.is_empty()
        && text.get(span.start..).is_some_and(|rest| scan::scan(rest).iter().all(|(piece, _)| *piece == scan::Piece::Comment))
    {
        error.span = Some(Span::new(text.len(), text.len()));
    }
    error
}

#[cfg(test)]
mod tests {
    use super::{Statement, read};
    use crate::schema::Schema;

    #[test]
    fn the_first_words_tell_the_layer() {
        let schema = Schema::builtin();
        assert!(matches!(read("MATCH (n) RETURN n", &schema), Ok(Statement::Pattern(_))));
        assert!(matches!(read("goals not supported by measures", &schema), Ok(Statement::Ask(_))));
    }

    #[test]
    fn a_beginning_is_refused_at_its_end() {
        for text in ["MATCH (n) WHERE", "MATCH (n) WHERE // which?", "UNWIND [1, 2] AS", "RETURN 1 +\n"] {
            let error = read(text, &Schema::builtin()).expect_err(text);
            assert_eq!(error.span.map(|span| span.start), Some(text.len()), "{text}");
        }
    }
}
