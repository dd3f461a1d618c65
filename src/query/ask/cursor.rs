//! A place in the tokens of an ask, and what stands there.

use super::keyword::Keyword;
use super::token::{Token, TokenKind, Vocabulary};
use super::tree::{Target, TargetKind};
use crate::base::Span;
use crate::schema::{Kind, Relation, Verb, VerbShape, Word};

/// Nested brackets deeper than this are refused.
pub(super) const MAX_DEPTH: usize = 16;

pub(super) struct Cursor<'a> {
    pub vocabulary: &'a Vocabulary<'a>,
    pub tokens: &'a [Token],
    pub at: usize,
    /// How many brackets are open.
    pub depth: usize,
    /// Where the text ends.
    pub end: usize,
}

/// A verb at the cursor: which of a relation's verbs, and how many tokens it takes.
#[derive(Clone, Copy)]
pub(super) struct VerbAt<'a> {
    pub relation: &'a Relation,
    pub verb: &'a Verb,
    pub length: usize,
}

impl<'a> Cursor<'a> {
    /// Another cursor, `ahead` of this one, that may be moved without harm.
    pub fn looking(&self, ahead: usize) -> Self {
        Self { at: self.at + ahead, ..*self }
    }

    pub fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    pub fn peek_kind(&self, ahead: usize) -> Option<&'a TokenKind> {
        self.tokens.get(self.at + ahead).map(|token| &token.kind)
    }

    pub fn keyword_at(&self, ahead: usize) -> Option<Keyword> {
        self.tokens.get(self.at + ahead).and_then(Token::keyword)
    }

    /// The keyword of the token before the cursor.
    pub fn keyword_before(&self) -> Option<Keyword> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).and_then(Token::keyword)
    }

    pub fn at(&self, keyword: Keyword) -> bool {
        self.keyword_at(0) == Some(keyword)
    }

    pub fn eat(&mut self, keyword: Keyword) -> bool {
        let here = self.at(keyword);
        self.at += usize::from(here);
        here
    }

    pub fn eat_any(&mut self, keywords: &[Keyword]) -> bool {
        let here = self.keyword_at(0).is_some_and(|keyword| keywords.contains(&keyword));
        self.at += usize::from(here);
        here
    }

    pub fn eat_kind(&mut self, wanted: &TokenKind) -> bool {
        let here = self.peek_kind(0) == Some(wanted);
        self.at += usize::from(here);
        here
    }

    pub fn eat_comma(&mut self) -> bool {
        let here = matches!(self.peek_kind(0), Some(TokenKind::Comma { .. }));
        self.at += usize::from(here);
        here
    }

    /// Passes over words that change nothing: which, are, that, 哪些.
    pub fn skip_polite(&mut self) {
        while self.eat(Keyword::Please) {}
    }

    /// The same before a list, where `who` asks for institutions.
    pub fn skip_opening(&mut self) {
        while self.kind_at(0).is_none() && self.eat(Keyword::Please) {}
    }

    /// The place of the token at the cursor, or of the end of the text.
    pub fn span(&self) -> Span {
        self.peek().map_or(Span::new(self.end, self.end), |token| token.span)
    }

    /// From the token at `start` to the token before the cursor.
    pub fn span_from(&self, start: usize) -> Span {
        let first = self.tokens.get(start).map_or(self.end, |token| token.span.start);
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(first, |token| token.span.end);
        Span::new(first, last.max(first))
    }

    pub fn done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    fn word_key(&self, ahead: usize) -> Option<(&'a str, bool)> {
        match self.peek_kind(ahead) {
            Some(TokenKind::Word { key, han, .. }) => Some((key, *han)),
            _ => None,
        }
    }

    /// The meanings of the longest run of words at the cursor (+ `ahead`) that satisfies `wanted`, with its length in tokens.
    fn meanings<T>(&self, ahead: usize, wanted: impl Fn(&'a [Word]) -> Option<T>) -> Option<(T, usize)> {
        let (first, han) = self.word_key(ahead)?;
        let mut phrases = vec![first.to_owned()];
        while !han && phrases.len() < 3 {
            match self.word_key(ahead + phrases.len()) {
                Some((key, false)) => phrases.push(format!("{} {key}", phrases[phrases.len() - 1])),
                _ => break,
            }
        }
        let count = phrases.len();
        (1..=count).rev().find_map(|length| wanted(self.vocabulary.meanings(&phrases[length - 1])).map(|found| (found, length)))
    }

    /// A word for a kind, and its length in tokens.
    pub fn kind_at(&self, ahead: usize) -> Option<(&'a Kind, usize)> {
        let (index, length) = self.meanings(ahead, |words| {
            words.iter().find_map(|word| match word {
                Word::Kind(at) => Some(*at),
                _ => None,
            })
        })?;
        Some((&self.vocabulary.schema.kinds()[index], length))
    }

    pub fn eat_kind_word(&mut self) -> Option<&'a Kind> {
        let (kind, length) = self.kind_at(0)?;
        self.at += length;
        Some(kind)
    }

    /// A verb of one of the shapes.
    pub fn verb_at(&self, ahead: usize, fits: impl Fn(&VerbShape) -> bool) -> Option<VerbAt<'a>> {
        let relations = self.vocabulary.schema.relations();
        let (found, length) = self.meanings(ahead, |words| {
            words.iter().find_map(|word| match word {
                Word::Verb { relation, verb } => {
                    let relation = &relations[*relation];
                    let verb = &relation.verbs[*verb];
                    fits(&verb.shape).then_some((relation, verb))
                }
                _ => None,
            })
        })?;
        // `measure "…"` is a thing, `measure goal "…"` what an indicator does.
        let thing = found.1.text.is_ascii() && self.kind_at(ahead).is_some_and(|(_, kind)| kind == length && self.value_at(ahead + kind));
        (!thing).then_some(VerbAt { relation: found.0, verb: found.1, length })
    }

    /// Whether a word that opens a verb around its target stands at the cursor: 由.
    pub fn opening_at(&self, ahead: usize) -> Option<&'a str> {
        let (key, _) = self.word_key(ahead)?;
        self.vocabulary.meanings(key).iter().any(|word| matches!(word, Word::Opening { .. })).then_some(key)
    }

    /// Whether a value stands there: a quoted text, a title, a variable, a bracket, or a kind.
    pub fn target_at(&self, ahead: usize) -> bool {
        self.value_at(ahead) || matches!(self.peek_kind(ahead), Some(TokenKind::Open)) || self.kind_at(ahead).is_some()
    }

    pub fn value_at(&self, ahead: usize) -> bool {
        matches!(self.peek_kind(ahead), Some(TokenKind::Text(_) | TokenKind::Title(_) | TokenKind::Variable(_)))
    }

    /// Takes a value; `kind` is the identifier of the kind that was typed before it.
    pub fn eat_value(&mut self, kind: Option<&str>, start: usize) -> Option<Target> {
        let kind = kind.map(str::to_owned);
        let taken = match self.peek_kind(0)? {
            TokenKind::Text(name) => TargetKind::Named { kind, name: name.clone() },
            TokenKind::Title(name) => TargetKind::Title { kind, name: name.clone() },
            TokenKind::Variable(name) => TargetKind::Variable { kind, name: name.clone() },
            _ => return None,
        };
        self.at += 1;
        Some(Target::new(taken, self.span_from(start)))
    }

    pub fn eat_integer(&mut self) -> Option<i64> {
        match self.peek_kind(0)? {
            TokenKind::Integer(number) => {
                self.at += 1;
                Some(*number)
            }
            _ => None,
        }
    }

    pub fn eat_text(&mut self) -> Option<(String, Span)> {
        match self.peek_kind(0)? {
            TokenKind::Text(text) | TokenKind::Title(text) => {
                let span = self.span();
                self.at += 1;
                Some((text.clone(), span))
            }
            _ => None,
        }
    }
}
