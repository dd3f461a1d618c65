//! Asks that are whole sentences: `what supports goal "…"`, 目标“…”由什么支撑, 措施“…”支撑什么. What is asked for is of a kind that is
//! said, or of every kind that the verb allows there.

use super::cursor::{Cursor, VerbAt};
use super::keyword::Keyword;
use super::loose::Loose;
use super::token::{Token, TokenKind};
use super::tree::{Limits, List, Target, Targets};
use crate::base::{Outcome, Span};
use crate::schema::{Verb, VerbShape, Word};

/// Where a term is used, as Chinese asks for it behind the term.
pub(super) const USED_WHERE: &[&str] = &[
    "用在哪里",
    "用在哪儿",
    "用在何处",
    "用在哪些地方",
    "用于何处",
    "用于哪里",
    "在哪里使用",
    "在哪里用到",
    "在何处使用",
    "哪里用到",
    "哪里使用",
];

/// What is asked there, as the schema says it.
const USED: &str = "used";

/// Words that ask for a thing without saying of what kind.
const WHAT: [&str; 5] = ["what", "things", "anything", "什么", "哪些"];

impl<'a> Cursor<'a> {
    /// `what supports …`, 什么支撑…: a verb where a kind would stand.
    pub(super) fn what_does(&mut self) -> Outcome<Option<List>> {
        let start = self.at;
        self.skip_opening();
        let is_what = |token: &Token| matches!(&token.kind, TokenKind::Word { key, .. } if WHAT.contains(&key.as_str()));
        // What is asked for may stand before its own thing: `what does the plan cite`.
        let latin = |at: usize| matches!(self.peek_kind(at), Some(TokenKind::Word { han: false, .. }));
        let is_thing = |(_, length): (_, usize)| {
            self.value_at(length) || latin(0) && self.verb_at(length, |shape| *shape == VerbShape::Before).is_some()
        };
        // `members of term "…"`
        let is_noun = self.at == start
            && self.kind_at(0).is_none()
            && self.verb_at(0, |shape| *shape == VerbShape::Before).is_some_and(|found| found.verb.text.ends_with(" of"));
        if is_noun || self.kind_at(0).is_none_or(is_thing) && self.tokens[start..self.at].iter().any(is_what) {
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

    pub(super) fn of_thing(&self, thing: &Target, found: &VerbAt<'a>, forward: bool) -> Loose<'a> {
        let targets = Targets { items: vec![thing.clone()], all: false };
        let span: Span = *thing.at;
        Loose::verb(found, vec![forward], super::conditions::Adverbs::default(), targets, span)
    }

    /// The wish for evidence at the end of a question, and its length in tokens: `with evidence`, `and by what evidence`,
    /// `and their evidence`, 有什么证据, 依据是什么.
    pub(super) fn evidence_ahead(&self) -> Option<usize> {
        let mut at = usize::from(matches!(self.keyword_at(0), Some(Keyword::And | Keyword::He)));
        if matches!(self.keyword_at(at), Some(Keyword::Basis | Keyword::Evidence)) && self.keyword_at(at + 1) == Some(Keyword::WhatIs) {
            return Some(at + 2);
        }
        let led = matches!(self.keyword_at(at), Some(Keyword::With | Keyword::By));
        at += usize::from(led);
        let polite = self.keyword_at(at) == Some(Keyword::Please);
        while self.keyword_at(at) == Some(Keyword::Please) {
            at += 1;
        }
        (self.keyword_at(at) == Some(Keyword::Evidence) && (led || polite)).then_some(at + 1)
    }

    /// `where is term "…" used?`: everything that the passive verb allows there.
    pub(super) fn where_is(&mut self, start: usize) -> Outcome<Option<List>> {
        let here = self.at;
        self.at += 1;
        self.skip_polite();
        let thing = if self.value_at(0) || self.kind_at(0).is_some() { self.target(None)? } else { None };
        let found = self.verb_at(0, |shape| *shape == VerbShape::Alone);
        let (Some(thing), Some(found)) = (&thing, found) else {
            let list = thing.map_or(Ok(None), |thing| self.where_abouts(start, &thing, true))?;
            if list.is_none() {
                self.at = here;
            }
            return Ok(list);
        };
        self.at += found.length;
        let loose = self.of_thing(thing, &found, !found.verb.forward);
        self.of_kinds(start, loose.heads(), &[loose], Limits::default()).map(Some)
    }

    /// “新会”有哪些园区, 任务“…”有哪些措施: the kind comes last and nothing relates the two but that.
    pub(super) fn has_which(&mut self, start: usize, thing: &Target) -> Outcome<Option<List>> {
        let here = self.at;
        let asked = self.keyword_before() == Some(Keyword::Please);
        let Some(kind) = self.eat_kind_word().filter(|_| asked) else {
            self.at = here;
            return Ok(None);
        };
        if !matches!(self.peek_kind(0), None | Some(TokenKind::Stop | TokenKind::Comma { .. })) {
            self.at = here;
            return Ok(None);
        }
        let plain = matches!(thing.kind, super::tree::TargetKind::Named { kind: None, .. });
        let loose = if plain { Loose::inside(thing.clone(), *thing.at) } else { Loose::of(thing.clone(), *thing.at) };
        let mut limits = Limits::default();
        self.tails_of_list(&mut limits)?;
        self.of_kinds(start, vec![kind.name.clone()], &[loose], limits).map(Some)
    }

    /// 术语“…”用在哪里: the same with the thing first.
    pub(super) fn used_where(&mut self, start: usize, thing: &Target) -> Outcome<Option<List>> {
        if !matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if USED_WHERE.contains(&key.as_str())) {
            return Ok(None);
        }
        let schema = self.vocabulary.schema;
        let found = self.vocabulary.meanings(USED).iter().find_map(|word| match word {
            Word::Verb { relation, verb } => {
                let relation = schema.relations().get(*relation)?;
                let verb = relation.verbs.get(*verb).filter(|verb| verb.shape == VerbShape::Alone)?;
                Some(VerbAt { relation, verb, length: 1 })
            }
            _ => None,
        });
        let Some(found) = found else { return Ok(None) };
        self.at += 1;
        let loose = self.of_thing(thing, &found, !found.verb.forward);
        self.of_kinds(start, loose.heads(), &[loose], Limits::default()).map(Some)
    }

    /// 涉及哪些机构, 引用了哪些文件, `responsible institutions`, 责任单位是谁: a verb and what stands at its other end, of anything.
    pub(super) fn at_the_other_end(&mut self, start: usize) -> Outcome<Option<List>> {
        let here = self.at;
        let found = self.verb_at(0, |shape| matches!(shape, VerbShape::Adjective | VerbShape::Before));
        let Some(found) = found.filter(|found| found.verb.shape == VerbShape::Adjective || !is_latin(found.verb)) else { return Ok(None) };
        self.at += found.length;
        // 责任单位 is the kind that the word belongs to, 涉及哪些机构 asks for what the verb leads to.
        let own = found.verb.shape == VerbShape::Adjective;
        let asked = self.at(Keyword::Please) || own;
        let forward = found.verb.forward == own;
        self.skip_polite();
        let kind = self.eat_kind_word().filter(|kind| asked && found.relation.admits(&kind.name, forward));
        let Some(kind) = kind.filter(|_| !self.value_at(0)) else {
            self.at = here;
            return Ok(None);
        };
        let adverbs = super::conditions::Adverbs::default();
        let loose = Loose::verb(&found, vec![forward], adverbs, Targets::default(), self.span_from(here));
        let mut limits = Limits::default();
        self.tails_of_list(&mut limits)?;
        if self.eat(Keyword::Is) {
            // 是谁: a word for a kind that only asks.
            self.skip_polite();
            self.eat_kind_word();
        }
        if !matches!(self.peek_kind(0), None | Some(TokenKind::Stop | TokenKind::Semicolon)) && !self.at(Keyword::Please) {
            self.at = here;
            return Ok(None);
        }
        self.of_kinds(start, vec![kind.name.clone()], &[loose], limits).map(Some)
    }

    /// 术语“…”的成员, 术语“…”的组成: after 的, a verb that ends the question.
    pub(super) fn its(&mut self, start: usize, thing: &Target) -> Outcome<Option<List>> {
        let Some(found) = self.verb_at(0, |shape| *shape == VerbShape::Before) else { return Ok(None) };
        if !matches!(self.peek_kind(found.length), None | Some(TokenKind::Stop | TokenKind::Comma { .. })) {
            return Ok(None);
        }
        self.at += found.length;
        let loose = self.of_thing(thing, &found, found.verb.forward);
        let mut limits = Limits::default();
        self.tails_of_list(&mut limits)?;
        self.of_kinds(start, loose.heads(), &[loose], limits).map(Some)
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
        let found = VerbAt { relation, verb, length: 1 };
        Some(Loose::verb(&found, vec![verb.forward], adverbs, Targets::default(), self.span_from(self.at - 1)))
    }
}

fn is_latin(verb: &Verb) -> bool {
    verb.text.is_ascii()
}
