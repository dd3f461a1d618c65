//! What a head must satisfy: a verb with its targets, in the orders of both languages.
//!
//! English puts the verb before its target; Chinese has three places for it: 支撑目标“…”, 措施支撑(的), 由指标“…”衡量.
//! In Chinese the head comes last, so a condition is first read as [`Loose`] and settled when the head is known.

use super::cursor::{Cursor, MAX_DEPTH, VerbAt};
use super::errors::syntax;
use super::keyword::Keyword;
use super::loose::Loose;
use super::token::TokenKind;
use super::tree::{Limits, Target, TargetKind, Targets, Times};
use crate::base::{Outcome, Span};
use crate::schema::VerbShape;

/// What stands before a verb, or between it and its targets.
#[derive(Clone, Copy, Default)]
pub(super) struct Adverbs {
    pub negated: bool,
    pub direct: bool,
    pub all: bool,
    pub only: bool,
    pub times: Option<Times>,
}

const NOTHING: Targets = Targets { items: Vec::new(), all: false };

impl<'a> Cursor<'a> {
    /// A condition at the cursor, or nothing (and the cursor unmoved).
    pub fn condition(&mut self) -> Outcome<Option<Loose<'a>>> {
        let start = self.at;
        self.skip_polite();
        let found = self.condition_here(start)?;
        if found.is_none() {
            self.at = start;
        }
        Ok(found)
    }

    fn condition_here(&mut self, start: usize) -> Outcome<Option<Loose<'a>>> {
        // 没有年份的: what a thing lacks is no relation but a property. 有什么证据: a wish.
        if self.absence_at().is_some() || self.evidence_ahead().is_some() {
            return Ok(None);
        }
        let mut adverbs = self.adverbs();
        if self.at(Keyword::Without) {
            return self.without(start, adverbs);
        }
        if self.at(Keyword::With)
            && (self.opening_at(0).is_none() || self.has_alone())
            && !matches!(self.keyword_at(1), Some(Keyword::Evidence | Keyword::HowMany | Keyword::Confidence))
            && !(self.filter_at(1) || self.plain_filter_at(1))
            && self.verb_at(0, |shape| *shape == VerbShape::Before).is_none()
        {
            self.at += 1;
            return self.possession(start, adverbs);
        }
        // 由…衡量: the opening word, the targets, the verb.
        if let Some(opening) = self.opening_at(0) {
            let before = self.at;
            self.at += 1;
            let around = |shape: &VerbShape| matches!(shape, VerbShape::Around(known) if known == opening);
            // 未被使用的: nobody is named.
            if let Some(found) = self.verb_at(0, around) {
                self.at += found.length;
                return Ok(Some(self.loose(start, &found, vec![found.verb.forward], &adverbs, NOTHING)));
            }
            if let Some((targets, more)) = self.targets(adverbs.all)? {
                let all = self.eat(Keyword::All) || targets.all;
                adverbs.join(&self.adverbs());
                if let Some(found) = self.verb_at(0, around) {
                    self.at += found.length;
                    adverbs.join(&more);
                    return Ok(Some(self.loose(start, &found, vec![found.verb.forward], &adverbs, Targets { all, ..targets })));
                }
            }
            self.at = before;
        }
        if let Some(found) = self.verb_at(0, |shape| *shape == VerbShape::Before) {
            self.at += found.length;
            adverbs.direct |= self.eat(Keyword::Directly);
            return self.after_verb(start, found, adverbs).map(Some);
        }
        if let Some(found) = self.verb_at(0, |shape| *shape == VerbShape::Alone) {
            self.at += found.length;
            return Ok(Some(self.loose(start, &found, vec![found.verb.forward], &adverbs, NOTHING)));
        }
        // `parks in "…"`, 在“…”的园区; a year in quotation marks is no place.
        if !adverbs.any()
            && self.at(Keyword::In)
            && matches!(self.peek_kind(1), Some(TokenKind::Text(name)) if name.parse::<u32>().is_err())
        {
            self.at += 1;
            return Ok(self.target(None)?.map(|target| Loose::inside(target, self.span_from(start))));
        }
        // 第四部分的措施, `measures in part 4`
        if !adverbs.any()
            && let Some(section) = self.numbered_part()
        {
            return Ok(Some(Loose::of(section, self.span_from(start))));
        }
        // `measures of task "…"`, `parks in region "…"`, `measures for goal "…"`
        // `targets for "…"` says as much as `targets of "…"`.
        let for_name = self.at(Keyword::For) && matches!(self.peek_kind(1), Some(TokenKind::Text(_)));
        if !adverbs.any() && (for_name || self.at(Keyword::Of) && !self.plain_filter_at(1) || self.leads_to_thing()) {
            self.at += 1;
            return self.possession(start, adverbs);
        }
        if adverbs.any() {
            return Err(self.left_over(None));
        }
        if let Some((target, times)) = self.counted_first() {
            let adverbs = Adverbs { times: Some(times), ..Adverbs::default() };
            return Ok(Some(Loose::joined(adverbs, Targets { items: vec![target], all: false }, self.span_from(start))));
        }
        self.subject_first(start, adverbs)
    }

    /// 有指标值的指标: 有 without the verb that 有…支撑 has at its end.
    fn has_alone(&self) -> bool {
        // 有多条措施的任务, 有3条以上措施的任务
        let mut ahead = self.looking(1);
        let counted = ahead.amount().is_ok();
        let kind = ahead.eat_kind_word();
        counted && kind.is_some() && ahead.at(Keyword::De)
    }

    /// `in`, `for`, `about` before something named by its kind. `in plan "…"` is a tail.
    fn leads_to_thing(&self) -> bool {
        matches!(self.keyword_at(0), Some(Keyword::In | Keyword::For | Keyword::About))
            && self.kind_at(1).is_some_and(|(kind, length)| kind.name != "Plan" && self.value_at(1 + length))
    }

    /// 不, 直接, 都, in any order.
    fn adverbs(&mut self) -> Adverbs {
        let mut found = Adverbs::default();
        loop {
            if self.eat_any(&[Keyword::Not, Keyword::Never, Keyword::Neither]) {
                found.negated = true;
            } else if self.eat(Keyword::Only) {
                found.only = true;
            } else if self.eat(Keyword::Directly) {
                found.direct = true;
            } else if self.at(Keyword::All) && !matches!(self.keyword_at(1), Some(Keyword::Of | Keyword::Mentioning)) && !self.target_at(1)
            {
                self.at += 1;
                found.all = true;
            } else if self.at(Keyword::Please) && found.any() {
                self.at += 1;
            } else {
                return found;
            }
        }
    }

    /// What follows a verb: its targets, or nothing where the sentence is complete without (`never used`, 未使用的).
    fn after_verb(&mut self, start: usize, found: VerbAt<'a>, mut adverbs: Adverbs) -> Outcome<Loose<'a>> {
        let forward = found.verb.forward;
        match self.targets(adverbs.all)? {
            Some((targets, more)) => {
                adverbs.join(&more);
                // 出现在3条以上措施中的机构
                if self.at(Keyword::Inside) && self.keyword_at(1) == Some(Keyword::De) {
                    self.at += 1;
                }
                Ok(self.loose(start, &found, vec![forward], &adverbs, targets))
            }
            // 未使用的术语: the word alone does not say at which end the head stands.
            None if self.at(Keyword::De) => Ok(self.loose(start, &found, vec![forward, !forward], &adverbs, NOTHING)),
            None if adverbs.negated && self.done() => Ok(self.loose(start, &found, vec![forward], &adverbs, NOTHING)),
            None => Err(self.no_target(&found.verb.text)),
        }
    }

    /// `without measures`, `without responsible institutions`, 没有措施支撑, 没有负责机构, 没有使用.
    fn without(&mut self, start: usize, mut adverbs: Adverbs) -> Outcome<Option<Loose<'a>>> {
        self.at += 1;
        adverbs.negated = !adverbs.negated;
        self.eat(Keyword::Any);
        // 没有由…衡量, 没有被使用
        if self.opening_at(0).is_some() || self.eat(Keyword::Not) {
            if self.depth >= MAX_DEPTH {
                return Err(syntax(self.span_from(start), "too many negations", "否定过多"));
            }
            self.depth += 1;
            let inner = self.condition_here(start)?;
            self.depth -= 1;
            return Ok(inner.map(Loose::negated));
        }
        self.possession(start, adverbs)
    }

    /// A kind or name that the head has or has not, with a word of the relation before it, after it, or none.
    fn possession(&mut self, start: usize, mut adverbs: Adverbs) -> Outcome<Option<Loose<'a>>> {
        adverbs.negated ^= self.eat(Keyword::No);
        self.eat(Keyword::Any);
        self.article();
        adverbs.direct |= self.eat(Keyword::Directly);
        adverbs.times = self.amount()?.or(adverbs.times);
        // 负责机构, `supporting measures`: seen from the other end.
        if let Some(found) = self.verb_at(0, |shape| matches!(shape, VerbShape::Adjective | VerbShape::Before)) {
            if self.target_at(found.length) {
                self.at += found.length;
                if let Some((targets, more)) = self.targets(adverbs.all)? {
                    adverbs.join(&more);
                    let plain = found.verb.shape == VerbShape::Before && !found.verb.text.is_ascii();
                    // 没有支撑目标的措施 has the head last: the verb then keeps its own direction.
                    let uses = if plain { vec![!found.verb.forward, found.verb.forward] } else { vec![!found.verb.forward] };
                    return Ok(Some(self.loose(start, &found, uses, &adverbs, targets)));
                }
            } else if found.verb.shape == VerbShape::Before && self.keyword_at(found.length) == Some(Keyword::De) {
                self.at += found.length;
                return Ok(Some(self.loose(start, &found, vec![found.verb.forward, !found.verb.forward], &adverbs, NOTHING)));
            }
        }
        let Some((targets, more)) = self.targets(adverbs.all)? else {
            return Err(self.no_target(if adverbs.negated { "without" } else { "with" }));
        };
        adverbs.join(&more);
        let targets = if adverbs.negated { self.lacking_in_years(targets)? } else { targets };
        // 没有措施支撑的目标: the verb after its subject.
        adverbs.join(&self.adverbs());
        if let Some(found) = self.verb_at(0, |shape| *shape == VerbShape::After) {
            self.at += found.length;
            return Ok(Some(self.loose(start, &found, vec![found.verb.forward], &adverbs, targets)));
        }
        Ok(Some(Loose::joined(adverbs, targets, self.span_from(start))))
    }

    /// `without a responsible institution`
    fn article(&mut self) {
        let article = matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if matches!(key.as_str(), "a" | "an"));
        self.at += usize::from(article && matches!(self.peek_kind(1), Some(TokenKind::Word { han: false, .. })));
    }

    /// `indicators without targets in 2025`: the years of what is lacking belong to it, not to what lacks it.
    fn lacking_in_years(&mut self, targets: Targets) -> Outcome<Targets> {
        let [Target { kind: TargetKind::Any(kind), at }] = targets.items.as_slice() else { return Ok(targets) };
        let schema = self.vocabulary.schema;
        let dated = schema.kind(kind).is_some_and(|kind| schema.property_of_kind(kind, "year").is_some());
        let mut limits = Limits::default();
        if !dated || !self.years(&mut limits)? {
            return Ok(targets);
        }
        let span = Span::new(at.start, self.span_from(self.at.saturating_sub(1)).end);
        let set = super::relative::implied(kind.clone(), Vec::new(), limits, span);
        Ok(Targets { items: vec![set], ..targets })
    }

    /// 措施支撑的目标, 机构“…”不负责的任务: targets, then the verb; or targets and 的 alone: 目标“…”的措施.
    fn subject_first(&mut self, start: usize, mut adverbs: Adverbs) -> Outcome<Option<Loose<'a>>> {
        let none = self.at(Keyword::No) && self.target_at(1);
        if !(self.target_at(0) || none || self.amount_at().is_some()) {
            return Ok(None);
        }
        // `documents does the plan cite`, `goals that no measure supports`: a bare kind is no object of a verb before it.
        let asked = none || self.keyword_before() == Some(Keyword::Please);
        let Some((targets, more)) = self.targets(false)? else { return Ok(None) };
        let all = self.eat(Keyword::All) || targets.all;
        // 任务“…”下的措施; 《…》中的目标 is a tail.
        let inside = self.eat(Keyword::Inside);
        if inside && targets.items.iter().all(|item| matches!(item.kind, TargetKind::Title { kind: None, .. })) {
            return Ok(None);
        }
        adverbs.join(&self.adverbs());
        let targets = Targets { all, ..targets };
        // `goals that measure "…" supports`
        if let Some(found) = self.verb_at(0, |shape| *shape == VerbShape::Before)
            && found.verb.text.is_ascii()
            && !self.target_at(found.length)
            && (asked || !targets.items.iter().any(|item| matches!(item.kind, TargetKind::Any(_))))
        {
            self.at += found.length;
            adverbs.join(&more);
            return Ok(Some(self.loose(start, &found, vec![!found.verb.forward], &adverbs, targets)));
        }
        if let Some(found) = self.verb_at(0, |shape| *shape == VerbShape::After) {
            self.at += found.length;
            adverbs.join(&more);
            // 章节引用了文件
            if matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if key == "了") && self.kind_at(1).is_some() {
                return Ok(None);
            }
            // 措施支撑目标“…” has the head first: not a condition that stands before a head.
            if self.value_at(0)
                || (self.kind_at(0).is_some() && !self.at(Keyword::De))
                || matches!(self.peek_kind(0), Some(TokenKind::Open))
            {
                return Ok(None);
            }
            return Ok(Some(self.loose(start, &found, vec![found.verb.forward], &adverbs, targets).with_subject()));
        }
        let named = targets.items.iter().any(|item| !matches!(item.kind, TargetKind::Any(_)));
        // 任务“…”下没有机构的措施
        if named && !adverbs.any() && (self.at(Keyword::De) || inside && self.at(Keyword::Without)) {
            return Ok(Some(Loose::joined(more, targets, self.span_from(start))));
        }
        Ok(None)
    }

    fn loose(&self, start: usize, found: &VerbAt<'a>, uses: Vec<bool>, adverbs: &Adverbs, targets: Targets) -> Loose<'a> {
        Loose::verb(found, uses, *adverbs, targets, self.span_from(start))
    }

    /// One or more targets; the second part says what was written before them: `no`, `only`, `at least 2`.
    fn targets(&mut self, all_before: bool) -> Outcome<Option<(Targets, Adverbs)>> {
        let start = self.at;
        let mut before = Adverbs { negated: self.eat_any(&[Keyword::No, Keyword::Neither]), ..Adverbs::default() };
        before.only = self.eat(Keyword::Only);
        before.times = self.amount()?;
        before.only |= before.times.is_none() && self.eat(Keyword::Exactly);
        let mut all = all_before;
        if self.eat(Keyword::All) {
            all |= self.eat(Keyword::Of) || self.kind_at(0).is_none_or(|(_, length)| self.value_at(length));
        } else if self.eat(Keyword::Any) {
            self.eat(Keyword::Of);
        }
        self.skip_polite();
        let Some(first) = self.target(None)?.or_else(|| self.clauses_with_kind()) else {
            self.at = start;
            return Ok(None);
        };
        let first = self.with_clauses(first);
        let mut items = vec![first];
        let mut any = false;
        loop {
            let here = self.at;
            // `neither goal "A" nor goal "B"`: none of them. 既不…也不 and `nor involving` begin another condition.
            let nor = before.negated && self.at(Keyword::Neither) && self.target_at(1);
            let joined_by_and = match self.peek_kind(0) {
                _ if nor => false,
                Some(TokenKind::Comma { .. }) => false,
                _ => match self.keyword_at(0) {
                    Some(Keyword::Or | Keyword::He) => false,
                    Some(Keyword::And) => true,
                    _ => break,
                },
            };
            let comma = matches!(self.peek_kind(0), Some(TokenKind::Comma { .. }));
            self.at += 1;
            if comma {
                self.eat_any(&[Keyword::Or]);
            }
            // A comma, 和 and `and` may as well join conditions and tails: what follows tells.
            let kind_with_value = self.kind_at(0).is_some_and(|(_, length)| self.value_at(length));
            let bare_kind = self.kind_at(0).is_some() && items.iter().all(|item| matches!(item.kind, TargetKind::Any(_))) && !comma;
            if !(self.value_at(0) || kind_with_value || bare_kind || (matches!(self.peek_kind(0), Some(TokenKind::Open)) && !comma)) {
                self.at = here;
                break;
            }
            let inherited = items.last().and_then(kind_of);
            let begins = self.at;
            let Some(next) = self.target(inherited.as_deref())? else {
                self.at = here;
                break;
            };
            if any && joined_by_and || items.len() > 1 && all && !any && !joined_by_and && !all_before {
                return Err(syntax(
                    self.span_from(begins),
                    "`and` and `or` are mixed in one list of names",
                    "同一列名称中混用了“且”与“或”",
                )
                .hint(
                    "write two conditions: … goal \"A\" or \"B\" and supporting goal \"C\"",
                    "请写成两个条件：支撑目标“A”或“B”且支撑目标“C”的措施",
                ));
            }
            all |= joined_by_and;
            any |= !joined_by_and && !all_before;
            items.push(next);
        }
        // `institution "A", park "B" and "C"`: what was read as any of them must not turn into all of them.
        let all = all && items.len() > 1 || all_before;
        Ok(Some((Targets { items, all }, before)))
    }

    /// One target. `inherited` is the kind of the target before it: goal "A" or "B".
    pub fn target(&mut self, inherited: Option<&str>) -> Outcome<Option<Target>> {
        let start = self.at;
        if self.eat_kind(&TokenKind::Open) {
            if self.depth >= MAX_DEPTH {
                return Err(syntax(self.span_from(start), "brackets are nested too deeply", "括号嵌套过深"));
            }
            self.depth += 1;
            let list = self.list()?;
            if !self.eat_kind(&TokenKind::Close) {
                return Err(if self.done() {
                    syntax(self.span_from(start), "this bracket is never closed", "此括号没有闭合").hint("add `)`", "请补上“）”")
                } else {
                    self.left_over(Some(&list.head))
                });
            }
            self.depth -= 1;
            return Ok(Some(Target::new(TargetKind::Set(Box::new(list)), self.span_from(start))));
        }
        self.eat(Keyword::Any);
        self.article();
        if let Some(kind) = self.eat_kind_word() {
            let named = self.eat_value(Some(&kind.name), start);
            return Ok(named.or_else(|| Some(Target::new(TargetKind::Any(kind.name.clone()), self.span_from(start)))));
        }
        let found = self.eat_value(inherited, start);
        if found.is_none() {
            self.at = start;
        }
        Ok(found)
    }
}

impl Adverbs {
    const fn any(&self) -> bool {
        self.negated || self.direct || self.all || self.only
    }

    fn join(&mut self, other: &Self) {
        self.negated ^= other.negated;
        self.direct |= other.direct;
        self.all |= other.all;
        self.only |= other.only;
        self.times = self.times.or(other.times);
    }
}

fn kind_of(target: &Target) -> Option<String> {
    match &target.kind {
        TargetKind::Named { kind, .. } | TargetKind::Title { kind, .. } | TargetKind::Variable { kind, .. } => kind.clone(),
        TargetKind::Any(_) | TargetKind::Set(_) => None,
    }
}
