//! The asks beside lists and counts → their stages.

use super::super::errors::meaning;
use super::super::tree::{Ask, Centrality, Condition, Limits, RelationUse, SearchQuery, Target, TargetKind, Targets};
use super::conditions::Variables;
use super::targets::{Chosen, Nodes};
use super::words::{filter, string, strings};
use super::{Finish, Lowering};
use crate::base::Outcome;
use crate::model::Value;
use crate::query::parser::parse_pattern;
use crate::view::SymbolKind;

/// Paths given where `top` says nothing.
const PATHS: usize = 5;
/// Steps of a path where `within` says nothing.
const STEPS: u64 = 6;
/// Hits of a search where `top` says nothing.
const HITS: usize = 20;

impl Lowering<'_> {
    /// Every ask but lists and counts.
    pub(super) fn form(&mut self, ask: &Ask) -> Outcome<Finish> {
        match ask {
            Ask::List(list) => Ok(Finish::List(self.every_head(list, false)?)),
            Ask::Count { of, per } => self.count(of, per),
            Ask::Define(target) => self.define(target),
            Ask::About(target) => self.about(target),
            Ask::Path { from, to, within, via, limits } => self.path(from, to, *within, via, limits),
            Ask::Search { query, kinds, limits } => self.search(query, kinds, limits),
            Ask::Targets { of, limits } => self.figures(of, limits),
            Ask::Compare { of, left, right } => self.compare(of, *left, *right),
            Ask::Timeline(target) => self.timeline(target),
            Ask::Evidence { from, relation, to, direct } => self.evidence(from, relation, to, *direct),
            Ask::Proof(target) => self.proof(target),
            Ask::Similar { of, kind, limits } => self.similar(of, kind.as_deref(), limits),
            Ask::Central { kind, by, least, limits } => self.central(kind, *by, *least, limits),
            Ask::Pattern { text } => {
                // Its faults are told now, where the statement is read.
                parse_pattern(text)?;
                self.stage("the query", "查询", text.clone());
                Ok(Finish::Plain)
            }
        }
    }

    fn define(&mut self, target: &Target) -> Outcome<Finish> {
        let nodes = self.target(target, &["Term".to_owned()])?;
        self.each("the terms", "术语", &nodes, "term", "", &[], "term");
        Ok(Finish::Define)
    }

    fn about(&mut self, target: &Target) -> Outcome<Finish> {
        let kinds = match &target.kind {
            TargetKind::Named { kind: Some(kind), .. } | TargetKind::Title { kind: Some(kind), .. } => vec![kind.clone()],
            _ => Vec::new(),
        };
        let nodes = self.target(target, &kinds)?;
        self.each("what the page is about", "所介绍的事物", &nodes, "thing", "", &[], "thing");
        Ok(Finish::About)
    }

    /// One stage: for every group of nodes `MATCH (variable …)rest WHERE … RETURN returned`, joined by UNION.
    fn each(&mut self, en: &str, zh: &str, nodes: &[Nodes], variable: &str, rest: &str, more: &[String], returned: &str) -> usize {
        let branches: Vec<String> = nodes.iter().map(|nodes| branch(nodes, variable, rest, more, returned)).collect();
        self.union(en, zh, &branches, returned)
    }

    fn union(&mut self, en: &str, zh: &str, branches: &[String], returned: &str) -> usize {
        let text = if branches.is_empty() {
            let nulls: Vec<String> =
                returned.split(", ").map(|column| format!("null AS {}", column.rsplit(" AS ").next().unwrap_or(column))).collect();
            format!("UNWIND [] AS nothing\nRETURN {}", nulls.join(", "))
        } else {
            branches.join("\nUNION\n")
        };
        self.stage(en, zh, text)
    }

    fn path(&mut self, from: &Target, to: &Target, within: Option<u64>, via: &[String], limits: &Limits) -> Outcome<Finish> {
        self.refuse(limits, &["in 《…》"])?;
        let slugs = self.slugs(&limits.plans)?;
        let from = self.target(from, &[])?;
        self.each("where paths begin", "路径的起点", &from, "a", "", &[], "a");
        let start = self.keep("from", &[], None);
        let to = self.target(to, &[])?;
        self.each("where paths end", "路径的终点", &to, "b", "", &[], "b");
        let end = self.keep("to", &[], None);
        let (kinds, relations): (Vec<&String>, Vec<&String>) = via.iter().partition(|name| self.schema.kind(name).is_some());
        let mut options = vec![format!("within: {}", within.unwrap_or(STEPS)), format!("top: {}", self.rows_wanted(limits.top, PATHS))];
        if !slugs.is_empty() {
            options.push(format!("plans: {}", strings(slugs.iter().map(String::as_str))));
        }
        options.push(self.walked(&relations, &kinds));
        if !kinds.iter().any(|kind| *kind == "Region") {
            let home = self.home_regions();
            if !home.is_empty() {
                let param = self.new_param("home");
                self.kept.insert(param.clone(), Value::list(home.into_iter().map(Value::Node)));
                options.push(format!("without: ${param}"));
            }
        }
        let text = format!(
            "CALL graph.shortestPaths(${start}, ${end}, {{{}}}) YIELD path, confidence\nRETURN path, confidence",
            options.join(", ")
        );
        self.stage("all shortest paths, surest first", "全部最短路径，置信度高者在前", text);
        Ok(Finish::Path)
    }

    fn search(&mut self, query: &SearchQuery, kinds: &[String], limits: &Limits) -> Outcome<Finish> {
        self.refuse(limits, &["in 《…》"])?;
        let mut text = String::new();
        spell(query, &mut text, true);
        let kinds_text = strings(kinds.iter().map(String::as_str));
        let slugs = self.slugs(&limits.plans)?;
        let top = self.rows_wanted(limits.top, HITS);
        let of_plan = if slugs.is_empty() {
            String::new()
        } else {
            format!(
                "\nWITH node, score, snippet WHERE any(e IN evidence(node) WHERE e.plan IN {})",
                strings(slugs.iter().map(String::as_str))
            )
        };
        // With a plan named, hits of other plans must not use up the places.
        let asked = if slugs.is_empty() { top.to_string() } else { "1000000".to_owned() };
        let text = format!(
            "CALL text.search({}, {kinds_text}, {asked}) YIELD node, score, snippet{of_plan}\nRETURN node AS hit, score, snippet\nLIMIT {top}",
            string(&text)
        );
        self.stage("what full text finds, best first", "全文检索命中，相关者在前", text);
        Ok(Finish::Search)
    }

    fn figures(&mut self, of: &Target, limits: &Limits) -> Outcome<Finish> {
        self.refuse(limits, &["in YEAR", "in 《…》", "where", "sorted by"])?;
        let nodes = self.target(of, &["Indicator".to_owned(), "Goal".to_owned()])?;
        let mut more = self.year_filters("target", "Target", limits);
        let slugs = self.slugs(&limits.plans)?;
        if !slugs.is_empty() {
            more.push(format!("target.plan IN {}", strings(slugs.iter().map(String::as_str))));
        }
        let (on_target, _) = self.where_filters("target", "Target", &[], &limits.filters)?;
        more.extend(on_target);
        self.check_sort("Target", limits, false)?;
        self.values("the figures", "指标值", &nodes, &more);
        Ok(Finish::Targets { sort: limits.sort.clone(), top: limits.top })
    }

    /// A stage of (indicator, target): an indicator's own values, a goal's through the indicators that measure it.
    fn values(&mut self, en: &str, zh: &str, nodes: &[Nodes], more: &[String]) {
        let of_indicators = "-[:HAS_TARGET]->(target:Target)";
        let branches: Vec<String> = nodes
            .iter()
            .map(|nodes| match nodes.kind.as_str() {
                "Goal" => branch(
                    nodes,
                    "goal",
                    "-[:MEASURED_BY]->(indicator:Indicator)-[:HAS_TARGET]->(target:Target)",
                    more,
                    "indicator, target",
                ),
                _ => branch(nodes, "indicator", of_indicators, more, "indicator, target"),
            })
            .collect();
        self.union(en, zh, &branches, "indicator, target");
    }

    fn compare(&mut self, of: &Target, left: i64, right: i64) -> Outcome<Finish> {
        let nodes = self.target(of, &["Indicator".to_owned(), "Goal".to_owned()])?;
        self.values("the figures of both years", "两个年份的指标值", &nodes, &[format!("target.year IN [{left}, {right}]")]);
        Ok(Finish::Compare { left, right })
    }

    fn timeline(&mut self, target: &Target) -> Outcome<Finish> {
        let nodes = self.target(target, &["Goal".to_owned(), "Indicator".to_owned()])?;
        let mut branches = Vec::new();
        for nodes in &nodes {
            if nodes.kind == "Goal" {
                branches.push(branch(nodes, "goal", "", &[], "goal AS thing, goal AS node"));
                branches.push(branch(nodes, "goal", "<-[:PART_OF*1..]-(part:Goal)", &[], "goal AS thing, part AS node"));
                let measured = "-[:MEASURED_BY]->(:Indicator)-[:HAS_TARGET]->(target:Target)";
                branches.push(branch(nodes, "goal", measured, &[], "goal AS thing, target AS node"));
            } else {
                branches.push(branch(nodes, "indicator", "-[:HAS_TARGET]->(target:Target)", &[], "indicator AS thing, target AS node"));
            }
        }
        self.union("goals and figures", "目标与指标值", &branches, "thing, node");
        Ok(Finish::Timeline)
    }

    fn evidence(&mut self, from: &Target, relation: &str, to: &Target, direct: bool) -> Outcome<Finish> {
        let Some(known) = self.schema.relation(relation).cloned() else {
            return Ok(Finish::Evidence);
        };
        let starts = self.target(from, &known.from)?;
        let mut branches = Vec::new();
        for nodes in &starts {
            let condition = Condition {
                relations: vec![RelationUse::plain(&known.name, true)],
                direct,
                targets: Targets { items: vec![to.clone()], all: false },
                ..Condition::default()
            };
            for way in self.ways(&condition, std::slice::from_ref(to), &nodes.kind, &Limits::default())? {
                let variables = Variables::of(1);
                let (before, path, mut more) = way.pattern(&nodes.node("head"), &variables);
                more.extend(nodes.filters("head"));
                let opening = nodes.unwind("head").unwrap_or_default();
                let stands = way.stands_for(&variables);
                branches.push(format!("{opening}{before}MATCH {path}{}\nRETURN head, r1, {stands} AS via", filter(&more)));
            }
        }
        self.union("the relations that say so", "据以成立的关系", &branches, "head, r1, via");
        Ok(Finish::Evidence)
    }

    /// The sentences that prove that a thing is there.
    fn proof(&mut self, target: &Target) -> Outcome<Finish> {
        let nodes = self.target(target, &[])?;
        self.each("what is to be proved", "要证明的事物", &nodes, "thing", "", &[], "thing");
        let things = self.keep("things", &[], None);
        let text = format!(
            "UNWIND ${things} AS thing\nUNWIND evidence(thing) AS proof\nRETURN thing, proof.plan AS plan, proof.address AS address, proof.quote AS quote"
        );
        self.stage("the sentences that name it", "提到它的语句", text);
        Ok(Finish::Plain)
    }

    /// What shares neighbours with a thing: of a kind, or of the kind of the thing itself.
    fn similar(&mut self, of: &Target, kind: Option<&str>, limits: &Limits) -> Outcome<Finish> {
        self.refuse(limits, &["in 《…》"])?;
        let of_plan = self.of_plans("other", limits)?;
        let nodes = self.target(of, &[])?;
        self.each("what others are compared with", "作为比较对象的事物", &nodes, "thing", "", &[], "thing");
        let things = self.keep("things", &[], None);
        let column = kind.map_or_else(|| "other".to_owned(), super::lists::variable);
        let of_kind = kind.map_or_else(|| "labels(other) = labels(thing)".to_owned(), |kind| format!("other:{kind}"));
        let top = self.rows_wanted(limits.top, HITS);
        let text = format!(
            "UNWIND ${things} AS thing\nCALL graph.similar(thing, {{{}}}) YIELD other, score, shared\nWITH other, score, shared, thing WHERE {of_kind}{of_plan}\nRETURN other AS {column}, max(score) AS score, max(shared) AS shared\nORDER BY score DESC\nLIMIT {top}",
            self.walked(&[], &[])
        );
        self.stage("what shares most neighbours with it", "与其共享邻居最多的事物", text);
        Ok(Finish::Plain)
    }

    /// ` AND …`: of the plans that are named.
    fn of_plans(&self, node: &str, limits: &Limits) -> Outcome<String> {
        let slugs = self.slugs(&limits.plans)?;
        Ok(if slugs.is_empty() {
            String::new()
        } else {
            format!(" AND any(e IN evidence({node}) WHERE e.plan IN {})", strings(slugs.iter().map(String::as_str)))
        })
    }

    fn central(&mut self, kind: &str, by: Centrality, least: bool, limits: &Limits) -> Outcome<Finish> {
        self.refuse(limits, &["in 《…》"])?;
        let column = super::lists::variable(kind);
        let of_plan = self.of_plans("node", limits)?;
        let (procedure, score) = match by {
            Centrality::Degree => ("graph.degree", "degree"),
            Centrality::Rank => ("graph.pagerank", "score"),
        };
        let options = self.walked(&[], &[&kind.to_owned()]);
        let top = self.rows_wanted(limits.top, HITS);
        // The procedure gives the largest first.
        let order = if least { format!("\nORDER BY {score}") } else { String::new() };
        let text = format!(
            "CALL {procedure}({{{options}}}) YIELD node, {score}\nWITH node, {score} WHERE node:{kind}{of_plan}\nRETURN node AS {column}, {score}{order}\nLIMIT {top}"
        );
        self.stage("ranked by their place in the graph", "按其在图中的位置排序", text);
        Ok(Finish::Ranked { column, score })
    }

    /// Options for the relations that questions follow and the kinds that they do not pass through, unless these are named.
    /// Only what the graph has is spelled.
    fn walked(&self, relations: &[&String], kinds: &[&String]) -> String {
        let there = |kind, name: &str| self.view.symbol(kind, name).is_some();
        let types = self.schema.relations().iter().filter(|relation| relation.walk || relations.contains(&&relation.name));
        let types = types.map(|relation| relation.name.as_str()).filter(|name| there(SymbolKind::RelType, name));
        let avoid = self.schema.kinds().iter().filter(|kind| !kind.walk && !kinds.contains(&&kind.name));
        let avoid = avoid.map(|kind| kind.name.as_str()).filter(|name| there(SymbolKind::Label, name));
        format!("types: {}, avoid: {}", strings(types), strings(avoid))
    }

    /// The regions that the plans themselves are for: everything of a plan hangs on them, so they connect nothing.
    fn home_regions(&self) -> Vec<crate::model::NodeId> {
        let names = crate::query::resolve::Names::of(self.view);
        let key = |name| self.view.symbol(SymbolKind::Key, name);
        let (Some(region), Some(label)) = (key("region"), self.view.symbol(SymbolKind::Label, "Plan")) else { return Vec::new() };
        let mut homes = Vec::new();
        for plan in self.view.nodes_labelled(label) {
            let value = self.view.property(plan, region).to_value();
            let Some(name) = value.as_str().filter(|name| !name.is_empty()) else { continue };
            let found = self.view.named(&crate::base::fold(name)).into_iter().filter(|&node| names.kind(node) == "Region");
            homes.extend(found);
        }
        homes.sort_unstable();
        homes.dedup();
        homes
    }
}

/// `MATCH (variable …)rest WHERE … RETURN returned` for one group of nodes.
fn branch(nodes: &Nodes, variable: &str, rest: &str, more: &[String], returned: &str) -> String {
    let mut filters = nodes.filters(variable);
    filters.extend_from_slice(more);
    let opening = nodes.unwind(variable).unwrap_or_default();
    let label = match &nodes.chosen {
        Chosen::Any if nodes.kind.is_empty() => String::new(),
        _ => nodes.node(variable),
    };
    let node = if label.is_empty() { format!("({variable})") } else { label };
    format!("{opening}MATCH {node}{rest}{}\nRETURN {returned}", filter(&filters))
}

/// The question as full text reads it.
fn spell(query: &SearchQuery, out: &mut String, outermost: bool) {
    let join = |parts: &[&SearchQuery], word: &str, out: &mut String| {
        if !outermost {
            out.push('(');
        }
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                out.push_str(word);
            }
            spell(part, out, false);
        }
        if !outermost {
            out.push(')');
        }
    };
    match query {
        SearchQuery::Phrase(text) => quote(text, out),
        SearchQuery::Prefix(text) => {
            quote(text, out);
            out.push('*');
        }
        SearchQuery::Near(left, right) => join(&[left, right], " near ", out),
        SearchQuery::And(all) => join(&all.iter().collect::<Vec<_>>(), " and ", out),
        SearchQuery::Or(all) => join(&all.iter().collect::<Vec<_>>(), " or ", out),
        SearchQuery::Without(left, right) => join(&[left, right], " not ", out),
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    out.extend(text.chars().filter(|c| *c != '"'));
    out.push('"');
}

/// Nothing in the schema joins what is counted to what it is grouped by.
pub(super) fn unjoined(at: crate::base::Span, head: (&str, &str), group: (&str, &str)) -> Box<crate::base::Diagnostic> {
    meaning(
        "NothingJoins",
        at,
        format!("no relation joins {} to {}", head.0, group.0),
        format!("没有关系把{}与{}联系起来", head.1, group.1),
    )
}
