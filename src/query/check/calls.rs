//! CALL: the procedure is there, its arguments fit, and its columns are bound to names.

use super::errors::{already_bound, composition, syntax, unknown_name};
use super::exprs::Place;
use super::{CheckedCall, CheckedClause, CheckedProjection, Checker, Column, Kind, Scope, Step};
use crate::base::{ErrorClass, Outcome};
use crate::query::ast::{Call, Expr, ExprKind, Name, Yield, YieldItem};
use crate::query::hooks::Signature;

impl Checker<'_> {
    /// `alone`: the call is the whole statement, and returns what it yields.
    pub(super) fn call(&mut self, call: Call, scope: &mut Scope, steps: &mut Vec<Step>, alone: bool) -> Outcome<()> {
        let procedures = self.world.procedures;
        let Some(procedure) = procedures.find(call.procedure.as_str()) else {
            let names = procedures.iter().map(|procedure| procedure.signature().name.as_str());
            let error = unknown_name(ErrorClass::UnknownName, "ProcedureNotFound", &call.procedure, ("procedure", "过程"), names);
            if error.hint.is_some() {
                return Err(error);
            }
            let all: Vec<String> = procedures.iter().map(|procedure| procedure.signature().line()).collect();
            return Err(match all.is_empty() {
                true => error.hint("there are no procedures to call here", "这里没有可调用的过程"),
                false => error.hint(format!("there are {}", all.join("; ")), format!("可用的有 {}", all.join("；"))),
            });
        };
        let signature = procedure.signature();
        let span = *call.at;
        let arguments = self.arguments(&call, signature, scope, alone)?;
        let all =
            || signature.columns.iter().map(|column| YieldItem { field: Name::new(column.name.as_str(), span), alias: None }).collect();
        let (items, mut filter): (Vec<YieldItem>, _) = match call.yields {
            Some(Yield::Items { items, filter }) => (items, filter),
            Some(Yield::All) => (all(), None),
            None if alone => (all(), None),
            None if signature.columns.is_empty() => (Vec::new(), None),
            None => {
                return Err(composition(span, "a CALL among other clauses names what it yields", "CALL 与其他子句连用时要写明 YIELD")
                    .hint(format!("write CALL {} and YIELD", signature.line()), format!("请写 CALL {} 并加 YIELD", signature.line())));
            }
        };
        for item in &items {
            let Some(column) = signature.columns.iter().find(|column| column.name.eq_ignore_ascii_case(item.field.as_str())) else {
                let names = signature.columns.iter().map(|column| column.name.as_str());
                return Err(unknown_name(ErrorClass::SyntaxError, "UndefinedVariable", &item.field, ("column", "列"), names)
                    .hint(signature.line(), signature.line()));
            };
            let variable = item.variable();
            if scope.get(variable.as_str()).is_some() {
                return Err(already_bound(variable, "rename it: YIELD column AS name", "请改名：YIELD 列 AS 名称"));
            }
            scope.bind(variable, Kind::of_types(column.types));
        }
        if let Some(filter) = &mut filter {
            self.condition(filter, scope, Place::filter("in WHERE", " WHERE 里"))?;
        }
        let columns: Vec<Column> = items
            .iter()
            .map(|item| {
                let name = item.variable();
                let kind = scope.get(name.as_str()).map_or(Kind::Any, |known| known.kind.clone());
                Column { name: name.text.clone(), expr: Expr::variable(name.as_str(), name.span()), kind }
            })
            .collect();
        let checked = CheckedCall { procedure: signature.name.as_str().into(), arguments, yields: items, filter };
        steps.push(Step { clause: CheckedClause::Call(checked), span, scope: scope.clone() });
        if alone && !columns.is_empty() {
            let projection = CheckedProjection {
                is_return: true,
                distinct: false,
                grouping: None,
                columns,
                order: Vec::new(),
                skip: None,
                limit: None,
                filter: None,
                sees_input: true,
            };
            steps.push(Step { clause: CheckedClause::Project(projection), span, scope: scope.clone() });
        }
        Ok(())
    }

    fn arguments(&mut self, call: &Call, signature: &Signature, scope: &mut Scope, alone: bool) -> Outcome<Vec<Expr>> {
        let Some(written) = &call.arguments else {
            if !alone {
                return Err(composition(*call.at, "a CALL among other clauses needs its brackets", "CALL 与其他子句连用时要写括号")
                    .hint(format!("write CALL {}", signature.line()), format!("请写 CALL {}", signature.line())));
            }
            let from_parameter = |name: &str| Expr::new(ExprKind::Parameter(Name::new(name, *call.at)), *call.at);
            let needed = signature.arguments.iter().filter(|argument| argument.default.is_none());
            return Ok(needed.map(|argument| from_parameter(&argument.name)).collect());
        };
        let least = signature.arguments.iter().filter(|argument| argument.default.is_none()).count();
        let (given, most) = (written.len(), signature.arguments.len());
        if !(least..=most).contains(&given) {
            let name = &signature.name;
            return Err(syntax(
                "InvalidNumberOfArguments",
                *call.at,
                format!("{name} takes {least} to {most} arguments and was given {given}"),
                format!("{name} 需要 {least} 到 {most} 个参数，这里给了 {given} 个"),
            )
            .hint(signature.line(), signature.line()));
        }
        let mut arguments = written.clone();
        for (expr, argument) in arguments.iter_mut().zip(&signature.arguments) {
            let kind = self.expr(expr, scope, Place::value("in CALL", " CALL 里"))?;
            if !argument.types.meets(kind.types()) {
                let (en, zh) = argument.types.words();
                return Err(super::errors::wrong_kind(expr.span(), &kind, &en, &zh).hint(signature.line(), signature.line()));
            }
        }
        Ok(arguments)
    }
}
