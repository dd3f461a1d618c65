//! A whole and its parts: in one sentence, or in two.

use super::numbers::{Number, numbers};
use crate::audit::enumeration::{leaves_open, numeral};
use crate::audit::figures::printed::{Printed, show};
use crate::audit::finding::{Finding, Severity};
use crate::audit::heading_counts::ends_in_number;
use crate::audit::words::{any_in, prefix, words};
use crate::base::Message;
use crate::model::Evidence;

/// Parts that miss the whole by no more than this share of it were meant to make it, in all likelihood.
const NEARLY: f64 = 0.1;
/// Of so few things, parts that are one short were meant to be all of them.
const A_FEW: f64 = 20.0;
const LEAD: &str = "其中";

/// `总投资120亿元，其中2021年40亿元、2022年90亿元`: parts that make more than the whole, or that are all there are and make less.
/// 其中 may begin the sentence behind the whole.
pub fn whole(sentence: &Evidence, before: Option<&Evidence>) -> Option<Finding> {
    let apart = before.filter(|before| sentence.quote.starts_with(LEAD) && sentence.line == before.line);
    let (front, behind) = apart.map_or_else(
        || (String::new(), without_years(&sentence.quote)),
        |before| (without_years(&before.quote), without_years(&sentence.quote)),
    );
    let text = format!("{front}{behind}");
    let at = if apart.is_some() { front.len() } else { text.find(LEAD)? };
    let numbers = numbers(&text);
    let total = numbers.iter().rfind(|number| number.end <= at && !number.is_year() && !number.percent())?;
    let between = text.get(total.end + total.unit.len()..at)?.trim_matches(['，', '（', '：', '。', '；']);
    if total.unit.is_empty() || between.chars().count() > 4 {
        return None;
    }
    let body = at + LEAD.len();
    let end = text[body..].find(['。', '；', '）']).map_or(text.len(), |length| body + length);
    let (parts, kinds) = parts(&text[body..end], total.unit)?;
    let sum: f64 = parts.iter().map(|part| part.value).sum();
    let rounding: f64 = parts.iter().chain([&total.printed]).filter(|part| part.decimals > 0).map(Printed::half_unit).sum();
    let off = sum - total.printed.value;
    // All prints off to the same side by the most they can be is no chance.
    let adds_up = off.abs() <= rounding * 0.9 + 1e-6;
    let evidence: Vec<Evidence> = apart.into_iter().chain([sentence]).cloned().collect();
    if parts.len() > 2 && adds_up {
        return counted_otherwise(&text[..at], &text[body..end], parts.len(), evidence);
    }
    if parts.len() < 2 || adds_up || leaves_open(&text[body..end]) {
        return None;
    }
    let clause = text[..total.start].rsplit(['，', '。', '；']).next().unwrap_or("");
    let (by_period, summed) = (kinds.iter().all(|kind| *kind == Kind::Period), any_in("whole", clause));
    let all_there = (by_period && summed) || opposites(&text[body..end]) || counts(&text[..at], parts.len());
    // Kinds may overlap or be only the ones worth naming; money, periods and measures do not overlap.
    let wrong = all_there || (off > 0.0 && (by_period || summed || any_in("divided", total.unit)));
    let one_less = off == -1.0 && total.printed.value <= A_FEW;
    if !wrong && !one_less && off.abs() > total.printed.value * NEARLY {
        return None;
    }
    let mixed = parts.iter().any(|part| part.text.ends_with(total.unit.trim_start_matches(['亿', '万'])));
    let decimals = parts.iter().map(|part| part.decimals).max().unwrap_or(0).max(if mixed { 4 } else { 0 });
    let expected = format!("{}{}", show(sum, decimals), total.unit);
    let en = format!("the sentence gives {} in all, but its {} parts add up to {expected}", total.shown(), parts.len());
    let zh = format!("本句称共{}，而所列{}部分之和为{expected}", total.shown(), parts.len());
    let severity = if wrong { Severity::Warning } else { Severity::Note };
    let finding = Finding::new("figure.total", severity, Message::new(en, zh), evidence);
    Some(finding.found(total.shown()).expected(expected))
}

/// Stretches of years, as texts write them between two years.
const THROUGH: [&str; 6] = ["—", "－", "-", "～", "~", "至"];

/// A text without brackets that only say when: 近期（2021—2025年）110亿元.
fn without_years(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('（') {
        bare.push_str(before);
        let when = |c: char| c.is_ascii_digit() || "年月—-－~～至到底末".contains(c);
        match inside.split_once('）').filter(|(inner, _)| inner.contains('年') && inner.chars().all(when)) {
            Some((_, behind)) => rest = behind,
            None => {
                bare.push('（');
                rest = inside;
            }
        }
    }
    bare.push_str(rest);
    bare
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// 2021年, 一期.
    Period,
    Other,
}

/// The values of a list of parts, all in the unit of the whole. What the sentence goes on with behind them (占80%) ends the list;
/// `None` where a part has another unit, or none.
fn parts(list: &str, unit: &str) -> Option<(Vec<Printed>, Vec<Kind>)> {
    let (mut parts, mut kinds) = (Vec::new(), Vec::new());
    for piece in list.trim_start_matches(['，', '：', ':']).split(['、', '，']) {
        let numbers = numbers(piece);
        // 2021—2025年 is one stretch of years: its first number is no value.
        let values: Vec<&Number<'_>> = numbers.iter().filter(|number| !number.is_year() && !opens_stretch(piece, number)).collect();
        let head = piece.trim_start_matches(['：', ':']);
        let dated = numbers.iter().any(Number::is_year) && head.starts_with(|c: char| c.is_ascii_digit());
        match values.as_slice() {
            [one] if !any_in("added", piece) && in_unit(one, unit).is_some() => parts.extend(in_unit(one, unit)),
            [.., last] if parts.len() > 1 && last.percent() => break,
            // What the sentence goes on with (，形成…), but for what is left over.
            [] if parts.len() > 1 && !any_in("left-over", piece) => break,
            _ => return None,
        }
        kinds.push(if dated || prefix("phase", head).is_some() { Kind::Period } else { Kind::Other });
    }
    Some((parts, kinds))
}

/// Whether a number is the first year of a stretch: 2021—2025年.
fn opens_stretch(piece: &str, number: &Number<'_>) -> bool {
    let through = THROUGH.iter().find_map(|mark| piece[number.end..].strip_prefix(mark));
    let last: String = through.map_or("", |rest| rest.strip_prefix('—').unwrap_or(rest)).chars().take(5).collect();
    number.printed.text.len() == 4
        && last.ends_with('年')
        && last.len() == "2025年".len()
        && last.trim_end_matches('年').bytes().all(|b| b.is_ascii_digit())
}

/// A part in the unit of the whole: 3500万元 of 1.2亿元 is 0.35.
fn in_unit(part: &Number<'_>, unit: &str) -> Option<Printed> {
    if part.unit == unit {
        return Some(part.printed.clone());
    }
    let ((value, own), whole) = (part.scaled(), Number { unit, ..part.clone() });
    let (of_whole, bare) = whole.scaled();
    let factor = of_whole / part.printed.value;
    // What is printed in the finer unit is exact in the coarser one.
    let printed = || Printed { value: value / factor, decimals: 0, percent: false, text: part.shown() };
    (own == bare && !own.is_empty() && part.printed.value > 0.0).then(printed)
}

/// Whether the parts are two kinds that leave no third: 城镇…、农村….
fn opposites(list: &str) -> bool {
    let pieces: Vec<&str> = list.split(['、', '，']).collect();
    let [one, other, ..] = pieces.as_slice() else { return false };
    words("opposites").iter().filter_map(|pair| pair.split_once('—')).any(|(a, b)| {
        let both = |one: &str, other: &str| one.contains(a) && other.contains(b);
        both(one, other) || both(other, one)
    })
}

/// `实施四大工程，总投资36亿元。其中…工程10亿元…`: parts that make the whole, of things that the text in front counts otherwise.
fn counted_otherwise(text: &str, list: &str, parts: usize, evidence: Vec<Evidence>) -> Option<Finding> {
    let noun = words("counted-headings").iter().find(|noun| list.matches(noun.as_str()).count() == parts)?;
    let places = text.match_indices(noun.as_str());
    let (count, said) = places.filter_map(|(place, _)| Some((ends_in_number(&text[..place])?, place))).last()?;
    if count == parts || counts(text, parts) {
        return None;
    }
    let slogan: String = text[..said].chars().rev().take_while(|c| c.is_alphanumeric()).take(3).collect();
    let slogan: String = slogan.chars().rev().chain(noun.chars()).collect();
    let en = format!("“{slogan}” counts {count}, but the {parts} parts named make the whole");
    let zh = format!("“{slogan}”称{count}项，而所列{parts}项之和已为总数");
    let finding = Finding::new("slogan.count", Severity::Warning, Message::new(en, zh), evidence);
    Some(finding.found(parts.to_string()).expected(count.to_string()))
}

/// Whether the text in front counts as many things as there are parts: 实施三大工程，总投资….
fn counts(text: &str, parts: usize) -> bool {
    let text = text.rsplit('。').find(|sentence| !sentence.is_empty()).unwrap_or(text);
    text.char_indices().any(|(at, _)| {
        let counted =
            numeral(&text[at..]).filter(|(count, used)| *count == parts && text[at + used..].starts_with(['大', '项', '类', '个']));
        counted.is_some() && !text[..at].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '十' | '第'))
    })
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Finding, whole};

    fn of(text: &str, check: fn(&Evidence) -> Option<Finding>) -> Option<String> {
        let proof = Evidence { quote: text.into(), ..Evidence::default() };
        check(&proof).and_then(|finding| finding.expected)
    }

    #[test]
    fn parts_are_added_up() {
        let expected = |text| of(text, |proof| whole(proof, None));
        assert_eq!(expected("项目总投资120亿元，其中一期50亿元、二期60亿元。").as_deref(), Some("110亿元"));
        assert_eq!(expected("总投资120亿元，其中2021年40亿元、2022年90亿元。").as_deref(), Some("130亿元"));
        assert_eq!(expected("总投资12亿元，其中2021—2025年5亿元、2026—2030年8亿元。").as_deref(), Some("13亿元"));
        assert_eq!(expected("总投资120亿元，其中水源工程80亿元、管网工程60亿元。").as_deref(), Some("140亿元"));
        assert_eq!(expected("实施两大工程，总投资120亿元，其中水源工程50亿元、管网工程60亿元。").as_deref(), Some("110亿元"));
        assert_eq!(expected("产量60万吨，其中养殖42万吨、捕捞16万吨，占全省的8%。").as_deref(), Some("58万吨"));
        assert_eq!(expected("建成泊位20个，其中甲港12个、乙港7个。").as_deref(), Some("19个"));
        let phases = "总投资180亿元，其中近期（2021—2025年）110亿元，远期（2026—2030年）80亿元。";
        assert_eq!(expected(phases).as_deref(), Some("190亿元"));
        for sound in [
            "项目总投资110亿元，其中一期50亿元、二期60亿元。",
            "总投资12亿元，其中2021—2025年5亿元、2026至2030年7亿元。",
            "总投资180亿元，其中近期（2021—2025年）110亿元，远期（2026—2030年）70亿元。",
            "总投资120亿元，其中水源工程50亿元、管网工程40亿元。",
            "全市有企业120家，其中规上企业100家，高新技术企业60家。",
            "建成泊位20个，其中甲港12个、乙港7个等。",
        ] {
            assert_eq!(expected(sound), None, "{sound}");
        }
    }

    #[test]
    fn parts_may_stand_in_the_next_sentence() {
        let before = Evidence { quote: "实施三大工程，总投资36亿元。".into(), ..Evidence::default() };
        let proof = |text: &str| Evidence { quote: text.into(), ..Evidence::default() };
        let parts = proof("其中，牧场工程投资10亿元，园区工程投资15亿元，渔港工程投资12亿元。");
        assert_eq!(whole(&parts, Some(&before)).and_then(|finding| finding.expected).as_deref(), Some("37亿元"));
    }
}
