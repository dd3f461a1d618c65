//! What `CALL` can call: graph algorithms, full text, the audit. `query` declares the trait, this folder fills it.

mod audit;
mod graph;
mod options;
mod text;

use std::sync::Arc;

pub use audit::{COLUMNS as AUDIT_COLUMNS, PlanTexts, findings, row as audit_row};

use crate::model::Value;
use crate::query::functions::Types;
use crate::query::hooks::{Argument, OutputColumn, Procedure, Procedures, Signature};
use crate::schema::Schema;

/// Every procedure there is. The audit reads the plans' texts through `texts`.
pub fn registry(schema: &Arc<Schema>, texts: &Arc<dyn PlanTexts>) -> Procedures {
    let mut all: Vec<Arc<dyn Procedure>> = graph::all(schema);
    all.push(Arc::new(text::Search::new()));
    all.push(Arc::new(audit::Audit::new(Arc::clone(texts))));
    Procedures::new(all)
}

/// A signature from its parts: arguments as (name, types, default), columns as (name, types).
fn signature(
    name: &str,
    arguments: &[(&str, Types, Option<Value>)],
    columns: &[(&str, Types)],
    help: (&str, &str),
    example: &str,
) -> Signature {
    Signature {
        name: name.into(),
        arguments: arguments
            .iter()
            .map(|(name, types, default)| Argument { name: (*name).into(), types: *types, default: default.clone() })
            .collect(),
        columns: columns.iter().map(|(name, types)| OutputColumn { name: (*name).into(), types: *types }).collect(),
        help: (help.0.into(), help.1.into()),
        example: example.into(),
    }
}
