//! A failure of the grammar → a message: what was found, what could stand there, and what was probably meant.

use pest::error::{ErrorVariant, InputLocation};

use super::Rule;
use super::expected::{Expected, expected, list, shown};
use super::scan::{Piece, Scanned};
use crate::base::{Diagnostic, ErrorClass, Message, Span};

/// What stood at the place where reading stopped.
pub(super) struct Place<'t> {
    text: &'t str,
    pieces: &'t [Scanned],
    /// The index of the first piece at or after the place; may be one past the last.
    at: usize,
    pub expected: Vec<Expected>,
    /// A keyword stands where a name was wanted.
    pub reserved: bool,
}

pub(super) fn explain(error: &pest::error::Error<Rule>, text: &str, pieces: &[Scanned]) -> Box<Diagnostic> {
    let offset = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    if let Some(trouble) = unbalanced(text, pieces)
        && trouble.span.is_none_or(|span| span.start <= offset)
    {
        return trouble;
    }
    let (positives, negatives) = match &error.variant {
        ErrorVariant::ParsingError { positives, negatives } => (positives.as_slice(), negatives.as_slice()),
        ErrorVariant::CustomError { .. } => return super::build::too_deep(Span::new(0, text.len())),
    };
    let visible: Vec<Scanned> = pieces.iter().copied().filter(|(piece, _)| *piece != Piece::Comment).collect();
    let at = visible.partition_point(|(_, span)| span.end <= offset);
    let reserved = negatives.contains(&Rule::reserved);
    Place { text, pieces: &visible, at, expected: expected(positives), reserved }.message()
}

pub(super) fn syntax(en: impl Into<String>, zh: impl Into<String>) -> Box<Diagnostic> {
    Diagnostic::compile(ErrorClass::SyntaxError, "UnexpectedSyntax", Message::new(en, zh))
}

/// An open string, comment or bracket, or a bracket that closes nothing.
fn unbalanced(text: &str, pieces: &[Scanned]) -> Option<Box<Diagnostic>> {
    let mut open: Vec<(char, Span)> = Vec::new();
    for &(piece, span) in pieces {
        match piece {
            Piece::OpenString => {
                let quote = text.get(span.start..).and_then(|rest| rest.chars().next()).unwrap_or('"');
                let close = closing(quote);
                return Some(
                    syntax(format!("this {quote} is never closed"), format!("这个 {quote} 没有对应的右引号"))
                        .at(Span::new(span.start, span.start + quote.len_utf8()))
                        .hint(
                            format!("close it with {close}; a quote inside a text is written \\{close}"),
                            format!("请用 {close} 结束；文本里的引号写作 \\{close}"),
                        ),
                );
            }
            Piece::OpenComment => {
                return Some(
                    syntax("this comment is never closed", "这个注释没有结束")
                        .at(Span::new(span.start, span.start + 2))
                        .hint("close it with */", "请用 */ 结束"),
                );
            }
            Piece::Open(kind) => open.push((kind, span)),
            Piece::Close(kind) => match open.pop() {
                Some((opened, _)) if opened == kind => {}
                Some((opened, from)) => {
                    let (wanted, found) = (closing(opened), span.slice(text).unwrap_or_default());
                    let begun = from.slice(text).unwrap_or_default();
                    return Some(
                        syntax(
                            format!("`{found}` closes a bracket that was opened with `{begun}`"),
                            format!("`{found}` 与前面的 `{begun}` 不配对"),
                        )
                        .at(span)
                        .hint(format!("write `{wanted}` first"), format!("请先写 `{wanted}`")),
                    );
                }
                None => {
                    let found = span.slice(text).unwrap_or_default();
                    return Some(
                        syntax(format!("`{found}` closes nothing"), format!("`{found}` 没有对应的左括号"))
                            .at(span)
                            .hint("remove it, or open the bracket before it", "请删去它，或在前面补上左括号"),
                    );
                }
            },
            _ => {}
        }
    }
    let (kind, span) = open.pop()?;
    let (begun, close) = (span.slice(text).unwrap_or_default(), closing(kind));
    Some(
        syntax(format!("this `{begun}` is never closed"), format!("这个 `{begun}` 没有对应的右括号"))
            .at(span)
            .hint(format!("add `{close}`"), format!("请补上 `{close}`")),
    )
}

const fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '“' | '”' => '”',
        '‘' | '’' => '’',
        '「' => '」',
        '『' => '』',
        other => other,
    }
}

impl Place<'_> {
    /// The piece `steps` after the place (negative: before it), as typed.
    pub fn piece(&self, steps: isize) -> &str {
        let at = self.at.checked_add_signed(steps).and_then(|at| self.pieces.get(at));
        at.and_then(|(_, span)| span.slice(self.text)).unwrap_or_default()
    }

    pub fn word(&self, steps: isize) -> String {
        self.piece(steps).to_uppercase()
    }

    fn span(&self) -> Span {
        match self.pieces.get(self.at) {
            Some(&(_, span)) => span,
            None => {
                let end = self.pieces.last().map_or(0, |(_, span)| span.end);
                Span::new(end, end)
            }
        }
    }

    /// Whether a word or backquoted name stands there.
    pub fn is_word(&self) -> bool {
        matches!(self.pieces.get(self.at), Some((Piece::Word, _)))
    }

    pub fn at_start(&self) -> bool {
        self.at == 0
    }

    /// Whether no blank stands before the piece at `steps`.
    pub fn adjoins(&self, steps: isize) -> bool {
        let piece = |steps: isize| self.at.checked_add_signed(steps).and_then(|at| self.pieces.get(at));
        matches!((piece(steps - 1), piece(steps)), (Some((_, before)), Some((_, span))) if before.end == span.start)
    }

    /// The last of the words that stands before the place.
    pub fn last_of(&self, words: &[&str]) -> Option<String> {
        let before = self.pieces.get(..self.at.min(self.pieces.len())).unwrap_or_default();
        let word = |(piece, span): &Scanned| (*piece == Piece::Word).then(|| span.slice(self.text)).flatten().map(str::to_uppercase);
        before.iter().rev().filter_map(word).find(|word| words.contains(&word.as_str()))
    }

    pub fn expects_sign(&self, sign: &str) -> bool {
        self.expected.iter().any(|item| matches!(item, Expected::Sign(one) if *one == sign))
    }

    pub fn expects_thing(&self, begins: &str) -> bool {
        self.expected.iter().any(|item| matches!(item, Expected::Thing(en, _) if en.starts_with(begins)))
    }

    pub fn expects_word(&self, wanted: &str) -> bool {
        self.expected.iter().any(|item| matches!(item, Expected::Word(word) if word == wanted))
    }

    fn message(&self) -> Box<Diagnostic> {
        let (en, zh) = list(&shown(&self.expected), 5);
        let found = self.piece(0);
        let ended = self.at >= self.pieces.len();
        let general = match (ended, en.is_empty()) {
            (true, true) => syntax("the statement ends too early", "语句没有写完"),
            (true, false) => syntax(format!("the statement ends too early: it goes on with {en}"), format!("语句没有写完：后面应有{zh}")),
            (false, true) => syntax(format!("`{found}` does not fit here"), format!("`{found}` 不能写在这里")),
            (false, false) => {
                syntax(format!("`{found}` does not fit here: what fits is {en}"), format!("`{found}` 不能写在这里：这里应是{zh}"))
            }
        };
        let special = super::slips::keyword(self).or_else(|| super::slips::habit(self, ended));
        let error = special.unwrap_or(general).at(self.span());
        if error.hint.is_some() {
            return error;
        }
        let (en, zh) = super::slips::example(self);
        error.hint(format!("for example {en}"), format!("例如 {zh}"))
    }
}
