//! The language once more, as plainly as it can be said: every clause over a list of rows, every pattern tried against every
//! node and every relation. No plan, no index, no order chosen. What it leaves out, the queries of `agree` do not use.

use std::collections::BTreeMap;
use std::sync::Arc;

use gangmu::model::{NodeId, RelId, Value};
use gangmu::query::ast::*;
use gangmu::query::value::{ArithmeticOp, arithmetic, compare, contains, equal, order, same};
use gangmu::view::{GraphView, SymbolKind};

pub type Row = BTreeMap<Arc<str>, Value>;

/// Columns and rows.
pub type Table = (Vec<String>, Vec<Vec<Value>>);

pub struct Naive<'g> {
    pub graph: &'g dyn GraphView,
}

impl Naive<'_> {
    pub fn query(&self, query: &Query) -> Table {
        let mut parts = query.parts.iter().map(|part| self.single(part));
        let mut all = parts.next().expect("a query has a part");
        for (part, union) in parts.zip(&query.unions) {
            all.1.extend(part.1);
            if !union.all {
                all.1 = distinct(all.1);
            }
        }
        all
    }

    fn single(&self, query: &SingleQuery) -> Table {
        let mut rows = vec![Row::new()];
        for clause in &query.clauses {
            match clause {
                Clause::Match(clause) => rows = rows.iter().flat_map(|row| self.matched(clause, row)).collect(),
                Clause::Unwind(clause) => {
                    let unwound = |row: &Row| match self.eval(&clause.list, row) {
                        Value::Null => Vec::new(),
                        Value::List(items) => items.iter().map(|item| with(row, &clause.variable.text, item.clone())).collect(),
                        single => vec![with(row, &clause.variable.text, single)],
                    };
                    rows = rows.iter().flat_map(unwound).collect();
                }
                Clause::With(clause) => {
                    let (columns, table) = self.project(&clause.projection, &rows);
                    let named = |values: Vec<Value>| columns.iter().map(|name| name.as_str().into()).zip(values).collect::<Row>();
                    rows = table.into_iter().map(named).collect();
                    rows.retain(|row| clause.filter.as_ref().is_none_or(|filter| self.holds(filter, row)));
                }
                Clause::Return(projection) => return self.project(projection, &rows),
                other => panic!("{} is not among the queries", other.keyword()),
            }
        }
        panic!("a query returns")
    }

    // --- patterns

    fn matched(&self, clause: &Match, row: &Row) -> Vec<Row> {
        let mut found = vec![(row.clone(), Vec::new())];
        for path in &clause.paths {
            found = found.iter().flat_map(|(row, used)| self.path(path, row, used)).collect();
        }
        let mut rows: Vec<Row> = found.into_iter().map(|pair| pair.0).collect();
        rows.retain(|row| clause.filter.as_ref().is_none_or(|filter| self.holds(filter, row)));
        if rows.is_empty() && clause.optional {
            let mut nulls = row.clone();
            for path in &clause.paths {
                let nodes = path.nodes().filter_map(|node| node.variable.as_ref());
                for name in nodes.chain(path.rels().filter_map(|rel| rel.variable.as_ref())) {
                    nulls.entry(Arc::clone(&name.text)).or_insert(Value::Null);
                }
            }
            rows.push(nulls);
        }
        rows
    }

    /// All ways to lay the path into the graph beside what is bound; no relation twice within one MATCH.
    fn path(&self, path: &PathPattern, row: &Row, used: &[RelId]) -> Vec<(Row, Vec<RelId>)> {
        let mut ways = Vec::new();
        for node in self.graph.nodes() {
            if let Some(row) = self.node(&path.start, node, row) {
                ways.push((row, used.to_vec(), node));
            }
        }
        for step in &path.steps {
            let mut longer = Vec::new();
            for (row, used, node) in &ways {
                let mut trails = Vec::new();
                let (least, most) = match &step.rel.length {
                    None => (1, 1),
                    Some(length) => (length.least() as usize, length.max.map_or(usize::MAX, |most| most as usize)),
                };
                self.trails(&step.rel, *node, (least, most), used, row, &mut Vec::new(), &mut trails);
                for (trail, end) in trails {
                    let value = match &step.rel.length {
                        None => Value::Rel(trail[0]),
                        Some(_) => Value::list(trail.iter().copied().map(Value::Rel)),
                    };
                    let bound = match &step.rel.variable {
                        Some(name) if row.contains_key(&name.text) => (row[&name.text] == value).then(|| row.clone()),
                        Some(name) => Some(with(row, &name.text, value)),
                        None => Some(row.clone()),
                    };
                    if let Some(row) = bound.and_then(|row| self.node(&step.node, end, &row)) {
                        longer.push((row, [used.as_slice(), &trail].concat(), end));
                    }
                }
            }
            ways = longer;
        }
        ways.into_iter().map(|(row, used, _)| (row, used)).collect()
    }

    /// The row with the node, where the node fits the pattern.
    fn node(&self, pattern: &NodePattern, node: NodeId, row: &Row) -> Option<Row> {
        let labelled = pattern.labels.iter().all(|label| self.has_label(node, label));
        let fits = labelled && self.has_properties(pattern.properties.as_ref(), &Value::Node(node), row);
        match &pattern.variable {
            Some(name) if row.contains_key(&name.text) => (fits && row[&name.text] == Value::Node(node)).then(|| row.clone()),
            Some(name) => fits.then(|| with(row, &name.text, Value::Node(node))),
            None => fits.then(|| row.clone()),
        }
    }

    /// Every walk of so many relations, none twice, with its end.
    #[allow(clippy::too_many_arguments)]
    fn trails(
        &self,
        pattern: &RelPattern,
        from: NodeId,
        bounds: (usize, usize),
        used: &[RelId],
        row: &Row,
        trail: &mut Vec<RelId>,
        found: &mut Vec<(Vec<RelId>, NodeId)>,
    ) {
        if trail.len() >= bounds.0 {
            found.push((trail.clone(), from));
        }
        if trail.len() == bounds.1 {
            return;
        }
        for rel in (0..self.graph.rel_bound()).map(RelId) {
            let Some(ends) = self.graph.rel(rel) else { continue };
            let kind = self.graph.symbol_name(SymbolKind::RelType, ends.kind);
            let typed = pattern.types.is_empty() || pattern.types.iter().any(|wanted| wanted.as_str() == kind);
            let fits = typed && self.has_properties(pattern.properties.as_ref(), &Value::Rel(rel), row);
            if !fits || used.contains(&rel) || trail.contains(&rel) {
                continue;
            }
            let mut ends_met = Vec::new();
            if pattern.arrow != Arrow::Left && ends.start == from {
                ends_met.push(ends.end);
            }
            if pattern.arrow != Arrow::Right && ends.end == from && !(pattern.arrow == Arrow::Either && ends.start == ends.end) {
                ends_met.push(ends.start);
            }
            for end in ends_met {
                trail.push(rel);
                self.trails(pattern, end, bounds, used, row, trail, found);
                trail.pop();
            }
        }
    }

    fn has_label(&self, node: NodeId, label: &Name) -> bool {
        self.graph.symbol(SymbolKind::Label, label.as_str()).is_some_and(|label| self.graph.has_label(node, label))
    }

    fn has_properties(&self, properties: Option<&Expr>, entity: &Value, row: &Row) -> bool {
        let Some(properties) = properties else { return true };
        let ExprKind::Map(entries) = &properties.kind else { panic!("properties are written as a map") };
        entries.iter().all(|(key, value)| equal(&self.property(entity, key.as_str()), &self.eval(value, row)) == Some(true))
    }

    // --- projections

    fn project(&self, projection: &Projection, rows: &[Row]) -> Table {
        let columns: Vec<String> = projection.items.iter().map(|item| item.column().to_string()).collect();
        let items: Vec<&Expr> = projection.items.iter().map(|item| &item.expr).collect();
        let mut table: Vec<Vec<Value>> = if items.iter().any(|item| aggregate(item).is_some()) {
            self.grouped(&items, rows)
        } else {
            rows.iter().map(|row| items.iter().map(|item| self.eval(item, row)).collect()).collect()
        };
        if projection.distinct {
            table = distinct(table);
        }
        // The queries sort by columns only.
        let keys: Vec<(usize, bool)> = projection
            .order
            .iter()
            .map(|key| {
                let name = key.expr.as_variable().expect("queries sort by a column");
                (columns.iter().position(|column| *column == *name.text).expect("a column"), key.descending)
            })
            .collect();
        table.sort_by(|a, b| {
            let one = |&(at, descending): &(usize, bool)| {
                let ordering = order(&a[at], &b[at]);
                if descending { ordering.reverse() } else { ordering }
            };
            keys.iter().map(one).find(|ordering| ordering.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
        });
        let number = |expr: &Option<Expr>| expr.as_ref().map(|expr| self.eval(expr, &Row::new()).as_int().expect("a number") as usize);
        let (skip, limit) = (number(&projection.skip).unwrap_or(0), number(&projection.limit).unwrap_or(usize::MAX));
        (columns, table.into_iter().skip(skip).take(limit).collect())
    }

    /// Rows that agree in all items that are no aggregates form a group; without such items all rows are one.
    fn grouped(&self, items: &[&Expr], rows: &[Row]) -> Vec<Vec<Value>> {
        let mut groups: Vec<(Vec<Value>, Vec<&Row>)> = Vec::new();
        if items.iter().all(|item| aggregate(item).is_some()) {
            groups.push((Vec::new(), Vec::new()));
        }
        for row in rows {
            let key: Vec<Value> = items.iter().filter(|item| aggregate(item).is_none()).map(|item| self.eval(item, row)).collect();
            match groups.iter_mut().find(|group| alike(&group.0, &key)) {
                Some(group) => group.1.push(row),
                None => groups.push((key, vec![row])),
            }
        }
        let result = |(key, rows): (Vec<Value>, Vec<&Row>)| {
            let mut key = key.into_iter();
            let value = |item: &&Expr| match aggregate(item) {
                None => key.next().expect("a key for each item"),
                Some((name, argument, unique)) => self.aggregated(name, argument, unique, &rows),
            };
            items.iter().map(value).collect()
        };
        groups.into_iter().map(result).collect()
    }

    fn aggregated(&self, name: &str, argument: Option<&Expr>, unique: bool, rows: &[&Row]) -> Value {
        let Some(argument) = argument else { return Value::Int(rows.len() as i64) };
        let mut values: Vec<Value> = rows.iter().map(|row| self.eval(argument, row)).filter(|value| !value.is_null()).collect();
        if unique {
            values = distinct(values.into_iter().map(|value| vec![value]).collect()).into_iter().flatten().collect();
        }
        let add = |a: Value, b: &Value| arithmetic(ArithmeticOp::Add, &a, b).expect("numbers");
        match name {
            "count" => Value::Int(values.len() as i64),
            "collect" => Value::list(values),
            "min" => values.into_iter().min_by(order).unwrap_or_default(),
            "max" => values.into_iter().max_by(order).unwrap_or_default(),
            "sum" => values.iter().fold(Value::Int(0), add),
            "avg" if values.is_empty() => Value::Null,
            "avg" => Value::Float(values.iter().filter_map(Value::as_number).sum::<f64>() / values.len() as f64),
            other => panic!("{other} is not among the queries"),
        }
    }

    // --- expressions

    fn property(&self, entity: &Value, key: &str) -> Value {
        let key = self.graph.symbol(SymbolKind::Key, key);
        match (entity, key) {
            (Value::Node(node), Some(key)) => self.graph.property(*node, key).to_value(),
            (Value::Rel(rel), Some(key)) => self.graph.rel_property(*rel, key).to_value(),
            _ => Value::Null,
        }
    }

    fn holds(&self, condition: &Expr, row: &Row) -> bool {
        self.eval(condition, row) == Value::Bool(true)
    }

    fn eval(&self, expr: &Expr, row: &Row) -> Value {
        let truth = |truth: Option<bool>| truth.map_or(Value::Null, Value::Bool);
        match &expr.kind {
            ExprKind::Literal(Literal::Null) => Value::Null,
            ExprKind::Literal(Literal::Bool(value)) => Value::Bool(*value),
            ExprKind::Literal(Literal::Int(value)) => Value::Int(*value),
            ExprKind::Literal(Literal::Float(value)) => Value::Float(*value),
            ExprKind::Literal(Literal::String(value)) => Value::String(Arc::clone(value)),
            ExprKind::Variable(name) => row[&name.text].clone(),
            ExprKind::List(items) => Value::list(items.iter().map(|item| self.eval(item, row))),
            ExprKind::Property { base, key } => self.property(&self.eval(base, row), key.as_str()),
            ExprKind::And(parts) => truth(both(parts.iter().map(|part| as_truth(&self.eval(part, row))), false)),
            ExprKind::Or(parts) => truth(both(parts.iter().map(|part| as_truth(&self.eval(part, row))), true)),
            ExprKind::Unary { op: UnaryOp::Not, operand } => truth(as_truth(&self.eval(operand, row)).map(|truth| !truth)),
            ExprKind::IsNull { operand, negated } => Value::Bool(self.eval(operand, row).is_null() != *negated),
            ExprKind::HasLabels { operand, labels } => match self.eval(operand, row) {
                Value::Node(node) => Value::Bool(labels.iter().all(|label| self.has_label(node, label))),
                _ => Value::Null,
            },
            ExprKind::Exists { paths, filter } => {
                let mut found = vec![(row.clone(), Vec::new())];
                for path in paths {
                    found = found.iter().flat_map(|(row, used)| self.path(path, row, used)).collect();
                }
                Value::Bool(found.iter().any(|(row, _)| filter.as_ref().is_none_or(|filter| self.holds(filter, row))))
            }
            ExprKind::Pattern(path) => Value::Bool(!self.path(path, row, &[]).is_empty()),
            ExprKind::Binary { op, left, right } => {
                let (a, b) = (self.eval(left, row), self.eval(right, row));
                match op {
                    BinaryOp::Compare(op) => truth(compared(*op, &a, &b)),
                    BinaryOp::In => truth(b.as_list().and_then(|list| contains(list, &a))),
                    BinaryOp::Contains => truth(a.as_str().zip(b.as_str()).map(|(a, b)| a.contains(b))),
                    BinaryOp::StartsWith => truth(a.as_str().zip(b.as_str()).map(|(a, b)| a.starts_with(b))),
                    BinaryOp::Add => arithmetic(ArithmeticOp::Add, &a, &b).expect("numbers"),
                    other => panic!("{other:?} is not among the queries"),
                }
            }
            ExprKind::Function(call) => {
                let argument = self.eval(&call.arguments[0], row);
                match (call.name.as_str(), argument) {
                    (_, Value::Null) => Value::Null,
                    ("type", Value::Rel(rel)) => {
                        let kind = self.graph.rel(rel).expect("a relation").kind;
                        self.graph.symbol_name(SymbolKind::RelType, kind).into()
                    }
                    ("size", Value::List(list)) => Value::Int(list.len() as i64),
                    (other, _) => panic!("{other} is not among the queries"),
                }
            }
            other => panic!("{other:?} is not among the queries"),
        }
    }
}

fn with(row: &Row, name: &Arc<str>, value: Value) -> Row {
    let mut row = row.clone();
    row.insert(Arc::clone(name), value);
    row
}

fn alike(a: &[Value], b: &[Value]) -> bool {
    a.iter().zip(b).all(|(a, b)| same(a, b))
}

fn distinct(rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    let mut kept: Vec<Vec<Value>> = Vec::new();
    for row in rows {
        if !kept.iter().any(|known| alike(known, &row)) {
            kept.push(row);
        }
    }
    kept
}

fn as_truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        _ => None,
    }
}

/// AND and OR: one that `decides` settles it, else one that is unknown leaves it unknown.
fn both(parts: impl Iterator<Item = Option<bool>>, decides: bool) -> Option<bool> {
    let parts: Vec<Option<bool>> = parts.collect();
    if parts.contains(&Some(decides)) {
        Some(decides)
    } else if parts.contains(&None) {
        None
    } else {
        Some(!decides)
    }
}

fn compared(op: CompareOp, a: &Value, b: &Value) -> Option<bool> {
    match op {
        CompareOp::Equal => equal(a, b),
        CompareOp::NotEqual => equal(a, b).map(|equal| !equal),
        CompareOp::Less => compare(a, b).holds(|ordering| ordering.is_lt()),
        CompareOp::LessOrEqual => compare(a, b).holds(|ordering| ordering.is_le()),
        CompareOp::Greater => compare(a, b).holds(|ordering| ordering.is_gt()),
        CompareOp::GreaterOrEqual => compare(a, b).holds(|ordering| ordering.is_ge()),
    }
}

/// Name and argument (none for `count(*)`) of an item that is an aggregate, and whether it is DISTINCT.
fn aggregate(item: &Expr) -> Option<(&str, Option<&Expr>, bool)> {
    match &item.kind {
        ExprKind::CountStar => Some(("count", None, false)),
        ExprKind::Function(call) if ["count", "sum", "min", "max", "avg", "collect"].contains(&call.name.as_str()) => {
            Some((call.name.as_str(), call.arguments.first(), call.distinct))
        }
        _ => None,
    }
}
