//! Declarations → schema: names are unique, kinds are known, types exist.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use toml::Spanned;

use super::declare::{Declared, KindsFile, PropertyEntry, RelationEntry, RelationsFile, VerbEntry};
use super::files::fault;
use super::words::{self, Words};
use super::{Cover, EnumValue, Kind, Property, PropertyType, Relation, Schema, Sense, Verb, VerbShape};
use crate::base::{Diagnostic, Message, Outcome, Source, Span, nearest};

pub(super) fn schema(kinds: &Declared<KindsFile>, relations: &Declared<RelationsFile>) -> Outcome<Schema> {
    let mut schema = Schema {
        every: properties(&kinds.source, &kinds.file.every.properties)?,
        every_relation: properties(&relations.source, &relations.file.every.properties)?,
        ..Schema::default()
    };
    let own = properties(&kinds.source, &kinds.file.own.properties)?;
    for entry in &kinds.file.kind {
        let mut listed = if entry.shared { Vec::new() } else { own.clone() };
        listed.extend(properties(&kinds.source, &entry.properties)?);
        let at = schema.kinds.len();
        for word in [&entry.name, &entry.zh].into_iter().chain(&entry.words) {
            unique(&kinds.source, &mut schema.kind_names, word, at)?;
        }
        schema.kinds.push(Kind {
            name: entry.name.get_ref().clone(),
            zh: entry.zh.get_ref().clone(),
            words: entry.words.iter().map(|word| word.get_ref().clone()).collect(),
            shared: entry.shared,
            identity: entry.identity.clone(),
            walk: entry.walk,
            help: Message::new(&entry.help, &entry.help_zh),
            properties: listed,
        });
    }
    for entry in &relations.file.relation {
        let at = schema.relations.len();
        for word in [&entry.name, &entry.zh] {
            unique(&relations.source, &mut schema.relation_names, word, at)?;
        }
        let relation = Relation {
            name: entry.name.get_ref().clone(),
            zh: entry.zh.get_ref().clone(),
            from: known_kinds(&relations.source, &schema, &entry.from)?,
            to: known_kinds(&relations.source, &schema, &entry.to)?,
            walk: entry.walk,
            help: Message::new(&entry.help, &entry.help_zh),
            verbs: verbs(entry),
            covers: covers(relations, entry)?,
            properties: properties(&relations.source, &entry.properties)?,
        };
        schema.relations.push(relation);
    }
    one_meaning_a_verb(relations)?;
    schema.property_names = property_names(&schema);
    schema.words = Words::of(&schema.kinds, &schema.relations);
    Ok(schema)
}

/// Enters a name; a name that stands for something else already is a fault.
fn unique(source: &Arc<Source>, names: &mut FxHashMap<String, usize>, word: &Spanned<String>, at: usize) -> Outcome<()> {
    match names.insert(words::key(word.get_ref()), at) {
        Some(other) if other != at => Err(twice(source, word)),
        _ => Ok(()),
    }
}

fn twice(source: &Arc<Source>, word: &Spanned<String>) -> Box<Diagnostic> {
    let text = word.get_ref();
    let message =
        Message::new(format!("the word `{text}` is used twice, for different things"), format!("词语“{text}”重复，指代不同的事物"));
    fault(source, Span::from(word.span()), message).hint("keep it in one place and choose another word here", "请只保留一处，此处另选词语")
}

/// In each language, shape and direction apart, a verb means one relation.
fn one_meaning_a_verb(relations: &Declared<RelationsFile>) -> Outcome<()> {
    let mut seen: FxHashMap<String, (usize, usize)> = FxHashMap::default();
    for (at, entry) in relations.file.relation.iter().enumerate() {
        let senses = entry.senses.iter().flat_map(|sense| [&sense.forward, &sense.backward]);
        let sides: Vec<&VerbEntry> = [&entry.forward, &entry.backward, &entry.adjective].into_iter().chain(senses).collect();
        for (side, list) in sides.into_iter().enumerate() {
            for word in list.en.iter().chain(&list.zh) {
                let place = (at, side);
                if seen.insert(words::key(word.get_ref()), place).is_some_and(|other| other != place) {
                    return Err(twice(&relations.source, word));
                }
            }
        }
    }
    Ok(())
}

fn known_kinds(source: &Arc<Source>, schema: &Schema, names: &[Spanned<String>]) -> Outcome<Vec<String>> {
    let known = |name: &Spanned<String>| {
        schema.kinds.iter().find(|kind| kind.name == *name.get_ref()).map(|kind| kind.name.clone()).ok_or_else(|| {
            let text = name.get_ref();
            let message = Message::new(format!("there is no kind `{text}`"), format!("没有名为“{text}”的类型"));
            near(fault(source, Span::from(name.span()), message), text, schema.kinds.iter().map(|kind| kind.name.as_str()))
        })
    };
    names.iter().map(known).collect()
}

fn covers(relations: &Declared<RelationsFile>, entry: &RelationEntry) -> Outcome<Vec<Cover>> {
    let names: Vec<&str> = relations.file.relation.iter().map(|relation| relation.name.get_ref().as_str()).collect();
    let known = |cover: &super::declare::CoverEntry| {
        let by = cover.by.get_ref();
        if names.contains(&by.as_str()) {
            return Ok(Cover { by: by.clone(), forward: cover.forward, repeated: cover.repeated, at_start: cover.at_start });
        }
        let message = Message::new(format!("there is no relation `{by}`"), format!("没有名为“{by}”的关系"));
        Err(near(fault(&relations.source, Span::from(cover.by.span()), message), by, names.iter().copied()))
    };
    entry.covers.iter().map(known).collect()
}

fn near<'a>(error: Box<Diagnostic>, typed: &str, candidates: impl Iterator<Item = &'a str>) -> Box<Diagnostic> {
    let all: Vec<&str> = candidates.collect();
    let best = nearest(typed, all.iter().copied(), 1);
    let offered = if best.is_empty() { all } else { best };
    let list = offered.join(", ");
    error.hint(format!("did you mean {list}?"), format!("是否指 {list}？"))
}

fn properties(source: &Arc<Source>, entries: &[PropertyEntry]) -> Outcome<Vec<Property>> {
    entries.iter().map(|entry| property(source, entry)).collect()
}

fn property(source: &Arc<Source>, entry: &PropertyEntry) -> Outcome<Property> {
    let wanted = entry.value_type.get_ref();
    let value_type = PropertyType::ALL.into_iter().find(|known| known.name() == wanted).ok_or_else(|| {
        let message = Message::new(format!("there is no type `{wanted}`"), format!("没有类型“{wanted}”"));
        near(fault(source, Span::from(entry.value_type.span()), message), wanted, PropertyType::ALL.iter().map(|known| known.name()))
    })?;
    Ok(Property {
        name: entry.name.get_ref().clone(),
        zh: entry.zh.get_ref().clone(),
        words: entry.words.clone(),
        value_type,
        values: entry.values.iter().map(|(name, zh)| EnumValue { name: name.clone(), zh: zh.clone() }).collect(),
        help: Message::new(&entry.help, &entry.help_zh),
    })
}

/// The verbs of a relation: those listed, then those that follow from a plain Chinese verb or an English passive.
fn verbs(entry: &RelationEntry) -> Vec<Verb> {
    let mut listed = Vec::new();
    let mut list = |forward: &VerbEntry, backward: &VerbEntry, sense: Option<Sense>| {
        let verb = |(text, shape), forward| Verb { text, forward, shape, sense: sense.clone() };
        listed.extend(written(forward).map(|word| verb(word, true)));
        listed.extend(written(backward).map(|word| verb(word, false)));
    };
    list(&entry.forward, &entry.backward, None);
    for known in &entry.senses {
        let sense = Sense { property: known.property.get_ref().clone(), value: known.value.clone() };
        list(&known.forward, &known.backward, Some(sense));
    }
    let adjectives = written(&entry.adjective);
    listed.extend(adjectives.map(|(text, _)| Verb { text, forward: true, shape: VerbShape::Adjective, sense: None }));
    let mut all = listed.clone();
    let mut add = |verb: Verb| {
        if !all.iter().any(|known| known.text == verb.text && known.shape == verb.shape) {
            all.push(verb);
        }
    };
    for verb in listed.iter().filter(|verb| verb.shape == VerbShape::Before) {
        let text = verb.text.clone();
        if verb.text.is_ascii() {
            // `used by` → `never used`; `supporting` → `supporting measures` is read from the same entry.
            if let Some(stem) = text.strip_suffix(" by") {
                add(Verb { text: stem.to_owned(), shape: VerbShape::Alone, ..verb.clone() });
            }
            continue;
        }
        add(Verb { forward: !verb.forward, shape: VerbShape::After, ..verb.clone() });
        for opening in ["由", "被"] {
            add(Verb { forward: !verb.forward, shape: VerbShape::Around(opening.to_owned()), ..verb.clone() });
        }
    }
    all
}

/// The words of a list with the place of the target: `由…衡量` goes around it, `…使用` stands after it.
fn written(list: &VerbEntry) -> impl Iterator<Item = (String, VerbShape)> {
    list.en.iter().chain(&list.zh).map(|word| match word.get_ref().split_once('…') {
        None | Some((_, "")) => (word.get_ref().trim_end_matches('…').to_owned(), VerbShape::Before),
        Some(("", after)) => (after.to_owned(), VerbShape::After),
        Some((before, after)) => (after.to_owned(), VerbShape::Around(before.to_owned())),
    })
}

fn property_names(schema: &Schema) -> FxHashMap<String, String> {
    let of_kinds = schema.kinds.iter().flat_map(|kind| &kind.properties);
    let of_relations = schema.relations.iter().flat_map(|relation| &relation.properties);
    let mut names = FxHashMap::default();
    for property in schema.every.iter().chain(&schema.every_relation).chain(of_kinds).chain(of_relations) {
        for word in [&property.name, &property.zh].into_iter().chain(&property.words) {
            names.entry(words::key(word)).or_insert_with(|| property.name.clone());
        }
    }
    names
}
