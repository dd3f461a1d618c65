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

/// Checks each level on its own. A row of numbers may start again at 1 under any new heading, or run on from the one before.
pub(super) fn findings(sections: &[Section], numbers: &[Numbered]) -> Vec<Finding> {
    let mut last: FxHashMap<(usize, u8), (u32, usize)> = FxHashMap::default();
    let mut found = Vec::new();
    for number in numbers {
        let Some(section) = sections.get(number.section) else { continue };
        let key = (number.mark.style, number.mark.depth);
        let parent = section.parent.unwrap_or(0);
        let value = number.mark.value;
        let before = last.insert(key, (value, parent));
        let Some((old, old_parent)) = before else {
            // A first number other than 1: what came before it is missing, unless only a part of the plan was copied.
            if value > 1 && section.kind != HeadingKind::Item {
                found.push(gap(section, number, 0));
            }
            continue;
        };
        if value == old + 1 || (value == 1 && old_parent != parent) {
            continue;
        }
        // In a new parent the row may run on or begin anew; only within one parent a step back is a repeat.
        if value > old + 1 {
            found.push(gap(section, number, old));
        } else if old_parent == parent {
            found.push(repeat(section, number));
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
