use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A sentence (or table row) that proves a node or relation.
///
/// Slicing the plan's original bytes by `start..end` gives `quote`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// Slug of the plan whose file is cited.
    pub plan: Arc<str>,
    /// Citation of the sentence: `四（二）5 §2`.
    pub address: Arc<str>,
    /// Line of the original file, from 1.
    pub line: u32,
    /// First byte in the original file.
    pub start: u64,
    /// One past the last byte in the original file.
    pub end: u64,
    pub quote: Arc<str>,
}

/// On what a relation rests, strongest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The document's own shape says it: a heading, a bullet, a table cell.
    #[default]
    Structural,
    /// A sentence says it in words.
    Explicit,
    /// Cue words or shared vocabulary suggest it.
    Lexical,
    /// A person asserted it.
    Analyst,
}

impl Basis {
    pub const ALL: [Self; 4] = [Self::Structural, Self::Explicit, Self::Lexical, Self::Analyst];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Structural => "structural",
            Self::Explicit => "explicit",
            Self::Lexical => "lexical",
            Self::Analyst => "analyst",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Basis {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|basis| basis.name() == text).ok_or(())
    }
}
