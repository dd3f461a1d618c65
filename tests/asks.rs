//! Asks in both languages: trees, readings, rows.

mod rows;
mod trees;

use std::collections::BTreeMap;

use gangmu::base::Outcome;
use gangmu::engine::Session;
use gangmu::query::answer::{Answered, answer};
use gangmu::query::hooks::Budget;
use gangmu::query::optimise::Effort;
use gangmu::query::read::read;
use gangmu::query::run::Host;
use gangmu::schema::Schema;
use gangmu::view::MemoryGraph;

/// Runs a statement over a graph as a session on a policy store does.
pub fn answered(graph: &MemoryGraph, text: &str) -> Outcome<Answered> {
    let (schema, session, params) = (Schema::builtin(), Session::memory(), BTreeMap::new());
    let host = Host {
        view: graph,
        schema: Some(&schema),
        procedures: session.procedures(),
        params: &params,
        text: None,
        seed: 0,
        effort: Effort::Full,
    };
    read(text, &schema).and_then(|statement| answer(statement, &schema, &host, &Budget::unlimited()))
}
