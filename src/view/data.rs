//! How a node and a relation lie in memory; shared by the graph in memory and the change set.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::Arc;

use super::{RelEnds, Symbol, SymbolKind};
use crate::model::Value;

/// Properties that are not null, in no particular order: there are few, and a scan beats a map.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Properties(Vec<(Symbol, Value)>);

impl Properties {
    pub fn get(&self, key: Symbol) -> Option<&Value> {
        self.0.iter().find(|entry| entry.0 == key).map(|entry| &entry.1)
    }

    /// Sets a property; null removes it.
    pub fn set(&mut self, key: Symbol, value: Value) {
        match (self.0.iter().position(|entry| entry.0 == key), value) {
            (Some(at), Value::Null) => {
                self.0.remove(at);
            }
            (Some(at), value) => self.0[at].1 = value,
            (None, Value::Null) => {}
            (None, value) => self.0.push((key, value)),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (Symbol, &Value)> {
        self.0.iter().map(|(key, value)| (*key, value))
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct NodeData {
    pub labels: SmallVec<[Symbol; 2]>,
    pub properties: Properties,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct RelData {
    pub ends: RelEnds,
    pub properties: Properties,
}

/// The names of the three kinds of symbols, numbered from `first` on in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    spaces: [NameSpace; 3],
}

#[derive(Clone, Debug, Default)]
struct NameSpace {
    first: usize,
    names: Vec<Arc<str>>,
    numbers: FxHashMap<Arc<str>, Symbol>,
}

impl Names {
    /// Names that follow those that another view has given out.
    pub fn following(counts: [usize; 3]) -> Self {
        Self { spaces: counts.map(|first| NameSpace { first, ..NameSpace::default() }) }
    }

    pub fn find(&self, kind: SymbolKind, name: &str) -> Option<Symbol> {
        self.space(kind).numbers.get(name).copied()
    }

    pub fn name(&self, kind: SymbolKind, symbol: Symbol) -> Option<&str> {
        let space = self.space(kind);
        let at = usize::from(symbol.0).checked_sub(space.first)?;
        space.names.get(at).map(AsRef::as_ref)
    }

    /// One more than the last number given out.
    pub fn bound(&self, kind: SymbolKind) -> usize {
        self.space(kind).first + self.space(kind).names.len()
    }

    /// The number of a name, a new one if need be; `None` where the numbers are used up.
    pub fn intern(&mut self, kind: SymbolKind, name: &str) -> Option<Symbol> {
        let space = &mut self.spaces[kind as usize];
        if let Some(&known) = space.numbers.get(name) {
            return Some(known);
        }
        let symbol = Symbol(u16::try_from(space.first + space.names.len()).ok()?);
        let name: Arc<str> = name.into();
        space.names.push(Arc::clone(&name));
        space.numbers.insert(name, symbol);
        Some(symbol)
    }

    /// The names of one kind, in the order of their numbers.
    pub fn iter(&self, kind: SymbolKind) -> impl Iterator<Item = &str> {
        self.space(kind).names.iter().map(AsRef::as_ref)
    }

    fn space(&self, kind: SymbolKind) -> &NameSpace {
        &self.spaces[kind as usize]
    }
}

/// What stands in `name` and `aliases`: every text under which a node can be found.
pub(super) fn names_of<'a>(name: Option<&'a Value>, aliases: Option<&'a Value>) -> impl Iterator<Item = &'a str> {
    let aliases = aliases.and_then(Value::as_list).unwrap_or(&[]);
    name.and_then(Value::as_str).into_iter().chain(aliases.iter().filter_map(Value::as_str))
}
