//! Rows that a table numbers run on without a gap and without a repeat.

use super::Plan;
use super::finding::{Finding, Severity};
use super::tables::Table;
use super::words::words;
use crate::base::Message;

/// Fewer numbered rows are no row.
const A_ROW: usize = 3;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for table in plan.tables() {
        rows(&table, found);
    }
}

/// A number that is not the next one, in a column that numbers its rows from one. Where it is the last but one or nothing that a
/// slip explains, the table counts by other rules (by group, by year), and nothing is said.
fn rows(table: &Table, found: &mut Vec<Finding>) {
    let Some(column) = table.heads.iter().position(|head| words("row-number").iter().any(|word| word == head)) else { return };
    let numbers: Vec<(usize, usize)> = table
        .rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, row.cells.get(column).filter(|_| row.cells.len() > 1)?.parse().ok()?)))
        .collect();
    let slips = numbers.windows(2).filter(|pair| pair[1].1 != pair[0].1 + 1).count();
    let from_one = numbers.first().is_some_and(|(_, first)| *first == 1);
    if numbers.len() < A_ROW || !from_one || slips > 2 {
        return;
    }
    for pair in numbers.windows(2) {
        let ((_, before), (at, number)) = (pair[0], pair[1]);
        let (code, en, zh) = if number == before {
            ("form.repeat", format!("the rows of the table count {number} twice"), format!("表中序号{number}重复"))
        } else if number == before + 2 {
            let missing = before + 1;
            ("form.gap", format!("the rows of the table jump over {missing}"), format!("表中序号缺{missing}"))
        } else {
            continue;
        };
        found.push(Finding::new(code, Severity::Warning, Message::new(en, zh), vec![table.rows[at].proof.clone()]));
    }
}

#[cfg(test)]
mod tests {
    use super::rows;
    use crate::audit::tables::{Row, Table};
    use crate::model::Evidence;

    fn codes(numbers: &[&str]) -> Vec<&'static str> {
        let row = |number: &&str| {
            let cells = vec![(*number).to_owned(), "水库".to_owned()];
            Row { label: "水库".into(), cells, proof: Evidence::default() }
        };
        let table = Table { heads: vec!["序号".into(), "名称".into()], rows: numbers.iter().map(row).collect() };
        let mut found = Vec::new();
        rows(&table, &mut found);
        found.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn rows_are_numbered_without_gap_or_repeat() {
        assert_eq!(codes(&["1", "2", "4", "5"]), ["form.gap"]);
        assert_eq!(codes(&["1", "2", "2", "3"]), ["form.repeat"]);
        for sound in [&["1", "2", "3"][..], &["1", "2", "1", "2"], &["1", "2", "", "3"], &["一", "二", "四"]] {
            assert!(codes(sound).is_empty(), "{sound:?}");
        }
    }
}
