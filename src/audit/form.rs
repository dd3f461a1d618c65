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
        if noticed.kind == FindingKind::NumberingGap && noticed.span.is_some_and(|span| stands_elsewhere(plan, span)) {
            continue;
        }
        let evidence = noticed.span.map(|span| at(plan, noticed, span)).into_iter().collect();
        found.push(Finding::new(code, Severity::Warning, noticed.message.clone(), evidence));
    }
}

/// Whether the number in front of a heading's stands somewhere in the same part after all, though it was not read as a heading.
fn stands_elsewhere(plan: &Plan<'_>, heading: Span) -> bool {
    let document = plan.document;
    let place = |section: &&document::Section| document.original(section.heading).start == heading.start;
    let Some(section) = document.sections.iter().skip(1).find(place) else { return false };
    let Some(before) = section.value.checked_sub(1).and_then(|value| renumbered(&section.number, value)) else { return false };
    let around = section.parent.map_or(Span::new(0, document.text.len()), |parent| document.sections[parent].extent);
    let text = &document.text[around.start..section.heading.start.clamp(around.start, document.text.len())];
    text.match_indices(&before).any(|(at, _)| {
        let free = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '.');
        free && !text[at + before.len()..].starts_with(|c: char| c.is_ascii_digit())
    })
}

/// A heading's number with another value: 第三章 → 第二章. `None` from twenty on, where nobody writes Chinese numbers out alike.
fn renumbered(number: &str, value: u32) -> Option<String> {
    const CHINESE: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let digits = |c: char| c.is_ascii_digit() || CHINESE.iter().any(|digit| digit.starts_with(c));
    let (end, last) = number.char_indices().rev().find(|(_, c)| digits(*c))?;
    let start = number[..end].char_indices().rev().take_while(|(_, c)| digits(*c)).last().map_or(end, |(at, _)| at);
    let text = match value {
        1.. if last.is_ascii_digit() => value.to_string(),
        1..=10 => CHINESE[value as usize - 1].to_owned(),
        11..=19 => format!("十{}", CHINESE[value as usize - 11]),
        _ => return None,
    };
    Some(format!("{}{text}{}", &number[..start], &number[end + last.len_utf8()..]))
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

/// Words behind which a sentence must go on.
const JOINTS: [&str; 12] = ["和", "与", "及", "以及", "并", "或", "的", "对", "将", "把", "通过", "围绕"];

/// Paragraphs that end in a comma, in a joint, or, if they have clauses, in no mark at all; a comma in front of a full stop.
fn broken(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (at, sentence) in plan.document.sentences.iter().enumerate() {
        if sentence.role != Role::Body {
            continue;
        }
        let text = plan.document.slice(sentence.span).trim_end();
        let inside = ["，。", "、。", "，；", "、；", "，，"].iter().find_map(|torn| text.find(torn).map(|at| &text[..at + torn.len()]));
        let block = &plan.document.blocks[sentence.block.min(plan.document.blocks.len() - 1)];
        let prose = matches!(block.kind, BlockKind::Paragraph | BlockKind::Bullet(_) | BlockKind::ListItem);
        // A line that names who answers for the text may follow what breaks off.
        let rest = plan.document.sentences.get(at + 1..block.sentences.1).unwrap_or_default();
        let last = rest.iter().all(|next| next.role == Role::Responsibility);
        let broken = match inside {
            Some(torn) => Some(torn),
            None if prose && last && breaks_off(text) => Some(text),
            None => None,
        };
        if let Some(text) = broken {
            let end: String = text.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
            let message = Message::new(format!("the paragraph breaks off at “{end}”"), format!("段落在“{end}”处中断"));
            found.push(Finding::new("form.broken-sentence", Severity::Warning, message, vec![plan.evidence(at)]).found(end));
        }
    }
}

fn breaks_off(text: &str) -> bool {
    let text = without_responsibility(text);
    let Some(last) = text.chars().next_back() else { return false };
    let long = |least: usize| text.chars().count() >= least;
    // A numbered line without a stop is a heading, however long.
    let numbered = super::enumeration::numeral(text.trim_start_matches('（'))
        .is_some_and(|(_, used)| text.trim_start_matches('（')[used..].starts_with(['、', '.', '．', '）']));
    // Without a comma only a sentence with clauses counts: short lines are titles, names, dates.
    matches!(last, '，' | '、' | ',')
        || (long(8) && JOINTS.iter().any(|joint| text.ends_with(joint)))
        || (!ENDS.contains(&last) && !numbered && long(20) && text.contains('，'))
}

/// The text without a bracket at its end that names who answers for it.
fn without_responsibility(text: &str) -> &str {
    let bracket = text.strip_suffix('）').and_then(|inner| inner.rfind('（'));
    let names = |at: &usize| ["责任", "牵头", "负责", "配合"].iter().any(|word| text[*at..].contains(word));
    bracket.filter(names).map_or(text, |at| text[..at].trim_end())
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

/// `详见附件3` where no annex 3 follows, `见附件` where there is none at all.
fn annexes(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for sentence in plan.sentences() {
        for kind in ["附件", "附表", "附录", "附图"] {
            for (at, _) in sentence.quote.match_indices(kind) {
                let rest = sentence.quote[at + kind.len()..].trim_start();
                let refers = ["见", "按", "照", "据", "（", "和", "、"].iter().any(|lead| sentence.quote[..at].ends_with(lead));
                let (number, used) = super::enumeration::numeral(rest).map_or((None, 0), |(number, used)| (Some(number), used));
                let after = &rest[used..];
                // 附件1：… at the start of a line is the annex (or its listing), not a reference; 见附件材料 names no annex.
                let names_it = number.is_some() || after.is_empty() || after.starts_with(['）', '。', '，', '；', ')']);
                if !refers || !names_it || after.starts_with(['：', ':', '.']) || stands(plan, kind, number, sentence) {
                    continue;
                }
                let what = number.map_or_else(|| kind.to_string(), |number| format!("{kind}{number}"));
                let message = Message::new(format!("{what} is referred to and is not there"), format!("引用了{what}，文中没有"));
                found.push(Finding::new("form.annex", Severity::Warning, message, vec![sentence.clone()]).found(what));
            }
        }
    }
}

/// Whether the annex begins somewhere: at the start of a line, or behind a space where a text lost its line breaks. Without
/// a number any annex will do.
fn stands(plan: &Plan<'_>, kind: &str, number: Option<usize>, from: &Evidence) -> bool {
    let text = &plan.document.original;
    let own = from.start as usize..from.end as usize;
    text.match_indices(kind).filter(|(at, _)| !own.contains(at)).any(|(at, _)| {
        let begins = text[..at].chars().next_back().is_none_or(|before| before.is_whitespace() || matches!(before, '“' | '【' | '#' | '>'));
        let rest = text[at + kind.len()..].trim_start();
        let found = super::enumeration::numeral(rest);
        let same = number.is_none_or(|number| found.is_some_and(|(found, _)| found == number) || listed(rest, number));
        begins && same
    })
}

/// `附件：1.甲清单 2.乙清单`: the list of annexes below a plan.
fn listed(rest: &str, number: usize) -> bool {
    let Some(list) = rest.strip_prefix(['：', ':']) else { return false };
    let list: String = list.chars().take(400).collect();
    let item = |mark: char| list.contains(&format!("{number}{mark}"));
    item('.') || item('．') || item('、')
}

/// Marks that must be closed within their paragraph. `'` and `"` are left out: feet, inches and their own closers.
const PAIRS: [(char, char); 6] = [('“', '”'), ('（', '）'), ('《', '》'), ('「', '」'), ('〔', '〕'), ('【', '】')];

fn balance(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let prose = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Bullet(_) | BlockKind::ListItem | BlockKind::Heading);
    let paragraphs: Vec<Span> = plan.paragraphs().filter(|(_, kind, _)| prose(*kind)).map(|(span, ..)| span).collect();
    for (open, close) in PAIRS {
        // What a paragraph opens the next may close, where the break between them is a slip of its own.
        let surplus = |span: Span| count(plan.document.slice(span), open, close);
        for (at, &span) in paragraphs.iter().enumerate() {
            let (opened, closed) = surplus(span);
            let uneven = opened as i64 - closed as i64;
            let next = |other: Option<&Span>| other.map_or(0, |&other| surplus(other).0 as i64 - surplus(other).1 as i64);
            let torn = uneven == 1 && next(paragraphs.get(at + 1)) == -1 || uneven == -1 && at > 0 && next(paragraphs.get(at - 1)) == 1;
            if uneven == 0 || torn {
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

/// How often a pair is opened and closed. A bracket behind a bare number (1）, 2）) numbers an item and closes nothing.
fn count(text: &str, open: char, close: char) -> (usize, usize) {
    let round = open == '（';
    let (mut opened, mut closed, mut depth) = (0, 0, 0_usize);
    let mut before = None;
    for c in text.chars() {
        if c == open || (round && c == '(') {
            opened += 1;
            depth += 1;
        } else if c == close || (round && c == ')') {
            let numbers = round && depth == 0 && before.is_some_and(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
            closed += usize::from(!numbers);
            depth = depth.saturating_sub(1);
        }
        before = Some(c);
    }
    (opened, closed)
}

/// The first sentence of the paragraph in which the pair does not come out even.
fn unbalanced(plan: &Plan<'_>, span: Span, open: char, close: char) -> Option<Evidence> {
    let sentences = &plan.document.sentences;
    let first = sentences.partition_point(|sentence| sentence.span.end <= span.start);
    let inside = sentences[first..].iter().enumerate().take_while(|(_, sentence)| sentence.span.start < span.end);
    let uneven = inside.into_iter().find(|(_, sentence)| {
        let (opened, closed) = count(plan.document.slice(sentence.span), open, close);
        opened != closed
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
