//! Enumerations: A、B和C等X. The noun that closes the list says what its items are; items vouch for each other.

use super::boundary::{conjunction_before, is_proper, strip_opening};
use super::kind::Kind;
use super::lexicon::{Group, Known, role};
use super::mention::{Mention, clean_name};
use super::view::{View, is_clause_mark, is_name_char};

/// An enumeration. Positions are in characters.
#[derive(Clone, Debug)]
pub struct List {
    pub items: Vec<(usize, usize)>,
    /// The closing noun with the words before it: `创业创新平台`.
    pub head: (usize, usize),
    /// The list that the closing noun stands in, where it is known.
    pub group: Option<usize>,
    /// Whether 等 closes the items.
    pub open: bool,
}

/// All enumerations of a sentence.
pub fn lists(view: &View<'_>, regions: &[Mention]) -> Vec<List> {
    let mut found = Vec::new();
    for at in 1..view.len() {
        if view.char(at) == Some('等') && !view.covered(at, at + 1, role::VOCABULARY | role::SUFFIX | role::OPENING) {
            let items = items(view, regions, at);
            let (head, group) = head_after(view, at + 1);
            if !items.is_empty() {
                found.push(List { items, head, group, open: true });
            }
        }
    }
    found
}

/// Lists that a mark or bracket ends: (A、B和C，D、E和F). Only of use where some of the items are names already.
pub fn plain(view: &View<'_>, regions: &[Mention]) -> Vec<List> {
    let mut found = Vec::new();
    for at in 2..=view.len() {
        let ends = view.char(at).is_none_or(|c| is_clause_mark(c) || matches!(c, '）' | ')'))
            && view.char(at - 1).is_some_and(|c| !is_clause_mark(c) && c != '等');
        if !ends {
            continue;
        }
        let items = items(view, regions, at);
        if items.len() >= 3 {
            found.push(List { items, head: (at, at), group: None, open: false });
        }
    }
    found
}

/// Lists that a suffix closes without 等: 重卡和商用车、新材料新能源及装备产业集群.
pub fn closed_by_suffix(view: &View<'_>, regions: &[Mention]) -> Vec<List> {
    let mut found = Vec::new();
    for hit in view.hits.iter().filter(|hit| view.word(hit).roles & role::GROUP != 0) {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let word = view.slice(start, end);
        let kind = match word {
            "产业集群" => Kind::Cluster,
            "产业" | "产业体系" => Kind::Industry,
            _ => continue,
        };
        if start == 0 || matches!(view.char(start - 1), Some('等' | '、')) || view.crosses_end(start, end, role::GROUP) {
            continue;
        }
        let items = items(view, regions, start);
        let group = view
            .word(hit)
            .group
            .iter()
            .map(|&at| at as usize)
            .find(|&at| view.lexicon().groups.get(at).is_some_and(|group| group.kind == kind));
        if items.len() >= 2 && items.iter().all(|item| item.1 - item.0 >= 2) && view.chars[items[0].0..start].contains(&'、') {
            found.push(List { items, head: (start, end), group, open: false });
        }
    }
    found
}

/// The items of a list that ends at `end`, in order.
pub fn items(view: &View<'_>, regions: &[Mention], end: usize) -> Vec<(usize, usize)> {
    let mut items = Vec::new();
    let mut at = skip_space_left(view, end);
    let mut stop = at;
    let limit = end.saturating_sub(400);
    loop {
        // The leftmost item ends where a verb, a function word or a mark stands.
        let mut cut = false;
        while at > limit {
            if at < stop && view.stop_before(at) {
                cut = true;
                break;
            }
            let Some(c) = at.checked_sub(1).and_then(|before| view.char(before)) else {
                cut = true;
                break;
            };
            if c == '、' {
                break;
            }
            match c {
                '）' | ')' | '”' | '"' => match view.partner(at - 1) {
                    Some(open) if open < at - 1 && at - open <= 26 => at = open,
                    _ => {
                        cut = true;
                        break;
                    }
                },
                '“' => {
                    cut = true;
                    break;
                }
                _ if is_clause_mark(c) => {
                    cut = true;
                    break;
                }
                _ if is_name_char(c) || c.is_whitespace() || c == '《' || c == '》' || c == '%' => at -= 1,
                _ => {
                    cut = true;
                    break;
                }
            }
        }
        if at <= limit {
            cut = true;
        }
        if at < stop {
            items.push((at, skip_space_left(view, stop)));
        }
        if cut || at == 0 {
            break;
        }
        // Over the 、.
        at = skip_space_left(view, at - 1);
        stop = at;
        if items.len() > 60 {
            break;
        }
    }
    items.reverse();
    if let Some(first) = items.first_mut() {
        let keep = first.1.saturating_sub(1);
        first.0 = strip_opening(view, first.0, keep);
    }
    split_last(view, regions, &mut items);
    items.retain(|item| item.0 < item.1);
    items
}

fn skip_space_left(view: &View<'_>, mut at: usize) -> usize {
    while at > 0 && view.char(at - 1).is_some_and(char::is_whitespace) {
        at -= 1;
    }
    at
}

/// Words after a conjunction that belong to the item before it: 新材料新能源及装备.
const CONTINUES: [&str; 10] = ["装备", "配件", "零部件", "器械", "制造", "标准", "设备", "应用", "服务", "材料行业"];

/// A和B as the last item is two items, unless what follows the conjunction only goes on; elsewhere where both sides end alike.
fn split_last(view: &View<'_>, regions: &[Mention], items: &mut Vec<(usize, usize)>) {
    let mut out = Vec::with_capacity(items.len() + 1);
    let last = items.len().saturating_sub(1);
    for (at, &(start, end)) in items.iter().enumerate() {
        let mut cut = None;
        let mut place = end.saturating_sub(1);
        while place > start {
            if view.char(place).is_some_and(|c| matches!(c, '）' | '”'))
                && let Some(open) = view.partner(place)
            {
                place = open;
                continue;
            }
            if let Some(conjunction) = conjunction_before(view, place)
                && conjunction > start
                && splits(view, regions, (start, conjunction), (place, end), at == last, items.len() == 1)
            {
                cut = Some((conjunction, place));
                break;
            }
            place -= 1;
        }
        match cut {
            Some((before, after)) => {
                out.push((start, before));
                out.push((after, end));
            }
            None => out.push((start, end)),
        }
    }
    *items = out;
}

fn splits(view: &View<'_>, regions: &[Mention], left: (usize, usize), right: (usize, usize), last: bool, only: bool) -> bool {
    let (a, b) = (view.slice(left.0, left.1), view.slice(right.0, right.1));
    let a = a.strip_prefix("重点").unwrap_or(a);
    if left.1 - left.0 < 2 || right.1 - right.0 < 2 {
        return false;
    }
    let known = |text: &str| view.lexicon().roles(text) & (role::INDUSTRY | role::WEAK_INDUSTRY | role::PLACE | role::BODY) != 0;
    let named = |(start, end): (usize, usize)| {
        view.ending(end).any(|hit| hit.start as usize > start && view.word(hit).roles & (role::SUFFIX | role::DEPARTMENT) != 0)
    };
    if known(a) && known(b) || named(left) && named(right) || a.ends_with('”') || b.starts_with('“') {
        return true;
    }
    let conjunction = view.slice(left.1, right.0);
    let b = b.strip_suffix("行业").unwrap_or(b);
    let ending: Vec<char> = b.chars().rev().take(2).collect();
    let alike = a.chars().rev().take(2).collect::<Vec<_>>() == ending;
    if alike {
        return true;
    }
    // 中小型船舶和特种船舶修造: both share the end of the second.
    let tail: String = a.chars().skip(a.chars().count().saturating_sub(2)).collect();
    if b.find(&tail).is_some_and(|at| at > 0 && at + tail.len() < b.len()) && !known(a) {
        return false;
    }
    if CONTINUES.iter().any(|word| b == *word || b.starts_with(word)) {
        return false;
    }
    // In a list of three and more the last conjunction joins items; alone it may well be part of a name.
    last && (!only && matches!(conjunction, "和" | "以及" | "及") || known(a))
        || placed(view, regions, left) && placed(view, regions, right)
}

/// Whether a place or a quotation shows that the words are a name.
pub fn placed(view: &View<'_>, regions: &[Mention], (start, end): (usize, usize)) -> bool {
    view.chars[start..end].contains(&'“') || regions.iter().any(|region| region.start >= start && region.end <= end)
}

/// The noun phrase after 等: how far it runs, and the list its last noun stands in.
fn head_after(view: &View<'_>, from: usize) -> ((usize, usize), Option<usize>) {
    let mut start = from;
    while view.char(start).is_some_and(|c| c.is_ascii_digit() || c.is_whitespace() || "一二三四五六七八九十多余个类大项家所种".contains(c))
    {
        if view.char(start) == Some('一') && view.slice(start, start + 2) == "一批" {
            break;
        }
        start += 1;
    }
    let mut end = start;
    while end < view.len() && end - start < 26 {
        let Some(c) = view.char(end) else { break };
        if !is_name_char(c) && !matches!(c, '“' | '”') {
            break;
        }
        let stops = end > start
            && view.starting(end).any(|hit| {
                view.word(hit).roles & (role::FUNCTION | role::VERB) != 0
                    && !view.covered(end, hit.end as usize, role::VOCABULARY | role::GROUP | role::SUFFIX)
            });
        // 高新技术产业带和高新园区: the first noun closes the list.
        let joined = end > start + 1
            && conjunction_before(view, end + 1).is_some_and(|at| at == end)
            && view.ending(end).any(|hit| view.word(hit).roles & role::GROUP != 0);
        if stops || joined || c == '的' {
            break;
        }
        end += 1;
    }
    let best = view
        .within(start, end)
        .filter(|hit| view.word(hit).roles & role::GROUP != 0 && !view.crosses_end(hit.start as usize, hit.end as usize, role::GROUP))
        .max_by_key(|hit| (hit.end, std::cmp::Reverse(hit.start)));
    // 等新材料产业的工艺技术及产品: the noun after 的 is the one that closes the list.
    let product = view.char(end) == Some('的')
        && view.chars[end..].iter().take(12).take_while(|c| is_name_char(**c)).collect::<String>().ends_with("产品");
    if product {
        return ((start, end), None);
    }
    match best {
        Some(hit) if rest_is_work(view, hit.end as usize, end) => {
            ((start, hit.end as usize), view.word(hit).group.first().map(|&list| list as usize))
        }
        _ => ((start, end), None),
    }
}

/// What may follow the closing noun without changing it: 平台|建设, 产业|发展. 技术|人才 is another noun.
fn rest_is_work(view: &View<'_>, start: usize, end: usize) -> bool {
    start == end
        || !view.ending(end).any(|hit| {
            hit.start as usize >= start
                && view.word(hit).roles & (role::NO_ITEM | role::SUFFIX) != 0
                && view.word(hit).roles & role::OPENING == 0
        })
}

/// The mentions that the closing nouns of lists make of items.
pub fn listed(view: &View<'_>, regions: &[Mention], lists: &[List], others: &[&Mention]) -> Vec<Mention> {
    let mut found = Vec::new();
    for list in lists {
        // 纳米材料等前沿新型材料、新能源发电等产业: the noun that closed one list is no item of the next.
        let mut list = list.clone();
        list.items.retain(|item| !lists.iter().any(|other| other.head == *item));
        let list = &list;
        let Some(group) = list.group.and_then(|at| view.lexicon().groups.get(at)) else { continue };
        let head = clean_name(view.slice(list.head.0, list.head.1));
        if group.kind == Kind::Industry {
            found.extend(fields(view, regions, list, group, &head));
            continue;
        }
        // 新光源、新能源等新兴产业集群: fields, of which each is to become a cluster.
        if group.kind == Kind::Cluster && ["新兴产业", "高新技术产业", "高技术产业"].iter().any(|word| head.contains(word)) {
            found.extend(fields(view, regions, list, group, &head));
            continue;
        }
        for &(start, end) in &list.items {
            if let Some(mention) = item(view, regions, (start, end), group, &head, others) {
                found.push(mention);
            }
        }
    }
    found
}

fn item(
    view: &View<'_>,
    regions: &[Mention],
    (start, end): (usize, usize),
    group: &Group,
    head: &str,
    others: &[&Mention],
) -> Option<Mention> {
    // An item that already is a name of its own keeps its kind: 珠三角（江门）国家自主创新示范区 among 平台.
    let text = view.slice(start, end);
    let settled = |other: &Mention| {
        let described =
            other.kind == Kind::Institution && other.rule == "quotation" && other.place.is_none() && group.kind == Kind::Platform;
        other.is_certain() && other.end == end && !matches!(other.kind, Kind::Region | Kind::Industry) && !described
    };
    if others.iter().any(|other| settled(other)) {
        return None;
    }
    // 驱动芯片、偏光片等配套企业: what they make, not who they are.
    if group.category == Some(super::kind::Category::Company) && ["配套", "上下游", "类企业", "行业"].iter().any(|word| head.contains(word))
    {
        return None;
    }
    let name = clean_name(text);
    let length = name.chars().count();
    let roles = view.lexicon().roles(&name);
    let field = group.kind == Kind::Cluster && roles & (role::INDUSTRY | role::WEAK_INDUSTRY) != 0;
    if !(2..=24).contains(&length) || !field && roles & (role::VOCABULARY | role::GENERIC_NAME | role::PLACE | role::OPENING) != 0 {
        return None;
    }
    let quoted = text.contains('“');
    let suffix = suffix_kind(view, start, end);
    let proper = quoted || is_proper(view, start, end, regions);
    let strip = |start: usize| if group.kind == Kind::Cluster { skip_place(regions, start, end) } else { start };
    let make = |sure: f64| {
        let start = strip(start);
        let mut mention = Mention::new(group.kind, (start, end), clean_name(view.slice(start, end)), "enumeration", sure);
        mention.category = group.category;
        mention.trigger = format!("等{head}");
        mention
    };
    match group.kind {
        Kind::Cluster => (!ends_generic(view, start, end)).then(|| make(0.8)),
        Kind::Institution if group.category == Some(super::kind::Category::Company) => {
            (proper && suffix.is_none() && !ends_generic(view, start, end) && length <= 10).then(|| make(0.75))
        }
        Kind::Institution => {
            let school = suffix == Some(Kind::Institution) && school_of(view, start, end);
            ((proper || school) && suffix == Some(Kind::Institution)).then(|| make(if proper { 0.8 } else { 0.7 }))
        }
        // “院士工作站” is a type of thing, quoted or not.
        Kind::Platform if quoted && suffix.is_some() && length < 9 && !named_inside(view, (start, end), regions) => None,
        Kind::Platform if quoted => Some(make(0.92)),
        // 海创空间: 空间 is generic but for short names in such a list.
        Kind::Platform => {
            let plain = ends_generic(view, start, end) && !(text.ends_with("空间") && length <= 8);
            (proper && !plain && suffix.is_some()).then(|| make(0.75))
        }
        Kind::Park => (quoted || proper && suffix.is_some()).then(|| make(0.8)),
        Kind::Programme => quoted.then(|| make(0.8)),
        _ => None,
    }
}

/// 机器人学院, 先进装备技术研究院: a field and a school or institute for it.
fn school_of(view: &View<'_>, start: usize, end: usize) -> bool {
    ["学院", "研究院", "研究所"].iter().any(|noun| {
        let length = noun.chars().count();
        end - start > length + 1
            && view.slice(end - length, end) == *noun
            && view.ending(end - length).any(|hit| {
                hit.start as usize >= start && view.word(hit).roles & (role::INDUSTRY | role::WEAK_INDUSTRY | role::FIELD_END) != 0
            })
    })
}

/// Whether what a quotation holds is a name and no type.
fn named_inside(view: &View<'_>, (start, end): (usize, usize), regions: &[Mention]) -> bool {
    let open = view.chars[start..end].iter().position(|&c| c == '“').map_or(start, |at| start + at + 1);
    let close = view.partner(open.saturating_sub(1)).unwrap_or(end);
    is_proper(view, open, close.max(open), regions) || open > start + 1
}

/// The kind of the suffix with which an item ends.
fn suffix_kind(view: &View<'_>, start: usize, end: usize) -> Option<Kind> {
    let end = if view.char(end.saturating_sub(1)) == Some('”') { end - 1 } else { end };
    let hit = view
        .within(start, end)
        .filter(|hit| hit.end as usize == end && view.word(hit).roles & role::SUFFIX != 0)
        .min_by_key(|hit| hit.start)?;
    let list = *view.word(hit).suffix.first()?;
    view.lexicon().suffixes.get(list as usize).map(|group| group.kind)
}

fn ends_generic(view: &View<'_>, start: usize, end: usize) -> bool {
    view.within(start, end).any(|hit| hit.end as usize == end && view.word(hit).roles & role::NO_ITEM != 0)
}

/// The beginning of an item without the place before it: 江门先进装备制造业.
pub fn skip_place(regions: &[Mention], start: usize, end: usize) -> usize {
    regions.iter().find(|region| region.start == start && region.end <= end).map_or(start, |region| region.end)
}

/// Items of a list of industries.
fn fields(view: &View<'_>, regions: &[Mention], list: &List, group: &Group, head: &str) -> Vec<Mention> {
    let known = |(start, end): (usize, usize)| {
        let start = skip_place(regions, start, end);
        view.lexicon().roles(&clean_name(view.slice(start, end))) & (role::INDUSTRY | role::WEAK_INDUSTRY) != 0
    };
    let field_like = |(start, end): (usize, usize)| {
        known((start, end))
            || view
                .within(start, end)
                .any(|hit| hit.end as usize == end && view.word(hit).roles & (role::FIELD_END | role::INDUSTRY | role::WEAK_INDUSTRY) != 0)
    };
    let total = list.items.len();
    let known_items = list.items.iter().filter(|item| known(**item)).count();
    let like = list.items.iter().filter(|item| field_like(**item)).count();
    let strict = match group.known {
        Known::None => !list.open && known_items * 2 < total,
        Known::Some => known_items == 0 && like * 2 < total,
        Known::Most => known_items < 3 && known_items * 2 < total,
    };
    if strict {
        return Vec::new();
    }
    let mut found = Vec::new();
    for &(start, end) in &list.items {
        let start = skip_place(regions, start, end);
        let start = if view.slice(start, start + 2) == "重点" && end - start > 3 { start + 2 } else { start };
        if group.known == Known::Most && !known((start, end)) {
            continue;
        }
        let whole = end;
        let end = if view.slice(end.saturating_sub(2), end) == "行业" && end - start > 4 { end - 2 } else { end };
        let name = clean_name(view.slice(start, end));
        let length = name.chars().count();
        let roles = view.lexicon().roles(&name);
        let listed = roles & (role::INDUSTRY | role::WEAK_INDUSTRY) != 0;
        if !(2..=16).contains(&length)
            || name.ends_with(['大', '+', '＋'])
            || !listed && (ends_generic(view, start, end) || roles & (role::VOCABULARY | role::PLACE) != 0 && !field_like((start, end)))
        {
            continue;
        }
        if regions.iter().any(|region| region.start >= start && region.end == end) {
            continue;
        }
        let sure = if listed {
            0.9
        } else if field_like((start, end)) {
            0.75
        } else {
            0.62
        };
        let mut mention = Mention::new(Kind::Industry, (start, whole), name, "enumeration", sure);
        mention.trigger = format!("等{head}");
        found.push(mention);
    }
    found
}
