//! Whether a text is a plan at all, told by its outline and by the words of the press.

use super::decode::refuse;
use super::words::words;
use super::{Document, Finding, FindingKind, HeadingKind, Role};
use crate::base::{Message, Outcome};

/// How many sentences from the front are searched for words of the press.
const PRESS_REACH: usize = 4;

/// # Errors
/// `NotAPlan` unless `force` is set; then the document carries a finding instead.
pub(super) fn check(document: &mut Document, force: bool) -> Outcome<()> {
    let headings = document
        .sections
        .iter()
        .filter(|section| matches!(section.kind, HeadingKind::Numbered | HeadingKind::RunIn | HeadingKind::Item))
        .count();
    let press = document
        .sentences
        .iter()
        .filter(|sentence| matches!(sentence.role, Role::Body | Role::Front | Role::Title))
        .take(PRESS_REACH)
        .any(|sentence| words().any_in("press", document.slice(sentence.span)));
    let tables = document.tables.iter().map(|table| table.rows.len()).sum::<usize>();
    let why = if press && headings < 10 {
        Message::new("it reads like a report in the press about a plan", "读起来像是关于规划的新闻报道")
    } else if headings == 0 && tables < 3 {
        Message::new("it has no numbered headings and no tables", "没有编号标题，也没有表格")
    } else {
        return Ok(());
    };
    if force {
        let message = Message::new(format!("This does not look like a plan: {}", why.en), format!("这不像是规划文本：{}", why.zh));
        document.findings.push(Finding { kind: FindingKind::NotAPlan, span: None, line: 0, message });
        return Ok(());
    }
    let refused = refuse(
        "NotAPlan",
        format!("{} does not look like a plan: {}", document.name, why.en),
        format!("{} 不像是规划文本：{}", document.name, why.zh),
    );
    Err(match exported(document) {
        true => refused.hint(
            format!("A graph as JSON lines is read by: gangmu store load {}", document.name),
            format!("JSON 行格式的图谱请用：gangmu store load {}", document.name),
        ),
        false => refused.hint("Read it all the same with --force", "如仍要读入，请加 --force"),
    })
}

/// Whether a text begins as a graph does that `export --to jsonl` wrote.
fn exported(document: &Document) -> bool {
    let first = document.text.lines().next().unwrap_or("");
    first.starts_with('{') && first.contains("\"type\"") && first.contains("\"node\"")
}
