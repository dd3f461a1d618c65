//! Things ranked by how many others belong to them: `institutions with most measures`, `institutions by number of measures`,
//! 措施最多的机构, 按措施数量排序的机构. It is a count of the others, grouped by the things, with the groups in order.

use super::cursor::Cursor;
use super::frequent::{MOST, SHOWN};
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Ask, COUNT, Grouping, List, Sort};
use crate::base::Outcome;
use crate::schema::{Kind, VerbShape};

/// Words that want the smallest.
pub(super) const FEWEST: &[&str] = &["fewest", "least", "最少"];

/// Words between a number of things and the rank that is asked for: 措施数排名前10的机构.
pub(super) const RANKED: &[&str] = &["排名", "位居", "排在", "位列"];

/// Which end of the order is wanted, and whether all of it is.
#[derive(Clone, Copy)]
struct Wish {
    descending: bool,
    all: bool,
}

impl<'a> Cursor<'a> {
    /// A kind and the kind that it is ranked by; nothing (and the cursor unmoved) where no such wish stands here.
    pub(super) fn by_number(&mut self) -> Outcome<Option<Ask>> {
        let start = self.at;
        let mut top = self.leading_top();
        // 支撑措施最多的目标
        let leading = self.verb_at(0, |shape| *shape == VerbShape::Before).filter(|found| !found.verb.text.is_ascii());
        self.at += leading.map_or(0, |found| found.length);
        let found = self.ranked_first(top.is_some()).or_else(|| self.ranked_last(&mut top));
        let fits = |&(ranked, by, _): &(&Kind, &Kind, Wish)| leading.is_none_or(|verb| verb.relation.joins(&ranked.name, &by.name));
        let Some((ranked, by, wish)) = found.filter(fits) else {
            self.at = start;
            return Ok(None);
        };
        let verb = leading.map(|found| found.relation.name.clone());
        let span = self.span_from(start);
        let mut of = List::of(&by.name, span);
        of.limits.sort.push(Sort { property: COUNT.to_owned(), descending: wish.descending, at: span.into() });
        self.tails_of_list(&mut of.limits)?;
        if let Some(top) = top {
            self.once(of.limits.top.is_some(), span)?;
            of.limits.top = Some(top);
        } else if !wish.all {
            of.limits.top.get_or_insert(SHOWN);
        }
        Ok(Some(Ask::Count { of, per: vec![Grouping::Kind { kind: ranked.name.clone(), level: None, by: verb, at: span.into() }] }))
    }

    /// `institutions with most measures`, `… by number of measures`, 机构按措施数量排序, 哪个机构的措施最多.
    fn ranked_first(&mut self, topped: bool) -> Option<(&'a Kind, &'a Kind, Wish)> {
        let start = self.at;
        let found = self.ranked_kind_first(topped);
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn ranked_kind_first(&mut self, topped: bool) -> Option<(&'a Kind, &'a Kind, Wish)> {
        let ranked = self.eat_kind_word()?;
        if self.at(Keyword::With) {
            self.at += 1;
            self.skip_polite();
            let wish = self.eat_most()?;
            return Some((ranked, self.eat_kind_word()?, wish));
        }
        let sorted = self.eat(Keyword::Sorted);
        if self.eat(Keyword::By) {
            self.skip_polite();
            // `top 10 institutions by measures`: without a rank `by` would be a grouping.
            let numbered = self.eat(Keyword::Number) && self.eat(Keyword::Of);
            if !(numbered || topped) {
                return None;
            }
            let by = self.eat_kind_word().filter(|_| !self.value_at(0))?;
            let wish = self.eat_direction();
            return Some((ranked, by, wish));
        }
        if !sorted && let Some((by, wish)) = self.numbers_in_order() {
            return Some((ranked, by, wish));
        }
        self.eat(Keyword::De);
        let by = self.eat_kind_word()?;
        let wish = self.eat_most()?;
        let ends = matches!(self.peek_kind(0), None | Some(TokenKind::Stop | TokenKind::Semicolon | TokenKind::Comma { .. }));
        (ends && !sorted).then_some((ranked, by, wish))
    }

    /// 措施最多的机构, 按措施数量排序的机构.
    fn ranked_last(&mut self, top: &mut Option<u64>) -> Option<(&'a Kind, &'a Kind, Wish)> {
        let (by, wish) = match self.numbers_in_order() {
            Some(found) => found,
            None => {
                let by = self.eat_kind_word()?;
                match self.number_in_rank() {
                    Some(number) => {
                        *top = Some(number);
                        (by, Wish { descending: true, all: false })
                    }
                    None => (by, self.eat_most()?),
                }
            }
        };
        let joined = self.eat(Keyword::De);
        // 措施最多的前10个机构
        if top.is_none() {
            *top = self.leading_top();
        }
        if !joined && top.is_none() {
            return None;
        }
        Some((self.eat_kind_word()?, by, wish))
    }

    /// 数前10, 数量排名前十 after what is counted.
    fn number_in_rank(&mut self) -> Option<u64> {
        let start = self.at;
        self.eat(Keyword::De);
        let counted = self.eat(Keyword::Number);
        if matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if RANKED.contains(&key.as_str())) {
            self.at += 1;
        }
        let found = if counted { self.leading_top() } else { None };
        if found.is_none() {
            self.at = start;
        }
        found
    }

    /// `top 10`, 前十个: how many are wanted, said before what is wanted.
    fn leading_top(&mut self) -> Option<u64> {
        let top = matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if matches!(key.as_str(), "top" | "first" | "前"));
        let number = if top { self.number_at(1) } else { None };
        if number.is_some() {
            self.at += 2;
            self.eat(Keyword::Counter);
        }
        number
    }

    /// 按措施数量排序, 按措施的数量降序
    fn numbers_in_order(&mut self) -> Option<(&'a Kind, Wish)> {
        let start = self.at;
        let found = self.numbers_and_order();
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn numbers_and_order(&mut self) -> Option<(&'a Kind, Wish)> {
        if !self.eat(Keyword::Per) {
            return None;
        }
        let by = self.eat_kind_word()?;
        self.eat(Keyword::De);
        if !self.eat(Keyword::Number) {
            return None;
        }
        let here = self.at;
        let wish = self.eat_direction();
        self.eat(Keyword::Sorted);
        (self.at > here).then_some((by, wish))
    }

    /// The most come first where no direction is said.
    fn eat_direction(&mut self) -> Wish {
        let ascending = self.eat(Keyword::Ascending);
        if !ascending {
            self.eat(Keyword::Descending);
        }
        Wish { descending: !ascending, all: true }
    }

    fn eat_most(&mut self) -> Option<Wish> {
        let Some(TokenKind::Word { key, .. }) = self.peek_kind(0) else { return None };
        let most = MOST.contains(&key.as_str());
        if !most && !FEWEST.contains(&key.as_str()) {
            return None;
        }
        self.at += 1;
        Some(Wish { descending: most, all: false })
    }
}
