//! When two names of indicators mean one quantity.

use crate::base::{Outcome, fold};
use crate::schema::{GraphFiles, lexicon};

/// Equal words of indicator names; see `graph/lexicon/indicators.toml`.
#[derive(Clone, Debug, Default)]
pub struct IndicatorNames {
    entries: Vec<lexicon::Entry>,
    /// Words and what stands for them, folded, in the order of the file, longer words of an entry first.
    replace: Vec<(String, String)>,
    drop: Vec<String>,
    suffix: Vec<String>,
    /// Verbs in front of what is counted.
    made: Vec<String>,
}

impl IndicatorNames {
    /// # Errors
    /// Where the file cannot be read.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        let mut names = Self::default();
        for entry in lexicon::load(files, "lexicon/indicators.toml")?.entry {
            let mut words: Vec<String> = entry.words.iter().map(|word| fold(word)).collect();
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
            match entry.name.as_str() {
                "drop" => names.drop = words,
                "suffix" => names.suffix = words,
                "made" => names.made = words,
                canonical => names.replace.extend(words.into_iter().map(|word| (word, fold(canonical)))),
            }
            names.entries.push(entry);
        }
        Ok(names)
    }

    pub fn entries(&self) -> &[lexicon::Entry] {
        &self.entries
    }

    /// The form in which names of one quantity are equal. Not for show.
    pub fn normal(&self, name: &str) -> String {
        let mut text = fold(name);
        for (word, stand) in &self.replace {
            // A word inside its own replacement (生产总值 in 地区生产总值) is replaced once, not for ever.
            if text.contains(word.as_str()) && (!stand.contains(word.as_str()) || !text.contains(stand.as_str())) {
                text = text.replace(word.as_str(), stand);
            }
        }
        text = without_brackets(&text);
        for word in &self.drop {
            if text.len() > word.len() + 6 {
                text = text.replace(word.as_str(), "");
            }
        }
        let made = self.made.iter().find(|word| text.starts_with(word.as_str()) && text.chars().count() > word.chars().count() + 2);
        if let Some(word) = made {
            text.drain(..word.len());
        }
        let suffix = self.suffix.iter().find(|word| text.ends_with(word.as_str()) && text.chars().count() > word.chars().count() + 3);
        if let Some(word) = suffix
            && !text.ends_with("指数")
        {
            text.truncate(text.len() - word.len());
        }
        text
    }

    /// Whether two names mean one quantity.
    pub fn same(&self, a: &str, b: &str) -> bool {
        self.normal(a) == self.normal(b)
    }
}

/// A text without what stands in round brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| match c {
            '(' | '（' => {
                depth += 1;
                false
            }
            ')' | '）' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// The unit that a name carries in brackets at its end (每万人口发明专利拥有量（件）): name without it, and unit.
pub fn split_unit(name: &str) -> (&str, Option<&str>) {
    let trimmed = name.trim();
    let Some(open) = trimmed.rfind(['（', '(']).filter(|_| trimmed.ends_with(['）', ')'])) else { return (trimmed, None) };
    let (head, rest) = trimmed.split_at(open);
    let unit = rest.trim_matches(['（', '(', '）', ')', ' ']);
    if head.is_empty() || unit.chars().count() > 10 || unit.eq_ignore_ascii_case("r&d") {
        (trimmed, None)
    } else {
        (head.trim(), Some(unit))
    }
}
