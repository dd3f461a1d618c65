//! Asks that are whole sentences: `what supports goal "…"`, 目标“…”由什么支撑, 措施“…”支撑什么. What is asked for is of a kind that is
//! said, or of every kind that the verb allows there.

use super::cursor::Cursor;
use super::keyword::Keyword;
use super::loose::Loose;
use super::token::{Token, TokenKind};
use super::tree::{Limits, List, Target, Targets};
use crate::base::{Outcome, Span};
use crate::schema::{Verb, VerbShape};

/// Words that ask for a thing without saying of what kind.
const WHAT: [&str; 5] = ["what", "things", "anything", "什么", "哪些"];

impl<'a> Cursor<'a> {
    /// `what supports …`, 什么支撑…: a verb where a kind would stand.
    pub(super) fn what_does(&mut self) -> Outcome<Option<List>> {
        let start = self.at;
        self.skip_opening();
        let is_what = |token: &Token| matches!(&token.kind, TokenKind::Word { key, .. } if WHAT.contains(&key.as_str()));
        let is_thing = |(_, length): (_, usize)| self.value_at(length);
        if self.kind_at(0).is_none_or(is_thing) && self.tokens[start..self.at].iter().any(is_what) {
            let asked = self.at;
            if let Ok(Some(condition)) = self.condition()
                && !condition.heads().is_empty()
            {
                self.at = asked;
                return self.kinds_first(start, condition.heads()).map(Some);
            }
        }
        self.at = start;
        Ok(None)
    }

    /// 目标“…”由什么支撑, 目标“…”有哪些措施支撑, 措施“…”支撑什么: the thing comes first.
    pub(super) fn thing_first(&mut self, start: usize, thing: &Target) -> Outcome<Option<List>> {
        let here = self.at;
        let found = self.passive(thing).or_else(|| self.active(thing));
        let Some((loose, kind)) = found else {
            self.at = here;
            return Ok(None);
        };
        let mut limits = Limits::default();
        self.tails_of_list(&mut limits)?;
        let kinds = kind.map_or_else(|| loose.heads(), |kind| vec![kind]);
        self.of_kinds(start, kinds, &[loose], limits).map(Some)
    }

    /// 由什么支撑, 由哪些措施支撑
    fn passive(&mut self, thing: &Target) -> Option<(Loose<'a>, Option<String>)> {
        let here = self.at;
        let opening = self.opening_at(0)?;
        self.at += 1;
        let asks = self.at(Keyword::Please);
        self.skip_polite();
        let kind = self.eat_kind_word().map(|kind| kind.name.clone());
        let around = |shape: &VerbShape| matches!(shape, VerbShape::Around(known) if known == opening);
        let found = self.verb_at(0, around).filter(|_| asks);
        let Some(found) = found else {
            self.at = here;
            return None;
        };
        self.at += found.length;
        // Seen from what is asked for, the verb leads back to the thing.
        Some((self.of_thing(thing, &found, !found.verb.forward), kind))
    }

    /// 支撑什么; with a kind (支撑哪些目标) it is read as a list of that kind.
    fn active(&mut self, thing: &Target) -> Option<(Loose<'a>, Option<String>)> {
        let found = self.verb_at(0, |shape| *shape == VerbShape::Before)?;
        let polite = self.keyword_at(found.length) == Some(Keyword::Please);
        let ends = matches!(self.peek_kind(found.length + 1), None | Some(TokenKind::Stop | TokenKind::Comma { .. }));
        if !(polite && ends) || is_latin(found.verb) {
            return None;
        }
        self.at += found.length + 1;
        Some((self.of_thing(thing, &found, !found.verb.forward), None))
    }

    fn of_thing(&self, thing: &Target, found: &super::cursor::VerbAt<'a>, forward: bool) -> Loose<'a> {
        let targets = Targets { items: vec![thing.clone()], all: false };
        let span: Span = *thing.at;
        Loose::verb(found, vec![forward], super::conditions::Adverbs::default(), targets, span)
    }

    /// `unused terms`, `unsupported goals`: a word made of `un` and a verb that the kind after it can have.
    pub(super) fn without_any(&mut self) -> Option<Loose<'a>> {
        let Some(TokenKind::Word { key, han: false, keyword: None }) = self.peek_kind(0) else { return None };
        let stem = key.strip_prefix("un")?;
        let kind = self.kind_at(1)?.0;
        let begins = |verb: &Verb| verb.text == stem || verb.text.strip_prefix(stem).is_some_and(|rest| rest.starts_with(' '));
        let (relation, verb) = self.vocabulary.schema.relations().iter().find_map(|relation| {
            let verb = relation.verbs.iter().find(|verb| begins(verb) && relation.admits(&kind.name, verb.forward))?;
            Some((relation, verb))
        })?;
        self.at += 1;
        let adverbs = super::conditions::Adverbs { negated: true, ..Default::default() };
        let found = super::cursor::VerbAt { relation, verb, length: 1 };
        Some(Loose::verb(&found, vec![verb.forward], adverbs, Targets::default(), self.span_from(self.at - 1)))
    }
}

fn is_latin(verb: &Verb) -> bool {
    verb.text.is_ascii()
}
