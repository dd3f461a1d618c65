//! LOCATED_IN: a place in the name, or a sentence that says where. HOSTS: a sentence that says which park builds which cluster.

use super::gazetteer::Level;
use super::kind::Kind;
use super::lexicon::role;
use super::mention::Mention;
use super::pages::Page;
use super::stage::Names;
use crate::extract::{Draft, Link, NodeAt};
use crate::model::NodeKey;

/// Words that say where something lies.
const LIES: [&str; 8] = ["地处", "位于", "坐落于", "坐落在", "落户于", "落户", "选址于", "选址在"];

pub fn located_in(names: &Names<'_>, draft: &mut Draft) {
    for page in &names.pages {
        let Some(sentence) = names.document.sentences.get(page.sentence) else { continue };
        let placed = page.named.mentions.iter().map(|mention| (mention, names.kind(mention)));
        let mut placed = placed.filter(|(_, kind)| matches!(kind, Kind::Park | Kind::Cluster | Kind::Platform)).peekable();
        if placed.peek().is_none() {
            continue;
        }
        let chars: Vec<char> = names.document.slice(sentence.span).chars().collect();
        for (mention, kind) in placed {
            let Some(node) = names.node(mention) else { continue };
            let mut places = places_of(names, page, mention, &chars);
            if kind == Kind::Park && places.is_empty() {
                places.extend(
                    acting_place(names, page, &chars)
                        .filter(|place| place.end <= mention.start)
                        .map(|place| (place, 0.7, "place builds it")),
                );
            }
            for (place, sure, rule) in places {
                let Some(region) = region(names, draft, &place, page.sentence) else { continue };
                let link = Link::explicit("LOCATED_IN", node, region, rule, sure, names.cite(page.sentence));
                draft.link(link.trigger(&place.name));
            }
        }
    }
}

/// Where the name, a bracket right after it, or the words after it say that something lies.
fn places_of(names: &Names<'_>, page: &Page, mention: &Mention, chars: &[char]) -> Vec<(Mention, f64, &'static str)> {
    let gazetteer = &names.lexicon.gazetteer;
    let mut found = Vec::new();
    // A place around the plan's own says nothing about where in it.
    let tells = |place: &Mention| {
        let around = matches!((place.place, names.home.place), (Some(place), Some(home)) if gazetteer.within(home, place));
        !around
    };
    for place in &page.named.inner_places {
        let leads = place.start == mention.start;
        let own = names.home.place.is_some() && names.home.place == place.place;
        // 珠三角（江门）自创区 lies in the place in brackets, not all over the region before it.
        let narrowed = chars.get(place.end).is_some_and(|c| matches!(c, '（' | '(')) || narrowed_elsewhere(names, mention, place);
        // 港澳同胞创业基地: whose it is, not where it lies.
        let people: String = chars.get(place.end..(place.end + 2).min(chars.len())).unwrap_or_default().iter().collect();
        if PEOPLE.contains(&people.as_str()) {
            continue;
        }
        if mention.contains(place) && leads && !narrowed && (tells(place) || own && mention.quoted.is_some()) {
            found.push((place.clone(), 0.85, "place in the name"));
        }
    }
    // 江门“侨梦苑”: a place right before a quoted name.
    let before = page.named.mentions.iter().find(|place| {
        place.kind == Kind::Region
            && place.end == mention.start
            && chars.get(mention.start) == Some(&'“')
            && chars.get(mention.end) != Some(&'、')
    });
    if let Some(place) = before.filter(|place| place.place.is_some()) {
        found.push((place.clone(), 0.8, "place before the name"));
    }
    let after: String = chars.get(mention.end..(mention.end + 8).min(chars.len())).unwrap_or_default().iter().collect();
    for place in page
        .named
        .mentions
        .iter()
        .filter(|place| place.kind == Kind::Region && place.start >= mention.end && place.start <= mention.end + 8)
    {
        let between: String =
            chars.get(mention.end..place.start).unwrap_or_default().iter().filter(|c| !matches!(c, '”' | '：' | ':' | ' ')).collect();
        if LIES.contains(&between.as_str())
            || between == "（" && after.starts_with('（') && chars.get(place.end).is_some_and(|c| *c == '）')
        {
            found.push((place.clone(), 0.9, "said where"));
        }
    }
    found
}

/// Words after a place that make it an origin of people.
const PEOPLE: [&str; 7] = ["同胞", "居民", "青年", "侨胞", "乡贤", "同乡", "学子"];

/// Whether another form of the name puts a narrower place in brackets after this one.
fn narrowed_elsewhere(names: &Names<'_>, mention: &Mention, place: &Mention) -> bool {
    let entity = names.entities.of(mention.kind, &mention.name).and_then(|at| names.entities.get(at));
    let lead = [format!("{}（", place.name), format!("{}(", place.name)];
    entity.is_some_and(|entity| {
        std::iter::once(&entity.name).chain(&entity.aliases).any(|form| lead.iter().any(|lead| form.starts_with(lead.as_str())))
    })
}

/// The county or district that a sentence is about (某县推进某园区建设): it stands first, and a verb follows.
fn acting_place(names: &Names<'_>, page: &Page, chars: &[char]) -> Option<Mention> {
    let gazetteer = &names.lexicon.gazetteer;
    let first = page.named.mentions.first().filter(|first| first.kind == Kind::Region && first.start == 0)?;
    let place = gazetteer.place(first.place?)?;
    let inside = matches!((first.place, names.home.place), (Some(place), Some(home)) if gazetteer.within(place, home));
    let next = |length: usize| chars.get(first.end..first.end + length).unwrap_or_default().iter().collect::<String>();
    let verb = names.lexicon.roles(&next(2)) & (role::VERB | role::OPENING | role::ADVERB) != 0 || next(1) == "以";
    (place.level == Level::County && inside && verb).then(|| first.clone())
}

/// The node of a place, made where only a name holds it.
fn region(names: &Names<'_>, draft: &mut Draft, place: &Mention, sentence: usize) -> Option<NodeAt> {
    if let Some(node) = names.node(place) {
        return Some(node);
    }
    let known = names.lexicon.gazetteer.place(place.place?)?;
    let key = NodeKey::shared("Region", known.name);
    if let Some(node) = draft.by_key(&key) {
        return Some(node);
    }
    if known.level == Level::Province {
        return None;
    }
    let found = crate::extract::Found::new(key, "Region", known.name, "gazetteer", names.cite(sentence)).alias(place.name.as_str());
    Some(draft.node(found.with("level", known.level.name()).with("code", format!("{:06}", known.code))))
}

/// What one does to a cluster in a park.
const BUILDS: [&str; 14] = ["打造", "建设", "培育", "发展", "布局", "形成", "集聚", "壮大", "做强", "构建", "承载", "引进", "创建", "聚集"];

/// A sentence that begins with a park, or says 依托 or 在 it, and builds a cluster.
pub fn hosts(names: &Names<'_>, draft: &mut Draft) {
    for page in &names.pages {
        let clusters: Vec<&Mention> = page.named.mentions.iter().filter(|mention| names.kind(mention) == Kind::Cluster).collect();
        if clusters.is_empty() {
            continue;
        }
        let Some(sentence) = names.document.sentences.get(page.sentence) else { continue };
        let chars: Vec<char> = names.document.slice(sentence.span).chars().collect();
        for cluster in clusters {
            // Only what stands in the same statement counts: a ； begins another.
            let from =
                chars.get(..cluster.start).and_then(|before| before.iter().rposition(|c| matches!(c, '；' | '。'))).map_or(0, |at| at + 1);
            let park =
                page.named.mentions.iter().find(|park| park.start >= from && park.end <= cluster.start && names.kind(park) == Kind::Park);
            let Some(park) = park else { continue };
            let between: String = chars.get(park.end..cluster.start).unwrap_or_default().iter().collect();
            let verb = BUILDS.iter().filter_map(|verb| between.rfind(verb).map(|at| (at, *verb))).max();
            let begins = chars.get(from..park.start).is_some_and(|before| before.len() <= 12 && !before.contains(&'、'));
            if let (Some((_, verb)), true) = (verb, begins)
                && between.chars().count() <= 60
                && let (Some(start), Some(end)) = (names.node(park), names.node(cluster))
            {
                draft.link(Link::explicit("HOSTS", start, end, "park builds cluster", 0.85, names.cite(page.sentence)).trigger(verb));
            }
        }
    }
}
