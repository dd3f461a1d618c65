//! The shape of the text: numbers, headings, sentences, tables, annexes, quotation marks.

use super::Plan;
use super::finding::{Finding, Severity};
use super::words::{suffix, words};
use crate::base::{Message, Span};
use crate::document::{self, BlockKind, FindingKind, HeadingKind, Role};
use crate::model::Evidence;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    reading(plan, found);
    empty_headings(plan, found);
    empty_items(plan, found);
    broken(plan, found);
    ragged(plan, found);
    balance(plan, found);
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
        let evidence: Vec<Evidence> = noticed.span.map(|span| at(plan, noticed, span)).into_iter().collect();
        // Rows of one table that could not be read are one finding with as many proofs.
        let same = found.iter_mut().find(|before| before.code == code && before.message.en == noticed.message.en);
        if let Some(same) = same.filter(|_| noticed.kind == FindingKind::UnreadTable) {
            same.evidence.extend(evidence);
            continue;
        }
        found.push(Finding::new(code, Severity::Warning, noticed.message.clone(), evidence));
    }
    for rows in found.iter_mut().filter(|finding| finding.code == "form.ragged" && finding.evidence.len() > 1) {
        let count = rows.evidence.len();
        rows.message.en.push_str(&format!(" ({count} rows)"));
        rows.message.zh.push_str(&format!("（共{count}行）"));
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
        let beside = plan.children(section.parent.unwrap_or(0)).iter().filter(|other| **other != at);
        let others: Vec<usize> = beside.copied().filter(|&other| sections[other].level == section.level).collect();
        let alone = others.is_empty() || others.iter().any(|&other| !bare(other));
        if let Some(sentence) = section.sentence.filter(|_| alone) {
            let title = &section.title;
            let message = Message::new(format!("nothing stands below the heading “{title}”"), format!("标题“{title}”之下没有正文"));
            found.push(Finding::new("form.empty-heading", Severity::Warning, message, vec![plan.evidence(sentence)]));
        }
    }
}

/// `（四）加强监督检查。` and nothing more, where every other number of the row heads a text of its own.
fn empty_items(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    /// A longer one (in characters) says what will be done.
    const A_HEADING: usize = 24;
    let document = plan.document;
    for (at, section) in document.sections.iter().enumerate().skip(1).filter(|(_, section)| section.kind == HeadingKind::Item) {
        let text = without_responsibility(document.slice(section.heading).trim());
        let rest = document.slice(Span::new(section.heading.end.min(section.extent.end), section.extent.end)).trim();
        if !without_responsibility(rest).is_empty()
            || !text.ends_with('。')
            || text.contains(['，', '；', '：'])
            || section.title.chars().count() > A_HEADING
        {
            continue;
        }
        let beside = plan.children(section.parent.unwrap_or(0)).iter().filter(|other| **other != at);
        let others: Vec<HeadingKind> =
            beside.map(|&other| &document.sections[other]).filter(|near| !near.number.is_empty()).map(|near| near.kind).collect();
        let heads = |kind: &HeadingKind| kind.is_run_in() || *kind == HeadingKind::Numbered;
        // A short row tells too little: then the numbers of that form all over the plan do.
        let rule = others.iter().all(heads) && (others.len() > 1 || run_in_elsewhere(document, section));
        if let Some(evidence) = plan.evidence_in(section.heading).filter(|_| rule) {
            let title = &section.title;
            let message = Message::new(format!("nothing stands below the heading “{title}”"), format!("标题“{title}”之下没有正文"));
            found.push(Finding::new("form.empty-heading", Severity::Warning, message, vec![evidence]));
        }
    }
}

/// Whether nearly every number of the form of this one heads a text of its own on its line.
fn run_in_elsewhere(document: &document::Document, section: &document::Section) -> bool {
    let form = |number: &str| number.chars().map(|c| if c.is_alphanumeric() { '0' } else { c }).collect::<String>().replace("00", "0");
    let own = form(&section.number);
    let alike = |other: &&document::Section| other.kind != HeadingKind::Root && form(&other.number) == own;
    let (all, run_in) = document
        .sections
        .iter()
        .filter(alike)
        .fold((0_usize, 0_usize), |(all, run_in), other| (all + 1, run_in + usize::from(other.kind.is_run_in())));
    run_in >= 3 && run_in * 4 >= all * 3
}

/// Marks with which a paragraph may end.
const ENDS: [char; 22] =
    ['。', '！', '？', '；', '：', '”', '）', '」', '》', '…', '.', '!', '?', ';', ':', '"', ')', '』', '〕', ']', '】', '—'];

/// Paragraphs that end in a comma, in a joint, or, if they have clauses, in no mark at all; a comma in front of a full stop.
fn broken(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (at, sentence) in plan.document.sentences.iter().enumerate() {
        if !matches!(sentence.role, Role::Body | Role::Entry(_)) {
            continue;
        }
        let text = plan.document.slice(sentence.span).trim_end();
        let inside = ["，。", "、。", "，；", "、；", "，，"].iter().find_map(|torn| text.find(torn).map(|at| &text[..at + torn.len()]));
        let block = &plan.document.blocks[sentence.block.min(plan.document.blocks.len() - 1)];
        let prose = matches!(block.kind, BlockKind::Paragraph | BlockKind::Bullet(_) | BlockKind::ListItem | BlockKind::Glossary(_));
        // A line that names who answers for the text may follow what breaks off.
        let rest = plan.document.sentences.get(at + 1..block.sentences.1).unwrap_or_default();
        let last = rest.iter().all(|next| next.role == Role::Responsibility);
        let broken = match inside {
            Some(torn) => Some(torn),
            None if prose && last && (breaks_off(text) || (stops_before(plan, block, at) && lacks_stop(text) && !heads(text))) => {
                Some(text)
            }
            None => None,
        };
        if let Some(text) = broken {
            let end: String = text.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
            let message = Message::new(format!("the paragraph breaks off at “{end}”"), format!("段落在“{end}”处中断"));
            found.push(Finding::new("form.broken-sentence", Severity::Warning, message, vec![plan.evidence(at)]).found(end));
        }
    }
}

/// Whether a sentence of the block in front of this one ends with a full stop: then this one should.
fn stops_before(plan: &Plan<'_>, block: &document::Block, at: usize) -> bool {
    let before = plan.document.sentences.get(block.sentences.0..at).unwrap_or_default();
    before.iter().any(|sentence| sentence.role == Role::Body && plan.document.slice(sentence.span).trim_end().ends_with('。'))
}

/// Whether a text ends where no sentence can end.
pub fn breaks_off(text: &str) -> bool {
    let text = without_responsibility(text);
    let long = |least: usize| text.chars().count() >= least;
    // Without a comma only a sentence with clauses counts: short lines are titles, names, dates.
    text.ends_with(['，', '、', ','])
        || (long(8) && suffix("joint", text).is_some())
        || (long(20) && text.contains('，') && lacks_stop(text))
}

/// Whether a text begins like a heading or a caption that lost its line break.
fn heads(text: &str) -> bool {
    let label = ["附", "专栏", "表", "图", "第", "——"].iter().any(|label| text.starts_with(label));
    label || text.starts_with(|c: char| c.is_ascii_digit())
}

fn lacks_stop(text: &str) -> bool {
    let text = without_responsibility(text);
    // A numbered line without a stop is a heading, however long.
    let bare = text.trim_start_matches('（');
    let numbered = super::enumeration::numeral(bare).is_some_and(|(_, used)| bare[used..].starts_with(['、', '.', '．', '）']));
    text.chars().count() >= 8 && !numbered && !text.ends_with(ENDS)
}

/// The text without a bracket at its end that names who answers for it.
fn without_responsibility(text: &str) -> &str {
    let bracket = text.strip_suffix('）').and_then(|inner| inner.rfind('（'));
    let names = |at: &usize| ["责任", "牵头", "负责", "配合"].iter().any(|word| text[*at..].contains(word));
    let bodies = |at: &usize| {
        let inner = text[*at..].trim_start_matches('（').trim_end_matches('）');
        inner.split(['、', '，', '；']).all(|body| body.chars().count() > 2 && suffix("office", body).is_some())
    };
    bracket.filter(|at| names(at) || bodies(at)).map_or(text, |at| text[..at].trim_end())
}

fn ragged(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for table in &plan.document.tables {
        let heads = width(table);
        for row in &table.rows {
            // One cell across the table is a subheading; a row of totals leaves its last cells out.
            let first = row.cells.first().map_or("", |cell| plan.document.slice(cell.span).trim());
            let totals = row.cells.len() < heads && words("total").iter().any(|word| word == first);
            if heads > 0 && row.cells.len() != heads && row.cells.len() > 1 && !totals {
                let cells = row.cells.len();
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

/// How many cells a row should have: as many as the head, else as most rows have; 0 where they do not agree.
fn width(table: &document::Table) -> usize {
    if !table.header.is_empty() {
        return table.header.len();
    }
    let widths: Vec<usize> = table.rows.iter().map(|row| row.cells.len()).filter(|cells| *cells > 1).collect();
    let agree = |width: &usize| widths.iter().filter(|other| *other == width).count() * 3 >= widths.len() * 2;
    widths.iter().copied().find(agree).filter(|_| widths.len() > 2).unwrap_or(0)
}

/// Marks that must be closed within their paragraph. `'` and `"` are left out: feet, inches and their own closers.
const PAIRS: [(char, char); 6] = [('“', '”'), ('（', '）'), ('《', '》'), ('「', '」'), ('〔', '〕'), ('【', '】')];

/// Over how many paragraphs a title may be broken while a mark is open.
const TORN: usize = 3;

fn balance(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let running = |kind: BlockKind| !matches!(kind, BlockKind::Table(_) | BlockKind::Contents);
    let mut paragraphs: Vec<Span> = plan.paragraphs().filter(|(_, kind, _)| running(*kind)).map(|(span, ..)| span).collect();
    // A cell is a paragraph of its own.
    let cells = |table: &document::Table| {
        let rows = table.rows.iter().flat_map(|row| &row.cells);
        table.header.iter().chain(rows).map(|cell| cell.span).collect::<Vec<_>>()
    };
    paragraphs.extend(plan.document.tables.iter().flat_map(cells));
    paragraphs.sort_by_key(|span| span.start);
    for (open, close) in PAIRS {
        let surplus: Vec<i64> = paragraphs
            .iter()
            .map(|&span| {
                let (opened, closed) = count(plan.document.slice(span), open, close);
                opened as i64 - closed as i64
            })
            .collect();
        for (at, &span) in paragraphs.iter().enumerate().filter(|(at, _)| surplus[*at] != 0) {
            // What a paragraph opens a later one may close, where the break between them is a slip of its own.
            let first = |mut others: Box<dyn Iterator<Item = &i64> + '_>| others.find(|other| **other != 0).copied();
            let torn = match surplus[at] {
                1 => first(Box::new(surplus[at + 1..].iter().take(TORN))) == Some(-1),
                -1 => first(Box::new(surplus[..at].iter().rev().take(TORN))) == Some(1),
                _ => false,
            };
            let Some(evidence) = unbalanced(plan, span, open, close).filter(|_| !torn) else { continue };
            let (opened, closed) = count(plan.document.slice(span), open, close);
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
