//! DOCX → original text: paragraphs (`w:p`) and tables (`w:tbl`) of `word/document.xml`.
//!
//! Archives and XML are hostile ground: what is unpacked is bounded in bytes and in ratio, elements in depth, and a document type
//! declaration (where entities would be defined) is refused.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::Format;
use super::decode::{refuse, too_large};
use super::markup::Markup;
use super::raw::Raw;
use crate::base::{Diagnostic, Outcome};

/// Text compresses to a tenth or so; a ratio beyond this is a trap.
const MAX_RATIO: u64 = 250;
const MAX_DEPTH: usize = 256;

fn broken(name: &str, en: &str, zh: &str) -> Box<Diagnostic> {
    refuse("BadArchive", format!("{name} cannot be read as DOCX: {en}"), format!("无法将 {name} 读作 DOCX：{zh}"))
}

pub(super) fn read(bytes: &[u8], name: &str, limit: u64) -> Outcome<Raw> {
    let xml = unpack(bytes, name, limit)?;
    paragraphs(&xml, name)
}

fn unpack(bytes: &[u8], name: &str, limit: u64) -> Outcome<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(name, &error.to_string(), "压缩包已损坏"))?;
    let part =
        archive.by_name("word/document.xml").map_err(|_| broken(name, "it has no word/document.xml", "其中没有 word/document.xml"))?;
    let packed = part.compressed_size().max(1);
    let limit = limit.min(packed.saturating_mul(MAX_RATIO).max(1 << 20));
    let mut xml = Vec::new();
    part.take(limit + 1).read_to_end(&mut xml).map_err(|error| broken(name, &error.to_string(), "解压失败"))?;
    if xml.len() as u64 > limit {
        return Err(too_large(name, xml.len() as u64, limit));
    }
    String::from_utf8(xml).map_err(|_| broken(name, "its text is not UTF-8", "其文字不是 UTF-8 编码"))
}

fn paragraphs(xml: &str, name: &str) -> Outcome<Raw> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut page = Markup::default();
    let (mut depth, mut in_text, mut deleted) = (0_usize, false, 0_usize);
    loop {
        let event = reader.read_event().map_err(|error| broken(name, &error.to_string(), "XML 有误"))?;
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(broken(name, "its elements are nested too deeply", "元素嵌套过深"));
                }
                match tag.local_name().as_ref() {
                    "t" => in_text = true,
                    "tbl" => page.start_table(),
                    "tr" => page.start_row(),
                    "del" | "Fallback" => deleted += 1,
                    _ => {}
                }
            }
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "tab" => page.text(" ", false),
                "br" | "cr" | "p" => page.end_paragraph(),
                "tc" => page.end_cell(),
                _ => {}
            },
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                match tag.local_name().as_ref() {
                    "t" => in_text = false,
                    "p" => page.end_paragraph(),
                    "tc" => page.end_cell(),
                    "tr" => page.end_row(false),
                    "tbl" => page.end_table(),
                    "del" | "Fallback" => deleted = deleted.saturating_sub(1),
                    _ => {}
                }
            }
            Event::Text(text) if in_text && deleted == 0 => page.text(&text.xml10_content(), true),
            Event::CData(text) if in_text && deleted == 0 => page.text(&text.xml10_content(), true),
            Event::GeneralRef(entity) if in_text && deleted == 0 => {
                let known = match entity.resolve_char_ref() {
                    Ok(Some(c)) => Some(c),
                    _ => match &*entity.into_inner() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    },
                };
                let c = known.ok_or_else(|| broken(name, "it uses an unknown entity", "含有未知实体"))?;
                page.text(c.encode_utf8(&mut [0; 4]), true);
            }
            Event::DocType(_) => return Err(broken(name, "it declares a document type", "含有文档类型声明")),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(page.finish(Format::Docx, "UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn paragraphs_and_tables_are_read_and_doctypes_refused() {
        let body = "<w:document><w:body><w:p><w:r><w:t>一、总体</w:t></w:r><w:r><w:t>要求 R&amp;D</w:t></w:r></w:p>\
                    <w:tbl><w:tr><w:tc><w:p><w:r><w:t>序号</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>";
        let raw = paragraphs(body, "a.docx").unwrap();
        let lines: Vec<(&str, bool)> = raw.lines.iter().map(|line| (line.span.slice(&raw.text).unwrap(), line.continues)).collect();
        assert_eq!(lines, [("一、总体要求 R&D", false), ("序号", false), ("", true)]);
        assert!(paragraphs("<!DOCTYPE a [<!ENTITY b \"c\">]><w:p/>", "a.docx").is_err());
        assert!(paragraphs(&"<w:p>".repeat(5000), "a.docx").is_err(), "nesting is bounded");
    }
}
