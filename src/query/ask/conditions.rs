//! What a head must satisfy: a verb with its targets, in the orders of both languages.
//!
//! English puts the verb before its target; Chinese has three places for it: 支撑目标“…”, 措施支撑(的), 由指标“…”衡量.
//! In Chinese the head comes last, so a condition is first read as [`Loose`] and settled when the head is known.

use super::cursor::{Cursor, MAX_DEPTH, VerbAt};
use super::errors::{Refusal, syntax, wrong_target, wrong_use};
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Condition, RelationUse, Target, TargetKind, Targets};
use crate::base::{Outcome, Span};
use crate::schema::{Relation, Schema, VerbShape};

/// A condition whose head is not known yet.
#[derive(Clone)]
pub(super) struct Loose<'a> {
    /// The relation in the directions that its word allows; `None` where no word names one (`tasks without measures`).
    uses: Option<(&'a Relation, Vec<bool>)>,
    negated: bool,
    direct: bool,
    targets: Targets,
    /// The targets stand before the verb: 措施涉及的.
    subject: bool,
    span: Span,
}

/// What stands before a verb.
#[derive(Default)]
struct Adverbs {
    negated: bool,
    direct: bool,
    all: bool,
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
            if let Some((targets, negated)) = self.targets(adverbs.all)? {
                let all = self.eat(Keyword::All) || targets.all;
                adverbs.join(&self.adverbs());
                if let Some(found) = self.verb_at(0, around) {
                    self.at += found.length;
                    adverbs.negated ^= negated;
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
        // `measures of task "…"`, `parks in region "…"`, `measures for goal "…"`
        if !adverbs.any() && (self.at(Keyword::Of) && !self.plain_filter_at(1) || self.leads_to_thing()) {
            self.at += 1;
            return self.possession(start, adverbs);
        }
        if adverbs.any() {
            return Err(self.left_over(None));
        }
        self.subject_first(start, adverbs)
    }

    /// 有指标值的指标: 有 without the verb that 有…支撑 has at its end.
    fn has_alone(&self) -> bool {
        self.kind_at(1).is_some_and(|(_, length)| self.keyword_at(1 + length) == Some(Keyword::De))
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
            if self.eat_any(&[Keyword::Not, Keyword::Never]) {
                found.negated = true;
            } else if self.eat(Keyword::Directly) {
                found.direct = true;
            } else if self.at(Keyword::All) && self.keyword_at(1) != Some(Keyword::Of) && !self.target_at(1) {
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
            Some((targets, negated)) => {
                adverbs.negated ^= negated;
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
            return Ok(inner.map(|loose| Loose { negated: !loose.negated, ..loose }));
        }
        self.possession(start, adverbs)
    }

    /// A kind or name that the head has or has not, with a word of the relation before it, after it, or none.
    fn possession(&mut self, start: usize, mut adverbs: Adverbs) -> Outcome<Option<Loose<'a>>> {
        adverbs.negated ^= self.eat(Keyword::No);
        self.eat(Keyword::Any);
        adverbs.direct |= self.eat(Keyword::Directly);
        // 负责机构, `supporting measures`: seen from the other end.
        if let Some(found) = self.verb_at(0, |shape| matches!(shape, VerbShape::Adjective | VerbShape::Before)) {
            if self.target_at(found.length) {
                self.at += found.length;
                if let Some((targets, negated)) = self.targets(adverbs.all)? {
                    adverbs.negated ^= negated;
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
        let Some((targets, negated)) = self.targets(adverbs.all)? else {
            return Err(self.no_target(if adverbs.negated { "without" } else { "with" }));
        };
        adverbs.negated ^= negated;
        // 没有措施支撑的目标: the verb after its subject.
        adverbs.join(&self.adverbs());
        if let Some(found) = self.verb_at(0, |shape| *shape == VerbShape::After) {
            self.at += found.length;
            return Ok(Some(self.loose(start, &found, vec![found.verb.forward], &adverbs, targets)));
        }
        let span = self.span_from(start);
        Ok(Some(Loose { uses: None, negated: adverbs.negated, direct: adverbs.direct, targets, subject: false, span }))
    }

    /// 措施支撑的目标, 机构“…”不负责的任务: targets, then the verb; or targets and 的 alone: 目标“…”的措施.
    fn subject_first(&mut self, start: usize, mut adverbs: Adverbs) -> Outcome<Option<Loose<'a>>> {
        if !self.target_at(0) {
            return Ok(None);
        }
        let Some((targets, negated)) = self.targets(false)? else { return Ok(None) };
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
            && !targets.items.iter().any(|item| matches!(item.kind, TargetKind::Any(_)))
        {
            self.at += found.length;
            adverbs.negated ^= negated;
            return Ok(Some(self.loose(start, &found, vec![!found.verb.forward], &adverbs, targets)));
        }
        if let Some(found) = self.verb_at(0, |shape| *shape == VerbShape::After) {
            self.at += found.length;
            adverbs.negated ^= negated;
            // 措施支撑目标“…” has the head first: not a condition that stands before a head.
            if self.value_at(0)
                || (self.kind_at(0).is_some() && !self.at(Keyword::De))
                || matches!(self.peek_kind(0), Some(TokenKind::Open))
            {
                return Ok(None);
            }
            let loose = self.loose(start, &found, vec![found.verb.forward], &adverbs, targets);
            return Ok(Some(Loose { subject: true, ..loose }));
        }
        let named = targets.items.iter().any(|item| !matches!(item.kind, TargetKind::Any(_)));
        if named && !adverbs.any() && self.at(Keyword::De) {
            let span = self.span_from(start);
            return Ok(Some(Loose { uses: None, negated: false, direct: false, targets, subject: false, span }));
        }
        Ok(None)
    }

    fn loose(&self, start: usize, found: &VerbAt<'a>, uses: Vec<bool>, adverbs: &Adverbs, targets: Targets) -> Loose<'a> {
        let (negated, direct, span) = (adverbs.negated, adverbs.direct, self.span_from(start));
        Loose { uses: Some((found.relation, uses)), negated, direct, targets, subject: false, span }
    }

    /// One or more targets; the second part says whether they were written with `no`.
    fn targets(&mut self, all_before: bool) -> Outcome<Option<(Targets, bool)>> {
        let start = self.at;
        let negated = self.eat(Keyword::No);
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
            let before = self.at;
            let joined_by_and = match self.peek_kind(0) {
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
                self.at = before;
                break;
            }
            let inherited = items.last().and_then(kind_of);
            let here = self.at;
            let Some(next) = self.target(inherited.as_deref())? else {
                self.at = before;
                break;
            };
            if any && joined_by_and || items.len() > 1 && all && !any && !joined_by_and && !all_before {
                return Err(syntax(self.span_from(here), "`and` and `or` are mixed in one list of names", "同一列名称中混用了“且”与“或”")
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
        Ok(Some((Targets { items, all }, negated)))
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
        self.negated || self.direct || self.all
    }

    fn join(&mut self, other: &Self) {
        self.negated ^= other.negated;
        self.direct |= other.direct;
        self.all |= other.all;
    }
}

fn kind_of(target: &Target) -> Option<String> {
    match &target.kind {
        TargetKind::Named { kind, .. } | TargetKind::Title { kind, .. } | TargetKind::Variable { kind, .. } => kind.clone(),
        TargetKind::Any(_) | TargetKind::Set(_) => None,
    }
}

impl<'a> Loose<'a> {
    /// Something named, related to the head by whatever joins the two.
    pub(super) fn of(target: Target, span: Span) -> Self {
        let targets = Targets { items: vec![target], all: false };
        Self { uses: None, negated: false, direct: false, targets, subject: false, span }
    }

    pub(super) const fn span(&self) -> Span {
        self.span
    }

    /// The kind that stands alone before the verb: 措施涉及的.
    pub(super) fn bare_subject(&self) -> Option<&str> {
        match self.targets.items.as_slice() {
            [Target { kind: TargetKind::Any(kind), .. }] if self.subject => Some(kind),
            _ => None,
        }
    }

    /// Puts a set in place of the kind that stands alone before the verb.
    pub(super) fn narrow_subject(&mut self, set: impl FnOnce(Span) -> Target) {
        if let Some(item) = self.targets.items.first_mut() {
            *item = set(*item.at);
        }
    }

    /// Settles the condition for a head, or says why the head cannot have it.
    pub fn settle(self, schema: &Schema, head: &str) -> Result<Condition, Refusal> {
        let relations = match &self.uses {
            Some((relation, directions)) => {
                let forward = directions.iter().copied().find(|forward| self.fits(relation, *forward, head)).or_else(|| {
                    // Nothing fits wholly: the direction in which at least the head fits gives the better message.
                    directions.iter().copied().find(|forward| relation.admits(head, *forward))
                });
                let Some(forward) = forward else {
                    let first = directions.first().copied().unwrap_or(true);
                    return Err(wrong_use(schema, relation, first, head, self.span));
                };
                self.check_targets(schema, relation, forward, head)?;
                vec![RelationUse { name: relation.name.clone(), forward }]
            }
            None => self.joining(schema, head)?,
        };
        Ok(Condition { relations, negated: self.negated, direct: self.direct, targets: self.targets, at: self.span.into() })
    }

    fn fits(&self, relation: &Relation, forward: bool, head: &str) -> bool {
        relation.admits(head, forward) && self.targets.items.iter().all(|item| target_fits(relation, forward, item))
    }

    fn check_targets(&self, schema: &Schema, relation: &Relation, forward: bool, head: &str) -> Result<(), Refusal> {
        match self.targets.items.iter().find(|item| !target_fits(relation, forward, item)) {
            Some(item) => {
                let other = target_kind(item).unwrap_or_default();
                // `goals supporting measures`: head and target are both at the wrong end.
                Err(wrong_target(schema, relation, forward, head, other, *item.at))
            }
            None => Ok(()),
        }
    }

    /// Every relation that joins the head with the kinds of the targets, where no word names one.
    fn joining(&self, schema: &Schema, head: &str) -> Result<Vec<RelationUse>, Refusal> {
        let mut uses = Vec::new();
        for relation in schema.relations().iter().filter(|relation| relation.walk) {
            for forward in [true, false] {
                if self.fits(relation, forward, head) {
                    uses.push(RelationUse { name: relation.name.clone(), forward });
                }
            }
        }
        // Names without a kind could stand for anything: such a question is not guessed at.
        let kinds: Vec<&str> = self.targets.items.iter().filter_map(target_kind).collect();
        if uses.is_empty() || kinds.len() < self.targets.items.len() {
            let plural = schema.kind(head).map_or(head, crate::schema::Kind::plural);
            let head_zh = schema.kind(head).map_or(head, |kind| &kind.zh);
            return Err(syntax(
                self.span,
                format!("no single word says how {plural} and this are related"),
                format!("没有说明{head_zh}与此处所指是何种关系"),
            )
            .hint("say it with a word such as `supporting`, `involving`, `located in`", "请用“支撑”“涉及”“位于”等词说明"));
        }
        Ok(uses)
    }
}

fn target_kind(target: &Target) -> Option<&str> {
    match &target.kind {
        TargetKind::Named { kind, .. } | TargetKind::Title { kind, .. } | TargetKind::Variable { kind, .. } => kind.as_deref(),
        TargetKind::Any(kind) => Some(kind),
        TargetKind::Set(list) => Some(&list.head),
    }
}

/// Whether a relation can lead to a target; a target without a kind is settled when its name is resolved.
fn target_fits(relation: &Relation, forward: bool, target: &Target) -> bool {
    let Some(kind) = target_kind(target) else { return true };
    // A goal named as a target stands for indicators as well.
    let named = !matches!(target.kind, TargetKind::Any(_) | TargetKind::Set(_));
    relation.admits(kind, !forward) || named && kind == "Goal" && relation.admits("Indicator", !forward)
}
