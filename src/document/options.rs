use std::sync::Arc;

use super::Words;

/// Files above this many bytes are refused unless the user raises the limit (`--max-size`).
pub const DEFAULT_MAX_SIZE: u64 = 32 << 20;

/// How to read a file.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Bytes, of the file and of what is unpacked from it.
    pub max_size: u64,
    /// Read a text that does not look like a plan.
    pub force: bool,
    /// Overrides the title found in the text.
    pub title: Option<String>,
    /// Numbering, headings and furniture to go by; the built-in words where `None`.
    pub words: Option<Arc<Words>>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { max_size: DEFAULT_MAX_SIZE, force: false, title: None, words: None }
    }
}
