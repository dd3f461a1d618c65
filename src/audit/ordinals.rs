//! `一是…二是…`: clauses that are counted off run on without a gap, and reach the number that the lead promises.

use super::Plan;
use super::enumeration::numeral;
use super::finding::{Finding, Severity};
use super::words::{prefix, words};
use crate::base::{Message, Span};
use crate::document::BlockKind;
use crate::model::Evidence;

/// A way to count clauses off: what stands around the ordinal, and the ordinals.
struct Family {
    before: &'static str,
    ordinals: [&'static str; 10],
    after: &'static str,
}

const CHINESE: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
const ARABIC: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
const CIRCLED: [&str; 10] = ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩"];
const FAMILIES: [Family; 8] = [
    Family { before: "", ordinals: CHINESE, after: "是" },
    Family { before: "", ordinals: CHINESE, after: "要" },
    Family { before: "第", ordinals: CHINESE, after: "，" },
    Family { before: "（", ordinals: ARABIC, after: "）" },
    Family { before: "(", ordinals: ARABIC, after: ")" },
    Family { before: "", ordinals: ARABIC, after: "）" },
    Family { before: "", ordinals: ARABIC, after: ")" },
    Family { before: "", ordinals: CIRCLED, after: "" },
];

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let prose: Vec<(Span, usize)> = plan
        .paragraphs()
        .filter(|(_, kind, _)| matches!(kind, BlockKind::Paragraph | BlockKind::Bullet(_) | BlockKind::ListItem))
        .map(|(span, _, section)| (span, section))
        .collect();
    for family in &FAMILIES {
        for (at, &(span, section)) in prose.iter().enumerate() {
            // A lead may be a paragraph of its own: …以下三个方面的问题：
            let lead = at.checked_sub(1).map(|before| prose[before]).filter(|(_, home)| *home == section).map(|(lead, _)| lead);
            paragraph(plan, span, lead, family, found);
        }
        column(plan, &prose, family, found);
    }
}

impl Family {
    fn text(&self, at: usize) -> String {
        format!("{}{}{}", self.before, self.ordinals[at], self.after)
    }

    /// Where an ordinal first stands at the start of a clause.
    fn place(&self, text: &str, at: usize) -> Option<usize> {
        self.places(text, at).next()
    }

    /// Wherever an ordinal stands at the start of a clause.
    fn places<'t>(&self, text: &'t str, at: usize) -> impl Iterator<Item = usize> + 't {
        // ① begins a clause wherever it stands; 公式（1） does not.
        let circled = self.after.is_empty();
        let begins =
            move |at: &usize| text[..*at].chars().next_back().is_none_or(|before| circled || (!before.is_alphanumeric() && before != '（'));
        let ordinal = self.text(at);
        let mut from = 0;
        let all = std::iter::from_fn(move || {
            let found = from + text[from..].find(&ordinal)?;
            from = found + ordinal.len();
            Some(found)
        });
        all.filter(begins)
    }
}

/// Clauses of one paragraph.
fn paragraph(plan: &Plan<'_>, span: Span, lead: Option<Span>, family: &Family, found: &mut Vec<Finding>) {
    let text = plan.document.slice(span);
    let Some(start) = family.place(text, 0) else { return };
    let present: Vec<(usize, usize)> = (0..10).filter_map(|at| family.place(text, at).map(|place| (at, place))).collect();
    let at = |offset: usize| plan.evidence_in(Span::new(span.start + offset, span.start + offset + 1));
    let Some(&(last, _)) = present.last().filter(|_| present.len() > 1) else { return };
    if let Some(missing) = (0..last).find(|at| present.iter().all(|(known, _)| known != at)) {
        let after = present.iter().find(|(known, _)| *known > missing).map_or(start, |(_, place)| *place);
        let mut evidence: Vec<_> = at(after).into_iter().collect();
        evidence.extend(at(start).filter(|first| !evidence.contains(first)));
        found.push(jump(family, missing, evidence).found(present.len().to_string()).expected((last + 1).to_string()));
        return;
    }
    // 一是…二是…三是…三是: counted on, but for the number. Further rounds begin again at the first.
    if family.places(text, 0).count() == 1
        && let Some(twice) = (1..=last).find_map(|nth| family.places(text, nth).nth(1).map(|place| (nth, place)))
    {
        found.push(repeat(family, twice.0, at(twice.1).into_iter().collect()));
        return;
    }
    let lead = lead.map(|lead| plan.document.slice(lead)).filter(|lead| start == 0 && lead.ends_with(['：', ':']));
    let Some(count) = promised(lead.unwrap_or(&text[..start])).filter(|&count| count != last + 1) else { return };
    let en = format!("the sentence promises {count}, and goes on to name {}", last + 1);
    let zh = format!("句中说{count}项，实际列出{}项", last + 1);
    let evidence = at(start.saturating_sub(1)).into_iter().chain(at(start)).collect::<Vec<_>>();
    let mut finding = Finding::new("slogan.count", Severity::Error, Message::new(en, zh), evidence);
    finding.evidence.dedup();
    found.push(finding.found((last + 1).to_string()).expected(count.to_string()));
}

/// Paragraphs in a row that each begin with the next ordinal.
fn column(plan: &Plan<'_>, prose: &[(Span, usize)], family: &Family, found: &mut Vec<Finding>) {
    let ordinals: Vec<String> = (0..10).map(|at| family.text(at)).collect();
    let ordinal = |span: Span| {
        let text = plan.document.slice(span);
        ordinals.iter().position(|ordinal| text.starts_with(ordinal.as_str()))
    };
    let mut before: Option<(usize, usize)> = None;
    for &(span, section) in prose {
        let Some(at) = ordinal(span) else { continue };
        if let Some((last, home)) = before
            && home == section
            && at == last + 2
            && family.place(plan.document.slice(span), at - 1).is_none()
        {
            found.push(jump(family, last + 1, plan.evidence_in(span).into_iter().collect()));
        }
        // A paragraph may hold several: 一是…。二是…。
        let last = (at..10).take_while(|&next| family.place(plan.document.slice(span), next).is_some()).last().unwrap_or(at);
        before = Some((last, section));
    }
}

fn jump(family: &Family, missing: usize, evidence: Vec<Evidence>) -> Finding {
    let name = family.text(missing);
    let name = name.trim_end_matches('，');
    let message = Message::new(format!("the enumeration jumps over {name}"), format!("列举缺少“{name}”"));
    Finding::new("slogan.ordinals", Severity::Warning, message, evidence)
}

fn repeat(family: &Family, twice: usize, evidence: Vec<Evidence>) -> Finding {
    let name = family.text(twice);
    let name = name.trim_end_matches('，');
    let message = Message::new(format!("the enumeration counts {name} twice"), format!("列举中“{name}”重复"));
    Finding::new("slogan.ordinals", Severity::Warning, message, evidence)
}

/// The number that the clause right before the first ordinal promises: two at least.
pub fn promised(before: &str) -> Option<usize> {
    /// How far (in characters) behind its classifier what is counted may end.
    const REACH: usize = 6;
    let lead = before.trim_end_matches(['：', ':', '，', '。']);
    let lead = lead.rsplit(['。', '，', '；']).next()?;
    lead.char_indices().find_map(|(at, _)| {
        let (count, used) = numeral(&lead[at..]).filter(|(count, _)| *count > 1)?;
        let ordinal = lead[..at].ends_with(['第', '十', '年']);
        let behind = &lead[at + used..];
        let bare = prefix("counted-clauses", behind).is_some();
        let near: String = prefix("classifier", behind).map_or("", |classifier| &behind[classifier.len()..]).chars().take(REACH).collect();
        (!ordinal && (bare || words("counted-clauses").iter().any(|what| near.contains(what.as_str())))).then_some(count)
    })
}
