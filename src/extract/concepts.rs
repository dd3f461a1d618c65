//! What goals and indicators are about, and which words of a measure serve them.
//!
//! A pattern is a row of steps that follow one another within a clause: `<raise> 研发投入`. A step is words parted by `|`, of which
//! any may stand there; `<name>` stands for a set of verbs; a step `~8` bounds the distance between its neighbours to 8 characters
//! (16 where nothing is said).

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::actions::clauses;
use super::patterns::{Classes, Hit, Pattern, REACH, Step};
use super::words::Words;
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, fold};
use crate::schema::{GraphFiles, lexicon::Examples};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verbs: FxHashMap<String, String>,
    /// Longer words inside which no word of any pattern counts: 增加值 for 增加.
    #[serde(default)]
    except: Vec<String>,
    /// Words of clauses that only watch or list things: they serve nothing.
    #[serde(default)]
    idle: Vec<String>,
    /// How clauses begin that only say with what or where (依托…), unless one of `acts` stands in them.
    #[serde(default)]
    adverbial: Vec<String>,
    #[serde(default)]
    acts: Vec<String>,
    /// Words of indicator names that say nothing of what is counted: 数量, 城市.
    #[serde(default)]
    common: Vec<String>,
    /// What, behind the word of a topic, makes it another thing: 人才 in 数字经济领军人才.
    #[serde(default)]
    turns: Vec<String>,
    concept: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    names: Vec<String>,
    #[serde(default)]
    not_names: Vec<String>,
    support: Vec<String>,
    /// The words of a whole field with many quantities: an indicator of it is served only by words of its own as well.
    #[serde(default)]
    topic: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default = "usual")]
    confidence: f64,
    #[serde(default)]
    accepts: Vec<String>,
    #[serde(default)]
    rejects: Vec<String>,
}

const fn usual() -> f64 {
    0.8
}

/// One field of policy.
#[derive(Clone, Debug)]
pub struct Concept {
    pub name: String,
    names: Vec<String>,
    not_names: Vec<String>,
    patterns: Vec<Pattern>,
    /// Words inside which a word of a pattern does not count for this concept: 创新型企业家 for 创新型企业.
    longer: Vec<Longer>,
    /// See [`Concepts::own_words`]; empty where the concept is no topic.
    topic: Vec<String>,
    /// See `turns` of the file; empty where the concept is no topic.
    turns: Arc<[String]>,
    pub confidence: f64,
    pub examples: Examples,
}

/// A longer word, and a word of the patterns that it holds.
#[derive(Clone, Debug)]
struct Longer {
    word: u32,
    /// Where in the longer word the word begins, in bytes.
    inner: usize,
    text: Box<str>,
}

impl Longer {
    fn hides(&self, hit: &Hit, clause: &str) -> bool {
        let start = hit.start.checked_sub(self.inner).filter(|_| hit.word == self.word);
        start.is_some_and(|start| clause.get(start..start + self.text.len()) == Some(&*self.text))
    }
}

/// Classes of words that clauses are told by; the sets of verbs come after them.
mod class {
    pub const IDLE: u64 = 1;
    pub const ADVERBIAL: u64 = 1 << 1;
    pub const ACT: u64 = 1 << 2;
    pub const VERBS: u32 = 3;
}

/// All concepts, with one index of all their words.
#[derive(Clone, Debug)]
pub struct Concepts {
    concepts: Vec<Concept>,
    index: Words,
    words: Vec<Word>,
    /// Words inside which no word of any pattern counts, by word.
    longer: FxHashMap<u32, Vec<Longer>>,
    common: Vec<String>,
}

#[derive(Clone, Debug, Default)]
struct Word {
    classes: Classes,
    /// Patterns (concept, pattern) whose last step takes the word.
    last: Vec<(u32, u32)>,
}

/// Where a concept is served in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// Index into [`Concepts::all`].
    pub concept: usize,
    /// The words that carry it, joined by …, of every clause that does.
    pub trigger: String,
    pub confidence: f64,
}

/// The words of the file, numbered.
#[derive(Default)]
struct Numbers {
    known: FxHashMap<String, u32>,
    texts: Vec<String>,
    words: Vec<Word>,
}

impl Numbers {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(&known) = self.known.get(text) {
            return known;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.known.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        self.words.push(Word::default());
        number
    }

    fn mark(&mut self, text: &str, classes: Classes) {
        let number = self.of(text);
        self.words[number as usize].classes |= classes;
    }

    /// Reads a pattern; `sets` are the sets of verbs with their classes.
    fn pattern(&mut self, concept: &str, text: &str, sets: &FxHashMap<&str, Classes>) -> Outcome<Pattern> {
        let mut pattern = Pattern { steps: Vec::new(), text: text.to_owned() };
        let mut reach = REACH;
        for step in text.split_whitespace() {
            if let Some(bound) = step.strip_prefix('~') {
                reach = bound.parse().unwrap_or(REACH);
                continue;
            }
            let mut read = Step { reach, ..Step::default() };
            for word in step.split('|') {
                match word.strip_prefix('<').and_then(|word| word.strip_suffix('>')) {
                    Some(set) => read.classes |= sets.get(set).ok_or_else(|| unknown_set(concept, set))?,
                    None => read.words.push(self.of(word)),
                }
            }
            read.words.sort_unstable();
            pattern.steps.push(read);
            reach = REACH;
        }
        Ok(pattern)
    }
}

/// The longer words with the words that they hold.
fn longer(index: &Words, texts: &[String]) -> Vec<Longer> {
    let mut found = Vec::new();
    for text in texts {
        index.each(text, |hit| found.push(Longer { word: hit.word, inner: hit.start, text: text.as_str().into() }));
    }
    found
}

impl Concepts {
    /// # Errors
    /// Where the file cannot be read or a pattern names an unknown set of verbs.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        let file: File = files.load("lexicon/concepts.toml")?;
        let mut numbers = Numbers::default();
        for (list, class) in [(&file.idle, class::IDLE), (&file.adverbial, class::ADVERBIAL), (&file.acts, class::ACT)] {
            list.iter().for_each(|word| numbers.mark(word, class));
        }
        let mut sets: FxHashMap<&str, Classes> = FxHashMap::default();
        for (shift, (name, verbs)) in (class::VERBS..).zip(&file.verbs) {
            let class = 1_u64.checked_shl(shift).ok_or_else(too_many_sets)?;
            verbs.split_whitespace().for_each(|verb| numbers.mark(verb, class));
            sets.insert(name, class);
        }
        let mut patterns: Vec<Vec<Pattern>> = Vec::with_capacity(file.concept.len());
        for entry in &file.concept {
            let read = entry.support.iter().map(|text| numbers.pattern(&entry.name, text, &sets));
            let read = read.collect::<Outcome<Vec<Pattern>>>()?;
            patterns.push(read.into_iter().filter(|pattern| !pattern.steps.is_empty()).collect());
        }
        let index = Words::new(&numbers.texts);
        let mut words = numbers.words;
        note_last(&mut words, &patterns);
        let turns: Arc<[String]> = file.turns.into();
        let mut everywhere: FxHashMap<u32, Vec<Longer>> = FxHashMap::default();
        for found in longer(&index, &file.except) {
            everywhere.entry(found.word).or_default().push(found);
        }
        let concept = |(entry, patterns): (Entry, Vec<Pattern>)| Concept {
            name: entry.name,
            names: entry.names,
            not_names: entry.not_names,
            patterns,
            longer: longer(&index, &entry.except),
            turns: if entry.topic.is_empty() { Arc::default() } else { Arc::clone(&turns) },
            topic: entry.topic,
            confidence: entry.confidence,
            examples: Examples { accepts: entry.accepts, rejects: entry.rejects },
        };
        let concepts = file.concept.into_iter().zip(patterns).map(concept).collect();
        Ok(Self { concepts, index, words, longer: everywhere, common: file.common })
    }

    pub fn all(&self) -> &[Concept] {
        &self.concepts
    }

    /// The concepts that a goal's or an indicator's name is about, each with the longest word of the name that says so.
    pub fn named<'n>(&'n self, name: &'n str) -> impl Iterator<Item = (usize, &'n str)> + 'n {
        self.concepts.iter().enumerate().filter(move |(_, concept)| concept.is_named(name)).map(move |(at, concept)| {
            let words = concept.names.iter().filter(|word| name.contains(word.as_str()));
            (at, words.max_by_key(|word| word.len()).map_or("", String::as_str))
        })
    }

    /// Of a topic (养老) the pairs of characters by which the name of an indicator says which quantity of the topic it is: 床位 of
    /// 养老机构床位数. A measure must hold one of them. Empty where the concept is no topic or the name has nothing of its own.
    pub fn own_words(&self, concept: usize, name: &str) -> Vec<String> {
        let Some(concept) = self.concepts.get(concept).filter(|concept| !concept.topic.is_empty()) else { return Vec::new() };
        let mut words: Vec<&String> = concept.topic.iter().chain(&self.common).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let rest = words.into_iter().fold(fold(name), |rest, word| rest.replace(word.as_str(), "|"));
        let parts = rest.split(|c: char| !c.is_alphabetic()).map(|part| part.chars().collect::<Vec<char>>());
        parts.flat_map(|part| part.windows(2).map(|pair| pair.iter().collect()).collect::<Vec<String>>()).collect()
    }

    /// The concept of an indicator: the one whose name takes up most of the indicator's.
    pub fn of_name(&self, name: &str) -> Option<&str> {
        let length =
            |concept: &Concept| concept.names.iter().filter(|word| name.contains(word.as_str())).map(String::len).max().unwrap_or(0);
        self.concepts
            .iter()
            .filter(|concept| concept.is_named(name))
            .max_by_key(|concept| length(concept))
            .map(|concept| concept.name.as_str())
    }

    /// The words of all patterns in a clause; none, and false, where the clause cannot serve anything. What the title of a document
    /// says is not said of the measure that cites it.
    fn hits(&self, clause: &str, hits: &mut Vec<Hit>) -> bool {
        hits.clear();
        let begins = clause.len() - clause.trim_start().len();
        let (mut adverbial, mut classes) = (false, 0);
        self.index.each(clause, |found| {
            let of_word = self.words[found.word as usize].classes;
            classes |= of_word;
            adverbial |= found.start == begins && of_word & class::ADVERBIAL != 0;
            hits.push(Hit { word: found.word, start: found.start, end: found.end, classes: of_word, hidden: false });
        });
        hits.sort_unstable_by_key(|hit| (hit.end, hit.start));
        if classes & class::IDLE != 0 || adverbial && classes & class::ACT == 0 {
            hits.clear();
            return false;
        }
        for (open, _) in clause.match_indices('《') {
            let close = clause[open..].find('》').map_or(clause.len(), |close| open + close);
            hits.retain(|hit| !(open < hit.start && hit.end <= close));
        }
        for hit in hits {
            hit.hidden = self.longer.get(&hit.word).is_some_and(|longer| longer.iter().any(|longer| longer.hides(hit, clause)));
        }
        true
    }

    /// The concepts that a sentence serves, in the order of the file.
    pub fn served(&self, sentence: &str) -> Vec<Served> {
        self.read(sentence).0
    }

    /// The same, with the clauses that can serve something.
    pub fn read<'t>(&self, sentence: &'t str) -> (Vec<Served>, Vec<&'t str>) {
        let mut found: Vec<Served> = Vec::new();
        let mut acting = Vec::new();
        let mut hits = Vec::new();
        let mut tried: Vec<(u32, u32)> = Vec::new();
        for clause in clauses(sentence) {
            if !self.hits(clause, &mut hits) {
                continue;
            }
            acting.push(clause);
            tried.clear();
            for hit in &hits {
                for &place in &self.words[hit.word as usize].last {
                    if tried.contains(&place) {
                        continue;
                    }
                    tried.push(place);
                    let Some(concept) = self.concepts.get(place.0 as usize) else { continue };
                    let Some(pattern) = concept.patterns.get(place.1 as usize) else { continue };
                    if let Some(words) = concept.matched(pattern, clause, &hits) {
                        note(&mut found, place.0 as usize, &words, concept.confidence);
                    }
                }
            }
        }
        found.sort_by_key(|served| served.concept);
        (found, acting)
    }

    /// The text of the pattern by which a concept serves a sentence; for tests of the lexicon.
    pub fn pattern_of(&self, concept: usize, sentence: &str) -> Option<&str> {
        let concept = self.concepts.get(concept)?;
        let mut hits = Vec::new();
        clauses(sentence).find_map(|clause| {
            self.hits(clause, &mut hits);
            concept.patterns.iter().find(|pattern| concept.matched(pattern, clause, &hits).is_some()).map(|pattern| pattern.text.as_str())
        })
    }
}

/// Notes at each word the patterns that end with it.
fn note_last(words: &mut [Word], patterns: &[Vec<Pattern>]) {
    let mut of_class: FxHashMap<Classes, Vec<u32>> = FxHashMap::default();
    for (number, word) in (0..).zip(words.iter()) {
        for class in (class::VERBS..Classes::BITS).map(|shift| 1 << shift).filter(|class| word.classes & class != 0) {
            of_class.entry(class).or_default().push(number);
        }
    }
    for (at, patterns) in (0..).zip(patterns) {
        for (nth, last) in (0..).zip(patterns).filter_map(|(nth, pattern)| Some((nth, pattern.steps.last()?))) {
            let verbs = of_class.iter().filter(|(class, _)| last.classes & **class != 0).flat_map(|(_, words)| words);
            for &number in last.words.iter().chain(verbs) {
                let known = &mut words[number as usize].last;
                if known.last() != Some(&(at, nth)) {
                    known.push((at, nth));
                }
            }
        }
    }
}

fn note(found: &mut Vec<Served>, concept: usize, words: &str, confidence: f64) {
    match found.iter_mut().find(|served| served.concept == concept) {
        Some(served) => {
            // Every further place makes it surer; three are shown.
            if !served.trigger.contains(words) && served.trigger.matches('；').count() < 2 {
                served.trigger.push('；');
                served.trigger.push_str(words);
                served.confidence = (served.confidence + 0.05).min(0.95);
            }
        }
        None => found.push(Served { concept, trigger: words.to_owned(), confidence }),
    }
}

impl Concept {
    fn is_named(&self, name: &str) -> bool {
        self.names.iter().any(|word| name.contains(word.as_str())) && !self.not_names.iter().any(|word| name.contains(word.as_str()))
    }

    /// The words by which a pattern matches a clause, or nothing.
    fn matched(&self, pattern: &Pattern, clause: &str, hits: &[Hit]) -> Option<String> {
        let free = |hit: &Hit| !self.longer.iter().any(|longer| longer.hides(hit, clause));
        // 引进数字经济领军人才 is about people.
        let turned = |last: &Hit| {
            let rest = clause.get(last.end..).unwrap_or_default();
            let rest =
                ["发展", "产业", "领域", "行业", "专业", "相关"].iter().fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
            self.turns.iter().any(|word| rest.starts_with(word.as_str()))
        };
        let row = pattern.matched(clause, hits, free, |last| !turned(last))?;
        Some(row.iter().map(|hit| &clause[hit.start..hit.end]).collect::<Vec<_>>().join("…"))
    }
}

fn too_many_sets() -> Box<Diagnostic> {
    let message = Message::new("concepts.toml has more than 60 sets of verbs", "concepts.toml 的动词组超过 60 个");
    Diagnostic::compile(ErrorClass::ArgumentError, "SchemaFault", message)
}

fn unknown_set(concept: &str, set: &str) -> Box<Diagnostic> {
    Diagnostic::compile(
        ErrorClass::ArgumentError,
        "SchemaFault",
        Message::new(
            format!("concept {concept} in concepts.toml names the unknown set of verbs <{set}>"),
            format!("concepts.toml 中概念 {concept} 使用了未定义的动词组 <{set}>"),
        ),
    )
}
