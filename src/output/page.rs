//! Answer → the whole page in the format asked for.

use super::cells::{Grid, grid};
use super::network::{self, Network};
use super::portrait::{cards, portrait};
use super::table::{TableStyle, bars, table};
use super::wrap::wrap;
use super::{CsvStyle, Titles, caption, columns_line, counts, csv, json, markdown, matrix, named, row_line, summary_line, tsv};
use crate::base::Lang;
use crate::model::{Answer, Shape};
use crate::schema::Schema;
use crate::view::GraphView;

/// Every format in which the rows of a statement can be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PageFormat {
    #[default]
    Table,
    Csv,
    Tsv,
    Json,
    Jsonl,
    Markdown,
    Gexf,
    GraphMl,
    Dot,
    Mermaid,
}

impl PageFormat {
    /// Whether errors are told as JSON too.
    pub const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }

    /// Whether nodes and relations are written instead of rows.
    pub const fn is_network(self) -> bool {
        matches!(self, Self::Gexf | Self::GraphMl | Self::Dot | Self::Mermaid)
    }

    /// Whether the page itself can carry a line that says where it comes from.
    pub const fn holds_source_line(self) -> bool {
        matches!(self, Self::Table | Self::Markdown)
    }
}

/// How a page is made.
#[derive(Clone, Debug, Default)]
pub struct PageStyle {
    pub format: PageFormat,
    pub lang: Lang,
    /// Columns of the terminal; `None` where the page goes elsewhere.
    pub width: Option<usize>,
    pub boxed: bool,
    pub numbered: bool,
    /// The `$columns` line of jsonl.
    pub header: bool,
    pub csv: CsvStyle,
    /// Stands above a table.
    pub caption: Option<String>,
    /// Stands below a table: where the figures come from.
    pub source: Option<String>,
}

/// The page, ending with a line end unless it is empty.
pub fn page(answer: &Answer, view: &dyn GraphView, schema: Option<&Schema>, style: &PageStyle) -> String {
    let titles = match style.format {
        PageFormat::Table | PageFormat::Markdown => Titles::new(schema, answer.summary.page.labels, style.lang),
        // Programs read these: a column keeps its name, unless the statement itself asks for labels.
        _ => Titles::new(schema, answer.summary.page.labels, Lang::En),
    };
    match style.format {
        PageFormat::Jsonl => json_lines(answer, view, style),
        PageFormat::Json => json_array(answer, view),
        PageFormat::Csv => csv(&laid_out(answer, view, &titles, style).0, style.csv),
        PageFormat::Tsv => tsv(&laid_out(answer, view, &titles, style).0),
        PageFormat::Markdown => {
            let (grid, note) = laid_out(answer, view, &titles, style);
            let body = if answer.summary.shape == Shape::Text { fenced(answer) } else { markdown(&grid) };
            around(body, note, style, "\n")
        }
        PageFormat::Table => {
            let (body, note) = text_body(answer, view, &titles, style);
            around(body, note, style, "")
        }
        format => network::write(&Network::of_rows(answer, view), view, format),
    }
}

/// Caption above, note on the totals and source below; `gap` parts them. On a terminal they keep to its width.
fn around(body: String, note: Option<String>, style: &PageStyle, gap: &str) -> String {
    let width = style.width.filter(|_| style.boxed).unwrap_or(usize::MAX);
    let lines = |text: &str| wrap(text, width).join("\n");
    let mut out = String::new();
    if let Some(caption) = &style.caption {
        out.push_str(&format!("{}\n{gap}", lines(caption)));
    }
    out.push_str(&body);
    for line in note.iter().chain(&style.source) {
        out.push_str(&format!("{gap}{}\n", lines(line)));
    }
    out
}

/// The grid in the shape that the statement asked for, and what must be known about its totals.
fn laid_out(answer: &Answer, view: &dyn GraphView, titles: &Titles<'_>, style: &PageStyle) -> (Grid, Option<String>) {
    let mut plain = grid(answer, view, titles);
    if style.format.holds_source_line() {
        plain.drop_empty("via");
    }
    match &answer.summary.shape {
        Shape::Matrix(margins) => {
            let note = caption(&plain, margins, style.lang);
            (matrix(&plain, margins, titles), note)
        }
        Shape::Counts(margins) => {
            let note = caption(&plain, margins, style.lang);
            (counts(&plain, margins.distinct, titles), note)
        }
        _ => (plain, None),
    }
}

fn text_body(answer: &Answer, view: &dyn GraphView, titles: &Titles<'_>, style: &PageStyle) -> (String, Option<String>) {
    if answer.columns.is_empty() {
        return (String::new(), None);
    }
    let on_terminal = style.boxed;
    let (mut grid, note) = laid_out(answer, view, titles, style);
    if on_terminal && answer.summary.shape == Shape::Table {
        grid.say_once();
        grid.gather_ways(style.lang.pick(", ", "、"));
    }
    let body = match &answer.summary.shape {
        Shape::Text => lines(&grid),
        Shape::Page if grid.columns.first().is_some_and(|column| column.name == "part") => portrait(&grid, titles, style),
        Shape::Page => cards(&grid, style),
        Shape::Counts(margins) if on_terminal => {
            bars(&named(&super::grid(answer, view, titles), titles), margins.distinct, style.width.unwrap_or(80))
        }
        // Rows of a matrix are no rows of the answer: nothing can be asked about them by number.
        Shape::Matrix(_) => table(&grid, TableStyle { numbered: false, ..table_style(style) }),
        _ => table(&grid, table_style(style)),
    };
    (body, note)
}

fn table_style(style: &PageStyle) -> TableStyle {
    TableStyle { width: style.width, boxed: style.boxed, numbered: style.numbered, lang: style.lang }
}

fn lines(grid: &Grid) -> String {
    grid.rows.iter().map(|row| format!("{}\n", row.join("  "))).collect()
}

fn fenced(answer: &Answer) -> String {
    let body: String = answer.rows.iter().flatten().filter_map(|value| value.as_str()).map(|line| format!("{line}\n")).collect();
    format!("```\n{body}```\n")
}

fn json_lines(answer: &Answer, view: &dyn GraphView, style: &PageStyle) -> String {
    let mut out = String::new();
    if style.header {
        out.push_str(&columns_line(&answer.columns));
        out.push('\n');
    }
    for row in &answer.rows {
        out.push_str(&row_line(&answer.columns, row, view));
        out.push('\n');
    }
    if let Some(line) = summary_line(&answer.summary, style.lang) {
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// One array of the same objects.
fn json_array(answer: &Answer, view: &dyn GraphView) -> String {
    let mut out = String::from("[");
    for (i, row) in answer.rows.iter().enumerate() {
        json::comma(&mut out, i);
        out.push('\n');
        out.push_str(&row_line(&answer.columns, row, view));
    }
    out.push_str(if answer.rows.is_empty() { "]\n" } else { "\n]\n" });
    out
}
