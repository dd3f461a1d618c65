//! Plan → rows. Rows are pushed: each operator calls the next one for every row it makes, all of them write into one flat
//! row, and nothing is copied until an operator must hold rows (sorting, grouping, a change of the graph).
//!
//! | module | what it does |
//! |---|---|
//! | `run` | a whole plan over a view: parts that read, and between them changes of the overlay |
//! | `step` | one operator on one row |
//! | `compact` | runs of operators on rows of ids |
//! | `expand`, `walk`, `shortest` | from a node along one relation, along many, along the fewest |
//! | `aggregate`, `sort` | operators that hold rows |
//! | `eval`, `truth`, `access` | expressions |
//! | `weight` | how large values are, for the budget |
//! | `write` | changes on the overlay |
//! | `work` | what is counted for `profile` and for tests |

mod access;
mod aggregate;
mod compact;
mod eval;
mod expand;
mod rows;
mod run;
mod shortest;
mod sort;
mod state;
mod step;
mod truth;
mod walk;
mod weight;
mod work;
mod write;

pub use run::{Executed, Services, execute};
pub use work::{OpWork, Work};

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::base::Diagnostic;
use crate::model::NodeId;
use crate::view::{GraphView, Symbol, SymbolKind};

use super::functions::Surroundings;
use super::hooks::{Budget, TextIndex};
use super::plan::{NameTables, Named};

/// Why rows stop coming.
pub(crate) enum Halt {
    /// Nobody wants more.
    Done,
    Failed(Box<Diagnostic>),
}

impl From<Box<Diagnostic>> for Halt {
    fn from(error: Box<Diagnostic>) -> Self {
        Self::Failed(error)
    }
}

pub(crate) type Flow = Result<(), Halt>;

/// Where finished rows go.
pub(crate) type Sink<'s> = &'s mut dyn FnMut(&mut [crate::model::Value]) -> Flow;

/// The hits of full-text searches of a statement.
type Hits = RefCell<FxHashMap<NodeId, (f32, Arc<str>)>>;

/// The numbers that a view has for the names of a plan.
#[derive(Clone, Debug, Default)]
pub(crate) struct Symbols {
    labels: Vec<Option<Symbol>>,
    kinds: Vec<Option<Symbol>>,
    keys: Vec<Option<Symbol>>,
}

impl Symbols {
    fn of(names: &NameTables, view: &dyn GraphView) -> Self {
        let find = |kind, names: &[Arc<str>]| names.iter().map(|name| view.symbol(kind, name)).collect();
        Self {
            labels: find(SymbolKind::Label, &names.labels),
            kinds: find(SymbolKind::RelType, &names.kinds),
            keys: find(SymbolKind::Key, &names.keys),
        }
    }

    fn label(&self, name: &Named) -> Option<Symbol> {
        self.labels.get(name.at).copied().flatten()
    }

    fn kind(&self, name: &Named) -> Option<Symbol> {
        self.kinds.get(name.at).copied().flatten()
    }

    fn key(&self, name: &Named) -> Option<Symbol> {
        self.keys.get(name.at).copied().flatten()
    }
}

/// What every operator looks at while it reads.
pub(crate) struct Reader<'a> {
    pub graph: &'a dyn GraphView,
    pub symbols: &'a Symbols,
    pub budget: &'a Budget,
    pub work: &'a Work,
    pub text: Option<&'a dyn TextIndex>,
    pub hits: &'a Hits,
    pub seed: &'a Cell<u64>,
    /// Whether the statement changes the graph, so that an entity may have been deleted.
    pub writes: bool,
}

impl Reader<'_> {
    fn around<T>(&self, act: impl FnOnce(&Surroundings<'_>) -> T) -> T {
        let hit = |node: NodeId| self.hits.borrow().get(&node).cloned();
        act(&Surroundings { view: self.graph, hit: &hit, seed: self.seed, writes: self.writes })
    }
}
