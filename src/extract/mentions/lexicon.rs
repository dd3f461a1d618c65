use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::gazetteer::Gazetteer;
use super::kind::{Category, Kind};
use crate::base::Outcome;
use crate::extract::words::Words;
use crate::schema::{GraphFiles, WordList, word_lists};

/// What a word of the lexicon can be; one word can be several.
pub mod role {
    pub const VERB: u32 = 1;
    pub const OPENING: u32 = 1 << 1;
    pub const FUNCTION: u32 = 1 << 2;
    pub const CONJUNCTION: u32 = 1 << 3;
    pub const VOCABULARY: u32 = 1 << 4;
    pub const PROPER: u32 = 1 << 5;
    pub const INDUSTRY: u32 = 1 << 6;
    pub const WEAK_INDUSTRY: u32 = 1 << 7;
    pub const INDUSTRY_SUFFIX: u32 = 1 << 8;
    pub const INDUSTRY_GENERIC: u32 = 1 << 9;
    pub const SUFFIX: u32 = 1 << 10;
    pub const GROUP: u32 = 1 << 11;
    pub const PLACE: u32 = 1 << 12;
    pub const BODY: u32 = 1 << 13;
    pub const DEPARTMENT: u32 = 1 << 14;
    pub const AMBIGUOUS: u32 = 1 << 15;
    pub const PROGRAMME_VERB: u32 = 1 << 16;
    pub const NO_ITEM: u32 = 1 << 17;
    pub const GENERIC_NAME: u32 = 1 << 18;
    pub const FIELD_END: u32 = 1 << 19;
    pub const ADVERB: u32 = 1 << 20;
    pub const COMMON_AREA: u32 = 1 << 21;
}

/// A list of suffixes or of nouns that close an enumeration.
#[derive(Clone, Debug)]
pub struct Group {
    pub name: String,
    pub kind: Kind,
    pub category: Option<Category>,
    /// `most`: the items count only where most of them are known; `some`: where one of them is.
    pub known: Known,
    /// Suffixes that make a name only of quoted words and of items of a list.
    pub quoted_only: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    None,
    Some,
    Most,
}

/// One word with all its roles.
#[derive(Clone, Debug, Default)]
pub struct Word {
    pub roles: u32,
    pub suffix: SmallVec<[u16; 2]>,
    pub group: SmallVec<[u16; 2]>,
    /// Index of the body or department that it is a form of.
    pub body: Option<u16>,
    pub department: Option<u16>,
}

/// All words that the recogniser looks for, in one index.
#[derive(Clone, Debug)]
pub struct Lexicon {
    pub index: Words,
    pub words: Vec<Word>,
    pub suffixes: Vec<Group>,
    pub groups: Vec<Group>,
    pub gazetteer: Gazetteer,
    /// Canonical name first, then other forms.
    pub bodies: Vec<Vec<String>>,
    pub departments: Vec<Vec<String>>,
    forms: FxHashMap<Box<str>, u32>,
}

impl Lexicon {
    /// Reads the lists of a folder laid out as `graph/`, or those that the program carries. The gazetteer is always the
    /// program's own.
    ///
    /// # Errors
    /// Where a file of `graph/lexicon/` is no valid TOML; a test reads them all.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        let lists = |name: &str| files.text(name).and_then(|source| word_lists(source.text()));
        let mut builder = Builder::default();
        for list in lists("lexicon/boundaries.toml")?.iter().chain(&lists("lexicon/industries.toml")?) {
            builder.plain(list);
        }
        let suffixes = lists("lexicon/names.toml")?.iter().enumerate().map(|(at, list)| builder.named(list, at as u16, true)).collect();
        let groups = lists("lexicon/groups.toml")?.iter().enumerate().map(|(at, list)| builder.named(list, at as u16, false)).collect();
        for word in
            files.text("lexicon/vocabulary.txt")?.text().lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
        {
            builder.add(word, role::VOCABULARY);
        }
        let gazetteer = Gazetteer::built_in();
        for form in gazetteer.forms.keys() {
            builder.add(form, role::PLACE);
        }
        let bodies = builder.table(files.text("bodies.tsv")?.text(), |word, row| {
            word.roles |= role::BODY;
            word.body = Some(row);
        });
        let departments = builder.table(files.text("departments.tsv")?.text(), |word, row| {
            word.roles |= role::DEPARTMENT;
            word.department = Some(row);
        });
        let index = Words::new(&builder.texts());
        Ok(Self { index, words: builder.words, suffixes, groups, gazetteer, bodies, departments, forms: builder.forms })
    }

    /// The roles of a word, 0 for a stranger.
    pub fn roles(&self, text: &str) -> u32 {
        self.word(text).map_or(0, |word| word.roles)
    }

    pub fn word(&self, text: &str) -> Option<&Word> {
        self.forms.get(text).and_then(|&id| self.words.get(id as usize))
    }

    /// Every list with its examples, for the tests.
    ///
    /// # Errors
    /// As [`Lexicon::load`].
    pub fn lists() -> Outcome<Vec<WordList>> {
        let files = GraphFiles::builtin();
        let mut lists = Vec::new();
        for name in ["boundaries", "names", "groups", "industries"] {
            lists.extend(word_lists(files.text(&format!("lexicon/{name}.toml"))?.text())?);
        }
        Ok(lists)
    }
}

#[derive(Default)]
struct Builder {
    words: Vec<Word>,
    forms: FxHashMap<Box<str>, u32>,
}

impl Builder {
    fn add(&mut self, text: &str, roles: u32) -> &mut Word {
        let id = self.forms.get(text).copied().unwrap_or_else(|| {
            let next = self.words.len() as u32;
            self.forms.insert(text.into(), next);
            self.words.push(Word::default());
            next
        });
        let word = &mut self.words[id as usize];
        word.roles |= roles;
        word
    }

    /// All forms by their number.
    fn texts(&self) -> Vec<&str> {
        let mut texts = vec![""; self.words.len()];
        for (form, &id) in &self.forms {
            texts[id as usize] = form;
        }
        texts
    }

    fn plain(&mut self, list: &WordList) {
        let roles = match list.name.as_str() {
            "verb" => role::VERB,
            "opening" => role::OPENING,
            "function" => role::FUNCTION,
            "conjunction" => role::CONJUNCTION,
            "proper" => role::PROPER,
            "industry" => role::INDUSTRY,
            "weak_industry" => role::WEAK_INDUSTRY,
            "industry_suffix" => role::INDUSTRY_SUFFIX,
            "industry_generic" => role::INDUSTRY_GENERIC,
            "ambiguous_place" => role::AMBIGUOUS,
            "programme_verb" => role::PROGRAMME_VERB,
            "no_item" => role::NO_ITEM,
            "generic_name" => role::GENERIC_NAME,
            "field_end" => role::FIELD_END,
            "adverb" => role::ADVERB,
            "common_area" => role::COMMON_AREA,
            _ => 0,
        };
        for word in &list.words {
            self.add(word, roles);
        }
    }

    fn named(&mut self, list: &WordList, at: u16, suffix: bool) -> Group {
        for text in &list.words {
            if suffix {
                self.add(text, role::SUFFIX).suffix.push(at);
            } else {
                self.add(text, role::GROUP).group.push(at);
            }
        }
        let known = match list.tags.get("known").map(String::as_str) {
            Some("most") => Known::Most,
            Some("some") => Known::Some,
            _ => Known::None,
        };
        let kind = list.tags.get("kind").and_then(|kind| Kind::parse(kind)).unwrap_or(Kind::Institution);
        Group {
            name: list.name.clone(),
            kind,
            category: list.tags.get("category").and_then(|text| Category::parse(text)),
            known,
            quoted_only: list.tags.contains_key("quoted"),
        }
    }

    fn table(&mut self, text: &str, mark: impl Fn(&mut Word, u16)) -> Vec<Vec<String>> {
        let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
        let rows: Vec<Vec<String>> = text.lines().filter(|line| !line.starts_with('#')).map(cells).collect();
        for (at, row) in rows.iter().enumerate() {
            for form in row {
                mark(self.add(form, 0), at as u16);
            }
        }
        rows
    }
}
