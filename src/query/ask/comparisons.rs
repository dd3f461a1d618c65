//! Comparisons as they are said: `>=`, ≥, 不低于, `at least`, `no more than`.

use super::cursor::Cursor;
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::FilterOp;
use crate::query::ast::CompareOp;

impl Cursor<'_> {
    /// A comparison at the cursor (+ `ahead`), and its length in tokens.
    pub(super) fn comparison_at(&self, ahead: usize) -> Option<(FilterOp, usize)> {
        let plain = |op| Some((FilterOp::Compare(op), 1));
        match self.peek_kind(ahead)? {
            TokenKind::Compare(op) => plain(*op),
            TokenKind::Word { keyword: Some(Keyword::Contains | Keyword::Mentioning), .. } => Some((FilterOp::Contains, 1)),
            TokenKind::Word { keyword: Some(Keyword::AtLeast), .. } => plain(CompareOp::GreaterOrEqual),
            TokenKind::Word { keyword: Some(Keyword::AtMost), .. } => plain(CompareOp::LessOrEqual),
            TokenKind::Word { keyword: Some(Keyword::Above), .. } => plain(CompareOp::Greater),
            TokenKind::Word { keyword: Some(Keyword::Below), .. } => plain(CompareOp::Less),
            TokenKind::Word { keyword: Some(Keyword::Is), .. } => self.after_is(ahead),
            TokenKind::Word { key, .. } if key == "is" => self.after_is(ahead),
            TokenKind::Word { .. } => self.words_of_comparison(ahead),
            _ => None,
        }
    }

    /// `is at least 2025`, 为2025.
    fn after_is(&self, ahead: usize) -> Option<(FilterOp, usize)> {
        let more = self.comparison_at(ahead + 1).map(|(op, length)| (op, length + 1));
        more.or(Some((FilterOp::Compare(CompareOp::Equal), 1)))
    }

    /// `at least`, `at most`, `more than`, `no less than`, `greater than or equal to`.
    fn words_of_comparison(&self, ahead: usize) -> Option<(FilterOp, usize)> {
        let word = |at: usize| match self.peek_kind(ahead + at) {
            Some(TokenKind::Word { key, .. }) => key.as_str(),
            _ => "",
        };
        let found = |op, length| Some((FilterOp::Compare(op), length));
        match (word(0), word(1)) {
            ("starts" | "starting" | "begins" | "beginning", "with") => return Some((FilterOp::StartsWith, 2)),
            ("ends" | "ending", "with" | "in") => return Some((FilterOp::EndsWith, 2)),
            ("at", "least") => return found(CompareOp::GreaterOrEqual, 2),
            ("at", "most") | ("up", "to") => return found(CompareOp::LessOrEqual, 2),
            ("since", _) => return found(CompareOp::GreaterOrEqual, 1),
            ("after", _) => return found(CompareOp::Greater, 1),
            ("before", _) => return found(CompareOp::Less, 1),
            _ => {}
        }
        let negated = usize::from(matches!(word(0), "no" | "not"));
        let more = match word(negated) {
            "more" | "greater" | "larger" | "higher" | "later" => true,
            "less" | "fewer" | "lower" | "smaller" | "earlier" => false,
            _ => return None,
        };
        if word(negated + 1) != "than" {
            return None;
        }
        let length = negated + 2;
        let or_equal = word(length) == "or" && word(length + 1) == "equal" && word(length + 2) == "to";
        let length = length + if or_equal { 3 } else { 0 };
        found(
            match (more, negated > 0, or_equal) {
                (true, true, _) => CompareOp::LessOrEqual,
                (false, true, _) => CompareOp::GreaterOrEqual,
                (true, false, true) => CompareOp::GreaterOrEqual,
                (false, false, true) => CompareOp::LessOrEqual,
                (true, false, false) => CompareOp::Greater,
                (false, false, false) => CompareOp::Less,
            },
            length,
        )
    }

    /// Whether a property and a comparison stand at the cursor (+ `ahead`): a filter, though no `where` leads to it.
    pub(super) fn filter_at(&self, ahead: usize) -> bool {
        let Some(length) = self.property_at(ahead) else { return false };
        self.keyword_at(ahead) != Some(Keyword::Confidence) && self.comparison_at(ahead + length).is_some()
    }

    /// A word of a property that is no kind, and its length in tokens: Chinese ones may have been cut into two.
    pub(super) fn property_at(&self, ahead: usize) -> Option<usize> {
        let Some(TokenKind::Word { key, han, .. }) = self.peek_kind(ahead) else { return None };
        // 单位为“件”: a word of a kind, too, of which nothing is said.
        if self.kind_at(ahead).is_some() && !self.compared_with_value(ahead + 1) {
            return None;
        }
        if self.vocabulary.schema.property(key).is_some() {
            return Some(1);
        }
        match self.peek_kind(ahead + 1) {
            Some(TokenKind::Word { key: next, han: true, .. }) if *han => {
                self.vocabulary.schema.property(&format!("{key}{next}")).map(|_| 2)
            }
            _ => None,
        }
    }

    /// `= "件"`, 为“件”
    fn compared_with_value(&self, ahead: usize) -> bool {
        let compared = matches!(self.peek_kind(ahead), Some(TokenKind::Compare(_))) || self.keyword_at(ahead) == Some(Keyword::Is);
        compared && matches!(self.peek_kind(ahead + 1), Some(TokenKind::Text(_) | TokenKind::Integer(_) | TokenKind::Float(_)))
    }

    /// `of category university`, `with year 2025`: a property and its value without a comparison between them.
    pub(super) fn plain_filter_at(&self, ahead: usize) -> bool {
        let value = |at: usize| match self.peek_kind(at) {
            Some(TokenKind::Text(_) | TokenKind::Integer(_) | TokenKind::Float(_)) => true,
            Some(TokenKind::Word { keyword: None, .. }) => self.kind_at(at).is_none(),
            _ => false,
        };
        self.property_at(ahead).is_some_and(|length| value(ahead + length))
    }
}
