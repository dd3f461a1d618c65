//! Footnote marks: those that a conversion turned into spaces, and those whose numbers leave a gap.

use super::Plan;
use super::finding::{Finding, Severity};
use crate::base::Message;
use crate::document::Role;
use crate::model::Evidence;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    lost(plan, found);
    gaps(plan, found);
    numbered_entries(plan, found);
}

/// One note for all marks that were lost: the text around each still reads well. Where nearly every entry has its mark, an
/// entry without one and a mark without an entry are worth a note of their own.
fn lost(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let (marks, entries) = (&plan.document.lost_marks, &plan.document.glossary);
    let Some(first) = marks.first() else { return };
    let (count, matched) = (marks.len(), marks.iter().filter(|mark| mark.entry.is_some()).count());
    let message = Message::new(
        format!("{count} footnote marks were lost behind terms; {matched} of them match entries of the glossary"),
        format!("术语后丢失{count}处脚注标记，其中{matched}处与术语条目对应"),
    );
    let mut evidence: Vec<Evidence> = vec![plan.evidence(first.sentence)];
    for mark in marks {
        let proof = plan.evidence(mark.sentence);
        if !evidence.contains(&proof) {
            evidence.push(proof);
        }
    }
    found.push(note(message, evidence).found(count.to_string()).expected(matched.to_string()));
    if matched * 4 < entries.len() * 3 || matched * 4 < count * 3 {
        return;
    }
    for (at, entry) in entries.iter().enumerate().filter(|(at, _)| marks.iter().all(|mark| mark.entry != Some(*at))) {
        let term = &entry.term;
        let message = Message::new(
            format!("no footnote mark, not even a lost one, leads to “{term}”, though {matched} of {} entries have one", entries.len()),
            format!("{}个条目中{matched}个有脚注标记的痕迹，“{term}”没有", entries.len()),
        );
        found.push(note(message, vec![plan.evidence(entries[at].sentences.0)]).found(term.clone()));
    }
    for mark in marks.iter().filter(|mark| mark.entry.is_none()) {
        let words = plan.document.slice(mark.before);
        let message = Message::new(
            format!("a footnote mark was lost behind {words}, and no entry of the glossary explains it"),
            format!("{words}之后有丢失的脚注标记，术语表没有对应条目"),
        );
        found.push(Finding::new("term.undefined", Severity::Note, message, vec![plan.evidence(mark.sentence)]).found(words));
    }
}

/// `[1]`…`[3]`: a number that no mark bears.
fn gaps(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    /// Fewer marks are no row.
    const A_ROW: usize = 3;
    let mut marks: Vec<(u32, usize)> = Vec::new();
    for (at, sentence) in plan.document.sentences.iter().enumerate() {
        if matches!(sentence.role, Role::Body | Role::Heading) {
            marks.extend(numbers(plan.document.slice(sentence.span)).into_iter().map(|number| (number, at)));
        }
    }
    marks.sort_unstable();
    marks.dedup_by_key(|(number, _)| *number);
    if marks.len() < A_ROW || marks[0].0 != 1 {
        return;
    }
    for pair in marks.windows(2).filter(|pair| pair[1].0 == pair[0].0 + 2) {
        let missing = pair[0].0 + 1;
        let message = Message::new(
            format!("no footnote mark bears the number {missing}, though {} and {} stand in the text", pair[0].0, pair[1].0),
            format!("正文有脚注标记{}和{}，缺少{missing}", pair[0].0, pair[1].0),
        );
        found.push(note(message, vec![plan.evidence(pair[1].1)]).expected(missing.to_string()));
    }
}

/// Entries of a glossary that are numbered: one that is missing, one that comes twice.
fn numbered_entries(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let number = |at: usize| -> Option<u32> {
        let entry = &plan.document.glossary[at];
        let line = plan.document.blocks[plan.document.sentences[entry.sentences.0].block].span;
        let before = plan.document.slice(crate::base::Span::new(line.start, entry.headword.start));
        before.trim().trim_matches(['[', ']', '〔', '〕', '【', '】', '.', '．', '、', '（', '）']).parse().ok()
    };
    let numbers: Vec<(u32, usize)> = (0..plan.document.glossary.len()).filter_map(|at| Some((number(at)?, at))).collect();
    if numbers.len() < 3 || numbers.len() * 4 < plan.document.glossary.len() * 3 {
        return;
    }
    for pair in numbers.windows(2) {
        let ((before, _), (value, at)) = (pair[0], pair[1]);
        let evidence = vec![plan.evidence(plan.document.glossary[at].sentences.0)];
        let (code, en, zh) = if value == before + 2 {
            let missing = before + 1;
            ("form.gap", format!("entry {missing} of the glossary is missing"), format!("术语表缺少第{missing}条"))
        } else if value == before {
            ("form.repeat", format!("entry {value} of the glossary comes twice"), format!("术语表第{value}条重复"))
        } else {
            continue;
        };
        found.push(Finding::new(code, Severity::Warning, Message::new(en, zh), evidence));
    }
}

/// The numbers of footnote marks in a text: `[12]`, `［12］`, not the year of 〔2018〕 nor a number that begins a line.
fn numbers(text: &str) -> Vec<u32> {
    let inside = |(at, _): (usize, &str)| {
        let (number, _) = text[at..].chars().next().map(|open| &text[at + open.len_utf8()..])?.split_once([']', '］'])?;
        (at > 0 && (1..=2).contains(&number.len())).then(|| number.parse().ok()).flatten()
    };
    text.match_indices(['[', '［']).filter_map(inside).collect()
}

fn note(message: Message, evidence: Vec<Evidence>) -> Finding {
    Finding::new("term.footnotes", Severity::Note, message, evidence)
}
