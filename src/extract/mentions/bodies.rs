//! Bodies of the state: national ones by a list, those of a place by the place or level before a department (市科技局, 江门市财政局).

use super::boundary::{conjunction_before, uncovered};
use super::gazetteer::Level;
use super::home::{Home, place_at};
use super::kind::{Category, Kind};
use super::lexicon::role;
use super::mention::{Mention, clean_name};
use super::view::{View, is_name_char};

/// The bodies of a sentence, none inside another.
pub fn bodies(view: &View<'_>, regions: &[Mention], home: &Home) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    // 市发改委、商务局: the level before the first holds for the departments listed after it.
    let mut chain: Option<(usize, String)> = None;
    for at in 0..view.len() {
        if found.last().is_some_and(|before| at < before.end) {
            continue;
        }
        if let Some(mention) = league(view, home, at) {
            chain = mention.name.chars().next().map(|level| (mention.end, level.to_string()));
            found.push(mention);
            continue;
        }
        if !view.begins(at, role::DEPARTMENT | role::BODY) {
            continue;
        }
        let department = view
            .starting(at)
            .filter(|hit| view.word(hit).roles & role::DEPARTMENT != 0)
            .map(|hit| hit.end as usize)
            .filter(|&end| ends_well(view, at, end))
            .max();
        let body = view
            .starting(at)
            .filter(|hit| view.word(hit).roles & role::BODY != 0)
            .map(|hit| hit.end as usize)
            .filter(|&end| ends_well(view, at, end))
            .max();
        if let Some(end) = department {
            let listed = chain.as_ref().filter(|(from, _)| in_list(view, *from, at));
            let mention = of_place(view, regions, home, at, end).or_else(|| {
                let (_, prefix) = listed?;
                let mut mention = Mention::new(
                    Kind::Institution,
                    (at, end),
                    format!("{prefix}{}", clean_name(view.slice(at, end))),
                    "department in a list",
                    0.85,
                );
                mention.category = Some(Category::Government);
                mention.trigger = view.slice(at, end).to_owned();
                mention.relative = prefix.chars().count() == 1;
                Some(mention)
            });
            if let Some(mention) = mention {
                let form = clean_name(view.slice(at, end));
                let prefix = mention.name.strip_suffix(form.as_str()).unwrap_or_default().to_owned();
                chain = (!prefix.is_empty()).then_some((end, prefix));
                found.extend(sharing(view, regions, home, mention.start, (at, end)));
                found.push(mention);
                continue;
            }
        }
        if let Some(end) = body
            && let Some(mention) = national(view, regions, home, at, end)
        {
            found.push(mention);
        }
    }
    found
}

/// Whether only items of one list stand between two departments.
fn in_list(view: &View<'_>, from: usize, at: usize) -> bool {
    let between = view.chars.get(from..at).unwrap_or_default();
    let joined = between.last().is_some_and(|c| matches!(c, '、' | '和' | '及' | '与' | '，'));
    joined && between.len() <= 24 && between.iter().all(|&c| super::view::is_name_char(c) || matches!(c, '、' | '，' | '（' | '）'))
}

/// 教育部 of 教育部门, 委 of 委员: the word goes on.
fn ends_well(view: &View<'_>, start: usize, end: usize) -> bool {
    !view.crosses_end(start, end, role::VOCABULARY | role::SUFFIX | role::VERB | role::GROUP | role::DEPARTMENT)
        || view.starting(start).any(|hit| hit.end as usize > end && view.word(hit).roles & role::DEPARTMENT != 0)
}

/// 团县委: the committee of the youth league, whose level stands inside its name.
fn league(view: &View<'_>, home: &Home, at: usize) -> Option<Mention> {
    let level = view.char(at + 1).filter(|c| matches!(c, '省' | '市' | '区' | '县' | '州' | '旗'))?;
    let plain =
        !at.checked_sub(1).and_then(|before| view.char(before)).is_some_and(|c| is_name_char(c) && !matches!(c, '和' | '与' | '及' | '由'))
            || view.stop_before(at);
    let ends = !view.char(at + 3).is_some_and(|c| matches!(c, '员' | '托' | '办' | '书'));
    if view.char(at) != Some('团')
        || view.char(at + 2) != Some('委')
        || !plain
        || !ends
        || !home.has_level(&view.lexicon().gazetteer, level)
    {
        return None;
    }
    let mut mention = Mention::new(Kind::Institution, (at, at + 3), format!("{level}团委"), LEAGUE, 0.92);
    mention.category = Some(Category::Other);
    mention.trigger = view.slice(at, at + 3).to_owned();
    mention.relative = true;
    Some(mention)
}

/// The rule for names that hold their level inside; their trigger is the name as written.
pub const LEAGUE: &str = "department, level inside";

fn of_place(view: &View<'_>, regions: &[Mention], home: &Home, at: usize, end: usize) -> Option<Mention> {
    let gazetteer = &view.lexicon().gazetteer;
    let form = view.slice(at, end);
    let make = |start: usize, name: String, relative: bool| {
        let mut mention = Mention::new(Kind::Institution, (start, end), name, "department", 0.92);
        mention.category = Some(Category::Government);
        mention.trigger = form.to_owned();
        mention.relative = relative;
        mention
    };
    if let Some(region) = regions.iter().find(|region| region.end == at && region.rule == "gazetteer") {
        let place = gazetteer.place(region.place?)?;
        if place.level == Level::Larger {
            return None;
        }
        let mut mention = make(region.start, clean_name(view.slice(region.start, end)), false);
        mention.place = region.place;
        return Some(mention);
    }
    // 某县公安局 by its full name, where the place is in no gazetteer.
    if let Some(start) = unlisted(view, home, at) {
        return Some(make(start, clean_name(view.slice(start, end)), false));
    }
    let level = at.checked_sub(1).and_then(|before| view.char(before))?;
    if !matches!(level, '省' | '市' | '区' | '县' | '州' | '旗') || view.covered(at - 1, at, role::VOCABULARY | role::PLACE) {
        return None;
    }
    // 各区政府, 县（市、区）政府, 市、县政府 are nobody in particular; in a list of bodies each may begin with the level.
    let before = |back: usize| at.checked_sub(back).and_then(|before| view.char(before));
    let levels = |c: Option<char>| c.is_some_and(|c| "省市区县州旗乡镇".contains(c));
    if before(2) == Some('各')
        || before(2).is_some_and(|c| matches!(c, '全' | '级' | '内' | '外' | '跨' | '）')) && !matches!(level, '市' | '省')
        || before(2) == Some('、') && (levels(before(3)) || before(3) == Some('）')) && !matches!(level, '市' | '省')
    {
        return None;
    }
    if !home.has_level(gazetteer, level) {
        return None;
    }
    Some(make(at - 1, clean_name(view.slice(at - 1, end)), true))
}

/// 青溪县、望山县人民政府: the governments of the places before, whose word stands behind the last.
fn sharing(view: &View<'_>, regions: &[Mention], home: &Home, mut start: usize, (at, end): (usize, usize)) -> Vec<Mention> {
    let form = view.slice(at, end);
    let mut found = Vec::new();
    if !matches!(form, "政府" | "人民政府" | "党委" | "党委政府") || at - start < 2 {
        return found;
    }
    while let Some(mark) = start.checked_sub(1).filter(|&mark| matches!(view.char(mark), Some('、' | '和' | '与' | '及'))) {
        let listed = regions.iter().find(|region| region.end == mark && region.rule == "gazetteer").map(|region| region.start);
        let Some(first) = listed.or_else(|| unlisted(view, home, mark)) else { break };
        let mut mention = Mention::new(Kind::Institution, (first, mark), clean_name(view.slice(first, mark)) + form, "department", 0.85);
        mention.category = Some(Category::Government);
        mention.trigger = form.to_owned();
        mention.place = regions.iter().find(|region| region.start == first && region.end == mark).and_then(|region| region.place);
        found.push(mention);
        start = first;
    }
    found
}

/// Where the name of a place that is in no gazetteer begins, if one ends right before `at`: the plan's own, or any at the beginning
/// of a name.
fn unlisted(view: &View<'_>, home: &Home, at: usize) -> Option<usize> {
    let own = home.unlisted();
    let length = own.chars().count();
    if length > 0 && at >= length && view.slice(at - length, at) == own {
        return Some(at - length);
    }
    let begins = |start: usize| {
        start == 0
            || view.stop_before(start)
            || conjunction_before(view, start).is_some()
            || view.char(start - 1).is_some_and(|c| !is_name_char(c))
    };
    (3..=5).filter(|&length| at >= length).map(|length| at - length).filter(|&start| begins(start)).find(|&start| {
        let name = view.slice(start, at);
        place_at(view.lexicon(), name) == Some(name) && uncovered(view, start, at - 1) == at - 1 - start
    })
}

fn national(view: &View<'_>, regions: &[Mention], home: &Home, at: usize, end: usize) -> Option<Mention> {
    let form = view.slice(at, end);
    let before = at.checked_sub(1).and_then(|before| view.char(before));
    if before.is_some_and(|c| matches!(c, '省' | '市' | '区' | '县' | '州' | '局')) && !regions.iter().any(|region| region.end == at)
    {
        return None;
    }
    if regions.iter().any(|region| region.end == at && region.rule == "gazetteer") {
        return None;
    }
    // In a plan of a city 发展改革委 may be the city's own: the list that it stands in decides.
    if home.is_known() && view.lexicon().roles(form) & role::DEPARTMENT != 0 {
        return None;
    }
    let mut mention = Mention::new(Kind::Institution, (at, end), clean_name(form), "body", 0.95);
    mention.category =
        Some(if form.ends_with("开发银行") || form.ends_with("进出口银行") { Category::Finance } else { Category::Government });
    mention.trigger = form.to_owned();
    Some(mention)
}
