//! Names → nodes: exactly, then by alias, then folded, then by containment; what no name fits, by the address that answers print,
//! and of a numbered part by its number.
//!
//! The first step that matches decides for each plan separately, over all kinds that the word covers together. Things that
//! plans share count as a plan of their own. Nothing is guessed: a name that matches nothing is an error with the nearest.

mod unknown;

use std::collections::BTreeMap;

use crate::base::{Outcome, Span, fold};
use crate::document::heading_number;
use crate::model::{NodeId, Reading, Resolved, Step, Value};
use crate::schema::{Kind, Schema};
use crate::view::{GraphView, SymbolKind};

pub use unknown::unknown_plan;

/// The nodes that a name stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Ascending.
    pub nodes: Vec<NodeId>,
    /// How the name was read: one entry for each step that decided for some plan.
    pub readings: Vec<Reading>,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// As typed, without quotation marks.
    pub name: &'a str,
    /// Identifiers of the kinds that the word covers.
    pub kinds: &'a [String],
    /// The kind as typed, for the reading.
    pub kind: Option<&'a Kind>,
    pub span: Span,
}

/// Finds the nodes that a name stands for.
///
/// # Errors
/// `UnknownName` where nothing of these kinds has the name, with the nearest names there are.
pub fn resolve(view: &dyn GraphView, schema: &Schema, wanted: &Wanted<'_>) -> Outcome<Found> {
    let names = Names::of(view);
    let folded = fold(wanted.name);
    // Best step and the nodes that it gave, for each plan.
    let mut by_plan: BTreeMap<String, (Step, Vec<NodeId>)> = BTreeMap::new();
    if !folded.is_empty() {
        for node in view.named(&folded) {
            if names.is_of(node, wanted.kinds) {
                enter(&mut by_plan, names.plan(node), names.step(node, wanted.name), node);
            }
        }
        for node in view.named_containing(&folded) {
            if names.is_of(node, wanted.kinds) {
                enter(&mut by_plan, names.plan(node), Step::Contains, node);
            }
        }
    }
    if by_plan.is_empty() {
        for node in names.addressed(&folded, wanted.kinds) {
            enter(&mut by_plan, names.plan(node), Step::Alias, node);
        }
        let numbered: Vec<NodeId> = names.numbered(wanted).into_iter().filter(|&node| !by_plan.contains_key(&names.plan(node))).collect();
        for node in numbered {
            enter(&mut by_plan, names.plan(node), Step::Alias, node);
        }
    }
    if by_plan.is_empty() {
        return Err(unknown::unknown_name(view, schema, wanted));
    }
    let mut found = Found::default();
    let mut by_step: BTreeMap<Step, Vec<NodeId>> = BTreeMap::new();
    for (step, nodes) in by_plan.into_values() {
        by_step.entry(step).or_default().extend(&nodes);
        found.nodes.extend(nodes);
    }
    found.nodes.sort_unstable();
    found.nodes.dedup();
    let text = match wanted.kind {
        Some(kind) => format!("{} “{}”", kind.name.to_lowercase(), wanted.name),
        None => format!("“{}”", wanted.name),
    };
    for (step, mut nodes) in by_step {
        nodes.sort_unstable();
        nodes.dedup();
        let resolved = nodes.into_iter().map(|node| names.resolved(node)).collect();
        found.readings.push(Reading { text: text.clone(), resolved, step });
    }
    Ok(found)
}

fn enter(by_plan: &mut BTreeMap<String, (Step, Vec<NodeId>)>, plan: String, step: Step, node: NodeId) {
    let (best, nodes) = by_plan.entry(plan).or_insert_with(|| (step, Vec::new()));
    if step < *best {
        (*best, *nodes) = (step, vec![node]);
    } else if step == *best && !nodes.contains(&node) {
        nodes.push(node);
    }
}

/// Reads names, kinds and plans of nodes.
pub struct Names<'a> {
    view: &'a dyn GraphView,
    name: Option<crate::view::Symbol>,
    aliases: Option<crate::view::Symbol>,
    plan: Option<crate::view::Symbol>,
}

impl<'a> Names<'a> {
    pub fn of(view: &'a dyn GraphView) -> Self {
        let key = |name| view.symbol(SymbolKind::Key, name);
        Self { view, name: key("name"), aliases: key("aliases"), plan: key("plan") }
    }

    /// The name as written; empty where a node has none.
    pub fn name(&self, node: NodeId) -> String {
        self.text(node, self.name)
    }

    /// The slug of the plan that a node belongs to; empty for a thing that plans share.
    pub fn plan(&self, node: NodeId) -> String {
        self.text(node, self.plan)
    }

    /// The first label.
    pub fn kind(&self, node: NodeId) -> String {
        self.view.labels(node).first().map_or_else(String::new, |label| self.view.symbol_name(SymbolKind::Label, *label).to_owned())
    }

    pub fn is_of(&self, node: NodeId, kinds: &[String]) -> bool {
        kinds.is_empty()
            || self.view.labels(node).iter().any(|label| kinds.iter().any(|kind| kind == self.view.symbol_name(SymbolKind::Label, *label)))
    }

    pub fn resolved(&self, node: NodeId) -> Resolved {
        Resolved { kind: self.kind(node), name: self.name(node), plan: self.plan(node) }
    }

    fn text(&self, node: NodeId, key: Option<crate::view::Symbol>) -> String {
        let value = key.map(|key| self.view.property(node, key).to_value());
        value.as_ref().and_then(|value| value.as_str()).unwrap_or_default().to_owned()
    }

    /// What stands at an address of a plan, as answers print it: `四（四）`.
    fn addressed(&self, folded: &str, kinds: &[String]) -> Vec<NodeId> {
        let Some(address) = self.view.symbol(SymbolKind::Key, "address").filter(|_| !folded.is_empty()) else { return Vec::new() };
        let labels = kinds.iter().filter_map(|kind| self.view.symbol(SymbolKind::Label, kind));
        let nodes = labels.flat_map(|label| self.view.nodes_labelled(label));
        nodes.filter(|&node| fold(&self.text(node, Some(address))) == folded).collect()
    }

    /// The outermost sections of a number, however their plan writes it: 第四章 and 第四部分 are also what stands under `四、`.
    fn numbered(&self, wanted: &Wanted<'_>) -> Vec<NodeId> {
        let value = wanted.name.starts_with('第').then(|| heading_number(wanted.name)).flatten();
        let covered = wanted.kinds.iter().any(|kind| kind == "Section");
        let key = |name| self.view.symbol(SymbolKind::Key, name);
        let label = self.view.symbol(SymbolKind::Label, "Section").filter(|_| covered);
        let (Some(value), Some(label), Some(level)) = (value, label, key("level")) else { return Vec::new() };
        let outermost = |node: &NodeId| self.view.property(*node, level).to_value() == Value::Int(1);
        let sections = self.view.nodes_labelled(label).filter(outermost);
        sections.filter(|&node| heading_number(&self.text(node, key("number"))) == Some(value)).collect()
    }

    /// By which step a node whose name folds to the typed name is found.
    fn step(&self, node: NodeId, typed: &str) -> Step {
        if self.name(node) == typed {
            return Step::Exact;
        }
        let aliases = self.aliases.map(|key| self.view.property(node, key).to_value());
        let listed = aliases.as_ref().and_then(|value| value.as_list()).unwrap_or_default();
        if listed.iter().any(|alias| alias.as_str() == Some(typed)) { Step::Alias } else { Step::Folded }
    }
}
