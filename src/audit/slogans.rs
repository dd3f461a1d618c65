//! Counted slogans: the number promised against the members that the text gives, by definition, in the sentence, by headings.

use super::Plan;
use super::enumeration::{Counted, Part, Promise, by_part, enumerate, leaves_open, list_after, loose_promise, numeral, plain, promise};
use super::finding::{Finding, Severity};
use super::shared_word::said_in_each;
use super::words::{prefix, words};
use crate::base::Message;
use crate::model::{Evidence, NodeId};

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for term in plan.facts.nodes("Term") {
        defined(plan, term, found);
    }
    for (at, sentence) in plan.sentences().iter().enumerate() {
        in_sentence(sentence, plan.sentences().get(at + 1), found);
        unquoted(sentence, found);
        ruled_by_number(sentence, found);
        counted_behind(sentence, found);
    }
    for sentence in plan.entries() {
        unquoted(&sentence, found);
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
    let counted = enumerate(&definition, promise.total());
    if !definition.contains(['、', '；']) && !built_alike(&counted.members) {
        return;
    }
    report(&name, &promise, &counted, plan.facts.evidence(term), ("its definition", "其释义"), Severity::Error, found);
}

/// Whether clauses are members of a list and no running text (指以甲为重点的机制，由市财政局组织实施): they begin or end alike, or each
/// holds a name in quotation marks.
fn built_alike(clauses: &[String]) -> bool {
    let same = |of: fn(&str) -> Option<char>| {
        let first = clauses.first().and_then(|clause| of(clause));
        first.is_some() && clauses.iter().all(|clause| of(clause) == first)
    };
    same(|clause| clause.chars().next()) || same(|clause| clause.chars().next_back()) || clauses.iter().all(|clause| clause.contains('“'))
}

/// Judges a slogan part by part, where the text takes up at least two parts on their own; `false` where it does not.
fn parts(slogan: &str, promise: &Promise, text: &str, evidence: &[Evidence], found: &mut Vec<Finding>) -> bool {
    let told = if promise.parts.len() > 1 { by_part(promise, text) } else { Vec::new() };
    if told.is_empty() {
        return false;
    }
    let mut other_number = false;
    for part in promise.parts.iter().filter(|part| told.iter().all(|(known, _)| known != part)) {
        let Some(said) = renumbered(part, text) else { continue };
        let en = format!("“{slogan}” has “{}”, but the text takes up “{said}”", part.text);
        let zh = format!("“{slogan}”作“{}”，而下文作“{said}”", part.text);
        let finding = Finding::new("slogan.count", Severity::Error, Message::new(en, zh), evidence.to_vec());
        found.push(finding.found(part.text.clone()).expected(said));
        other_number = true;
    }
    if told.len() < 2 && !other_number {
        return false;
    }
    for (part, counted) in told.iter().filter(|(part, counted)| counted.closed && flat(counted) && !counted.counts.contains(&part.count)) {
        let (count, usual, list) = (part.count, counted.members.len(), counted.members.join("、"));
        let en =
            format!("“{}” of “{slogan}” promises {count}, but {usual} {} named: {list}", part.text, if usual == 1 { "is" } else { "are" });
        let zh = format!("“{slogan}”的“{}”应有{count}项，列出{usual}项：{list}", part.text);
        let finding = Finding::new("slogan.count", Severity::Error, Message::new(en, zh), evidence.to_vec());
        found.push(finding.found(usual.to_string()).expected(count.to_string()));
    }
    true
}

/// What the text takes up in the place of a part of a slogan: 两带 where the slogan has 三带.
fn renumbered(part: &Part, text: &str) -> Option<String> {
    let text = plain(text);
    text.match_indices(part.what.as_str()).find_map(|(at, what)| {
        let (start, count) = number_before(&text[..at])?;
        let leads = prefix("part-lead", &text[at + what.len()..]).is_some();
        (leads && count != part.count && !part.what.is_empty()).then(|| text[start..at + what.len()].to_owned())
    })
}

/// `重点打造“八大创造”，即创造…、…`: a quoted slogan that the sentence itself spells out.
///
/// The sentence behind it may take up its parts (`…“一核两带”格局。其中，“一核”为…`) or say its word again and again.
fn in_sentence(sentence: &Evidence, next: Option<&Evidence>, found: &mut Vec<Finding>) {
    for (slogan, after) in quoted(&sentence.quote) {
        // A few words may stand between: “一核两带”空间格局，即…; where nothing but the list says that something is counted
        // (“四分法”，即…) none may, but for a noun in front of 即.
        let (promise, reach, gravest) = match promise(slogan) {
            Some(promise) => (promise, 8, Severity::Error),
            None => match loose_promise(slogan) {
                Some(promise) => {
                    let namely = after.chars().take(6).collect::<String>().contains("，即");
                    (promise, if namely { 4 } else { 0 }, Severity::Warning)
                }
                None => continue,
            },
        };
        if parts(slogan, &promise, after, std::slice::from_ref(sentence), found) {
            continue;
        }
        if let Some(next) =
            next.filter(|next| promise.parts.len() > 1 && list_after(after, reach).is_none() && next.line - sentence.line < 2)
        {
            let both = [sentence.clone(), next.clone()];
            if parts(slogan, &promise, &format!("{after}{}", next.quote), &both, found) {
                continue;
            }
        }
        let Some(list) = list_after(after, reach) else {
            said_again(slogan, &promise, after, sentence, next, found);
            continue;
        };
        let counted = enumerate(list, promise.total());
        if !flat(&counted) {
            // Long members, that say the counted word each: 甲与乙同时设计、同时施工.
            found.extend(said_in_each(slogan, &promise, list, std::slice::from_ref(sentence)));
            continue;
        }
        // A loose promise holds by its list alone: one that is far off counts something else.
        if gravest == Severity::Error || (counted.members.len() > 2 && counted.members.len().abs_diff(promise.total()) == 1) {
            report(slogan, &promise, &counted, vec![sentence.clone()], ("the sentence", "本句"), gravest, found);
        }
    }
}

/// `“五清”行动。重点清理垃圾、清理沟渠、清理农膜。`: members that each begin with the one word that the slogan counts.
fn said_again(slogan: &str, promise: &Promise, after: &str, sentence: &Evidence, next: Option<&Evidence>, found: &mut Vec<Finding>) {
    let [part] = promise.parts.as_slice() else { return };
    if part.what.chars().count() != 1 || part.count < 3 {
        return;
    }
    let rest = after.split_once('，').map_or("", |(_, rest)| rest);
    let next = next.filter(|next| next.line - sentence.line < 2);
    for (text, proof) in [(rest, sentence)].into_iter().chain(next.map(|next| (&*next.quote, next))) {
        let members: Vec<&str> = text.trim_end_matches(['。', '；']).split(['、', '，']).collect();
        let first = members[0].find(part.what.as_str()).unwrap_or(usize::MAX);
        let begins = members.iter().skip(1).all(|member| member.starts_with(part.what.as_str()));
        if members.len() < 3 || first > "重点要".len() || !begins || members.len() == part.count {
            continue;
        }
        let (named, list) = (members.len(), members.join("、"));
        let en = format!("“{slogan}” promises {}, but {named} are named: {list}", part.count);
        let zh = format!("“{slogan}”应有{}项，列出{named}项：{list}", part.count);
        let mut evidence = vec![sentence.clone()];
        evidence.extend((proof != sentence).then(|| proof.clone()));
        let finding = Finding::new("slogan.count", Severity::Warning, Message::new(en, zh), evidence);
        found.push(finding.found(named.to_string()).expected(part.count.to_string()));
        return;
    }
}

/// Lists with their number behind them: `“甲负责、乙统筹、丙落实”三级机制`, `分为甲、乙、丙、丁四类`.
fn counted_behind(sentence: &Evidence, found: &mut Vec<Finding>) {
    /// The number, its classifier and what is counted, at most.
    const COUNTED: usize = 4;
    let text = &*sentence.quote;
    let closed = |list: &str| list.contains('、') && !list.contains(['。', '；']) && !leaves_open(list);
    let mut lists: Vec<(&str, usize, &str)> = Vec::new();
    for (list, after) in quoted(text) {
        let Some((count, used)) = numeral(after).filter(|(count, _)| (2..20).contains(count)) else { continue };
        let counts =
            after[used..].starts_with(['级', '大', '项', '个', '类', '种', '条', '张', '位', '方']) || said_by_all(list, &after[used..]);
        let counted: usize = after.chars().take_while(|c| c.is_alphanumeric()).take(COUNTED).map(char::len_utf8).sum();
        lists.extend((counts && closed(list)).then_some((list, count, &after[..counted])));
    }
    for (at, kinds) in text.match_indices('类') {
        let Some((start, count)) = number_before(&text[..at]).filter(|(count, _)| (3..20).contains(count)) else { continue };
        let ends = text[at + kinds.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        let clause = text[..start].rsplit(['，', '。', '；', '：', '（', '“', '”', '》']).next().unwrap_or("");
        let list = ["分为", "包括", "包含", "按照", "即"].iter().filter_map(|lead| clause.split_once(lead)).next();
        if let Some((_, list)) = list.filter(|(_, list)| ends && closed(list)) {
            lists.push((list, count, &text[start..at + kinds.len()]));
        }
    }
    for (list, count, slogan) in lists {
        let counted = enumerate(list, count);
        if counted.counts.contains(&count) || counted.members.len() < 2 || !flat(&counted) {
            continue;
        }
        let named = counted.members.len();
        let en = format!("{count} are counted ({slogan}), but {named} are named: {list}");
        let zh = format!("称“{slogan}”，列出{named}项：{list}");
        let finding = Finding::new("slogan.count", Severity::Warning, Message::new(en, zh), vec![sentence.clone()]);
        found.push(finding.found(named.to_string()).expected(count.to_string()));
    }
}

/// Whether every member of a list begins with the character that the number counts: “清河、清岸、清障”四清.
fn said_by_all(list: &str, noun: &str) -> bool {
    noun.chars().next().is_some_and(|word| word.is_alphabetic() && list.split('、').all(|member| member.starts_with(word)))
}

/// Counted things without quotation marks: `建设三大体系：甲体系、乙体系`, `甲、乙、丙四大集群`. What is counted may be said more
/// loosely here, so these are warnings.
fn unquoted(sentence: &Evidence, found: &mut Vec<Finding>) {
    let text = &*sentence.quote;
    examples(sentence, found);
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
            report(slogan, &promise, &enumerate(list, count), vec![sentence.clone()], place, Severity::Warning, found);
            continue;
        }
        let clause = text[..start].rsplit(['，', '。', '；', '：', '（', '“', '”', '》']).next().unwrap_or("");
        let counted = enumerate(clause, count);
        if clause.contains('、') && !counted.counts.contains(&count) && counted.members.len().abs_diff(count) <= 2 {
            report(slogan, &promise, &counted, vec![sentence.clone()], place, Severity::Warning, found);
        }
    }
}

/// `坚持甲、乙、丙四条原则`: a list behind its verb, with the number and what it counts at its end.
fn ruled_by_number(sentence: &Evidence, found: &mut Vec<Finding>) {
    let Some((slogan, count, counted)) = counted_before(&sentence.quote) else { return };
    if counted.counts.contains(&count) || counted.members.len().abs_diff(count) > 2 || !flat(&counted) {
        return;
    }
    let (named, list) = (counted.members.len(), counted.members.join("、"));
    let en = format!("{count} are counted ({slogan}), but {named} are named: {list}");
    let zh = format!("称“{slogan}”，列出{named}项：{list}");
    let finding = Finding::new("slogan.count", Severity::Warning, Message::new(en, zh), vec![sentence.clone()]);
    found.push(finding.found(named.to_string()).expected(count.to_string()));
}

/// The first list of a text that ends in its number: what is counted (四条原则), the number, the members.
pub fn counted_before(text: &str) -> Option<(&str, usize, Counted)> {
    text.char_indices().filter(|(_, c)| ['个', '条', '项', '类', '种'].contains(c)).find_map(|(at, classifier)| {
        let (start, count) = number_before(&text[..at]).filter(|(_, count)| (2..20).contains(count))?;
        let after = at + classifier.len_utf8();
        let noun: String = text[after..].chars().take_while(|c| c.is_alphanumeric()).take(6).collect();
        let noun = words("counted-behind").iter().find(|word| noun.strip_prefix("重点").unwrap_or(&noun).starts_with(word.as_str()))?;
        let end = text[after..].find(noun.as_str())? + after + noun.len();
        let clause = text[..start].rsplit(['，', '。', '；', '：', '（', '“', '”', '》']).next().unwrap_or("");
        let list = clause.strip_prefix(prefix("list-verb", clause)?)?;
        // 等 leaves the list open, and a second 、 list inside a member would be counted with it.
        let listed = list.contains('、') && !leaves_open(list) && !list.ends_with(['、', '的']);
        listed.then(|| (&text[start..end], count, enumerate(list, count)))
    })
}

/// `甲、乙、丙等四个园区`: more names than the number are a slip; one fewer may be meant as examples.
fn examples(sentence: &Evidence, found: &mut Vec<Finding>) {
    let text = &*sentence.quote;
    for (at, _) in text.match_indices('等') {
        let rest = &text[at + '等'.len_utf8()..];
        let Some((count, used)) = numeral(rest).filter(|(count, _)| (3..30).contains(count)) else { continue };
        if !rest[used..].starts_with(['个', '大', '项', '家', '类']) {
            continue;
        }
        let clause = text[..at].rsplit(['，', '。', '；', '：', '（', '》']).next().unwrap_or("");
        let counted = enumerate(clause, count);
        let named = counted.members.len();
        let severity = if named > count { Severity::Warning } else { Severity::Note };
        if !clause.contains('、') || counted.counts.contains(&count) || named.abs_diff(count) != 1 {
            continue;
        }
        let slogan: String = rest.chars().take_while(|c| c.is_alphanumeric()).take(6).collect();
        let list = counted.members.join("、");
        let en = format!("{count} are counted (等{slogan}), but {named} are named: {list}");
        let zh = format!("称“等{slogan}”，列出{named}项：{list}");
        let finding = Finding::new("slogan.count", severity, Message::new(en, zh), vec![sentence.clone()]);
        found.push(finding.found(named.to_string()).expected(count.to_string()));
    }
}

/// The numeral that ends a text, where it begins: 三 of 建设三. None behind 第, digits or the middle of a larger number.
pub fn number_before(text: &str) -> Option<(usize, usize)> {
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
    let named = names(promise, counted);
    if sorted_otherwise(slogan, promise, counted, &evidence, found) {
        return;
    }
    if most < 2 || by_parts(promise, counted) || !flat(counted) || named == Some(promise.total()) {
        return;
    }
    // Where the list alone comes out wrong, but the words behind it could be meant as members, a reader has to decide.
    let doubtful = !counted.list_only.is_empty() && !counted.list_only.iter().any(fits) || named.is_some();
    let again = numbers_again(promise, counted);
    if again.is_none() && restates(promise, counted) || again == Some(true) {
        return;
    }
    if again.is_none() && counted.counts.iter().any(fits) && !doubtful {
        return;
    }
    let gravest = if counted.counts.iter().any(fits) { Severity::Warning } else { gravest };
    let usual = counted.members.len();
    let open = promise.open && again.is_none() || !counted.closed;
    if open && usual <= total && !promise.open {
        // 甲、乙、丙等: one fewer may be meant as examples, or one was lost.
        if usual > 2 && usual + 1 == total {
            note(slogan, total, counted, evidence, place, found);
        }
        return;
    }
    let severity = if open { Severity::Warning } else { gravest };
    let (en_place, zh_place) = place;
    let en = format!("“{slogan}” promises {total}, but {en_place} names {usual}: {}", counted.members.join("、"));
    let zh = format!("“{slogan}”应有{total}项，{zh_place}列出{usual}项：{}", counted.members.join("、"));
    found.push(Finding::new("slogan.count", severity, Message::new(en, zh), evidence).found(usual.to_string()).expected(total.to_string()));
}

/// A list with 等 that names all but one.
fn note(slogan: &str, total: usize, counted: &Counted, evidence: Vec<Evidence>, place: (&str, &str), found: &mut Vec<Finding>) {
    let (usual, list) = (counted.members.len(), counted.members.join("、"));
    let en = format!("“{slogan}” promises {total}; {} names {usual} and closes with 等: {list}", place.0);
    let zh = format!("“{slogan}”应有{total}项，{}列出{usual}项并以“等”收尾：{list}", place.1);
    let finding = Finding::new("slogan.count", Severity::Note, Message::new(en, zh), evidence);
    found.push(finding.found(usual.to_string()).expected(total.to_string()));
}

/// How many members bear names in quotation marks that end in what is counted (“开放之门”、“辐射之门” of 三门); `None` where they
/// are not named so.
fn names(promise: &Promise, counted: &Counted) -> Option<usize> {
    let [part] = promise.parts.as_slice() else { return None };
    let text = counted.members.join("、");
    let names: Vec<&str> = quoted(&text).into_iter().map(|(name, _)| name).collect();
    let named = names.len() > 1 && !part.what.is_empty() && names.iter().all(|name| name.ends_with(part.what.as_str()));
    named.then_some(names.len())
}

/// Whether a definition of 1+3+N that says the numbers again (1个…、3个…和N个…) says the same ones; `None` where it does not say
/// them for every member.
fn numbers_again(promise: &Promise, counted: &Counted) -> Option<bool> {
    if promise.parts.iter().any(|part| !part.what.is_empty()) || counted.members.len() < 2 {
        return None;
    }
    let letter = |member: &str| member.starts_with(['N', 'n', 'X', 'x']) || member.starts_with("若干") || member.starts_with('多');
    let mut counts: Vec<usize> = Vec::new();
    for member in &counted.members {
        match numeral(member).map(|(count, _)| count) {
            Some(count) => counts.push(count),
            None if letter(member) => {}
            None => return None,
        }
    }
    let mut promised: Vec<usize> = promise.parts.iter().map(|part| part.count).collect();
    counts.sort_unstable();
    promised.sort_unstable();
    Some(counts == promised)
}

/// Whether the members split by what each part counts: 六新六去 over 新…、新…，去…、去….
fn by_parts(promise: &Promise, counted: &Counted) -> bool {
    let text = counted.members.join("");
    promise.parts.len() > 1
        && promise.parts.iter().all(|part| !part.what.is_empty() && text.matches(part.what.as_str()).count() == part.count)
}

/// Reports a list that sorts itself by the words the parts count (三标一证 over 甲标准、乙标准和丙认证: two and one), where a part comes
/// out otherwise than promised; `true` where it does.
fn sorted_otherwise(slogan: &str, promise: &Promise, counted: &Counted, evidence: &[Evidence], found: &mut Vec<Finding>) -> bool {
    if promise.parts.len() < 2 || counted.members.len() < 3 || !counted.closed || !flat(counted) {
        return false;
    }
    // What the sentence goes on with behind the list (，推动…) is no member.
    let holds = |member: &String| promise.parts.iter().any(|part| member.contains(part.what.as_str()));
    let end = counted.members.iter().rposition(holds).map_or(0, |at| at + 1);
    let members = &counted.members[..end];
    let pieces = sorted(promise, members);
    let Some(pieces) = pieces.filter(|pieces| promise.parts.iter().enumerate().all(|(at, _)| pieces.contains(&at))) else { return false };
    let named = |part: usize| pieces.iter().filter(|&&piece| piece == part).count();
    let Some((part, promised)) = promise.parts.iter().enumerate().find(|(at, part)| named(*at) != part.count) else { return false };
    let (named, list) = (named(part), members.join("、"));
    let en = format!("“{}” of “{slogan}” promises {}, but {named} are named: {list}", promised.text, promised.count);
    let zh = format!("“{slogan}”的“{}”应有{}项，列出{named}项：{list}", promised.text, promised.count);
    let finding = Finding::new("slogan.count", Severity::Warning, Message::new(en, zh), evidence.to_vec());
    found.push(finding.found(named.to_string()).expected(promised.count.to_string()));
    true
}

/// The part that each member of a list belongs to by the one word it holds; `None` where a member holds none or several.
fn sorted(promise: &Promise, members: &[String]) -> Option<Vec<usize>> {
    let part = |piece: &str| {
        let mut parts = promise.parts.iter().enumerate().filter(|(_, part)| !part.what.is_empty() && piece.contains(part.what.as_str()));
        parts.next().filter(|_| parts.next().is_none()).map(|(at, _)| at)
    };
    let mut sorted = Vec::new();
    for member in members {
        let pieces: Vec<Option<usize>> = member.split(['和', '与', '及']).map(part).collect();
        let cut: Option<Vec<usize>> = pieces.into_iter().collect();
        sorted.extend(cut.or_else(|| part(member).map(|part| vec![part]))?);
    }
    Some(sorted)
}

/// Whether the text says the numbers once more instead of naming members: 10+3 as 十大支柱产业和三大未来产业.
fn restates(promise: &Promise, counted: &Counted) -> bool {
    let counts_something =
        |member: &&String| numeral(member).is_some_and(|(count, _)| promise.parts.iter().any(|part| part.count == count));
    promise.parts.iter().all(|part| part.what.is_empty()) && counted.members.iter().any(|member| counts_something(&member))
        || counted.members.len() == promise.parts.len() && promise.parts.len() > 1
}

/// Whether the members look like members: short, and of one build. A definition that tells a story has clauses instead.
pub fn flat(counted: &Counted) -> bool {
    let lengths: Vec<usize> = counted.members.iter().map(|member| member.chars().count()).collect();
    let (shortest, longest) = (lengths.iter().min().copied().unwrap_or(0), lengths.iter().max().copied().unwrap_or(0));
    longest <= 30 && (longest <= 12 || longest <= shortest * 3)
}

#[cfg(test)]
mod tests {
    use super::built_alike;

    #[test]
    fn running_text_is_no_list() {
        let alike = |text: &str| built_alike(&text.split('，').map(str::to_owned).collect::<Vec<_>>());
        assert!(!alike("指以海藻加工为重点的推进机制，由市财政局会同有关部门组织实施"));
        assert!(alike("创新驱动取得突破，产业升级取得突破") && alike("创造一批成果，创造一批人才"));
    }
}
