//! Stage 2: terms of the glossary; and, once measures, tasks and goals are there, who uses them.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashMap;

use super::tasks::MeasureAt;
use super::{Draft, Found, Link, NodeAt, Scene, members};
use crate::base::fold;
use crate::document::{GlossaryEntry, HeadingKind};
use crate::model::{Basis, NodeKey, Value};

/// Adds the terms; gives them in the order of the glossary.
pub fn stage(scene: &Scene<'_>, draft: &mut Draft, sections: &[NodeAt]) -> Vec<NodeAt> {
    let document = scene.document;
    let home = document.sections.iter().position(|section| section.kind == HeadingKind::Glossary).unwrap_or(0);
    let mut terms = Vec::new();
    for entry in &document.glossary {
        let proof = scene.cite(entry.sentences.0);
        let mut found =
            Found::new(NodeKey::named(draft.slug(), "Term", &entry.term), "Term", &*entry.term, "glossary entry", proof.clone())
                .with("definition", scene.slice(entry.definition).trim())
                .with("address", Value::String(entry.address.clone()));
        if let Some(quoted) = quoted(scene.slice(entry.headword)) {
            found = found.alias(quoted);
        }
        let node = draft.node(found);
        for sentence in entry.sentences.0 + 1..entry.sentences.1 {
            draft.prove(node, scene.cite(sentence));
        }
        if let Some(&section) = sections.get(home) {
            draft.link(Link::structural("CONTAINS", section, node, "glossary", proof));
        }
        terms.push(node);
    }
    // A lost footnote mark shows how the text words the term: 中青创汇 for 中国青创汇.
    for mark in &document.lost_marks {
        let Some((entry, &term)) = mark.entry.and_then(|entry| Some((document.glossary.get(entry)?, terms.get(entry)?))) else { continue };
        draft.prove(term, scene.cite(mark.sentence));
        if let Some(form) = other_form(scene.slice(mark.before), entry) {
            draft.alias(term, form);
        }
    }
    terms
}

/// The quoted part of a headword where more stands around it: “七个一”专项行动.
fn quoted(headword: &str) -> Option<&str> {
    let (before, rest) = headword.split_once('“')?;
    let (inside, after) = rest.split_once('”')?;
    (!inside.is_empty() && (!before.trim().is_empty() || !after.trim().is_empty())).then_some(inside)
}

/// What stands before a lost mark, where it is another wording of the term.
fn other_form<'t>(before: &'t str, entry: &GlossaryEntry) -> Option<&'t str> {
    let form = before.rsplit_once('“').map_or(before, |(_, inside)| inside).trim().trim_end_matches(['”', '"']).trim();
    let (form_folded, term) = (fold(form), fold(&entry.term));
    if form_folded.is_empty() || form_folded == term || form_folded.contains(&term) {
        return None;
    }
    // Most of its characters are the term's, in order: else the mark's left end was cut in the wrong place.
    let mut rest = term.chars();
    let shared = form_folded.chars().filter(|c| rest.clone().any(|other| other == *c) && rest.any(|other| other == *c)).count();
    (shared * 10 >= form_folded.chars().count() * 7).then_some(form)
}

/// A surface form of a term, ready to be looked for.
struct Form {
    folded: String,
    term: NodeAt,
    /// Counts only within quotation marks: short forms are also parts of other words.
    quoted: bool,
}

/// All forms, longest first, looked for at once: a long plan has hundreds of terms.
struct Forms {
    forms: Vec<Form>,
    words: AhoCorasick,
}

impl Forms {
    fn of(mut forms: Vec<Form>) -> Option<Self> {
        forms.sort_by_key(|form| std::cmp::Reverse(form.folded.len()));
        // Building fails only where there are more words than it can number.
        let words = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(forms.iter().map(|form| &form.folded)).ok()?;
        Some(Self { forms, words })
    }

    /// The terms that a text names, each once, with the longest form in which it does.
    fn named(&self, text: &str) -> Vec<(NodeAt, String)> {
        let folded = fold(text);
        let hits = self.words.find_overlapping_iter(&folded).filter(|hit| bounded(&folded, hit.start(), hit.len()));
        let there: BTreeSet<usize> = hits.map(|hit| hit.pattern().as_usize()).collect();
        let mut found: Vec<(NodeAt, String)> = Vec::new();
        for form in there.into_iter().filter_map(|at| self.forms.get(at)) {
            if !found.iter().any(|(term, _)| *term == form.term) && (!form.quoted || is_quoted(text, &form.folded)) {
                found.push((form.term, form.folded.clone()));
            }
        }
        found
    }
}

/// Joins measures, tasks and goals to the terms that their words name.
pub fn uses(scene: &Scene<'_>, draft: &mut Draft, terms: &[NodeAt], measures: &[MeasureAt]) {
    if terms.is_empty() {
        return;
    }
    let mut forms: Vec<Form> = Vec::new();
    for &term in terms {
        let node = draft.get(term);
        for name in std::iter::once(&node.name).chain(&node.aliases) {
            let folded = fold(name);
            let length = folded.chars().count();
            if length < 2 {
                continue;
            }
            // 青创汇 for 中国青创汇: the end of a longer name counts where it is quoted.
            if length > 4 && folded.chars().all(|c| !c.is_ascii()) {
                let tail: String = folded.chars().skip(length.min(2)).collect();
                if tail.chars().count() == 3 {
                    forms.push(Form { folded: tail, term, quoted: true });
                }
            }
            forms.push(Form { folded, term, quoted: length < 3 });
        }
    }
    let Some(forms) = Forms::of(forms) else { return };
    let mut found: Vec<(NodeAt, NodeAt, usize, String)> = Vec::new();
    for measure in measures {
        let text = scene.text(measure.sentence);
        for (term, words) in forms.named(text) {
            found.push((measure.node, term, measure.sentence, words));
        }
    }
    for (user, term, sentence, words) in found {
        draft.link(Link::explicit("USES_TERM", user, term, "term named", 0.95, scene.cite(sentence)).trigger(&words));
    }
    let named_nodes: Vec<(NodeAt, String)> = ["Task", "Goal"]
        .into_iter()
        .flat_map(|kind| draft.of_kind(kind).map(|(at, node)| (at, node.name.clone())).collect::<Vec<_>>())
        .collect();
    for (user, name) in named_nodes {
        for (term, words) in forms.named(&name) {
            let proof = draft.get(user).evidence.first().cloned().unwrap_or_default();
            draft.link(Link { basis: Basis::Explicit, ..Link::structural("USES_TERM", user, term, "term named", proof) }.trigger(&words));
        }
    }
}

/// 1+3 inside 1+3+5, or 4+1 inside 14+1, is another name.
fn bounded(text: &str, at: usize, length: usize) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric() || c == '+';
    let edge = |inner: Option<char>, outer: Option<char>| inner.is_some_and(joins) && outer.is_some_and(joins);
    let (before, inside, after) = (&text[..at], &text[at..at + length], &text[at + length..]);
    !edge(inside.chars().next(), before.chars().next_back()) && !edge(inside.chars().next_back(), after.chars().next())
}

fn is_quoted(text: &str, form: &str) -> bool {
    text.match_indices('“').any(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        rest.find('”').is_some_and(|end| fold(&rest[..end]) == form)
    })
}

/// Writes what a term's definition enumerates and is no node of its own; runs after all nodes are known.
pub fn members(draft: &mut Draft, terms: &[NodeAt]) {
    let mut parts: FxHashMap<NodeAt, Vec<NodeAt>> = FxHashMap::default();
    for (whole, part) in draft.links("COMPRISES") {
        parts.entry(whole).or_default().push(part);
    }
    for &term in terms {
        let node = draft.get(term);
        let definition = node.properties.get("definition").and_then(Value::as_str).unwrap_or_default();
        let promised = std::iter::once(&node.name).chain(&node.aliases).find_map(|name| members::promised(name));
        let parts = parts.get(&term).map(Vec::as_slice).unwrap_or_default().iter().map(|&part| draft.get(part));
        let joined: Vec<String> = parts.flat_map(|part| std::iter::once(&part.name).chain(&part.aliases)).map(|name| fold(name)).collect();
        let strings: Vec<Value> = members::split(definition, promised)
            .into_iter()
            .filter(|member| {
                let folded = fold(member);
                !joined.contains(&folded)
            })
            .map(Value::from)
            .collect();
        if !strings.is_empty() {
            draft.set(term, "members", Value::list(strings));
        }
    }
}
