//! Numbers at the start of a heading: which style, which value, how long.

use super::words::words;
use crate::schema::WordList;

/// A way of numbering headings.
#[derive(Clone, Debug)]
pub(super) struct Style {
    pub name: String,
    /// Usual place in the outline, outermost lowest.
    pub rank: u16,
    templates: Vec<Template>,
}

#[derive(Clone, Debug)]
struct Template {
    before: String,
    digits: Digits,
    after: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Digits {
    Chinese,
    Arabic,
    Dotted,
    /// One number alone, as the outermost of dotted ones: `2 主要任务`.
    Lone,
    Circled,
}

/// A number found at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Index into [`super::words::Words::styles`].
    pub style: usize,
    pub value: u32,
    /// Bytes of the mark itself.
    pub len: usize,
    /// Parts of a dotted number; 0 for all others.
    pub depth: u8,
}

impl Style {
    pub fn from_list(list: &WordList) -> Option<Self> {
        let rank = list.tags.get("rank")?.parse().ok()?;
        let templates = list.words.iter().filter_map(|word| Template::parse(word)).collect();
        Some(Self { name: list.name.clone(), rank, templates })
    }
}

impl Template {
    fn parse(word: &str) -> Option<Self> {
        let kinds = [
            ("{cn}", Digits::Chinese),
            ("{n}", Digits::Arabic),
            ("{dec}", Digits::Dotted),
            ("{one}", Digits::Lone),
            ("{o}", Digits::Circled),
        ];
        kinds.iter().find_map(|&(slot, digits)| {
            let (before, after) = word.split_once(slot)?;
            Some(Self { before: before.to_owned(), digits, after: after.to_owned() })
        })
    }

    /// Value, bytes and parts of the number that `text` begins with.
    fn read(&self, text: &str) -> Option<(u32, usize, u8)> {
        let rest = text.strip_prefix(self.before.as_str())?;
        let (value, len, depth) = match self.digits {
            Digits::Chinese => chinese(rest)?,
            Digits::Arabic => arabic(rest)?,
            Digits::Dotted => dotted(rest)?,
            Digits::Lone => lone(rest)?,
            Digits::Circled => circled(rest)?,
        };
        let tail = rest[len..].strip_prefix(self.after.as_str())?;
        // 2.5个百分点 is no heading 2, and 第一条例外 no article.
        let next = tail.chars().next();
        let glued = match self.digits {
            // 3．2020年底前开展…: the full-width dot is no decimal point.
            Digits::Arabic if self.after == "．" && begins_with_year(tail) => false,
            Digits::Arabic if !self.after.starts_with(['）', ')', '章', '节']) => next.is_some_and(|c| c.is_ascii_digit()),
            Digits::Dotted => !next.is_some_and(|c| c.is_whitespace()),
            Digits::Chinese if self.before == "第" => next.is_some_and(|c| !c.is_whitespace()) && self.after == "条",
            _ => false,
        };
        (!glued).then_some((value, self.before.len() + len + self.after.len(), depth))
    }
}

impl Mark {
    /// The number that `text` begins with.
    pub fn at(text: &str) -> Option<Self> {
        let first = text.chars().next()?;
        // Nearly all paragraphs leave here.
        if !(first.is_ascii_digit() || matches!(first, '（' | '(' | '第' | '①'..='⑳') || chinese_digit(first).is_some()) {
            return None;
        }
        words().styles.iter().enumerate().find_map(|(style, known)| {
            known.templates.iter().find_map(|template| template.read(text)).map(|(value, len, depth)| Self { style, value, len, depth })
        })
    }
}

/// A text without the number that it begins with.
pub fn unnumbered(text: &str) -> &str {
    let text = text.trim_start();
    Mark::at(text).and_then(|mark| text.get(mark.len..)).map_or(text, str::trim_start)
}

/// The number that a heading's mark spells: 4 of `四、`, `第四章` and `4.`. `None` where a text begins with no such mark.
pub fn heading_number(text: &str) -> Option<u32> {
    Mark::at(text.trim_start()).map(|mark| mark.value)
}

const fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '○' | '零' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        _ => return None,
    })
}

/// A Chinese number below 1,000: 一, 十二, 二十三, 一百零五.
fn chinese(text: &str) -> Option<(u32, usize, u8)> {
    let (mut total, mut digit, mut len) = (0_u32, 0_u32, 0);
    for c in text.chars().take(7) {
        let Some(value) = chinese_digit(c) else { break };
        if value >= 10 {
            total += digit.max(1) * value;
            digit = 0;
        } else {
            digit = value;
        }
        len += c.len_utf8();
    }
    let value = total + digit;
    (len > 0 && value > 0).then_some((value, len, 0))
}

/// An arabic number of one to three digits.
fn arabic(text: &str) -> Option<(u32, usize, u8)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    if len == 0 || len > 3 {
        return None;
    }
    Some((text[..len].parse().ok().filter(|&value| value > 0)?, len, 0))
}

/// Two to five parts joined by dots; the value is the last part.
fn dotted(text: &str) -> Option<(u32, usize, u8)> {
    let len = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let parts: Vec<&str> = text[..len].trim_end_matches('.').split('.').collect();
    if !(2..=5).contains(&parts.len()) || parts.iter().any(|part| part.is_empty() || part.len() > 2 || part.starts_with('0')) {
        return None;
    }
    Some((parts.last()?.parse().ok()?, len, u8::try_from(parts.len()).ok()?))
}

/// A number that only white space parts from a title: the whole line is short, without punctuation, and no amount.
fn lone(text: &str) -> Option<(u32, usize, u8)> {
    const LONGEST_TITLE: usize = 20;
    let (value, len, _) = arabic(text).filter(|&(_, len, _)| len <= 2)?;
    let rest = text.get(len..)?;
    let title = rest.trim_start();
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || matches!(c, '、' | '“' | '”' | '（' | '）' | '-' | '—');
    let unit =
        ["年", "月", "日", "个", "家", "项", "件", "万", "亿", "条", "名", "人", "座", "所"].iter().any(|unit| title.starts_with(unit));
    let plain = title.chars().count() >= 2 && title.chars().count() <= LONGEST_TITLE && title.chars().all(han);
    (rest.len() > title.len() && !rest.starts_with('\t') && plain && !unit).then_some((value, len, 1))
}

fn begins_with_year(text: &str) -> bool {
    text.get(..4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()) && year.starts_with(['1', '2']))
        && text[4..].starts_with('年')
}

fn circled(text: &str) -> Option<(u32, usize, u8)> {
    let c = text.chars().next().filter(|c| ('①'..='⑳').contains(c))?;
    Some((c as u32 - '①' as u32 + 1, c.len_utf8(), 0))
}

#[cfg(test)]
mod tests {
    use super::{chinese, dotted};

    #[test]
    fn numbers_are_read_in_words_and_with_dots() {
        let value = |text| chinese(text).map(|(value, ..)| value);
        assert_eq!(value("十"), Some(10));
        assert_eq!(value("二十九、"), Some(29));
        assert_eq!(value("一百零五条"), Some(105));
        assert_eq!(value("零"), None);
        assert_eq!(dotted("3.2.4 预警"), Some((4, 5, 3)));
        assert_eq!(dotted("3 预警"), None);
    }
}
