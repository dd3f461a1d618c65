//! Industries outside enumerations: listed ones by name, others by their suffix (LED产业).

use super::boundary::{strip_opening, uncovered, walk_left};
use super::kind::Kind;
use super::lexicon::role;
use super::lists::skip_place;
use super::mention::{Mention, clean_name};
use super::view::View;

/// What makes an industry part of a figure's name: 高技术制造业增加值占比.
const FIGURE: [&str; 9] = ["增加值", "产值", "占", "规模", "投资额", "比重", "企业", "产品", "收入"];

/// What may follow a listed field and be part of its name.
const TAIL: [&str; 4] = ["产业", "行业", "服务业", "技术"];

pub fn industries(view: &View<'_>, regions: &[Mention]) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < view.len() {
        if !view.begins(at, role::INDUSTRY | role::WEAK_INDUSTRY) {
            at += 1;
            continue;
        }
        let hit =
            view.starting(at).filter(|hit| view.word(hit).roles & (role::INDUSTRY | role::WEAK_INDUSTRY) != 0).max_by_key(|hit| hit.end);
        let Some((end, roles)) = hit.map(|hit| (hit.end as usize, view.word(hit).roles)) else {
            at += 1;
            continue;
        };
        if let Some(mention) = listed(view, at, end, roles) {
            at = mention.end;
            found.push(mention);
        } else {
            at += 1;
        }
    }
    found.extend(by_suffix(view, regions));
    found
}

fn listed(view: &View<'_>, start: usize, end: usize, roles: u32) -> Option<Mention> {
    let after = view.slice(end, (end + 4).min(view.len()));
    let tail = TAIL.iter().find(|tail| after.starts_with(**tail));
    let whole = tail.map_or(end, |tail| end + tail.chars().count());
    let after = view.slice(whole, (whole + 4).min(view.len()));
    if FIGURE.iter().any(|word| after.starts_with(word)) || view.crosses_start(start, end, role::VOCABULARY | role::INDUSTRY | role::PLACE)
    {
        return None;
    }
    if view.crosses_end(start, whole, role::SUFFIX)
        || begins_word(view, whole, role::SUFFIX)
        || view.crosses_end(start, whole, role::VOCABULARY) && tail.is_none()
    {
        return None;
    }
    // 信息技术 is no field of 信息.
    if tail == Some(&"技术") && roles & role::WEAK_INDUSTRY != 0 {
        return None;
    }
    let strong = roles & role::INDUSTRY != 0;
    let quoted = start > 0 && view.char(start - 1) == Some('“') && view.char(end) == Some('”');
    let sure = match (strong && roles & role::WEAK_INDUSTRY == 0, tail.is_some()) {
        (true, _) => 0.8,
        (false, true) => 0.7,
        (false, false) if quoted => 0.62,
        (false, false) => 0.35,
    };
    let mut mention = Mention::new(Kind::Industry, (start, whole), clean_name(view.slice(start, end)), "listed industry", sure);
    mention.trigger = view.slice(start, whole).to_owned();
    Some(mention)
}

fn begins_word(view: &View<'_>, at: usize, roles: u32) -> bool {
    view.begins(at, roles)
}

/// LED产业, 新能源装备配套产业: a modifier that says something and a suffix.
fn by_suffix(view: &View<'_>, regions: &[Mention]) -> Vec<Mention> {
    let mut found = Vec::new();
    for hit in view.hits.iter().filter(|hit| view.word(hit).roles & role::INDUSTRY_SUFFIX != 0 && hit.end - hit.start >= 2) {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let suffix = view.slice(start, end);
        if !(suffix.ends_with('业'))
            || matches!(suffix, "工业" | "农业")
            || view.crosses_end(start, end, role::VOCABULARY | role::SUFFIX | role::GROUP)
            || begins_word(view, end, role::SUFFIX)
        {
            continue;
        }
        let after = view.slice(end, (end + 4).min(view.len()));
        if FIGURE.iter().any(|word| after.starts_with(word))
            || ["链", "化", "集聚", "园", "布局", "政策", "转型", "结构", "基础", "项目", "用地", "工人"]
                .iter()
                .any(|word| after.starts_with(word))
        {
            continue;
        }
        // 产业资源, 产业人才: the word goes on to another noun.
        let next = view.char(end);
        let free = next.is_none_or(|c| !c.is_alphanumeric())
            || view.starting(end).any(|hit| view.word(hit).roles & (role::FUNCTION | role::VERB | role::OPENING | role::CONJUNCTION) != 0);
        if !free {
            continue;
        }
        let front = walk_left(view, start, |_, _| false).start;
        let begin = skip_place(regions, strip_opening(view, front, start), start);
        let length = start - begin.min(start);
        if !(2..=10).contains(&length) {
            continue;
        }
        let generic = view.within(begin, start).any(|hit| view.word(hit).roles & role::INDUSTRY_GENERIC != 0);
        let known =
            view.within(begin, start).any(|hit| view.word(hit).roles & (role::INDUSTRY | role::WEAK_INDUSTRY | role::FIELD_END) != 0);
        let sure = match (generic, known || uncovered(view, begin, start) >= 2) {
            (true, _) => 0.2,
            (false, true) => 0.7,
            (false, false) => 0.3,
        };
        let mut mention = Mention::new(Kind::Industry, (begin, end), clean_name(view.slice(begin, end)), "suffix", sure);
        mention.trigger = suffix.to_owned();
        found.push(mention);
    }
    found
}
