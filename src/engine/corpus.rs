//! What a store holds, told without opening its records.

use sha2::{Digest, Sha256};

use super::session::{KindCount, PlanInfo, Stats};
use crate::model::Entity;
use crate::store::{About, SourceRecord};
use crate::view::{GraphView, SymbolKind};

/// SHA-256 over the slugs and hashes of the sources and over the journal: equal corpora give equal hashes, whenever and
/// wherever they were imported.
pub(super) fn corpus_hash(about: &About) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    for source in &about.sources {
        part(&source.slug);
        part(&source.sha256);
    }
    for entry in &about.journal {
        // Neither author nor time: two researchers who made the same changes have the same corpus.
        part(&format!("{:?}", entry.edits));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The plans: those that were imported, and those that a loaded graph brought along.
pub(super) fn plans(about: &About, view: &dyn GraphView) -> Vec<PlanInfo> {
    let mut plans: Vec<PlanInfo> = about.sources.iter().filter(|source| source.has_text).map(imported).collect();
    let label = view.symbol(SymbolKind::Label, "Plan");
    let text = |node, key: &str| {
        let symbol = view.symbol(SymbolKind::Key, key)?;
        view.property(node, symbol).to_value().as_str().map(str::to_owned)
    };
    for node in label.into_iter().flat_map(|label| view.nodes_labelled(label)) {
        let slug = text(node, "plan").or_else(|| text(node, "slug")).unwrap_or_else(|| view.external_id(Entity::Node(node)));
        if plans.iter().all(|plan| plan.slug != slug) {
            let title = text(node, "title").or_else(|| text(node, "name")).unwrap_or_default();
            plans.push(PlanInfo { slug, title, sha256: text(node, "sha256").unwrap_or_default(), ..PlanInfo::default() });
        }
    }
    plans.sort_by(|a, b| a.slug.cmp(&b.slug));
    plans
}

fn imported(source: &SourceRecord) -> PlanInfo {
    PlanInfo {
        slug: source.slug.clone(),
        title: source.title.clone(),
        sha256: source.sha256.clone(),
        bytes: source.bytes,
        nodes: source.nodes,
        relations: source.relations,
    }
}

pub(super) fn stats(view: &dyn GraphView, corpus: String) -> Stats {
    let counted = |kind: SymbolKind, count: &dyn Fn(crate::view::Symbol) -> usize| {
        let symbols = (0..view.symbol_count(kind)).filter_map(|at| u16::try_from(at).ok()).map(crate::view::Symbol);
        let mut counts: Vec<KindCount> =
            symbols.map(|symbol| KindCount { kind: view.symbol_name(kind, symbol).to_owned(), count: count(symbol) as u64 }).collect();
        counts.retain(|one| one.count > 0);
        counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.kind.cmp(&b.kind)));
        counts
    };
    Stats {
        nodes: view.node_count() as u64,
        relations: view.rel_count() as u64,
        node_kinds: counted(SymbolKind::Label, &|label| view.label_count(label)),
        relation_kinds: counted(SymbolKind::RelType, &|kind| view.type_count(kind)),
        corpus,
    }
}
