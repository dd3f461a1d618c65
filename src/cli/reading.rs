//! How a question was read, in sentences.

use std::collections::BTreeMap;

use crate::base::Lang;
use crate::model::{Changes, Reading, Step, Summary};
use crate::schema::Schema;

/// Names shown of a long list.
const SHOWN: usize = 4;

/// One sentence a name, then the notes.
pub fn sentences(summary: &Summary, schema: &Schema, lang: Lang) -> Vec<String> {
    let mut out: Vec<String> = summary.reading.iter().map(|reading| sentence(reading, schema, lang)).collect();
    out.extend(summary.notes.iter().map(|(en, zh)| lang.pick(en, zh).to_owned()));
    out
}

fn sentence(reading: &Reading, schema: &Schema, lang: Lang) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names: Vec<&str> = Vec::new();
    for thing in &reading.resolved {
        *kinds.entry(&thing.kind).or_default() += 1;
        if !names.contains(&thing.name.as_str()) {
            names.push(&thing.name);
        }
    }
    let counted: Vec<String> = kinds.iter().map(|(kind, &count)| number_of(kind, count, schema, lang)).collect();
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    let step = step(reading.step, lang);
    match lang {
        Lang::En => {
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("{} read as {}: {}{rest} ({step})", reading.text, counted.join(" and "), names.join(", "))
        }
        Lang::Zh => {
            let rest = if more > 0 { format!(" 等另 {more} 个") } else { String::new() };
            format!("{}读作{}：{}{rest}（{step}）", in_chinese(&reading.text, schema), counted.join("、"), names.join("、"))
        }
    }
}

/// `4 indicators`, 4个指标.
/// A number of things of a kind in words: `4 goals`, `4个目标`.
pub fn number_of(kind: &str, count: usize, schema: &Schema, lang: Lang) -> String {
    let Some(kind) = schema.kind(kind) else { return format!("{count} {kind}") };
    match lang {
        Lang::En if count == 1 => format!("1 {}", kind.column()),
        Lang::En => format!("{count} {}", kind.plural()),
        Lang::Zh => format!("{count}个{}", kind.zh),
    }
}

/// `goal “…”` as 目标“…”.
fn in_chinese(text: &str, schema: &Schema) -> String {
    let kind = text.split_once(' ').and_then(|(word, name)| Some((schema.kinds().iter().find(|kind| kind.column() == word)?, name)));
    kind.map_or_else(|| text.to_owned(), |(kind, name)| format!("{}{name}", kind.zh))
}

fn step(step: Step, lang: Lang) -> &'static str {
    match step {
        Step::Exact => lang.pick("exact name", "名称相同"),
        Step::Alias => lang.pick("another name of it", "别名"),
        Step::Folded => lang.pick("same but for width, case or script", "仅全半角、大小写或繁简不同"),
        Step::Contains => lang.pick("names that contain it", "名称包含该词"),
    }
}

/// What a writing statement changed; nothing where it changed nothing.
pub fn changes(changes: &Changes, lang: Lang) -> Option<String> {
    let parts = [
        (changes.nodes_created, "nodes created", "新建节点"),
        (changes.nodes_deleted, "nodes deleted", "删除节点"),
        (changes.relationships_created, "relations created", "新建关系"),
        (changes.relationships_deleted, "relations deleted", "删除关系"),
        (changes.properties_set, "properties set", "设置属性"),
        (changes.labels_added, "labels added", "添加标签"),
        (changes.labels_removed, "labels removed", "移除标签"),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, en, zh)| {
            let en = if count == 1 { singular(en) } else { en.to_owned() };
            lang.pick(&format!("{count} {en}"), &format!("{zh} {count}")).to_owned()
        })
        .collect();
    (!said.is_empty()).then(|| said.join(lang.pick(", ", "，")))
}

/// `properties set` → `property set`
fn singular(words: &str) -> String {
    let (noun, verb) = words.split_once(' ').unwrap_or((words, ""));
    let noun = noun.strip_suffix("ies").map_or_else(|| noun.trim_end_matches('s').to_owned(), |stem| format!("{stem}y"));
    format!("{noun} {verb}")
}
