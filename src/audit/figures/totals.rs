//! Rows of totals: `合计` against the sum of what stands above it.

use super::printed::{Printed, show};
use crate::audit::Plan;
use crate::audit::finding::{Finding, Severity};
use crate::audit::tables::{Row, Table};
use crate::audit::words::{any_in, words};
use crate::base::Message;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for table in plan.tables() {
        totals(&table, found);
        across(&table, found);
    }
}

/// How much of the most that rounding can make is chance: prints are seldom all off to the same side.
const CHANCE: f64 = 0.75;

/// A column of totals (合计) against the other figures of each row, where most rows add up.
fn across(table: &Table, found: &mut Vec<Finding>) {
    let is_total = |head: &String| words("total").contains(&squeezed(head.split(['（', '(']).next().unwrap_or(head)));
    let totals: Vec<usize> = (0..table.heads.len()).filter(|&column| is_total(&table.heads[column])).collect();
    let [column] = totals.as_slice() else { return };
    let summed: Vec<usize> =
        (0..table.heads.len()).filter(|other| other != column && !any_in("not-summed", &table.heads[*other])).collect();
    let mut judged = Vec::new();
    for row in table.rows.iter().filter(|row| row.cells.len() == table.heads.len()) {
        let parts: Vec<Printed> = summed.iter().filter_map(|&at| Printed::parse(&row.cells[at])).collect();
        let Some(total) = Printed::parse(&row.cells[*column]).filter(|total| parts.len() > 1 && !total.percent) else { continue };
        let sum: f64 = parts.iter().map(|part| part.value).sum();
        let rounding: f64 = parts.iter().chain([&total]).filter(|cell| cell.decimals > 0).map(Printed::half_unit).sum();
        let decimals = parts.iter().map(|part| part.decimals).max().unwrap_or(0);
        judged.push((row, (sum - total.value).abs() <= rounding * CHANCE + 1e-9, total, show(sum, decimals)));
    }
    let fits = judged.iter().filter(|row| row.1).count();
    if fits < 2 || fits * 3 < judged.len() * 2 {
        return;
    }
    for (row, _, total, expected) in judged.into_iter().filter(|row| !row.1) {
        let label = &row.label;
        let en = format!("{label}: the total is printed as {}, but the figures of the row add up to {expected}", total.text);
        let zh = format!("{label}：合计印为{}，而该行各数之和为{expected}", total.text);
        let finding = Finding::new("figure.total", Severity::Warning, Message::new(en, zh), vec![row.proof.clone()]);
        found.push(finding.found(total.text.clone()).expected(expected));
    }
}

/// One column whose total can be held against its sum.
struct Sum<'a> {
    column: usize,
    total: &'a Printed,
    sum: f64,
    decimals: u32,
    fits: bool,
    /// No rounding explains the difference.
    sure: bool,
}

fn totals(table: &Table, found: &mut Vec<Finding>) {
    let is = |row: &Row, list: &str| row.cells.iter().take(2).any(|cell| words(list).iter().any(|word| *word == squeezed(cell)));
    let Some((total, rows)) = table.rows.split_last().filter(|(last, _)| is(last, "total")) else { return };
    // Sums of parts among the rows, or rows that only name a part of another, would be counted twice.
    let twice = |row: &Row| is(row, "total") || is(row, "subtotal") || any_in("part-of-row", &row.label);
    let regular = |row: &Row| row.cells.len() == table.heads.len();
    // The row of totals often ends with the last of them.
    let total_fits = total.cells.len() <= table.heads.len();
    if rows.len() < 2 || rows.iter().any(twice) || !rows.iter().all(regular) || !total_fits {
        return;
    }
    let printed: Vec<Vec<Option<Printed>>> =
        table.rows.iter().map(|row| row.cells.iter().map(|cell| Printed::parse(cell)).collect()).collect();
    let sums: Vec<Sum<'_>> = (0..table.heads.len()).filter_map(|column| sum(table, &printed, column)).collect();
    // Another column that adds up shows that the rows are all that the total counts.
    let proven = sums.iter().any(|sum| sum.fits);
    for sum in sums.iter().filter(|sum| !sum.fits) {
        let severity = if proven && sum.sure { Severity::Error } else { Severity::Warning };
        let (head, expected) = (&table.heads[sum.column], show(sum.sum, sum.decimals));
        let en = format!("{head}: the total is printed as {}, but the {} rows add up to {expected}", sum.total.text, rows.len());
        let zh = format!("{head}：合计印为{}，而{}行之和为{expected}", sum.total.text, rows.len());
        let finding = Finding::new("figure.total", severity, Message::new(en, zh), vec![total.proof.clone()]);
        found.push(finding.found(sum.total.text.clone()).expected(expected));
    }
}

fn sum<'a>(table: &Table, printed: &'a [Vec<Option<Printed>>], column: usize) -> Option<Sum<'a>> {
    let (total, rows) = printed.split_last()?;
    let total = total.get(column)?.as_ref().filter(|total| !total.percent)?;
    // Shares, averages and serial numbers do not add up.
    if any_in("not-summed", &table.heads[column]) {
        return None;
    }
    let cells: Vec<&Printed> = rows.iter().filter_map(|row| row.get(column)?.as_ref()).collect();
    let empty = |row: usize| table.rows[row].cells[column].chars().all(|c| !c.is_alphanumeric());
    let whole = (0..rows.len()).all(|row| rows[row][column].is_some() || empty(row));
    if cells.len() < 2 || !whole || cells.iter().any(|cell| cell.percent) {
        return None;
    }
    let sum: f64 = cells.iter().map(|cell| cell.value).sum();
    let rounding: f64 = cells.iter().filter(|cell| cell.decimals > 0).map(|cell| cell.half_unit()).sum::<f64>() + 1e-9;
    let half = if total.decimals > 0 { total.half_unit() } else { 0.0 };
    let decimals = cells.iter().map(|cell| cell.decimals).max().unwrap_or(0);
    let off = (sum - total.value).abs();
    Some(Sum {
        column,
        total,
        sum,
        decimals,
        fits: off <= (rounding + half) * CHANCE + 1e-9 || total.prints(sum),
        sure: off > rounding + half,
    })
}

fn squeezed(cell: &str) -> String {
    cell.chars().filter(|c| !c.is_whitespace()).collect()
}
