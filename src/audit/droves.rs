//! Findings about the text's shape that come in droves: a table that fell apart into lines, a text that lost its line breaks.
//! Dozens of warnings would then accuse the author of what the saving of the file did; one note says it once.

use super::checks;
use super::finding::{Finding, Severity};
use crate::base::Message;

/// From this many findings on, one check is taken to have met a text without its shape.
const DROVE: usize = 8;
/// Checks that rely on the text's shape.
const SHAPE: [&str; 6] =
    ["form.gap", "form.repeat", "form.empty-heading", "form.broken-sentence", "form.caption", "means.task-without-measure"];
/// How many places the note shows.
const SHOWN: usize = 5;

pub fn fold(found: &mut Vec<Finding>) {
    for code in SHAPE {
        let drove: Vec<&Finding> = found.iter().filter(|finding| finding.code == code).collect();
        let (count, Some(check)) = (drove.len(), checks::find(code)) else { continue };
        if count < DROVE {
            continue;
        }
        let evidence = drove.iter().take(SHOWN).flat_map(|finding| finding.evidence.first().cloned()).collect();
        let message = Message::new(
            format!("{} at {count} places: the text seems to have lost its shape (line breaks, tables) when it was saved", check.title.0),
            format!("{}，共{count}处：文本可能在保存时失去了原有版式（换行、表格）", check.title.1),
        );
        let note = Finding::new(check.code, Severity::Note, message, evidence).found(count.to_string());
        found.retain(|finding| finding.code != code);
        found.push(note);
    }
}

#[cfg(test)]
mod tests {
    use super::{DROVE, fold};
    use crate::audit::finding::{Finding, Severity};
    use crate::base::Message;

    fn gaps(count: usize) -> Vec<Finding> {
        let gap = |at: usize| Finding::new("form.gap", Severity::Warning, Message::new(format!("{at}"), format!("{at}")), Vec::new());
        (0..count).map(gap).collect()
    }

    #[test]
    fn a_drove_becomes_one_note_and_a_few_findings_stay() {
        let (mut few, mut many) = (gaps(DROVE - 1), gaps(DROVE));
        fold(&mut few);
        fold(&mut many);
        assert_eq!(few.len(), DROVE - 1);
        assert_eq!(many.iter().map(|finding| (finding.code, finding.severity)).collect::<Vec<_>>(), [("form.gap", Severity::Note)]);
    }
}
