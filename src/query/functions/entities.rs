use std::cell::Cell;
use std::sync::Arc;

use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::{Entity, NodeId, Value};
use crate::view::{GraphView, SymbolKind};

use super::{Body, Function, Parameter, Types, function, needs, wrong_kind};

/// What functions may ask about besides their arguments.
pub struct Surroundings<'a> {
    pub view: &'a dyn GraphView,
    /// The score and the snippet of a node that a full-text search of this statement has found.
    pub hit: &'a dyn Fn(NodeId) -> Option<(f32, Arc<str>)>,
    /// State of the series of random numbers.
    pub seed: &'a Cell<u64>,
    /// Whether the statement changes the graph, so that an entity may have been deleted.
    pub writes: bool,
}

impl Surroundings<'_> {
    /// The next number of the series, from 0 up to 1 (SplitMix64, Steele et al. 2014).
    pub fn random(&self) -> f64 {
        let state = self.seed.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.seed.set(state);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Refuses an entity that this statement has deleted.
    pub fn live(&self, entity: Entity) -> Outcome<()> {
        let live = !self.writes
            || match entity {
                Entity::Node(node) => self.view.has_node(node),
                Entity::Rel(rel) => self.view.rel(rel).is_some(),
            };
        if live {
            return Ok(());
        }
        let message = Message::new("this node or relationship has been deleted", "该节点或关系已被删除");
        Err(Diagnostic::runtime(ErrorClass::EntityNotFound, "DeletedEntityAccess", message))
    }
}

const ENTITY: &[Parameter] = &[needs("entity", Types::ENTITY)];
const NODE: &[Parameter] = &[needs("node", Types::NODE)];
const REL: &[Parameter] = &[needs("relationship", Types::REL)];
const PATH: &[Parameter] = &[needs("path", Types::PATH)];

pub(super) const TABLE: &[Function] = &[
    function(
        "id",
        "编号",
        ENTITY,
        Types::INT,
        ("The number of a node or relationship within this graph.", "节点或关系在本图中的编号。"),
        "MATCH (n:Goal) RETURN id(n)",
        Body::Pure(|a| match &a[0] {
            Value::Null => Ok(Value::Null),
            Value::Node(node) => Ok(Value::Int(node.0.into())),
            Value::Rel(rel) => Ok(Value::Int(rel.0.into())),
            other => Err(wrong_kind("id", other)),
        }),
    ),
    function(
        "labels",
        "标签",
        NODE,
        Types::LIST,
        ("The labels of a node.", "节点的标签。"),
        "MATCH (n) RETURN DISTINCT labels(n)",
        Body::Around(labels),
    ),
    function(
        "type",
        "类型",
        REL,
        Types::STRING,
        ("The type of a relationship.", "关系的类型。"),
        "MATCH ()-[r]->() RETURN DISTINCT type(r)",
        Body::Around(type_of),
    ),
    function(
        "keys",
        "属性名",
        &[needs("value", Types::ENTITY.or(Types::MAP))],
        Types::LIST,
        ("The names of the properties or entries.", "属性或条目的名称。"),
        "MATCH (n:Goal) RETURN keys(n)",
        Body::Around(keys),
    ),
    function(
        "properties",
        "属性",
        &[needs("value", Types::ENTITY.or(Types::MAP))],
        Types::MAP,
        ("The properties as a map.", "以映射给出的属性。"),
        "MATCH (n:Goal) RETURN properties(n)",
        Body::Around(properties),
    ),
    function(
        "exists",
        "存在",
        &[needs("value", Types::ANY)],
        Types::BOOL,
        ("Whether a property is there, or a pattern can be found.", "属性是否存在，或模式是否可匹配。"),
        "MATCH (g:Goal) WHERE exists(g.year) RETURN g",
        Body::Pure(|a| Ok(Value::Bool(!a[0].is_null()))),
    ),
    function(
        "startNode",
        "起点",
        REL,
        Types::NODE,
        ("The node that a relationship starts from.", "关系的起点。"),
        "MATCH ()-[r]->() RETURN startNode(r)",
        Body::Around(|s, a| end(s, "startNode", a)),
    ),
    function(
        "endNode",
        "终点",
        REL,
        Types::NODE,
        ("The node that a relationship ends at.", "关系的终点。"),
        "MATCH ()-[r]->() RETURN endNode(r)",
        Body::Around(|s, a| end(s, "endNode", a)),
    ),
    function(
        "nodes",
        "节点",
        PATH,
        Types::LIST,
        ("The nodes of a path, in order.", "路径上的节点，按次序。"),
        "MATCH p = (:Task)-[*]->(:Goal) RETURN nodes(p)",
        Body::Pure(|a| match &a[0] {
            Value::Null => Ok(Value::Null),
            Value::Path(path) => Ok(Value::list(path.nodes.iter().copied().map(Value::Node))),
            other => Err(wrong_kind("nodes", other)),
        }),
    ),
    function(
        "relationships",
        "关系",
        PATH,
        Types::LIST,
        ("The relationships of a path, in order.", "路径上的关系，按次序。"),
        "MATCH p = (:Task)-[*]->(:Goal) RETURN relationships(p)",
        Body::Pure(|a| match &a[0] {
            Value::Null => Ok(Value::Null),
            Value::Path(path) => Ok(Value::list(path.rels.iter().copied().map(Value::Rel))),
            other => Err(wrong_kind("relationships", other)),
        }),
    ),
    function(
        "length",
        "步数",
        PATH,
        Types::INT,
        ("How many relationships a path has.", "路径的关系数。"),
        "MATCH p = (:Task)-[*]->(:Goal) RETURN length(p)",
        Body::Pure(|a| match &a[0] {
            Value::Null => Ok(Value::Null),
            Value::Path(path) => Ok(Value::Int(path.rels.len() as i64)),
            other => Err(wrong_kind("length", other)),
        }),
    ),
    function(
        "evidence",
        "证据",
        ENTITY,
        Types::LIST,
        ("The sentences that prove it: maps of plan, address, line, start, end, quote.", "证明它的句子：规划、出处、行、起、止、原文。"),
        "MATCH (:Measure)-[s:SUPPORTS]->(:Goal) RETURN evidence(s)",
        Body::Around(evidence),
    ),
    function(
        "quote",
        "原文",
        ENTITY,
        Types::STRING,
        ("The first sentence that proves it; null without any.", "证明它的第一句原文；没有时为空。"),
        "MATCH (:Measure)-[s:SUPPORTS]->(:Goal) RETURN quote(s)",
        Body::Around(|s, a| first_proof(s, "quote", a)),
    ),
    function(
        "address",
        "出处",
        ENTITY,
        Types::STRING,
        ("The address of the first sentence that proves it; null without any.", "证明它的第一句的出处；没有时为空。"),
        "MATCH (m:Measure) RETURN address(m)",
        Body::Around(|s, a| first_proof(s, "address", a)),
    ),
    function(
        "score",
        "相关度",
        NODE,
        Types::FLOAT,
        (
            "How well the node answers the full-text search of this statement; null where it was not found by one.",
            "节点与本语句全文检索的相关度；非检索所得时为空。",
        ),
        "MATCH (m:Measure) WHERE m.text ~ '专利' RETURN m, score(m)",
        Body::Around(|s, a| match &a[0] {
            Value::Null => Ok(Value::Null),
            Value::Node(node) => Ok((s.hit)(*node).map_or(Value::Null, |(score, _)| Value::Float(score.into()))),
            other => Err(wrong_kind("score", other)),
        }),
    ),
    function(
        "snippet",
        "摘录",
        NODE,
        Types::STRING,
        (
            "The place where the full-text search of this statement found the node; null where it did not.",
            "全文检索命中处的摘录；未命中时为空。",
        ),
        "MATCH (m:Measure) WHERE m.text ~ '专利' RETURN snippet(m)",
        Body::Around(|s, a| match &a[0] {
            Value::Null => Ok(Value::Null),
            Value::Node(node) => Ok((s.hit)(*node).map_or(Value::Null, |(_, snippet)| Value::String(snippet))),
            other => Err(wrong_kind("snippet", other)),
        }),
    ),
];

fn labels(around: &Surroundings<'_>, a: &[Value]) -> Outcome<Value> {
    match &a[0] {
        Value::Null => Ok(Value::Null),
        Value::Node(node) => {
            around.live(Entity::Node(*node))?;
            let labels = around.view.labels(*node);
            Ok(Value::list(labels.iter().map(|&label| Value::from(around.view.symbol_name(SymbolKind::Label, label)))))
        }
        other => Err(wrong_value_of("labels", other)),
    }
}

/// A deleted relationship keeps its type.
fn type_of(around: &Surroundings<'_>, a: &[Value]) -> Outcome<Value> {
    match &a[0] {
        Value::Null => Ok(Value::Null),
        Value::Rel(rel) => match around.view.rel(*rel).or_else(|| around.view.deleted_rel(*rel)) {
            Some(ends) => Ok(Value::from(around.view.symbol_name(SymbolKind::RelType, ends.kind))),
            None => Ok(Value::Null),
        },
        other => Err(wrong_value_of("type", other)),
    }
}

fn wrong_value_of(name: &str, value: &Value) -> Box<Diagnostic> {
    let mut error = wrong_kind(name, value);
    error.detail = "InvalidArgumentValue".into();
    error
}

fn end(around: &Surroundings<'_>, name: &str, a: &[Value]) -> Outcome<Value> {
    match &a[0] {
        Value::Null => Ok(Value::Null),
        Value::Rel(rel) => {
            let ends = around.view.rel(*rel).or_else(|| around.view.deleted_rel(*rel));
            Ok(ends.map_or(Value::Null, |ends| Value::Node(if name == "startNode" { ends.start } else { ends.end })))
        }
        other => Err(wrong_kind(name, other)),
    }
}

/// The properties of a node, relationship or map, as a map; `None` for another value.
pub(crate) fn property_map(around: &Surroundings<'_>, value: &Value) -> Outcome<Option<Value>> {
    let pairs = match value {
        Value::Node(node) => {
            around.live(Entity::Node(*node))?;
            around.view.properties(*node)
        }
        Value::Rel(rel) => {
            around.live(Entity::Rel(*rel))?;
            around.view.rel_properties(*rel)
        }
        Value::Map(_) => return Ok(Some(value.clone())),
        _ => return Ok(None),
    };
    Ok(Some(Value::map(pairs.into_iter().map(|(key, value)| (around.view.symbol_name(SymbolKind::Key, key), value)))))
}

fn properties(around: &Surroundings<'_>, a: &[Value]) -> Outcome<Value> {
    if a[0].is_null() {
        return Ok(Value::Null);
    }
    property_map(around, &a[0])?.ok_or_else(|| wrong_kind("properties", &a[0]))
}

fn keys(around: &Surroundings<'_>, a: &[Value]) -> Outcome<Value> {
    match (&a[0], property_map(around, &a[0])?) {
        (Value::Null, _) => Ok(Value::Null),
        (_, Some(Value::Map(map))) => Ok(Value::list(map.keys().map(|key| Value::String(Arc::clone(key))))),
        (other, _) => Err(wrong_kind("keys", other)),
    }
}

fn proofs(around: &Surroundings<'_>, name: &str, value: &Value) -> Outcome<Option<Vec<crate::model::Evidence>>> {
    match value {
        Value::Null => Ok(None),
        Value::Node(node) => Ok(Some(around.view.evidence(Entity::Node(*node)))),
        Value::Rel(rel) => Ok(Some(around.view.evidence(Entity::Rel(*rel)))),
        other => Err(wrong_kind(name, other)),
    }
}

fn evidence(around: &Surroundings<'_>, a: &[Value]) -> Outcome<Value> {
    let Some(proofs) = proofs(around, "evidence", &a[0])? else { return Ok(Value::Null) };
    Ok(Value::list(proofs.into_iter().map(|proof| {
        Value::map([
            ("plan", Value::String(proof.plan)),
            ("address", Value::String(proof.address)),
            ("line", Value::Int(proof.line.into())),
            ("start", Value::Int(proof.start as i64)),
            ("end", Value::Int(proof.end as i64)),
            ("quote", Value::String(proof.quote)),
        ])
    })))
}

fn first_proof(around: &Surroundings<'_>, name: &str, a: &[Value]) -> Outcome<Value> {
    let first = proofs(around, name, &a[0])?.and_then(|proofs| proofs.into_iter().next());
    Ok(first.map_or(Value::Null, |proof| Value::String(if name == "quote" { proof.quote } else { proof.address })))
}
