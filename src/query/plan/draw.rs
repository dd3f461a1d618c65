//! A plan as text: one line an operator, the first to run on top, pipelines inside operators set in.

use std::fmt::Write as _;

use super::{
    Aggregation, Assignment, Creation, Expand, ExpandMany, Expr, Named, Op, OpKind, PathPart, Pattern, Pipeline, Plan, Slot, SortKey,
    Stored, TextTest, Write,
};
use crate::model::Value;
use crate::query::ast::{CompareOp, Quantifier};
use crate::query::value::value_text;
use crate::view::Direction;

/// Texts of more characters than this are cut: a plan shows shapes, not documents.
const MAX_TEXT: usize = 60;

/// One operator of a drawn plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// How deep it stands: 0 for the operators of a branch.
    pub depth: usize,
    /// Its place in the counts of a run.
    pub op: usize,
    pub text: String,
    /// How many rows it is thought to give, where a pass has estimated it.
    pub estimate: Option<f64>,
}

/// The operators of a plan in the order in which rows pass them. Branches of UNION follow one another.
pub fn draw(plan: &Plan) -> Vec<Line> {
    let mut lines = Vec::new();
    let pen = Pen { names: &plan.slot_names };
    for branch in &plan.branches {
        pen.pipeline(&branch.pipeline, 0, &mut lines);
    }
    lines
}

/// What writes the names of places.
struct Pen<'a> {
    names: &'a [std::sync::Arc<str>],
}

impl Pen<'_> {
    fn pipeline(&self, pipeline: &Pipeline, depth: usize, lines: &mut Vec<Line>) {
        for op in &pipeline.ops {
            lines.push(Line { depth, op: op.id, text: self.op(op), estimate: op.estimate });
            match &op.kind {
                OpKind::Optional { pipeline, .. }
                | OpKind::Semi { pipeline, .. }
                | OpKind::Write { write: Write::Merge { pipeline, .. }, .. } => self.pipeline(pipeline, depth + 1, lines),
                _ => {}
            }
        }
    }

    fn slot(&self, slot: Slot) -> String {
        match self.names.get(slot).filter(|name| !name.is_empty()) {
            Some(name) => name.to_string(),
            None => format!("_{slot}"),
        }
    }

    fn slots(&self, slots: &[Slot]) -> String {
        join(slots.iter().map(|&slot| self.slot(slot)))
    }

    fn node(&self, slot: Slot, labels: &[Named]) -> String {
        let labels: String = labels.iter().map(|label| format!(":{}", label.name)).collect();
        format!("({}{labels})", self.slot(slot))
    }

    fn op(&self, op: &Op) -> String {
        match &op.kind {
            OpKind::Pattern(pattern) => self.pattern(pattern),
            OpKind::AllNodes { to } => format!("all nodes {}", self.node(*to, &[])),
            OpKind::LabelScan { to, label } => format!("by label {}", self.node(*to, std::slice::from_ref(label))),
            OpKind::Lookup { to, label, key, value } => {
                format!("by index {} {} = {}", self.node(*to, label.as_slice()), key.name, self.expr(value))
            }
            OpKind::TextSearch { to, label, key, query } => {
                format!("by full text {} {} ~ {}", self.node(*to, label.as_slice()), key.name, self.expr(query))
            }
            OpKind::RelScan { rel, from, to, kinds, direction } => {
                format!("all relations {}", self.arrow(*from, *rel, kinds, "", *direction, *to, &[]))
            }
            OpKind::Expand(expand) => self.expand(if expand.into { "join" } else { "expand" }, expand),
            OpKind::Ends(expand) => self.expand("ends of", expand),
            OpKind::ExpandMany(many) => self.many("walk", many),
            OpKind::ShortestPath(many, all) => self.many(if *all { "all shortest paths" } else { "shortest path" }, many),
            OpKind::Filter(expr) => format!("keep {}", self.expr(expr)),
            OpKind::Project(items) => format!("compute {}", join(items.iter().map(|(slot, expr)| self.assigned(*slot, expr)))),
            OpKind::BuildPath { to, parts } => {
                let parts = parts.iter().map(|part| match part {
                    PathPart::Node(slot) | PathPart::Rel(slot) => self.slot(*slot),
                });
                format!("path {} of {}", self.slot(*to), join(parts))
            }
            OpKind::Unwind { to, list } => format!("unwind {} as {}", self.expr(list), self.slot(*to)),
            OpKind::Optional { .. } => "optional".to_owned(),
            OpKind::Semi { anti: false, .. } => "if there is".to_owned(),
            OpKind::Semi { anti: true, .. } => "if there is no".to_owned(),
            OpKind::Call { procedure, arguments, outputs } => {
                let outputs = join(outputs.iter().map(|&(_, slot)| self.slot(slot)));
                format!("call {procedure:?}({}) as {outputs}", self.exprs(arguments))
            }
            OpKind::Aggregate { keys, aggregates } => {
                let keys = join(keys.iter().map(|(slot, expr)| self.assigned(*slot, expr)));
                let aggregates = join(aggregates.iter().map(|aggregate| self.aggregate(aggregate)));
                if keys.is_empty() { format!("group all: {aggregates}") } else { format!("group by {keys}: {aggregates}") }
            }
            OpKind::CountStore { to, what, label } => {
                let what = if *what == Stored::Nodes { "nodes" } else { "relations" };
                let label = label.as_ref().map(|label| format!(" :{}", label.name)).unwrap_or_default();
                format!("count of {what}{label} from the store as {}", self.slot(*to))
            }
            OpKind::CountTypes { kind, count, kinds } => {
                let names: Vec<&str> = kinds.iter().map(|kind| &*kind.name).collect();
                let kinds = if names.is_empty() { String::new() } else { format!(" :{}", names.join("|")) };
                format!("count of relations{kinds} by type {} from the store as {}", self.slot(*kind), self.slot(*count))
            }
            OpKind::Distinct(slots) => format!("distinct {}", self.slots(slots)),
            OpKind::Sort { keys, top, .. } => {
                let keys = join(keys.iter().map(|key| self.sort_key(key)));
                match top {
                    Some(top) => format!("first {} by {keys}", self.expr(top)),
                    None => format!("sort by {keys}"),
                }
            }
            OpKind::Skip(expr) => format!("skip {}", self.expr(expr)),
            OpKind::Limit(expr) => format!("limit {}", self.expr(expr)),
            OpKind::Eager { .. } => "hold all rows".to_owned(),
            OpKind::Write { write, .. } => self.write(write),
        }
    }

    fn pattern(&self, pattern: &Pattern) -> String {
        let rels = pattern.rels.iter().map(|rel| self.arrow(rel.from, rel.slot, &rel.kinds, "", rel.direction, rel.to, &[]));
        format!("pattern {}", join(rels))
    }

    fn arrow(&self, from: Slot, rel: Slot, kinds: &[Named], length: &str, direction: Direction, to: Slot, labels: &[Named]) -> String {
        let kinds = kinds.iter().map(|kind| kind.name.as_ref()).collect::<Vec<_>>().join("|");
        let colon = if kinds.is_empty() { "" } else { ":" };
        let shaft = format!("[{}{colon}{kinds}{length}]", self.slot(rel));
        let (left, right) = match direction {
            Direction::Out => ("-", "->"),
            Direction::In => ("<-", "-"),
            Direction::Both => ("-", "-"),
        };
        format!("({}){left}{shaft}{right}{}", self.slot(from), self.node(to, labels))
    }

    fn expand(&self, word: &str, expand: &Expand) -> String {
        format!("{word} {}", self.arrow(expand.from, expand.rel, &expand.kinds, "", expand.direction, expand.to, &expand.labels))
    }

    fn many(&self, word: &str, many: &ExpandMany) -> String {
        let most = if many.max == usize::MAX { String::new() } else { many.max.to_string() };
        let length = format!("*{}..{most}", many.min);
        format!("{word} {}", self.arrow(many.from, many.rels, &many.kinds, &length, many.direction, many.to, &[]))
    }

    fn assigned(&self, slot: Slot, expr: &Expr) -> String {
        let (name, value) = (self.slot(slot), self.expr(expr));
        if name == value { name } else { format!("{value} as {name}") }
    }

    fn aggregate(&self, aggregate: &Aggregation) -> String {
        let name = aggregate.function.map_or("count", |function| function.name);
        let arguments = if aggregate.function.is_none() { "*".to_owned() } else { self.exprs(&aggregate.arguments) };
        let distinct = if aggregate.distinct { "distinct " } else { "" };
        format!("{name}({distinct}{arguments}) as {}", self.slot(aggregate.to))
    }

    fn sort_key(&self, key: &SortKey) -> String {
        format!("{}{}", self.expr(&key.expr), if key.descending { " desc" } else { "" })
    }

    fn write(&self, write: &Write) -> String {
        match write {
            Write::Create(creations) => format!("create {}", self.creations(creations)),
            Write::Merge { creations, .. } => format!("merge, else create {}", self.creations(creations)),
            Write::Assign(all) => format!("set {}", join(all.iter().map(|assignment| self.assignment(assignment)))),
            Write::Delete { items, detach } => format!("{}delete {}", if *detach { "detach " } else { "" }, self.exprs(items)),
        }
    }

    fn creations(&self, creations: &[Creation]) -> String {
        join(creations.iter().map(|creation| match creation {
            Creation::Node { to, labels, .. } => self.node(*to, labels),
            Creation::Rel { to, kind, start, end, .. } => {
                self.arrow(*start, *to, std::slice::from_ref(kind), "", Direction::Out, *end, &[])
            }
        }))
    }

    fn assignment(&self, assignment: &Assignment) -> String {
        match assignment {
            Assignment::Property { target, key, value } => format!("{}.{} = {}", self.expr(target), key.name, self.expr(value)),
            Assignment::Properties { target, value, merge } => {
                format!("{} {} {}", self.expr(target), if *merge { "+=" } else { "=" }, self.expr(value))
            }
            Assignment::Labels { target, labels, remove } => {
                let labels: String = labels.iter().map(|label| format!(":{}", label.name)).collect();
                format!("{}{}{labels}", if *remove { "remove " } else { "" }, self.expr(target))
            }
        }
    }

    fn exprs(&self, all: &[Expr]) -> String {
        join(all.iter().map(|expr| self.expr(expr)))
    }

    fn expr(&self, expr: &Expr) -> String {
        let two = |a: &Expr, sign: &str, b: &Expr| format!("{} {sign} {}", self.inner(a), self.inner(b));
        match expr {
            Expr::Const(value) => constant(value),
            Expr::Param(name, _) => format!("${name}"),
            Expr::Slot(slot) => self.slot(*slot),
            Expr::Property(base, key, _) => format!("{}.{}", self.inner(base), key.name),
            Expr::HasLabels(base, labels) => {
                let labels: String = labels.iter().map(|label| format!(":{}", label.label.name)).collect();
                format!("{}{labels}", self.inner(base))
            }
            Expr::Not(a) => format!("not {}", self.inner(a)),
            Expr::And(all) => all.iter().map(|a| self.inner(a)).collect::<Vec<_>>().join(" and "),
            Expr::Or(all) => all.iter().map(|a| self.inner(a)).collect::<Vec<_>>().join(" or "),
            Expr::Xor(a, b) => two(a, "xor", b),
            Expr::Compare(op, a, b) => two(a, compare(*op), b),
            Expr::In(a, b) => two(a, "in", b),
            Expr::Text(test, a, b) => two(a, text_test(*test), b),
            Expr::IsNull(a, true) => format!("{} is null", self.inner(a)),
            Expr::IsNull(a, false) => format!("{} is not null", self.inner(a)),
            Expr::Arithmetic(op, a, b, _) => two(a, op.symbol(), b),
            Expr::Negate(a, _) => format!("-{}", self.inner(a)),
            Expr::Index(a, b, _) => format!("{}[{}]", self.inner(a), self.expr(b)),
            Expr::Slice(a, from, to, _) => {
                let bound = |bound: &Option<Box<Expr>>| bound.as_ref().map(|bound| self.expr(bound)).unwrap_or_default();
                format!("{}[{}..{}]", self.inner(a), bound(from), bound(to))
            }
            Expr::List(all) => format!("[{}]", self.exprs(all)),
            Expr::Map(entries) => format!("{{{}}}", join(entries.iter().map(|(key, value)| format!("{key}: {}", self.expr(value))))),
            Expr::Case { .. } => "case …".to_owned(),
            Expr::Call(function, arguments, _) => format!("{}({})", function.name, self.exprs(arguments)),
            Expr::Each { item, list, .. } => format!("[{} in {} …]", self.slot(*item), self.expr(list)),
            Expr::Quantified { quantifier, item, list, filter } => {
                format!("{}({} in {} where {})", quantified(*quantifier), self.slot(*item), self.expr(list), self.expr(filter))
            }
            Expr::Reduce { list, .. } => format!("reduce({} …)", self.expr(list)),
            Expr::Exists(pipelines) => format!("exists {{{}}}", join(pipelines.iter().map(|inner| self.inline(inner)))),
            Expr::Collect(pipeline, map) => format!("[{} | {}]", self.inline(pipeline), self.expr(map)),
            Expr::First(pipeline, map) => format!("first {{{}}} {}", self.inline(pipeline), self.expr(map)),
        }
    }

    /// An expression inside another one, in brackets where it is made of several.
    fn inner(&self, expr: &Expr) -> String {
        let text = self.expr(expr);
        match expr {
            Expr::And(_) | Expr::Or(_) | Expr::Xor(..) | Expr::Compare(..) | Expr::In(..) | Expr::Text(..) | Expr::Arithmetic(..) => {
                format!("({text})")
            }
            _ => text,
        }
    }

    fn inline(&self, pipeline: &Pipeline) -> String {
        pipeline.ops.iter().map(|op| self.op(op)).collect::<Vec<_>>().join("; ")
    }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.fold(String::new(), |mut out, part| {
        if !out.is_empty() {
            out.push_str(", ");
        }
        // Writing to a string cannot fail.
        let _ = write!(out, "{part}");
        out
    })
}

/// A value as the language writes it.
fn constant(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::String(text) => {
            let shown: String = text.chars().take(MAX_TEXT).collect();
            format!("\"{shown}{}\"", if shown.len() < text.len() { "…" } else { "" })
        }
        Value::List(items) => match items.len() {
            0..=8 => format!("[{}]", join(items.iter().map(constant))),
            many => format!("[{}, … {many} in all]", join(items.iter().take(4).map(constant))),
        },
        other => value_text(other).unwrap_or_else(|| "…".to_owned()),
    }
}

const fn compare(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "=",
        CompareOp::NotEqual => "<>",
        CompareOp::Less => "<",
        CompareOp::LessOrEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterOrEqual => ">=",
    }
}

const fn text_test(test: TextTest) -> &'static str {
    match test {
        TextTest::StartsWith => "starts with",
        TextTest::EndsWith => "ends with",
        TextTest::Contains => "contains",
        TextTest::FullText => "~",
    }
}

const fn quantified(quantifier: Quantifier) -> &'static str {
    match quantifier {
        Quantifier::All => "all",
        Quantifier::Any => "any",
        Quantifier::None => "none",
        Quantifier::Single => "single",
    }
}
