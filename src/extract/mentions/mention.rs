use super::gazetteer::PlaceId;
use super::kind::{Category, Kind};

/// A name at its place in a sentence. Positions are in characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub kind: Kind,
    pub category: Option<Category>,
    pub start: usize,
    pub end: usize,
    /// As written, without white space and quotation marks.
    pub name: String,
    /// 0 to 1: below [`Mention::CERTAIN`] it counts only where something else in the plan confirms it.
    pub sure: f64,
    pub rule: &'static str,
    /// The words that made the rule fire.
    pub trigger: String,
    /// Of a region: which place. Of anything else: the place that the name begins with.
    pub place: Option<PlaceId>,
    /// What stands in quotation marks inside the name: 侨梦苑 of “侨梦苑”华侨华人创新产业聚集区.
    pub quoted: Option<String>,
    /// The name needs the plan's own region to be complete: 市科技局.
    pub relative: bool,
}

impl Mention {
    /// A mention that stands by itself.
    pub const CERTAIN: f64 = 0.6;

    pub fn new(kind: Kind, (start, end): (usize, usize), name: impl Into<String>, rule: &'static str, sure: f64) -> Self {
        Self {
            kind,
            category: None,
            start,
            end,
            name: name.into(),
            sure,
            rule,
            trigger: String::new(),
            place: None,
            quoted: None,
            relative: false,
        }
    }

    pub fn is_certain(&self) -> bool {
        self.sure >= Self::CERTAIN
    }

    pub fn contains(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// A name as it is kept: white space and quotation marks dropped.
pub fn clean_name(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '‘' | '’' | '「' | '」' | '『' | '』')).collect()
}
