//! Counted slogans and lists: what a text promises in number, and how many members a reader can count.

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

const CLASSIFIERS: [char; 12] = ['大', '个', '项', '类', '条', '种', '批', '轮', '位', '方', '张', '重'];

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
        let with = after.strip_prefix(CLASSIFIERS);
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

/// Every number of members that a reader may count in an enumeration, by how finely it is cut, and whether it closes
/// (does not end in 等).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub counts: Vec<usize>,
    pub closed: bool,
    /// The members at the usual cut (、；，).
    pub members: Vec<String>,
}

/// Words that open a list of what was counted.
pub const LEADS: [&str; 16] = [
    "，即",
    "，包括",
    "，主要包括",
    "，具体包括",
    "，分别为",
    "，分别是",
    "，具体为",
    "，指",
    "，就是",
    "：",
    "（即",
    "（包括",
    "（",
    "即",
    "包括",
    "是指",
];

/// What each part of a slogan of several parts is said to be: `“两带”为甲、乙，“三区”即丙、丁、戊`. Parts that the text does
/// not take up on their own are left out.
pub fn by_part<'a>(promise: &'a Promise, text: &str) -> Vec<(&'a Part, Counted)> {
    let text = plain(text);
    let sentence_end = |from: usize| text[from..].find(['。', ';', '；']).map_or(text.len(), |at| from + at);
    let leads = ["分别为", "分别是", "是指", "包括", "为", "即", "指", "是", ":", "：", "("];
    let begins = |part: &Part| {
        let at = text.match_indices(part.text.as_str()).map(|(at, _)| at + part.text.len());
        at.filter_map(|at| leads.iter().find(|lead| text[at..].starts_with(**lead)).map(|lead| (at - part.text.len(), at + lead.len())))
            .next()
    };
    let places: Vec<(&Part, usize, usize)> =
        promise.parts.iter().filter_map(|part| begins(part).map(|(at, body)| (part, at, body))).collect();
    let next = |after: usize| places.iter().map(|&(_, at, _)| at).filter(|&at| at > after).min().unwrap_or(text.len());
    let members = |&(part, _, body): &(&'a Part, usize, usize)| {
        let end = next(body).min(sentence_end(body));
        (part, enumerate(text[body..end].trim_end_matches(['，', ',', '、', ')'])))
    };
    places.iter().map(members).collect()
}

/// Cuts the first sentence of a definition into members at three finenesses: at 、 and ； alone, at ， as well, and at
/// 和 与 及 too. Quotes and brackets are not cut inside.
pub fn enumerate(text: &str) -> Counted {
    let sentence = text.split('。').next().unwrap_or("").trim();
    let body = ["即", "是指", "指", "包括", "分别为", "分别是", "："]
        .iter()
        .find_map(|lead| sentence.strip_prefix(lead))
        .unwrap_or(sentence)
        .trim_start_matches(['：', ':', '，', '是']);
    let closed = !body.contains('等');
    let cut = |separators: &[char]| -> Vec<String> {
        let (mut members, mut depth, mut member) = (Vec::new(), 0_i32, String::new());
        for c in body.chars() {
            match c {
                '“' | '（' | '(' | '《' | '「' => depth += 1,
                '”' | '）' | ')' | '》' | '」' => depth = (depth - 1).max(0),
                _ => {}
            }
            if depth == 0 && separators.contains(&c) {
                members.push(std::mem::take(&mut member));
            } else {
                member.push(c);
            }
        }
        members.push(member);
        members.into_iter().map(|member| member.trim().to_string()).filter(|member| !member.is_empty()).collect()
    };
    let usual = cut(&['、', '；', ';', '，', ',']);
    let mut counts = vec![
        cut(&['；', ';']).len(),
        cut(&['、', '；', ';']).len(),
        usual.len(),
        cut(&['、', '和', '与', '及']).len(),
        cut(&['、', '；', ';', '，', ',', '和', '与', '及']).len(),
    ];
    counts.sort_unstable();
    counts.dedup();
    Counted { counts, closed, members: usual }
}

#[cfg(test)]
mod tests {
    use super::{enumerate, promise};

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
        for word in ["一体化", "五邑品牌", "互联网+", "三角洲地区", "一带一路沿线", "2025行动", "珠西战略"] {
            assert_eq!(total(word), None, "{word}");
        }
    }

    #[test]
    fn a_list_can_be_cut_more_than_one_way() {
        assert!(enumerate("轨道交通、重卡和商用车、新材料及装备、教育装备、大健康。其中，甲、乙。").counts.contains(&5));
        assert!(enumerate("经济中心、创新中心和城市中心。").counts.contains(&3));
        assert!(enumerate("“开放之门”，粤西进入的“方便之门”，通向大西南的“辐射之门”。").counts.contains(&3));
        assert!(!enumerate("甲、乙等。").closed);
    }
}
