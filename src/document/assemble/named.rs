//! Sections that are known by their words: prefaces, annexes, boxes, the glossary and its entries.

use std::sync::Arc;

use super::super::numbering::Mark;
use super::super::{BlockKind, GlossaryEntry, HeadingKind, Role, Section, glossary, heading_words, headings, split};
use super::{Assembly, Zone, squeezed};
use crate::base::Span;

impl Assembly<'_> {
    pub(super) fn plain_heading(&mut self, span: Span, word: &str) {
        self.stack.restart(None);
        let index = self.named(span, word.to_owned(), word.to_owned(), HeadingKind::Plain, 0);
        self.stack.push(None, index);
    }

    /// 附件2 and its like: numbers inside count anew.
    pub(super) fn named_section(&mut self, span: Span, body: &str, label: usize, kind: HeadingKind, restart: bool) -> usize {
        let printed: String = squeezed(body.get(..label).unwrap_or_default());
        let title = body.get(label..).unwrap_or_default().trim_start_matches(['：', ':', '.', '．', ' ', '\u{3000}']).trim();
        let title = if title.is_empty() { printed.clone() } else { title.to_owned() };
        let parent = if restart { 0 } else { self.here() };
        let index = self.named(span, printed, title, kind, parent);
        if restart {
            self.zone = Zone::Body;
            self.stack.restart(Some(index));
        }
        index
    }

    pub(super) fn named(&mut self, span: Span, address: String, title: String, kind: HeadingKind, parent: usize) -> usize {
        self.stage = None;
        if kind != HeadingKind::Box {
            self.outside_box = None;
        }
        let address: Arc<str> = self.addresses.unique(address).into();
        let section = Section { title, address: Arc::clone(&address), heading: span, kind, ..self.child(parent) };
        let index = self.add_section(section);
        let block = self.begin_block_in(span, BlockKind::Heading, index);
        let sentence = self.add(block, span, Role::Heading, address);
        self.out.sections[index].sentence = Some(sentence);
        self.end_block(block);
        index
    }

    /// `附件：1. 甲清单` and the lines `2. 乙清单` below it: how many paragraphs list what is annexed. They are not the annexes, which
    /// must come later under numbers of their own: where they do not, the list is all that tells where they begin.
    pub(super) fn annex_list(&self, at: usize) -> Option<usize> {
        /// A longer line (in characters) is text.
        const A_TITLE: usize = 60;
        let line = |at: usize| self.paras.get(at).map(|para| para.span.slice(self.text).unwrap_or_default());
        let body = line(at)?;
        let label = heading_words::annex(body).filter(|label| label.value == 0)?;
        let rest = body[label.len..].trim_start().strip_prefix(['：', ':'])?.trim_start();
        let entry = |line: &str| {
            let short = line.chars().count() <= A_TITLE && !line.ends_with('。');
            Mark::at(line).filter(|_| short).map(|mark| mark.value)
        };
        let first = usize::from(rest.is_empty());
        if entry(if rest.is_empty() { line(at + 1)? } else { rest }) != Some(1) {
            return None;
        }
        let others = (2..).take_while(|&number| line(at + first + number as usize - 1).and_then(entry) == Some(number)).count();
        let count = first + 1 + others;
        let numbered = |at: usize| line(at).and_then(heading_words::annex).is_some_and(|annex| annex.value == 1);
        (others > 0 && (at + count..self.paras.len()).any(numbered)).then_some(count)
    }

    pub(super) fn open_box(&mut self, span: Span, body: &str, label: usize) {
        if let Some(before) = self.outside_box.take() {
            self.stack.close_box(before);
        }
        let index = self.named_section(span, body, label, HeadingKind::Box, false);
        self.outside_box = Some(self.stack.open_box(index));
    }

    pub(super) fn glossary_heading(&mut self, span: Span, body: &str) {
        self.zone = Zone::Glossary;
        let annex = heading_words::annex(body);
        let label = annex.map_or(0, |label| label.len);
        let mark = Mark::at(body).filter(|_| annex.is_none());
        let title = headings::title(body, label.max(mark.map_or(0, |mark| mark.len))).trim_start_matches(['：', ':']).to_owned();
        let address = if annex.is_some() { squeezed(&body[..label]) } else { title.clone() };
        self.stack.restart(None);
        let index = self.named(span, address, title, HeadingKind::Glossary, 0);
        self.stack.restart(Some(index));
    }

    /// Takes a paragraph of the glossary; `false` where it is none.
    pub(super) fn glossary_entry(&mut self, span: Span, body: &str) -> bool {
        let Some(found) = glossary::entry(body) else { return false };
        let section = self.here();
        let quoted = format!("{} {}", self.out.sections[section].address, found.headword.slice(body).unwrap_or_default());
        let address = self.addresses.unique(quoted);
        let index = self.out.glossary.len();
        let block = self.begin_block(span, BlockKind::Glossary(index));
        let first = self.out.sentences.len();
        for (n, piece) in split::sentences(body, span.start).into_iter().enumerate() {
            let number = u32::try_from(n + 1).unwrap_or(u32::MAX);
            let at = self.add(block, piece, Role::Entry(index), format!("{address} §{number}").into());
            self.out.sentences[at].number = number;
        }
        let shifted = |part: Span| Span::new(span.start + part.start, span.start + part.end);
        self.out.glossary.push(GlossaryEntry {
            term: found.term,
            headword: shifted(found.headword),
            definition: shifted(found.definition),
            address: address.into(),
            sentences: (first, self.out.sentences.len()),
        });
        self.end_block(block);
        true
    }
}
