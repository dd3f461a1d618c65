//! One sentence → its names, by rules that look at this sentence alone.

use std::borrow::Borrow;

use super::home::Home;
use super::kind::Kind;
use super::lexicon::Lexicon;
use super::lists::List;
use super::mention::{Mention, clean_name};
use super::view::View;
use super::{bodies, defined, documents, industries, lists, names, quoted, regions};

/// What a sentence names.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// Certain mentions, none overlapping another of its kind; in order.
    pub mentions: Vec<Mention>,
    /// Candidates that other sentences may confirm.
    pub doubtful: Vec<Mention>,
    /// Places inside other names: 江门 of 江门高新区.
    pub inner_places: Vec<Mention>,
    pub lists: Vec<List>,
    /// Numbers of cited documents, by position of the mention.
    pub numbers: Vec<(usize, String)>,
}

/// The names of a sentence.
pub fn recognise(lexicon: &Lexicon, home: &Home, sentence: &str) -> Named {
    let view = View::new(lexicon, sentence);
    recognise_in(&view, home)
}

/// As [`recognise`], on a sentence that is laid out already.
pub fn recognise_in(view: &View<'_>, home: &Home) -> Named {
    let places = regions::regions(view, home);
    let documents = documents::documents(view);
    let mut found: Vec<Mention> = Vec::new();
    found.extend(names::names(view, &places));
    found.extend(bodies::bodies(view, &places, home));
    found.extend(quoted::quoted(view, &places));
    found.extend(defined::defined(view, &places));
    let mut lists = lists::lists(view, &places);
    lists.extend(lists::closed_by_suffix(view, &places));
    let listed = lists::listed(view, &places, &lists, &settle(found.iter().collect()));
    found.extend(listed);
    let plain = lists::plain(view, &places);
    vouch(&lists, &mut found, 1);
    vouch(&plain, &mut found, 2);
    lists.extend(plain);
    found.extend(industries::industries(view, &places));
    neighbours(view, &mut found);
    // 等10个创新创意产业平台: the noun that closes a list names nothing itself.
    found.retain(|mention| {
        let closes = |list: &List| list.open && mention.start >= list.head.0 && mention.start < list.head.1 && mention.rule != "quotation";
        mention.kind == Kind::Industry || mention.place.is_some() || !lists.iter().any(closes)
    });
    let numbers =
        documents.iter().filter(|(_, number)| !number.is_empty()).map(|(mention, number)| (mention.start, number.clone())).collect();
    let titles: Vec<Mention> = documents.into_iter().map(|(mention, _)| mention).collect();
    found.retain(|mention| !titles.iter().any(|title| title.overlaps(mention) && !(mention.contains(title) && mention.end > title.end)));
    let (certain, doubtful): (Vec<_>, Vec<_>) = found.into_iter().partition(Mention::is_certain);
    let mut mentions = settle(certain);
    let mut inner_places = Vec::new();
    for place in places {
        if titles.iter().any(|title| title.contains(&place)) {
            continue;
        }
        if mentions.iter().any(|other| other.overlaps(&place) && other.kind != Kind::Industry) {
            inner_places.push(place);
        } else {
            mentions.push(place);
        }
    }
    for mention in &mut mentions {
        let open =
            view.chars.get(mention.start..mention.end).and_then(|chars| chars.iter().position(|&c| c == '“')).map(|at| at + mention.start);
        if let Some((open, close)) = open.and_then(|open| Some((open, view.partner(open)?)))
            && close < mention.end
            && close - open > 2
            && close - open < mention.end - mention.start
        {
            mention.quoted = Some(clean_name(view.slice(open + 1, close))).filter(|inner| *inner != mention.name);
        }
    }
    mentions.extend(titles);
    mentions.sort_by_key(|mention| (mention.start, mention.end));
    let doubtful = doubtful
        .into_iter()
        .filter(|candidate| {
            !mentions.iter().any(|mention| mention.overlaps(candidate) && mention.kind != Kind::Region && mention.kind != Kind::Industry)
        })
        .collect();
    Named { mentions, doubtful, inner_places, lists, numbers }
}

/// Of candidates that overlap, the one that covers the other; of equal ones, the surer.
pub fn settle<M: Borrow<Mention>>(mut found: Vec<M>) -> Vec<M> {
    found.sort_by(|a, b| {
        let (a, b) = (a.borrow(), b.borrow());
        (b.end - b.start).cmp(&(a.end - a.start)).then(b.sure.total_cmp(&a.sure)).then(a.start.cmp(&b.start))
    });
    let mut kept: Vec<M> = Vec::with_capacity(found.len());
    for mention in found {
        if !kept.iter().any(|other| other.borrow().overlaps(mention.borrow())) {
            kept.push(mention);
        }
    }
    kept.sort_by_key(|mention| mention.borrow().start);
    kept
}

/// A field that stands beside a certain one in a list is one too: 互联网、物联网产业.
fn neighbours(view: &View<'_>, found: &mut [Mention]) {
    let mut fields: Vec<usize> = (0..found.len()).filter(|&at| found[at].kind == Kind::Industry).collect();
    fields.sort_by_key(|&at| (found[at].start, std::cmp::Reverse(found[at].end)));
    // From the right, so that a run of fields is carried along.
    for pair in (1..fields.len()).rev() {
        let (left, right) = (fields[pair - 1], fields[pair]);
        let between = view.slice(found[left].end, found[right].start);
        if found[right].is_certain()
            && !found[left].is_certain()
            && found[left].rule == "listed industry"
            && matches!(between, "、" | "和" | "与" | "及")
        {
            found[left].sure = Mention::CERTAIN;
            found[left].rule = "beside an industry";
        }
    }
}

/// Kinds that are told apart by little more than their suffix, so that one vouches for another.
const PLACES_AND_BODIES: [Kind; 3] = [Kind::Institution, Kind::Park, Kind::Platform];

/// A description beside certain names is a name too (依托江门技术交易中心、知识产权维权中心等平台): of its own kind where 等 closes the list
/// (`enough` 1), of any such kind where two others are certain.
fn vouch(lists: &[List], found: &mut [Mention], enough: usize) {
    for list in lists {
        let item_of = |mention: &Mention| {
            list.items.iter().any(|item| item.1 == mention.end && mention.start <= item.1 && mention.start <= item.0 + 1)
        };
        let sure: Vec<Kind> = found.iter().filter(|mention| mention.is_certain() && item_of(mention)).map(|mention| mention.kind).collect();
        let family = sure.iter().filter(|kind| PLACES_AND_BODIES.contains(kind)).count();
        for mention in found.iter_mut() {
            let length = mention.end - mention.start;
            let vouched = if enough > 1 {
                family >= enough && PLACES_AND_BODIES.contains(&mention.kind) && length >= 5
            } else {
                sure.contains(&mention.kind) && length >= 6
            };
            if vouched && !mention.is_certain() && item_of(mention) && mention.kind != Kind::Industry {
                mention.sure = Mention::CERTAIN;
                mention.rule = "peer";
            }
        }
    }
}
