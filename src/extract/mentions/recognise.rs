//! One sentence → its names, by rules that look at this sentence alone.

use super::home::Home;
use super::kind::Kind;
use super::lexicon::Lexicon;
use super::lists::List;
use super::mention::Mention;
use super::view::View;
use super::{bodies, documents, industries, lists, names, quoted, regions};

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
    let lists = lists::lists(view, &places);
    let others = settle(found.clone());
    found.extend(lists::listed(view, &places, &lists, &others));
    vouch(&lists, &mut found);
    found.extend(industries::industries(view, &places));
    let numbers = documents.iter().filter(|(_, number)| !number.is_empty()).map(|(mention, number)| (mention.start, number.clone())).collect();
    let titles: Vec<Mention> = documents.into_iter().map(|(mention, _)| mention).collect();
    found.retain(|mention| !titles.iter().any(|title| title.overlaps(mention)));
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
    mentions.extend(titles);
    mentions.sort_by_key(|mention| (mention.start, mention.end));
    let doubtful = doubtful.into_iter().filter(|candidate| !mentions.iter().any(|mention| mention.overlaps(candidate) && mention.kind != Kind::Region && mention.kind != Kind::Industry)).collect();
    Named { mentions, doubtful, inner_places, lists, numbers }
}

/// Of candidates that overlap, the one that covers the other; of equal ones, the surer.
pub fn settle(mut found: Vec<Mention>) -> Vec<Mention> {
    found.sort_by(|a, b| (b.end - b.start).cmp(&(a.end - a.start)).then(b.sure.total_cmp(&a.sure)).then(a.start.cmp(&b.start)));
    let mut kept: Vec<Mention> = Vec::with_capacity(found.len());
    for mention in found {
        if !kept.iter().any(|other| other.overlaps(&mention)) {
            kept.push(mention);
        }
    }
    kept.sort_by_key(|mention| mention.start);
    kept
}

/// A description beside certain names of its kind is a name too: 依托江门技术交易中心、知识产权维权中心等平台.
fn vouch(lists: &[List], found: &mut [Mention]) {
    for list in lists {
        let item_of = |mention: &Mention| list.items.iter().any(|item| item.1 == mention.end && mention.start <= item.1 && mention.start + 1 >= item.0);
        let sure: Vec<Kind> = found.iter().filter(|mention| mention.is_certain() && item_of(mention)).map(|mention| mention.kind).collect();
        for mention in found.iter_mut() {
            if !mention.is_certain() && item_of(mention) && mention.end - mention.start >= 6 && sure.contains(&mention.kind) && mention.kind != Kind::Industry {
                mention.sure = Mention::CERTAIN;
                mention.rule = "peer";
            }
        }
    }
}
