//! Names that end with a word for what they are: 江门技术交易中心, 鹤山工业城, 科技成果转化与育成工程.

use super::boundary::{conjunction_before, is_proper, strip_opening, uncovered, walk_left};
use super::kind::Kind;
use super::lexicon::{Group, role};
use super::mention::{Mention, clean_name};
use super::view::{Hit, View, is_name_char};

/// The candidates of a sentence; overlaps are settled later.
pub fn names(view: &View<'_>, regions: &[Mention]) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut ends: Vec<(u32, Hit)> = Vec::new();
    for hit in view.hits.iter().filter(|hit| view.word(hit).roles & role::SUFFIX != 0) {
        // Of suffixes with one end the longest: 高新技术产业开发区, not 开发区.
        match ends.iter_mut().find(|(end, _)| *end == hit.end) {
            Some((_, longest)) if longest.start > hit.start => *longest = *hit,
            Some(_) => {}
            None => ends.push((hit.end, *hit)),
        }
    }
    for (_, hit) in ends {
        let (start, end) = (hit.start as usize, hit.end as usize);
        // 工程 of 工程技术, 战略 of 战略性: the word goes on.
        if view.crosses_end(start, end, role::VOCABULARY | role::SUFFIX) {
            continue;
        }
        for &list in &view.word(&hit).suffix {
            if let Some(group) = view.lexicon().suffixes.get(list as usize)
                && let Some(mention) = name(view, regions, start, end, group)
            {
                found.push(mention);
            }
        }
    }
    found
}

fn name(view: &View<'_>, regions: &[Mention], start: usize, end: usize, group: &Group) -> Option<Mention> {
    let front = walk_left(view, start, |conjunction, after| joins(view, regions, conjunction, after, (start, end), group));
    let begin = strip_opening(view, front.start, start);
    let (end, tail) = trailing_place(view, regions, end);
    let name = clean_name(view.slice(begin, end));
    let suffix = view.slice(start, end);
    let modifier = (begin, start);
    if modifier.0 >= modifier.1 {
        return None;
    }
    let proper = is_proper(view, begin, start, regions) || tail;
    let named = |sure: f64, rule: &'static str| {
        let mut mention = Mention::new(group.kind, (begin, end), name.clone(), rule, sure);
        mention.category = group.category;
        mention.trigger = suffix.to_owned();
        mention.place = regions.iter().find(|region| region.start == begin).and_then(|region| region.place);
        mention
    };
    if view.lexicon().roles(&name) & role::GENERIC_NAME != 0 {
        return None;
    }
    match group.kind {
        Kind::Programme => programme(view, begin, start, proper).map(|sure| named(sure, "suffix")),
        Kind::Cluster => {
            let industry = view.within(begin, start).any(|hit| view.word(hit).roles & (role::INDUSTRY | role::WEAK_INDUSTRY) != 0)
                && !view.within(begin, start).any(|hit| view.word(hit).roles & role::INDUSTRY_GENERIC != 0);
            (proper || industry).then(|| named(if proper { 0.85 } else { 0.8 }, "suffix"))
        }
        Kind::Institution => {
            let relative = view.char(begin).is_some_and(|c| matches!(c, '市' | '省')) && !view.covered(begin, begin + 1, role::VOCABULARY | role::PLACE);
            if relative && begin + 1 < start {
                let mut mention = named(0.8, "relative");
                mention.relative = true;
                return Some(mention);
            }
            if proper { Some(named(0.85, "suffix")) } else { Some(named(0.3, "description")) }
        }
        _ if proper => Some(named(0.85, "suffix")),
        _ => Some(named(0.3, "description")),
    }
}

/// Whether a conjunction belongs to the name: what follows it makes no name of its own (支撑与培育计划, 信息汇交发布与服务网络平台), and what
/// stands before it is no name that is complete.
fn joins(view: &View<'_>, regions: &[Mention], conjunction: usize, after: usize, (start, end): (usize, usize), group: &Group) -> bool {
    if is_proper(view, after, start, regions) {
        return false;
    }
    let complete = view.hits.iter().any(|hit| {
        hit.end as usize == conjunction && view.word(hit).roles & (role::SUFFIX | role::BODY | role::DEPARTMENT | role::PLACE) != 0 && hit.end - hit.start >= 2
    });
    if complete {
        return false;
    }
    match group.kind {
        Kind::Programme => start - after.min(start) <= 4,
        // What stands before must carry the name.
        Kind::Platform | Kind::Institution | Kind::Park => {
            let before = walk_left(view, conjunction, |_, _| false).start;
            let before = strip_opening(view, before, conjunction);
            before < conjunction && end - before <= 28 && (is_proper(view, before, conjunction, regions) || view.chars[before..after].contains(&'“')) && start - after.min(start) <= 6
        }
        _ => false,
    }
}

/// 国家摩托车及配件质量监督检验中心（广东）: a place in brackets that ends a name.
fn trailing_place(view: &View<'_>, regions: &[Mention], end: usize) -> (usize, bool) {
    if let (Some('（' | '('), Some(close)) = (view.char(end), view.partner(end))
        && regions.iter().any(|region| region.start == end + 1 && region.end == close)
    {
        return (close + 1, true);
    }
    (end, false)
}

/// How sure it is that these are the words of a programme: what is done to it (实施…), a proper name, and enough words to tell it from others.
fn programme(view: &View<'_>, begin: usize, start: usize, proper: bool) -> Option<f64> {
    let own = view.chars[begin..start].iter().filter(|c| is_name_char(**c)).count();
    if own < 2 {
        return None;
    }
    let quoted = view.chars[begin..start].contains(&'”');
    if quoted {
        return Some(0.9);
    }
    let verb = done_before(view, begin);
    match (verb, proper) {
        (true, _) if own >= 3 => Some(0.85),
        (false, true) if own >= 4 && uncovered(view, begin, start) < 8 => Some(0.65),
        (true, _) => Some(0.5),
        _ if own >= 4 => Some(0.4),
        _ => None,
    }
}

/// Whether a verb that one does to programmes (实施, 开展, 启动) stands before, perhaps with other items of its list between.
fn done_before(view: &View<'_>, begin: usize) -> bool {
    let mut at = begin;
    let from = begin.saturating_sub(60);
    while at > from {
        let verb = |at: usize| {
            [4, 3, 2].into_iter().filter(|&length| at >= length).any(|length| {
                view.starting(at - length).any(|hit| hit.end as usize == at && view.word(hit).roles & role::PROGRAMME_VERB != 0)
            })
        };
        if verb(at) {
            return true;
        }
        match view.char(at - 1) {
            Some('、' | '”' | '“') => at -= 1,
            Some(c) if is_name_char(c) => {
                if view.stop_before(at) && at < begin {
                    return false;
                }
                at -= 1;
                // Only a list may stand between the verb and the name.
                if !view.chars[at..begin].contains(&'、') && conjunction_before(view, begin).is_none() && begin - at > 4 {
                    return false;
                }
            }
            _ => return false,
        }
    }
    false
}
