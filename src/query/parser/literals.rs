//! Numbers and strings as they are written, and their values.

use std::sync::Arc;

use super::Rule;
use super::build::{Built, Node, inner, span_of};
use crate::base::{Diagnostic, ErrorClass, Message, Span};
use crate::query::ast::Literal;

/// The value of a number. `negative`: a minus sign stands before it, which matters for the smallest integer.
/// `span` is what a message points at.
pub(super) fn number(node: &Node<'_>, negative: bool, span: Span) -> Built<Literal> {
    let part = inner(node.clone())?;
    let mut digits: String = part.as_str().chars().map(crate::base::fold_char).collect();
    let radix = match part.as_rule() {
        Rule::hex => 16,
        Rule::octal => 8,
        Rule::integer => 10,
        Rule::float => {
            if negative {
                digits.insert(0, '-');
            }
            return match digits.parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(Literal::Float(value)),
                _ => Err(Diagnostic::compile(
                    ErrorClass::SyntaxError,
                    "FloatingPointOverflow",
                    Message::new(format!("the number {digits} is too large for a float"), format!("数 {digits} 超出了浮点数的范围")),
                )
                .at(span)
                .hint("the largest float is about 1.8e308", "最大的浮点数约为 1.8e308")),
            };
        }
        _ => return Err(bad_number(node)),
    };
    if radix != 10 {
        digits.drain(..2);
    }
    if negative {
        digits.insert(0, '-');
    }
    i64::from_str_radix(&digits, radix).map(Literal::Int).map_err(|_| {
        let written = format!("{}{}", if negative { "-" } else { "" }, node.as_str());
        Diagnostic::compile(
            ErrorClass::SyntaxError,
            "IntegerOverflow",
            Message::new(format!("the integer {written} does not fit into 64 bits"), format!("整数 {written} 超出了 64 位的范围")),
        )
        .at(span)
        .hint(
            "integers go from -9223372036854775808 to 9223372036854775807; write a float (1e19) or a string for more",
            "整数范围是 -9223372036854775808 到 9223372036854775807；更大的数请写成浮点数（1e19）或字符串",
        )
    })
}

fn bad_number(node: &Node<'_>) -> Box<Diagnostic> {
    let written = node.as_str();
    let error = Diagnostic::compile(
        ErrorClass::SyntaxError,
        "InvalidNumberLiteral",
        Message::new(format!("`{written}` is no number"), format!("`{written}` 不是合法的数")),
    )
    .at(span_of(node));
    let lower = written.to_lowercase();
    if lower.starts_with("0x") {
        error.hint("a hexadecimal number is 0x and digits 0-9, a-f: 0x1F", "十六进制数写作 0x 加 0-9、a-f：0x1F")
    } else if lower.starts_with("0o") {
        error.hint("an octal number is 0o and digits 0-7: 0o17", "八进制数写作 0o 加 0-7：0o17")
    } else {
        error.hint(
            "a name that begins with a digit is written in backquotes, a text in quotes: '5G'",
            "以数字开头的名称要放在反引号里，文本要放在引号里：'5G'",
        )
    }
}

/// The text of a string: quotes taken off, escapes read.
pub(super) fn string(node: &Node<'_>) -> Built<Arc<str>> {
    let text = inner(inner(node.clone())?)?;
    let raw = text.as_str();
    if !raw.contains('\\') {
        return Ok(raw.into());
    }
    let base = text.as_span().start();
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let Some((_, kind)) = chars.next() else { break };
        match kind {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{C}'),
            'u' | 'U' => {
                let wanted = if kind == 'u' { 4 } else { 8 };
                let digits: String = chars.as_str().chars().take(wanted).take_while(char::is_ascii_hexdigit).collect();
                let decoded =
                    (digits.len() == wanted).then(|| unicode(&digits, chars.as_str().get(wanted..).unwrap_or_default())).flatten();
                let Some((decoded, length)) = decoded else {
                    let span = Span::new(base + at, base + at + 2 + digits.len());
                    return Err(bad_escape(raw, at, span, "InvalidUnicodeLiteral"));
                };
                out.push(decoded);
                for _ in 0..length {
                    chars.next();
                }
            }
            '\\' | '\'' | '"' | '`' | '/' | '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '＂' | '＇' | '„' => {
                out.push(kind)
            }
            _ => {
                let span = Span::new(base + at, base + at + 1 + kind.len_utf8());
                return Err(bad_escape(raw, at, span, "InvalidEscape"));
            }
        }
    }
    Ok(out.into())
}

/// The character of the digits, and how many characters of the text it takes. A surrogate is read with the one after it.
fn unicode(digits: &str, rest: &str) -> Option<(char, usize)> {
    let code = u32::from_str_radix(digits, 16).ok()?;
    if let Some(c) = char::from_u32(code) {
        return Some((c, digits.len()));
    }
    let low = rest.strip_prefix("\\u").and_then(|rest| rest.get(..4)).and_then(|low| u16::from_str_radix(low, 16).ok())?;
    let pair = char::decode_utf16([u16::try_from(code).ok()?, low]).next()?.ok()?;
    Some((pair, digits.len() + 6))
}

fn bad_escape(raw: &str, at: usize, span: Span, detail: &'static str) -> Box<Diagnostic> {
    let written = raw.get(at..at + span.len()).unwrap_or("\\");
    Diagnostic::compile(
        ErrorClass::SyntaxError,
        detail,
        Message::new(format!("`{written}` is no escape in a string"), format!("字符串里的 `{written}` 不是合法的转义")),
    )
    .at(span)
    .hint(
        r#"escapes are \n \t \r \b \f \\ \' \" and \uXXXX with four hexadecimal digits; a backslash itself is \\"#,
        r#"转义有 \n \t \r \b \f \\ \' \" 以及 \u 加四位十六进制数；反斜杠本身写作 \\"#,
    )
}
