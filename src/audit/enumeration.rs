//! Counted slogans and lists: what a text promises in number, and how many members a reader can count.

use super::words::{prefix, suffix, words};

/// A slogan's promise: the counts in order (六新六去: 6 新, 6 去; 1+6+N: 1, 6 and an open rest).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub parts: Vec<Part>,
    /// Whether a letter (N) leaves the number open upwards.
    pub open: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub count: usize,
    /// What is counted; empty in 1+6+N.
    pub what: String,
    /// The part as the slogan writes it, folded: 两带 of 一核两带三区.
    pub text: String,
}

impl Promise {
    pub fn total(&self) -> usize {
        self.parts.iter().map(|part| part.count).sum()
    }
}

/// The value of a numeral at the start of the text and its length in bytes: 八, 十二, 双, 两, 12.
pub fn numeral(text: &str) -> Option<(usize, usize)> {
    let digit = |c: char| match c {
        '一' => Some(1),
        '二' | '两' | '双' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    };
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        let run: String = text.chars().take_while(char::is_ascii_digit).take(4).collect();
        return Some((run.parse().ok()?, run.len()));
    }
    let chars: Vec<char> = text.chars().take(3).collect();
    let ten = |at: usize| chars.get(at) == Some(&'十');
    let unit = |at: usize| chars.get(at).copied().and_then(digit);
    let (value, used) = match (unit(0), ten(0), ten(1), unit(1), unit(2)) {
        (Some(tens), _, true, _, Some(units)) => (tens * 10 + units, 3),
        (Some(tens), _, true, _, None) => (tens * 10, 2),
        (Some(one), ..) => (one, 1),
        (None, true, _, Some(units), _) => (10 + units, 2),
        (None, true, ..) => (10, 1),
        _ => return None,
    };
    Some((value, chars[..used].iter().map(|c| c.len_utf8()).sum()))
}

/// Reads a slogan's promise: it must begin with a numeral, and each numeral must count something.
///
/// 八大创造, 四个全面, 七个一, 三门, 六新六去, 三个定位、两个率先, 1+6+N, 1+3. Not 一体化 or 五邑: a bare numeral counts only
/// in front of one or two characters when a second counted part follows or the whole slogan is two characters long.
pub fn promise(slogan: &str) -> Option<Promise> {
    let slogan = plain(slogan);
    if slogan.starts_with(|c: char| c.is_ascii_digit()) && slogan.contains('+') {
        return sum(&slogan);
    }
    let mut parts = Vec::new();
    let (mut rest, mut classified) = (slogan.as_str(), true);
    while !rest.is_empty() {
        let (count, used) = numeral(rest)?;
        let after = &rest[used..];
        let with = prefix("classifier", after).map(|classifier| &after[classifier.len()..]);
        classified &= with.is_some();
        let noun = with.unwrap_or(after);
        // The noun runs to the next counted part, which a comma or a numeral opens.
        let end = noun
            .char_indices()
            .skip(1)
            .find(|(at, c)| matches!(c, '、' | ',' | '，') || (numeral(&noun[*at..]).is_some() && with.is_none()))
            .map_or(noun.len(), |(at, _)| at);
        let text = rest[..rest.len() - noun.len() + end].to_string();
        parts.push(Part { count, what: noun[..end].to_string(), text });
        rest = noun[end..].trim_start_matches(['、', ',', '，']);
    }
    let short = slogan.chars().count() == 2 && parts.len() == 1;
    // 一核两带三区 opens with a one, but a lone one counts nothing (一带一路).
    let paired =
        parts.len() > 1 && parts.iter().skip(1).all(|part| part.count > 1) && parts.iter().all(|part| part.what.chars().count() <= 3);
    let counted = parts.iter().all(|part| part.count > 0 && !part.what.is_empty());
    (counted && (classified || short || paired) && parts.iter().map(|part| part.count).sum::<usize>() > 1)
        .then_some(Promise { parts, open: false })
}

/// The promise of a slogan whose noun has no classifier: 四分法, 三清单. Many words begin so and count nothing (双碳, 十四五): only a
/// list right behind it makes it a promise. So does one with a second part of one (三标一证), but for 一体, which counts nothing.
pub fn loose_promise(slogan: &str) -> Option<Promise> {
    let slogan = plain(slogan);
    let (count, used) = numeral(&slogan).filter(|(count, _)| (2..20).contains(count))?;
    let what = slogan[used..].to_string();
    let counts_nothing = words("counts-nothing").contains(&what);
    if let Some((first, second)) = what.split_once('一').filter(|(_, second)| *second != "体" && !counts_nothing) {
        let noun = |text: &str| {
            (1..=4).contains(&text.chars().count()) && text.chars().all(|c| c.is_alphabetic() && numeral(&c.to_string()).is_none())
        };
        let part = |count, what: &str, text: String| Part { count, what: what.to_owned(), text };
        let one = format!("{}{first}", &slogan[..used]);
        let parts = vec![part(count, first, one), part(1, second, format!("一{second}"))];
        return (noun(first) && noun(second)).then_some(Promise { parts, open: false });
    }
    if count < 3 {
        return None;
    }
    let bare = |c: char| c.is_alphabetic() && (counts_nothing || numeral(&c.to_string()).is_none());
    let noun = (1..=4).contains(&what.chars().count()) && what.chars().all(bare);
    noun.then(|| Promise { parts: vec![Part { count, what, text: slogan.clone() }], open: false })
}

/// Folded, without quotation marks and spaces.
pub fn plain(text: &str) -> String {
    text.chars().map(crate::base::fold_char).filter(|c| !matches!(c, '“' | '”' | '"' | ' ')).collect()
}

/// 1+6+N, 4+1, 1+3清单.
fn sum(slogan: &str) -> Option<Promise> {
    let (mut parts, mut open) = (Vec::new(), false);
    for piece in slogan.split('+') {
        let digits: String = piece.chars().take_while(char::is_ascii_digit).collect();
        match digits.parse() {
            Ok(count) => parts.push(Part { count, what: piece[digits.len()..].to_string(), text: piece.to_string() }),
            Err(_) if matches!(piece.chars().next(), Some('n' | 'x')) => open = true,
            Err(_) => return None,
        }
    }
    (!parts.is_empty()).then_some(Promise { parts, open })
}

/// An enumeration as a reader may count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Every number that some way of cutting gives.
    pub counts: Vec<usize>,
    /// What the list alone gives, where the sentence runs on behind it with something that is no member; else empty.
    pub list_only: Vec<usize>,
    /// Does not end in 等.
    pub closed: bool,
    /// The members at the usual cut (、；，).
    pub members: Vec<String>,
}

/// What follows the words that open a list, at most `reach` characters on; a list in brackets ends with them.
pub fn list_after(after: &str, reach: usize) -> Option<&str> {
    let (at, lead) = after.char_indices().take(reach + 1).find_map(|(at, _)| Some((at, prefix("list-lead", &after[at..])?)))?;
    let words = &after[..at];
    if words.contains(['，', '。', '；', '、', '）', '”', '“']) {
        return None;
    }
    let list = &after[at + lead.len()..];
    // Where the next quoted word is explained in its turn, this list is over: “两带”即…，“三区”即….
    let turn = list.match_indices('“').find(|(at, _)| {
        let rest = list[*at..].split_once('”').map_or("", |(_, rest)| rest);
        list[..*at].ends_with(['，', '；', '。', '、']) && prefix("part-lead", rest).is_some()
    });
    let list = turn.map_or(list, |(at, _)| list[..at].trim_end_matches(['，', '；', '、']));
    Some(if lead.starts_with('（') { list.split('）').next().unwrap_or(list) } else { list })
}

/// What each part of a slogan of several parts is said to be: `“两带”为甲、乙，“三区”即丙、丁、戊`, or `以甲、乙为两带`. Parts that
/// the text does not take up on their own are left out.
pub fn by_part<'a>(promise: &'a Promise, text: &str) -> Vec<(&'a Part, Counted)> {
    let text = plain(text);
    let sentence_end = |from: usize| text[from..].find(['。', ';', '；']).map_or(text.len(), |at| from + at);
    let begins = |part: &Part| {
        let at = text.match_indices(part.text.as_str()).map(|(at, _)| at + part.text.len());
        at.filter_map(|at| prefix("part-lead", &text[at..]).map(|lead| (at - part.text.len(), at + lead.len()))).next()
    };
    let places: Vec<(&Part, usize, usize)> =
        promise.parts.iter().filter_map(|part| begins(part).map(|(at, body)| (part, at, body))).collect();
    let next = |after: usize| places.iter().map(|&(_, at, _)| at).filter(|&at| at > after).min().unwrap_or(text.len());
    // The open part of 1+3+N, that counts nothing, is taken up like the others.
    let letter = |c: char| promise.open && matches!(c, 'n' | 'x');
    let open_part = |after: usize| {
        let at = text[after..].char_indices().find(|&(at, c)| letter(c) && prefix("part-lead", &text[after + at + 1..]).is_some());
        at.map_or(text.len(), |(at, _)| after + at)
    };
    let members = |&(part, _, body): &(&'a Part, usize, usize)| {
        let end = next(body).min(sentence_end(body)).min(open_part(body));
        (part, enumerate(text[body..end].trim_end_matches(['，', ',', '、', ')']), part.count))
    };
    let told: Vec<_> = places.iter().map(members).collect();
    let before = if told.len() < 2 { in_front(promise, &text) } else { Vec::new() };
    if before.len() > told.len() { before } else { told }
}

/// Parts whose members stand in front of them.
fn in_front<'a>(promise: &'a Promise, text: &str) -> Vec<(&'a Part, Counted)> {
    let clause = |part: &'a Part| {
        let before = text.match_indices(part.text.as_str()).find_map(|(at, _)| {
            let copula = suffix("part-copula", &text[..at])?;
            Some(&text[..at - copula.len()])
        })?;
        let clause = before.rsplit([',', '，', '。', ';', '；', ':', '：']).next().unwrap_or(before);
        Some((part, enumerate(clause.trim_start_matches(['以', '把', '将', '由']), part.count)))
    };
    promise.parts.iter().filter_map(clause).collect()
}

/// Cuts a text outside of quotation marks and brackets.
fn cut(text: &str, separators: &[&str]) -> Vec<String> {
    let (mut members, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        match c {
            '“' | '（' | '(' | '《' | '「' => depth += 1,
            '”' | '）' | ')' | '》' | '」' => depth = (depth - 1).max(0),
            _ => {}
        }
        let separator =
            separators.iter().filter(|known| depth == 0 && at >= skip && text[at..].starts_with(**known)).max_by_key(|s| s.len());
        if let Some(separator) = separator {
            members.push(&text[start..at]);
            start = at + separator.len();
            skip = start;
        }
    }
    members.push(&text[start..]);
    members.into_iter().map(|member| member.trim().to_string()).filter(|member| !member.is_empty()).collect()
}

const CLAUSES: [&str; 2] = ["，", ","];
const ITEMS: [&str; 3] = ["、", "；", ";"];
const JOINED: [&str; 4] = ["以及", "和", "与", "及"];

/// The two characters or more that all members of a list end with: 清单 of 责任清单、隐患清单.
fn ending(members: &[String]) -> Option<String> {
    let (first, others) = members.split_first().filter(|(_, others)| !others.is_empty())?;
    let shared = |other: &String| first.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b).count();
    let length = others.iter().map(shared).min().filter(|length| *length > 1)?;
    Some(first.chars().skip(first.chars().count() - length).collect())
}

/// Whether a 等 leaves a list open: 甲、乙等, not 等级认证 or 高等教育.
pub fn leaves_open(list: &str) -> bool {
    list.match_indices('等').any(|(at, deng)| {
        let word = |word: &String| {
            let before = word.find(deng).unwrap_or(0);
            at.checked_sub(before).is_some_and(|start| list.get(start..).is_some_and(|rest| rest.starts_with(word.as_str())))
        };
        !words("not-and-so-on").iter().any(word)
    })
}

/// The numbers that a reader may count in items: as they are; with the last one cut at 和 (甲、乙和丙); with all of them, where
/// each is a pair (甲和乙、丙和丁).
fn readings(items: &[String]) -> Vec<usize> {
    let Some(last) = items.last() else { return Vec::new() };
    let joined = |item: &String| cut(item, &JOINED).iter().filter(|piece| piece.chars().count() > 1).count().max(1);
    // 产业高地、治理高地和人才高地: where both pieces end as all the members do, there is one way to count.
    let alike = ending(&items[..items.len() - 1]).filter(|_| items.len() > 2);
    if let Some(end) = alike
        && joined(last) == 2
        && cut(last, &JOINED).iter().all(|piece| piece.ends_with(&end))
    {
        return vec![items.len() + 1];
    }
    let mut counts = vec![items.len(), items.len() - 1 + joined(last)];
    if joined(last) > 1 {
        counts.push(items.len() + 1);
    }
    if items.len() > 1 && items.iter().all(|item| joined(item) == 2) {
        counts.push(items.len() * 2);
    }
    counts
}

/// Cuts the first sentence of a definition into members, in every way that a reader may. `expected` is the promised number: it
/// helps to tell where a list ends and the sentence goes on (即甲、乙、丙，全面提升…).
pub fn enumerate(text: &str, expected: usize) -> Counted {
    let sentence = text.split('。').next().unwrap_or("").trim();
    let body = prefix("list-lead", sentence)
        .filter(|lead| !lead.starts_with(['（', '，']))
        .map_or(sentence, |lead| &sentence[lead.len()..])
        .trim_start_matches(['：', ':', '，', '是']);
    let usual = cut(body, &[&ITEMS[..], &CLAUSES[..]].concat());
    let mut counts = readings(&usual);
    counts.extend(readings(&cut(body, &ITEMS)));
    counts.push(cut(body, &ITEMS[1..]).len());
    let clauses = cut(body, &CLAUSES);
    if clauses.len() > 1 {
        counts.extend(readings(&clauses));
    }
    let list = clauses.first().map_or_else(Vec::new, |clause| cut(clause, &ITEMS));
    let longest = list.iter().map(|member| member.chars().count()).max().unwrap_or(0);
    let runs_on = |next: &String| {
        let like_member = !next.contains('、') && next.chars().count() * 2 <= longest * 3;
        let alike = ending(&list).map_or(like_member, |end| next.trim_end_matches(['；', ';']).ends_with(&end));
        !alike && prefix("list-goes-on", next).is_none()
    };
    let own = (list.len() > 2 || ending(&list).is_some()) && list.len().abs_diff(expected) <= 1 && clauses.get(1).is_some_and(runs_on);
    let (list_only, mut members) = if own { (readings(&list), list) } else { (Vec::new(), usual) };
    // 甲、乙和丙: the last item is two, where that comes nearer to what is expected.
    if let Some(last) = members.last().map(|last| cut(last, &JOINED)).filter(|last| last.len() == 2 && members.len() < expected) {
        members.pop();
        members.extend(last);
    }
    let closed = !leaves_open(if own { &clauses[0] } else { body });
    counts.extend(&list_only);
    counts.sort_unstable();
    counts.dedup();
    Counted { counts, list_only, closed, members }
}

#[cfg(test)]
mod tests {
    use super::{enumerate, leaves_open, promise};

    fn total(slogan: &str) -> Option<usize> {
        promise(slogan).map(|promise| promise.total())
    }

    #[test]
    fn slogans_promise_a_number() {
        for (slogan, count) in [
            ("八大创造", 8),
            ("四个全面", 4),
            ("七个一", 7),
            ("三门", 3),
            ("六新六去", 12),
            ("三个定位、两个率先", 5),
            ("１+６+Ｎ", 7),
            ("1+3清单", 4),
            ("双引双创", 4),
            ("一核两带三区", 6),
            ("四梁八柱", 12),
            ("十二项重点工程", 12),
        ] {
            assert_eq!(total(slogan), Some(count), "{slogan}");
        }
    }

    #[test]
    fn numerals_that_count_nothing_promise_nothing() {
        for word in ["一体化", "三江品牌", "互联网+", "三角洲地区", "一带一路沿线", "2025行动", "海西战略"] {
            assert_eq!(total(word), None, "{word}");
        }
    }

    #[test]
    fn a_word_that_holds_the_mark_of_an_open_list_leaves_none_open() {
        assert!(leaves_open("甲、乙等") && leaves_open("高等学校、企业等单位"));
        assert!(!leaves_open("服务标准和等级认证") && !leaves_open("高等教育、平等机会"));
    }

    #[test]
    fn a_list_can_be_cut_more_than_one_way() {
        let counts = |text: &str, expected| enumerate(text, expected).counts;
        assert!(counts("轨道交通、重卡和商用车、新材料及装备、教育装备、大健康。其中，甲、乙。", 5).contains(&5));
        assert!(counts("经济中心、创新中心和城市中心。", 3).contains(&3));
        assert!(counts("“开放之门”，粤西进入的“方便之门”，通向大西南的“辐射之门”。", 3).contains(&3));
        assert!(!enumerate("甲、乙等。", 2).closed);
    }

    #[test]
    fn a_joint_inside_a_member_makes_no_further_member() {
        assert_eq!(enumerate("轨道交通、重卡和商用车、教育装备、大健康。", 5).counts, [1, 4]);
    }

    #[test]
    fn a_list_ends_where_the_sentence_goes_on_with_something_else() {
        let counted = enumerate("产业高地、治理高地、人才高地，全面提升科技、文化、体制等多方面的竞争力。", 4);
        assert!(counted.closed && counted.list_only == [3, 3], "{counted:?}");
        assert!(enumerate("产业高地、治理高地、贸易高地，以及人才高地。", 4).list_only.is_empty());
        let counted = enumerate("企业责任清单、风险隐患清单，守住安全底线。", 3);
        assert_eq!(counted.list_only, [2, 2], "what ends otherwise than all the members is none");
        assert_eq!(enumerate("产业高地、治理高地、贸易高地和人才高地。", 3).counts, [1, 4], "one way to count at 、");
    }
}
