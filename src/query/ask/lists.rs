//! A kind with what narrows it: head first (`measures supporting …`) or head last (支撑…的措施).

use super::cursor::Cursor;
use super::errors::Refusal;
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Limits, List};
use crate::base::{Outcome, Span};
use crate::schema::VerbShape;

impl<'a> Cursor<'a> {
    /// A list without its tails of form (evidence, export): those belong to the statement.
    pub fn list(&mut self) -> Outcome<List> {
        let start = self.at;
        self.skip_opening();
        if self.at(Keyword::All) && (self.kind_at(1).is_some() || self.keyword_at(1) == Some(Keyword::Please)) {
            self.at += 1;
        }
        self.skip_opening();
        // `list of parks`
        if self.keyword_before() == Some(Keyword::Please) && self.at(Keyword::Of) && self.kind_at(1).is_some() {
            self.at += 1;
        }
        if self.kind_at(0).is_none() {
            let here = self.at;
            if let Some(loose) = self.without_any() {
                let mut list = self.head_first(start)?;
                list.conditions.insert(0, loose.settle(self.vocabulary.schema, &list.head)?);
                return Ok(list);
            }
            return match self.head_last(start)? {
                Some(list) => Ok(list),
                None => {
                    self.at = here;
                    Err(self.no_kind())
                }
            };
        }
        let here = self.at;
        if !self.head_is_plainly_first() {
            if let Some(list) = self.head_last(start)? {
                return Ok(list);
            }
            self.at = here;
        }
        self.head_first(start)
    }

    /// A kind in Latin letters begins a list; a Chinese one may be the subject of a verb (措施支撑的目标).
    fn head_is_plainly_first(&self) -> bool {
        let Some((_, length)) = self.kind_at(0) else { return false };
        let han = self.peek().is_some_and(|token| matches!(&token.kind, TokenKind::Word { han: true, .. }));
        !han && !self.value_at(length)
    }

    fn head_first(&mut self, start: usize) -> Outcome<List> {
        let Some(kind) = self.eat_kind_word() else { return Err(self.no_kind()) };
        let mut list = List::of(&kind.name, Span::default());
        // 园区：位于“…”
        self.eat_kind(&TokenKind::Colon);
        self.rest_of_head_first(&mut list)?;
        list.at = self.span_from(start).into();
        Ok(list)
    }

    /// Conditions and tails in any order.
    fn rest_of_head_first(&mut self, list: &mut List) -> Outcome<()> {
        loop {
            let before = self.at;
            self.joint();
            let here = self.at;
            match self.condition_of(&list.head) {
                Ok(Some(condition)) => list.conditions.push(condition),
                Ok(None) if self.limit(&mut list.limits)? => {}
                Ok(None) => {
                    self.at = before;
                    return Ok(());
                }
                Err(refusal) => {
                    // `goals containing "专利"`: what contains no things may contain words.
                    self.at = here;
                    if !self.limit(&mut list.limits)? {
                        return Err(refusal);
                    }
                }
            }
        }
    }

    fn condition_of(&mut self, head: &str) -> Outcome<Option<super::tree::Condition>> {
        let Some(loose) = self.condition()? else { return Ok(None) };
        loose.settle(self.vocabulary.schema, head).map(Some)
    }

    /// Modifiers, then the head; nothing where no head follows them.
    fn head_last(&mut self, start: usize) -> Outcome<Option<List>> {
        let mut loose = Vec::new();
        let mut limits = Limits::default();
        loop {
            self.skip_polite();
            if let Some(kind) = self.head_here() {
                // 哪些目标没有措施支撑？ has the head first.
                // 哪些文件被引用？ too.
                let first = loose.is_empty() && limits == Limits::default();
                if first && (self.keyword_at(kind.1) == Some(Keyword::Without) || self.opening_at(kind.1).is_some()) {
                    return Ok(None);
                }
                self.at += kind.1;
                let schema = self.vocabulary.schema;
                let settled: Result<Vec<_>, Refusal> =
                    loose.into_iter().map(|one: super::loose::Loose| one.settle(schema, &kind.0)).collect();
                let latin = matches!(self.tokens.get(self.at - 1).map(|token| &token.kind), Some(TokenKind::Word { han: false, .. }));
                let mut list = List { conditions: settled?, limits, ..List::of(kind.0, self.span_from(start)) };
                // 园区：位于“…”
                if latin || self.eat_kind(&TokenKind::Colon) {
                    // `top 5 measures supporting …`
                    self.rest_of_head_first(&mut list)?;
                } else {
                    self.tails_of_list(&mut list.limits)?;
                }
                return Ok(Some(list));
            }
            let follows = self.at > start && self.keyword_before() == Some(Keyword::De);
            if let Some(mut condition) = self.owner_and_years(&mut limits)?.map_or_else(|| self.condition(), |found| Ok(Some(found)))? {
                if follows {
                    super::relative::give_to_subject(self, &mut loose, &mut condition);
                }
                loose.push(condition);
            } else if !self.limit(&mut limits)? {
                return Ok(None);
            }
            self.eat(Keyword::De);
            self.joint();
        }
    }

    /// 指标“…”2025年的指标值: whose, and of what year.
    fn owner_and_years(&mut self, limits: &mut Limits) -> Outcome<Option<super::loose::Loose<'a>>> {
        let start = self.at;
        let named = self.value_at(0) || self.kind_at(0).is_some_and(|(_, length)| self.value_at(length));
        if named && let Some(target) = self.target(None)? {
            let span = self.span_from(start);
            let mut years = Limits::default();
            if self.years(&mut years)? && self.at(Keyword::De) && limits.years.is_none() {
                limits.years = years.years;
                return Ok(Some(super::loose::Loose::of(target, span)));
            }
        }
        self.at = start;
        Ok(None)
    }

    /// Tails after a head: each may follow a comma.
    pub fn tails_of_list(&mut self, limits: &mut Limits) -> Outcome<()> {
        loop {
            let before = self.at;
            self.joint();
            if !self.limit(limits)? {
                self.at = before;
                return Ok(());
            }
        }
    }

    /// What joins conditions: a comma, `and`, 且, 和, 并.
    pub fn joint(&mut self) {
        self.eat_comma();
        self.eat_any(&[Keyword::And, Keyword::He]);
    }

    /// The head of a list that puts it last: a kind that is no target of something that follows.
    fn head_here(&self) -> Option<(String, usize)> {
        let (kind, length) = self.kind_at(0).filter(|_| !self.filter_at(0))?;
        // 谁来负责…
        let verb = length + usize::from(self.keyword_at(length) == Some(Keyword::Please));
        let is_subject = self.value_at(length)
            || self.kinds_at(0).is_some_and(|(_, length)| self.is_subject(length))
            || self.counted_at()
            || self.verb_at(verb, |shape| matches!(shape, VerbShape::After)).is_some()
            || self.keyword_at(length).is_some_and(|next| matches!(next, Keyword::Not | Keyword::Never | Keyword::Directly | Keyword::De))
                // 措施的数量 is a count of them.
                && !(self.keyword_at(length) == Some(Keyword::De) && self.keyword_at(length + 1) == Some(Keyword::Number));
        (!is_subject).then(|| (kind.name.clone(), length))
    }
}
