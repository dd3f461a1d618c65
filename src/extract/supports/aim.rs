//! A goal or an indicator, with what would serve it.

use rustc_hash::FxHashSet;

use super::Place;
use crate::base::fold;
use crate::extract::aims::{Pair, pairs};
use crate::extract::likeness::{Likeness, Said};
use crate::extract::{Draft, NodeAt, Scene};

pub struct Aim {
    pub node: NodeAt,
    pub is_goal: bool,
    /// What it is about: of an indicator the thing that it counts; empty for goals.
    pub thing: String,
    pub concepts: Vec<Naming>,
    /// Its own noun, for aims without a concept; folded.
    pub noun: Option<String>,
    /// Of a goal itself, of an indicator the goals that it measures: indices into the aims.
    pub goals: Vec<usize>,
    /// Of a goal the pairs of characters that no other goal's name holds.
    pub own: FxHashSet<Pair>,
    /// A concept of the lexicon is about the very thing.
    known: bool,
}

/// A concept that the name of an aim shows.
pub struct Naming {
    concept: usize,
    /// Words of which a measure must hold one; none where there are none.
    words: Vec<String>,
    /// Sets of pairs of the thing, a bit each; a measure must say a pair of each set.
    needs: Vec<u64>,
}

impl Naming {
    /// Whether a measure that serves a concept, and says `own` of the aim, serves the aim by this concept.
    pub fn is_served(&self, concept: usize, measure: &str, own: u64) -> bool {
        self.concept == concept
            && (self.words.is_empty() || self.words.iter().any(|word| measure.contains(word.as_str())))
            && self.needs.iter().all(|need| need & own != 0)
    }
}

impl Aim {
    /// Whether a measure that is about the other is not about this: 微型消防站 is said, and no 消防站 besides; or 消防站, and no 微型消防站.
    pub fn is_mistaken_for(&self, other: &Self, measure: &str) -> bool {
        let count = |thing: &str| measure.matches(thing).count();
        if self.thing == other.thing || self.thing.chars().count() < 2 || other.thing.chars().count() < 2 {
            return false;
        }
        let longer = other.thing.contains(&self.thing) && count(&other.thing) > 0 && count(&other.thing) == count(&self.thing);
        let more = self.thing.chars().count() >= other.thing.chars().count() + 2;
        longer || more && self.thing.contains(&other.thing) && count(&other.thing) > 0 && count(&self.thing) == 0
    }

    /// Whether two aims are of one field.
    pub fn is_akin(&self, other: &Self) -> bool {
        self.concepts.iter().any(|naming| other.concepts.iter().any(|known| known.concept == naming.concept))
    }

    /// Whether what a measure says of the thing's name suffices. Inside the goal's task a little does, elsewhere more is needed,
    /// most where the lexicon knows the thing: there the lexicon decides, and only the name itself, with its head, adds to it.
    pub fn names_thing(&self, likeness: &Likeness, said: &Said, place: Place) -> bool {
        let share = if self.known { 0.6 } else { 0.3 };
        let (weight, share) = match place {
            Place::Inside => (0.4, 0.0),
            Place::Outside => (1.0, share + 0.2),
            Place::Open => (0.8, share),
        };
        let headed = !self.known || place == Place::Inside || likeness.says_head(said);
        headed && likeness.own(said) != 0 && said.weight >= weight && said.share >= share && likeness.rank(said) >= 0.3
    }
}

/// All goals and indicators that measures can support.
pub fn aims(draft: &Draft, scene: &Scene<'_>) -> Vec<Aim> {
    let words = &scene.lexicons.aims;
    let aimed_at: FxHashSet<NodeAt> = draft.links("HAS_TARGET").filter(|(_, target)| is_aim(draft, *target)).map(|(of, _)| of).collect();
    let mut aims = Vec::new();
    for kind in ["Goal", "Indicator"] {
        for (at, node) in draft.of_kind(kind) {
            let rule = node.properties.get("rule").and_then(crate::model::Value::as_str).unwrap_or_default();
            // Stages and visions are wholes: what serves their parts is said of the parts.
            if matches!(rule, "stage" | "vision") {
                continue;
            }
            let is_goal = kind == "Goal";
            // What only tells how things stand is no aim.
            if !is_goal && !aimed_at.contains(&at) {
                continue;
            }
            let thing = if is_goal { String::new() } else { words.thing(&node.name) };
            aims.push(Aim {
                node: at,
                is_goal,
                thing,
                concepts: Vec::new(),
                noun: None,
                goals: Vec::new(),
                own: FxHashSet::default(),
                known: false,
            });
        }
    }
    for (goal, indicator) in draft.links("MEASURED_BY") {
        let of = |node| aims.iter().position(|aim| aim.node == node);
        if let (Some(goal), Some(indicator)) = (of(goal), of(indicator)) {
            aims[indicator].goals.push(goal);
        }
    }
    let names: Vec<&str> = aims.iter().map(|aim| draft.get(aim.node).name.as_str()).collect();
    let namings = namings(scene, &aims, &names);
    let own = own(scene, &aims, &names);
    for (at, ((known, concepts), own)) in namings.into_iter().zip(own).enumerate() {
        aims[at].noun = if concepts.is_empty() { noun(names[at], scene) } else { None };
        (aims[at].known, aims[at].concepts, aims[at].own) = (known, concepts, own);
        if aims[at].is_goal {
            aims[at].goals.push(at);
        }
    }
    aims
}

/// Whether a value is one to reach.
fn is_aim(draft: &Draft, target: NodeAt) -> bool {
    draft.get(target).properties.get("role").and_then(crate::model::Value::as_str) == Some("target")
}

/// Of each goal the pairs that tell it from the others.
fn own(scene: &Scene<'_>, aims: &[Aim], names: &[&str]) -> Vec<FxHashSet<Pair>> {
    let all: Vec<FxHashSet<Pair>> =
        aims.iter().zip(names).map(|(aim, name)| if aim.is_goal { pairs(name).collect() } else { FxHashSet::default() }).collect();
    let alone = |pair: &Pair| all.iter().filter(|own| own.contains(pair)).take(2).count() == 1;
    all.iter().map(|own| own.iter().copied().filter(|pair| alone(pair) && !scene.lexicons.aims.is_general(*pair)).collect()).collect()
}

/// The concepts of each aim, and whether one of them is about the very thing.
fn namings(scene: &Scene<'_>, aims: &[Aim], names: &[&str]) -> Vec<(bool, Vec<Naming>)> {
    let (words, concepts) = (&scene.lexicons.aims, &scene.lexicons.concepts);
    // What the plan as a whole is about says nothing of one quantity.
    let subject: Vec<Pair> = pairs(&scene.document.title).collect();
    let named: Vec<Vec<(usize, &str)>> = names.iter().map(|name| concepts.named(name).collect()).collect();
    let about = |aim: usize, word: &str| words.is_about(names[aim], word);
    let one = |at: usize| {
        if aims[at].is_goal {
            let whole = |(concept, _): &(usize, &str)| Naming { concept: *concept, words: Vec::new(), needs: Vec::new() };
            return (false, named[at].iter().map(whole).collect());
        }
        let known = named[at].iter().any(|(_, word)| about(at, word));
        // 供水 inside 供水能力 names nothing of its own.
        let inside = |word: &str| named[at].iter().any(|(_, other)| *other != word && other.contains(word));
        let list = named[at].iter().filter(|(_, word)| !inside(word)).map(|&(concept, word)| {
            let is_about = about(at, word);
            let mut needs = Vec::new();
            let own_word: Vec<Pair> = pairs(word).collect();
            let thing: Vec<Pair> = pairs(&aims[at].thing).take(64).collect();
            let bits = |keep: &dyn Fn(Pair) -> bool| {
                let kept = thing.iter().enumerate().filter(|(_, pair)| keep(**pair) && !words.is_general(**pair));
                kept.fold(0_u64, |all, (nth, _)| all | 1 << nth)
            };
            // The concept of a mere attribute (老年 of 老年大学学员数) needs words of the rest.
            if known && !is_about {
                needs.push(bits(&|pair| !own_word.contains(&pair)));
            }
            // A concept that several things share needs words that tell this one.
            let others = (0..aims.len()).filter(|&other| !aims[other].is_goal && aims[other].thing != aims[at].thing).filter(|&other| {
                let shared = named[other].iter().find(|(shared, _)| *shared == concept);
                shared.is_some_and(|(_, word)| !(is_about && about(other, word)))
            });
            let others: Vec<Pair> = others.flat_map(|other| pairs(names[other])).collect();
            if !others.is_empty() {
                needs.push(bits(&|pair| !others.contains(&pair)));
            }
            if own_word.iter().all(|pair| subject.contains(pair)) {
                needs.push(bits(&|pair| !subject.contains(&pair)));
            }
            needs.retain(|need| *need != 0);
            Naming { concept, words: concepts.own_words(concept, names[at]), needs }
        });
        (known, list.collect())
    };
    (0..aims.len()).map(one).collect()
}

/// What a name is about, without the predicate of a goal and the quantity of an indicator: 残疾学生入学机会明显增加 → 残疾学生入学机会.
fn noun(name: &str, scene: &Scene<'_>) -> Option<String> {
    let folded = fold(name);
    let about = scene.lexicons.figures.topic(&folded);
    // Too short a noun says too little.
    let mut text = if about.chars().count() >= 4 { about.to_owned() } else { folded.clone() };
    for ending in ["数量", "比重", "比例", "总量", "面积", "数", "率"] {
        if let Some(rest) = text.strip_suffix(ending).filter(|rest| rest.chars().count() >= 4) {
            text = rest.to_owned();
            break;
        }
    }
    let text = scene.lexicons.goals.without_state(&text).to_owned();
    (4..=14).contains(&text.chars().count()).then_some(text)
}
