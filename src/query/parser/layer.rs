//! Which of the two layers a statement is written in.

use super::scan::{Piece, Scanned, scan};
use crate::base::nearest;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    Pattern,
    Ask,
}

/// The words that a clause begins with.
pub const CLAUSE_WORDS: [&str; 13] =
    ["MATCH", "OPTIONAL", "UNWIND", "CALL", "WITH", "RETURN", "CREATE", "MERGE", "SET", "REMOVE", "DETACH", "DELETE", "WHERE"];

/// The words that clauses of neighbouring languages begin with.
const FOREIGN_WORDS: [&str; 16] = [
    "SELECT",
    "INSERT",
    "UPDATE",
    "FROM",
    "CONSTRUCT",
    "DESCRIBE",
    "PREFIX",
    "FOREACH",
    "HAVING",
    "DROP",
    "ALTER",
    "UNION",
    "LOAD",
    "USE",
    "TRUNCATE",
    "GRANT",
];

/// Decides by the first word, `explain` and `profile` passed over. A slip in it (`MTACH (n)`) still counts where a
/// bracket follows, so that the message can name the right word.
pub fn layer(text: &str) -> Layer {
    let pieces: Vec<Scanned> = scan(text).into_iter().filter(|(piece, _)| !matches!(piece, Piece::Comment)).take(3).collect();
    let mut rest = pieces.as_slice();
    let word = |at: &[Scanned]| match at.first() {
        Some((Piece::Word, span)) => span.slice(text).map(str::to_uppercase),
        _ => None,
    };
    let mut first = word(rest);
    // The Chinese words need no space behind them.
    if let Some(inner) = first.as_deref().and_then(|first| first.strip_prefix("解释").or_else(|| first.strip_prefix("剖析"))) {
        first = if inner.is_empty() { None } else { Some(inner.to_owned()) };
    } else if matches!(first.as_deref(), Some("EXPLAIN" | "PROFILE")) {
        first = None;
    }
    if first.is_none() && rest.len() > 1 {
        rest = rest.get(1..).unwrap_or_default();
        first = word(rest);
    }
    let Some(first) = first else { return Layer::Ask };
    // `where is term "…" used?` is a question.
    if first == "WHERE" && matches!(word(rest.get(1..).unwrap_or_default()).as_deref(), Some("IS" | "ARE" | "WAS" | "WERE")) {
        return Layer::Ask;
    }
    let before_bracket = matches!(rest.get(1), Some((Piece::Open('('), _)));
    let slip = || before_bracket && !nearest(&first, CLAUSE_WORDS, 1).is_empty();
    if CLAUSE_WORDS.contains(&first.as_str()) || FOREIGN_WORDS.contains(&first.as_str()) || slip() { Layer::Pattern } else { Layer::Ask }
}

#[cfg(test)]
mod tests {
    use super::{Layer, layer};

    #[test]
    fn the_first_word_decides() {
        for pattern in [
            "MATCH (n) RETURN n",
            "explain return 1",
            "解释MATCH (n) RETURN n",
            "MTACH (n) RETURN n",
            "select * from x",
            "/* x */ with 1 as a",
        ] {
            assert_eq!(layer(pattern), Layer::Pattern, "{pattern}");
        }
        for ask in [
            "measures supporting goal \"x\"",
            "支撑目标“发明专利”的措施",
            "let $g = goals",
            "explain measures",
            "“1+6+N”是什么？",
            "where is \"x\" used?",
            "",
        ] {
            assert_eq!(layer(ask), Layer::Ask, "{ask}");
        }
    }
}
