//! A condition before its head is known, and what it becomes when the head is.

use super::conditions::Adverbs;
use super::cursor::VerbAt;
use super::errors::{Refusal, meaning, syntax, wrong_target, wrong_use};
use super::tree::{Condition, RelationUse, Target, TargetKind, Targets};
use crate::base::Span;
use crate::schema::{Relation, Schema, Sense};

/// A condition whose head is not known yet.
#[derive(Clone)]
pub(super) struct Loose<'a> {
    /// The relation in the directions that its word allows; `None` where no word names one (`tasks without measures`).
    uses: Option<(&'a Relation, Vec<bool>)>,
    /// What the word says of the relation besides.
    sense: Option<&'a Sense>,
    adverbs: Adverbs,
    targets: Targets,
    /// The targets stand before the verb: 措施涉及的.
    subject: bool,
    /// `in "…"`: of the relations that join the two, those that are said with `in`.
    place: bool,
    span: Span,
}

impl<'a> Loose<'a> {
    /// The relation of a verb, in the directions that are tried.
    pub(super) fn verb(found: &VerbAt<'a>, uses: Vec<bool>, adverbs: Adverbs, targets: Targets, span: Span) -> Self {
        Self { uses: Some((found.relation, uses)), sense: found.verb.sense.as_ref(), adverbs, targets, subject: false, place: false, span }
    }

    /// Targets that no word relates to the head: whatever joins the two.
    pub(super) const fn joined(adverbs: Adverbs, targets: Targets, span: Span) -> Self {
        Self { uses: None, sense: None, adverbs, targets, subject: false, place: false, span }
    }

    /// What the head is in, of no kind that is said: `parks in "…"`.
    pub(super) fn inside(target: Target, span: Span) -> Self {
        Self { place: true, ..Self::of(target, span) }
    }

    /// Something named, related to the head by whatever joins the two.
    pub(super) fn of(target: Target, span: Span) -> Self {
        Self::joined(Adverbs::default(), Targets { items: vec![target], all: false }, span)
    }

    /// The same, where the targets stand before the verb.
    pub(super) fn with_subject(self) -> Self {
        Self { subject: true, ..self }
    }

    pub(super) fn negated(mut self) -> Self {
        self.adverbs.negated = !self.adverbs.negated;
        self
    }

    /// The kinds that a head could be of, in the order of the schema, where a verb tells.
    pub(super) fn heads(&self) -> Vec<String> {
        let side = |(relation, directions): &(&Relation, Vec<bool>)| directions.first().map(|forward| relation.side(*forward).to_vec());
        self.uses.as_ref().and_then(side).unwrap_or_default()
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
                vec![RelationUse { sense: self.sense.cloned(), ..RelationUse::plain(&relation.name, forward) }]
            }
            None => self.joining(schema, head)?,
        };
        let Adverbs { negated, direct, only, times, .. } = self.adverbs;
        if negated && only {
            return Err(meaning("NotOnly", self.span, "`not only` can be read in two ways", "“不只”可有两种理解")
                .hint("say `not supporting goals` or `supporting only goal \"…\"`", "请说“不支撑目标的措施”或“只支撑目标“…”的措施”"));
        }
        // Not at least two is fewer than two: one thing said in two ways.
        let (negated, times) = match times {
            Some(times) if negated => (false, Some(times.negated())),
            times => (negated, times),
        };
        Ok(Condition { relations, negated, direct, only, times, targets: self.targets, at: self.span.into() })
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
        let by = |walk: bool| -> Vec<RelationUse> {
            let relations = schema.relations().iter().filter(|relation| relation.walk == walk);
            let ways = relations.flat_map(|relation| [(relation, true), (relation, false)]);
            let fitting = ways.filter(|(relation, forward)| self.fits(relation, *forward, head));
            fitting.map(|(relation, forward)| RelationUse::plain(&relation.name, forward)).collect()
        };
        if self.place {
            let said_with_in = |verb: &&crate::schema::Verb| verb.text.ends_with(" in");
            let of_relation = |relation: &Relation| {
                let verbs = relation.verbs.iter().filter(said_with_in).filter(|verb| relation.admits(head, verb.forward));
                verbs.map(|verb| RelationUse::plain(&relation.name, verb.forward)).next()
            };
            let uses: Vec<RelationUse> = schema.relations().iter().filter_map(of_relation).collect();
            if !uses.is_empty() {
                return Ok(uses);
            }
        }
        // What stands in a section of the document is told by its tree, where nothing else joins the two.
        let mut uses = by(true);
        if uses.is_empty() {
            uses = by(false);
        }
        // Names without a kind could stand for anything: such a question is not guessed at, unless one relation alone is left.
        let kinds: Vec<&str> = self.targets.items.iter().filter_map(target_kind).collect();
        if uses.is_empty() || kinds.len() < self.targets.items.len() && uses.len() > 1 {
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
