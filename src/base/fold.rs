//! One form for texts that differ only in width, case or script: how names are compared and words are indexed.

use std::sync::LazyLock;

/// Traditional characters and their simplified forms, one pair a line.
static TRADITIONAL: &str = include_str!("../../graph/traditional.tsv");

/// The unified ideographs, of which those that are traditional have simplified forms.
const IDEOGRAPHS: std::ops::RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

/// The simplified form of each ideograph, by its place among them.
static SIMPLIFIED: LazyLock<Box<[char]>> = LazyLock::new(|| {
    let mut forms: Box<[char]> = IDEOGRAPHS.collect();
    for line in TRADITIONAL.lines().filter(|line| !line.starts_with('#')) {
        let mut chars = line.split('\t').filter_map(|cell| cell.chars().next());
        if let (Some(from), Some(to)) = (chars.next().filter(|c| IDEOGRAPHS.contains(c)), chars.next()) {
            forms[from as usize - *IDEOGRAPHS.start() as usize] = to;
        }
    }
    forms
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
        '\u{4E00}'..='\u{9FFF}' => SIMPLIFIED[c as usize - *IDEOGRAPHS.start() as usize],
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
    let mut folded = String::with_capacity(text.len());
    folded.extend(text.chars().map(fold_char).filter(|c| {
        !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '‘' | '’' | '\'' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉')
    }));
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn width_case_script_and_quotes_fold_together() {
        assert_eq!(fold("“云梦园”"), fold("雲夢園"));
        assert_eq!(fold("Ｒ＆Ｄ（2025）"), "r&d(2025)");
    }
}
