//! The researcher's own changes: what is in the journal, and taking the last of them back.

use super::StoreOptions;
use super::step::step;
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::store::{About, Edit, Generation, JournalEntry, NodeRef, RelationRef};

/// One statement that changed the graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CurationEntry {
    /// From 1, in the order in which the changes were made; never given twice.
    pub number: u64,
    pub author: String,
    /// Seconds since 1970 UTC.
    pub time: u64,
    /// The statement as typed.
    pub note: String,
    /// What it changed, one line each.
    pub changes: Vec<String>,
    /// Changes that have no place in the present texts, with the reason.
    pub unplaced: Vec<Message>,
}

/// All entries, oldest first. Reads the generation, not the records.
pub fn list(options: &StoreOptions) -> Outcome<Vec<CurationEntry>> {
    let Some(snapshot) = Generation::open(&options.dir)?.and_then(|generation| generation.snapshot) else { return Ok(Vec::new()) };
    let about = snapshot.about()?;
    Ok(about.journal.iter().map(|entry| told(entry, &about)).collect())
}

/// Takes back one entry, the newest where `number` is `None`; gives what was taken back, `None` where there was nothing.
pub fn undo(options: &StoreOptions, number: Option<u64>) -> Outcome<Option<CurationEntry>> {
    let (undone, _) = step(options, |writer| {
        let records = writer.records();
        let mut journal = records.journal()?;
        let at = match number {
            Some(number) => journal.iter().position(|entry| entry.number == number),
            None => journal.len().checked_sub(1),
        };
        let Some(at) = at else { return Ok(None) };
        let entry = journal.remove(at);
        // Later changes to what this entry created would lose their ground.
        let created: Vec<&str> = entry.edits.iter().filter_map(created_key).collect();
        if let Some(later) = journal[at..].iter().find(|later| later.edits.iter().any(|edit| touches(edit, &created))) {
            return Err(Diagnostic::runtime(
                ErrorClass::StoreError,
                "Undo",
                Message::new(
                    format!("entry {} builds on entry {}", later.number, entry.number),
                    format!("条目 {} 建立在条目 {} 之上", later.number, entry.number),
                ),
            )
            .hint(format!("undo entry {} first", later.number), format!("请先撤销条目 {}", later.number)));
        }
        records.remove_entry(entry.number)?;
        Ok(Some(told(&entry, &About::default())))
    })?;
    Ok(undone)
}

fn created_key(edit: &Edit) -> Option<&str> {
    match edit {
        Edit::CreateNode { key, .. } => Some(key),
        _ => None,
    }
}

fn touches(edit: &Edit, keys: &[&str]) -> bool {
    let one = |node: &NodeRef| keys.contains(&&*node.key);
    match edit {
        Edit::CreateNode { .. } => false,
        Edit::DeleteNode { node } | Edit::SetProperty { node, .. } | Edit::AddLabel { node, .. } | Edit::RemoveLabel { node, .. } => {
            one(node)
        }
        Edit::CreateRelation { start, end, .. } => one(start) || one(end),
        Edit::DeleteRelation { relation } | Edit::SetRelationProperty { relation, .. } => one(&relation.start) || one(&relation.end),
    }
}

fn told(entry: &JournalEntry, about: &About) -> CurationEntry {
    CurationEntry {
        number: entry.number,
        author: entry.author.clone(),
        time: entry.time,
        note: entry.note.clone(),
        changes: entry.edits.iter().map(line).collect(),
        unplaced: about
            .unplaced
            .iter()
            .filter(|unplaced| unplaced.entry == entry.number)
            .map(|unplaced| unplaced.message.clone())
            .collect(),
    }
}

/// One change in the notation of patterns.
fn line(edit: &Edit) -> String {
    match edit {
        Edit::CreateNode { labels, properties, .. } => {
            let name = properties.iter().find(|(key, _)| &**key == "name").and_then(|(_, value)| value.as_str()).unwrap_or("");
            format!("+ ({} “{name}”)", labels.iter().map(|label| format!(":{label}")).collect::<String>())
        }
        Edit::DeleteNode { node } => format!("- {}", shown(node)),
        Edit::SetProperty { node, key, value } if value.is_null() => format!("- {}.{key}", shown(node)),
        Edit::SetProperty { node, key, value } => format!("= {}.{key} = {}", shown(node), brief(value)),
        Edit::AddLabel { node, label } => format!("+ {} :{label}", shown(node)),
        Edit::RemoveLabel { node, label } => format!("- {} :{label}", shown(node)),
        Edit::CreateRelation { kind, start, end, .. } => format!("+ {}-[:{kind}]->{}", shown(start), shown(end)),
        Edit::DeleteRelation { relation } => format!("- {}", shown_relation(relation)),
        Edit::SetRelationProperty { relation, key, value } => format!("= {}.{key} = {}", shown_relation(relation), brief(value)),
    }
}

fn shown(node: &NodeRef) -> String {
    let address = if node.address.is_empty() { String::new() } else { format!(" {}", node.address) };
    format!("(:{} “{}”{address})", node.kind, node.wording)
}

fn shown_relation(relation: &RelationRef) -> String {
    format!("{}-[:{}]->{}", shown(&relation.start), relation.kind, shown(&relation.end))
}

fn brief(value: &crate::model::Value) -> String {
    use crate::model::Value;
    match value {
        Value::String(text) => format!("“{text}”"),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::List(items) => format!("[{}]", items.iter().map(brief).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            format!("{{{}}}", entries.iter().map(|(key, item)| format!("{key}: {}", brief(item))).collect::<Vec<_>>().join(", "))
        }
        _ => "null".to_owned(),
    }
}
