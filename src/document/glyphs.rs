//! Characters that only look like others: radicals for characters, full-width digits, characters without width.

use unicode_normalization::UnicodeNormalization;

/// What becomes of a character in the cleaned text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyph {
    Keep,
    Become(char),
    /// A control character or one without width.
    Drop,
}

/// Radicals of the supplement block that Unicode leaves without a decomposition, and the characters that they are printed for
/// (after EquivalentUnifiedIdeograph.txt of the Unicode character database).
const RADICALS: [(char, char); 42] = [
    ('⺁', '厂'),
    ('⺇', '几'),
    ('⺊', '卜'),
    ('⺌', '小'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺛', '旡'),
    ('⺝', '月'),
    ('⺠', '民'),
    ('⺩', '王'),
    ('⺫', '目'),
    ('⺬', '示'),
    ('⺮', '竹'),
    ('⺶', '羊'),
    ('⺹', '耂'),
    ('⺻', '聿'),
    ('⺼', '肉'),
    ('⺽', '臼'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻗', '雨'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻰', '龙'),
];

pub(super) fn glyph(c: char) -> Glyph {
    match c {
        // The bulk of any plan.
        '\u{4E00}'..='\u{9FFF}' | ' '..='~' | '\n' | '\t' | '\u{3000}'..='\u{303F}' => Glyph::Keep,
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' | '％' | '＋' | '＆' => {
            char::from_u32(c as u32 - 0xFEE0).map_or(Glyph::Keep, Glyph::Become)
        }
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Glyph::Become(' '),
        '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{2060}'..='\u{206f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{fffe}' => Glyph::Drop,
        '\u{fe00}'..='\u{fe0f}' => Glyph::Drop,
        '\u{2e80}'..='\u{2eff}' => match RADICALS.binary_search_by_key(&c, |pair| pair.0) {
            Ok(at) => Glyph::Become(RADICALS[at].1),
            Err(_) => compatible(c),
        },
        '\u{2f00}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => compatible(c),
        c if c.is_control() => Glyph::Drop,
        _ => Glyph::Keep,
    }
}

/// The compatibility form, where it is one character.
fn compatible(c: char) -> Glyph {
    let mut forms = std::iter::once(c).nfkc();
    match (forms.next(), forms.next()) {
        (Some(one), None) if one != c => Glyph::Become(one),
        _ => Glyph::Keep,
    }
}

#[cfg(test)]
mod tests {
    use super::{Glyph, RADICALS, glyph};

    #[test]
    fn radicals_become_characters_and_punctuation_stays() {
        let cleaned: String = "中国政府⽹ 全⺠健⾝２０２５年，５０％（⼈）"
            .chars()
            .filter_map(|c| match glyph(c) {
                Glyph::Keep => Some(c),
                Glyph::Become(other) => Some(other),
                Glyph::Drop => None,
            })
            .collect();
        assert_eq!(cleaned, "中国政府网 全民健身2025年，50%（人）");
        assert!(RADICALS.windows(2).all(|pair| pair[0].0 < pair[1].0), "binary search needs order");
    }
}
