//! What the grammar expected at a place, in words that a user knows. Names of rules never leave this file.

use super::Rule;

/// Something that could have stood at the place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Expected {
    /// A sign, as it is typed.
    Sign(&'static str),
    /// A keyword, in capitals.
    Word(String),
    /// Something with a name of its own: (English, Chinese).
    Thing(&'static str, &'static str),
}

const EXPRESSION: Expected = Expected::Thing("an expression", "一个表达式");
const OPERATOR: Expected = Expected::Thing("an operator", "一个运算符");

/// Everything expected, alike things together: signs, words, things.
pub(super) fn expected(rules: &[Rule]) -> Vec<Expected> {
    let mut found: Vec<Expected> = rules.iter().filter_map(|&rule| one(rule)).collect();
    found.sort();
    found.dedup();
    found
}

/// What is worth telling of it. Where an expression can begin, what expressions begin with goes without saying; where an
/// operator can stand, so do the operators, and the brackets that may follow any operand.
pub(super) fn shown(expected: &[Expected]) -> Vec<Expected> {
    let (expression, operator) = (expected.contains(&EXPRESSION), expected.contains(&OPERATOR));
    let implied = |item: &Expected| match item {
        Expected::Word(word) => {
            expression && EXPRESSION_WORDS.contains(&word.as_str()) || operator && OPERATOR_WORDS.contains(&word.as_str())
        }
        Expected::Sign(sign) => operator && OPERAND_SIGNS.contains(sign),
        Expected::Thing(..) => false,
    };
    expected.iter().filter(|item| !implied(item)).cloned().collect()
}

const EXPRESSION_WORDS: [&str; 11] = ["NOT", "NULL", "TRUE", "FALSE", "CASE", "EXISTS", "ALL", "ANY", "NONE", "SINGLE", "REDUCE"];
const OPERATOR_WORDS: [&str; 8] = ["OR", "XOR", "AND", "CONTAINS", "IN", "STARTS", "ENDS", "IS"];
const OPERAND_SIGNS: [&str; 4] = ["(", "[", ":", "="];

fn one(rule: Rule) -> Option<Expected> {
    use Expected::{Sign, Thing, Word};
    Some(match rule {
        Rule::lparen => Sign("("),
        Rule::rparen => Sign(")"),
        Rule::lbracket => Sign("["),
        Rule::rbracket => Sign("]"),
        Rule::lbrace => Sign("{"),
        Rule::rbrace => Sign("}"),
        Rule::comma => Sign(","),
        Rule::colon | Rule::labels | Rule::label_test => Sign(":"),
        Rule::bar | Rule::mapping => Sign("|"),
        Rule::equals => Sign("="),
        Rule::dots => Sign(".."),
        Rule::dash | Rule::rel => Thing("a relation such as -[:SUPPORTS]->", "一个关系，如 -[:SUPPORTS]->"),
        Rule::node | Rule::chain | Rule::path | Rule::paths => Thing("a node such as (m:Measure)", "一个节点，如 (m:Measure)"),
        Rule::name | Rule::plain_name | Rule::quoted_name | Rule::variable | Rule::yield_item => Thing("a name", "一个名称"),
        Rule::map | Rule::properties => Thing("properties such as {name: '…'}", "属性，如 {name: '…'}"),
        Rule::entry => Thing("a key and a value such as name: '…'", "键和值，如 name: '…'"),
        Rule::where_part => Word("WHERE".into()),
        Rule::mode => return None,
        Rule::EOI | Rule::semicolon => Thing("the end of the statement", "语句结束"),
        Rule::expr
        | Rule::operand
        | Rule::number
        | Rule::string
        | Rule::parameter
        | Rule::case
        | Rule::exists
        | Rule::quantified
        | Rule::reduce
        | Rule::shortest
        | Rule::function
        | Rule::list
        | Rule::group
        | Rule::path_condition
        | Rule::variable_operand
        | Rule::item
        | Rule::sort_item => EXPRESSION,
        Rule::not_equal
        | Rule::less
        | Rule::less_or_equal
        | Rule::greater
        | Rule::greater_or_equal
        | Rule::starts_with
        | Rule::ends_with
        | Rule::tilde
        | Rule::plus
        | Rule::minus
        | Rule::star
        | Rule::slash
        | Rule::percent
        | Rule::caret
        | Rule::is_null => OPERATOR,
        Rule::match_clause => Word("MATCH".into()),
        Rule::return_clause => Word("RETURN".into()),
        Rule::order => Word("ORDER BY".into()),
        Rule::unwind
        | Rule::call
        | Rule::with
        | Rule::create
        | Rule::merge
        | Rule::set
        | Rule::remove
        | Rule::delete
        | Rule::union
        | Rule::skip
        | Rule::limit => Word(format!("{rule:?}").to_uppercase()),
        Rule::merge_action => Word("ON CREATE SET".into()),
        Rule::yield_part => Word("YIELD".into()),
        Rule::when_part => Word("WHEN".into()),
        Rule::ANY_OF => Word("ANY".into()),
        Rule::SHORTEST | Rule::ALL_SHORTEST => return None,
        _ => {
            let word = format!("{rule:?}");
            // Keywords are the rules in capitals; all else has no name that a user would know.
            return (word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase())).then_some(Word(word));
        }
    })
}

/// The list as a sentence part: at most `most` of them.
pub(super) fn list(items: &[Expected], most: usize) -> (String, String) {
    let shown: Vec<(String, String)> = items
        .iter()
        .take(most)
        .map(|item| match item {
            Expected::Sign(sign) => (format!("`{sign}`"), format!("`{sign}`")),
            Expected::Word(word) => (word.clone(), word.clone()),
            Expected::Thing(en, zh) => ((*en).to_owned(), (*zh).to_owned()),
        })
        .collect();
    let en = match shown.as_slice() {
        [] => String::new(),
        [only] => only.0.clone(),
        [head @ .., last] => format!("{} or {}", head.iter().map(|item| item.0.as_str()).collect::<Vec<_>>().join(", "), last.0),
    };
    (en, shown.iter().map(|item| item.1.as_str()).collect::<Vec<_>>().join("、"))
}
