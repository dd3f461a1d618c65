//! Which variables a pattern binds, and of what kind.

use super::errors::{already_bound, conflict, syntax, undefined};
use super::patterns::Use;
use super::{Checker, Kind, Scope};
use crate::base::Outcome;
use crate::query::ast::{Name, NodePattern, PathPattern, RelPattern};

impl Checker<'_> {
    /// Binds the variables of paths, from left to right, each path's own variable after those in it.
    pub(super) fn bind_paths(&mut self, paths: &[PathPattern], scope: &mut Scope, purpose: Use) -> Outcome<()> {
        let before = scope.clone();
        // Relations bound in this clause: a second step of the same name could never be another relation.
        let mut rels: Vec<&Name> = Vec::new();
        for path in paths {
            self.bind_node(&path.start, scope, purpose, path.steps.is_empty(), &before)?;
            for step in &path.steps {
                self.bind_rel(&step.rel, scope, purpose)?;
                if let Some(name) = &step.rel.variable {
                    if rels.iter().any(|other| other.text == name.text) {
                        return Err(syntax(
                            "RelationshipUniquenessViolation",
                            name.span(),
                            format!("`{name}` stands for two relations of one pattern"),
                            format!("`{name}` 在同一模式里代表两个关系"),
                        )
                        .hint("give each relation a name of its own", "请给每个关系各取一个名称"));
                    }
                    rels.push(name);
                }
                self.bind_node(&step.node, scope, purpose, false, &before)?;
            }
            if let Some(name) = &path.variable {
                if scope.get(name.as_str()).is_some() {
                    return Err(already_bound(name, "a path needs a name of its own", "路径要有自己的名称"));
                }
                scope.bind(name, Kind::Path);
            }
        }
        Ok(())
    }

    fn bind_node(&mut self, node: &NodePattern, scope: &mut Scope, purpose: Use, lone: bool, before: &Scope) -> Outcome<()> {
        let Some(name) = &node.variable else { return Ok(()) };
        let Some(known) = scope.get(name.as_str()) else {
            if purpose == Use::Condition {
                return Err(self.no_new_name(name, scope));
            }
            scope.bind_of(name, Kind::Node, self.kinds_of(&node.labels));
            return Ok(());
        };
        if !known.kind.may_be(&Kind::Node) {
            return Err(conflict(name, &known.kind.clone(), &Kind::Node));
        }
        if purpose.makes() {
            let word = purpose.word();
            let adds = !node.labels.is_empty() || node.properties.is_some();
            if lone && (before.get(name.as_str()).is_some() || adds || purpose == Use::Create) || adds {
                return Err(already_bound(
                    name,
                    &format!("to change it, write SET {name}:Label or SET {name}.key = …; to {word} another node, choose another name"),
                    &format!("要修改它，请写 SET {name}:标签 或 SET {name}.属性 = …；要另建一个节点，请换个名称"),
                ));
            }
        }
        Ok(())
    }

    fn bind_rel(&mut self, rel: &RelPattern, scope: &mut Scope, purpose: Use) -> Outcome<()> {
        let Some(name) = &rel.variable else { return Ok(()) };
        let kind = if rel.length.is_some() { Kind::list_of(Kind::Rel) } else { Kind::Rel };
        let Some(known) = scope.get(name.as_str()) else {
            if purpose == Use::Condition {
                return Err(self.no_new_name(name, scope));
            }
            scope.bind_of(name, kind, self.relations_of(&rel.types));
            return Ok(());
        };
        if purpose.makes() {
            return Err(already_bound(name, "a new relation needs a new name, or none", "新的关系要用新的名称，或者不取名"));
        }
        if !known.kind.may_be(&kind) {
            return Err(conflict(name, &known.kind.clone(), &kind));
        }
        Ok(())
    }

    fn no_new_name(&self, name: &Name, scope: &Scope) -> Box<crate::base::Diagnostic> {
        let error = undefined(name, scope, &self.forgotten);
        if error.hint.as_ref().is_some_and(|hint| hint.en.starts_with("did you mean")) {
            return error;
        }
        error.hint(
            format!("a condition cannot bind a new name: leave `{name}` out, or write EXISTS {{ … }}"),
            format!("条件里不能绑定新名称：请去掉 `{name}`，或改写为 EXISTS {{ … }}"),
        )
    }
}
