//! Years in prose: 2020年, 2020 年, 二〇二五年, 2023—2025年, “十四五”.

/// A year that a text names, with its place in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearAt {
    pub year: i64,
    pub start: usize,
    pub end: usize,
    /// 到2020年, 2025年底前: a date to be met rather than one that a fact is told of.
    pub by: bool,
    /// 比2020年, 较2020年: what is compared with.
    pub base: bool,
}

/// The years of a text, in order. A number counts as a year where 年 follows, between 1949 and 2100.
pub fn all(text: &str) -> Vec<YearAt> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('年') {
        let before = &text[..at];
        let trimmed = before.trim_end();
        let Some((year, start)) = number_before(trimmed) else { continue };
        let lead = before.get(..start).unwrap_or_default().trim_end();
        let after = text.get(at + '年'.len_utf8()..).unwrap_or_default();
        found.push(YearAt {
            year,
            start,
            end: at + '年'.len_utf8(),
            by: lead.ends_with(['到', '至']) || after.starts_with('前') || after.starts_with("底前") || after.starts_with("末前"),
            base: lead.ends_with(['比', '较', '从', '由', '自', '于']) && !lead.ends_with("优于") || after.starts_with("以来"),
        });
    }
    found
}

/// The first year of a text.
pub fn first(text: &str) -> Option<i64> {
    all(text).first().map(|found| found.year)
}

/// Four digits or four Chinese digits at the end of a text: year and where they start.
fn number_before(text: &str) -> Option<(i64, usize)> {
    let mut digits = [0_i64; 4];
    let mut start = text.len();
    let mut chars = text.char_indices().rev();
    for slot in digits.iter_mut().rev() {
        let (at, c) = chars.next()?;
        *slot = digit(c)?;
        start = at;
    }
    if chars.next().is_some_and(|(_, c)| digit(c).is_some() || c == '.') {
        return None;
    }
    let year = digits.iter().fold(0, |sum, digit| sum * 10 + digit);
    (1949..=2100).contains(&year).then_some((year, start))
}

/// An Arabic, full-width or Chinese digit.
fn digit(c: char) -> Option<i64> {
    let value = match c {
        '0'..='9' => c as u32 - '0' as u32,
        '０'..='９' => c as u32 - '０' as u32,
        '〇' | '○' | '零' | '◯' => 0,
        _ => "一二三四五六七八九".chars().position(|known| known == c).and_then(|at| u32::try_from(at + 1).ok())?,
    };
    Some(i64::from(value))
}

/// First and last year of a five-year plan named by its ordinal: 十四五 is 2021 to 2025.
pub fn five_year(text: &str) -> Option<(i64, i64)> {
    const ORDINALS: [(&str, i64); 7] =
        [("十五五", 15), ("十四五", 14), ("十三五", 13), ("十二五", 12), ("十一五", 11), ("十六五", 16), ("十七五", 17)];
    ORDINALS.into_iter().find(|(word, _)| text.contains(word)).map(|(_, n)| (1951 + 5 * n, 1955 + 5 * n))
}

#[cfg(test)]
mod tests {
    use super::{all, five_year};

    #[test]
    fn years_are_read_in_digits_of_either_script_and_know_their_use() {
        let found = all("比2010 年下降8%，到二〇二五年达到3家，2023年底前完成，每年选择3个");
        assert_eq!(
            found.iter().map(|found| (found.year, found.by, found.base)).collect::<Vec<_>>(),
            [(2010, false, true), (2025, true, false), (2023, true, false)]
        );
        assert_eq!(five_year("“十四五”规划"), Some((2021, 2025)));
    }
}
