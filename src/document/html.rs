//! HTML → original text: paragraphs, tables; scripts and styles left out, navigation marked.

use html5gum::{Token, Tokenizer};

use super::Format;
use super::markup::Markup;
use super::raw::Raw;

/// Elements that begin a paragraph of their own.
const BLOCKS: [&[u8]; 24] = [
    b"p",
    b"div",
    b"br",
    b"li",
    b"ul",
    b"ol",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"section",
    b"article",
    b"blockquote",
    b"pre",
    b"hr",
    b"dt",
    b"dd",
    b"dl",
    b"header",
    b"footer",
    b"main",
    b"option",
];
/// Elements whose text is no text of the page.
const SILENT: [&[u8]; 7] = [b"script", b"style", b"noscript", b"template", b"svg", b"head", b"iframe"];
/// Elements that hold navigation.
const NAVIGATION: [&[u8]; 6] = [b"nav", b"footer", b"aside", b"button", b"select", b"form"];
/// A cell of more bytes than this that holds paragraphs is a page's layout, not a table.
const LAYOUT_CELL: usize = 3000;

/// Whether a text without a telling name is HTML: it begins with a tag that pages begin with, or is full of tags.
pub(super) fn looks_like(text: &str) -> bool {
    let head = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    if !head.starts_with('<') {
        return false;
    }
    let head: String = head.chars().take(2000).flat_map(char::to_lowercase).collect();
    ["<!doctype html", "<html", "<head", "<body", "<div", "<p>", "<p ", "<table", "<tbody", "<td", "<h1"]
        .iter()
        .any(|tag| head.contains(tag))
}

pub(super) fn read(html: &str) -> Raw {
    let layout = layout_tables(html);
    let mut page = Markup::default();
    let (mut silent, mut open_tables, mut table) = (0_usize, Vec::new(), 0_usize);
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name: &[u8] = &tag.name;
                if SILENT.contains(&name) && !tag.self_closing {
                    silent += 1;
                } else if name == b"body" {
                    // A head that was never closed ends here.
                    silent = 0;
                }
                if NAVIGATION.contains(&name) && !tag.self_closing {
                    page.end_paragraph();
                    page.furniture += 1;
                }
                let data = open_tables.last().is_some_and(|&number: &usize| !layout.contains(&number));
                match name {
                    b"table" => {
                        open_tables.push(table);
                        if layout.contains(&table) {
                            page.end_paragraph()
                        } else {
                            page.start_table()
                        }
                        table += 1;
                    }
                    b"tr" if data => page.start_row(),
                    b"tr" | b"td" | b"th" if !data => page.end_paragraph(),
                    _ if BLOCKS.contains(&name) => page.end_paragraph(),
                    _ => {}
                }
            }
            Token::EndTag(tag) => {
                let name: &[u8] = &tag.name;
                if SILENT.contains(&name) {
                    silent = silent.saturating_sub(1);
                }
                if NAVIGATION.contains(&name) {
                    page.end_paragraph();
                    page.furniture = page.furniture.saturating_sub(1);
                }
                let data = open_tables.last().is_some_and(|number| !layout.contains(number));
                match name {
                    b"table" => {
                        if open_tables.pop().is_some_and(|number| !layout.contains(&number)) {
                            page.end_table()
                        } else {
                            page.end_paragraph()
                        }
                    }
                    b"td" | b"th" if data => page.end_cell(),
                    b"tr" if data => page.end_row(false),
                    _ if BLOCKS.contains(&name) || matches!(name, b"tr" | b"td" | b"th") => page.end_paragraph(),
                    _ => {}
                }
            }
            Token::String(text) if silent == 0 => page.text(&String::from_utf8_lossy(&text), false),
            _ => {}
        }
    }
    page.finish(Format::Html, "UTF-8")
}

/// The tables (numbered in order of their opening tags) that lay out a page: a cell of theirs holds more text than any cell of
/// a table of figures would.
fn layout_tables(html: &str) -> Vec<usize> {
    let mut found = Vec::new();
    // For each open table its number, and the bytes of text in its open cell.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut count = 0;
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if *tag.name == b"table" => {
                open.push((count, 0));
                count += 1;
            }
            Token::StartTag(tag) if matches!(tag.name.as_slice(), b"td" | b"th") => {
                if let Some(last) = open.last_mut() {
                    last.1 = 0;
                }
            }
            Token::EndTag(tag) if *tag.name == b"table" => {
                if let (Some((_, inner)), Some(outer)) = (open.pop(), open.last_mut()) {
                    outer.1 += inner;
                }
            }
            Token::String(text) => {
                if let Some(last) = open.last_mut() {
                    last.1 += text.len();
                    if last.1 > LAYOUT_CELL {
                        found.push(last.0);
                    }
                }
            }
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::{looks_like, read};

    #[test]
    fn paragraphs_and_rows_become_lines_and_scripts_go() {
        let raw = read(
            "<html><head><title>x</title></head><body><nav>首页</nav><script>var a='<p>';</script><p>一、<b>总体</b>要求&nbsp;</p>\n\
             <table><tr><td>序号</td><td>指标</td></tr><tr><td>1<td><p>研发</p><p>经费</p></tr></table><p>二、任务</p>",
        );
        let lines: Vec<(&str, bool)> = raw.lines.iter().map(|line| (line.span.slice(&raw.text).unwrap(), line.continues)).collect();
        let lines: Vec<_> = lines.into_iter().filter(|(text, _)| !text.is_empty()).collect();
        assert_eq!(lines[0].0, "首页");
        assert_eq!(lines[1].0.trim_end_matches('\u{a0}'), "一、总体要求");
        assert_eq!(&lines[2..5], &[("序号", false), ("指标", true), ("1 研发 经费", false)], "an unclosed cell keeps its text");
        assert_eq!(lines[5].0, "二、任务");
        assert!(raw.lines.iter().find(|line| line.span.slice(&raw.text) == Some("首页")).unwrap().furniture);
    }

    #[test]
    fn html_is_told_from_text_that_has_an_angle_bracket() {
        assert!(looks_like("<tbody>\n<tr><td><p>一、总体要求</p>"));
        assert!(!looks_like(">\n政务公开"));
        assert!(!looks_like("<一>总体要求"));
    }
}
