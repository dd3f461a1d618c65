//! How much of an aim's name a measure says, weighed by how rarely the measures of the plan say it.
//!
//! The lexicon of concepts knows the fields that it was written for. In another field a name speaks for itself: of 消防水源完好率 the
//! word that few measures hold, 水源, tells which of them serves it, while 消防 stands in half of them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::aims::{AimWords, Pair, pairs};

/// A name with its pairs, in order.
#[derive(Clone, Debug)]
struct Name {
    pairs: Vec<Pair>,
    weights: Vec<f64>,
    whole: f64,
    /// Of the pairs a bit each: those that tell the name from others.
    own: u64,
}

/// What one measure says of one name.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    pub name: usize,
    /// Rises with every pair, more with rare ones; about 1 for a single word that no other measure holds.
    pub weight: f64,
    /// The part of the name that is said, by weight.
    pub share: f64,
    /// The pairs that are said, a bit each.
    pub pairs: u64,
    /// Index of the clause that says most.
    pub clause: usize,
}

/// Names of aims, and the measures that say them.
#[derive(Clone, Debug, Default)]
pub struct Likeness {
    names: Vec<Name>,
    /// For each measure what it says of the names.
    said: Vec<Vec<Said>>,
    /// The most that any measure says of each name.
    most: Vec<f64>,
}

impl Likeness {
    /// `subject`: the plan's title, whose words are said of everything; `measures`: the acting clauses of each.
    pub fn new(words: &AimWords, subject: &str, things: &[String], measures: &[Vec<&str>]) -> Self {
        let subject: FxHashSet<Pair> = pairs(subject).collect();
        let mut holders: FxHashMap<Pair, Holders> = FxHashMap::default();
        let mut names = Vec::with_capacity(things.len());
        for (at, thing) in things.iter().enumerate() {
            let list: Vec<Pair> = pairs(thing).take(64).collect();
            // Of names that are equal one counts.
            let fresh = !things[..at].contains(thing);
            for (nth, &pair) in list.iter().enumerate() {
                let known = holders.entry(pair).or_default();
                known.names.push((at, nth));
                known.things += usize::from(fresh && !list[..nth].contains(&pair));
            }
            names.push(list);
        }
        let told = things.iter().enumerate().filter(|(at, thing)| !things[..*at].contains(thing)).count();
        for clauses in measures {
            let mut seen: Vec<Pair> = clauses.iter().flat_map(|clause| pairs(clause)).filter(|pair| holders.contains_key(pair)).collect();
            seen.sort_unstable();
            seen.dedup();
            for pair in seen {
                if let Some(known) = holders.get_mut(&pair) {
                    known.measures += 1;
                }
            }
        }
        let names: Vec<Name> = names.into_iter().map(|list| weighed((words, &subject), &holders, list, measures.len(), told)).collect();
        let said: Vec<Vec<Said>> = measures.iter().map(|clauses| said(&names, &holders, clauses)).collect();
        let mut most = vec![0.0_f64; names.len()];
        for said in said.iter().flatten() {
            most[said.name] = most[said.name].max(said.weight);
        }
        Self { names, said, most }
    }

    /// What a measure says of all names.
    pub fn said(&self, measure: usize) -> &[Said] {
        self.said.get(measure).map_or(&[], Vec::as_slice)
    }

    /// What a measure says of one name.
    pub fn said_of(&self, measure: usize, name: usize) -> Option<&Said> {
        self.said(measure).iter().find(|said| said.name == name)
    }

    /// The part of what is said that tells the name from others.
    pub fn own(&self, said: &Said) -> u64 {
        self.names[said.name].own & said.pairs
    }

    /// Whether the last word of the name is said, with which it tells what it is about.
    pub fn says_head(&self, said: &Said) -> bool {
        let last = self.names[said.name].pairs.len().saturating_sub(1);
        said.pairs & 1 << last != 0
    }

    /// What is said as a part of the most that any measure says of the name.
    pub fn rank(&self, said: &Said) -> f64 {
        said.weight / self.most[said.name]
    }

    /// Whether a pair is among those that are said.
    pub fn holds(&self, said: &Said, pair: Pair) -> bool {
        self.names[said.name].pairs.iter().enumerate().any(|(nth, own)| *own == pair && said.pairs & 1 << nth != 0)
    }
}

/// Where a pair stands.
#[derive(Clone, Debug, Default)]
struct Holders {
    /// Names, with the place in the name.
    names: Vec<(usize, usize)>,
    /// Number of different things named with it.
    things: usize,
    /// Number of measures that hold it.
    measures: usize,
}

fn bits(pairs: &[Pair], condition: impl Fn(Pair) -> bool) -> u64 {
    pairs.iter().enumerate().filter(|(_, pair)| condition(**pair)).fold(0, |all, (nth, _)| all | 1 << nth)
}

/// A pair weighs more the fewer measures and names hold it, and the nearer to the end of the name it stands, where its head is. One
/// that no measure holds weighs as a fairly rare one: a measure that leaves it out may mean the thing by other words.
fn weighed(
    (words, subject): (&AimWords, &FxHashSet<Pair>),
    holders: &FxHashMap<Pair, Holders>,
    pairs: Vec<Pair>,
    measures: usize,
    things: usize,
) -> Name {
    const UNSAID: f64 = 0.7;
    const GENERAL: f64 = 0.25;
    let (all, length) = ((measures + 2) as f64, pairs.len() as f64);
    let is_general = |pair: Pair| words.is_general(pair) || subject.contains(&pair);
    let weight = |(nth, pair): (usize, &Pair)| {
        let Some(known) = holders.get(pair) else { return 0.0 };
        let rare = if known.measures == 0 { UNSAID } else { (all / (known.measures as f64 + 0.5)).ln() / all.ln() };
        let general = if is_general(*pair) { GENERAL } else { 1.0 };
        let place = 0.6 + 0.8 * (nth + 1) as f64 / length;
        rare * general * place / (known.things.max(1) as f64).sqrt()
    };
    let weights: Vec<f64> = pairs.iter().enumerate().map(weight).collect();
    let few = (things as f64 / 3.0).max(1.0);
    let tells = |pair: Pair| !is_general(pair) && holders.get(&pair).is_some_and(|known| known.things as f64 <= few);
    let own = bits(&pairs, tells);
    Name { whole: weights.iter().sum(), weights, own, pairs }
}

/// What the clauses of a measure say of the names: of each name by the clause that says most.
fn said(names: &[Name], holders: &FxHashMap<Pair, Holders>, clauses: &[&str]) -> Vec<Said> {
    let mut found: Vec<Said> = Vec::new();
    let mut bits: Vec<(usize, u64)> = Vec::new();
    for (clause, text) in clauses.iter().enumerate() {
        bits.clear();
        for known in pairs(text).filter_map(|pair| holders.get(&pair)) {
            for &(name, nth) in &known.names {
                match bits.iter_mut().find(|(other, _)| *other == name) {
                    Some((_, said)) => *said |= 1 << nth,
                    None => bits.push((name, 1 << nth)),
                }
            }
        }
        for &(name, pairs) in &bits {
            let Name { weights, whole, .. } = &names[name];
            let weight: f64 = weights.iter().enumerate().filter(|(nth, _)| pairs & 1 << nth != 0).map(|(_, weight)| weight).sum();
            let now = Said { name, weight, share: weight / whole, pairs, clause };
            match found.iter_mut().find(|said| said.name == name) {
                Some(said) if said.weight >= weight => {}
                Some(said) => *said = now,
                None => found.push(now),
            }
        }
    }
    found
}
