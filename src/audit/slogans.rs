//! Counted slogans: the number promised against the members that the text gives, by definition, in the sentence, by headings.

use super::Plan;
use super::enumeration::{Counted, LEADS, Promise, by_part, enumerate, numeral, promise};
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
        unquoted(sentence, found);
    }
}

/// A glossary entry whose definition enumerates.
fn defined(plan: &Plan<'_>, term: NodeId, found: &mut Vec<Finding>) {
    let name = plan.facts.name(term);
    let Some(promise) = promise(&name) else { return };
    let definition = plan.facts.text(term, "definition");
    if parts(&name, &promise, &definition, &plan.facts.evidence(term), found) {
        return;
    }
    let mut counted = enumerate(&definition);
    let members = plan.facts.list(term, "members").len() + plan.facts.steps(term, Direction::Out, "COMPRISES").len();
    if members > 0 {
        counted.counts.push(members);
    }
    report(&name, &promise, &counted, plan.facts.evidence(term), ("its definition", "其释义"), Severity::Error, found);
}

/// Judges a slogan part by part, where the text takes up at least two parts on their own; `false` where it does not.
fn parts(slogan: &str, promise: &Promise, text: &str, evidence: &[Evidence], found: &mut Vec<Finding>) -> bool {
    let told = if promise.parts.len() > 1 { by_part(promise, text) } else { Vec::new() };
    if told.len() < 2 {
        return false;
    }
    for (part, counted) in told.iter().filter(|(part, counted)| counted.closed && flat(counted) && !counted.counts.contains(&part.count)) {
        let (count, usual, list) = (part.count, counted.members.len(), counted.members.join("、"));
        let en = format!("“{}” of “{slogan}” promises {count}, but {usual} is named: {list}", part.text);
        let zh = format!("“{slogan}”的“{}”应有{count}项，列出{usual}项：{list}", part.text);
        let finding = Finding::new("slogan.count", Severity::Error, Message::new(en, zh), evidence.to_vec());
        found.push(finding.found(usual.to_string()).expected(count.to_string()));
    }
    true
}

/// `重点打造“八大创造”，即创造…、…`: a quoted slogan that the sentence itself spells out.
fn in_sentence(sentence: &Evidence, found: &mut Vec<Finding>) {
    for (slogan, after) in quoted(&sentence.quote) {
        let Some(promise) = promise(slogan) else { continue };
        if parts(slogan, &promise, after, std::slice::from_ref(sentence), found) {
            continue;
        }
        // A few words may stand between: “一核两带”空间格局，即….
        let Some(list) = list_after(after, 8) else { continue };
        report(slogan, &promise, &enumerate(list), vec![sentence.clone()], ("the sentence", "本句"), Severity::Error, found);
    }
}

/// What follows the words that open a list, at most `reach` characters on; a list in brackets ends with them.
fn list_after(after: &str, reach: usize) -> Option<&str> {
    let (at, lead) = after.char_indices().take(reach + 1).find_map(|(at, _)| {
        let lead = LEADS.iter().filter(|lead| after[at..].starts_with(**lead)).max_by_key(|lead| lead.len())?;
        Some((at, *lead))
    })?;
    let words = &after[..at];
    if words.contains(['，', '。', '；', '、', '）', '”', '“']) {
        return None;
    }
    let list = &after[at + lead.len()..];
    // Where the next quoted word is explained in its turn, this list is over: “两带”即…，“三区”即….
    let turn = list.match_indices('“').find(|(at, _)| {
        let rest = list[*at..].split_once('”').map_or("", |(_, rest)| rest);
        list[..*at].ends_with(['，', '；', '。', '、']) && ["即", "为", "是", "指", "包括", "："].iter().any(|lead| rest.starts_with(lead))
    });
    let list = turn.map_or(list, |(at, _)| list[..at].trim_end_matches(['，', '；', '、']));
    Some(if lead.starts_with('（') { list.split('）').next().unwrap_or(list) } else { list })
}

/// Counted things without quotation marks: `建设三大体系：甲体系、乙体系`, `甲、乙、丙四大集群`. What is counted may be said more
/// loosely here, so these are warnings.
fn unquoted(sentence: &Evidence, found: &mut Vec<Finding>) {
    let text = &*sentence.quote;
    for (at, _) in text.match_indices('大') {
        let Some((start, count)) = number_before(&text[..at]).filter(|(_, count)| *count > 1) else { continue };
        let after = &text[at + '大'.len_utf8()..];
        let stop = |c: char| !c.is_alphanumeric();
        let noun = &after[..after.find(stop).unwrap_or(after.len())];
        let noun = ["包括", "即", "是指"].iter().filter_map(|lead| noun.find(lead)).min().map_or(noun, |end| &noun[..end]);
        if !(2..=8).contains(&noun.chars().count()) {
            continue;
        }
        let slogan = &text[start..at + '大'.len_utf8() + noun.len()];
        let Some(promise) = promise(slogan) else { continue };
        let place = ("the sentence", "本句");
        if let Some(list) = list_after(&after[noun.len()..], 0) {
            report(slogan, &promise, &enumerate(list), vec![sentence.clone()], place, Severity::Warning, found);
            continue;
        }
        let clause = text[..start].rsplit(['，', '。', '；', '：', '（', '“', '”', '》']).next().unwrap_or("");
        let counted = enumerate(clause);
        if clause.contains('、') && !counted.counts.contains(&count) && counted.members.len().abs_diff(count) <= 2 {
            report(slogan, &promise, &counted, vec![sentence.clone()], place, Severity::Warning, found);
        }
    }
}

/// The numeral that ends a text, where it begins: 三 of 建设三. None behind 第, digits or the middle of a larger number.
fn number_before(text: &str) -> Option<(usize, usize)> {
    let (start, _) =
        text.char_indices().rev().take(3).take_while(|(_, c)| c.is_ascii_digit() || "一二两三四五六七八九十".contains(*c)).last()?;
    let (count, used) = numeral(&text[start..])?;
    let free = text[..start].chars().next_back().is_none_or(|c| !c.is_ascii_digit() && !matches!(c, '第' | '百' | '千' | '.' | '年'));
    (used == text.len() - start && free).then_some((start, count))
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
    place: (&str, &str),
    gravest: Severity,
    found: &mut Vec<Finding>,
) {
    let total = promise.total();
    let fits = |count: &usize| if promise.open { *count >= total } else { *count == total };
    // One member is no enumeration: the text explains the slogan in other words.
    let most = counted.counts.iter().copied().max().unwrap_or(0);
    if most < 2 || counted.counts.iter().any(fits) || by_parts(promise, counted) || restates(promise, counted) || !flat(counted) {
        return;
    }
    let usual = counted.members.len();
    let open = promise.open || !counted.closed;
    if open && usual <= total && !promise.open {
        return;
    }
    let severity = if open { Severity::Warning } else { gravest };
    let (en_place, zh_place) = place;
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

/// Whether the text says the numbers once more instead of naming members: 10+3 as 十大支柱产业和三大未来产业.
fn restates(promise: &Promise, counted: &Counted) -> bool {
    let counts_something =
        |member: &&String| numeral(member).is_some_and(|(count, _)| promise.parts.iter().any(|part| part.count == count));
    promise.parts.iter().all(|part| part.what.is_empty()) && counted.members.iter().any(|member| counts_something(&member))
        || counted.members.len() == promise.parts.len() && promise.parts.len() > 1
}

/// Whether the members look like members: short, and of one build. A definition that tells a story has clauses instead.
fn flat(counted: &Counted) -> bool {
    let lengths: Vec<usize> = counted.members.iter().map(|member| member.chars().count()).collect();
    let (shortest, longest) = (lengths.iter().min().copied().unwrap_or(0), lengths.iter().max().copied().unwrap_or(0));
    longest <= 30 && (longest <= 12 || longest <= shortest * 3)
}
