//! A graph that was put together → the file.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use smallvec::SmallVec;

use super::super::assembly::{Assembly, Cell, Property, tag};
use super::super::codec::Encoder;
use super::super::records::FORMAT;
use super::layout::{Column, Directory, FOOT, HEAD, MAGIC, section};
use crate::base::{BLOCK, BlockSums, Outcome, fold};
use crate::model::Value;
use crate::view::Symbol;

/// Texts longer than this many bytes are not worth an index: nobody asks for a paragraph by equality.
const INDEXED: u64 = 256;

/// Bytes on their way to the file, with the checksum of each block.
struct Sink<'a> {
    out: &'a mut dyn Write,
    block: Vec<u8>,
    sums: BlockSums,
}

impl Sink<'_> {
    fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        self.sums.length += bytes.len() as u64;
        while !bytes.is_empty() {
            let (piece, rest) = bytes.split_at(bytes.len().min(BLOCK - self.block.len()));
            self.block.extend_from_slice(piece);
            bytes = rest;
            if self.block.len() == BLOCK {
                self.close_block()?;
            }
        }
        Ok(())
    }

    fn close_block(&mut self) -> io::Result<()> {
        self.sums.sums.push(crc32fast::hash(&self.block));
        self.out.write_all(&self.block)?;
        self.block.clear();
        Ok(())
    }

    fn pad(&mut self, to: u64) -> io::Result<()> {
        let rest = self.sums.length.next_multiple_of(to) - self.sums.length;
        self.write(&vec![0; rest as usize])
    }

    fn finish(mut self) -> io::Result<BlockSums> {
        if !self.block.is_empty() {
            self.close_block()?;
        }
        Ok(self.sums)
    }
}

/// Writes sections one after the other and remembers where they are.
struct Sections<'a> {
    sink: Sink<'a>,
    places: Vec<(u64, u64)>,
}

impl Sections<'_> {
    fn bytes(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pieces([bytes])
    }

    fn u32s(&mut self, numbers: impl IntoIterator<Item = u32>) -> io::Result<usize> {
        self.pieces(numbers.into_iter().map(u32::to_le_bytes))
    }

    fn u64s(&mut self, numbers: impl IntoIterator<Item = u64>) -> io::Result<usize> {
        self.pieces(numbers.into_iter().map(u64::to_le_bytes))
    }

    /// One section, written as it comes: sections may be as large as the graph.
    fn pieces(&mut self, pieces: impl IntoIterator<Item = impl AsRef<[u8]>>) -> io::Result<usize> {
        self.sink.pad(64)?;
        let start = self.sink.sums.length;
        pieces.into_iter().try_for_each(|piece| self.sink.write(piece.as_ref()))?;
        self.places.push((start, self.sink.sums.length - start));
        Ok(self.places.len() - 1)
    }
}

/// Writes the graph; gives the checksums of what was written. `about` is what [`super::About`] reads back.
pub(crate) fn write(mut graph: Assembly, about: &[u8], out: &mut dyn Write) -> Outcome<io::Result<BlockSums>> {
    graph.compact();
    aliases_to_values(&mut graph)?;
    let names = names(&mut graph)?;
    Ok(write_sections(&graph, &names, about, out))
}

fn write_sections(graph: &Assembly, names: &[(Cell, Cell, u32)], about: &[u8], out: &mut dyn Write) -> io::Result<BlockSums> {
    let sink = Sink { out, block: Vec::with_capacity(BLOCK), sums: BlockSums::default() };
    let mut to = Sections { sink, places: Vec::new() };
    to.sink.write(MAGIC)?;
    to.sink.write(&u64::from(FORMAT).to_le_bytes())?;
    debug_assert_eq!(to.sink.sums.length as usize, HEAD);
    to.sink.pad(BLOCK as u64)?;
    to.bytes(&graph.heap.bytes)?;
    to.bytes(&graph.values.bytes)?;
    let label_sets = write_labels(graph, &mut to)?;
    write_keys(graph, &mut to)?;
    to.u32s(graph.relations.iter().map(|relation| relation.start))?;
    to.u32s(graph.relations.iter().map(|relation| relation.end))?;
    to.u32s(graph.relations.iter().map(|relation| u32::from(relation.kind)))?;
    write_steps(graph, &mut to, |relation| (relation.start, relation.end))?;
    write_steps(graph, &mut to, |relation| (relation.end, relation.start))?;
    to.u64s(names.iter().map(|name| name.0))?;
    to.u64s(names.iter().map(|name| name.1))?;
    to.u32s(names.iter().map(|name| name.2))?;
    to.u64s(graph.evidence.iter().flatten().copied())?;
    write_proofs(&mut to, graph.nodes.iter().map(|node| &node.evidence[..]))?;
    write_proofs(&mut to, graph.relations.iter().map(|relation| &relation.evidence[..]))?;
    to.bytes(about)?;
    debug_assert_eq!(to.places.len(), section::FIXED);

    let node_columns = write_columns(graph, &mut to, graph.nodes.iter().map(|node| &node.properties[..]), true)?;
    let rel_columns = write_columns(graph, &mut to, graph.relations.iter().map(|relation| graph.rows.get(relation.properties)), false)?;
    let given = write_given(graph, &mut to)?;
    let mut kind_counts = vec![0; graph.kinds.list.len()];
    graph.relations.iter().for_each(|relation| kind_counts[usize::from(relation.kind)] += 1);
    let directory = Directory {
        nodes: graph.nodes.len() as u32,
        relations: graph.relations.len() as u32,
        loops: graph.relations.iter().filter(|relation| relation.start == relation.end).count() as u64,
        labels: graph.labels.list.clone(),
        kinds: graph.kinds.list.clone(),
        keys: graph.keys.list.clone(),
        kind_counts,
        label_sets,
        node_columns,
        rel_columns,
        given,
        sections: std::mem::take(&mut to.places),
    };
    to.sink.pad(64)?;
    let (offset, bytes) = (to.sink.sums.length, directory.to_bytes());
    to.sink.write(&bytes)?;
    let length = to.sink.sums.length + FOOT as u64;
    for number in [offset, bytes.len() as u64, length] {
        to.sink.write(&number.to_le_bytes())?;
    }
    to.sink.write(MAGIC)?;
    to.sink.finish()
}

/// Aliases become an ordinary property, a list.
fn aliases_to_values(graph: &mut Assembly) -> Outcome<()> {
    if graph.nodes.iter().all(|node| node.aliases.is_none()) {
        return Ok(());
    }
    let key = graph.keys.symbol("aliases")?;
    for at in 0..graph.nodes.len() {
        let Some(aliases) = graph.nodes[at].aliases.clone() else { continue };
        let mut encoder = Encoder::default();
        encoder.value(&Value::list(aliases.iter().map(|&alias| Value::from(graph.heap.text(alias)))));
        let cell = graph.values.intern(&encoder.finish())?;
        graph.nodes[at].properties.push(Property { key, tag: tag::VALUE, cell });
    }
    Ok(())
}

/// Folded name, name as written, node: ascending by folded name, then node.
fn names(graph: &mut Assembly) -> Outcome<Vec<(Cell, Cell, u32)>> {
    let name = graph.keys.get("name");
    let mut names = Vec::new();
    let mut folded: FxHashMap<Cell, Cell> = FxHashMap::default();
    for at in 0..graph.nodes.len() {
        let node = &graph.nodes[at];
        let own =
            node.properties.iter().filter(|property| Some(property.key) == name && property.tag == tag::TEXT).map(|property| property.cell);
        let written: SmallVec<[Cell; 4]> = own.chain(node.aliases.iter().flatten().copied()).collect();
        for cell in written {
            let form = match folded.get(&cell) {
                Some(&form) => form,
                None => {
                    let form = fold(graph.heap.text(cell));
                    let form = graph.heap.intern(form.as_bytes())?;
                    folded.insert(cell, form);
                    form
                }
            };
            names.push((form, cell, at as u32));
        }
    }
    names.sort_unstable_by(|a, b| graph.heap.get(a.0).cmp(graph.heap.get(b.0)).then_with(|| (a.2, a.1).cmp(&(b.2, b.1))));
    Ok(names)
}

fn write_labels(graph: &Assembly, to: &mut Sections<'_>) -> io::Result<Vec<SmallVec<[Symbol; 2]>>> {
    let mut sets: Vec<SmallVec<[Symbol; 2]>> = Vec::new();
    let mut known: FxHashMap<&[u16], u32> = FxHashMap::default();
    let mut of_nodes = Vec::with_capacity(graph.nodes.len());
    let mut labelled: Vec<Vec<u32>> = vec![Vec::new(); graph.labels.list.len()];
    for (at, node) in graph.nodes.iter().enumerate() {
        of_nodes.push(*known.entry(&node.labels).or_insert_with(|| {
            sets.push(node.labels.iter().map(|&label| Symbol(label)).collect());
            sets.len() as u32 - 1
        }));
        node.labels.iter().for_each(|&label| labelled[usize::from(label)].push(at as u32));
    }
    to.u32s(of_nodes)?;
    to.u32s(labelled.iter().flatten().copied())?;
    to.u32s(firsts(labelled.iter().map(Vec::len)))?;
    Ok(sets)
}

/// Where each of several lists begins when they stand one after the other, and where the last ends.
fn firsts(lengths: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut first = 0u32;
    let mut firsts = vec![0];
    firsts.extend(lengths.map(|length| {
        first += length as u32;
        first
    }));
    firsts
}

fn write_keys(graph: &Assembly, to: &mut Sections<'_>) -> io::Result<()> {
    to.u64s(graph.nodes.iter().map(|node| node.key))?;
    let hash = |node: &super::super::assembly::Node| key_hash(graph.heap.get(node.key));
    let mut hashes: Vec<(u64, u32)> = graph.nodes.iter().enumerate().map(|(at, node)| (hash(node), at as u32)).collect();
    hashes.sort_unstable();
    to.u64s(hashes.iter().map(|pair| pair.0))?;
    to.u32s(hashes.iter().map(|pair| pair.1))?;
    Ok(())
}

/// The first eight bytes of the SHA-256 of a key: the number that [`crate::model::external_id`] prints.
pub(crate) fn key_hash(key: &[u8]) -> u64 {
    Sha256::digest(key)[..8].iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte))
}

fn write_steps(graph: &Assembly, to: &mut Sections<'_>, ends: impl Fn(&super::super::assembly::Relation) -> (u32, u32)) -> io::Result<()> {
    // Counting sort by node, then each node's few relations by type: relations are met in ascending order and stay so.
    let mut first = vec![0u32; graph.nodes.len() + 1];
    graph.relations.iter().for_each(|relation| first[ends(relation).0 as usize + 1] += 1);
    (0..graph.nodes.len()).for_each(|at| first[at + 1] += first[at]);
    let mut place = first.clone();
    let mut order = vec![0u32; graph.relations.len()];
    for (at, relation) in graph.relations.iter().enumerate() {
        let slot = &mut place[ends(relation).0 as usize];
        order[*slot as usize] = at as u32;
        *slot += 1;
    }
    let kind = |at: u32| graph.relations[at as usize].kind;
    let (mut run_first, mut run_kind, mut run_step) = (vec![0u32], Vec::new(), Vec::new());
    for node in 0..graph.nodes.len() {
        let (from, until) = (first[node] as usize, first[node + 1] as usize);
        order[from..until].sort_by_key(|&at| kind(at));
        for step in from..until {
            if step == from || kind(order[step]) != kind(order[step - 1]) {
                run_kind.push(u32::from(kind(order[step])));
                run_step.push(step as u32);
            }
        }
        run_first.push(run_kind.len() as u32);
    }
    run_step.push(order.len() as u32);
    to.u32s(run_first)?;
    to.u32s(run_kind)?;
    to.u32s(run_step)?;
    to.u32s(order.iter().copied())?;
    to.u32s(order.iter().map(|&at| ends(&graph.relations[at as usize]).1))?;
    Ok(())
}

fn write_proofs<'a>(to: &mut Sections<'_>, lists: impl Iterator<Item = &'a [u32]> + Clone) -> io::Result<()> {
    to.u32s(firsts(lists.clone().map(<[u32]>::len)))?;
    to.u32s(lists.flatten().copied())?;
    Ok(())
}

fn write_columns<'a>(
    graph: &Assembly,
    to: &mut Sections<'_>,
    entities: impl ExactSizeIterator<Item = &'a [Property]> + Clone,
    with_index: bool,
) -> io::Result<Vec<Column>> {
    let bound = entities.len();
    let mut counts = vec![0; graph.keys.list.len()];
    entities.clone().flatten().for_each(|property| counts[usize::from(property.key)] += 1);
    let mut columns = Vec::new();
    // One column after the other: all at once would be the graph a second time.
    for (key, count) in (0..).zip(counts).filter(|&(_, count)| count > 0) {
        let mut values: Vec<(u32, u8, Cell)> = Vec::with_capacity(count);
        for (at, properties) in (0..).zip(entities.clone()) {
            values.extend(properties.iter().find(|property| property.key == key).map(|property| (at, property.tag, property.cell)));
        }
        columns.push(write_column(graph, to, key, bound, &values, with_index)?);
    }
    columns.sort_by(|a, b| graph.keys.list[usize::from(a.key)].cmp(&graph.keys.list[usize::from(b.key)]));
    Ok(columns)
}

fn write_given(graph: &Assembly, to: &mut Sections<'_>) -> io::Result<Option<Column>> {
    let given = graph.relations.iter().enumerate().filter_map(|(at, relation)| Some((at as u32, tag::TEXT, relation.given?.cell())));
    let values: Vec<_> = given.collect();
    if values.is_empty() {
        return Ok(None);
    }
    write_column(graph, to, 0, graph.relations.len(), &values, false).map(Some)
}

fn write_column(
    graph: &Assembly,
    to: &mut Sections<'_>,
    key: u16,
    bound: usize,
    values: &[(u32, u8, Cell)],
    with_index: bool,
) -> io::Result<Column> {
    let mut bits = vec![0u64; bound.div_ceil(64)];
    values.iter().for_each(|&(at, ..)| bits[at as usize / 64] |= 1 << (at % 64));
    let first = values.first().map_or(0, |value| value.1);
    let alike = values.iter().all(|value| value.1 == first);
    let mut column = Column { key, count: values.len() as u64, tag: if alike { first } else { 0 }, ..Column::default() };
    column.bits = to.u64s(bits.iter().copied())?;
    column.ranks = to.u32s(firsts(bits.iter().map(|word| word.count_ones() as usize)))?;
    column.cells = to.u64s(values.iter().map(|value| value.2))?;
    if !alike {
        column.tags = Some(to.bytes(&values.iter().map(|value| value.1).collect::<Vec<u8>>())?);
    }
    let short = || values.iter().all(|value| value.2 & 0xff_ffff <= INDEXED);
    if with_index && (column.tag == tag::INT || column.tag == tag::TEXT && short()) {
        let mut sorted: Vec<u32> = (0..values.len() as u32).collect();
        let cell = |at: u32| values[at as usize].2;
        if column.tag == tag::INT {
            sorted.sort_by_key(|&at| cell(at) as i64);
        } else {
            sorted.sort_by(|&a, &b| {
                if cell(a) == cell(b) { a.cmp(&b) } else { graph.heap.get(cell(a)).cmp(graph.heap.get(cell(b))).then(a.cmp(&b)) }
            });
        }
        // The node of each, so that an answer needs no search for the place in the bits.
        let interleaved = sorted.iter().flat_map(|&at| [at, values[at as usize].0]);
        column.sorted = Some(to.u32s(interleaved)?);
    }
    Ok(column)
}
