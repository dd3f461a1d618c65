//! Annexes that the text refers to and that are not there; tables that an annex announces and does not hold.

use super::Plan;
use super::enumeration::numeral;
use super::finding::{Finding, Severity};
use super::words::{suffix, words};
use crate::base::{Message, Span};
use crate::document::{BlockKind, HeadingKind};
use crate::model::Evidence;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let entries = plan.entries();
    for sentence in plan.sentences().iter().chain(&entries) {
        for reference in references(&sentence.quote) {
            // 附件1 at the start of a line is the annex itself, or its entry in a list.
            let before = plan.document.original[..sentence.start as usize].chars().next_back();
            let heads = reference.at == 0 && before.is_none_or(char::is_whitespace);
            if heads || stands(plan, reference.kind, reference.number, sentence) {
                continue;
            }
            let what = reference.name();
            let message = Message::new(format!("{what} is referred to and is not there"), format!("引用了{what}，文中没有"));
            found.push(Finding::new("form.annex", Severity::Warning, message, vec![sentence.clone()]).found(what));
        }
    }
    tables(plan, found);
}

/// An annex that a sentence names.
pub struct Reference {
    kind: &'static str,
    /// `None` in 见附件.
    number: Option<usize>,
    /// In bytes of the sentence.
    at: usize,
}

impl Reference {
    /// `附件3`, `附件`.
    pub fn name(&self) -> String {
        self.number.map_or_else(|| self.kind.to_owned(), |number| format!("{}{number}", self.kind))
    }
}

/// The annexes of the plan that a sentence refers to.
pub fn references(sentence: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    for kind in words("annex").iter().chain(words("captioned")) {
        let captioned = words("captioned").contains(kind);
        for (at, _) in sentence.match_indices(kind.as_str()) {
            let (before, rest) = (&sentence[..at], sentence[at + kind.len()..].trim_start());
            if suffix("of-another", before).is_some() {
                continue;
            }
            let number = numbered(rest);
            let after = &rest[number.map_or(0, |(_, used)| used)..];
            let closes = after.is_empty() || after.starts_with(['）', '。', '，', '；', ')']);
            // 表4 may end another word; only 见表4, （表4） refer.
            let refers = if captioned {
                number.is_some() && rest.starts_with(|c: char| c.is_ascii_digit()) && suffix("refers", before).is_some()
            } else {
                number.is_some() || (closes && suffix("refers", before).is_some())
            };
            // 附件1：… begins the annex or its entry in a list.
            if refers && !after.starts_with(['：', ':', '.', '．']) {
                found.push(Reference { kind, number: number.map(|(number, _)| number), at });
            }
        }
    }
    found
}

/// The number behind 附件. A Chinese numeral that opens a word (附件一体化…) is none.
fn numbered(rest: &str) -> Option<(usize, usize)> {
    let (number, used) = numeral(rest)?;
    let next = rest[used..].chars().next();
    let arabic = rest.starts_with(|c: char| c.is_ascii_digit());
    (arabic || next.is_none_or(|c| !c.is_alphanumeric() || matches!(c, '所' | '中' | '列' | '的' | '执'))).then_some((number, used))
}

/// Whether the annex begins somewhere: at the start of a line, or behind a space where a text lost its line breaks. Without
/// a number any annex will do.
fn stands(plan: &Plan<'_>, kind: &str, number: Option<usize>, from: &Evidence) -> bool {
    let text = &plan.document.original;
    let own = from.start as usize..from.end as usize;
    text.match_indices(kind).filter(|(at, _)| !own.contains(at)).any(|(at, _)| {
        let begins = text[..at].chars().next_back().is_none_or(|before| before.is_whitespace() || matches!(before, '“' | '【' | '#' | '>'));
        let rest = text[at + kind.len()..].trim_start();
        let found = numeral(rest);
        let same = number.is_none_or(|number| found.is_some_and(|(found, _)| found == number) || listed(rest, number));
        begins && same
    })
}

/// `附件：1.甲清单 2.乙清单`: the list of annexes below a plan.
fn listed(rest: &str, number: usize) -> bool {
    let Some(list) = rest.strip_prefix(['：', ':']) else { return false };
    let list: String = list.chars().take(400).collect();
    let item = |mark: char| list.contains(&format!("{number}{mark}"));
    item('.') || item('．') || item('、')
}

/// `附表3 重点项目清单` with running text, another heading or nothing where its table should begin; `专栏2` with nothing at all.
fn tables(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let document = plan.document;
    for (at, section) in document.sections.iter().enumerate() {
        let title = document.slice(section.heading);
        let named = title.strip_prefix("附表").is_some_and(|rest| numeral(rest.trim_start()).is_some());
        let boxed = section.kind == HeadingKind::Box && !section.title.is_empty();
        if !boxed && (section.kind != HeadingKind::Plain || !named) {
            continue;
        }
        let inside = |span: Span| span.start >= section.heading.end && span.start < section.extent.end;
        let next = document.blocks.iter().find(|block| inside(block.span));
        if boxed {
            let table = document.tables.iter().any(|table| inside(table.span) || *table.address == *section.address);
            if let Some(sentence) = section.sentence.filter(|_| next.is_none() && !table) {
                let message = Message::new(
                    format!("nothing stands in the box {}", section.address),
                    format!("{}只有标题，没有内容", section.address),
                );
                found.push(Finding::new("form.caption", Severity::Warning, message, vec![plan.evidence(sentence)]));
            }
            continue;
        }
        // Cells that lost their table come as short lines: only a sentence, a heading or the end tells that none is there.
        let absent = next.is_none_or(|block| match block.kind {
            BlockKind::Heading | BlockKind::Glossary(_) | BlockKind::Tail => true,
            BlockKind::Paragraph | BlockKind::Bullet(_) => document.slice(block.span).trim_end().ends_with('。'),
            _ => false,
        });
        if let Some(sentence) = document.sections[at].sentence.filter(|_| absent) {
            let message = Message::new(
                format!("no table follows the caption of {}", section.address),
                format!("{}只有表题，没有表格内容", section.address),
            );
            found.push(Finding::new("form.caption", Severity::Warning, message, vec![plan.evidence(sentence)]));
        }
    }
}
