//! Floor 2: the kinds, relations, words and lexicons of `graph/`, read and checked.
//!
//! ```text
//! GraphFiles (built in, or a folder) ─ load ─▶ declarations ─ check ─▶ Schema ─ index ─▶ Words
//! ```
//!
//! Whatever is data about the world of plans comes through this room: [`Schema`] for kinds and relations,
//! [`GraphFiles::load`] for any other file of `graph/` (lexicons, numbering styles), with faults told by line and column.

mod check;
mod declare;
mod files;
pub mod lexicon;
#[cfg(test)]
mod tests;
mod types;
mod word_list;
mod words;

pub use files::GraphFiles;
pub use types::{Cover, EnumValue, Kind, Property, PropertyType, Relation, Sense, Verb, VerbShape};
pub use word_list::{WordList, word_lists};
pub use words::{Word, Words};

use std::path::Path;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;

use crate::base::Outcome;

/// What kinds, relations and properties there are, and what they are called in either language.
#[derive(Debug, Default)]
pub struct Schema {
    kinds: Vec<Kind>,
    relations: Vec<Relation>,
    /// Properties that every kind has.
    every: Vec<Property>,
    /// Properties that every relation has.
    every_relation: Vec<Property>,
    words: Words,
    kind_names: FxHashMap<String, usize>,
    relation_names: FxHashMap<String, usize>,
    /// Property name or word in lower case → English identifier.
    property_names: FxHashMap<String, String>,
}

static BUILTIN: LazyLock<Arc<Schema>> = LazyLock::new(|| {
    // The embedded files are checked by tests, so the empty schema is never met in a program that passed them.
    Arc::new(Schema::load(&GraphFiles::builtin()).unwrap_or_default())
});

impl Schema {
    /// The schema of the files that are built into the program; read at first use.
    pub fn builtin() -> Arc<Self> {
        Arc::clone(&BUILTIN)
    }

    /// The schema of a folder laid out as `graph/`; a file that the folder lacks is taken from the built-in ones.
    pub fn from_dir(folder: &Path) -> Outcome<Self> {
        Self::load(&GraphFiles::from_dir(folder)?)
    }

    /// Reads and checks `kinds.toml` and `relations.toml`.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        check::schema(&declare::kinds(files)?, &declare::relations(files)?)
    }

    /// In the order of the file.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// In the order of the file.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// The kind of a label as patterns write it: identifier or Chinese name, or any other word for it, in any case.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kind_names.get(&words::key(name)).map(|&at| &self.kinds[at])
    }

    /// The relation of a type as patterns write it: identifier or Chinese name, in any case.
    pub fn relation(&self, name: &str) -> Option<&Relation> {
        self.relation_names.get(&words::key(name)).map(|&at| &self.relations[at])
    }

    /// The English identifier of a property, written in either language; of any kind or relation.
    pub fn property(&self, name: &str) -> Option<&str> {
        self.property_names.get(&words::key(name)).map(String::as_str)
    }

    /// Every word for a property with the identifier that it stands for.
    pub fn property_words(&self) -> impl Iterator<Item = (&str, &str)> {
        self.property_names.iter().map(|(word, name)| (word.as_str(), name.as_str()))
    }

    /// The properties that a kind has, common ones first.
    pub fn properties_of_kind<'a>(&'a self, kind: &'a Kind) -> impl Iterator<Item = &'a Property> {
        self.every.iter().chain(&kind.properties)
    }

    /// The properties that a relation has, common ones first.
    pub fn properties_of_relation<'a>(&'a self, relation: &'a Relation) -> impl Iterator<Item = &'a Property> {
        self.every_relation.iter().chain(&relation.properties)
    }

    /// A property of a kind, by identifier or Chinese name.
    pub fn property_of_kind<'a>(&'a self, kind: &'a Kind, name: &str) -> Option<&'a Property> {
        self.properties_of_kind(kind).find(|property| property.is_called(name))
    }

    /// A property of a relation, by identifier or Chinese name.
    pub fn property_of_relation<'a>(&'a self, relation: &'a Relation, name: &str) -> Option<&'a Property> {
        self.properties_of_relation(relation).find(|property| property.is_called(name))
    }

    /// The words of asks.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Identifiers and Chinese names of all kinds: the candidates for "did you mean".
    pub fn kind_candidates(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().flat_map(|kind| [kind.name.as_str(), kind.zh.as_str()])
    }

    /// Identifiers and Chinese names of all relations.
    pub fn relation_candidates(&self) -> impl Iterator<Item = &str> {
        self.relations.iter().flat_map(|relation| [relation.name.as_str(), relation.zh.as_str()])
    }

    /// Identifiers and words of all properties.
    pub fn property_candidates(&self) -> impl Iterator<Item = &str> {
        let of_kinds = self.kinds.iter().flat_map(|kind| &kind.properties);
        let of_relations = self.relations.iter().flat_map(|relation| &relation.properties);
        (self.every.iter().chain(&self.every_relation).chain(of_kinds).chain(of_relations))
            .flat_map(|property| [property.name.as_str(), property.zh.as_str()])
    }
}
