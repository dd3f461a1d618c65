use std::collections::BTreeMap;

use crate::base::{Diagnostic, ErrorClass, Message, Outcome};

/// A named list of words of `graph/lexicon/`, with sentences that show what it is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordList {
    pub name: String,
    pub words: Vec<String>,
    /// Further text keys of the list: `kind`, `category`.
    pub tags: BTreeMap<String, String>,
    /// `sentence => Kind:name`: found in this sentence. Run as tests.
    pub accepts: Vec<String>,
    /// `sentence => Kind:name` or `sentence => Kind`: not found in this sentence. Run as tests.
    pub rejects: Vec<String>,
}

/// Reads the `[[list]]` tables of one lexicon file. `words` is one string with white space between the words, or an array.
///
/// # Errors
/// `SemanticError` where the text is no TOML or a list has no name.
pub fn word_lists(text: &str) -> Outcome<Vec<WordList>> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| broken(error.message()))?;
    let lists = match table.get("list") {
        Some(toml::Value::Array(lists)) => lists.as_slice(),
        _ => &[],
    };
    lists.iter().map(word_list).collect()
}

fn word_list(value: &toml::Value) -> Outcome<WordList> {
    let mut list = WordList::default();
    for (key, value) in value.as_table().into_iter().flatten() {
        match (key.as_str(), value) {
            ("name", toml::Value::String(name)) => list.name.clone_from(name),
            ("words", value) => list.words = strings(value).iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect(),
            ("accepts", value) => list.accepts = strings(value),
            ("rejects", value) => list.rejects = strings(value),
            (_, toml::Value::String(text)) => {
                list.tags.insert(key.clone(), text.clone());
            }
            (_, other) => return Err(broken(&format!("unexpected value of `{key}`: {other}"))),
        }
    }
    if list.name.is_empty() {
        return Err(broken("a list without a name"));
    }
    Ok(list)
}

fn strings(value: &toml::Value) -> Vec<String> {
    match value {
        toml::Value::String(text) => vec![text.clone()],
        toml::Value::Array(items) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

fn broken(why: &str) -> Box<Diagnostic> {
    Diagnostic::compile(
        ErrorClass::SemanticError,
        "BadLexicon",
        Message::new(format!("The lexicon cannot be read: {why}"), format!("词表无法读取：{why}")),
    )
}

#[cfg(test)]
mod tests {
    use super::word_lists;

    #[test]
    fn words_stand_in_a_string_or_an_array() {
        let lists = word_lists(
            "[[list]]\nname = \"a\"\nkind = \"Park\"\nwords = \"\"\"园区\n开发区\"\"\"\n[[list]]\nname = \"b\"\nwords = [\"x\", \"y z\"]\n",
        )
        .unwrap();
        assert_eq!(lists[0].words, ["园区", "开发区"]);
        assert_eq!(lists[0].tags["kind"], "Park");
        assert_eq!(lists[1].words, ["x", "y", "z"]);
        assert!(word_lists("[[list]]\nwords = \"x\"").is_err());
    }
}
