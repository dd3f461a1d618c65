//! Values that a sentence gives in passing to an indicator of the table: `2023年，…企业150家，其中规模以上企业54家`.

use super::numbers::{Number, numbers};
use super::rises::{all_said, contradicted, measures, severity};
use crate::audit::Plan;
use crate::audit::facts::{Indicator, Target};
use crate::audit::figures::printed::{Printed, show};
use crate::audit::finding::{Finding, Severity};
use crate::audit::words::{any_in, prefix, suffix};
use crate::base::Message;
use crate::model::Evidence;

/// A shorter name (in characters) is a part of too many others.
const A_NAME: usize = 5;
/// Where a growth stands right behind it, a shorter one tells enough.
const AN_INCREASE: usize = 4;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let tabled = |indicator: &Indicator| indicator.targets.iter().any(|target| target.source == "table");
    let indicators: Vec<Indicator> = plan.facts.indicators().into_iter().filter(tabled).collect();
    let mut year = None;
    let mut line = 0;
    for sentence in plan.sentences() {
        // A paragraph that begins with a year keeps it until another is named.
        if sentence.line != line {
            (line, year) = (sentence.line, opening_year(&sentence.quote));
        }
        for indicator in &indicators {
            found.extend(said(indicator, sentence, year));
            found.extend(increment(indicator, sentence));
        }
    }
}

/// `2023年，…`, `到2025年，…`.
fn opening_year(text: &str) -> Option<i64> {
    let first = numbers(text).into_iter().next().filter(|number| number.start <= "截至".len())?;
    first.year().map(i64::from)
}

/// A value that the sentence gives right behind the indicator's name, against the table's of that year.
fn said(indicator: &Indicator, sentence: &Evidence, opening: Option<i64>) -> Option<Finding> {
    let (name, text) = (indicator.name.as_str(), &*sentence.quote);
    if name.chars().count() < A_NAME {
        return None;
    }
    let numbers = numbers(text);
    let (at, _) = text.match_indices(name).find(|(at, _)| begins(&text[..*at]))?;
    let end = at + name.len();
    let number = numbers.iter().find(|number| number.start >= end)?;
    let between = &text[end..number.start];
    let direct = between.is_empty() || prefix("is", between).is_some_and(|verb| verb == between);
    let behind = &text[number.end + number.unit.len()..];
    let bounded = ["以上", "以下", "左右", "以内", "—", "-", "～", "~"].iter().any(|bound| behind.starts_with(bound));
    if !direct || bounded || number.unit.is_empty() {
        return None;
    }
    // The nearest year in front of the value.
    let own = numbers.iter().rfind(|other| other.start < number.start && other.is_year()).and_then(Number::year);
    let year = own.map(i64::from).or(opening)?;
    let table =
        indicator.targets.iter().find(|target| target.source == "table" && target.role != "reference" && target.year == Some(year))?;
    let known = |target: &Target| target.source == "prose" && target.evidence.iter().any(|proof| proof.start == sentence.start);
    let clause = text[..at].rsplit(['，', '。', '；', '：']).next().unwrap_or("");
    if indicator.targets.iter().any(known) || table.unit != number.unit || any_in("added", clause) {
        return None;
    }
    let value = Printed::parse(&show(table.value?, 6))?;
    if number.printed.prints(value.value) || value.prints(number.printed.value) {
        return None;
    }
    let (printed, said) = (format!("{}{}", value.text, table.unit), number.shown());
    let en = format!("{name} in {year}: the table prints {printed}, a sentence says {said}");
    let zh = format!("{name}{year}年的值：表中为{printed}，正文为{said}");
    let mut evidence = table.evidence.clone();
    evidence.push(sentence.clone());
    Some(Finding::new("figure.table-prose", Severity::Warning, Message::new(en, zh), evidence).found(printed))
}

/// `与2022年相比，到2025年养老床位增加1000张，增长33.3%`: the increment of an indicator whose two values the table gives.
fn increment(indicator: &Indicator, sentence: &Evidence) -> Option<Finding> {
    let (name, text) = (indicator.name.as_str(), &*sentence.quote);
    if name.chars().count() < AN_INCREASE || any_in("deflated", text) {
        return None;
    }
    let (at, _) = text.match_indices(name).find(|(at, _)| begins(&text[..*at]))?;
    let all = all_said(&text[at + name.len()..]);
    let years: Vec<i64> = numbers(text).iter().filter(|number| number.start < at).filter_map(Number::year).map(i64::from).collect();
    let (first, last) = (*years.iter().min()?, *years.iter().max()?);
    let of_year = |year: i64| {
        let mut of_table = indicator.targets.iter().filter(|target| target.source == "table" && target.role != "reference");
        of_table.find(|target| target.year == Some(year) && target.value.is_some())
    };
    let (from, to) = (of_year(first)?, of_year(last).filter(|_| first < last)?);
    let (before, after) = (Printed::parse(&show(from.value?, 6))?, Printed::parse(&show(to.value?, 6))?);
    let over = u32::try_from(last - first).ok();
    let (exact, said) =
        all.iter().find_map(|said| Some((contradicted(&before, &after, said, &measures(&from.unit, said, over))?, said)))?;
    let expected = said.as_printed(exact);
    let (printed, unit) = (said.number.shown(), &from.unit);
    let en = format!("{name}: a growth of {printed} is printed, but from {}{unit} to {}{unit} it is {expected}", before.text, after.text);
    let zh = format!("{name}：称{}{printed}，而由{}{unit}到{}{unit}应为{expected}", said.verb, before.text, after.text);
    let evidence = [vec![sentence.clone()], from.evidence.clone()].concat();
    Some(Finding::new("figure.growth", severity(unit, name), Message::new(en, zh), evidence).found(printed).expected(expected))
}

/// Whether a name may begin behind a text, so that it is no part of a longer one (省级海洋牧场).
fn begins(before: &str) -> bool {
    let free = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    free || suffix("whole-area", before).is_some() || before.ends_with("其中") || before.ends_with('年')
}
