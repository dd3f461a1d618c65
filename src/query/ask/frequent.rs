//! What is named most: `institutions mentioned most often`, 出现最多的机构. It is counted by the measures that name it.

use super::cursor::Cursor;
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Ask, Grouping, List};
use crate::base::Outcome;
use crate::schema::{Kind, Word};

/// Groups that are shown where nobody says how many.
pub(super) const SHOWN: u64 = 10;

/// Words that want the largest.
pub(super) const MOST: &[&str] = &["most", "最", "最常", "最多", "次数最多", "最频繁"];

/// Words for standing in the text.
pub(super) const OCCURS: &[&str] =
    &["appear", "appearing", "occur", "occurring", "mentioned", "named", "frequent", "frequently", "common", "出现", "提到", "提及"];

/// The words by which a relation is one of naming, whatever its identifier.
const NAMED_IN: &str = "named in";

impl Cursor<'_> {
    /// A kind with the wish for those that the text names most, before or after it.
    pub(super) fn named_most(&mut self) -> Outcome<Option<Ask>> {
        let start = self.at;
        let before = self.naming_at(0);
        if let Some(length) = before {
            self.at += length;
            self.eat(Keyword::De);
        }
        let Some(kind) = self.eat_kind_word() else {
            self.at = start;
            return Ok(None);
        };
        if before.is_none() {
            self.skip_polite();
            let Some(length) = self.naming_at(0) else {
                self.at = start;
                return Ok(None);
            };
            self.at += length;
        }
        let span = self.span_from(start);
        let Some(namer) = self.namer_of(kind) else {
            self.at = start;
            return Ok(None);
        };
        let mut of = List::of(namer, span);
        self.tails_of_list(&mut of.limits)?;
        of.limits.top.get_or_insert(SHOWN);
        Ok(Some(Ask::Count { of, per: vec![Grouping::Kind { kind: kind.name.clone(), level: None, by: None, at: span.into() }] }))
    }

    /// The kind whose text names things of this kind.
    fn namer_of(&self, kind: &Kind) -> Option<&str> {
        let schema = self.vocabulary.schema;
        let naming = self.vocabulary.meanings(NAMED_IN).iter().find_map(|word| match word {
            Word::Verb { relation, .. } => schema.relations().get(*relation),
            _ => None,
        })?;
        naming.to.contains(&kind.name).then(|| naming.from.first().map(String::as_str)).flatten()
    }

    /// The length of such a wish: `mentioned most often`, `most frequently named`, 最常出现, 出现最多.
    fn naming_at(&self, ahead: usize) -> Option<usize> {
        let (mut at, mut most, mut names) = (ahead, false, false);
        while let Some(TokenKind::Word { key, .. }) = self.peek_kind(at) {
            match key.as_str() {
                word if MOST.contains(&word) => most = true,
                word if OCCURS.contains(&word) => names = true,
                "often" | "are" | "被" => {}
                _ => break,
            }
            at += 1;
        }
        (most && names).then_some(at - ahead)
    }
}
