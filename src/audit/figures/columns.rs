//! What the columns of an indicator table are, read from their heads.

use super::growth::{Claim, Measure};
use crate::audit::words::{any_in, words};
use crate::base::fold_char;

/// The part that a column plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A value of the plan's own for a year.
    Value(i32),
    /// A value of someone else for a year: the province, the country.
    Reference(i32),
    /// Growth; the years that the head names, and how it is measured.
    Growth {
        base: Option<i32>,
        to: Option<i32>,
        yearly: bool,
        points: bool,
    },
    Other,
}

/// Years named in a text, in order: four digits from 1949 to 2100, so that counts are not taken for years.
pub fn years(text: &str) -> Vec<i32> {
    let folded: Vec<char> = text.chars().map(fold_char).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let run = folded[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        if run == 4 {
            let year: i32 = folded[at..at + 4].iter().filter_map(|c| c.to_digit(10)).fold(0, |sum, digit| sum * 10 + digit as i32);
            if (1949..=2100).contains(&year) {
                found.push(year);
            }
        }
        at += run.max(1);
    }
    found
}

/// Reads a head cell.
pub fn role(head: &str) -> Role {
    let named = years(head);
    if any_in("growth-head", head) {
        let points = head.contains("百分点");
        // 2030年比2025年增长 names the later year first, 2025—2030年年均增长 the earlier one.
        let (base, to) = match named.as_slice() {
            [first, second, ..] => (Some(*first.min(second)), Some(*first.max(second))),
            [one] if head.contains(['比', '较']) || !head.starts_with(|c: char| c.is_ascii_digit()) => (Some(*one), None),
            [one] => (None, Some(*one)),
            [] => (None, None),
        };
        return Role::Growth { base, to, yearly: head.contains("年均"), points };
    }
    let Some(&year) = named.first() else { return Role::Other };
    // What is left of the head says whose value it is. Words of kind (目标, 实际, 完成) are the plan's own.
    let rest: String = head.chars().map(fold_char).filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect();
    let left = words("own-value").iter().fold(rest, |text, word| text.replace(word.as_str(), ""));
    if left.is_empty() {
        Role::Value(year)
    } else if any_in("higher-level", &left) {
        Role::Reference(year)
    } else {
        Role::Value(year)
    }
}

/// What each growth column compares: the year that its head names, else the value column before the last, with the last
/// value column on its left. Reference columns never take part.
pub fn claims(roles: &[Role]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (column, role) in roles.iter().enumerate() {
        let Role::Growth { base, to, yearly, points } = role else { continue };
        let before: Vec<(usize, i32)> = roles[..column]
            .iter()
            .enumerate()
            .filter_map(|(at, role)| if let Role::Value(year) = role { Some((at, *year)) } else { None })
            .collect();
        let last = match to {
            Some(year) => before.iter().rposition(|(_, other)| other == year),
            None => before.len().checked_sub(1),
        };
        let Some((&(to, to_year), before)) = last.and_then(|last| Some((before.get(last)?, &before[..last]))) else { continue };
        let from = match base {
            Some(year) => before.iter().rev().find(|(_, other)| other == year),
            None => before.last(),
        };
        let Some(&(from, from_year)) = from else { continue };
        let measure = match (points, yearly) {
            (true, _) => Measure::Difference,
            (_, true) if to_year > from_year => Measure::Yearly((to_year - from_year) as u32),
            (_, true) => continue,
            _ => Measure::Relative,
        };
        claims.push(Claim { column, from, to, measure });
    }
    claims
}

#[cfg(test)]
mod tests {
    use super::{Role, claims, role};

    #[test]
    fn heads_tell_values_references_and_growth_apart() {
        assert_eq!(role("2015年"), Role::Value(2015));
        assert_eq!(role("2025年目标值"), Role::Value(2025));
        assert_eq!(role("全省2020年数值"), Role::Reference(2020));
        assert_eq!(role("比2020年增幅"), Role::Growth { base: Some(2020), to: None, yearly: false, points: false });
        let both = Role::Growth { base: Some(2025), to: Some(2030), yearly: false, points: false };
        assert_eq!(role("2030年比2025年增长"), both);
        assert_eq!(role("年均增长（%）"), Role::Growth { base: None, to: None, yearly: true, points: false });
        assert_eq!(role("指标"), Role::Other);
    }

    #[test]
    fn growth_compares_the_years_that_it_stands_behind() {
        let heads = ["序号", "指标", "2015年", "2020年", "增幅", "全省2020年数值", "2025年", "比2020年增幅"];
        let roles: Vec<Role> = heads.iter().map(|head| role(head)).collect();
        let pairs = |roles: &[Role]| claims(roles).iter().map(|claim| (claim.column, claim.from, claim.to)).collect::<Vec<_>>();
        assert_eq!(pairs(&roles), [(4, 2, 3), (7, 3, 6)]);
        // Years that the head names are compared, whatever stands between.
        let heads = ["指标", "2025年", "2028年", "2030年", "2030年比2025年增长"];
        assert_eq!(pairs(&heads.map(role)), [(4, 1, 3)]);
    }
}
