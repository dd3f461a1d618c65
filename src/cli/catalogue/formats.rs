use std::path::Path;

use super::Help;
use crate::output::PageFormat;

/// A format for the rows of a statement.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    pub name: &'static str,
    /// Other words for it, Chinese ones too.
    pub words: &'static [&'static str],
    /// Endings of file names that mean this format.
    pub endings: &'static [&'static str],
    pub format: PageFormat,
    pub help: Help,
    pub example: &'static str,
}

const fn entry(
    name: &'static str,
    words: &'static [&'static str],
    endings: &'static [&'static str],
    format: PageFormat,
    help: Help,
    example: &'static str,
) -> Format {
    Format { name, words, endings, format, help, example }
}

pub const FORMATS: [Format; 10] = [
    entry("table", &["表格"], &["txt"], PageFormat::Table, Help("aligned columns for people", "对齐的表格，供人阅读"), ":format table"),
    entry(
        "csv",
        &[],
        &["csv"],
        PageFormat::Csv,
        Help("comma-separated values (RFC 4180)", "逗号分隔值（RFC 4180）"),
        "gangmu query 'terms' --format csv",
    ),
    entry("tsv", &[], &["tsv", "tab"], PageFormat::Tsv, Help("tab-separated values", "制表符分隔值"), "gangmu query 'terms' --format tsv"),
    entry("json", &[], &["json"], PageFormat::Json, Help("one array of objects", "一个对象数组"), "gangmu query 'terms' --format json"),
    entry(
        "jsonl",
        &["ndjson"],
        &["jsonl", "ndjson"],
        PageFormat::Jsonl,
        Help("one object a line", "每行一个对象"),
        "gangmu query 'terms' --format jsonl --header",
    ),
    entry(
        "markdown",
        &["md"],
        &["md", "markdown"],
        PageFormat::Markdown,
        Help("a table for Markdown", "Markdown 表格"),
        "gangmu query 'terms' --format markdown",
    ),
    entry(
        "gexf",
        &[],
        &["gexf"],
        PageFormat::Gexf,
        Help("network for Gephi (GEXF 1.3)", "供 Gephi 使用的网络（GEXF 1.3）"),
        "gangmu export --to gexf -o plan.gexf",
    ),
    entry(
        "graphml",
        &[],
        &["graphml"],
        PageFormat::GraphMl,
        Help("network for yEd, igraph, networkx", "供 yEd、igraph、networkx 使用的网络"),
        "gangmu export --to graphml -o plan.graphml",
    ),
    entry(
        "dot",
        &["graphviz"],
        &["dot", "gv"],
        PageFormat::Dot,
        Help("network for Graphviz", "供 Graphviz 使用的网络"),
        "gangmu query 'parks hosting clusters' --format dot",
    ),
    entry(
        "mermaid",
        &[],
        &["mmd", "mermaid"],
        PageFormat::Mermaid,
        Help("network as a Mermaid flow chart", "Mermaid 流程图形式的网络"),
        "gangmu query 'parks hosting clusters' --format mermaid",
    ),
];

/// The format of that name or word.
pub fn format(name: &str) -> Option<&'static Format> {
    let wanted = name.to_lowercase();
    FORMATS.iter().find(|format| format.name == wanted || format.words.contains(&wanted.as_str()))
}

/// The format that the ending of a file name means.
pub fn format_for_file(path: &Path) -> Option<&'static Format> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    FORMATS.iter().find(|format| format.endings.contains(&ending.as_str()))
}

/// What `export --to` can write.
#[derive(Clone, Copy, Debug)]
pub struct Export {
    pub name: &'static str,
    pub kind: ExportKind,
    pub help: Help,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// Nodes and relations with their evidence, one a line: `store load` reads it back.
    GraphLines,
    Network(PageFormat),
    CodingSheet,
}

pub const EXPORTS: [Export; 6] = [
    Export {
        name: "jsonl",
        kind: ExportKind::GraphLines,
        help: Help("the whole graph with its evidence, one object a line", "整个图及其证据，每行一个对象"),
    },
    Export { name: "gexf", kind: ExportKind::Network(PageFormat::Gexf), help: FORMATS[6].help },
    Export { name: "graphml", kind: ExportKind::Network(PageFormat::GraphMl), help: FORMATS[7].help },
    Export { name: "dot", kind: ExportKind::Network(PageFormat::Dot), help: FORMATS[8].help },
    Export { name: "mermaid", kind: ExportKind::Network(PageFormat::Mermaid), help: FORMATS[9].help },
    Export {
        name: "coding-sheet",
        kind: ExportKind::CodingSheet,
        help: Help(
            "one row a measure: plan, address, quote, task, goals, institutions",
            "编码表：每条措施一行，含规划、出处、原文、任务、目标、机构",
        ),
    },
];
