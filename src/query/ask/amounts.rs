//! How many targets a head must have: `at least 2 measures`, 至少两项措施, 两个以上机构.

use super::cursor::Cursor;
use super::errors::syntax;
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Ask, FilterOp, Target, TargetKind, Times};
use crate::base::Outcome;
use crate::query::ast::CompareOp;

/// Numbers as words. 两 is how two things are counted.
pub(super) const NUMERALS: &[(&str, u64)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("一", 1),
    ("二", 2),
    ("两", 2),
    ("三", 3),
    ("四", 4),
    ("五", 5),
    ("六", 6),
    ("七", 7),
    ("八", 8),
    ("九", 9),
    ("十", 10),
    ("十一", 11),
    ("十二", 12),
    ("十三", 13),
    ("十四", 14),
    ("十五", 15),
    ("十六", 16),
    ("十七", 17),
    ("十八", 18),
    ("十九", 19),
    ("二十", 20),
];

/// What the parts of a document are called, and how a Chinese plan prints it.
pub(super) const PARTS: &[(&str, &str)] =
    &[("part", "部分"), ("section", "部分"), ("chapter", "章"), ("部分", "部分"), ("章", "章"), ("章节", "章"), ("篇", "篇"), ("编", "编")];

/// Words for more than one.
pub(super) const SEVERAL: &[&str] = &["several", "multiple", "多个", "多项", "多条", "多家"];

/// An amount at the cursor: its number, how it is compared, and how many tokens it takes.
#[derive(Clone, Copy)]
pub(super) struct AmountAt {
    number: Option<u64>,
    op: CompareOp,
    length: usize,
}

impl Cursor<'_> {
    /// Takes an amount.
    pub(super) fn amount(&mut self) -> Outcome<Option<Times>> {
        let Some(found) = self.amount_at() else { return Ok(None) };
        let negative = || syntax(self.span(), "there are never fewer than none", "数量不能为负").hint("at least 2 measures", "至少2项措施");
        let number = found.number.ok_or_else(negative)?;
        self.at += found.length;
        // `at least 2 of goal "A", "B", "C"`
        self.eat(Keyword::Of);
        Ok(Some(Times { op: found.op, number }))
    }

    /// A number of things, with a comparison before it or 以上, 以下 after it. A number of years is none.
    pub(super) fn amount_at(&self) -> Option<AmountAt> {
        if matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if SEVERAL.contains(&key.as_str())) {
            let follows = self.target_at(1) || self.verb_at(1, |_| true).is_some();
            return follows.then_some(AmountAt { number: Some(2), op: CompareOp::GreaterOrEqual, length: 1 });
        }
        let said = match self.comparison_at(0) {
            Some((FilterOp::Compare(op), length)) => Some((op, length)),
            Some(_) => return None,
            None if self.at(Keyword::Exactly) => Some((CompareOp::Equal, 1)),
            None => None,
        };
        let number = said.map_or(0, |(_, length)| length);
        if !matches!(self.peek_kind(number), Some(TokenKind::Integer(_))) && self.number_at(number).is_none() {
            return None;
        }
        let mut length = number + 1;
        let mut op = said.map(|(op, _)| op);
        // 两项以上措施, 两个以上机构: in Chinese the number itself is meant, too
        length += usize::from(self.keyword_at(length) == Some(Keyword::Counter));
        if op.is_none()
            && let Some(TokenKind::Word { key, .. }) = self.peek_kind(length)
        {
            op = match key.as_str() {
                "以上" => Some(CompareOp::GreaterOrEqual),
                "以下" | "以内" => Some(CompareOp::LessOrEqual),
                _ => None,
            };
            length += usize::from(op.is_some());
        }
        let of = self.keyword_at(length) == Some(Keyword::Of);
        let begins = length + usize::from(of || self.keyword_at(length) == Some(Keyword::Directly));
        (self.target_at(begins) || self.verb_at(begins, |_| true).is_some()).then_some(AmountAt {
            number: self.number_at(number),
            op: op.unwrap_or(CompareOp::Equal),
            length,
        })
    }

    /// 措施超过5条的, 措施数不少于3的, 措施在5条以上的: what is counted, then how many, before a head.
    pub(super) fn counted_first(&mut self) -> Option<(Target, Times)> {
        let start = self.at;
        let found = self.kind_and_number();
        if found.is_none() {
            self.at = start;
        }
        found
    }

    /// Whether such a wish stands here.
    pub(super) fn counted_at(&self) -> bool {
        self.looking(0).counted_first().is_some()
    }

    fn kind_and_number(&mut self) -> Option<(Target, Times)> {
        let start = self.at;
        let kind = self.eat_kind_word()?.name.clone();
        let target = Target::new(TargetKind::Any(kind), self.span_from(start));
        self.eat(Keyword::Number);
        self.eat(Keyword::In);
        let mut op = match self.comparison_at(0) {
            Some((FilterOp::Compare(op), length)) => {
                self.at += length;
                Some(op)
            }
            _ => None,
        };
        let number = self.number_at(0)?;
        self.at += 1;
        self.eat(Keyword::Counter);
        if op.is_none() {
            op = match self.peek_kind(0)? {
                TokenKind::Word { key, .. } if key == "以上" => Some(CompareOp::GreaterOrEqual),
                TokenKind::Word { key, .. } if key == "以下" => Some(CompareOp::LessOrEqual),
                _ => None,
            };
            self.at += 1;
        }
        (self.at(Keyword::De) && self.kind_at(1).is_some()).then_some((target, Times { op: op?, number }))
    }

    /// An outermost part of the document that something stands in: 第四部分, 第4章, `in part four`, `in chapter 4`.
    pub(super) fn numbered_part(&mut self) -> Option<Target> {
        let start = self.at;
        let led = self.eat_any(&[Keyword::In, Keyword::Of]);
        let found = if led || self.at(Keyword::Ordinal) { self.part() } else { None };
        let Some(part) = found else {
            self.at = start;
            return None;
        };
        self.eat(Keyword::Inside);
        Some(Target { at: self.span_from(start).into(), ..part })
    }

    /// The same by itself: 第四部分, `part four`.
    pub(super) fn part(&mut self) -> Option<Target> {
        let start = self.at;
        let unit = |ahead: usize| match self.peek_kind(ahead)? {
            TokenKind::Word { key, .. } => PARTS.iter().find(|(word, _)| word == key).map(|(_, unit)| *unit),
            _ => None,
        };
        let (number, unit, length) = if self.at(Keyword::Ordinal) { (1, unit(2)?, 3) } else { (1, unit(0)?, 2) };
        let count = self.number_at(number)?;
        // As a plan would print it: 四, not 两 and not `four`.
        let sign = NUMERALS.iter().filter(|(word, _)| !word.is_ascii()).find(|(_, value)| *value == count);
        let sign = sign.map_or_else(|| count.to_string(), |(word, _)| (*word).to_owned());
        self.at += length;
        let name = format!("第{sign}{unit}");
        Some(Target::new(TargetKind::Named { kind: Some("Section".to_owned()), name }, self.span_from(start)))
    }

    /// A part and nothing more: the page about it.
    pub(super) fn about_part(&mut self) -> Option<Ask> {
        let start = self.at;
        if let Some(part) = self.part()
            && matches!(self.peek_kind(0), None | Some(TokenKind::Stop | TokenKind::Semicolon))
        {
            return Some(Ask::About(part));
        }
        self.at = start;
        None
    }

    /// The number at the cursor (+ `ahead`), in digits or as a word.
    pub(super) fn number_at(&self, ahead: usize) -> Option<u64> {
        match self.peek_kind(ahead)? {
            TokenKind::Integer(number) => u64::try_from(*number).ok(),
            TokenKind::Word { key, .. } => NUMERALS.iter().find(|(word, _)| word == key).map(|(_, number)| *number),
            _ => None,
        }
    }
}
