//! Asks about figures: two years compared, and of what.

use super::cursor::Cursor;
use super::errors::{meaning, syntax};
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Ask, Filter, FilterOp, FilterValue, Limits, List, Target, TargetKind};
use crate::base::{Outcome, Span};
use crate::model::Value;
use crate::query::ast::CompareOp;

/// Words for the value that a plan starts from.
pub(super) const BASE: &[&str] = &["base", "baseline", "基期值", "基期", "基数", "基准值", "现状值", "现状"];

/// Words for what lies between the values of two years.
pub(super) const CHANGE: &[&str] =
    &["growth", "increase", "change", "changes", "changed", "difference", "differences", "增长", "增幅", "增量", "变化", "差异", "差距"];

/// What a figure does between two years.
pub(super) const GROWS: &[&str] =
    &["grow", "rise", "increase", "change", "fall", "decrease", "增长", "增加", "提高", "下降", "减少", "变化"];

impl Cursor<'_> {
    /// What figures are asked of: something named, or indicators or goals, narrowed or all of them.
    pub(super) fn figures_of(&mut self, after: &str) -> Outcome<Target> {
        let start = self.at;
        self.eat_any(&[Keyword::All, Keyword::Per]);
        self.skip_polite();
        let bare = self.kind_at(0).is_some_and(|(_, length)| !self.value_at(length));
        if !bare {
            if let Some(target) = self.clauses_with_kind() {
                return figure_kind(target);
            }
            self.at = start;
            return match self.target(None)? {
                Some(target) => figure_kind(target),
                None => Err(self.no_target(after)),
            };
        }
        let Some(kind) = self.eat_kind_word() else { return Err(self.no_kind()) };
        let mut list = List::of(&kind.name, self.span_from(start));
        // A year here is one of those that are compared.
        loop {
            let before = self.at;
            self.joint();
            if let Some(condition) = self.condition()? {
                list.conditions.push(condition.settle(self.vocabulary.schema, &kind.name)?);
            } else if !(self.plan(&mut list.limits) || self.mention(&mut list.limits)?) {
                self.at = before;
                break;
            }
        }
        let span = self.span_from(start);
        let plain = list.conditions.is_empty() && list.limits == Limits::default();
        let kind = if plain { TargetKind::Any(kind.name.clone()) } else { TargetKind::Set(Box::new(List { at: span.into(), ..list })) };
        figure_kind(Target::new(kind, span))
    }

    /// `compare indicator "…" in 2020 with 2025`, 比较指标“…”2020年和2025年.
    pub(super) fn compare(&mut self) -> Outcome<Ask> {
        self.at += 1;
        self.compared()
    }

    /// `growth of indicator "…" from 2020 to 2025`, `difference between 2020 and 2025`: what a comparison tells.
    pub(super) fn change_of(&mut self) -> Outcome<Option<Ask>> {
        let leads = [Keyword::Of, Keyword::In, Keyword::Between, Keyword::From];
        if !self.word_of(0, CHANGE) || !self.keyword_at(1).is_some_and(|next| leads.contains(&next)) {
            return Ok(None);
        }
        self.at += 1;
        self.compared().map(Some)
    }

    fn word_of(&self, ahead: usize, words: &[&str]) -> bool {
        matches!(self.peek_kind(ahead), Some(TokenKind::Word { key, .. }) if words.contains(&key.as_str()))
    }

    /// The years and what is compared, in either order.
    fn compared(&mut self) -> Outcome<Ask> {
        let start = self.at;
        // 比较2020年和2025年的指标“…”
        let mut years = self.years_compared();
        self.eat_any(&[Keyword::De, Keyword::Of, Keyword::In]);
        // `compare 2020 and 2025`: of every indicator.
        if let [left, right] = years[..]
            && matches!(self.peek_kind(0), None | Some(TokenKind::Stop | TokenKind::Semicolon))
        {
            let of = Target::new(TargetKind::Any("Indicator".to_owned()), self.span_from(start));
            return Ok(Ask::Compare { of, left, right });
        }
        let of = self
            .figures_of("compare")
            .map_err(|error| error.hint("compare indicator \"孵化器\" in 2020 with 2025", "比较指标“孵化器”2020年和2025年"))?;
        years.extend(self.years_compared());
        // 对比…2020年与2025年的数值
        let here = self.at;
        if !(self.eat(Keyword::De) && self.property_at(0).is_some() && self.property().is_ok_and(|property| property == "value")) {
            self.at = here;
        }
        match years.as_slice() {
            [left, right] => Ok(Ask::Compare { of, left: *left, right: *right }),
            _ => Err(syntax(self.span(), "two years are needed to compare", "比较需要两个年份")
                .hint("compare indicator \"孵化器\" in 2020 with 2025", "比较指标“孵化器”2020年和2025年")),
        }
    }

    /// 指标“…”2020年和2025年的比较: the wish to compare comes last.
    pub(super) fn compare_last(&mut self, of: &Target) -> Option<Ask> {
        let start = self.at;
        // `how much does indicator "…" grow from 2020 to 2025`
        let grows = self.word_of(0, GROWS);
        self.at += usize::from(grows);
        let years = self.years_compared();
        if let [left, right] = years[..]
            && (grows || self.word_of(0, GROWS))
        {
            self.at += usize::from(!grows);
            self.skip_polite();
            self.eat(Keyword::HowMany);
            return Some(Ask::Compare { of: of.clone(), left, right });
        }
        self.eat(Keyword::De);
        let change = self.word_of(0, CHANGE);
        if let [left, right] = years[..]
            && (change || self.at(Keyword::Compare))
        {
            self.at += 1;
            return Some(Ask::Compare { of: of.clone(), left, right });
        }
        self.at = start;
        None
    }

    /// `value of indicator "…" in 2020`: the property before what it is of; the years are a tail.
    pub(super) fn value_of(&mut self) -> Outcome<Option<Ask>> {
        let start = self.at;
        // `base of indicator "…"`, `baseline values of …`
        if self.word_of(0, BASE) {
            let length = if self.word_of(1, &["value", "values", "year"]) { 2 } else { 1 };
            if self.keyword_at(length) == Some(Keyword::Of) {
                self.at += length;
                let limits = Limits { filters: vec![reached(self.span_from(start))], ..Limits::default() };
                self.at += 1;
                return Ok(Some(Ask::Targets { of: self.figures_of("base of")?, limits }));
            }
        }
        // `text of measure "…"`
        if self.word_of(0, &["text", "wording"]) && self.keyword_at(1) == Some(Keyword::Of) {
            self.at += 2;
            return Ok(Some(Ask::Proof(self.named("text of")?)));
        }
        let plural = matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if key == "values");
        self.at += usize::from(plural);
        let length = if plural { Some(0) } else { self.property_at(0) };
        if length.is_some_and(|length| self.keyword_at(length) == Some(Keyword::Of))
            && (plural || self.property().is_ok_and(|property| property == "value"))
        {
            self.at += 1;
            return Ok(Some(Ask::Targets { of: self.figures_of("value of")?, limits: Limits::default() }));
        }
        self.at = start;
        Ok(None)
    }

    /// 指标“…”在2020年的值是多少, 指标“…”2025年是多少, `indicator "…" 2025`: a thing, a year, and at most the wish for its value.
    pub(super) fn value_last(&mut self, of: &Target) -> Option<Ask> {
        let start = self.at;
        let mut limits = Limits::default();
        let dated = matches!(&of.kind, TargetKind::Named { kind: Some(kind), .. } if matches!(kind.as_str(), "Indicator" | "Goal"))
            && self.years(&mut limits).unwrap_or(false);
        self.eat(Keyword::De);
        // 指标“…”的基期值
        if !dated && self.word_of(0, BASE) {
            limits.filters.push(reached(self.span()));
            self.at += 1;
            self.eat(Keyword::Is);
            self.eat(Keyword::HowMany);
            return Some(Ask::Targets { of: of.clone(), limits });
        }
        let valued = self.property_at(0).is_some() && self.property().is_ok_and(|property| property == "value");
        self.eat(Keyword::Is);
        let asked = self.eat(Keyword::HowMany);
        self.skip_polite();
        let ends = matches!(self.peek_kind(0), None | Some(TokenKind::Stop | TokenKind::Semicolon | TokenKind::Comma { .. }));
        if ends && (dated || valued && asked) {
            return Some(Ask::Targets { of: of.clone(), limits });
        }
        self.at = start;
        None
    }

    /// Years one after another: `in 2020 with 2025`, 2020年和2025年.
    fn years_compared(&mut self) -> Vec<i64> {
        let mut years = Vec::new();
        loop {
            let before = self.at;
            self.eat_any(&[Keyword::De, Keyword::In, Keyword::From, Keyword::Between]);
            self.eat_any(&[Keyword::To, Keyword::With, Keyword::He, Keyword::And, Keyword::Versus]);
            self.eat_kind(&TokenKind::Stop);
            self.eat_comma();
            self.eat(Keyword::Year);
            match self.eat_integer() {
                Some(year) => years.push(year),
                None => {
                    self.at = before;
                    break;
                }
            }
            self.eat(Keyword::Year);
        }
        years
    }
}

/// Of the values that were reached when the plan was made, as it gives them.
fn reached(span: Span) -> Filter {
    let value = FilterValue::Literal(Value::from("actual"));
    Filter { property: "role".to_owned(), op: FilterOp::Compare(CompareOp::Equal), value, at: span.into() }
}

/// Figures are of indicators, and of goals by the indicators that measure them.
pub(super) fn figure_kind(target: Target) -> Outcome<Target> {
    let kind = match &target.kind {
        TargetKind::Any(kind) => kind,
        TargetKind::Set(list) => &list.head,
        _ => return Ok(target),
    };
    if matches!(kind.as_str(), "Indicator" | "Goal") {
        return Ok(target);
    }
    Err(meaning("KindMismatch", *target.at, "only indicators and goals have figures", "只有指标和目标才有指标值")
        .hint("compare indicators in 2020 with 2025", "比较指标2020年和2025年"))
}
