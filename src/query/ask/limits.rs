//! The tails that narrow a set or order it: years, plans, texts, properties, basis, sorting. In any order, in both languages.

use super::cursor::Cursor;
use super::errors::syntax;
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{COUNT, FilterOp, Grouping, Limits, Sort, Text};
use crate::base::{Outcome, Span};
use crate::model::Basis;
use crate::query::ast::CompareOp;

impl Cursor<'_> {
    /// Takes one tail into `limits`; false where none stands here.
    pub fn limit(&mut self, limits: &mut Limits) -> Outcome<bool> {
        let start = self.at;
        self.skip_polite();
        let taken = self.years(limits)?
            || self.plan(limits)
            || self.mention(limits)?
            || self.filters(limits)?
            || self.basis(limits)?
            || self.confidence(limits)?
            || self.sorting(limits)?
            || self.top(limits)?;
        if !taken {
            self.at = start;
        }
        Ok(taken)
    }

    /// `in 《…》`, `in plan "…"`, 见于《…》, 《…》中的; `in the plan` narrows nothing.
    pub fn plan(&mut self, limits: &mut Limits) -> bool {
        if self.at(Keyword::In) && self.in_the_plan() {
            return true;
        }
        let seen = self.eat(Keyword::SeenIn);
        let bare = matches!(self.peek_kind(0), Some(TokenKind::Title(_))) && self.keyword_at(1) == Some(Keyword::Inside);
        let from = self.at(Keyword::From) && matches!(self.peek_kind(1), Some(TokenKind::Title(_)));
        self.at += usize::from(from);
        if !seen && !from && !self.eat(Keyword::In) && !bare {
            return false;
        }
        let mut named = seen;
        if self.kind_at(0).is_some_and(|(kind, length)| kind.name == "Plan" && self.value_at(length)) {
            self.eat_kind_word();
            named = true;
        }
        if !named && !matches!(self.peek_kind(0), Some(TokenKind::Title(_))) {
            return false;
        }
        let before = limits.plans.len();
        while let Some((text, span)) = self.eat_text() {
            limits.plans.push(Text { text, at: span.into() });
            let more = matches!(self.peek_kind(0), Some(TokenKind::Comma { .. }))
                || matches!(self.keyword_at(0), Some(Keyword::Or | Keyword::He | Keyword::And));
            if !(more && matches!(self.peek_kind(1), Some(TokenKind::Title(_)))) {
                break;
            }
            self.at += 1;
        }
        self.eat(Keyword::Inside);
        limits.plans.len() > before
    }

    /// `mentioning "…"`, 提到“…”, `about "…"`, 关于“…”, `containing "…"`.
    pub fn mention(&mut self, limits: &mut Limits) -> Outcome<bool> {
        // 同时提到“…”与“…”
        if self.at(Keyword::All) && self.keyword_at(1) == Some(Keyword::Mentioning) {
            self.at += 1;
        }
        let loosely =
            matches!(self.keyword_at(0), Some(Keyword::About | Keyword::Contains)) && matches!(self.peek_kind(1), Some(TokenKind::Text(_)));
        // 与“…”有关的措施
        if self.at(Keyword::He) && self.keyword_at(2) == Some(Keyword::About) && self.keyword_at(3) == Some(Keyword::De) {
            self.at += 1;
            let Some((text, span)) = self.eat_text() else { return Ok(false) };
            limits.mentioning.push(vec![Text { text, at: span.into() }]);
            self.at += 1;
            return Ok(true);
        }
        if !loosely && !self.at(Keyword::Mentioning) {
            return Ok(false);
        }
        self.at += 1;
        self.eat(Keyword::All);
        let mut found = false;
        let mut or = false;
        while let Some((text, span)) = self.eat_text() {
            let text = Text { text, at: span.into() };
            match limits.mentioning.last_mut().filter(|_| or) {
                Some(any) => any.push(text),
                None => limits.mentioning.push(vec![text]),
            }
            found = true;
            or = self.at(Keyword::Or) && matches!(self.peek_kind(1), Some(TokenKind::Text(_)));
            let more = or
                || matches!(self.keyword_at(0), Some(Keyword::And | Keyword::He))
                || matches!(self.peek_kind(0), Some(TokenKind::Comma { .. }));
            if more && matches!(self.peek_kind(1), Some(TokenKind::Text(_))) {
                self.at += 1;
            }
        }
        if found { Ok(true) } else { Err(self.no_target("mentioning")) }
    }

    /// `basis explicit|structural`, 依据 明示｜结构.
    pub(super) fn basis(&mut self, limits: &mut Limits) -> Outcome<bool> {
        // 依据是什么 asks for the evidence.
        if self.keyword_at(1) == Some(Keyword::WhatIs) || !self.eat(Keyword::Basis) {
            return Ok(false);
        }
        self.eat_kind(&TokenKind::Compare(CompareOp::Equal));
        self.eat_kind(&TokenKind::Colon);
        loop {
            let typed = self.typed();
            let Some(basis) = basis_of(&typed) else {
                return Err(syntax(self.span(), format!("`{typed}` is no basis"), format!("“{typed}”不是依据"))
                    .hint("structural, explicit, lexical or analyst", "结构、明示、词汇或分析者"));
            };
            limits.basis.push(basis);
            self.at += 1;
            let joint = matches!(self.peek_kind(0), Some(TokenKind::Bar | TokenKind::Comma { .. }))
                || matches!(self.keyword_at(0), Some(Keyword::Or | Keyword::He));
            let next_is_basis = matches!(self.peek_kind(1), Some(TokenKind::Word { key, .. }) if basis_of(key).is_some());
            if !(joint && next_is_basis) {
                break;
            }
            self.at += 1;
        }
        limits.basis.sort_unstable();
        limits.basis.dedup();
        Ok(true)
    }

    /// `confidence >= 0.8`, 置信度≥0.8.
    pub(super) fn confidence(&mut self, limits: &mut Limits) -> Outcome<bool> {
        let start = self.at;
        if self.keyword_at(1) == Some(Keyword::Confidence) {
            self.eat(Keyword::With);
        }
        if !self.eat(Keyword::Confidence) {
            self.at = start;
            return Ok(false);
        }
        let FilterOp::Compare(op) = self.filter_op()? else {
            return Err(syntax(self.span(), "confidence is a number", "置信度是数字").hint("confidence >= 0.8", "置信度≥0.8"));
        };
        let number = match self.peek_kind(0) {
            Some(TokenKind::Integer(number)) => *number as f64,
            Some(TokenKind::Float(number)) => *number,
            _ => {
                return Err(syntax(self.span(), "a number from 0 to 1 is needed", "此处需要 0 到 1 之间的数字")
                    .hint("confidence >= 0.8", "置信度≥0.8"));
            }
        };
        let written = self.span();
        self.at += 1;
        let number = if self.eat_kind(&TokenKind::Percent) { number / 100.0 } else { number };
        if !(0.0..=1.0).contains(&number) {
            let meant = if (1.0..=100.0).contains(&number) { number / 100.0 } else { 0.8 };
            return Err(syntax(written, "confidence lies between 0 and 1", "置信度在 0 到 1 之间")
                .hint(format!("write {meant} or {}%", meant * 100.0), format!("请写 {meant} 或 {}%", meant * 100.0)));
        }
        self.once(limits.confidence.is_some(), self.span_from(start))?;
        limits.confidence = Some((op, number));
        Ok(true)
    }

    /// `sorted by year desc`, 按年份降序.
    fn sorting(&mut self, limits: &mut Limits) -> Outcome<bool> {
        let start = self.at;
        if self.eat(Keyword::Sorted) {
            self.eat(Keyword::By);
        } else if self.alphabetical_at() {
            // `list the terms alphabetically`
        } else if !(self.at(Keyword::Per) && self.peek().is_some_and(|token| matches!(&token.kind, TokenKind::Word { han: true, .. }))) {
            return Ok(false);
        } else {
            self.at += 1;
            if !self.order_ahead(0) {
                self.at = start;
                return Ok(false);
            }
        }
        loop {
            let here = self.at;
            let property = if self.alphabetically() {
                "name".to_owned()
            } else if self.eat_count() {
                COUNT.to_owned()
            } else {
                self.property()?
            };
            if matches!(self.keyword_at(1), Some(Keyword::Ascending | Keyword::Descending)) {
                self.eat(Keyword::In);
            }
            let descending = self.eat(Keyword::Descending);
            if !descending {
                self.eat(Keyword::Ascending);
            }
            self.eat(Keyword::Sorted);
            limits.sort.push(Sort { property, descending, at: self.span_from(here).into() });
            let again = matches!(self.peek_kind(0), Some(TokenKind::Comma { .. }))
                && matches!(self.peek_kind(1), Some(TokenKind::Word { key, .. }) if self.vocabulary.schema.property(key).is_some())
                && !matches!(self.keyword_at(1), Some(Keyword::Basis | Keyword::Confidence));
            if !again {
                return Ok(true);
            }
            self.at += 1;
        }
    }

    fn alphabetical_at(&self) -> bool {
        matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if key == "alphabetically")
    }

    fn alphabetically(&mut self) -> bool {
        let here = self.alphabetical_at();
        self.at += usize::from(here);
        here
    }

    /// `sorted by count`, 按数量降序: the size of the groups, where there are groups.
    fn eat_count(&mut self) -> bool {
        self.eat_any(&[Keyword::Count, Keyword::Number])
    }

    /// 按任务分组 is a grouping, 按年份降序 an order: the word after the property tells.
    pub(super) fn order_ahead(&self, ahead: usize) -> bool {
        let tells = |at: usize| match self.keyword_at(at)? {
            Keyword::Ascending | Keyword::Descending | Keyword::Sorted => Some(true),
            Keyword::Group => Some(false),
            _ => None,
        };
        (ahead..ahead + 6).find_map(tells).unwrap_or(false)
    }

    /// `top 20`, 前20条.
    fn top(&mut self, limits: &mut Limits) -> Outcome<bool> {
        let start = self.at;
        if !self.eat(Keyword::Top) {
            return Ok(false);
        }
        let word = self.number_at(0).and_then(|number| i64::try_from(number).ok());
        let Some(number) = self.eat_integer().or_else(|| word.inspect(|_| self.at += 1)) else {
            return Err(syntax(self.span(), "a number is needed after `top`", "“前”之后需要数字").hint("top 20", "前20条"));
        };
        self.eat(Keyword::Counter);
        let span = self.span_from(start);
        let number =
            u64::try_from(number).map_err(|_| syntax(span, "this number cannot be negative", "此数不能为负").hint("top 20", "前20条"))?;
        self.once(limits.top.is_some(), span)?;
        limits.top = Some(number);
        Ok(true)
    }

    /// `per task level 1 per goal`, 按任务、目标分组.
    pub fn groupings(&mut self, found: &mut Vec<Grouping>) -> Outcome<bool> {
        let han = matches!(self.peek_kind(0), Some(TokenKind::Word { han: true, .. }));
        let Some(length) = self.grouping_at().filter(|length| !(han && self.order_ahead(*length))) else { return Ok(false) };
        self.at += length;
        loop {
            self.grouping(found)?;
            self.eat(Keyword::Group);
            // 措施按目标和机构交叉统计
            if self.at(Keyword::Count) && matches!(self.peek_kind(1), None | Some(TokenKind::Stop | TokenKind::Comma { .. })) {
                self.at += 1;
            }
            let more = matches!(self.peek_kind(0), Some(TokenKind::Comma { .. }))
                || matches!(self.keyword_at(0), Some(Keyword::And | Keyword::He));
            let next = usize::from(more);
            let han = matches!(self.peek_kind(next), Some(TokenKind::Word { han: true, .. }));
            if self.keyword_at(next) == Some(Keyword::Per) && !(han && self.order_ahead(next + 1)) {
                self.at += next + 1;
            } else if more
                && (self.kind_at(1).is_some()
                    || matches!(self.peek_kind(1), Some(TokenKind::Word { key, keyword: None, .. }) if self.vocabulary.schema.property(key).is_some()))
            {
                self.at += 1;
            } else {
                return Ok(true);
            }
        }
    }

    /// How many words lead to a grouping here: `per`, 按各, `for each`, `grouped by`, `by task`.
    fn grouping_at(&self) -> Option<usize> {
        match (self.keyword_at(0)?, self.keyword_at(1)) {
            (Keyword::Per | Keyword::For, Some(Keyword::Per)) | (Keyword::Group, Some(Keyword::By | Keyword::Per)) => Some(2),
            (Keyword::Per, _) => Some(1),
            (Keyword::By, _) if self.kind_at(1).is_some() || self.property_at(1).is_some() => Some(1),
            _ => None,
        }
    }

    fn grouping(&mut self, found: &mut Vec<Grouping>) -> Outcome<()> {
        let start = self.at;
        let led_level = self.level_before_kind();
        let Some(kind) = self.eat_kind_word() else {
            if self.peek_kind(0).is_none() {
                return Err(self.no_kind());
            }
            let known = matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if self.vocabulary.schema.property(key).is_some());
            if !known {
                return Err(self.no_kind());
            }
            let property = self.property()?;
            found.push(Grouping::Property { property, at: self.span_from(start).into() });
            return Ok(());
        };
        let before = self.at;
        let ordinal = self.eat(Keyword::Ordinal);
        let led = ordinal || self.eat(Keyword::Level);
        let level = if led { self.eat_integer() } else { None };
        if ordinal {
            self.eat(Keyword::Level);
        }
        if led && level.is_none() {
            self.at = before;
            return Err(syntax(self.span(), "a level is a number", "层级是数字").hint("per task level 1", "按任务第1级分组"));
        }
        found.push(Grouping::Kind { kind: kind.name.clone(), level: level.or(led_level), by: None, at: self.span_from(start).into() });
        Ok(())
    }

    /// 一级任务, 第1级任务
    fn level_before_kind(&mut self) -> Option<i64> {
        let start = self.at;
        self.eat(Keyword::Ordinal);
        let number = self.number_at(0).and_then(|number| i64::try_from(number).ok());
        self.at += usize::from(number.is_some());
        if number.is_none() || !self.eat(Keyword::Level) || self.kind_at(0).is_none() {
            self.at = start;
            return None;
        }
        number
    }

    pub(super) fn once(&self, already: bool, span: Span) -> Outcome<()> {
        if already {
            Err(syntax(span, "this is said twice", "此条件重复").hint("leave one of the two out", "请去掉其中一处"))
        } else {
            Ok(())
        }
    }
}

fn basis_of(word: &str) -> Option<Basis> {
    match word {
        "结构" => Some(Basis::Structural),
        "明示" => Some(Basis::Explicit),
        "词汇" => Some(Basis::Lexical),
        "分析者" => Some(Basis::Analyst),
        other => other.parse().ok(),
    }
}
