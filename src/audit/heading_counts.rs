//! A promised number against the headings that follow: `“五大主要任务”`, `实施以下四大工程：`, a heading that counts itself.

use super::Plan;
use super::enumeration::{numeral, promise};
use super::finding::{Finding, Severity};
use super::words::{any_in, words};
use crate::base::Message;
use crate::document::{BlockKind, HeadingKind, Role, Section};
use crate::model::Evidence;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (at, section) in plan.document.sections.iter().enumerate().skip(1) {
        let children = children(plan, at);
        if children < 2 {
            continue;
        }
        // The section's own words count its headings: its title, or the sentences in front of the first of them.
        let own = counted(&section.title).zip(section.sentence);
        let lead = || {
            leads(plan, at).find_map(|sentence| announced(plan.document.slice(plan.document.sentences[sentence].span)).zip(Some(sentence)))
        };
        if let Some((count, sentence)) = own.or_else(lead).or_else(|| named_alike(plan, at))
            && count != children
        {
            report(plan, section, plan.evidence(sentence), count, children, found);
        }
    }
    elsewhere(plan, found);
}

/// How many numbered headings stand right below a section.
fn children(plan: &Plan<'_>, at: usize) -> usize {
    numbered(plan, at).count()
}

fn numbered<'a>(plan: &'a Plan<'_>, at: usize) -> impl Iterator<Item = &'a Section> {
    let below = |section: &&Section| !section.number.is_empty() && section.kind != HeadingKind::Stage;
    plan.children(at).iter().map(|&child| &plan.document.sections[child]).filter(below)
}

/// A lead that counts what the headings below it all are: 五大工程 over 水源工程, 管网工程, ….
fn named_alike(plan: &Plan<'_>, at: usize) -> Option<(usize, usize)> {
    leads(plan, at).find_map(|sentence| {
        let text = plan.document.slice(plan.document.sentences[sentence].span);
        let noun =
            words("counted-headings").iter().find(|noun| numbered(plan, at).all(|section| section.title.ends_with(noun.as_str())))?;
        text.match_indices(noun.as_str()).find_map(|(place, _)| Some((ends_in_number(&text[..place])?, sentence)))
    })
}

/// The number that a text ends in, two at least, with what stands between a number and a noun: 实施五大重点.
pub fn ends_in_number(text: &str) -> Option<usize> {
    let number = text.trim_end_matches("重点").trim_end_matches(['大', '项', '个']);
    let (start, _) = number
        .char_indices()
        .rev()
        .take(3)
        .find(|(start, _)| numeral(&number[*start..]).is_some_and(|(_, used)| start + used == number.len()))?;
    // 十二: the longer numeral that ends here.
    let longer = if number[..start].ends_with('十') { start - '十'.len_utf8() } else { start };
    let (count, _) = numeral(&number[longer..]).filter(|(count, _)| *count > 1)?;
    (number.len() < text.len() && !number[..longer].ends_with('第')).then_some(count)
}

/// Sentences between a heading and the first heading below it.
fn leads<'a>(plan: &'a Plan<'_>, at: usize) -> impl Iterator<Item = usize> + 'a {
    let first = plan.children(at).iter().map(|&child| plan.document.sections[child].extent.start).min();
    let until = first.unwrap_or(usize::MAX);
    let blocks = plan.document.blocks.iter().filter(move |block| block.section == at && block.span.start < until);
    let prose = blocks.filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Bullet(_)));
    prose.flat_map(|block| block.sentences.0..block.sentences.1).filter(move |&sentence| {
        let sentence = &plan.document.sentences[sentence];
        sentence.role == Role::Body && sentence.span.start < until
    })
}

/// The number in `实施十大工程`: two at least, of things that headings are.
pub fn counted(text: &str) -> Option<usize> {
    text.char_indices().find_map(|(at, _)| {
        let (count, used) = numeral(&text[at..]).filter(|(count, _)| *count > 1)?;
        let noun = text[at + used..].strip_prefix(['大', '项', '个'])?;
        let word: String = noun.chars().take_while(|c| c.is_alphanumeric()).take(8).collect();
        let free = !text[..at].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '第' | '十' | '年' | '“'));
        (free && any_in("counted-headings", &word)).then_some(count)
    })
}

/// A sentence that announces what follows: 以下, 下列, 如下, or a colon at its end.
pub fn announced(sentence: &str) -> Option<usize> {
    let announces = any_in("announces", sentence) || sentence.trim_end().ends_with(['：', ':']);
    let lists = sentence.contains("一是") || sentence.contains("包括");
    if announces && !lists { counted(sentence) } else { None }
}

/// `“五大主要任务”` anywhere, against the headings below 主要任务.
fn elsewhere(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let mut done: Vec<String> = Vec::new();
    for sentence in plan.sentences() {
        for slogan in sentence.quote.split('“').skip(1).filter_map(|piece| piece.split('”').next()) {
            let Some(promise) = promise(slogan).filter(|promise| promise.parts.len() == 1 && !promise.open) else { continue };
            let part = &promise.parts[0];
            if part.what.chars().count() < 2 || done.iter().any(|other| other == slogan) {
                continue;
            }
            let Some(at) = plan.document.sections.iter().position(|section| section.title == part.what) else { continue };
            done.push(slogan.to_string());
            let children = children(plan, at);
            if children > 1 && children != part.count {
                report(plan, &plan.document.sections[at], sentence.clone(), part.count, children, found);
            }
        }
    }
}

fn report(plan: &Plan<'_>, section: &Section, promise: Evidence, count: usize, children: usize, found: &mut Vec<Finding>) {
    let title = &section.title;
    let en = format!("{count} are promised, but there are {children} headings below “{title}”");
    let zh = format!("应有{count}项，“{title}”之下有{children}个标题");
    let mut evidence = vec![promise];
    evidence.extend(section.sentence.map(|sentence| plan.evidence(sentence)).filter(|heading| *heading != evidence[0]));
    let finding = Finding::new("slogan.headings", Severity::Warning, Message::new(en, zh), evidence);
    found.push(finding.found(children.to_string()).expected(count.to_string()));
}
