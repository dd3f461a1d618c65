//! Text of an ask → tokens: [`AskParser`] gives words and runs of Chinese characters, which are cut by the vocabulary.

use pest::Parser;
use pest::iterators::Pair;
use rustc_hash::FxHashMap;

use super::amounts::{NUMERALS, PARTS, SEVERAL};
use super::figures::{BASE, CHANGE, GROWS};
use super::forms::WHETHER;
use super::frequent::{MOST, OCCURS};
use super::glossary::{EXPLAINED, GLOSSARY};
use super::keyword::{KEYWORDS, Keyword, keyword};
use super::places::WHERE_ABOUTS;
use super::ranking::{FEWEST, RANKED};
use super::searches::{HOW_SAID, TOWARD};
use super::sentences::USED_WHERE;
use super::whole_plan::{ASKED, ISSUED, OVERVIEW};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, Span, fold_char};
use crate::query::ast::CompareOp;
use crate::schema::{Schema, Word};

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/ask.pest"]
struct AskParser;

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    /// A keyword, a word of the schema, or neither.
    Word {
        key: String,
        keyword: Option<Keyword>,
        han: bool,
    },
    /// A quoted text without its quotes.
    Text(String),
    /// A text in 《》, without them.
    Title(String),
    /// `$name`
    Variable(String),
    Integer(i64),
    Float(f64),
    Compare(CompareOp),
    Open,
    Close,
    /// `,` or 、
    Comma {
        enumeration: bool,
    },
    Semicolon,
    Colon,
    Bar,
    Star,
    Percent,
    /// `—` or `~` between two years.
    Dash,
    /// `?` or `.`: what a sentence ends with.
    Stop,
}

/// A token and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

impl Token {
    pub fn keyword(&self) -> Option<Keyword> {
        match &self.kind {
            TokenKind::Word { keyword, .. } => *keyword,
            _ => None,
        }
    }
}

/// The words by which runs of Chinese characters are cut: keywords, and the schema's words and property names.
pub struct Vocabulary<'a> {
    pub schema: &'a Schema,
    /// Further words: keyword, property name, verb of several words.
    known: FxHashMap<String, ()>,
    longest: usize,
}

impl<'a> Vocabulary<'a> {
    pub fn of(schema: &'a Schema) -> Self {
        let mut known = FxHashMap::default();
        let fixed = KEYWORDS.iter().flat_map(|(_, words)| words.iter().copied());
        let values =
            ["结构", "明示", "词汇", "分析者", "中文", "英文", "双语", "表格", "正文", "以上", "以下", "空", "空值", "未知", "缺失"];
        let values = values.into_iter().chain(
            [
                MOST,
                FEWEST,
                OCCURS,
                TOWARD,
                HOW_SAID,
                GLOSSARY,
                EXPLAINED,
                USED_WHERE,
                BASE,
                CHANGE,
                WHERE_ABOUTS,
                OVERVIEW,
                ISSUED,
                ASKED,
                SEVERAL,
                RANKED,
                WHETHER,
                GROWS,
            ]
            .into_iter()
            .flatten()
            .copied(),
        );
        let values = values.chain(PARTS.iter().map(|(word, _)| *word));
        let numerals = NUMERALS.iter().map(|(word, _)| *word);
        for word in fixed.chain(schema.property_words().map(|(word, _)| word)).chain(values).chain(numerals) {
            if !word.is_ascii() {
                known.insert(word.to_owned(), ());
            }
        }
        let longest = known.keys().map(|word| word.chars().count()).max().unwrap_or(1).max(schema.words().longest());
        Self { schema, known, longest }
    }

    fn knows(&self, word: &str) -> bool {
        self.known.contains_key(word) || !self.schema.words().get(word).is_empty()
    }

    /// What the schema says of a word.
    pub fn meanings(&self, key: &str) -> &'a [Word] {
        self.schema.words().get(key)
    }

    /// Lengths in characters of the words of a run: the cut that leaves the fewest characters unknown, then the one with the
    /// fewest words, then the one whose earlier words are longer. Characters that no word covers stand together.
    fn cut(&self, run: &[char]) -> Vec<usize> {
        // best[i]: cost of the run from i on, and the length of the word that stands at i.
        let mut best: Vec<((usize, usize), usize, bool)> = vec![((0, 0), 0, false); run.len() + 1];
        for at in (0..run.len()).rev() {
            let rest = best[at + 1].0;
            let mut choice = ((rest.0 + 1, rest.1 + 1), 1, false);
            for length in 1..=self.longest.min(run.len() - at) {
                let word: String = run[at..at + length].iter().collect();
                if self.knows(&word) {
                    let rest = best[at + length].0;
                    let cost = (rest.0, rest.1 + 1);
                    if cost <= choice.0 {
                        choice = (cost, length, true);
                    }
                }
            }
            best[at] = choice;
        }
        let (mut lengths, mut at, mut unknown) = (Vec::new(), 0, false);
        while at < run.len() {
            let (_, length, known) = best[at];
            match lengths.last_mut() {
                Some(last) if unknown && !known => *last += length,
                _ => lengths.push(length),
            }
            unknown = !known;
            at += length;
        }
        lengths
    }
}

/// Cuts an ask into tokens. Spans are offset by `base`.
///
/// # Errors
/// `SyntaxError` for an unclosed quote or a character that no ask has.
pub fn tokens(text: &str, base: usize, vocabulary: &Vocabulary) -> Outcome<Vec<Token>> {
    let pairs = AskParser::parse(Rule::ask, text).map_err(|error| {
        let at = match error.location {
            pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at + base,
        };
        syntax("UnexpectedSyntax", Span::new(at, at + 1), "this cannot be read as an ask", "无法识别为提问")
    })?;
    let mut found = Vec::new();
    for pair in pairs.flat_map(Pair::into_inner) {
        token(pair, base, vocabulary, &mut found)?;
    }
    close_phrases(&mut found, vocabulary);
    Ok(found)
}

/// `supported only by` → `supported by only`: an adverb within a verb of two words is read behind it.
fn close_phrases(tokens: &mut [Token], vocabulary: &Vocabulary<'_>) {
    let key = |token: &Token| match &token.kind {
        TokenKind::Word { key, han: false, .. } => Some(key.clone()),
        _ => None,
    };
    for at in 1..tokens.len().saturating_sub(1) {
        let adverb = matches!(tokens[at].keyword(), Some(Keyword::Only | Keyword::Directly));
        if adverb
            && let (Some(first), Some(second)) = (key(&tokens[at - 1]), key(&tokens[at + 1]))
            && !vocabulary.meanings(&format!("{first} {second}")).is_empty()
        {
            tokens.swap(at, at + 1);
        }
    }
}

fn syntax(detail: &'static str, span: Span, en: &str, zh: &str) -> Box<Diagnostic> {
    Diagnostic::compile(ErrorClass::SyntaxError, detail, Message::new(en, zh)).at(span)
}

fn token(pair: Pair<Rule>, base: usize, vocabulary: &Vocabulary, found: &mut Vec<Token>) -> Outcome<()> {
    let span = Span::new(pair.as_span().start() + base, pair.as_span().end() + base);
    let text = pair.as_str();
    let kind = match pair.as_rule() {
        Rule::string => match pair.into_inner().next() {
            Some(inner) if inner.as_rule() == Rule::unclosed => {
                let mark = Span::new(span.start, span.start + inner.as_str().chars().next().map_or(1, char::len_utf8));
                return Err(syntax("UnclosedQuote", mark, "this quotation mark is never closed", "此引号没有闭合")
                    .hint("close it with \" or ”", "请用 ” 闭合"));
            }
            Some(inner) if matches!(inner.as_rule(), Rule::corner_text | Rule::white_corner_text) => {
                TokenKind::Text(inner.as_str().to_owned())
            }
            Some(inner) => TokenKind::Text(unescaped(inner.as_str())),
            None => TokenKind::Text(String::new()),
        },
        Rule::title => match pair.into_inner().next() {
            Some(inner) if inner.as_rule() == Rule::title_text => TokenKind::Title(inner.as_str().to_owned()),
            _ => {
                let mark = Span::new(span.start, span.start + '《'.len_utf8());
                return Err(
                    syntax("UnclosedQuote", mark, "this 《 is never closed", "此书名号没有闭合").hint("close it with 》", "请用 》 闭合")
                );
            }
        },
        Rule::variable => TokenKind::Variable(pair.into_inner().next().map_or("", |inner| inner.as_str()).to_owned()),
        Rule::number => number(text, span)?,
        Rule::at_most => TokenKind::Compare(CompareOp::LessOrEqual),
        Rule::at_least => TokenKind::Compare(CompareOp::GreaterOrEqual),
        Rule::unequal => TokenKind::Compare(CompareOp::NotEqual),
        Rule::equal => TokenKind::Compare(CompareOp::Equal),
        Rule::less => TokenKind::Compare(CompareOp::Less),
        Rule::greater => TokenKind::Compare(CompareOp::Greater),
        Rule::open => TokenKind::Open,
        Rule::close => TokenKind::Close,
        Rule::enumeration_comma => TokenKind::Comma { enumeration: true },
        Rule::comma => TokenKind::Comma { enumeration: false },
        Rule::semicolon => TokenKind::Semicolon,
        Rule::colon => TokenKind::Colon,
        Rule::question | Rule::full_stop => TokenKind::Stop,
        Rule::bar => TokenKind::Bar,
        Rule::star => TokenKind::Star,
        Rule::percent => TokenKind::Percent,
        Rule::dash => TokenKind::Dash,
        Rule::latin => {
            let key: String = text.chars().map(fold_char).collect();
            TokenKind::Word { keyword: keyword(&key), key, han: false }
        }
        Rule::han => {
            let run: Vec<char> = text.chars().map(fold_char).collect();
            let (mut at, mut start) = (0, span.start);
            // Folding is one character for one, so the cut of the folded run is the cut of the text.
            let widths: Vec<usize> = text.chars().map(char::len_utf8).collect();
            for length in vocabulary.cut(&run) {
                let end = start + widths[at..at + length].iter().sum::<usize>();
                let key: String = run[at..at + length].iter().collect();
                found.push(Token { kind: TokenKind::Word { keyword: keyword(&key), key, han: true }, span: Span::new(start, end) });
                (at, start) = (at + length, end);
            }
            return Ok(());
        }
        Rule::EOI => return Ok(()),
        _ => {
            return Err(syntax(
                "UnexpectedCharacter",
                span,
                &format!("the character `{text}` has no meaning here"),
                &format!("此处的字符“{text}”没有意义"),
            )
            .hint("names stand in quotation marks: goal \"发明专利\"", "名称请放在引号中：目标“发明专利”"));
        }
    };
    found.push(Token { kind, span });
    Ok(())
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    out
}

fn number(text: &str, span: Span) -> Outcome<TokenKind> {
    let folded: String = text.chars().map(fold_char).collect();
    if let Ok(integer) = folded.parse() {
        return Ok(TokenKind::Integer(integer));
    }
    match folded.parse::<f64>() {
        Ok(float) if float.is_finite() => Ok(TokenKind::Float(float)),
        _ => Err(syntax("NumberOutOfRange", span, "this number is too large", "数字过大")),
    }
}
