//! A question asked of one text, character by character: what the index cannot decide, and where to cut a snippet.

use super::bigrams::normal;
use super::text_query::TextQuery;

/// Whether one text answers the question, by the rules of the index.
pub fn answers(query: &TextQuery, text: &str) -> bool {
    matches(query, &normal(text).0)
}

/// Whether a normal text answers the question.
pub(crate) fn matches(query: &TextQuery, text: &[char]) -> bool {
    match query {
        TextQuery::Phrase(phrase) => !places(phrase, text).is_empty(),
        TextQuery::All(list) => list.iter().all(|query| matches(query, text)),
        TextQuery::Any(list) => list.iter().any(|query| matches(query, text)),
        TextQuery::Not(inner) => !matches(inner, text),
        TextQuery::Near(a, b, most) => {
            let (first, second) = (places(a, text), places(b, text));
            let between = |x: &(usize, usize), y: &(usize, usize)| if x.1 <= y.0 { y.0 - x.1 } else { x.0.saturating_sub(y.1) };
            let apart = |x: &(usize, usize), y: &(usize, usize)| x.1 <= y.0 || y.1 <= x.0;
            first.iter().any(|x| second.iter().any(|y| apart(x, y) && between(x, y) <= *most))
        }
    }
}

/// Where a phrase stands in a normal text: first character, and one past the last.
pub(crate) fn places(phrase: &str, text: &[char]) -> Vec<(usize, usize)> {
    let wanted = trimmed(phrase);
    if wanted.is_empty() {
        return Vec::new();
    }
    text.windows(wanted.len()).enumerate().filter(|(_, window)| *window == wanted).map(|(at, window)| (at, at + window.len())).collect()
}

/// A phrase as it is compared, without breaks at its ends.
fn trimmed(phrase: &str) -> Vec<char> {
    let chars = normal(phrase).0;
    let first = chars.iter().position(|&c| c != ' ').unwrap_or(chars.len());
    let last = chars.iter().rposition(|&c| c != ' ').map_or(first, |at| at + 1);
    chars[first..last].to_vec()
}

/// The phrases that an answer must or may contain.
pub(crate) fn phrases<'a>(query: &'a TextQuery, list: &mut Vec<&'a str>) {
    match query {
        TextQuery::Phrase(text) => list.push(text),
        TextQuery::Near(a, b, _) => list.extend([a.as_str(), b.as_str()]),
        TextQuery::All(queries) | TextQuery::Any(queries) => queries.iter().for_each(|query| phrases(query, list)),
        TextQuery::Not(_) => {}
    }
}
