//! Conditions → patterns: for each relation that a word may mean, and each kind of target, one path.

use super::super::errors::meaning;
use super::super::tree::{Condition, Limits, RelationUse, Target, TargetKind};
use super::targets::Nodes;
use super::{Lowering, words};
use crate::base::Outcome;
use crate::schema::{Cover, Relation};

/// One way in which a head may satisfy a condition.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// From the head to the target, with `{r}`, `{to}` and `{for}` for the variables; the head itself is not part of it.
    path: String,
    target: Nodes,
    /// The target is `{for}`: the relation leads to something that stands for it.
    indirect: bool,
    /// Of an indirect way: the target lies beyond what the relation leads to, rather than before it.
    beyond: bool,
    /// Filters on the target, with the target's variable written `{t}`.
    on_target: Vec<String>,
    /// Filters on the relation, with its variable written `{r}`.
    on_relation: Vec<String>,
}

/// The variables of a condition within a query.
#[derive(Clone, Debug)]
pub(super) struct Variables {
    pub relation: String,
    pub to: String,
    pub via: String,
}

impl Variables {
    pub fn of(number: usize) -> Self {
        Self { relation: format!("r{number}"), to: format!("to{number}"), via: format!("for{number}") }
    }
}

impl Way {
    /// The variable that the target is bound to.
    fn target_variable<'a>(&self, variables: &'a Variables) -> &'a str {
        if self.indirect && self.beyond { &variables.via } else { &variables.to }
    }

    fn fill(&self, text: &str, variables: &Variables) -> String {
        let target = self.target_variable(variables);
        text.replace("{r}", &variables.relation)
            .replace("{target}", &self.target.node(target))
            .replace("{to}", &variables.to)
            .replace("{for}", &variables.via)
            .replace("{t}", target)
    }

    /// `(head:Kind)-[r:R]->(t)`, its filters, and what must stand before it.
    pub fn pattern(&self, head: &str, variables: &Variables) -> (String, String, Vec<String>) {
        let target = self.target_variable(variables);
        let mut filters = self.target.filters(target);
        filters.extend(self.on_target.iter().chain(&self.on_relation).map(|text| self.fill(text, variables)));
        let before = self.target.unwind(target).unwrap_or_default();
        (before, format!("{head}{}", self.fill(&self.path, variables)), filters)
    }

    /// `EXISTS { … }`: the condition without its variables. `more` is a filter on the relation.
    pub fn exists(&self, head: &str, more: Option<&str>) -> String {
        let mut variables = Variables { relation: String::new(), to: String::new(), via: String::new() };
        // Only variables that a filter speaks of are named.
        if !self.on_relation.is_empty() || more.is_some() {
            variables.relation = "r".to_owned();
        }
        let needs_target = !self.on_target.is_empty() || self.target.member("t").is_some() || !self.target.filters("t").is_empty();
        if needs_target {
            if self.indirect && self.beyond { variables.via = "t".to_owned() } else { variables.to = "t".to_owned() }
        }
        let target = self.target_variable(&variables).to_owned();
        let mut filters = self.target.filters(&target);
        filters.extend(self.target.member(&target));
        filters.extend(self.on_target.iter().chain(&self.on_relation).map(|text| self.fill(text, &variables)));
        filters.extend(more.map(|text| self.fill(text, &variables)));
        let inside = if filters.is_empty() { String::new() } else { format!(" WHERE {}", filters.join(" AND ")) };
        format!("EXISTS {{ ({head}){}{inside} }}", self.fill(&self.path, &variables))
    }

    /// `[(head)…(t) | t]`: the targets that are reached, or with `relations` the relations by which they are.
    pub fn listed(&self, head: &str, relations: bool) -> String {
        let mut variables = Variables { relation: String::new(), to: String::new(), via: String::new() };
        if relations || !self.on_relation.is_empty() {
            variables.relation = "r".to_owned();
        }
        if self.indirect && self.beyond {
            variables.via = "t".to_owned()
        } else {
            variables.to = "t".to_owned()
        }
        let mut filters = self.target.filters("t");
        filters.extend(self.target.member("t"));
        filters.extend(self.on_target.iter().chain(&self.on_relation).map(|text| self.fill(text, &variables)));
        let inside = if filters.is_empty() { String::new() } else { format!(" WHERE {}", filters.join(" AND ")) };
        format!("[({head}){}{inside} | {}]", self.fill(&self.path, &variables), if relations { "r" } else { "t" })
    }

    /// The variable of what the head is grouped by: the target.
    pub fn group_variable<'a>(&self, variables: &'a Variables) -> &'a str {
        self.target_variable(variables)
    }

    /// Adds filters on the relation.
    pub fn filter_relation(&mut self, filters: &[String]) {
        self.on_relation.extend_from_slice(filters);
    }

    /// The value of the column `for`.
    pub fn stands_for<'a>(&self, variables: &'a Variables) -> &'a str {
        if self.indirect { &variables.via } else { "null" }
    }
}

/// The arrow of a cover's relation: from T to X it points as it is declared, from X to T the other way.
fn arrow(cover: &Cover, from_stands: bool) -> String {
    let star = if cover.repeated { "*1.." } else { "" };
    let name = &cover.by;
    if cover.forward == from_stands { format!("-[:{name}{star}]->") } else { format!("<-[:{name}{star}]-") }
}

impl Lowering<'_> {
    /// Every way in which a head of a kind satisfies a condition by one of `targets`.
    pub(super) fn ways(&mut self, condition: &Condition, targets: &[Target], head: &str, limits: &Limits) -> Outcome<Vec<Way>> {
        let mut ways = Vec::new();
        let (mut unknown, mut known) = (None, false);
        for used in &condition.relations {
            let Some(relation) = self.schema.relation(&used.name).cloned() else { continue };
            let other_side = relation.side(!used.forward).to_vec();
            let any = [Nodes { kind: String::new(), chosen: super::targets::Chosen::Any }];
            let nodes: Outcome<Vec<_>> = targets.iter().map(|target| self.target(target, &other_side)).collect();
            let nodes: Vec<Nodes> = match nodes {
                Ok(nodes) => nodes.into_iter().flatten().collect(),
                // Where no word says which relation is meant, a name has to be known to one of them.
                Err(error) if condition.relations.len() > 1 => {
                    unknown.get_or_insert(error);
                    continue;
                }
                Err(error) => return Err(error),
            };
            known = true;
            for nodes in if targets.is_empty() { any.to_vec() } else { nodes } {
                self.ways_of(condition, (&relation, used), nodes, head, limits, &mut ways)?;
            }
        }
        match unknown {
            Some(error) if !known => Err(error),
            _ => Ok(ways),
        }
    }

    /// Every way in which a head of a kind satisfies a condition by nodes that are known.
    pub(super) fn ways_to(&self, condition: &Condition, target: Nodes, head: &str, limits: &Limits) -> Outcome<Vec<Way>> {
        let mut ways = Vec::new();
        for used in &condition.relations {
            if let Some(relation) = self.schema.relation(&used.name) {
                self.ways_of(condition, (relation, used), target.clone(), head, limits, &mut ways)?;
            }
        }
        Ok(ways)
    }

    fn ways_of(
        &self,
        condition: &Condition,
        (relation, used): (&Relation, &RelationUse),
        target: Nodes,
        head: &str,
        limits: &Limits,
        ways: &mut Vec<Way>,
    ) -> Outcome<()> {
        let forward = used.forward;
        let mut on_relation = self.relation_filters(limits, head);
        on_relation.extend(used.sense.iter().map(|sense| format!("{{r}}.{} = {}", sense.property, words::string(&sense.value))));
        let on_target = |kind: &str| if self.head_has_years(head) { Vec::new() } else { self.year_filters("{t}", kind, limits) };
        let (left, right) = if forward { ("-", "->") } else { ("<-", "-") };
        let arrow = format!("{left}[{{r}}:{}]{right}", relation.name);
        let base = Way {
            path: format!("{arrow}{{target}}"),
            on_target: on_target(&target.kind),
            target: target.clone(),
            indirect: false,
            beyond: forward,
            on_relation,
        };
        let any_kind = target.kind.is_empty();
        if any_kind || relation.admits(&target.kind, !forward) {
            ways.push(base.clone());
        }
        if condition.direct {
            return Ok(());
        }
        for cover in &relation.covers {
            let way = match cover.at_start {
                true => self.covered_start(relation, cover, &base, forward, head),
                false => self.covered_way(relation, cover, &base, forward, head),
            };
            ways.extend(way);
        }
        Ok(())
    }

    /// The way over another relation, where the kinds allow one.
    fn covered_way(&self, relation: &Relation, cover: &Cover, base: &Way, forward: bool, head: &str) -> Option<Way> {
        let by = self.schema.relation(&cover.by)?;
        let (stands, reached) = (by.side(cover.forward), by.side(!cover.forward));
        let both = |side: &[String]| -> Vec<String> { side.iter().filter(|kind| relation.to.contains(kind)).cloned().collect() };
        let (stands, reached) = (both(stands), both(reached));
        let middle = reached.first()?;
        if forward {
            let fits = base.target.kind.is_empty() || stands.contains(&base.target.kind);
            let path = format!("-[{{r}}:{}]->({{to}}:{middle}){}{{target}}", relation.name, arrow(cover, false));
            // A set of the middle kind itself needs no other way.
            return fits.then(|| Way { path, indirect: true, ..base.clone() });
        }
        let path = format!("{}({{for}}:{middle})<-[{{r}}:{}]-{{target}}", arrow(cover, true), relation.name);
        stands.iter().any(|kind| kind == head).then(|| Way { path, indirect: true, ..base.clone() })
    }

    /// The way over another relation from what stands at the start: what a part of a plan cites, the plan cites.
    fn covered_start(&self, relation: &Relation, cover: &Cover, base: &Way, forward: bool, head: &str) -> Option<Way> {
        let by = self.schema.relation(&cover.by)?;
        let stands = |kind: &str| by.admits(kind, cover.forward) && relation.admits(kind, true);
        let name = &relation.name;
        if forward {
            let path = format!("{}({{for}})-[{{r}}:{name}]->{{target}}", arrow(cover, true));
            return stands(head).then(|| Way { path, indirect: true, beyond: false, ..base.clone() });
        }
        // Where anything may stand at the start, what it is part of adds nothing.
        let path = format!("<-[{{r}}:{name}]-({{to}}){}{{target}}", arrow(cover, false));
        stands(&base.target.kind).then(|| Way { path, indirect: true, beyond: true, ..base.clone() })
    }

    /// Notes how several names of one condition are joined.
    pub(super) fn note_joint(&mut self, condition: &Condition) {
        let many = condition.targets.items.len();
        if many < 2 {
            return;
        }
        if condition.targets.all {
            self.note(format!("the {many} names are joined by AND: every one of them"), format!("{many}个名称之间为“且”：须全部满足"));
        } else {
            self.note(format!("the {many} names are joined by OR: any of them"), format!("{many}个名称之间为“或”：满足其一即可"));
        }
    }

    /// Refuses a year where neither the head nor any target has one.
    pub(super) fn check_years(&self, head: &str, conditions: &[Condition], limits: &Limits) -> Outcome<()> {
        let Some(years) = limits.years else { return Ok(()) };
        let dated = |kind: &str| matches!(kind, "Goal" | "Indicator" | "Target");
        let target_dated = |condition: &Condition| {
            let sides = condition.relations.iter().filter_map(|used| Some(self.schema.relation(&used.name)?.side(!used.forward)));
            let fits_relation = sides.flatten().any(|kind| dated(kind));
            let named: Vec<&str> = condition.targets.items.iter().filter_map(kind_of).collect();
            fits_relation && (named.is_empty() || named.iter().any(|kind| dated(kind)))
        };
        if self.head_has_years(head) || conditions.iter().any(target_dated) {
            return Ok(());
        }
        let (plural, zh) = self.schema.kind(head).map_or((head, head), |kind| (kind.plural(), kind.zh.as_str()));
        // A way from the head that leads to dated things alone, in the words of the schema.
        let ways = self.schema.relations().iter().flat_map(|relation| [(relation, true), (relation, false)]);
        let way = ways.filter(|(relation, forward)| relation.admits(head, *forward)).find_map(|(relation, forward)| {
            let others = relation.side(!forward);
            let other = others.first().filter(|_| others.iter().all(|kind| dated(kind)))?;
            Some((relation, forward, self.schema.kind(other)?))
        });
        let hint = way.and_then(|(relation, forward, other)| {
            let (year, en, zh_verb) = (years.first, relation.verb(forward, false)?, relation.verb(forward, true)?);
            let en = format!("{plural} {} {} in {year}", en.text, other.plural());
            Some((en, format!("{year}年{}{}的{zh}", zh_verb.text, other.zh)))
        });
        let hint = hint.unwrap_or_else(|| ("goals in 2025".to_owned(), "2025年的目标".to_owned()));
        Err(meaning(
            "YearWithoutMeaning",
            *years.at,
            format!("{plural} have no year, and nothing in this question has one"),
            format!("{zh}没有年份，此提问中也没有带年份的事物"),
        )
        .hint(format!("a year narrows goals, indicators and targets: {}", hint.0), format!("年份只限定目标、指标和指标值：{}", hint.1)))
    }

    pub(super) fn head_has_years(&self, head: &str) -> bool {
        matches!(head, "Goal" | "Indicator" | "Target")
    }
}

pub(super) fn kind_of(target: &Target) -> Option<&str> {
    match &target.kind {
        TargetKind::Named { kind, .. } | TargetKind::Title { kind, .. } | TargetKind::Variable { kind, .. } => kind.as_deref(),
        TargetKind::Any(kind) => Some(kind),
        TargetKind::Set(list) => Some(&list.head),
    }
}

/// `NOT EXISTS { … } AND NOT EXISTS { … }` for all ways.
pub(super) fn absent(ways: &[Way], head: &str, more: Option<&str>) -> Vec<String> {
    ways.iter().map(|way| format!("NOT {}", way.exists(head, more))).collect()
}

/// `(EXISTS { … } OR EXISTS { … })`
pub(super) fn present(ways: &[Way], head: &str) -> String {
    words::any(&ways.iter().map(|way| way.exists(head, None)).collect::<Vec<_>>())
}
