//! The words of a statement and what each means: for colours, and to know where in a statement the cursor is.

use crate::base::Span;
use crate::query::ask::keyword::{KEYWORDS, Keyword, keyword};
use crate::query::functions;
use crate::schema::{Schema, Word};

/// Words that begin or join the clauses of patterns.
pub const CLAUSES: [&str; 34] = [
    "MATCH", "OPTIONAL", "WHERE", "WITH", "RETURN", "DISTINCT", "ORDER", "BY", "SKIP", "LIMIT", "UNWIND", "UNION", "ALL", "AS", "AND",
    "OR", "XOR", "NOT", "IN", "IS", "NULL", "CONTAINS", "STARTS", "ENDS", "EXISTS", "CASE", "WHEN", "THEN", "ELSE", "END", "CALL", "YIELD",
    "ASC", "DESC",
];

/// Further words of patterns: those that write.
pub const WRITES: [&str; 7] = ["CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DETACH", "ON"];

/// What a piece of a statement means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Text,
    Comment,
    Number,
    Variable,
    Keyword,
    Kind,
    Verb,
    Function,
    Directive,
}

/// Whether the statement is one of patterns rather than an ask.
pub fn is_pattern(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_uppercase);
    let first = words.find(|word| word != "EXPLAIN" && word != "PROFILE").unwrap_or_default();
    WRITES.contains(&first.as_str())
        || matches!(first.as_str(), "MATCH" | "OPTIONAL" | "RETURN" | "UNWIND" | "CALL")
        || (first == "WITH" && !text.contains('"'))
}

/// A quote that is open at the end of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenQuote {
    /// The opening sign.
    pub sign: char,
    /// First byte after it.
    pub inner: usize,
}

/// What closes a quote.
pub const fn closing(sign: char) -> &'static [char] {
    match sign {
        '"' | '“' | '”' | '＂' => &['"', '“', '”', '＂'],
        '\'' | '‘' | '’' => &['\'', '‘', '’'],
        '「' => &['」'],
        '『' => &['』'],
        '《' => &['》'],
        _ => &['`'],
    }
}

/// The sign that closes what `sign` opened, in the same style.
pub const fn partner(sign: char) -> char {
    match sign {
        '“' | '”' => '”',
        '‘' | '’' => '’',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        other => other,
    }
}

const fn opens(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '＂' | '\'' | '‘' | '’' | '「' | '『' | '《' | '`')
}

pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Cuts a text into pieces with a meaning; the rest has none. Also the quote that is still open at the end.
pub fn meanings(text: &str, schema: &Schema) -> (Vec<(Span, Meaning)>, Option<OpenQuote>) {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (length, meaning) = if opens(c) {
            let inner = at + c.len_utf8();
            let Some(end) = end_of_quote(&text[inner..], c) else {
                found.push((Span::new(at, text.len()), Meaning::Text));
                return (found, Some(OpenQuote { sign: c, inner }));
            };
            (inner + end - at, Some(Meaning::Text))
        } else if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), Some(Meaning::Comment))
        } else if let Some(inside) = rest.strip_prefix("/*") {
            (inside.find("*/").map_or(rest.len(), |end| end + 4), Some(Meaning::Comment))
        } else if matches!(c, ':' | '：') && text[..at].trim().is_empty() {
            (rest.find(char::is_whitespace).unwrap_or(rest.len()), Some(Meaning::Directive))
        } else if c == '$' {
            (1 + length_while(&rest[1..], |c| c.is_alphanumeric() || c == '_'), Some(Meaning::Variable))
        } else if c.is_ascii_digit() {
            (length_while(rest, |c| c.is_ascii_digit() || matches!(c, '.' | '%')), Some(Meaning::Number))
        } else if c.is_ascii_alphabetic() || c == '_' {
            latin(rest, schema)
        } else if is_han(c) {
            han(rest, schema)
        } else {
            (c.len_utf8(), None)
        };
        if let Some(meaning) = meaning {
            found.push((Span::new(at, at + length), meaning));
        }
        at += length.max(c.len_utf8());
    }
    (found, None)
}

fn length_while(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

/// One past the closing sign; a backslash takes the next character with it.
fn end_of_quote(inner: &str, sign: char) -> Option<usize> {
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if closing(sign).contains(&c) {
            return Some(at + c.len_utf8());
        }
    }
    None
}

fn word_meaning(word: &str, schema: &Schema) -> Option<Meaning> {
    let meanings = schema.words().get(word);
    match meanings.first() {
        Some(Word::Kind(_)) => Some(Meaning::Kind),
        Some(_) => Some(Meaning::Verb),
        None => keyword(word).filter(|word| *word != Keyword::Please).map(|_| Meaning::Keyword),
    }
}

/// The longest word of up to three Latin words that means something.
fn latin(rest: &str, schema: &Schema) -> (usize, Option<Meaning>) {
    let ends: Vec<usize> = {
        let mut ends = Vec::new();
        let mut at = 0;
        for _ in 0..3 {
            let length = length_while(&rest[at..], |c| c.is_ascii_alphanumeric() || c == '_');
            if length == 0 {
                break;
            }
            ends.push(at + length);
            at += length;
            match rest[at..].strip_prefix(' ') {
                Some(_) => at += 1,
                None => break,
            }
        }
        ends
    };
    let first = ends.first().copied().unwrap_or(rest.len().min(1));
    for &end in ends.iter().rev() {
        if let Some(meaning) = word_meaning(&rest[..end].to_lowercase(), schema) {
            return (end, Some(meaning));
        }
    }
    let word = &rest[..first];
    if rest[first..].starts_with('(') && functions::find(word).is_some() {
        return (first, Some(Meaning::Function));
    }
    let upper = word.to_uppercase();
    let clause = CLAUSES.contains(&upper.as_str()) || WRITES.contains(&upper.as_str());
    (first, clause.then_some(Meaning::Keyword))
}

/// The longest Chinese word at the start of `rest` that means something, else one character.
fn han(rest: &str, schema: &Schema) -> (usize, Option<Meaning>) {
    let ends: Vec<usize> = rest.char_indices().take_while(|(_, c)| is_han(*c)).take(8).map(|(at, c)| at + c.len_utf8()).collect();
    for &end in ends.iter().rev() {
        if let Some(meaning) = word_meaning(&rest[..end], schema) {
            return (end, Some(meaning));
        }
    }
    (ends.first().copied().unwrap_or(rest.len()), None)
}

/// The Chinese keywords, without those that change nothing.
pub fn chinese_keywords<'a>() -> impl Iterator<Item = &'a str> {
    KEYWORDS
        .iter()
        .filter(|(word, _)| *word != Keyword::Please)
        .flat_map(|(_, words)| words.iter().copied())
        .filter(|word| !word.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::{Meaning, is_pattern, meanings};
    use crate::schema::Schema;

    fn named(text: &str) -> Vec<(&str, Meaning)> {
        let schema = Schema::builtin();
        meanings(text, &schema).0.into_iter().map(|(span, meaning)| (span.slice(text).unwrap(), meaning)).collect()
    }

    #[test]
    fn words_mean_the_same_in_both_languages() {
        use Meaning::{Keyword, Kind, Text, Verb};
        assert_eq!(
            named("measures supporting goal \"人才\" in"),
            [("measures", Kind), ("supporting", Verb), ("goal", Kind), ("\"人才\"", Text), ("in", Keyword)]
        );
        assert_eq!(named("支撑目标“人才”的措施"), [("支撑", Verb), ("目标", Kind), ("“人才”", Text), ("的", Keyword), ("措施", Kind)]);
    }

    #[test]
    fn a_quote_that_is_open_is_known_with_its_sign() {
        let schema = Schema::builtin();
        let quote = meanings("集群“大", &schema).1.unwrap();
        assert_eq!((quote.sign, quote.inner), ('“', "集群“".len()));
        assert!(meanings("define \"a\"", &schema).1.is_none());
    }

    #[test]
    fn layers_are_told_apart() {
        assert!(is_pattern("explain MATCH (n) RETURN n") && is_pattern("create (:Term)") && !is_pattern("measures") && !is_pattern("措施"));
    }
}
