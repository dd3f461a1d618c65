//! Records → one graph: nodes that sources share are merged by key, the journal is applied, ids follow document order.

use std::num::NonZeroU64;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;

use super::codec::Encoder;
use super::error::store_error;
use super::rows::{Row, Rows};
use super::{StoredNode, StoredRelation};
use crate::base::Outcome;
use crate::model::{Evidence, Value};

/// Where a string lies in the heap: offset in the upper 40 bits, length in the lower 24.
pub(crate) type Cell = u64;

/// What a [`Cell`] of a property means.
pub(crate) mod tag {
    pub const BOOL: u8 = 1;
    pub const INT: u8 = 2;
    pub const FLOAT: u8 = 3;
    pub const TEXT: u8 = 4;
    /// An encoded list or map in the heap of values.
    pub const VALUE: u8 = 5;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Property {
    pub key: u16,
    pub tag: u8,
    pub cell: Cell,
}

/// Bytes in one piece, equal strings once.
#[derive(Default)]
pub(crate) struct Heap {
    pub bytes: Vec<u8>,
    /// By hash. Of two strings with one hash only the first is found again: the second is written twice, which is no harm.
    known: FxHashMap<u64, Cell>,
}

impl Heap {
    pub fn intern(&mut self, bytes: &[u8]) -> Outcome<Cell> {
        let hash = hash(bytes);
        if let Some(&cell) = self.known.get(&hash)
            && self.get(cell) == bytes
        {
            return Ok(cell);
        }
        let (offset, length) = (self.bytes.len() as u64, bytes.len() as u64);
        if length >= 1 << 24 || offset >= 1 << 40 {
            return Err(store_error("TooLarge", "a single value is larger than 16 MiB", "单个值超过 16 MiB"));
        }
        self.bytes.extend_from_slice(bytes);
        let cell = offset << 24 | length;
        self.known.insert(hash, cell);
        Ok(cell)
    }

    pub fn get(&self, cell: Cell) -> &[u8] {
        let (offset, length) = ((cell >> 24) as usize, (cell & 0xff_ffff) as usize);
        self.bytes.get(offset..offset + length).unwrap_or(&[])
    }

    pub fn text(&self, cell: Cell) -> &str {
        std::str::from_utf8(self.get(cell)).unwrap_or("")
    }
}

fn hash(bytes: &[u8]) -> u64 {
    use std::hash::Hasher;
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

fn hash_of(row: &[u64; 6]) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = FxHasher::default();
    row.hash(&mut hasher);
    hasher.finish()
}

/// Names in the order in which they were met.
#[derive(Default)]
pub(crate) struct Names {
    pub list: Vec<Arc<str>>,
    known: FxHashMap<Arc<str>, u16>,
}

impl Names {
    pub fn symbol(&mut self, name: &str) -> Outcome<u16> {
        if let Some(&symbol) = self.known.get(name) {
            return Ok(symbol);
        }
        let symbol = u16::try_from(self.list.len()).map_err(|_| {
            store_error("TooMany", "more than 65,536 different labels, types or properties", "标签、类型或属性超过 65536 种")
        })?;
        let name: Arc<str> = name.into();
        self.list.push(Arc::clone(&name));
        self.known.insert(name, symbol);
        Ok(symbol)
    }

    pub fn get(&self, name: &str) -> Option<u16> {
        self.known.get(name).copied()
    }
}

#[derive(Default)]
pub(crate) struct Node {
    pub key: Cell,
    pub labels: SmallVec<[u16; 2]>,
    /// In no order; each key once; without `aliases` where they are a list of strings.
    pub properties: Vec<Property>,
    /// `None` where the node has no such property.
    pub aliases: Option<Vec<Cell>>,
    pub evidence: SmallVec<[u32; 2]>,
    pub dead: bool,
}

/// A [`Cell`] of which there may be none, in no more room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given(NonZeroU64);

impl Given {
    const fn of(cell: Cell) -> Self {
        Self(NonZeroU64::MIN.saturating_add(cell))
    }

    pub const fn cell(self) -> Cell {
        self.0.get() - 1
    }
}

#[derive(Default)]
pub(crate) struct Relation {
    /// Id that it was loaded with, where it was.
    pub given: Option<Given>,
    pub kind: u16,
    pub start: u32,
    pub end: u32,
    /// In [`Assembly::rows`].
    pub properties: Row,
    pub evidence: SmallVec<[u32; 1]>,
    pub dead: bool,
}

/// The graph while it is put together.
#[derive(Default)]
pub struct Assembly {
    pub(crate) heap: Heap,
    pub(crate) values: Heap,
    pub(crate) labels: Names,
    pub(crate) kinds: Names,
    pub(crate) keys: Names,
    pub(crate) nodes: Vec<Node>,
    pub(crate) relations: Vec<Relation>,
    /// Properties of the relations.
    pub(crate) rows: Rows,
    /// plan, address, line, start, end, quote.
    pub(crate) evidence: Vec<[u64; 6]>,
    /// By hash, as in [`Heap`]: the rows themselves would be held twice.
    known_evidence: FxHashMap<u64, u32>,
    by_key: FxHashMap<Arc<str>, u32>,
    /// Node of the graph for each node of the source that is being added.
    local: Vec<u32>,
}

impl Assembly {
    /// Begins the next source: relations count nodes from here.
    pub fn begin_source(&mut self) {
        self.local.clear();
    }

    pub(crate) fn find(&self, key: &str) -> Option<u32> {
        self.by_key.get(key).copied().filter(|&node| !self.nodes[node as usize].dead)
    }

    pub fn add_node(&mut self, stored: &StoredNode) -> Outcome<()> {
        let at = match self.by_key.get(&stored.key) {
            Some(&at) => at,
            None => {
                let at = u32::try_from(self.nodes.len())
                    .ok()
                    .filter(|&at| at < u32::MAX - 1)
                    .ok_or_else(|| store_error("TooMany", "more than four thousand million nodes", "节点超过四十亿个"))?;
                let key = self.heap.intern(stored.key.as_bytes())?;
                let properties = Vec::with_capacity(stored.properties.len());
                self.nodes.push(Node { key, properties, ..Node::default() });
                self.by_key.insert(Arc::clone(&stored.key), at);
                at
            }
        };
        self.local.push(at);
        for label in &stored.labels {
            self.add_label(at, label)?;
        }
        for (key, value) in &stored.properties {
            self.merge_property(at, key, value)?;
        }
        for evidence in &stored.evidence {
            let id = self.proof(evidence)?;
            let list = &mut self.nodes[at as usize].evidence;
            if !list.contains(&id) {
                list.push(id);
            }
        }
        Ok(())
    }

    pub(crate) fn add_label(&mut self, node: u32, label: &str) -> Outcome<()> {
        let label = self.labels.symbol(label)?;
        let labels = &mut self.nodes[node as usize].labels;
        if let Err(place) = labels.binary_search(&label) {
            labels.insert(place, label);
        }
        Ok(())
    }

    /// The first source that states a property decides; names of later sources become aliases.
    fn merge_property(&mut self, node: u32, key: &str, value: &Value) -> Outcome<()> {
        if key == "aliases"
            && let Some(texts) = strings(value)
        {
            self.nodes[node as usize].aliases.get_or_insert_default();
            return texts.into_iter().try_for_each(|alias| self.add_alias(node, alias));
        }
        let symbol = self.keys.symbol(key)?;
        let known = self.nodes[node as usize].properties.iter().find(|property| property.key == symbol).copied();
        match (known, value) {
            (None, _) => self.set_property(node, key, value),
            (Some(_), Value::String(text)) if key == "name" => self.add_alias(node, text),
            _ => Ok(()),
        }
    }

    fn add_alias(&mut self, node: u32, alias: &str) -> Outcome<()> {
        let cell = self.heap.intern(alias.as_bytes())?;
        let name = self.keys.get("name");
        let node = &mut self.nodes[node as usize];
        let is_name =
            node.properties.iter().any(|property| Some(property.key) == name && property.tag == tag::TEXT && property.cell == cell);
        let aliases = node.aliases.get_or_insert_default();
        if !is_name && !aliases.contains(&cell) {
            aliases.push(cell);
        }
        Ok(())
    }

    /// Sets a property, or takes it away where the value is null.
    pub(crate) fn set_property(&mut self, node: u32, key: &str, value: &Value) -> Outcome<()> {
        if key == "aliases" {
            self.nodes[node as usize].aliases = None;
            if let Some(texts) = strings(value) {
                self.nodes[node as usize].aliases = Some(Vec::new());
                return texts.into_iter().try_for_each(|alias| self.add_alias(node, alias));
            }
        }
        let symbol = self.keys.symbol(key)?;
        let property = self.property(symbol, value)?;
        let list = &mut self.nodes[node as usize].properties;
        list.retain(|property| property.key != symbol);
        list.extend(property);
        Ok(())
    }

    fn property(&mut self, key: u16, value: &Value) -> Outcome<Option<Property>> {
        let (tag, cell) = match value {
            Value::Bool(truth) => (tag::BOOL, u64::from(*truth)),
            Value::Int(number) => (tag::INT, *number as u64),
            Value::Float(number) => (tag::FLOAT, number.to_bits()),
            Value::String(text) => (tag::TEXT, self.heap.intern(text.as_bytes())?),
            Value::List(_) | Value::Map(_) => {
                let mut encoder = Encoder::default();
                encoder.value(value);
                (tag::VALUE, self.values.intern(&encoder.finish())?)
            }
            Value::Null | Value::Node(_) | Value::Rel(_) | Value::Path(_) => return Ok(None),
        };
        Ok(Some(Property { key, tag, cell }))
    }

    /// Adds a relation whose ends are counted within the source.
    pub fn add_relation(&mut self, stored: &StoredRelation) -> Outcome<()> {
        let end = |local: u32| self.local.get(local as usize).copied();
        let (Some(start), Some(end)) = (end(stored.start), end(stored.end)) else {
            return Err(store_error("Damaged", "a relation without its nodes", "关系缺少节点"));
        };
        let at = self.connect(&stored.kind, start, end)?;
        let given = stored.given.as_ref().map(|id| self.heap.intern(id.as_bytes())).transpose()?;
        self.relations[at as usize].given = given.map(Given::of);
        let mut row: SmallVec<[Property; 8]> = SmallVec::new();
        for (key, value) in &stored.properties {
            let key = self.keys.symbol(key)?;
            row.retain(|property| property.key != key);
            row.extend(self.property(key, value)?);
        }
        self.relations[at as usize].properties = self.rows.intern(&row)?;
        for evidence in &stored.evidence {
            let id = self.proof(evidence)?;
            self.relations[at as usize].evidence.push(id);
        }
        Ok(())
    }

    pub(crate) fn connect(&mut self, kind: &str, start: u32, end: u32) -> Outcome<u32> {
        let kind = self.kinds.symbol(kind)?;
        let at = u32::try_from(self.relations.len())
            .ok()
            .filter(|&at| at < u32::MAX - 1)
            .ok_or_else(|| store_error("TooMany", "more than four thousand million relations", "关系超过四十亿条"))?;
        self.relations.push(Relation { kind, start, end, ..Relation::default() });
        Ok(at)
    }

    pub(crate) fn set_relation_property(&mut self, relation: u32, key: &str, value: &Value) -> Outcome<()> {
        let symbol = self.keys.symbol(key)?;
        let property = self.property(symbol, value)?;
        let row = self.rows.get(self.relations[relation as usize].properties);
        let kept = row.iter().copied().filter(|property| property.key != symbol);
        let row: SmallVec<[Property; 8]> = kept.chain(property).collect();
        self.relations[relation as usize].properties = self.rows.intern(&row)?;
        Ok(())
    }

    fn proof(&mut self, evidence: &Evidence) -> Outcome<u32> {
        let mut text = |text: &str| self.heap.intern(text.as_bytes());
        let row = [
            text(&evidence.plan)?,
            text(&evidence.address)?,
            u64::from(evidence.line),
            evidence.start,
            evidence.end,
            text(&evidence.quote)?,
        ];
        let hash = hash_of(&row);
        if let Some(&known) = self.known_evidence.get(&hash)
            && self.evidence.get(known as usize) == Some(&row)
        {
            return Ok(known);
        }
        let next = u32::try_from(self.evidence.len()).map_err(|_| store_error("TooMany", "too many sentences", "句子过多"))?;
        self.evidence.push(row);
        self.known_evidence.entry(hash).or_insert(next);
        Ok(next)
    }

    pub(crate) fn property_of(&self, node: u32, key: &str) -> Option<Property> {
        let symbol = self.keys.get(key)?;
        self.nodes.get(node as usize)?.properties.iter().find(|property| property.key == symbol).copied()
    }

    /// A text property as it is, empty where there is none.
    pub(crate) fn text_of(&self, node: u32, key: &str) -> &str {
        self.property_of(node, key).filter(|property| property.tag == tag::TEXT).map_or("", |property| self.heap.text(property.cell))
    }

    /// Takes the dead out: what is left is numbered anew, in the same order.
    pub(crate) fn compact(&mut self) {
        let mut renumbered = vec![u32::MAX; self.nodes.len()];
        for (new, (old, _)) in (0..).zip(self.nodes.iter().enumerate().filter(|(_, node)| !node.dead)) {
            renumbered[old] = new;
        }
        self.nodes.retain(|node| !node.dead);
        self.relations.retain_mut(|relation| {
            let (start, end) = (renumbered[relation.start as usize], renumbered[relation.end as usize]);
            (relation.start, relation.end) = (start, end);
            !relation.dead && start != u32::MAX && end != u32::MAX
        });
        // What only served to put the graph together would be held beside what is written from it.
        self.by_key = FxHashMap::default();
        self.known_evidence = FxHashMap::default();
        self.rows.close();
        self.local = Vec::new();
    }
}

/// The items of a list of strings.
fn strings(value: &Value) -> Option<Vec<&str>> {
    value.as_list()?.iter().map(Value::as_str).collect()
}
