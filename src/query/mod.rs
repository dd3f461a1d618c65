//! Floor 4: text → ast → checked → plan → rows over a `GraphView`.
//!
//! ```text
//! text ─ parser::parse ─▶ ast::Query ─ check::check ─▶ check::Checked ─ plan ─▶ Plan ─ optimise ─▶ Plan ─ execute ─▶ rows
//! ```

pub mod ask;
pub mod ast;
pub mod check;
pub mod functions;
pub mod hooks;
pub mod parser;
pub mod value;
