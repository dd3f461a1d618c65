//! The asks beside plain lists: define, about, path, search, count, targets, compare, timeline, evidence, centrality.

use super::cursor::Cursor;
use super::errors::{Refusal, meaning, syntax};
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Ask, Centrality, Limits, SearchQuery, Target, TargetKind};
use crate::base::Outcome;
use crate::schema::VerbShape;

impl Cursor<'_> {
    pub(super) fn ask(&mut self) -> Outcome<Ask> {
        let start = self.at;
        while self.at(Keyword::Please) && self.keyword_at(1) == Some(Keyword::Please) && self.kind_at(0).is_none() {
            self.at += 1;
        }
        match self.keyword_at(0) {
            Some(Keyword::Define) => {
                self.at += 1;
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
                self.count()
            }
            // `number of measures per task`
            None if matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if key == "number")
                && self.keyword_at(1) == Some(Keyword::Of) =>
            {
                self.at += 2;
                self.count()
            }
            Some(Keyword::Compare) => self.compare(),
            Some(Keyword::Timeline) => {
                self.at += 1;
                self.eat_any(&[Keyword::Of, Keyword::For]);
                Ok(Ask::Timeline(self.named("timeline of")?))
            }
            Some(Keyword::Evidence | Keyword::Why) => self.evidence(),
            Some(Keyword::Most | Keyword::Connected | Keyword::Central) => self.central(),
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
        if self.value_at(0) || self.kind_at(0).is_some_and(|(_, length)| self.value_at(length)) {
            if let Some(target) = self.target(None)? {
                if self.eat(Keyword::WhatIs) {
                    return Ok(Ask::Define(target));
                }
                if self.eat(Keyword::De) {
                    if self.eat(Keyword::Timeline) {
                        return Ok(Ask::Timeline(target));
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
        let list = self.list()?;
        // 支撑目标“…”的措施有多少, 支撑目标“…”的措施有哪些
        if self.eat(Keyword::HowMany) {
            return Ok(Ask::Count { of: list, per: Vec::new() });
        }
        self.skip_polite();
        Ok(targets_of(list))
    }

    /// Something named, never a set.
    fn named(&mut self, after: &str) -> Result<Target, Refusal> {
        match self.target(None)? {
            None => Err(self.no_target(after)),
            Some(target) => match &target.kind {
                TargetKind::Any(_) => Err(syntax(*target.at, "a name is needed here, in quotation marks", "此处需要引号中的名称")
                    .hint("about institution \"…\"", "介绍机构“…”")),
                TargetKind::Set(_) => Err(syntax(*target.at, "one name is needed here, not a list", "此处需要一个名称，而不是列表")),
                _ => Ok(target),
            },
        }
    }

    /// `path from A to B within 4 steps via SUPPORTS`, 从A到B的最短路径，4步以内.
    fn path(&mut self) -> Outcome<Ask> {
        self.eat(Keyword::Shortest);
        self.eat(Keyword::Path);
        self.eat(Keyword::From);
        let from = self.named("from")?;
        if !self.eat_any(&[Keyword::To, Keyword::He, Keyword::And]) {
            return Err(syntax(self.span(), "`to` and a second name are needed", "此处需要“到”和第二个名称")
                .hint("path from institution \"…\" to cluster \"…\"", "从机构“…”到集群“…”的最短路径"));
        }
        let to = self.named("to")?;
        if self.eat(Keyword::De) {
            self.eat(Keyword::Shortest);
            if !self.eat(Keyword::Path) {
                return Err(syntax(self.span(), "“路径” is needed here", "此处需要“路径”").hint("从…到…的最短路径", "从…到…的最短路径"));
            }
        }
        let (mut within, mut via) = (None, Vec::new());
        loop {
            let before = self.at;
            self.joint();
            self.eat(Keyword::In);
            if let Some(steps) = self.eat_integer() {
                if self.eat(Keyword::Steps) {
                    self.eat(Keyword::In);
                    let steps = u64::try_from(steps).ok().filter(|steps| *steps > 0).ok_or_else(|| {
                        syntax(self.span_from(before), "a path has one step at least", "路径至少有一步").hint("within 4 steps", "4步以内")
                    })?;
                    within = Some(steps);
                    continue;
                }
                self.at = before;
            } else if self.eat(Keyword::Via) {
                self.relations(&mut via)?;
                continue;
            }
            self.at = before;
            break;
        }
        Ok(Ask::Path { from, to, within, via, limits: Limits::default() })
    }

    /// Relations by identifier, Chinese name or verb.
    fn relations(&mut self, via: &mut Vec<String>) -> Outcome<()> {
        loop {
            let typed = self.typed();
            let relation = match self.verb_at(0, |_| true) {
                Some(found) => {
                    self.at += found.length;
                    found.relation
                }
                None => {
                    let Some(found) = self.vocabulary.schema.relation(&typed) else { return Err(self.left_over(None)) };
                    self.at += 1;
                    found
                }
            };
            if !via.contains(&relation.name) {
                via.push(relation.name.clone());
            }
            let joint = matches!(self.peek_kind(0), Some(TokenKind::Comma { .. } | TokenKind::Bar))
                || matches!(self.keyword_at(0), Some(Keyword::And | Keyword::He | Keyword::Or));
            let known = matches!(self.peek_kind(1), Some(TokenKind::Word { key, .. }) if self.vocabulary.schema.relation(key).is_some())
                || self.verb_at(1, |_| true).is_some();
            if !(joint && known) {
                via.sort_unstable();
                return Ok(());
            }
            self.at += 1;
        }
    }

    /// `search "a" near "b" in measures`, 搜索“a”且“b”于措施.
    fn search(&mut self) -> Outcome<Ask> {
        self.at += 1;
        self.eat(Keyword::For);
        let query = self.search_any()?;
        let mut kinds = Vec::new();
        self.joint_before_in();
        if self.at(Keyword::In) && self.kind_at(1).is_some() {
            self.at += 1;
            while let Some(kind) = self.eat_kind_word() {
                kinds.push(kind.name.clone());
                let joint = matches!(self.peek_kind(0), Some(TokenKind::Comma { .. }))
                    || matches!(self.keyword_at(0), Some(Keyword::And | Keyword::He | Keyword::Or));
                if joint && self.kind_at(1).is_some() {
                    self.at += 1;
                }
            }
        }
        Ok(Ask::Search { query, kinds, limits: Limits::default() })
    }

    fn joint_before_in(&mut self) {
        if matches!(self.peek_kind(0), Some(TokenKind::Comma { .. })) && self.keyword_at(1) == Some(Keyword::In) {
            self.at += 1;
        }
    }

    fn search_any(&mut self) -> Outcome<SearchQuery> {
        let mut items = vec![self.search_all()?];
        loop {
            let comma = matches!(self.peek_kind(0), Some(TokenKind::Comma { .. })) && matches!(self.peek_kind(1), Some(TokenKind::Text(_)));
            if !(comma || self.at(Keyword::Or)) {
                break;
            }
            self.at += 1;
            items.push(self.search_all()?);
        }
        Ok(one_or(items, SearchQuery::Or))
    }

    fn search_all(&mut self) -> Outcome<SearchQuery> {
        let mut found = self.search_near()?;
        let mut items = Vec::new();
        loop {
            let and = self.eat_any(&[Keyword::And, Keyword::He]);
            if self.eat_any(&[Keyword::Not, Keyword::Without]) {
                let other = self.search_near()?;
                found = SearchQuery::Without(Box::new(found), Box::new(other));
            } else if and || matches!(self.peek_kind(0), Some(TokenKind::Text(_) | TokenKind::Open)) {
                items.push(self.search_near()?);
            } else {
                items.insert(0, found);
                return Ok(one_or(items, SearchQuery::And));
            }
        }
    }

    fn search_near(&mut self) -> Outcome<SearchQuery> {
        let mut left = self.search_word()?;
        while self.eat(Keyword::Near) {
            let right = self.search_word()?;
            left = SearchQuery::Near(Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn search_word(&mut self) -> Outcome<SearchQuery> {
        let start = self.at;
        if self.eat_kind(&TokenKind::Open) {
            if self.depth >= super::cursor::MAX_DEPTH {
                return Err(syntax(self.span_from(start), "brackets are nested too deeply", "括号嵌套过深"));
            }
            self.depth += 1;
            let inner = self.search_any()?;
            if !self.eat_kind(&TokenKind::Close) {
                return Err(syntax(self.span(), "a closing bracket is needed", "此处需要右括号"));
            }
            self.depth -= 1;
            return Ok(inner);
        }
        let Some((text, _)) = self.eat_text() else {
            return Err(syntax(self.span(), "a text to search for is needed, in quotation marks", "此处需要引号中的检索词")
                .hint("search \"…\" and \"产业园\" in measures", "搜索“…”且“产业园”于措施"));
        };
        // `"专利*"` and `"专利"*` both ask for words that begin with it.
        if self.eat_kind(&TokenKind::Star) {
            return Ok(SearchQuery::Prefix(text));
        }
        Ok(match text.strip_suffix(['*', '＊']) {
            Some(stem) => SearchQuery::Prefix(stem.to_owned()),
            None => SearchQuery::Phrase(text),
        })
    }

    fn count(&mut self) -> Outcome<Ask> {
        let mut per = Vec::new();
        // 按任务统计措施 has the grouping first; it has been read by the caller's tails otherwise.
        let of = self.list()?;
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

    /// `compare indicator "…" in 2020 with 2025`, 比较指标“…”2020年和2025年.
    fn compare(&mut self) -> Outcome<Ask> {
        self.at += 1;
        let of = self
            .named("compare")
            .map_err(|error| error.hint("compare indicator \"孵化器\" in 2020 with 2025", "比较指标“孵化器”2020年和2025年"))?;
        let mut years = Vec::new();
        loop {
            let before = self.at;
            self.eat_any(&[Keyword::De, Keyword::In, Keyword::From, Keyword::To, Keyword::With, Keyword::He, Keyword::And]);
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
        match years.as_slice() {
            [left, right] => Ok(Ask::Compare { of, left: *left, right: *right }),
            _ => Err(syntax(self.span(), "two years are needed to compare", "比较需要两个年份")
                .hint("compare indicator \"孵化器\" in 2020 with 2025", "比较指标“孵化器”2020年和2025年")),
        }
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
            if self.done() {
                return Err(
                    syntax(self.span(), "a relation and a second name are needed", "此处需要关系和第二个名称").hint(example.0, example.1)
                );
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
        self.eat(Keyword::Most);
        let by = if self.eat(Keyword::Connected) {
            Centrality::Degree
        } else if self.eat(Keyword::Central) {
            Centrality::Rank
        } else {
            return Err(syntax(self.span(), "`connected` or `central` is needed after `most`", "“最”之后需要“核心”")
                .hint("most connected institutions", "联系最多的机构"));
        };
        self.eat(Keyword::De);
        let Some(kind) = self.eat_kind_word() else { return Err(self.no_kind()) };
        if kind.walk {
            return Ok(Ask::Central { kind: kind.name.clone(), by, limits: Limits::default() });
        }
        Err(meaning(
            "KindMismatch",
            self.span_from(self.at.saturating_sub(1)),
            format!("{} hold the whole document together, so they are not ranked", kind.plural()),
            format!("{}贯穿全文，不参与排序", kind.zh),
        ))
    }
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

fn one_or(mut items: Vec<SearchQuery>, many: fn(Vec<SearchQuery>) -> SearchQuery) -> SearchQuery {
    if items.len() == 1 { items.remove(0) } else { many(items) }
}
