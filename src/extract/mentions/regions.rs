//! Places: every form of the gazetteer that stands in the text as a word of its own.

use super::gazetteer::{Level, PlaceId};
use super::home::Home;
use super::kind::Kind;
use super::lexicon::role;
use super::mention::{Mention, clean_name};
use super::view::{View, is_clause_mark};

/// Words that, running over the edge of a form, show that it is no place: 集中山区, 江门市场.
const OTHER_WORD: u32 = role::VOCABULARY | role::OPENING | role::INDUSTRY | role::WEAK_INDUSTRY | role::SUFFIX | role::GROUP;

/// The places of a sentence, none inside another, in order. A province right before its own city is one place with it.
pub fn regions(view: &View<'_>, home: &Home) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < view.len() {
        if !view.begins(at, role::PLACE) {
            at += 1;
            continue;
        }
        let longest = view
            .starting(at)
            .filter(|hit| view.word(hit).roles & role::PLACE != 0)
            .filter_map(|hit| Some((hit.end as usize, accept(view, at, hit.end as usize, home)?)))
            .last();
        let Some((end, place)) = longest else {
            at += 1;
            continue;
        };
        let mut mention = Mention::new(Kind::Region, (at, end), clean_name(view.slice(at, end)), "gazetteer", 0.9);
        mention.place = Some(place);
        match found.last_mut() {
            Some(before) if before.end == at && before.place.is_some_and(|outer| view.lexicon().gazetteer.within(place, outer)) => {
                mention.start = before.start;
                mention.name = clean_name(view.slice(before.start, end));
                *before = mention;
            }
            _ => found.push(mention),
        }
        at = end;
    }
    ambiguous(view, home, &mut found);
    for mention in compounds(view, home) {
        // 珠中江阳 over 珠中江: the longer string of initials.
        if !found.iter().any(|other| other.overlaps(&mention) && !mention.contains(other)) {
            found.retain(|other| !mention.contains(other));
            found.push(mention);
        }
    }
    found.sort_by_key(|mention| mention.start);
    found
}

fn accept(view: &View<'_>, start: usize, end: usize, home: &Home) -> Option<PlaceId> {
    let gazetteer = &view.lexicon().gazetteer;
    let form = view.slice(start, end);
    let id = gazetteer.resolve(form, home.place)?;
    let place = gazetteer.place(id)?;
    if view.crosses_start(start, end, OTHER_WORD) || view.crosses_end(start, end, OTHER_WORD) {
        return None;
    }
    let own = home.place.is_some_and(|home| gazetteer.within(id, home) || gazetteer.within(home, id));
    let ambiguous = view.lexicon().roles(form) & (role::AMBIGUOUS | role::VOCABULARY) != 0;
    let whole = form == place.name;
    let fits = match place.level {
        Level::Larger => true,
        Level::Province | Level::Prefecture => whole || !ambiguous || own,
        // 新华, 和平, 长安: the short form of a county is a common word, so it needs the plan to be from there.
        Level::County if !whole || ambiguous || end - start <= 2 => own && (whole || !ambiguous),
        Level::County => true,
    };
    fits.then_some(id)
}

/// 中山 between 佛山 and 江门: a form that is also a common word, in a list of places.
fn ambiguous(view: &View<'_>, home: &Home, found: &mut Vec<Mention>) {
    let gazetteer = &view.lexicon().gazetteer;
    let mut more = Vec::new();
    for hit in view.hits.iter().filter(|hit| view.word(hit).roles & role::PLACE != 0 && view.word(hit).roles & role::AMBIGUOUS != 0) {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let beside = |mention: &Mention| {
            mention.end + 1 == start && view.char(mention.end) == Some('、')
                || mention.start == end + 1 && view.char(end).is_some_and(|c| matches!(c, '、' | '和' | '与' | '及'))
        };
        if let Some(place) = gazetteer.resolve(view.slice(start, end), home.place)
            && found.iter().any(beside)
            && !found.iter().any(|mention| mention.start < end && start < mention.end)
        {
            let mut mention = Mention::new(Kind::Region, (start, end), clean_name(view.slice(start, end)), "place in a list", 0.8);
            mention.place = Some(place);
            more.push(mention);
        }
    }
    found.extend(more);
    found.sort_by_key(|mention| mention.start);
}

/// What stands after a string of initials that means places.
const AFTER: [&str; 18] = [
    "等区域",
    "等地",
    "创新圈",
    "经济圈",
    "城市群",
    "都市圈",
    "同城",
    "一体化",
    "合作",
    "科技合作",
    "科技交流",
    "区域",
    "地区",
    "两地",
    "三地",
    "四地",
    "中小微企业",
    "服务贸易",
];

/// Strings of initials of the plan's own province's cities and of provinces (江港澳, 珠中江), where the words around say that places are meant.
fn compounds(view: &View<'_>, home: &Home) -> Vec<Mention> {
    if home.place.is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < view.len() {
        let free = at == 0
            || view.stop_before(at)
            || view.char(at - 1).is_some_and(|c| is_clause_mark(c) || matches!(c, '、' | '与' | '和' | '“'));
        let mut end = at;
        if free {
            while end < view.len() && end - at < 5 && view.char(end).is_some_and(|c| home.is_initial(c)) {
                end += 1;
            }
        }
        if !(2..=4).contains(&(end - at)) {
            at += 1;
            continue;
        }
        let next = view.slice(end, (end + 6).min(view.len()));
        let listed = next.starts_with('、') || next.starts_with('等');
        let place = AFTER.iter().any(|after| next.starts_with(after));
        if place || listed && at > 0 && view.char(at - 1) == Some('、') || listed && next.starts_with("等区域") {
            let mut mention = Mention::new(Kind::Region, (at, end), clean_name(view.slice(at, end)), "initials", 0.7);
            mention.trigger = next.chars().take(4).collect();
            found.push(mention);
            at = end;
        } else {
            at += 1;
        }
    }
    found
}
