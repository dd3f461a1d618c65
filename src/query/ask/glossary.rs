//! The glossary as a whole: `terms defined in the plan`, `definitions of terms`, 术语解释, 规划定义的术语.

use super::cursor::Cursor;
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Ask, Target, TargetKind};

/// The kind that has definitions.
const TERM: &str = "Term";

/// Words for the glossary itself.
pub(super) const GLOSSARY: &[&str] = &["glossary", "术语表", "名词表", "词汇表"];

/// Words behind a kind that ask for what it means.
pub(super) const EXPLAINED: &[&str] = &["defined", "explained", "释义", "含义"];

impl Cursor<'_> {
    /// A question for every definition; nothing (and the cursor unmoved) where it goes on to something else.
    pub(super) fn glossary(&mut self) -> Option<Ask> {
        let start = self.at;
        if self.every_definition() && matches!(self.peek_kind(0), None | Some(TokenKind::Stop | TokenKind::Semicolon)) {
            let every = Target::new(TargetKind::Any(TERM.to_owned()), self.span_from(start));
            return Some(Ask::Define(every));
        }
        self.at = start;
        None
    }

    fn every_definition(&mut self) -> bool {
        if self.word_among(GLOSSARY) {
            self.in_the_plan();
            return true;
        }
        // 规划定义的术语
        let of_plan = self.bare_kind("Plan");
        if !of_plan && self.bare_kind(TERM) {
            // 术语的定义
            self.eat(Keyword::De);
            let explained = self.eat_any(&[Keyword::Explain, Keyword::Define]) || self.word_among(EXPLAINED);
            self.in_the_plan();
            return explained;
        }
        // `define terms`, 定义的术语
        if !self.eat(Keyword::Define) {
            return false;
        }
        self.eat_any(&[Keyword::Of, Keyword::De]);
        self.skip_polite();
        self.bare_kind(TERM)
    }

    /// Passes over `in the plan`, which says nothing more.
    pub(super) fn in_the_plan(&mut self) -> bool {
        let start = self.at;
        let led = self.eat(Keyword::In);
        self.skip_polite();
        let passed = led && self.bare_kind("Plan");
        if !passed {
            self.at = start;
        }
        passed
    }

    fn bare_kind(&mut self, name: &str) -> bool {
        let Some((_, length)) = self.kind_at(0).filter(|(kind, length)| kind.name == name && !self.value_at(*length)) else { return false };
        self.at += length;
        true
    }

    fn word_among(&mut self, words: &[&str]) -> bool {
        let here = matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if words.contains(&key.as_str()));
        self.at += usize::from(here);
        here
    }
}
