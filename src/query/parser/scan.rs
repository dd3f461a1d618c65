//! A first look at a text, before the grammar: where its strings, comments, brackets and words are.
//!
//! It cannot fail and never recurses, so it says in plain terms what a grammar says badly (an open quote, a bracket that
//! nothing closes), keeps nesting within bounds, and splits scripts.

use crate::base::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Letters, digits and underscores; Chinese characters are letters.
    Word,
    /// A name in backquotes.
    Quoted,
    /// A string with its quotes.
    String,
    /// A string, or a name in backquotes, that the end of the text cuts off.
    OpenString,
    Comment,
    /// A `/*` that nothing closes.
    OpenComment,
    Open(char),
    Close(char),
    /// Any other sign, one character.
    Sign(char),
}

/// A piece and its place. White space is no piece.
pub type Scanned = (Piece, Span);

/// Cuts a text into pieces. Linear in the length of the text.
pub fn scan(text: &str) -> Vec<Scanned> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let start = at;
        at += c.len_utf8();
        if c.is_whitespace() || c == '\u{FEFF}' {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let piece = match c {
            '/' if rest.starts_with('/') => {
                at += rest.find('\n').unwrap_or(rest.len());
                Piece::Comment
            }
            '/' if rest.starts_with('*') => match rest.get(1..).and_then(|inner| inner.find("*/")) {
                Some(length) => {
                    at += length + 3;
                    Piece::Comment
                }
                None => {
                    at = text.len();
                    Piece::OpenComment
                }
            },
            '`' => match rest.find('`') {
                Some(length) => {
                    at += length + 1;
                    Piece::Quoted
                }
                None => {
                    at = text.len();
                    Piece::OpenString
                }
            },
            _ if closers(c).is_some() => match string_end(rest, closers(c).unwrap_or_default()) {
                Some(length) => {
                    at += length;
                    Piece::String
                }
                None => {
                    at = text.len();
                    Piece::OpenString
                }
            },
            '(' | '（' => Piece::Open('('),
            '[' | '［' | '【' => Piece::Open('['),
            '{' | '｛' => Piece::Open('{'),
            ')' | '）' => Piece::Close('('),
            ']' | '］' | '】' => Piece::Close('['),
            '}' | '｝' => Piece::Close('{'),
            '；' => Piece::Sign(';'),
            _ if is_word(c) => {
                at += rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                Piece::Word
            }
            _ => Piece::Sign(c),
        };
        pieces.push((piece, Span::new(start, at)));
    }
    pieces
}

/// Whether a character can stand inside a word.
pub fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The quotes that close a string begun with `c`, as the grammar has them; nothing where `c` begins none.
const fn closers(c: char) -> Option<&'static [char]> {
    Some(match c {
        '\'' => &['\''],
        '‘' | '’' | '＇' => &['‘', '’', '＇', '\''],
        '"' | '“' | '”' | '＂' | '„' => &['"', '“', '”', '＂', '„'],
        '「' => &['」'],
        '『' => &['』'],
        _ => return None,
    })
}

/// The length of the rest of a string, closing quote included.
fn string_end(rest: &str, closers: &[char]) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if closers.contains(&c) {
            return Some(at + c.len_utf8());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Piece, scan};

    fn kinds(text: &str) -> Vec<Piece> {
        scan(text).into_iter().map(|(piece, _)| piece).collect()
    }

    #[test]
    fn strings_and_comments_hide_what_they_hold() {
        assert_eq!(kinds("'a;(' /* ; */ // ;\n`b`"), [Piece::String, Piece::Comment, Piece::Comment, Piece::Quoted]);
        assert_eq!(kinds("「“好”」；"), [Piece::String, Piece::Sign(';')]);
        assert_eq!(kinds(r"'it\'s' 'open"), [Piece::String, Piece::OpenString]);
        assert_eq!(kinds("（目标)"), [Piece::Open('('), Piece::Word, Piece::Close('(')]);
    }
}
