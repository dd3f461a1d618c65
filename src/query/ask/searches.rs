//! Full-text questions: `search "a" near "b" in measures`, 在措施中搜索“a”.

use super::cursor::Cursor;
use super::errors::syntax;
use super::keyword::Keyword;
use super::token::{Token, TokenKind};
use super::tree::{Ask, Limits, SearchQuery};
use crate::base::Outcome;

/// 规划对“…”怎么说: what stands before the text, and behind it.
pub(super) const TOWARD: &[&str] = &["对", "对于"];
pub(super) const HOW_SAID: &[&str] = &["怎么说", "怎样说", "如何说", "怎么写"];

impl Cursor<'_> {
    /// `search "a" near "b" in measures`, 搜索“a”且“b”于措施.
    pub(super) fn search(&mut self) -> Outcome<Ask> {
        let mut kinds = Vec::new();
        self.search_place(&mut kinds);
        self.at += 1;
        self.search_place(&mut kinds);
        self.eat(Keyword::For);
        let query = self.search_any()?;
        self.joint_before_in();
        if self.at(Keyword::In) && self.kind_at(1).is_some() {
            self.search_place(&mut kinds);
        }
        Ok(Ask::Search { query, kinds, limits: Limits::default() })
    }

    /// `what does the plan say about "…"`, `find "…"`, 规划对“…”怎么说: the text itself is asked for. `start` is where the ask begins.
    pub(super) fn said_about(&mut self, start: usize) -> Outcome<Option<Ask>> {
        let here = self.at;
        let word = |at: Option<&Token>, words: &[&str]| {
            at.is_some_and(|token| matches!(&token.kind, TokenKind::Word { key, .. } if words.contains(&key.as_str())))
        };
        let found = self.at > start && word(self.tokens.get(self.at - 1), &["find"]);
        let mut ahead = usize::from(self.at(Keyword::In));
        ahead += self.kind_at(ahead).filter(|(kind, _)| kind.name == "Plan").map_or(0, |(_, length)| length);
        let plan = ahead > 0;
        let says = word(self.tokens.get(self.at + ahead), &["say", "says"]);
        ahead += usize::from(says);
        let toward = self.keyword_at(ahead) == Some(Keyword::About) || word(self.tokens.get(self.at + ahead), TOWARD);
        ahead += usize::from(toward);
        let text = matches!(self.peek_kind(ahead), Some(TokenKind::Text(_)));
        if !text || !(found && ahead == 0 || plan && toward) {
            return Ok(None);
        }
        self.at += ahead;
        let query = self.search_any()?;
        let told = word(self.peek(), HOW_SAID);
        self.at += usize::from(told);
        if says || told || found {
            return Ok(Some(Ask::Search { query, kinds: Vec::new(), limits: Limits::default() }));
        }
        self.at = here;
        Ok(None)
    }

    /// 在措施中, `in measures`, 措施中的: where is searched, before or after the word itself.
    fn search_place(&mut self, kinds: &mut Vec<String>) {
        self.eat(Keyword::In);
        let known = kinds.len();
        while let Some(kind) = self.eat_kind_word() {
            kinds.push(kind.name.clone());
            let joint = matches!(self.peek_kind(0), Some(TokenKind::Comma { .. }))
                || matches!(self.keyword_at(0), Some(Keyword::And | Keyword::He | Keyword::Or));
            if joint && self.kind_at(1).is_some() {
                self.at += 1;
            }
        }
        if kinds.len() > known {
            self.eat(Keyword::Inside);
            self.eat(Keyword::De);
        }
    }

    /// Whether 在措施中搜索 begins here.
    pub(super) fn place_of_search(&self) -> bool {
        let Some((_, length)) = self.kind_at(1).filter(|_| self.at(Keyword::In)) else { return false };
        (1 + length..4 + length).any(|ahead| self.keyword_at(ahead) == Some(Keyword::Search))
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
            if let Some(TokenKind::Word { key, keyword: None, .. }) = self.peek_kind(0) {
                return Err(syntax(self.span(), "a text to search for stands in quotation marks", "检索词须放在引号中")
                    .hint(format!("search \"{key}\""), format!("搜索“{key}”")));
            }
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
}

fn one_or(mut items: Vec<SearchQuery>, many: fn(Vec<SearchQuery>) -> SearchQuery) -> SearchQuery {
    if items.len() == 1 { items.remove(0) } else { many(items) }
}
