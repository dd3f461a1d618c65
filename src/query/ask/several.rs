//! Several kinds in one ask: `measures and tasks supporting …`, 支撑…的措施和任务, `what supports …`. The conditions are read once
//! and settled for each kind.

use super::cursor::Cursor;
use super::errors::Refusal;
use super::keyword::Keyword;
use super::loose::Loose;
use super::token::TokenKind;
use super::tree::{Also, Condition, Limits, List};
use crate::base::Outcome;
use crate::schema::VerbShape;

impl<'a> Cursor<'a> {
    /// A list of two kinds or more; nothing (and the cursor unmoved) where there are no two.
    pub(super) fn several(&mut self) -> Outcome<Option<List>> {
        let start = self.at;
        self.skip_opening();
        let found = match self.kinds_at(0) {
            Some((kinds, length)) if !self.is_subject(length) => {
                self.at += length;
                Some(self.kinds_first(start, kinds)?)
            }
            _ => self.kinds_last(start)?,
        };
        if found.is_none() {
            self.at = start;
        }
        Ok(found)
    }

    /// Two kinds or more at the cursor (+ `ahead`), none with a name, and how many tokens they take.
    pub(super) fn kinds_at(&self, ahead: usize) -> Option<(Vec<String>, usize)> {
        let mut kinds = Vec::new();
        let mut at = ahead;
        loop {
            let (kind, length) = self.kind_at(at).filter(|(_, length)| !self.value_at(at + length))?;
            if !kinds.contains(&kind.name) {
                kinds.push(kind.name.clone());
            }
            at += length;
            let comma = usize::from(matches!(self.peek_kind(at), Some(TokenKind::Comma { .. })));
            let word = usize::from(matches!(self.keyword_at(at + comma), Some(Keyword::And | Keyword::He | Keyword::Or)));
            if comma + word == 0 || self.kind_at(at + comma + word).is_none() {
                return (kinds.len() > 1).then_some((kinds, at - ahead));
            }
            at += comma + word;
        }
    }

    /// 机构和园区参与的措施: kinds that are what something else is related to.
    pub(super) fn is_subject(&self, length: usize) -> bool {
        self.keyword_at(length) == Some(Keyword::De)
            || self.verb_at(length, |shape| matches!(shape, VerbShape::After)).is_some()
            || matches!(self.keyword_at(length), Some(Keyword::Not | Keyword::Never | Keyword::Directly | Keyword::All | Keyword::Only))
    }

    /// Kinds, then what narrows them.
    pub(super) fn kinds_first(&mut self, start: usize, kinds: Vec<String>) -> Outcome<List> {
        let (mut loose, mut limits) = (Vec::new(), Limits::default());
        loop {
            let before = self.at;
            self.joint();
            if let Some(condition) = self.condition()? {
                loose.push(condition);
            } else if !self.limit(&mut limits)? {
                self.at = before;
                return self.of_kinds(start, kinds, &loose, limits);
            }
        }
    }

    /// What narrows them, then 的 and kinds.
    fn kinds_last(&mut self, start: usize) -> Outcome<Option<List>> {
        let rest = 0..self.tokens.len().saturating_sub(self.at);
        let ends = |ahead: usize| (self.keyword_at(ahead) == Some(Keyword::De)).then(|| self.kinds_at(ahead + 1)).flatten();
        let last = rest.rev().find_map(|ahead| Some((ahead, ends(ahead)?)));
        let Some((ahead, (kinds, length))) = last.filter(|(ahead, (_, length))| !self.is_subject(ahead + 1 + length)) else {
            return Ok(None);
        };
        let end = self.at + ahead;
        let (mut loose, mut limits) = (Vec::new(), Limits::default());
        while self.at < end {
            if let Ok(Some(condition)) = self.condition() {
                loose.push(condition);
            } else if !self.limit(&mut limits).unwrap_or(false) {
                return Ok(None);
            }
            if self.at < end {
                self.eat(Keyword::De);
                self.joint();
            }
        }
        if self.at != end {
            return Ok(None);
        }
        self.at += 1 + length;
        self.tails_of_list(&mut limits)?;
        self.of_kinds(start, kinds, &loose, limits).map(Some)
    }

    pub(super) fn of_kinds(&self, start: usize, kinds: Vec<String>, loose: &[Loose<'a>], limits: Limits) -> Outcome<List> {
        let schema = self.vocabulary.schema;
        let settled =
            |kind: &str| -> Result<Vec<Condition>, Refusal> { loose.iter().map(|one| one.clone().settle(schema, kind)).collect() };
        let mut kinds = kinds.into_iter();
        let head = kinds.next().unwrap_or_default();
        let conditions = settled(&head)?;
        let also: Result<Vec<Also>, Refusal> = kinds.map(|kind| Ok(Also { conditions: settled(&kind)?, head: kind })).collect();
        Ok(List { conditions, also: also?, limits, ..List::of(head, self.span_from(start)) })
    }
}
