use std::sync::Arc;

use super::{Kind, Scope, Variable};
use crate::base::Span;
use crate::query::ast::Name;

impl Scope {
    /// The variable of a name; where an inner one hides an outer one, the inner.
    pub fn get(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().rev().find(|variable| &*variable.name == name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|variable| &*variable.name)
    }

    pub(super) fn bind(&mut self, name: &Name, kind: Kind) {
        self.bind_text(&name.text, kind, name.span());
    }

    /// Binds what a pattern names, of these kinds or relations of the schema.
    pub(super) fn bind_of(&mut self, name: &Name, kind: Kind, of: Vec<Arc<str>>) {
        self.variables.push(Variable { name: Arc::clone(&name.text), kind, span: name.span(), of });
    }

    pub(super) fn bind_text(&mut self, name: &Arc<str>, kind: Kind, span: Span) {
        self.variables.push(Variable { name: Arc::clone(name), kind, span, of: Vec::new() });
    }
}
