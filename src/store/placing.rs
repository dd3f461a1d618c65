//! The journal applied to a graph that was put together from records. What finds no place is told, never dropped.

use rustc_hash::{FxHashMap, FxHashSet};

use super::assembly::Assembly;
use super::{Edit, JournalEntry, NodeRef, RelationRef, Watch};
use crate::base::{Message, Outcome};

/// A change that found no place in the present texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unplaced {
    /// Number of the journal entry.
    pub entry: u64,
    pub message: Message,
}

/// Relations by type and ends, in order.
type Between = FxHashMap<(u16, u32, u32), Vec<u32>>;

/// Applies all entries, oldest first.
pub(crate) fn place(graph: &mut Assembly, journal: &[JournalEntry], watch: &Watch<'_>) -> Outcome<Vec<Unplaced>> {
    let mut unplaced = Vec::new();
    let names_relations = journal
        .iter()
        .flat_map(|entry| &entry.edits)
        .any(|edit| matches!(edit, Edit::DeleteRelation { .. } | Edit::SetRelationProperty { .. }));
    let mut between = Between::default();
    if names_relations {
        for (at, relation) in graph.relations.iter().enumerate() {
            between.entry((relation.kind, relation.start, relation.end)).or_default().push(at as u32);
        }
    }
    for entry in journal {
        for edit in &entry.edits {
            watch()?;
            if let Some(message) = place_one(graph, &mut between, edit)? {
                unplaced.push(Unplaced { entry: entry.number, message });
            }
        }
    }
    Ok(unplaced)
}

fn place_one(graph: &mut Assembly, between: &mut Between, edit: &Edit) -> Outcome<Option<Message>> {
    match edit {
        Edit::CreateNode { key, labels, properties } => {
            graph.begin_source();
            graph.add_node(&super::StoredNode {
                key: key.clone(),
                labels: labels.clone(),
                properties: properties.clone(),
                evidence: Vec::new(),
            })?;
        }
        Edit::DeleteNode { node } => match graph.find(&node.key) {
            // A node that is gone from the text has what the researcher wanted.
            None => {}
            Some(at) => graph.nodes[at as usize].dead = true,
        },
        Edit::SetProperty { node, key, value } => match graph.find(&node.key) {
            Some(at) => graph.set_property(at, key, value)?,
            None => return Ok(Some(gone(graph, node))),
        },
        Edit::AddLabel { node, label } => match graph.find(&node.key) {
            Some(at) => graph.add_label(at, label)?,
            None => return Ok(Some(gone(graph, node))),
        },
        Edit::RemoveLabel { node, label } => match (graph.find(&node.key), graph.labels.get(label)) {
            (Some(at), Some(label)) => graph.nodes[at as usize].labels.retain(|one| *one != label),
            (Some(_), None) => {}
            (None, _) => return Ok(Some(gone(graph, node))),
        },
        Edit::CreateRelation { kind, start, end, properties } => {
            let (from, to) = match (graph.find(&start.key), graph.find(&end.key)) {
                (Some(from), Some(to)) => (from, to),
                (None, _) => return Ok(Some(gone(graph, start))),
                (_, None) => return Ok(Some(gone(graph, end))),
            };
            let at = graph.connect(kind, from, to)?;
            for (key, value) in properties {
                graph.set_relation_property(at, key, value)?;
            }
            let kind = graph.relations[at as usize].kind;
            between.entry((kind, from, to)).or_default().push(at);
        }
        Edit::DeleteRelation { relation } => {
            if let Some(at) = find_relation(graph, between, relation) {
                graph.relations[at as usize].dead = true;
            }
        }
        Edit::SetRelationProperty { relation, key, value } => match find_relation(graph, between, relation) {
            Some(at) => graph.set_relation_property(at, key, value)?,
            None => return Ok(Some(gone_relation(relation))),
        },
    }
    Ok(None)
}

fn find_relation(graph: &Assembly, between: &Between, relation: &RelationRef) -> Option<u32> {
    let kind = graph.kinds.get(&relation.kind)?;
    let ends = (kind, graph.find(&relation.start.key)?, graph.find(&relation.end.key)?);
    // Counted over those that are alive: the change was made while earlier changes held.
    between.get(&ends)?.iter().copied().filter(|&at| !graph.relations[at as usize].dead).nth(relation.ordinal as usize)
}

/// Both wordings where the text was reworded: what is nearest to the old wording, else what stands at the address now.
fn gone(graph: &Assembly, node: &NodeRef) -> Message {
    let now = (!node.address.is_empty()).then(|| successor(graph, node)).flatten();
    match now {
        Some(wording) => Message::new(
            format!("{} “{}” (was at {}) now reads “{wording}”", node.kind, node.wording, node.address),
            format!("原在 {} 的{}“{}”现为“{wording}”", node.address, node.kind, node.wording),
        ),
        None => Message::new(
            format!("{} “{}” is no longer in the texts", node.kind, node.wording),
            format!("文本中已没有{}“{}”", node.kind, node.wording),
        ),
    }
}

fn gone_relation(relation: &RelationRef) -> Message {
    let (start, end) = (&relation.start.wording, &relation.end.wording);
    Message::new(
        format!("the relation “{start}” {} “{end}” is no longer in the graph", relation.kind),
        format!("图中已没有“{start}”{}“{end}”这一关系", relation.kind),
    )
}

/// Texts that share so many of their pairs of characters are two wordings of one sentence (Dice's coefficient).
const REWORDED: f64 = 0.5;

fn successor<'a>(graph: &'a Assembly, node: &NodeRef) -> Option<&'a str> {
    let kind = graph.labels.get(&node.kind)?;
    let plan = node.key.split('|').nth(1).unwrap_or("");
    let wording = |at: u32| {
        let text = graph.text_of(at, "text");
        if text.is_empty() { graph.text_of(at, "name") } else { text }
    };
    let of_kind = || {
        (0..graph.nodes.len() as u32).filter(|&at| {
            let one = &graph.nodes[at as usize];
            !one.dead && one.labels.contains(&kind) && graph.text_of(at, "plan") == plan
        })
    };
    let old = pairs(&node.wording);
    let alike = of_kind().map(|at| (at, dice(&old, &pairs(wording(at))))).max_by(|a, b| a.1.total_cmp(&b.1));
    let reworded = alike.filter(|(_, likeness)| *likeness >= REWORDED).map(|(at, _)| at);
    reworded.or_else(|| of_kind().find(|&at| graph.text_of(at, "address") == &*node.address)).map(wording)
}

fn pairs(text: &str) -> FxHashSet<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
}

fn dice(a: &FxHashSet<(char, char)>, b: &FxHashSet<(char, char)>) -> f64 {
    let both = a.intersection(b).count();
    2.0 * both as f64 / (a.len() + b.len()).max(1) as f64
}
