//! Counts by two groupings → a matrix; counts by one → a table with shares. The totals count distinct heads.

use super::cells::{Grid, GridColumn, Keep};
use super::titles::Titles;
use crate::base::Lang;
use crate::model::Margins;

/// Rows of (row group, column group, count), row by row of the matrix, as that matrix with a total and its share of all heads for each row
/// and column. Empty cells show 0. Where the page is too narrow the fullest columns stay.
pub fn matrix(rows: &Grid, margins: &Margins, titles: &Titles<'_>) -> Grid {
    let width = margins.columns.len();
    let [left, top, _, ..] = rows.columns.as_slice() else { return rows.clone() };
    if width == 0 {
        return Grid { columns: vec![left.clone()], rows: Vec::new() };
    }
    let name = |cell: Option<&String>| cell.filter(|name| !name.is_empty()).cloned().unwrap_or_else(|| titles.none());
    let total_title = titles.column("total");
    let number = |title: String, keep: Keep| GridColumn { name: title.clone(), title, numeric: true, keep };
    let mut columns = vec![GridColumn { title: format!("{} × {}", left.title, top.title), keep: Keep::Always, ..left.clone() }];
    let first = rows.rows.iter().take(width);
    columns.extend(first.zip(&margins.columns).map(|(row, &total)| number(name(row.get(1)).replace('\n', " "), Keep::By(total))));
    columns.push(number(total_title.clone(), Keep::Always));
    columns.push(number(titles.column("share"), Keep::Always));
    let mut out = Grid { columns, rows: Vec::new() };
    for (cells, total) in rows.rows.chunks(width).zip(&margins.rows) {
        let mut line = vec![name(cells.first().and_then(|row| row.first()))];
        line.extend(cells.iter().map(|row| row.get(2).cloned().unwrap_or_default()));
        line.extend([total.to_string(), share(*total, margins.distinct)]);
        out.rows.push(line);
    }
    let mut last = vec![total_title];
    last.extend(margins.columns.iter().chain([&margins.distinct]).map(usize::to_string));
    last.push(share(margins.distinct, margins.distinct));
    let mut shares = vec![titles.column("share")];
    shares.extend(margins.columns.iter().chain([&margins.distinct]).map(|&heads| share(heads, margins.distinct)));
    shares.push(String::new());
    out.rows.extend([last, shares]);
    out
}

/// A share as printed; nothing of nothing.
fn share(heads: usize, all: usize) -> String {
    if all > 0 { format!("{:.1} %", heads as f64 * 100.0 / all as f64) } else { String::new() }
}

/// Rows of (group, …, count) in which the group without a name is called that.
pub fn named(rows: &Grid, titles: &Titles<'_>) -> Grid {
    let mut out = rows.clone();
    let groupings = out.columns.len().saturating_sub(1);
    for row in out.rows.iter_mut().filter(|row| groupings > 0 && row.iter().take(groupings).all(String::is_empty)) {
        row[0] = titles.none();
    }
    out
}

/// Rows of (group, count) with the share of the `distinct` heads as a further column, and the total below.
pub fn counts(rows: &Grid, distinct: usize, titles: &Titles<'_>) -> Grid {
    let mut out = named(rows, titles);
    let Some(last) = rows.columns.len().checked_sub(1).filter(|&last| last > 0) else {
        return out;
    };
    out.columns.push(GridColumn { name: "share".into(), title: titles.column("share"), numeric: true, keep: Keep::default() });
    for row in &mut out.rows {
        row.push(share(row.get(last).and_then(|cell| cell.parse().ok()).unwrap_or(0), distinct));
    }
    let mut total = vec![titles.column("total")];
    total.resize(last, String::new());
    total.extend([distinct.to_string(), share(distinct, distinct)]);
    out.rows.push(total);
    out
}

/// What a reader must know about the totals; nothing where every head stands in one row and every row is shown.
pub fn caption(rows: &Grid, margins: &Margins, lang: Lang) -> Option<String> {
    let Margins { distinct, left_out, .. } = margins;
    if *left_out > 0 {
        let (shown, all) = (margins.rows.len(), margins.rows.len() + left_out);
        return Some(match lang {
            Lang::En => format!("{shown} of {all} groups are shown; the total is that of all, and shares are of it."),
            Lang::Zh => format!("共 {all} 组，列出 {shown} 组；合计为全部之数，占比以其为分母。"),
        });
    }
    let last = rows.columns.len().checked_sub(1)?;
    let sum: u64 = rows.rows.iter().filter_map(|row| row.get(last)?.parse::<u64>().ok()).sum();
    (sum != *distinct as u64).then(|| match lang {
        Lang::En => format!(
            "Totals count distinct heads, {distinct} in all; the groups add up to {sum}, since a head in several groups counts in each. Shares are of {distinct}."
        ),
        Lang::Zh => format!("合计为不重复计数，共 {distinct}；各组之和为 {sum}，同属多组者在每组各计一次。占比以 {distinct} 为分母。"),
    })
}

#[cfg(test)]
mod tests {
    use super::{caption, counts, matrix};
    use crate::base::Lang;
    use crate::model::Margins;
    use crate::output::cells::Keep;
    use crate::output::{Grid, GridColumn, Titles};

    fn grid(columns: &[&str], rows: &[&[&str]]) -> Grid {
        Grid {
            columns: columns
                .iter()
                .map(|name| GridColumn { name: (*name).into(), title: (*name).into(), numeric: *name == "count", keep: Keep::default() })
                .collect(),
            rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).into()).collect()).collect(),
        }
    }

    #[test]
    fn empty_cells_are_zero_and_totals_count_distinct_heads() {
        let cells: [&[&str]; 6] =
            [&["人才", "1", "2"], &["人才", "2", "2"], &["专利", "1", "0"], &["专利", "2", "3"], &["", "1", "1"], &["", "2", "0"]];
        let rows = grid(&["goal", "task", "count"], &cells);
        let margins = Margins { rows: vec![3, 3, 1], columns: vec![3, 4], distinct: 6, left_out: 0 };
        let page = matrix(&rows, &margins, &Titles::plain());
        assert_eq!(
            page.rows,
            [
                ["人才", "2", "2", "3", "50.0 %"],
                ["专利", "0", "3", "3", "50.0 %"],
                ["(none)", "1", "0", "1", "16.7 %"],
                ["total", "3", "4", "6", "100.0 %"],
                ["share", "50.0 %", "66.7 %", "100.0 %", ""]
            ]
        );
        assert!(caption(&rows, &margins, Lang::En).is_some_and(|text| text.contains("6 in all")));
        assert!(caption(&rows, &Margins { distinct: 8, ..margins.clone() }, Lang::En).is_none());
        let cut = Margins { left_out: 2, ..margins };
        assert!(caption(&rows, &cut, Lang::En).is_some_and(|text| text.starts_with("3 of 5 groups")));
    }

    /// Two tasks may bear one name.
    #[test]
    fn groups_of_one_name_stay_apart() {
        let rows = grid(&["task", "task", "count"], &[&["人才", "a", "2"], &["人才", "a", "3"]]);
        let page = matrix(&rows, &Margins { rows: vec![2, 3], columns: vec![5], distinct: 5, left_out: 0 }, &Titles::plain());
        assert_eq!(page.rows.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), ["2", "3", "5", "100.0 %"]);
    }

    #[test]
    fn shares_are_of_the_distinct_heads() {
        let page = counts(&grid(&["task", "count"], &[&["a", "3"], &["b", "1"]]), 4, &Titles::plain());
        assert_eq!(page.rows, [["a", "3", "75.0 %"], ["b", "1", "25.0 %"], ["total", "4", "100.0 %"]]);
    }
}
