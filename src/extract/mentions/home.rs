use super::gazetteer::{Gazetteer, Level, PlaceId};
use super::lexicon::{Lexicon, role};

/// The place that a plan is for; what makes 市科技局 a body of one city and 新会 a district.
#[derive(Clone, Debug, Default)]
pub struct Home {
    /// None for a national plan and where the text does not say.
    pub place: Option<PlaceId>,
    /// The name of a place that the gazetteer does not have; empty where it has it, or where no place is named.
    unlisted: String,
    /// First characters of the cities of its province: plans string them together (珠中江).
    initials: Vec<char>,
}

/// One-character names of provinces and special regions: 粤港澳, 京津.
const PROVINCES: &str = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔滇藏陕秦甘陇青宁新港澳台";

impl Home {
    pub fn new(gazetteer: &Gazetteer, place: Option<PlaceId>) -> Self {
        let mut initials: Vec<char> = Vec::new();
        if let Some(home) = place.and_then(|place| gazetteer.place(place)) {
            let cities = gazetteer.places.iter().filter(|city| city.level == Level::Prefecture && city.code / 10_000 == home.code / 10_000);
            initials = cities.filter_map(|city| city.name.chars().next()).collect();
            initials.extend(PROVINCES.chars());
            initials.sort_unstable();
            initials.dedup();
        }
        Self { place, unlisted: String::new(), initials }
    }

    /// The place with whose name a title or a signature begins, where the gazetteer does not have it: a new district, a renamed county.
    pub fn of_title(lexicon: &Lexicon, title: &str) -> Option<Self> {
        let name = place_at(lexicon, title.trim_start().trim_start_matches("中共"))?;
        Some(Self { unlisted: name.to_owned(), ..Self::default() })
    }

    /// The name of a place that is not in the gazetteer; empty where it is.
    pub fn unlisted(&self) -> &str {
        &self.unlisted
    }

    /// Whether the plan says whose it is.
    pub fn is_known(&self) -> bool {
        self.place.is_some() || !self.unlisted.is_empty()
    }

    /// The place's full name (江门市); empty where there is none.
    pub fn name<'h>(&'h self, lexicon: &Lexicon) -> &'h str {
        self.place.and_then(|place| lexicon.gazetteer.place(place)).map_or(&self.unlisted, |place| place.name)
    }

    /// Whether 市科技局 and its like mean one body here: the place of that level is the plan's own, or one that the plan's own lies in.
    pub fn has_level(&self, gazetteer: &Gazetteer, level: char) -> bool {
        let rank = |level: char| "省州市区县旗".chars().position(|other| other == level);
        let above = || rank(level) < self.unlisted.chars().last().and_then(rank) && matches!(level, '省' | '市');
        self.prefix(gazetteer, level).is_some() || !self.unlisted.is_empty() && above()
    }

    pub fn is_initial(&self, c: char) -> bool {
        self.initials.binary_search(&c).is_ok()
    }

    /// The name that a relative name is completed with: 市科技局 → 江门市科技局, 省财政厅 → 广东省财政厅.
    pub fn prefix<'h>(&'h self, gazetteer: &'h Gazetteer, level: char) -> Option<&'h str> {
        if !self.unlisted.is_empty() {
            return Some(self.unlisted.as_str()).filter(|name| name.ends_with(level));
        }
        let home = gazetteer.place(self.place?)?;
        let province = || gazetteer.places.iter().find(|place| place.level == Level::Province && place.code / 10_000 == home.code / 10_000);
        match (level, home.level) {
            ('省', _) => province().map(|place| place.name),
            ('市', Level::Prefecture) => Some(home.name),
            // The four municipalities are provinces by code.
            ('市', Level::Province) if home.name.ends_with('市') => Some(home.name),
            ('市' | '区' | '县', Level::County) if home.name.ends_with(level) => Some(home.name),
            _ => None,
        }
    }
}

/// The name of a division at the beginning of a text: two to four characters that no common word begins or ends, and a level word.
pub fn place_at<'t>(lexicon: &Lexicon, text: &'t str) -> Option<&'t str> {
    let ends = |name: &str, roles: u32| name.char_indices().skip(1).any(|(at, _)| lexicon.roles(&name[at..]) & roles != 0);
    let begins =
        |name: &str, roles: u32| name.char_indices().skip(1).any(|(at, _)| at > '市'.len_utf8() && lexicon.roles(&name[..at]) & roles != 0);
    let chars = text.char_indices().enumerate().take(5).take_while(|(_, (_, c))| ('\u{4e00}'..='\u{9fff}').contains(c));
    let level = chars.filter(|(nth, (_, c))| *nth >= 2 && "省市县区州旗镇乡".contains(*c)).map(|(_, (at, c))| at + c.len_utf8());
    level.map(|end| &text[..end]).find(|name| {
        let rest = &text[name.len()..];
        !ends(name, role::VOCABULARY | role::SUFFIX | role::COMMON_AREA)
            && !begins(name, role::VERB | role::OPENING | role::VOCABULARY)
            && !name.starts_with(['全', '各', '本', '我', '在', '对', '以', '为', '省', '市', '区', '县', '州', '国'])
            && !name.contains(['和', '与', '及', '或', '的'])
            // 某市场, 某区域: the level word is the beginning of another.
            && !rest.char_indices().skip(1).take(1).any(|(at, _)| lexicon.roles(&text[name.len() - 3..name.len() + at]) & role::VOCABULARY != 0)
    })
}
