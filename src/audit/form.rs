//! The shape of the text: numbers, headings, sentences, tables, annexes, quotation marks.

use super::Plan;
use super::finding::{Finding, Severity};
use crate::base::{Message, Span};
use crate::document::{self, BlockKind, FindingKind, HeadingKind, Role};
use crate::model::Evidence;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    reading(plan, found);
    empty_headings(plan, found);
    broken(plan, found);
    ragged(plan, found);
    annexes(plan, found);
    balance(plan, found);
    footnotes(plan, found);
}

/// What the reader of the file noticed: its findings are those of the outline, with the place in the original.
fn reading(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for noticed in &plan.document.findings {
        let code = match noticed.kind {
            FindingKind::NumberingGap => "form.gap",
            FindingKind::NumberingRepeat => "form.repeat",
            FindingKind::CaptionWithoutTable => "form.caption",
            FindingKind::UnreadTable => "form.ragged",
            _ => continue,
        };
        let evidence = noticed.span.map(|span| at(plan, noticed, span)).into_iter().collect();
        found.push(Finding::new(code, Severity::Warning, noticed.message.clone(), evidence));
    }
}

/// The sentence that holds a place of the original, else the place itself.
fn at(plan: &Plan<'_>, noticed: &document::Finding, span: Span) -> Evidence {
    let sentences = &plan.document.sentences;
    match sentences.iter().position(|sentence| sentence.original.start <= span.start && span.start < sentence.original.end) {
        Some(sentence) => plan.evidence(sentence),
        None => Evidence {
            plan: plan.facts.plan.into(),
            address: "".into(),
            line: noticed.line,
            start: span.start as u64,
            end: span.end as u64,
            quote: span.slice(&plan.document.original).unwrap_or_default().into(),
        },
    }
}

/// Headings with nothing below them, unless their neighbours are as bare: then they are a list.
fn empty_headings(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let sections = &plan.document.sections;
    let bare = |at: usize| {
        let section = &sections[at];
        let body = Span::new(section.heading.end, section.extent.end);
        plan.document.slice(body).trim().is_empty()
    };
    for (at, section) in sections.iter().enumerate().skip(1) {
        let heads = matches!(section.kind, HeadingKind::Numbered | HeadingKind::Plain) && !section.heading.is_empty();
        if !heads || section.number.is_empty() || !bare(at) {
            continue;
        }
        let others = sections
            .iter()
            .enumerate()
            .filter(|(other, near)| *other != at && near.parent == section.parent && near.level == section.level);
        let alone = others.clone().any(|(other, _)| !bare(other)) || others.count() == 0;
        if let Some(sentence) = section.sentence.filter(|_| alone) {
            let title = &section.title;
            let message = Message::new(format!("nothing stands below the heading “{title}”"), format!("标题“{title}”之下没有正文"));
            found.push(Finding::new("form.empty-heading", Severity::Warning, message, vec![plan.evidence(sentence)]));
        }
    }
}

const ENDS: [char; 22] =
    ['。', '！', '？', '；', '：', '”', '）', '」', '》', '…', '.', '!', '?', ';', ':', '"', ')', '』', '〕', ']', '】', '—'];

/// Paragraphs that end in a comma, or long ones that end in no mark at all.
fn broken(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (at, sentence) in plan.document.sentences.iter().enumerate() {
        if sentence.role != Role::Body {
            continue;
        }
        let block = &plan.document.blocks[sentence.block.min(plan.document.blocks.len() - 1)];
        let prose = matches!(block.kind, BlockKind::Paragraph | BlockKind::Bullet(_) | BlockKind::ListItem);
        if !prose || block.sentences.1 != at + 1 {
            continue;
        }
        let text = plan.document.slice(sentence.span).trim_end();
        let Some(last) = text.chars().next_back() else { continue };
        let comma = matches!(last, '，' | '、' | ',');
        // Without a comma only a sentence with clauses counts: short lines are titles, names, dates.
        let cut = !ENDS.contains(&last) && text.chars().count() >= 20 && text.contains('，');
        if comma || cut {
            let end: String = text.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
            let message = Message::new(format!("the paragraph breaks off at “{end}”"), format!("段落在“{end}”处中断"));
            found.push(Finding::new("form.broken-sentence", Severity::Warning, message, vec![plan.evidence(at)]).found(end));
        }
    }
}

fn ragged(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for table in plan.document.tables.iter().filter(|table| !table.header.is_empty()) {
        for row in &table.rows {
            // One cell across the table is a subheading.
            if row.cells.len() != table.header.len() && row.cells.len() > 1 {
                let (cells, heads) = (row.cells.len(), table.header.len());
                let message = Message::new(
                    format!("the row has {cells} cells under {heads} heads"),
                    format!("该行有{cells}个单元格，表头有{heads}栏"),
                );
                let finding = Finding::new("form.ragged", Severity::Warning, message, vec![plan.evidence(row.sentence)]);
                found.push(finding.found(cells.to_string()).expected(heads.to_string()));
            }
        }
    }
}

/// `详见附件3` where no annex 3 follows.
fn annexes(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for sentence in plan.sentences() {
        for kind in ["附件", "附表", "附录"] {
            for (at, _) in sentence.quote.match_indices(kind) {
                let rest = &sentence.quote[at + kind.len()..];
                let refers = ["见", "按", "照", "据", "（"].iter().any(|lead| sentence.quote[..at].ends_with(lead));
                let Some((number, used)) = super::enumeration::numeral(rest.trim_start()) else { continue };
                // 附件1：… at the start of a line is the annex (or its listing), not a reference.
                if !refers || rest.trim_start()[used..].starts_with(['：', ':', '.']) {
                    continue;
                }
                if !stands(plan, kind, number, sentence) {
                    let message =
                        Message::new(format!("{kind}{number} is referred to and is not there"), format!("引用了{kind}{number}，文中没有"));
                    found.push(
                        Finding::new("form.annex", Severity::Warning, message, vec![sentence.clone()]).found(format!("{kind}{number}")),
                    );
                }
            }
        }
    }
}

/// Whether a line of the text begins with the annex.
fn stands(plan: &Plan<'_>, kind: &str, number: usize, from: &Evidence) -> bool {
    plan.document.original.lines().any(|line| {
        let line = line.trim();
        let named = line.strip_prefix(kind).and_then(|rest| super::enumeration::numeral(rest.trim_start()));
        named.is_some_and(|(found, _)| found == number) && !from.quote.contains(line)
    })
}

/// Marks that must be closed within their paragraph. `'` and `"` are left out: feet, inches and their own closers.
const PAIRS: [(char, char); 6] = [('“', '”'), ('（', '）'), ('《', '》'), ('「', '」'), ('〔', '〕'), ('【', '】')];

fn balance(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (span, kind, _) in plan.paragraphs() {
        if !matches!(kind, BlockKind::Paragraph | BlockKind::Bullet(_) | BlockKind::ListItem | BlockKind::Heading) {
            continue;
        }
        let text = plan.document.slice(span);
        for (open, close) in PAIRS {
            let opened = text.matches(open).count() + if open == '（' { text.matches('(').count() } else { 0 };
            let closed = text.matches(close).count() + if open == '（' { text.matches(')').count() } else { 0 };
            // 1）, 2） number list items with a closing bracket alone.
            let numbered = open == '（'
                && closed > opened
                && text.char_indices().any(|(at, c)| c == '）' && text[..at].ends_with(|before: char| before.is_ascii_digit()));
            if opened == closed || numbered {
                continue;
            }
            let Some(evidence) = unbalanced(plan, span, open, close) else { continue };
            let message = Message::new(
                format!("the paragraph has {opened} “{open}” and {closed} “{close}”"),
                format!("本段有{opened}个“{open}”和{closed}个“{close}”"),
            );
            found.push(Finding::new("form.quotes", Severity::Warning, message, vec![evidence]).found(format!("{opened}:{closed}")));
        }
    }
}

/// The first sentence of the paragraph in which the pair does not come out even.
fn unbalanced(plan: &Plan<'_>, span: Span, open: char, close: char) -> Option<Evidence> {
    let sentences = &plan.document.sentences;
    let first = sentences.partition_point(|sentence| sentence.span.end <= span.start);
    let inside = sentences[first..].iter().enumerate().take_while(|(_, sentence)| sentence.span.start < span.end);
    let uneven = inside.into_iter().find(|(_, sentence)| {
        let text = plan.document.slice(sentence.span);
        text.matches(open).count() != text.matches(close).count()
    });
    uneven.map(|(at, _)| plan.evidence(first + at)).or_else(|| plan.evidence_in(span))
}

/// One note for all marks that were lost: the text around each still reads well.
fn footnotes(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let marks = &plan.document.lost_marks;
    let Some(first) = marks.first() else { return };
    let (count, matched) = (marks.len(), marks.iter().filter(|mark| mark.entry.is_some()).count());
    let message = Message::new(
        format!("{count} footnote marks were lost behind terms; {matched} of them match entries of the glossary"),
        format!("术语后丢失{count}处脚注标记，其中{matched}处与术语条目对应"),
    );
    let mut evidence: Vec<Evidence> = vec![plan.evidence(first.sentence)];
    for mark in marks {
        let proof = plan.evidence(mark.sentence);
        if !evidence.contains(&proof) {
            evidence.push(proof);
        }
    }
    found.push(Finding::new("term.footnotes", Severity::Note, message, evidence).found(count.to_string()).expected(matched.to_string()));
}
