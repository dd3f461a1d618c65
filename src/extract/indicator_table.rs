//! Tables of indicators: one row an indicator, one column a year.

use super::figures::{Amount, Bound, FigureWords};
use super::indicator_names::split_unit;
use super::indicators::{Book, Reading, contain};
use super::{Draft, NodeAt, Scene, years};
use crate::document::{Cell, Table};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Unit,
    Nature,
    Value {
        year: Option<i64>,
        role: &'static str,
    },
    /// Numbers of rows, growth, remarks.
    Other,
}

/// Adds the rows of all tables that are tables of indicators.
pub fn stage(book: &mut Book<'_, '_>, draft: &mut Draft, sections: &[NodeAt]) {
    let scene = book.scene;
    for table in &scene.document.tables {
        let Some(columns) = columns(scene, table, draft.region()) else { continue };
        for row in &table.rows {
            let cell = |wanted: &dyn Fn(&Column) -> bool| -> Option<&str> {
                let at = columns.iter().position(wanted)?;
                row.cells.get(at).filter(|cell| !cell.empty).map(|cell| scene.slice(cell.span).trim())
            };
            // A row of one cell is a subheading.
            let Some(name) = cell(&|column| *column == Column::Name).filter(|name| row.cells.len() > 1 && name.chars().count() >= 2) else {
                continue;
            };
            let mut name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
            let mut unit = cell(&|column| *column == Column::Unit).map(str::to_owned);
            if unit.is_none() && columns.contains(&Column::Unit) {
                unit = glued_unit(&mut name, &scene.lexicons.figures);
            }
            let nature = cell(&|column| *column == Column::Nature)
                .and_then(|text| ["约束性", "预期性"].into_iter().find(|word| text.contains(word)))
                .map(str::to_owned);
            let proof = scene.cite(row.sentence);
            for (column, cell) in columns.iter().zip(&row.cells) {
                let Column::Value { year, role } = *column else { continue };
                let Some(mut amount) = value(scene, cell) else { continue };
                if amount.unit.is_empty() {
                    amount.unit =
                        unit.clone().or_else(|| split_unit(&name).1.map(str::to_owned)).or_else(|| table.unit.clone()).unwrap_or_default();
                }
                let reading = Reading {
                    name: &name,
                    year,
                    amount,
                    source: "table",
                    role,
                    nature: nature.clone().filter(|_| role == "target"),
                    rule: "table of indicators",
                    trigger: "",
                    assumed: false,
                };
                let indicator = book.value(draft, reading, proof.clone());
                contain(scene, draft, sections, table.section, indicator, &proof);
            }
        }
    }
}

/// 港口吞吐能力亿吨: takes off the unit that ran together with a name.
fn glued_unit(name: &mut String, words: &FigureWords) -> Option<String> {
    let unit = words.unit.iter().filter(|unit| name.ends_with(unit.as_str())).max_by_key(|unit| unit.len())?;
    let bare = name[..name.len() - unit.len()].trim_end_matches(['万', '亿', '千', '百']);
    if bare.chars().count() < 3 {
        return None;
    }
    let at = bare.len();
    Some(name.split_off(at))
}

/// What the columns of a table hold; `None` where it is no table of indicators.
fn columns(scene: &Scene<'_>, table: &Table, region: &str) -> Option<Vec<Column>> {
    let titles: Vec<String> =
        table.header.iter().map(|cell| scene.slice(cell.span).chars().filter(|c| !c.is_whitespace()).collect()).collect();
    let has = |title: &str, words: &[&str]| words.iter().any(|word| title.contains(word));
    let mut columns = Vec::with_capacity(titles.len());
    let (mut named, mut of_goals) = (false, false);
    for (at, title) in titles.iter().enumerate() {
        let year = years::first(title).or_else(|| years::five_year(title).map(|(_, end)| end));
        let column = if has(title, &["序号", "编号", "增幅", "增速", "增长", "年均", "完成率", "变化", "备注", "责任", "来源", "说明"])
        {
            Column::Other
        } else if has(title, &["单位"]) {
            Column::Unit
        } else if has(title, &["属性", "性质", "类型"]) {
            Column::Nature
        } else if !named && year.is_none() && has(title, &["目标"]) && worded(scene, table, at) {
            // 目标名称, 发展目标: what the row is about.
            (named, of_goals) = (true, true);
            Column::Name
        } else if year.is_some() || has(title, &["目标", "规划", "现状", "完成", "实际", "基期", "基数", "现值"]) {
            Column::Value { year, role: role(title, region) }
        } else if !named && has(title, &["指标", "项目", "名称", "类别", "内容"]) {
            named = true;
            Column::Name
        } else if has(title, &["指标", "名称"]) {
            // 类别 | 指标名称: the more exact title wins.
            if let Some(old) = columns.iter_mut().find(|column| **column == Column::Name) {
                *old = Column::Other;
            }
            Column::Name
        } else {
            Column::Other
        };
        columns.push(column);
    }
    // Bare years: the first is where the plan starts from, the others are where it wants to be.
    let bare: Vec<i64> = columns
        .iter()
        .filter_map(|column| if let Column::Value { year: Some(year), role: "" } = column { Some(*year) } else { None })
        .collect();
    let first = bare.iter().min().copied().filter(|first| bare.iter().any(|year| year != first));
    for column in &mut columns {
        if let Column::Value { year, role } = column {
            if role.is_empty() {
                let started = scene.period.start.zip(*year).is_some_and(|(start, year)| year < start);
                *role = if started || (year.is_some() && *year == first) { "actual" } else { "target" };
            }
            *year = year.or(match *role {
                "actual" => scene.period.start.map(|start| start - 1),
                _ => scene.period.end,
            });
        }
    }
    let indicator_like = table.title.contains("指标") || titles.iter().any(|title| title.contains("指标")) || table.title.contains("目标");
    let dated = titles.iter().any(|title| years::first(title).is_some());
    let indicator_like = indicator_like || of_goals && dated;
    let usable = named && columns.iter().any(|column| matches!(column, Column::Value { .. }));
    (usable && indicator_like).then_some(columns)
}

/// Whether the cells of a column hold words and no values.
fn worded(scene: &Scene<'_>, table: &Table, at: usize) -> bool {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at).filter(|cell| !cell.empty && row.cells.len() > 1));
    let (mut words, mut values) = (0, 0);
    for cell in cells {
        let text = scene.slice(cell.span).trim();
        let figure =
            text.trim_start_matches(['≥', '≤', '＞', '＜', '>', '<', '〔', '[', '（', '(', '-']).starts_with(|c: char| c.is_ascii_digit());
        *if figure { &mut values } else { &mut words } += 1;
    }
    words > values
}

/// The role that a column's title states; empty where it only names a year.
fn role(title: &str, region: &str) -> &'static str {
    let other_place = ["全国", "国家", "全省", "省", "平均", "世界"].iter().any(|word| title.contains(word));
    let own = !region.is_empty() && title.contains(region.trim_end_matches(['市', '省']));
    if other_place && !own {
        "reference"
    } else if ["现状", "完成", "实际", "基期", "基数", "现值"].iter().any(|word| title.contains(word)) {
        "actual"
    } else if ["目标", "规划"].iter().any(|word| title.contains(word)) {
        "target"
    } else {
        ""
    }
}

/// The value of a cell: ≥80, 〔20〕, 3.00, 2–3, [累计达到1000], 66.7%.
fn value(scene: &Scene<'_>, cell: &Cell) -> Option<Amount> {
    let text = scene.slice(cell.span).trim();
    if cell.empty || text.chars().count() > 20 {
        return None;
    }
    let bare = text.trim_matches(['〔', '〕', '[', ']', '【', '】', '（', '）', '(', ')', ' ']);
    let mut amount = super::figures::amounts(bare, &scene.lexicons.figures).into_iter().next()?;
    let before = bare.get(..amount.start).unwrap_or_default();
    if before.contains(['≥', '＞', '>']) {
        amount.bound = Bound::Ge;
    } else if before.contains(['≤', '＜', '<']) {
        amount.bound = Bound::Le;
    } else if before.ends_with('-') || before.ends_with('－') {
        amount.min = -amount.min;
        amount.max = -amount.max;
    }
    Some(amount)
}
