//! Text of a batch file → pieces: statements and directives, each with its span.

use crate::base::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    Statement,
    /// A line that begins with `:`; the span is without the colon.
    Directive,
}

/// One statement or directive of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub kind: PieceKind,
    pub span: Span,
}

/// Cuts a text into pieces. A statement ends at `;`, `；`, or, when `complete` says that nothing is wanting, at a blank line or
/// above a line that begins with `:`; comments and ends of statements within strings are none.
pub fn split(text: &str, mut complete: impl FnMut(Span) -> bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(start) = skip_between(text, at) {
        let rest = &text[start..];
        if rest.starts_with([':', '：']) {
            let end = start + rest.find('\n').unwrap_or(rest.len());
            let colon = rest.chars().next().map_or(1, char::len_utf8);
            pieces.push(Piece { kind: PieceKind::Directive, span: trimmed(text, start + colon, end) });
            at = end;
            continue;
        }
        let (end, next) = statement_end(text, start, &mut complete);
        let span = trimmed(text, start, end);
        if !span.is_empty() {
            pieces.push(Piece { kind: PieceKind::Statement, span });
        }
        at = next;
    }
    pieces
}

/// The line comment that stands right above a piece: what its author calls it.
pub fn remark_above(text: &str, piece: Span) -> Option<String> {
    let above = text.get(..piece.start)?.trim_end_matches([' ', '\t']).strip_suffix('\n')?;
    let remark = |line: &str| ["--", "//"].iter().find_map(|sign| Some(line.trim().strip_prefix(sign)?.trim().to_owned()));
    let mut lines: Vec<String> = above.rsplit('\n').map_while(remark).collect();
    lines.reverse();
    Some(lines.join(" ").trim().to_owned()).filter(|said| !said.is_empty())
}

/// Whether every string, comment and bracket that the text opens is closed.
pub fn is_balanced(text: &str) -> bool {
    let mut scan = Scan::new(text, 0);
    while scan.step().is_some() {}
    !scan.open && scan.depth <= 0
}

fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let piece = &text[start..end];
    let front = piece.len() - piece.trim_start().len();
    Span::new(start + front, (start + piece.trim_end().len()).max(start + front))
}

/// The start of the next piece: past white space, comments and stray ends of statements.
fn skip_between(text: &str, mut at: usize) -> Option<usize> {
    loop {
        let rest = &text[at..];
        let c = rest.chars().next()?;
        if c.is_whitespace() || matches!(c, ';' | '；' | '\u{FEFF}') {
            at += c.len_utf8();
        } else if rest.starts_with("//") || (rest.starts_with("--") && begins_line(text, at) && !rest[2..].starts_with(['(', '>', '['])) {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if let Some(inner) = rest.strip_prefix("/*") {
            at += inner.find("*/").map_or(rest.len(), |end| end + 4);
        } else {
            return Some(at);
        }
    }
}

/// Whether only blanks stand between the line's start and `at`.
fn begins_line(text: &str, at: usize) -> bool {
    text[..at].rsplit('\n').next().is_none_or(|before| before.trim().is_empty())
}

/// End of the statement that starts at `start`, and where to go on.
fn statement_end(text: &str, start: usize, complete: &mut impl FnMut(Span) -> bool) -> (usize, usize) {
    let mut scan = Scan::new(text, start);
    // Where a string was opened that is not closed up to a blank line: the statement may end there after all.
    let mut fallback = None;
    while let Some((at, c)) = scan.step() {
        match c {
            ';' | '；' => return (at, at + c.len_utf8()),
            '\n' if text[at + 1..].split('\n').next().is_some_and(|line| ends_above(line.trim())) => {
                let more = at + 1 < text.len();
                if more && scan.depth <= 0 && complete(trimmed(text, start, at)) {
                    return (at, at);
                }
            }
            _ => {}
        }
        if scan.open_at_blank.is_some() && fallback.is_none() {
            fallback = scan.open_at_blank;
        }
    }
    match scan.open_at_blank.or(fallback).filter(|_| scan.open) {
        Some(end) => (end, end),
        None => (text.len(), text.len()),
    }
}

/// A blank line, or a directive.
fn ends_above(line: &str) -> bool {
    line.is_empty() || line.starts_with([':', '：'])
}

/// Walks over a text, jumping over strings and comments.
struct Scan<'a> {
    text: &'a str,
    at: usize,
    depth: i32,
    /// The text ended within a string or comment.
    open: bool,
    /// First blank line within the string that never ended.
    open_at_blank: Option<usize>,
}

impl<'a> Scan<'a> {
    const fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, depth: 0, open: false, open_at_blank: None }
    }

    /// The next character outside strings and comments, with its place.
    fn step(&mut self) -> Option<(usize, char)> {
        loop {
            let rest = &self.text[self.at..];
            let c = rest.chars().next()?;
            let at = self.at;
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            if rest.starts_with("/*") {
                self.jump(rest, 2, |inner| inner.find("*/").map(|end| end + 2));
                continue;
            }
            self.at += c.len_utf8();
            match c {
                '"' | '“' | '”' | '＂' | '„' => self.jump(rest, c.len_utf8(), |inner| end_of(inner, &['"', '“', '”', '＂', '„'])),
                '\'' => self.jump(rest, 1, |inner| end_of(inner, &['\''])),
                '‘' | '’' | '＇' => self.jump(rest, c.len_utf8(), |inner| end_of(inner, &['\'', '‘', '’', '＇'])),
                '`' => self.jump(rest, 1, |inner| inner.find('`').map(|end| end + 1)),
                '「' => self.jump(rest, c.len_utf8(), |inner| end_of(inner, &['」'])),
                '『' => self.jump(rest, c.len_utf8(), |inner| end_of(inner, &['』'])),
                '(' | '[' | '{' | '（' | '［' | '【' | '｛' => self.depth += 1,
                ')' | ']' | '}' | '）' | '］' | '】' | '｝' => self.depth -= 1,
                _ => {}
            }
            return Some((at, c));
        }
    }

    /// Jumps past what was opened by the first `opening` bytes of `rest`, to where `find` says that it ends.
    fn jump(&mut self, rest: &str, opening: usize, find: impl Fn(&str) -> Option<usize>) {
        let start = self.at.max(self.text.len() - rest.len() + opening);
        let inner = &self.text[start..];
        match find(inner) {
            Some(end) => self.at = start + end,
            None => {
                self.open = true;
                self.open_at_blank = inner.find("\n\n").or_else(|| inner.find("\n\r\n")).map(|blank| start + blank);
                self.at = self.text.len();
            }
        }
    }
}

/// One past the closing quote; a backslash takes the next character with it.
fn end_of(inner: &str, closing: &[char]) -> Option<usize> {
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if closing.contains(&c) {
            return Some(at + c.len_utf8());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{PieceKind, is_balanced, remark_above, split};

    fn pieces(text: &str) -> Vec<String> {
        let cut = split(text, |_| true);
        cut.iter()
            .map(|piece| format!("{}{}", if piece.kind == PieceKind::Directive { ":" } else { "" }, piece.span.slice(text).unwrap()))
            .collect()
    }

    #[test]
    fn statements_end_at_semicolons_and_blank_lines() {
        assert_eq!(
            pieces("terms; goals；\n:format csv\nmeasures\n  supporting goal “人才”\n\n目标的措施"),
            ["terms", "goals", ":format csv", "measures\n  supporting goal “人才”", "目标的措施"]
        );
    }

    #[test]
    fn a_directive_ends_the_whole_statement_above_it() {
        assert_eq!(pieces("terms top 3\n:out\ngoals"), ["terms top 3", ":out", "goals"]);
        assert_eq!(split("MATCH (n\n:Goal) RETURN n", |_| false).len(), 1);
    }

    #[test]
    fn comments_stand_between_and_strings_hide_ends() {
        assert_eq!(
            pieces("-- a note; no statement\n// another\n/* and; one */ define \"a;b\"; MATCH (a)--(b) RETURN 'x；y'"),
            ["define \"a;b\"", "MATCH (a)--(b) RETURN 'x；y'"]
        );
        assert_eq!(pieces("RETURN 'it’s; so'; RETURN 『a；b』 【1"), ["RETURN 'it’s; so'", "RETURN 『a；b』 【1"]);
        assert_eq!(pieces("“1+6+N”是什么？\r\n\r\n提到\"专利”的目标;"), ["“1+6+N”是什么？", "提到\"专利”的目标"]);
    }

    #[test]
    fn a_comment_right_above_names_a_statement() {
        let text = "-- far\n\n-- 1. What is\n// meant?\ndefine \"a\";\nterms;";
        let found: Vec<Option<String>> = split(text, |_| true).iter().map(|piece| remark_above(text, piece.span)).collect();
        assert_eq!(found, [Some("1. What is meant?".to_owned()), None]);
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_one_statement() {
        assert_eq!(pieces("define \"创新\n\nterms").len(), 2);
        assert_eq!(pieces(""), Vec::<String>::new());
        assert!(!is_balanced("define \"x") && !is_balanced("MATCH (n") && is_balanced("MATCH (n) // )("));
    }

    #[test]
    fn a_blank_line_within_an_unfinished_statement_ends_nothing() {
        let text = "MATCH (n)\n\nRETURN n";
        assert_eq!(split(text, |span| span.end == text.len()).len(), 1);
    }
}
