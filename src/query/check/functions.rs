//! Calls of functions: there is one of that name, and it takes what it is given.

use super::errors::{syntax, unknown_name};
use super::exprs::{Aggregates, Place};
use super::{Checker, Kind, Scope};
use crate::base::{ErrorClass, Outcome, Span};
use crate::query::ast::FunctionCall;
use crate::query::functions::{self, Function, Types};

impl Checker<'_> {
    pub(super) fn function(&mut self, call: &mut FunctionCall, span: Span, scope: &mut Scope, place: Place) -> Outcome<Kind> {
        let Some(function) = functions::find(call.name.as_str()) else {
            let names = functions::all().iter().flat_map(|function| [function.name, function.zh]).filter(|name| !name.is_empty());
            return Err(unknown_name(ErrorClass::SyntaxError, "UnknownFunction", &call.name, ("function", "函数"), names));
        };
        call.name.text = function.name.into();
        arity(function, call, span)?;
        let place = self.place_of_arguments(function, call, span, place)?;
        let mut kinds = Vec::with_capacity(call.arguments.len());
        for (at, argument) in call.arguments.iter_mut().enumerate() {
            let kind = self.expr(argument, scope, place)?;
            takes(function, at, &kind, argument.span())?;
            kinds.push(kind);
        }
        Ok(result(function, &kinds))
    }

    fn place_of_arguments(&self, function: &Function, call: &FunctionCall, span: Span, place: Place) -> Outcome<Place> {
        if function.is_aggregate() {
            self.aggregate_allowed(&format!("{}()", function.name), span, place)?;
            return Ok(Place { predicate: false, aggregates: Aggregates::Inside });
        }
        if call.distinct {
            let name = function.name;
            return Err(syntax(
                "UnexpectedSyntax",
                span,
                format!("DISTINCT goes with aggregates, and {name} is none"),
                format!("DISTINCT 只用于聚合函数，{name} 不是"),
            )
            .hint("for example count(DISTINCT n.name)", "例如 count(DISTINCT n.name)"));
        }
        if !function.deterministic && matches!(place.aggregates, Aggregates::Inside) {
            let name = function.name;
            return Err(syntax(
                "NonConstantExpression",
                span,
                format!("{name}() differs at each call and cannot be aggregated"),
                format!("{name}() 每次结果不同，不能聚合"),
            ));
        }
        // exists() asks whether a path is there; all other functions work on values.
        Ok(Place { predicate: function.name == "exists", ..place })
    }
}

fn arity(function: &Function, call: &FunctionCall, span: Span) -> Outcome<()> {
    let (least, most) = function.arity();
    let given = call.arguments.len();
    if (least..=most).contains(&given) {
        return Ok(());
    }
    let wanted = match (least, most) {
        (least, usize::MAX) => format!("{least}+"),
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("{least}–{most}"),
    };
    let (name, signature, example) = (function.name, function.signature(), function.example);
    Err(syntax(
        "InvalidNumberOfArguments",
        span,
        format!("{name} takes {wanted} argument(s) and was given {given}"),
        format!("{name} 需要 {wanted} 个参数，这里给了 {given} 个"),
    )
    .hint(format!("{signature}, for example {example}"), format!("{signature}，例如 {example}")))
}

/// Refuses an argument of a kind that can never fit. What a scalar converts to is found out when the query runs, where each
/// function has words of its own for it.
fn takes(function: &Function, at: usize, kind: &Kind, span: Span) -> Outcome<()> {
    let structured = Types::LIST | Types::MAP | Types::ENTITY | Types::PATH;
    let Some(parameter) = function.parameter(at) else { return Ok(()) };
    if !parameter.types.meets(structured) || parameter.types.meets(kind.types()) {
        return Ok(());
    }
    let (name, (wanted, wanted_zh), (is, is_zh)) = (function.name, parameter.types.words(), kind.words());
    Err(syntax(
        "InvalidArgumentType",
        span,
        format!("{name} takes {}, and this is {is}", with_article(&wanted)),
        format!("{name} 需要{wanted_zh}，而这是{is_zh}"),
    )
    .hint(format!("for example {}", function.example), format!("例如 {}", function.example)))
}

/// The kind of the result, narrower than the table can say where it follows from the arguments.
fn result(function: &Function, arguments: &[Kind]) -> Kind {
    let first = arguments.first();
    let element = || first.map_or(Kind::Any, Kind::element);
    match function.name {
        "collect" => Kind::list_of(first.cloned().unwrap_or(Kind::Any)),
        "head" | "last" => element(),
        "tail" | "reverse" | "min" | "max" | "abs" => first.cloned().unwrap_or(Kind::Any),
        "coalesce" => arguments.iter().cloned().reduce(Kind::join).unwrap_or(Kind::Any),
        "nodes" => Kind::list_of(Kind::Node),
        "relationships" => Kind::list_of(Kind::Rel),
        "range" => Kind::list_of(Kind::Int),
        "labels" | "keys" | "split" => Kind::list_of(Kind::String),
        _ => Kind::of_types(function.returns),
    }
}

fn with_article(words: &str) -> String {
    format!("{} {words}", if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
}
