//! Names that end with a word for what they are: 江门技术交易中心, 鹤山工业城, 科技成果转化与育成工程.

use super::boundary::{conjunction_before, is_proper, is_slogan, strip_opening, uncovered, walk_left};
use super::home::place_at;
use super::kind::Kind;
use super::lexicon::{Group, role};
use super::lists::{placed, skip_place};
use super::mention::{Mention, clean_name};
use super::view::{Hit, View, is_name_char};

/// The candidates of a sentence; overlaps are settled later.
pub fn names(view: &View<'_>, regions: &[Mention]) -> Vec<Mention> {
    let mut found = Vec::new();
    for hit in view.hits.iter().filter(|hit| view.word(hit).roles & role::SUFFIX != 0) {
        let (start, end) = (hit.start as usize, hit.end as usize);
        // Of suffixes with one end the longest: 高新技术产业开发区, not 开发区.
        let mut shorter = view.ending(end).filter(|other| view.word(other).roles & role::SUFFIX != 0);
        if shorter.any(|other| other.start < hit.start)
            || goes_on(view, start, end)
            || is_title(view, end)
            || view.crosses_start(start, end, role::VOCABULARY) && view.crosses_end(start, end, role::VOCABULARY)
        {
            continue;
        }
        for &list in &view.word(hit).suffix {
            if let Some(group) = view.lexicon().suffixes.get(list as usize)
                && (!group.quoted_only || after_mark(view, start, end))
                && let Some(mention) = name(view, regions, start, end, group)
            {
                found.push(mention);
            }
        }
    }
    found
}

/// 工程 of 工程技术, 战略 of 战略性: the suffix, or a shorter one inside it with the same end, begins a longer word.
pub fn goes_on(view: &View<'_>, start: usize, end: usize) -> bool {
    view.ending(end).filter(|hit| hit.start as usize >= start && view.word(hit).roles & role::SUFFIX != 0).any(|hit| {
        view.starting(hit.start as usize)
            .any(|longer| longer.end as usize > end && view.word(longer).roles & (role::VOCABULARY | role::SUFFIX) != 0)
    })
}

/// “双创”园, “双创”（创业创新）园: after a quotation or bracket one character will do.
fn after_mark(view: &View<'_>, start: usize, end: usize) -> bool {
    view.char(start.wrapping_sub(1)).is_some_and(|c| matches!(c, '”' | '）')) && matches!(view.slice(start, end), "园" | "谷")
}

/// 创业创新基地|示范城市: a status that a place has or seeks, no thing.
fn is_title(view: &View<'_>, end: usize) -> bool {
    const TITLES: [&str; 8] = ["示范城市", "城市示范", "试点城市", "示范市", "试点市", "示范县", "试点县", "示范点"];
    TITLES.iter().any(|title| view.slice(end, end + title.chars().count()) == *title)
}

/// Where a name begins behind an institution or park and the verb of what it does: 南方学院建设|专利服务基地.
fn after_doer(view: &View<'_>, begin: usize, start: usize) -> Option<usize> {
    let doer = |verb: &Hit| {
        let doing = |list: &u16| {
            view.lexicon().suffixes.get(*list as usize).is_some_and(|group| matches!(group.kind, Kind::Institution | Kind::Park))
        };
        view.ending(verb.start as usize).any(|hit| hit.start as usize > begin && view.word(hit).suffix.iter().any(doing))
    };
    let verbs = view.within(begin, start).filter(|hit| hit.end - hit.start >= 2 && view.word(hit).roles & role::OPENING != 0);
    verbs.filter(|verb| doer(verb)).map(|verb| verb.end as usize).max()
}

/// Where a park or platform begins that somebody is helped to build: 支持云帆渔业建设|远洋渔业基地.
fn after_helped(view: &View<'_>, begin: usize, start: usize) -> Option<usize> {
    const HELPS: [&str; 6] = ["支持", "鼓励", "推动", "引导", "指导", "帮助"];
    const BUILDS: [&str; 6] = ["建设", "组建", "创建", "新建", "共建", "打造"];
    let helped = HELPS.contains(&view.slice(begin.saturating_sub(2), begin));
    let builds = |at: &usize| BUILDS.contains(&view.slice(*at, at + 2));
    helped.then(|| (begin + 2..start.saturating_sub(3)).rev().find(builds).map(|at| at + 2)).flatten()
}

fn name(view: &View<'_>, regions: &[Mention], start: usize, end: usize, group: &Group) -> Option<Mention> {
    let front = walk_left(view, start, |conjunction, after| joins(view, regions, conjunction, after, (start, end), group));
    let begin = match group.kind {
        Kind::Programme => {
            paired(view, front.start).or_else(|| carried_out(view, front.start)).unwrap_or_else(|| strip_opening(view, front.start, start))
        }
        Kind::Institution if view.slice(start, end).ends_with("小组") || view.slice(start, end).ends_with("指挥部") => {
            titled(view, front.start)
                .or_else(|| task_force(view, regions, front.start))
                .unwrap_or_else(|| strip_opening(view, front.start, start))
        }
        _ => strip_opening(view, front.start, start),
    };
    // 某学院建设专利服务基地: who builds it is no part of its name.
    let begin = match group.kind {
        Kind::Programme => begin,
        Kind::Park | Kind::Platform => after_doer(view, begin, start).or_else(|| after_helped(view, begin, start)).unwrap_or(begin),
        _ => after_doer(view, begin, start).unwrap_or(begin),
    };
    let (end, tail) = if group.kind == Kind::Institution { trailing_place(view, regions, end) } else { (end, false) };
    let name = clean_name(view.slice(begin, end));
    let suffix = view.slice(start, end);
    let modifier = (begin, start);
    if modifier.0 >= modifier.1 {
        return None;
    }
    // 江门五大产业集群, “1+6+N”园区: what is counted is no name.
    let counted = begin_of_count(view, regions, begin, start);
    let proper = is_proper(view, begin, start, regions) || tail || view.char(begin) == Some('《');
    if counted {
        return None;
    }
    let named = |sure: f64, rule: &'static str| {
        let mut mention = Mention::new(group.kind, (begin, end), name.clone(), rule, sure);
        mention.category = group.category;
        mention.trigger = suffix.to_owned();
        mention.place = regions.iter().find(|region| region.start == begin).and_then(|region| region.place);
        mention
    };
    if view.lexicon().roles(&name) & role::GENERIC_NAME != 0 {
        return None;
    }
    // 推动…成为国际平台: what something is to become is a description.
    let aim = matches!(group.kind, Kind::Platform | Kind::Park)
        && view.char(begin) != Some('“')
        && ["成为", "打造成", "发展成", "指", "是指", "即"]
            .iter()
            .any(|verb| view.slice(begin.saturating_sub(verb.chars().count()), begin) == *verb);
    let class = matches!(group.kind, Kind::Institution | Kind::Park | Kind::Platform) && is_class(view, begin, end);
    match group.kind {
        _ if aim || class => Some(named(0.3, if aim { "aim" } else { "class" })),
        Kind::Programme if is_heading(view, begin, end) && start - begin >= 4 => Some(named(0.7, "heading")),
        Kind::Programme => programme(view, begin, start, proper, end - begin >= 6).map(|sure| named(sure, "suffix")),
        Kind::Cluster => {
            // 大健康 is a field although 大 says nothing.
            let generic = |hit: &Hit| {
                view.word(hit).roles & role::INDUSTRY_GENERIC != 0
                    && !view.covered(hit.start as usize, hit.end as usize, role::INDUSTRY | role::WEAK_INDUSTRY)
            };
            let industry = view.within(begin, start).any(|hit| view.word(hit).roles & (role::INDUSTRY | role::WEAK_INDUSTRY) != 0)
                && !view.within(begin, start).any(generic);
            (proper || industry).then(|| named(if proper { 0.85 } else { 0.8 }, "suffix"))
        }
        Kind::Institution => {
            let relative = relative(view, begin);
            if relative && (begin + 1 < start || end - start >= 3) {
                let mut mention = named(0.8, "relative");
                mention.relative = true;
                return Some(mention);
            }
            // 水位监测站 is a kind of thing: a station is known by its place.
            let placed_only = suffix.ends_with('站') && !placed(view, regions, (begin, start)) && !unlisted(view, begin, start);
            if placed_only && !tail {
                return Some(named(0.3, "description"));
            }
            // 呼叫中心: two characters before 中心 are too few to tell a name.
            let short = suffix == "中心" && start - begin < 4 && !regions.iter().any(|region| region.start >= begin && region.end <= start);
            if proper && !short { Some(named(0.85, "suffix")) } else { Some(named(0.3, "description")) }
        }
        // 绿色光源产业基地 among what a place builds is named by its field.
        Kind::Park if suffix == "产业基地" && field_base(view, begin, start) => Some(named(0.65, "suffix")),
        // Any other 产业基地 is named by its place or in quotation marks; 国际合作区主基地 is part of the 合作区.
        Kind::Park | Kind::Platform
            if suffix.ends_with("基地")
                && (view.char(start.saturating_sub(1)) == Some('主')
                    || !placed(view, regions, (begin, start)) && suffix.starts_with(['产', '制', '生'])) =>
        {
            Some(named(0.3, "description"))
        }
        // 广佛肇经济圈 is a region.
        Kind::Park if suffix.ends_with('圈') && regions.iter().any(|region| region.start == begin && region.end == start) => None,
        _ if proper => Some(named(0.85, "suffix")),
        _ => Some(named(0.3, "description")),
    }
}

/// （一）防汛能力提升工程。: a heading with its number and nothing but the name.
fn is_heading(view: &View<'_>, begin: usize, end: usize) -> bool {
    let mark = view.chars[..begin].iter().all(|c| "（）()一二三四五六七八九十0123456789.．、 \u{3000}第章节条".contains(*c));
    mark && begin > 0 && view.chars[end..].iter().all(|c| matches!(c, '。' | ' ' | '\n'))
}

/// Whether a name begins with a place that is in no gazetteer: 石桥镇农技站.
fn unlisted(view: &View<'_>, begin: usize, start: usize) -> bool {
    place_at(view.lexicon(), view.slice(begin, start)).is_some()
}

/// 市, 省 and 县 as the level of the body that a name means; not in 市级, 市场, 县域.
fn relative(view: &View<'_>, begin: usize) -> bool {
    let word = role::VOCABULARY | role::PLACE | role::COMMON_AREA;
    // 县|城市建设投资集团: a word that a later one cuts is none.
    let cut = |hit: &Hit| view.starting(begin + 1).any(|next| next.end > hit.end && view.word(next).roles & role::VOCABULARY != 0);
    let longer = |hit: &Hit| hit.end as usize > begin + 1 && view.word(hit).roles & word != 0 && !cut(hit);
    view.char(begin).is_some_and(|c| matches!(c, '市' | '省' | '县'))
        && !view.char(begin + 1).is_some_and(|c| matches!(c, '级' | '办' | '属' | '直' | '内' | '外' | '域' | '管'))
        && !view.starting(begin).any(|hit| longer(hit) && view.word(hit).roles & role::AMBIGUOUS == 0)
        && !view.crosses_start(begin, begin + 1, word)
}

/// 省级医院, 二级以上医院, 各市中医院, 监测站28个, 5个研究中心: a class of things, whose number or rank is given.
fn is_class(view: &View<'_>, begin: usize, end: usize) -> bool {
    let ranks = ["省级", "市级", "县级", "区级", "乡级", "村级", "镇级", "国家级", "各级"];
    let ranked = ranks.iter().any(|rank| view.slice(begin, begin + rank.chars().count()) == *rank)
        || view.char(begin) == Some('级')
        || view.slice(begin, end).contains("以上");
    let counter = |c: char| "个家所座处项支间名".contains(c);
    let digit = |at: usize| view.char(at).is_some_and(|c| c.is_ascii_digit());
    let counted_after = digit(end) && {
        let unit = (end..view.len()).find(|&at| !digit(at) && !matches!(view.char(at), Some('-' | '—' | '～' | '余' | '多')));
        // 示范区47项经验: what is counted is another thing.
        unit.is_some_and(|at| view.char(at).is_some_and(counter) && !view.char(at + 1).is_some_and(is_name_char))
    };
    let counted_before =
        begin >= 2 && view.char(begin - 1).is_some_and(counter) && (digit(begin - 2) || view.char(begin - 2) == Some('余'));
    let every = begin >= 1 && matches!(view.char(begin - 1), Some('各' | '每'));
    view.char(begin) != Some('“') && (ranked || counted_after || counted_before || every)
}

/// Whether exactly one listed field stands before 产业基地, right after what builds it.
fn field_base(view: &View<'_>, begin: usize, start: usize) -> bool {
    let field =
        view.starting(begin).any(|hit| hit.end as usize == start && view.word(hit).roles & (role::INDUSTRY | role::WEAK_INDUSTRY) != 0);
    let joined = conjunction_before(view, begin).is_some_and(|at| view.ending(at).any(|hit| view.word(hit).roles & role::SUFFIX != 0));
    field && joined
}

/// What stands between 实施 and the suffix is the name, verbs included: 实施柔性引进高层次人才计划.
fn carried_out(view: &View<'_>, from: usize) -> Option<usize> {
    let floor = from.saturating_sub(16);
    for at in (floor..=from).rev() {
        if at >= 2 && view.slice(at - 2, at) == "实施" {
            return (at < from)
                .then_some(at)
                .filter(|&at| !view.chars[at..from].iter().any(|c| matches!(c, '的' | '了' | '、' | '和' | '及' | '与')));
        }
        if !view.char(at.wrapping_sub(1)).is_some_and(is_name_char) {
            return None;
        }
    }
    None
}

/// A task force bears its task in its name, verbs included: 某市实施创新驱动发展战略领导小组 begins at its place.
fn task_force(view: &View<'_>, regions: &[Mention], from: usize) -> Option<usize> {
    let place = regions.iter().rfind(|region| region.end <= from && from - region.end <= 16)?;
    let inside = view.chars.get(place.end..from)?;
    let unbroken = inside.iter().all(|&c| is_name_char(c) && !matches!(c, '的' | '了' | '、' | '和' | '及' | '与'));
    (unbroken && from > place.end && view.stop_before(place.start)).then_some(place.start)
}

/// 一镇一业、一村一品行动: the halves of a saying that a programme is called by.
fn paired(view: &View<'_>, from: usize) -> Option<usize> {
    let mark = from.checked_sub(1).filter(|&at| view.char(at) == Some('、') && view.char(from) == Some('一'))?;
    let first = (mark.saturating_sub(8)..mark)
        .rev()
        .find(|&at| view.stop_before(at) || !view.char(at.wrapping_sub(1)).is_some_and(is_name_char))?;
    (view.char(first) == Some('一') && mark - first >= 4).then_some(first)
}

/// 《某规划》督促考核领导小组: the title that a task force serves begins its name.
fn titled(view: &View<'_>, from: usize) -> Option<usize> {
    let close = from.checked_sub(1).filter(|&at| view.char(at) == Some('》'))?;
    view.partner(close)
}

fn begin_of_count(view: &View<'_>, regions: &[Mention], begin: usize, start: usize) -> bool {
    let at = skip_place(regions, begin, start);
    let number = |at: usize| view.char(at).is_some_and(|c| "一二三四五六七八九十两".contains(c));
    let counted = number(at) && view.char(at + 1).is_some_and(|c| matches!(c, '大' | '个' | '类' | '项'));
    let slogan = view.char(at) == Some('“') && view.partner(at).is_some_and(|close| is_slogan(view, at) && start <= close + 4);
    counted || slogan && !view.slice(at, start).contains('、') && !view.slice(start, start + 2).starts_with(['战', '计', '行'])
}

/// Whether a conjunction belongs to the name: what follows it makes no name of its own (支撑与培育计划, 信息汇交发布与服务网络平台), and what
/// stands before it is no name that is complete.
fn joins(view: &View<'_>, regions: &[Mention], conjunction: usize, after: usize, (start, end): (usize, usize), group: &Group) -> bool {
    let place = regions.iter().any(|region| region.start >= after && region.end <= start);
    // 某医院康复科和县妇幼保健院: a name that begins with its level is another.
    let another = group.kind == Kind::Institution && relative(view, after);
    if place || another || group.kind != Kind::Programme && is_proper(view, after, start, regions) {
        return false;
    }
    let complete = view
        .ending(conjunction)
        .any(|hit| view.word(hit).roles & (role::SUFFIX | role::BODY | role::DEPARTMENT | role::PLACE) != 0 && hit.end - hit.start >= 2);
    if complete {
        return false;
    }
    match group.kind {
        // 两院院士和千人计划: only plain words go on a name.
        Kind::Programme => start - after.min(start) <= 4 && uncovered(view, after, start) == 0,
        // What stands before must carry the name.
        Kind::Platform | Kind::Institution | Kind::Park => {
            let before = walk_left(view, conjunction, |_, _| false).start;
            let before = strip_opening(view, before, conjunction);
            before < conjunction
                && end - before <= 28
                && (is_proper(view, before, conjunction, regions) || view.chars[before..after].contains(&'“'))
                && start - after.min(start) <= 6
        }
        _ => false,
    }
}

/// 国家摩托车及配件质量监督检验中心（广东）: a place in brackets that ends a name.
fn trailing_place(view: &View<'_>, regions: &[Mention], end: usize) -> (usize, bool) {
    if let (Some('（' | '('), Some(close)) = (view.char(end), view.partner(end))
        && regions.iter().any(|region| region.start == end + 1 && region.end == close)
    {
        return (close + 1, true);
    }
    (end, false)
}

/// How sure it is that these are the words of a programme: what is done to it (实施…), a proper name, and enough words to tell it from others.
fn programme(view: &View<'_>, begin: usize, start: usize, proper: bool, long: bool) -> Option<f64> {
    let own = view.chars[begin..start].iter().filter(|c| is_name_char(**c)).count();
    if own < 2 {
        return None;
    }
    let quoted = view.chars[begin..start].contains(&'”');
    if quoted {
        return Some(0.9);
    }
    let verb = done_before(view, begin);
    // 专项查处行动: a manner of doing, no name.
    if ["专项", "集中", "联合", "统一", "定期", "各类", "有关"].iter().any(|word| view.slice(begin, begin + 2) == *word) {
        return Some(0.4);
    }
    match (verb, proper) {
        (true, _) if own >= 3 => Some(0.85),
        (true, _) if start - begin >= 2 && long => Some(0.7),
        (false, true) if own >= 4 && uncovered(view, begin, start) < 8 => Some(0.65),
        (true, _) => Some(0.5),
        _ if own >= 4 => Some(0.4),
        _ => None,
    }
}

/// Whether a verb that one does to programmes (实施, 开展, 启动) stands before, perhaps with other items of its list between.
fn done_before(view: &View<'_>, begin: usize) -> bool {
    let mut at = begin;
    let from = begin.saturating_sub(60);
    while at > from {
        let verb = |at: usize| {
            [4, 3, 2].into_iter().filter(|&length| at >= length).any(|length| {
                view.starting(at - length).any(|hit| hit.end as usize == at && view.word(hit).roles & role::PROGRAMME_VERB != 0)
            })
        };
        if verb(at) {
            return true;
        }
        match view.char(at - 1) {
            Some('、' | '”' | '“') => at -= 1,
            Some(c) if is_name_char(c) => {
                if view.stop_before(at) && at < begin {
                    return false;
                }
                at -= 1;
                // Only a list may stand between the verb and the name.
                if !view.chars[at..begin].contains(&'、') && conjunction_before(view, begin).is_none() && begin - at > 4 {
                    return false;
                }
            }
            _ => return false,
        }
    }
    false
}
