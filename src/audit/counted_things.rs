//! Counted things that no 大 makes a slogan: `3个示范县（甲县、乙县）`, `四县（甲县、乙县、丙县）`, `打造三个示范片：甲片、乙片`,
//! `在甲、乙、丙、丁3个县`, `分为优秀、合格、不合格四个等次`. Their lists are looser than those of slogans, so what counts otherwise is a warning, and only where the
//! list cannot be of something else.

use super::Plan;
use super::enumeration::{enumerate, leaves_open, numeral};
use super::finding::{Finding, Severity};
use super::slogans::{flat, number_before};
use super::words::{prefix, suffix, words};
use crate::base::Message;
use crate::model::Evidence;

/// What ends a clause.
const STOPS: [char; 8] = ['，', '。', '；', '：', '（', '”', '“', '》'];
const CLASSIFIERS: [char; 9] = ['个', '项', '类', '条', '种', '家', '座', '处', '片'];
/// A longer noun (in characters) is a clause.
const NOUN: usize = 8;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for sentence in plan.sentences() {
        found.extend(counted(sentence).or_else(|| bare(sentence)).or_else(|| divided(sentence)));
    }
}

/// A number, its classifier and its noun, with a list behind or in front.
fn counted(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    text.match_indices(CLASSIFIERS).find_map(|(at, classifier)| {
        let (start, count) = number_before(&text[..at]).filter(|(_, count)| (2..20).contains(count))?;
        let after = at + classifier.len();
        let noun: String = text[after..].chars().take_while(|c| c.is_alphanumeric()).take(NOUN + 1).collect();
        if noun.is_empty() || noun.chars().count() > NOUN {
            return place(sentence, start, after, count);
        }
        let slogan = &text[start..after + noun.len()];
        let rest = &text[after + noun.len()..];
        let behind = in_brackets(rest).filter(|list| ends_alike(list, &noun)).or_else(|| behind_colon(rest, &noun));
        let behind = behind.and_then(|list| judged(slogan, count, list, sentence));
        behind.or_else(|| place(sentence, start, after, count))
    })
}

/// `四县（甲县、乙县、丙县）`: the number right in front of the one character that all members end with.
fn bare(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    text.match_indices('（').find_map(|(at, _)| {
        let noun = text[..at].chars().next_back().filter(|c| c.is_alphabetic())?;
        let (start, count) = number_before(&text[..at - noun.len_utf8()]).filter(|(_, count)| (2..20).contains(count))?;
        let list = in_brackets(&text[at..]).filter(|list| ends_alike(list, &noun.to_string()))?;
        judged(&text[start..at], count, list, sentence)
    })
}

/// The list in the brackets that a text begins with.
fn in_brackets(rest: &str) -> Option<&str> {
    let (list, _) = rest.strip_prefix('（')?.split_once('）')?;
    (list.contains('、') && !list.contains(['，', '；', '：'])).then_some(list)
}

/// The list behind a colon that fills the rest of its sentence.
fn behind_colon<'a>(rest: &'a str, noun: &str) -> Option<&'a str> {
    let list = rest.strip_prefix('：')?.trim_end_matches('。');
    let clauses = ["一是", "一要", "第一", "①", "1."].iter().any(|mark| list.contains(mark));
    let names = |list: &str| ends_alike(list, noun) || list.split('、').all(|member| (2..=8).contains(&member.chars().count()));
    (list.contains('、') && !clauses && !list.contains(['，', '。', '；', '：']) && names(list)).then_some(list)
}

/// Whether every member ends as the noun does: they are what is counted.
fn ends_alike(list: &str, noun: &str) -> bool {
    noun.chars().next_back().is_some_and(|last| list.split(['、', '和', '与', '及']).all(|member| member.ends_with(last)))
}

/// `在甲、乙、丙、丁3个县`: places, right in front of their number.
fn place(sentence: &Evidence, start: usize, after: usize, count: usize) -> Option<Finding> {
    let text = &*sentence.quote;
    let kind = prefix("place-kind", &text[after..])?;
    let clause = text[..start].rsplit(STOPS).next().unwrap_or("");
    let lead = words("list-of-places").iter().filter_map(|word| clause.find(word.as_str()).map(|at| at + word.len())).max().unwrap_or(0);
    let list = &clause[lead..];
    // Where the members say what they are and are something else (甲县、乙县12个镇), they are not what is counted.
    let last = kind.chars().next_back()?;
    let members: Vec<&str> = list.split(['、', '和', '与', '及']).collect();
    let others = members.iter().any(|member| {
        let own = suffix("place-kind", member).and_then(|own| own.chars().next_back());
        own.is_some_and(|own| own != last) || numeral(member).is_some() || !(2..=6).contains(&member.chars().count())
    });
    if !list.contains('、') || others {
        return None;
    }
    judged(&text[start..after + kind.len()], count, list, sentence)
}

/// `分为优秀、合格、不合格四个等次`: the grades behind the verb, their number behind them.
fn divided(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    words("divides").iter().flat_map(|verb| text.match_indices(verb.as_str())).find_map(|(at, verb)| {
        let from = at + verb.len();
        let clause = text[from..].split(STOPS).next()?;
        clause.match_indices(CLASSIFIERS).find_map(|(place, classifier)| {
            let (start, count) = number_before(&clause[..place]).filter(|(_, count)| (2..20).contains(count))?;
            let list = clause[..start].trim_end_matches(['共', '等']);
            let noun: String = clause[place + classifier.len()..].chars().take(2).collect();
            let slogan = format!("{}{noun}", &clause[start..place + classifier.len()]);
            list.contains('、').then(|| judged(&slogan, count, &clause[..start], sentence)).flatten()
        })
    })
}

fn judged(slogan: &str, count: usize, list: &str, sentence: &Evidence) -> Option<Finding> {
    let counted = enumerate(list, count);
    let named = counted.members.len();
    if named < 2 || counted.counts.contains(&count) || named.abs_diff(count) > 2 || leaves_open(list) || !flat(&counted) {
        return None;
    }
    let list = counted.members.join("、");
    let en = format!("{count} are counted ({slogan}), but {named} are named: {list}");
    let zh = format!("称“{slogan}”，列出{named}项：{list}");
    let finding = Finding::new("slogan.count", Severity::Warning, Message::new(en, zh), vec![sentence.clone()]);
    Some(finding.found(named.to_string()).expected(count.to_string()))
}

/// How many are named where the sentence counts otherwise.
#[cfg(test)]
pub fn named_in(text: &str) -> Option<String> {
    let proof = Evidence { quote: text.into(), ..Evidence::default() };
    counted(&proof).or_else(|| bare(&proof)).or_else(|| divided(&proof)).and_then(|finding| finding.found)
}

#[cfg(test)]
mod tests {
    use super::named_in;

    #[test]
    fn counted_things_are_counted() {
        for (text, named) in [
            ("形成3个省级示范县（清溪县、白石县）。", "2"),
            ("四县（清溪县、白石县、东山县）同步推进。", "3"),
            ("打造三个示范片：东片、西片、南片、北片。", "4"),
            ("聚焦四个方向：产业升级、绿色发展、民生改善。", "3"),
            ("在清溪、白石、东山、南山3个县开展试点。", "4"),
            ("考核结果分为优秀、良好、合格、不合格三个等次。", "4"),
        ] {
            assert_eq!(named_in(text).as_deref(), Some(named), "{text}");
        }
        for sound in [
            "形成2个省级示范县（清溪县、白石县）。",
            "新建3个泵站（含闸门、配电设备）。",
            "完成2个项目（勘察、设计、施工）。",
            "在清溪县、白石县12个镇开展试点。",
            "在清溪、白石等3个县开展试点。",
            "抓好三项工作：一是巡查、二是执法。",
            "惠及清溪县3个镇、白石县2个镇。",
            "考核结果分为优秀、良好、合格、不合格四个等次。",
            "考核结果分为优秀、良好等四个等次。",
        ] {
            assert_eq!(named_in(sound), None, "{sound}");
        }
    }
}
