//! What the names of goals and indicators are about: their own words, without those that any name may hold.

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::base::{Outcome, fold, fold_char};
use crate::schema::{GraphFiles, lexicon};

/// Two characters that stand side by side. Words of Chinese are mostly two characters long, so pairs do where words cannot be told.
pub type Pair = (char, char);

/// Words of the names of aims; see `graph/lexicon/aims.toml`.
#[derive(Clone, Debug, Default)]
pub struct AimWords {
    entries: Vec<lexicon::Entry>,
    quantity: Vec<String>,
    scope: Vec<String>,
    between: Vec<String>,
    safeguards: Vec<String>,
    general: FxHashSet<Pair>,
    thin: FxHashSet<char>,
}

impl AimWords {
    /// # Errors
    /// Where the file cannot be read.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        let mut words = Self::default();
        for entry in lexicon::load(files, "lexicon/aims.toml")?.entry {
            let mut list = entry.words.clone();
            list.sort_by_key(|word| std::cmp::Reverse(word.len()));
            match entry.name.as_str() {
                "quantity" => words.quantity = list,
                "scope" => words.scope = list,
                "between" => words.between = list,
                "safeguards" => words.safeguards = list,
                "general" => words.general = list.iter().flat_map(|word| pairs(word)).collect(),
                _ => words.thin = list.iter().flat_map(|word| word.chars()).collect(),
            }
            words.entries.push(entry);
        }
        Ok(words)
    }

    pub fn entries(&self) -> &[lexicon::Entry] {
        &self.entries
    }

    /// Whether an entry of the file claims a text; for the examples of the entries.
    pub fn claims(&self, entry: &str, text: &str) -> bool {
        match entry {
            "quantity" | "scope" => text.split_once(" => ").is_some_and(|(name, thing)| self.thing(name) == thing),
            "between" => self.between.iter().any(|word| word == text),
            "safeguards" => self.is_safeguard(text),
            "general" => pairs(text).all(|pair| self.is_general(pair)),
            _ => text.chars().all(|c| self.is_thin(c)),
        }
    }

    /// The thing that an indicator counts: 农村自来水 of 农村自来水普及率.
    pub fn thing(&self, name: &str) -> String {
        let whole = numerator(name);
        let of_all = self.scope.iter().find_map(|word| whole.strip_prefix(word.as_str()).filter(|left| left.chars().count() >= 3));
        let mut rest = of_all.unwrap_or(&whole);
        for _ in 0..2 {
            let cut = self.quantity.iter().find_map(|word| rest.strip_suffix(word.as_str()).filter(|left| left.chars().count() >= 2));
            rest = cut.unwrap_or(rest);
        }
        rest.trim_end_matches(['的', '、']).to_owned()
    }

    /// Whether nothing but words of quantity follows a word in a name, so that the word is what the name is about: 堤防 in 堤防达标率,
    /// not 学科 in 设立老年医学科的医院比例.
    pub fn is_about(&self, name: &str, word: &str) -> bool {
        let whole = numerator(name);
        let Some(at) = whole.rfind(&fold(word)) else { return false };
        let mut rest = whole.get(at + fold(word).len()..).unwrap_or_default();
        while !rest.is_empty() {
            let listed = self.quantity.iter().chain(&self.between).find_map(|word| rest.strip_prefix(word.as_str()));
            let general = || {
                let mut chars = rest.char_indices();
                let ((_, a), (_, b)) = (chars.next()?, chars.next()?);
                self.is_general((a, b)).then(|| &rest[chars.next().map_or(rest.len(), |(end, _)| end)..])
            };
            match listed.or_else(general) {
                Some(left) => rest = left,
                None => return false,
            }
        }
        true
    }

    /// Whether a heading is of how the plan is carried out, not of what it is for.
    pub fn is_safeguard(&self, heading: &str) -> bool {
        self.safeguards.iter().any(|word| heading.contains(word.as_str()))
    }

    pub fn is_general(&self, pair: Pair) -> bool {
        self.general.contains(&pair)
    }

    pub fn is_thin(&self, c: char) -> bool {
        self.thin.contains(&c)
    }
}

/// A name, folded, without brackets, without what it is a part of (占…比重) and without its growth (年均增长).
fn numerator(name: &str) -> String {
    let mut depth = 0_usize;
    let keep = |c: &char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    let mut text: String = fold(name).chars().filter(keep).collect();
    let whole = text.match_indices('占').find(|(at, sign)| *at > 0 && !text[at + sign.len()..].starts_with('比')).map(|(at, _)| at);
    if let Some(at) = whole.filter(|_| ["比重", "比例", "占比"].iter().any(|end| text.ends_with(end))) {
        text.truncate(at);
    }
    for end in ["增长率", "下降率", "增长", "下降", "提高", "降低", "年均"] {
        let cut = text.strip_suffix(end).filter(|left| left.chars().count() >= 2).map(str::len);
        text.truncate(cut.unwrap_or(text.len()));
    }
    text
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// The pairs of characters in a text, in order. What stands in brackets and titles (《…》) is aside.
pub fn pairs(text: &str) -> impl Iterator<Item = Pair> {
    placed(text).map(|(_, pair)| pair)
}

/// The pairs with the byte where each begins.
pub fn placed(text: &str) -> impl Iterator<Item = (usize, Pair)> {
    let mut depth = 0_usize;
    let mut before: Option<(usize, char)> = None;
    text.char_indices().filter_map(move |(at, c)| {
        match c {
            '（' | '(' | '《' => depth += 1,
            '）' | ')' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let now = Some((at, fold_char(c))).filter(|_| depth == 0 && is_han(c));
        let last = std::mem::replace(&mut before, now);
        last.zip(before).map(|((start, a), (_, b))| (start, (a, b)))
    })
}

impl AimWords {
    /// The characters of a name that can tell something alone: none of a general word, no thin one. 洪 of 防洪能力明显增强.
    pub fn telling(&self, name: &str) -> SmallVec<[char; 32]> {
        let all = characters(name);
        let general = |a: Option<&char>, b: Option<&char>| a.zip(b).is_some_and(|(a, b)| self.is_general((*a, *b)));
        let tells = |at: usize, c: char| {
            let (before, after) = (at.checked_sub(1).and_then(|at| all.get(at)), all.get(at + 1));
            !self.is_thin(c) && !general(before, Some(&c)) && !general(Some(&c), after)
        };
        all.iter().enumerate().filter(|(at, c)| tells(*at, **c)).map(|(_, c)| *c).collect()
    }
}

/// The single characters of a text, brackets and titles left out.
pub fn characters(text: &str) -> SmallVec<[char; 32]> {
    let mut depth = 0_usize;
    let keep = |c: &char| {
        match c {
            '（' | '(' | '《' => depth += 1,
            '）' | ')' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && is_han(*c)
    };
    text.chars().filter(keep).map(fold_char).collect()
}

/// The stretches of a text of which every pair is wanted, parted by …: the words that carry a link.
pub fn stretches(text: &str, wanted: impl Fn(Pair) -> bool) -> String {
    let mut found: Vec<&str> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (at, (a, b)) in placed(text).filter(|(_, pair)| wanted(*pair)) {
        let end = at + a.len_utf8() + b.len_utf8();
        match &mut open {
            Some((_, last)) if at < *last => *last = end,
            _ => {
                found.extend(open.and_then(|(start, last)| text.get(start..last)));
                open = Some((at, end));
            }
        }
    }
    found.extend(open.and_then(|(start, last)| text.get(start..last)));
    found.join("…")
}

#[cfg(test)]
mod tests {
    use super::{pairs, stretches};

    #[test]
    fn pairs_overlap_and_stop_at_marks() {
        let read: Vec<_> = pairs("水库，加固（含海塘）库区").collect();
        assert_eq!(read, [('水', '库'), ('加', '固'), ('库', '区')]);
    }

    #[test]
    fn stretches_join_pairs_that_overlap() {
        let name: Vec<_> = pairs("水库除险加固").collect();
        assert_eq!(stretches("加快病险水库除险，加固海塘", |pair| name.contains(&pair)), "水库除险…加固");
    }
}
