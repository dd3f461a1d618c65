use std::hash::{Hash, Hasher};
use std::ops::Deref;

use crate::base::Span;

/// Something that a node carries and that its meaning does not depend on: equality and hash pass over it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Aside<T>(pub T);

/// The place of a node in the source text.
pub type At = Aside<Span>;

impl<T> PartialEq for Aside<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Aside<T> {}

impl<T> Hash for Aside<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl<T> Deref for Aside<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Aside<T> {
    fn from(inner: T) -> Self {
        Self(inner)
    }
}
