//! Counts whose members share the word that is counted: `三园包括甲园、乙园、丙园`, `同步规划、同步建设，…“四同步”`, and lists
//! right in front of what counts them: `甲、乙、丙“三项制度”`.

use super::Plan;
use super::enumeration::{Promise, enumerate, leaves_open, loose_promise, numeral, plain, promise};
use super::finding::{Finding, Severity};
use super::words::{prefix, words};
use crate::base::Message;
use crate::model::Evidence;

/// What ends a clause.
const STOPS: [char; 8] = ['，', '。', '；', '：', '（', '）', '“', '”'];

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for sentence in plan.sentences() {
        found.extend(named(sentence));
        found.extend(in_front(sentence));
    }
    for term in plan.facts.nodes("Term") {
        let definition = plan.facts.text(term, "definition");
        found.extend(defined(&plan.facts.name(term), &definition, plan.facts.evidence(term)));
    }
}

/// `三园包括甲园、乙园` at the head of a clause: every member holds the word that the number counts.
fn named(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    let heads = std::iter::once(0).chain(text.match_indices(STOPS).map(|(at, stop)| at + stop.len()));
    heads.into_iter().find_map(|at| {
        let (count, used) = numeral(&text[at..]).filter(|(count, _)| (2..20).contains(count))?;
        let after = &text[at + used..];
        // 三园, 两大带: one character or two, then the words that open its list.
        let noun_end =
            after.char_indices().map(|(end, _)| end).skip(1).take(2).find(|&end| prefix("part-lead", &after[end..]).is_some())?;
        let noun = &after[..noun_end];
        let lead = prefix("part-lead", &after[noun_end..])?;
        let list = &after[noun_end + lead.len()..];
        let list = &list[..list.find(['。', '；', '，', '“']).unwrap_or(list.len())];
        let slogan = &text[at..at + used + noun_end];
        judged(slogan, count, noun, list, vec![sentence.clone()])
    })
}

/// `居家安心、机构放心、医养称心` as the definition of 五心养老, and `同步规划、同步建设` as that of 四同步.
pub fn defined(slogan: &str, definition: &str, evidence: Vec<Evidence>) -> Option<Finding> {
    let slogan = plain(slogan);
    if promise(&slogan).is_some() {
        return None;
    }
    let promise = loose_promise(&slogan)?;
    let [part] = promise.parts.as_slice() else { return None };
    if let Some(objects) = objects(definition) {
        let off_by_one = objects.len().abs_diff(part.count) == 1 && objects.len() > 1;
        return off_by_one.then(|| report(&slogan, part.count, &objects, evidence));
    }
    let list = definition.split('。').next()?;
    let list = &list[..list.find(['；', '，']).unwrap_or(list.len())];
    let first: String = part.what.chars().take(1).collect();
    judged(&slogan, part.count, &part.what, list, evidence.clone()).or_else(|| judged(&slogan, part.count, &first, list, evidence))
}

/// What is acted on: 甲、乙 of 对甲、乙实施系统治理.
fn objects(definition: &str) -> Option<Vec<&str>> {
    let rest = prefix("acts-on", definition).map(|lead| &definition[lead.len()..])?;
    let end = words("act").iter().filter_map(|verb| rest.find(verb.as_str())).min()?;
    let objects: Vec<&str> = rest[..end].split(['、', '和', '与', '及']).collect();
    let names = objects.len() > 1 && objects.iter().all(|name| (2..=6).contains(&name.chars().count()));
    (names && !leaves_open(&rest[..end]) && !rest[..end].contains(['，', '。', '；'])).then_some(objects)
}

/// A list behind a slogan whose members each say its word, of two characters or more.
pub fn said_in_each(slogan: &str, promise: &Promise, list: &str, evidence: &[Evidence]) -> Option<Finding> {
    let [part] = promise.parts.as_slice() else { return None };
    let list = &list[..list.find(['。', '；', '，']).unwrap_or(list.len())];
    let long = part.what.chars().count() > 1;
    if long { judged(slogan, part.count, &part.what, list, evidence.to_vec()) } else { None }
}

/// A list of which every member holds the word, against the number.
fn judged(slogan: &str, count: usize, word: &str, list: &str, evidence: Vec<Evidence>) -> Option<Finding> {
    let counted = enumerate(list, count);
    let pieces: Vec<&str> = counted.members.iter().flat_map(|member| split(member, word)).collect();
    let named = pieces.len();
    let alike = named > 1 && pieces.iter().all(|piece| piece.contains(word)) && list.contains('、');
    if !alike || named == count || named.abs_diff(count) > 2 || leaves_open(list) {
        return None;
    }
    Some(report(slogan, count, &pieces, evidence))
}

/// 甲带和乙带: two members, where both hold the word.
fn split<'a>(member: &'a str, word: &str) -> Vec<&'a str> {
    let pieces: Vec<&str> = member.split(['和', '与', '及']).collect();
    if pieces.iter().all(|piece| piece.contains(word)) { pieces } else { vec![member] }
}

/// `甲、乙“三项制度”`: the list that a quoted count closes; `同步规划、同步建设，严格执行“三同步”`: its word said once for each.
fn in_front(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    text.match_indices('“').find_map(|(at, open)| {
        let slogan = text[at + open.len()..].split('”').next()?;
        let counted: Promise = promise(slogan).or_else(|| loose_promise(slogan))?;
        let [part] = counted.parts.as_slice() else { return None };
        if counted.open || part.count < 3 {
            return None;
        }
        let before = &text[..at];
        let clause = before.rsplit(STOPS).next().unwrap_or("");
        let list = if clause.contains('、') { clause } else { repeated(before, &part.what)? };
        // 以水定城、以水定地的“四定”.
        let list = list.strip_suffix('的').unwrap_or(list);
        let members: Vec<&str> = list.split('、').collect();
        // The verb in front of the first member makes it longer; a last member of one character is no name.
        let rest = &members[1..];
        let (short, long) = rest.iter().map(|member| member.chars().count()).fold((usize::MAX, 0), |(a, b), n| (a.min(n), b.max(n)));
        let built = !members[0].trim().is_empty() && short > 1 && long <= short + 2 && members.len().abs_diff(part.count) == 1;
        let joined = rest.last().is_some_and(|last| last.contains(['和', '与', '及', '的']));
        (built && !joined && !leaves_open(list)).then(|| report(slogan, part.count, &members, vec![sentence.clone()]))
    })
}

/// The clause before the last that says a word of two characters or more in each member of its list.
fn repeated<'a>(before: &'a str, word: &str) -> Option<&'a str> {
    let list = before.rsplit(STOPS).nth(1)?;
    let each = list.split('、').all(|member| member.contains(word));
    (word.chars().count() > 1 && each && list.contains('、')).then_some(list)
}

fn report(slogan: &str, count: usize, members: &[&str], evidence: Vec<Evidence>) -> Finding {
    let (named, list) = (members.len(), members.join("、"));
    let en = format!("“{slogan}” counts {count}, but {named} are named: {list}");
    let zh = format!("“{slogan}”应有{count}项，列出{named}项：{list}");
    let finding = Finding::new("slogan.count", Severity::Warning, Message::new(en, zh), evidence);
    finding.found(named.to_string()).expected(count.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Evidence, defined, in_front, named};

    fn proof(text: &str) -> Evidence {
        Evidence { quote: text.into(), ..Evidence::default() }
    }

    #[test]
    fn members_that_share_the_counted_word_are_counted() {
        let wrong = |text: &str| named(&proof(text)).and_then(|finding| finding.found);
        assert_eq!(wrong("三园包括城东物流园、城南物流园。").as_deref(), Some("2"));
        assert_eq!(wrong("两带即沿江带、铁路带和沿海带。").as_deref(), Some("3"));
        assert_eq!(wrong("三园包括城东物流园、城南物流园、城西物流园。"), None);
        assert_eq!(wrong("三园包括城东物流园、城南物流园等。"), None);
        assert_eq!(wrong("两区是水源地、保护带。"), None);
    }

    #[test]
    fn a_list_in_front_of_its_count_is_counted() {
        let wrong = |text: &str| in_front(&proof(text)).and_then(|finding| finding.found);
        assert_eq!(wrong("落实收寄验视、实名收寄“三项制度”。").as_deref(), Some("2"));
        assert_eq!(wrong("与住宅同步规划、同步建设、同步交付，严格执行“四同步”要求。").as_deref(), Some("3"));
        assert_eq!(wrong("落实收寄验视、实名收寄、过机安检“三项制度”。"), None);
        assert_eq!(wrong("落实以水定城、以水定地、以水定人的“四定”要求。").as_deref(), Some("3"));
        assert_eq!(wrong("做到统一规划、统一建设、统一管理、统一考核“五统一”。").as_deref(), Some("4"));
        assert_eq!(wrong("落实市、县“三级联动”机制。"), None);
        assert_eq!(wrong("围绕“三个定位”、建设“三心”总目标。"), None);
    }

    #[test]
    fn a_definition_names_as_many_as_its_headword_counts() {
        let wrong = |term: &str, text: &str| defined(term, text, Vec::new()).and_then(|finding| finding.found);
        assert_eq!(wrong("“五心养老”", "指居家安心、机构放心、医养称心、智慧贴心的养老服务品牌。").as_deref(), Some("4"));
        assert_eq!(wrong("四同步", "指用房与住宅同步规划、同步验收、同步交付。").as_deref(), Some("3"));
        assert_eq!(wrong("四同步", "指用房与住宅同步规划、同步建设、同步验收、同步交付。"), None);
        assert_eq!(wrong("三河共治", "对澄江、清溪实施系统治理。").as_deref(), Some("2"));
        assert_eq!(wrong("三河共治", "对澄江、清溪和白石河实施系统治理。"), None);
        assert_eq!(wrong("三农", "指农业、农村、农民。"), None);
    }
}
