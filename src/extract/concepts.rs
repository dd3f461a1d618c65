//! What goals and indicators are about, and which words of a measure serve them.
//!
//! A pattern is a row of steps that follow one another within a clause: `<raise> 研发投入`. A step is words parted by `|`, of which
//! any may stand there; `<name>` stands for a set of verbs; a step `~8` bounds the distance between its neighbours to 8 characters
//! (16 where nothing is said).

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::actions::clauses;
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, fold};
use crate::schema::{GraphFiles, lexicon::Examples};

/// Distance in characters between two steps where a pattern sets no other.
const REACH: usize = 16;

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
    /// Words inside which a word of a pattern does not count: 创新型企业家 for 创新型企业.
    except: Vec<String>,
    /// See [`Concepts::own_words`]; empty where the concept is no topic.
    topic: Vec<String>,
    /// See `turns` of the file; empty where the concept is no topic.
    turns: Vec<String>,
    pub confidence: f64,
    pub examples: Examples,
}

#[derive(Clone, Debug, Default)]
struct Pattern {
    steps: Vec<Step>,
    text: String,
}

#[derive(Clone, Debug, Default)]
struct Step {
    /// Word numbers, sorted.
    words: Vec<u32>,
    /// Most characters between the step before and this one.
    reach: usize,
}

/// All concepts, with one automaton for all their words.
#[derive(Clone, Debug)]
pub struct Concepts {
    concepts: Vec<Concept>,
    words: AhoCorasick,
    /// Word number → patterns (concept, pattern) whose last step has it.
    last: Vec<Vec<(u32, u32)>>,
    idle: Vec<String>,
    adverbial: Vec<String>,
    acts: Vec<String>,
    common: Vec<String>,
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

#[derive(Clone, Copy)]
struct Hit {
    word: u32,
    start: usize,
    end: usize,
}

impl Concepts {
    /// # Errors
    /// Where the file cannot be read or a pattern names an unknown set of verbs.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        let file: File = files.load("lexicon/concepts.toml")?;
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut list: Vec<String> = Vec::new();
        let mut number = |word: &str| -> u32 {
            *numbers.entry(word.to_owned()).or_insert_with(|| {
                list.push(word.to_owned());
                u32::try_from(list.len() - 1).unwrap_or(u32::MAX)
            })
        };
        let mut concepts = Vec::with_capacity(file.concept.len());
        for entry in file.concept {
            let mut patterns = Vec::with_capacity(entry.support.len());
            for text in &entry.support {
                let mut pattern = Pattern { steps: Vec::new(), text: text.clone() };
                let mut reach = REACH;
                for step in text.split_whitespace() {
                    if let Some(bound) = step.strip_prefix('~') {
                        reach = bound.parse().unwrap_or(REACH);
                        continue;
                    }
                    let mut words = Vec::new();
                    for word in step.split('|') {
                        match word.strip_prefix('<').and_then(|word| word.strip_suffix('>')) {
                            Some(set) => {
                                let verbs = file.verbs.get(set).ok_or_else(|| unknown_set(&entry.name, set))?;
                                words.extend(verbs.split_whitespace().map(&mut number));
                            }
                            None => words.push(number(word)),
                        }
                    }
                    words.sort_unstable();
                    pattern.steps.push(Step { words, reach });
                    reach = REACH;
                }
                if !pattern.steps.is_empty() {
                    patterns.push(pattern);
                }
            }
            concepts.push(Concept {
                name: entry.name,
                names: entry.names,
                not_names: entry.not_names,
                patterns,
                except: entry.except.into_iter().chain(file.except.iter().cloned()).collect(),
                turns: if entry.topic.is_empty() { Vec::new() } else { file.turns.clone() },
                topic: entry.topic,
                confidence: entry.confidence,
                examples: Examples { accepts: entry.accepts, rejects: entry.rejects },
            });
        }
        let mut last = vec![Vec::new(); list.len()];
        for (at, concept) in concepts.iter().enumerate() {
            for (nth, pattern) in concept.patterns.iter().enumerate() {
                for &word in pattern.steps.last().map_or(&[][..], |step| &step.words) {
                    let place = (u32::try_from(at).unwrap_or(0), u32::try_from(nth).unwrap_or(0));
                    if let Some(known) = last.get_mut(word as usize).filter(|known| known.last() != Some(&place)) {
                        known.push(place);
                    }
                }
            }
        }
        // The contiguous automaton: small, and built in a few milliseconds.
        let words = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(&list).map_err(|error| {
            Diagnostic::compile(
                ErrorClass::ArgumentError,
                "SchemaFault",
                Message::new(
                    format!("the words of concepts.toml cannot be indexed: {error}"),
                    format!("concepts.toml 的词语无法建立索引：{error}"),
                ),
            )
        })?;
        Ok(Self { concepts, words, last, idle: file.idle, adverbial: file.adverbial, acts: file.acts, common: file.common })
    }

    pub fn all(&self) -> &[Concept] {
        &self.concepts
    }

    /// The concepts that a goal's or an indicator's name is about.
    pub fn named<'n>(&'n self, name: &'n str) -> impl Iterator<Item = usize> + 'n {
        self.concepts.iter().enumerate().filter(move |(_, concept)| concept.is_named(name)).map(|(at, _)| at)
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

    /// The clauses that can serve anything.
    fn telling<'t>(&self, sentence: &'t str) -> impl Iterator<Item = &'t str> {
        let holds = |clause: &str, words: &[String]| words.iter().any(|word| clause.contains(word.as_str()));
        let adverbial = |clause: &str| self.adverbial.iter().any(|word| clause.trim_start().starts_with(word.as_str()));
        clauses(sentence).filter(move |clause| !holds(clause, &self.idle) && (!adverbial(clause) || holds(clause, &self.acts)))
    }

    /// The words of all patterns in a clause. What the title of a document says is not said of the measure that cites it.
    fn hits(&self, clause: &str) -> Vec<Hit> {
        let titles: Vec<(usize, usize)> = clause
            .match_indices('《')
            .map(|(open, _)| (open, clause[open..].find('》').map_or(clause.len(), |close| open + close)))
            .collect();
        self.words
            .find_overlapping_iter(clause)
            .map(|hit| Hit { word: hit.pattern().as_u32(), start: hit.start(), end: hit.end() })
            .filter(|hit| !titles.iter().any(|(open, close)| *open < hit.start && hit.end <= *close))
            .collect()
    }

    /// The concepts that a sentence serves, in the order of the file.
    pub fn served(&self, sentence: &str) -> Vec<Served> {
        let mut found: Vec<Served> = Vec::new();
        for clause in self.telling(sentence) {
            let hits = self.hits(clause);
            let mut tried: Vec<(u32, u32)> = Vec::new();
            for hit in &hits {
                for &place in self.last.get(hit.word as usize).map_or(&[][..], Vec::as_slice) {
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
        found
    }

    /// The text of the pattern by which a concept serves a sentence; for tests of the lexicon.
    pub fn pattern_of(&self, concept: usize, sentence: &str) -> Option<&str> {
        let concept = self.concepts.get(concept)?;
        self.telling(sentence).find_map(|clause| {
            let hits = self.hits(clause);
            concept.patterns.iter().find(|pattern| concept.matched(pattern, clause, &hits).is_some()).map(|pattern| pattern.text.as_str())
        })
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
        let free = |hit: &Hit| {
            !self.except.iter().any(|longer| {
                let word = &clause[hit.start..hit.end];
                longer.match_indices(word).any(|(inner, _)| {
                    hit.start.checked_sub(inner).is_some_and(|start| clause.get(start..start + longer.len()) == Some(longer.as_str()))
                })
            })
        };
        // Ends of partial matches, extended step by step.
        let mut fronts: Vec<Vec<Hit>> = vec![Vec::new()];
        for (nth, step) in pattern.steps.iter().enumerate() {
            let mut next = Vec::new();
            for hit in hits.iter().filter(|hit| step.words.binary_search(&hit.word).is_ok() && free(hit)) {
                let front = fronts.iter().find(|front| match front.last() {
                    None => nth == 0,
                    Some(before) => {
                        before.end <= hit.start && clause.get(before.end..hit.start).is_some_and(|gap| gap.chars().count() <= step.reach)
                    }
                });
                if let Some(front) = front {
                    let mut longer = front.clone();
                    longer.push(*hit);
                    next.push(longer);
                }
            }
            fronts = next;
            if fronts.is_empty() {
                return None;
            }
        }
        // 引进数字经济领军人才 is about people.
        let turned = |front: &Vec<Hit>| {
            let rest = front.last().and_then(|hit| clause.get(hit.end..)).unwrap_or_default();
            let rest =
                ["发展", "产业", "领域", "行业", "专业", "相关"].iter().fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
            self.turns.iter().any(|word| rest.starts_with(word.as_str()))
        };
        let front = fronts.iter().find(|front| !turned(front))?;
        Some(front.iter().map(|hit| &clause[hit.start..hit.end]).collect::<Vec<_>>().join("…"))
    }
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
