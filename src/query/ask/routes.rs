//! Paths between two things: `path from … to … within 4 steps`.

use super::cursor::Cursor;
use super::errors::syntax;
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Ask, FilterOp, Limits};
use crate::base::Outcome;
use crate::query::ast::CompareOp;

impl Cursor<'_> {
    /// `path from A to B within 4 steps via SUPPORTS`, 从A到B的最短路径，4步以内, A到B的路径, `how is A connected to B`.
    pub(super) fn path(&mut self) -> Outcome<Ask> {
        let asked = self.eat(Keyword::HowMany);
        self.skip_polite();
        self.eat(Keyword::Shortest);
        self.eat(Keyword::Path);
        self.eat_any(&[Keyword::From, Keyword::Between]);
        let from = self.named("from")?;
        if asked {
            self.skip_polite();
            self.at += usize::from(self.linked());
        }
        if !self.eat_any(&[Keyword::To, Keyword::He, Keyword::And, Keyword::With]) {
            return Err(syntax(self.span(), "`to` and a second name are needed", "此处需要“到”和第二个名称")
                .hint("path from institution \"…\" to cluster \"…\"", "从机构“…”到集群“…”的最短路径"));
        }
        let to = self.named("to")?;
        // `how are A and B connected`, A和B有什么联系, A和B如何关联
        if asked {
            self.at += usize::from(self.linked());
        }
        let wished = self.at;
        self.eat(Keyword::With);
        self.skip_polite();
        if self.at == wished || !self.eat(Keyword::Path) {
            self.at = wished;
        }
        let mut limits = Limits::default();
        let (mut within, mut via) = (None, Vec::new());
        self.eat(Keyword::Between);
        self.steps(&mut within)?;
        if self.eat(Keyword::De) {
            self.steps(&mut within)?;
            self.eat(Keyword::De);
            self.eat(Keyword::Shortest);
            if !self.eat(Keyword::Path) {
                return Err(syntax(self.span(), "“路径” is needed here", "此处需要“路径”").hint("从…到…的最短路径", "从…到…的最短路径"));
            }
        }
        // Steps, relations and tails in any order.
        loop {
            let before = self.at;
            self.joint();
            if self.steps(&mut within)? {
                continue;
            }
            if self.eat(Keyword::Via) {
                self.relations(&mut via)?;
                continue;
            }
            if !self.limit(&mut limits)? {
                self.at = before;
                return Ok(Ask::Path { from, to, within, via, limits });
            }
        }
    }

    /// `connected`, `linked`, `related`.
    fn linked(&self) -> bool {
        self.at(Keyword::Connected)
            || matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if matches!(key.as_str(), "linked" | "related"))
    }

    /// `how is institution "…" connected to …`
    pub(super) fn path_in_words(&self) -> bool {
        let links = |ahead: usize| match self.peek_kind(ahead) {
            Some(TokenKind::Word { key, keyword, .. }) => {
                *keyword == Some(Keyword::Connected) || matches!(key.as_str(), "linked" | "related")
            }
            _ => false,
        };
        self.at(Keyword::HowMany) && self.keyword_at(1) == Some(Keyword::Please) && (2..9).any(links)
    }

    /// 机构“…”到集群“…”的路径: two names, and a path among what follows.
    pub(super) fn path_of_two(&self) -> bool {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        matches!(self.keyword_at(0), Some(Keyword::To | Keyword::He))
            && self.target_at(1)
            && rest.iter().any(|token| token.keyword() == Some(Keyword::Path))
    }

    /// `within 4 steps`, 4步以内, 不超过4步, `at most 4 steps`.
    fn steps(&mut self, within: &mut Option<u64>) -> Outcome<bool> {
        let before = self.at;
        self.eat(Keyword::In);
        if let Some((FilterOp::Compare(CompareOp::LessOrEqual), length)) = self.comparison_at(0) {
            self.at += length;
        }
        if let Some(steps) = self.eat_integer()
            && self.eat(Keyword::Steps)
        {
            self.eat(Keyword::Inside);
            let steps = u64::try_from(steps).ok().filter(|steps| *steps > 0).ok_or_else(|| {
                syntax(self.span_from(before), "a path has one step at least", "路径至少有一步").hint("within 4 steps", "4步以内")
            })?;
            *within = Some(steps);
            return Ok(true);
        }
        self.at = before;
        Ok(false)
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
}
