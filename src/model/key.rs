use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::base::fold;

/// What makes a node the same node again: after a re-import, in another store, on another machine.
///
/// The address is no part of it, so that text which moves keeps its node and whatever a researcher has attached to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeKey(Arc<str>);

impl NodeKey {
    /// A thing of the world, one for all plans: kind and canonical name.
    pub fn shared(kind: &str, name: &str) -> Self {
        Self(format!("{kind}||{}", fold(name)).into())
    }

    /// A thing of one plan that has a name.
    pub fn named(plan: &str, kind: &str, name: &str) -> Self {
        Self(format!("{kind}|{plan}|{}", fold(name)).into())
    }

    /// A node bound to a sentence or heading: hash of its text and its ordinal (from 0) among texts of equal hash.
    pub fn text(plan: &str, kind: &str, text: TextHash, ordinal: usize) -> Self {
        Self(format!("{kind}|{plan}|#{:016x}~{ordinal}", text.0).into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A key read back from where [`NodeKey::as_str`] was written.
    pub fn from_stored(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }
}

/// The first 64 bits of the SHA-256 of a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextHash(u64);

impl TextHash {
    pub fn of(text: &str) -> Self {
        Self(first_bits(fold(text).as_bytes()))
    }
}

impl fmt::Display for NodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id that leaves the program: 16 hexadecimal digits of the key's SHA-256, so that equal corpora give equal ids everywhere.
pub fn external_id(key: &str) -> String {
    digest(key.as_bytes())
}

fn digest(bytes: &[u8]) -> String {
    format!("{:016x}", first_bits(bytes))
}

fn first_bits(bytes: &[u8]) -> u64 {
    Sha256::digest(bytes)[..8].iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte))
}
