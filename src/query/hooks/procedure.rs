use std::sync::Arc;

use super::{Budget, TextIndex};
use crate::base::Outcome;
use crate::model::Value;
use crate::query::functions::Types;
use crate::view::GraphView;

/// Something that `CALL` may call: a graph algorithm, full-text search, the audit.
pub trait Procedure: Send + Sync {
    fn signature(&self) -> &Signature;

    /// The rows, each with a value for each column of the signature. `arguments` has a value for each argument of the
    /// signature, of its kinds or null; those left out have their default.
    fn call(&self, arguments: &[Value], context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>>;
}

/// How a procedure is called and what it gives.
#[derive(Clone, Debug)]
pub struct Signature {
    /// With its name space: `graph.pagerank`.
    pub name: String,
    pub arguments: Vec<Argument>,
    pub columns: Vec<OutputColumn>,
    /// What it does, in one sentence: (English, Chinese).
    pub help: (String, String),
    pub example: String,
}

#[derive(Clone, Debug)]
pub struct Argument {
    pub name: String,
    pub types: Types,
    /// What is passed where the argument is left out; only the last ones may have one.
    pub default: Option<Value>,
}

#[derive(Clone, Debug)]
pub struct OutputColumn {
    pub name: String,
    pub types: Types,
}

/// What a procedure may look at.
pub struct CallContext<'a> {
    pub view: &'a dyn GraphView,
    /// To be asked in every loop.
    pub budget: &'a Budget,
    pub text: Option<&'a dyn TextIndex>,
}

impl Signature {
    /// `graph.pagerank(label, [damping]) :: (node, score)`
    pub fn line(&self) -> String {
        let word = |argument: &Argument| if argument.default.is_some() { format!("[{}]", argument.name) } else { argument.name.clone() };
        let arguments: Vec<String> = self.arguments.iter().map(word).collect();
        let columns: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        format!("{}({}) :: ({})", self.name, arguments.join(", "), columns.join(", "))
    }
}

/// The procedures that a statement may call, in alphabetical order.
#[derive(Clone, Default)]
pub struct Procedures {
    all: Vec<Arc<dyn Procedure>>,
}

impl Procedures {
    pub fn new(all: impl IntoIterator<Item = Arc<dyn Procedure>>) -> Self {
        let mut all: Vec<Arc<dyn Procedure>> = all.into_iter().collect();
        all.sort_by(|a, b| a.signature().name.cmp(&b.signature().name));
        Self { all }
    }

    /// The procedure of a name, in any case.
    pub fn find(&self, name: &str) -> Option<&Arc<dyn Procedure>> {
        self.all.iter().find(|procedure| procedure.signature().name.eq_ignore_ascii_case(name))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn Procedure>> {
        self.all.iter()
    }
}

impl std::fmt::Debug for Procedures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.all.iter().map(|procedure| &procedure.signature().name)).finish()
    }
}
