//! Lines → paragraphs of the cleaned text, and the map back.

use super::glyphs::{Glyph, glyph};
use super::lines::{Line, Lines};
use super::numbering::Mark;
use super::raw::Raw;
use super::words::words;
use super::{OffsetMap, SkipReason, heading_words, margin};
use crate::base::Span;

/// A paragraph of the cleaned text: one line of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Para {
    /// In the cleaned text.
    pub span: Span,
    pub gap: u8,
    pub tab_led: bool,
    /// Holds the cells of a row, parted by tabs.
    pub row: bool,
    pub about: bool,
}

#[derive(Debug, Default)]
pub(super) struct Cleaned {
    pub text: String,
    pub map: OffsetMap,
    pub paras: Vec<Para>,
    pub skips: Vec<(Span, SkipReason)>,
    pub doubled: usize,
}

pub(super) fn clean(raw: &Raw, mut lines: Lines) -> Cleaned {
    let margin = margin::margin(raw, &lines.lines);
    if let Some(full) = margin {
        margin::printed_lines(&raw.text, &mut lines.lines, full);
    }
    let mut writer = Writer { original: &raw.text, drops: &lines.drops, out: Cleaned { doubled: lines.doubled, ..Cleaned::default() } };
    writer.out.text.reserve(raw.text.len());
    writer.out.skips = lines.skips;
    writer.out.skips.extend(lines.drops.iter().copied());
    let mut open: Option<Open> = None;
    for line in &lines.lines {
        let text = line.span.slice(&raw.text).unwrap_or_default();
        match &mut open {
            Some(state) if line.continues => {
                writer.out.text.push('\t');
                state.para.row = true;
                writer.line(line);
            }
            Some(state) if state.goes_on(line, text, margin) => {
                writer.join(text);
                writer.line(line);
                state.take(line, text);
            }
            _ => {
                if let Some(state) = open.take() {
                    writer.end(state.para);
                }
                let start = writer.out.text.len();
                let para = Para {
                    span: Span::new(start, start),
                    gap: line.gap,
                    tab_led: line.tab_led,
                    row: text.contains('\t'),
                    about: line.about,
                };
                let mut state = Open { para, last: *line, first: text, tail: text, lines: 0, has_stop: false, has_mark: false };
                writer.line(line);
                state.take(line, text);
                open = Some(state);
            }
        }
    }
    if let Some(state) = open.take() {
        writer.end(state.para);
    }
    writer.out.skips.sort_by_key(|(span, _)| (span.start, span.end));
    writer.out
}

/// The paragraph being gathered.
struct Open<'a> {
    para: Para,
    last: Line,
    first: &'a str,
    tail: &'a str,
    lines: usize,
    has_stop: bool,
    has_mark: bool,
}

/// The text ends a sentence, closing quotes and brackets aside.
fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '’', '）', ')', '》', '」', '』', '】']).ends_with(['。', '！', '？', '…', '!', '?'])
}

/// The line begins something of its own, whatever stands before it.
fn begins_block(text: &str) -> bool {
    let firstly = |mark: Mark| words().styles.get(mark.style).is_some_and(|style| style.name == "style-firstly");
    Mark::at(text).is_some_and(|mark| !firstly(mark))
        || text.starts_with("——")
        || text.starts_with("--")
        || text.starts_with(['●', '■', '◆', '•', '▲', '◎'])
        || heading_words::responsibility(text)
        || heading_words::tail(text)
        || heading_words::plain(text).is_some()
        || heading_words::annex(text).is_some()
        || heading_words::boxed(text).is_some()
        || heading_words::caption(text).is_some()
        || document_number(text)
        || date_line(text)
}

/// `国办发〔2018〕128号`
pub(super) fn document_number(text: &str) -> bool {
    text.len() <= 80 && text.ends_with('号') && text.contains(['〔', '［', '[']) && !text.contains(['，', '。', '《'])
}

/// `2026年7月19日`, `二○一一年十二月十五日`
pub(super) fn date_line(text: &str) -> bool {
    text.len() <= 60
        && text.ends_with('日')
        && text.contains('年')
        && text.contains('月')
        && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "年月日〇○零一二三四五六七八九十".contains(c))
}

impl<'a> Open<'a> {
    fn take(&mut self, line: &Line, text: &'a str) {
        self.lines += 1;
        self.last = *line;
        self.tail = text;
        self.has_stop |= text.contains(['。', '！', '？']);
        if self.lines == 1 {
            self.has_mark = Mark::at(text).is_some();
        }
    }

    /// Whether `line` belongs to this paragraph.
    fn goes_on(&self, line: &Line, text: &str, margin: Option<u32>) -> bool {
        if line.split || line.tab_led || self.para.tab_led || self.para.row || line.about || self.para.about || text.contains('\t') {
            return false;
        }
        if (line.gap > 0 && !line.new_page) || heading_words::tail(self.first) {
            return false;
        }
        // Pieces of one printed line belong together, be it that a sentence ends between them.
        if line.same_print {
            return !begins_block(text);
        }
        if ends_sentence(self.tail) {
            // A sentence that ends at the margin seldom ends its paragraph; a heading would be a short line without a stop.
            return self.last.full && margin.is_some() && !begins_block(text) && (line.full || text.contains('。'));
        }
        match margin {
            Some(full) => self.goes_on_wrapped(text, full),
            None => self.goes_on_plain(line, text),
        }
    }

    fn goes_on_wrapped(&self, text: &str, full: u32) -> bool {
        // A number alone on its line waits for its heading.
        if self.lines == 1 && Mark::at(self.tail).is_some_and(|mark| mark.len == self.tail.trim_end().len()) {
            return true;
        }
        if begins_block(text) || self.tail.ends_with(['：', ':']) {
            return false;
        }
        let short = !self.last.full && self.last.width * 10 < full * 8;
        let heading = self.has_mark && !self.has_stop && self.lines == 1;
        if heading && short && !self.tail.ends_with(['，', '、']) {
            return false;
        }
        // Signatures, dates, titles: short lines without punctuation.
        let bare = self.lines == 1
            && !self.last.full
            && self.last.width * 10 < full * 6
            && !self.tail.contains(['，', '、', '。', '；', '《', '“']);
        let alone = document_number(self.tail)
            || date_line(self.tail)
            || (self.tail.starts_with('（') && self.tail.ends_with('）') && self.lines == 1);
        !alone && (!bare || text.starts_with(['《', '，', '、', '“', '）']))
    }

    /// Without a margin each line is a paragraph, except where markup tore one sentence apart.
    fn goes_on_plain(&self, line: &Line, text: &str) -> bool {
        if line.gap > 0 || line.indented || begins_block(text) || self.has_mark && !self.has_stop {
            return false;
        }
        let torn = self.tail.ends_with(['的', '和', '与', '及', '、', '《'])
            || text.starts_with(['，', '、', '；', '。', '）', '》', '”', '是', '的']);
        let open_end = self.tail.chars().next_back().is_some_and(char::is_alphanumeric);
        torn || (open_end && self.has_stop)
    }
}

/// Writes cleaned text and map.
struct Writer<'a> {
    original: &'a str,
    drops: &'a [(Span, SkipReason)],
    out: Cleaned,
}

impl Writer<'_> {
    /// Joins two lines: nothing between Chinese characters, a space between Latin words.
    fn join(&mut self, next: &str) {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(self.out.text.chars().next_back()) && latin(next.chars().next()) && !next.starts_with(|c: char| c.is_ascii_digit()) {
            self.out.text.push(' ');
        }
    }

    fn end(&mut self, mut para: Para) {
        para.span.end = self.out.text.len();
        if !para.span.is_empty() {
            self.out.paras.push(para);
        }
        self.out.text.push('\n');
    }

    /// Copies a line, leaving out what is dropped. Stretches that stay as they are become one run of the map.
    fn line(&mut self, line: &Line) {
        let text = line.span.slice(self.original).unwrap_or_default();
        let base = line.span.start;
        let mut drop = self.drops.partition_point(|(span, _)| span.end <= base);
        let squeeze = !heading_words_keep_space(text);
        let mut same = None;
        let mut before: Option<char> = None;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let place = base + at;
            while self.drops.get(drop).is_some_and(|(span, _)| span.end <= place) {
                drop += 1;
            }
            let dropped = self.drops.get(drop).is_some_and(|(span, _)| span.start <= place);
            let next = chars.peek().map(|(_, c)| *c);
            let shape = match glyph(c) {
                _ if dropped => Glyph::Drop,
                Glyph::Become(' ') | Glyph::Keep if c.is_whitespace() => self.blank(c, before, next, line.spaced, squeeze),
                shape => shape,
            };
            if shape == Glyph::Keep {
                same.get_or_insert(place);
                before = Some(c);
                continue;
            }
            self.copy(same.take(), place);
            match shape {
                Glyph::Become(other) => {
                    let start = self.out.text.len();
                    self.out.text.push(other);
                    self.out.map.push(Span::new(start, self.out.text.len()), Span::new(place, place + c.len_utf8()));
                    before = Some(other);
                }
                _ if !dropped && !c.is_whitespace() => {
                    self.out.skips.push((Span::new(place, place + c.len_utf8()), SkipReason::Control));
                }
                _ => {}
            }
        }
        self.copy(same, base + text.len());
    }

    /// What becomes of a space: it goes between letters set apart and beside figures (`2023 年`, `印发 3 项`); a tab stays, it
    /// parts cells; a line break inside a cell becomes a space.
    fn blank(&self, c: char, before: Option<char>, next: Option<char>, spaced: bool, squeeze: bool) -> Glyph {
        if c == '\t' {
            return Glyph::Keep;
        }
        let han = |c: Option<char>| c.is_some_and(|c| ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{f900}'..='\u{faff}').contains(&c));
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if spaced && !(ascii(before) && ascii(next)) {
            return Glyph::Drop;
        }
        if squeeze && ((digit(before) && han(next)) || (han(before) && digit(next))) {
            return Glyph::Drop;
        }
        if c == ' ' || c == '\u{3000}' { Glyph::Keep } else { Glyph::Become(' ') }
    }

    fn copy(&mut self, from: Option<usize>, to: usize) {
        let Some(from) = from else { return };
        let start = self.out.text.len();
        self.out.text.push_str(self.original.get(from..to).unwrap_or_default());
        self.out.map.push(Span::new(start, self.out.text.len()), Span::new(from, to));
    }
}

/// Lines whose spaces part a number from a title: `1 总则`, `表1 2025年目标`.
fn heading_words_keep_space(text: &str) -> bool {
    let number = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let apart = text[number..].trim_start();
    // 2023 年 begins a date, 12 家 an amount; 1 总则 and 3.2 预警 a heading.
    (number > 0 && number <= 8 && !(number == 4 || apart.starts_with(['年', '月', '日', '家', '个', '项', '件', '%'])))
        || heading_words::caption(text).is_some()
        || heading_words::boxed(text).is_some()
        || heading_words::annex(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::{lines, raw::Raw};
    use super::{Cleaned, clean};

    fn cleaned(text: &str) -> Cleaned {
        let raw = Raw::of_text(text.to_owned(), "UTF-8", true);
        clean(&raw, lines::lines(&raw))
    }

    fn paras(text: &str) -> Vec<String> {
        let out = cleaned(text);
        out.paras.iter().map(|para| out.text[para.span.start..para.span.end].to_owned()).collect()
    }

    #[test]
    fn wrapped_lines_are_joined_across_pages_and_headings_stay_apart() {
        let body = "以新发展理念为指导深入贯彻落实各项决策部署坚持稳中求进工作总基\n调着力推动高质量发展全面提升数字建设的整体性系统性协同性促进数\n";
        let text = format!("一、总体要求\n{}字经济。\n\n# Page 3:\n（二）\n持续提升水平。\n依托平台，\n2023 年5 月完成", body.repeat(5));
        let out = paras(&text);
        assert_eq!(out[0], "一、总体要求");
        assert!(out[1].starts_with("以新发展理念") && out[1].ends_with("字经济。") && !out[1].contains('\n'), "{out:?}");
        assert_eq!(out[2], "（二）持续提升水平。");
        assert_eq!(out[3], "依托平台，2023年5月完成");
    }

    #[test]
    fn unwrapped_lines_are_paragraphs_and_torn_sentences_are_mended() {
        assert_eq!(
            paras("一、目标\n发展的\n主要目标\n是：增长。浓度降低，PM\n2.5\n年均下降。\n第二段。"),
            ["一、目标", "发展的主要目标是：增长。浓度降低，PM2.5年均下降。", "第二段。"]
        );
    }

    #[test]
    fn the_map_leads_back_through_every_change() {
        let text = "一 、 总 体 要 求一 、 总 体 要 求\n全⺠健⾝到２０２５ 年\u{200b}实现。\n";
        let out = cleaned(text);
        assert_eq!(out.text, "一、总体要求\n全民健身到2025年实现。\n");
        for (word, printed) in [("总体要求", "总 体 要 求"), ("全民健身", "全⺠健⾝"), ("2025年实", "２０２５ 年\u{200b}实")]
        {
            let at = out.text.find(word).unwrap();
            let back = out.map.original(crate::base::Span::new(at, at + word.len()));
            assert_eq!(back.slice(text), Some(printed));
        }
        assert_eq!(out.skips.len(), 2, "the second printing and the character without width: {:?}", out.skips);
    }
}
