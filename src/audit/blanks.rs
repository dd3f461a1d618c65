//! Labels in lines of responsibility with nothing behind them: `（责任单位：；完成时限：2025年）`.

use super::Plan;
use super::finding::{Finding, Severity};
use super::words::words;
use crate::base::Message;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (at, sentence) in plan.document.sentences.iter().enumerate() {
        let text = plan.document.slice(sentence.span);
        for (list, code) in [("body-label", "means.task-without-body"), ("date-label", "means.task-without-deadline")] {
            let Some(label) = blank_label(list, text) else { continue };
            let message = Message::new(format!("nothing stands behind “{label}”"), format!("“{label}”之后没有内容"));
            found.push(Finding::new(code, Severity::Warning, message, vec![plan.evidence(at)]));
        }
    }
}

/// A label of the list with a colon, behind which the line ends or goes on to the next.
fn blank_label(list: &str, text: &str) -> Option<&'static str> {
    let empty = |label: &&String| {
        text.match_indices(label.as_str()).any(|(at, _)| {
            let behind = text[at + label.len()..].strip_prefix(['：', ':']).map(|rest| rest.trim_start_matches([' ', '　', '_', '＿']));
            behind.is_some_and(|rest| rest.starts_with(['；', ';', '）', ')', '。', '，']))
        })
    };
    words(list).iter().find(empty).map(String::as_str)
}

/// Whether a text holds an empty label of the list.
#[cfg(test)]
pub fn blank(list: &str, text: &str) -> bool {
    blank_label(list, text).is_some()
}
