//! Sets without brackets: a clause that follows a kind, or stands before it in Chinese, belongs to the nearest kind that can
//! have it. `institutions involved in measures supporting goal "…"`, 支撑目标“…”的措施涉及的机构.

use super::cursor::{Cursor, MAX_DEPTH};
use super::keyword::Keyword;
use super::loose::Loose;
use super::token::TokenKind;
use super::tree::{Condition, Limits, List, Target, TargetKind};
use crate::base::{Outcome, Span};
use crate::query::ast::Aside;

impl<'a> Cursor<'a> {
    /// A bare kind with the English clauses that follow it, where the kind can have them.
    pub(super) fn with_clauses(&mut self, target: Target) -> Target {
        let TargetKind::Any(kind) = &target.kind else { return target };
        let kind = kind.clone();
        let mut conditions = Vec::new();
        while self.depth < MAX_DEPTH {
            let before = self.at;
            let joined = self.eat_comma() | self.eat(Keyword::And);
            // The first clause follows at once, the others after `and`.
            // `nor using terms` goes on with the head's own conditions.
            let follows = joined != conditions.is_empty()
                && !self.at(Keyword::Neither)
                && matches!(self.peek_kind(0), Some(TokenKind::Word { han: false, .. }));
            match self.clause_of(&kind).filter(|_| follows) {
                Some(condition) => conditions.push(condition),
                None => {
                    self.at = before;
                    break;
                }
            }
        }
        if conditions.is_empty() {
            return target;
        }
        let at = Span::new(target.at.start, self.span_from(self.at.saturating_sub(1)).end);
        implied(kind, conditions, Limits::default(), at)
    }

    /// A condition at the cursor if the kind can have it; what is wrong with one is told by whoever reads it for the head.
    fn clause_of(&mut self, kind: &str) -> Option<Condition> {
        self.depth += 1;
        let found = self.condition();
        self.depth -= 1;
        found.ok()??.settle(self.vocabulary.schema, kind).ok()
    }

    /// The target of a Chinese verb with clauses before its kind: 支撑（由指标“…”衡量的目标）, typed without the brackets.
    pub(super) fn clauses_with_kind(&mut self) -> Option<Target> {
        let start = self.at;
        if self.depth >= MAX_DEPTH || !matches!(self.peek_kind(0), Some(TokenKind::Word { han: true, .. } | TokenKind::Integer(_))) {
            return None;
        }
        self.depth += 1;
        let found = self.clauses_and_kind(start).ok().flatten();
        self.depth -= 1;
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn bare_kind_here(&self) -> bool {
        self.kind_at(0).is_some_and(|(_, length)| !self.value_at(length))
    }

    fn clauses_and_kind(&mut self, start: usize) -> Outcome<Option<Target>> {
        let mut loose: Vec<Loose<'a>> = Vec::new();
        let mut limits = Limits::default();
        loop {
            match self.condition()? {
                Some(condition) => loose.push(condition),
                None if self.limit(&mut limits)? => {}
                None => return Ok(None),
            }
            // 没有2025年目标值的指标: between a year and its kind 的 may be left out.
            let year_alone = loose.is_empty() && limits.years.is_some() && self.bare_kind_here();
            let closed = self.eat(Keyword::De) || year_alone;
            self.joint();
            if closed && let Some(kind) = self.eat_kind_word() {
                let settled: Result<Vec<_>, _> = loose.into_iter().map(|one| one.settle(self.vocabulary.schema, &kind.name)).collect();
                return Ok(Some(implied(kind.name.clone(), settled?, limits, self.span_from(start))));
            }
        }
    }
}

/// Clauses read so far, of which those that the subject of `last` can have go to it: 支撑目标“…”的措施 in 支撑目标“…”的措施涉及的机构.
pub(super) fn give_to_subject<'a>(cursor: &Cursor<'a>, loose: &mut Vec<Loose<'a>>, last: &mut Loose<'a>) {
    let schema = cursor.vocabulary.schema;
    let Some(kind) = last.bare_subject().map(str::to_owned) else { return };
    let (theirs, others): (Vec<_>, Vec<_>) = loose.drain(..).partition(|one| one.clone().settle(schema, &kind).is_ok());
    *loose = others;
    let Some(start) = theirs.iter().map(|one| one.span().start).min() else { return };
    let conditions = theirs.into_iter().filter_map(|one| one.settle(schema, &kind).ok()).collect();
    last.narrow_subject(|at| implied(kind, conditions, Limits::default(), Span::new(start, at.end)));
}

pub(super) fn implied(head: String, conditions: Vec<Condition>, limits: Limits, at: Span) -> Target {
    let list = List { conditions, limits, implied: Aside(true), ..List::of(head, at) };
    Target::new(TargetKind::Set(Box::new(list)), at)
}

/// How the question reads with the brackets that were left out: (English, Chinese).
pub(super) fn with_brackets(text: &str, base: usize, of: &List) -> Option<(String, String)> {
    let mut marks: Vec<(usize, char)> = Vec::new();
    of.sets(&mut |set| {
        if set.implied.0 {
            let (start, end) = (set.at.start - base, set.at.end - base);
            let han = !text.get(start..).and_then(|rest| rest.chars().find(|c| !c.is_ascii_digit())).is_some_and(|first| first.is_ascii());
            marks.push((start, if han { '（' } else { '(' }));
            marks.push((end, if han { '）' } else { ')' }));
        }
    });
    if marks.is_empty() {
        return None;
    }
    marks.sort_by_key(|mark| mark.0);
    let mut said = String::new();
    let mut from = 0;
    for (at, mark) in marks {
        said.push_str(text.get(from..at)?);
        said.push(mark);
        from = at;
    }
    said.push_str(text.get(from..)?.trim_end());
    Some((format!("read as: {said}"), format!("读作：{said}")))
}
