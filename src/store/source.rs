//! One source of the store: what is said of it when it is recorded, and how that is written.

use std::sync::Arc;

use super::codec::{Decoder, Encoder};

/// What is said of one imported text or loaded graph when it is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceAbout {
    pub slug: String,
    pub title: String,
    /// SHA-256 of the original bytes, hexadecimal; of the lines for a loaded graph.
    pub sha256: String,
    /// Name of the file it came from.
    pub file: String,
    /// Length of the file.
    pub bytes: u64,
    /// By which rules the text was read; empty for a loaded graph.
    pub reading: String,
}

/// A source as it is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceRecord {
    pub slug: String,
    pub title: String,
    /// SHA-256 of the original bytes, hexadecimal; of the lines for a loaded graph.
    pub sha256: String,
    /// Name of the file it came from.
    pub file: String,
    pub bytes: u64,
    pub nodes: u64,
    pub relations: u64,
    pub sentences: u64,
    /// Whether the text is kept and can be read anew.
    pub has_text: bool,
    /// By which rules the text was read; empty for a loaded graph, and where format 1 did not say.
    pub reading: String,
    /// Of its parts: the number in their keys, how many of each sort, the sum of their hashes.
    pub(super) number: u64,
    pub(super) text_parts: u64,
    pub(super) chunks: u64,
    pub(super) sum: u128,
}

impl SourceRecord {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut to = Encoder::default();
        for text in [&self.slug, &self.title, &self.sha256, &self.file] {
            to.text(text);
        }
        let numbers =
            [self.bytes, self.nodes, self.relations, self.sentences, u64::from(self.has_text), self.number, self.text_parts, self.chunks];
        numbers.into_iter().for_each(|number| to.number(number));
        to.bytes(&self.sum.to_le_bytes());
        // A record of format 1 stays as it was written: its hash is in the sum.
        if !self.reading.is_empty() {
            to.text(&self.reading);
        }
        to.finish()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut from = Decoder::new(bytes);
        let mut text = || from.text().map(|text: Arc<str>| text.to_string());
        let (slug, title, sha256, file) = (text()?, text()?, text()?, text()?);
        let mut source = Self {
            slug,
            title,
            sha256,
            file,
            bytes: from.number()?,
            nodes: from.number()?,
            relations: from.number()?,
            sentences: from.number()?,
            has_text: from.number()? == 1,
            number: from.number()?,
            text_parts: from.number()?,
            chunks: from.number()?,
            sum: u128::from_le_bytes(from.bytes()?.try_into().ok()?),
            reading: String::new(),
        };
        if !from.is_at_end() {
            source.reading = from.text()?.to_string();
        }
        Some(source)
    }
}
