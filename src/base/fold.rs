//! One form for texts that differ only in width, case or script: how names are compared and words are indexed.

use std::sync::LazyLock;

/// Traditional characters and their simplified forms, one pair a line.
static TRADITIONAL: &str = include_str!("../../graph/traditional.tsv");

static SIMPLIFIED: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let mut pairs: Vec<(char, char)> = TRADITIONAL
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut chars = line.split('\t').filter_map(|cell| cell.chars().next());
            Some((chars.next()?, chars.next()?))
        })
        .collect();
    pairs.sort_unstable();
    pairs
});

/// Folds one character: full-width ASCII to ASCII, upper to lower case, traditional to simplified.
/// One character gives one character, so positions in characters stay true.
pub fn fold_char(c: char) -> char {
    match c {
        'a'..='z' | '0'..='9' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => {
            let half = char::from_u32(c as u32 - 0xFEE0).unwrap_or(c);
            half.to_ascii_lowercase()
        }
        '\u{4E00}'..='\u{9FFF}' => match SIMPLIFIED.binary_search_by_key(&c, |pair| pair.0) {
            Ok(at) => SIMPLIFIED[at].1,
            Err(_) => c,
        },
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        }
    }
}

/// Folds a name for comparison: every character folded, quotation marks and white space dropped.
pub fn fold(text: &str) -> String {
    text.chars()
        .map(fold_char)
        .filter(|c| {
            !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '‘' | '’' | '\'' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉')
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn width_case_script_and_quotes_fold_together() {
        assert_eq!(fold("“侨梦苑”"), fold("僑夢苑"));
        assert_eq!(fold("Ｒ＆Ｄ（2025）"), "r&d(2025)");
    }
}
