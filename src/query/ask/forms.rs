//! The asks beside plain lists: define, about, path, search, count, targets, compare, timeline, evidence, centrality.

use super::cursor::{Cursor, VerbAt};
use super::errors::{Refusal, meaning, syntax};
use super::figures::figure_kind;
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Ask, Centrality, Grouping, Limits, List, Target, TargetKind};
use crate::base::{Outcome, Span};
use crate::schema::{Kind, VerbShape};

/// Whether one supports the other: what proves it is shown, or nothing.
pub(super) const WHETHER: &[&str] = &["是否", "有没有", "能否"];

impl Cursor<'_> {
    pub(super) fn ask(&mut self) -> Outcome<Ask> {
        let start = self.at;
        self.skip_opening();
        if self.at(Keyword::With) && self.keyword_at(1) == Some(Keyword::HowMany) {
            self.at += 1;
        }
        if let Some(ask) = self.named_most()? {
            return Ok(ask);
        }
        if let Some(ask) = self.by_number()? {
            return Ok(ask);
        }
        if let Some(ask) = self.glossary().or_else(|| self.about_part()).or_else(|| self.whole_plan()) {
            return Ok(ask);
        }
        if let Some(ask) = self.change_of()? {
            return Ok(ask);
        }
        if let Some(ask) = self.value_of()? {
            return Ok(ask);
        }
        if let Some(ask) = self.said_about(start)? {
            return Ok(ask);
        }
        match self.keyword_at(0) {
            // 关于“…”的目标 is a list.
            Some(Keyword::About) if self.about_before_head() => {
                self.at = start;
                self.named_first()
            }
            Some(Keyword::HowMany) if self.path_in_words() => self.path(),
            // `how much does indicator "…" grow from 2020 to 2025`
            Some(Keyword::HowMany) if matches!(self.peek_kind(1), Some(TokenKind::Word { key, .. }) if key == "much") => {
                self.at += 2;
                self.named_first()
            }
            Some(Keyword::Number) => {
                self.at += 1;
                self.eat(Keyword::Of);
                self.count()
            }
            // A share is one of groups.
            Some(Keyword::Share) if (1..self.tokens.len()).any(|ahead| self.keyword_at(ahead) == Some(Keyword::Per)) => {
                self.at += 1;
                self.eat(Keyword::Of);
                self.count()
            }
            Some(Keyword::Per) => match self.count_by_group()? {
                Some(ask) => Ok(ask),
                None => {
                    self.at = start;
                    self.named_first()
                }
            },
            Some(Keyword::In) if self.place_of_search() => self.search(),
            Some(Keyword::Where) => match self.where_is(start)? {
                Some(list) => Ok(Ask::List(list)),
                None => self.named_first(),
            },
            Some(Keyword::Explain) if self.explains_name() => {
                self.at += 1;
                Ok(Ask::Define(self.named("explain")?))
            }
            Some(Keyword::Define) => {
                self.at += 1;
                self.eat(Keyword::Of);
                Ok(Ask::Define(self.named("define")?))
            }
            Some(Keyword::About) => {
                self.at += 1;
                let target = self.named("about")?;
                Ok(Ask::About(target))
            }
            Some(Keyword::Shortest | Keyword::Path) => self.path(),
            Some(Keyword::From) if self.target_at(1) => self.path(),
            Some(Keyword::Search) => self.search(),
            Some(Keyword::Count) => {
                self.at += 1;
                self.eat(Keyword::Of);
                self.count()
            }
            Some(Keyword::HowMany) => {
                self.at += 1;
                if matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if key == "many") {
                    self.at += 1;
                }
                self.eat(Keyword::Counter);
                self.count()
            }
            Some(Keyword::Compare) => self.compare(),
            Some(Keyword::Timeline) => {
                self.at += 1;
                self.eat_any(&[Keyword::Of, Keyword::For]);
                Ok(Ask::Timeline(self.figures_of("timeline of")?))
            }
            Some(Keyword::Evidence | Keyword::Why) => self.evidence(),
            Some(Keyword::Most | Keyword::Connected | Keyword::LeastConnected | Keyword::Central) => self.central(),
            _ if self.least_at() => self.central(),
            Some(Keyword::Similar) => self.similar(None),
            Some(Keyword::He) if self.alike_last() => self.similar_last(),
            _ => {
                self.at = start;
                self.named_first()
            }
        }
    }

    /// A thing, then what is asked of it: “1+6+N”是什么, 目标“…”的时间线, 指标“…”的指标值; else a list.
    fn named_first(&mut self) -> Outcome<Ask> {
        let start = self.at;
        self.skip_opening();
        if let Some((kind, length)) = self.kind_at(0) {
            let here = self.at;
            self.at += length;
            // 目标的时间线
            if self.at(Keyword::De) && self.keyword_at(1) == Some(Keyword::Timeline) {
                self.at += 2;
                let any = Target::new(TargetKind::Any(kind.name.clone()), self.span_from(here));
                return Ok(Ask::Timeline(figure_kind(any)?));
            }
            // `which institutions are most connected`
            self.skip_polite();
            if self.least_at()
                || matches!(self.keyword_at(0), Some(Keyword::Most | Keyword::Connected | Keyword::LeastConnected | Keyword::Central))
            {
                let by = self.centrality()?;
                return ranked(kind, by, self.span_from(here));
            }
            if self.at(Keyword::Similar) {
                return self.similar(Some(&kind.name));
            }
            self.at = start;
            self.skip_opening();
        }
        if self.value_at(0) || self.kind_at(0).is_some_and(|(_, length)| self.value_at(length)) {
            let here = self.at;
            if let Some(target) = self.target(None)? {
                self.skip_polite();
                if self.eat(Keyword::WhatIs) {
                    return Ok(Ask::Define(target));
                }
                // 机构“…”做什么, `what does institution "…" do`: a page about it.
                if let Some(list) = self.has_which(start, &target)? {
                    return Ok(Ask::List(list));
                }
                let ended = matches!(self.peek_kind(0), None | Some(TokenKind::Stop));
                if ended && self.keyword_before() == Some(Keyword::Please) {
                    return Ok(Ask::About(target));
                }
                if self.path_of_two() {
                    self.at = here;
                    return self.path();
                }
                if let Some(ask) = self.evidence_last(&target)? {
                    return Ok(ask);
                }
                if let Some(ask) = self.how_many_of(start, &target)? {
                    return Ok(ask);
                }
                if let Some(ask) = self.compare_last(&target).or_else(|| self.value_last(&target)) {
                    return Ok(ask);
                }
                if let Some(list) = self.where_abouts(start, &target, false)? {
                    return Ok(Ask::List(list));
                }
                if let Some(list) = self.used_where(start, &target)? {
                    return Ok(Ask::List(list));
                }
                if let Some(list) = self.thing_first(start, &target)? {
                    return Ok(Ask::List(list));
                }
                if self.eat(Keyword::De) {
                    // 机构“…”的介绍
                    if self.eat(Keyword::About) {
                        return Ok(Ask::About(target));
                    }
                    if self.eat(Keyword::Timeline) {
                        return Ok(Ask::Timeline(target));
                    }
                    // 集群“…”的证据
                    if self.eat(Keyword::Evidence) {
                        return Ok(Ask::Proof(target));
                    }
                    // 指标“…”的数值, 措施“…”的原文
                    let after = self.at;
                    let property = self.property_at(0).and_then(|_| self.property().ok());
                    match property.as_deref() {
                        Some("value") => return Ok(Ask::Targets { of: target, limits: Limits::default() }),
                        Some("text") => return Ok(Ask::Proof(target)),
                        _ => self.at = after,
                    }
                    if let Some(list) = self.its(start, &target)? {
                        return Ok(Ask::List(list));
                    }
                    // “1+6+N”的定义
                    if self.eat(Keyword::Define) {
                        return Ok(Ask::Define(target));
                    }
                }
            }
            self.at = start;
        }
        // `what is "1+6+N"`
        if self.at(Keyword::Please) {
            self.skip_opening();
            if self.value_at(0) && self.at + 1 + usize::from(matches!(self.peek_kind(1), Some(TokenKind::Stop))) >= self.tokens.len() {
                return Ok(Ask::Define(self.named("what is")?));
            }
            self.at = start;
        }
        self.at = start;
        if let Some(list) = self.several()? {
            return Ok(Ask::List(list));
        }
        if let Some(list) = self.what_does()? {
            return Ok(targets_of(list));
        }
        if let Some(list) = self.at_the_other_end(start)? {
            return Ok(Ask::List(list));
        }
        let list = self.list()?;
        if self.eat_how_many() {
            return Ok(Ask::Count { of: list, per: Vec::new() });
        }
        // 指标“…”2025年的目标值是多少
        if self.at(Keyword::Is) && self.keyword_at(1) == Some(Keyword::HowMany) {
            self.at += 2;
        }
        self.skip_polite();
        Ok(targets_of(list))
    }

    /// 措施有多少条, 措施的数量: after a list, the wish to count it.
    fn eat_how_many(&mut self) -> bool {
        let start = self.at;
        self.eat(Keyword::De);
        if self.eat(Keyword::Number) {
            return true;
        }
        self.eat(Keyword::With);
        self.skip_polite();
        if self.eat(Keyword::HowMany) {
            self.eat(Keyword::Counter);
            return true;
        }
        self.at = start;
        false
    }

    /// 按任务统计措施, 每个任务有多少措施: the grouping first.
    fn count_by_group(&mut self) -> Outcome<Option<Ask>> {
        let mut per = Vec::new();
        if !self.groupings(&mut per)? {
            return Ok(None);
        }
        self.eat_comma();
        self.eat(Keyword::De);
        self.eat(Keyword::With);
        // 各机构的措施数量
        if !self.eat_any(&[Keyword::Count, Keyword::HowMany]) {
            let here = self.at;
            let of = self.list().ok().filter(|_| self.eat_how_many() || self.eat(Keyword::Share));
            if of.is_none() {
                self.at = here;
                return Ok(self.counted_by_verb(&mut per)?.map(|of| Ask::Count { of, per }));
            }
            return Ok(of.map(|of| Ask::Count { of, per }));
        }
        self.eat(Keyword::Counter);
        // 每个目标有多少措施支撑
        if let Some((kind, length)) = self.kind_at(0)
            && let Some(found) = self.verb_at(length, |shape| matches!(shape, VerbShape::After))
            && matches!(self.peek_kind(length + found.length), None | Some(TokenKind::Stop | TokenKind::Semicolon))
            && grouped_by(&found, &kind.name, &mut per)
        {
            let of = List::of(&kind.name, self.span());
            self.at += length + found.length;
            return Ok(Some(Ask::Count { of, per }));
        }
        let of = self.list()?;
        self.eat_how_many();
        Ok(Some(Ask::Count { of, per }))
    }

    /// 每个机构涉及多少条措施: the verb says by which relation the group is meant.
    fn counted_by_verb(&mut self, per: &mut [Grouping]) -> Outcome<Option<List>> {
        let Some(found) = self.verb_at(0, |shape| matches!(shape, VerbShape::Before)) else { return Ok(None) };
        self.at += found.length;
        self.skip_polite();
        if !self.eat(Keyword::HowMany) {
            return Ok(None);
        }
        self.eat(Keyword::Counter);
        let of = self.list()?;
        Ok(grouped_by(&found, &of.head, per).then_some(of))
    }

    /// `how many measures support each goal`: the same in English.
    fn counted_for_each(&mut self) -> Option<Ask> {
        let start = self.at;
        let made = self.for_each();
        if made.is_none() {
            self.at = start;
        }
        made
    }

    fn for_each(&mut self) -> Option<Ask> {
        let start = self.at;
        let kind = self.eat_kind_word()?;
        let of = List::of(&kind.name, self.span_from(start));
        self.skip_polite();
        let found = self.verb_at(0, |shape| matches!(shape, VerbShape::Before))?;
        self.at += found.length;
        let mut per = Vec::new();
        let each = self.at(Keyword::Per) && self.groupings(&mut per).ok()?;
        (each && grouped_by(&found, &of.head, &mut per)).then_some(Ask::Count { of, per })
    }

    /// 目标“…”有多少条措施支撑, 任务“…”有多少措施: after a thing.
    fn how_many_of(&mut self, start: usize, thing: &Target) -> Outcome<Option<Ask>> {
        let here = self.at;
        self.eat(Keyword::With);
        let asked = self.eat(Keyword::HowMany);
        self.eat(Keyword::Counter);
        let Some(kind) = self.eat_kind_word().filter(|_| asked) else {
            self.at = here;
            return Ok(None);
        };
        let verb = self.verb_at(0, |shape| matches!(shape, VerbShape::After));
        self.at += verb.map_or(0, |found| found.length);
        if !matches!(self.peek_kind(0), None | Some(TokenKind::Stop | TokenKind::Semicolon)) {
            self.at = here;
            return Ok(None);
        }
        let loose = match verb {
            Some(found) => self.of_thing(thing, &found, !found.verb.forward),
            None => super::loose::Loose::of(thing.clone(), *thing.at),
        };
        let of = self.of_kinds(start, vec![kind.name.clone()], &[loose], Limits::default())?;
        Ok(Some(Ask::Count { of, per: Vec::new() }))
    }

    /// 关于“…”或“…”的: a tail before its head.
    fn about_before_head(&self) -> bool {
        let mut ahead = 1;
        while matches!(self.peek_kind(ahead), Some(TokenKind::Text(_))) {
            match self.keyword_at(ahead + 1) {
                Some(Keyword::De) => return true,
                _ => ahead += 2,
            }
        }
        false
    }

    /// Something named, never a set.
    pub(super) fn named(&mut self, after: &str) -> Result<Target, Refusal> {
        self.skip_polite();
        match self.part().map_or_else(|| self.target(None), |part| Ok(Some(part)))? {
            None => Err(self.no_target(after)),
            Some(target) => match &target.kind {
                TargetKind::Any(_) => Err(syntax(*target.at, "a name is needed here, in quotation marks", "此处需要引号中的名称")
                    .hint("about institution \"…\"", "介绍机构“…”")),
                TargetKind::Set(_) => Err(syntax(*target.at, "one name is needed here, not a list", "此处需要一个名称，而不是列表")),
                _ => Ok(target),
            },
        }
    }

    fn count(&mut self) -> Outcome<Ask> {
        let mut per = Vec::new();
        // 统计各任务的措施
        if self.at(Keyword::Per) && self.groupings(&mut per)? {
            self.eat(Keyword::De);
        }
        if let Some(ask) = self.counted_for_each() {
            return Ok(ask);
        }
        let of = match self.several()? {
            Some(list) => list,
            None => self.list()?,
        };
        self.eat_how_many();
        self.skip_polite();
        self.joint_before_per();
        self.groupings(&mut per)?;
        if per.len() > 2 {
            return Err(syntax(self.span(), "two groupings at most", "最多两个分组"));
        }
        Ok(Ask::Count { of, per })
    }

    fn joint_before_per(&mut self) {
        if matches!(self.peek_kind(0), Some(TokenKind::Comma { .. })) && self.keyword_at(1) == Some(Keyword::Per) {
            self.at += 1;
        }
    }

    /// 措施“…”支撑目标“…”的证据, 措施“…”为什么支撑目标“…”.
    fn evidence_last(&mut self, first: &Target) -> Outcome<Option<Ask>> {
        let start = self.at;
        let whether = matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if WHETHER.contains(&key.as_str()));
        self.at += usize::from(whether);
        let why = self.eat(Keyword::Why) || whether;
        if let Some(found) = self.verb_at(0, |shape| matches!(shape, VerbShape::Before)) {
            self.at += found.length;
            if let Some(second) = self.target(None)?
                && !matches!(second.kind, TargetKind::Any(_) | TargetKind::Set(_))
                && (why || self.eat(Keyword::De) && self.eat_any(&[Keyword::Evidence, Keyword::Basis]))
            {
                let (from, to) = if found.verb.forward { (first.clone(), second) } else { (second, first.clone()) };
                return Ok(Some(Ask::Evidence { from, relation: found.relation.name.clone(), to, direct: false }));
            }
        }
        self.at = start;
        Ok(None)
    }

    /// `evidence for measure "…" supports goal "…"`, 证据：措施“…”支撑目标“…”, 为什么….
    fn evidence(&mut self) -> Outcome<Ask> {
        let example = ("evidence for measure \"四（四）12 §8\" supports goal \"发明专利\"", "证据：措施“四（四）12 §8”支撑目标“发明专利”");
        self.at += 1;
        self.eat_any(&[Keyword::For, Keyword::Of]);
        self.eat_kind(&TokenKind::Colon);
        self.skip_polite();
        let first = self.named("evidence for")?;
        self.skip_polite();
        let direct = self.eat(Keyword::Directly);
        // 由…衡量: the second name stands inside the verb.
        if let Some(opening) = self.opening_at(0) {
            self.at += 1;
            let second = self.named(opening)?;
            let Some(found) = self.verb_at(0, |shape| matches!(shape, VerbShape::Around(known) if known == opening)) else {
                return Err(self.left_over(None).hint(example.0, example.1));
            };
            self.at += found.length;
            let (from, to) = if found.verb.forward { (first, second) } else { (second, first) };
            return Ok(Ask::Evidence { from, relation: found.relation.name.clone(), to, direct });
        }
        let Some(found) = self.verb_at(0, |shape| matches!(shape, VerbShape::Before)) else {
            // `evidence for cluster "…"`: of the thing itself.
            if matches!(self.peek_kind(0), None | Some(TokenKind::Stop | TokenKind::Semicolon)) {
                return Ok(Ask::Proof(first));
            }
            return Err(self.left_over(None).hint(example.0, example.1));
        };
        self.at += found.length;
        let direct = direct | self.eat(Keyword::Directly);
        let second = self.named(&found.verb.text)?;
        let (from, to) = if found.verb.forward { (first, second) } else { (second, first) };
        Ok(Ask::Evidence { from, relation: found.relation.name.clone(), to, direct })
    }

    /// `most connected institutions`, `most central clusters`, 联系最多的机构, 最核心的集群.
    fn central(&mut self) -> Outcome<Ask> {
        let by = self.centrality()?;
        self.eat(Keyword::De);
        let Some(kind) = self.eat_kind_word() else { return Err(self.no_kind()) };
        ranked(kind, by, self.span_from(self.at.saturating_sub(1)))
    }

    /// Whether `least` stands here, which is no keyword since it also ends `at least`.
    fn least_at(&self) -> bool {
        matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if matches!(key.as_str(), "least" | "fewest"))
            && matches!(self.keyword_at(1), Some(Keyword::Connected | Keyword::Central))
    }

    /// By what is ranked, and whether the last come first.
    fn centrality(&mut self) -> Outcome<(Centrality, bool)> {
        if self.eat(Keyword::LeastConnected) {
            return Ok((Centrality::Degree, true));
        }
        let least = self.least_at();
        self.at += usize::from(least);
        self.eat(Keyword::Most);
        if self.eat(Keyword::Connected) {
            return Ok((Centrality::Degree, least));
        }
        if self.eat(Keyword::Central) {
            return Ok((Centrality::Rank, least));
        }
        Err(syntax(self.span(), "`connected` or `central` is needed after `most`", "“最”之后需要“核心”")
            .hint("most connected institutions", "联系最多的机构"))
    }
}

fn ranked(kind: &Kind, (by, least): (Centrality, bool), span: Span) -> Outcome<Ask> {
    if kind.walk {
        return Ok(Ask::Central { kind: kind.name.clone(), by, least, limits: Limits::default() });
    }
    Err(meaning(
        "KindMismatch",
        span,
        format!("{} hold the whole document together, so they are not ranked", kind.plural()),
        format!("{}贯穿全文，不参与排序", kind.zh),
    ))
}

/// `targets of indicator "…"` is an ask of its own.
fn targets_of(list: super::tree::List) -> Ask {
    match list.conditions.as_slice() {
        [condition]
            if list.head == "Target"
                && !condition.negated
                && condition.relations.iter().any(|used| used.name == "HAS_TARGET")
                && condition.targets.items.len() == 1
                && matches!(
                    condition.targets.items[0].kind,
                    TargetKind::Named { .. } | TargetKind::Title { .. } | TargetKind::Variable { .. }
                ) =>
        {
            Ask::Targets { of: condition.targets.items[0].clone(), limits: list.limits }
        }
        _ => Ask::List(list),
    }
}

/// Gives the one grouping the relation of a verb, where it joins the group with what is counted.
fn grouped_by(found: &VerbAt<'_>, counted: &str, per: &mut [Grouping]) -> bool {
    let [Grouping::Kind { kind, by, .. }] = per else { return false };
    let joins = found.relation.joins(kind, counted);
    if joins {
        *by = Some(found.relation.name.clone());
    }
    joins
}
