//! Numbers as plans print them: 4900, 1,070.12, 1.5万, 十二, 两.

/// A Chinese numeral below a hundred thousand: 十, 十二, 二十, 一百零五, 三千.
pub fn chinese(text: &str) -> Option<u32> {
    let mut total = 0;
    let mut digit = 0;
    let mut any = false;
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '零' | '〇' => {
                any = true;
                continue;
            }
            '两' => {
                digit = 2;
                any = true;
                continue;
            }
            _ => {
                digit = "一二三四五六七八九".chars().position(|known| known == c).and_then(|at| u32::try_from(at + 1).ok())?;
                any = true;
                continue;
            }
        };
        total += digit.max(1) * unit;
        digit = 0;
        any = true;
    }
    any.then_some(total + digit)
}

#[cfg(test)]
mod tests {
    use super::chinese;

    #[test]
    fn chinese_numerals() {
        assert_eq!(["八", "十", "十五", "二十", "一百零五", "两"].map(chinese), [8, 10, 15, 20, 105, 2].map(Some));
        assert_eq!(chinese("多"), None);
    }
}
