//! Names: several for one thing, nearly one name for two things, names that never come back.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::Plan;
use super::finding::{Finding, Severity};
use super::likeness::{Build, Difference, difference, shortened, text};
use super::misprints::{Known, Page};
use crate::base::{Message, fold};
use crate::model::{Evidence, NodeId};
use crate::schema::word_lists;

/// The kinds whose names are worth comparing.
const NAMED: [&str; 6] = ["Institution", "Park", "Cluster", "Platform", "Programme", "Document"];
/// The kinds whose names are words of the plan's own, though no proper names: misprints of them are looked for all the same.
const WORDED: [&str; 2] = ["Term", "Indicator"];

struct Named {
    kind: &'static str,
    node: NodeId,
    name: String,
    folded: Vec<char>,
    /// Folded.
    aliases: Vec<String>,
}

impl Named {
    fn build(&self) -> Build {
        if matches!(self.kind, "Park" | "Cluster" | "Platform") { Build::Place } else { Build::Body }
    }
}

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let all: Vec<Named> = NAMED.into_iter().chain(WORDED).flat_map(|kind| named(plan, kind)).collect();
    let proper = |one: &&Named| NAMED.contains(&one.kind);
    let mut told = FxHashSet::default();
    for (at, one) in all.iter().enumerate().filter(|(_, one)| proper(one)) {
        variants(plan, one, found);
        for other in all[at + 1..].iter().filter(|other| other.kind == one.kind) {
            let apart = difference(&one.folded, &other.folded);
            let apart = apart.or_else(|| shortened(&one.folded, &other.folded, one.build()).then_some(Difference::Shortened));
            let Some(apart) = apart else { continue };
            told.extend([text(&one.folded), text(&other.folded)]);
            let (what, rule) = (apart.message(), format!("{} and {} may be one", one.name, other.name));
            let zh = format!("{}与{}可能是同一事物（{}）", one.name, other.name, what.zh);
            let message = Message::new(format!("{rule} ({})", what.en), zh);
            let evidence = [plan.facts.evidence(one.node), plan.facts.evidence(other.node)].concat();
            found.push(Finding::new("name.near", Severity::Note, message, evidence).found(other.name.clone()).expected(one.name.clone()));
        }
    }
    misprints(plan, &all, &told, found);
    base_only(plan, found);
}

fn named(plan: &Plan<'_>, kind: &'static str) -> Vec<Named> {
    let one = |node| {
        let name = plan.facts.name(node);
        let folded = fold(&name).chars().collect();
        let aliases = plan.facts.list(node, "aliases").iter().map(|alias| fold(alias)).collect();
        Named { kind, node, name, folded, aliases }
    };
    plan.facts.nodes(kind).into_iter().map(one).collect()
}

fn variants(plan: &Plan<'_>, one: &Named, found: &mut Vec<Finding>) {
    // 市水利局 in the city's own plan is no other name of its 水利局.
    let relative = |alias: &str| {
        let level = alias.chars().next().filter(|level| "省市区县州旗镇乡".contains(*level));
        level.is_some_and(|level| {
            one.name.strip_suffix(&alias[level.len_utf8()..]).is_some_and(|place| place.ends_with(level) && place.chars().count() > 2)
        })
    };
    let mut aliases = plan.facts.list(one.node, "aliases");
    aliases.retain(|alias| !relative(alias));
    if !aliases.is_empty() {
        let (name, others) = (&one.name, aliases.join("、"));
        let message = Message::new(format!("{name} is also called {others}"), format!("{name}又作{others}"));
        found.push(Finding::new("name.variants", Severity::Note, message, plan.facts.evidence(one.node)).found(others));
    }
}

/// Stretches of the text that are a name with one slip, and no name that the plan knows.
fn misprints(plan: &Plan<'_>, all: &[Named], told: &FxHashSet<String>, found: &mut Vec<Finding>) {
    let page = Page::new(&plan.document.text);
    let proper = |one: &Named| NAMED.contains(&one.kind);
    let mut known: Vec<(Known, Option<&Named>)> =
        all.iter().map(|one| (Known { name: one.folded.clone(), proper: proper(one) }, Some(one))).collect();
    // A body of the plan's own place is printed by its short name: 市水利局.
    let short = all.iter().filter(|one| proper(one)).flat_map(|one| one.aliases.iter().map(move |alias| (alias, one)));
    known.extend(short.map(|(alias, one)| (Known { name: alias.chars().collect(), proper: true }, Some(one))));
    known.extend(page.recurring(&HEADS).into_iter().map(|name| (Known { name, proper: false }, None)));
    let names: FxHashSet<String> = all.iter().flat_map(|one| one.aliases.iter().cloned().chain([text(&one.folded)])).collect();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for (one, named) in &known {
        for slip in page.misprints(one) {
            let printed = page.slice(slip.start, slip.length);
            let word = text(printed);
            let (times, usual) = (page.count(printed), page.count(&one.name));
            // A slip may have been read as a name itself; one that stands once, beside a name that stands more often, is none.
            let printed_once = |name: &str| page.count(&name.chars().collect::<Vec<_>>()) <= 1;
            let once = |name: &str| times == 1 && usual > 1 && name.ends_with(&word) && printed_once(name);
            let other_name = names.iter().any(|name| name.contains(&word) && !once(name)) || told.contains(&word);
            if other_name || usual == 0 || times > usual || !seen.insert(word.clone()) {
                continue;
            }
            let Some(proof) = proof(plan, slip.start) else { continue };
            // As it is printed: the full name, or the short one.
            let own = named.filter(|named| named.folded == one.name);
            let name = own.map_or_else(|| text(&one.name), |named| named.name.clone());
            let what = slip.difference.message();
            let en = format!("{word} may be a misprint of {name}, which stands {usual} time(s) ({})", what.en);
            let zh = format!("{word}疑为{name}之误（{}），后者全文{usual}处", what.zh);
            let mut evidence = vec![proof];
            evidence.extend(named.and_then(|named| plan.facts.evidence(named.node).into_iter().next()));
            found.push(Finding::new("name.near", Severity::Note, Message::new(en, zh), evidence).found(word).expected(name.clone()));
        }
    }
}

/// The last two characters of what names of bodies, parks and platforms end with.
static HEADS: LazyLock<FxHashSet<(char, char)>> = LazyLock::new(|| {
    let lists = word_lists(include_str!("../../graph/lexicon/names.toml")).unwrap_or_default();
    let words = lists.iter().flat_map(|list| &list.words);
    let pair = |word: &String| {
        let mut back = word.chars().rev();
        let last = back.next()?;
        back.next().map(|before| (before, last))
    };
    words.filter_map(pair).collect()
});

/// The sentence at a character of the cleaned text.
fn proof(plan: &Plan<'_>, char_at: usize) -> Option<Evidence> {
    let byte = plan.document.text.char_indices().nth(char_at)?.0;
    let at = plan.document.sentences.partition_point(|sentence| sentence.span.end <= byte);
    plan.document.sentences.get(at).map(|_| plan.evidence(at))
}

/// Institutions that stand in the first part (background, situation) and nowhere else.
fn base_only(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let Some(base) = plan.background() else { return };
    for node in plan.facts.nodes("Institution") {
        let evidence = plan.facts.evidence(node);
        let inside = |proof: &crate::model::Evidence| (proof.start as usize) < base.end && proof.start as usize >= base.start;
        if !evidence.is_empty() && evidence.iter().all(inside) {
            let name = plan.facts.name(node);
            let message = Message::new(format!("{name} is named in the background only"), format!("{name}仅在背景部分出现"));
            found.push(Finding::new("name.base-only", Severity::Note, message, evidence));
        }
    }
}
