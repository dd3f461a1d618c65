//! Stage 5: indicators and their values, from tables first (their names are the full ones), then from prose.

use rustc_hash::FxHashMap;

use super::actions::clauses;
use super::figures::{Amount, Bound, Figure, FigureWords, Shape, read};
use super::goals::GoalAt;
use super::indicator_names::split_unit;
use super::{Draft, Found, Link, NodeAt, Part, Scene, indicator_table, years};
use crate::document::unnumbered;
use crate::model::{Basis, NodeKey, Proof, Value};

/// One value on its way into the draft.
pub struct Reading<'t> {
    pub name: &'t str,
    pub year: Option<i64>,
    pub amount: Amount,
    pub source: &'static str,
    pub role: &'static str,
    pub nature: Option<String>,
    pub rule: &'static str,
    pub trigger: &'t str,
    /// The year was not said but taken from the plan's period.
    pub assumed: bool,
}

/// A value to be reached that a sentence states.
#[derive(Clone, Copy, Debug)]
pub struct Stated {
    pub indicator: NodeAt,
    pub sentence: usize,
}

/// The indicators found so far, by the normal form of their names.
pub struct Book<'s, 'd> {
    pub scene: &'s Scene<'d>,
    known: FxHashMap<String, NodeAt>,
}

impl<'s, 'd> Book<'s, 'd> {
    /// The indicator of a name; made where it is new.
    pub fn indicator(&mut self, draft: &mut Draft, name: &str, rule: &str, proof: &Proof) -> NodeAt {
        let (bare, unit) = split_unit(name);
        let normal = self.scene.lexicons.indicators.normal(bare);
        if let Some(&node) = self.known.get(&normal) {
            draft.alias(node, bare);
            draft.prove(node, proof.clone());
            return node;
        }
        let mut found = Found::new(NodeKey::named(draft.slug(), "Indicator", bare), "Indicator", bare, rule, proof.clone());
        if let Some(unit) = unit {
            found = found.with("unit", unit);
        }
        if let Some(concept) = self.scene.lexicons.concepts.of_name(bare) {
            found = found.with("concept", concept);
        }
        let better = if self.scene.lexicons.figures.lower_is_better(bare) { "lower" } else { "higher" };
        let node = draft.node(found.with("better", better));
        self.known.insert(normal, node);
        node
    }

    pub fn known(&self, name: &str) -> Option<NodeAt> {
        self.known.get(&self.scene.lexicons.indicators.normal(split_unit(name).0)).copied()
    }

    /// Adds a value; gives its indicator.
    pub fn value(&mut self, draft: &mut Draft, reading: Reading<'_>, proof: Proof) -> NodeAt {
        let indicator = self.indicator(draft, reading.name, reading.rule, &proof);
        if !reading.amount.unit.is_empty() && !draft.get(indicator).properties.contains("unit") {
            draft.set(indicator, "unit", reading.amount.unit.as_str());
        }
        let name = draft.get(indicator).name.clone();
        let year = reading.year.map_or_else(String::new, |year| year.to_string());
        let shown = show(&reading.amount);
        let key =
            |extra: &str| NodeKey::named(draft.slug(), "Target", &format!("{name} {year} {} {}{extra}", reading.source, reading.role));
        let mut found_key = key("");
        // Two different figures for one year: both are kept, the second under its own key.
        if let Some(old) = draft.by_key(&found_key)
            && !same_value(draft.get(old).properties.get("value"), draft.get(old).properties.get("value_min"), &reading.amount)
        {
            found_key = key(&format!(" {shown}"));
        }
        let mut found = Found::new(found_key, "Target", format!("{name} {year} {shown}"), reading.rule, proof.clone())
            .with("indicator", name.as_str())
            .with("bound", reading.amount.bound.name())
            .with("source", reading.source)
            .with("role", reading.role)
            .trigger(reading.trigger);
        if let Some(year) = reading.year {
            found = found.with("year", year);
        }
        if !reading.amount.unit.is_empty() {
            found = found.with("unit", reading.amount.unit.as_str());
        } else if let Some(unit) = draft.get(indicator).properties.get("unit").cloned() {
            found = found.with("unit", unit);
        }
        if let Some(nature) = reading.nature {
            found = found.with("nature", nature);
        }
        found = if reading.amount.bound == Bound::Range {
            found.with("value_min", number(reading.amount.min)).with("value_max", number(reading.amount.max))
        } else {
            found.with("value", number(reading.amount.min))
        };
        let target = draft.node(found);
        let mut link = Link::structural("HAS_TARGET", indicator, target, reading.rule, proof);
        if reading.assumed {
            link.basis = Basis::Lexical;
            link.confidence = 0.6;
        }
        draft.link(link);
        indicator
    }
}

fn same_value(value: Option<&Value>, min: Option<&Value>, amount: &Amount) -> bool {
    value.or(min).and_then(Value::as_number).is_some_and(|known| (known - amount.min).abs() < 1e-9)
}

/// A whole number as an integer.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 { Value::Int(value as i64) } else { Value::Float(value) }
}

fn show(amount: &Amount) -> String {
    if amount.bound == Bound::Range {
        format!("{}–{}{}", amount.min, amount.max, amount.unit)
    } else {
        format!("{}{}", amount.min, amount.unit)
    }
}

/// Adds indicators and their values, and joins goals to the indicators of their own paragraphs. Gives the values that prose
/// states, in document order.
pub fn stage(scene: &Scene<'_>, draft: &mut Draft, sections: &[NodeAt], goals: &[GoalAt]) -> Vec<Stated> {
    let mut book = Book { scene, known: FxHashMap::default() };
    indicator_table::stage(&mut book, draft, sections);
    let stated = prose(&mut book, draft, sections, goals);
    listed(&mut book, draft, sections);
    stated
}

fn prose(book: &mut Book<'_, '_>, draft: &mut Draft, sections: &[NodeAt], goals: &[GoalAt]) -> Vec<Stated> {
    let mut stated = Vec::new();
    let scene = book.scene;
    let words = &scene.lexicons.figures;
    let last_year = scene.period.end.or_else(|| latest_goal_year(scene));
    // The year that holds for the rest of a paragraph, and whose paragraph that is.
    let mut hanging: Option<(usize, i64)> = None;
    for (at, sentence) in scene.body() {
        let part = scene.parts.of(sentence.section);
        if matches!(part, Part::Annex | Part::Glossary | Part::Principles) {
            continue;
        }
        let text = scene.text(at);
        let said = years::all(text).into_iter().find(|found| !found.base).map(|found| found.year);
        if let Some(year) = said {
            hanging = Some((sentence.block, year));
        }
        if !text.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
            continue;
        }
        let inherited = hanging.filter(|(block, _)| *block == sentence.block).map(|(_, year)| year);
        let stage = scene.stage_year(sentence.section);
        // Outside the goals a figure without a verb of reaching may be anything; a year in the sentence makes it a statement.
        let loose = match part {
            Part::Goals => true,
            Part::Background => said.is_some(),
            // In a measure only a date makes a thing that is counted an aim: 到2025年，建成智能工厂50家.
            Part::Tasks => years::all(text).into_iter().any(|found| found.by),
            _ => super::actions::opens_with_year(text) || (inherited.is_some() && part == Part::Requirements),
        };
        let mut year = None;
        // What the figures and clauses of the sentence were about so far.
        let mut topic = String::new();
        let mut last: Option<Figure> = None;
        for clause in clauses(text).map(without_mark) {
            let undated = part == Part::Tasks && !loose && !clause.contains('每');
            for mut figure in read(clause, words, loose || undated) {
                let firm = matches!(figure.shape, Shape::Reach | Shape::Change)
                    || figure.shape == Shape::Counted && words.tells_stock(&figure.trigger);
                if undated && !firm {
                    continue;
                }
                // 产值突破100亿元，年均增长8%，占比重达到30%: growth is of the thing, and the share as well.
                let aside = figure.shape == Shape::Change && figure.lacks_subject();
                if figure.lacks_subject() {
                    let Some(subject) = carried(&figure, &topic, words) else { continue };
                    figure.subject = subject;
                } else if let Some(whole) =
                    last.as_ref().filter(|last| last.amount.unit == figure.amount.unit && words.is_area(&figure.subject))
                {
                    // 全市达到90%，中心城区达到95%: the same quantity of a part of the area.
                    figure.subject.push_str(&whole.subject);
                }
                // 每年改造企业100家, 新增恢复水稻种植3万亩: work to be done, no quantity that is tracked.
                let counter = words.is_counter(&figure.amount.unit);
                let added = figure.subject.strip_prefix("新增").filter(|_| figure.shape == Shape::Counted && !counter);
                let work = !loose && counter && scene.lexicons.actions.opens_with_verb(&figure.subject)
                    || added.is_some_and(|thing| scene.lexicons.actions.opens_with_verb(thing));
                if work
                    || words.is_frequency(&figure.subject)
                    || scene.lexicons.actions.is_action(&figure.subject)
                    || words.is_area(&figure.subject) && figure.shape == Shape::Reach
                {
                    continue;
                }
                if let Some(thing) = words.bare_quantity(&figure.subject).then(|| words.measured_thing(&topic)).flatten() {
                    // 柑橘种植面积达到18万亩，产值突破30亿元: of the same thing.
                    figure.subject.insert_str(0, thing);
                }
                if !aside {
                    topic.clone_from(&figure.subject);
                }
                last = Some(figure.clone());
                year = figure.year.or(year);
                let background = part == Part::Background;
                if background
                    && (matches!(figure.shape, Shape::Change | Shape::Bare | Shape::Share) || (said.is_none() && inherited.is_none()))
                {
                    continue;
                }
                if matches!(part, Part::Preface | Part::Guiding) && !loose && said.is_none() {
                    continue;
                }
                let known = year.or(said).or(inherited).or(stage);
                let assumed = known.is_none();
                let of_year = known.or(last_year);
                let past = of_year.zip(scene.period.start).is_some_and(|(year, start)| year < start);
                let ahead = of_year.zip(scene.period.start).is_some_and(|(year, start)| year > start);
                let role = match () {
                    () if words.is_of_higher_level(clause, draft.region()) => "reference",
                    () if past || background && !ahead => "actual",
                    () => "target",
                };
                let indicator = add(book, draft, &figure, at, of_year, role, assumed, sections, goals);
                if role == "target" {
                    stated.push(Stated { indicator, sentence: at });
                }
            }
            if let Some(named) = years::all(clause).into_iter().find(|found| !found.base) {
                year = Some(named.year);
            }
            if last.is_none() || !clause.contains(|c: char| c.is_ascii_digit()) {
                let about = words.topic(clause.trim());
                if about.len() < clause.trim().len() || words.is_quantity(about) {
                    about.clone_into(&mut topic);
                }
            }
        }
    }
    stated
}

/// A clause without the mark that numbers it in a list: （一）, （1）, ①. What begins with a bare number may be a quantity.
fn without_mark(clause: &str) -> &str {
    let text = clause.trim_start();
    if text.starts_with(|c| matches!(c, '（' | '(' | '①'..='⑳')) { unnumbered(text) } else { clause }
}

/// The last year by which the goals of a plan that names no period are to be met.
fn latest_goal_year(scene: &Scene<'_>) -> Option<i64> {
    let goals = scene.body().filter(|(_, sentence)| scene.parts.of(sentence.section) == Part::Goals);
    goals.flat_map(|(at, _)| years::all(scene.text(at))).filter(|found| found.by).map(|found| found.year).max()
}

/// The subject of a figure whose clause leaves it to the clauses before.
fn carried(figure: &Figure, topic: &str, words: &FigureWords) -> Option<String> {
    if !(2..=30).contains(&topic.chars().count()) || years::first(topic).is_some() {
        return None;
    }
    match figure.shape {
        // A share is of the thing, whatever of it was measured before.
        _ if !figure.subject.is_empty() => Some(format!("{topic}{}", figure.subject)),
        Shape::Change => Some(format!("{topic}{}", figure.trigger)),
        _ => words.is_quantity(topic).then(|| topic.to_owned()),
    }
}

fn add(
    book: &mut Book<'_, '_>,
    draft: &mut Draft,
    figure: &Figure,
    at: usize,
    year: Option<i64>,
    role: &'static str,
    assumed: bool,
    sections: &[NodeAt],
    goals: &[GoalAt],
) -> NodeAt {
    let scene = book.scene;
    let proof = scene.cite(at);
    let rule = match figure.shape {
        Shape::Reach => "value reached",
        Shape::Bare => "value after name",
        Shape::Counted => "counted thing",
        Shape::Share => "share of a whole",
        Shape::Change => "change",
    };
    let reading = |amount: Amount, year, role, assumed| Reading {
        name: &figure.subject,
        year,
        amount,
        source: "prose",
        role,
        nature: None,
        rule,
        trigger: &figure.trigger,
        assumed,
    };
    let indicator = book.value(draft, reading(figure.amount.clone(), year, role, assumed), proof.clone());
    if let Some((base, amount)) = &figure.from {
        book.value(draft, reading(amount.clone(), Some(*base), "actual", false), proof.clone());
    }
    let Some(sentence) = scene.document.sentences.get(at) else { return indicator };
    contain(scene, draft, sections, sentence.section, indicator, &proof);
    // The nearest goal before it in the same paragraph owns the figure.
    let owner = goals.iter().rev().find(|goal| goal.block == Some(sentence.block) && goal.sentence <= at);
    if let Some(goal) = owner {
        draft.link(
            Link::explicit("MEASURED_BY", goal.node, indicator, "figure in the goal's paragraph", 0.95, proof).trigger(&figure.subject),
        );
    }
    indicator
}

/// The section in which an indicator is first met contains it.
pub fn contain(scene: &Scene<'_>, draft: &mut Draft, sections: &[NodeAt], section: usize, indicator: NodeAt, proof: &Proof) {
    if let Some(&owner) = sections.get(scene.headed(section)).filter(|_| !draft.is_contained(indicator)) {
        draft.link(Link::structural("CONTAINS", owner, indicator, "outline", proof.clone()));
    }
}

/// Indicators that a sentence only lists: 对A、B、C等指标进行动态监测.
fn listed(book: &mut Book<'_, '_>, draft: &mut Draft, sections: &[NodeAt]) {
    let scene = book.scene;
    for (at, sentence) in scene.body() {
        let text = scene.text(at);
        if scene.parts.of(sentence.section) == Part::Annex || !text.contains("指标") {
            continue;
        }
        for clause in clauses(text) {
            let end = ["等指标", "等主要指标", "等核心指标", "等关键指标", "等重点指标", "等约束性指标"]
                .iter()
                .find_map(|mark| clause.find(mark));
            let Some(list) = end.and_then(|end| clause.get(..end)) else { continue };
            let list = list.rfind('对').filter(|at| *at < 24).and_then(|at| list.get(at + '对'.len_utf8()..)).unwrap_or(list);
            let mut names: Vec<&str> = Vec::new();
            for item in list.split('、') {
                // The last item may join two: 科技孵化器及新型研发机构数.
                match item.split_once(['及', '和']).filter(|(a, b)| a.chars().count() >= 4 && b.chars().count() >= 4) {
                    Some((first, second)) => names.extend([first, second]),
                    None => names.push(item),
                }
            }
            for name in names.into_iter().map(str::trim).filter(|name| (4..=40).contains(&name.chars().count())) {
                if scene.lexicons.figures.is_quantity(name) || book.known(name).is_some() {
                    let proof = scene.cite(at);
                    let indicator = book.indicator(draft, name, "listed as an indicator", &proof);
                    contain(scene, draft, sections, sentence.section, indicator, &proof);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::without_mark;

    #[test]
    fn marks_of_a_list_are_no_part_of_a_clause() {
        assert_eq!(without_mark("（一）人均藏书量达到1.2册"), "人均藏书量达到1.2册");
        assert_eq!(without_mark("（2）供水普及率达到96%"), "供水普及率达到96%");
        assert_eq!(without_mark("③绿地率达到40%"), "绿地率达到40%");
        assert_eq!(without_mark("2.4万人实现就业"), "2.4万人实现就业");
        assert_eq!(without_mark("（含农村）覆盖率达到90%"), "（含农村）覆盖率达到90%");
    }
}
