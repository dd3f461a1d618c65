//! Answer → grid of texts: what table, csv, tsv and markdown print.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::escape::harmless;
use super::naming::{node_text, path_text, rel_text};
use super::titles::Titles;
use crate::model::{Answer, Value};
use crate::view::GraphView;

/// One column of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridColumn {
    /// As programs know it.
    pub name: String,
    /// As shown.
    pub title: String,
    /// Numbers only: set to the right.
    pub numeric: bool,
    /// What decides whether it is shown where the page is too narrow for all.
    pub keep: Keep,
}

/// How dear a column is to its reader. Of equal columns the right one goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keep {
    /// The larger, the dearer.
    By(usize),
    /// The table cannot be read without it.
    Always,
}

impl Default for Keep {
    fn default() -> Self {
        Self::By(0)
    }
}

/// Texts in rows and columns, harmless for a terminal; a cell may have several lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    pub columns: Vec<GridColumn>,
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// Leaves a column out in which no row says anything, as the ways of what was asked by absence.
    pub fn drop_empty(&mut self, name: &str) {
        let Some(at) = self.columns.iter().position(|column| column.name == name) else { return };
        if self.columns.len() > 1 && self.rows.iter().all(|row| row.get(at).is_none_or(String::is_empty)) {
            self.columns.remove(at);
            self.rows.iter_mut().filter(|row| at < row.len()).for_each(|row| {
                row.remove(at);
            });
        }
    }

    /// On a terminal the ways by which a row was found are told by relation, not one by one.
    pub fn gather_ways(&mut self, comma: &str) {
        let Some(at) = self.columns.iter().position(|column| column.name == "via") else { return };
        for cell in self.rows.iter_mut().filter_map(|row| row.get_mut(at)) {
            *cell = gathered(cell, comma);
        }
    }

    /// On a terminal a sentence is said once: a measure whose own sentence stands in the quote of its row is shown by its
    /// address, and where that says as much as the column of addresses, it stands for both.
    pub fn say_once(&mut self) {
        let at = |name: &str| self.columns.iter().position(|column| column.name == name).filter(|&at| at > 0);
        let (Some(address), Some(quote)) = (at("address"), at("quote")) else { return };
        for row in &mut self.rows {
            let [head, rest @ ..] = row.as_mut_slice() else { continue };
            let (Some(places), Some(quotes)) = (rest.get(address - 1), rest.get(quote - 1)) else { continue };
            let own = places.lines().find_map(|place| Some((place, head.strip_prefix(place)?.strip_prefix(' ')?)));
            if let Some((place, _)) = own.filter(|(_, sentence)| quotes.lines().any(|quote| quote == *sentence)) {
                *head = place.to_owned();
            }
        }
        if !self.rows.is_empty() && self.rows.iter().all(|row| row.first() == row.get(address)) {
            self.columns.remove(address);
            self.rows.iter_mut().for_each(|row| {
                row.remove(address);
            });
        }
    }
}

/// The lines of a cell of `via`, those that tell of one relation on one footing gathered into one line.
fn gathered(ways: &str, comma: &str) -> String {
    let mut lines: Vec<(&str, Vec<&str>, &str)> = Vec::new();
    for way in ways.lines() {
        let parts = way.split_once(' ').and_then(|(relation, rest)| {
            let footing = rest.rfind(" (")?;
            Some((relation, &rest[..footing], &rest[footing..]))
        });
        let (relation, to, footing) = parts.unwrap_or((way, "", ""));
        match lines.iter_mut().find(|line| !to.is_empty() && (line.0, line.2) == (relation, footing)) {
            Some(line) => line.1.push(to),
            None => lines.push((relation, vec![to], footing)),
        }
    }
    let line = |(relation, to, footing): &(&str, Vec<&str>, &str)| format!("{relation} {}{footing}", to.join(comma)).trim_end().to_owned();
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What a narrow page shows before other columns: what is counted or said, and where.
const DEAR: [&str; 7] = ["address", "evidence_address", "quote", "count", "value", "message", "text"];

type Entries = BTreeMap<Arc<str>, Value>;

/// Lays an answer out as texts: nodes as names, lists as lines, proofs as address and quote.
pub fn grid(answer: &Answer, view: &dyn GraphView, titles: &Titles<'_>) -> Grid {
    let several_plans = more_than_one_plan(answer);
    // A column is told by all of its rows: once, not for every row again.
    let proof_columns: Vec<bool> = (0..answer.columns.len()).map(|at| is_proof_column(answer, at)).collect();
    let mut grid = Grid::default();
    for (at, name) in answer.columns.iter().enumerate() {
        let proofs = proof_columns[at];
        let names: Vec<String> = if proofs {
            let address = if answer.columns.iter().any(|column| column == "address") { "evidence_address" } else { "address" };
            vec![address.into(), "quote".into()]
        } else {
            vec![name.clone()]
        };
        let numeric = !proofs
            && answer.rows.iter().any(|row| matches!(row.get(at), Some(Value::Int(_) | Value::Float(_))))
            && answer.rows.iter().all(|row| matches!(row.get(at), Some(Value::Int(_) | Value::Float(_) | Value::Null)));
        let keep = |name: &str| match grid.columns.is_empty() {
            true => Keep::Always,
            false => Keep::By(usize::from(DEAR.contains(&name))),
        };
        let columns: Vec<GridColumn> =
            names.into_iter().map(|name| GridColumn { keep: keep(&name), title: titles.column(&name), name, numeric }).collect();
        grid.columns.extend(columns);
    }
    for row in &answer.rows {
        let mut cells = Vec::with_capacity(grid.columns.len());
        for (at, value) in row.iter().enumerate() {
            if proof_columns.get(at).copied().unwrap_or(false) {
                let (addresses, quotes) = proof_lines(value, several_plans);
                cells.push(harmless(&addresses).into_owned());
                cells.push(harmless(&quotes).into_owned());
            } else {
                cells.push(harmless(&cell_text(value, view, titles)).into_owned());
            }
        }
        grid.rows.push(cells);
    }
    grid
}

/// A column of proofs: named so, and every entry that is there says address and quote.
fn is_proof_column(answer: &Answer, at: usize) -> bool {
    answer.columns.get(at).is_some_and(|name| name == "evidence")
        && answer.rows.iter().all(|row| match row.get(at) {
            Some(Value::List(items)) => items.iter().all(|item| matches!(item, Value::Map(map) if map.contains_key("quote"))),
            Some(Value::Null) => true,
            _ => false,
        })
}

fn more_than_one_plan(answer: &Answer) -> bool {
    let mut first: Option<&str> = None;
    for value in answer.rows.iter().flatten() {
        for item in value.as_list().unwrap_or_default() {
            let Value::Map(map) = item else { continue };
            let Some(plan) = map.get("plan").and_then(Value::as_str) else { continue };
            if *first.get_or_insert(plan) != plan {
                return true;
            }
        }
    }
    false
}

fn proof_lines(value: &Value, with_plan: bool) -> (String, String) {
    let (mut addresses, mut quotes) = (Vec::new(), Vec::new());
    for item in value.as_list().unwrap_or_default() {
        let Value::Map(map) = item else { continue };
        let part = |key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default();
        addresses.push(if with_plan { format!("{} {}", part("plan"), part("address")) } else { part("address").to_owned() });
        quotes.push(part("quote"));
    }
    (addresses.join("\n"), quotes.join("\n"))
}

/// A value as a person reads it.
pub fn cell_text(value: &Value, view: &dyn GraphView, titles: &Titles<'_>) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.to_string(),
        Value::Node(node) => node_text(view, *node),
        Value::Rel(rel) => rel_text(view, *rel),
        Value::Path(path) => path_text(view, path),
        Value::List(items) => items.iter().map(|item| cell_text(item, view, titles)).collect::<Vec<_>>().join("\n"),
        Value::Map(map) => map_text(map, view, titles),
        Value::Float(number) => super::value_text(&Value::Float(readable(*number)), view),
        scalar => super::value_text(scalar, view),
    }
}

/// The number without the noise of binary fractions: 0.9 × 0.68 is 0.612, not 0.6120000000000001. What would lose more than
/// a part in 10¹³ stays as it is; machine formats always have the exact value.
fn readable(number: f64) -> f64 {
    let Ok(rounded) = format!("{number:.12}").parse::<f64>() else { return number };
    if (rounded - number).abs() <= number.abs() * 1e-13 { rounded } else { number }
}

fn map_text(map: &Entries, view: &dyn GraphView, titles: &Titles<'_>) -> String {
    if let Some(text) = way_text(map, titles).or_else(|| thing_text(map)) {
        return text;
    }
    let entry = |(key, value): (&Arc<str>, &Value)| format!("{key}: {}", cell_text(value, view, titles).replace('\n', ", "));
    map.iter().map(entry).collect::<Vec<_>>().join("; ")
}

/// `{"kind","name"}`: a thing by its name.
fn thing_text(map: &Entries) -> Option<String> {
    (map.len() == 2 && map.contains_key("kind")).then(|| map.get("name")?.as_str().map(str::to_owned)).flatten()
}

/// An entry of `via`: the relation, what it leads to, what that stands for, on what it rests.
fn way_text(map: &Entries, titles: &Titles<'_>) -> Option<String> {
    let relation = map.get("relation")?.as_str()?;
    let Value::Map(to) = map.get("to")? else { return None };
    let mut out = format!("{} {}", titles.relation(relation), thing_text(to)?);
    if let Some(Value::Map(goal)) = map.get("for")
        && let Some(name) = thing_text(goal)
    {
        out.push_str(" → ");
        out.push_str(&name);
    }
    let basis = map.get("basis").and_then(Value::as_str);
    let confidence = map.get("confidence").and_then(Value::as_number);
    if let (Some(basis), Some(confidence)) = (basis, confidence) {
        out.push_str(&format!(" ({} {confidence:.2})", titles.basis(basis)));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::gathered;

    #[test]
    fn ways_of_one_relation_on_one_footing_stand_in_one_line() {
        let ways = "SUPPORTS a (b) (lexical 0.80)\nSUPPORTS c → d (lexical 0.80)\nSUPPORTS e (lexical 0.90)\nINVOLVES f\nINVOLVES g";
        assert_eq!(gathered(ways, ", "), "SUPPORTS a (b), c → d (lexical 0.80)\nSUPPORTS e (lexical 0.90)\nINVOLVES f\nINVOLVES g");
        assert_eq!(gathered("", ", "), "");
    }
}
