//! `store rebuild`: the derived files made anew; damaged records made anew as well, from what lies beside them.

use std::sync::Arc;

use super::ingest::read_again;
use super::maintain::{StoreInfo, info};
use super::step::{Rules, publish_all, rules};
use super::{Progress, StoreOptions};
use crate::base::{Message, Outcome};
use crate::model::{Entity, RelId};
use crate::store::{
    Generation, Item, Records, Replacement, Snapshot, SourceAbout, SourceRecord, StoredNode, StoredRelation, Writer, read_text,
};
use crate::view::{GraphView, SymbolKind};

/// Makes the derived files anew from the stored texts and the journal.
///
/// Sound records are read again, every text by the present rules. Where the records are damaged themselves, they are put aside
/// and made anew from the copies of the texts and from the present generation, if that is sound; what was put aside is kept, and
/// a plan whose copy is damaged too is named in [`StoreInfo::lost`].
pub fn rebuild(options: &StoreOptions, progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<StoreInfo> {
    let mut lost = Vec::new();
    let mut writer = match Writer::open_to_mend(&options.dir, options.wait) {
        Ok(mut writer) => {
            read_texts(writer.records(), &rules(options)?, progress)?;
            writer
        }
        Err(error) if error.detail == "Damaged" => {
            let mut new = Replacement::begin(&options.dir, options.wait)?;
            lost = match salvage(options, new.records(), progress) {
                Ok(Some(lost)) => lost,
                Ok(None) => {
                    new.give_up();
                    return Err(error.hint(
                        "the records and what was made from them are both damaged: `gangmu store restore` a backup into a new directory",
                        "记录及其派生数据均已损坏：请将备份恢复到新目录（gangmu store restore）",
                    ));
                }
                Err(error) => {
                    new.give_up();
                    return Err(error);
                }
            };
            new.install(lost.iter().map(|source| source.sha256.as_str()))?.0
        }
        Err(error) => return Err(error),
    };
    publish_all(&mut writer, &|| Ok(()))?;
    writer.close()?;
    Ok(StoreInfo { lost: lost.iter().map(is_lost).collect(), ..info(options)? })
}

/// Opens the store for writing. Records that a killed writer left unreadable are made anew on the way, from the present
/// generation, which has every step that was acknowledged; the user is told.
pub(super) fn open(options: &StoreOptions) -> Outcome<Writer> {
    let error = match Writer::open(&options.dir, options.wait) {
        Err(error) if Writer::was_cut_short(&options.dir) => error,
        opened => return opened,
    };
    let mut new = Replacement::begin(&options.dir, options.wait)?;
    // Another writer may have mended it while this one waited for the lock.
    if !Writer::was_cut_short(&options.dir) {
        new.give_up();
        return Writer::open(&options.dir, options.wait);
    }
    match salvage(options, new.records(), &mut |_| {}) {
        Ok(Some(lost)) if lost.is_empty() => {
            let (writer, aside) = new.install(std::iter::empty())?;
            let kept = aside.display();
            options.notices.tell(&Message::new(
                format!("the records, which a killed process had left unreadable, were made anew; nothing is lost (the old ones: {kept})"),
                format!("先前进程被强行终止，致记录无法读取，现已自动重建，未丢失任何内容（旧记录存于 {kept}）"),
            ));
            Ok(writer)
        }
        // What is lost is for the user to decide on, with `store rebuild`.
        _ => {
            new.give_up();
            Err(error)
        }
    }
}

fn is_lost(source: &SourceRecord) -> Message {
    let (slug, file) = (&source.slug, &source.file);
    Message::new(
        format!("lost: the text of {slug} is damaged in both places where it was kept; import {file} again"),
        format!("已丢失：{slug} 的两份原文均已损坏；请重新导入 {file}"),
    )
}

fn read_texts(records: &mut Records, rules: &Rules, progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<()> {
    let sources = records.sources()?;
    let with_text: Vec<_> = sources.iter().filter(|source| source.has_text).collect();
    for (source, done) in with_text.iter().zip(0u64..) {
        progress(Progress { en: "reading", zh: "读取", done, total: with_text.len() as u64 });
        let text = records.text(source)?;
        read_again(records, rules, &source.slug, &source.file, &source.title, &text)?;
    }
    Ok(())
}

/// Fills new records from the present generation and the copies of texts; gives the sources whose text is damaged. `None` where
/// there is no whole generation to stand in for the records.
fn salvage(options: &StoreOptions, records: &mut Records, progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<Option<Vec<SourceRecord>>> {
    let Some(generation) = Generation::open(&options.dir).ok().flatten() else { return Ok(None) };
    // Before the first generation nothing was acknowledged.
    let Some(snapshot) = generation.snapshot else { return Ok(Some(Vec::new())) };
    snapshot.verify_all()?;
    let about = snapshot.about()?;
    let rules = &rules(options)?;
    records.set_open_schema(about.header.open_schema)?;
    let (mut loaded, mut lost) = (None, Vec::new());
    for (source, done) in about.sources.iter().zip(0u64..) {
        progress(Progress { en: "reading", zh: "读取", done, total: about.sources.len() as u64 });
        if !source.has_text {
            loaded.get_or_insert(source);
            continue;
        }
        match read_text(&options.dir, &source.sha256) {
            Ok(Some(text)) => read_again(records, rules, &source.slug, &source.file, &source.title, &text)?,
            _ => lost.push(source.clone()),
        }
    }
    if let Some(source) = loaded {
        let source = SourceAbout {
            slug: source.slug.clone(),
            title: source.title.clone(),
            sha256: source.sha256.clone(),
            file: source.file.clone(),
            bytes: source.bytes,
            reading: source.reading.clone(),
        };
        graph_again(records, &snapshot, source)?;
    }
    about.journal.iter().try_for_each(|entry| records.restore_entry(entry))?;
    Ok(Some(lost))
}

/// Loaded graphs have no text to go back to: their nodes and relations are taken from the snapshot, as one source.
fn graph_again(records: &mut Records, snapshot: &Snapshot, source: SourceAbout) -> Outcome<()> {
    let name = |kind, symbol| -> Arc<str> { snapshot.symbol_name(kind, symbol).into() };
    let mut to = records.write_source();
    let mut places = vec![u32::MAX; snapshot.node_bound() as usize];
    for (next, node) in (0_u32..).zip(snapshot.nodes().filter(|&node| snapshot.key(node).starts_with('='))) {
        places[node.0 as usize] = next;
        to.item(&Item::Node(StoredNode {
            key: snapshot.key(node).into(),
            labels: snapshot.labels(node).into_iter().map(|label| name(SymbolKind::Label, label)).collect(),
            properties: snapshot.properties(node).into_iter().map(|(key, value)| (name(SymbolKind::Key, key), value)).collect(),
            evidence: snapshot.evidence(Entity::Node(node)),
        }))?;
    }
    for rel in (0..snapshot.rel_bound()).map(RelId) {
        let Some((ends, given)) = snapshot.rel(rel).zip(snapshot.given(rel)) else { continue };
        to.item(&Item::Relation(StoredRelation {
            given: Some(given.into()),
            kind: name(SymbolKind::RelType, ends.kind),
            start: places[ends.start.0 as usize],
            end: places[ends.end.0 as usize],
            properties: snapshot.rel_properties(rel).into_iter().map(|(key, value)| (name(SymbolKind::Key, key), value)).collect(),
            evidence: snapshot.evidence(Entity::Rel(rel)),
        }))?;
    }
    to.commit(source)?;
    Ok(())
}
