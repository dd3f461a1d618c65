//! Coined terms: defined and used, defined and not used, used and not defined.

use super::Plan;
use super::enumeration::promise;
use super::finding::{Finding, Severity};
use super::words::{prefix, words};
use crate::base::{Message, fold};
use crate::document::BlockKind;
use crate::model::{Evidence, NodeId};
use crate::view::Direction;

/// A glossary this small is no closed list of the plan's coinages.
const A_GLOSSARY: usize = 3;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let terms = plan.facts.nodes("Term");
    let quoted = quoted(plan, &terms);
    for &term in &terms {
        if !wording(plan, term, &quoted, found) {
            unused(plan, term, found);
        }
    }
    twice(plan, &terms, found);
    if terms.len() >= A_GLOSSARY {
        undefined(plan, &terms, found);
    }
}

/// The folded names of a term, longest first.
fn forms(plan: &Plan<'_>, term: NodeId) -> Vec<String> {
    let mut forms: Vec<String> = std::iter::once(plan.facts.name(term))
        .chain(plan.facts.list(term, "aliases"))
        .map(|form| fold(&form))
        .filter(|form| !form.is_empty())
        .collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    forms
}

fn unused(plan: &Plan<'_>, term: NodeId, found: &mut Vec<Finding>) {
    if !plan.facts.steps(term, Direction::In, "USES_TERM").is_empty() {
        return;
    }
    let forms = forms(plan, term);
    let said = plan.folded().iter().any(|text| forms.iter().any(|form| text.contains(form.as_str())));
    if !said {
        let name = plan.facts.name(term);
        let message = Message::new(format!("“{name}” is defined and never used"), format!("“{name}”有释义而正文未用"));
        found.push(Finding::new("term.unused", Severity::Warning, message, plan.facts.evidence(term)));
    }
}

/// What the text puts in quotation marks and no entry has for its headword, with the sentence.
fn quoted(plan: &Plan<'_>, terms: &[NodeId]) -> Vec<(String, Evidence)> {
    let headwords: Vec<String> = terms.iter().map(|&term| fold(&plan.facts.name(term))).collect();
    let pieces = plan.sentences().iter().flat_map(|sentence| {
        let inner = sentence.quote.split('“').skip(1).filter_map(|piece| piece.split_once('”'));
        inner.map(|(quoted, _)| (quoted.to_string(), sentence.clone())).collect::<Vec<_>>()
    });
    pieces.filter(|(quoted, _)| !headwords.contains(&fold(quoted))).collect()
}

/// A shorter wording than this (in characters) is inside too many terms.
const A_WORDING: usize = 3;

/// Whether the text knows the term under other words only: an alias, or a quoted name that the headword holds (or that holds
/// the headword).
fn wording(plan: &Plan<'_>, term: NodeId, quoted: &[(String, Evidence)], found: &mut Vec<Finding>) -> bool {
    let name = plan.facts.name(term);
    let folded = fold(&name);
    let body = plan.folded();
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    if body.iter().any(|text| text.contains(&folded)) {
        return false;
    }
    let alias = plan.facts.list(term, "aliases").into_iter().find_map(|alias| {
        let known = fold(&alias);
        let at = body.iter().position(|text| known != folded && text.contains(&known))?;
        Some((alias, plan.sentences()[at].clone()))
    });
    let near = || {
        let long = |text: &str| text.chars().count() >= A_WORDING;
        let holds = |other: &str| long(other) && long(&folded) && (folded.contains(other) || other.contains(&folded));
        // 东提西进、同城共融 for 东提西进，同城共融: other marks between the same words.
        let same = |other: &str| bare(other) == bare(&folded);
        quoted.iter().find(|(other, _)| holds(&fold(other)) || same(&fold(other))).cloned()
    };
    let Some((other, sentence)) = alias.or_else(near) else { return false };
    let message =
        Message::new(format!("the text says “{other}” where the glossary says “{name}”"), format!("正文作“{other}”，术语表作“{name}”"));
    let mut evidence = plan.facts.evidence(term);
    evidence.push(sentence);
    found.push(Finding::new("term.wording", Severity::Note, message, evidence).found(other).expected(name));
    true
}

fn twice(plan: &Plan<'_>, terms: &[NodeId], found: &mut Vec<Finding>) {
    for &term in terms {
        let name = plan.facts.name(term);
        let mut entries: Vec<_> = plan
            .glossary()
            .into_iter()
            .filter(|(headword, _)| forms(plan, term).contains(&fold(headword)))
            .map(|(_, proof)| proof)
            .collect();
        entries.extend(entry_elsewhere(plan, &name).filter(|_| !entries.is_empty()));
        if entries.len() > 1 {
            let message = Message::new(format!("“{name}” has {} entries", entries.len()), format!("“{name}”有{}个条目", entries.len()));
            found.push(Finding::new("term.twice", Severity::Warning, message, entries));
        }
    }
}

/// A paragraph outside the glossary that begins as the term's entry does: `“节水贷”：…`.
fn entry_elsewhere(plan: &Plan<'_>, term: &str) -> Option<Evidence> {
    let document = plan.document;
    let entry = |text: &str| {
        let rest = text.trim_start().strip_prefix('“').unwrap_or(text).strip_prefix(term);
        rest.is_some_and(|rest| rest.trim_start_matches('”').starts_with(['：', ':']))
    };
    let outside = document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Glossary(_)));
    let mut firsts = outside.filter(|block| block.sentences.0 < block.sentences.1).map(|block| block.sentences.0);
    firsts.find(|&first| entry(document.slice(document.sentences[first].span))).map(|first| plan.evidence(first))
}

/// What stands in quotation marks, that no entry defines and that the sentence itself does not spell out: counted slogans
/// always, other coinages where the glossary explains most of what the plan quotes.
fn undefined(plan: &Plan<'_>, terms: &[NodeId], found: &mut Vec<Finding>) {
    let defined: Vec<String> = terms.iter().flat_map(|&term| forms(plan, term)).collect();
    let mut open: Vec<(String, &Evidence)> = Vec::new();
    let mut explained: Vec<String> = Vec::new();
    let mut spelled: Vec<String> = Vec::new();
    for sentence in plan.sentences() {
        for piece in sentence.quote.split('“').skip(1) {
            let Some((quoted, after)) = piece.split_once('”') else { continue };
            let folded = fold(quoted);
            if defined.iter().any(|form| form.contains(&folded) || folded.contains(form.as_str())) {
                explained.push(folded);
            } else if ["（", "，即", "：", "，包括", "，指"].iter().any(|lead| after.starts_with(lead))
                || prefix("part-lead", after).is_some()
            {
                spelled.push(folded);
            } else if open.iter().all(|(other, _)| fold(other) != folded) {
                open.push((quoted.to_owned(), sentence));
            }
        }
    }
    explained.sort_unstable();
    explained.dedup();
    // 一带两湾三岛, where “一带”即…，“两湾”即…, “三岛”即… stand behind it.
    let by_parts = |quoted: &str| {
        promise(quoted).is_some_and(|promise| promise.parts.len() > 1 && promise.parts.iter().all(|part| spelled.contains(&part.text)))
    };
    open.retain(|(quoted, _)| !spelled.contains(&fold(quoted)) && !by_parts(quoted));
    let coined: Vec<&str> = open.iter().map(|(quoted, _)| quoted.as_str()).filter(|quoted| is_coinage(quoted)).collect();
    let thorough = coined.len() * 2 <= explained.len();
    for (quoted, sentence) in &open {
        if (promise(quoted).is_some() && !is_common(quoted)) || (thorough && is_coinage(quoted)) {
            let message = Message::new(format!("“{quoted}” is used and not defined"), format!("“{quoted}”正文使用而未释义"));
            found.push(Finding::new("term.undefined", Severity::Note, message, vec![(*sentence).clone()]).found(quoted.as_str()));
        }
    }
}

/// Whether a quoted text may be a coined term: short, without punctuation, and no name of a period.
fn is_coinage(quoted: &str) -> bool {
    (2..=12).contains(&quoted.chars().count()) && !quoted.contains(['，', '。', '；', '：', '！', '《']) && !is_common(quoted)
}

fn is_common(quoted: &str) -> bool {
    words("common-quote").iter().any(|word| word == quoted)
}
