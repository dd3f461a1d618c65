//! Things that are alike: `clusters similar to cluster "…"`, 与集群“…”相似的集群.

use super::cursor::Cursor;
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Ask, Limits};
use crate::base::Outcome;

impl Cursor<'_> {
    /// `similar to cluster "…"`; `kind` is what was asked for before it.
    pub(super) fn similar(&mut self, kind: Option<&str>) -> Outcome<Ask> {
        self.at += 1;
        self.eat(Keyword::To);
        let of = self.named("similar to")?;
        Ok(Ask::Similar { of, kind: kind.map(str::to_owned), limits: Limits::default() })
    }

    /// Whether 与“…”相似 begins here.
    pub(super) fn alike_last(&self) -> bool {
        let kind = self.kind_at(1).map_or(0, |(_, length)| length);
        self.value_at(1 + kind) && self.keyword_at(2 + kind) == Some(Keyword::Similar)
    }

    /// 与集群“…”相似的集群
    pub(super) fn similar_last(&mut self) -> Outcome<Ask> {
        self.at += 1;
        let of = self.named("similar to")?;
        self.at += 1;
        self.eat(Keyword::De);
        self.skip_polite();
        let kind = self.eat_kind_word().map(|kind| kind.name.clone());
        // 的 without a kind: 的事物, 的还有
        if kind.is_none() && !self.done() && !matches!(self.peek_kind(0), Some(TokenKind::Stop | TokenKind::Comma { .. })) {
            return Err(self.no_kind());
        }
        Ok(Ask::Similar { of, kind, limits: Limits::default() })
    }
}
