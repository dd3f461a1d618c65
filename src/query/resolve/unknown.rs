//! What to say of a name that nothing has.

use super::{Names, Wanted};
use crate::base::{Diagnostic, ErrorClass, Message, Span, fold, nearest};
use crate::schema::{Kind, Schema};
use crate::view::{GraphView, SymbolKind};

/// How many names are compared at most: beyond that the user is better served by full text.
const COMPARED: usize = 200_000;

/// No node of the kinds has the name.
pub(super) fn unknown_name(view: &dyn GraphView, schema: &Schema, wanted: &Wanted<'_>) -> Box<Diagnostic> {
    let kinds: Vec<&Kind> = wanted.kinds.iter().filter_map(|name| schema.kind(name)).collect();
    let (en, zh) = match kinds.as_slice() {
        [] => ("nothing".to_owned(), "没有任何事物".to_owned()),
        few if few.len() <= 3 => (
            format!("no {}", few.iter().map(|kind| kind.name.to_lowercase()).collect::<Vec<_>>().join(" or ")),
            format!("没有{}", few.iter().map(|kind| kind.zh.as_str()).collect::<Vec<_>>().join("或")),
        ),
        _ => ("nothing of a fitting kind".to_owned(), "没有合适类型的事物".to_owned()),
    };
    let error = Diagnostic::compile(
        ErrorClass::UnknownName,
        "UnknownThing",
        Message::new(format!("{en} is called “{}”", wanted.name), format!("{zh}叫“{}”", wanted.name)),
    )
    .at(wanted.span);
    let names = Names::of(view);
    let of_kinds = named(view, wanted.kinds);
    let near = nearest(wanted.name, of_kinds.iter().map(String::as_str), 3);
    if !near.is_empty() {
        let list = near.join("”, “");
        return error.hint(format!("did you mean “{list}”?"), format!("是否指“{}”？", near.join("”“")));
    }
    // The name may be right and the kind wrong.
    let folded = fold(wanted.name);
    let other = view.named(&folded).into_iter().chain(if folded.is_empty() { Vec::new() } else { view.named_containing(&folded) }).next();
    if let Some(node) = other {
        let (kind, name) = (names.kind(node), names.name(node));
        let zh = schema.kind(&kind).map_or(kind.as_str(), |kind| kind.zh.as_str());
        return error.hint(format!("there is: {} \"{name}\"", kind.to_lowercase()), format!("有：{zh}“{name}”"));
    }
    let example = of_kinds.first().map_or("", String::as_str);
    if example.is_empty() {
        return error.hint("these plans have none of the kind", "所导入的规划中没有此类事物");
    }
    error.hint(format!("look for it in the text: search \"{}\"", wanted.name), format!("可先检索原文：搜索“{}”", wanted.name))
}

/// No imported plan has the title or slug.
pub fn unknown_plan(view: &dyn GraphView, title: &str, span: Span) -> Box<Diagnostic> {
    let mut plans = named(view, &["Plan".to_owned()]);
    plans.dedup();
    let error = Diagnostic::compile(
        ErrorClass::UnknownName,
        "UnknownPlan",
        Message::new(format!("no imported plan is called 《{title}》"), format!("没有导入名为《{title}》的规划")),
    )
    .at(span);
    let near = nearest(title, plans.iter().map(String::as_str), 3);
    let titles = titles(view);
    let shown = if near.is_empty() { titles.iter().take(5).map(String::as_str).collect() } else { near };
    if shown.is_empty() {
        return error;
    }
    let list = shown.join("》, 《");
    error.hint(format!("there is: 《{list}》"), format!("现有：《{}》", shown.join("》《")))
}

/// What the plans are called: their titles, or their slugs where they have none.
fn titles(view: &dyn GraphView) -> Vec<String> {
    let Some(label) = view.symbol(SymbolKind::Label, "Plan") else { return Vec::new() };
    let keys: Vec<_> = ["title", "name"].iter().filter_map(|key| view.symbol(SymbolKind::Key, key)).collect();
    let text = |node, key| view.property(node, key).to_value().as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    view.nodes_labelled(label).filter_map(|node| keys.iter().find_map(|&key| text(node, key))).collect()
}

/// Names and aliases of all nodes of the kinds, in document order.
fn named(view: &dyn GraphView, kinds: &[String]) -> Vec<String> {
    let key = |name| view.symbol(SymbolKind::Key, name);
    let (name, aliases, title) = (key("name"), key("aliases"), key("title"));
    let mut found = Vec::new();
    for kind in kinds {
        let Some(label) = view.symbol(SymbolKind::Label, kind) else { continue };
        for node in view.nodes_labelled(label).take(COMPARED) {
            for symbol in [name, title].into_iter().flatten() {
                if let Some(text) = view.property(node, symbol).to_value().as_str() {
                    found.push(text.to_owned());
                }
            }
            if let Some(symbol) = aliases
                && let Some(list) = view.property(node, symbol).to_value().as_list()
            {
                found.extend(list.iter().filter_map(|alias| alias.as_str().map(str::to_owned)));
            }
        }
    }
    found
}
