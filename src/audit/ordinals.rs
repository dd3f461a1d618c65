//! `一是…二是…`: clauses that are counted off run on without a gap, and reach the number that the lead promises.

use super::Plan;
use super::enumeration::numeral;
use super::finding::{Finding, Severity};
use crate::base::{Message, Span};
use crate::document::BlockKind;

/// Ways to count clauses off: what stands behind the numeral.
const FAMILIES: [(&str, &str); 3] = [("", "是"), ("", "要"), ("第", "，")];
const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
/// What a lead counts: 从三个方面, 做好四项工作.
const COUNTED: [&str; 14] =
    ["个方面", "方面", "项任务", "项工作", "项措施", "条措施", "项举措", "个重点", "个环节", "大任务", "大举措", "大行动", "件事", "点"];

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (span, kind, _) in plan.paragraphs() {
        if matches!(kind, BlockKind::Paragraph | BlockKind::Bullet(_) | BlockKind::ListItem) {
            for family in FAMILIES {
                paragraph(plan, span, family, found);
            }
        }
    }
}

/// Where an ordinal of the family stands at the start of a clause.
fn place(text: &str, family: (&str, &str), at: usize) -> Option<usize> {
    let ordinal = format!("{}{}{}", family.0, NUMERALS[at], family.1);
    let begins = |at: usize| text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    text.match_indices(&ordinal).map(|(at, _)| at).find(|&at| begins(at))
}

fn paragraph(plan: &Plan<'_>, span: Span, family: (&str, &str), found: &mut Vec<Finding>) {
    let text = plan.document.slice(span);
    let Some(start) = place(text, family, 0) else { return };
    let present: Vec<(usize, usize)> = (0..NUMERALS.len()).filter_map(|at| place(text, family, at).map(|place| (at, place))).collect();
    let Some(&(last, _)) = present.last() else { return };
    if present.len() < 2 {
        return;
    }
    let at = |offset: usize| plan.evidence_in(Span::new(span.start + offset, span.start + offset + 1));
    if let Some(missing) = (0..last).find(|at| present.iter().all(|(known, _)| known != at)) {
        let after = present.iter().find(|(known, _)| *known > missing).map_or(start, |(_, place)| *place);
        let name = format!("{}{}{}", family.0, NUMERALS[missing], family.1.trim_end_matches('，'));
        let message = Message::new(format!("the enumeration jumps over {name}"), format!("列举缺少“{name}”"));
        let mut evidence: Vec<_> = at(after).into_iter().collect();
        evidence.extend(at(start).filter(|first| !evidence.contains(first)));
        let finding = Finding::new("slogan.ordinals", Severity::Warning, message, evidence);
        found.push(finding.found(present.len().to_string()).expected((last + 1).to_string()));
        return;
    }
    let Some(count) = promised(&text[..start]).filter(|&count| count != last + 1) else { return };
    let en = format!("the sentence promises {count}, and goes on to name {}", last + 1);
    let zh = format!("句中说{count}项，实际列出{}项", last + 1);
    let evidence = at(start.saturating_sub(1)).into_iter().chain(at(start)).collect::<Vec<_>>();
    let mut finding = Finding::new("slogan.count", Severity::Error, Message::new(en, zh), evidence);
    finding.evidence.dedup();
    found.push(finding.found((last + 1).to_string()).expected(count.to_string()));
}

/// The number that the clause right before the first ordinal promises.
fn promised(before: &str) -> Option<usize> {
    let lead = before.trim_end_matches(['：', ':', '，', '。']);
    let lead = lead.rsplit(['。', '，', '；']).next()?;
    lead.char_indices().find_map(|(at, _)| {
        let (count, used) = numeral(&lead[at..])?;
        let ordinal = lead[..at].ends_with(['第', '十', '年']);
        (!ordinal && COUNTED.iter().any(|what| lead[at + used..].starts_with(what))).then_some(count)
    })
}
