//! Tokens → [`AskStatement`]: which ask it is, and the tails of its form.

use super::cursor::Cursor;
use super::diagnose::{diagnose, pattern_like, with_example};
use super::errors::syntax;
use super::keyword::Keyword;
use super::relative::with_brackets;
use super::repair::repaired;
use super::token::{TokenKind, Vocabulary, tokens};
use super::tree::{Ask, AskStatement, Export, Grouping, Labels, Limits, List, Tails};
use crate::base::{Outcome, Span};
use crate::query::ast::{Aside, Mode};
use crate::query::parser::{Layer, layer};
use crate::schema::Schema;

/// Reads one ask. `base` is where `text` begins in its source.
///
/// # Errors
/// `SyntaxError`, `SemanticError` and `UnknownName` at the place of the fault, with the nearest right form.
pub fn parse(text: &str, base: usize, schema: &Schema) -> Outcome<AskStatement> {
    let vocabulary = Vocabulary::of(schema);
    let tokens = tokens(text, base, &vocabulary)
        .map_err(|error| with_example(pattern_like(text, base).unwrap_or_else(|| repaired(error, text, base, &vocabulary))))?;
    let end = base + text.trim_end().len();
    let mut cursor = Cursor { vocabulary: &vocabulary, tokens: &tokens, at: 0, depth: 0, end };
    cursor.statement(text, base).map_err(|error| {
        let told = diagnose(error, text, base, &tokens, &vocabulary);
        with_example(repaired(told, text, base, &vocabulary))
    })
}

/// Whether a text can be read as an ask, with no look at why not.
pub(super) fn read_plainly(text: &str, vocabulary: &Vocabulary<'_>) -> bool {
    tokens(text, 0, vocabulary)
        .and_then(|tokens| Cursor { vocabulary, tokens: &tokens, at: 0, depth: 0, end: text.trim_end().len() }.statement(text, 0))
        .is_ok()
}

impl Cursor<'_> {
    fn statement(&mut self, text: &str, base: usize) -> Outcome<AskStatement> {
        let mode = match self.keyword_at(0) {
            Some(Keyword::Explain) if !self.explains_name() => Mode::Explain,
            Some(Keyword::Profile) => Mode::Profile,
            _ => Mode::Run,
        };
        self.at += usize::from(mode != Mode::Run);
        self.eat_kind(&TokenKind::Colon);
        let bind = if self.eat(Keyword::Let) { Some(self.variable_to_bind()?) } else { None };
        let rest = self.peek().and_then(|token| text.get(token.span.start - base..)).unwrap_or("");
        if bind.is_some() && layer(rest) == Layer::Pattern {
            let span = self.span_from(self.at).to(Span::new(self.end, self.end));
            let pattern = rest.trim_end().trim_end_matches([';', '；']).to_owned();
            let ask = Ask::Pattern { text: pattern };
            return Ok(AskStatement { mode, bind, ask, tails: Tails::default(), notes: Aside::default(), at: span.into() });
        }
        if self.done() {
            return Err(syntax(self.span(), "the ask is empty", "没有提问内容")
                .hint("measures supporting goal \"发明专利\"", "支撑目标“发明专利”的措施"));
        }
        let mut tails = Tails::default();
        let start = self.at;
        let mut ask = self.ask()?;
        self.tails(&mut ask, &mut tails)?;
        // 有哪些, `are there`, `have` at the end of a question.
        if matches!(self.peek_kind(0), Some(TokenKind::Comma { .. })) && self.keyword_at(1) == Some(Keyword::Please) {
            self.at += 1;
        }
        // 园区的名单
        if self.at(Keyword::De) && self.keyword_at(1) == Some(Keyword::Please) && listed(&ask).is_some() {
            self.at += 1;
        }
        self.skip_polite();
        if self.at(Keyword::With) && self.keyword_at(1).is_none() {
            self.at += 1;
        }
        while self.eat_kind(&TokenKind::Stop) || self.eat_kind(&TokenKind::Semicolon) {}
        if !self.done() {
            let head = match &ask {
                Ask::List(list) | Ask::Count { of: list, .. } => Some(list.head.clone()),
                _ => None,
            };
            return Err(self.left_over(head.as_deref()));
        }
        let notes = listed(&ask).and_then(|list| with_brackets(text, base, list)).into_iter().collect();
        Ok(AskStatement { mode, bind, ask, tails, notes: Aside(notes), at: self.span_from(start).into() })
    }

    /// `explain "1+6+N"`, 请解释“1+6+N”: a name alone is to be defined, an ask is to be shown as a pattern.
    pub(super) fn explains_name(&self) -> bool {
        let kind = self.kind_at(1).map_or(0, |(_, length)| length);
        self.value_at(1 + kind) && matches!(self.peek_kind(2 + kind), None | Some(TokenKind::Stop | TokenKind::Semicolon))
    }

    fn variable_to_bind(&mut self) -> Outcome<String> {
        let name = match self.peek_kind(0) {
            Some(TokenKind::Variable(name)) => name.clone(),
            _ => {
                return Err(syntax(self.span(), "a variable is needed after `let`", "“设”之后需要变量")
                    .hint("let $g = goals mentioning \"专利\"", "设 $g = 提到“专利”的目标"));
            }
        };
        self.at += 1;
        if !self.eat_kind(&TokenKind::Compare(crate::query::ast::CompareOp::Equal)) && !self.eat_kind(&TokenKind::Colon) {
            return Err(syntax(self.span(), "`=` is needed here", "此处需要“＝”"));
        }
        Ok(name)
    }

    /// The tails of form, among which tails that narrow a set may still stand.
    fn tails(&mut self, ask: &mut Ask, tails: &mut Tails) -> Outcome<()> {
        loop {
            let before = self.at;
            self.joint();
            // 请问哪些…？请附上证据
            if self.eat_kind(&TokenKind::Stop) {
                self.skip_polite();
                if !self.at(Keyword::WithEvidence) {
                    self.at = before;
                    return Ok(());
                }
            }
            let mut per = Vec::new();
            if self.form(tails)? {
                continue;
            }
            if self.groupings(&mut per)? {
                grouped(ask, per, self.span_from(before))?;
                continue;
            }
            if let Some(limits) = limits_of(ask)
                && self.limit(limits)?
            {
                continue;
            }
            self.at = before;
            return Ok(());
        }
    }

    fn form(&mut self, tails: &mut Tails) -> Outcome<bool> {
        let start = self.at;
        if self.eat(Keyword::WithEvidence) {
            tails.with_evidence = true;
            return Ok(true);
        }
        if let Some(length) = self.evidence_ahead() {
            self.at += length;
            tails.with_evidence = true;
            return Ok(true);
        }
        if self.eat(Keyword::Labels) {
            tails.labels = Some(match self.typed().as_str() {
                "en" | "english" | "英文" => Labels::English,
                "zh" | "chinese" | "中文" => Labels::Chinese,
                "both" | "双语" => Labels::Both,
                _ => {
                    return Err(syntax(self.span(), "labels are `en`, `zh` or `both`", "标签可为：英文、中文、双语")
                        .hint("goals labels zh", "目标，标签中文"));
                }
            });
            self.at += 1;
            return Ok(true);
        }
        if self.eat(Keyword::As) {
            let format = self.typed();
            if !matches!(self.peek_kind(0), Some(TokenKind::Word { .. })) {
                return Err(syntax(self.span(), "the name of a format is needed: csv, json, gexf …", "此处需要格式名：csv、json、gexf 等")
                    .hint("goals as csv into \"goals.csv\"", "目标，输出为csv到“目标.csv”"));
            }
            self.at += 1;
            let file = if self.eat_any(&[Keyword::Into, Keyword::To]) {
                let text = self
                    .eat_text()
                    .ok_or_else(|| syntax(self.span(), "the name of a file is needed in quotes", "此处需要引号中的文件名"))?;
                Some(text.0)
            } else {
                None
            };
            tails.export = Some(Export { format, file, at: self.span_from(start).into() });
            return Ok(true);
        }
        Ok(false)
    }
}

/// The list that an ask is about.
fn listed(ask: &Ask) -> Option<&List> {
    match ask {
        Ask::List(list) | Ask::Count { of: list, .. } => Some(list),
        _ => None,
    }
}

/// The limits that a tail after the ask goes to.
fn limits_of(ask: &mut Ask) -> Option<&mut Limits> {
    match ask {
        Ask::List(list) | Ask::Count { of: list, .. } => Some(&mut list.limits),
        Ask::Search { limits, .. }
        | Ask::Targets { limits, .. }
        | Ask::Central { limits, .. }
        | Ask::Path { limits, .. }
        | Ask::Similar { limits, .. } => Some(limits),
        _ => None,
    }
}

/// `per` after a list counts it.
fn grouped(ask: &mut Ask, per: Vec<Grouping>, span: Span) -> Outcome<()> {
    match ask {
        Ask::Count { per: groupings, .. } => groupings.extend(per),
        Ask::List(list) => {
            let of = std::mem::replace(list, List::of("", Span::default()));
            *ask = Ask::Count { of, per };
        }
        _ => {
            return Err(
                syntax(span, "this ask cannot be grouped", "此提问不能分组").hint("count measures per task", "统计措施，按任务分组")
            );
        }
    }
    if let Ask::Count { per, .. } = ask
        && per.len() > 2
    {
        return Err(syntax(span, "two groupings at most", "最多两个分组")
            .hint("count measures per goal per institution", "统计措施，按目标、机构分组"));
    }
    Ok(())
}
