//! Captions and the tables below them.

use std::sync::Arc;

use super::super::loose_table::{self, Loose};
use super::super::paragraphs::Para;
use super::super::{BlockKind, Cell, FindingKind, HeadingKind, Role, Row, Table, heading_words, loose_columns, split, tables};
use super::{Assembly, squeezed};
use crate::base::{Message, Span};

/// A table of more lines than this is not looked for where no tab parts its cells.
const MAX_LINES: usize = 1200;

/// A caption and how far back it stands.
pub(super) struct Caption {
    pub address: String,
    title: Span,
    /// Index of its paragraph.
    para: usize,
    span: Span,
    of_table: bool,
}

impl Assembly<'_> {
    pub(super) fn caption(&mut self, at: usize, span: Span, body: &str, label: usize) {
        let address = squeezed(body.get(..label).unwrap_or_default());
        let of_table = address.contains('表');
        let rest = body.get(label..).unwrap_or_default();
        let left = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '.')).len();
        let title = Span::new(span.start + label + left, span.end.max(span.start + label + left));
        let address = self.addresses.unique(address);
        let block = self.begin_block(span, BlockKind::Caption);
        self.add(block, span, Role::Caption, address.as_str().into());
        self.end_block(block);
        self.lonely_caption();
        self.caption = Some(Caption { address, title, para: at, span, of_table });
    }

    /// Reports a caption that no table followed. Where cells stand below it, one a line, that fell into no rows, it is the table
    /// that could not be read.
    pub(super) fn lonely_caption(&mut self) {
        if let Some(caption) = self.caption.take().filter(|caption| caption.of_table) {
            if self.cells_below(caption.span) {
                let message = Message::new(
                    format!("The cells below {} stand one a line and fall into no rows; the table is not read", caption.address),
                    format!("{} 的单元格逐行散列，无法还原成行列，未予识读", caption.address),
                );
                self.find(FindingKind::UnreadTable, caption.span, message);
                return;
            }
            let message = Message::new(
                format!("No table follows the caption of {}", caption.address),
                format!("{} 只有表题，没有表格内容", caption.address),
            );
            self.find(FindingKind::CaptionWithoutTable, caption.span, message);
        }
    }

    /// Whether three in four of the lines below a caption are too short to be text and end in no mark of a sentence.
    fn cells_below(&self, caption: Span) -> bool {
        const LINES: usize = 8;
        let below = self.text.get(caption.end..).unwrap_or_default().lines().map(str::trim).filter(|line| !line.is_empty());
        let cell = |line: &&str| line.chars().count() <= 16 && !line.ends_with(['。', '；', '：', '，']);
        below.take(LINES).filter(cell).count() + 2 >= LINES
    }

    /// Reports a table whose cells were lost.
    pub(super) fn run_together(&mut self, sentence: usize) {
        let (address, span) = (Arc::clone(&self.out.sentences[sentence].address), self.out.sentences[sentence].span);
        let message = Message::new(
            format!("The cells of the table at {address} stand without a gap between them; it is not read"),
            format!("{address} 的表格单元格连成一行，未予识读"),
        );
        self.find(FindingKind::RunTogetherTable, span, message);
    }

    pub(super) fn table(&mut self, at: usize, count: usize, one_a_line: bool) {
        let paras = &self.paras[at..at + count];
        let span = Span::new(paras[0].span.start, paras[count - 1].span.end);
        let Some(rows) = tables::rows(self.text, paras, one_a_line) else {
            let message = Message::new("The cells of this table could not be put into rows", "此表的单元格无法还原为行列");
            self.find(FindingKind::UnreadTable, span, message);
            for para in paras {
                self.running(para.span, BlockKind::Paragraph);
            }
            return;
        };
        let table = tables::table(self.text, rows, span);
        self.add_table(at, table, &[]);
    }

    /// The table that begins with the paragraph at `at`, its cells parted by spaces or one a line. Gives how many paragraphs it took.
    pub(super) fn loose_table(&mut self, at: usize) -> Option<usize> {
        let body = |para: &Para| para.span.slice(self.text).unwrap_or_default();
        let first = self.paras.get(at)?;
        loose_columns::title(body(first))?;
        let run = self.paras[at..].iter().take(MAX_LINES).take_while(|para| !para.row && loose_table::is_line(body(para))).count();
        let start = first.span.start;
        let end = self.paras[at..at + run].last()?.span.end;
        let found = loose_table::at_start(self.text.get(start..end)?)?;
        let stop = start + found.end();
        let count = self.paras[at..at + run].iter().take_while(|para| para.span.start < stop).count();
        let end = self.paras[at + count - 1].span.end;
        self.add_loose(at, start, found);
        if !self.text.get(stop..end)?.trim().is_empty() {
            self.running(Span::new(stop, end), BlockKind::Paragraph);
        }
        Some(count)
    }

    /// Where the table begins that ran together with its caption in one line: 专栏1主要指标序号指标….
    pub(super) fn table_behind_caption(&self, body: &str) -> Option<usize> {
        heading_words::boxed(body).or_else(|| heading_words::caption(body))?;
        if !may_hold_table(body) {
            return None;
        }
        let start = loose_table::within(body)?.start();
        (start > 0 && body[..start].chars().count() <= 60).then_some(start)
    }

    /// The table that ran together within the sentence `span` of `block`; a new block begins behind it. Gives what is left of the
    /// sentence.
    pub(super) fn table_within(&mut self, block: &mut usize, span: Span, text: &str) -> Option<Span> {
        if !may_hold_table(text) {
            return None;
        }
        let found = loose_table::within(text)?;
        let (start, stop) = (span.start + found.start(), span.start + found.end());
        let end = self.out.blocks[*block].span.end;
        self.out.blocks[*block].span.end = start;
        if start > span.start {
            let address = Arc::clone(&self.out.sections[self.here()].address);
            self.add(*block, Span::new(span.start, start), Role::Caption, address);
        }
        self.end_block(*block);
        self.add_loose(usize::MAX, span.start, found);
        *block = self.begin_block(Span::new(stop, end), BlockKind::Paragraph);
        let left = self.text.get(stop..span.end)?;
        Some(Span::new(stop + (left.len() - left.trim_start().len()), span.end))
    }

    fn add_loose(&mut self, at: usize, base: usize, found: Loose) {
        let shift = |span: Span| Span::new(span.start + base, span.end + base);
        let cells = |cells: Vec<Cell>| -> Vec<Cell> { cells.into_iter().map(|cell| Cell { span: shift(cell.span), ..cell }).collect() };
        let span = Span::new(base + found.start(), base + found.end());
        let unread: Vec<Span> = found.unread.iter().map(|span| shift(*span)).filter(|part| part.end <= span.end).collect();
        let rows = found.rows.into_iter().map(cells).map(|cells| {
            let start = cells.iter().map(|cell| cell.span.start).min().unwrap_or(span.start);
            let end = cells.iter().map(|cell| cell.span.end).max().unwrap_or(start);
            Row { cells, span: Span::new(start, end), ..Row::default() }
        });
        let table = Table { span, header: cells(found.header), rows: rows.collect(), ..Table::default() };
        self.add_table(at, table, &unread);
    }

    /// Adds a table that begins with the paragraph at `at`. `unread` are stretches between its rows that are none.
    fn add_table(&mut self, at: usize, mut table: Table, unread: &[Span]) {
        let span = table.span;
        // A caption belongs to the table right below it, a line with the unit between them at most.
        if self.caption.as_ref().is_some_and(|caption| at.saturating_sub(caption.para) > 2) {
            self.lonely_caption();
        }
        let caption = self.caption.take();
        let boxed = self.out.sections.get(self.stack.top()).filter(|section| section.kind == HeadingKind::Box);
        let address = match (&caption, boxed) {
            (Some(caption), _) => {
                table.title = squeezed_words(caption.title.slice(self.text).unwrap_or_default());
                caption.address.clone()
            }
            (None, Some(section)) => {
                table.title.clone_from(&section.title);
                let address = section.address.to_string();
                let taken = self.out.tables.iter().any(|table| *table.address == *address);
                if taken { self.addresses.unique(address) } else { address }
            }
            (None, None) => {
                self.unnamed_tables += 1;
                let number = u32::try_from(self.out.tables.len() + 1).unwrap_or(u32::MAX);
                self.addresses.unique(format!("表〔{number}〕"))
            }
        };
        if table.unit.is_none() {
            let above = self.paras.get(..at).and_then(<[Para]>::last).map_or("", |para| para.span.slice(self.text).unwrap_or_default());
            table.unit = tables::unit(&table.title).or_else(|| tables::unit(above).filter(|_| above.chars().count() <= 24));
        }
        table.address = address.as_str().into();
        table.section = self.stack.top();
        let index = self.out.tables.len();
        let block = self.begin_block_in(span, BlockKind::Table(index), table.section);
        if let (Some(first), Some(last)) = (table.header.first(), table.header.last()) {
            let span = Span::new(first.span.start, last.span.end);
            self.add(block, span, Role::Header { table: index }, table.address.clone());
        }
        let mut unread = unread.iter().peekable();
        for (row, found) in table.rows.iter_mut().enumerate() {
            while let Some(part) = unread.next_if(|part| part.start < found.span.start) {
                self.unread_row(block, *part, &table.address);
            }
            found.address = format!("{address} 行{}", row + 1).into();
            found.sentence = self.add(block, found.span, Role::Row { table: index, row }, Arc::clone(&found.address));
        }
        self.end_block(block);
        self.out.tables.push(table);
    }

    /// A stretch of a table that could not be put under its titles.
    fn unread_row(&mut self, block: usize, span: Span, address: &Arc<str>) {
        self.add(block, span, Role::RunTogether, Arc::clone(address));
        let message = Message::new(
            format!("A row of the table {address} does not fit the titles of its columns; it is not read"),
            format!("{address} 有一行与列标题不符，未予识读"),
        );
        self.find(FindingKind::UnreadTable, span, message);
    }
}

/// Whether a sentence is worth searching for a table that ran together.
fn may_hold_table(text: &str) -> bool {
    text.contains("序号") || split::is_run_together(text)
}

fn squeezed_words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
