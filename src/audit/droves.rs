//! Findings about the text's shape that come in droves: a table that fell apart into lines, a text that lost its line breaks.
//! Dozens of warnings would then accuse the author of what the saving of the file did; one note says it once and names every
//! place. A finding that stands apart from the others stays what it is.

use std::sync::Arc;

use super::Plan;
use super::checks::{self, Check};
use super::finding::{Finding, Severity};
use crate::base::Message;

/// From this many findings on, one check is taken to have met a text without its shape.
const DROVE: usize = 8;
/// Bytes of the original within which another finding is near: about a page.
const NEAR: u64 = 3_000;
/// Checks that rely on the text's shape.
const SHAPE: [&str; 6] =
    ["form.gap", "form.repeat", "form.empty-heading", "form.broken-sentence", "form.caption", "means.task-without-measure"];

pub fn fold(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    // Where some captions have their tables, those that have none are each a loss of its own.
    let captioned = plan.document.tables.iter().any(|table| !table.title.is_empty());
    for check in SHAPE.iter().filter_map(|code| checks::find(code)) {
        let (drove, rest): (Vec<Finding>, Vec<Finding>) = std::mem::take(found).into_iter().partition(|finding| finding.code == check.code);
        *found = rest;
        if drove.len() < DROVE || (check.code == "form.caption" && captioned) {
            found.extend(drove);
            continue;
        }
        let part = |finding: &Finding| finding.evidence.first().and_then(|proof| plan.part_at(proof.start)).map(|part| &part.address);
        let start = |finding: &Finding| finding.evidence.first().map_or(0, |proof| proof.start);
        let places: Vec<_> = drove.iter().map(|finding| (part(finding).cloned(), start(finding))).collect();
        let apart = |finding: &Finding| {
            let (own, at) = (part(finding), start(finding));
            let near = |(part, place): &&(Option<Arc<str>>, u64)| part.as_ref() == own || place.abs_diff(at) <= NEAR;
            let alone = places.iter().filter(near).count() == 1;
            alone && own.is_some_and(|address| !address.starts_with('附')) && in_outline(finding)
        };
        let (alone, drove): (Vec<Finding>, Vec<Finding>) = drove.into_iter().partition(apart);
        found.extend(alone);
        if !drove.is_empty() {
            found.push(one_note(check, &drove));
        }
    }
}

/// Whether a finding about numbers concerns the outer headings. Lone arabic numbers also stand before notes below tables.
fn in_outline(finding: &Finding) -> bool {
    let numbers = matches!(finding.code, "form.gap" | "form.repeat");
    let quote = finding.evidence.first().map_or("", |proof| proof.quote.trim_start());
    finding.code != "form.caption" && (!numbers || !quote.starts_with(|c: char| c.is_ascii_digit()))
}

/// One note that names every place.
fn one_note(check: &Check, drove: &[Finding]) -> Finding {
    let count = drove.len();
    let evidence: Vec<_> = drove.iter().flat_map(|finding| finding.evidence.first().cloned()).collect();
    let places: Vec<&str> = evidence.iter().map(|proof| &*proof.address).collect();
    let message = Message::new(
        format!(
            "{} at {count} places: the text seems to have lost its shape (line breaks, tables) when it was saved: {}",
            check.title.0,
            places.join(", ")
        ),
        format!("{}，共{count}处：文本可能在保存时失去了原有版式（换行、表格）：{}", check.title.1, places.join("、")),
    );
    Finding::new(check.code, Severity::Note, message, evidence).found(count.to_string())
}

#[cfg(test)]
mod tests {
    use super::{DROVE, fold};
    use crate::audit::facts::Facts;
    use crate::audit::finding::{Finding, Severity};
    use crate::audit::{Plan, form};
    use crate::document::{self, ReadOptions};
    use crate::view::MemoryGraph;

    /// What the checks of form find in a plan whose third part has so many paragraphs that break off; `also` ends its second part.
    fn found(broken: usize, also: &str) -> Vec<Finding> {
        let between = "建设智慧水网。".repeat(200);
        let torn = "加强河道治理，推进清淤疏浚，\n\n".repeat(broken);
        let text = format!(
            "某市治水规划\n\n一、背景\n\n水系发达。\n\n二、目标\n\n{also}\n\n三、任务\n\n{between}\n\n{torn}四、保障\n\n加强领导。\n"
        );
        let document = document::read(text.as_bytes(), "plan.txt", &ReadOptions { force: true, ..ReadOptions::default() }).expect("a plan");
        let graph = MemoryGraph::new();
        let plan = Plan::new(Facts { view: &graph, plan: "plan", nodes: &[] }, &document);
        let mut found = Vec::new();
        form::check(&plan, &mut found);
        fold(&plan, &mut found);
        found.retain(|finding| finding.code == "form.broken-sentence");
        found
    }

    #[test]
    fn a_drove_becomes_one_note_that_names_every_place() {
        let many = found(DROVE, "河畅水清。");
        let [note] = many.as_slice() else { panic!("{many:?}") };
        assert_eq!((note.severity, note.evidence.len()), (Severity::Note, DROVE));
        assert!((1..=DROVE).all(|n| note.message.en.contains(&format!("三 §{}", 200 + n))), "{}", note.message.en);
    }

    #[test]
    fn a_few_findings_stay_and_so_does_one_in_a_part_of_its_own() {
        assert_eq!(found(DROVE - 1, "河畅水清。").len(), DROVE - 1);
        let many = found(DROVE, "力争到2030年，全市河畅水清，");
        assert_eq!(many.iter().map(|finding| finding.severity).collect::<Vec<_>>(), [Severity::Warning, Severity::Note]);
    }
}
