use crate::output::escape::harmless;

/// Text for XML 1.0: the five characters of the markup escaped, and characters that no XML document may hold (section 2.2)
/// left out; marks that turn the direction of a text around are spelled out, as everywhere.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    for c in harmless(&kept).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c => out.push(c),
        }
    }
    out
}
