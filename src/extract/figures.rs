//! Quantities in a clause: what is counted, how much, in what unit, and how the value binds.

pub use super::amounts::{Amount, Bound, amounts};
pub use super::figure_words::FigureWords;
use super::years;

/// How a clause states a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// X达到N
    Reach,
    /// XN, nothing between: 研发人员数量55人年
    Bare,
    /// N家X
    Counted,
    /// N%以上的X
    Share,
    /// X增长N%
    Change,
}

/// A quantity as a clause states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Empty, or only its last part (占比), where the clause leaves to an earlier one what is meant; see [`Figure::lacks_subject`].
    pub subject: String,
    pub amount: Amount,
    pub shape: Shape,
    /// The words between subject and value: 达到, 形成.
    pub trigger: String,
    /// A year named in the clause itself.
    pub year: Option<i64>,
    /// What the value was before, with its year: 由2010年的52%提高到72%.
    pub from: Option<(i64, Amount)>,
}

impl Figure {
    /// Whether the clause does not say itself what the value is of: 力争达到260亿元, 占地区生产总值比重达到8%.
    pub fn lacks_subject(&self) -> bool {
        self.subject.is_empty() || self.subject.starts_with('占') || ["比重", "比例", "总量", "规模"].contains(&self.subject.as_str())
    }
}

/// The quantities of a clause. `loose` admits the shapes without a verb of reaching, which are trusted only where goals stand.
pub fn read(clause: &str, words: &FigureWords, loose: bool) -> Vec<Figure> {
    if !clause.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        return Vec::new();
    }
    if words.is_grant(clause) {
        return Vec::new();
    }
    let amounts = amounts(clause, words);
    let named = years::all(clause);
    let year = named.iter().find(|found| !found.base).map(|found| found.year);
    let mut figures: Vec<Figure> = Vec::new();
    // Values that a row of names has taken: 甲、乙产量分别达到3万吨、5万吨.
    let mut taken = 0;
    for (nth, amount) in amounts.iter().enumerate() {
        if nth < taken {
            continue;
        }
        let before = clause.get(..amount.start).unwrap_or_default();
        let after = clause.get(amount.end..).unwrap_or_default();
        let stop = amounts.get(nth + 1).map_or(clause.len(), |next| next.start);
        // 产值超过5亿元的企业: the quantity picks out which ones are meant.
        let picks = after.trim_start_matches(['（', '含', '）']).starts_with('的');
        let part_of_name = |other: &Amount| {
            let read = figures.iter().any(|figure| figure.amount.start == other.start);
            // 将70%的降雨就地消纳: what is done to a share is no name.
            let done_to = clause.get(..other.start).is_some_and(|lead| lead.ends_with(['将', '把', '使']));
            !read && !done_to && names_on(clause.get(other.end..).unwrap_or_default(), other, words)
        };
        let last_end = amounts[..nth].iter().rev().find(|other| !part_of_name(other)).map_or(0, |last| last.end);
        let found = if picks {
            share(clause, before, after, amount, words).filter(|_| loose)
        } else {
            let earlier: Vec<Amount> = amounts[..nth].iter().filter(|other| !part_of_name(other)).cloned().collect();
            let reached = reach(before, after, amount, words, &earlier, clause);
            if let Some(row) = reached.as_ref().and_then(|figure| row(clause, before, figure, &amounts[nth..], words)) {
                taken = nth + row.len();
                figures.extend(row.into_iter().map(|figure| Figure { year, ..figure }));
                continue;
            }
            reached.or_else(|| change(before, last_end, amount, words)).or_else(|| {
                if loose {
                    counted(clause, before, amount, stop, words).or_else(|| bare(before, last_end, after, amount, words))
                } else {
                    None
                }
            })
        };
        if let Some(mut figure) = found {
            figure.year = year;
            if !figures.iter().any(|known| known.amount.start == figure.amount.start) {
                figures.push(figure);
            }
        }
    }
    figures
}

/// X达到N.
fn reach(before: &str, after: &str, amount: &Amount, words: &FigureWords, earlier: &[Amount], clause: &str) -> Option<Figure> {
    let mut head = before.trim_end().trim_end_matches(['约', '近']).trim_end();
    // 达到3家企业, 超过3名学生的班级: what is counted stands behind, or the number only picks out who is meant.
    if words.is_counter(&amount.unit) && after.trim_start().starts_with(is_name_start) {
        return None;
    }
    // 控制到适龄残疾学生总数的10%: what the share is taken of stands between verb and value.
    let verb = words.reach.iter().find(|word| head.ends_with(word.as_str())).map(|word| (head.len() - word.len(), word)).or_else(|| {
        let of = head.strip_suffix('的')?;
        let (at, word) = words
            .reach
            .iter()
            .filter(|word| word.chars().count() > 2 || *word == "达到")
            .filter_map(|word| Some((of.rfind(word.as_str())?, word)))
            .max_by_key(|(at, _)| *at)?;
        (of.get(at + word.len()..)?.chars().count() <= 14).then_some((at, word))
    });
    let (at, verb) = verb?;
    head = head.get(..at)?;
    let (head, from) = base_value(head, earlier, clause);
    let start = earlier.iter().rev().find(|other| other.end <= head.len() && from.is_none()).map_or(0, |other| other.end);
    let head = head.get(start..)?;
    // In brackets stand conditions (管径＜600mm) unless a quantity is named.
    let in_brackets = before.rfind(['（', '(']).is_some_and(|open| !before[open..].contains(['）', ')']));
    let Some(subject) = subject(head, words) else {
        let strong =
            verb.chars().count() > 1 && !amount.unit.is_empty() && !in_brackets && bare_name(head, words).is_some_and(str::is_empty);
        let figure =
            Figure { subject: String::new(), amount: amount.clone(), shape: Shape::Reach, trigger: verb.clone(), year: None, from };
        return strong.then_some(figure);
    };
    if in_brackets && !words.is_quantity(&subject) {
        return None;
    }
    // 为, 是, 到 and a colon join anything to anything: the name must be one of a quantity.
    if matches!(verb.as_str(), "为" | "是" | "至" | "到" | "：" | "实现" | "达" | "超") && !words.is_quantity(&subject) && (verb != "达")
    {
        return None;
    }
    Some(Figure { subject, amount: amount.clone(), shape: Shape::Reach, trigger: verb.clone(), year: None, from })
}

/// Whether a name goes on behind an amount, so that the amount picks out what is counted: 收入20万元以上的村占比, 60周岁以上老年人口占比,
/// 公交站点500米覆盖率.
fn names_on(rest: &str, amount: &Amount, words: &FigureWords) -> bool {
    if rest.starts_with('的') {
        return true;
    }
    let measured = !words.is_counter(&amount.unit) && !amount.unit.is_empty() && !amount.unit.ends_with(['%', '％', '‰', '点']);
    let verb = |list: &[String]| list.iter().any(|word| rest.starts_with(word.as_str()));
    measured
        && rest.starts_with(is_name_start)
        && !verb(&words.have)
        && !verb(&words.change)
        && !verb(&words.reach)
        && !rest.starts_with('比')
}

/// A character with which the name of a thing can begin, and none that joins, bounds or closes.
fn is_name_start(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
        && !matches!(c, '和' | '与' | '及' | '左' | '以' | '的' | '内' | '上' | '或' | '并' | '时' | '次')
}

/// 甲、乙产量分别达到3万吨、5万吨: one figure for each name, where there are as many values as names.
fn row(clause: &str, before: &str, first: &Figure, amounts: &[Amount], words: &FigureWords) -> Option<Vec<Figure>> {
    let head = before.strip_suffix(first.trigger.as_str()).unwrap_or(before);
    if !head.ends_with("分别") {
        return None;
    }
    let names: Vec<&str> = first.subject.split(['、', '和', '与', '及']).filter(|name| !name.is_empty()).collect();
    let (last, earlier) = names.split_last().filter(|(_, earlier)| !earlier.is_empty())?;
    let values = amounts.get(..names.len())?;
    let close =
        |pair: &[Amount]| clause.get(pair[0].end..pair[1].start).is_some_and(|gap| ["、", "和", "与", "及", "，"].contains(&gap.trim()));
    if !values.windows(2).all(close) {
        return None;
    }
    let named = |name: &&str| -> String {
        if words.is_quantity(name) && name.chars().count() > 4 {
            return (*name).to_owned();
        }
        // What the names share stands behind the last: 生猪、家禽年出栏量.
        let length = name.chars().count();
        let shared: String = last.chars().skip(length).collect();
        let tail = if length <= 4 && shared.chars().count() >= 2 { shared.as_str() } else { words.quantity_of(last).unwrap_or_default() };
        format!("{name}{tail}")
    };
    let subjects = earlier.iter().map(named).chain(std::iter::once((*last).to_owned()));
    // 19万吨以上 binds all values of the row.
    let bound = values.last().map_or(Bound::Eq, |amount| amount.bound);
    let figure = |(subject, amount): (String, &Amount)| {
        let amount = Amount { bound: if amount.bound == Bound::Eq { bound } else { amount.bound }, ..amount.clone() };
        Figure { subject, amount, from: None, ..first.clone() }
    };
    Some(subjects.zip(values).map(figure).collect())
}

/// 由2010年的52%提高到72%: the head without the base value, and the base value.
fn base_value<'t>(head: &'t str, earlier: &[Amount], clause: &str) -> (&'t str, Option<(i64, Amount)>) {
    let Some(last) =
        earlier.last().filter(|last| last.end <= head.len() && head.get(last.end..).is_some_and(|rest| rest.trim().is_empty()))
    else {
        return (head, None);
    };
    let cut = head.get(..last.start).and_then(|lead| lead.rfind(['由', '从']));
    let Some(cut) = cut else { return (head, None) };
    let year = years::all(clause).into_iter().find(|found| found.start > cut && found.end <= last.start).map(|found| found.year);
    (&head[..cut], year.map(|year| (year, last.clone())))
}

/// X增长N%.
fn change(before: &str, from: usize, amount: &Amount, words: &FigureWords) -> Option<Figure> {
    let head = before.trim_end().trim_end_matches(['约', '近']).trim_end();
    let verb = words.change.iter().find(|word| head.ends_with(word.as_str()))?;
    let mut rest = head.get(from..head.len() - verb.len())?;
    // 比2010年下降: the year of comparison is no part of the name.
    if let Some(base) = years::all(rest).into_iter().rev().find(|found| found.base) {
        let lead = rest.get(..base.start)?;
        rest = lead.trim_end_matches(['比', '较']);
    }
    // 在2010年的基础上减少: the same said otherwise.
    if let Some(lead) = rest.strip_suffix("基础上").and_then(|lead| lead.rfind('在').and_then(|at| lead.get(..at))) {
        rest = lead;
    }
    let head = rest.trim_end_matches(['比', '较', '上', '年']);
    let subject = match subject(head, words) {
        Some(subject) => subject,
        // 年均增长8%, of what the clause before names.
        None if verb.chars().count() > 2 && bare_name(head, words).is_some_and(str::is_empty) => String::new(),
        None => return None,
    };
    Some(Figure {
        subject: if subject.is_empty() { subject } else { format!("{subject}{verb}") },
        amount: amount.clone(),
        shape: Shape::Change,
        trigger: verb.clone(),
        year: None,
        from: None,
    })
}

/// N家X.
fn counted(clause: &str, before: &str, amount: &Amount, stop: usize, words: &FigureWords) -> Option<Figure> {
    if !words.is_counter(&amount.unit) {
        return None;
    }
    let lead = before.trim_end().trim_end_matches(['约', '近']);
    // 每个村至少有1名信息员: so many for each, not in all.
    if ["每个", "每村", "每家", "每所", "每县", "每名", "每乡", "每镇"].iter().any(|word| lead.contains(word)) {
        return None;
    }
    let verb = words.have.iter().find(|word| lead.ends_with(word.as_str())).map(String::as_str);
    // Joined to another thing that is counted: 建成3个基地和5个中心.
    let joined = lead.is_empty() || lead.ends_with(['和', '、', '及', '与']) && words.have.iter().any(|word| lead.contains(word.as_str()));
    if verb.is_none() && !joined {
        return None;
    }
    let thing = clause.get(amount.end..stop)?.trim_end_matches(['和', '与', '、', '及', '。', ' ']);
    let thing = thing.trim_start_matches(['左', '右', '以', '上']);
    let head = thing.rsplit_once('的').map_or(thing, |(_, head)| head);
    let head =
        ["和一批", "及一批", "、一批", "和若干", "以及"].iter().filter_map(|joint| head.find(joint)).min().map_or(head, |at| &head[..at]);
    // 推动3个大模型在制造业应用: what they do is no part of the name.
    let head = head.split_once('在').map(|(thing, _)| thing).filter(|thing| thing.chars().count() >= 3).unwrap_or(head);
    let head = words.without_done(without_levels(head));
    let name = head.trim_matches(['“', '”', ' ']);
    let length = name.chars().count();
    let only_number = name.chars().all(|c| "一二三四五六七八九十百千万亿亩个".contains(c));
    if !(3..=25).contains(&length) || only_number || name.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let trigger = verb.unwrap_or(&amount.unit).to_owned();
    Some(Figure { subject: name.to_owned(), amount: amount.clone(), shape: Shape::Counted, trigger, year: None, from: None })
}

/// 国家、省、市级企业研发机构 → 企业研发机构: a row of levels before the thing is no part of its name.
fn without_levels(thing: &str) -> &str {
    let rest = thing.trim_start_matches(['国', '家', '省', '市', '县', '区', '、', '和', '及', '各']);
    match rest.strip_prefix('级') {
        Some(after) if thing.contains('、') => after.strip_prefix("以上").unwrap_or(after),
        _ => thing,
    }
}

/// XN at the end of a clause.
fn bare(before: &str, from: usize, after: &str, amount: &Amount, words: &FigureWords) -> Option<Figure> {
    let rest = after.trim_matches(['。', '；', '）', ')', ' ', '”']);
    let counter = words.is_counter(&amount.unit);
    // 建成平台1个、中心10个: one of a row of things counted.
    let listed = counter && ["、", "和", "以及", "及"].iter().any(|joint| rest.starts_with(joint));
    if !rest.is_empty() && !listed || amount.unit.is_empty() {
        return None;
    }
    let head = before.get(from..)?.trim_end().trim_end_matches(['约', '近']);
    let extent = ["亩", "公里", "平方米", "公顷", "千米"].iter().any(|unit| amount.unit.ends_with(unit));
    let joined = from > 0 && counter && head.starts_with(['、', '和', '及']);
    let subject = subject(head.trim_start_matches(['、', '和', '及']), words)?;
    let first = before.get(..from).filter(|_| joined).and_then(|lead| bare_name(lead, words));
    let verb_of = |text: &str| words.have.iter().find(|word| text.starts_with(word.as_str())).cloned();
    let (verb, thing) = match (verb_of(&subject), first.and_then(verb_of)) {
        (Some(verb), _) => (Some(verb.clone()), subject.get(verb.len()..)),
        (None, Some(verb)) => (Some(verb), Some(subject.as_str())),
        (None, None) => (None, None),
    };
    // 培育领军企业5—8家: a thing counted, the number behind it.
    if (counter || extent)
        && let Some((verb, thing)) = verb.zip(thing.map(|thing| thing.trim_start_matches(['了', '出', '各', '类'])))
        && (3..=25).contains(&thing.chars().count())
        && !thing.contains(['、', '；'])
    {
        // 改造农村户厕900户: not the toilets are counted, but those that are rebuilt.
        let keeps = verb == "新增" || matches!(verb.as_str(), "改造" | "整治") && subject.starts_with(verb.as_str());
        let name = if keeps { subject.as_str() } else { thing };
        return Some(Figure {
            subject: name.to_owned(),
            amount: amount.clone(),
            shape: Shape::Counted,
            trigger: verb,
            year: None,
            from: None,
        });
    }
    if listed {
        return None;
    }
    (subject.chars().count() >= 4
        && (words.is_quantity(&subject) || subject.starts_with("每") || subject.starts_with("人均") || subject.starts_with("新增")))
    .then(|| Figure { subject, amount: amount.clone(), shape: Shape::Bare, trigger: String::new(), year: None, from: None })
}

/// N%以上的X, at the start of a clause.
fn share(clause: &str, before: &str, after: &str, amount: &Amount, words: &FigureWords) -> Option<Figure> {
    if !amount.unit.starts_with(['%', '％']) || subject(before, words).is_some() || clause.len() <= amount.end {
        return None;
    }
    let rest = after.trim_start_matches('的').trim_end_matches('。');
    let length = rest.chars().count();
    (4..=30).contains(&length).then(|| Figure {
        subject: rest.to_owned(),
        amount: amount.clone(),
        shape: Shape::Share,
        trigger: clause.get(amount.start..amount.end).unwrap_or_default().to_owned(),
        year: None,
        from: None,
    })
}

/// The name of a quantity out of what stands before its verb: without year, scope, adverbs and brackets of unit.
fn subject(head: &str, words: &FigureWords) -> Option<String> {
    let mut text = bare_name(head, words)?;
    // Of a bracket that is still open only what stands in it counts.
    if let Some(open) = text.rfind(['（', '(']) {
        let inner = text.get(open..)?;
        text = match inner.ends_with(['）', ')']) {
            true => text.get(..open)?,
            false if !inner.contains(['）', ')']) => bare_name(inner.trim_start_matches(['（', '(']), words)?,
            false => text,
        };
    }
    let mut text = text.trim_matches([' ', '，', '、', '的', '：', '-', '—', '.', '〕']);
    if text.starts_with('“') && text.ends_with('”') && text.matches('“').count() == 1 {
        text = text.trim_matches(['“', '”']);
    }
    let length = text.chars().count();
    let han = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    // 全国平均水平为38%: what the figure before it is compared with.
    if matches!(text, "平均水平" | "平均值" | "平均") {
        return None;
    }
    // Formulas are no names.
    let formula = text.contains(['〔', '≤', '≥', '＜', '＞']) || text.ends_with(|c: char| c.is_ascii_digit());
    ((2..=40).contains(&length) && han >= 2 && !formula).then(|| text.to_owned())
}

/// What stands before a verb, without year, scope and adverbs; may be empty.
fn bare_name<'t>(head: &'t str, words: &FigureWords) -> Option<&'t str> {
    let mut text = head.trim();
    if let Some(year) = years::all(text).into_iter().rfind(|found| !found.base) {
        text = text.get(year.end..)?;
    }
    text = text.trim_start_matches(['底', '末', '前', '，', ',', '：', ':', '、', '—', '；', ' ']);
    for _ in 0..6 {
        let Some(word) = words.scope.iter().find(|word| text.starts_with(word.as_str())) else { break };
        let rest = text.get(word.len()..)?.trim_start();
        // 市级以上龙头企业: the rank is part of the name.
        if rest.starts_with("以上") || rest.starts_with("及以上") {
            break;
        }
        text = rest;
    }
    // 甲、乙等地种植面积: whose it is.
    if let Some((_, rest)) = text.split_once("等地").filter(|(_, rest)| !rest.is_empty() && !rest.starts_with('区')) {
        text = rest;
    }
    // 削减比例较2010年: what is compared with is no part of the name.
    if let Some(base) = years::all(text).into_iter().rfind(|found| found.base && found.end == text.len()) {
        text = text.get(..base.start)?.trim_end_matches(['比', '较']);
    }
    for _ in 0..4 {
        let Some(word) = words.trailing.iter().find(|word| text.ends_with(word.as_str())) else { break };
        text = text.get(..text.len() - word.len())?.trim_end();
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::{Bound, FigureWords, Shape, read};
    use crate::schema::GraphFiles;

    fn words() -> FigureWords {
        FigureWords::load(&GraphFiles::builtin()).unwrap()
    }

    #[test]
    fn bounds_and_ranges() {
        let words = words();
        let one = |text: &str| {
            let figures = read(text, &words, true);
            let figure = figures.first().unwrap_or_else(|| panic!("no figure in {text}"));
            (figure.subject.clone(), figure.amount.min, figure.amount.max, figure.amount.unit.clone(), figure.amount.bound)
        };
        assert_eq!(one("全市年发明专利申请量达到4900件以上"), ("年发明专利申请量".into(), 4900.0, 4900.0, "件".into(), Bound::Ge));
        assert_eq!(
            one("形成2-3个具有较强国际竞争力的战略性新兴产业集群"),
            ("战略性新兴产业集群".into(), 2.0, 3.0, "个".into(), Bound::Range)
        );
        assert_eq!(one("每万人口发明专利拥有量（件）达到6.6件以上"), ("每万人口发明专利拥有量".into(), 6.6, 6.6, "件".into(), Bound::Ge));
        assert_eq!(one("20%以上的大中型工业企业设立研发机构"), ("大中型工业企业设立研发机构".into(), 20.0, 20.0, "%".into(), Bound::Ge));
        assert_eq!(one("规模以上工业增加值总量达915亿元"), ("规模以上工业增加值总量".into(), 915.0, 915.0, "亿元".into(), Bound::Eq));
        assert_eq!(one("政府性融资担保费率全部降至1.5%以下").4, Bound::Le);
        assert_eq!(one("森林覆盖率不低于23%").4, Bound::Ge);
        assert_eq!(one("人均体育场地面积达到4平方米左右").4, Bound::Eq);
    }

    #[test]
    fn two_things_of_one_clause_and_values_that_pick_out() {
        let words = words();
        let figures = read("云川分别拥有196家高新技术企业和300多家国家、省、市级企业研发机构", &words, true);
        assert_eq!(
            figures.iter().map(|figure| (figure.subject.as_str(), figure.amount.min)).collect::<Vec<_>>(),
            [("高新技术企业", 196.0), ("企业研发机构", 300.0)]
        );
        assert_eq!(figures[1].amount.bound, Bound::Ge);
        assert!(read("重点支持产值超过5亿元的大型骨干企业", &words, false).is_empty());
        assert!(read("加强PM2.5治理", &words, true).is_empty());
    }

    #[test]
    fn a_base_value_and_a_change() {
        let words = words();
        let figures = read("城市污水处理率由2010年的52%提高到72%", &words, false);
        assert_eq!((figures[0].subject.as_str(), figures[0].amount.min), ("城市污水处理率", 72.0));
        assert_eq!(figures[0].from.as_ref().map(|(year, amount)| (*year, amount.min)), Some((2010, 52.0)));
        let change = read("化学需氧量排放总量比2010年下降8%", &words, false);
        assert_eq!((change[0].subject.as_str(), change[0].shape), ("化学需氧量排放总量下降", Shape::Change));
    }
}
