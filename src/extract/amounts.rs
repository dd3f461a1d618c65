//! Numbers with their units and bounds: 4900件以上, 2-3个, 12.5亿元左右.

use super::figure_words::FigureWords;

/// How a value binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Eq,
    Ge,
    Le,
    Range,
}

impl Bound {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ge => "ge",
            Self::Le => "le",
            Self::Range => "range",
        }
    }
}

/// A number, or a range of two, with unit and bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    pub min: f64,
    /// Equal to `min` unless the bound is a range.
    pub max: f64,
    pub unit: String,
    pub bound: Bound,
    /// Bytes of the text, bound words included.
    pub start: usize,
    pub end: usize,
}

/// All numbers of a clause that count something: no years, no parts of names (PM2.5, 1+6+N), nothing in quotes.
pub fn amounts(clause: &str, words: &FigureWords) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = clause[at..].find(is_digit).map(|offset| at + offset) {
        let (number, end) = number(clause, start);
        at = end.max(start + 1);
        let Some(value) = number else { continue };
        let before = clause[..start].trim_end();
        let glued = before.len() == start && before.ends_with(|c: char| c.is_ascii_alphabetic() || "+＋“《〔第".contains(c));
        if glued || inside_quotes(clause, start) {
            continue;
        }
        let Some(amount) = finish(clause, start, end, value, words) else { continue };
        at = amount.end.max(at);
        found.push(amount);
    }
    found
}

pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn inside_quotes(text: &str, at: usize) -> bool {
    let before = &text[..at];
    before.rfind('“').is_some_and(|open| before[open..].find('”').is_none()) && text[at..].contains('”')
}

/// A number from `start`: its value and where it ends. Commas group three digits.
fn number(text: &str, start: usize) -> (Option<f64>, usize) {
    let mut digits = String::new();
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let next_is_digit = chars.peek().is_some_and(|(_, next)| is_digit(*next));
        match c {
            _ if is_digit(c) => digits.push(if c.is_ascii() { c } else { char::from_u32(c as u32 - 0xFEE0).unwrap_or('0') }),
            '.' | '．' if next_is_digit && !digits.contains('.') => digits.push('.'),
            ',' if next_is_digit && text[start + offset + 1..].chars().take_while(|c| c.is_ascii_digit()).count() == 3 => {}
            _ => break,
        }
        end = start + offset + c.len_utf8();
    }
    (digits.parse().ok(), end)
}

/// Reads what follows a number: the second end of a range, scale, unit, bound.
fn finish(clause: &str, start: usize, end: usize, value: f64, words: &FigureWords) -> Option<Amount> {
    let mut max = value;
    let mut at = end;
    let mut bound = Bound::Eq;
    let rest = &clause[at..];
    let dash = rest.trim_start_matches([' ', '%', '％']);
    if let Some(after) = dash.strip_prefix(['-', '－', '–', '—', '～', '~', '至']).or_else(|| dash.strip_prefix("——"))
        && let next = at + (rest.len() - after.trim_start().len())
        && clause[next..].starts_with(is_digit)
        && let (Some(second), second_end) = number(clause, next)
    {
        max = second;
        at = second_end;
        bound = Bound::Range;
    }
    // A year, a date, a clause of a law, or a span of years is no quantity.
    let tail = clause[at..].trim_start();
    if tail.starts_with(['年', '月', '日', '号', '+', '＋', '时', '后']) && !tail.starts_with("日均") {
        return None;
    }
    at = clause.len() - tail.len();
    // 2.1∶1: a ratio to one.
    if let Some(rest) = tail.strip_prefix(['∶', ':', '：']).and_then(|rest| rest.strip_prefix(['1', '１']))
        && !rest.starts_with(|c: char| is_digit(c) || matches!(c, '.' | '．'))
    {
        at = clause.len() - rest.len();
    }
    let tail = &clause[at..];
    let mut unit = String::new();
    for c in tail.chars().take(2) {
        if !(c == '多' || c == '余' || c == '几') {
            break;
        }
        at += c.len_utf8();
        bound = Bound::Ge;
    }
    for c in clause[at..].chars().take(2) {
        if !matches!(c, '万' | '亿' | '千' | '百') {
            break;
        }
        unit.push(c);
        at += c.len_utf8();
    }
    for c in clause[at..].chars().take(1) {
        if (c == '多' || c == '余') && !unit.is_empty() {
            at += c.len_utf8();
            bound = Bound::Ge;
        }
    }
    let fits = |word: &&String| {
        let tail = clause[at..].strip_prefix(word.as_str());
        // m is no unit in mm, nor G in 5GHz.
        tail.is_some_and(|tail| {
            !(word.ends_with(|c: char| c.is_ascii_alphabetic()) && tail.starts_with(|c: char| c.is_ascii_alphanumeric()))
        })
    };
    if let Some(word) = words.unit.iter().find(fits) {
        unit.push_str(if word == "％" { "%" } else { word });
        at += word.len();
    } else if clause[at..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        // 5G, 4K: part of a name.
        return None;
    }
    let after = clause[at..].trim_start();
    let bind = |list: &[String]| list.iter().find(|word| !word.is_ascii() && after.starts_with(word.as_str())).map(String::len);
    if let Some(length) = bind(&words.at_least).filter(|_| !after.starts_with("超") && !after.starts_with("突破")) {
        bound = if bound == Bound::Range { bound } else { Bound::Ge };
        at = clause.len() - after.len() + length;
    } else if let Some(length) = bind(&words.at_most).filter(|_| !after.starts_with("低于") && !after.starts_with("控制")) {
        bound = if bound == Bound::Range { bound } else { Bound::Le };
        at = clause.len() - after.len() + length;
    } else if let Some(length) = ["左右", "上下"].iter().find(|word| after.starts_with(**word)).map(|word| word.len()) {
        at = clause.len() - after.len() + length;
    }
    let before = clause[..start].trim_end().trim_end_matches(['约', '近']);
    if bound == Bound::Eq {
        // 不低于 ends with 低于: the longer word says what is meant.
        let longest = |list: &[String], not: &[&str]| {
            let fits = |word: &&String| before.ends_with(word.as_str()) && !not.contains(&word.as_str());
            list.iter().filter(fits).map(String::len).max().unwrap_or(0)
        };
        let most = longest(&words.at_most, &["控制在", "内", "以下", "以内", "之内"]);
        let least = longest(&words.at_least, &["多", "余", "以上", "及以上", "+"]);
        if most > least {
            bound = Bound::Le;
        } else if least > 0 {
            bound = Bound::Ge;
        }
    }
    Some(Amount { min: value, max, unit, bound, start, end: at })
}
