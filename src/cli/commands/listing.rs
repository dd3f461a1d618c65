//! What there is to ask about: schema, plans, figures, help on a word.

use std::time::Duration;

use crate::base::{Diagnostic, ErrorClass, Lang, Message, nearest};
use crate::cli::arguments::Invocation;
use crate::cli::console::Console;
use crate::cli::evaluator::Evaluator;
use crate::cli::failure::Stop;
use crate::engine::maintain;
use crate::model::{Answer, Value};
use crate::output::PageFormat;
use crate::query::functions;
use crate::schema::{Kind, Property, Relation, Schema, Verb, VerbShape};

fn answer(columns: &[&str], rows: Vec<Vec<Value>>) -> Answer {
    Answer { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows, ..Answer::default() }
}

fn count(number: u64) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The kinds and relations, or one of them with its properties and words.
pub fn schema(evaluator: &mut Evaluator, name: Option<&str>) -> Result<(), Stop> {
    let (schema, lang) = (evaluator.schema.clone(), evaluator.console.lang);
    let Some(name) = name else {
        let mut rows: Vec<Vec<Value>> =
            schema.kinds().iter().map(|kind| row(["kind", &kind.name, &kind.zh, "", kind.help.get(lang)])).collect();
        rows.extend(schema.relations().iter().map(|relation| {
            let ends = format!("{} → {}", relation.from.join(", "), relation.to.join(", "));
            row(["relation", &relation.name, &relation.zh, &ends, relation.help.get(lang)])
        }));
        return evaluator.show("schema", answer(&["sort", "name", "zh", "ends", "meaning"], rows), Duration::ZERO);
    };
    let kind = find_kind(&schema, name);
    let relation = find_relation(&schema, name);
    let properties: Vec<&Property> = match (kind, relation) {
        (Some(kind), _) => schema.properties_of_kind(kind).collect(),
        (None, Some(relation)) => schema.properties_of_relation(relation).collect(),
        (None, None) => {
            let error = Diagnostic::compile(
                ErrorClass::UnknownName,
                "UnknownKind",
                Message::new(format!("there is no kind or relation `{name}`"), format!("没有类别或关系“{name}”")),
            );
            return Err(match nearest(name, schema.kind_candidates().chain(schema.relation_candidates()), 1).first() {
                Some(near) => error.hint(format!("did you mean {near}?"), format!("是否想写 {near}？")).into(),
                None => error.into(),
            });
        }
    };
    for line in word_help(&schema, name, lang) {
        evaluator.console.note(&line);
    }
    let rows = properties.iter().map(|property| {
        let values: Vec<&str> = property.values.iter().map(|value| value.name.as_str()).collect();
        row([&property.name, &property.zh, property.value_type.name(), &values.join(", "), property.help.get(lang)])
    });
    evaluator.show("schema", answer(&["property", "zh", "type", "values", "meaning"], rows.collect()), Duration::ZERO)
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<Value> {
    cells.into_iter().map(|cell| if cell.is_empty() { Value::Null } else { Value::from(cell) }).collect()
}

fn find_kind<'a>(schema: &'a Schema, name: &str) -> Option<&'a Kind> {
    let wanted = name.to_lowercase();
    let called = |kind: &&Kind| kind.name.to_lowercase() == wanted || kind.zh == name || kind.words.contains(&wanted);
    schema.kinds().iter().find(called)
}

fn find_relation<'a>(schema: &'a Schema, name: &str) -> Option<&'a Relation> {
    let wanted = name.to_lowercase();
    let called = |relation: &&Relation| {
        relation.name.to_lowercase() == wanted || relation.zh == name || relation.verbs.iter().any(|verb| verb.text == wanted)
    };
    schema.relations().iter().find(called)
}

/// Help on a kind or relation by any of its words.
pub fn word_help(schema: &Schema, name: &str, lang: Lang) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(kind) = find_kind(schema, name) {
        let words = kind.words.join(", ");
        found.push(format!("{} {}: {}\n  {} {words}", kind.name, kind.zh, kind.help.get(lang), lang.pick("words:", "词语：")));
    }
    if let Some(relation) = find_relation(schema, name) {
        let sense = |verb: &Verb| verb.sense.as_ref().map_or_else(String::new, |sense| format!(" ({} = {})", sense.property, sense.value));
        let word = |verb: &Verb| format!("{}{}", verb_text(&verb.text, &verb.shape), sense(verb));
        let verbs: Vec<String> = relation.verbs.iter().map(word).collect();
        let ends = format!("{} → {}", relation.from.join("|"), relation.to.join("|"));
        found.push(format!(
            "{} {}: {ends}\n  {}\n  {} {}",
            relation.name,
            relation.zh,
            relation.help.get(lang),
            lang.pick("words:", "词语："),
            verbs.join(", ")
        ));
    }
    found
}

fn verb_text(text: &str, shape: &VerbShape) -> String {
    match shape {
        VerbShape::Around(opening) => format!("{opening}…{text}"),
        VerbShape::After => format!("…{text}"),
        _ => text.to_owned(),
    }
}

/// Help on a function of the language.
pub fn function_help(name: &str, lang: Lang) -> Option<String> {
    let function = functions::find(name)?;
    let help = lang.pick(function.help.0, function.help.1);
    Some(format!("{}\n  {help}\n  {} {}", function.signature(), lang.pick("e.g.", "例："), function.example))
}

/// Every word that `:help` knows beside the catalogue.
pub fn all_words(schema: &Schema) -> impl Iterator<Item = &str> {
    schema.kind_candidates().chain(schema.relation_candidates()).chain(functions::all().iter().map(|function| function.name))
}

pub fn plans(evaluator: &mut Evaluator) -> Result<(), Stop> {
    let rows = evaluator.session.plans()?.into_iter().map(|plan| {
        vec![
            Value::from(plan.slug),
            Value::from(plan.title),
            count(plan.nodes),
            count(plan.relations),
            count(plan.bytes),
            Value::from(plan.sha256),
        ]
    });
    let page = answer(&["slug", "title", "nodes", "relations", "bytes", "sha256"], rows.collect());
    evaluator.show("plans", page, Duration::ZERO)
}

pub fn stats(evaluator: &mut Evaluator) -> Result<(), Stop> {
    let stats = evaluator.session.stats()?;
    let mut rows = vec![vec![Value::from("nodes"), Value::Null, count(stats.nodes)]];
    // Programs read identifiers, people the names in their language.
    let schema = evaluator.schema.clone();
    let for_people = matches!(evaluator.settings.format, PageFormat::Table | PageFormat::Markdown);
    let lang = if for_people { evaluator.console.lang } else { Lang::En };
    let called = |name: &str| {
        let zh = schema.kind(name).map(|kind| &kind.zh).or_else(|| schema.relation(name).map(|relation| &relation.zh));
        lang.pick(name, zh.map_or(name, String::as_str)).to_owned()
    };
    let part = |sort: &str, kinds: &[crate::engine::KindCount]| -> Vec<Vec<Value>> {
        kinds.iter().map(|kind| vec![Value::from(sort), Value::from(called(&kind.kind)), count(kind.count)]).collect()
    };
    rows[0][0] = Value::from(lang.pick("nodes", "节点"));
    rows.extend(part(lang.pick("node", "节点"), &stats.node_kinds));
    rows.push(vec![Value::from(lang.pick("relations", "关系")), Value::Null, count(stats.relations)]);
    rows.extend(part(lang.pick("relation", "关系"), &stats.relation_kinds));
    evaluator.show("stats", answer(&["sort", "kind", "count"], rows), Duration::ZERO)?;
    evaluator.console.say(&format!("corpus {}", stats.corpus), &format!("语料校验 {}", stats.corpus));
    Ok(())
}

/// `gangmu plans remove SLUG…`.
pub fn remove_plans(invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    let store = invocation.common.store_options()?;
    for slug in &invocation.words {
        if !maintain::remove_plan(&store, slug)? {
            return Err(Stop::usage(format!("there is no plan `{slug}` in the store"), format!("存储中没有规划 `{slug}`"))
                .hint("`gangmu plans` lists them", "`gangmu plans` 可列出"));
        }
        console.say(&format!("{slug}: removed"), &format!("{slug}：已移除"));
    }
    Ok(())
}
