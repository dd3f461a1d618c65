//! Two names: are they one name and a slip, and what is the slip?

use pinyin::ToPinyin;

use super::words::{suffix, words};
use crate::base::Message;

/// Shorter names differ in one character for good reasons (东区, 西区).
pub const LONG: usize = 5;
/// What a name of a place, a body or an order of things may differ in and be another: no slip.
const TELLING: &str = "一二三四五六七八九十东西南北中上下前后内外左右老省市县区镇乡村国甲乙丙丁";

/// How one name differs from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Characters (two at most) stand in the place of others: of the other name, of this one.
    Replaced(String, String),
    /// This name lacks what the other has.
    Missing(String),
    /// This name has more than the other.
    Added(String),
    /// The same characters in another order.
    Order,
    /// This one is the other, shortened.
    Shortened,
}

impl Difference {
    /// The difference in words, to stand behind both names.
    pub fn message(&self) -> Message {
        let (en, zh) = match self {
            Self::Replaced(theirs, own) => (format!("{own} for {theirs}"), format!("“{theirs}”作“{own}”")),
            Self::Missing(lost) => (format!("without {lost}"), format!("少“{lost}”")),
            Self::Added(more) => (format!("with {more} added"), format!("多“{more}”")),
            Self::Order => ("in another order".to_owned(), "字序不同".to_owned()),
            Self::Shortened => ("shortened".to_owned(), "似为简称".to_owned()),
        };
        Message::new(en, zh)
    }
}

pub fn telling(chars: &[char]) -> bool {
    chars.iter().any(|c| c.is_ascii_digit() || TELLING.contains(*c))
}

pub fn text(chars: &[char]) -> String {
    chars.iter().collect()
}

/// How `own` differs from `other`, where both are names that the plan gives apart. `None` where they are alike, or differ in
/// more than a slip or in what tells two things apart: a number, a direction, what stands right behind the region.
pub fn difference(other: &[char], own: &[char]) -> Option<Difference> {
    if other.len().min(own.len()) < LONG || other == own {
        return None;
    }
    let start = other.iter().zip(own).take_while(|(x, y)| x == y).count();
    let end = other[start..].iter().rev().zip(own[start..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (theirs, ours) = (&other[start..other.len() - end], &own[start..own.len() - end]);
    if swapped(theirs, ours) && start + end > 1 && !telling(theirs) {
        return Some(Difference::Order);
    }
    let level = |one: &[char], none: &[char]| none.is_empty() && start > 1 && end > 3 && matches!(one, ['省' | '市' | '县' | '区']);
    if level(theirs, ours) {
        return Some(Difference::Missing(text(theirs)));
    }
    if level(ours, theirs) {
        return Some(Difference::Added(text(ours)));
    }
    // Two characters weigh more: only long names that agree in nearly everything else.
    let near = match theirs.len().max(ours.len()) {
        1 => true,
        2 => start + end >= LONG + 2,
        _ => false,
    };
    // What begins otherwise behind its region is another thing: a city's bureau of commerce and its bureau of taxes.
    if !near || telling(theirs) || telling(ours) || start <= region_before(other, start).max(1) {
        return None;
    }
    Some(match (theirs, ours) {
        (lost, []) => Difference::Missing(text(lost)),
        ([], more) => Difference::Added(text(more)),
        _ => Difference::Replaced(text(theirs), text(ours)),
    })
}

/// Whether the one is the other with its two parts, of four characters at most, the other way round.
fn swapped(a: &[char], b: &[char]) -> bool {
    a.len() == b.len()
        && (2..=8).contains(&a.len())
        && (1..a.len()).any(|cut| cut <= 4 && a.len() - cut <= 4 && a[cut..] == b[..a.len() - cut] && a[..cut] == b[a.len() - cut..])
}

/// How many characters of a name say only whose it is: 云川市, 中国.
fn region(name: &[char]) -> usize {
    let country = matches!(name, ['中' | '全', '国', ..] | ['国', '家', ..]);
    // 市场, 市容, 区域 begin words and end no region.
    let ends = |at: usize| "省市县区州旗".contains(name[at]) && !name.get(at + 1).is_some_and(|next| "场容域级属直".contains(*next));
    let divisions = (0..name.len().min(8)).rev().find(|&at| ends(at)).map_or(0, |at| at + 1);
    divisions.max(if country { 2 } else { 0 })
}

/// How many of the first `length` characters say only whose it is.
pub fn region_before(name: &[char], length: usize) -> usize {
    // The next character tells 市 from the 市 of 市场.
    region(&name[..(length + 1).min(name.len())]).min(length)
}

/// How much of two names must begin alike for one to be the other, shortened: a park or platform may leave out its level, other
/// names begin with what tells them from others of their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// 云川高新区 of 云川国家高新技术产业开发区.
    Place,
    /// 云川海藻研究院 of 云川海藻生物技术研究院; of schools, hospitals and banks the shorter is another.
    Body,
}

/// Whether one is the other with characters left out in the middle, or without the legal form of a company.
pub fn shortened(a: &[char], b: &[char], build: Build) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let (begins, more) = if build == Build::Body { (4, 2) } else { (2, 3) };
    if short.len() < LONG || short[..begins] != long[..begins] || matches!(short, ['一', '批', ..] | ['若', '干', ..]) {
        return false;
    }
    if let Some(rest) = long.strip_prefix(short) {
        return words("legal-form").contains(&text(rest));
    }
    let mut rest = long.iter();
    let left_out = long.len() >= short.len() + more && short.last() == long.last() && short.iter().all(|c| rest.any(|other| other == c));
    left_out && (build == Build::Place || suffix("alike-bodies", &text(short)).is_none())
}

/// Whether two characters sound alike, or so nearly that who types by sound may take one for the other: 心 and 新, 兴 and 新.
pub fn sound_alike(a: char, b: char) -> bool {
    let sound = |c: char| {
        let plain = c.to_pinyin()?.plain();
        let flat = ["zh", "ch", "sh"].iter().find(|initial| plain.starts_with(**initial));
        let plain = flat.map_or_else(|| plain.to_owned(), |initial| format!("{}{}", &initial[..1], &plain[2..]));
        Some(plain.strip_suffix("ng").map_or(plain.clone(), |stem| format!("{stem}n")))
    };
    sound(a).is_some_and(|first| sound(b) == Some(first))
}

#[cfg(test)]
mod tests {
    use super::{Build, Difference, difference, shortened, sound_alike};

    fn chars(name: &str) -> Vec<char> {
        name.chars().collect()
    }

    #[test]
    fn names_that_differ_in_a_word_are_near() {
        let near = |a: &str, b: &str| difference(&chars(a), &chars(b)).is_some();
        assert!(near("云川市水利发展领导小组", "云川市水利发展协调小组"));
        assert!(near("云川市发展改革局", "云川市发展和改革局"));
        assert!(near("云川先进制造研究院", "云川制造先进研究院"), "the order of the words");
        assert!(near("云川市人才服务中心", "云川人才服务中心"), "the level of the region");
        assert!(near("云川市水利发展有限公司", "云川市水利建设有限公司"));
        assert!(near("云川市市场监管局", "云川市市埸监管局"), "the second 市 begins a word");
        assert!(!near("云川市教育局", "云川市交通局"), "two of six");
        assert!(!near("云川市商务局", "云川市税务局"), "another bureau");
        assert!(!near("水污染防治行动计划", "土壤污染防治行动计划"), "another subject");
        assert!(!near("云川市第一人民医院", "云川市第二人民医院"), "a number tells them apart");
        assert!(!near("云川东工业园区", "云川西工业园区"));
    }

    #[test]
    fn the_difference_is_told() {
        let told = |a: &str, b: &str| difference(&chars(a), &chars(b));
        assert_eq!(told("云川轨道交通产业园", "云川轨道交产业园"), Some(Difference::Missing("通".into())));
        assert_eq!(told("云川工业创新中心", "云川工业新创中心"), Some(Difference::Order));
    }

    #[test]
    fn a_name_may_be_another_shortened() {
        let short = |a: &str, b: &str| shortened(&chars(a), &chars(b), Build::Place);
        assert!(short("云川高新区", "云川国家高新技术产业开发区"));
        assert!(!short("云川高新区", "清川国家高新技术产业开发区"));
        assert!(!short("云川经济区", "云川经济区银湖先导区"), "a part of it");
        let body = |a: &str, b: &str| shortened(&chars(a), &chars(b), Build::Body);
        assert!(body("云川港务集团", "云川港务集团有限公司") && body("云川海藻研究院", "云川海藻生物技术研究院"));
        assert!(!body("云川科技大学", "云川科技职业大学") && !body("云川人民医院", "云川人民康复医院"));
    }

    #[test]
    fn characters_sound_alike() {
        assert!(sound_alike('心', '新') && sound_alike('新', '兴') && sound_alike('生', '森'));
        assert!(!sound_alike('园', '区') && !sound_alike('A', 'a'));
    }
}
