//! Filters on properties: `where year >= 2025`, `with year 2025`, `without year`, `named "…"`, 名称以“…”开头的.

use super::cursor::Cursor;
use super::errors::{Refusal, syntax};
use super::keyword::Keyword;
use super::token::TokenKind;
use super::tree::{Filter, FilterOp, FilterValue, Limits};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, nearest};
use crate::model::Value;
use crate::query::ast::CompareOp;

impl Cursor<'_> {
    /// `where year >= 2025 and unit = "件"`, 其中年份≥2025, `with year >= 2025`, `of category university`, 类别为大学的.
    pub(super) fn filters(&mut self, limits: &mut Limits) -> Outcome<bool> {
        let start = self.at;
        // `institutions named "…"`
        if let (Some(TokenKind::Word { key, .. }), Some(TokenKind::Text(name))) = (self.peek_kind(0), self.peek_kind(1))
            && matches!(key.as_str(), "named" | "called")
        {
            self.at += 2;
            let (property, value) = ("name".to_owned(), FilterValue::Literal(Value::from(name.as_str())));
            limits.filters.push(Filter { property, op: FilterOp::Compare(CompareOp::Equal), value, at: self.span_from(start).into() });
            return Ok(true);
        }
        if self.affix(limits)? || self.absence(limits)? || self.value_itself(limits) {
            return Ok(true);
        }
        let mut plain = false;
        if !self.eat(Keyword::Where) {
            let led = self.eat_any(&[Keyword::With, Keyword::Of]);
            plain = led && self.plain_filter_at(0);
            if !(plain || self.filter_at(0)) {
                self.at = start;
                return Ok(false);
            }
        }
        // `where confidence >= 0.8`, `where basis = explicit`: said of the relations, whose tails these are.
        if self.at(Keyword::Confidence) || self.at(Keyword::Basis) {
            return Ok(self.confidence(limits)? || self.basis(limits)?);
        }
        loop {
            let start = self.at;
            if self.affix(limits)? {
                return Ok(true);
            }
            let property = self.property()?;
            let nothing = self.nothing();
            let (op, value) = match self.comparison_at(0) {
                _ if nothing.is_some() => (nothing.unwrap_or(FilterOp::Missing), FilterValue::Literal(Value::Null)),
                None if plain => (FilterOp::Compare(CompareOp::Equal), self.filter_value()?),
                _ => (self.filter_op()?, self.filter_value()?),
            };
            limits.filters.push(Filter { property, op, value, at: self.span_from(start).into() });
            let before = self.at;
            if !(self.eat_any(&[Keyword::And, Keyword::He]) || self.eat_comma()) {
                break;
            }
            // The comma may lead to the next tail instead.
            if !self.filter_ahead() {
                self.at = before;
                break;
            }
        }
        Ok(true)
    }

    fn filter_ahead(&self) -> bool {
        let op = |ahead: usize| self.comparison_at(ahead).is_some();
        self.keyword_at(0) != Some(Keyword::Confidence) && (op(1) || op(2))
    }

    /// A property's word; Chinese ones may have been cut into several.
    pub fn property(&mut self) -> Outcome<String> {
        let start = self.at;
        let schema = self.vocabulary.schema;
        let mut typed = String::new();
        let mut found = None;
        while let Some(TokenKind::Word { key, han, .. }) = self.peek_kind(0) {
            let ends = matches!(
                self.keyword_at(0),
                Some(Keyword::Ascending | Keyword::Descending | Keyword::Sorted | Keyword::Group | Keyword::Contains)
            ) || *han && self.comparison_at(0).is_some();
            if (!*han || ends) && !typed.is_empty() {
                break;
            }
            typed.push_str(key);
            self.at += 1;
            if let Some(name) = schema.property(&typed) {
                found = Some((name.to_owned(), self.at));
            }
            if !*han || self.at - start > 4 {
                break;
            }
        }
        if let Some((name, end)) = found {
            self.at = end;
            return Ok(name);
        }
        self.at = start;
        if typed.is_empty() {
            return Err(
                syntax(self.span(), "the name of a property is needed here", "此处需要属性名").hint("where year >= 2025", "其中年份≥2025")
            );
        }
        Err(self.no_property(&typed))
    }

    fn no_property(&self, typed: &str) -> Refusal {
        let schema = self.vocabulary.schema;
        let near: Vec<&str> = nearest(typed, schema.property_candidates().filter(|word| word.is_ascii() == typed.is_ascii()), 3);
        let error = Diagnostic::compile(
            ErrorClass::UnknownName,
            "UnknownProperty",
            Message::new(format!("there is no property `{typed}`"), format!("没有属性“{typed}”")),
        )
        .at(self.span());
        match near.as_slice() {
            [] => error.hint("properties: name, text, year, unit, category …", "属性如：名称、文本、年份、类别"),
            near => error.hint(format!("did you mean `{}`?", near.join("` or `")), format!("是否指“{}”？", near.join("”或“"))),
        }
    }

    pub(super) fn filter_op(&mut self) -> Outcome<FilterOp> {
        let Some((found, length)) = self.comparison_at(0) else {
            return Err(syntax(self.span(), "a comparison is needed here: = <> < <= > >= contains", "此处需要比较：＝ ≠ ＜ ≤ ＞ ≥ 包含")
                .hint("for example where year >= 2025", "例如：其中年份≥2025"));
        };
        self.at += length;
        Ok(found)
    }

    fn filter_value(&mut self) -> Outcome<FilterValue> {
        let value = match self.peek_kind(0) {
            Some(TokenKind::Text(text)) => FilterValue::Literal(Value::from(text.as_str())),
            Some(TokenKind::Integer(number)) => FilterValue::Literal(Value::Int(*number)),
            Some(TokenKind::Float(number)) => FilterValue::Literal(Value::Float(*number)),
            Some(TokenKind::Variable(name)) => FilterValue::Variable(name.clone()),
            // A word of an enumerated property may stand without quotes: 类别＝大学.
            Some(TokenKind::Word { key, .. }) => match key.as_str() {
                "true" => FilterValue::Literal(Value::Bool(true)),
                "false" => FilterValue::Literal(Value::Bool(false)),
                other => FilterValue::Literal(Value::from(other)),
            },
            _ => {
                return Err(syntax(self.span(), "a value is needed here: a number or a quoted text", "此处需要一个值：数字或引号中的文字")
                    .hint("for example where year >= 2025", "例如：其中年份≥2025"));
            }
        };
        self.at += 1;
        if !self.eat_kind(&TokenKind::Percent) {
            self.eat(Keyword::Year);
        }
        Ok(value)
    }

    /// 名称以“五邑”开头的, 以“大学”结尾的, 名称开头为“五邑”的, `starting with "五邑"`: of names where no property is said.
    fn affix(&mut self, limits: &mut Limits) -> Outcome<bool> {
        let start = self.at;
        let property_length = self.property_at(0).unwrap_or(0);
        let op_at = |ahead: usize| match self.keyword_at(ahead) {
            Some(Keyword::Beginning) => Some(FilterOp::StartsWith),
            Some(Keyword::Ending) => Some(FilterOp::EndsWith),
            _ => None,
        };
        let text_at = |ahead: usize| matches!(self.peek_kind(ahead), Some(TokenKind::Text(_)));
        let is_word = |ahead: usize, word: &str| matches!(self.peek_kind(ahead), Some(TokenKind::Word { key, .. }) if key == word);
        let after = property_length;
        let (op, text, end) = if is_word(after, "以") && text_at(after + 1) && op_at(after + 2).is_some() {
            (op_at(after + 2), after + 1, after + 3)
        } else if op_at(after).is_some() && self.keyword_at(after + 1) == Some(Keyword::Is) && text_at(after + 2) {
            (op_at(after), after + 2, after + 3)
        } else {
            match self.comparison_at(0) {
                Some((op @ (FilterOp::StartsWith | FilterOp::EndsWith), length)) if text_at(length) => (Some(op), length, length + 1),
                _ => return Ok(false),
            }
        };
        let property = if property_length > 0 { self.property()? } else { "name".to_owned() };
        let value = match self.tokens.get(start + text).map(|token| &token.kind) {
            Some(TokenKind::Text(text)) => FilterValue::Literal(Value::from(text.as_str())),
            _ => return Ok(false),
        };
        self.at = start + end;
        let op = op.unwrap_or(FilterOp::StartsWith);
        limits.filters.push(Filter { property, op, value, at: self.span_from(start).into() });
        Ok(true)
    }

    /// `targets below 100`, 低于100的指标值: a comparison without a property is of the value.
    fn value_itself(&mut self, limits: &mut Limits) -> bool {
        let start = self.at;
        let Some((op @ FilterOp::Compare(_), length)) = self.comparison_at(0) else { return false };
        let value = match self.peek_kind(length) {
            Some(TokenKind::Integer(number)) => Value::Int(*number),
            Some(TokenKind::Float(number)) => Value::Float(*number),
            _ => return false,
        };
        // A number of years, steps or things is another matter.
        if matches!(self.keyword_at(length + 1), Some(Keyword::Year | Keyword::Steps | Keyword::Counter)) {
            return false;
        }
        self.at += length + 1;
        self.eat_kind(&TokenKind::Percent);
        let value = FilterValue::Literal(value);
        limits.filters.push(Filter { property: "value".to_owned(), op, value, at: self.span_from(start).into() });
        true
    }

    /// `without year`, `with no year`, 没有年份的, `with a year`: whether a property is there at all.
    fn absence(&mut self, limits: &mut Limits) -> Outcome<bool> {
        let start = self.at;
        let Some((op, length)) = self.absence_at() else { return Ok(false) };
        self.at += length;
        let property = self.property()?;
        let value = FilterValue::Literal(Value::Null);
        limits.filters.push(Filter { property, op, value, at: self.span_from(start).into() });
        Ok(true)
    }

    /// What stands before a property that is there or not, where one stands so: the operator, and the length of the words.
    pub(super) fn absence_at(&self) -> Option<(FilterOp, usize)> {
        let mut length = 1;
        let op = match self.keyword_at(0)? {
            Keyword::Without => FilterOp::Missing,
            Keyword::With => FilterOp::Present,
            _ => return None,
        };
        let no = self.keyword_at(length) == Some(Keyword::No);
        length += usize::from(no);
        let article = |key: &str| matches!(key, "a" | "an" | "the" | "any" | "stated" | "任何" | "写明");
        while matches!(self.peek_kind(length), Some(TokenKind::Word { key, .. }) if article(key)) {
            length += 1;
        }
        let after = length + self.property_at(length)?;
        let alone = match self.peek_kind(after) {
            None | Some(TokenKind::Comma { .. } | TokenKind::Stop | TokenKind::Semicolon | TokenKind::Close) => true,
            Some(TokenKind::Word { keyword, .. }) => {
                matches!(
                    keyword,
                    Some(Keyword::De | Keyword::And | Keyword::He | Keyword::Sorted | Keyword::Top | Keyword::With | Keyword::Per)
                ) && !self.order_ahead(after)
                    || self.verb_at(after, |_| true).is_some()
            }
            _ => false,
        };
        alone.then_some((if no { FilterOp::Missing } else { op }, length))
    }

    /// `is null`, `is not missing`, 为空, 未知: after a property.
    fn nothing(&mut self) -> Option<FilterOp> {
        let word = |at: usize| match self.peek_kind(at) {
            Some(TokenKind::Word { key, .. }) => key.as_str(),
            _ => "",
        };
        let mut length = usize::from(self.keyword_at(0) == Some(Keyword::Is) || word(0) == "is");
        let negated = self.keyword_at(length) == Some(Keyword::Not);
        length += usize::from(negated);
        if !matches!(word(length), "null" | "missing" | "empty" | "unknown" | "blank" | "unstated" | "空" | "空值" | "未知" | "缺失")
        {
            return None;
        }
        self.at += length + 1;
        Some(if negated { FilterOp::Present } else { FilterOp::Missing })
    }
}
