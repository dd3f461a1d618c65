//! What researchers changed, apart from what was extracted, in terms that outlive a re-import.

use std::sync::Arc;

use super::codec::{Decoder, Encoder};
use crate::model::Value;

/// A node that a change speaks of. The key decides; the rest is for reports when the text has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeRef {
    pub key: Arc<str>,
    pub kind: Arc<str>,
    /// Name or text as it was when the change was made.
    pub wording: Arc<str>,
    pub address: Arc<str>,
}

/// A relation that a change speaks of: the `ordinal`-th (from 0) of its type between two nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RelationRef {
    pub kind: Arc<str>,
    pub start: NodeRef,
    pub end: NodeRef,
    pub ordinal: u32,
}

/// One change of the graph.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    CreateNode { key: Arc<str>, labels: Vec<Arc<str>>, properties: Vec<(Arc<str>, Value)> },
    DeleteNode { node: NodeRef },
    SetProperty { node: NodeRef, key: Arc<str>, value: Value },
    AddLabel { node: NodeRef, label: Arc<str> },
    RemoveLabel { node: NodeRef, label: Arc<str> },
    CreateRelation { kind: Arc<str>, start: NodeRef, end: NodeRef, properties: Vec<(Arc<str>, Value)> },
    DeleteRelation { relation: RelationRef },
    SetRelationProperty { relation: RelationRef, key: Arc<str>, value: Value },
}

/// The changes of one statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JournalEntry {
    /// From 1, ascending, never given twice.
    pub number: u64,
    pub author: String,
    /// Seconds since 1970 UTC.
    pub time: u64,
    /// The statement as typed.
    pub note: String,
    pub edits: Vec<Edit>,
}

impl JournalEntry {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut to = Encoder::default();
        to.number(self.number);
        to.text(&self.author);
        to.number(self.time);
        to.text(&self.note);
        to.number(self.edits.len() as u64);
        self.edits.iter().for_each(|edit| write_edit(&mut to, edit));
        to.finish()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut from = Decoder::new(bytes);
        let (number, author, time, note) = (from.number()?, from.text()?.to_string(), from.number()?, from.text()?.to_string());
        let count = from.length()?;
        let edits = (0..count).map(|_| read_edit(&mut from)).collect::<Option<_>>()?;
        from.is_at_end().then_some(Self { number, author, time, note, edits })
    }
}

fn write_node(to: &mut Encoder, node: &NodeRef) {
    for text in [&node.key, &node.kind, &node.wording, &node.address] {
        to.text(text);
    }
}

fn read_node(from: &mut Decoder<'_>) -> Option<NodeRef> {
    Some(NodeRef { key: from.text()?, kind: from.text()?, wording: from.text()?, address: from.text()? })
}

fn write_relation(to: &mut Encoder, relation: &RelationRef) {
    to.text(&relation.kind);
    write_node(to, &relation.start);
    write_node(to, &relation.end);
    to.number(u64::from(relation.ordinal));
}

fn read_relation(from: &mut Decoder<'_>) -> Option<RelationRef> {
    Some(RelationRef { kind: from.text()?, start: read_node(from)?, end: read_node(from)?, ordinal: u32::try_from(from.number()?).ok()? })
}

fn write_edit(to: &mut Encoder, edit: &Edit) {
    let pairs =
        |to: &mut Encoder, properties: &[(Arc<str>, Value)]| to.properties(properties.iter().map(|(key, value)| (key.as_ref(), value)));
    match edit {
        Edit::CreateNode { key, labels, properties } => {
            to.number(1);
            to.text(key);
            to.number(labels.len() as u64);
            labels.iter().for_each(|label| to.text(label));
            pairs(to, properties);
        }
        Edit::DeleteNode { node } => {
            to.number(2);
            write_node(to, node);
        }
        Edit::SetProperty { node, key, value } => {
            to.number(3);
            write_node(to, node);
            to.text(key);
            to.value(value);
        }
        Edit::AddLabel { node, label } => {
            to.number(4);
            write_node(to, node);
            to.text(label);
        }
        Edit::RemoveLabel { node, label } => {
            to.number(5);
            write_node(to, node);
            to.text(label);
        }
        Edit::CreateRelation { kind, start, end, properties } => {
            to.number(6);
            to.text(kind);
            write_node(to, start);
            write_node(to, end);
            pairs(to, properties);
        }
        Edit::DeleteRelation { relation } => {
            to.number(7);
            write_relation(to, relation);
        }
        Edit::SetRelationProperty { relation, key, value } => {
            to.number(8);
            write_relation(to, relation);
            to.text(key);
            to.value(value);
        }
    }
}

fn read_edit(from: &mut Decoder<'_>) -> Option<Edit> {
    Some(match from.number()? {
        1 => {
            let key = from.text()?;
            let count = from.length()?;
            let labels = (0..count).map(|_| from.text()).collect::<Option<_>>()?;
            Edit::CreateNode { key, labels, properties: from.properties()? }
        }
        2 => Edit::DeleteNode { node: read_node(from)? },
        3 => Edit::SetProperty { node: read_node(from)?, key: from.text()?, value: from.value()? },
        4 => Edit::AddLabel { node: read_node(from)?, label: from.text()? },
        5 => Edit::RemoveLabel { node: read_node(from)?, label: from.text()? },
        6 => Edit::CreateRelation { kind: from.text()?, start: read_node(from)?, end: read_node(from)?, properties: from.properties()? },
        7 => Edit::DeleteRelation { relation: read_relation(from)? },
        8 => Edit::SetRelationProperty { relation: read_relation(from)?, key: from.text()?, value: from.value()? },
        _ => return None,
    })
}
