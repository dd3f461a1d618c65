//! RESPONSIBLE_FOR: brackets (（A牵头，B、C按职责分工负责）), lines (牵头单位：…) and table columns that say who answers for a task or measure.

use rustc_hash::FxHashMap;

use super::duty::{Duty, Party, Target, are_bodies, deadline, is_duty, parties};
use super::home::Home;
use super::lexicon::Lexicon;
use super::pages::Page;
use super::stage::Names;
use crate::base::{Span, fold};
use crate::document::{BlockKind, Document, HeadingKind, Role};
use crate::extract::{Draft, Link, NodeAt};

/// Finds who is named as responsible, and adds those names to the pages of their sentences.
pub fn read(document: &Document, lexicon: &Lexicon, home: &Home, pages: &mut [Page]) -> Vec<Duty> {
    let mut duties: Vec<Duty> = Vec::new();
    for page in pages.iter_mut() {
        let Some(sentence) = document.sentences.get(page.sentence) else { continue };
        let text = document.slice(sentence.span);
        if let Role::Row { table, row } = sentence.role {
            duties.extend(columns(document, lexicon, home, page, table, row));
            continue;
        }
        if !matches!(sentence.role, Role::Body | Role::Heading | Role::Responsibility) {
            continue;
        }
        let line = document.blocks.get(sentence.block).is_some_and(|block| block.kind == BlockKind::Responsibility) || starts_line(text);
        if !line && !text.contains(['（', '(', '［', '[', '【']) {
            continue;
        }
        let chars: Vec<char> = text.chars().collect();
        if line {
            // 责任单位 right behind 牵头单位, of the same work: those do not lead.
            let unbroken = |from: usize| (from..page.sentence).all(|at| answers(document, at));
            let leads = |duty: &&Duty| duty.parties.iter().any(|party| party.lead && party.headed && party.trigger.contains(['牵', '办']));
            let after_lead = duties.iter().rev().take(2).any(|duty| leads(&duty) && unbroken(duty.sentence));
            let mut duty = Duty {
                sentence: page.sentence,
                target: Target::Task,
                parties: parties(lexicon, home, page, &chars, inside(&chars)),
                deadline: deadline(text),
            };
            if after_lead && !text.contains("牵头") {
                for party in &mut duty.parties {
                    party.lead = false;
                }
            }
            set_deadline(document, &mut duties, &duty);
            duties.push(duty);
            continue;
        }
        let mut at = 0;
        while at < chars.len() {
            if !matches!(chars[at], '（' | '(' | '［' | '[' | '【') {
                at += 1;
                continue;
            }
            let Some(close) = closing(&chars, at) else { break };
            let inside: String = chars[at + 1..close].iter().collect();
            let ends = chars[close + 1..].iter().all(|c| c.is_whitespace() || *c == '。');
            let alone = chars[..at].iter().all(|c| c.is_whitespace()) && ends;
            let unsaid = || {
                ends && last(document, page.sentence)
                    && !of_bodies(&chars[..at])
                    && are_bodies(lexicon, home, page, &chars, (at + 1, close))
            };
            if is_duty(&inside) || unsaid() {
                let target = if alone { Target::Task } else { Target::Sentence };
                let parties = parties(lexicon, home, page, &chars, (at + 1, close));
                duties.push(Duty { sentence: page.sentence, target, parties, deadline: deadline(&inside) });
            }
            at = close + 1;
        }
    }
    duties.retain(|duty| !duty.parties.is_empty());
    if first_leads(document) {
        for duty in &mut duties {
            let said = duty.parties.iter().any(|party| party.trigger.contains("牵头") || party.trigger.contains("主办"));
            for party in duty.parties.iter_mut().skip(1).filter(|_| !said) {
                party.lead = false;
            }
        }
    }
    duties
}

/// Whether a sentence says who answers.
fn answers(document: &Document, at: usize) -> bool {
    document.sentences.get(at).is_some_and(|sentence| {
        sentence.role == Role::Responsibility
            || document.blocks.get(sentence.block).is_some_and(|block| block.kind == BlockKind::Responsibility)
            || starts_line(document.slice(sentence.span))
    })
}

/// Whether the plan says that of the bodies named together the first leads: 列首位的为牵头单位.
fn first_leads(document: &Document) -> bool {
    document.sentences.iter().any(|sentence| {
        let text = document.slice(sentence.span);
        ["首位", "第一位", "排名第一", "列第一", "排第一"].iter().any(|word| text.contains(word)) && text.contains("牵头")
    })
}

/// Whether nothing but who answers follows a sentence in its paragraph.
fn last(document: &Document, at: usize) -> bool {
    let Some(here) = document.sentences.get(at) else { return false };
    document.sentences[at + 1..].iter().take_while(|next| next.block == here.block).all(|next| next.role == Role::Responsibility)
}

/// Whether a bracket behind these words gives examples of bodies: 支持行业组织（甲协会、乙学会）.
fn of_bodies(before: &[char]) -> bool {
    let text: String = before.iter().skip(before.len().saturating_sub(4)).collect();
    ["部门", "单位", "机构", "企业", "高校", "院校", "组织", "医院", "中心", "公司", "银行", "平台", "协会", "成员", "团体", "政府"]
        .iter()
        .any(|word| text.ends_with(word))
}

/// A line of its own with the time (完成时限：2026年6月底前) is about the bodies named before it in the section.
fn set_deadline(document: &Document, duties: &mut [Duty], line: &Duty) {
    let section = |duty: &Duty| document.sentences.get(duty.sentence).map(|sentence| sentence.section);
    let Some(deadline) = line.deadline.as_ref().filter(|_| line.parties.is_empty()) else { return };
    let before = duties.iter_mut().rev().take_while(|duty| line.sentence - duty.sentence.min(line.sentence) <= 3);
    for duty in before.filter(|duty| duty.target == Target::Task && duty.deadline.is_none() && section(duty) == section(line)) {
        duty.deadline = Some(deadline.clone());
    }
}

/// A line without the bracket around all of it: （责任单位：…）.
fn inside(chars: &[char]) -> (usize, usize) {
    let start = chars.iter().take_while(|c| c.is_whitespace()).count();
    match chars.get(start) {
        Some('（' | '(' | '［' | '[' | '【') => (start + 1, closing(chars, start).unwrap_or(chars.len())),
        _ => (start, chars.len()),
    }
}

/// The bracket that closes the one at `open`, over brackets inside it; none within 400 characters is a lost one.
fn closing(chars: &[char], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in chars.iter().enumerate().skip(open).take(400) {
        match c {
            '（' | '(' | '［' | '[' | '【' => depth += 1,
            '）' | ')' | '］' | ']' | '】' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// 牵头单位：…, 责任部门: … at the beginning of a sentence.
fn starts_line(text: &str) -> bool {
    let head: String = text.trim_start_matches(['（', '(', '【', ' ', '\u{3000}']).chars().take(7).collect();
    HEADS.iter().any(|word| head.strip_prefix(word).is_some_and(|rest| rest.starts_with(['：', ':'])))
}

/// What heads a line or a column of responsible bodies.
const HEADS: [&str; 21] = [
    "责任单位",
    "牵头单位",
    "配合单位",
    "责任部门",
    "牵头部门",
    "配合部门",
    "责任主体",
    "参与单位",
    "参加单位",
    "主办单位",
    "协办单位",
    "实施单位",
    "负责单位",
    "指导单位",
    "落实单位",
    "牵头责任单位",
    "参与部门",
    "协办部门",
    "主办部门",
    "主管部门",
    "完成时限",
];

fn columns(document: &Document, lexicon: &Lexicon, home: &Home, page: &mut Page, table: usize, row: usize) -> Vec<Duty> {
    let (Some(table), Some(sentence)) = (document.tables.get(table), document.sentences.get(page.sentence)) else { return Vec::new() };
    let Some(row) = table.rows.get(row) else { return Vec::new() };
    let text = document.slice(sentence.span);
    let chars: Vec<char> = text.chars().collect();
    // Positions in characters of a stretch of the row.
    let place = |span: Span| {
        let upto = |byte: usize| text.get(..byte.saturating_sub(sentence.span.start)).map_or(0, |before| before.chars().count());
        (upto(span.start), upto(span.end))
    };
    let heading = |at: usize| table.header.get(at).map_or("", |cell| document.slice(cell.span)).split_whitespace().collect::<String>();
    let mut found = Vec::new();
    let due = (0..row.cells.len())
        .find(|&at| ["时限", "完成时间", "完成期限", "时间节点", "时间要求", "进度"].iter().any(|word| heading(at).contains(word)));
    let due = due.and_then(|at| row.cells.get(at)).filter(|cell| !cell.empty).map(|cell| document.slice(cell.span).trim().to_owned());
    for (at, cell) in row.cells.iter().enumerate() {
        let heading = heading(at);
        if cell.empty || !HEADS.iter().any(|word| heading.contains(word)) {
            continue;
        }
        let span = place(cell.span);
        let mut parties = parties(lexicon, home, page, &chars, span);
        let support = ["配合", "参与", "参加", "协办", "协同", "指导"].iter().any(|word| heading.contains(word));
        for party in &mut parties {
            party.lead = !support;
        }
        found.push(Duty { sentence: page.sentence, target: Target::Row, parties, deadline: due.clone() });
    }
    found
}

/// Relations from the bodies to what they answer for.
pub fn link(names: &Names<'_>, duties: &[Duty], draft: &mut Draft) {
    let tasks = draft.named("Task");
    for duty in duties {
        let Some(target) = target(names, duty, &tasks) else { continue };
        for Party { name, lead, others, trigger, .. } in &duty.parties {
            let node = names.entities.of(super::kind::Kind::Institution, name).and_then(|at| names.nodes.get(at).copied().flatten());
            let Some(node) = node.filter(|&node| draft.get(node).kind == "Institution") else { continue };
            // Bodies alone in a bracket: what they have to do with the task nobody says.
            let (rule, sure) = if trigger.is_empty() { ("bodies behind the work", 0.85) } else { ("responsibility stated", 0.95) };
            let mut link = Link::explicit("RESPONSIBLE_FOR", node, target, rule, sure, names.cite(duty.sentence)).trigger(trigger);
            link = link.with("role", if *lead { "lead" } else { "support" });
            if let Some(deadline) = &duty.deadline {
                link = link.with("deadline", deadline.as_str());
            }
            if *others {
                link = link.with("others", true);
            }
            draft.link(link);
        }
    }
}

/// What a statement of responsibility is about: the measure that it stands in, else the innermost task.
fn target(names: &Names<'_>, duty: &Duty, tasks: &FxHashMap<String, NodeAt>) -> Option<NodeAt> {
    let sentence = names.document.sentences.get(duty.sentence)?;
    let task = || names.around("Task", sentence.section);
    match duty.target {
        Target::Task => item(names, duty.sentence).or_else(task),
        Target::Sentence => names.anchored("Measure", duty.sentence).or_else(|| names.anchored("Task", duty.sentence)).or_else(task),
        Target::Row => names
            .anchored("Measure", duty.sentence)
            .or_else(|| names.anchored("Task", duty.sentence))
            .or_else(|| row_task(names, duty, tasks))
            .or_else(task),
    }
}

/// A numbered sentence without a heading of its own is what the bracket behind it is about.
fn item(names: &Names<'_>, sentence: usize) -> Option<NodeAt> {
    let section = names.document.sentences.get(sentence)?.section;
    if names.document.sections.get(section)?.kind != HeadingKind::Item {
        return None;
    }
    let before = (0..sentence).rev().take_while(|&at| names.document.sentences.get(at).is_some_and(|found| found.section == section));
    before.filter_map(|at| names.anchored("Measure", at).or_else(|| names.anchored("Task", at))).next()
}

/// The task that a cell of the row names.
fn row_task(names: &Names<'_>, duty: &Duty, tasks: &FxHashMap<String, NodeAt>) -> Option<NodeAt> {
    let Role::Row { table, row } = names.document.sentences.get(duty.sentence)?.role else { return None };
    let row = names.document.tables.get(table)?.rows.get(row)?;
    row.cells.iter().find_map(|cell| tasks.get(&fold(names.document.slice(cell.span).trim())).copied())
}
