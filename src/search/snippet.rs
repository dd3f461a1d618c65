//! The place that was found, with some text around it.

use super::bigrams::normal;
use super::matcher::{phrases, places};
use super::text_query::TextQuery;

/// Characters before and behind what was found.
const AROUND: usize = 24;

/// A piece of the text around the first place where any phrase of the question stands, `…` where it was cut;
/// the beginning of the text where none does.
pub fn snippet(query: &TextQuery, text: &str) -> String {
    let (chars, offsets) = normal(text);
    let mut list = Vec::new();
    phrases(query, &mut list);
    let found = list.iter().filter_map(|phrase| places(phrase, &chars).first().copied()).min();
    let (from, to) = found.unwrap_or((0, 0));
    let (first, last) = (from.saturating_sub(AROUND), (to + AROUND).min(chars.len()));
    let start = if first == 0 { 0 } else { offsets[first] };
    let end = offsets.get(last).copied().unwrap_or(text.len());
    let piece: String = text.get(start..end).unwrap_or(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{}{}{}", if start > 0 { "…" } else { "" }, piece.trim(), if end < text.len() { "…" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::snippet;

    #[test]
    fn a_snippet_shows_what_was_found() {
        let text = format!("{}发明专利{}", "前".repeat(40), "后".repeat(40));
        let shown = snippet(&parse("发明专利").unwrap(), &text);
        assert_eq!(shown, format!("…{}发明专利{}…", "前".repeat(24), "后".repeat(24)));
        assert_eq!(snippet(&parse("發明").unwrap(), "发明"), "发明");
    }
}
