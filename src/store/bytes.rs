use crate::base::Outcome;

/// One change of a batch: the new value of a key, or its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub key: Vec<u8>,
    pub value: Option<Vec<u8>>,
}

impl Change {
    pub fn put(key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) -> Self {
        Self { key: key.into(), value: Some(value.into()) }
    }

    pub fn remove(key: impl Into<Vec<u8>>) -> Self {
        Self { key: key.into(), value: None }
    }
}

/// Ordered keys and values on some medium: all that the records ask of it.
///
/// A batch is applied whole or not at all. What was applied before a [`Bytes::flush`] that returned is there after a crash.
/// What was applied after it may or may not be there, batch by batch, in order. Keys are scanned in ascending order of bytes.
/// An implementation need not detect damage: [`super::Records`] does.
pub trait Bytes: Send {
    fn get(&self, key: &[u8]) -> Outcome<Option<Vec<u8>>>;

    /// Calls `visit` with every key that begins with `prefix`, and its value.
    fn scan(&self, prefix: &[u8], visit: &mut dyn FnMut(&[u8], &[u8]) -> Outcome<()>) -> Outcome<()>;

    /// Applies changes as one: later changes of a key win.
    fn apply(&mut self, changes: Vec<Change>) -> Outcome<()>;

    /// Returns when all that was applied is on the medium.
    fn flush(&mut self) -> Outcome<()>;
}
