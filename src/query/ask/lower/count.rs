//! Counts → a list of heads, and for each grouping the pairs of head and group.

use super::super::errors::meaning;
use super::super::tree::{COUNT, Condition, Grouping, Limits, List, RelationUse, Sort};
use super::conditions::Variables;
use super::forms::unjoined;
use super::lists::variable;
use super::targets::{Chosen, Nodes};
use super::words::{filter, strings};
use super::{Finish, Group, GroupOrder, Lowering, OrderBy};
use crate::base::Outcome;
use crate::query::ast::At;

impl Lowering<'_> {
    /// The heads of the list, kept; then for each grouping the pairs and, for a kind, all groups there are. Order and `top`
    /// are about the groups: all heads are counted.
    pub(super) fn count(&mut self, of: &List, per: &[Grouping]) -> Outcome<Finish> {
        if let Some(other) = of.also.first() {
            let (head, other) = (self.both(&of.head), self.both(&other.head));
            return Err(meaning("SeveralKinds", *of.at, "one kind is counted at a time", "一次只统计一种类型")
                .hint(format!("count {}; count {}", head.0, other.0), format!("统计{}；统计{}", head.1, other.1)));
        }
        let mut order = self.order_of_groups(of, per)?;
        // The first of the groups, where no order is asked for, are the largest.
        if order.is_empty() && of.limits.top.is_some() && !per.is_empty() {
            self.note("the largest groups come first", "组按数量从多到少排列");
            order.push(GroupOrder { by: OrderBy::Count, descending: true });
        }
        let every = Limits { sort: Vec::new(), top: None, ..of.limits.clone() };
        let heads = self.list(&List { limits: every, ..of.clone() }, Some("heads"))?;
        let param = self.stages.last().and_then(|stage| stage.keep.as_ref()).map(|keep| keep.param.clone()).unwrap_or_default();
        let mut groups = Vec::new();
        for grouping in per {
            let group = match grouping {
                Grouping::Kind { kind, level, by, at } => self.by_kind(of, &param, (kind, by.as_deref()), *level, *at)?,
                Grouping::Property { property, at } => self.by_property(of, &param, property, *at)?,
            };
            groups.push(group);
        }
        Ok(Finish::Count { heads, groups, order, top: of.limits.top })
    }

    /// Groups are sorted by their size, by the property that they are, or by a property that they have.
    fn order_of_groups(&self, of: &List, per: &[Grouping]) -> Outcome<Vec<GroupOrder>> {
        let order = |sort: &Sort| {
            let by = match per.first() {
                Some(_) if sort.property == COUNT => OrderBy::Count,
                Some(Grouping::Property { property, .. }) if *property == sort.property => OrderBy::Group,
                Some(Grouping::Kind { kind, .. }) => {
                    let Some(kind) = self.schema.kind(kind) else { return Ok(None) };
                    if self.schema.property_of_kind(kind, &sort.property).is_none() {
                        return Err(self.lacks(kind, &sort.property, *sort.at));
                    }
                    OrderBy::Property(sort.property.clone())
                }
                _ => {
                    let Some(kind) = self.schema.kind(&of.head) else { return Ok(None) };
                    return Err(self.lacks(kind, &sort.property, *sort.at));
                }
            };
            Ok(Some(GroupOrder { by, descending: sort.descending }))
        };
        of.limits.sort.iter().filter_map(|sort| order(sort).transpose()).collect()
    }

    fn by_property(&mut self, of: &List, param: &str, property: &str, at: At) -> Outcome<Group> {
        let kind = self.schema.kind(&of.head);
        if let Some(kind) = kind
            && self.schema.property_of_kind(kind, property).is_none()
        {
            return match self.by_relation_property(of, param, property) {
                Some(group) => Ok(group),
                None => Err(self.lacks(kind, property, *at)),
            };
        }
        let text = format!("UNWIND ${param} AS head\nRETURN head, head.{property} AS value");
        let pairs = self.stage(format!("`{property}` of each"), format!("各自的{property}"), text);
        Ok(Group { column: property.to_owned(), pairs, all: None })
    }

    /// A property that the one relation which has it gives the head: `count documents per verb`, by the verb that cites them.
    fn by_relation_property(&mut self, of: &List, param: &str, property: &str) -> Option<Group> {
        // What a condition narrows the relation to is not followed here.
        let narrowed = |name: &str| {
            let mut on_it = of.conditions.iter().filter(|condition| condition.relations.iter().any(|used| used.name == name));
            on_it.any(|condition| !condition.targets.items.is_empty())
        };
        let relations = self.schema.relations().iter();
        let mut owners = relations.filter(|relation| {
            relation.properties.iter().any(|known| known.name == property)
                && (relation.admits(&of.head, true) || relation.admits(&of.head, false))
        });
        let owner = owners.next().filter(|owner| owners.next().is_none() && !narrowed(&owner.name))?;
        let path = match owner.admits(&of.head, true) {
            true => format!("(head)-[r:{}]->()", owner.name),
            false => format!("(head)<-[r:{}]-()", owner.name),
        };
        let text = format!("UNWIND ${param} AS head\nMATCH {path}\nRETURN DISTINCT head, r.{property} AS value");
        let pairs = self.stage(format!("`{property}` of the relations of each"), format!("各自关系的{property}"), text);
        Some(Group { column: property.to_owned(), pairs, all: None })
    }

    fn by_kind(&mut self, of: &List, param: &str, (kind, by): (&str, Option<&str>), level: Option<i64>, at: At) -> Outcome<Group> {
        let column = variable(kind);
        let same = of.head == kind;
        let name = if same { format!("{column}_group") } else { column.clone() };
        let level_filter: Vec<String> = level.map(|level| format!("value.level = {level}")).into_iter().collect();
        let branches =
            if kind == "Plan" { self.plan_pairs(param, &of.head) } else { self.pairs(of, param, (kind, by), level, &level_filter)? };
        if branches.is_empty() {
            let (head, group) = (self.both(&of.head), self.both(kind));
            return Err(unjoined(*at, (&head.0, &head.1), (&group.0, &group.1)));
        }
        let pairs = self.stage("each with its groups", "各自所属的组", branches.join("\nUNION\n"));
        let mut filters = self.head_filters("value", kind, &Limits { plans: of.limits.plans.clone(), ..Limits::default() })?;
        filters.extend(level_filter);
        if !of.limits.plans.is_empty() && kind == "Plan" {
            let slugs = self.slugs(&of.limits.plans)?;
            filters = vec![format!("value.plan IN {}", strings(slugs.iter().map(String::as_str)))];
        }
        let text = format!("MATCH (value:{kind}){}\nRETURN value", filter(&filters));
        let all = self.stage("all groups", "全部的组", text);
        Ok(Group { column: name, pairs, all: Some(all) })
    }

    fn both(&self, kind: &str) -> (String, String) {
        self.schema.kind(kind).map_or((kind.to_owned(), kind.to_owned()), |kind| (kind.plural().to_owned(), kind.zh.clone()))
    }

    /// A node belongs to the plans that its sentences stand in.
    fn plan_pairs(&self, param: &str, _head: &str) -> Vec<String> {
        vec![format!(
            "UNWIND ${param} AS head\nMATCH (value:Plan)\nWHERE any(e IN evidence(head) WHERE e.plan = value.plan)\nRETURN head, value"
        )]
    }

    /// One query for each way in which the schema joins heads to groups.
    fn pairs(
        &mut self,
        of: &List,
        param: &str,
        (kind, by): (&str, Option<&str>),
        level: Option<i64>,
        more: &[String],
    ) -> Outcome<Vec<String>> {
        let head = of.head.as_str();
        // The topmost task of a measure is reached over any number of steps.
        let above = level.is_some();
        let joining: Vec<RelationUse> = self
            .schema
            .relations()
            .iter()
            .filter(|relation| by.map_or(relation.walk || kind == "Section", |name| relation.name == name))
            .flat_map(|relation| [(relation, true), (relation, false)])
            .filter(|(relation, forward)| relation.admits(head, *forward) && relation.admits(kind, !*forward))
            // Within one kind a part belongs to its whole, never the other way round.
            .filter(|(_, forward)| head != kind || *forward)
            .map(|(relation, forward)| RelationUse::plain(&relation.name, forward))
            .collect();
        let mut texts = Vec::new();
        for used in joining {
            if above && used.name == "PART_OF" && used.forward {
                let filters = filter(more);
                texts.push(format!(
                    "UNWIND ${param} AS head\nMATCH (head)-[:PART_OF*1..]->(value:{kind}){filters}\nRETURN DISTINCT head, value"
                ));
                continue;
            }
            let condition = Condition { relations: vec![used], ..Condition::default() };
            let target = Nodes { kind: kind.to_owned(), chosen: Chosen::Any };
            let limits = Limits { basis: of.limits.basis.clone(), confidence: of.limits.confidence, ..Limits::default() };
            for way in self.ways_to(&condition, target, head, &limits)? {
                let variables = Variables { relation: "r".to_owned(), to: "to".to_owned(), via: "via".to_owned() };
                let (_, path, mut filters) = way.pattern("(head)", &variables);
                let value = way.group_variable(&variables).to_owned();
                filters.extend(more.iter().map(|text| text.replace("value.", &format!("{value}."))));
                texts.push(format!("UNWIND ${param} AS head\nMATCH {path}{}\nRETURN DISTINCT head, {value} AS value", filter(&filters)));
            }
        }
        Ok(texts)
    }
}
