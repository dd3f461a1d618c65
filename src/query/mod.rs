//! Floor 4: text → ast → checked → plan → rows over a `GraphView`.
//!
//! ```text
//! text ─ read::read ─┬▶ ast::Statement ─ check::check ─▶ Checked ─ plan ─▶ Plan ─ optimise ─▶ Plan ─ execute ─▶ rows
//!                    └▶ ask::tree::AskStatement ─ lower ─▶ patterns, each of which goes the same way
//! ```

pub mod answer;
pub mod ask;
pub mod ast;
pub mod check;
pub mod execute;
pub mod functions;
pub mod hooks;
pub mod optimise;
pub mod parser;
pub mod plan;
pub mod read;
pub mod resolve;
pub mod run;
pub mod value;
