//! Growth that a sentence prints beside the two values: `从120家增加到180家，增长50%`, `达到240亿元，比2022年的200亿元增长20%`.

use super::numbers::{Number, numbers};
use crate::audit::enumeration::numeral;
use crate::audit::figures::growth::{Measure, Verdict, judge};
use crate::audit::figures::printed::{Printed, show};
use crate::audit::finding::{Finding, Severity};
use crate::audit::words::{any_in, prefix, words};
use crate::base::Message;
use crate::model::Evidence;

/// A growth as a clause prints it.
#[derive(Clone, Debug)]
pub struct Said<'a> {
    /// 增长, 提高了.
    pub verb: &'static str,
    /// Whether it is the rate of a year, and in which words.
    pub yearly: Option<&'static str>,
    pub number: Number<'a>,
    /// How exact the number is meant to be.
    pub nearness: Nearness,
}

impl Said<'_> {
    /// What the growth should be, as exact and in the unit as it is printed.
    pub fn as_printed(&self, exact: f64) -> String {
        let in_words = self.number.printed.percent && !self.number.unit.starts_with(['%', '％']);
        let unit = if in_words { "%" } else { self.number.unit };
        format!("{}{unit}", show(exact.abs(), self.number.printed.decimals.max(1)))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    Exact,
    /// 约, 左右, 近.
    About,
    /// 三成, 三成半: to the nearest half of a tenth.
    HalfTenth,
    /// 以上, 超过.
    AtLeast,
}

/// Reads `年均增长14.5%左右` or `翻一番` at the head of a text. `None` where something else stands there.
pub fn said(text: &str) -> Option<Said<'_>> {
    if let Some(said) = doubled(text) {
        return Some(said);
    }
    let yearly = prefix("yearly", text);
    let verb = prefix("grows", &text[yearly.map_or(0, str::len)..])?;
    let from = yearly.map_or(0, str::len) + verb.len();
    if let Some(number) = tenths(text, from) {
        return Some(Said { verb, yearly, number, nearness: Nearness::HalfTenth });
    }
    let mut number = numbers(text).into_iter().find(|number| number.start >= from)?;
    let between = &text[from..number.start];
    if number.unit.starts_with('倍') {
        // 增长1.5倍 is 150 percent, as exact as it is printed.
        number.unit = &number.unit[..'倍'.len_utf8()];
        number.printed.value *= 100.0;
        number.printed.decimals = number.printed.decimals.saturating_sub(2);
        number.printed.percent = true;
    }
    let behind = &text[number.end + number.unit.len()..];
    let nearness = match (prefix("about", between), between) {
        (Some(_), _) => Nearness::About,
        (None, "超过" | "超" | "不低于" | "达到") if between != "达到" => Nearness::AtLeast,
        _ if behind.starts_with("左右") || behind.starts_with("上下") => Nearness::About,
        _ if behind.starts_with("以上") => Nearness::AtLeast,
        // 增长1倍 is seldom to the digit.
        _ if number.unit == "倍" => Nearness::About,
        _ => Nearness::Exact,
    };
    (between.chars().count() <= 3 && !between.contains(['，', '。', '；', '、'])).then_some(Said { verb, yearly, number, nearness })
}

/// `翻一番`, `实现翻番`, `翻了两番`: a hundred percent more, three hundred.
fn doubled(text: &str) -> Option<Said<'_>> {
    let lead = ["实现翻", "翻"].into_iter().find(|lead| text.starts_with(lead))?;
    let from = lead.len() + text[lead.len()..].chars().next().filter(|c| *c == '了').map_or(0, char::len_utf8);
    let (times, used) = numeral(&text[from..]).filter(|(times, _)| (1..=4).contains(times)).unwrap_or((1, 0));
    let end = from + used;
    let behind = text[end..].strip_prefix('番')?;
    let nearness = if behind.starts_with("以上") { Nearness::AtLeast } else { Nearness::About };
    let printed = Printed { value: (2_f64.powi(times as i32) - 1.0) * 100.0, decimals: 0, percent: true, text: text[from..end].to_owned() };
    let number = Number { start: from, end, printed, unit: &text[end..end + '番'.len_utf8()] };
    Some(Said { verb: "翻", yearly: None, number, nearness })
}

/// `三成半`, `三成五` at a place of a text: 35 percent.
pub fn tenths(text: &str, from: usize) -> Option<Number<'_>> {
    let rest = text.get(from..)?;
    let (tenths, used) = numeral(rest).filter(|(tenths, _)| *tenths < 10)?;
    let behind = &rest[used..];
    let (ones, length) = match behind.strip_prefix('成')? {
        half if half.starts_with('半') => (5, '半'.len_utf8()),
        rest => numeral(rest).filter(|(ones, used)| *ones < 10 && *used == '五'.len_utf8()).unwrap_or((0, 0)),
    };
    let unit = &behind[..'成'.len_utf8() + length];
    let value = (tenths * 10 + ones) as f64;
    let printed = Printed { value, decimals: 0, percent: true, text: rest[..used].to_owned() };
    Some(Number { start: from, end: from + used, printed, unit })
}

/// The growths that a text begins with, clause by clause: 增加600张，增长25%.
pub fn all_said(text: &str) -> Vec<Said<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(said) = said(rest) {
        let behind = &rest[said.number.end + said.number.unit.len()..];
        let behind = ["左右", "上下", "以上"].iter().find_map(|tail| behind.strip_prefix(tail)).unwrap_or(behind);
        found.push(said);
        let Some(next) = behind.strip_prefix(['，', '、']) else { break };
        rest = next;
    }
    found
}

/// What a printed growth may mean of two values; none where it cannot be held against them.
pub fn measures(from_unit: &str, said: &Said<'_>, years: Option<u32>) -> Vec<Measure> {
    let percent = from_unit.starts_with(['%', '％']);
    match said.yearly {
        Some(_) if said.number.percent() && !percent => years.map(Measure::Yearly).into_iter().collect(),
        Some(_) => Vec::new(),
        None if said.number.unit.starts_with("个百分点") && percent => vec![Measure::Difference],
        // Of a share “提高10%” may mean points or the relative growth: wrong is what is neither.
        None if said.number.percent() && percent => vec![Measure::Difference, Measure::Relative],
        None if said.number.percent() || said.number.unit.starts_with('倍') => vec![Measure::Relative],
        None if said.number.unit == from_unit => vec![Measure::Difference],
        None => Vec::new(),
    }
}

/// What a growth should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contradiction {
    pub exact: f64,
    /// No rounding explains the printed growth. Where one does, an author who subtracts what is printed has slipped all the same.
    pub sure: bool,
}

/// What the growth should be, where it is none of what it may mean.
pub fn contradicted(from: &Printed, to: &Printed, said: &Said<'_>, measures: &[Measure]) -> Option<Contradiction> {
    let growth = &said.number.printed;
    let verdicts: Vec<Verdict> = measures.iter().map(|&measure| judge(from, to, growth, measure)).collect::<Option<_>>()?;
    let sure = verdicts.iter().all(|verdict| matches!(verdict, Verdict::Off(_)));
    let subtracted = from.decimals == to.decimals && to.decimals == growth.decimals && measures == [Measure::Difference];
    let exact = match verdicts.as_slice() {
        &[Verdict::Off(exact), ..] if sure => exact,
        [Verdict::WithinRounding] if subtracted && said.nearness == Nearness::Exact => to.value - from.value,
        _ => return None,
    };
    let printed = growth.value;
    let near = |exact: f64| match said.nearness {
        Nearness::Exact => false,
        Nearness::About => (exact.abs() - printed).abs() <= (printed * 0.15).max(1.0),
        Nearness::HalfTenth => (exact.abs() - printed).abs() <= 2.5,
        Nearness::AtLeast => exact.abs() >= printed,
    };
    let explained = verdicts.iter().any(|verdict| matches!(verdict, Verdict::Off(exact) if near(*exact)));
    (!explained).then_some(Contradiction { exact, sure })
}

/// How grave a wrong growth is: that of money is often reckoned at constant prices, of accounts nearly always.
pub fn severity(unit: &str, text: &str, sure: bool) -> Severity {
    match (unit.ends_with('元'), any_in("real-growth", text)) {
        (true, true) => Severity::Note,
        (false, _) if sure => Severity::Error,
        _ => Severity::Warning,
    }
}

/// What the second figure of a sentence says of the first, against the growth.
pub fn growth(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    if any_in("deflated", text) {
        return None;
    }
    let rises: Vec<Rise<'_>> = from_to(text).into_iter().chain(compared(text)).chain(since(text)).collect();
    let claims = rises.iter().flat_map(|rise| rise.said.iter().map(move |said| (rise, said)));
    let judged = claims.into_iter().find_map(|(Rise { from, to, years, .. }, said)| {
        Some((contradicted(&from.printed, &to.printed, said, &measures(from.unit, said, *years))?, said, from, to))
    });
    let Some((wrong, said, from, to)) = judged else { return rises.iter().find_map(|rise| turned(rise, sentence)) };
    let expected = said.as_printed(wrong.exact);
    let (printed, before, after) = (said.number.shown(), from.shown(), to.shown());
    let en = format!("the sentence prints a growth of {printed}, but from {before} to {after} it is {expected}");
    let zh = format!("本句称{}{}{printed}，而由{before}到{after}应为{expected}", said.yearly.unwrap_or(""), said.verb);
    let finding = Finding::new("figure.growth", severity(from.unit, text, wrong.sure), Message::new(en, zh), vec![sentence.clone()]);
    Some(finding.found(printed).expected(expected))
}

/// A value that is said to fall and rises, or the other way round: 由12%降至15%.
fn turned(rise: &Rise<'_>, sentence: &Evidence) -> Option<Finding> {
    let verb = rise.verb?;
    let (before, after) = (rise.from.printed.value, rise.to.printed.value);
    let falls = any_in("falls", verb);
    if before == after || (after < before) == falls {
        return None;
    }
    let (from, to) = (rise.from.shown(), rise.to.shown());
    let en = format!("the sentence says {verb}, but {to} is {} than {from}", if falls { "more" } else { "less" });
    let zh = format!("本句称“{verb}”，而{to}{}{from}", if falls { "高于" } else { "低于" });
    let finding = Finding::new("figure.growth", Severity::Warning, Message::new(en, zh), vec![sentence.clone()]);
    Some(finding.found(to))
}

struct Rise<'a> {
    from: Number<'a>,
    to: Number<'a>,
    /// The words between them: 增加到, 降至.
    verb: Option<&'static str>,
    said: Vec<Said<'a>>,
    /// Between the two values, where both say theirs.
    years: Option<u32>,
}

/// `从2020年的120家增加到2025年的180家，增长50%`.
fn from_to(text: &str) -> Option<Rise<'_>> {
    let (at, verb) = words("rises-to").iter().filter_map(|verb| text.find(verb.as_str()).map(|at| (at, verb))).min()?;
    let numbers = numbers(text);
    let start = text[..at].rfind(['。', '；']).unwrap_or(0);
    let lead = words("growth-lead").iter().filter_map(|lead| text[start..at].rfind(lead.as_str())).max()? + start;
    let from = numbers.iter().rfind(|number| number.start > lead && number.end <= at && !number.is_year())?;
    let to = numbers.iter().find(|number| number.start >= at + verb.len() && !number.is_year())?;
    let between = text.get(from.end + from.unit.len()..at)?;
    let broken = |text: &str| text.contains(['，', '。', '；']);
    if from.unit != to.unit || from.unit.is_empty() || between.chars().count() > 4 || broken(between) || broken(&text[at..to.start]) {
        return None;
    }
    let said = text[to.end..].split_once('，').map_or_else(Vec::new, |(_, clause)| all_said(clause));
    let first = numbers.iter().rfind(|number| number.start > lead && number.start < from.start).and_then(Number::year);
    let last = numbers.iter().find(|number| number.start >= at && number.start < to.start).and_then(Number::year);
    let years = first.zip(last).and_then(|(first, last)| last.checked_sub(first)).filter(|years| *years > 0);
    Some(Rise { from: from.clone(), to: to.clone(), verb: Some(verb), said, years })
}

/// `达到240亿元，比2022年的200亿元增长20%`: the value that was stands behind the one that is.
fn compared<'a>(text: &'a str) -> Vec<Rise<'a>> {
    let numbers = numbers(text);
    let values = || numbers.iter().filter(|number| !number.is_year() && !number.unit.is_empty());
    let rise = |(to, from): (&Number<'a>, &Number<'a>)| {
        let between = &text[to.end + to.unit.len()..from.start];
        let clause = between.strip_prefix('，').or_else(|| between.strip_prefix('（'))?;
        let lead = prefix("than", clause)?;
        let since = &clause[lead.len()..];
        let direct = since.is_empty() || (since.ends_with('的') && since.chars().count() <= 8 && !since.contains(['，', '。', '；']));
        let said = all_said(text[from.end + from.unit.len()..].trim_start_matches('，'));
        (from.unit == to.unit && direct).then(|| Rise { from: from.clone(), to: to.clone(), verb: None, said, years: None })
    };
    values().zip(values().skip(1)).filter_map(rise).collect()
}

/// `240个，比2015年增加120个，增长1倍`: what was is what is, less the increase.
fn since<'a>(text: &'a str) -> Option<Rise<'a>> {
    let numbers = numbers(text);
    let values: Vec<&Number<'a>> = numbers.iter().filter(|number| !number.is_year() && !number.unit.is_empty()).collect();
    values.iter().find_map(|to| {
        let clause = text[to.end + to.unit.len()..].strip_prefix('，')?;
        let rest = &clause[prefix("than", clause)?.len()..];
        let since = rest.find(|c: char| !c.is_ascii_digit()).map(|at| rest[at..].trim_start_matches(['年', '末', '底']))?;
        let said = all_said(since);
        let [first, ..] = said.as_slice() else { return None };
        let by = &first.number;
        if said.len() < 2 || by.unit != to.unit || by.percent() || to.percent() || first.nearness != Nearness::Exact {
            return None;
        }
        let change = if any_in("falls", first.verb) { -by.printed.value } else { by.printed.value };
        let value = to.printed.value - change;
        let printed = Printed { value, text: show(value, to.printed.decimals), ..to.printed.clone() };
        let from = Number { printed, ..(*to).clone() };
        (value > 0.0).then(|| Rise { from, to: (*to).clone(), verb: None, said: said[1..].to_vec(), years: None })
    })
}

#[cfg(test)]
mod tests {
    use super::{Evidence, growth};

    fn expected(text: &str) -> Option<String> {
        growth(&Evidence { quote: text.into(), ..Evidence::default() }).and_then(|finding| finding.expected)
    }

    #[test]
    fn growth_in_a_sentence_is_recomputed() {
        assert_eq!(expected("企业由2020年的120家增加到2025年的180家，增长40%。").as_deref(), Some("50%"));
        assert_eq!(expected("产能从2020年的100万吨提高到2025年的200万吨，年均增长10%。").as_deref(), Some("14.9%"));
        assert_eq!(expected("覆盖率从80%提高到92%，提高10个百分点。").as_deref(), Some("12个百分点"));
        assert_eq!(expected("床位由300张增加到450张，增加100张。").as_deref(), Some("150张"));
        assert_eq!(expected("处理率从92%提高到97%，提高6个百分点。").as_deref(), Some("5个百分点"));
        assert_eq!(expected("床位由300张增加到450张，翻一番。").as_deref(), Some("50%"));
        for sound in [
            "企业由2020年的120家增加到2025年的180家，增长50%。",
            "企业由2020年的120家增加到2025年的180家，税收增长40%。",
            "企业由2020年的120家增加到2025年的180家，增长45%以上。",
            "企业由2020年的120家增加到2025年的180家，增长约五成。",
            "产能从2020年的100万吨提高到2025年的200万吨，年均增长14.87%。",
            "产能从2020年的100万吨提高到2025年的200万吨，年均增长15%左右。",
            "覆盖率从80%提高到92%，提高15%。",
            "床位由300张增加到590张，实现翻番。",
            "企业由30家增加到125家，翻了两番。",
            "覆盖率从80%提高到92%，提高12%。",
            "生产总值由100亿元增加到150亿元，按可比价增长40%。",
        ] {
            assert_eq!(expected(sound), None, "{sound}");
        }
    }

    #[test]
    fn a_verb_and_its_values_go_the_same_way() {
        let told = |text: &str| growth(&Evidence { quote: text.into(), ..Evidence::default() }).map(|finding| finding.message.en);
        assert!(told("漏损率由12%降至15%。").is_some_and(|told| told.contains("降至") && told.contains("more")));
        assert!(told("床位由300张增加到250张。").is_some_and(|told| told.contains("less")));
        assert_eq!(told("漏损率由12%降至9%。"), None);
        assert_eq!(told("床位由300张增加到350张。"), None);
    }

    #[test]
    fn the_value_that_was_may_stand_behind() {
        assert_eq!(expected("床位达到240张，比2022年的200张增长25%。").as_deref(), Some("20%"));
        assert_eq!(expected("床位达到240张，较上年的200张增加30张。").as_deref(), Some("40张"));
        assert_eq!(expected("快检室240个，比2015年增加120个，增长2倍。").as_deref(), Some("100%"));
        assert_eq!(expected("快检室240个，比2015年增加60个，增长40%。").as_deref(), Some("33.3%"));
        assert_eq!(expected("床位达到240张，比2022年的200张增加40张，增长25%。").as_deref(), Some("20%"));
        assert_eq!(expected("床位达到240张，比2022年的200张增长三成半。").as_deref(), Some("20%"));
        for sound in [
            "快检室240个，比2015年增加120个，增长1倍。",
            "快检室240个，比2015年增加60个，增长三分之一。",
            "床位达到240张，比2022年的200张增长两成。",
            "床位达到240张，比2022年的200张增长20%。",
            "床位达到240张，比邻县的200张多，年增长25%。",
        ] {
            assert_eq!(expected(sound), None, "{sound}");
        }
    }
}
