use super::truth::wrong_kind;
use super::weight::weight;
use super::{Flow, Halt, Reader};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::{Entity, NodeId, RelId, Value};
use crate::query::plan::{Assignment, Creation, Expr, Named, Write};
use crate::view::{Direction, GraphView, Overlay, Symbol, SymbolKind};

use super::rows::RowBuffer;

/// What a node, a relation or a changed property takes in the overlay, beside its values.
const CHANGE: usize = 256;

/// The graph that a statement changes.
pub(super) type Graph<'a> = Overlay<&'a dyn GraphView>;

/// One write of a plan on the rows that were held for it. `read` gives a reader over the overlay as it now is.
pub(super) struct Writer<'w, 'a> {
    pub overlay: &'w mut Graph<'a>,
    pub read: &'w dyn Fn(&Graph<'a>, &mut dyn FnMut(&Reader<'_>) -> Flow) -> Flow,
}

impl Writer<'_, '_> {
    /// Makes the change for every row; the rows that come out (MERGE may give several for one) are put into `out`.
    pub fn write(&mut self, write: &Write, rows: &RowBuffer, row: &mut [Value], out: &mut RowBuffer) -> Flow {
        for at in 0..rows.len() {
            rows.load(at, row);
            match write {
                Write::Create(creations) => {
                    self.create(creations, row, false)?;
                    self.hold(out, row)?;
                }
                Write::Merge { pipeline, creations, on_create, on_match, bound } => {
                    let mut found = RowBuffer::new(bound);
                    self.reading(&mut |reader| {
                        let before = reader.budget.held();
                        reader.pipeline(&pipeline.ops, row, &mut |row| Ok(found.push(row, reader.budget)?))?;
                        reader.budget.back_to(before);
                        Ok(())
                    })?;
                    for at in 0..found.len() {
                        found.load(at, row);
                        self.assign(on_match, row)?;
                        self.hold(out, row)?;
                    }
                    if found.len() == 0 {
                        self.create(creations, row, true)?;
                        self.assign(on_create, row)?;
                        self.hold(out, row)?;
                    }
                }
                Write::Assign(all) => {
                    self.assign(all, row)?;
                    self.hold(out, row)?;
                }
                Write::Delete { items, detach } => {
                    for item in items {
                        let value = self.value(item, row)?;
                        self.delete(&value, *detach)?;
                    }
                    self.hold(out, row)?;
                }
            }
        }
        Ok(())
    }

    fn reading(&self, act: &mut dyn FnMut(&Reader<'_>) -> Flow) -> Flow {
        (self.read)(self.overlay, act)
    }

    fn hold(&self, out: &mut RowBuffer, row: &[Value]) -> Flow {
        self.reading(&mut |reader| {
            reader.budget.tick()?;
            Ok(out.push(row, reader.budget)?)
        })
    }

    /// One change of the graph more, with values of so many bytes.
    fn charge(&self, bytes: usize) -> Flow {
        self.reading(&mut |reader| Ok(reader.budget.hold(CHANGE + bytes)?))
    }

    fn value(&self, expr: &Expr, row: &mut [Value]) -> Result<Value, Halt> {
        let mut value = Value::Null;
        self.reading(&mut |reader| {
            value = reader.eval(expr, row)?;
            Ok(())
        })?;
        Ok(value)
    }

    fn create(&mut self, creations: &[Creation], row: &mut [Value], merging: bool) -> Flow {
        for creation in creations {
            let properties: Vec<(Symbol, Value)> = match creation.properties() {
                None => Vec::new(),
                Some(expr) => {
                    let value = self.value(expr, row)?;
                    self.pairs(&value, merging)?
                }
            };
            self.charge(properties.iter().map(|(_, value)| weight(value)).sum())?;
            match creation {
                Creation::Node { to, labels, .. } => {
                    let labels =
                        labels.iter().map(|label| self.overlay.intern(SymbolKind::Label, &label.name)).collect::<Outcome<Vec<_>>>()?;
                    row[*to] = Value::Node(self.overlay.create_node(&labels, properties)?);
                }
                Creation::Rel { to, kind, start, end, .. } => {
                    let (start, end) = (end_node(&row[*start])?, end_node(&row[*end])?);
                    let kind = self.overlay.intern(SymbolKind::RelType, &kind.name)?;
                    row[*to] = Value::Rel(self.overlay.create_rel(start, kind, end, properties)?);
                }
            }
        }
        Ok(())
    }

    /// The entries of a map as properties. What MERGE creates must be found again, so it takes no null.
    fn pairs(&mut self, value: &Value, merging: bool) -> Outcome<Vec<(Symbol, Value)>> {
        let map = match value {
            Value::Null => return Ok(Vec::new()),
            Value::Map(map) => map,
            other => return Err(wrong_kind("properties are given as a map", "属性须以映射给出", other)),
        };
        let mut pairs = Vec::with_capacity(map.len());
        for (name, value) in map.iter() {
            if merging && value.is_null() {
                let message = Message::new(format!("MERGE cannot find {name} by null"), format!("MERGE 不能以空值查找 {name}"));
                return Err(Diagnostic::runtime(ErrorClass::SemanticError, "MergeReadOwnWrites", message));
            }
            pairs.push((self.overlay.intern(SymbolKind::Key, name)?, stored(name, value)?));
        }
        Ok(pairs)
    }

    fn assign(&mut self, all: &[Assignment], row: &mut [Value]) -> Flow {
        for assignment in all {
            match assignment {
                Assignment::Property { target, key, value } => {
                    let (target, value) = (self.value(target, row)?, self.value(value, row)?);
                    if let Some(entity) = entity(&target)? {
                        let value = stored(&key.name, &value)?;
                        self.set(entity, &key.name, value)?;
                    }
                }
                Assignment::Properties { target, value, merge } => {
                    let (target, value) = (self.value(target, row)?, self.value(value, row)?);
                    if let Some(entity) = entity(&target)? {
                        self.set_all(entity, &value, *merge)?;
                    }
                }
                Assignment::Labels { target, labels, remove } => match self.value(target, row)? {
                    Value::Null => {}
                    Value::Node(node) => self.set_labels(node, labels, *remove)?,
                    other => return Err(wrong_kind("only a node has labels", "只有节点才有标签", &other).into()),
                },
            }
        }
        Ok(())
    }

    fn set(&mut self, entity: Entity, name: &str, value: Value) -> Flow {
        if value.is_null() && self.overlay.symbol(SymbolKind::Key, name).is_none() {
            return Ok(());
        }
        let key = self.overlay.intern(SymbolKind::Key, name)?;
        let before = match entity {
            Entity::Node(node) => self.overlay.property(node, key).is_null(),
            Entity::Rel(rel) => self.overlay.rel_property(rel, key).is_null(),
        };
        // Taking away what is not there changes nothing.
        if !(before && value.is_null()) {
            self.charge(weight(&value))?;
            self.overlay.set_property(entity, key, value);
        }
        Ok(())
    }

    fn set_all(&mut self, entity: Entity, value: &Value, merge: bool) -> Flow {
        let new = match value {
            Value::Null => Value::map::<&str>([]),
            Value::Map(_) => value.clone(),
            Value::Node(node) => self.named(self.overlay.properties(*node)),
            Value::Rel(rel) => self.named(self.overlay.rel_properties(*rel)),
            other => {
                return Err(wrong_kind("properties are given as a map, node or relationship", "属性须以映射、节点或关系给出", other).into());
            }
        };
        let Value::Map(new) = new else { return Ok(()) };
        if !merge {
            let old = match entity {
                Entity::Node(node) => self.overlay.properties(node),
                Entity::Rel(rel) => self.overlay.rel_properties(rel),
            };
            for (key, _) in old {
                if !new.contains_key(self.overlay.symbol_name(SymbolKind::Key, key)) {
                    self.overlay.set_property(entity, key, Value::Null);
                }
            }
        }
        for (name, value) in new.iter() {
            let value = stored(name, value)?;
            self.set(entity, name, value)?;
        }
        Ok(())
    }

    fn named(&self, properties: Vec<(Symbol, Value)>) -> Value {
        Value::map(properties.into_iter().map(|(key, value)| (self.overlay.symbol_name(SymbolKind::Key, key), value)))
    }

    fn set_labels(&mut self, node: NodeId, labels: &[Named], remove: bool) -> Outcome<()> {
        for label in labels {
            if !remove {
                let label = self.overlay.intern(SymbolKind::Label, &label.name)?;
                self.overlay.add_label(node, label);
            } else if let Some(label) = self.overlay.symbol(SymbolKind::Label, &label.name) {
                self.overlay.remove_label(node, label);
            }
        }
        Ok(())
    }

    fn delete(&mut self, value: &Value, detach: bool) -> Outcome<()> {
        match value {
            Value::Null => {}
            Value::Node(node) => self.delete_node(*node, detach),
            Value::Rel(rel) => self.overlay.delete_rel(*rel),
            Value::Path(path) => {
                path.rels.iter().for_each(|&rel| self.overlay.delete_rel(rel));
                path.nodes.iter().for_each(|&node| self.delete_node(node, detach));
            }
            other => return Err(wrong_kind("only nodes, relationships and paths can be deleted", "只能删除节点、关系和路径", other)),
        }
        Ok(())
    }

    fn delete_node(&mut self, node: NodeId, detach: bool) {
        if detach {
            let rels: Vec<RelId> = self.overlay.edges(node, Direction::Both, None).map(|edge| edge.rel).collect();
            rels.into_iter().for_each(|rel| self.overlay.delete_rel(rel));
        }
        self.overlay.delete_node(node);
    }
}

fn end_node(value: &Value) -> Outcome<NodeId> {
    match value {
        Value::Node(node) => Ok(*node),
        other => {
            let mut error = wrong_kind("a relationship joins two nodes", "关系须连接两个节点", other);
            error.class = ErrorClass::SemanticError;
            Err(error)
        }
    }
}

fn entity(value: &Value) -> Outcome<Option<Entity>> {
    match value {
        Value::Null => Ok(None),
        Value::Node(node) => Ok(Some(Entity::Node(*node))),
        Value::Rel(rel) => Ok(Some(Entity::Rel(*rel))),
        other => Err(wrong_kind("only a node or relationship has properties to set", "只能设置节点或关系的属性", other)),
    }
}

/// A value that a property may hold: a scalar, or a list of such.
fn stored(name: &str, value: &Value) -> Outcome<Value> {
    fn fits(value: &Value, depth: usize) -> bool {
        match value {
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::String(_) => true,
            Value::List(items) => depth > 0 && items.iter().all(|item| fits(item, depth - 1)),
            Value::Map(_) | Value::Node(_) | Value::Rel(_) | Value::Path(_) => false,
        }
    }
    if fits(value, 8) {
        return Ok(value.clone());
    }
    let mut error = wrong_kind(
        &format!("the property {name} holds a scalar or a list of scalars"),
        &format!("属性 {name} 须为标量或标量的列表"),
        value,
    );
    error.detail = "InvalidPropertyType".into();
    Err(error)
}
