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
    }
}

/// One column whose total can be held against its sum.
struct Sum<'a> {
    column: usize,
    total: &'a Printed,
    sum: f64,
    decimals: u32,
    fits: bool,
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
        let severity = if proven { Severity::Error } else { Severity::Warning };
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
    Some(Sum { column, total, sum, decimals, fits: (sum - total.value).abs() <= rounding + half || total.prints(sum) })
}

fn squeezed(cell: &str) -> String {
    cell.chars().filter(|c| !c.is_whitespace()).collect()
}
