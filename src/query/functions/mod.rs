//! Every function of the language, in one table: what checking, completion, the reference and `:help` read, and what execution calls.

mod aggregates;
mod convert;
mod entities;
mod lists;
mod numbers;
mod strings;
mod types;

use std::sync::LazyLock;

pub use aggregates::Aggregate;
pub use entities::Surroundings;
pub use types::Types;

use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::Value;

use super::value::kind_name;

/// One argument of a function.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    pub name: &'static str,
    /// The kinds that it takes; null is taken everywhere.
    pub types: Types,
    /// May be left out; only the last ones may.
    pub optional: bool,
}

/// How a function is computed.
#[derive(Clone, Copy)]
pub enum Body {
    /// From its arguments alone. As many arguments as are given, at least the required ones, are passed.
    Pure(fn(&[Value]) -> Outcome<Value>),
    /// As `Pure`, where the result may be much larger than the arguments: the second tells beforehand how many bytes it takes.
    Growing(fn(&[Value]) -> Outcome<Value>, fn(&[Value]) -> usize),
    /// From its arguments and what stands around: the graph, the full-text hits, the random numbers.
    Around(fn(&Surroundings<'_>, &[Value]) -> Outcome<Value>),
    /// From all rows of a group.
    Aggregate(Aggregate),
}

/// A function of the language.
#[derive(Clone, Copy)]
pub struct Function {
    /// The spelling of the reference; calls may use any case.
    pub name: &'static str,
    /// Chinese name, or empty.
    pub zh: &'static str,
    pub parameters: &'static [Parameter],
    /// The last parameter may be repeated.
    pub variadic: bool,
    pub returns: Types,
    /// Gives the same for the same arguments within one statement.
    pub deterministic: bool,
    /// What it does, in one sentence: (English, Chinese).
    pub help: (&'static str, &'static str),
    pub example: &'static str,
    pub body: Body,
}

impl Function {
    pub const fn is_aggregate(&self) -> bool {
        matches!(self.body, Body::Aggregate(_))
    }

    /// The fewest and the most arguments.
    pub fn arity(&self) -> (usize, usize) {
        let least = self.parameters.iter().filter(|parameter| !parameter.optional).count();
        (least, if self.variadic { usize::MAX } else { self.parameters.len() })
    }

    /// The parameter that the argument at `index` (from 0) goes to.
    pub fn parameter(&self, index: usize) -> Option<&'static Parameter> {
        match self.parameters.get(index) {
            None if self.variadic => self.parameters.last(),
            found => found,
        }
    }

    /// `substring(text, start, [length])`
    pub fn signature(&self) -> String {
        let mut words: Vec<String> = self
            .parameters
            .iter()
            .map(|parameter| if parameter.optional { format!("[{}]", parameter.name) } else { parameter.name.to_owned() })
            .collect();
        if self.variadic {
            words.push("…".into());
        }
        format!("{}({})", self.name, words.join(", "))
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Functions are told apart by name.
impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

static ALL: LazyLock<Vec<Function>> = LazyLock::new(|| {
    let mut table =
        [aggregates::TABLE, lists::TABLE, entities::TABLE, convert::TABLE, numbers::FLOATS, numbers::OTHERS, strings::TABLE].concat();
    table.sort_by_key(|function| function.name.to_ascii_lowercase());
    table
});

/// The whole table, in alphabetical order.
pub fn all() -> &'static [Function] {
    &ALL
}

/// The function of an English name (in any case) or a Chinese one.
pub fn find(name: &str) -> Option<&'static Function> {
    ALL.iter().find(|function| function.name.eq_ignore_ascii_case(name) || (!function.zh.is_empty() && function.zh == name))
}

const fn needs(name: &'static str, types: Types) -> Parameter {
    Parameter { name, types, optional: false }
}

const fn may(name: &'static str, types: Types) -> Parameter {
    Parameter { name, types, optional: true }
}

/// The table's rows, short enough to be read at a glance.
const fn function(
    name: &'static str,
    zh: &'static str,
    parameters: &'static [Parameter],
    returns: Types,
    help: (&'static str, &'static str),
    example: &'static str,
    body: Body,
) -> Function {
    Function { name, zh, parameters, variadic: false, returns, deterministic: true, help, example, body }
}

/// The error of a value of a kind that the function does not take.
fn wrong_kind(function: &str, value: &Value) -> Box<Diagnostic> {
    let (kind, zh) = kind_name(value);
    let message = Message::new(format!("{function}() does not take {kind}"), format!("{function}() 不接受{zh}"));
    with_example(Diagnostic::runtime(ErrorClass::TypeError, "InvalidArgumentType", message), function)
}

/// The error of a value that `function` can never convert, whatever it holds.
fn wrong_value(function: &str, value: &Value) -> Box<Diagnostic> {
    let (kind, zh) = kind_name(value);
    let message = Message::new(format!("{function}() cannot convert {kind}"), format!("{function}() 无法转换{zh}"));
    with_example(Diagnostic::runtime(ErrorClass::TypeError, "InvalidArgumentValue", message), function)
}

fn out_of_range(function: &str, message: Message) -> Box<Diagnostic> {
    let Message { en, zh } = message;
    let message = Message::new(format!("{function}(): {en}"), format!("{function}()：{zh}"));
    with_example(Diagnostic::runtime(ErrorClass::ArgumentError, "NumberOutOfRange", message), function)
}

/// How the function is called when it is right.
fn with_example(error: Box<Diagnostic>, function: &str) -> Box<Diagnostic> {
    match find(function) {
        Some(found) => error.hint(format!("for example {}", found.example), format!("例如 {}", found.example)),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_every_function_has_help_in_both_languages() {
        for (at, function) in all().iter().enumerate() {
            assert!(all()[at + 1..].iter().all(|other| !other.name.eq_ignore_ascii_case(function.name)), "{}", function.name);
            assert!(!function.help.0.is_empty() && !function.help.1.is_empty() && !function.example.is_empty(), "{}", function.name);
            assert_eq!(find(&function.name.to_uppercase()).map(|found| found.name), Some(function.name));
        }
    }

    #[test]
    fn a_signature_shows_what_may_be_left_out() {
        assert_eq!(find("substring").unwrap().signature(), "substring(text, start, [length])");
        assert_eq!(find("coalesce").unwrap().arity(), (1, usize::MAX));
    }
}
