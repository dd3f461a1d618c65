//! Floor 3: answers and diagnostics → pages that people and programs read. Nothing here prints; everything gives text.
//!
//! ```text
//! Answer ─ json ──────────────────────────────────────────▶ typed JSON, a line a row
//! Answer ─ cells ─▶ Grid ─ table | matrix | bars | portrait | delimited | markdown ─▶ text
//! GraphView, rows ─ network ─▶ Network ─ gexf | graphml | dot | mermaid ─▶ text
//! Diagnostic ─ diagnostic ─▶ sentence, place, quoted source with carets, hint
//! ```
//!
//! Whatever comes from a plan passes [`escape`] before a terminal sees it.

mod cells;
mod coding_sheet;
mod delimited;
mod diagnostic;
pub mod escape;
mod graph_lines;
mod json;
mod json_decode;
mod markdown;
mod matrix;
pub mod naming;
pub mod network;
mod page;
mod portrait;
mod table;
mod titles;
mod width;
mod wrap;

pub use cells::{Grid, GridColumn, cell_text, grid};
pub use coding_sheet::coding_sheet;
pub use delimited::{CsvStyle, csv, tsv};
pub use diagnostic::{draw, error_line};
pub use graph_lines::graph_lines;
pub use json::{columns_line, end_line, json_string, row_line, summary_line, value_text, write_value};
pub use json_decode::{decode_params, decode_value, param_value};
pub use markdown::markdown;
pub use matrix::{caption, counts, matrix, named};
pub use page::{PageFormat, PageStyle, page};
pub use table::{TableStyle, bars, table};
pub use titles::Titles;
pub use width::{clip, display_width};
pub use wrap::wrap;
