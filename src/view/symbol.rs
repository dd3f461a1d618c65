/// A label, relation type or property key, interned by a view. Dense from 0 within its [`SymbolKind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u16);

/// The three name spaces of symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    Label,
    RelType,
    Key,
}
