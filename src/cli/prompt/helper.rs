use std::borrow::Cow;
use std::sync::Arc;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::SearchDirection;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

use super::complete::{Known, complete};
use super::names::Names;
use super::recall;
use super::words::{Meaning, meanings};
use crate::base::ErrorClass;
use crate::cli::statements::{PieceKind, is_balanced, split};
use crate::query::check::{World, check};
use crate::query::hooks::Procedures;
use crate::query::read::{Statement, read};
use crate::schema::Schema;

const PLAIN: &str = "\u{1b}[0m";
const DIM: &str = "\u{1b}[2m";

/// What the line editor asks while the user types.
pub struct Assistant {
    pub schema: Arc<Schema>,
    pub names: Names,
    pub variables: Vec<String>,
    pub coloured: bool,
}

impl Helper for Assistant {}

/// Whether the text only wants more: the parser stumbles at its very end.
pub fn wants_more(text: &str, schema: &Schema) -> bool {
    let ends = |text: &str| text.trim_end().ends_with([';', '；']);
    if text.trim_start().starts_with([':', '：']) || recall::parse(text).is_some() {
        return false;
    }
    if !is_balanced(text) {
        return true;
    }
    let pieces = split(text, |span| span.slice(text).is_some_and(|piece| !stumbles_at_end(piece, schema)));
    match pieces.last() {
        Some(piece) if piece.kind == PieceKind::Statement && !ends(text) => {
            stumbles_at_end(piece.span.slice(text).unwrap_or_default(), schema)
        }
        _ => false,
    }
}

fn stumbles_at_end(text: &str, schema: &Schema) -> bool {
    // Which names there are is no matter here: only whether the text could go on.
    let procedures = Procedures::default();
    let world = World { schema: Some(schema), procedures: &procedures };
    let result = read(text, schema).and_then(|statement| match statement {
        Statement::Pattern(statement) => check(statement.query, world).map(|_| ()),
        Statement::Ask(_) => Ok(()),
    });
    let Err(error) = result else { return false };
    error.class == ErrorClass::SyntaxError && error.span.is_some_and(|place| place.start >= text.len())
}

impl Validator for Assistant {
    /// Enter runs what is whole and goes on with what is not; after an empty line it runs whatever there is.
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        let gives_up = text.ends_with("\n") && !text.trim().is_empty();
        Ok(if !gives_up && wants_more(text, &self.schema) { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let known = Known { schema: &self.schema, names: &self.names, variables: &self.variables };
        let (start, list) = complete(line.get(..at).unwrap_or_default(), &known);
        Ok((start, list.into_iter().map(|one| Pair { display: one.shown, replacement: one.text }).collect()))
    }
}

impl Hinter for Assistant {
    type Hint = String;

    /// The rest of the newest statement that begins like this, else of the only word that fits.
    fn hint(&self, line: &str, at: usize, context: &Context<'_>) -> Option<String> {
        if at < line.len() || line.trim().is_empty() {
            return None;
        }
        let last = context.history().len().checked_sub(1);
        if let Some(last) = last
            && let Ok(Some(found)) = context.history().starts_with(line, last, SearchDirection::Reverse)
            && let Some(rest) = found.entry.get(line.len()..).filter(|rest| !rest.is_empty() && !rest.contains('\n'))
        {
            return Some(rest.to_owned());
        }
        let known = Known { schema: &self.schema, names: &self.names, variables: &self.variables };
        let (start, list) = complete(line, &known);
        match list.as_slice() {
            [one] if start < line.len() => one.text.strip_prefix(&line[start..]).map(str::to_owned),
            _ => None,
        }
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.coloured {
            return Cow::Borrowed(line);
        }
        let mut out = String::with_capacity(line.len() * 2);
        let mut at = 0;
        for (span, meaning) in meanings(line, &self.schema).0 {
            out.push_str(&line[at..span.start]);
            out.push_str(colour(meaning));
            out.push_str(&line[span.start..span.end]);
            out.push_str(PLAIN);
            at = span.end;
        }
        out.push_str(&line[at..]);
        Cow::Owned(out)
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.coloured { Cow::Owned(format!("\u{1b}[1m{prompt}{PLAIN}")) } else { Cow::Borrowed(prompt) }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.coloured { Cow::Owned(format!("{DIM}{hint}{PLAIN}")) } else { Cow::Borrowed(hint) }
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.coloured
    }
}

const fn colour(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Text => "\u{1b}[32m",
        Meaning::Comment => DIM,
        Meaning::Number => "\u{1b}[36m",
        Meaning::Variable | Meaning::Directive => "\u{1b}[35m",
        Meaning::Keyword => "\u{1b}[1m",
        Meaning::Kind => "\u{1b}[33m",
        Meaning::Verb => "\u{1b}[34m",
        Meaning::Function => "\u{1b}[36m",
    }
}

#[cfg(test)]
mod tests {
    use super::wants_more;
    use crate::schema::Schema;

    #[test]
    fn a_statement_is_whole_when_it_parses() {
        let schema = Schema::builtin();
        for whole in ["measures", "支撑目标“人才”的措施", "MATCH (n) RETURN n", ":help", "why 3", "terms;", "measres x"] {
            assert!(!wants_more(whole, &schema), "{whole}");
        }
        for part in ["measures supporting goal \"人", "MATCH (n)", "MATCH (n", "terms; MATCH (n)"] {
            assert!(wants_more(part, &schema), "{part}");
        }
    }
}
