//! Questions about the plan itself: `who issued the plan`, `overview`, 规划由谁发布, 规划概况. The page about it answers them all.

use super::cursor::Cursor;
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Ask, Target, TargetKind};

/// The kind that a document is.
const PLAN: &str = "Plan";

/// Words for the page itself.
pub(super) const OVERVIEW: &[&str] = &["overview", "summary", "概述", "概况", "概要", "简介", "总览", "基本情况", "基本信息"];

/// What happened to a plan, by someone and on some day.
pub(super) const ISSUED: &[&str] = &["issued", "published", "released", "adopted", "发布", "印发", "颁布", "出台", "发文", "公布", "制定"];

/// Words of such a question that stand for no property.
pub(super) const ASKED: &[&str] = &["when", "day", "whom", "什么时候", "何时", "时间", "由", "谁", "哪年", "哪一年", "于"];

impl Cursor<'_> {
    /// Such a question from its first word to its last; nothing (and the cursor unmoved) where another word stands in it.
    pub(super) fn whole_plan(&mut self) -> Option<Ask> {
        let start = self.at;
        let (mut named, mut asked, mut page) = (false, false, false);
        while !matches!(self.peek_kind(0), None | Some(TokenKind::Stop | TokenKind::Semicolon)) {
            let word = |words: &[&str]| matches!(self.peek_kind(0), Some(TokenKind::Word { key, .. }) if words.contains(&key.as_str()));
            let kind = self.kind_at(0).filter(|(_, length)| !self.value_at(*length));
            self.at += if word(OVERVIEW) {
                page = true;
                1
            } else if word(ISSUED) {
                asked = true;
                1
            } else if let Some((_, length)) = kind.filter(|(kind, _)| kind.name == PLAN) {
                named = true;
                length
            } else if let Some(length) = self.property_of_plan() {
                asked = true;
                length
            } else if word(ASKED)
                || asked && self.at(Keyword::By)
                || matches!(
                    self.keyword_at(0),
                    Some(Keyword::Please | Keyword::Of | Keyword::De | Keyword::About | Keyword::Is | Keyword::WhatIs)
                )
            {
                // 谁 and `who` are words for institutions as well.
                page |= self.at(Keyword::About);
                1
            } else {
                self.at = start;
                return None;
            };
        }
        // `issuer` by itself is asked of nothing; 概况 can only be that of what was imported.
        if page && (named || self.at == start + 1) || named && asked {
            return Some(Ask::About(Target::new(TargetKind::Any(PLAN.to_owned()), self.span_from(start))));
        }
        self.at = start;
        None
    }

    /// A word for a property that plans have of their own.
    fn property_of_plan(&self) -> Option<usize> {
        let length = self.property_at(0)?;
        let word: String = (0..length)
            .filter_map(|at| match self.peek_kind(at) {
                Some(TokenKind::Word { key, .. }) => Some(key.as_str()),
                _ => None,
            })
            .collect();
        let schema = self.vocabulary.schema;
        let name = schema.property(&word)?;
        let own = schema.kind(PLAN)?.properties.iter().any(|property| property.name == name);
        own.then_some(length)
    }
}
