//! The numbers of running text, with their units.

use crate::audit::figures::printed::Printed;
use crate::audit::figures::units::scale;
use crate::audit::words::prefix;

/// A number in running text, with the unit behind it.
#[derive(Clone, Debug)]
pub struct Number<'a> {
    /// In bytes of the text.
    pub start: usize,
    /// Behind the digits, in front of the unit.
    pub end: usize,
    pub printed: Printed,
    pub unit: &'a str,
}

impl Number<'_> {
    pub fn is_year(&self) -> bool {
        self.unit.starts_with('年') && self.printed.text.len() == 4 && self.printed.decimals == 0
    }

    pub fn year(&self) -> Option<u32> {
        self.is_year().then_some(self.printed.value as u32)
    }

    pub fn percent(&self) -> bool {
        self.unit.starts_with(['%', '％', '成', '番'])
    }

    /// The value in the bare unit, and that unit: 1.2亿元 is 120,000,000 元.
    pub fn scaled(&self) -> (f64, &str) {
        let (factor, unit) = scale(self.unit);
        (self.printed.value * factor, unit)
    }

    /// The number with its unit, as printed.
    pub fn shown(&self) -> String {
        format!("{}{}", self.printed.text, self.unit)
    }
}

/// The numbers of a text, in order. 5G and R2 are names, no numbers.
pub fn numbers(text: &str) -> Vec<Number<'_>> {
    let mut found: Vec<Number<'_>> = Vec::new();
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let end = text[start..].find(|c| !digit(c)).map_or(text.len(), |length| start + length);
        from = end;
        let named = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if named(text[..start].chars().next_back()) || named(text[end..].chars().next()) {
            continue;
        }
        let unit = unit(&text[end..]);
        found.extend(Printed::parse(&text[start..end]).map(|printed| Number { start, end, printed, unit }));
    }
    found
}

/// The unit that a text begins with: up to a mark, a digit or a word that goes on with the sentence.
pub fn unit(rest: &str) -> &str {
    if rest.starts_with(['%', '％']) {
        return &rest[..rest.chars().next().map_or(0, char::len_utf8)];
    }
    let end = rest.char_indices().find(|&(at, c)| {
        !c.is_alphabetic()
            || matches!(c, '的' | '和' | '与' | '其')
            || prefix("rises-to", &rest[at..]).is_some()
            || prefix("nearly", &rest[at..]).is_some()
            || (at > 0 && prefix("grows", &rest[at..]).is_some())
    });
    &rest[..end.map_or(rest.len(), |(at, _)| at)]
}
