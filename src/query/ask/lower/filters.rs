//! Tails that narrow a set → conditions of WHERE.

use super::super::errors::meaning;
use super::super::tree::{CONFIDENCE, Condition, Filter, FilterOp, FilterValue, Limits, Text};
use super::Lowering;
use super::words::{any, float, literal, operator, string, strings};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, fold, nearest};
use crate::model::{Basis, Value};
use crate::query::ast::CompareOp;
use crate::query::resolve::{Names, unknown_plan};
use crate::schema::{Kind, Property, PropertyType};
use crate::view::SymbolKind;

impl Lowering<'_> {
    /// What the head must satisfy beside its conditions. `head` is the variable of a node of kind `kind`.
    pub(super) fn head_filters(&mut self, head: &str, kind: &str, limits: &Limits) -> Outcome<Vec<String>> {
        let mut filters = if self.head_has_years(kind) { self.year_filters(head, kind, limits) } else { Vec::new() };
        filters.extend(self.plan_filters(head, kind, &limits.plans)?);
        for texts in &limits.mentioning {
            filters.push(any(&texts.iter().map(|text| self.mentions(head, kind, text)).collect::<Vec<_>>()));
        }
        Ok(filters)
    }

    /// The slugs of the plans that titles name.
    pub(super) fn slugs(&self, plans: &[Text]) -> Outcome<Vec<String>> {
        let names = Names::of(self.view);
        let key = |name| self.view.symbol(SymbolKind::Key, name);
        let (title, slug) = (key("title"), key("plan"));
        let label = self.view.symbol(SymbolKind::Label, "Plan");
        let mut slugs = Vec::new();
        for wanted in plans {
            let folded = fold(&wanted.text);
            let known = |node| {
                let text = |symbol: Option<crate::view::Symbol>| symbol.map(|symbol| self.view.property(node, symbol).to_value());
                let of = |value: Option<Value>| value.as_ref().and_then(|value| value.as_str()).unwrap_or_default().to_owned();
                [names.name(node), of(text(title)), of(text(slug))]
            };
            let all = || label.into_iter().flat_map(|label| self.view.nodes_labelled(label));
            let exact: Vec<_> = all().filter(|&node| known(node).iter().any(|name| fold(name) == folded)).collect();
            let found = if exact.is_empty() {
                all().filter(|&node| !folded.is_empty() && known(node).iter().any(|name| fold(name).contains(&folded))).collect()
            } else {
                exact
            };
            if found.is_empty() {
                return Err(unknown_plan(self.view, &wanted.text, *wanted.at));
            }
            for node in found {
                let slug = self.slug(node);
                if !slugs.contains(&slug) {
                    slugs.push(slug);
                }
            }
        }
        Ok(slugs)
    }

    /// The slug of a plan's node: its own property, else the plan that its evidence cites, else its name.
    fn slug(&self, node: crate::model::NodeId) -> String {
        let names = Names::of(self.view);
        let own = names.plan(node);
        if !own.is_empty() {
            return own;
        }
        let proof = self.view.evidence(node.into());
        proof.first().map_or_else(|| names.name(node), |evidence| evidence.plan.to_string())
    }

    fn plan_filters(&self, head: &str, kind: &str, plans: &[Text]) -> Outcome<Vec<String>> {
        if plans.is_empty() {
            return Ok(Vec::new());
        }
        let slugs = self.slugs(plans)?;
        let list = strings(slugs.iter().map(String::as_str));
        // A thing that plans share belongs to those whose sentences name it.
        let shared = self.schema.kind(kind).is_some_and(|kind| kind.shared) || kind == "Plan";
        Ok(vec![if shared {
            format!("any(e IN evidence({head}) WHERE e.plan IN {list})")
        } else if slugs.len() == 1 {
            format!("{head}.plan = {}", string(&slugs[0]))
        } else {
            format!("{head}.plan IN {list}")
        }])
    }

    fn mentions(&self, head: &str, kind: &str, text: &Text) -> String {
        let wanted = string(&text.text);
        let kind = self.schema.kind(kind);
        let texts = ["name", "text", "definition", "title"];
        let mut places: Vec<String> = texts
            .iter()
            .filter(|name| kind.is_some_and(|kind| self.schema.property_of_kind(kind, name).is_some()))
            .map(|name| format!("{head}.{name} CONTAINS {wanted}"))
            .collect();
        if kind.is_some_and(|kind| self.schema.property_of_kind(kind, "text").is_none()) {
            // What has no text of its own is known by the sentences that prove it.
            places.push(format!("any(e IN evidence({head}) WHERE e.quote CONTAINS {wanted})"));
        }
        any(&places)
    }

    /// `where …` on the head, or on the relation of a condition: the first list is of the head, the second of relations.
    pub(super) fn where_filters(
        &self,
        head: &str,
        kind: &str,
        conditions: &[Condition],
        filters: &[Filter],
    ) -> Outcome<(Vec<String>, Vec<String>)> {
        let (mut on_head, mut on_relation) = (Vec::new(), Vec::new());
        let Some(kind) = self.schema.kind(kind) else { return Ok((on_head, on_relation)) };
        for filter in filters {
            if let Some(property) = self.schema.property_of_kind(kind, &filter.property) {
                on_head.push(self.comparison(head, property, filter)?);
                continue;
            }
            let of_relation = conditions.iter().flat_map(|condition| &condition.relations).find_map(|used| {
                let relation = self.schema.relation(&used.name)?;
                self.schema.property_of_relation(relation, &filter.property)
            });
            match of_relation {
                Some(property) => on_relation.push(self.comparison("{r}", property, filter)?),
                None => match self.of_any_relation(head, kind, filter) {
                    Some(text) => on_head.push(text),
                    None => return Err(self.no_such_property(kind, filter)),
                },
            }
        }
        Ok((on_head, on_relation))
    }

    /// `tasks without deadline`: a property that only relations of the kind have, of which none says it.
    fn of_any_relation(&self, head: &str, kind: &Kind, filter: &Filter) -> Option<String> {
        let negated = match filter.op {
            FilterOp::Missing => "NOT ",
            FilterOp::Present => "",
            _ => return None,
        };
        let both = self.schema.relations().iter().flat_map(|relation| [(relation, true), (relation, false)]);
        let (relation, forward) = both
            .filter(|(relation, forward)| relation.admits(&kind.name, *forward))
            .find(|(relation, _)| relation.properties.iter().any(|property| property.name == filter.property))?;
        let (left, right) = if forward { ("-", "->") } else { ("<-", "-") };
        Some(format!("{negated}EXISTS {{ ({head}){left}[r:{}]{right}() WHERE r.{} IS NOT NULL }}", relation.name, filter.property))
    }

    pub(super) fn no_such_property(&self, kind: &Kind, filter: &Filter) -> Box<Diagnostic> {
        self.lacks(kind, &filter.property, *filter.at)
    }

    /// A kind does not have a property.
    pub(super) fn lacks(&self, kind: &Kind, property: &str, span: crate::base::Span) -> Box<Diagnostic> {
        let known: Vec<&Property> = self.schema.properties_of_kind(kind).collect();
        let near = nearest(property, known.iter().map(|property| property.name.as_str()), 2);
        let error = Diagnostic::compile(
            ErrorClass::UnknownName,
            "UnknownProperty",
            Message::new(format!("{} have no property `{property}`", kind.plural()), format!("{}没有属性“{property}”", kind.zh)),
        )
        .at(span);
        if near.is_empty() {
            let (en, zh): (Vec<_>, Vec<_>) = known.iter().map(|property| (property.name.as_str(), property.zh.as_str())).unzip();
            return error.hint(format!("they have: {}", en.join(", ")), format!("可用属性：{}", zh.join("、")));
        }
        error.hint(format!("did you mean `{}`?", near.join("` or `")), format!("是否指“{}”？", near.join("”或“")))
    }

    fn comparison(&self, variable: &str, property: &Property, filter: &Filter) -> Outcome<String> {
        let name = &property.name;
        if filter.op == FilterOp::Missing {
            return Ok(format!("{variable}.{name} IS NULL"));
        }
        if filter.op == FilterOp::Present {
            return Ok(format!("{variable}.{name} IS NOT NULL"));
        }
        let value = match &filter.value {
            FilterValue::Variable(name) => {
                if !self.params.contains_key(name) {
                    return Err(Diagnostic::compile(
                        ErrorClass::ParameterMissing,
                        "ParameterMissing",
                        Message::new(format!("nothing is called ${name}"), format!("没有变量 ${name}")),
                    )
                    .at(*filter.at));
                }
                format!("${name}")
            }
            FilterValue::Literal(value) => {
                let value = self.fitting(property, value, filter)?;
                literal(&value).unwrap_or_default()
            }
        };
        let is_list = property.value_type == PropertyType::Strings;
        let test = match filter.op {
            FilterOp::Compare(CompareOp::Equal) if is_list => return Ok(format!("{value} IN {variable}.{name}")),
            FilterOp::Compare(op) => operator(op),
            FilterOp::StartsWith => "STARTS WITH",
            FilterOp::EndsWith => "ENDS WITH",
            FilterOp::Contains | FilterOp::Missing | FilterOp::Present => "CONTAINS",
        };
        Ok(if is_list && !matches!(filter.op, FilterOp::Compare(_)) {
            format!("any(x IN {variable}.{name} WHERE x {test} {value})")
        } else {
            format!("{variable}.{name} {test} {value}")
        })
    }

    /// The value as the property stores it, or why it never can.
    fn fitting(&self, property: &Property, value: &Value, filter: &Filter) -> Outcome<Value> {
        let span = *filter.at;
        let wrong =
            |en: String, zh: String| Diagnostic::compile(ErrorClass::TypeError, "InvalidArgumentType", Message::new(en, zh)).at(span);
        let name = &property.name;
        if !property.values.is_empty() && matches!(filter.op, FilterOp::Compare(_)) {
            let typed = value.as_str().unwrap_or_default();
            return property.enumerated(typed).map(Value::from).ok_or_else(|| {
                let (en, zh): (Vec<_>, Vec<_>) = property.values.iter().map(|value| (value.name.as_str(), value.zh.as_str())).unzip();
                wrong(format!("`{name}` never is “{typed}”"), format!("“{}”不会是“{typed}”", property.zh))
                    .hint(format!("it is one of: {}", en.join(", ")), format!("可取：{}", zh.join("、")))
            });
        }
        let numeric = matches!(property.value_type, PropertyType::Integer | PropertyType::Float | PropertyType::Number);
        match (value, numeric) {
            (Value::String(_), true) => Err(wrong(format!("`{name}` is a number"), format!("“{}”是数字", property.zh))
                .hint(format!("where {name} >= 2025"), format!("其中{}≥2025", property.zh))),
            (Value::Int(_) | Value::Float(_), false) => Err(wrong(format!("`{name}` is a text"), format!("“{}”是文字", property.zh)).hint(
                format!("put the value in quotation marks: where {name} = \"…\""),
                format!("请把值放在引号中：其中{}＝“…”", property.zh),
            )),
            _ => Ok(value.clone()),
        }
    }

    /// Goals of the years, indicators with a target of the years, targets of the years.
    pub(super) fn year_filters(&self, variable: &str, kind: &str, limits: &Limits) -> Vec<String> {
        let Some(years) = limits.years else { return Vec::new() };
        let within = |expression: String| {
            if years.first == years.last {
                format!("{expression} = {}", years.first)
            } else {
                format!("{} <= {expression} <= {}", years.first, years.last)
            }
        };
        match kind {
            "Goal" | "Target" => vec![within(format!("{variable}.year"))],
            "Indicator" => vec![format!("EXISTS {{ ({variable})-[:HAS_TARGET]->(y:Target) WHERE {} }}", within("y.year".to_owned()))],
            _ => Vec::new(),
        }
    }

    /// Basis and confidence of the relation `{r}`, and its plan where the head is shared by plans.
    pub(super) fn relation_filters(&self, limits: &Limits, head: &str) -> Vec<String> {
        let mut filters = Vec::new();
        match limits.basis.as_slice() {
            [] => {}
            [one] => filters.push(format!("{{r}}.basis = {}", string(one.name()))),
            many => filters.push(format!("{{r}}.basis IN {}", strings(many.iter().map(|basis| Basis::name(*basis))))),
        }
        if let Some((op, number)) = limits.confidence {
            filters.push(format!("{{r}}.confidence {} {}", operator(op), float(number)));
        }
        let shared = self.schema.kind(head).is_some_and(|kind| kind.shared);
        if shared
            && !limits.plans.is_empty()
            && let Ok(slugs) = self.slugs(&limits.plans)
        {
            filters.push(format!("any(e IN evidence({{r}}) WHERE e.plan IN {})", strings(slugs.iter().map(String::as_str))));
        }
        filters
    }

    /// Properties by which heads are to be sorted must be theirs; `related` says that they are there by relations, whose
    /// confidence may order them.
    pub(super) fn check_sort(&self, kind: &str, limits: &Limits, related: bool) -> Outcome<()> {
        let Some(kind) = self.schema.kind(kind) else { return Ok(()) };
        for sort in &limits.sort {
            if related && sort.property == CONFIDENCE {
                continue;
            }
            if self.schema.property_of_kind(kind, &sort.property).is_none() {
                return Err(self.lacks(kind, &sort.property, *sort.at));
            }
        }
        Ok(())
    }

    /// Tails that an ask cannot use are refused, never passed over.
    pub(super) fn refuse(&self, limits: &Limits, allowed: &[&str]) -> Outcome<()> {
        let first = limits.filters.first().map(|filter| ("where", "其中", *filter.at));
        let used = [
            limits.years.map(|years| ("in YEAR", "年份", *years.at)),
            limits.plans.first().map(|text| ("in 《…》", "见于", *text.at)),
            limits.mentioning.iter().flatten().next().map(|text| ("mentioning", "提到", *text.at)),
            first,
            limits.sort.first().map(|sort| ("sorted by", "排序", *sort.at)),
        ];
        match used.into_iter().flatten().find(|(name, _, _)| !allowed.contains(name)) {
            Some((en, zh, span)) => {
                Err(meaning("TailWithoutMeaning", span, format!("`{en}` says nothing in this ask"), format!("“{zh}”在此提问中没有意义")))
            }
            None => Ok(()),
        }
    }
}
