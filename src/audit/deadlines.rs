//! By when: lines of responsibility that name no deadline where the others do, and plans of which none does.

use super::Plan;
use super::finding::{Finding, Severity};
use super::words::any_in;
use crate::base::{Message, Span};
use crate::document::{HeadingKind, Role, Sentence};
use crate::model::Evidence;

/// Fewer lines are no practice of a plan.
const PRACTICE: usize = 3;

/// What answers for a piece of work: the brackets or lines of responsibility that stand behind it without a break.
struct Line {
    /// Index of its first sentence.
    first: usize,
    dated: bool,
}

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let lines = lines(plan);
    let dated = lines.iter().filter(|line| line.dated).count();
    let Some(first) = lines.first().filter(|_| lines.len() >= PRACTICE) else { return };
    if dated == 0 {
        let en = format!("none of the plan's {} lines of responsibility names a deadline", lines.len());
        let zh = format!("全文{}处责任分工均未写明完成时限", lines.len());
        found.push(note("means.no-deadline", Severity::Note, en, zh, plan.evidence(first.first)));
        return;
    }
    if dated < PRACTICE || dated * 4 < lines.len() * 3 {
        return;
    }
    for line in lines.iter().filter(|line| !line.dated) {
        let en = format!("no deadline is named here, though {dated} of {} lines of responsibility name one", lines.len());
        let zh = format!("此处未写明完成时限，而全文{}处责任分工中有{dated}处写明", lines.len());
        found.push(note("means.task-without-deadline", Severity::Warning, en, zh, plan.evidence(line.first)));
    }
}

fn note(code: &'static str, severity: Severity, en: String, zh: String, proof: Evidence) -> Finding {
    Finding::new(code, severity, Message::new(en, zh), vec![proof])
}

/// The lines of the plan's own work, each with whether it, or the work in front of it, says by when.
fn lines(plan: &Plan<'_>) -> Vec<Line> {
    let document = plan.document;
    let text = |span: Span| document.slice(span);
    let mut lines: Vec<Line> = Vec::new();
    let (mut work, mut last) = (false, None::<(usize, usize)>);
    for (at, sentence) in document.sentences.iter().enumerate() {
        // A new section is new work.
        if last.is_some_and(|(_, section)| section != sentence.section) {
            work = false;
        }
        let says = says_when(text(sentence.span));
        if sentence.role == Role::Responsibility && !around(plan, sentence) {
            match lines.last_mut().filter(|_| last == Some((at.wrapping_sub(1), sentence.section)) && responsible(plan, at.wrapping_sub(1)))
            {
                Some(line) => line.dated |= says,
                None => lines.push(Line { first: at, dated: says || work }),
            }
            work = false;
        } else {
            work |= says;
        }
        last = Some((at, sentence.section));
    }
    lines
}

fn responsible(plan: &Plan<'_>, at: usize) -> bool {
    plan.document.sentences.get(at).is_some_and(|sentence| sentence.role == Role::Responsibility)
}

/// A deadline as plans write it: with the word for one, or a year or month by whose end.
pub fn says_when(text: &str) -> bool {
    any_in("deadline", text)
}

/// Whether a sentence stands in an annex or a box.
fn around(plan: &Plan<'_>, sentence: &Sentence) -> bool {
    let boxed = plan.document.sections.get(sentence.section).is_some_and(|section| section.kind == HeadingKind::Box);
    boxed || sentence.address.starts_with('附')
}
