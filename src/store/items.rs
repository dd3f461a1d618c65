//! What a source gave, as it is recorded: nodes, relations, sentences, in chunks of about a megabyte.

use std::sync::Arc;

use super::codec::{Decoder, Encoder};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::{Evidence, Value};

/// Bytes after which a chunk is closed.
const CHUNK: usize = 1 << 20;

/// Bytes of the longest text that a snapshot holds, and one more. What is longer is refused before it counts: no generation
/// could be made from it.
const LONGEST: usize = 1 << 24;

/// A node of one source. Nodes of several sources with one key become one node of the graph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoredNode {
    /// See [`crate::model::NodeKey`]; `=ID` for a node that was loaded with an id of its own.
    pub key: Arc<str>,
    pub labels: Vec<Arc<str>>,
    /// With `name` and `aliases`, where it has them.
    pub properties: Vec<(Arc<str>, Value)>,
    pub evidence: Vec<Evidence>,
}

/// A relation of one source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoredRelation {
    /// The id that it was loaded with.
    pub given: Option<Arc<str>>,
    pub kind: Arc<str>,
    /// Which node of the source, counted from 0 in the order of recording.
    pub start: u32,
    pub end: u32,
    pub properties: Vec<(Arc<str>, Value)>,
    pub evidence: Vec<Evidence>,
}

/// One thing that is recorded. All nodes of a source come before its relations.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    Node(StoredNode),
    Relation(StoredRelation),
    /// A sentence of the text, for full text: every sentence, also those that gave no node.
    Sentence(Evidence),
}

/// Packs items into chunks.
#[derive(Default)]
pub(crate) struct ChunkWriter {
    encoder: Encoder,
}

impl ChunkWriter {
    /// Adds an item; gives a chunk when one is full.
    pub fn push(&mut self, item: &Item) -> Option<Vec<u8>> {
        let to = &mut self.encoder;
        match item {
            Item::Node(node) => {
                to.number(1);
                to.text(&node.key);
                to.number(node.labels.len() as u64);
                node.labels.iter().for_each(|label| to.text(label));
                to.properties(node.properties.iter().map(|(key, value)| (key.as_ref(), value)));
                proofs(to, &node.evidence);
            }
            Item::Relation(relation) => {
                to.number(2);
                to.number(u64::from(relation.given.is_some()));
                if let Some(given) = &relation.given {
                    to.bytes(given.as_bytes());
                }
                to.text(&relation.kind);
                to.number(u64::from(relation.start));
                to.number(u64::from(relation.end));
                to.properties(relation.properties.iter().map(|(key, value)| (key.as_ref(), value)));
                proofs(to, &relation.evidence);
            }
            Item::Sentence(sentence) => {
                to.number(3);
                to.evidence(sentence);
            }
        }
        (to.len() >= CHUNK).then(|| std::mem::take(to).finish())
    }

    /// The last chunk, unless it would be empty.
    pub fn finish(self) -> Option<Vec<u8>> {
        (self.encoder.len() > 0).then(|| self.encoder.finish())
    }
}

fn proofs(to: &mut Encoder, evidence: &[Evidence]) {
    to.number(evidence.len() as u64);
    evidence.iter().for_each(|one| to.evidence(one));
}

/// The items of a chunk; `None` once where its bytes are no chunk.
pub(crate) struct ChunkReader<'a> {
    decoder: Decoder<'a>,
    broken: bool,
}

impl<'a> ChunkReader<'a> {
    pub fn new(chunk: &'a [u8]) -> Self {
        Self { decoder: Decoder::new(chunk), broken: false }
    }

    fn item(&mut self) -> Option<Item> {
        let from = &mut self.decoder;
        Some(match from.number()? {
            1 => {
                let key = from.text()?;
                let labels = from.length()?;
                let labels = (0..labels).map(|_| from.text()).collect::<Option<_>>()?;
                Item::Node(StoredNode { key, labels, properties: from.properties()?, evidence: read_proofs(from)? })
            }
            2 => {
                let given = match from.number()? {
                    0 => None,
                    _ => Some(std::str::from_utf8(from.bytes()?).ok()?.into()),
                };
                Item::Relation(StoredRelation {
                    given,
                    kind: from.text()?,
                    start: u32::try_from(from.number()?).ok()?,
                    end: u32::try_from(from.number()?).ok()?,
                    properties: from.properties()?,
                    evidence: read_proofs(from)?,
                })
            }
            3 => Item::Sentence(from.evidence()?),
            _ => return None,
        })
    }
}

fn read_proofs(from: &mut Decoder<'_>) -> Option<Vec<Evidence>> {
    let count = from.length()?;
    (0..count).map(|_| from.evidence()).collect()
}

impl Iterator for ChunkReader<'_> {
    type Item = Option<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.broken || self.decoder.is_at_end() {
            return None;
        }
        let item = self.item();
        self.broken = item.is_none();
        Some(item)
    }
}

impl Item {
    /// Refuses an item with a text, list or map that is too long.
    pub(super) fn bounded(&self) -> Outcome<()> {
        let (key, properties, evidence) = match self {
            Self::Node(node) => (node.key.len(), &node.properties[..], &node.evidence[..]),
            Self::Relation(relation) => (0, &relation.properties[..], &relation.evidence[..]),
            Self::Sentence(sentence) => (0, &[][..], std::slice::from_ref(sentence)),
        };
        let values = properties.iter().map(|(_, value)| length(value));
        if values.chain(evidence.iter().map(|evidence| evidence.quote.len())).all(|length| length < LONGEST) && key < LONGEST {
            return Ok(());
        }
        let message = Message::new("a single text in it is longer than 16 MiB", "其中有单段文字超过 16 MiB");
        Err(Diagnostic::runtime(ErrorClass::ImportError, "TooLarge", message))
    }
}

/// About the bytes that a value takes in a file.
fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len() + 9,
        Value::List(items) => items.iter().map(length).sum::<usize>() + 9,
        Value::Map(entries) => entries.iter().map(|(key, value)| key.len() + 9 + length(value)).sum::<usize>() + 9,
        _ => 9,
    }
}
