//! What a statement changed over a snapshot → a journal entry, in terms that outlive the snapshot.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::StoreOptions;
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::{NodeId, RelId, Value};
use crate::schema::Schema;
use crate::store::{Edit, JournalEntry, NodeRef, RelationRef, Snapshot};
use crate::view::{Change, Direction, GraphView, Symbol, SymbolKind};

/// Characters of a text that stand for it in the journal.
const WORDING: usize = 200;

/// The entry for changes that were made over `base`. `number` is the number that the entry will get: nodes that it creates
/// are known by it. `schema` says what may be joined; an open store has none.
///
/// # Errors
/// `ConstraintVerificationFailed` for a relation between kinds that it does not join; `TypeError` for a value that cannot be
/// kept.
pub(super) fn entry(
    base: &Snapshot,
    changes: &[Change],
    number: u64,
    options: &StoreOptions,
    note: &str,
    schema: Option<&Schema>,
) -> Outcome<JournalEntry> {
    let mut teller = Teller { base, number, schema, created_nodes: BTreeMap::new(), created_rels: BTreeMap::new(), later: BTreeMap::new() };
    let mut edits = Vec::with_capacity(changes.len());
    for change in changes {
        if let (Some(_), Change::CreateNode { node, labels, .. }) = (schema, change)
            && labels.is_empty()
            && !changes.iter().any(|later| matches!(later, Change::AddLabel { node: labelled, .. } if labelled == node))
        {
            return Err(kindless());
        }
        edits.extend(teller.edit(change)?);
    }
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Ok(JournalEntry { number, author: author(options), time, note: note.to_owned(), edits })
}

/// Who makes the change, by the options or the account.
fn author(options: &StoreOptions) -> String {
    let account = || std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default();
    options.author.clone().unwrap_or_else(account)
}

struct Teller<'a> {
    base: &'a Snapshot,
    number: u64,
    schema: Option<&'a Schema>,
    created_nodes: BTreeMap<NodeId, NodeRef>,
    created_rels: BTreeMap<RelId, RelationRef>,
    /// How many relations this entry has created between two nodes so far.
    later: BTreeMap<(Arc<str>, Arc<str>, Arc<str>), u32>,
}

impl Teller<'_> {
    fn edit(&mut self, change: &Change) -> Outcome<Vec<Edit>> {
        Ok(vec![match change {
            Change::CreateNode { node, labels, properties } => {
                let key: Arc<str> = format!("new|{}|{}", self.number, self.created_nodes.len()).into();
                let kind = labels.first().map_or("", String::as_str).into();
                let wording = ["name", "text"].iter().find_map(|key| properties.get(*key)?.as_str()).map(short).unwrap_or_default();
                self.created_nodes.insert(*node, NodeRef { key: Arc::clone(&key), kind, wording, address: "".into() });
                let labels = labels.iter().map(|label| label.as_str().into()).collect();
                Edit::CreateNode { key, labels, properties: pairs(properties)? }
            }
            Change::CreateRel { rel, kind, start, end, properties } => {
                let kind: Arc<str> = kind.as_str().into();
                let (start, end) = (self.node(*start), self.node(*end));
                if let Some(schema) = self.schema {
                    joins(schema, &kind, &start.kind, &end.kind)?;
                }
                let ordinal = self.next_between(&kind, &start, &end);
                let made = RelationRef { kind: Arc::clone(&kind), start: start.clone(), end: end.clone(), ordinal };
                self.created_rels.insert(*rel, made);
                let mut properties = properties.clone();
                if self.schema.is_some() {
                    // What a person asserts says so.
                    properties.entry("basis".into()).or_insert_with(|| Value::from("analyst"));
                    properties.entry("confidence".into()).or_insert(Value::Float(1.0));
                    properties.entry("rule".into()).or_insert_with(|| Value::from("analyst"));
                }
                Edit::CreateRelation { kind, start, end, properties: pairs(&properties)? }
            }
            Change::AddLabel { node, label } => Edit::AddLabel { node: self.node(*node), label: label.as_str().into() },
            Change::RemoveLabel { node, label } => Edit::RemoveLabel { node: self.node(*node), label: label.as_str().into() },
            Change::SetNodeProperty { node, key, value } => {
                Edit::SetProperty { node: self.node(*node), key: key.as_str().into(), value: stored(key, value)? }
            }
            Change::SetRelProperty { rel, key, value } => {
                Edit::SetRelationProperty { relation: self.relation(*rel), key: key.as_str().into(), value: stored(key, value)? }
            }
            Change::DeleteRel { rel } => Edit::DeleteRelation { relation: self.relation_to_delete(*rel) },
            Change::DeleteNode { node } => Edit::DeleteNode { node: self.node(*node) },
        }])
    }

    fn node(&self, node: NodeId) -> NodeRef {
        if let Some(created) = self.created_nodes.get(&node) {
            return created.clone();
        }
        let text = |name: &str| {
            let key = self.base.symbol(SymbolKind::Key, name)?;
            self.base.property(node, key).to_value().as_str().filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let kind = self.base.labels(node).first().map_or("", |&label| self.base.symbol_name(SymbolKind::Label, label));
        NodeRef {
            key: self.base.key(node).into(),
            kind: kind.into(),
            wording: text("text").or_else(|| text("name")).as_deref().map(short).unwrap_or_default(),
            address: text("address").unwrap_or_default().as_str().into(),
        }
    }

    fn relation(&self, rel: RelId) -> RelationRef {
        if let Some(created) = self.created_rels.get(&rel) {
            return created.clone();
        }
        let Some(ends) = self.base.rel(rel) else { return RelationRef::default() };
        RelationRef {
            kind: self.base.symbol_name(SymbolKind::RelType, ends.kind).into(),
            start: self.node(ends.start),
            end: self.node(ends.end),
            ordinal: self.base.ordinal(rel),
        }
    }

    /// Relations are deleted one after the other: each is counted among those that are left.
    fn relation_to_delete(&mut self, rel: RelId) -> RelationRef {
        let mut relation = self.relation(rel);
        let gone = (Arc::clone(&relation.kind), format!("-{}", relation.start.key).into(), Arc::clone(&relation.end.key));
        let before = self.later.entry(gone).or_default();
        relation.ordinal = relation.ordinal.saturating_sub(*before);
        *before += 1;
        relation
    }

    /// The number of a new relation among those between its ends.
    fn next_between(&mut self, kind: &Arc<str>, start: &NodeRef, end: &NodeRef) -> u32 {
        let standing = || {
            let symbol: Symbol = self.base.symbol(SymbolKind::RelType, kind)?;
            let (from, to) = (self.base.node_by_key(&start.key)?, self.base.node_by_key(&end.key)?);
            Some(self.base.edges(from, Direction::Out, Some(symbol)).filter(|step| step.node == to).count() as u32)
        };
        let standing = standing().unwrap_or(0);
        let made = self.later.entry((Arc::clone(kind), Arc::clone(&start.key), Arc::clone(&end.key))).or_default();
        *made += 1;
        standing + *made - 1
    }
}

/// A node that no question could ask for.
fn kindless() -> Box<Diagnostic> {
    let message = Message::new("a node of a policy store has a kind", "政策资料库中的节点须有类别");
    Diagnostic::runtime(ErrorClass::ConstraintVerificationFailed, "NoKind", message)
        .hint("for example CREATE (n:Goal {name: '…'})", "例如 CREATE (n:目标 {名称: '…'})")
}

/// Refuses a relation between kinds that the schema does not let it join.
fn joins(schema: &Schema, kind: &str, start: &str, end: &str) -> Outcome<()> {
    let Some(relation) = schema.relation(kind) else { return Ok(()) };
    if relation.admits(start, true) && relation.admits(end, false) {
        return Ok(());
    }
    let zh = |name: &str| schema.kind(name).map_or_else(|| name.to_owned(), |kind| kind.zh.clone());
    let zhs = |names: &[String]| names.iter().map(|name| zh(name)).collect::<Vec<_>>().join("、");
    let message = Message::new(
        format!("{kind} goes from {} to {}, not from {start} to {end}", relation.from.join(" or "), relation.to.join(" or ")),
        format!("“{}”由{}指向{}，不能由{}指向{}", relation.zh, zhs(&relation.from), zhs(&relation.to), zh(start), zh(end)),
    );
    let error = Diagnostic::runtime(ErrorClass::ConstraintVerificationFailed, "WrongEnds", message);
    let others: Vec<_> = schema.relations().iter().filter(|other| other.admits(start, true) && other.admits(end, false)).collect();
    let (names, zh_names): (Vec<_>, Vec<_>) = others.iter().map(|other| (other.name.as_str(), other.zh.as_str())).unzip();
    Err(match names.is_empty() {
        true => error.hint("no relation of the schema joins these kinds", "模式中没有连接这两类的关系"),
        false => {
            error.hint(format!("these kinds are joined by {}", names.join(", ")), format!("这两类可用的关系：{}", zh_names.join("、")))
        }
    })
}

fn short(text: &str) -> Arc<str> {
    text.chars().take(WORDING).collect::<String>().into()
}

fn pairs(properties: &BTreeMap<String, Value>) -> Outcome<Vec<(Arc<str>, Value)>> {
    properties.iter().map(|(key, value)| Ok((key.as_str().into(), stored(key, value)?))).collect()
}

/// A value as the journal keeps it. Nodes, relations and paths cannot be properties.
fn stored(key: &str, value: &Value) -> Outcome<Value> {
    fn storable(value: &Value) -> bool {
        match value {
            Value::Node(_) | Value::Rel(_) | Value::Path(_) => false,
            Value::List(items) => items.iter().all(storable),
            Value::Map(entries) => entries.values().all(storable),
            _ => true,
        }
    }
    if storable(value) {
        return Ok(value.clone());
    }
    let message = Message::new(format!("`{key}` cannot hold a node, relation or path"), format!("`{key}` 不能存放节点、关系或路径"));
    Err(Diagnostic::runtime(ErrorClass::TypeError, "InvalidPropertyType", message))
}
