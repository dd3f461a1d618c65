//! Numbers that are missing or come twice in the rows of headings.

use rustc_hash::FxHashMap;

use super::numbering::Mark;
use super::{Finding, FindingKind, HeadingKind, Section};
use crate::base::{Message, Span};

/// The number of one heading and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbered {
    pub section: usize,
    pub mark: Mark,
    /// In the original text.
    pub span: Span,
    pub line: u32,
}

/// The last number of a row.
#[derive(Clone, Copy)]
struct Last {
    value: u32,
    parent: usize,
    /// Whether it stood twice.
    repeated: bool,
}

/// Checks each level on its own. A row of numbers may start again at 1 under any new heading, or run on from the one before.
pub(super) fn findings(sections: &[Section], numbers: &[Numbered]) -> Vec<Finding> {
    let mut last: FxHashMap<(usize, u8), Last> = FxHashMap::default();
    let mut found = Vec::new();
    for number in numbers {
        let Some(section) = sections.get(number.section) else { continue };
        let key = (number.mark.style, number.mark.depth);
        let parent = section.parent.unwrap_or(0);
        let value = number.mark.value;
        let Some(before) = last.insert(key, Last { value, parent, repeated: false }) else {
            // A first number other than 1: what came before it is missing, unless only a part of the plan was copied.
            if value > 1 && section.kind != HeadingKind::Item {
                found.push(gap(section, number, 0));
            }
            continue;
        };
        if value == before.value + 1 || (value == 1 && before.parent != parent) {
            continue;
        }
        // In a new parent the row may run on or begin anew at 1: the same number there is a repeat as well.
        let repeats = value == before.value || before.parent == parent;
        if value > before.value + 1 {
            // 12, 12, 14: the second 12 should have been 13, which is missing for no other reason.
            if !(before.repeated && value == before.value + 2) {
                found.push(gap(section, number, before.value));
            }
        } else if repeats {
            found.push(repeat(section, number));
            last.insert(key, Last { value, parent, repeated: true });
        }
    }
    found
}

fn gap(section: &Section, number: &Numbered, old: u32) -> Finding {
    let (from, to) = (old + 1, number.mark.value - 1);
    let missing = if from == to { from.to_string() } else { format!("{from}–{to}") };
    Finding {
        kind: FindingKind::NumberingGap,
        span: Some(number.span),
        line: number.line,
        message: Message::new(
            format!("Before {} the number {missing} is missing", section.address),
            format!("{} 之前缺少编号 {missing}", section.address),
        ),
    }
}

fn repeat(section: &Section, number: &Numbered) -> Finding {
    Finding {
        kind: FindingKind::NumberingRepeat,
        span: Some(number.span),
        line: number.line,
        message: Message::new(
            format!("The number {} comes again at {}", section.number, section.address),
            format!("编号 {} 在 {} 处重复", section.number, section.address),
        ),
    }
}
