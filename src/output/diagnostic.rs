//! Errors for people (with the quoted source and carets) and for programs (one line of JSON).

use std::fmt::Write as _;

use super::escape::{harmless, is_harmful, one_line};
use super::json::json_string;
use super::width::display_width;
use crate::base::{Diagnostic, Lang, Source, Span};

/// Longest piece of a source line that is quoted, in columns.
const QUOTE_COLUMNS: usize = 96;

const RED: &str = "\u{1b}[1;31m";
const BLUE: &str = "\u{1b}[34m";
const GREEN: &str = "\u{1b}[32m";
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// The error as a person reads it: sentence, `file:line:column`, the quoted line with carets under the place, hint.
/// Ends with a line end. `colour` adds terminal colours.
pub fn draw(error: &Diagnostic, lang: Lang, colour: bool) -> String {
    let paint = |style: &'static str| if colour { style } else { "" };
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}{}{}{}{}",
        paint(RED),
        lang.pick("error: ", "错误："),
        paint(PLAIN),
        paint(BOLD),
        harmless(error.message.get(lang))
    );
    if colour {
        // The sentence is bold up to its end, whatever lines it has.
        out.pop();
        out.push_str(PLAIN);
        out.push('\n');
    }
    if let (Some(source), Some(span)) = (&error.source, error.span) {
        let (line, column) = source.line_column(span.start);
        let margin = line.to_string().len();
        let bar = format!("{}{:margin$} |{}", paint(BLUE), "", paint(PLAIN));
        let (quoted, before, marked) = quote(source, span);
        let _ = writeln!(out, "{}{:margin$}-->{} {}:{line}:{column}", paint(BLUE), "", paint(PLAIN), one_line(source.name()));
        let _ = writeln!(out, "{bar}");
        let _ = writeln!(out, "{}{line} |{} {quoted}", paint(BLUE), paint(PLAIN));
        let _ = writeln!(out, "{bar} {:before$}{}{}{}", "", paint(RED), "^".repeat(marked), paint(PLAIN));
    }
    if let Some(hint) = &error.hint {
        let _ = writeln!(out, "  {}= {}{}{}", paint(GREEN), lang.pick("hint: ", "提示："), paint(PLAIN), harmless(hint.get(lang)));
    }
    out
}

/// The line of the span's start as it may be shown, the columns before the caret, and the columns to mark (at least one).
/// A line longer than [`QUOTE_COLUMNS`] is cut to a window around the caret.
fn quote(source: &Source, span: Span) -> (String, usize, usize) {
    let (line, column) = source.line_column(span.start);
    // Tabs and control characters take one column each, so that carets stay true.
    let chars: Vec<char> = source.line(line).chars().map(|c| if c == '\t' || is_harmful(c) { ' ' } else { c }).collect();
    let start = (column - 1).min(chars.len());
    let (end_line, end_column) = source.line_column(span.end.max(span.start));
    let end = if end_line == line { (end_column - 1).clamp(start, chars.len()) } else { chars.len() };
    let width = |range: &[char]| display_width(&range.iter().collect::<String>());

    // A column holds a character at least, but for marks without width: more characters are not looked at.
    let mut from = start.saturating_sub(QUOTE_COLUMNS);
    while width(&chars[from..start]) > QUOTE_COLUMNS * 2 / 3 {
        from += 1;
    }
    let mut to = chars.len().min(start + QUOTE_COLUMNS);
    while to > start && width(&chars[from..to]) > QUOTE_COLUMNS {
        to -= 1;
    }
    let end = end.min(to);
    let mut text = String::new();
    let mut before = width(&chars[from..start]);
    if from > 0 {
        text.push('…');
        before += 1;
    }
    text.extend(&chars[from..to]);
    if to < chars.len() {
        text.push('…');
    }
    (text, before, width(&chars[start..end]).max(1))
}

/// The error as one line of JSON: class, phase, detail, message, place, hint. `line` and `column` are absent where the
/// error has no place.
pub fn error_line(error: &Diagnostic, lang: Lang) -> String {
    let mut out = String::from("{\"class\":");
    json_string(&mut out, error.class.name());
    out.push_str(",\"phase\":");
    json_string(&mut out, error.phase.name());
    out.push_str(",\"detail\":");
    json_string(&mut out, &error.detail);
    out.push_str(",\"message\":");
    json_string(&mut out, error.message.get(lang));
    if let Some((line, column)) = error.place() {
        let _ = write!(out, ",\"line\":{line},\"column\":{column}");
    }
    if let Some(hint) = &error.hint {
        out.push_str(",\"hint\":");
        json_string(&mut out, hint.get(lang));
    }
    out.push('}');
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{draw, error_line};
    use crate::base::{Diagnostic, ErrorClass, Lang, Message, Source, Span};

    fn sample(text: &str, span: Span) -> Box<Diagnostic> {
        Diagnostic::compile(ErrorClass::UnknownName, "UnknownVerb", Message::new("unknown verb `扶持`", "未知动词“扶持”"))
            .at(span)
            .in_source(&Arc::new(Source::at_line("study.gmq", text, 3)))
            .hint("did you mean 支撑?", "是否想写“支撑”？")
    }

    #[test]
    fn the_caret_stands_under_the_word_by_display_width() {
        let text = "“人才”扶持的措施";
        let at = text.find("扶持").unwrap();
        assert_eq!(
            draw(&sample(text, Span::new(at, at + 6)), Lang::Zh, false),
            "错误：未知动词“扶持”\n --> study.gmq:3:5\n  |\n3 | “人才”扶持的措施\n  |       ^^^^\n  = 提示：是否想写“支撑”？\n"
        );
    }

    #[test]
    fn a_place_at_the_end_or_past_it_still_has_a_caret() {
        for at in [12, 13, 500] {
            assert!(draw(&sample("目标的措施", Span::new(at, at)), Lang::En, false).contains('^'));
        }
        let long = "目".repeat(5_000);
        let page = draw(&sample(&long, Span::new(9_000, 9_003)), Lang::En, false);
        assert!(page.lines().all(|line| super::display_width(line) < 120), "{page}");
    }

    #[test]
    fn programs_get_one_line() {
        assert_eq!(
            error_line(&sample("扶持", Span::new(0, 6)), Lang::En),
            r#"{"class":"UnknownName","phase":"compile","detail":"UnknownVerb","message":"unknown verb `扶持`","line":3,"column":1,"hint":"did you mean 支撑?"}"#
        );
    }
}
