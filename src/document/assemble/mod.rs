//! Paragraphs → sections, blocks, sentences, tables.

mod named;
mod tabular;

use std::sync::Arc;

use super::addresses::{self, Addresses};
use super::front::{self, Place};
use super::gaps::{self, Numbered};
use super::headings::{self, Shape};
use super::line_index::LineIndex;
use super::numbering::Mark;
use super::outline::{Level, Order, Stack};
use super::paragraphs::{Cleaned, Para};
use tabular::Caption;

use super::{
    Block, BlockKind, Document, Finding, FindingKind, HeadingKind, OffsetMap, Role, Section, Sentence, heading_words, split, tables,
};
use crate::base::{Message, Span};

/// Marks that begin a bullet.
const BULLETS: [&str; 8] = ["——", "--", "●", "■", "◆", "•", "▲", "◎"];
/// A first sentence at most this long (in characters) may only name what the paragraph is about.
const MAX_LEAD: usize = 32;
/// Headings nest no deeper than this; deeper ones stay beside each other.
const MAX_LEVEL: u8 = 12;

/// Where the walk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    Body,
    Glossary,
    Tail,
}

/// Puts a document together, paragraph by paragraph.
pub(super) struct Assembly<'a> {
    text: &'a str,
    map: &'a OffsetMap,
    lines: &'a LineIndex,
    paras: &'a [Para],
    order: Order,
    stack: Stack,
    addresses: Addresses,
    zone: Zone,
    /// The open stage: a section outside of the numbering.
    stage: Option<usize>,
    /// The base of the stack outside the open box.
    outside_box: Option<usize>,
    /// A caption that waits for its table: label and title.
    caption: Option<Caption>,
    /// Sentences and bullets counted so far, by section.
    counted: Vec<(u32, u32)>,
    numbers: Vec<Numbered>,
    unnamed_tables: u32,
    out: Document,
}

pub(super) fn assemble(cleaned: &Cleaned, lines: &LineIndex, out: Document) -> Document {
    let text = cleaned.text.as_str();
    let front = front::front(text, &cleaned.paras);
    let mut assembly = Assembly {
        text,
        map: &cleaned.map,
        lines,
        paras: &cleaned.paras,
        order: Order::infer(&marks(text, &cleaned.paras[front.places.len()..])),
        stack: Stack::default(),
        addresses: Addresses::default(),
        zone: Zone::Body,
        stage: None,
        outside_box: None,
        caption: None,
        counted: Vec::new(),
        numbers: Vec::new(),
        unnamed_tables: 0,
        out,
    };
    let heading = front.title.unwrap_or_default();
    assembly.add_section(Section {
        heading,
        title: squeezed(heading.slice(text).unwrap_or_default()),
        address: "".into(),
        ..Section::default()
    });
    assembly.walk(&front.places);
    assembly.finish()
}

/// All numbers that can head something, in text order.
fn marks(text: &str, paras: &[Para]) -> Vec<Mark> {
    let mut found = Vec::new();
    for para in paras.iter().filter(|para| !para.row && !para.tab_led) {
        let body = para.span.slice(text).unwrap_or_default();
        for sentence in split::sentences(body, 0) {
            found.extend(sentence.slice(body).and_then(Mark::at).filter(|mark| !headings::counts_sentences(*mark)));
        }
    }
    found
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().concat()
}

impl Assembly<'_> {
    fn walk(&mut self, places: &[Place]) {
        let mut at = 0;
        while at < self.paras.len() {
            at += self.step(at, places.get(at).copied());
        }
    }

    /// Takes the paragraph at `at` and gives how many it took.
    fn step(&mut self, at: usize, place: Option<Place>) -> usize {
        let para = self.paras[at];
        let body = para.span.slice(self.text).unwrap_or_default();
        match place {
            Some(Place::Title) => self.whole(para.span, BlockKind::Title, Role::Title),
            Some(Place::Front) => self.plain(para.span, BlockKind::Front, Role::Front),
            Some(Place::Contents) => self.whole(para.span, BlockKind::Contents, Role::Contents),
            _ if para.about => self.plain(para.span, BlockKind::Front, Role::Front),
            _ if heading_words::tail(body)
                || (self.zone == Zone::Tail && Mark::at(body).is_none() && heading_words::annex(body).is_none()) =>
            {
                self.zone = Zone::Tail;
                self.plain(para.span, BlockKind::Tail, Role::Tail);
            }
            _ => {
                if let Some((count, one_a_line)) = tables::extent(self.text, self.paras, at) {
                    self.table(at, count, one_a_line);
                    return count;
                }
                if let Some(count) = self.loose_table(at) {
                    return count;
                }
                if let Some(count) = self.annex_list(at) {
                    for entry in &self.paras[at..at + count] {
                        self.whole(entry.span, BlockKind::Contents, Role::Contents);
                    }
                    return count;
                }
                self.paragraph(at, para.span, body);
            }
        }
        1
    }

    fn paragraph(&mut self, at: usize, span: Span, body: &str) {
        if let Some(table) = self.table_behind_caption(body) {
            self.paragraph(at, Span::new(span.start, span.start + table), &body[..table]);
            return self.running(Span::new(span.start + table, span.end), BlockKind::Paragraph);
        }
        if heading_words::glossary(body) {
            self.glossary_heading(span, body);
        } else if let Some(label) = heading_words::annex(body) {
            self.named_section(span, body, label.len, HeadingKind::Plain, true);
        } else if let Some(word) = heading_words::plain(body) {
            self.plain_heading(span, &word);
        } else if let Some(label) = heading_words::boxed(body).filter(|_| body.chars().count() <= 60 && !body.ends_with('。')) {
            self.open_box(span, body, label.len);
        } else if let Some(label) = heading_words::caption(body).filter(|_| body.chars().count() <= 60 && !body.ends_with('。')) {
            self.caption(at, span, body, label.len);
        } else if self.zone == Zone::Glossary && self.glossary_entry(span, body) {
        } else if let Some(mark) = Mark::at(body).filter(|mark| !headings::counts_sentences(*mark)) {
            self.numbered(at, span, body, mark);
        } else if BULLETS.iter().any(|mark| body.starts_with(mark)) {
            let number = self.next_bullet();
            self.running(span, BlockKind::Bullet(number));
        } else if heading_words::responsibility(body) {
            self.running(span, BlockKind::Responsibility);
        } else if let Some((year, length)) = headings::stage(body).filter(|_| self.under_goals()) {
            self.stage(span, year, length);
        } else {
            let kind = if Mark::at(body).is_some() { BlockKind::ListItem } else { BlockKind::Paragraph };
            self.running(span, kind);
        }
    }

    /// The innermost section: a stage stands inside the numbered one.
    fn here(&self) -> usize {
        self.stage.unwrap_or_else(|| self.stack.top())
    }

    fn add_section(&mut self, section: Section) -> usize {
        self.out.sections.push(section);
        self.counted.push((0, 0));
        self.out.sections.len() - 1
    }

    fn child(&self, parent: usize) -> Section {
        let level = self.out.sections.get(parent).map_or(1, |section| section.level.saturating_add(1)).min(MAX_LEVEL);
        Section { parent: Some(parent), level, ..Section::default() }
    }

    fn numbered(&mut self, at: usize, span: Span, body: &str, mark: Mark) {
        let sentences = split::sentences(body, 0);
        let next = self.paras[at + 1..].iter().find(|para| !para.about).map_or("", |para| para.span.slice(self.text).unwrap_or_default());
        let next_mark = Mark::at(next).filter(|mark| !headings::counts_sentences(*mark));
        let rank = |mark: Mark| self.order.rank(Level::of(mark));
        // A box, a caption or an annex is no body either.
        let named = heading_words::boxed(next).is_some() || heading_words::caption(next).is_some() || heading_words::annex(next).is_some();
        let alone = next.is_empty() || named || next_mark.is_some_and(|next| rank(next) <= rank(mark));
        // Beside headings a short line is one of them, even where nothing follows: its body is missing.
        let shape = headings::shape(body, mark, &sentences, alone && !self.beside_headings(mark));
        self.zone = Zone::Body;
        let block = self.begin_section(span, body, mark, Span::new(0, body.len()), shape);
        let rest = if shape.kind == HeadingKind::Item { 0 } else { 1 };
        self.sentences(block, span.start, body, &sentences[rest.min(sentences.len())..]);
        self.end_block(block);
    }

    /// Whether the number before this one in its row headed a section.
    fn beside_headings(&self, mark: Mark) -> bool {
        let before = self.numbers.iter().rev().find(|known| Level::of(known.mark) == Level::of(mark));
        before
            .filter(|known| known.mark.value + 1 == mark.value)
            .and_then(|known| self.out.sections.get(known.section))
            .is_some_and(|section| section.kind == HeadingKind::Numbered)
    }

    /// Opens the section that `mark` heads. Gives the block that its paragraph makes.
    fn begin_section(&mut self, span: Span, body: &str, mark: Mark, piece: Span, shape: Shape) -> usize {
        let parent = self.enter(mark);
        let start = span.start;
        let text = piece.slice(body).unwrap_or_default();
        let printed = text.get(..mark.len).unwrap_or_default().trim().to_owned();
        let first = split::sentences(text, 0).first().copied().unwrap_or_default();
        let heading =
            if shape.kind == HeadingKind::Item { Span::new(piece.start + first.start, piece.start + first.end) } else { shape.heading };
        let mut section = self.child(parent);
        section.number = printed.clone();
        section.value = mark.value;
        section.title = headings::title(heading.slice(body).unwrap_or_default(), mark.len).to_owned();
        section.address = self.addresses.numbered(&self.out.sections[parent], mark, &printed).into();
        section.heading = Span::new(start + heading.start, start + heading.end);
        section.kind = shape.kind;
        section.doubled = false;
        let index = self.add_section(section);
        self.stack.push(Some(Level::of(mark)), index);
        let original = self.map.original(Span::new(start + heading.start, start + heading.start + mark.len));
        self.numbers.push(Numbered { section: index, mark, span: original, line: self.lines.line(original.start) });
        let kind = if shape.kind == HeadingKind::Numbered { BlockKind::Heading } else { BlockKind::Paragraph };
        let block = self.begin_block(span, kind);
        if shape.kind != HeadingKind::Item {
            let address = Arc::clone(&self.out.sections[index].address);
            let sentence = self.add(block, Span::new(start + heading.start, start + heading.end), Role::Heading, address);
            self.out.sections[index].sentence = Some(sentence);
        }
        block
    }

    /// Closes what the mark ends, an open box too where the numbering around the box goes on.
    fn enter(&mut self, mark: Mark) -> usize {
        self.stage = None;
        let level = Level::of(mark);
        if let Some(before) = self.outside_box {
            let outer = self.numbers.iter().rev().find(|known| {
                Level::of(known.mark) == level && self.out.sections.get(known.section).is_some_and(|section| !self.in_box(section))
            });
            let goes_on = outer.is_some_and(|known| mark.value == known.mark.value + 1) || (mark.value != 1 && !self.stack.has(level));
            let outermost = self.order.rank(level) == 0;
            if goes_on || outermost {
                self.stack.close_box(before);
                self.outside_box = None;
            }
        }
        self.stack.enter(level, &self.order)
    }

    fn in_box(&self, section: &Section) -> bool {
        let mut at = Some(section);
        while let Some(section) = at {
            if section.kind == HeadingKind::Box {
                return true;
            }
            at = section.parent.and_then(|parent| self.out.sections.get(parent));
        }
        false
    }

    /// Whether goals are listed here: the heading says so, or one around it.
    fn under_goals(&self) -> bool {
        let mut at = self.out.sections.get(self.stack.top());
        while let Some(section) = at {
            if heading_words::has_stages(&section.title) && section.parent.is_some() {
                return true;
            }
            at = section.parent.and_then(|parent| self.out.sections.get(parent));
        }
        false
    }

    fn stage(&mut self, span: Span, year: &str, length: usize) {
        let parent = self.stack.top();
        let address = self.addresses.named(&self.out.sections[parent], year);
        let heading = Span::new(span.start, span.start + length);
        let value = year.trim_end_matches('年').parse().unwrap_or(0);
        let section = Section {
            number: year.to_owned(),
            value,
            title: year.to_owned(),
            address: address.into(),
            heading,
            kind: HeadingKind::Stage,
            ..self.child(parent)
        };
        self.stage = Some(self.add_section(section));
        self.running(span, BlockKind::Paragraph);
    }

    fn find(&mut self, kind: FindingKind, clean: Span, message: Message) {
        let span = self.map.original(clean);
        self.out.findings.push(Finding { kind, span: Some(span), line: self.lines.line(span.start), message });
    }

    fn next_bullet(&mut self) -> u32 {
        let section = self.here();
        let counted = &mut self.counted[section];
        counted.1 += 1;
        counted.1
    }

    /// A paragraph of running text, which may hold numbered items in its middle.
    fn running(&mut self, span: Span, kind: BlockKind) {
        let body = span.slice(self.text).unwrap_or_default();
        let block = self.begin_block(span, kind);
        self.sentences(block, span.start, body, &split::sentences(body, 0));
        self.end_block(block);
    }

    /// Adds sentences of the paragraph `body`, opening sections where one begins with a number.
    fn sentences(&mut self, block: usize, start: usize, body: &str, sentences: &[Span]) {
        let mut block = block;
        let fresh = self.out.blocks[block].sentences.0 == self.out.sentences.len();
        for (n, &piece) in sentences.iter().enumerate() {
            let text = piece.slice(body).unwrap_or_default();
            let inner = Mark::at(text).filter(|mark| piece.start > 0 && !headings::counts_sentences(*mark) && self.expects(*mark));
            if let Some(mark) = inner {
                let next = sentences.get(n + 1).and_then(|next| next.slice(body)).unwrap_or_default();
                let more = !next.is_empty() && Mark::at(next).is_none() && !split::is_responsibility(next);
                let shape = headings::inline_shape(body, mark, piece, more);
                let end = self.out.blocks[block].span.end;
                self.out.blocks[block].span.end = start + piece.start;
                self.end_block(block);
                block = self.begin_section(Span::new(start, end), body, mark, piece, shape);
                self.out.blocks[block].span = Span::new(start + piece.start, end);
                if shape.kind != HeadingKind::Item {
                    continue;
                }
            }
            if let Some(rest) = self.table_within(&mut block, Span::new(start + piece.start, start + piece.end), text) {
                if rest.is_empty() {
                    continue;
                }
                self.counted_sentence(block, rest, Role::Body);
                continue;
            }
            let says_who = split::is_responsibility(text) || heading_words::responsibility(text);
            let role = if says_who || self.out.blocks[block].kind == BlockKind::Responsibility {
                Role::Responsibility
            } else if split::is_run_together(text) {
                Role::RunTogether
            } else {
                Role::Body
            };
            let at = self.counted_sentence(block, Span::new(start + piece.start, start + piece.end), role);
            // A sentence with nothing behind it but who answers for it is the work itself.
            let goes_on = sentences[n + 1..].iter().any(|next| !split::is_responsibility(next.slice(body).unwrap_or_default()));
            let lead = fresh && n == 0 && goes_on && role == Role::Body && is_lead(text);
            self.out.sentences[at].lead = lead;
            if role == Role::RunTogether {
                self.run_together(at);
            }
        }
        self.end_block(block);
    }

    /// Whether a number inside a paragraph can be the next of its row.
    fn expects(&self, mark: Mark) -> bool {
        let before = self.numbers.iter().rev().find(|known| Level::of(known.mark) == Level::of(mark));
        mark.value == 1 || before.is_some_and(|known| known.mark.value + 1 == mark.value)
    }

    fn counted_sentence(&mut self, block: usize, span: Span, role: Role) -> usize {
        let section = self.out.blocks[block].section;
        let bullet = if let BlockKind::Bullet(number) = self.out.blocks[block].kind { number } else { 0 };
        let number = if bullet > 0 {
            let first = self.out.blocks[block].sentences.0;
            u32::try_from(self.out.sentences.len() - first + 1).unwrap_or(u32::MAX)
        } else {
            self.counted[section].0 += 1;
            self.counted[section].0
        };
        let address = addresses::sentence(&self.out.sections[section].address, bullet, number);
        let at = self.add(block, span, role, address.into());
        self.out.sentences[at].number = number;
        self.out.sentences[at].bullet = bullet;
        at
    }

    fn whole(&mut self, span: Span, kind: BlockKind, role: Role) {
        let block = self.begin_block_in(span, kind, 0);
        let address = if role == Role::Title { "标题" } else { "目录" };
        let at = self.add(block, span, role, address.into());
        if role == Role::Title && self.out.sections[0].sentence.is_none() {
            self.out.sections[0].sentence = Some(at);
        }
        self.end_block(block);
    }

    /// Sentences outside the plan's own text: the letter in front, the distribution list behind.
    fn plain(&mut self, span: Span, kind: BlockKind, role: Role) {
        let body = span.slice(self.text).unwrap_or_default();
        let block = self.begin_block_in(span, kind, 0);
        let name = if role == Role::Tail { "附注" } else { "发文" };
        let count = self.out.sentences.iter().filter(|known| known.role == role).count();
        for (n, piece) in split::sentences(body, span.start).into_iter().enumerate() {
            let number = u32::try_from(count + n + 1).unwrap_or(u32::MAX);
            let at = self.add(block, piece, role, format!("{name} §{number}").into());
            self.out.sentences[at].number = number;
        }
        self.end_block(block);
    }

    fn begin_block(&mut self, span: Span, kind: BlockKind) -> usize {
        self.begin_block_in(span, kind, self.here())
    }

    fn begin_block_in(&mut self, span: Span, kind: BlockKind, section: usize) -> usize {
        let first = self.out.sentences.len();
        self.out.blocks.push(Block { kind, section, span, sentences: (first, first) });
        self.out.blocks.len() - 1
    }

    fn end_block(&mut self, block: usize) {
        self.out.blocks[block].sentences.1 = self.out.sentences.len();
    }

    fn add(&mut self, block: usize, span: Span, role: Role, address: Arc<str>) -> usize {
        let original = self.map.original(span);
        let section = self.out.blocks[block].section;
        let line = self.lines.line(original.start);
        self.out.sentences.push(Sentence { role, section, block, span, original, line, number: 0, bullet: 0, address, lead: false });
        self.out.sentences.len() - 1
    }

    fn finish(mut self) -> Document {
        self.lonely_caption();
        self.out.findings.extend(gaps::findings(&self.out.sections, &self.numbers));
        for at in 0..self.out.sentences.len() {
            let (role, span) = (self.out.sentences[at].role, self.out.sentences[at].span);
            let broken =
                role == Role::Body && span.slice(self.text).is_some_and(|text| text.ends_with(['，', '、'])) && self.ends_paragraph(at);
            if broken {
                let address = Arc::clone(&self.out.sentences[at].address);
                let message = Message::new(format!("The sentence at {address} breaks off"), format!("{address} 的句子没有写完"));
                self.find(FindingKind::BrokenSentence, span, message);
            }
        }
        close_extents(&mut self.out.sections, self.text.len());
        self.out.findings.sort_by_key(|finding| (finding.span.map_or(0, |span| span.start), finding.kind));
        self.out
    }

    fn ends_paragraph(&self, sentence: usize) -> bool {
        let block = self.out.sentences[sentence].block;
        self.out.blocks[block].sentences.1 == sentence + 1
    }
}

fn is_lead(text: &str) -> bool {
    text.chars().count() <= MAX_LEAD && text.matches('，').count() <= 1
}

/// A section reaches to the next heading that is not inside it.
fn close_extents(sections: &mut [Section], end: usize) {
    let mut close = end;
    // From the back: a section ends where the next one of its level or further out begins.
    let mut ends: Vec<usize> = vec![end; usize::from(MAX_LEVEL) + 2];
    for section in sections.iter_mut().rev() {
        let level = usize::from(section.level).min(ends.len() - 1);
        close = ends[..=level].iter().copied().min().unwrap_or(close);
        let start = if section.parent.is_none() { 0 } else { section.heading.start };
        section.extent = Span::new(start, close.max(start));
        ends[level] = start;
        for deeper in &mut ends[level + 1..] {
            *deeper = start;
        }
    }
}
