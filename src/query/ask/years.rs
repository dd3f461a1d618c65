//! The years that narrow a set: one, from one to another, or without an end.

use super::cursor::Cursor;
use super::errors::syntax;
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Limits, YearRange};
use crate::base::Outcome;

/// No plan looks further.
const LAST_YEAR: i64 = 9999;

impl Cursor<'_> {
    /// `in 2025`, 2025年, `from 2016 to 2025`, 2016年到2025年, `between 2016 and 2025`, 2016—2025年, 到2025年.
    pub fn years(&mut self, limits: &mut Limits) -> Outcome<bool> {
        let start = self.at;
        if let Some(range) = self.open_range() {
            let span = self.span_from(start);
            self.once(limits.years.is_some(), span)?;
            limits.years = Some(YearRange { first: range.0, last: range.1, at: span.into() });
            return Ok(true);
        }
        let between = self.eat(Keyword::Between);
        let led = between || self.eat_any(&[Keyword::In, Keyword::From, Keyword::For, Keyword::By, Keyword::To]);
        // `by the end of 2025`
        let here = self.at;
        self.skip_polite();
        let end = matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if key == "end") && self.keyword_at(1) == Some(Keyword::Of);
        self.at = if led && end { self.at + 2 } else { here };
        self.eat(Keyword::Year);
        let Some(first) = self.eat_integer() else {
            self.at = start;
            return Ok(false);
        };
        let marked = self.eat(Keyword::Year);
        let mut last = self.end_of_range();
        let joined = last.is_some() || self.eat(Keyword::To) || between && self.eat_any(&[Keyword::And, Keyword::He]);
        // `indicators 2020`: a number that can only be a year and after which nothing is counted.
        let bare = (1900..2100).contains(&first)
            && !matches!(self.peek_kind(0), Some(TokenKind::Word { .. } | TokenKind::Text(_) | TokenKind::Percent));
        if !led && !marked && !joined && !bare || between && !joined {
            self.at = start;
            return Ok(false);
        }
        if joined && last.is_none() {
            self.eat(Keyword::Year);
            last = Some(self.eat_integer().ok_or_else(|| {
                syntax(self.span(), "the last year is missing", "缺少结束年份").hint("from 2016 to 2025", "2016年到2025年")
            })?);
        }
        if joined {
            self.eat(Keyword::Year);
        }
        let last = last.unwrap_or(first);
        let span = self.span_from(start);
        if last < first {
            return Err(syntax(span, "the years run backwards", "起止年份颠倒")
                .hint(format!("from {last} to {first}"), format!("{last}年到{first}年")));
        }
        self.once(limits.years.is_some(), span)?;
        limits.years = Some(YearRange { first, last, at: span.into() });
        Ok(true)
    }

    /// `after 2020`, `since 2020`, 2020年以前: years without an end.
    fn open_range(&mut self) -> Option<(i64, i64)> {
        let start = self.at;
        let bound = |word: Keyword, year: i64| match word {
            Keyword::After => Some((year + 1, LAST_YEAR)),
            Keyword::Since => Some((year, LAST_YEAR)),
            Keyword::Before => Some((0, year - 1)),
            _ => None,
        };
        let before = self.keyword_at(0).filter(|word| bound(*word, 0).is_some());
        self.at += usize::from(before.is_some());
        let found = self.eat_integer().filter(|year| (0..LAST_YEAR).contains(year)).and_then(|year| {
            self.eat(Keyword::Year);
            let word = before.or_else(|| {
                let after = self.keyword_at(0);
                self.at += 1;
                after
            });
            bound(word?, year)
        });
        if found.is_none() {
            self.at = start;
        }
        found
    }

    /// `-2025`, — 2025 or ~ 2025, right after the first year.
    fn end_of_range(&mut self) -> Option<i64> {
        match (self.peek_kind(0)?, self.peek_kind(1)) {
            (TokenKind::Integer(number), _) if *number < 0 => {
                self.at += 1;
                number.checked_neg()
            }
            (TokenKind::Dash, Some(TokenKind::Integer(number))) if *number > 0 => {
                self.at += 2;
                Some(*number)
            }
            _ => None,
        }
    }
}
