//! Names of the plan that the text prints once with a slip: a character for another, one too few or too many, two in the
//! wrong order. The slip need not be a name by itself: 服务中新 is none, and is found all the same.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::likeness::{Difference, LONG, region_before, sound_alike, telling, text};
use crate::base::fold_char;

/// Pairs of characters that stand side by side in common words: a slip that makes such a word may be another name.
static COMMON: LazyLock<FxHashSet<(char, char)>> = LazyLock::new(|| {
    let files = [include_str!("../../graph/lexicon/vocabulary.txt"), include_str!("../../graph/departments.tsv")];
    let words = files.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    words.flat_map(|word| word.chars().zip(word.chars().skip(1)).collect::<Vec<_>>()).collect()
});
/// Words that come and go between the words of a name without making it another.
const PARTICLES: &str = "的和与及等之其各级类项大小总分新";

/// A name of the plan to look for.
pub struct Known {
    /// Folded.
    pub name: Vec<char>,
    /// A proper name: a slip that gives another common word counts too, where nearly all else is the same.
    pub proper: bool,
}

/// A stretch of the text that is nearly a known name.
#[derive(Debug)]
pub struct Misprint {
    /// Where it stands, in characters, and how long it is.
    pub start: usize,
    pub length: usize,
    pub difference: Difference,
}

/// Two neighbours, and where the first of them stands.
type Pair = ((char, char), usize);

/// A text, character by character, with the places of every pair of neighbours, sorted.
pub struct Page {
    chars: Vec<char>,
    pairs: Vec<Pair>,
}

impl Page {
    pub fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().map(fold_char).collect();
        let mut pairs: Vec<Pair> = chars.windows(2).enumerate().map(|(at, pair)| ((pair[0], pair[1]), at)).collect();
        pairs.sort_unstable();
        Self { chars, pairs }
    }

    /// Stretches that the text says more than once and that end as names do (`heads` holds the last two characters): names
    /// that nobody read as such can be misprinted as well.
    pub fn recurring(&self, heads: &FxHashSet<(char, char)>) -> Vec<Vec<char>> {
        const LENGTHS: std::ops::RangeInclusive<usize> = LONG..=12;
        let ends = (2..=self.chars.len()).filter(|&end| heads.contains(&(self.chars[end - 2], self.chars[end - 1])));
        // Most ends come once with the few characters in front of them, and so does all that is longer.
        let short = |end: usize| end.checked_sub(LONG).map(|start| &self.chars[start..end]);
        let mut ends: Vec<usize> = ends.collect();
        let mut shorts: FxHashMap<&[char], u32> = FxHashMap::default();
        ends.iter().filter_map(|&end| short(end)).for_each(|stretch| *shorts.entry(stretch).or_default() += 1);
        ends.retain(|&end| short(end).is_some_and(|stretch| shorts[stretch] > 1));
        let mut times: FxHashMap<&[char], u32> = FxHashMap::default();
        let stretches = |end: usize| {
            let back = self.chars[..end].iter().rev().take(*LENGTHS.end()).take_while(|c| c.is_alphabetic()).count();
            LENGTHS.filter(move |&length| length <= back).map(move |length| end - length..end)
        };
        for stretch in ends.iter().flat_map(|&end| stretches(end)) {
            *times.entry(&self.chars[stretch]).or_default() += 1;
        }
        // A stretch that comes as often with the character in front of it is no name by itself.
        let count = |start: usize, end: usize| times.get(&self.chars[start..end]).copied().unwrap_or(0);
        let whole = |stretch: &std::ops::Range<usize>| {
            let (own, more) =
                (count(stretch.start, stretch.end), stretch.start.checked_sub(1).map_or(0, |start| count(start, stretch.end)));
            own > 1 && own > more
        };
        let mut names: Vec<Vec<char>> =
            ends.iter().flat_map(|&end| stretches(end)).filter(whole).map(|stretch| self.chars[stretch].to_vec()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// How often the text says these characters.
    pub fn count(&self, name: &[char]) -> usize {
        self.places(name[0], name[1]).iter().filter(|(_, at)| self.chars[*at..].starts_with(name)).count()
    }

    pub fn slice(&self, start: usize, length: usize) -> &[char] {
        &self.chars[start..start + length]
    }

    /// Where two characters stand side by side, in the order of the text.
    fn places(&self, first: char, second: char) -> &[Pair] {
        let start = self.pairs.partition_point(|(pair, _)| *pair < (first, second));
        let length = self.pairs[start..].partition_point(|(pair, _)| *pair == (first, second));
        &self.pairs[start..start + length]
    }

    /// Stretches that are nearly the name, in the order of the text.
    pub fn misprints(&self, known: &Known) -> Vec<Misprint> {
        let name = &known.name;
        if name.len() < LONG {
            return Vec::new();
        }
        let mut found = Vec::new();
        for &(_, start) in self.places(name[0], name[1]) {
            let same = name.iter().zip(&self.chars[start..]).take_while(|(x, y)| x == y).count();
            if same == name.len() {
                found.extend(self.doubled(known, start));
            } else if let Some((length, difference)) = self.slip(known, start, same) {
                found.push(Misprint { start, length, difference });
            }
        }
        // A slip in the first two characters: the rest stands as it should.
        for &(_, end) in self.places(name[name.len() - 2], name[name.len() - 1]) {
            let Some(start) = (end + 2).checked_sub(name.len()) else { continue };
            let slip = early_slip(name, &self.chars[start..start + name.len()]);
            let slip = slip.filter(|(at, difference)| *difference == Difference::Order || self.strange(start + at));
            found.extend(slip.map(|(_, difference)| Misprint { start, length: name.len(), difference }));
        }
        found
    }

    /// A name whose last character stands twice (老年大学学), where the second belongs to no word behind it (老年大学学员).
    fn doubled(&self, known: &Known, start: usize) -> Option<Misprint> {
        let (length, last) = (known.name.len() + 1, *known.name.last()?);
        let twice = known.proper && self.chars.get(start + length - 1) == Some(&last) && self.strange(start + length - 1);
        twice.then(|| Misprint { start, length, difference: Difference::Added(last.into()) })
    }

    /// The slip at a place where the text agrees with the name for `same` characters and no further.
    fn slip(&self, known: &Known, start: usize, same: usize) -> Option<(usize, Difference)> {
        let (name, here) = (&known.name[same..], &self.chars[start + same..]);
        let length = |rest: usize| same + rest;
        // In another order: the two parts change places, all else stands. Words of common phrases change places as they like
        // (等产业集群, 等集群产业).
        let longest = if known.proper { 4 } else { 1 };
        for second in (1..=longest).filter(|&second| here.get(second) == name.first()) {
            for first in 1..=longest {
                let both = first + second;
                let parts = name.get(..both).zip(here.get(..both));
                let changed = parts.is_some_and(|(name, here)| name[..first] == here[second..] && name[first..] == here[..second]);
                if changed && here[both..].starts_with(&name[both..]) && !telling(&name[..both]) {
                    return Some((length(name.len()), Difference::Order));
                }
            }
        }
        // What stands behind a slip must be the rest of the name; nearly every place is told to be none by that.
        let goes_on = |from: usize, rest: &[char]| here.get(from..).is_some_and(|here| here.starts_with(rest));
        let two = known.proper && name.len() >= 5 && goes_on(2, &name[2..]);
        let (one, lost, more) = (goes_on(1, &name[1..]), goes_on(0, &name[1..]), goes_on(1, name));
        if !(one || two || lost || more) {
            return None;
        }
        let (&theirs, &own) = (name.first()?, here.first()?);
        let alike = sound_alike(theirs, own);
        let telling_apart = !alike && (telling(&[theirs]) || telling(&[own]));
        let inside = same > region_before(&known.name, same).max(1) && !telling_apart && own.is_alphabetic();
        if one && inside && self.replaced(known, start + same, same) {
            return Some((length(name.len()), Difference::Replaced(theirs.into(), own.into())));
        }
        if two && inside && known.name.len() >= LONG + 3 && same >= 4 {
            return Some((length(name.len()), Difference::Replaced(text(&name[..2]), text(&here[..2]))));
        }
        let level = same >= 2 && matches!(theirs, '省' | '市' | '县' | '区');
        let enough = name.len() > 2 || (name.len() == 2 && known.name.len() > LONG + 1);
        if enough && lost && !PARTICLES.contains(theirs) && (level || !telling(&[theirs])) {
            return Some((length(name.len() - 1), Difference::Missing(theirs.into())));
        }
        let added = name.len() > 1 && more && !PARTICLES.contains(own) && inside;
        let surely = (known.proper && same >= 4 && name.len() >= 3) || self.strange(start + same);
        (added && surely).then(|| (length(name.len() + 1), Difference::Added(own.into())))
    }

    /// Whether a character for another is a slip: it sounds like it and makes no common word, or it makes words that nobody knows;
    /// of a proper name, also where four characters in front and three behind are the same. The last character makes the kind of
    /// thing (老年大学, 老年大会): only behind five that are the same is it judged as the others are.
    fn replaced(&self, known: &Known, at: usize, same: usize) -> bool {
        let behind = known.name.len() - same - 1;
        if sound_alike(known.name[same], self.chars[at]) {
            return !self.word(at, |pair| COMMON.contains(&pair));
        }
        let inside = behind > 0 || (known.proper && same > LONG - 1);
        (inside && self.strange(at)) || (known.proper && same >= 4 && behind >= 3)
    }

    /// Whether the character makes no word with its neighbours that the text has elsewhere or that plans use.
    fn strange(&self, at: usize) -> bool {
        !self.word(at, |pair| self.places(pair.0, pair.1).len() > 1 || COMMON.contains(&pair))
    }

    /// Whether the character makes a word with the one before or behind it.
    fn word(&self, at: usize, is_word: impl Fn((char, char)) -> bool) -> bool {
        let before = at.checked_sub(1).is_some_and(|before| is_word((self.chars[before], self.chars[at])));
        before || self.chars.get(at + 1).is_some_and(|&next| is_word((self.chars[at], next)))
    }
}

/// The slip in the first characters of a stretch as long as the name: two neighbours that changed places, or one character for
/// another that sounds like it. With its place.
fn early_slip(name: &[char], here: &[char]) -> Option<(usize, Difference)> {
    let same_end = name.iter().rev().zip(here.iter().rev()).take_while(|(x, y)| x == y).count();
    let last = name.len().checked_sub(same_end + 1)?;
    let (theirs, own) = (name[last], here[last]);
    if last < 2 && name[..last] == here[..last] && sound_alike(theirs, own) {
        return Some((last, Difference::Replaced(theirs.into(), own.into())));
    }
    let before = last.checked_sub(1).filter(|before| *before < 2)?;
    let swapped = name[before] == own && here[before] == theirs && name[..before] == here[..before];
    (swapped && !telling(&name[before..=last])).then_some((before, Difference::Order))
}

#[cfg(test)]
mod tests {
    use super::{Known, Page};

    /// The stretches of a text that are nearly the name.
    fn read(name: &str, text: &str) -> Vec<String> {
        let known = Known { name: name.chars().collect(), proper: true };
        let page = Page::new(text);
        page.misprints(&known).iter().map(|found| page.slice(found.start, found.length).iter().collect()).collect()
    }

    #[test]
    fn a_name_with_one_slip_is_found_in_the_text() {
        for (name, text, slip) in [
            ("云川人才服务中心", "依托云川人才服务中新办理。", "云川人才服务中新"),
            ("云川海洋大学", "联合云川海详大学攻关。", "云川海详大学"),
            ("云川高新区管委会", "由云川高兴区管委会负责。", "云川高兴区管委会"),
            ("云川新材料产业园", "完善云川新料材产业园。", "云川新料材产业园"),
            ("云川现代农业园", "推进云川农业现代园招商。", "云川农业现代园"),
            ("云川轨道交通产业园", "建设云川轨道交产业园。", "云川轨道交产业园"),
            ("青石县养老服务中心", "委托青石养老服务中心办理。", "青石养老服务中心"),
            ("云川市康复医院", "扩建云川市康复医完。", "云川市康复医完"),
            ("云川市老年大学", "扩建云川市老年大学学。", "云川市老年大学学"),
        ] {
            assert_eq!(read(name, text), [slip], "{name}");
        }
    }

    #[test]
    fn another_name_is_no_slip() {
        for (name, text) in [
            ("云川市第一中学", "云川市第二中学迁建。"),
            ("云川市教育局", "云川市体育局负责。"),
            ("云川市人民医院", "云川市人民法院受理。"),
            ("云川市科技局", "云川市科技创新走在前列。"),
            ("云川人才服务中心", "云川人才服务中心新建两处。"),
            ("云川市老年大学", "组织云川市老年大学学员。学员踊跃。"),
            ("云川市老年大学", "召开云川市老年大会。大会由市长主持。"),
        ] {
            assert!(read(name, text).is_empty(), "{name}: {:?}", read(name, text));
        }
    }
}
