//! The files as they are written: what serde reads, with the place of every name.

use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::GraphFiles;
use super::files::parse;
use crate::base::{Outcome, Source};

pub(super) struct Declared<T> {
    pub source: Arc<Source>,
    pub file: T,
}

pub(super) fn kinds(files: &GraphFiles) -> Outcome<Declared<KindsFile>> {
    let source = files.text("kinds.toml")?;
    Ok(Declared { file: parse(&source)?, source })
}

pub(super) fn relations(files: &GraphFiles) -> Outcome<Declared<RelationsFile>> {
    let source = files.text("relations.toml")?;
    Ok(Declared { file: parse(&source)?, source })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KindsFile {
    #[serde(default)]
    pub every: Common,
    #[serde(default)]
    pub own: Common,
    #[serde(default)]
    pub kind: Vec<KindEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelationsFile {
    #[serde(default)]
    pub every: Common,
    #[serde(default)]
    pub relation: Vec<RelationEntry>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Common {
    #[serde(default)]
    pub properties: Vec<PropertyEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KindEntry {
    pub name: Spanned<String>,
    pub zh: Spanned<String>,
    #[serde(default)]
    pub words: Vec<Spanned<String>>,
    pub identity: String,
    #[serde(default)]
    pub shared: bool,
    #[serde(default = "yes")]
    pub walk: bool,
    pub help: String,
    pub help_zh: String,
    #[serde(default)]
    pub properties: Vec<PropertyEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelationEntry {
    pub name: Spanned<String>,
    pub zh: Spanned<String>,
    pub from: Vec<Spanned<String>>,
    pub to: Vec<Spanned<String>>,
    #[serde(default = "yes")]
    pub walk: bool,
    pub help: String,
    pub help_zh: String,
    #[serde(default)]
    pub forward: VerbEntry,
    #[serde(default)]
    pub backward: VerbEntry,
    #[serde(default)]
    pub adjective: VerbEntry,
    #[serde(default)]
    pub senses: Vec<SenseEntry>,
    #[serde(default)]
    pub covers: Vec<CoverEntry>,
    #[serde(default)]
    pub properties: Vec<PropertyEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CoverEntry {
    pub by: Spanned<String>,
    pub forward: bool,
    #[serde(default)]
    pub repeated: bool,
    #[serde(default)]
    pub at_start: bool,
}

/// Words for a relation with one value of a property: 牵头 is 负责 as lead.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SenseEntry {
    pub property: Spanned<String>,
    pub value: String,
    #[serde(default)]
    pub forward: VerbEntry,
    #[serde(default)]
    pub backward: VerbEntry,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VerbEntry {
    #[serde(default)]
    pub en: Vec<Spanned<String>>,
    #[serde(default)]
    pub zh: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PropertyEntry {
    pub name: Spanned<String>,
    pub zh: Spanned<String>,
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(rename = "type")]
    pub value_type: Spanned<String>,
    #[serde(default)]
    pub values: Vec<(String, String)>,
    pub help: String,
    pub help_zh: String,
}

const fn yes() -> bool {
    true
}
