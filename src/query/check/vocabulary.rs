//! Names of the schema, in either language → their identifiers. An open-schema store takes any name as it is.

use super::Checker;
use super::errors::unknown_name;
use crate::base::{ErrorClass, Outcome};
use crate::query::ast::Name;

impl Checker<'_> {
    pub(super) fn label(&self, name: &mut Name) -> Outcome<()> {
        let Some(schema) = self.world.schema else { return Ok(()) };
        let kind = schema
            .kind(name.as_str())
            .ok_or_else(|| unknown_name(ErrorClass::UnknownName, "UnknownLabel", name, ("kind", "种类"), schema.kind_candidates()))?;
        name.text = kind.name.as_str().into();
        Ok(())
    }

    pub(super) fn rel_type(&self, name: &mut Name) -> Outcome<()> {
        let Some(schema) = self.world.schema else { return Ok(()) };
        let relation = schema.relation(name.as_str()).ok_or_else(|| {
            unknown_name(ErrorClass::UnknownName, "UnknownRelationType", name, ("relation", "关系"), schema.relation_candidates())
        })?;
        name.text = relation.name.as_str().into();
        Ok(())
    }

    /// A property of a node or relation.
    pub(super) fn key(&self, name: &mut Name) -> Outcome<()> {
        let Some(schema) = self.world.schema else { return Ok(()) };
        let property = schema.property(name.as_str()).ok_or_else(|| {
            unknown_name(ErrorClass::UnknownName, "UnknownProperty", name, ("property", "属性"), schema.property_candidates())
        })?;
        name.text = property.into();
        Ok(())
    }
}
