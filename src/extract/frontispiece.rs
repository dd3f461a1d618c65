//! Stage 1: the plan itself: title, issuer, number, date, period.

use std::collections::BTreeMap;

use super::{Draft, Found, Link, NodeAt, Options, Period, Scene, years};
use crate::document::{BlockKind, Document, HeadingKind, Role};
use crate::model::{NodeKey, TextHash, Value};

/// Adds the plan and its sections; gives the section nodes by index (the plan for 0 and for sections without a heading).
pub fn stage(scene: &Scene<'_>, draft: &mut Draft, options: &Options) -> Vec<NodeAt> {
    let plan = plan(scene, draft, options);
    let document = scene.document;
    let mut nodes = vec![plan; document.sections.len().max(1)];
    let mut ordinals: BTreeMap<String, usize> = BTreeMap::new();
    for (at, section) in document.sections.iter().enumerate().skip(1) {
        let parent = section.parent.and_then(|parent| nodes.get(parent)).copied().unwrap_or(plan);
        let Some(proof) = scene.section_sentence(at).filter(|_| section.kind != HeadingKind::Stage) else {
            nodes[at] = parent;
            continue;
        };
        let ordinal = ordinals.entry(section.title.clone()).or_default();
        let key = NodeKey::text(draft.slug(), "Section", TextHash::of(&section.title), *ordinal);
        *ordinal += 1;
        let node = draft.node(
            Found::new(key, "Section", &*section.title, "heading", scene.cite(proof))
                .with("title", section.title.as_str())
                .with("number", section.number.as_str())
                .with("level", i64::from(section.level))
                .with("address", Value::String(section.address.clone())),
        );
        draft.link(Link::structural("CONTAINS", parent, node, "outline", scene.cite(proof)));
        nodes[at] = node;
    }
    nodes
}

fn plan(scene: &Scene<'_>, draft: &mut Draft, options: &Options) -> NodeAt {
    let document = scene.document;
    let proof = document.sentences.iter().position(|sentence| sentence.role == Role::Title).unwrap_or(0);
    let record = draft.plan().clone();
    let (printed, dated) = without_date(&document.title);
    let title = if record.title.is_empty() || record.title == document.title { printed.to_owned() } else { record.title };
    let mut found = Found::new(NodeKey::named(&record.slug, "Plan", &record.slug), "Plan", &*title, "title", scene.cite(proof))
        .alias(record.slug.as_str())
        .with("title", title.as_str())
        .with("sha256", record.sha256.as_str());
    let front = front(document);
    let issuer = front.issuer.map(|name| full_name(&name, draft.region()));
    for (name, value) in [("issuer", options.issuer.clone().or(issuer)), ("date", options.date.clone().or(front.date).or(dated))] {
        if let Some(value) = value {
            found = found.with(name, value);
        }
    }
    if front.joint.len() > 1 {
        found = found.with("issuers", Value::list(front.joint.into_iter().map(Value::from)));
    }
    if let Some(start) = scene.period.start {
        found = found.with("period_start", start);
    }
    if let Some(end) = scene.period.end {
        found = found.with("period_end", end);
    }
    if !draft.region().is_empty() {
        let region = draft.region().to_owned();
        found = found.with("region", region);
    }
    draft.node(found)
}

/// A title without the day in brackets behind it, and that day: `关于…的若干意见（2018年5月30日）`.
fn without_date(title: &str) -> (&str, Option<String>) {
    let inside = title.strip_suffix(['）', ')']).and_then(|rest| rest.rsplit_once(['（', '(']));
    match inside.and_then(|(before, inside)| Some((before, day(inside)?))) {
        Some((before, day)) => (before.trim_end(), Some(day)),
        None => (title, None),
    }
}

/// A signature as the name of a body: without the note that another's seal stands in (代章), and with the plan's own place where
/// it says 市政府 alone.
fn full_name(signed: &str, region: &str) -> String {
    let name = signed.trim_matches(['（', '）', '(', ')']).trim_end_matches("代章");
    let rank = name.chars().next().filter(|rank| "省市区县州".contains(*rank) && region.ends_with(*rank));
    rank.map_or_else(|| name.to_owned(), |rank| format!("{region}{}", &name[rank.len_utf8()..]))
}

/// What the letter in front of a plan says.
#[derive(Debug, Default)]
struct Front {
    issuer: Option<String>,
    /// The bodies that issue it together, the leading one first; at most one where a body issues it alone.
    joint: Vec<String>,
    date: Option<String>,
}

fn front(document: &Document) -> Front {
    let mut front = Front::default();
    let mut last = String::new();
    // Bodies that sign together stand one a line; the first leads.
    let mut bodies: Vec<String> = Vec::new();
    for block in document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Front | BlockKind::Title)) {
        for line in document.slice(block.span).lines().map(str::trim).filter(|line| !line.is_empty()) {
            let compact: String = line.chars().filter(|c| !c.is_whitespace()).collect();
            if let Some(date) = day(&compact) {
                // A line with nothing but the date is signed by the line above it.
                if front.issuer.is_none() && !last.is_empty() && last.chars().count() <= 30 && !last.ends_with(['。', '：', ':']) {
                    front.issuer = Some(bodies.first().cloned().unwrap_or_else(|| last.clone()));
                    front.joint = std::mem::take(&mut bodies);
                }
                front.date.get_or_insert(date);
            }
            if is_body(&compact) {
                bodies.push(compact.clone());
            } else {
                bodies.clear();
            }
            last = compact;
        }
    }
    if front.issuer.is_none() {
        front.issuer.clone_from(&document.sender);
    }
    if front.issuer.is_none()
        && let Some((issuer, _)) = document.title.split_once("关于")
        && !issuer.is_empty()
    {
        front.joint = issuer.split([' ', '\u{3000}', '\n']).filter(|body| !body.is_empty()).map(str::to_owned).collect();
        front.issuer = Some(front.joint.first().cloned().unwrap_or_else(|| issuer.to_owned()));
    }
    front
}

/// A short line that ends as the names of offices do.
fn is_body(line: &str) -> bool {
    (3..=30).contains(&line.chars().count()) && line.ends_with(['府', '局', '会', '厅', '院', '部', '委', '室', '署', '行'])
}

/// A line that is a date: 2023年5月18日 → 2023-05-18.
fn day(line: &str) -> Option<String> {
    let year = years::all(line).first().copied().filter(|found| found.start == 0)?;
    let (month, rest) = line.get(year.end..)?.split_once('月')?;
    let day = rest.split_once('日').map(|(day, _)| day)?;
    let number = |text: &str| -> Option<u32> { text.parse().ok().or_else(|| super::numbers::chinese(text)) };
    Some(format!("{}-{:02}-{:02}", year.year, number(month)?, number(day)?))
}

/// The years that the plan covers: from its title, else from its stages.
pub fn period(document: &Document) -> Period {
    let title = document.title.as_str();
    let of_title = years::five_year(title).map(|(start, end)| Period { start: Some(start), end: Some(end) }).or_else(|| span(title));
    of_title.unwrap_or_else(|| {
        let in_front = document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Front | BlockKind::Title));
        let mut lines = in_front.map(|block| document.slice(block.span));
        if let Some(found) = lines.find_map(span) {
            return found;
        }
        let stages = document.sections.iter().filter(|section| section.kind == HeadingKind::Stage);
        let end = stages.filter_map(|section| years::first(&section.title)).max();
        // A year in the name (创造2025) closes the period.
        let named = title.match_indices("20").find_map(|(at, _)| title.get(at..at + 4)?.parse::<i64>().ok().filter(|year| *year < 2100));
        Period { start: None, end: end.or(named) }
    })
}

/// 2023—2025年, 2026-2030年.
fn span(text: &str) -> Option<Period> {
    let last = years::all(text).into_iter().find_map(|found| {
        let before = text.get(..found.start)?.trim_end();
        let first = before.trim_end_matches(['-', '—', '－', '–', '~', '～', '至', '―', '年', ' ']);
        if first.len() == before.len() {
            return None;
        }
        let from = first.get(first.len().checked_sub(4)?..)?.parse::<i64>().ok()?;
        (1949..found.year).contains(&from).then_some((from, found.year))
    })?;
    Some(Period { start: Some(last.0), end: Some(last.1) })
}

#[cfg(test)]
mod tests {
    use super::{day, full_name, span, without_date};

    #[test]
    fn dates_and_periods_are_read_from_front_lines() {
        assert_eq!(day("2023年5月18日").as_deref(), Some("2023-05-18"));
        assert_eq!(day("二○一一年十二月十五日").as_deref(), Some("2011-12-15"));
        assert_eq!(without_date("关于绿色发展的若干意见（2018年5月30日）"), ("关于绿色发展的若干意见", Some("2018-05-30".to_owned())));
        assert_eq!(without_date("某市行动方案（2023—2025年）"), ("某市行动方案（2023—2025年）", None));
        assert_eq!(full_name("（某市政务服务局代章）", "某市"), "某市政务服务局");
        assert_eq!(full_name("市政府办公厅", "滨海市"), "滨海市政府办公厅");
        let period = span("莆田市营商环境支撑行动方案（2023-2025 年）").unwrap();
        assert_eq!((period.start, period.end), (Some(2023), Some(2025)));
    }
}
