//! Shares that a sentence prints: of two values of its own, all shares of a whole, the three sectors.

use super::numbers::{Number, numbers};
use crate::audit::figures::printed::{Printed, show};
use crate::audit::finding::{Finding, Severity};
use crate::audit::words::{any_in, prefix, words};
use crate::base::Message;
use crate::model::Evidence;

/// Shares that make so nearly a hundred (in points) were meant to make it.
const NEARLY: f64 = 5.0;
/// The same, of the structure of a whole.
const NEARLY_OF_A_WHOLE: f64 = 12.0;
const LEAD: &str = "其中";

/// `养殖产量42万吨，占水产品总产量的70%`: a share of two values that the sentence prints. The part stands by its name or right in
/// front of 占; the whole by its name, behind 占 itself (占常住人口48万人的20%), or in front of 其中.
pub fn share(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    let numbers = numbers(text);
    text.match_indices('占').find_map(|(at, of)| {
        let after = at + of.len();
        let said = numbers.iter().find(|number| number.start >= after && number.percent())?;
        let name = text.get(after..said.start)?;
        if name.contains(['，', '。', '；', '、', '“', '比']) && !name.contains("比重") && !name.contains("比例") {
            return None;
        }
        let before = text[..at].rsplit(['，', '。', '；', '、']).next()?;
        let part = if before.is_empty() { None } else { valued(text, &numbers, before) };
        let beside = || numbers.iter().rfind(|number| number.end <= at).filter(|number| ends_at(text, number, at));
        let one = part.or_else(beside)?;
        let inside = numbers.iter().find(|number| number.start >= after && number.end <= said.start && !number.is_year());
        let all = match inside {
            Some(inside) => inside,
            None => valued(text, &numbers, bare(name)).or_else(|| whole_of_parts(text, &numbers, name, at))?,
        };
        let behind = &text[said.end + said.unit.len()..];
        let bound = behind.starts_with("以上") || behind.starts_with("左右") || name.contains(['约', '近', '超']);
        let ((value, unit), (total, of_total)) = (one.scaled(), all.scaled());
        if bound || unit != of_total || unit.is_empty() || total <= 0.0 || one.start == all.start || one.percent() || value > total {
            return None;
        }
        let exact = value / total * 100.0;
        let half = |number: &Number<'_>, scaled: f64| number.printed.half_unit() / number.printed.value * scaled;
        let low = (value - half(one, value)) / (total + half(all, total)) * 100.0;
        let high = (value + half(one, value)) / (total - half(all, total)) * 100.0;
        let slack = said.printed.half_unit();
        if said.printed.prints(exact) || (said.printed.value >= low - slack && said.printed.value <= high + slack) {
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

/// The name of a whole without the words between it and its share: 水产品总产量 of 水产品总产量的比重达.
fn bare(name: &str) -> &str {
    let name = words("is").iter().find_map(|verb| name.strip_suffix(verb.as_str())).unwrap_or(name);
    name.trim_end_matches("比重").trim_end_matches("比例").trim_end_matches('的')
}

/// The value that the text gives right behind a name.
fn valued<'a, 'b>(text: &str, numbers: &'b [Number<'a>], name: &str) -> Option<&'b Number<'a>> {
    let name = name.trim_start_matches(LEAD);
    let at = text.find(name).filter(|_| name.chars().count() > 2)? + name.len();
    let number = numbers.iter().find(|number| number.start >= at && !number.is_year())?;
    let between = text.get(at..number.start)?;
    let direct = between.is_empty() || prefix("is", between).is_some_and(|verb| verb == between);
    (direct && !number.percent() && !number.unit.is_empty()).then_some(number)
}

/// Whether nothing but a comma or a bracket stands between a number and a place.
fn ends_at(text: &str, number: &Number<'_>, at: usize) -> bool {
    let between = text.get(number.end + number.unit.len()..at).unwrap_or("");
    !number.is_year() && !number.percent() && matches!(between, "" | "，" | "（")
}

/// `共投入1.2亿元，其中上级补助4800万元，占40%`: of no name is a share of the whole in front of 其中.
fn whole_of_parts<'a, 'b>(text: &str, numbers: &'b [Number<'a>], name: &str, at: usize) -> Option<&'b Number<'a>> {
    if !bare(name).is_empty() && !matches!(name, "总额的" | "总数的" | "总量的" | "总投资的" | "全部的") {
        return None;
    }
    let lead = text[..at].find(LEAD).or_else(|| words("split-by").iter().filter_map(|word| text[..at].find(word.as_str())).min())?;
    // A whole with its parts in between ends a sentence or a clause; the first number of the text is it.
    numbers.iter().find(|number| !number.is_year() && !number.percent() && number.end <= lead)
}

/// `占比分别为62.5%、25%和12.5%`: three shares or more that nearly make a hundred were meant to.
pub fn listed(sentence: &Evidence) -> Option<Finding> {
    let text = &*sentence.quote;
    let at = text.find("分别")?;
    let clause_start = text[..at].rfind(['，', '。', '；']).unwrap_or(0);
    let end = text[at..].find(['，', '。', '；']).map_or(text.len(), |length| at + length);
    let numbers = numbers(&text[at..end]);
    let shares: Vec<&Printed> = numbers.iter().filter(|number| number.percent()).map(|number| &number.printed).collect();
    let (sum, rounding) = shares.iter().fold((0.0, 0.0), |(sum, off), share| (sum + share.value, off + share.half_unit()));
    let shares_of_one = any_in("of-a-whole", &text[clause_start..end]);
    let off = (sum - 100.0_f64).abs();
    let nearly = if text[..end].contains("结构") { NEARLY_OF_A_WHOLE } else { NEARLY };
    if shares.len() < 3 || shares.len() != numbers.len() || !shares_of_one || off <= rounding + 1e-6 || off > nearly {
        return None;
    }
    let sum = format!("{}%", show(sum, shares.iter().map(|share| share.decimals).max().unwrap_or(0)));
    let list = text[at..end].to_owned();
    let en = format!("the shares make {sum}, not 100%: {list}");
    let zh = format!("{list}之和为{sum}，不是100%");
    let finding = Finding::new("figure.total", Severity::Warning, Message::new(en, zh), vec![sentence.clone()]);
    Some(finding.found(sum).expected("100%".to_owned()))
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
    use super::{Evidence, Finding, listed, sectors, share};

    fn of(text: &str, check: fn(&Evidence) -> Option<Finding>) -> Option<String> {
        let proof = Evidence { quote: text.into(), ..Evidence::default() };
        check(&proof).and_then(|finding| finding.expected)
    }

    #[test]
    fn a_share_is_recomputed() {
        let text = |share| format!("水产品总产量60万吨，其中养殖产量42万吨，养殖产量占水产品总产量的{share}。");
        assert_eq!(of(&text("75%"), share).as_deref(), Some("70%"));
        assert_eq!(of("老年人口达到9.6万人，占常住人口48万人的25%。", share).as_deref(), Some("20%"));
        assert_eq!(of("养老床位3000张；护理型床位1500张，占养老床位的55%。", share).as_deref(), Some("50%"));
        assert_eq!(of("投入1.2亿元，其中上级补助4800万元，占45%。", share).as_deref(), Some("40%"));
        for sound in [&*text("70%"), &*text("65%以上"), "投入1.2亿元，其中上级补助4800万元，占全省的45%。"] {
            assert_eq!(of(sound, share), None, "{sound}");
        }
    }

    #[test]
    fn shares_of_one_whole_make_a_hundred() {
        assert_eq!(of("占比分别为62.5%、25%和15.5%。", listed).as_deref(), Some("100%"));
        assert_eq!(of("用水结构中，生活、工业、农业占比分别为25%、37.5%、47.5%。", listed).as_deref(), Some("100%"));
        assert_eq!(of("占比分别为62.5%、25%和12.5%。", listed), None);
        assert_eq!(of("占比分别为33.3%、33.3%和33.3%。", listed), None);
        assert_eq!(of("完成率分别为98%、95%和92%。", listed), None);
    }

    #[test]
    fn shares_of_the_sectors_make_a_hundred() {
        assert_eq!(of("三次产业结构调整为5:42:50。", sectors).as_deref(), Some("100"));
        assert_eq!(of("三次产业结构由8:44:48调整为5.2:42.3:52.6。", sectors), None);
    }
}
