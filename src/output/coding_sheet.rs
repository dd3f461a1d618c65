//! The coding sheet: one row a measure, as researchers hand it in.

use super::cells::{Grid, GridColumn};
use super::escape::harmless;
use super::naming::{kind_name, node_name, text_property};
use crate::base::Lang;
use crate::model::{Entity, NodeId, RelId};
use crate::view::{Direction, GraphView, SymbolKind, ValueRef};

/// Columns of the sheet: English, Chinese.
const COLUMNS: [(&str, &str); 8] = [
    ("plan", "规划"),
    ("address", "出处"),
    ("quote", "原文"),
    ("task", "任务"),
    ("goals", "目标"),
    ("institutions", "机构"),
    ("basis", "依据"),
    ("confidence", "置信度"),
];

/// One row for each measure, in document order: where it stands, what it says, its task, the goals and indicators that it supports
/// (one a line, with basis and confidence in the same order), the institutions that it names.
pub fn coding_sheet(view: &dyn GraphView, lang: Lang) -> Grid {
    let column = |(name, zh): (&str, &str)| GridColumn {
        name: name.into(),
        title: lang.pick(name, zh).into(),
        numeric: false,
        ..GridColumn::default()
    };
    let mut grid = Grid { columns: COLUMNS.into_iter().map(column).collect(), rows: Vec::new() };
    let Some(measure) = view.symbol(SymbolKind::Label, "Measure") else {
        return grid;
    };
    for node in view.nodes_labelled(measure) {
        let proof = view.evidence(Entity::Node(node)).into_iter().next();
        let text = |key: &str| text_property(view, node, key).map(|text| text.into_owned());
        let supports: Vec<(RelId, NodeId)> = steps(view, node, "SUPPORTS", Direction::Out).collect();
        let named = |kind: &str, direction| {
            let names = steps(view, node, kind, direction).filter(|(_, other)| kind_name(view, *other) == "Institution");
            names.map(|(_, other)| node_name(view, other)).collect::<Vec<_>>()
        };
        let mut institutions = named("INVOLVES", Direction::Out);
        for name in named("RESPONSIBLE_FOR", Direction::In) {
            if !institutions.contains(&name) {
                institutions.push(name);
            }
        }
        let on_rels = |key: &str| supports.iter().map(|(rel, _)| rel_text(view, *rel, key)).collect::<Vec<_>>().join("\n");
        let row = [
            text("plan").unwrap_or_default(),
            text("address").or_else(|| proof.as_ref().map(|p| p.address.to_string())).unwrap_or_default(),
            proof.as_ref().map(|p| p.quote.to_string()).or_else(|| text("text")).unwrap_or_default(),
            steps(view, node, "PART_OF", Direction::Out).map(|(_, task)| node_name(view, task)).collect::<Vec<_>>().join("\n"),
            supports.iter().map(|(_, goal)| node_name(view, *goal)).collect::<Vec<_>>().join("\n"),
            institutions.join("\n"),
            on_rels("basis"),
            on_rels("confidence"),
        ];
        grid.rows.push(row.iter().map(|cell| harmless(cell).into_owned()).collect());
    }
    grid
}

fn steps<'a>(view: &'a dyn GraphView, node: NodeId, kind: &str, direction: Direction) -> impl Iterator<Item = (RelId, NodeId)> + 'a {
    let kind = view.symbol(SymbolKind::RelType, kind);
    kind.into_iter().flat_map(move |kind| view.edges(node, direction, Some(kind))).map(|edge| (edge.rel, edge.node))
}

fn rel_text(view: &dyn GraphView, rel: RelId, key: &str) -> String {
    let Some(key) = view.symbol(SymbolKind::Key, key) else {
        return String::new();
    };
    match view.rel_property(rel, key) {
        ValueRef::Null => String::new(),
        ValueRef::Str(text) => text.to_owned(),
        other => super::value_text(&other.to_value(), view).trim_matches('"').to_owned(),
    }
}
