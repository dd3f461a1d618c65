//! What sentences say in passing of an indicator, against its other values: `2023年，…企业150家，其中规模以上企业54家`.

use super::bases::{base, multiple, multiplied, year_at};
use super::mentions::{Bound, Value, named, values};
use super::numbers::{Number, numbers};
use super::rises::{Contradiction, Said, all_said, contradicted, measures, severity};
use crate::audit::Plan;
use crate::audit::facts::{Indicator, Target};
use crate::audit::figures::printed::{Printed, show};
use crate::audit::finding::{Finding, Severity};
use crate::audit::words::{any_in, prefix};
use crate::base::Message;
use crate::model::Evidence;

/// Where a growth stands right behind it, a short name (in characters) tells enough.
const AN_INCREASE: usize = 4;
/// A bound that is farther from the table's value, as a share of it, is another target.
const LOOSE: f64 = 0.02;
/// How far a rounded value may be off, as a share.
const ROUNDED: f64 = 0.05;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let indicators = plan.facts.indicators();
    let mut year = None;
    let mut line = 0;
    for sentence in plan.sentences() {
        // A paragraph that begins with a year keeps it until another is named.
        if sentence.line != line {
            (line, year) = (sentence.line, opening_year(&sentence.quote));
        }
        if !sentence.quote.contains(|c: char| c.is_ascii_digit() || c == '成') {
            continue;
        }
        for indicator in &indicators {
            let tabled = indicator.targets.iter().any(|target| target.source == "table");
            let said = if tabled { values(indicator, &sentence.quote) } else { Vec::new() };
            found.extend(said.iter().filter_map(|value| against_table(indicator, value, sentence, year)));
            found.extend(increment(indicator, sentence, year));
        }
    }
}

/// `2023年，…`, `到2025年，…`.
fn opening_year(text: &str) -> Option<i64> {
    let first = numbers(text).into_iter().next().filter(|number| number.start <= "截至".len())?;
    first.year().map(i64::from)
}

/// A value that a sentence gives, against the table's of that year.
fn against_table(indicator: &Indicator, said: &Value<'_>, sentence: &Evidence, opening: Option<i64>) -> Option<Finding> {
    let year = said.year.or(opening)?;
    let mut of_table = indicator.targets.iter().filter(|target| target.source == "table" && target.role != "reference");
    let table = of_table.find(|target| target.year == Some(year))?;
    // What the graph holds as the indicator's value of that year is judged with its other values.
    let known = |target: &Target| {
        let here = target.source == "prose" && target.evidence.iter().any(|proof| proof.start == sentence.start);
        here && target.year == Some(year) && target.value == Some(said.number.printed.value)
    };
    let per = table.unit.split('/').next().unwrap_or(&table.unit);
    let same_unit = table.unit == said.number.unit || per == said.number.unit || (said.number.percent() && table.unit == "%");
    if indicator.targets.iter().any(known) || !same_unit {
        return None;
    }
    let value = Printed::parse(&show(table.value?, 6))?;
    let (theirs, own) = (value.value, said.number.printed.value);
    let off = (own - theirs) / theirs.abs().max(f64::MIN_POSITIVE);
    let agrees = match said.bound {
        Bound::Equal => said.number.printed.prints(theirs) || value.prints(own),
        Bound::AtLeast => (-LOOSE..=1e-9).contains(&off),
        Bound::AtMost => (-1e-9..=LOOSE).contains(&off),
        Bound::About => off.abs() <= ROUNDED,
    };
    if agrees {
        return None;
    }
    let name = &indicator.name;
    let (printed, said) = (format!("{}{}", value.text, table.unit), said.number.shown());
    let en = format!("{name} in {year}: the table prints {printed}, a sentence says {said}");
    let zh = format!("{name}{year}年的值：表中为{printed}，正文为{said}");
    let mut evidence = table.evidence.clone();
    evidence.push(sentence.clone());
    Some(Finding::new("figure.table-prose", Severity::Warning, Message::new(en, zh), evidence).found(printed))
}

/// The growth that a sentence gives an indicator whose two values stand elsewhere: `与2022年相比，到2025年养老床位增加1000张`,
/// `养老床位较2022年增长五成`, `养老床位是2022年的2倍`.
fn increment(indicator: &Indicator, sentence: &Evidence, opening: Option<i64>) -> Option<Finding> {
    let text = &*sentence.quote;
    let (start, end) = named(indicator, text, AN_INCREASE).filter(|_| !any_in("deflated", text))?;
    let numbers = numbers(text);
    let rest = &text[end..];
    let before: Vec<i64> = numbers.iter().filter(|number| number.end <= start).filter_map(Number::year).map(i64::from).collect();
    let value = |year: i64| {
        let mut of_table = indicator.targets.iter().filter(|target| target.source == "table" && target.role != "reference");
        let of_table = of_table.find(|target| target.year == Some(year) && target.value.is_some());
        of_table.or_else(|| base(indicator, year, None))
    };
    if let Some((year, times)) = multiple(rest) {
        let until = before.iter().copied().filter(|until| *until != year).max().or(opening)?;
        let to = value(until)?;
        return multiplied(indicator, value(year), (&Printed::parse(&show(to.value?, 6))?, to), &times);
    }
    let (first, last, said) = match since(rest) {
        Some((year, behind)) => {
            let said = all_said(behind);
            let until = before.iter().copied().filter(|until| *until != year).max();
            let reached = || said.last().and_then(|said| reached_in(&behind[said.number.end + said.number.unit.len()..]));
            (year, until.or_else(reached).or(opening)?, said)
        }
        None => (*before.iter().min()?, *before.iter().max()?, all_said(rest)),
    };
    if first >= last {
        return None;
    }
    let (from, to) = (value(first)?, value(last).filter(|to| to.evidence.first() != Some(sentence))?);
    let (before, after) = (Printed::parse(&show(from.value?, 6))?, Printed::parse(&show(to.value?, 6))?);
    let over = u32::try_from(last - first).ok();
    let judge = |said: &Said<'_>| contradicted(&before, &after, said, &measures(&from.unit, said, over));
    let (wrong, said): (Contradiction, &Said<'_>) = said.iter().find_map(|said| Some((judge(said)?, said)))?;
    let expected = said.as_printed(wrong.exact);
    let (name, printed, unit) = (&indicator.name, said.number.shown(), &from.unit);
    let en = format!("{name}: a growth of {printed} is printed, but from {}{unit} to {}{unit} it is {expected}", before.text, after.text);
    let zh = format!("{name}：称{}{printed}，而由{}{unit}到{}{unit}应为{expected}", said.verb, before.text, after.text);
    let mut evidence = vec![sentence.clone()];
    evidence.extend(from.evidence.iter().cloned());
    evidence.extend(to.evidence.iter().filter(|proof| !from.evidence.contains(proof)).cloned());
    let finding = Finding::new("figure.growth", severity(unit, name, wrong.sure), Message::new(en, zh), evidence);
    Some(finding.found(printed).expected(expected))
}

/// `较2020年末增长五成`: the year, and what is said of the growth since.
fn since(rest: &str) -> Option<(i64, &str)> {
    let lead = prefix("than", rest)?;
    let (year, behind) = year_at(&rest[lead.len()..])?;
    Some((year, behind.strip_prefix("相比").unwrap_or(behind).trim_start_matches('，')))
}

/// `，2025年达到250座`: the year of the value that the growth leads to.
fn reached_in(behind: &str) -> Option<i64> {
    let clause = behind.strip_prefix('，')?;
    let clause = clause.strip_prefix('到').unwrap_or(clause);
    let (year, rest) = year_at(clause)?;
    (prefix("is", rest.trim_start_matches('，')).is_some()).then_some(year)
}
