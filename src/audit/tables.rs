//! Tables as the checks see them: heads and cells as text, each row with its proof.

use super::Plan;
use crate::document;
use crate::model::Evidence;

pub struct Table {
    pub heads: Vec<String>,
    pub rows: Vec<Row>,
}

pub struct Row {
    /// The first cell that is neither empty nor a number: what the row is about.
    pub label: String,
    pub cells: Vec<String>,
    pub proof: Evidence,
}

pub fn read(plan: &Plan<'_>, table: &document::Table) -> Table {
    let text = |cell: &document::Cell| if cell.empty { String::new() } else { plan.document.slice(cell.span).trim().to_string() };
    let rows = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = row.cells.iter().map(text).collect();
            let label = cells
                .iter()
                .find(|cell| cell.chars().any(|c| !c.is_ascii_digit() && !c.is_ascii_punctuation()))
                .cloned()
                .unwrap_or_default();
            Row { label, cells, proof: plan.evidence(row.sentence) }
        })
        .collect();
    Table { heads: table.header.iter().map(text).collect(), rows }
}
