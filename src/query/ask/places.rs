//! Where a thing is: `where is cluster "…"?`, 集群“…”在哪里, 集群“…”在哪个园区. It is asked for what the plans share (parks, regions) and what
//! a relation said with `in` leads to, so that it needs no word for the relation.

use super::cursor::{Cursor, VerbAt};
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Also, Limits, List, Target, TargetKind};
use crate::base::Outcome;

/// The question as Chinese asks it behind the thing.
pub(super) const WHERE_ABOUTS: &[&str] = &["在哪里", "在哪儿", "在何处", "在什么地方", "位于哪里", "位于何处", "位于哪儿", "位于什么地方"];

/// What English may say at the end of it.
const LOCATED: &[&str] = &["located", "situated", "hosted"];

impl<'a> Cursor<'a> {
    /// 在哪里, 在哪个园区, 位于哪个地区 after a thing, or the end of `where is cluster "…"`.
    pub(super) fn where_abouts(&mut self, start: usize, thing: &Target, led: bool) -> Outcome<Option<List>> {
        let here = self.at;
        let mut places = self.places_of(thing);
        let word = |words: &[&str]| matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if words.contains(&key.as_str()));
        if led || word(WHERE_ABOUTS) {
            // `where is cluster "…" located?`
            self.at += usize::from(!led || word(LOCATED));
        } else {
            let asked = self.eat(Keyword::In) && self.at(Keyword::Please);
            self.skip_polite();
            let kind = self.eat_kind_word().filter(|_| asked);
            places.retain(|(place, _)| kind.is_some_and(|kind| kind.name == *place));
        }
        let ends = matches!(self.peek_kind(0), None | Some(TokenKind::Stop | TokenKind::Comma { .. } | TokenKind::Semicolon));
        if places.is_empty() || !ends {
            self.at = here;
            return Ok(None);
        }
        let mut limits = Limits::default();
        self.tails_of_list(&mut limits)?;
        let schema = self.vocabulary.schema;
        let mut lists = Vec::new();
        for (place, found) in places {
            let condition = self.of_thing(thing, &found, !found.verb.forward).settle(schema, &place)?;
            lists.push(Also { head: place, conditions: vec![condition] });
        }
        let first = lists.remove(0);
        let list = List { conditions: first.conditions, also: lists, limits, ..List::of(first.head, self.span_from(start)) };
        Ok(Some(list))
    }

    /// The kinds that a thing can be in, each with the verb that says so.
    fn places_of(&self, thing: &Target) -> Vec<(String, VerbAt<'a>)> {
        let TargetKind::Named { kind: Some(kind), .. } = &thing.kind else { return Vec::new() };
        let schema = self.vocabulary.schema;
        let mut places: Vec<(String, VerbAt<'a>)> = Vec::new();
        for relation in schema.relations() {
            let said = relation.verbs.iter().find(|verb| verb.text.ends_with(" in") && relation.admits(kind, verb.forward));
            let Some(verb) = said else { continue };
            for place in relation.side(!verb.forward) {
                let known = places.iter().any(|(known, _)| known == place);
                if !known && schema.kind(place).is_some_and(|kind| kind.shared) {
                    places.push((place.clone(), VerbAt { relation, verb, length: 1 }));
                }
            }
        }
        places
    }
}
