//! Who answers for something, in what role, until when: the text inside a bracket, line or cell.

use super::home::Home;
use super::kind::{Category, Kind};
use super::lexicon::{Lexicon, role};
use super::mention::{Mention, clean_name};
use super::pages::Page;
use super::view::is_name_char;

/// One statement of responsibility.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Index into the document's sentences.
    pub sentence: usize,
    pub target: Target,
    pub parties: Vec<Party>,
    /// As the text says it: `2020年底前`.
    pub deadline: Option<String>,
}

/// What the statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// It stands apart, after the text of a task.
    Task,
    /// It stands inside a sentence.
    Sentence,
    /// It is a cell of a row.
    Row,
}

/// A body with its part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub name: String,
    pub lead: bool,
    /// 等: the text says that there are more.
    pub others: bool,
    /// The word that gives the part: 牵头, 责任单位.
    pub trigger: String,
    /// The part stands before its bodies (牵头单位：…) and not after them (…牵头).
    pub headed: bool,
}

/// Words of a part, longest first, and whether it is a leading one.
const PARTS: [(&str, Part); 47] = [
    ("牵头责任单位", Part::Lead),
    ("牵头单位", Part::Lead),
    ("主管部门", Part::Lead),
    ("主办部门", Part::Lead),
    ("参与部门", Part::Support),
    ("协办部门", Part::Support),
    ("牵头部门", Part::Lead),
    ("主办单位", Part::Lead),
    ("责任单位", Part::Answer),
    ("责任部门", Part::Answer),
    ("责任主体", Part::Answer),
    ("负责单位", Part::Answer),
    ("实施单位", Part::Answer),
    ("落实单位", Part::Answer),
    ("配合单位", Part::Support),
    ("配合部门", Part::Support),
    ("参与单位", Part::Support),
    ("参加单位", Part::Support),
    ("协办单位", Part::Support),
    ("指导单位", Part::Support),
    ("牵头负责", Part::Lead),
    ("会同", Part::With),
    ("牵头", Part::Lead),
    ("主办", Part::Lead),
    ("配合落实", Part::Support),
    ("按职责分工负责", Part::Answer),
    ("按职能分工负责", Part::Answer),
    ("按职责分别负责", Part::Answer),
    ("分工负责", Part::Answer),
    ("分别负责", Part::Answer),
    ("负责落实", Part::Answer),
    ("具体负责", Part::Answer),
    ("具体实施", Part::Answer),
    ("组织实施", Part::Answer),
    ("负责实施", Part::Answer),
    ("按职责落实", Part::Answer),
    ("共同负责", Part::Answer),
    ("承办", Part::Answer),
    ("落实", Part::Answer),
    ("协同", Part::Support),
    ("负责", Part::Answer),
    ("配合", Part::Support),
    ("参与", Part::Support),
    ("参加", Part::Support),
    ("协助", Part::Support),
    ("协办", Part::Support),
    ("指导", Part::Support),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Lead,
    /// 负责: leads, unless another body is said to lead.
    Answer,
    Support,
    /// A会同B: A leads, B supports.
    With,
}

/// Whether the text in a bracket says who answers for something.
pub fn is_duty(inside: &str) -> bool {
    let text = inside.trim();
    let headed =
        ["责任单位", "牵头单位", "配合单位", "责任部门", "牵头部门", "责任主体", "牵头责任单位", "实施单位", "主办单位", "参与单位"]
            .iter()
            .any(|word| text.strip_prefix(word).is_some_and(|rest| rest.starts_with(['：', ':'])));
    let said = ["牵头", "负责", "指导", "配合", "负责落实", "参与", "分别负责", "主办", "协办"]
        .iter()
        .any(|word| text.ends_with(word) || text.contains(&format!("{word}，")) || text.contains(&format!("{word}；")));
    headed || said && text.chars().count() >= 4
}

/// Work without an end, as statements say it.
const STANDING: [&str; 9] = ["持续推进", "长期坚持", "持续实施", "持续开展", "长期推进", "常态化推进", "持续落实", "长期实施", "全年推进"];

/// The time that a statement sets, as it says it: 2020年底前, 2023年6月底前, 2025年完成, 持续推进.
pub fn deadline(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.split(['，', '；', '。', ',', ';', '：', ':', '（', '）']).find_map(|clause| {
        if let Some(word) = STANDING.iter().find(|word| clause.starts_with(**word)) {
            return Some((*word).to_owned());
        }
        let chars: Vec<char> = clause.chars().collect();
        let year = (0..chars.len().saturating_sub(4))
            .find(|&at| chars[at..at + 4].iter().all(char::is_ascii_digit) && chars[at + 4] == '年' && matches!(chars[at], '1' | '2'))?;
        let until = chars[year..].iter().take(14).position(|c| matches!(c, '前' | '内'));
        // 2025年6月完成, or nothing but the date behind 完成时限：.
        let done = || {
            let rest: String = chars[year..].iter().collect();
            let end = rest.find("完成").or_else(|| rest.find("取得")).unwrap_or(rest.len());
            let date = &rest[..end];
            let bare = date.chars().all(|c| c.is_ascii_digit() || "年月日底末初上下半旬第一二三四季度".contains(c));
            (bare && (end < rest.len() || text.contains("时限") || text.contains("时间") || text.contains("期限")))
                .then(|| date.chars().count() - 1)
        };
        until.or_else(done).map(|until| chars[year..=year + until].iter().collect())
    })
}

/// The bodies that a stretch names, with their parts; names that the rules for running text do not know are added to the page.
pub fn parties(lexicon: &Lexicon, home: &Home, page: &mut Page, chars: &[char], (from, until): (usize, usize)) -> Vec<Party> {
    let mut found: Vec<Party> = Vec::new();
    // The part that a heading word gives to what follows, until another one.
    let mut headed: Option<(Part, String)> = None;
    let mut pending: Vec<usize> = Vec::new();
    let mut led = false;
    for (start, end) in segments(chars, from, until) {
        let text: String = chars[start..end].iter().collect();
        let part = PARTS
            .iter()
            .filter_map(|(word, part)| text.find(word).map(|at| (at, *word, *part)))
            .min_by_key(|(at, word, _)| (*at, std::cmp::Reverse(word.len())));
        let (mut low, mut high) = (start, end);
        let mut said = None;
        if let Some((at, word, part)) = part {
            let before = text[..at].chars().count();
            let after = start + before + word.chars().count();
            let is_head = before == 0 && chars.get(after).is_some_and(|c| matches!(c, '：' | ':'));
            if is_head {
                headed = Some((part, word.to_owned()));
                low = after + 1;
            } else if part == Part::With {
                // A会同B牵头: the first leads.
                let first = bodies(lexicon, home, page, chars, (start, start + before));
                push(&mut found, first, true, "会同", false);
                led = true;
                low = after;
                said = Some((Part::Support, word.to_owned()));
            } else {
                said = Some((part, word.to_owned()));
                high = start + before;
            }
        }
        let names = bodies(lexicon, home, page, chars, (low, high));
        let others = chars[low.min(high)..high].contains(&'等');
        match said.or_else(|| headed.clone()) {
            Some((part, word)) => {
                let lead = match part {
                    Part::Lead => true,
                    Part::Answer => !led,
                    Part::Support | Part::With => false,
                };
                led |= part == Part::Lead && !names.is_empty();
                // A、B；C配合: whom no part is said of leads, where only the others are said to support.
                let apart = matches!(part, Part::Support | Part::With) && !led;
                for at in pending.drain(..) {
                    if let Some(party) = found.get_mut(at).filter(|_| !apart) {
                        party.lead = lead;
                        party.trigger.clone_from(&word);
                    }
                }
                push(&mut found, names, lead, &word, headed.is_some());
            }
            None => {
                let first = found.len();
                push(&mut found, names, true, "", false);
                pending.extend(first..found.len());
            }
        }
        if others && let Some(last) = found.last_mut() {
            last.others = true;
        }
    }
    found
}

fn push(found: &mut Vec<Party>, names: Vec<String>, lead: bool, trigger: &str, headed: bool) {
    for name in names {
        if !found.iter().any(|party| party.name == name) {
            found.push(Party { name, lead, others: false, trigger: trigger.to_owned(), headed });
        }
    }
}

/// The clauses of a stretch; marks inside brackets do not count.
fn segments(chars: &[char], from: usize, until: usize) -> Vec<(usize, usize)> {
    let mut segments = Vec::new();
    let (mut start, mut depth) = (from, 0_i32);
    for (at, c) in chars.iter().enumerate().take(until).skip(from) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            '，' | '；' | '。' | ',' | ';' if depth <= 0 => {
                segments.push((start, at));
                start = at + 1;
            }
            _ => {}
        }
    }
    segments.push((start, until.min(chars.len())));
    segments.retain(|(start, end)| start < end);
    segments
}

/// Endings of bodies that are told only by standing in a list of responsible ones.
const ENDINGS: [&str; 33] = [
    "局",
    "委",
    "办",
    "厅",
    "部",
    "署",
    "院",
    "会",
    "行",
    "司",
    "处",
    "中心",
    "公司",
    "集团",
    "政府",
    "银行",
    "中支",
    "支队",
    "总队",
    "大学",
    "学院",
    "办公室",
    "社",
    "组",
    "联",
    "台",
    "海关",
    "党校",
    "管委",
    "专班",
    "联盟",
    "研究所",
    "工作站",
];

/// Items that name nobody in particular.
const NOBODY: [&str; 14] =
    ["各", "相关", "有关", "国务院相关", "国务院有关", "其他", "试点", "本", "所有", "全市", "全省", "市直", "省直", "中央有关"];

/// Whether a stretch is a list of bodies and of nothing else, one of them a department of a place: 省财政厅、省民政厅，各市人民政府.
pub fn are_bodies(lexicon: &Lexicon, home: &Home, page: &Page, chars: &[char], (from, until): (usize, usize)) -> bool {
    let department = |name: &str| {
        let bare = name.trim_start_matches(['省', '市', '区', '县', '州', '旗']);
        lexicon.roles(name) & role::DEPARTMENT != 0 || bare.len() < name.len() && lexicon.roles(bare) & role::DEPARTMENT != 0
    };
    let mut departments = 0;
    let mut depth = 0_usize;
    let mut start = from;
    for at in from..=until {
        match chars.get(at).filter(|_| at < until) {
            Some('（' | '(') => depth += 1,
            Some('）' | ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        let ends =
            at == until || depth == 0 && matches!(chars[at], '、' | '，' | '；' | ',' | ';' | ' ') || joins(lexicon, chars, at, start);
        if !ends {
            continue;
        }
        let text: String = chars[start..at].iter().collect();
        let name = clean_name(text.trim().trim_end_matches('等'));
        let named = |mention: &Mention| mention.kind == Kind::Institution && mention.start <= start + 1 && mention.end == at;
        let relative = name.starts_with(['省', '市', '区', '县', '州', '旗']) && home.is_known();
        let ending = ENDINGS.iter().any(|ending| name.ends_with(ending)) && name.chars().count() >= 3;
        let body = department(&name)
            || lexicon.roles(&name) & role::BODY != 0
            || page.named.mentions.iter().any(named)
            || every_government(&name).is_some()
            || relative && ending;
        if !body && !NOBODY.iter().any(|word| name.starts_with(word)) {
            return false;
        }
        departments += usize::from(
            department(&name) || page.named.mentions.iter().any(|mention| named(mention) && mention.rule.starts_with("department")),
        );
        start = at + 1;
    }
    departments > 0
}

/// The names of a stretch: bodies that the rules know, and items of the list that end like a body.
fn bodies(lexicon: &Lexicon, home: &Home, page: &mut Page, chars: &[char], (from, until): (usize, usize)) -> Vec<String> {
    let mut names = Vec::new();
    let mut start = from;
    let mut level: Option<char> = None;
    let mut depth = 0_usize;
    for at in from..=until.min(chars.len()) {
        match chars.get(at).filter(|_| at < until) {
            Some('（' | '(') => depth += 1,
            Some('）' | ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        // 各县（市、区）人民政府 is one item.
        if depth > 0 {
            continue;
        }
        let ends = at >= until.min(chars.len())
            || matches!(chars[at], '、' | '，' | '；' | '。' | '等' | '：' | '\n')
            || chars[at].is_whitespace()
            || joins(lexicon, chars, at, start);
        if !ends {
            continue;
        }
        if let Some(name) = body(lexicon, home, page, chars, (start, at), &mut level) {
            names.push(name);
        }
        // After 等 only a noun for the whole list follows.
        if chars.get(at) == Some(&'等') {
            start = (at..until.min(chars.len())).find(|&at| matches!(chars[at], '、' | '，' | '；' | '。')).map_or(until, |at| at + 1);
            if start >= until {
                break;
            }
            continue;
        }
        start = start.max(at + 1);
    }
    names
}

/// 和, 及, 与 between two bodies, not inside one (工业和信息化部).
fn joins(lexicon: &Lexicon, chars: &[char], at: usize, start: usize) -> bool {
    if !matches!(chars[at], '和' | '及' | '与') || at <= start + 1 {
        return false;
    }
    let before: String = chars[start..at].iter().collect();
    let bare = before.trim_start_matches(['省', '市', '区', '县']);
    lexicon.roles(&before) & (role::BODY | role::DEPARTMENT) != 0
        || lexicon.roles(bare) & role::DEPARTMENT != 0
        || ENDINGS.iter().any(|ending| before.ends_with(ending)) && before.chars().count() >= 4
}

fn body(
    lexicon: &Lexicon,
    home: &Home,
    page: &mut Page,
    chars: &[char],
    (mut start, mut end): (usize, usize),
    level: &mut Option<char>,
) -> Option<String> {
    while start < end && !is_name_char(chars[start]) {
        start += 1;
    }
    while end > start && (chars[end - 1].is_whitespace() || matches!(chars[end - 1], '）' | ')')) && !chars[start..end].contains(&'（') {
        end -= 1;
    }
    let text: String = chars.get(start..end)?.iter().collect();
    let text = text.trim_start_matches('由').to_owned();
    start = end - text.chars().count();
    let name = clean_name(&text);
    let length = name.chars().count();
    if let Some(all) = every_government(&name) {
        return Some(all_of(lexicon, home, page, (start, end), all));
    }
    if !(2..=24).contains(&length) || NOBODY.iter().any(|word| name.starts_with(word)) {
        return None;
    }
    if let Some(first) = name.chars().next().filter(|c| matches!(c, '省' | '市' | '县' | '区' | '州' | '旗')) {
        *level = Some(first);
    }
    // What the rules for running text found here stands.
    if let Some(known) = page
        .named
        .mentions
        .iter()
        .find(|mention| mention.kind == Kind::Institution && mention.start <= start + 1 && mention.end >= end && mention.end <= end + 1)
    {
        return Some(known.name.clone());
    }
    let roles = lexicon.roles(&name);
    let bare = roles & role::DEPARTMENT != 0 && (roles & role::BODY == 0 || home.is_known());
    if !(bare || roles & role::BODY != 0 || ENDINGS.iter().any(|ending| name.ends_with(ending))) || name.ends_with("等部") {
        return None;
    }
    let mut mention = Mention::new(Kind::Institution, (start, end), name.clone(), "responsible body", 0.85);
    mention.category = Some(category(&name));
    // 教育局 in a plan of a city is the city's.
    if bare
        && let Some(level) =
            level.or_else(|| home.name(lexicon).chars().last()).filter(|&level| home.prefix(&lexicon.gazetteer, level).is_some())
    {
        mention.name = format!("{level}{name}");
        mention.relative = true;
    } else if name.starts_with(['市', '省', '县', '区', '州', '旗'])
        && home.prefix(&lexicon.gazetteer, name.chars().next().unwrap_or(' ')).is_some()
        && !["市场", "区域", "州级", "县级", "区级", "市级", "省级"].iter().any(|word| name.starts_with(word))
    {
        mention.relative = true;
    }
    page.named.mentions.retain(|other| !other.overlaps(&mention) || other.kind == Kind::Document);
    let name = mention.name.clone();
    page.named.mentions.push(mention);
    page.named.mentions.sort_by_key(|mention| mention.start);
    Some(name)
}

/// 各县（市、区）人民政府: the governments of a level, whom the list names as a whole; 各有关部门 names nobody.
fn every_government(name: &str) -> Option<&str> {
    let rest = name.strip_prefix('各')?;
    let place = ["省", "市", "县", "区", "州", "盟", "地级", "设区", "乡", "镇", "街道"].iter().any(|word| rest.starts_with(word));
    let body = ["政府", "管委会", "党委", "办事处", "（管委会）", "（党工委、管委会）"].iter().any(|word| name.ends_with(word));
    (place && body && name.chars().count() <= 24).then_some(name)
}

/// The node for all governments of a level is that of the plan's own place.
fn all_of(lexicon: &Lexicon, home: &Home, page: &mut Page, span: (usize, usize), name: &str) -> String {
    let mut mention = Mention::new(Kind::Institution, span, name.to_owned(), "governments of a level", 0.85);
    mention.category = Some(Category::Government);
    if home.is_known() {
        name.clone_into(&mut mention.trigger);
        mention.name = format!("{}{name}", home.name(lexicon));
    }
    page.named.mentions.retain(|other| !other.overlaps(&mention) || other.kind == Kind::Document);
    let name = mention.name.clone();
    page.named.mentions.push(mention);
    page.named.mentions.sort_by_key(|mention| mention.start);
    name
}

fn category(name: &str) -> Category {
    match name {
        _ if name.ends_with("公司") || name.ends_with("集团") => Category::Company,
        _ if name.ends_with("大学") || name.ends_with("学院") => Category::University,
        _ if name.ends_with('行') || name.ends_with("中支") => Category::Finance,
        _ if name.ends_with("中心") => Category::Service,
        _ if name.ends_with('院') && !name.ends_with("法院") && !name.ends_with("检察院") && !name.ends_with("国务院") => {
            Category::Research
        }
        _ => Category::Government,
    }
}

#[cfg(test)]
mod tests {
    use super::{deadline, is_duty};

    #[test]
    fn brackets_that_name_who_answers_are_told_from_others() {
        assert!(is_duty("责任单位：市教育局、市财政局"));
        assert!(is_duty("科技部牵头，国务院相关部门及各地区按职责分工负责"));
        assert!(is_duty("生态环境部指导"));
        assert!(!is_duty("知识产权机构、上市辅导机构等"));
        assert!(!is_duty("创业创新"));
    }

    #[test]
    fn deadlines_are_kept_as_said() {
        assert_eq!(deadline("市财政局负责，2020年底前完成").as_deref(), Some("2020年底前"));
        assert_eq!(deadline("市财政局负责"), None);
        assert_eq!(deadline("完成时限：2026年6月").as_deref(), Some("2026年6月"));
        assert_eq!(deadline("市科技局负责，持续推进").as_deref(), Some("持续推进"));
        assert_eq!(deadline("市科技局负责，2025年6月完成").as_deref(), Some("2025年6月"));
        assert_eq!(deadline("按照2025年工作要点，市科技局负责"), None);
    }
}
