//! Labels, types, properties and shape of paths.

use super::errors::syntax;
use super::exprs::Place;
use super::{Checker, Kind, Scope};
use crate::base::Outcome;
use crate::query::ast::{Arrow, Expr, ExprKind, PathPattern, RelPattern};

/// What a pattern is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// MATCH, pattern comprehension, EXISTS: finds, and binds new names.
    Match,
    /// A path as a condition: finds, and binds nothing.
    Condition,
    Create,
    Merge,
}

impl Use {
    /// Whether it makes what it names.
    pub(super) const fn makes(self) -> bool {
        matches!(self, Self::Create | Self::Merge)
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Create => "CREATE",
            Self::Merge => "MERGE",
            _ => "MATCH",
        }
    }
}

impl Checker<'_> {
    /// Checks all but the variables of a path. `scope` is what its properties may name.
    pub(super) fn path_details(&mut self, path: &mut PathPattern, scope: &mut Scope, purpose: Use) -> Outcome<()> {
        if path.shortest.is_some() {
            shortest_shape(path, purpose)?;
        }
        for step in &mut path.steps {
            let rel = &mut step.rel;
            if purpose.makes() {
                made_relation(rel, purpose)?;
            }
            for kind in &mut rel.types {
                self.rel_type(kind)?;
            }
            if let Some(properties) = &mut rel.properties {
                self.pattern_properties(properties, scope, purpose)?;
            }
        }
        for node in path.nodes_mut() {
            for label in &mut node.labels {
                self.label(label)?;
            }
            if let Some(properties) = &mut node.properties {
                self.pattern_properties(properties, scope, purpose)?;
            }
        }
        self.directions(path)
    }

    fn pattern_properties(&mut self, properties: &mut Expr, scope: &mut Scope, purpose: Use) -> Outcome<()> {
        let span = properties.span();
        match &mut properties.kind {
            ExprKind::Parameter(name) if purpose != Use::Create => {
                let word = purpose.word();
                Err(syntax(
                    "InvalidParameterUse",
                    span,
                    format!("{word} cannot look for all properties of a parameter at once"),
                    format!("{word} 不能用一个参数给出全部属性"),
                )
                .hint(format!("name the properties: {{name: ${name}.name}}"), format!("请逐个写明属性：{{name: ${name}.name}}")))
            }
            ExprKind::Map(entries) => {
                for (key, value) in entries {
                    self.key(key)?;
                    self.expr(value, scope, Place::value("in a pattern", "模式里"))?;
                }
                Ok(())
            }
            _ => self.expr(properties, scope, Place::value("in a pattern", "模式里")).map(|_| ()),
        }
    }

    /// What the schema says of the ends of each relation: a step that no such relation can take would silently find nothing.
    fn directions(&self, path: &PathPattern) -> Outcome<()> {
        let Some(schema) = self.world.schema else { return Ok(()) };
        let mut left = &path.start;
        for step in &path.steps {
            let (rel, right) = (&step.rel, &step.node);
            let ends = (left, right);
            left = right;
            let relations: Vec<_> = rel.types.iter().filter_map(|name| schema.relation(name.as_str())).collect();
            let long = rel.length.as_ref().is_some_and(|length| length.least() != 1 || length.max != Some(1));
            if relations.is_empty() || rel.arrow == Arrow::Either || long {
                continue;
            }
            let (start, end) = if rel.arrow == Arrow::Right { ends } else { (ends.1, ends.0) };
            let admits = |side: &crate::query::ast::NodePattern, relation: &crate::schema::Relation, forward| {
                side.labels.iter().all(|label| relation.admits(label.as_str(), forward))
            };
            if relations.iter().any(|relation| admits(start, relation, true) && admits(end, relation, false)) {
                continue;
            }
            let Some(relation) = relations.first() else { continue };
            let turned = relations.iter().any(|relation| admits(end, relation, true) && admits(start, relation, false));
            let (from, to) = (relation.from.join(" or "), relation.to.join(" or "));
            let (from_zh, to_zh) = (chinese(schema, &relation.from), chinese(schema, &relation.to));
            let name = &relation.name;
            let (en, zh) = if turned {
                (format!("{name} points the other way"), format!("“{}”的方向反了", relation.zh))
            } else {
                (format!("{name} does not join these kinds"), format!("“{}”不连接这两种节点", relation.zh))
            };
            return Err(crate::base::Diagnostic::compile(
                crate::base::ErrorClass::SemanticError,
                "ImpossiblePattern",
                crate::base::Message::new(en, zh),
            )
            .at(*rel.at)
            .hint(format!("{name} goes from {from} to {to}"), format!("“{}”从{from_zh}指向{to_zh}", relation.zh)));
        }
        Ok(())
    }

    /// The path of a condition, a comprehension or `shortestPath(…)`; its names are left in `scope`.
    pub(super) fn inner_path(&mut self, path: &mut PathPattern, scope: &mut Scope, purpose: Use) -> Outcome<()> {
        self.bind_paths(std::slice::from_ref(path), scope, purpose)?;
        self.path_details(path, scope, purpose)
    }
}

fn chinese(schema: &crate::schema::Schema, kinds: &[String]) -> String {
    kinds.iter().map(|kind| schema.kind(kind).map_or(kind.as_str(), |kind| kind.zh.as_str())).collect::<Vec<_>>().join("或")
}

fn shortest_shape(path: &PathPattern, purpose: Use) -> Outcome<()> {
    if purpose.makes() {
        let word = purpose.word();
        return Err(syntax(
            "UnexpectedSyntax",
            path.span(),
            format!("{word} makes what it names; a shortest path can only be found"),
            format!("{word} 会新建所写的内容；最短路径只能查找"),
        ));
    }
    match path.steps.as_slice() {
        [_] => Ok(()),
        _ => Err(syntax(
            "UnexpectedSyntax",
            path.span(),
            "a shortest path has two ends and one step between them",
            "最短路径要有两端和中间的一步",
        )
        .hint("write shortestPath((a)-[*..5]-(b))", "请写 shortestPath((a)-[*..5]-(b))")),
    }
}

/// A relation that is made has one type, one length and, in CREATE, one direction.
fn made_relation(rel: &RelPattern, purpose: Use) -> Outcome<()> {
    let word = purpose.word();
    if rel.length.is_some() {
        return Err(syntax(
            "CreatingVarLength",
            *rel.at,
            format!("{word} cannot make a chain of unknown length"),
            format!("{word} 不能新建长度不定的路径"),
        )
        .hint("write each step: (a)-[:T]->()-[:T]->(b)", "请写出每一步：(a)-[:T]->()-[:T]->(b)"));
    }
    if rel.types.len() != 1 {
        let (en, zh) = match rel.types.is_empty() {
            true => (format!("{word} needs the type of the relation"), format!("{word} 需要写明关系的类型")),
            false => (format!("{word} makes a relation of one type"), format!("{word} 只能新建一种类型的关系")),
        };
        return Err(syntax("NoSingleRelationshipType", *rel.at, en, zh).hint("for example (a)-[:SUPPORTS]->(b)", "例如 (a)-[:支撑]->(b)"));
    }
    if purpose == Use::Create && rel.arrow == Arrow::Either {
        return Err(syntax(
            "RequiresDirectedRelationship",
            *rel.at,
            "CREATE needs to know which way the relation points",
            "CREATE 需要写明关系的方向",
        )
        .hint("write -[:SUPPORTS]-> or <-[:SUPPORTS]-", "请写 -[:支撑]-> 或 <-[:支撑]-"));
    }
    Ok(())
}

/// What a pattern that has been found gives, where it stands as an expression.
pub(super) fn path_kind(path: &PathPattern) -> Kind {
    match path.shortest {
        Some(crate::query::ast::Shortest::All) => Kind::list_of(Kind::Path),
        _ => Kind::Path,
    }
}
