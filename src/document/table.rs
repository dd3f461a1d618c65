use std::sync::Arc;

use crate::base::Span;

/// A table as rows of cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// `表1`; tables without a number of their own are counted through the document: `表〔2〕`.
    pub address: Arc<str>,
    /// Caption without its number; empty where there is none.
    pub title: String,
    /// Innermost section around the table.
    pub section: usize,
    /// All of the table in the cleaned text, without the caption.
    pub span: Span,
    /// The titles of the columns; empty where the table has none that can be told from its rows.
    pub header: Vec<Cell>,
    pub rows: Vec<Row>,
    /// Unit that the caption or the line below it states for all cells: `（单位：万元）`.
    pub unit: Option<String>,
}

/// A row below the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As many as the header has where the table is regular. A row of one cell in a wider table is a subheading.
    pub cells: Vec<Cell>,
    /// In the cleaned text.
    pub span: Span,
    /// `表1 行8`, counted from 1 below the header.
    pub address: Arc<str>,
    /// Index into [`super::Document::sentences`].
    pub sentence: usize,
}

/// A cell; its text is [`super::Document::slice`] of the span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// In the cleaned text.
    pub span: Span,
    /// Nothing, or a dash that stands for nothing (`——`, `-`, `/`).
    pub empty: bool,
}

impl Table {
    /// Number of columns: that of the header, else of the widest row.
    pub fn columns(&self) -> usize {
        if self.header.is_empty() { self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0) } else { self.header.len() }
    }
}
