//! What stands where: the numbers of the sections and the directory that finds them.

use std::sync::Arc;

use smallvec::SmallVec;

use super::super::codec::{Decoder, Encoder};
use crate::view::Symbol;

pub(crate) const MAGIC: &[u8; 8] = b"GANGMU\0\n";
/// magic, version.
pub(crate) const HEAD: usize = 16;
/// offset and length of the directory, length of the file, magic.
pub(crate) const FOOT: usize = 32;

/// Sections that every snapshot has, in the order of the file; those of columns follow.
pub(crate) mod section {
    /// UTF-8, at a multiple of a block, so that blocks of the file are blocks of the text.
    pub const TEXT: usize = 0;
    pub const VALUES: usize = 1;
    /// u32 a node: its set of labels.
    pub const LABEL_SET: usize = 2;
    /// u32: nodes by label, and where each label begins (one more than there are labels).
    pub const LABELLED: usize = 3;
    pub const LABEL_FIRST: usize = 4;
    /// Cell a node.
    pub const KEY: usize = 5;
    /// u64: first eight bytes of the SHA-256 of the key, ascending; u32: the node.
    pub const KEY_HASH: usize = 6;
    pub const KEY_NODE: usize = 7;
    /// u32 a relation.
    pub const START: usize = 8;
    pub const END: usize = 9;
    pub const KIND: usize = 10;
    /// Six sections for each direction: first run of a node, type and first step of a run, relation and node of a step.
    pub const OUT: usize = 11;
    pub const IN: usize = 16;
    /// Cells of folded names ascending, the names as written, their nodes.
    pub const FOLDED: usize = 21;
    pub const WRITTEN: usize = 22;
    pub const NAMED: usize = 23;
    /// Six u64 an evidence; first proof and proofs of nodes and of relations (u32).
    pub const EVIDENCE: usize = 24;
    pub const NODE_PROOF_FIRST: usize = 25;
    pub const NODE_PROOF: usize = 26;
    pub const REL_PROOF_FIRST: usize = 27;
    pub const REL_PROOF: usize = 28;
    /// Encoded [`super::super::About`].
    pub const ABOUT: usize = 29;
    pub const FIXED: usize = 30;

    pub const RUN_FIRST: usize = 0;
    pub const RUN_KIND: usize = 1;
    pub const RUN_STEP: usize = 2;
    pub const STEP_REL: usize = 3;
    pub const STEP_NODE: usize = 4;
}

/// One property of nodes or of relations.
///
/// Its sections: a bit an entity that has it (u64), how many have it before each word (u32), their cells in order (u64),
/// their tags (u8, none where all are alike), and in order of value pairs of the cell's place and its entity (u32, none where
/// there is no index).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Column {
    pub key: u16,
    pub count: u64,
    /// The tag of all values, 0 where they differ.
    pub tag: u8,
    pub bits: usize,
    pub ranks: usize,
    pub cells: usize,
    pub tags: Option<usize>,
    pub sorted: Option<usize>,
}

/// Everything small about a snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Directory {
    pub nodes: u32,
    pub relations: u32,
    /// Relations from a node to itself.
    pub loops: u64,
    pub labels: Vec<Arc<str>>,
    pub kinds: Vec<Arc<str>>,
    pub keys: Vec<Arc<str>>,
    pub kind_counts: Vec<u64>,
    pub label_sets: Vec<SmallVec<[Symbol; 2]>>,
    pub node_columns: Vec<Column>,
    pub rel_columns: Vec<Column>,
    /// Ids that relations were loaded with, a column of text, where some were.
    pub given: Option<Column>,
    /// Offset and length of each section.
    pub sections: Vec<(u64, u64)>,
}

impl Directory {
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut to = Encoder::default();
        to.number(u64::from(self.nodes));
        to.number(u64::from(self.relations));
        to.number(self.loops);
        for names in [&self.labels, &self.kinds, &self.keys] {
            to.number(names.len() as u64);
            names.iter().for_each(|name| to.text(name));
        }
        to.number(self.kind_counts.len() as u64);
        self.kind_counts.iter().for_each(|&count| to.number(count));
        to.number(self.label_sets.len() as u64);
        for set in &self.label_sets {
            to.number(set.len() as u64);
            set.iter().for_each(|label| to.number(u64::from(label.0)));
        }
        for columns in [&self.node_columns[..], &self.rel_columns[..], self.given.as_slice()] {
            to.number(columns.len() as u64);
            columns.iter().for_each(|column| column.write(&mut to));
        }
        to.number(self.sections.len() as u64);
        for &(offset, length) in &self.sections {
            to.number(offset);
            to.number(length);
        }
        to.finish()
    }

    /// Sections whose length follows from the counts.
    pub fn lengths(&self) -> [(usize, u64); 7] {
        let (nodes, relations) = (u64::from(self.nodes), u64::from(self.relations));
        let by_node = [(section::LABEL_SET, 4), (section::KEY, 8), (section::KEY_HASH, 8), (section::KEY_NODE, 4)];
        let by_relation = [(section::START, 4), (section::END, 4), (section::KIND, 4)];
        let [a, b, c, d] = by_node.map(|(at, bytes)| (at, nodes * bytes));
        let [e, f, g] = by_relation.map(|(at, bytes)| (at, relations * bytes));
        [a, b, c, d, e, f, g]
    }

    /// Sections of numbers that count nodes, relations, or what the directory lists, and how many of those there are.
    pub fn bounds(&self) -> [(usize, u32); 13] {
        let (nodes, relations, kinds) = (self.nodes, self.relations, self.kinds.len() as u32);
        let (out, back) = (section::OUT, section::IN);
        [
            (section::LABEL_SET, self.label_sets.len() as u32),
            (section::LABELLED, nodes),
            (section::KEY_NODE, nodes),
            (section::NAMED, nodes),
            (section::START, nodes),
            (section::END, nodes),
            (section::KIND, kinds),
            (out + section::RUN_KIND, kinds),
            (back + section::RUN_KIND, kinds),
            (out + section::STEP_REL, relations),
            (back + section::STEP_REL, relations),
            (out + section::STEP_NODE, nodes),
            (back + section::STEP_NODE, nodes),
        ]
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut from = Decoder::new(bytes);
        let nodes = u32::try_from(from.number()?).ok()?;
        let relations = u32::try_from(from.number()?).ok()?;
        let loops = from.number()?;
        let (labels, kinds, keys) = (names(&mut from)?, names(&mut from)?, names(&mut from)?);
        let count = from.length()?;
        let kind_counts = (0..count).map(|_| from.number()).collect::<Option<_>>()?;
        let count = from.length()?;
        let label_sets = (0..count)
            .map(|_| {
                let length = from.length()?;
                (0..length).map(|_| Some(Symbol(u16::try_from(from.number()?).ok()?))).collect::<Option<_>>()
            })
            .collect::<Option<_>>()?;
        let mut columns = || {
            let count = from.length()?;
            (0..count).map(|_| Column::read(&mut from)).collect::<Option<Vec<_>>>()
        };
        let (node_columns, rel_columns, given) = (columns()?, columns()?, columns()?.pop());
        let count = from.length()?;
        let sections = (0..count).map(|_| Some((from.number()?, from.number()?))).collect::<Option<_>>()?;
        Some(Self { nodes, relations, loops, labels, kinds, keys, kind_counts, label_sets, node_columns, rel_columns, given, sections })
    }
}

fn names(from: &mut Decoder<'_>) -> Option<Vec<Arc<str>>> {
    let count = from.length()?;
    (0..count).map(|_| from.text()).collect()
}

impl Column {
    fn write(&self, to: &mut Encoder) {
        let optional = |section: Option<usize>| section.map_or(0, |at| at as u64 + 1);
        let numbers = [
            u64::from(self.key),
            self.count,
            u64::from(self.tag),
            self.bits as u64,
            self.ranks as u64,
            self.cells as u64,
            optional(self.tags),
            optional(self.sorted),
        ];
        numbers.into_iter().for_each(|number| to.number(number));
    }

    fn read(from: &mut Decoder<'_>) -> Option<Self> {
        let mut number = || usize::try_from(from.number()?).ok();
        Some(Self {
            key: u16::try_from(number()?).ok()?,
            count: number()? as u64,
            tag: u8::try_from(number()?).ok()?,
            bits: number()?,
            ranks: number()?,
            cells: number()?,
            tags: number()?.checked_sub(1),
            sorted: number()?.checked_sub(1),
        })
    }
}
