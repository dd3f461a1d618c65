//! The snapshot as a graph.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::super::codec::{Decoder, Encoder};
use super::super::placing::Unplaced;
use super::super::{Header, JournalEntry, SourceRecord};
use super::build::key_hash;
use super::layout::{Column, Directory, section};
use super::mapped::Mapped;
use super::names::NameIndex;
use super::properties::partition;
use crate::base::{BlockSums, Message, Outcome};
use crate::model::{Entity, Evidence, NodeId, RelId, Value, external_id};
use crate::view::{Direction, Edge, Edges, GraphArrays, GraphView, LabelSets, Nodes, NumberColumn, RelEnds, Symbol, SymbolKind, ValueRef};

/// What a generation knows of the records it was made from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    pub header: Header,
    pub sources: Vec<SourceRecord>,
    pub journal: Vec<JournalEntry>,
    pub unplaced: Vec<Unplaced>,
}

/// A mapped graph. Cheap to ask, shared by any number of threads and processes.
pub struct Snapshot {
    map: Mapped,
    directory: Directory,
    symbols: [FxHashMap<Arc<str>, Symbol>; 3],
    /// Column of each property key.
    node_columns: Vec<Option<Column>>,
    rel_columns: Vec<Option<Column>>,
}

impl Snapshot {
    /// Opens a snapshot file whose blocks have the given checksums.
    pub fn open(path: &Path, sums: BlockSums) -> Outcome<Self> {
        let (map, directory) = Mapped::open(path, sums)?;
        let index = |names: &[Arc<str>]| names.iter().zip(0u16..).map(|(name, at)| (Arc::clone(name), Symbol(at))).collect();
        let symbols = [index(&directory.labels), index(&directory.kinds), index(&directory.keys)];
        let by_key = |columns: &[Column]| {
            let mut by_key: Vec<Option<Column>> = vec![None; directory.keys.len()];
            for column in columns {
                if let Some(place) = by_key.get_mut(usize::from(column.key)) {
                    *place = Some(column.clone());
                }
            }
            by_key
        };
        let (node_columns, rel_columns) = (by_key(&directory.node_columns), by_key(&directory.rel_columns));
        Ok(Self { map, directory, symbols, node_columns, rel_columns })
    }

    /// Whether all that was read so far was as it was written.
    pub fn health(&self) -> Outcome<()> {
        self.map.health()
    }

    /// Reads and verifies the whole file.
    pub fn verify_all(&self) -> Outcome<()> {
        self.map.verify_all()
    }

    pub fn about(&self) -> Outcome<About> {
        let about = About::from_bytes(self.map.bytes(section::ABOUT, 0, self.map.length(section::ABOUT)));
        self.health()?;
        about.ok_or_else(|| {
            self.map.contradiction();
            self.health().err().unwrap_or_else(|| super::super::error::store_error("Damaged", "unreadable", "无法读取"))
        })
    }

    /// What makes the node the same node in another generation.
    pub fn key(&self, node: NodeId) -> &str {
        if self.has_node(node) { self.map.text(self.map.u64_at(section::KEY, node.0 as usize)) } else { "" }
    }

    /// First eight bytes of the SHA-256 of the node's key: what [`Snapshot::nodes_by_hash`] finds it by.
    pub fn key_hash(&self, node: NodeId) -> u64 {
        key_hash(self.key(node).as_bytes())
    }

    pub fn node_by_key(&self, key: &str) -> Option<NodeId> {
        self.nodes_by_hash(key_hash(key.as_bytes())).find(|&node| self.key(node) == key)
    }

    /// Nodes whose key has this hash (the number that external ids print): one, but for an accident.
    pub fn nodes_by_hash(&self, hash: u64) -> impl Iterator<Item = NodeId> + '_ {
        let count = self.directory.nodes as usize;
        let first = partition(count, |at| self.map.u64_at(section::KEY_HASH, at) < hash);
        (first..count)
            .take_while(move |&at| self.map.u64_at(section::KEY_HASH, at) == hash)
            .map(|at| NodeId(self.map.u32_at(section::KEY_NODE, at)))
    }

    /// How many relations of its type stand before it between its two ends.
    pub fn ordinal(&self, rel: RelId) -> u32 {
        let Some(ends) = self.rel(rel) else { return 0 };
        let between = self.edges(ends.start, Direction::Out, Some(ends.kind)).take_while(|step| step.rel < rel);
        between.filter(|step| step.node == ends.end).count() as u32
    }

    /// The id that a relation was loaded with.
    pub fn given(&self, rel: RelId) -> Option<&str> {
        match self.directory.given.as_ref().filter(|_| rel.0 < self.directory.relations)?.get(&self.map, rel.0) {
            ValueRef::Str(id) => Some(id),
            _ => None,
        }
    }

    fn names(&self) -> NameIndex<'_> {
        NameIndex { map: &self.map }
    }

    /// The steps of a node in one direction.
    fn steps(&self, node: NodeId, base: usize, kind: Option<Symbol>) -> Edges<'_> {
        let at = node.0 as usize;
        let &[first, last] = self.map.u32s(base + section::RUN_FIRST, at, at + 2) else { return Edges::empty() };
        let (mut first, mut last) = (first as usize, last as usize);
        if let Some(kind) = kind {
            // A node has few runs: looking at each is faster than halving.
            let kinds = self.map.u32s(base + section::RUN_KIND, first, last);
            let Some(run) = kinds.iter().position(|&one| one == u32::from(kind.0)) else { return Edges::empty() };
            (first, last) = (first + run, first + run + 1);
        } else if first == last {
            return Edges::empty();
        }
        let from = self.map.u32_at(base + section::RUN_STEP, first) as usize;
        let to = self.map.u32_at(base + section::RUN_STEP, last) as usize;
        let rels = self.map.u32s(base + section::STEP_REL, from, to);
        let nodes = self.map.u32s(base + section::STEP_NODE, from, to);
        Edges::Slices { rels, nodes }
    }

    fn column(columns: &[Option<Column>], key: Symbol) -> Option<&Column> {
        columns.get(usize::from(key.0))?.as_ref()
    }
}

impl GraphView for Snapshot {
    fn symbol(&self, kind: SymbolKind, name: &str) -> Option<Symbol> {
        self.symbols[kind as usize].get(name).copied()
    }

    fn symbol_name(&self, kind: SymbolKind, symbol: Symbol) -> &str {
        let names = [&self.directory.labels, &self.directory.kinds, &self.directory.keys][kind as usize];
        names.get(usize::from(symbol.0)).map_or("", |name| name)
    }

    fn symbol_count(&self, kind: SymbolKind) -> usize {
        self.symbols[kind as usize].len()
    }

    fn node_bound(&self) -> u32 {
        self.directory.nodes
    }

    fn node_count(&self) -> usize {
        self.directory.nodes as usize
    }

    fn has_node(&self, node: NodeId) -> bool {
        node.0 < self.directory.nodes
    }

    fn labels(&self, node: NodeId) -> SmallVec<[Symbol; 2]> {
        if !self.has_node(node) {
            return SmallVec::new();
        }
        let set = self.map.u32_at(section::LABEL_SET, node.0 as usize);
        self.directory.label_sets.get(set as usize).cloned().unwrap_or_default()
    }

    fn has_label(&self, node: NodeId, label: Symbol) -> bool {
        self.has_node(node) && {
            let set = self.map.u32_at(section::LABEL_SET, node.0 as usize);
            self.directory.label_sets.get(set as usize).is_some_and(|set| set.contains(&label))
        }
    }

    fn nodes(&self) -> Nodes<'_> {
        Nodes::Range(0..self.directory.nodes)
    }

    fn nodes_labelled(&self, label: Symbol) -> Nodes<'_> {
        let at = usize::from(label.0);
        if at >= self.directory.labels.len() {
            return Nodes::Range(0..0);
        }
        let (from, to) = (self.map.u32_at(section::LABEL_FIRST, at), self.map.u32_at(section::LABEL_FIRST, at + 1));
        Nodes::Slice(self.map.u32s(section::LABELLED, from as usize, to as usize).iter())
    }

    fn label_count(&self, label: Symbol) -> usize {
        let at = usize::from(label.0);
        if at >= self.directory.labels.len() {
            return 0;
        }
        (self.map.u32_at(section::LABEL_FIRST, at + 1).saturating_sub(self.map.u32_at(section::LABEL_FIRST, at))) as usize
    }

    fn property(&self, node: NodeId, key: Symbol) -> ValueRef<'_> {
        match Self::column(&self.node_columns, key) {
            Some(column) if self.has_node(node) => column.get(&self.map, node.0),
            _ => ValueRef::Null,
        }
    }

    fn properties(&self, node: NodeId) -> Vec<(Symbol, Value)> {
        if !self.has_node(node) {
            return Vec::new();
        }
        let values = self.directory.node_columns.iter().map(|column| (Symbol(column.key), column.get(&self.map, node.0)));
        values.filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, value.to_value())).collect()
    }

    fn rel_bound(&self) -> u32 {
        self.directory.relations
    }

    fn rel_count(&self) -> usize {
        self.directory.relations as usize
    }

    fn rel(&self, rel: RelId) -> Option<RelEnds> {
        if rel.0 >= self.directory.relations {
            return None;
        }
        let at = rel.0 as usize;
        Some(RelEnds {
            kind: Symbol(self.map.u32_at(section::KIND, at) as u16),
            start: NodeId(self.map.u32_at(section::START, at)),
            end: NodeId(self.map.u32_at(section::END, at)),
        })
    }

    fn type_count(&self, kind: Symbol) -> usize {
        self.directory.kind_counts.get(usize::from(kind.0)).map_or(0, |&count| count as usize)
    }

    fn rel_property(&self, rel: RelId, key: Symbol) -> ValueRef<'_> {
        match Self::column(&self.rel_columns, key) {
            Some(column) if rel.0 < self.directory.relations => column.get(&self.map, rel.0),
            _ => ValueRef::Null,
        }
    }

    fn rel_properties(&self, rel: RelId) -> Vec<(Symbol, Value)> {
        if rel.0 >= self.directory.relations {
            return Vec::new();
        }
        let values = self.directory.rel_columns.iter().map(|column| (Symbol(column.key), column.get(&self.map, rel.0)));
        values.filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, value.to_value())).collect()
    }

    fn edges(&self, node: NodeId, direction: Direction, kind: Option<Symbol>) -> Edges<'_> {
        if !self.has_node(node) {
            return Edges::empty();
        }
        match direction {
            Direction::Out => self.steps(node, section::OUT, kind),
            Direction::In => self.steps(node, section::IN, kind),
            Direction::Both => {
                let (out, mut back) = (self.steps(node, section::OUT, kind), self.steps(node, section::IN, kind));
                // A relation from the node to itself stands in both lists and is met once. Most graphs have none.
                let has_loop = |steps: &Edges<'_>| matches!(steps, Edges::Slices { nodes, .. } if nodes.contains(&node.0));
                if self.directory.loops > 0 && has_loop(&back) {
                    back = Edges::Owned(back.filter(|step: &Edge| step.node != node).collect::<Vec<_>>().into_iter());
                }
                Edges::Chain(Box::new((out, back)))
            }
        }
    }

    fn degree(&self, node: NodeId, direction: Direction, kind: Option<Symbol>) -> usize {
        match self.edges(node, direction, kind) {
            Edges::Slices { rels, .. } => rels.len(),
            steps => steps.count(),
        }
    }

    fn lookup(&self, label: Option<Symbol>, key: Symbol, value: &Value) -> Option<Vec<NodeId>> {
        let Some(column) = Self::column(&self.node_columns, key) else { return Some(Vec::new()) };
        let mut found = column.lookup(&self.map, value)?;
        if let Some(label) = label {
            found.retain(|&node| self.has_label(node, label));
        }
        Some(found)
    }

    fn named(&self, folded: &str) -> Vec<NodeId> {
        self.names().equal(folded)
    }

    fn named_containing(&self, folded: &str) -> Vec<NodeId> {
        self.names().containing(folded)
    }

    fn named_beginning(&self, folded: &str, most: usize) -> Vec<(String, NodeId)> {
        self.names().beginning(folded, most)
    }

    fn arrays(&self) -> Option<&dyn GraphArrays> {
        Some(self)
    }

    fn evidence(&self, entity: Entity) -> Vec<Evidence> {
        let (first, proofs, at) = match entity {
            Entity::Node(node) if self.has_node(node) => (section::NODE_PROOF_FIRST, section::NODE_PROOF, node.0 as usize),
            Entity::Rel(rel) if rel.0 < self.directory.relations => (section::REL_PROOF_FIRST, section::REL_PROOF, rel.0 as usize),
            _ => return Vec::new(),
        };
        let (from, to) = (self.map.u32_at(first, at) as usize, self.map.u32_at(first, at + 1) as usize);
        let rows = self.map.u32s(proofs, from, to).iter().map(|&row| {
            let number = |field: usize| self.map.u64_at(section::EVIDENCE, row as usize * 6 + field);
            Evidence {
                plan: self.map.text(number(0)).into(),
                address: self.map.text(number(1)).into(),
                line: number(2) as u32,
                start: number(3),
                end: number(4),
                quote: self.map.text(number(5)).into(),
            }
        });
        rows.collect()
    }

    fn external_id(&self, entity: Entity) -> String {
        match entity {
            Entity::Node(node) if self.has_node(node) => {
                let key = self.key(node);
                key.strip_prefix('=').map_or_else(|| external_id(key), str::to_owned)
            }
            Entity::Rel(rel) => {
                let Some(ends) = self.rel(rel) else { return String::new() };
                if let Some(id) = self.given(rel) {
                    return id.to_owned();
                }
                let kind = self.symbol_name(SymbolKind::RelType, ends.kind);
                external_id(&format!("{}|{kind}|{}|{}", self.key(ends.start), self.key(ends.end), self.ordinal(rel)))
            }
            Entity::Node(_) => String::new(),
        }
    }
}

impl GraphArrays for Snapshot {
    fn node_numbers(&self, key: Symbol) -> Option<NumberColumn<'_>> {
        Self::column(&self.node_columns, key)?.numbers(&self.map, self.directory.nodes)
    }

    fn rel_numbers(&self, key: Symbol) -> Option<NumberColumn<'_>> {
        Self::column(&self.rel_columns, key)?.numbers(&self.map, self.directory.relations)
    }

    fn label_sets(&self) -> LabelSets<'_> {
        LabelSets { of: self.map.all_u32s(section::LABEL_SET), sets: &self.directory.label_sets }
    }

    fn rel_kinds(&self) -> &[u32] {
        self.map.all_u32s(section::KIND)
    }

    fn rel_starts(&self) -> &[u32] {
        self.map.all_u32s(section::START)
    }

    fn rel_ends(&self) -> &[u32] {
        self.map.all_u32s(section::END)
    }
}

impl About {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut to = Encoder::default();
        to.bytes(&self.header.to_bytes());
        to.number(self.sources.len() as u64);
        self.sources.iter().for_each(|source| to.bytes(&source.to_bytes()));
        to.number(self.journal.len() as u64);
        self.journal.iter().for_each(|entry| to.bytes(&entry.to_bytes()));
        to.number(self.unplaced.len() as u64);
        for unplaced in &self.unplaced {
            to.number(unplaced.entry);
            to.text(&unplaced.message.en);
            to.text(&unplaced.message.zh);
        }
        to.finish()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut from = Decoder::new(bytes);
        let header = Header::from_bytes(from.bytes()?)?;
        let count = from.length()?;
        let sources = (0..count).map(|_| SourceRecord::from_bytes(from.bytes()?)).collect::<Option<_>>()?;
        let count = from.length()?;
        let journal = (0..count).map(|_| JournalEntry::from_bytes(from.bytes()?)).collect::<Option<_>>()?;
        let count = from.length()?;
        let mut unplaced = || {
            let entry = from.number()?;
            Some(Unplaced { entry, message: Message::new(&*from.text()?, &*from.text()?) })
        };
        let unplaced = (0..count).map(|_| unplaced()).collect::<Option<_>>()?;
        Some(Self { header, sources, journal, unplaced })
    }
}
