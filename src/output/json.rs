//! Values and rows as typed JSON, one line each, as `docs/protocol.md` describes it.

use std::fmt::Write as _;

use super::escape::is_harmful;
use crate::base::{Diagnostic, Lang};
use crate::model::{Changes, Entity, NodeId, PathValue, RelId, Summary, Value};
use crate::view::{GraphView, Symbol, SymbolKind};

/// Appends a JSON string. Control characters beyond ASCII are escaped as well, so that a line of JSON on a terminal is harmless.
pub fn json_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 || is_harmful(c) => {
                // All harmful characters lie in the basic plane: four digits are enough.
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Appends the typed JSON of a value; `view` is the graph that its nodes and relations belong to.
pub fn write_value(out: &mut String, value: &Value, view: &dyn GraphView) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Int(number) => {
            let _ = write!(out, "{number}");
        }
        Value::Float(number) => write_float(out, *number),
        Value::String(text) => json_string(out, text),
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                comma(out, i);
                write_value(out, item, view);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            let wrapped = entries.keys().any(|key| key.starts_with('$'));
            out.push_str(if wrapped { "{\"$map\":{" } else { "{" });
            for (i, (key, item)) in entries.iter().enumerate() {
                comma(out, i);
                json_string(out, key);
                out.push(':');
                write_value(out, item, view);
            }
            out.push_str(if wrapped { "}}" } else { "}" });
        }
        Value::Node(node) => write_node(out, *node, view),
        Value::Rel(rel) => write_rel(out, *rel, view),
        Value::Path(path) => write_path(out, path, view),
    }
}

/// The typed JSON of a value as text of its own.
pub fn value_text(value: &Value, view: &dyn GraphView) -> String {
    let mut out = String::new();
    write_value(&mut out, value, view);
    out
}

/// Rust's `Debug` of a float is its shortest form that reads back, with `.` or an exponent; JSON has no infinities.
fn write_float(out: &mut String, number: f64) {
    let special = match number {
        n if n.is_nan() => "NaN",
        f64::INFINITY => "Infinity",
        f64::NEG_INFINITY => "-Infinity",
        n => {
            let _ = write!(out, "{n:?}");
            return;
        }
    };
    let _ = write!(out, "{{\"$float\":\"{special}\"}}");
}

fn write_node(out: &mut String, node: NodeId, view: &dyn GraphView) {
    out.push_str("{\"$node\":{\"id\":");
    json_string(out, &view.external_id(Entity::Node(node)));
    out.push_str(",\"labels\":[");
    for (i, label) in view.labels(node).into_iter().enumerate() {
        comma(out, i);
        json_string(out, view.symbol_name(SymbolKind::Label, label));
    }
    out.push_str("],\"properties\":");
    write_properties(out, &view.properties(node), view);
    out.push_str("}}");
}

fn write_rel(out: &mut String, rel: RelId, view: &dyn GraphView) {
    out.push_str("{\"$rel\":{\"id\":");
    json_string(out, &view.external_id(Entity::Rel(rel)));
    if let Some(ends) = view.rel(rel) {
        out.push_str(",\"type\":");
        json_string(out, view.symbol_name(SymbolKind::RelType, ends.kind));
        out.push_str(",\"start\":");
        json_string(out, &view.external_id(Entity::Node(ends.start)));
        out.push_str(",\"end\":");
        json_string(out, &view.external_id(Entity::Node(ends.end)));
    } else {
        // A relation that the statement deleted: its ends are gone with it.
        out.push_str(",\"type\":\"\",\"start\":null,\"end\":null");
    }
    out.push_str(",\"properties\":");
    write_properties(out, &view.rel_properties(rel), view);
    out.push_str("}}");
}

fn write_path(out: &mut String, path: &PathValue, view: &dyn GraphView) {
    out.push_str("{\"$path\":[");
    for (i, node) in path.nodes.iter().enumerate() {
        comma(out, i);
        write_node(out, *node, view);
        if let Some(rel) = path.rels.get(i) {
            out.push(',');
            write_rel(out, *rel, view);
        }
    }
    out.push_str("]}");
}

/// The object of an entity's properties.
pub(super) fn write_properties(out: &mut String, properties: &[(Symbol, Value)], view: &dyn GraphView) {
    out.push('{');
    for (i, (key, value)) in properties.iter().enumerate() {
        comma(out, i);
        json_string(out, view.symbol_name(SymbolKind::Key, *key));
        out.push(':');
        write_value(out, value, view);
    }
    out.push('}');
}

pub(super) fn comma(out: &mut String, index: usize) {
    if index > 0 {
        out.push(',');
    }
}

/// `{"$columns":[…]}`, the first line where the reader asked for a header.
pub fn columns_line(columns: &[String]) -> String {
    let mut out = String::from("{\"$columns\":[");
    for (i, column) in columns.iter().enumerate() {
        comma(&mut out, i);
        json_string(&mut out, column);
    }
    out.push_str("]}");
    out
}

/// What a reader of the protocol takes for something else than a column when it is the only key of an object: the lines around the
/// rows, and typed values.
const TAKEN: [&str; 9] = ["$columns", "$summary", "$end", "$row", "$node", "$rel", "$path", "$map", "$float"];

/// One row as an object, keys in column order. A row whose only key is one of [`TAKEN`] is wrapped in `$row`, so that it cannot be
/// taken for another line. A column such as `$age + avg(n.age)` only begins with `$` and stays as it is: readers that know no
/// `$row` read it, and those that do lose nothing.
pub fn row_line(columns: &[String], row: &[Value], view: &dyn GraphView) -> String {
    let wrapped = matches!(columns, [only] if TAKEN.contains(&only.as_str()));
    let mut out = String::from(if wrapped { "{\"$row\":{" } else { "{" });
    for (i, (column, value)) in columns.iter().zip(row).enumerate() {
        comma(&mut out, i);
        json_string(&mut out, column);
        out.push(':');
        write_value(&mut out, value, view);
    }
    out.push_str(if wrapped { "}}" } else { "}" });
    out
}

/// `{"$summary":{…}}`, where there is anything to say: how names were read, notes, what was changed.
pub fn summary_line(summary: &Summary, lang: Lang) -> Option<String> {
    let quiet = summary.reading.is_empty() && summary.notes.is_empty() && summary.changes == Changes::default();
    if quiet {
        return None;
    }
    let mut fields = serde_json::Map::new();
    if !summary.reading.is_empty() {
        fields.insert("reading".into(), serde_json::to_value(&summary.reading).unwrap_or_default());
    }
    if !summary.notes.is_empty() {
        let notes: Vec<&str> = summary.notes.iter().map(|(en, zh)| lang.pick(en, zh)).collect();
        fields.insert("notes".into(), notes.into());
    }
    if summary.changes != Changes::default() {
        fields.insert("changes".into(), serde_json::to_value(summary.changes).unwrap_or_default());
    }
    let mut out = String::from("{\"$summary\":");
    out.push_str(&serde_json::Value::Object(fields).to_string());
    out.push('}');
    Some(out)
}

/// The line that ends each answer of a session.
pub fn end_line(error: Option<&Diagnostic>, lang: Lang) -> String {
    match error {
        None => "{\"$end\":{\"ok\":true}}".into(),
        Some(error) => format!("{{\"$end\":{{\"ok\":false,\"error\":{}}}}}", super::error_line(error, lang)),
    }
}
