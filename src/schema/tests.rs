use std::fs;

use super::{GraphFiles, PropertyType, Schema, Word};

#[test]
fn the_built_in_files_are_right_and_all_listed() {
    let schema = Schema::load(&GraphFiles::builtin()).expect("the built-in schema");
    assert_eq!(schema.kinds().len(), 16);
    assert_eq!(schema.relations().len(), 12);
    assert_eq!(schema.kind("措施").expect("a kind").name, "Measure");
    assert_eq!(schema.relation("支撑").expect("a relation").name, "SUPPORTS");
    assert_eq!(schema.property("年份"), Some("year"));
    let institution = schema.kind("Institution").expect("a kind");
    assert!(institution.shared && schema.property_of_kind(institution, "address").is_none());
    let category = schema.property_of_kind(institution, "类别").expect("a property");
    assert_eq!((category.value_type, category.enumerated("大学")), (PropertyType::String, Some("university")));
}

#[test]
fn words_of_both_languages_lead_to_kinds_and_verbs() {
    let schema = Schema::builtin();
    let words = schema.words();
    assert_eq!(words.get("Measures"), words.get("措施"));
    let verbs_of = |word: &str| -> Vec<(&str, bool)> {
        words
            .get(word)
            .iter()
            .filter_map(|meaning| match meaning {
                Word::Verb { relation, verb } => {
                    let relation = &schema.relations()[*relation];
                    Some((relation.name.as_str(), relation.verbs[*verb].forward))
                }
                _ => None,
            })
            .collect()
    };
    assert_eq!(verbs_of("supported by"), [("SUPPORTS", false)]);
    assert_eq!(verbs_of("measured by"), [("MEASURED_BY", true)]);
    assert!(verbs_of("衡量").contains(&("MEASURED_BY", true)) && verbs_of("衡量").contains(&("MEASURED_BY", false)));
}

/// What a folder with a changed file is refused for.
fn refusal(file: &str, from: &str, to: &str) -> (String, Option<(usize, usize)>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let text = GraphFiles::builtin().text(file).expect("a built-in file").text().to_owned();
    assert!(text.contains(from), "the change changes nothing");
    fs::write(folder.path().join(file), text.replacen(from, to, 1)).expect("written");
    let error = Schema::from_dir(folder.path()).expect_err("refused");
    (error.message.en.clone(), error.place(), error.hint.map(|hint| hint.en).unwrap_or_default())
}

#[test]
fn a_fault_is_told_with_its_place_and_what_would_be_right() {
    let (message, place, hint) = refusal("relations.toml", "to = [\"Cluster\"]", "to = [\"Clutser\"]");
    assert!(message.contains("Clutser") && hint.contains("Cluster"), "{message} {hint}");
    assert_eq!(place.map(|(_, column)| column), Some(7));

    let (message, _, hint) = refusal("kinds.toml", "type = \"integer\"", "type = \"intger\"");
    assert!(message.contains("intger") && hint.contains("integer"), "{message} {hint}");

    let (message, place, _) = refusal("kinds.toml", "identity = \"slug\"", "identiy = \"slug\"");
    assert!(message.contains("identiy") && message.contains("identity"), "{message}");
    assert!(place.is_some());

    let (message, place, _) = refusal("kinds.toml", "words = [\"measures\", \"举措\"]", "words = [\"tasks\"]");
    assert!(message.contains("`tasks` is used twice"), "{message}");
    assert!(place.is_some());

    let (message, _, _) = refusal("relations.toml", "zh = [\"承载\"]", "zh = [\"支撑\"]");
    assert!(message.contains("twice"), "{message}");
}

#[test]
fn a_new_relation_brings_its_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let more = "\n[[relation]]\nname = \"FUNDS\"\nzh = \"资助\"\nfrom = [\"Institution\"]\nto = [\"Programme\"]\nhelp = \"pays for\"\nhelp_zh = \"出资\"\n\
                forward = { en = [\"funding\"], zh = [\"资助\"] }\nbackward = { en = [\"funded by\"] }\n";
    let text = GraphFiles::builtin().text("relations.toml").expect("a built-in file").text().to_owned() + more;
    fs::write(folder.path().join("relations.toml"), text).expect("written");
    let schema = Schema::from_dir(folder.path()).expect("a schema");
    assert!(!schema.words().get("funded by").is_empty() && !schema.words().get("资助").is_empty());
}

#[test]
fn a_folder_without_any_of_the_files_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(Schema::from_dir(folder.path()).is_err());
}

#[test]
fn every_data_file_of_the_folder_is_carried() {
    fn visit(folder: &std::path::Path, below: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("graph/") {
            let entry = entry.expect("an entry");
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                visit(&entry.path(), &format!("{name}/"), found);
            } else if name.ends_with(".toml") {
                found.push(name);
            }
        }
    }
    let mut found = Vec::new();
    visit(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("graph"), "", &mut found);
    let carried: Vec<&str> = GraphFiles::names().collect();
    let missing: Vec<_> = found.iter().filter(|name| !carried.contains(&name.as_str())).collect();
    assert!(missing.is_empty(), "add to BUILTIN in src/schema/files.rs: {missing:?}");
}
