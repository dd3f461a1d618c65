//! The full-text index of a generation: sentences of plans, and nodes that have a name or a text. And the index as a query
//! knows it.

use std::fs;
use std::path::Path;

use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::NodeId;
use crate::search::{Index, IndexWriter};
use crate::store::{Generation, Item, Records, Snapshot};
use crate::view::{GraphView, Symbol, SymbolKind, ValueRef};

/// Properties whose text a node is found by, beside its aliases.
const TEXTS: [&str; 4] = ["name", "text", "title", "definition"];

/// Makes the index in `dir`, which does not exist yet.
pub(super) fn build(snapshot: &Snapshot, records: &Records, dir: &Path) -> Outcome<()> {
    fs::create_dir_all(dir).map_err(|error| {
        let shown = dir.display();
        let message = Message::new(format!("cannot make {shown}: {error}"), format!("无法创建 {shown}：{error}"));
        Diagnostic::runtime(ErrorClass::StoreError, "Io", message)
    })?;
    let mut writer = IndexWriter::create(dir)?;
    let texts = Texts::of(snapshot);
    for node in snapshot.nodes() {
        let found_by = texts.get(snapshot, node);
        if !found_by.is_empty() {
            writer.node(snapshot.key_hash(node), found_by.iter().map(String::as_str))?;
        }
    }
    for source in records.sources()? {
        records.items(&source, &mut |item| match item {
            Item::Sentence(sentence) => writer.sentence(&sentence),
            Item::Node(_) | Item::Relation(_) => Ok(()),
        })?;
    }
    snapshot.health()?;
    writer.finish()
}

/// How many documents the index has, and how many nodes of the snapshot it should have.
pub(super) fn count(generation: &Generation, snapshot: &Snapshot) -> Outcome<(u64, u64)> {
    let (dir, files) = generation.index();
    let index = Index::open(&dir, &files)?;
    let texts = Texts::of(snapshot);
    let nodes = snapshot.nodes().filter(|&node| !texts.get(snapshot, node).is_empty()).count();
    Ok((index.count(), nodes as u64))
}

/// The properties of a view that hold text to be found.
struct Texts {
    keys: Vec<Symbol>,
    aliases: Option<Symbol>,
}

impl Texts {
    fn of(view: &dyn GraphView) -> Self {
        let key = |name| view.symbol(SymbolKind::Key, name);
        Self { keys: TEXTS.into_iter().filter_map(key).collect(), aliases: key("aliases") }
    }

    fn get(&self, view: &dyn GraphView, node: NodeId) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        for &key in &self.keys {
            if let ValueRef::Str(text) = view.property(node, key)
                && !text.is_empty()
            {
                texts.push(text.to_owned());
            }
        }
        if let Some(key) = self.aliases
            && let ValueRef::Other(value) = view.property(node, key)
        {
            texts.extend(value.as_list().into_iter().flatten().filter_map(|alias| alias.as_str().map(str::to_owned)));
        }
        texts
    }
}
