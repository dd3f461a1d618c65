//! Figures of one sentence against each other: growth between two values, a whole and its parts, shares that make a hundred.

use super::growth::{Measure, Verdict, judge};
use super::printed::{Printed, show};
use crate::audit::Plan;
use crate::audit::enumeration::leaves_open;
use crate::audit::finding::{Finding, Severity};
use crate::audit::words::{any_in, prefix, words};
use crate::base::Message;
use crate::model::Evidence;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for sentence in plan.sentences() {
        found.extend(growth(sentence));
        found.extend(whole(sentence));
        found.extend(shares(sentence));
    }
}

/// A number in running text, with the unit behind it.
#[derive(Clone, Debug)]
struct Number<'a> {
    start: usize,
    /// Behind the digits, in front of the unit.
    end: usize,
    printed: Printed,
    unit: &'a str,
}

impl Number<'_> {
    fn is_year(&self) -> bool {
        self.unit.starts_with('年') && self.printed.text.len() == 4 && self.printed.decimals == 0
    }

    fn year(&self) -> Option<u32> {
        self.is_year().then_some(self.printed.value as u32)
    }

    fn percent(&self) -> bool {
        self.unit.starts_with(['%', '％'])
    }

    /// The number with its unit, as printed.
    fn shown(&self) -> String {
        format!("{}{}", self.printed.text, self.unit)
    }
}

/// The numbers of a text, in order. 5G and R2 are names, no numbers.
fn numbers(text: &str) -> Vec<Number<'_>> {
    let mut found: Vec<Number<'_>> = Vec::new();
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let end = text[start..].find(|c| !digit(c)).map_or(text.len(), |length| start + length);
        from = end;
        let named = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if named(text[..start].chars().next_back()) || named(text[end..].chars().next()) {
            continue;
        }
        let unit = unit(&text[end..]);
        found.extend(Printed::parse(&text[start..end]).map(|printed| Number { start, end, printed, unit }));
    }
    found
}

/// The unit that a text begins with: up to a mark, a digit or a word that goes on with the sentence.
fn unit(rest: &str) -> &str {
    if rest.starts_with(['%', '％']) {
        return &rest[..rest.chars().next().map_or(0, char::len_utf8)];
    }
    let end = rest.char_indices().find(|&(at, c)| {
        !c.is_alphabetic()
            || matches!(c, '的' | '和' | '与' | '其')
            || prefix("rises-to", &rest[at..]).is_some()
            || prefix("nearly", &rest[at..]).is_some()
    });
    &rest[..end.map_or(rest.len(), |(at, _)| at)]
}

/// `从2020年的120家增加到2025年的180家，增长50%`: what the second figure says of the first, against the growth.
fn growth(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    let (at, verb) = words("rises-to").iter().filter_map(|verb| text.find(verb.as_str()).map(|at| (at, verb))).min()?;
    if any_in("deflated", text) {
        return None;
    }
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
    let (_, clause) = text[to.end..].split_once('，')?;
    let clause_start = text.len() - clause.len();
    let clause = clause.split(['，', '；', '。', '、', '（']).next()?;
    let yearly = prefix("yearly", clause);
    let grows = prefix("grows", &clause[yearly.map_or(0, str::len)..])?;
    let said = numbers.iter().find(|number| number.start >= clause_start + yearly.map_or(0, str::len) + grows.len())?;
    if said.start >= clause_start + clause.len() {
        return None;
    }
    let years = || {
        let first = numbers.iter().rfind(|number| number.start > lead && number.start < from.start)?.year()?;
        let last = numbers.iter().find(|number| number.start >= at && number.start < to.start)?.year()?;
        last.checked_sub(first).filter(|years| *years > 0)
    };
    let (measures, said_as) = match yearly {
        Some(_) if said.percent() && !from.percent() => (vec![Measure::Yearly(years()?)], said.printed.clone()),
        Some(_) => return None,
        None if said.unit.starts_with("个百分点") && from.percent() => (vec![Measure::Difference], said.printed.clone()),
        // Of a share “提高10%” may mean points or the relative growth: wrong is what is neither.
        None if said.percent() && from.percent() => (vec![Measure::Difference, Measure::Relative], said.printed.clone()),
        None if said.percent() => (vec![Measure::Relative], said.printed.clone()),
        None if said.unit == from.unit => (vec![Measure::Difference], said.printed.clone()),
        None => return None,
    };
    let verdicts: Vec<Verdict> =
        measures.iter().map(|&measure| judge(&from.printed, &to.printed, &said_as, measure)).collect::<Option<_>>()?;
    let &[Verdict::Off(exact), ..] = verdicts.as_slice() else { return None };
    if verdicts.iter().any(|verdict| !matches!(verdict, Verdict::Off(_))) {
        return None;
    }
    // Growth of money is often reckoned at constant prices, of accounts nearly always.
    let severity = match (from.unit.ends_with('元'), any_in("real-growth", text)) {
        (true, true) => Severity::Note,
        (true, false) => Severity::Warning,
        (false, _) => Severity::Error,
    };
    let expected = format!("{}{}", show(exact.abs(), said.printed.decimals.max(1)), said.unit);
    let en = format!("the sentence prints a growth of {}, but from {} to {} it is {expected}", said.shown(), from.shown(), to.shown());
    let zh = format!("本句称{}{}{}，而由{}到{}应为{expected}", yearly.unwrap_or(""), grows, said.shown(), from.shown(), to.shown());
    let finding = Finding::new("figure.growth", severity, Message::new(en, zh), vec![sentence.clone()]);
    Some(finding.found(said.shown()).expected(expected))
}

/// `总投资120亿元，其中2021年40亿元、2022年90亿元`: parts that make more than the whole, or years and phases that make less.
fn whole(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    let at = text.find("其中")?;
    let numbers = numbers(text);
    let total = numbers.iter().rfind(|number| number.end <= at && !number.is_year() && !number.percent())?;
    let between = text.get(total.end + total.unit.len()..at)?.trim_matches(['，', '（', '：']);
    if total.unit.is_empty() || between.chars().count() > 4 {
        return None;
    }
    let body = at + "其中".len();
    let end = text[body..].find(['。', '；', '）']).map_or(text.len(), |length| body + length);
    let mut parts: Vec<&Number<'_>> = Vec::new();
    let mut by_period = true;
    let mut piece_start = body;
    for piece in text[body..end].split(['、', '，']) {
        let inside = |number: &&Number<'_>| number.start >= piece_start && number.end <= piece_start + piece.len();
        let values: Vec<&Number<'_>> = numbers.iter().filter(inside).filter(|number| !number.is_year()).collect();
        let year = numbers.iter().filter(inside).any(Number::is_year);
        let head = piece.trim_start_matches(['：', ':']);
        by_period &= year && head.starts_with(|c: char| c.is_ascii_digit()) || prefix("phase", head).is_some();
        match values.as_slice() {
            [one] if one.unit == total.unit && !any_in("added", piece) => parts.push(*one),
            _ => return None,
        }
        piece_start += piece.len() + '、'.len_utf8();
    }
    let sum: f64 = parts.iter().map(|part| part.printed.value).sum();
    let rounding: f64 =
        parts.iter().copied().chain([total]).filter(|part| part.printed.decimals > 0).map(|part| part.printed.half_unit()).sum();
    let off = sum - total.printed.value;
    let clause = text[..total.start].rsplit(['，', '。', '；']).next().unwrap_or("");
    // Kinds may overlap or be only the ones worth naming; money and periods do neither.
    let exclusive = by_period || any_in("whole", clause);
    let wrong = if off > 0.0 { exclusive } else { by_period && any_in("whole", clause) };
    if parts.len() < 2 || off.abs() <= rounding + 1e-6 || !wrong || leaves_open(&text[body..end]) {
        return None;
    }
    let decimals = parts.iter().map(|part| part.printed.decimals).max().unwrap_or(0);
    let expected = format!("{}{}", show(sum, decimals), total.unit);
    let en = format!("the sentence gives {} in all, but its {} parts add up to {expected}", total.shown(), parts.len());
    let zh = format!("本句称共{}，而所列{}部分之和为{expected}", total.shown(), parts.len());
    let finding = Finding::new("figure.total", Severity::Warning, Message::new(en, zh), vec![sentence.clone()]);
    Some(finding.found(total.shown()).expected(expected))
}

/// `三次产业结构调整为5:42:50`: the shares of the sectors make a hundred.
fn shares(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    let at = words("three-sectors").iter().filter_map(|word| text.find(word.as_str()).map(|at| at + word.len())).min()?;
    let start = text[at..].find(|c: char| c.is_ascii_digit())? + at;
    let ratio = |c: char| c.is_ascii_digit() || matches!(c, '.' | ':' | '：' | '∶');
    let all = text[start..].split(|c| !ratio(c)).find(|run| run.contains([':', '：', '∶']))?;
    let shares: Vec<Printed> = all.split([':', '：', '∶']).map(Printed::parse).collect::<Option<_>>()?;
    let sum: f64 = shares.iter().map(|share| share.value).sum();
    let rounding: f64 = shares.iter().map(Printed::half_unit).sum();
    if shares.len() != 3 || (sum - 100.0).abs() <= rounding + 1e-6 {
        return None;
    }
    let sum = show(sum, shares.iter().map(|share| share.decimals).max().unwrap_or(0));
    let en = format!("the shares {all} make {sum}, not 100");
    let zh = format!("{all}之和为{sum}，不是100");
    let finding = Finding::new("figure.total", Severity::Warning, Message::new(en, zh), vec![sentence.clone()]);
    Some(finding.found(sum).expected("100".to_owned()))
}

/// What a sentence should print, where its figures contradict each other.
#[cfg(test)]
pub fn expected_in(text: &str) -> Option<String> {
    let proof = Evidence { quote: text.into(), ..Evidence::default() };
    [growth, whole, shares].iter().find_map(|check| check(&proof)).and_then(|finding| finding.expected)
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Finding, growth, shares, whole};

    fn of(text: &str, check: fn(&Evidence) -> Option<Finding>) -> Option<String> {
        let proof = Evidence { quote: text.into(), ..Evidence::default() };
        check(&proof).and_then(|finding| finding.expected)
    }

    #[test]
    fn growth_in_a_sentence_is_recomputed() {
        let expected = |text| of(text, growth);
        assert_eq!(expected("企业由2020年的120家增加到2025年的180家，增长40%。").as_deref(), Some("50%"));
        assert_eq!(expected("产能从2020年的100万吨提高到2025年的200万吨，年均增长10%。").as_deref(), Some("14.9%"));
        assert_eq!(expected("覆盖率从80%提高到92%，提高10个百分点。").as_deref(), Some("12个百分点"));
        assert_eq!(expected("床位由300张增加到450张，增加100张。").as_deref(), Some("150张"));
        for sound in [
            "企业由2020年的120家增加到2025年的180家，增长50%。",
            "企业由2020年的120家增加到2025年的180家，税收增长40%。",
            "产能从2020年的100万吨提高到2025年的200万吨，年均增长14.87%。",
            "覆盖率从80%提高到92%，提高15%。",
            "覆盖率从80%提高到92%，提高12%。",
            "生产总值由100亿元增加到150亿元，按可比价增长40%。",
        ] {
            assert_eq!(expected(sound), None, "{sound}");
        }
    }

    #[test]
    fn parts_are_added_up() {
        let expected = |text| of(text, whole);
        assert_eq!(expected("项目总投资120亿元，其中一期50亿元、二期60亿元。").as_deref(), Some("110亿元"));
        assert_eq!(expected("总投资120亿元，其中2021年40亿元、2022年90亿元。").as_deref(), Some("130亿元"));
        assert_eq!(expected("总投资120亿元，其中水源工程80亿元、管网工程60亿元。").as_deref(), Some("140亿元"));
        for sound in [
            "项目总投资110亿元，其中一期50亿元、二期60亿元。",
            "总投资120亿元，其中水源工程50亿元、管网工程60亿元。",
            "全市有企业120家，其中规上企业100家，高新技术企业60家。",
        ] {
            assert_eq!(expected(sound), None, "{sound}");
        }
    }

    #[test]
    fn shares_of_the_sectors_make_a_hundred() {
        assert_eq!(of("三次产业结构调整为5:42:50。", shares).as_deref(), Some("100"));
        assert_eq!(of("三次产业结构由8:44:48调整为5.2:42.3:52.6。", shares), None);
    }
}
