//! The names of a plan into its draft: nodes with their evidence, then the relations that name them.

use rustc_hash::FxHashMap;

use super::gazetteer::Level;
use super::home::Home;
use super::kind::Kind;
use super::lexicon::{Lexicon, role};
use super::mention::Mention;
use super::pages::{self, Page};
use super::resolve::Entities;
use super::{comprises, located, named, responsibility};
use crate::document::{BlockKind, Document, Role};
use crate::extract::{Draft, Found, NodeAt, Proofs, openings};
use crate::model::{NodeKey, Proof, Value};

/// What the relations are made from.
pub struct Names<'d> {
    pub document: &'d Document,
    pub proofs: &'d Proofs<'d>,
    pub lexicon: &'d Lexicon,
    pub home: Home,
    pub pages: Vec<Page>,
    pub entities: Entities,
    /// Nodes of the entities, by index.
    pub nodes: Vec<Option<NodeAt>>,
    /// Nodes of structure by where their first proof starts: (kind, offset in the original).
    anchors: FxHashMap<(&'static str, u64), NodeAt>,
    /// The sentence that proves each section.
    openings: Vec<Option<usize>>,
}

/// Adds names and their relations. Tasks, measures, terms, goals and sections are in the draft already.
pub fn stage<'d>(document: &'d Document, lexicon: &'d Lexicon, proofs: &'d Proofs<'d>, home: Home, draft: &mut Draft) {
    let mut pages = pages::read(document, lexicon, &home);
    let duties = responsibility::read(document, lexicon, &home, &mut pages);
    let entities = pages::complete(document, lexicon, &home, &mut pages);
    let mut names = Names {
        document,
        proofs,
        lexicon,
        home,
        pages,
        entities,
        nodes: Vec::new(),
        anchors: anchors(draft),
        openings: openings(document),
    };
    names.add_nodes(draft);
    named::involves(&names, draft);
    named::cites(&names, draft);
    located::located_in(&names, draft);
    located::hosts(&names, draft);
    comprises::stage(&names, draft);
    responsibility::link(&names, &duties, draft);
}

const ANCHORED: [&str; 6] = ["Measure", "Task", "Section", "Term", "Goal", "Plan"];

fn anchors(draft: &Draft) -> FxHashMap<(&'static str, u64), NodeAt> {
    let mut anchors = FxHashMap::default();
    for kind in ANCHORED {
        for (at, node) in draft.of_kind(kind) {
            if let Some(proof) = node.evidence.first() {
                anchors.entry((kind, proof.start)).or_insert(at);
            }
        }
    }
    anchors
}

impl Names<'_> {
    /// The node of a kind that a sentence proves first.
    pub fn anchored(&self, kind: &'static str, sentence: usize) -> Option<NodeAt> {
        let start = self.document.sentences.get(sentence)?.original.start;
        self.anchors.get(&(kind, start as u64)).copied()
    }

    /// The node of a kind for the innermost section around a sentence that has one.
    pub fn around(&self, kind: &'static str, section: usize) -> Option<NodeAt> {
        self.document.sections_around(section).find_map(|at| self.anchored(kind, self.openings.get(at).copied().flatten()?))
    }

    pub fn cite(&self, sentence: usize) -> Proof {
        self.proofs.of(sentence)
    }

    /// The node of a mention.
    pub fn node(&self, mention: &Mention) -> Option<NodeAt> {
        self.nodes.get(self.entities.of(mention.kind, &mention.name)?).copied().flatten()
    }

    /// The kind that a mention's entity has in the end.
    pub fn kind(&self, mention: &Mention) -> Kind {
        self.entities.of(mention.kind, &mention.name).and_then(|at| self.entities.get(at)).map_or(mention.kind, |entity| entity.kind)
    }

    /// Whether a mention is the plan's own place, or one around it.
    pub fn is_home(&self, mention: &Mention) -> bool {
        mention.kind == Kind::Region
            && matches!((mention.place, self.home.place), (Some(place), Some(home)) if self.lexicon.gazetteer.within(home, place) && self.lexicon.gazetteer.within(place, home))
    }

    fn add_nodes(&mut self, draft: &mut Draft) {
        let mut nodes: Vec<Option<NodeAt>> = vec![None; self.entities.list.len()];
        for page in &self.pages {
            let places = page.named.inner_places.iter().filter(|place| self.counts_inside(page, place));
            for mention in page.named.mentions.iter().chain(places) {
                let Some(at) = self.entities.of(mention.kind, &mention.name) else { continue };
                let Some(entity) = self.entities.get(at) else { continue };
                let proof = self.cite(page.sentence);
                if let Some(node) = nodes[at] {
                    draft.prove(node, proof);
                    continue;
                }
                let key = match entity.kind {
                    Kind::Cluster => NodeKey::named(draft.slug(), entity.kind.name(), &entity.name),
                    _ => NodeKey::shared(entity.kind.name(), &entity.name),
                };
                let mut found = Found::new(key, entity.kind.name(), entity.name.as_str(), entity.rule, proof).trigger(&entity.trigger);
                found.aliases.clone_from(&entity.aliases);
                if let Some(category) = entity.category.filter(|_| entity.kind == Kind::Institution) {
                    found = found.with("category", category.name());
                }
                if entity.kind == Kind::Region
                    && let Some(place) = entity.place.and_then(|place| self.lexicon.gazetteer.place(place))
                {
                    found = found.with("level", place.level.name());
                    if place.code > 0 {
                        found = found.with("code", Value::from(format!("{:06}", place.code)));
                    }
                }
                if let Some((_, number)) =
                    page.named.numbers.iter().find(|(start, _)| *start == mention.start && mention.kind == Kind::Document)
                {
                    found = found.with("number", number.as_str());
                }
                nodes[at] = Some(draft.node(found));
            }
        }
        self.nodes = nodes;
    }

    /// A district inside the name of its park counts as named; the place of a university does not.
    fn counts_inside(&self, page: &Page, place: &Mention) -> bool {
        let own = |place: &Mention| match (place.place, self.home.place) {
            (Some(place), Some(home)) => {
                self.lexicon.gazetteer.within(place, home)
                    && self.lexicon.gazetteer.place(place).is_some_and(|place| place.level == Level::County)
            }
            _ => false,
        };
        own(place)
            && page
                .named
                .mentions
                .iter()
                .any(|mention| mention.contains(place) && matches!(mention.kind, Kind::Park | Kind::Platform | Kind::Cluster))
    }
}

/// Where a plan says whose it is: its title, the body that sends it out, the lines above and below its title.
fn signed(document: &Document) -> impl Iterator<Item = &str> {
    let front = document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Front | BlockKind::Title)).take(6);
    let lines = front.map(|block| document.slice(block.span)).filter(|line| line.len() <= 240);
    std::iter::once(document.title.as_str()).chain(document.sender.as_deref()).chain(lines)
}

/// The plan's own place: the one in its title, else the place that the text speaks of most.
pub fn home(document: &Document, lexicon: &Lexicon) -> Home {
    let gazetteer = &lexicon.gazetteer;
    let first_place = |text: &str| {
        super::regions::regions(&super::view::View::new(lexicon, text), &Home::default())
            .into_iter()
            .find(|mention| gazetteer.place(mention.place.unwrap_or(u32::MAX)).is_some_and(|place| place.code > 0))
    };
    if let Some(place) = first_place(&document.title) {
        return Home::new(gazetteer, place.place);
    }
    if let Some(home) = signed(document).find_map(|text| Home::of_title(lexicon, text)) {
        return home;
    }
    let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
    let mut total = 0;
    let body = document.sentences.iter().filter(|sentence| matches!(sentence.role, Role::Body | Role::Heading | Role::Title | Role::Front));
    for sentence in body.take(400) {
        let text = document.slice(sentence.span);
        lexicon.index.each(text, |hit| {
            let roles = lexicon.words[hit.word as usize].roles;
            if roles & role::PLACE != 0
                && roles & role::AMBIGUOUS == 0
                && let Some(id) = gazetteer.resolve(&text[hit.start..hit.end], None)
                && gazetteer.place(id).is_some_and(|place| matches!(place.level, Level::Province | Level::Prefecture))
            {
                *counts.entry(id).or_default() += 1;
                total += 1;
            }
        });
    }
    let best = counts.iter().max_by_key(|(id, count)| (**count, std::cmp::Reverse(**id)));
    match best {
        Some((id, count)) if *count >= 5 && count * 2 > total => Home::new(gazetteer, Some(*id)),
        _ => Home::new(gazetteer, None),
    }
}
