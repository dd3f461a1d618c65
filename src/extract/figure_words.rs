//! The words around quantities.

use crate::base::Outcome;
use crate::schema::{GraphFiles, lexicon};

/// Words of quantities; see `graph/lexicon/figures.toml`.
#[derive(Clone, Debug, Default)]
pub struct FigureWords {
    entries: Vec<lexicon::Entry>,
    pub(super) reach: Vec<String>,
    pub(super) at_least: Vec<String>,
    pub(super) at_most: Vec<String>,
    pub(super) change: Vec<String>,
    pub(super) have: Vec<String>,
    pub(super) unit: Vec<String>,
    pub(super) scope: Vec<String>,
    pub(super) trailing: Vec<String>,
    lower: Vec<String>,
    grant: Vec<String>,
    counter: Vec<String>,
    done: Vec<String>,
    area: Vec<String>,
    predicate: Vec<String>,
    extent: Vec<String>,
    outcome: Vec<String>,
    stock: Vec<String>,
    above: Vec<String>,
    frequency: Vec<String>,
    quantity: Vec<String>,
}

impl FigureWords {
    /// # Errors
    /// Where the file cannot be read.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        let mut words = Self::default();
        for entry in lexicon::load(files, "lexicon/figures.toml")?.entry {
            let mut list = entry.words.clone();
            list.sort_by_key(|word| std::cmp::Reverse(word.len()));
            match entry.name.as_str() {
                "reach" => words.reach = list,
                "at least" => words.at_least = list,
                "at most" => words.at_most = list,
                "change" => words.change = list,
                "have" => words.have = list,
                "unit" => words.unit = list,
                "scope" => words.scope = list,
                "trailing" => words.trailing = list,
                "lower" => words.lower = list,
                "grant" => words.grant = list,
                "counter" => words.counter = list,
                "done" => words.done = list,
                "area" => words.area = list,
                "predicate" => words.predicate = list,
                "extent" => words.extent = list,
                "outcome" => words.outcome = list,
                "stock" => words.stock = list,
                "above" => words.above = list,
                "frequency" => words.frequency = list,
                _ => words.quantity = list,
            }
            words.entries.push(entry);
        }
        Ok(words)
    }

    pub fn entries(&self) -> &[lexicon::Entry] {
        &self.entries
    }

    /// Whether less of an indicator is better.
    pub fn lower_is_better(&self, name: &str) -> bool {
        self.lower.iter().any(|word| name.contains(word.as_str()))
    }

    /// Whether a name ends as names of quantities do.
    pub fn is_quantity(&self, name: &str) -> bool {
        self.quantity.iter().any(|word| name.ends_with(word.as_str()))
    }

    /// Whether a clause speaks of money handed out or of what an applicant must fulfil: its figures are no aims.
    pub fn is_grant(&self, clause: &str) -> bool {
        self.grant.iter().any(|word| clause.contains(word.as_str()))
    }

    /// Whether a unit counts things: 家, 万个.
    pub fn is_counter(&self, unit: &str) -> bool {
        let bare = unit.trim_start_matches(['百', '千', '万', '亿']);
        self.counter.iter().any(|word| word == bare)
    }

    /// Whether a text is no name of a quantity but a part of the area: 京津冀区域, 设区市.
    pub fn is_area(&self, text: &str) -> bool {
        !self.is_quantity(text) && self.area.iter().any(|word| text.ends_with(word.as_str()))
    }

    /// A thing without what is done with it: 集中处置设施基本建成 → 集中处置设施.
    pub(super) fn without_done<'t>(&self, thing: &'t str) -> &'t str {
        let cut = self.done.iter().filter_map(|word| thing.strip_suffix(word.as_str())).min_by_key(|rest| rest.len());
        cut.filter(|rest| rest.chars().count() >= 3).unwrap_or(thing)
    }

    /// What a clause is about, without what it says of it: 数字经济规模持续壮大 → 数字经济规模.
    pub fn topic<'t>(&self, clause: &'t str) -> &'t str {
        let end = self.predicate.iter().filter_map(|word| clause.find(word.as_str())).filter(|at| *at >= 6).min();
        &clause[..end.unwrap_or(clause.len())]
    }

    /// Whether a name tells a quantity and not of what: 产值, 年产量.
    pub fn bare_quantity(&self, name: &str) -> bool {
        let bare = name.trim_start_matches('年');
        self.outcome.iter().any(|word| word == bare)
    }

    /// The thing whose extent a name tells, so that a bare 产值 behind it is of the same: 柑橘种植面积 → 柑橘.
    pub fn measured_thing<'t>(&self, name: &'t str) -> Option<&'t str> {
        let thing = self.extent.iter().find_map(|word| name.strip_suffix(word.as_str()))?;
        (thing.chars().count() >= 2).then_some(thing)
    }

    /// Whether what stands in front of a value only says how often: 每周不少于5班.
    pub fn is_frequency(&self, subject: &str) -> bool {
        self.frequency.iter().any(|word| word == subject)
    }

    /// Whether a clause begins with a higher level than the plan's own, so that its figure is that level's: 全省床位达到60万张. The `region`
    /// is the plan's; a province has the country above it, and a plan without a region nothing.
    pub fn is_of_higher_level(&self, clause: &str, region: &str) -> bool {
        let province = region.ends_with('省') || region.ends_with("自治区");
        let begins = |level: &&String| clause.split('，').next_back().is_some_and(|last| last.trim_start().starts_with(level.as_str()));
        let level = self.above.iter().find(begins);
        let above = |level: &String| !(province && level.ends_with('省'));
        !region.is_empty() && level.is_some_and(above)
    }

    /// Whether a number behind the verb tells how many there are to be, and not how much is to be done.
    pub fn tells_stock(&self, verb: &str) -> bool {
        self.stock.iter().any(|word| word == verb)
    }

    /// The longest word with which the name of a quantity ends.
    pub(super) fn quantity_of<'t>(&self, name: &'t str) -> Option<&'t str> {
        self.quantity.iter().find(|word| name.ends_with(word.as_str())).map(|word| &name[name.len() - word.len()..])
    }
}
