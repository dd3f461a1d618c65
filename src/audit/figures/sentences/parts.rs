//! A whole and its parts in one sentence: sums, shares of a whole, the three sectors.

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
    let text = apart.map_or_else(|| sentence.quote.to_string(), |before| format!("{}{}", before.quote, sentence.quote));
    let at = apart.map_or_else(|| text.find(LEAD), |before| Some(before.quote.len()))?;
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
    let evidence: Vec<Evidence> = apart.into_iter().chain([sentence]).cloned().collect();
    if parts.len() > 2 && off.abs() <= rounding + 1e-6 {
        return counted_otherwise(&text[..at], &text[body..end], parts.len(), evidence);
    }
    if parts.len() < 2 || off.abs() <= rounding + 1e-6 || leaves_open(&text[body..end]) {
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
    let decimals = parts.iter().map(|part| part.decimals).max().unwrap_or(0);
    let expected = format!("{}{}", show(sum, decimals), total.unit);
    let en = format!("the sentence gives {} in all, but its {} parts add up to {expected}", total.shown(), parts.len());
    let zh = format!("本句称共{}，而所列{}部分之和为{expected}", total.shown(), parts.len());
    let severity = if wrong { Severity::Warning } else { Severity::Note };
    let finding = Finding::new("figure.total", severity, Message::new(en, zh), evidence);
    Some(finding.found(total.shown()).expected(expected))
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
        let values: Vec<&Number<'_>> = numbers.iter().filter(|number| !number.is_year()).collect();
        let head = piece.trim_start_matches(['：', ':']);
        let dated = numbers.iter().any(Number::is_year) && head.starts_with(|c: char| c.is_ascii_digit());
        match values.as_slice() {
            [one] if one.unit == unit && !any_in("added", piece) => parts.push(one.printed.clone()),
            [.., last] if parts.len() > 1 && last.percent() => break,
            _ => return None,
        }
        kinds.push(if dated || prefix("phase", head).is_some() { Kind::Period } else { Kind::Other });
    }
    Some((parts, kinds))
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

/// `水产品总产量60万吨，其中养殖产量42万吨，养殖产量占水产品总产量的70%`: a share of two values that the sentence prints.
pub fn share(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    let numbers = numbers(text);
    let valued = |name: &str| {
        let name = name.trim_start_matches(LEAD);
        let at = text.find(name).filter(|_| name.chars().count() > 2)? + name.len();
        let number = numbers.iter().find(|number| number.start >= at && !number.is_year())?;
        let between = text.get(at..number.start)?;
        let direct = between.is_empty() || prefix("is", between).is_some_and(|verb| verb == between);
        (direct && !number.percent() && !number.unit.is_empty()).then_some(number)
    };
    text.match_indices('占').find_map(|(at, of)| {
        let part = text[..at].rsplit(['，', '。', '；', '、']).next()?;
        let rest = &text[at + of.len()..];
        let said = numbers.iter().find(|number| number.start > at)?;
        let name = text.get(at + of.len()..said.start)?;
        let name = words("is").iter().find_map(|verb| name.strip_suffix(verb.as_str())).unwrap_or(name);
        let name = name.trim_end_matches("比重").trim_end_matches("比例").trim_end_matches('的');
        let (one, all) = (valued(part)?, valued(name)?);
        let exact = one.printed.value / all.printed.value * 100.0;
        let behind = &text[said.end + said.unit.len()..];
        let bound = behind.starts_with("以上") || behind.starts_with("左右") || name.contains(['约', '近', '超']);
        let low = (one.printed.value - one.printed.half_unit()) / (all.printed.value + all.printed.half_unit()) * 100.0;
        let high = (one.printed.value + one.printed.half_unit()) / (all.printed.value - all.printed.half_unit()) * 100.0;
        let slack = said.printed.half_unit();
        let fits = said.printed.prints(exact) || (said.printed.value >= low - slack && said.printed.value <= high + slack);
        if !said.percent() || one.unit != all.unit || bound || fits || rest.is_empty() || all.printed.value <= 0.0 {
            return None;
        }
        let expected = format!("{}%", show(exact, said.printed.decimals.max(1)));
        let (said, one, all) = (said.shown(), one.shown(), all.shown());
        let en = format!("the sentence prints a share of {said}, but {one} of {all} is {expected}");
        let zh = format!("本句称占{said}，而{one}占{all}应为{expected}");
        let finding = Finding::new("figure.total", Severity::Warning, Message::new(en, zh), vec![sentence.clone()]);
        Some(finding.found(said).expected(expected))
    })
}

/// `三次产业结构调整为5:42:50`: the shares of the sectors make a hundred.
pub fn sectors(sentence: &Evidence) -> Option<Finding> {
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

#[cfg(test)]
mod tests {
    use super::{Evidence, Finding, sectors, share, whole};

    fn of(text: &str, check: fn(&Evidence) -> Option<Finding>) -> Option<String> {
        let proof = Evidence { quote: text.into(), ..Evidence::default() };
        check(&proof).and_then(|finding| finding.expected)
    }

    #[test]
    fn parts_are_added_up() {
        let expected = |text| of(text, |proof| whole(proof, None));
        assert_eq!(expected("项目总投资120亿元，其中一期50亿元、二期60亿元。").as_deref(), Some("110亿元"));
        assert_eq!(expected("总投资120亿元，其中2021年40亿元、2022年90亿元。").as_deref(), Some("130亿元"));
        assert_eq!(expected("总投资120亿元，其中水源工程80亿元、管网工程60亿元。").as_deref(), Some("140亿元"));
        assert_eq!(expected("实施两大工程，总投资120亿元，其中水源工程50亿元、管网工程60亿元。").as_deref(), Some("110亿元"));
        assert_eq!(expected("产量60万吨，其中养殖42万吨、捕捞16万吨，占全省的8%。").as_deref(), Some("58万吨"));
        assert_eq!(expected("建成泊位20个，其中甲港12个、乙港7个。").as_deref(), Some("19个"));
        for sound in [
            "项目总投资110亿元，其中一期50亿元、二期60亿元。",
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

    #[test]
    fn a_share_is_recomputed() {
        let text = |share| format!("水产品总产量60万吨，其中养殖产量42万吨，养殖产量占水产品总产量的{share}。");
        assert_eq!(of(&text("75%"), share).as_deref(), Some("70%"));
        assert_eq!(of(&text("70%"), share), None);
        assert_eq!(of(&text("65%以上"), share), None);
    }

    #[test]
    fn shares_of_the_sectors_make_a_hundred() {
        assert_eq!(of("三次产业结构调整为5:42:50。", sectors).as_deref(), Some("100"));
        assert_eq!(of("三次产业结构由8:44:48调整为5.2:42.3:52.6。", sectors), None);
    }
}
