//! What is done by the year against what is done in all, and multiples: `每年2000人次，三年共6000人次`, `是2020年20个的2倍`.

use super::numbers::{Number, numbers};
use crate::audit::enumeration::numeral;
use crate::audit::figures::printed::{Printed, show};
use crate::audit::finding::{Finding, Severity};
use crate::audit::words::{any_in, suffix, words};
use crate::base::Message;
use crate::model::Evidence;

/// `每年1亿元，五年安排5亿元`, in either order: years times what one takes.
pub fn by_year(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    let numbers = numbers(text);
    let at = words("by-the-year").iter().filter_map(|word| text.find(word.as_str())).min()?;
    let each = numbers.iter().find(|number| number.start > at && !number.is_year() && !number.percent())?;
    let all = in_all(text, &numbers).chain(in_a_stretch(text, &numbers));
    let (years, all) = all.into_iter().find(|(_, all)| all.unit == each.unit && all.start != each.start)?;
    // 每年新增1亿元以上 and the like bound; so does a clause in between that does something else.
    let between = &text[at.min(all.start)..each.start.max(all.end)];
    let exact = each.printed.value * f64::from(years);
    let fits = (exact - all.printed.value).abs() <= f64::from(years) * rounding(&each.printed) + rounding(&all.printed) + 1e-6;
    if fits || each.unit.is_empty() || between.contains(['。', '；']) || any_in("nearly", between) || text[at..each.start].contains('，')
    {
        return None;
    }
    let expected = format!("{}{}", show(exact, each.printed.decimals), each.unit);
    let (each, all) = (each.shown(), all.shown());
    let en = format!("the sentence gives {all} in {years} years, but {each} a year make {expected}");
    let zh = format!("本句称{years}年共{all}，而每年{each}应为{expected}");
    let finding = Finding::new("figure.total", Severity::Warning, Message::new(en, zh), vec![sentence.clone()]);
    Some(finding.found(all).expected(expected))
}

/// `2023年完成600户、2024年700户、2025年700户，三年共完成2000户`: the years add up to what is said of all.
pub fn year_after_year(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    let numbers = numbers(text);
    let (years, all) = in_all(text, &numbers).next()?;
    let dated: Vec<&Number<'_>> = numbers
        .windows(2)
        .filter(|pair| pair[0].is_year() && !pair[1].is_year() && pair[1].unit == all.unit && pair[1].end <= all.start)
        .filter(|pair| !text[pair[0].end..pair[1].start].contains(['，', '、', '。', '；']))
        .map(|pair| &pair[1])
        .collect();
    let sum: f64 = dated.iter().map(|part| part.printed.value).sum();
    let slack: f64 = dated.iter().map(|part| rounding(&part.printed)).sum::<f64>() + rounding(&all.printed);
    if dated.len() != years as usize || dated.len() < 2 || (sum - all.printed.value).abs() <= slack + 1e-6 {
        return None;
    }
    let expected = format!("{}{}", show(sum, dated.iter().map(|part| part.printed.decimals).max().unwrap_or(0)), all.unit);
    let all = all.shown();
    let en = format!("the sentence gives {all} in {years} years, but the years add up to {expected}");
    let zh = format!("本句称{years}年共{all}，而各年之和为{expected}");
    let finding = Finding::new("figure.total", Severity::Warning, Message::new(en, zh), vec![sentence.clone()]);
    Some(finding.found(all).expected(expected))
}

/// `2021—2025年…累计新增10万亩`: both ends of a stretch of years count.
fn in_a_stretch<'a, 'b>(text: &'b str, numbers: &'b [Number<'a>]) -> Option<(u32, &'b Number<'a>)> {
    let ends = numbers.windows(2).find(|pair| {
        let dash = &text[pair[0].end..pair[1].start];
        pair[1].is_year() && pair[0].printed.text.len() == 4 && matches!(dash, "—" | "-" | "－" | "~" | "～" | "至" | "——" | "年至" | "年—")
    })?;
    let years = (ends[1].printed.value - ends[0].printed.value) as u32 + 1;
    let all = numbers.iter().filter(|number| number.start > ends[1].end && !number.is_year() && !number.percent());
    let all = all.into_iter().find(|number| {
        let clause = text[..number.start].rsplit(['，', '。', '；', '、']).next().unwrap_or("");
        any_in("in-all", clause) && !any_in("by-the-year", clause) && !any_in("nearly", clause)
    })?;
    let behind = &text[all.end + all.unit.len()..];
    ((2..=15).contains(&years) && !behind.starts_with("以上") && !behind.starts_with("左右")).then_some((years, all))
}

/// How far the true value may be from the print, of a number with decimals; counts are exact.
fn rounding(printed: &Printed) -> f64 {
    if printed.decimals > 0 { printed.half_unit() } else { 0.0 }
}

/// `三年共完成2000户`, `五年安排资金5亿元`: a number of years and the value right behind it.
fn in_all<'a, 'b>(text: &'b str, numbers: &'b [Number<'a>]) -> impl Iterator<Item = (u32, &'b Number<'a>)> {
    text.match_indices('年').filter_map(move |(at, year)| {
        let before = &text[..at];
        let start = before
            .char_indices()
            .rev()
            .take(2)
            .map(|(start, _)| start)
            .find(|&start| numeral(&before[start..]).is_some_and(|(_, used)| start + used == before.len()))?;
        let (years, _) = numeral(&before[start..]).filter(|(years, _)| (2..=10).contains(years))?;
        let free = !before[..start].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '第' | '前' | '后' | '每' | '十' | '近'));
        let behind = at + year.len();
        let all = numbers.iter().find(|number| number.start >= behind && !number.is_year() && !number.percent())?;
        let words = text.get(behind..all.start)?;
        let whole = suffix("in-all", words).is_some() || any_in("in-all", words) || words.starts_with("安排");
        let bounded =
            any_in("nearly", words) || ["超过", "超", "约", "近", "不少于", "不低于", "逾"].iter().any(|bound| words.ends_with(bound));
        let near = !bounded && words.chars().count() <= 14 && !words.contains(['，', '。', '；', '、']);
        (free && whole && near).then_some((years as u32, all))
    })
}

/// `达到40个，是2020年20个的2倍`: a multiple of the value that stands in front of it.
pub fn multiple(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    let numbers = numbers(text);
    let (at, times) = numbers.iter().enumerate().find(|(_, number)| number.unit.starts_with('倍'))?;
    let before: Vec<&Number<'_>> = numbers[..at].iter().filter(|number| !number.is_year() && !number.percent()).collect();
    let [.., to, from] = before.as_slice() else { return None };
    let is = text.get(to.end + to.unit.len()..from.start)?;
    let of = text.get(from.end + from.unit.len()..times.start)?;
    let same = from.unit == to.unit && !from.unit.is_empty() && from.printed.value > 0.0;
    if of != "的" || !same || !["，是", "，为", "，达到"].iter().any(|verb| is.starts_with(verb)) || is.chars().count() > 10 {
        return None;
    }
    let exact = to.printed.value / from.printed.value;
    let behind = &text[times.end..];
    if times.printed.prints(exact) || behind.starts_with("倍多") || behind.starts_with("倍以上") || behind.starts_with("倍左右") {
        return None;
    }
    let expected = format!("{}倍", show(exact, times.printed.decimals.max(1)));
    let (said, from, to) = (format!("{}倍", times.printed.text), from.shown(), to.shown());
    let en = format!("the sentence calls {to} {} times {from}, but it is {} times", times.printed.text, expected.trim_end_matches('倍'));
    let zh = format!("本句称{to}是{from}的{said}，应为{expected}");
    let finding = Finding::new("figure.growth", Severity::Error, Message::new(en, zh), vec![sentence.clone()]);
    Some(finding.found(said).expected(expected))
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Finding, by_year, multiple, year_after_year};

    fn of(text: &str, check: fn(&Evidence) -> Option<Finding>) -> Option<String> {
        let proof = Evidence { quote: text.into(), ..Evidence::default() };
        check(&proof).and_then(|finding| finding.expected)
    }

    #[test]
    fn years_make_what_is_said_of_all() {
        assert_eq!(of("五年安排资金6亿元，每年1亿元。", by_year).as_deref(), Some("5亿元"));
        assert_eq!(of("每年培训2000人次，三年共培训8000人次。", by_year).as_deref(), Some("6000人次"));
        assert_eq!(of("2021—2025年年均新增灌溉面积2万亩，累计新增15万亩。", by_year).as_deref(), Some("10万亩"));
        assert_eq!(of("2021—2025年年均新增灌溉面积2万亩，累计新增10万亩。", by_year), None);
        assert_eq!(of("五年累计查处食品违法案件3600件，年均820件。", by_year).as_deref(), Some("4100件"));
        assert_eq!(of("五年累计查处食品违法案件3600件，年均720件。", by_year), None);
        assert_eq!(of("五年安排资金5亿元，每年1亿元。", by_year), None);
        assert_eq!(of("每年培训2000人次以上，三年共培训8000人次。", by_year), None);
        let text = |last| format!("2023年完成600户、2024年完成700户、2025年完成{last}户，三年共完成2000户。");
        assert_eq!(of(&text("800"), year_after_year).as_deref(), Some("2100户"));
        assert_eq!(of(&text("700"), year_after_year), None);
        assert_eq!(of("2023年600户，2024年700户，2025年800户，三年累计超过2000户。", year_after_year), None);
    }

    #[test]
    fn a_multiple_is_recomputed() {
        assert_eq!(of("助餐点达到40个，是2020年20个的3倍。", multiple).as_deref(), Some("2倍"));
        assert_eq!(of("助餐点达到40个，是2020年20个的2倍。", multiple), None);
        assert_eq!(of("助餐点达到40个，是2020年15个的2倍以上。", multiple), None);
    }
}
