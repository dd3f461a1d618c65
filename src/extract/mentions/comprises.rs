//! COMPRISES: what a definition or a sentence counts up as the parts of a term, cluster or park.

use rustc_hash::FxHashMap;

use super::kind::Kind;
use super::lists::List;
use super::mention::Mention;
use super::pages::Page;
use super::stage::Names;
use crate::base::fold;
use crate::document::Role;
use crate::extract::{Draft, Link, NodeAt};

/// Words after which the parts follow.
const PARTS: [&str; 9] = ["主要包括", "包括", "包含", "涵盖", "主要由", "分别为", "分为", "由以下", "下设"];

/// Words before a list that make its items something else than parts.
const NO_PARTS: [&str; 9] = ["发展", "依托", "立足", "联合", "汇聚", "面向", "引进", "围绕", "提供"];

/// Verbs whose objects are parts in a definition.
const MAKES: [&str; 8] = ["建成", "构建", "形成", "设有", "建设", "打造", "组成", "以"];

pub fn stage(names: &Names<'_>, draft: &mut Draft) {
    let (endings, terms) = (endings(draft), draft.named("Term"));
    for page in &names.pages {
        let Some(sentence) = names.document.sentences.get(page.sentence) else { continue };
        let term = match sentence.role {
            Role::Entry(entry) => names.document.glossary.get(entry).and_then(|entry| terms.get(&fold(&entry.term)).copied()),
            _ => None,
        };
        if term.is_none() && !page.named.mentions.iter().any(|mention| is_whole(names, mention)) {
            continue;
        }
        let chars: Vec<char> = names.document.slice(sentence.span).chars().collect();
        let told = subjects(names, page, &chars);
        for (from, until, subject) in &told {
            let Some(head) = names.node(subject) else { continue };
            let parts: Vec<&Mention> = items(page, &chars, |mention| mention.start >= *from && mention.end <= *until);
            add(names, draft, head, &parts, page.sentence, "counted up");
        }
        if let Some(term) = term {
            let parts = items(page, &chars, |mention| !told.iter().any(|(from, until, _)| mention.start >= *from && mention.end <= *until));
            let own = draft.get(term).name.clone();
            let parts: Vec<&Mention> = parts.into_iter().filter(|mention| fold(&mention.name) != fold(&own)).collect();
            add(names, draft, term, &parts, page.sentence, "definition");
            goals(names, draft, &endings, term, page.sentence);
        }
    }
}

/// Whether a thing can have parts that are counted up.
fn is_whole(names: &Names<'_>, mention: &Mention) -> bool {
    matches!(names.kind(mention), Kind::Cluster | Kind::Park)
}

/// Clusters and parks right before 包括, with the stretch that their parts stand in.
fn subjects<'p>(names: &Names<'_>, page: &'p Page, chars: &[char]) -> Vec<(usize, usize, &'p Mention)> {
    let mut found = Vec::new();
    for mention in &page.named.mentions {
        if !is_whole(names, mention) {
            continue;
        }
        let after: String = chars.get(mention.end..(mention.end + 10).min(chars.len())).unwrap_or_default().iter().collect();
        let trimmed = after.trim_start_matches(['”', ' ']);
        let trimmed = ["产业集群", "产业", "集群"].iter().find_map(|tail| trimmed.strip_prefix(tail)).unwrap_or(trimmed);
        if PARTS.iter().any(|word| trimmed.starts_with(word)) {
            let until = chars
                .get(mention.end..)
                .and_then(|rest| rest.iter().position(|c| matches!(c, '；' | '。')))
                .map_or(chars.len(), |at| at + mention.end);
            found.push((mention.end, until, mention));
        }
    }
    found
}

/// The mentions that are items of lists, or that 以…为… gives a part to play.
fn items<'p>(page: &'p Page, chars: &[char], wanted: impl Fn(&Mention) -> bool) -> Vec<&'p Mention> {
    let counts = |list: &List| {
        let Some(first) = list.items.first() else { return false };
        let before: String = chars.get(first.0.saturating_sub(40)..first.0).unwrap_or_default().iter().collect();
        let last = |words: &[&str]| words.iter().filter_map(|word| before.rfind(word)).max();
        list.items.len() >= 2 && (last(&NO_PARTS).is_none() || last(&NO_PARTS) < last(&PARTS).max(last(&MAKES)))
    };
    let lists: Vec<&List> = page.named.lists.iter().filter(|list| counts(list)).collect();
    page.named
        .mentions
        .iter()
        .filter(|mention| mention.kind != Kind::Region && mention.kind != Kind::Document && wanted(mention))
        .filter(|mention| {
            let listed = lists.iter().any(|list| list.items.iter().any(|item| mention.start < item.1 && item.0 < mention.end));
            let before = mention.start.checked_sub(1).and_then(|at| chars.get(at));
            let cast = mention.kind != Kind::Institution && before == Some(&'以') && chars.get(mention.end) == Some(&'为');
            listed || cast
        })
        .collect()
}

fn add(names: &Names<'_>, draft: &mut Draft, head: NodeAt, parts: &[&Mention], sentence: usize, rule: &'static str) {
    for part in parts {
        if let Some(node) = names.node(part) {
            draft.link(Link::explicit("COMPRISES", head, node, rule, 0.9, names.cite(sentence)).trigger(&part.name));
        }
    }
}

/// Goals by the last characters of their names and aliases, in the order found.
type Endings = FxHashMap<String, Vec<NodeAt>>;

/// Characters of an item that a goal's name must end with at least.
const ENDING: usize = 4;

fn ending(text: &str) -> Option<&str> {
    text.char_indices().rev().nth(ENDING - 1).map(|(start, _)| &text[start..])
}

fn endings(draft: &Draft) -> Endings {
    let mut found = Endings::default();
    for (at, goal) in draft.of_kind("Goal") {
        for end in std::iter::once(&goal.name).chain(&goal.aliases).filter_map(|name| ending(name)) {
            let known = found.entry(end.to_owned()).or_default();
            if known.last() != Some(&at) {
                known.push(at);
            }
        }
    }
    found
}

/// A counted slogan whose items are goals of the plan: 创造一批高技术产业集群.
fn goals(names: &Names<'_>, draft: &mut Draft, endings: &Endings, term: NodeAt, sentence: usize) {
    let Some(found) = names.document.sentences.get(sentence) else { return };
    let text = names.document.slice(found.span);
    let mut links = Vec::new();
    for item in text.split(['、', '，', '；', '。', '：', ':']) {
        let mut core = item.trim();
        for lead in ["即", "创造", "打造", "建设", "形成", "一批", "一个", "若干"] {
            core = core.strip_prefix(lead).unwrap_or(core);
        }
        let Some(end) = ending(core) else { continue };
        let goal = endings.get(end).into_iter().flatten().copied().find(|&at| {
            let goal = draft.get(at);
            goal.name.ends_with(core) || goal.aliases.iter().any(|alias| alias.ends_with(core))
        });
        links.extend(goal.map(|goal| (goal, item.trim().to_owned())));
    }
    if links.len() >= 2 {
        for (goal, item) in links {
            draft.link(Link::explicit("COMPRISES", term, goal, "definition", 0.9, names.cite(sentence)).trigger(&item));
        }
    }
}
