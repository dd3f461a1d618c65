//! Text from plans and users made harmless for terminals: no control character or change of direction reaches one.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a terminal or a reader could be led astray by the character: C0 and C1 controls, and the marks that turn the
/// direction of the text around (Unicode Technical Report 36, section 3.4).
pub fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}')
}

/// The text with every harmful character spelled out (`\u{1b}`); line ends and tabs stay.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find(is_harmful) else {
        return Cow::Borrowed(text);
    };
    let (kept, rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(kept);
    for c in rest.chars() {
        if is_harmful(c) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", c as u32);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// One line: harmless, and line ends and tabs become spaces.
pub fn one_line(text: &str) -> String {
    harmless(text).replace("\r\n", " ").replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn terminal_escapes_are_spelled_out() {
        assert_eq!(harmless("研发\u{1b}[31m红\u{202e}"), "研发\\u{1b}[31m红\\u{202e}");
        assert_eq!(harmless("两\n行"), "两\n行");
    }
}
