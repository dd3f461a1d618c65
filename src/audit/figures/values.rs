//! The values of one indicator against each other: table and prose, stage and stage, base, higher level, unit.

use std::sync::Arc;

use super::printed::{Printed, show};
use super::units::scale;
use crate::audit::Plan;
use crate::audit::facts::{Indicator, Target};
use crate::audit::finding::{Finding, Severity};
use crate::audit::words::{any_in, words};
use crate::base::Message;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let shifted = shifted_rows(plan);
    for mut indicator in plan.facts.indicators() {
        indicator.targets.retain(|target| target.evidence.first().is_none_or(|proof| !shifted.contains(&proof.address)));
        places(&indicator, found);
        stages(&indicator, found);
        higher_level(&indicator, found);
        higher_level_in_prose(&indicator, found);
        units(&indicator, found);
    }
}

/// Addresses of rows with more or fewer cells than their table has heads: what stands under which head is not known.
fn shifted_rows(plan: &Plan<'_>) -> Vec<Arc<str>> {
    let tables = plan.document.tables.iter().filter(|table| !table.header.is_empty());
    let rows = tables.flat_map(|table| table.rows.iter().filter(|row| row.cells.len() != table.header.len()));
    rows.map(|row| Arc::clone(&row.address)).collect()
}

/// A number as a reader would write it: no more decimals than it has, six at most.
pub fn plain(value: f64) -> String {
    show(value, 6)
}

/// The target as printed: bound, value, unit.
fn printed(target: &Target) -> String {
    let bound = match target.bound.as_str() {
        "ge" => "≥",
        "le" => "≤",
        _ => "",
    };
    match (target.value, target.range) {
        (Some(value), _) => format!("{bound}{}{}", plain(value), target.unit),
        (None, Some((low, high))) => format!("{}–{}{}", plain(low), plain(high), target.unit),
        (None, None) => String::new(),
    }
}

/// Whether two statements about the same quantity and year can both hold.
fn agree(a: &Target, b: &Target) -> bool {
    let Some((x, y)) = in_one_unit(a, b) else { return true };
    if alike(x, y) {
        return true;
    }
    match (a.bound.as_str(), b.bound.as_str()) {
        ("ge", "ge") | ("le", "le") => false,
        ("ge", "le") => x <= y,
        ("le", "ge") => x >= y,
        ("ge", _) => y >= x,
        ("le", _) => y <= x,
        (_, "ge") => x >= y,
        (_, "le") => x <= y,
        _ => false,
    }
}

/// Whether one value is the other, rounded or cut (1070 for 1070.12): less than a hundredth apart, and printing alike.
fn alike(x: f64, y: f64) -> bool {
    let as_printed = |value: f64| Printed { value, decimals: decimals(value), percent: false, text: String::new() };
    (x - y).abs() <= 0.01 * x.abs().min(y.abs()) && (as_printed(x).prints(y) || as_printed(y).prints(x))
}

fn decimals(value: f64) -> u32 {
    (0..=6).find(|&d| (value * 10_f64.powi(d) - (value * 10_f64.powi(d)).round()).abs() < 1e-7).unwrap_or(6) as u32
}

/// A bound that is farther from the table's value, as a share of itself, is another target: 85以内 beside 80.
const LOOSE: f64 = 0.02;

/// The same year said twice.
fn places(indicator: &Indicator, found: &mut Vec<Finding>) {
    // The rows of an annex are about one project each: what they give alike is no one quantity.
    let annexed = |target: &Target| target.evidence.first().is_some_and(|proof| proof.address.starts_with('附'));
    let own: Vec<&Target> = indicator
        .targets
        .iter()
        .filter(|target| {
            target.role != "reference" && target.value.is_some() && target.year.is_some() && !annexed(target) && !cut_off(target)
        })
        .filter(|target| !target.guessed || !said_of_another_year(indicator, target))
        .collect();
    for (at, a) in own.iter().enumerate() {
        for b in own[at + 1..].iter().filter(|b| b.year == a.year && same_unit(a, b) && comparable(indicator, a, b)) {
            if makes_up(indicator, a, b) {
                continue;
            }
            let mixed = a.source != b.source;
            let (table, prose) = if a.source == "table" { (a, b) } else { (b, a) };
            let year = a.year.unwrap_or_default();
            let evidence = [table.evidence.clone(), prose.evidence.clone()].concat();
            if !agree(a, b) {
                // A year that no sentence names proves nothing.
                let proves = mixed && !a.guessed && !b.guessed;
                let severity = if proves { Severity::Error } else { Severity::Warning };
                let code = if mixed { "figure.table-prose" } else { "figure.places" };
                let echo = borrowed(indicator, year, prose, table);
                let (en_places, zh_places) = if mixed { ("the table prints", "表中为") } else { ("one place prints", "一处为") };
                let (en_other, zh_other) = if mixed { ("a sentence says", "正文为") } else { ("another", "另一处为") };
                let en = format!("{} in {year}: {en_places} {}, {en_other} {}{}", indicator.name, printed(table), printed(prose), echo.0);
                let zh = format!("{}{year}年的值：{zh_places}{}，{zh_other}{}{}", indicator.name, printed(table), printed(prose), echo.1);
                found.push(Finding::new(code, severity, Message::new(en, zh), evidence).found(printed(table)));
            } else if mixed && gap(table, prose) > LOOSE {
                let en = format!(
                    "{} in {year}: the table prints {}, a sentence asks only {}; both can hold, but they are no longer one target",
                    indicator.name,
                    printed(table),
                    printed(prose)
                );
                let zh = format!(
                    "{}{year}年的值：表中为{}，正文只要求{}，二者可同时成立，但已不是同一目标",
                    indicator.name,
                    printed(table),
                    printed(prose)
                );
                found.push(Finding::new("figure.table-prose", Severity::Warning, Message::new(en, zh), evidence).found(printed(table)));
            }
        }
    }
}

/// Whether a value without a year of its own is the indicator's for some other year.
fn said_of_another_year(indicator: &Indicator, guessed: &Target) -> bool {
    let others = indicator.targets.iter().filter(|other| other.node != guessed.node && other.role != "reference");
    others.into_iter().any(|other| same_unit(other, guessed) && in_one_unit(other, guessed).is_some_and(|(x, y)| alike(x, y)))
}

/// Whether the sentence breaks off in the middle of the figure.
fn cut_off(target: &Target) -> bool {
    let quote = target.evidence.first().map_or("", |proof| proof.quote.trim_end());
    target.source == "prose" && target.value.is_some_and(|value| quote.ends_with(&plain(value)))
}

/// How far a value lies beyond a bound, as a share of the bound.
fn gap(a: &Target, b: &Target) -> f64 {
    match in_one_unit(a, b) {
        Some((x, y)) if y != 0.0 => ((x - y) / y).abs(),
        _ => 0.0,
    }
}

/// Whether what the sentence says is, of all values, the higher level's: the likeliest way that it got there.
fn borrowed(indicator: &Indicator, year: i64, prose: &Target, table: &Target) -> (String, String) {
    let same = |target: &&Target| {
        target.role == "reference"
            && target.year == Some(year)
            && target.value.is_some()
            && target.value == prose.value
            && target.value != table.value
    };
    match indicator.targets.iter().find(same) {
        Some(_) => (" (which is the higher level's figure in the table)".into(), "（该数等于表中上级地区的数值）".into()),
        None => (String::new(), String::new()),
    }
}

/// Whether two values are both what is there by that year: not what is added (新建基站4800座), nor what is hoped for beyond the
/// target of the same sentence (达到300吨，力争达到350吨).
fn comparable(indicator: &Indicator, a: &Target, b: &Target) -> bool {
    let clause = |target: &Target| target.evidence.first().and_then(|proof| clause_of(&proof.quote, target.value?));
    let added = |target: &Target| {
        let is_added = |clause: &str| any_in("added", clause) && !any_in("in-all", clause) && !any_in("added", &indicator.name);
        target.source == "prose" && clause(target).is_some_and(|clause| is_added(&clause))
    };
    let hoped = |target: &Target| clause(target).is_some_and(|clause| any_in("hoped", &clause));
    let together = a.source == "prose" && a.evidence.first() == b.evidence.first();
    !(added(a) || added(b) || (together && (hoped(a) || hoped(b))))
}

/// Whether one of two values is, to the digit, what is to come to the base to make the other: 培育企业42家 where 48 are to become 90.
fn makes_up(indicator: &Indicator, a: &Target, b: &Target) -> bool {
    let bases = indicator.targets.iter().filter(|base| base.role == "actual" && base.year < a.year && same_unit(base, a));
    let (less, more) = if a.value < b.value { (a, b) } else { (b, a) };
    less.source == "prose"
        && bases.into_iter().any(|base| {
            let sum = in_one_unit(less, base).zip(in_one_unit(less, more));
            sum.is_some_and(|((less, base), (_, more))| (less + base - more).abs() < 1e-6 * more.abs().max(1.0))
        })
}

/// The clause of a sentence that prints a value, up to it.
fn clause_of(sentence: &str, value: f64) -> Option<String> {
    let printed = plain(value);
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    let (at, _) = sentence.match_indices(printed.as_str()).find(|(at, _)| {
        let whole = |rest: &str, next: Option<char>| !rest.ends_with(digit) && !next.is_some_and(digit);
        whole(&sentence[..*at], sentence[at + printed.len()..].chars().next())
    })?;
    sentence[..at].rsplit(['，', '。', '；', '、', '：']).next().map(str::to_owned)
}

fn same_unit(a: &Target, b: &Target) -> bool {
    let (a, b) = (scale(&a.unit).1, scale(&b.unit).1);
    a.is_empty() || b.is_empty() || a == b
}

/// The values of two targets in one unit.
fn in_one_unit(a: &Target, b: &Target) -> Option<(f64, f64)> {
    let factor = match (a.unit.is_empty(), b.unit.is_empty()) {
        (false, false) => scale(&b.unit).0 / scale(&a.unit).0,
        _ => 1.0,
    };
    Some((a.value?, b.value? * factor))
}

/// Values in order of year, of one source, each against the one before: a later one should not be worse.
fn stages(indicator: &Indicator, found: &mut Vec<Finding>) {
    for source in ["table", "prose"] {
        let mut own: Vec<&Target> = indicator
            .targets
            .iter()
            .filter(|target| target.source == source && target.role != "reference" && target.value.is_some() && target.year.is_some())
            .filter(|target| !target.guessed)
            .collect();
        own.sort_by_key(|target| target.year);
        // Three values that fall one after the other are meant to fall, whatever the name says.
        let falls = own.len() > 2 && own.windows(2).all(|pair| pair[1].value < pair[0].value);
        for pair in own.windows(2).filter(|pair| pair[0].year < pair[1].year && same_unit(pair[0], pair[1])) {
            let Some((before, after)) = in_one_unit(pair[0], pair[1]) else { continue };
            let worse = if lower_is_better(indicator) { after > before } else { after < before && !falls };
            if !worse || pair[1].role == "actual" {
                continue;
            }
            let from_base = pair[0].role == "actual";
            let code = if from_base { "figure.below-base" } else { "figure.stages" };
            let (first, second) = (pair[0].year.unwrap_or_default(), pair[1].year.unwrap_or_default());
            let (en_what, zh_what) = if from_base { ("the base", "基期值") } else { ("the earlier target", "前一阶段目标") };
            let en = format!(
                "{}: the target of {second} ({}) is behind {en_what} of {first} ({})",
                indicator.name,
                printed(pair[1]),
                printed(pair[0])
            );
            let zh =
                format!("{}：{second}年目标（{}）落后于{first}年的{zh_what}（{}）", indicator.name, printed(pair[1]), printed(pair[0]));
            let evidence = [pair[1].evidence.clone(), pair[0].evidence.clone()].concat();
            found.push(Finding::new(code, Severity::Warning, Message::new(en, zh), evidence).found(printed(pair[1])));
        }
    }
}

/// Whether less of an indicator is better: its name says so, or a sentence lets it fall.
fn lower_is_better(indicator: &Indicator) -> bool {
    indicator.lower_is_better || indicator.targets.iter().any(falls_to)
}

/// Whether the sentence of a value says that it is to fall: 由800吨下降到720吨.
fn falls_to(target: &Target) -> bool {
    let quote = target.evidence.first().map_or("", |proof| &proof.quote);
    let clause = target.value.and_then(|value| clause_of(quote, value));
    target.source == "prose" && clause.is_some_and(|clause| any_in("falls", &clause) || any_in("at-most", &clause))
}

/// Targets below what the table prints for a higher level. Only for shares and ratios: a city's number of firms is bound
/// to be below the province's.
fn higher_level(indicator: &Indicator, found: &mut Vec<Finding>) {
    let ratio = |target: &Target| target.unit.contains('%') || any_in("share", &indicator.name);
    for reference in indicator.targets.iter().filter(|target| target.role == "reference" && ratio(target)) {
        for own in indicator
            .targets
            .iter()
            .filter(|target| target.role == "target" && target.year == reference.year && target.source == reference.source)
        {
            let (Some(theirs), Some(ours)) = (reference.value, own.value) else { continue };
            let behind = if lower_is_better(indicator) { ours > theirs } else { ours < theirs };
            if behind {
                let year = own.year.unwrap_or_default();
                let en = format!(
                    "{}: the target of {year} ({}) is behind the higher level's ({})",
                    indicator.name,
                    printed(own),
                    printed(reference)
                );
                let zh = format!("{}：{year}年目标（{}）低于上级地区的数值（{}）", indicator.name, printed(own), printed(reference));
                let mut evidence = own.evidence.clone();
                evidence.extend(reference.evidence.iter().filter(|proof| !own.evidence.contains(proof)).cloned());
                found.push(
                    Finding::new("figure.below-reference", Severity::Warning, Message::new(en, zh), evidence)
                        .found(printed(own))
                        .expected(printed(reference)),
                );
            }
        }
    }
}

/// `…达到42%，低于全省45%的平均水平`: the sentence of a target that gives the higher level's share as well.
fn higher_level_in_prose(indicator: &Indicator, found: &mut Vec<Finding>) {
    let shares = indicator.targets.iter().filter(|target| target.source == "prose" && target.role == "target" && target.unit.contains('%'));
    for target in shares {
        let (Some(ours), Some(proof)) = (target.value, target.evidence.first()) else { continue };
        let Some((level, theirs)) = share_of_higher_level(&proof.quote, ours) else { continue };
        let behind = if lower_is_better(indicator) { ours > theirs } else { ours < theirs };
        if behind && !alike(ours, theirs) {
            let (value, theirs) = (printed(target), format!("{}%", plain(theirs)));
            let en = format!(
                "{}: the target ({value}) is behind what the sentence gives for the higher level ({level}: {theirs})",
                indicator.name
            );
            let zh = format!("{}：目标（{value}）落后于本句所给的{level}数值（{theirs}）", indicator.name);
            let finding = Finding::new("figure.below-reference", Severity::Warning, Message::new(en, zh), vec![proof.clone()]);
            found.push(finding.found(value).expected(theirs));
        }
    }
}

/// The level and its percentage in a sentence that gives exactly one other, or in the clause right behind the plan's own.
fn share_of_higher_level(sentence: &str, ours: f64) -> Option<(&'static str, f64)> {
    let percents = |text: &str| text.matches(['%', '％']).count();
    if percents(sentence) == 2 {
        return share_in(sentence);
    }
    let own = [format!("{}%", plain(ours)), format!("{}％", plain(ours))];
    let rest = own.iter().find_map(|own| sentence.split_once(own.as_str()).map(|(_, rest)| rest))?;
    let clause = rest.trim_start_matches(['，', '（', '以', '上']).split(['，', '；', '。', '）']).next()?;
    (percents(clause) == 1).then(|| share_in(clause)).flatten()
}

/// `全省45%`: a level with a percentage close behind it.
fn share_in(text: &str) -> Option<(&'static str, f64)> {
    let levels = words("higher-level").iter().filter(|level| level.chars().count() > 1);
    levels.flat_map(|level| text.match_indices(level.as_str()).map(move |(at, _)| (level.as_str(), &text[at + level.len()..]))).find_map(
        |(level, after)| {
            let words = after.split(['，', '。', '；', '、']).next()?;
            let figure: String =
                words.chars().skip_while(|c| !c.is_ascii_digit()).take_while(|c| c.is_ascii_digit() || *c == '.').collect();
            let far = words.chars().take_while(|c| !c.is_ascii_digit()).count() > 8;
            let percent = words.split_once(figure.as_str()).is_some_and(|(_, rest)| rest.starts_with(['%', '％']));
            (!far && percent).then_some(())?;
            Some((level, figure.parse().ok()?))
        },
    )
}

/// One indicator printed in two units.
fn units(indicator: &Indicator, found: &mut Vec<Finding>) {
    let mut seen: Vec<&Target> = Vec::new();
    // 14所 and 0.6万元 are no two units of one quantity, but two quantities.
    let money = |target: &Target| target.unit.ends_with('元');
    let first = indicator.targets.iter().find(|target| !target.unit.is_empty());
    let same_kind = |target: &&Target| first.is_some_and(|first| money(first) == money(target));
    for target in indicator.targets.iter().filter(|target| !target.unit.is_empty()).filter(same_kind) {
        if seen.iter().all(|other| !same_unit(other, target)) {
            seen.push(target);
        }
    }
    if let [first, second, ..] = seen.as_slice() {
        let en = format!("{} is given in {} and in {}", indicator.name, first.unit, second.unit);
        let zh = format!("{}的单位前后不一：{}、{}", indicator.name, first.unit, second.unit);
        let evidence = [first.evidence.clone(), second.evidence.clone()].concat();
        found.push(
            Finding::new("figure.unit", Severity::Warning, Message::new(en, zh), evidence)
                .found(second.unit.clone())
                .expected(first.unit.clone()),
        );
    }
}
