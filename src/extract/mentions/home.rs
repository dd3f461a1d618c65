use super::gazetteer::{Gazetteer, Level, PlaceId};
use super::lexicon::Lexicon;

/// The place that a plan is for; what makes 市科技局 a body of one city and 新会 a district.
#[derive(Clone, Debug, Default)]
pub struct Home {
    /// None for a national plan and where the text does not say.
    pub place: Option<PlaceId>,
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
        Self { place, initials }
    }

    /// The place's full name (江门市); empty where there is none.
    pub fn name(&self, lexicon: &Lexicon) -> &'static str {
        self.place.and_then(|place| lexicon.gazetteer.place(place)).map_or("", |place| place.name)
    }

    pub fn is_initial(&self, c: char) -> bool {
        self.initials.binary_search(&c).is_ok()
    }

    /// The name that a relative name is completed with: 市科技局 → 江门市科技局, 省财政厅 → 广东省财政厅.
    pub fn prefix(&self, gazetteer: &Gazetteer, level: char) -> Option<&'static str> {
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
