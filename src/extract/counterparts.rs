//! Which tasks of a plan work out which of its goals.
//!
//! Many plans set goals and give each a chapter of tasks. Which chapter it is, their words tell: those of the goal's name and of its
//! indicators come again in the task's heading and measures, and seldom in those of the others. Where that holds for most measures the
//! plan is built so, and within the task of a goal fewer words of a measure suffice. Elsewhere nothing is concluded.

use rustc_hash::{FxHashMap, FxHashSet};

use super::aims::{AimWords, Pair, characters, pairs};

/// A goal's name and the names of its indicators.
pub struct Block<'a> {
    pub goal: &'a str,
    pub indicators: Vec<&'a str>,
}

/// A task's heading, and its measures: the acting clauses of each.
pub struct Chapter<'a> {
    pub heading: &'a str,
    pub measures: Vec<&'a [&'a str]>,
}

/// Least likeness of a task and its goal, and by how much that must exceed the next goal's.
const LIKE: f64 = 1.2;
const MARGIN: f64 = 2.0;

/// For each task the goal that it works out.
pub fn counterparts(goals: &[Block<'_>], tasks: &[Chapter<'_>]) -> Vec<Option<usize>> {
    let none = vec![None; tasks.len()];
    if goals.len() < 2 {
        return none;
    }
    let goals: Vec<FxHashSet<Pair>> = goals.iter().map(Block::pairs).collect();
    let mut in_goals: FxHashMap<Pair, u32> = FxHashMap::default();
    goals.iter().flatten().for_each(|pair| *in_goals.entry(*pair).or_default() += 1);
    let texts: Vec<FxHashMap<Pair, u32>> = tasks.iter().map(|task| task.pairs(&in_goals)).collect();
    let mut in_tasks: FxHashMap<Pair, u32> = FxHashMap::default();
    texts.iter().flat_map(FxHashMap::keys).for_each(|pair| *in_tasks.entry(*pair).or_default() += 1);
    let rare = |all: usize, some: u32| (f64::from(u32::try_from(all).unwrap_or(u32::MAX)) + 1.0).ln() - f64::from(some).ln();
    let like = |goal: &FxHashSet<Pair>, text: &FxHashMap<Pair, u32>| {
        // In the order of the pairs: sums of numbers depend on theirs.
        let mut shared: Vec<&Pair> = goal.iter().filter(|pair| text.contains_key(pair)).collect();
        shared.sort_unstable();
        let sum: f64 = shared
            .into_iter()
            .map(|pair| rare(tasks.len(), in_tasks[pair]) * rare(goals.len(), in_goals[pair]) * (1.0 + f64::from(text[pair]).ln()))
            .sum();
        sum / (goal.len().max(1) as f64).sqrt()
    };
    let found: Vec<Option<usize>> = texts
        .iter()
        .map(|text| {
            let mut all: Vec<(f64, usize)> = goals.iter().enumerate().map(|(at, goal)| (like(goal, text), at)).collect();
            all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let next = all.get(1).map_or(0.0, |(like, _)| *like);
            all.first().filter(|(like, _)| *like >= LIKE && *like >= MARGIN * next).map(|(_, at)| *at)
        })
        .collect();
    let (all, told) = tasks.iter().zip(&found).fold((0, 0), |(all, told), (task, goal)| {
        let count = task.measures.len();
        (all + count, told + if goal.is_some() { count } else { 0 })
    });
    let several = found.iter().flatten().collect::<FxHashSet<_>>().len() >= 2;
    if several && 2 * told >= all { found } else { none }
}

impl Block<'_> {
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.goal).chain(self.indicators.iter().copied())
    }

    fn pairs(&self) -> FxHashSet<Pair> {
        self.names().flat_map(pairs).collect()
    }
}

impl Chapter<'_> {
    /// How often each of the wanted pairs is said; the heading counts twice.
    fn pairs(&self, wanted: &FxHashMap<Pair, u32>) -> FxHashMap<Pair, u32> {
        let mut counts = FxHashMap::default();
        let texts = [self.heading, self.heading].into_iter().chain(self.measures.iter().copied().flatten().copied());
        for pair in texts.flat_map(pairs).filter(|pair| wanted.contains_key(pair)) {
            *counts.entry(pair).or_default() += 1;
        }
        counts
    }
}

/// How many measures hold each pair and each character, for telling the words of a chapter from those of the whole plan.
pub struct Usage {
    measures: usize,
    pairs: FxHashMap<Pair, u32>,
    characters: FxHashMap<char, u32>,
}

impl Usage {
    pub fn new(measures: &[Vec<&str>]) -> Self {
        let mut usage = Self { measures: measures.len(), pairs: FxHashMap::default(), characters: FxHashMap::default() };
        for clauses in measures {
            let mut all: Vec<Pair> = clauses.iter().flat_map(|clause| pairs(clause)).collect();
            all.sort_unstable();
            all.dedup();
            all.into_iter().for_each(|pair| *usage.pairs.entry(pair).or_default() += 1);
            let mut all: Vec<char> = clauses.iter().flat_map(|clause| characters(clause)).collect();
            all.sort_unstable();
            all.dedup();
            all.into_iter().for_each(|c| *usage.characters.entry(c).or_default() += 1);
        }
        usage
    }

    /// The words of a measure that say what its task and the goal of the task are about, or nothing: stretches that under a third
    /// of all measures hold, or else characters that under a fifth hold.
    pub fn shared(&self, words: &AimWords, goal: &Block<'_>, heading: &str, clauses: &[&str]) -> Option<String> {
        let about: FxHashSet<Pair> = goal.names().chain([heading]).flat_map(pairs).collect();
        let count = self.measures as f64;
        let rare = |pair: Pair| about.contains(&pair) && self.pairs.get(&pair).is_some_and(|n| f64::from(*n) <= (count * 0.3).max(2.0));
        let said = clauses.iter().map(|clause| super::aims::stretches(clause, rare)).find(|said| !said.is_empty());
        if said.is_some() {
            return said;
        }
        let about: FxHashSet<char> = goal.names().chain([heading]).flat_map(|name| words.telling(name)).collect();
        let rare = |c: &char| about.contains(c) && self.characters.get(c).is_some_and(|n| f64::from(*n) <= count * 0.2);
        clauses.iter().flat_map(|clause| clause.chars()).find(|c| rare(&crate::base::fold_char(*c))).map(String::from)
    }
}
