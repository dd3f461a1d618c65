//! A list → its stages.
//!
//! One stage where every condition has one way; else one stage a condition, each of which goes on with the heads that the
//! one before has left.

use super::super::tree::{CONFIDENCE, Condition, Limits, List, Sort, Target};
use super::conditions::{Variables, Way, absent, present};
use super::words::filter;
use super::{Heads, Lowering};
use crate::base::Outcome;
use crate::schema::Kind;

/// A condition with its ways; where every one of several names is wanted, one of these a name.
struct Positive {
    ways: Vec<Way>,
}

impl Lowering<'_> {
    /// Adds the stages of a list. `keep` names the parameter under which its heads are kept.
    pub(super) fn list(&mut self, list: &List, keep: Option<&str>) -> Outcome<Heads> {
        self.check_years(&list.head, &list.conditions, &list.limits)?;
        let related = list.conditions.iter().any(|condition| !condition.negated && !condition.times.is_some_and(|times| times.holds(0)));
        self.check_sort(&list.head, &list.limits, related)?;
        let head = variable(&list.head);
        let (on_head, on_relation) = self.where_filters(&head, &list.head, &list.conditions, &list.limits.filters)?;
        let mut filters = self.head_filters(&head, &list.head, &list.limits)?;
        filters.extend(on_head);
        let (mut positives, mut negatives) = (Vec::new(), Vec::new());
        for condition in &list.conditions {
            self.note_joint(condition);
            if let Some(times) = condition.times {
                filters.push(self.amount(condition, times, list, &head, &on_relation)?);
            }
            if condition.only {
                filters.push(self.only(condition, list, &head)?);
            }
            // Fewer than two may be none: such heads are there by no relation.
            if condition.times.is_some_and(|times| times.holds(0)) {
                continue;
            }
            for mut ways in self.ways_of_condition(condition, list)? {
                for way in &mut ways {
                    way.filter_relation(&on_relation);
                }
                if condition.negated { negatives.push(ways) } else { positives.push(Positive { ways }) }
            }
        }
        let without_lexical = self.negations(list, &head, &negatives, &mut filters, positives.is_empty());
        let stages = self.positive_stages(list, &head, &positives, &filters);
        let limits = &list.limits;
        if let Some(name) = keep {
            self.keep(name, &limits.sort, limits.top);
        }
        Ok(Heads { kind: list.head.clone(), stages, without_lexical, sort: limits.sort.clone(), top: limits.top, with_evidence: false })
    }

    /// The ways of a condition: one list, or one for each name where every name is wanted.
    fn ways_of_condition(&mut self, condition: &Condition, list: &List) -> Outcome<Vec<Vec<Way>>> {
        let items: Vec<&[Target]> = if condition.targets.all && !condition.negated {
            condition.targets.items.chunks(1).collect()
        } else {
            vec![&condition.targets.items]
        };
        let mut all = Vec::new();
        for targets in items {
            all.push(self.ways(condition, targets, &list.head, &list.limits)?);
        }
        Ok(all)
    }

    /// Adds what negated conditions exclude to `filters`, says over what world, and adds the stage that counts what
    /// relations of basis lexical alone keep out.
    fn negations(&mut self, list: &List, head: &str, negatives: &[Vec<Way>], filters: &mut Vec<String>, alone: bool) -> Option<usize> {
        if negatives.is_empty() {
            return None;
        }
        self.note(
            "“not” means: none stated in the imported plans, which is not the same as none exists",
            "“没有”指所导入的规划中没有写明，并不等于不存在",
        );
        let before = filters.clone();
        for ways in negatives {
            filters.extend(absent(ways, head, None));
        }
        if !alone || !list.limits.basis.is_empty() {
            return None;
        }
        // Heads that only lexical relations keep out: excluded as it stands, not excluded without those.
        let mut kept_out = before;
        for ways in negatives {
            kept_out.extend(absent(ways, head, Some("{r}.basis <> 'lexical'")));
        }
        let excluded: Vec<String> = negatives.iter().map(|ways| present(ways, head)).collect();
        kept_out.push(super::words::any(&excluded));
        let (kind, column) = (&list.head, variable(&list.head));
        let text = format!("MATCH ({head}:{kind}){}\nRETURN {column}", filter(&kept_out));
        Some(self.stage("kept out by lexical relations alone", "仅因词汇线索关系而被排除的", text))
    }

    fn positive_stages(&mut self, list: &List, head: &str, positives: &[Positive], filters: &[String]) -> Vec<usize> {
        let kind = &list.head;
        let (en, zh) = self.schema.kind(kind).map_or((kind.as_str(), kind.as_str()), |kind| (Kind::plural(kind), kind.zh.as_str()));
        let node = format!("({head}:{kind})");
        if positives.is_empty() {
            let text = format!("MATCH {node}{}\nRETURN {head}{}", filter(filters), ending(head, &list.limits, true));
            return vec![self.stage(en, zh, text)];
        }
        if positives.iter().all(|positive| positive.ways.len() == 1) {
            let text = one_query(head, &node, positives, filters, &list.limits);
            return vec![self.stage(en, zh, text)];
        }
        let mut stages = Vec::new();
        let mut heads: Option<String> = None;
        for (number, positive) in positives.iter().enumerate() {
            let variables = Variables::of(number + 1);
            let start = heads.as_ref().map_or_else(|| node.clone(), |_| format!("({head})"));
            let opening = heads.as_ref().map(|param| format!("UNWIND ${param} AS {head}\n")).unwrap_or_default();
            let branches: Vec<String> = positive
                .ways
                .iter()
                .map(|way| {
                    let (before, path, mut more) = way.pattern(&start, &variables);
                    if heads.is_none() {
                        more.extend(filters.iter().cloned());
                    }
                    let columns = columns(way, &variables);
                    format!("{opening}{before}MATCH {path}{}\nRETURN {head}, {columns}", filter(&more))
                })
                .collect();
            // A name that resolves to nothing of a fitting kind leaves no way at all: no head satisfies it.
            let text = if branches.is_empty() { format!("MATCH {node}\nWHERE false\nRETURN {head}") } else { branches.join("\nUNION\n") };
            stages.push(self.stage(en, zh, text));
            if number + 1 < positives.len() {
                heads = Some(self.keep("heads", &[], None));
            }
        }
        stages
    }
}

/// All conditions in one query: a MATCH for each.
fn one_query(head: &str, node: &str, positives: &[Positive], filters: &[String], limits: &Limits) -> String {
    let mut text = String::new();
    let mut returned = vec![head.to_owned()];
    for (number, positive) in positives.iter().enumerate() {
        let Some(way) = positive.ways.first() else { continue };
        let variables = Variables::of(number + 1);
        let start = if number == 0 { node.to_owned() } else { format!("({head})") };
        let (before, path, mut more) = way.pattern(&start, &variables);
        if number == 0 {
            more.extend(filters.iter().cloned());
        }
        text.push_str(&format!("{before}MATCH {path}{}\n", filter(&more)));
        returned.push(columns(way, &variables));
    }
    format!("{text}RETURN {}{}", returned.join(", "), ending(head, limits, false))
}

/// `r1, to1, null AS for1`
fn columns(way: &Way, variables: &Variables) -> String {
    let Variables { relation, to, via } = variables;
    match way.stands_for(variables) {
        "null" => format!("{relation}, {to}, null AS {via}"),
        _ => format!("{relation}, {to}, {via}"),
    }
}

/// ORDER BY, and LIMIT where a head has one row.
fn ending(head: &str, limits: &Limits, one_row: bool) -> String {
    let mut text = String::new();
    // What is sorted by the confidence of relations is sorted when the rows of all of them are there.
    if !limits.sort.is_empty() && !by_confidence(&limits.sort) {
        let items: Vec<String> =
            limits.sort.iter().map(|sort| format!("{head}.{}{}", sort.property, if sort.descending { " DESC" } else { "" })).collect();
        text.push_str(&format!("\nORDER BY {}", items.join(", ")));
    }
    if one_row && let Some(top) = limits.top {
        text.push_str(&format!("\nLIMIT {top}"));
    }
    text
}

fn by_confidence(sort: &[Sort]) -> bool {
    sort.iter().any(|sort| sort.property == CONFIDENCE)
}

/// The variable and column of a head.
pub(super) fn variable(kind: &str) -> String {
    kind.to_lowercase()
}
