//! Counted slogans: the number promised against the members that the text gives, by definition, in the sentence, by headings.

use super::Plan;
use super::enumeration::{Counted, Promise, enumerate, numeral, promise};
use super::finding::{Finding, Severity};
use crate::base::Message;
use crate::model::{Evidence, NodeId};
use crate::view::Direction;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for term in plan.facts.nodes("Term") {
        defined(plan, term, found);
    }
    for sentence in plan.sentences() {
        in_sentence(sentence, found);
        ordinals(sentence, found);
    }
    headings(plan, found);
}

/// A glossary entry whose definition enumerates.
fn defined(plan: &Plan<'_>, term: NodeId, found: &mut Vec<Finding>) {
    let name = plan.facts.name(term);
    let Some(promise) = promise(&name) else { return };
    let mut counted = enumerate(&plan.facts.text(term, "definition"));
    let members = plan.facts.list(term, "members").len() + plan.facts.steps(term, Direction::Out, "COMPRISES").len();
    if members > 0 {
        counted.counts.push(members);
    }
    report(&name, &promise, &counted, plan.facts.evidence(term), "its definition", "其释义", found);
}

/// `重点打造“八大创造”，即创造…、…`: a quoted slogan that the sentence itself spells out.
fn in_sentence(sentence: &Evidence, found: &mut Vec<Finding>) {
    for (slogan, after) in quoted(&sentence.quote) {
        let Some(list) = ["，即", "，包括", "：", "，分别是", "（即"].iter().find_map(|lead| after.strip_prefix(lead)) else {
            continue;
        };
        let Some(promise) = promise(slogan) else { continue };
        let counted = enumerate(list);
        report(slogan, &promise, &counted, vec![sentence.clone()], "the sentence", "本句", found);
    }
}

/// Texts in quotation marks, each with what follows it.
fn quoted(text: &str) -> Vec<(&str, &str)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('“') {
        let inner = &rest[open + '“'.len_utf8()..];
        let Some(close) = inner.find('”') else { break };
        rest = &inner[close + '”'.len_utf8()..];
        pieces.push((&inner[..close], rest));
    }
    pieces
}

fn report(
    slogan: &str,
    promise: &Promise,
    counted: &Counted,
    evidence: Vec<Evidence>,
    en_place: &str,
    zh_place: &str,
    found: &mut Vec<Finding>,
) {
    let total = promise.total();
    let fits = |count: &usize| if promise.open { *count >= total } else { *count == total };
    // One member is no enumeration: the text explains the slogan in other words.
    let most = counted.counts.iter().copied().max().unwrap_or(0);
    if most < 2 || counted.counts.iter().any(fits) || by_parts(promise, counted) || !flat(counted) {
        return;
    }
    let usual = counted.members.len();
    let open = promise.open || !counted.closed;
    if open && usual <= total && !promise.open {
        return;
    }
    let severity = if open { Severity::Warning } else { Severity::Error };
    let en = format!("“{slogan}” promises {total}, but {en_place} names {usual}: {}", counted.members.join("、"));
    let zh = format!("“{slogan}”应有{total}项，{zh_place}列出{usual}项：{}", counted.members.join("、"));
    found.push(Finding::new("slogan.count", severity, Message::new(en, zh), evidence).found(usual.to_string()).expected(total.to_string()));
}

/// Whether the members split by what each part counts: 六新六去 over 新…、新…，去…、去….
fn by_parts(promise: &Promise, counted: &Counted) -> bool {
    let text = counted.members.join("");
    promise.parts.len() > 1
        && promise.parts.iter().all(|part| !part.what.is_empty() && text.matches(part.what.as_str()).count() == part.count)
}

/// Whether the members look like members: short, and of one build. A definition that tells a story has clauses instead.
fn flat(counted: &Counted) -> bool {
    let lengths: Vec<usize> = counted.members.iter().map(|member| member.chars().count()).collect();
    let (shortest, longest) = (lengths.iter().min().copied().unwrap_or(0), lengths.iter().max().copied().unwrap_or(0));
    longest <= 30 && (longest <= 12 || longest <= shortest * 3)
}

/// `从三个方面…：一是…二是…`: the ordinals run on without a gap and reach the number that the sentence names.
fn ordinals(sentence: &Evidence, found: &mut Vec<Finding>) {
    const NUMBERS: [&str; 10] = ["一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是"];
    let text = &*sentence.quote;
    let present: Vec<usize> = (0..NUMBERS.len()).filter(|&at| text.contains(NUMBERS[at])).collect();
    let (Some(&first), Some(&last)) = (present.first(), present.last()) else { return };
    if present.len() < 2 || first != 0 {
        return;
    }
    if present.len() != last + 1 {
        let missing = (0..last).find(|at| !present.contains(at)).unwrap_or(0);
        let en = format!("the enumeration jumps over {}", NUMBERS[missing]);
        let zh = format!("列举缺少“{}”", NUMBERS[missing]);
        found.push(
            Finding::new("slogan.ordinals", Severity::Warning, Message::new(en, zh), vec![sentence.clone()])
                .found(present.len().to_string())
                .expected((last + 1).to_string()),
        );
        return;
    }
    let lead = &text[..text.find("一是").unwrap_or(0)];
    let lead = lead.rsplit(['。', '，', '；']).find(|piece| !piece.trim_matches(['：', ':']).is_empty()).unwrap_or("");
    let named = lead.char_indices().find_map(|(at, _)| {
        let (count, used) = numeral(&lead[at..])?;
        let noun = lead[at + used..].trim_end_matches(['：', ':']);
        ["个方面", "方面", "项任务", "项工作", "项措施", "条措施", "个重点", "件事", "点"]
            .iter()
            .any(|what| noun.starts_with(what))
            .then_some(count)
    });
    if let Some(count) = named.filter(|&count| count != last + 1) {
        let en = format!("the sentence promises {count}, and goes on to name {}", last + 1);
        let zh = format!("句中说{count}项，实际列出{}项", last + 1);
        found.push(
            Finding::new("slogan.count", Severity::Error, Message::new(en, zh), vec![sentence.clone()])
                .found((last + 1).to_string())
                .expected(count.to_string()),
        );
    }
}

/// `“五大主要任务”` against the headings below 三、主要任务.
fn headings(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let sections = plan.facts.nodes("Section");
    let mut done: Vec<String> = Vec::new();
    for sentence in plan.sentences() {
        for (slogan, _) in quoted(&sentence.quote) {
            let Some(promise) = promise(slogan).filter(|promise| promise.parts.len() == 1 && !promise.open) else { continue };
            let part = &promise.parts[0];
            if part.what.chars().count() < 3 || done.iter().any(|other| other == slogan) {
                continue;
            }
            let Some(&section) = sections.iter().find(|&&section| plan.facts.text(section, "title").trim_end_matches('。') == part.what)
            else {
                continue;
            };
            let children = plan
                .facts
                .steps(section, Direction::Out, "CONTAINS")
                .into_iter()
                .filter(|(_, node)| plan.facts.is(*node, "Section"))
                .count();
            done.push(slogan.to_string());
            if children > 1 && children != part.count {
                let en = format!("“{slogan}” promises {}, but there are {children} headings below “{}”", part.count, part.what);
                let zh = format!("“{slogan}”应有{}项，“{}”之下有{children}个标题", part.count, part.what);
                let mut evidence = vec![sentence.clone()];
                evidence.extend(plan.facts.evidence(section));
                found.push(
                    Finding::new("slogan.headings", Severity::Warning, Message::new(en, zh), evidence)
                        .found(children.to_string())
                        .expected(part.count.to_string()),
                );
            }
        }
    }
}
