//! Counts by two groupings → a matrix; counts by one → a table with shares. The totals count distinct heads.

use super::cells::{Grid, GridColumn};
use super::titles::Titles;
use crate::base::Lang;

/// Rows of (row group, column group, count) as a matrix with a sum for each row and column. Empty cells show 0. The corner
/// holds `distinct`, the number of distinct heads: where a head falls into several groups it is less than the sums.
pub fn matrix(rows: &Grid, distinct: usize, titles: &Titles<'_>) -> Grid {
    if rows.columns.len() < 3 {
        return rows.clone();
    }
    let mut row_names: Vec<&str> = Vec::new();
    let mut column_names: Vec<&str> = Vec::new();
    let mut cells = std::collections::BTreeMap::new();
    for row in &rows.rows {
        let [left, top, count, ..] = row.as_slice() else { continue };
        let count: u64 = count.parse().unwrap_or(0);
        let at = (position(&mut row_names, left), position(&mut column_names, top));
        *cells.entry(at).or_insert(0_u64) += count;
    }
    let number = |title: String| GridColumn { name: title.clone(), title, numeric: true };
    let sum_title = titles.column("sum");
    let mut columns =
        vec![GridColumn { title: format!("{} \\ {}", rows.columns[0].title, rows.columns[1].title), ..rows.columns[0].clone() }];
    columns.extend(column_names.iter().map(|name| number((*name).replace('\n', " "))));
    columns.push(number(sum_title.clone()));
    let mut out = Grid { columns, rows: Vec::new() };
    let mut bottom = vec![0_u64; column_names.len()];
    for (at, name) in row_names.iter().enumerate() {
        let counts: Vec<u64> = (0..column_names.len()).map(|column| cells.get(&(at, column)).copied().unwrap_or(0)).collect();
        let mut line = vec![(*name).to_owned()];
        for (sum, count) in bottom.iter_mut().zip(&counts) {
            *sum += count;
        }
        line.extend(counts.iter().map(u64::to_string));
        line.push(counts.iter().sum::<u64>().to_string());
        out.rows.push(line);
    }
    let mut last = vec![sum_title];
    last.extend(bottom.iter().map(u64::to_string));
    last.push(distinct.to_string());
    out.rows.push(last);
    out
}

fn position<'a>(names: &mut Vec<&'a str>, name: &'a str) -> usize {
    names.iter().position(|known| *known == name).unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}

/// Rows of (group, count) with the share of the `distinct` heads as a further column, and the total below.
pub fn counts(rows: &Grid, distinct: usize, titles: &Titles<'_>) -> Grid {
    let mut out = rows.clone();
    let Some(last) = rows.columns.len().checked_sub(1).filter(|&last| last > 0) else {
        return out;
    };
    out.columns.push(GridColumn { name: "share".into(), title: titles.column("share"), numeric: true });
    for row in &mut out.rows {
        let count: f64 = row.get(last).and_then(|cell| cell.parse().ok()).unwrap_or(0.0);
        row.push(if distinct > 0 { format!("{:.1} %", count * 100.0 / distinct as f64) } else { String::new() });
    }
    let mut total = vec![titles.column("sum")];
    total.resize(last, String::new());
    total.push(distinct.to_string());
    total.push(if distinct > 0 { "100.0 %".into() } else { String::new() });
    out.rows.push(total);
    out
}

/// What a reader must know about the totals; nothing where every head falls into one group.
pub fn caption(rows: &Grid, distinct: usize, lang: Lang) -> Option<String> {
    let last = rows.columns.len().checked_sub(1)?;
    let sum: u64 = rows.rows.iter().filter_map(|row| row.get(last)?.parse::<u64>().ok()).sum();
    if sum == distinct as u64 {
        return None;
    }
    Some(match lang {
        Lang::En => format!(
            "The total counts {distinct} distinct heads; the groups add up to {sum}, since a head in several groups counts in each. Shares are of {distinct}."
        ),
        Lang::Zh => format!("总数为不重复计数 {distinct}；各组之和为 {sum}，同属多组者在每组各计一次。占比以 {distinct} 为分母。"),
    })
}

#[cfg(test)]
mod tests {
    use super::{caption, counts, matrix};
    use crate::base::Lang;
    use crate::output::{Grid, GridColumn, Titles};

    fn grid(columns: &[&str], rows: &[&[&str]]) -> Grid {
        Grid {
            columns: columns
                .iter()
                .map(|name| GridColumn { name: (*name).into(), title: (*name).into(), numeric: *name == "count" })
                .collect(),
            rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).into()).collect()).collect(),
        }
    }

    #[test]
    fn empty_cells_are_zero_and_the_corner_counts_distinct_heads() {
        let rows = grid(&["goal", "task", "count"], &[&["人才", "1", "2"], &["专利", "2", "3"], &["品牌", "1", "0"]]);
        let page = matrix(&rows, 4, &Titles::plain());
        assert_eq!(page.rows, [["人才", "2", "0", "2"], ["专利", "0", "3", "3"], ["品牌", "0", "0", "0"], ["sum", "2", "3", "4"]]);
        assert!(caption(&rows, 4, Lang::En).is_some_and(|text| text.contains("4 distinct")));
        assert!(caption(&rows, 5, Lang::En).is_none());
    }

    #[test]
    fn shares_are_of_the_distinct_heads() {
        let page = counts(&grid(&["task", "count"], &[&["a", "3"], &["b", "1"]]), 4, &Titles::plain());
        assert_eq!(page.rows, [["a", "3", "75.0 %"], ["b", "1", "25.0 %"], ["sum", "4", "100.0 %"]]);
    }
}
