//! Footnote marks that a conversion turned into spaces, and the glossary entries that they pointed to.

use super::numbering::Mark;
use super::{Document, GlossaryEntry, LostMark, Role};
use crate::base::Span;

/// Finds lost marks in running text. A plan without a glossary has none to lose.
pub(super) fn lost_marks(document: &Document) -> Vec<LostMark> {
    if document.glossary.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, sentence) in document.sentences.iter().enumerate() {
        if !matches!(sentence.role, Role::Body | Role::Heading) {
            continue;
        }
        let text = document.slice(sentence.span);
        // 第一章 发展基础: the space behind a heading's number.
        let number = if sentence.role == Role::Heading { Mark::at(text).map_or(0, |mark| mark.len) } else { 0 };
        for (at, _) in text.match_indices(' ').filter(|(at, _)| *at > number) {
            let (before, after) = (&text[..at], &text[at + 1..]);
            if let Some(words) = words_before(before)
                && after.chars().next().is_some_and(|c| !c.is_ascii() || c == '“')
            {
                let start = sentence.span.start;
                let before = Span::new(start + words, start + at);
                found.push(LostMark { span: Span::new(start + at, start + at + 1), sentence: index, before, entry: None });
            }
        }
    }
    align(document, &mut found);
    found
}

/// Where the words before a mark begin: at the opening quote that the mark's own closing quote belongs to, else behind the last
/// mark of punctuation. `None` where Latin text stands before the space, which is then a plain space.
fn words_before(before: &str) -> Option<usize> {
    let last = before.chars().next_back()?;
    // Letters set apart (前 言) are no word with a mark behind it.
    before.trim_start().chars().nth(1)?;
    if last.is_ascii_alphanumeric() || matches!(last, ' ' | '。' | '，' | '；' | '：' | '、') {
        return None;
    }
    let stop = |c: char| matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | ' ');
    let clause = before.char_indices().rev().find(|(_, c)| stop(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    // The opening quote of the word, if it stands within the clause.
    Some(before.rfind('“').filter(|&at| at >= clause).unwrap_or(clause))
}

/// Gives each mark its entry. Marks stand in the order of the entries, so where the counts are equal they pair off; otherwise the
/// longest chain of pairs whose words agree is taken, and a mark outside of it has no entry.
fn align(document: &Document, marks: &mut [LostMark]) {
    let entries = &document.glossary;
    if marks.len() == entries.len() {
        for (at, mark) in marks.iter_mut().enumerate() {
            mark.entry = Some(at);
        }
        return;
    }
    // Longest common subsequence of two short lists; the bound keeps a text full of stray spaces linear.
    let (rows, columns) = (marks.len().min(2_000), entries.len().min(500));
    let agrees: Vec<Vec<bool>> = marks[..rows]
        .iter()
        .map(|mark| entries[..columns].iter().map(|entry| agree(document.slice(mark.before), entry)).collect())
        .collect();
    let mut best = vec![vec![0_u32; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let taken = if agrees[row][column] { best[row + 1][column + 1] + 1 } else { 0 };
            best[row][column] = taken.max(best[row + 1][column]).max(best[row][column + 1]);
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        if agrees[row][column] && best[row][column] == best[row + 1][column + 1] + 1 {
            marks[row].entry = Some(column);
            (row, column) = (row + 1, column + 1);
        } else if best[row + 1][column] >= best[row][column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
}

fn agree(before: &str, entry: &GlossaryEntry) -> bool {
    let bare: String = before.chars().filter(|c| !matches!(c, '“' | '”')).collect();
    bare.ends_with(entry.term.as_str())
        || bare.contains(entry.term.as_str())
        || (bare.chars().count() >= 2 && entry.term.contains(bare.as_str()))
}
