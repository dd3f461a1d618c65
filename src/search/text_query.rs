//! What may be asked of full text: words, phrases, and / or / not, near.

use crate::base::{Diagnostic, ErrorClass, Message, Outcome};

/// A question to full text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextQuery {
    /// A stretch of text that must stand there, letter for letter but for width, case and script.
    Phrase(String),
    All(Vec<TextQuery>),
    Any(Vec<TextQuery>),
    Not(Box<TextQuery>),
    /// Both phrases with at most so many characters between them, in either order.
    Near(String, String, usize),
}

/// Characters between two phrases that are near each other, where no number is given.
const NEAR: usize = 20;
/// How deeply brackets may be nested.
const DEPTH: usize = 32;
/// How many words and brackets one question may have.
const WORDS: usize = 512;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Phrase(String),
    And,
    Or,
    Not,
    Near(usize),
    Open,
    Close,
}

/// Reads a question. Words apart must all be found. `and`, `且`, `和`, `or`, `或`, `not`, `非`, `near`, `near/5` (近) are operators
/// where they stand alone between spaces; everything else is looked for as it is, a trailing `*` being of no account since
/// beginnings of words are found anyway. Quotation marks keep spaces and operators as text.
pub fn parse(text: &str) -> Outcome<TextQuery> {
    let words = words(text);
    if words.len() > WORDS {
        return Err(wrong("too many words to look for", "要查找的词过多"));
    }
    let mut parser = Parser { words: &words, depth: 0 };
    let query = parser.any()?;
    match parser.words.first() {
        None => query.ok_or_else(|| wrong("there is nothing to look for", "没有要查找的内容")),
        Some(_) => Err(wrong("a bracket is closed that was not opened", "多出一个右括号")),
    }
}

fn wrong(en: &str, zh: &str) -> Box<Diagnostic> {
    Diagnostic::runtime(ErrorClass::ArgumentError, "TextQuery", Message::new(en, zh))
        .hint("for example: 人才 且 (专利 或 商标) 非 外国", "例如：人才 且 (专利 或 商标) 非 外国")
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        match first {
            '(' | '（' => {
                words.push(Word::Open);
                rest = after;
            }
            ')' | '）' => {
                words.push(Word::Close);
                rest = after;
            }
            '"' | '“' | '「' => {
                let end = after.find(['"', '”', '」', '“']).unwrap_or(after.len());
                words.push(Word::Phrase(after[..end].to_owned()));
                rest = after[end..].chars().next().map_or("", |close| &after[end + close.len_utf8()..]);
            }
            _ => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                let (mut word, mut tail) = (&rest[..end], &rest[end..]);
                // A bracket ends a word only if one was opened before it: （一） inside a word is text.
                let open =
                    words.iter().filter(|word| **word == Word::Open).count() > words.iter().filter(|word| **word == Word::Close).count();
                if open && let Some(at) = word.find([')', '）']) {
                    (word, tail) = rest.split_at(at);
                }
                words.push(operator(word).unwrap_or_else(|| Word::Phrase(word.trim_end_matches('*').to_owned())));
                rest = tail;
            }
        }
        rest = rest.trim_start();
    }
    words
}

fn operator(word: &str) -> Option<Word> {
    let lower = word.to_lowercase();
    Some(match lower.as_str() {
        "and" | "且" | "和" | "&&" => Word::And,
        "or" | "或" | "||" => Word::Or,
        "not" | "非" => Word::Not,
        "near" | "近" => Word::Near(NEAR),
        other => {
            let number = other.strip_prefix("near/").or_else(|| other.strip_prefix("近/"))?;
            Word::Near(number.parse().ok()?)
        }
    })
}

struct Parser<'a> {
    words: &'a [Word],
    depth: usize,
}

impl Parser<'_> {
    fn next_if(&mut self, word: &Word) -> bool {
        let (first, rest) = match self.words.split_first() {
            Some((first, rest)) if first == word => (first, rest),
            _ => return false,
        };
        let _ = first;
        self.words = rest;
        true
    }

    /// Alternatives; `None` where there is not a word.
    fn any(&mut self) -> Outcome<Option<TextQuery>> {
        let mut list = Vec::new();
        loop {
            list.extend(self.all()?);
            if !self.next_if(&Word::Or) {
                return Ok(joined(list, TextQuery::Any));
            }
        }
    }

    fn all(&mut self) -> Outcome<Option<TextQuery>> {
        let mut list = Vec::new();
        loop {
            while self.next_if(&Word::And) {}
            match self.one()? {
                Some(query) => list.push(query),
                None => return Ok(joined(list, TextQuery::All)),
            }
        }
    }

    fn one(&mut self) -> Outcome<Option<TextQuery>> {
        let Some((first, rest)) = self.words.split_first() else { return Ok(None) };
        match first {
            Word::Phrase(text) => {
                self.words = rest;
                if let [Word::Near(distance), Word::Phrase(other), ..] = self.words {
                    let near = TextQuery::Near(text.clone(), other.clone(), *distance);
                    self.words = &self.words[2..];
                    return Ok(Some(near));
                }
                Ok(Some(TextQuery::Phrase(text.clone())))
            }
            Word::Not => {
                self.words = rest;
                let inner = self.nested(Self::one)?.ok_or_else(|| wrong("`not` needs a word after it", "“非”之后需要一个词"))?;
                Ok(Some(TextQuery::Not(Box::new(inner))))
            }
            Word::Open => {
                self.words = rest;
                let inner = self.nested(Self::any)?;
                if !self.next_if(&Word::Close) {
                    return Err(wrong("a bracket is not closed", "缺少右括号"));
                }
                Ok(inner)
            }
            Word::Near(_) => Err(wrong("`near` stands between two words", "“近”应在两个词之间")),
            Word::And | Word::Or | Word::Close => Ok(None),
        }
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Outcome<Option<TextQuery>>) -> Outcome<Option<TextQuery>> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(wrong("brackets are nested too deeply", "括号嵌套过深"));
        }
        let query = read(self);
        self.depth -= 1;
        query
    }
}

fn joined(mut list: Vec<TextQuery>, join: impl FnOnce(Vec<TextQuery>) -> TextQuery) -> Option<TextQuery> {
    match list.len() {
        0 => None,
        1 => list.pop(),
        _ => Some(join(list)),
    }
}

#[cfg(test)]
mod tests {
    use super::{TextQuery, parse};

    fn phrase(text: &str) -> TextQuery {
        TextQuery::Phrase(text.into())
    }

    #[test]
    fn operators_stand_alone_and_everything_else_is_text() {
        assert_eq!(parse("1+6+N").unwrap(), phrase("1+6+N"));
        assert_eq!(parse("和谐劳动").unwrap(), phrase("和谐劳动"));
        assert_eq!(parse("第（一）类").unwrap(), phrase("第（一）类"));
        assert_eq!(parse("人才 且 专利*").unwrap(), TextQuery::All(vec![phrase("人才"), phrase("专利")]));
        assert_eq!(
            parse("人才 AND (专利 或 商标) 非 外国").unwrap(),
            TextQuery::All(vec![
                phrase("人才"),
                TextQuery::Any(vec![phrase("专利"), phrase("商标")]),
                TextQuery::Not(Box::new(phrase("外国")))
            ])
        );
        assert_eq!(parse("“a and b”").unwrap(), phrase("a and b"));
        assert_eq!(parse("人才 near/5 专利").unwrap(), TextQuery::Near("人才".into(), "专利".into(), 5));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for text in ["", "  ", "( a", "a )", "not", "near a", &"(".repeat(100)] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
