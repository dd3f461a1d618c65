//! Printed growth against the growth that the printed figures give, and which cell is the likeliest slip.

use super::printed::{Printed, show};

/// What a growth cell claims about two value cells of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// `(to - from) / from`, in percent.
    Relative,
    /// The same as a yearly rate over that many years: `(to / from)^(1/n) - 1`, in percent.
    Yearly(u32),
    /// `to - from`, in the unit of the values (percentage points).
    Difference,
}

/// One growth cell of a row: the columns that it compares.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    pub column: usize,
    pub from: usize,
    pub to: usize,
    pub measure: Measure,
}

/// How a claim stands to its row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// The printed values give the printed growth.
    Fits,
    /// They do not, but values that print alike would.
    WithinRounding,
    /// Nothing that prints like the values gives it; the figure is the growth that the printed values give.
    Off(f64),
}

pub fn recompute(from: f64, to: f64, measure: Measure) -> Option<f64> {
    match measure {
        Measure::Difference => Some(to - from),
        _ if from == 0.0 => None,
        Measure::Relative => Some((to - from) / from.abs() * 100.0),
        Measure::Yearly(years) if to / from > 0.0 && years > 0 => Some(((to / from).powf(1.0 / f64::from(years)) - 1.0) * 100.0),
        Measure::Yearly(_) => None,
    }
}

/// Judges a printed growth. `None` where the arithmetic says nothing (a base of zero).
pub fn judge(from: &Printed, to: &Printed, growth: &Printed, measure: Measure) -> Option<Verdict> {
    let exact = recompute(from.value, to.value, measure)?;
    // Some tables print a fall as a positive `降幅`; the sign alone is no contradiction.
    if growth.prints(exact) || growth.prints(-exact) {
        return Some(Verdict::Fits);
    }
    // Growth rises in `to` and falls in `from`, so the extremes stand at the corners.
    let low = recompute(from.value + from.half_unit(), to.value - to.half_unit(), measure)?;
    let high = recompute((from.value - from.half_unit()).max(f64::MIN_POSITIVE), to.value + to.half_unit(), measure)?;
    let slack = growth.half_unit();
    let inside = growth.value >= low - slack && growth.value <= high + slack;
    Some(if inside { Verdict::WithinRounding } else { Verdict::Off(exact) })
}

/// The likeliest wrong cell of a row, by its witnesses.
#[derive(Clone, Debug, PartialEq)]
pub struct Culprit {
    pub column: usize,
    /// What the witnesses imply for it, printed as precisely as they agree.
    pub implied: String,
    /// The columns of the row, value or growth, that agree on it.
    pub witnesses: Vec<usize>,
    /// Whether a sentence says the implied value too.
    pub prose: bool,
}

/// Finds the one cell whose correction makes every claim of the row fit, if exactly one such cell has the most witnesses.
///
/// A value cell is solved for from each claim that names it; the solutions must agree within the rounding of the growth
/// cells. A growth cell is wrong where both its value cells are vouched for by another claim or by prose.
pub fn culprit(cells: &[Option<Printed>], claims: &[Claim], prose: &[(usize, f64)]) -> Option<Culprit> {
    let mut suspects: Vec<Culprit> = Vec::new();
    let mut columns: Vec<usize> = claims.iter().flat_map(|claim| [claim.from, claim.to]).collect();
    columns.sort_unstable();
    columns.dedup();
    for column in columns {
        suspects.extend(value_suspect(cells, claims, prose, column));
    }
    for claim in claims {
        suspects.extend(growth_suspect(cells, claims, prose, claim));
    }
    // One growth cell can be solved for any value cell: only a second voice makes it testimony.
    let value = |column: usize| claims.iter().all(|claim| claim.column != column);
    let weight = |culprit: &Culprit| culprit.witnesses.len() + usize::from(culprit.prose) - usize::from(value(culprit.column));
    suspects.retain(|culprit| weight(culprit) > 0);
    suspects.sort_by_key(|culprit| std::cmp::Reverse(weight(culprit)));
    match suspects.as_slice() {
        [one] => Some(one.clone()),
        [first, second, ..] if weight(first) > weight(second) => Some(first.clone()),
        _ => None,
    }
}

fn fits(cells: &[Option<Printed>], claim: &Claim) -> Option<bool> {
    let [from, to, growth] = [claim.from, claim.to, claim.column].map(|column| cells.get(column).and_then(Option::as_ref));
    Some(judge(from?, to?, growth?, claim.measure)? == Verdict::Fits)
}

/// The span of values of `column` under which the claim prints as it does.
fn solutions(cells: &[Option<Printed>], claim: &Claim, column: usize) -> Option<(f64, f64)> {
    let growth = cells.get(claim.column)?.as_ref()?;
    let other = cells.get(if column == claim.from { claim.to } else { claim.from })?.as_ref()?.value;
    let solve = |rate: f64| -> Option<f64> {
        let factor = match claim.measure {
            Measure::Difference => return Some(if column == claim.to { other + rate } else { other - rate }),
            Measure::Relative => 1.0 + rate / 100.0,
            Measure::Yearly(years) => (1.0 + rate / 100.0).powi(years as i32),
        };
        if column == claim.to { Some(other * factor) } else { (factor != 0.0).then(|| other / factor) }
    };
    let (a, b) = (solve(growth.value - growth.half_unit())?, solve(growth.value + growth.half_unit())?);
    Some((a.min(b), a.max(b)))
}

/// What a claim reckons for one of its value cells, as a reader would write it: `30.48 × (1 + 57.48%) = 48.00`. `None` where the
/// column is not a value of the claim.
pub fn solved(cells: &[Option<Printed>], claim: &Claim, column: usize) -> Option<String> {
    let growth = cells.get(claim.column)?.as_ref()?;
    let later = column == claim.to;
    let other = cells.get(if later { claim.from } else { claim.to })?.as_ref().filter(|_| later || column == claim.from)?;
    let (low, high) = solutions(cells, claim, column)?;
    let (sign, sum) = (if later { "×" } else { "÷" }, show((low + high) / 2.0, 2));
    let rate = format!("{}{}", growth.text.trim_end_matches(['%', '％']), "%");
    Some(match claim.measure {
        Measure::Relative => format!("{} {sign} (1 + {rate}) = {sum}", other.text),
        Measure::Yearly(years) => format!("{} {sign} (1 + {rate})^{years} = {sum}", other.text),
        Measure::Difference => format!("{} {} {} = {sum}", other.text, if later { "+" } else { "−" }, growth.text),
    })
}

fn value_suspect(cells: &[Option<Printed>], claims: &[Claim], prose: &[(usize, f64)], column: usize) -> Option<Culprit> {
    let printed = cells.get(column)?.as_ref()?;
    let named: Vec<&Claim> =
        claims.iter().filter(|claim| claim.from == column || claim.to == column).filter(|claim| fits(cells, claim).is_some()).collect();
    // A claim that fits as it stands vouches for the cell.
    if named.is_empty() || named.iter().any(|claim| fits(cells, claim) == Some(true)) {
        return None;
    }
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    for claim in &named {
        let (a, b) = solutions(cells, claim, column)?;
        (low, high) = (low.max(a), high.min(b));
    }
    let slack = 1e-9 * high.abs().max(1.0);
    if low > high + slack {
        return None;
    }
    // The roundest number between the bounds is what an author would have printed.
    let decimals = (0..=printed.decimals.max(2) + 2).find(|&d| {
        let scale = 10_f64.powi(d as i32);
        let near = ((low + high) / 2.0 * scale).round() / scale;
        near >= low - slack && near <= high + slack
    })?;
    let implied = show((low + high) / 2.0, decimals);
    let value: f64 = implied.parse().ok()?;
    let said = prose.iter().any(|&(place, said)| place == column && (said - value).abs() <= slack.max(1e-6));
    Some(Culprit { column, implied, witnesses: named.iter().map(|claim| claim.column).collect(), prose: said })
}

fn growth_suspect(cells: &[Option<Printed>], claims: &[Claim], prose: &[(usize, f64)], claim: &Claim) -> Option<Culprit> {
    if fits(cells, claim)? {
        return None;
    }
    let vouched = |column: usize| -> Option<Vec<usize>> {
        let others: Vec<usize> = claims
            .iter()
            .filter(|other| {
                other.column != claim.column && (other.from == column || other.to == column) && fits(cells, other) == Some(true)
            })
            .map(|other| other.column)
            .collect();
        let said = prose.iter().any(|&(place, value)| place == column && cells[column].as_ref().is_some_and(|cell| cell.prints(value)));
        (!others.is_empty() || said).then_some(others)
    };
    let witnesses: Vec<usize> = [claim.from, claim.to].into_iter().filter_map(vouched).flatten().collect();
    let said = |column: usize| {
        prose.iter().any(|&(place, value)| place == column && cells[column].as_ref().is_some_and(|cell| cell.prints(value)))
    };
    if witnesses.is_empty() && !(said(claim.from) || said(claim.to)) {
        return None;
    }
    let (from, to, growth) = (cells[claim.from].as_ref()?, cells[claim.to].as_ref()?, cells[claim.column].as_ref()?);
    let exact = recompute(from.value, to.value, claim.measure)?;
    let implied = format!("{exact:.*}{}", growth.decimals as usize, if growth.percent { "%" } else { "" });
    Some(Culprit { column: claim.column, implied, witnesses, prose: said(claim.from) || said(claim.to) })
}

#[cfg(test)]
mod tests {
    use super::{Claim, Measure, Printed, Verdict, culprit, judge};

    fn cells(texts: &[&str]) -> Vec<Option<Printed>> {
        texts.iter().map(|text| Printed::parse(text)).collect()
    }

    fn claim(column: usize, from: usize, to: usize) -> Claim {
        Claim { column, from, to, measure: Measure::Relative }
    }

    #[test]
    fn two_growth_cells_and_a_sentence_convict_the_value_between_them() {
        let row = cells(&["30.48", "45", "57.48%", "65", "35.42%"]);
        let found = culprit(&row, &[claim(2, 0, 1), claim(4, 1, 3)], &[(1, 48.0)]).expect("a culprit");
        assert_eq!((found.column, found.implied.as_str(), found.prose), (1, "48", true));
        assert_eq!(found.witnesses, [2, 4]);
    }

    #[test]
    fn a_growth_cell_is_convicted_by_values_that_another_claim_vouches_for() {
        let row = cells(&["816", "4000", "390.02%", "6500", "62.50%"]);
        let found = culprit(&row, &[claim(2, 0, 1), claim(4, 1, 3)], &[]).expect("a culprit");
        assert_eq!((found.column, found.implied.as_str()), (2, "390.20%"));
    }

    #[test]
    fn without_a_second_witness_nobody_is_named() {
        assert_eq!(culprit(&cells(&["100", "200", "90%"]), &[claim(2, 0, 1)], &[]), None);
    }

    #[test]
    fn rounding_is_no_contradiction() {
        let row = cells(&["1.8", "3.0", "67.4%"]);
        let verdict = judge(row[0].as_ref().expect("a"), row[1].as_ref().expect("b"), row[2].as_ref().expect("c"), Measure::Relative);
        assert_eq!(verdict, Some(Verdict::WithinRounding));
    }
}
