//! Targets → what a variable of a pattern must satisfy.

use std::collections::BTreeSet;

use super::super::tree::{Target, TargetKind};
use super::Lowering;
use super::words::{string, strings};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, Span, fold};
use crate::model::{NodeId, Value};
use crate::query::resolve::{Names, Wanted, resolve};

/// Names beyond this are passed as a set: a query must stay readable.
const SPELLED: usize = 40;

/// Nodes of one kind that a target stands for.
#[derive(Clone, Debug)]
pub(super) struct Nodes {
    /// Identifier of the kind; empty where it is not known.
    pub kind: String,
    pub chosen: Chosen,
}

#[derive(Clone, Debug)]
pub(super) enum Chosen {
    /// Any of the kind.
    Any,
    /// Those of a parameter.
    Param(String),
    /// Those with these names, in these plans where the plans matter.
    Named { names: Vec<String>, plans: Vec<String> },
}

impl Nodes {
    /// `(x:Kind {name: 'X'})`
    pub fn node(&self, variable: &str) -> String {
        let label = if self.kind.is_empty() { String::new() } else { format!(":{}", self.kind) };
        match &self.chosen {
            Chosen::Named { names, plans } if names.len() == 1 && plans.is_empty() => {
                format!("({variable}{label} {{name: {}}})", string(&names[0]))
            }
            Chosen::Param(_) => format!("({variable})"),
            _ => format!("({variable}{label})"),
        }
    }

    /// What WHERE adds to [`Nodes::node`].
    pub fn filters(&self, variable: &str) -> Vec<String> {
        match &self.chosen {
            Chosen::Named { names, plans } => {
                let mut filters = Vec::new();
                if names.len() > 1 || !plans.is_empty() {
                    filters.push(format!("{variable}.name IN {}", strings(names.iter().map(String::as_str))));
                }
                if !plans.is_empty() {
                    filters.push(format!("{variable}.plan IN {}", strings(plans.iter().map(String::as_str))));
                }
                filters
            }
            _ => Vec::new(),
        }
    }

    /// `UNWIND $set AS x`, before the pattern that binds `x`.
    pub fn unwind(&self, variable: &str) -> Option<String> {
        match &self.chosen {
            Chosen::Param(param) => Some(format!("UNWIND ${param} AS {variable}\n")),
            _ => None,
        }
    }

    /// What WHERE says where UNWIND cannot stand: inside EXISTS.
    pub fn member(&self, variable: &str) -> Option<String> {
        match &self.chosen {
            Chosen::Param(param) => Some(format!("{variable} IN ${param}")),
            _ => None,
        }
    }
}

impl Lowering<'_> {
    /// What a target stands for, by kind. `kinds` are those that fit the place; the words of a target narrow them.
    pub(super) fn target(&mut self, target: &Target, kinds: &[String]) -> Outcome<Vec<Nodes>> {
        match &target.kind {
            TargetKind::Any(kind) => Ok(vec![Nodes { kind: kind.clone(), chosen: Chosen::Any }]),
            TargetKind::Set(list) => {
                let heads = self.list(list, Some("set"))?;
                let param = self.stages.last().and_then(|stage| stage.keep.as_ref()).map(|keep| keep.param.clone());
                Ok(param.map(|param| Nodes { kind: heads.kind, chosen: Chosen::Param(param) }).into_iter().collect())
            }
            TargetKind::Named { kind, name } | TargetKind::Title { kind, name } => {
                let nodes = self.named(kind.as_deref(), name, kinds, *target.at)?;
                Ok(self.spelled(nodes))
            }
            TargetKind::Variable { kind, name } => self.variable(kind.as_deref(), name, kinds, *target.at),
        }
    }

    /// The nodes of a name, ascending; the reading is noted.
    pub(super) fn named(&mut self, kind: Option<&str>, name: &str, kinds: &[String], span: Span) -> Outcome<Vec<NodeId>> {
        let covered = covered(kind, kinds);
        let wanted = Wanted { name, kinds: &covered, kind: kind.and_then(|kind| self.schema.kind(kind)), span };
        let found = resolve(self.view, self.schema, &wanted)?;
        for reading in found.readings {
            if !self.readings.contains(&reading) {
                self.readings.push(reading);
            }
        }
        Ok(found.nodes)
    }

    /// `$name`: a name, a list of names, a set of nodes.
    fn variable(&mut self, kind: Option<&str>, name: &str, kinds: &[String], span: Span) -> Outcome<Vec<Nodes>> {
        let nodes = self.variable_nodes(kind, name, kinds, span)?;
        let names = Names::of(self.view);
        let covered = covered(kind, kinds);
        let mut of_kinds: Vec<(String, Vec<Value>)> = Vec::new();
        for node in nodes {
            let kind = names.kind(node);
            if covered.contains(&kind) || covered.is_empty() {
                match of_kinds.iter_mut().find(|(known, _)| *known == kind) {
                    Some((_, list)) => list.push(Value::Node(node)),
                    None => of_kinds.push((kind, vec![Value::Node(node)])),
                }
            }
        }
        Ok(of_kinds.into_iter().map(|(kind, list)| self.kept_set(kind, list)).collect())
    }

    fn kept_set(&mut self, kind: String, list: Vec<Value>) -> Nodes {
        let param = self.new_param("set");
        self.kept.insert(param.clone(), Value::list(list));
        Nodes { kind, chosen: Chosen::Param(param) }
    }

    fn variable_nodes(&mut self, kind: Option<&str>, name: &str, kinds: &[String], span: Span) -> Outcome<Vec<NodeId>> {
        let Some(value) = self.params.get(name).cloned() else {
            let known: Vec<&str> = self.params.keys().map(String::as_str).collect();
            let error = Diagnostic::compile(
                ErrorClass::ParameterMissing,
                "ParameterMissing",
                Message::new(format!("nothing is called ${name}"), format!("没有变量 ${name}")),
            )
            .at(span);
            let hint = if known.is_empty() {
                "let $g = goals mentioning \"专利\"".to_owned()
            } else {
                format!("there is ${}", known.join(", $"))
            };
            return Err(error.hint(
                hint.clone(),
                hint.replace("there is", "现有").replace("let $g = goals mentioning \"专利\"", "设 $g = 提到“专利”的目标"),
            ));
        };
        let items = match &value {
            Value::List(items) => items.to_vec(),
            other => vec![other.clone()],
        };
        let mut nodes = Vec::new();
        for item in items {
            match item {
                Value::Node(node) => nodes.push(node),
                Value::String(text) => nodes.extend(self.named(kind, &text, kinds, span)?),
                _ => {
                    return Err(Diagnostic::compile(
                        ErrorClass::TypeError,
                        "InvalidArgumentType",
                        Message::new(format!("${name} holds neither names nor nodes"), format!("${name} 中既不是名称也不是节点")),
                    )
                    .at(span));
                }
            }
        }
        nodes.sort_unstable();
        nodes.dedup();
        Ok(nodes)
    }

    /// Nodes by kind, spelled by their names where the names mean exactly these nodes, else as a set.
    pub(super) fn spelled(&mut self, nodes: Vec<NodeId>) -> Vec<Nodes> {
        let names = Names::of(self.view);
        let mut kinds: Vec<(String, Vec<NodeId>)> = Vec::new();
        for node in nodes {
            let kind = names.kind(node);
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, list)) => list.push(node),
                None => kinds.push((kind, vec![node])),
            }
        }
        let mut found = Vec::new();
        for (kind, list) in kinds {
            let wanted: BTreeSet<NodeId> = list.iter().copied().collect();
            let spelled: Vec<String> = distinct(list.iter().map(|&node| names.name(node)));
            let plans: Vec<String> = distinct(list.iter().map(|&node| names.plan(node)).filter(|plan| !plan.is_empty()));
            let same_name = |plans: &[String]| -> BTreeSet<NodeId> {
                let of = |name: &String| {
                    let of_name = self.view.named(&fold(name)).into_iter();
                    of_name.filter(|&node| names.kind(node) == kind && names.name(node) == *name).collect::<Vec<_>>()
                };
                spelled.iter().flat_map(of).filter(|&node| plans.is_empty() || plans.contains(&names.plan(node))).collect()
            };
            let fits = |plans: &[String]| spelled.len() <= SPELLED && same_name(plans) == wanted;
            let chosen = if fits(&[]) {
                Some(Vec::new())
            } else if fits(&plans) {
                Some(plans)
            } else {
                None
            };
            found.push(match chosen {
                Some(plans) => Nodes { kind, chosen: Chosen::Named { names: spelled, plans } },
                None => self.kept_set(kind, list.into_iter().map(Value::Node).collect()),
            });
        }
        found
    }
}

/// The kinds that a word covers at a place: a goal named as a target stands for indicators as well.
fn covered(kind: Option<&str>, kinds: &[String]) -> Vec<String> {
    let Some(kind) = kind else { return kinds.to_vec() };
    let mut covered = vec![kind.to_owned()];
    if kind == "Goal" {
        covered.push("Indicator".to_owned());
    }
    if kinds.is_empty() {
        return covered;
    }
    let fitting: Vec<String> = covered.iter().filter(|kind| kinds.contains(kind)).cloned().collect();
    if fitting.is_empty() { covered } else { fitting }
}

fn distinct(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for item in items {
        if !found.contains(&item) {
            found.push(item);
        }
    }
    found
}
