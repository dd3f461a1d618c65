//! Bytes → original text. The format is told from the bytes, then from the name.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::raw::Raw;
use super::{Format, ReadOptions, csv, docx, html, pdf};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};

pub(super) fn refuse(detail: &'static str, en: impl Into<String>, zh: impl Into<String>) -> Box<Diagnostic> {
    Diagnostic::runtime(ErrorClass::ImportError, detail, Message::new(en, zh))
}

pub(super) fn decode(bytes: &[u8], name: &str, options: &ReadOptions) -> Outcome<Raw> {
    // Offsets are kept in 32 bits, so no option goes beyond 2 GiB.
    let limit = options.max_size.min(2 << 30);
    if bytes.len() as u64 > limit {
        return Err(too_large(name, bytes.len() as u64, limit));
    }
    let extension = name.rsplit_once('.').map(|(_, ext)| ext.to_ascii_lowercase()).unwrap_or_default();
    let raw = if bytes.starts_with(b"%PDF") {
        let text = pdf::text(bytes, name, limit)?;
        Raw { format: Format::Pdf, ..Raw::of_text(text, "UTF-8", false) }
    } else if bytes.starts_with(b"PK\x03\x04") {
        docx::read(bytes, name, limit)?
    } else {
        let (text, encoding, errors) = text_of(bytes, name)?;
        let verbatim = encoding == UTF_8.name() && errors == 0;
        if matches!(extension.as_str(), "html" | "htm" | "xhtml" | "shtml") || html::looks_like(&text) {
            Raw { encoding: encoding.to_owned(), decode_errors: errors, ..html::read(&text) }
        } else if matches!(extension.as_str(), "csv" | "tsv") {
            let separator = if extension == "tsv" { b'\t' } else { b',' };
            Raw { encoding: encoding.to_owned(), verbatim, decode_errors: errors, ..csv::read(text, separator) }
        } else {
            Raw { decode_errors: errors, ..Raw::of_text(text, encoding, verbatim) }
        }
    };
    if raw.text.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{feff}') {
        return Err(refuse("Empty", format!("{name} has no text"), format!("{name} 没有文字内容")));
    }
    Ok(raw)
}

pub(super) fn too_large(name: &str, size: u64, limit: u64) -> Box<Diagnostic> {
    let mib = |n: u64| format!("{:.1} MiB", n as f64 / 1_048_576.0);
    refuse(
        "TooLarge",
        format!("{name} has {}, more than the limit of {}", mib(size), mib(limit)),
        format!("{name} 有 {}，超过上限 {}", mib(size), mib(limit)),
    )
    .hint("Raise the limit with --max-size if the file is what it should be", "如文件无误，可用 --max-size 提高上限")
}

/// Text, encoding and number of stretches that could not be read.
fn text_of(bytes: &[u8], name: &str) -> Outcome<(String, &'static str, usize)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != UTF_8) {
        return Ok(with(encoding, &bytes[mark..]));
    }
    if let Some(encoding) = wide(bytes) {
        return Ok(with(encoding, bytes));
    }
    let controls = bytes.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0xb | 0xc)).count();
    // A stray NUL does no harm; more than one control byte in five hundred is no text that anybody wrote.
    if controls > 8 + bytes.len() / 500 {
        return Err(refuse("NotText", format!("{name} is no text: it holds control bytes"), format!("{name} 不是文本文件：含有控制字节"))
            .hint("Plans are read from text, HTML, DOCX, CSV and PDF", "可读取的格式：文本、HTML、DOCX、CSV、PDF"));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), UTF_8.name(), 0));
    }
    Ok(by_line(bytes))
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> (String, &'static str, usize) {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let errors = text.matches('\u{fffd}').count();
    (text.into_owned(), encoding.name(), errors)
}

/// UTF-16 without a mark: every second byte of ASCII is NUL.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let nul = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nul(0), nul(1));
    let enough = (head.len() / 40).max(2);
    match (even >= enough, odd >= enough) {
        (false, true) if even == 0 => Some(UTF_16LE),
        (true, false) if odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// A file that is not UTF-8 throughout: one other encoding, or lines of several pasted together.
fn by_line(bytes: &[u8]) -> (String, &'static str, usize) {
    let wide_lines = bytes.split(|&byte| byte == b'\n').filter(|line| line.iter().any(|&byte| byte >= 0x80));
    let (mut utf8, mut other) = (0_usize, 0_usize);
    for line in wide_lines {
        if std::str::from_utf8(line).is_ok() { utf8 += line.len() } else { other += line.len() }
    }
    let guessed = guess(bytes);
    if utf8 == 0 {
        let whole = with(guessed, bytes);
        let lossy = String::from_utf8_lossy(bytes);
        // One broken byte in a single long line of UTF-8 must not turn the line into another language.
        return if lossy.matches('\u{fffd}').count() < whole.2 { lossy_utf8(lossy) } else { whole };
    }
    let (mut text, mut errors) = (String::with_capacity(bytes.len() + bytes.len() / 2), 0);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => {
                let (there, _, bad) = with(guessed, line);
                let lossy = String::from_utf8_lossy(line);
                let worse = lossy.matches('\u{fffd}').count();
                errors += bad.min(worse).max(1);
                text.push_str(if worse < bad || (worse == 1 && line.len() > 16) { &lossy } else { &there });
            }
        }
    }
    let main = if utf8 >= other { UTF_8 } else { guessed };
    (text, main.name(), errors.max(1))
}

fn lossy_utf8(text: Cow<'_, str>) -> (String, &'static str, usize) {
    let errors = text.matches('\u{fffd}').count();
    (text.into_owned(), UTF_8.name(), errors)
}

/// The likely encoding of Chinese text. GB18030 holds GBK and GB2312.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], bytes.len() <= 1 << 20);
    let found = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let single_byte = found.is_single_byte();
    if found == GBK || single_byte { GB18030 } else { found }
}

#[cfg(test)]
mod tests {
    use super::{by_line, text_of};

    const LINE: &str = "一、总体要求：提升城市创新力，推动高质量发展。\n";

    #[test]
    fn gb18030_and_utf_16_become_the_same_text() {
        let (gb, ..) = encoding_rs::GB18030.encode(LINE);
        let read = text_of(&gb, "x").unwrap();
        assert_eq!((read.0.as_str(), read.1, read.2), (LINE, "gb18030", 0));
        let wide: Vec<u8> = LINE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text_of(&[&[0xff, 0xfe], wide.as_slice()].concat(), "x").unwrap().0, LINE);
    }

    #[test]
    fn lines_of_two_encodings_are_read_line_by_line() {
        let (gb, ..) = encoding_rs::GB18030.encode(LINE);
        let (text, _, errors) = by_line(&[LINE.as_bytes(), &gb, LINE.as_bytes()].concat());
        assert_eq!(text, LINE.repeat(3));
        assert_eq!(errors, 1, "the report says that the file is mixed");
    }

    #[test]
    fn one_broken_byte_costs_one_character() {
        let mut bytes = LINE.repeat(3).into_bytes();
        bytes[4] = b'!';
        let (text, encoding, errors) = text_of(&bytes, "x").unwrap();
        assert!(text.contains("总体要求") && encoding == "UTF-8" && errors >= 1, "{text}");
    }
}
