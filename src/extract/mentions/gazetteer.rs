use rustc_hash::FxHashMap;
use smallvec::SmallVec;

static DIVISIONS: &str = include_str!("../../../graph/divisions.tsv");
static REGIONS: &str = include_str!("../../../graph/regions.tsv");

/// A place of the gazetteer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub name: &'static str,
    /// GB/T 2260 code; 0 for a region that is no administrative division.
    pub code: u32,
    pub level: Level,
    /// The name without its level word (江门 of 江门市), where that leaves two characters or more.
    pub short: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A region above or beside the divisions: 珠三角.
    Larger,
    Province,
    Prefecture,
    County,
}

impl Level {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Larger => "region",
            Self::Province => "province",
            Self::Prefecture => "city",
            Self::County => "county",
        }
    }
}

/// Index into [`Gazetteer::places`].
pub type PlaceId = u32;

/// Administrative divisions and regions, by every form they are written in.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    pub places: Vec<Place>,
    /// Each surface form and the places that bear it (朝阳区 is several).
    pub forms: FxHashMap<&'static str, SmallVec<[PlaceId; 2]>>,
}

/// About how many places there are.
const PLACES: usize = 3500;

/// Level words, longest first: what follows the short form of a division.
const ENDINGS: [&str; 17] = [
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "林区",
    "特区",
    "地区",
    "盟",
    "省",
    "市",
    "县",
    "区",
    "旗",
];

/// Peoples whose names stand between the short form and the level word of an autonomous area.
const PEOPLES: [&str; 46] = [
    "朝鲜族",
    "土家族",
    "哈尼族",
    "彝族",
    "壮族",
    "苗族",
    "傣族",
    "白族",
    "侗族",
    "布依族",
    "景颇族",
    "傈僳族",
    "藏族",
    "羌族",
    "回族",
    "蒙古族",
    "蒙古",
    "哈萨克",
    "柯尔克孜",
    "满族",
    "达斡尔族",
    "畲族",
    "瑶族",
    "仫佬族",
    "毛南族",
    "黎族",
    "仡佬族",
    "水族",
    "纳西族",
    "拉祜族",
    "佤族",
    "独龙族",
    "怒族",
    "普米族",
    "布朗族",
    "东乡族",
    "保安族",
    "撒拉族",
    "裕固族",
    "土族",
    "锡伯",
    "塔吉克",
    "鄂伦春",
    "鄂温克族",
    "各族",
    "哈萨克族",
];

impl Gazetteer {
    pub fn built_in() -> Self {
        let mut gazetteer = Self { places: Vec::with_capacity(PLACES), forms: FxHashMap::default() };
        gazetteer.forms.reserve(2 * PLACES);
        for line in DIVISIONS.lines().filter(|line| !line.starts_with('#')) {
            let Some((code, name)) = line.split_once('\t') else { continue };
            let code = code.parse().unwrap_or(0);
            let level = match code {
                _ if code % 10_000 == 0 => Level::Province,
                _ if code % 100 == 0 => Level::Prefecture,
                _ => Level::County,
            };
            gazetteer.add(Place { name, code, level, short: short_form(name) });
        }
        for line in REGIONS.lines().filter(|line| !line.starts_with('#')) {
            let mut forms = line.split('\t');
            let Some(name) = forms.next() else { continue };
            let id = gazetteer.add(Place { name, code: 0, level: Level::Larger, short: name });
            for form in forms {
                gazetteer.forms.entry(form).or_default().push(id);
            }
        }
        gazetteer
    }

    fn add(&mut self, place: Place) -> PlaceId {
        let id = self.places.len() as PlaceId;
        for form in [place.name, place.short] {
            let ids = self.forms.entry(form).or_default();
            if ids.last() != Some(&id) {
                ids.push(id);
            }
        }
        self.places.push(place);
        id
    }

    pub fn place(&self, id: PlaceId) -> Option<&Place> {
        self.places.get(id as usize)
    }

    /// Whether `inner` lies in `outer` (or is it).
    pub fn within(&self, inner: PlaceId, outer: PlaceId) -> bool {
        match (self.place(inner), self.place(outer)) {
            (Some(inner), Some(outer)) => match outer.level {
                Level::Larger => inner.name == outer.name,
                Level::Province => inner.code / 10_000 == outer.code / 10_000,
                Level::Prefecture => inner.code / 100 == outer.code / 100,
                Level::County => inner.code == outer.code,
            },
            _ => false,
        }
    }

    /// The one place that a form means in a plan of `home`: one in the home's own area before one in its province, a higher level before a lower.
    pub fn resolve(&self, form: &str, home: Option<PlaceId>) -> Option<PlaceId> {
        let ids = self.forms.get(form)?;
        let near = |id: &&PlaceId| {
            let place = self.place(**id);
            let far = match (home, place) {
                (Some(home), _) if self.within(**id, home) || self.within(home, **id) => 0,
                (Some(home), Some(place)) if self.place(home).is_some_and(|home| home.code / 10_000 == place.code / 10_000) => 1,
                _ => 2,
            };
            (far, place.map_or(Level::County, |place| place.level))
        };
        ids.iter().min_by_key(near).copied()
    }
}

/// 江门市 → 江门, 延边朝鲜族自治州 → 延边, 内蒙古自治区 → 内蒙古; the whole name where less than two characters would be left.
fn short_form(name: &'static str) -> &'static str {
    let Some(mut short) = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)) else { return name };
    if short.ends_with("族") || name.ends_with("自治州") || name.ends_with("自治县") || name.ends_with("自治旗") {
        while let Some(rest) = PEOPLES.iter().find_map(|people| short.strip_suffix(people)).filter(|rest| rest.chars().count() >= 2) {
            short = rest;
        }
    }
    if short.chars().count() >= 2 { short } else { name }
}

#[cfg(test)]
mod tests {
    use super::{Gazetteer, Level};

    #[test]
    fn forms_lead_to_places() {
        let gazetteer = Gazetteer::built_in();
        let city = gazetteer.resolve("江门", None).unwrap();
        assert_eq!(gazetteer.places[city as usize].name, "江门市");
        let district = gazetteer.resolve("新会", Some(city)).unwrap();
        assert_eq!(gazetteer.places[district as usize].level, Level::County);
        assert!(gazetteer.within(district, city));
        assert_eq!(gazetteer.places[gazetteer.resolve("延边", None).unwrap() as usize].name, "延边朝鲜族自治州");
        assert_eq!(gazetteer.places[gazetteer.resolve("珠江三角洲", None).unwrap() as usize].name, "珠三角");
    }

    #[test]
    fn a_form_of_several_places_means_the_one_near_home() {
        let gazetteer = Gazetteer::built_in();
        let beijing = gazetteer.resolve("北京", None);
        assert_eq!(gazetteer.places[gazetteer.resolve("朝阳区", beijing).unwrap() as usize].code, 110_105);
    }
}
