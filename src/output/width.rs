use unicode_width::UnicodeWidthChar;

/// Columns that the text takes on a terminal: Chinese characters two, “ ” … — one, as terminals draw them.
pub fn display_width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// The longest beginning of `text` that fits `columns`, with `…` where something was left out.
pub fn clip(text: &str, columns: usize) -> String {
    if display_width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::{clip, display_width};

    #[test]
    fn chinese_counts_two_and_quotes_count_one() {
        assert_eq!(display_width("目标“A”…—"), 4 + 1 + 1 + 1 + 1 + 1);
        assert_eq!(clip("支撑目标的措施", 7), "支撑目…");
        assert_eq!(clip("abc", 3), "abc");
    }
}
