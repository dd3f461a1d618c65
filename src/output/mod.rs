//! Floor 3: answers and diagnostics → pages that people and programs read. Nothing here prints; everything gives text.
//!
//! ```text
//! Answer ─ json ──────────────────────────────────────────▶ typed JSON, a line a row
//! Answer ─ cells ─▶ Grid ─ table | matrix | bars | delimited | markdown ─▶ text
//! GraphView, rows ─ network ─▶ Network ─ gexf | graphml | dot | mermaid ─▶ text
//! Diagnostic ─ diagnostic ─▶ sentence, place, quoted source with carets, hint
//! ```
//!
//! Whatever comes from a plan passes [`escape`] before a terminal sees it.

mod diagnostic;
pub mod escape;
mod json;
mod json_decode;
mod width;

pub use diagnostic::{draw, error_line};
pub use json::{columns_line, end_line, json_string, row_line, summary_line, value_text, write_value};
pub use json_decode::{decode_params, decode_value, param_value};
pub use width::{clip, display_width};
