//! Grid → table for a terminal (boxed, wrapped to its width) or for a pipe (aligned columns, nothing drawn).

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

use super::cells::Grid;
use super::wrap::wrap;
use super::{clip, display_width};
use crate::base::Lang;

/// Narrowest column of running text that is still pleasant to read.
const READABLE: usize = 10;
/// Columns that the title of a column of numbers may ask for.
const TITLE: usize = 8;
/// A column that is never wider than this keeps its natural width.
const SHORT: usize = 14;

/// How many of the columns left out are named.
const NAMED: usize = 5;

/// How a table is set.
#[derive(Clone, Copy, Debug)]
pub struct TableStyle {
    /// Columns of the terminal; nothing is wrapped where `None`.
    pub width: Option<usize>,
    /// Lines around and between.
    pub boxed: bool,
    /// A first column with the row's number, to be used in `why 3`.
    pub numbered: bool,
    pub lang: Lang,
}

/// The table, ending with a line end. Where the terminal is too narrow for all columns, the least dear are left out,
/// and a last line tells of them.
pub fn table(grid: &Grid, style: TableStyle) -> String {
    let mut shown: Vec<usize> = (0..grid.columns.len()).collect();
    let natural: Vec<usize> = shown.iter().map(|&at| natural_width(grid, at, style.width.is_some())).collect();
    let mut left_out = Vec::new();
    let widths = loop {
        match fit(&shown, &natural, grid, style) {
            Some(widths) => break widths,
            None => left_out.extend(least_dear(&mut shown, grid)),
        }
    };
    left_out.sort_unstable();

    let mut page = Table::new();
    page.load_style(if style.boxed { presets::UTF8_FULL_CONDENSED } else { presets::NOTHING });
    page.set_content_arrangement(ContentArrangement::Disabled);
    let mut header: Vec<Cell> = Vec::new();
    if style.numbered {
        header.push(Cell::new("#"));
    }
    header.extend(shown.iter().zip(&widths).map(|(&at, &width)| {
        let title = wrap(&grid.columns[at].title, width).join("\n");
        Cell::new(title).set_alignment(alignment(grid, at))
    }));
    page.set_header(header);
    for (number, row) in grid.rows.iter().enumerate() {
        let mut cells = Vec::new();
        if style.numbered {
            cells.push(Cell::new(number + 1).set_alignment(CellAlignment::Right));
        }
        for (&at, &width) in shown.iter().zip(&widths) {
            let text = row.get(at).map_or("", String::as_str);
            cells.push(Cell::new(wrap(text, width).join("\n")).set_alignment(alignment(grid, at)));
        }
        page.add_row(cells);
    }
    if !style.boxed {
        for column in page.column_iter_mut() {
            column.set_padding((0, 2));
        }
    }
    let mut out = String::new();
    for line in page.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    if !left_out.is_empty() {
        let line = left_out_line(grid, &left_out, style.lang);
        out.extend(wrap(&line, style.width.unwrap_or(usize::MAX)).into_iter().map(|line| line + "\n"));
    }
    out
}

/// Tells the columns for which there was no room; of many the first few by name.
fn left_out_line(grid: &Grid, left_out: &[usize], lang: Lang) -> String {
    let title = |&at: &usize| grid.columns[at].title.as_str();
    let names: Vec<&str> = left_out.iter().take(NAMED).map(title).collect();
    let more = left_out.len().saturating_sub(NAMED);
    match lang {
        Lang::En => {
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("not shown for want of width: {}{more} (--format csv shows all)", names.join(", "))
        }
        Lang::Zh => {
            let more = if more > 0 { format!("等 {} 列", left_out.len()) } else { String::new() };
            format!("因宽度不足未显示的列：{}{more}（--format csv 可显示全部）", names.join("、"))
        }
    }
}

/// Takes out the column whose loss is felt least: of those equally dear, the rightmost.
fn least_dear(shown: &mut Vec<usize>, grid: &Grid) -> Option<usize> {
    let (place, _) = shown.iter().enumerate().rev().min_by_key(|&(_, &at)| grid.columns[at].keep)?;
    Some(shown.remove(place))
}

fn alignment(grid: &Grid, at: usize) -> CellAlignment {
    if grid.columns[at].numeric { CellAlignment::Right } else { CellAlignment::Left }
}

/// The widest cell. On a terminal a column of numbers is no wider for its title's sake: the title is wrapped.
fn natural_width(grid: &Grid, at: usize, narrow: bool) -> usize {
    let title = display_width(&grid.columns[at].title);
    let title = if narrow && grid.columns[at].numeric { title.min(TITLE) } else { title };
    grid.rows.iter().filter_map(|row| row.get(at)).flat_map(|cell| cell.split('\n')).map(display_width).max().unwrap_or(0).max(title)
}

/// Widths for the columns that are shown, or nothing where they cannot all be read side by side. Short columns keep their natural
/// width; what is left is shared among the others by the square root of their need, so that a long quote gets more than a
/// name, yet does not starve it.
fn fit(shown: &[usize], natural: &[usize], grid: &Grid, style: TableStyle) -> Option<Vec<usize>> {
    let Some(terminal) = style.width else {
        return Some(shown.iter().map(|&at| natural[at].max(2)).collect());
    };
    let count = shown.len() + usize::from(style.numbered);
    let drawn = if style.boxed { count * 3 + 1 } else { count * 2 };
    let number = if style.numbered { grid.rows.len().to_string().len().max(1) } else { 0 };
    let room = terminal.saturating_sub(drawn + number);
    if shown.iter().map(|&at| natural[at]).sum::<usize>() <= room {
        return Some(shown.iter().map(|&at| natural[at].max(2)).collect());
    }
    let short: usize = shown.iter().map(|&at| natural[at]).filter(|&width| width <= SHORT).sum();
    let long: Vec<usize> = shown.iter().copied().filter(|&at| natural[at] > SHORT).collect();
    let rest = room.saturating_sub(short);
    if shown.len() > 1 && rest < long.len() * READABLE {
        return None;
    }
    let need: f64 = long.iter().map(|&at| (natural[at] as f64).sqrt()).sum();
    let mut spare = rest;
    let mut widths: Vec<usize> = shown
        .iter()
        .map(|&at| {
            if natural[at] <= SHORT {
                return natural[at].max(2);
            }
            let share = (rest as f64 * (natural[at] as f64).sqrt() / need) as usize;
            let width = share.clamp(READABLE.min(rest.max(2)), natural[at]);
            spare = spare.saturating_sub(width);
            width
        })
        .collect();
    // What rounding left goes to the last long column, usually the quote.
    if let Some(last) = shown.iter().rposition(|&at| natural[at] > SHORT) {
        widths[last] = (widths[last] + spare).min(natural[shown[last]]);
    }
    // Where READABLE pushed the sum over the room, the widest gives way.
    while widths.iter().sum::<usize>() > room {
        let widest = widths.iter_mut().max()?;
        if *widest <= 2 {
            break;
        }
        *widest -= 1;
    }
    Some(widths)
}

/// A bar a row for counts: name, bar, number, share of the `distinct` heads. `width` columns in all.
pub fn bars(grid: &Grid, distinct: usize, width: usize) -> String {
    let (Some(last), true) = (grid.columns.len().checked_sub(1), grid.columns.len() >= 2) else {
        return String::new();
    };
    let counts: Vec<u64> = grid.rows.iter().map(|row| row.get(last).and_then(|cell| cell.parse().ok()).unwrap_or(0)).collect();
    let largest = counts.iter().copied().max().unwrap_or(0).max(1);
    let names: Vec<String> = grid.rows.iter().map(|row| row[..last.min(row.len())].join(" · ").replace('\n', " ")).collect();
    let digits = largest.to_string().len();
    let name_width = names.iter().map(|name| display_width(name)).max().unwrap_or(0).min(width * 2 / 5);
    let room = width.saturating_sub(name_width + digits + 11).max(4) as u64;
    let mut out = String::new();
    for (name, count) in names.iter().zip(counts) {
        let name = clip(name, name_width);
        let pad = name_width.saturating_sub(display_width(&name));
        // Eighths of a column, so that small differences still show.
        let eighths = count * room * 8 / largest;
        let mut bar = "█".repeat((eighths / 8) as usize);
        if let Some(part) = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'].get((eighths % 8) as usize).filter(|c| **c != ' ') {
            bar.push(*part);
        }
        let bar_pad = (room as usize + 1).saturating_sub(bar.chars().count());
        let share = if distinct > 0 { format!("{:>5.1} %", count as f64 * 100.0 / distinct as f64) } else { String::new() };
        out.push_str(&format!("{name}{:pad$} {bar}{:bar_pad$}{count:>digits$} {share}", "", ""));
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{TableStyle, bars, table};
    use crate::base::Lang;
    use crate::output::cells::Keep;
    use crate::output::display_width;
    use crate::output::{Grid, GridColumn};

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
    fn chinese_columns_line_up_and_keep_to_the_width() {
        let page = table(
            &grid(
                &["measure", "address", "quote"],
                &[
                    &[
                        "实施高新技术企业培育计划",
                        "四（一）2 §1",
                        "实施高新技术企业培育计划，建立“科技型小微企业—高新技术企业”的梯次培育机制，推动规模以上企业加大研发投入。",
                    ],
                    &["建设人才驿站", "四（四）12 §3", "建设人才驿站，为高层次人才提供服务。"],
                ],
            ),
            TableStyle { width: Some(60), boxed: true, numbered: true, lang: Lang::En },
        );
        let widths: Vec<usize> = page.lines().map(display_width).collect();
        assert!(widths.iter().all(|&width| width == widths[0] && width <= 60), "{page}");
    }

    #[test]
    fn columns_that_do_not_fit_are_named() {
        let wide = "很长的一段文字，放不进很窄的终端里去";
        let page = table(
            &grid(&["a", "b", "c", "d", "e"], &[&[wide; 5]]),
            TableStyle { width: Some(40), boxed: true, numbered: false, lang: Lang::En },
        );
        assert!(page.contains("not shown for want of width: c, d, e") || page.contains("d, e"), "{page}");
    }

    #[test]
    fn bars_grow_with_the_count_and_zero_is_shown() {
        let page = bars(&grid(&["task", "count"], &[&["人才", "10"], &["专利", "5"], &["品牌", "0"]]), 12, 40);
        let blocks: Vec<usize> = page.lines().map(|line| line.chars().filter(|c| *c == '█').count()).collect();
        assert!(blocks[0] >= 2 * blocks[1] && blocks[1] > 0 && blocks[2] == 0, "{page}");
        assert!(page.contains("83.3 %"), "{page}");
    }
}
