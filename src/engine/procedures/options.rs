//! The map of options that graph procedures take: which part of the graph to see, and how far to go.

use crate::analysis::Scope;
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, nearest};
use crate::model::{NodeId, Value};
use crate::schema::Schema;
use crate::view::{Direction, GraphView, Symbol, SymbolKind};

/// Options, read.
pub struct Options {
    pub scope: Scope,
    /// Steps that a path may have.
    pub within: usize,
    /// Rows wanted.
    pub top: usize,
    /// Chance of following a step in PageRank.
    pub damping: f64,
}

const KEYS: [&str; 10] = ["types", "except", "labels", "avoid", "without", "plans", "direction", "within", "top", "damping"];

impl Options {
    /// Reads the map; labels and types may be named in either language.
    ///
    /// # Errors
    /// An unknown key, a value of the wrong kind, an unknown label or type.
    pub fn read(value: &Value, view: &dyn GraphView, schema: &Schema) -> Outcome<Self> {
        let mut options = Self { scope: Scope::default(), within: 8, top: usize::MAX, damping: 0.85 };
        let map = match value {
            Value::Null => return Ok(options),
            Value::Map(map) => map,
            _ => {
                return Err(wrong(
                    "the options are a map: {labels: ['Institution'], direction: 'out'}",
                    "选项须为映射，如 {labels: ['机构'], direction: 'out'}",
                ));
            }
        };
        for (key, value) in map.iter() {
            match &**key {
                "types" => options.scope.only = symbols(value, SymbolKind::RelType, view, schema)?,
                "except" => options.scope.except = symbols(value, SymbolKind::RelType, view, schema)?,
                "labels" => options.scope.labels = symbols(value, SymbolKind::Label, view, schema)?,
                "avoid" => options.scope.avoid_labels = symbols(value, SymbolKind::Label, view, schema)?,
                "without" => options.scope.avoid = nodes(value)?,
                "plans" => options.scope.plans = texts(value)?,
                "direction" => options.scope.direction = direction(value)?,
                "within" => options.within = count(value, key)?,
                "top" => options.top = count(value, key)?,
                "damping" => options.damping = share(value)?,
                other => {
                    let error = wrong(&format!("there is no option `{other}`"), &format!("没有选项“{other}”"));
                    let near = nearest(other, KEYS, 1);
                    return Err(match near.first() {
                        Some(name) => error.hint(format!("did you mean `{name}`?"), format!("是否为“{name}”？")),
                        None => error.hint(format!("there are {}", KEYS.join(", ")), format!("可用选项：{}", KEYS.join("、"))),
                    });
                }
            }
        }
        Ok(options)
    }
}

pub fn wrong(en: &str, zh: &str) -> Box<Diagnostic> {
    Diagnostic::runtime(ErrorClass::ArgumentError, "InvalidArgumentValue", Message::new(en, zh))
}

fn direction(value: &Value) -> Outcome<Direction> {
    match value.as_str() {
        Some("out") => Ok(Direction::Out),
        Some("in") => Ok(Direction::In),
        Some("both") => Ok(Direction::Both),
        _ => Err(wrong("`direction` is 'out', 'in' or 'both'", "direction 只能是 'out'、'in' 或 'both'")),
    }
}

fn nodes(value: &Value) -> Outcome<Vec<NodeId>> {
    let one = |value: &Value| match value {
        Value::Node(node) => Ok(*node),
        _ => Err(wrong("`without` is a list of nodes", "without 须为节点列表")),
    };
    value.as_list().map_or_else(|| one(value).map(|node| vec![node]), |items| items.iter().map(one).collect())
}

fn texts(value: &Value) -> Outcome<Vec<String>> {
    let one = |value: &Value| {
        value.as_str().map(str::to_owned).ok_or_else(|| wrong("`plans` is a list of names of plans", "plans 须为规划标识的列表"))
    };
    value.as_list().map_or_else(|| one(value).map(|text| vec![text]), |items| items.iter().map(one).collect())
}

fn count(value: &Value, key: &str) -> Outcome<usize> {
    let number = value.as_int().and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| wrong(&format!("`{key}` is a whole number from 0"), &format!("{key} 须为非负整数")))
}

fn share(value: &Value) -> Outcome<f64> {
    value
        .as_number()
        .filter(|share| (0.0..1.0).contains(share))
        .ok_or_else(|| wrong("`damping` lies between 0 and 1", "damping 须在 0 与 1 之间"))
}

/// One name or a list of names. A name of the schema that this graph has no node or relation of gives no symbol, and then
/// the list would be empty and mean everything: so it is refused.
fn symbols(value: &Value, kind: SymbolKind, view: &dyn GraphView, schema: &Schema) -> Outcome<Vec<Symbol>> {
    let names = match value {
        Value::String(_) => std::slice::from_ref(value),
        Value::List(items) => items.as_slice(),
        _ => return Err(wrong("labels and types are given by name or as a list of names", "标签和关系类型须为名称或名称列表")),
    };
    let mut found = Vec::new();
    for name in names {
        let Some(name) = name.as_str() else { return Err(wrong("a name is a string", "名称须为字符串")) };
        let english = match kind {
            SymbolKind::Label => schema.kind(name).map(|kind| kind.name.as_str()),
            _ => schema.relation(name).map(|relation| relation.name.as_str()),
        };
        let symbol = view.symbol(kind, name).or_else(|| view.symbol(kind, english?));
        match symbol {
            Some(symbol) => found.push(symbol),
            None => {
                let known: Vec<&str> = (0..view.symbol_count(kind)).map(|at| view.symbol_name(kind, Symbol(at as u16))).collect();
                let error = wrong(&format!("nothing in this graph is called `{name}`"), &format!("图中没有“{name}”"));
                return Err(match nearest(name, known, 1).first() {
                    Some(near) => error.hint(format!("did you mean `{near}`?"), format!("是否为“{near}”？")),
                    None => error,
                });
            }
        }
    }
    Ok(found)
}
