//! All sentences of a plan read for names: first each by itself, then again for names that are certain elsewhere.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use memchr::memmem::Finder;
use rustc_hash::{FxHashMap, FxHashSet};

use super::home::Home;
use super::kind::Kind;
use super::lexicon::{Lexicon, role};
use super::mention::Mention;
use super::recognise::{Named, recognise};
use super::resolve::{Entities, resolve, signature, strip_place};
use super::view::is_clause_mark;
use crate::document::{Document, Role};

/// The names of one sentence.
#[derive(Clone, Debug)]
pub struct Page {
    /// Index into the document's sentences.
    pub sentence: usize,
    pub named: Named,
}

/// Characters that the rules are given at once: a longer sentence is read in pieces, so that time stays in proportion to length.
const PIECE: usize = 1200;

/// Reads every sentence that can prove something.
pub fn read(document: &Document, lexicon: &Lexicon, home: &Home) -> Vec<Page> {
    let mut pages = Vec::new();
    for (at, sentence) in document.sentences.iter().enumerate() {
        if matches!(sentence.role, Role::Contents | Role::Front | Role::Title) {
            continue;
        }
        let text = document.slice(sentence.span);
        let mut named = Named::default();
        let mut shift = 0;
        for piece in pieces(text) {
            let mut part = recognise(lexicon, home, piece);
            let length = piece.chars().count();
            if shift > 0 {
                part.shift(shift);
            }
            named.append(part);
            shift += length;
        }
        named.shrink();
        pages.push(Page { sentence: at, named });
    }
    pages
}

/// A text in pieces of bounded length, cut at marks where there are any.
fn pieces(text: &str) -> Vec<&str> {
    if text.len() <= PIECE {
        return vec![text];
    }
    let mut pieces = Vec::new();
    let (mut start, mut count, mut mark) = (0, 0, 0);
    for (at, c) in text.char_indices() {
        count += 1;
        let end = at + c.len_utf8();
        if is_clause_mark(c) {
            mark = end;
        }
        if count >= PIECE {
            let cut = if mark > start { mark } else { end };
            pieces.push(&text[start..cut]);
            count = text[cut..end].chars().count();
            start = cut;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// Looks for certain names everywhere, and takes descriptions that match one of them (科技金融综合服务中心 of a city's own) for names.
pub fn complete(document: &Document, lexicon: &Lexicon, home: &Home, pages: &mut [Page]) -> Entities {
    confirm(lexicon, home, pages);
    let names = certain_names(pages);
    if let Some(finder) = finder(&names) {
        for page in pages.iter_mut() {
            if let Some(sentence) = document.sentences.get(page.sentence) {
                recur(&finder, &names, document.slice(sentence.span), &mut page.named);
            }
        }
    }
    let mut entities = resolve(lexicon, home, pages.iter().flat_map(|page| &page.named.mentions));
    short_forms(document, lexicon, home, pages, &mut entities);
    after_place(document, lexicon, home, pages, &mut entities);
    entities
}

/// A description that equals a certain name, or one without its place, is that name: there is one of the kind only.
fn confirm(lexicon: &Lexicon, home: &Home, pages: &mut [Page]) {
    let mut cores: FxHashMap<(Kind, String), FxHashSet<String>> = FxHashMap::default();
    for mention in pages.iter().flat_map(|page| &page.named.mentions) {
        if matches!(mention.kind, Kind::Institution | Kind::Park | Kind::Platform | Kind::Programme) {
            let core = signature(lexicon, home, mention);
            cores.entry((mention.kind, core.core)).or_default().insert(format!("{:?}", core.places));
        }
    }
    for page in pages.iter_mut() {
        let (confirmed, doubtful): (Vec<Mention>, Vec<Mention>) =
            std::mem::take(&mut page.named.doubtful).into_iter().partition(|mention| {
                let long = mention.name.chars().count() >= 4;
                let found = cores.get(&(mention.kind, signature(lexicon, home, mention).core)).is_some_and(|places| places.len() <= 2);
                long && found && matches!(mention.kind, Kind::Institution | Kind::Park | Kind::Platform | Kind::Programme)
            });
        page.named.doubtful = doubtful;
        for mut mention in confirmed {
            if !page.named.mentions.iter().any(|other| other.overlaps(&mention)) {
                mention.sure = 0.7;
                mention.rule = "named elsewhere";
                page.named.mentions.push(mention);
            }
        }
        page.named.mentions.sort_by_key(|mention| mention.start);
    }
}

/// Certain names worth looking for, each with one mention as a sample.
fn certain_names(pages: &[Page]) -> Vec<Mention> {
    let mut seen = FxHashSet::default();
    let mut names = Vec::new();
    for mention in pages.iter().flat_map(|page| &page.named.mentions) {
        let length = mention.name.chars().count();
        let worth = match mention.kind {
            Kind::Institution => length >= 3 && !mention.relative && mention.rule != "department in a list",
            Kind::Park | Kind::Platform => length >= 3,
            Kind::Programme => length >= 4 && mention.sure >= 0.65,
            Kind::Cluster => length >= 3,
            _ => false,
        };
        if worth && seen.insert((mention.kind, mention.name.clone())) {
            names.push(mention.clone());
        }
        // “中国青创汇”小微企业创业创新服务平台 is also called by what stands in quotation marks.
        if let Some(inner) = mention
            .quoted
            .as_ref()
            .filter(|inner| worth && matches!(mention.kind, Kind::Park | Kind::Platform) && inner.chars().count() >= 3)
            && !inner.starts_with(|c| "一二三四五六七八九十两双".contains(c))
            && seen.insert((mention.kind, inner.clone()))
        {
            names.push(Mention { name: inner.clone(), quoted: None, place: None, ..mention.clone() });
        }
    }
    names
}

fn finder(names: &[Mention]) -> Option<AhoCorasick> {
    if names.is_empty() {
        return None;
    }
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(names.iter().map(|name| name.name.as_str()))
        .ok()
}

fn recur(finder: &AhoCorasick, names: &[Mention], text: &str, named: &mut Named) {
    let mut counted = (0, 0);
    for found in finder.find_iter(text) {
        let Some(sample) = names.get(found.pattern().as_usize()) else { continue };
        // Characters up to the match, counted on from the last one.
        let start = counted.1 + text.get(counted.0..found.start()).map_or(0, |between| between.chars().count());
        counted = (found.start(), start);
        let end = start + sample.name.chars().count();
        let before = text[..found.start()].chars().next_back();
        let after = &text[found.end()..];
        let length = end - start;
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        if length <= 3 && !edge(before) && !edge(after.chars().next()) {
            continue;
        }
        // A cluster named by its field alone needs the word: 大健康 is a field, 大健康产业 the cluster.
        if sample.kind == Kind::Cluster && !sample.name.ends_with(['群', '带']) && !(after.starts_with("产业") || after.starts_with("集群"))
        {
            continue;
        }
        let mut mention = Mention::new(sample.kind, (start, end), sample.name.clone(), "named elsewhere", 0.75);
        mention.category = sample.category;
        mention.place = sample.place;
        mention.trigger.clone_from(&sample.name);
        let taken = named.mentions.iter().any(|other| other.overlaps(&mention) && !matches!(other.kind, Kind::Region | Kind::Industry));
        let longer = named
            .mentions
            .iter()
            .any(|other| other.overlaps(&mention) && other.kind == Kind::Industry && other.end - other.start > length + 4);
        if taken || longer {
            continue;
        }
        let (inner, rest): (Vec<Mention>, Vec<Mention>) =
            std::mem::take(&mut named.mentions).into_iter().partition(|other| other.overlaps(&mention));
        named.mentions = rest;
        named.inner_places.extend(inner.into_iter().filter(|other| other.kind == Kind::Region));
        named.doubtful.retain(|other| !other.overlaps(&mention));
        named.mentions.push(mention);
    }
    named.mentions.sort_by_key(|mention| (mention.start, mention.end));
}

/// 高新区 in a plan that names one 高新区 of its own place: a form of that one.
fn short_forms(document: &Document, lexicon: &Lexicon, home: &Home, pages: &mut [Page], entities: &mut Entities) {
    const SHORT: [&str; 6] = ["高新区", "自创区", "经开区", "自贸区", "综保区", "自贸试验区"];
    for short in SHORT {
        let own = |place: Option<super::PlaceId>| matches!((place, home.place), (Some(place), Some(home)) if lexicon.gazetteer.within(place, home) || lexicon.gazetteer.within(home, place));
        let bearers: Vec<usize> = (0..entities.list.len())
            .filter(|&at| {
                let entity = &entities.list[at];
                let ends = |name: &String| name.ends_with(short) && name.chars().count() <= 10;
                entity.kind == Kind::Park && own(entity.place) && (ends(&entity.name) || entity.aliases.iter().any(ends))
            })
            .collect();
        let [bearer] = bearers.as_slice() else { continue };
        for page in pages.iter_mut() {
            let Some(sentence) = document.sentences.get(page.sentence) else { continue };
            let text = document.slice(sentence.span);
            for (byte, _) in text.match_indices(short) {
                let start = text[..byte].chars().count();
                let end = start + short.chars().count();
                let before: String = text[..byte].chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
                let free = before.is_empty()
                    || before.chars().next_back().is_some_and(|c| !c.is_alphanumeric())
                    || lexicon.roles(&before) & role::VERB != 0;
                let mut mention = Mention::new(Kind::Park, (start, end), short, "short form", 0.75);
                mention.trigger = short.to_owned();
                if free && !page.named.mentions.iter().any(|other| other.overlaps(&mention)) {
                    entities.alias(*bearer, Kind::Park, short);
                    page.named.mentions.push(mention);
                    page.named.mentions.sort_by_key(|mention| mention.start);
                }
            }
        }
    }
}

/// 台山加快工业新城建设: after the place that it lies in, a park may go without it.
fn after_place(document: &Document, lexicon: &Lexicon, home: &Home, pages: &mut [Page], entities: &mut Entities) {
    let mut bearers: Vec<(usize, super::PlaceId, String, Finder<'static>)> = Vec::new();
    for (at, entity) in entities.list.iter().enumerate().filter(|(_, entity)| entity.kind == Kind::Park) {
        for name in std::iter::once(&entity.name).chain(&entity.aliases) {
            let mut places = Vec::new();
            if let Some(rest) = strip_place(lexicon, home, name, 3, &mut places)
                && let [place] = places.as_slice()
                && rest.chars().count() <= 8
            {
                bearers.push((at, *place, rest.to_owned(), Finder::new(rest).into_owned()));
            }
        }
    }
    for page in pages.iter_mut() {
        let Some(sentence) = document.sentences.get(page.sentence) else { continue };
        let text = document.slice(sentence.span);
        for (entity, place, rest, finder) in &bearers {
            let Some(byte) = finder.find(text.as_bytes()) else { continue };
            let start = text[..byte].chars().count();
            let mut mention = Mention::new(Kind::Park, (start, start + rest.chars().count()), rest.as_str(), "short form", 0.75);
            mention.trigger.clone_from(rest);
            let led = page.named.mentions.iter().any(|region| {
                let between = || text.chars().skip(region.end).take(start - region.end);
                region.kind == Kind::Region && region.place == Some(*place) && region.end < start && !between().any(is_clause_mark)
            });
            if led && !page.named.mentions.iter().any(|other| other.overlaps(&mention)) {
                entities.alias(*entity, Kind::Park, rest);
                page.named.mentions.push(mention);
                page.named.mentions.sort_by_key(|mention| mention.start);
            }
        }
    }
}

impl Named {
    /// Gives back the room that is not used: most sentences name a thing or two, and all are kept to the end.
    fn shrink(&mut self) {
        self.mentions.shrink_to_fit();
        self.doubtful.shrink_to_fit();
        self.inner_places.shrink_to_fit();
        self.lists.shrink_to_fit();
        self.lists.iter_mut().for_each(|list| list.items.shrink_to_fit());
    }

    fn shift(&mut self, by: usize) {
        for mention in self.mentions.iter_mut().chain(&mut self.doubtful).chain(&mut self.inner_places) {
            mention.start += by;
            mention.end += by;
        }
        for list in &mut self.lists {
            for item in list.items.iter_mut().chain(std::iter::once(&mut list.head)) {
                item.0 += by;
                item.1 += by;
            }
        }
        for (at, _) in &mut self.numbers {
            *at += by;
        }
    }

    fn append(&mut self, mut other: Self) {
        self.mentions.append(&mut other.mentions);
        self.doubtful.append(&mut other.doubtful);
        self.inner_places.append(&mut other.inner_places);
        self.lists.append(&mut other.lists);
        self.numbers.append(&mut other.numbers);
    }
}
