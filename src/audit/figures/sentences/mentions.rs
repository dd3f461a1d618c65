//! Where a sentence names an indicator, and what values it gives right behind the name.

use super::bases::year_at;
use super::numbers::{Number, numbers};
use super::rises::tenths;
use crate::audit::facts::Indicator;
use crate::audit::words::{any_in, prefix, suffix, words};

/// A shorter name (in characters) is a part of too many others.
const A_NAME: usize = 5;
/// Between the names of a list.
const JOINTS: [char; 4] = ['、', '和', '与', '及'];
/// Words between the values of a list with 分别 and their verb, in characters.
const A_VERB: usize = 8;

/// A value that a sentence gives an indicator.
pub struct Value<'a> {
    /// `None` where the sentence names no year in front of it.
    pub year: Option<i64>,
    pub number: Number<'a>,
    pub bound: Bound,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Equal,
    /// 以上, 不低于, 超过.
    AtLeast,
    /// 以内, 以下, 不超过.
    AtMost,
    /// 左右, 约, 八成五, a range.
    About,
}

/// The first place where a text names the indicator, so that the name is no part of a longer one: start and end, in bytes.
/// `least` is the shortest name to look for, in characters.
pub fn named(indicator: &Indicator, text: &str, least: usize) -> Option<(usize, usize)> {
    place(indicator, text, least, begins)
}

fn place(indicator: &Indicator, text: &str, least: usize, begins: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
    let names = std::iter::once(&indicator.name).chain(&indicator.aliases).filter(|name| name.chars().count() >= least);
    names
        .filter_map(|name| text.match_indices(name.as_str()).map(|(at, _)| (at, at + name.len())).find(|(at, _)| begins(&text[..*at])))
        .min()
}

/// Whether a name may begin behind a text, so that it is no part of a longer one (省级海洋牧场).
fn begins(before: &str) -> bool {
    let free = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    free || suffix("whole-area", before).is_some() || before.ends_with("其中") || before.ends_with('年')
}

/// The values that a sentence gives the indicator.
pub fn values<'a>(indicator: &Indicator, text: &'a str) -> Vec<Value<'a>> {
    let said = |name: &String| text.contains(name.as_str());
    let thing = suffix("count-of", &indicator.name).and_then(|count| indicator.name.strip_suffix(count));
    if !(said(&indicator.name) || indicator.aliases.iter().any(said) || thing.is_some_and(|thing| text.contains(thing))) {
        return Vec::new();
    }
    let numbers = numbers(text);
    // In a list (甲率和乙率分别…) another name may stand right in front.
    let joined = place(indicator, text, A_NAME, |before| begins(before) || before.ends_with(JOINTS));
    let listed = joined.map_or_else(Vec::new, |place| respective(text, place, &numbers));
    if !listed.is_empty() {
        return listed;
    }
    let Some((start, end)) = named(indicator, text, A_NAME) else { return counted(indicator, text, &numbers).into_iter().collect() };
    let clause = text[..start].rsplit(['，', '。', '；', '：']).next().unwrap_or("");
    // What is added is not what there is.
    if any_in("added", clause) {
        return Vec::new();
    }
    let moved = from_to(&text[end..]);
    if !moved.is_empty() {
        return moved;
    }
    direct(text, end, &numbers).into_iter().collect()
}

/// `农村自来水普及率达到94%以上`, `为八成五`.
fn direct<'a>(text: &'a str, end: usize, numbers: &[Number<'a>]) -> Option<Value<'a>> {
    let rest = &text[end..];
    let verb = prefix("is", rest).or_else(|| prefix("is-bounded", rest)).map_or(0, str::len);
    let year = year_before(text, numbers, end);
    if let Some(number) = tenths(text, end + verb) {
        return Some(Value { year, number, bound: Bound::About });
    }
    let number = numbers.iter().find(|number| number.start >= end)?;
    // 达到每千人5.5批次: of how many stands in the unit of the table.
    let between = &text[end..number.start];
    let each = between.rfind('每').filter(|at| (2..=4).contains(&between[at + '每'.len_utf8()..].chars().count()));
    let between = each.map_or(between, |at| &between[..at]);
    let bounded = prefix("is-bounded", between).is_some_and(|verb| verb == between);
    let direct = between.is_empty() || bounded || prefix("is", between).is_some_and(|verb| verb == between);
    if !direct || number.is_year() || number.unit.is_empty() {
        return None;
    }
    let bound = bound(between, &text[number.end + number.unit.len()..]);
    Some(Value { year, number: number.clone(), bound })
}

/// What the words around a number make of it.
fn bound(before: &str, behind: &str) -> Bound {
    let at_most = ["以内", "以下"].iter().any(|tail| behind.starts_with(tail)) || any_in("at-most", before);
    match () {
        _ if at_most => Bound::AtMost,
        _ if behind.starts_with("以上") || any_in("at-least", before) => Bound::AtLeast,
        _ if ["左右", "上下", "—", "-", "～", "~", "多", "余", "至"].iter().any(|tail| behind.starts_with(tail)) => Bound::About,
        _ if before.ends_with(['约', '近']) => Bound::About,
        _ => Bound::Equal,
    }
}

/// The nearest year in front of a place; a year that something is compared with (比2020年增长) says of no value when it holds.
fn year_before(text: &str, numbers: &[Number<'_>], at: usize) -> Option<i64> {
    let compared = |number: &&Number<'_>| suffix("than", &text[..number.start]).is_some() || text[..number.start].ends_with('与');
    let mut years = numbers.iter().rev().filter(|number| number.end <= at && number.is_year());
    years.find(|number| !compared(number)).and_then(Number::year).map(i64::from)
}

/// `2025年、2030年水土保持率分别达到77%、84%`: as many years as values; `甲率、乙率分别达到77%、84%`: as many names.
fn respective<'a>(text: &'a str, (start, end): (usize, usize), numbers: &[Number<'a>]) -> Vec<Value<'a>> {
    const LEAD: &str = "分别";
    let Some(lead) = text[end..].find(LEAD).map(|at| end + at) else { return Vec::new() };
    let broken = |text: &str| text.contains(['，', '。', '；', '：']);
    let list_end = text[lead..].find(['，', '。', '；']).map_or(text.len(), |length| lead + length);
    let given: Vec<&Number<'a>> = numbers.iter().filter(|number| number.start > lead && number.start < list_end).collect();
    let Some(first) = given.first().filter(|_| !broken(&text[end..lead])) else { return Vec::new() };
    if text[lead..first.start].chars().count() > A_VERB || given.iter().any(|number| number.is_year() || number.unit.is_empty()) {
        return Vec::new();
    }
    let value = |year, number: &Number<'a>| {
        let bound = bound("", &text[number.end + number.unit.len()..]);
        Value { year, number: number.clone(), bound }
    };
    let years: Vec<&Number<'_>> = numbers.iter().filter(|number| number.end <= start && number.is_year()).collect();
    if end == lead && years.len() == given.len() && years.len() > 1 {
        return years.iter().zip(&given).map(|(year, number)| value(year.year().map(i64::from), number)).collect();
    }
    // The names of the list: from the clause's beginning, cut at what joins them.
    let clause = text[..start].rfind(['，', '。', '；', '：']).map_or(0, |at| at + '，'.len_utf8());
    let names: Vec<&str> = text[clause..lead].split(JOINTS).collect();
    let own = text[clause..start].matches(JOINTS).count();
    match given.get(own) {
        Some(number) if names.len() == given.len() && names.len() > 1 => vec![value(year_before(text, numbers, start), number)],
        _ => Vec::new(),
    }
}

/// `由2020年的92%提高到2025年的97%`, right behind the name: two values, each with its year.
fn from_to(rest: &str) -> Vec<Value<'_>> {
    let value = |rest: &'_ str| -> Option<(i64, usize)> {
        let (year, behind) = year_at(rest)?;
        Some((year, rest.len() - behind.trim_start_matches('的').len()))
    };
    let read = || {
        let lead = prefix("growth-lead", rest)?;
        let (first, skip) = value(&rest[lead.len()..])?;
        let at = lead.len() + skip;
        let verb = words("rises-to").iter().filter_map(|verb| rest.find(verb.as_str()).map(|place| (place, place + verb.len()))).min()?;
        let (second, skip) = value(&rest[verb.1..])?;
        let numbers = numbers(rest);
        let at_place = |place: usize| numbers.iter().find(|number| number.start == place && !number.unit.is_empty()).cloned();
        let (from, to) = (at_place(at)?, at_place(verb.1 + skip)?);
        let bound = bound("", &rest[to.end + to.unit.len()..]);
        let from = Value { year: Some(first), number: from, bound: Bound::Equal };
        Some(vec![from, Value { year: Some(second), number: to, bound }])
    };
    read().unwrap_or_default()
}

/// `全市共有水库210座`: the thing that an indicator counts (水库数量), with its unit, of the whole area.
fn counted<'a>(indicator: &Indicator, text: &'a str, numbers: &[Number<'a>]) -> Option<Value<'a>> {
    let thing = suffix("count-of", &indicator.name).and_then(|count| indicator.name.strip_suffix(count))?;
    if thing.chars().count() < 2 {
        return None;
    }
    numbers.iter().filter(|number| number.unit == indicator.unit && !number.is_year()).find_map(|number| {
        let before = text[..number.start].strip_suffix(thing)?;
        let owner = before.strip_suffix(suffix("has", before)?)?;
        let whole = begins(owner) || owner.ends_with(['底', '末', '前']);
        let bound = bound("", &text[number.end + number.unit.len()..]);
        whole.then(|| Value { year: year_before(text, numbers, number.start), number: number.clone(), bound })
    })
}

#[cfg(test)]
mod tests {
    use super::{Bound, values};
    use crate::audit::facts::Indicator;
    use crate::model::NodeId;

    fn read(name: &str, unit: &str, text: &str) -> Vec<(Option<i64>, String, Bound)> {
        let indicator = Indicator {
            node: NodeId(0),
            name: name.into(),
            aliases: Vec::new(),
            unit: unit.into(),
            lower_is_better: false,
            targets: Vec::new(),
            evidence: Vec::new(),
        };
        values(&indicator, text).into_iter().map(|value| (value.year, value.number.shown(), value.bound)).collect()
    }

    #[test]
    fn values_stand_behind_the_name() {
        let one = |text, year, shown: &str, bound| assert_eq!(read("污水处理率", "%", text), [(year, shown.to_owned(), bound)], "{text}");
        one("到2025年，污水处理率达到97%。", Some(2025), "97%", Bound::Equal);
        one("污水处理率达到97%以上。", None, "97%", Bound::AtLeast);
        one("到2025年，污水处理率控制在97%以内。", Some(2025), "97%", Bound::AtMost);
        one("2020年污水处理率达到八成五。", Some(2020), "八成五", Bound::About);
        for none in ["农村污水处理率达到97%。", "污水处理率稳步提高，投资97亿元。", "新增污水处理率97%。"]
        {
            assert!(read("污水处理率", "%", none).is_empty(), "{none}");
        }
    }

    #[test]
    fn lists_with_respectively_pair_off() {
        let years = read("水土保持率", "%", "2025年、2030年水土保持率分别达到77%、84%。");
        assert_eq!(years.iter().map(|value| value.0).collect::<Vec<_>>(), [Some(2025), Some(2030)]);
        let names = read("水土保持率", "%", "到2025年，污水处理率和水土保持率分别达到97%、84%。");
        assert_eq!(names, [(Some(2025), "84%".to_owned(), Bound::Equal)]);
        let since = read("污水处理率", "%", "到2025年，管网达到300公里，比2020年增长50%；污水处理率达到97%。");
        assert_eq!(since, [(Some(2025), "97%".to_owned(), Bound::Equal)]);
        assert!(read("水土保持率", "%", "到2025年，东区、西区和水土保持率分别达到97%、84%。").is_empty());
    }

    #[test]
    fn both_ends_of_a_rise_are_values() {
        let both = read("水土保持率", "%", "水土保持率由2020年的70%提高到2025年的77%以上。");
        assert_eq!(both, [(Some(2020), "70%".to_owned(), Bound::Equal), (Some(2025), "77%".to_owned(), Bound::AtLeast)]);
    }

    #[test]
    fn what_an_indicator_counts_may_stand_in_front_of_its_number() {
        assert_eq!(read("水库数量", "座", "到2020年底，全市共有水库210座。"), [(Some(2020), "210座".to_owned(), Bound::Equal)]);
        for none in ["新建水库10座。", "东区共有水库10座。", "全市共有大型水库10座。"] {
            assert!(read("水库数量", "座", none).is_empty(), "{none}");
        }
    }
}
