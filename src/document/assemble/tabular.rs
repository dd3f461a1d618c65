//! Captions and the tables below them.

use std::sync::Arc;

use super::super::{BlockKind, FindingKind, Role, tables};
use super::{Assembly, squeezed};
use crate::base::{Message, Span};

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

    /// Reports a caption that no table followed.
    pub(super) fn lonely_caption(&mut self) {
        if let Some(caption) = self.caption.take().filter(|caption| caption.of_table) {
            let message = Message::new(
                format!("No table follows the caption of {}", caption.address),
                format!("{} 只有表题，没有表格内容", caption.address),
            );
            self.find(FindingKind::CaptionWithoutTable, caption.span, message);
        }
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
        let mut table = tables::table(self.text, rows, span);
        // A caption belongs to the table right below it, a line with the unit between them at most.
        if self.caption.as_ref().is_some_and(|caption| at - caption.para > 2) {
            self.lonely_caption();
        }
        let caption = self.caption.take();
        let address = match &caption {
            Some(caption) => {
                table.title = squeezed_words(caption.title.slice(self.text).unwrap_or_default());
                caption.address.clone()
            }
            None => {
                self.unnamed_tables += 1;
                let number = u32::try_from(self.out.tables.len() + 1).unwrap_or(u32::MAX);
                self.addresses.unique(format!("表〔{number}〕"))
            }
        };
        if table.unit.is_none() {
            let above = self.paras[..at].last().map_or("", |para| para.span.slice(self.text).unwrap_or_default());
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
        for (row, found) in table.rows.iter_mut().enumerate() {
            found.address = format!("{address} 行{}", row + 1).into();
            found.sentence = self.add(block, found.span, Role::Row { table: index, row }, Arc::clone(&found.address));
        }
        self.end_block(block);
        self.out.tables.push(table);
    }
}

fn squeezed_words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
