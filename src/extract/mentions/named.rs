//! INVOLVES: what a measure's sentence names. CITES: which documents the plan names, and by what verb.

use super::kind::Kind;
use super::stage::Names;
use crate::document::Role;
use crate::extract::{Draft, Link};

/// A measure involves whatever its sentence names, the plan's own place left out.
pub fn involves(names: &Names<'_>, draft: &mut Draft) {
    for page in &names.pages {
        let Some(measure) = names.anchored("Measure", page.sentence) else { continue };
        for mention in &page.named.mentions {
            if names.is_home(mention) {
                continue;
            }
            let Some(node) = names.node(mention) else { continue };
            let link = Link::explicit("INVOLVES", measure, node, "named in the sentence", mention.sure, names.cite(page.sentence));
            draft.link(link.trigger(&mention.name));
        }
    }
}

/// Verbs of citing, longest first; the nearest before the title counts.
const VERBS: [&str; 22] = [
    "贯彻落实",
    "贯彻执行",
    "深入落实",
    "贯彻",
    "落实",
    "根据",
    "按照",
    "依据",
    "遵照",
    "围绕",
    "执行",
    "实施",
    "对照",
    "结合",
    "参照",
    "符合",
    "印发",
    "颁布",
    "发布",
    "制定",
    "修订",
    "出台",
];

/// The plan, section or measure that names a document cites it.
pub fn cites(names: &Names<'_>, draft: &mut Draft) {
    let plan = draft.of_kind("Plan").next().map(|(at, _)| at);
    for page in &names.pages {
        let Some(sentence) = names.document.sentences.get(page.sentence) else { continue };
        let names_one = page.named.mentions.iter().any(|mention| mention.kind == Kind::Document);
        if !names_one || matches!(sentence.role, Role::Title | Role::Contents) {
            continue;
        }
        let chars: Vec<char> = names.document.slice(sentence.span).chars().collect();
        for mention in page.named.mentions.iter().filter(|mention| mention.kind == Kind::Document) {
            let Some(document) = names.node(mention) else { continue };
            let from = names.anchored("Measure", page.sentence).or_else(|| names.around("Section", sentence.section)).or(plan);
            let Some(from) = from else { continue };
            let before: String = chars.get(mention.start.saturating_sub(24)..mention.start).unwrap_or_default().iter().collect();
            let verb = VERBS
                .iter()
                .filter_map(|verb| before.rfind(verb).map(|at| (at + verb.len(), *verb)))
                .max_by_key(|(end, verb)| (*end, verb.len()));
            let mut link = Link::explicit("CITES", from, document, "title marks", 0.95, names.cite(page.sentence))
                .trigger(&format!("《{}》", mention.name));
            if let Some((_, verb)) = verb {
                link = link.with("verb", verb);
            }
            draft.link(link);
        }
    }
}
