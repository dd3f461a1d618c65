//! From byte offsets to line numbers.

/// Where the lines of a text begin.
#[derive(Debug, Default)]
pub(super) struct LineIndex {
    feeds: Vec<u32>,
}

impl LineIndex {
    pub fn of(text: &str) -> Self {
        let feeds = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX));
        Self { feeds: feeds.collect() }
    }

    /// Line (from 1) at a byte offset.
    pub fn line(&self, offset: usize) -> u32 {
        let before = self.feeds.partition_point(|&feed| (feed as usize) < offset);
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }
}
