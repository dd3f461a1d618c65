//! Growth over a year whose value stands elsewhere: `达到360亿元，较2023年增长50%`, with 240 for 2023 in the table.

use super::numbers::{Number, numbers};
use super::rises::{Said, all_said, contradicted, measures, severity};
use crate::audit::Plan;
use crate::audit::facts::{Indicator, Target};
use crate::audit::figures::printed::{Printed, show};
use crate::audit::finding::Finding;
use crate::audit::words::{any_in, prefix};
use crate::base::Message;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for indicator in plan.facts.indicators() {
        for target in indicator.targets.iter().filter(|target| target.source == "prose" && target.role != "reference") {
            claims(&indicator, target, found);
        }
    }
}

/// What the sentence of a target says of its growth: over the year it names, and by the year.
fn claims(indicator: &Indicator, target: &Target, found: &mut Vec<Finding>) {
    let (Some(value), Some(proof)) = (target.value, target.evidence.first()) else { return };
    let text = &*proof.quote;
    let numbers = numbers(text);
    let same = |number: &&Number<'_>| number.printed.value == value && number.unit == target.unit;
    let Some(own) = numbers.iter().find(same).filter(|_| !any_in("deflated", text)) else { return };
    let rest = &text[own.end + own.unit.len()..];
    // A value that is only a bound may grow by more than it says.
    let Some(clause) = rest.strip_prefix('，').or_else(|| rest.strip_prefix('（')) else { return };
    if let Some((year, times)) = multiple(clause) {
        found.extend(multiplied(indicator, base(indicator, year, Some(target)), (&own.printed, target), &times));
        return;
    }
    let Some(lead) = prefix("than", clause) else { return };
    let since = &clause[lead.len()..];
    let Some((year, behind)) = year_at(since) else { return };
    let all = all_said(behind);
    let Some(base) = base(indicator, year, Some(target)) else { return };
    let years = target.year.and_then(|own| u32::try_from(own - year).ok()).filter(|years| *years > 0);
    for said in &all {
        found.extend(judged(indicator, (base, year), (&own.printed, target), said, years));
    }
}

/// The year that a text begins with, and what stands behind it.
pub fn year_at(text: &str) -> Option<(i64, &str)> {
    let (year, behind) = text.split_once('年')?;
    Some((year.parse().ok()?, behind.trim_start_matches(['末', '底', '度'])))
}

/// `是2020年的1.8倍`, `达到2020年的2倍以上`: the year, and how many times its value.
pub fn multiple(clause: &str) -> Option<(i64, Times)> {
    let rest = ["是", "为", "达到", "相当于"].iter().find_map(|verb| clause.strip_prefix(verb))?;
    let (year, rest) = rest.split_once("年的")?;
    let (times, behind) = rest.split_once('倍')?;
    let at_least = behind.starts_with("以上") || behind.starts_with('多');
    let about = behind.starts_with("左右");
    Some((year.parse().ok()?, Times { printed: Printed::parse(times)?, at_least, about }))
}

/// A multiple as it is printed.
pub struct Times {
    printed: Printed,
    at_least: bool,
    about: bool,
}

impl Times {
    /// Whether `to` is so many times `from`, as exactly as the three are printed.
    fn fit(&self, from: &Printed, to: &Printed) -> bool {
        let (times, exact) = (&self.printed, to.value / from.value);
        let low = (to.value - to.half_unit()) / (from.value + from.half_unit());
        let high = (to.value + to.half_unit()) / (from.value - from.half_unit());
        let slack = times.half_unit() * if self.about { 3.0 } else { 1.0 };
        let near = times.prints(exact) || (times.value >= low - slack && times.value <= high + slack);
        if self.at_least { high >= times.value } else { near }
    }
}

/// A multiple against the values that the indicator has for the two years.
pub fn multiplied(indicator: &Indicator, base: Option<&Target>, (own, target): (&Printed, &Target), times: &Times) -> Option<Finding> {
    let from = Printed::parse(&show(base?.value?, 6)).filter(|from| from.value > 0.0)?;
    if times.fit(&from, own) {
        return None;
    }
    let times = &times.printed;
    let exact = own.value / from.value;
    let (name, unit, expected) = (&indicator.name, &target.unit, show(exact, times.decimals.max(1)));
    let en = format!("{name}: {}{unit} is printed as {} times {}{unit}, but is {expected} times", own.text, times.text, from.text);
    let zh = format!("{name}：称{}{unit}是{}{unit}的{}倍，应为{expected}倍", own.text, from.text, times.text);
    let evidence = [target.evidence.clone(), base?.evidence.clone()].concat();
    let finding = Finding::new("figure.growth", severity(unit, name, true), Message::new(en, zh), evidence);
    Some(finding.found(format!("{}倍", times.text)).expected(format!("{expected}倍")))
}

/// The indicator's value of a year, from another sentence or the table.
pub fn base<'a>(indicator: &'a Indicator, year: i64, own: Option<&Target>) -> Option<&'a Target> {
    let other = |other: &&Target| own.is_none_or(|own| other.node != own.node && other.unit == own.unit);
    let others = indicator.targets.iter().filter(other).filter(|other| other.role != "reference" && !other.guessed);
    let of_year = others.filter(|other| other.year == Some(year) && other.value.is_some() && matches!(other.bound.as_str(), "" | "eq"));
    // Two values of one year are a finding of their own; which is the base, nobody can tell.
    let values: Vec<&Target> = of_year.collect();
    values.first().filter(|first| values.iter().all(|other| other.value == first.value)).copied()
}

fn judged(
    indicator: &Indicator,
    (base, year): (&Target, i64),
    (own, target): (&Printed, &Target),
    said: &Said<'_>,
    years: Option<u32>,
) -> Option<Finding> {
    let from = Printed::parse(&show(base.value?, 6))?;
    let wrong = contradicted(&from, own, said, &measures(&target.unit, said, years))?;
    let expected = said.as_printed(wrong.exact);
    let (printed, before, after) = (said.number.shown(), format!("{}{}", from.text, base.unit), format!("{}{}", own.text, target.unit));
    let (name, until) = (&indicator.name, target.year.map_or_else(String::new, |year| format!(" ({year})")));
    let en = format!("{name}: a growth of {printed} is printed, but from {before} ({year}) to {after}{until} it is {expected}");
    let zh = format!("{name}：称{}{}{printed}，而由{before}（{year}年）到{after}应为{expected}", said.yearly.unwrap_or(""), said.verb);
    let evidence = [target.evidence.clone(), base.evidence.clone()].concat();
    let severity = severity(&target.unit, &format!("{name}{}", evidence.first().map_or("", |proof| &proof.quote)), wrong.sure);
    Some(Finding::new("figure.growth", severity, Message::new(en, zh), evidence).found(printed).expected(expected))
}
