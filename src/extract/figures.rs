//! Quantities in a clause: what is counted, how much, in what unit, and how the value binds.

use super::years;
use crate::base::Outcome;
use crate::schema::{GraphFiles, lexicon};

/// Words of quantities; see `graph/lexicon/figures.toml`.
#[derive(Clone, Debug, Default)]
pub struct FigureWords {
    entries: Vec<lexicon::Entry>,
    reach: Vec<String>,
    at_least: Vec<String>,
    at_most: Vec<String>,
    change: Vec<String>,
    have: Vec<String>,
    unit: Vec<String>,
    scope: Vec<String>,
    trailing: Vec<String>,
    lower: Vec<String>,
    quantity: Vec<String>,
}

impl FigureWords {
    /// # Errors
    /// Where the file cannot be read.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        let mut words = Self::default();
        for entry in lexicon::load(files, "lexicon/figures.toml")?.entry {
            let mut list = entry.words.clone();
            list.sort_by_key(|word| std::cmp::Reverse(word.len()));
            match entry.name.as_str() {
                "reach" => words.reach = list,
                "at least" => words.at_least = list,
                "at most" => words.at_most = list,
                "change" => words.change = list,
                "have" => words.have = list,
                "unit" => words.unit = list,
                "scope" => words.scope = list,
                "trailing" => words.trailing = list,
                "lower" => words.lower = list,
                _ => words.quantity = list,
            }
            words.entries.push(entry);
        }
        Ok(words)
    }

    pub fn entries(&self) -> &[lexicon::Entry] {
        &self.entries
    }

    /// Whether less of an indicator is better.
    pub fn lower_is_better(&self, name: &str) -> bool {
        self.lower.iter().any(|word| name.contains(word.as_str()))
    }

    /// Whether a name ends as names of quantities do.
    pub fn is_quantity(&self, name: &str) -> bool {
        self.quantity.iter().any(|word| name.ends_with(word.as_str()))
    }
}

/// How a value binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Eq,
    Ge,
    Le,
    Range,
}

impl Bound {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ge => "ge",
            Self::Le => "le",
            Self::Range => "range",
        }
    }
}

/// A number, or a range of two, with unit and bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    pub min: f64,
    /// Equal to `min` unless the bound is a range.
    pub max: f64,
    pub unit: String,
    pub bound: Bound,
    /// Bytes of the text, bound words included.
    pub start: usize,
    pub end: usize,
}

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

/// The quantities of a clause. `loose` admits the shapes without a verb of reaching, which are trusted only where goals stand.
pub fn read(clause: &str, words: &FigureWords, loose: bool) -> Vec<Figure> {
    if !clause.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        return Vec::new();
    }
    let amounts = amounts(clause, words);
    let named = years::all(clause);
    let year = named.iter().find(|found| !found.base).map(|found| found.year);
    let mut figures: Vec<Figure> = Vec::new();
    for (nth, amount) in amounts.iter().enumerate() {
        let before = clause.get(..amount.start).unwrap_or_default();
        let after = clause.get(amount.end..).unwrap_or_default();
        let stop = amounts.get(nth + 1).map_or(clause.len(), |next| next.start);
        // 产值超过5亿元的企业: the quantity picks out which ones are meant.
        let picks = after.trim_start_matches(['（', '含', '）']).starts_with('的');
        let last_end = nth.checked_sub(1).and_then(|last| amounts.get(last)).map_or(0, |last| last.end);
        let found = if picks {
            share(clause, before, after, amount, words).filter(|_| loose)
        } else {
            reach(before, amount, words, &amounts[..nth], clause).or_else(|| change(before, last_end, amount, words)).or_else(|| {
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
fn reach(before: &str, amount: &Amount, words: &FigureWords, earlier: &[Amount], clause: &str) -> Option<Figure> {
    let mut head = before.trim_end().trim_end_matches(['约', '近']).trim_end();
    // 控制到适龄残疾学生总数的10%: what the share is taken of stands between verb and value.
    let verb = words.reach.iter().find(|word| head.ends_with(word.as_str())).map(|word| (head.len() - word.len(), word)).or_else(|| {
        let of = head.strip_suffix('的')?;
        let (at, word) = words
            .reach
            .iter()
            .filter(|word| word.chars().count() > 2)
            .filter_map(|word| Some((of.rfind(word.as_str())?, word)))
            .max_by_key(|(at, _)| *at)?;
        (of.get(at + word.len()..)?.chars().count() <= 14).then_some((at, word))
    });
    let (at, verb) = verb?;
    head = head.get(..at)?;
    let (head, from) = base_value(head, earlier, clause);
    // 收入20万元以上的村占比: an amount that picks out what is counted is part of the name.
    let picks = |other: &Amount| clause.get(other.end..).is_some_and(|rest| rest.starts_with('的'));
    let start = earlier.iter().rev().find(|other| other.end <= head.len() && from.is_none() && !picks(other)).map_or(0, |other| other.end);
    let subject = subject(head.get(start..)?, words)?;
    // 为, 是, 到 and a colon join anything to anything: the name must be one of a quantity.
    if matches!(verb.as_str(), "为" | "是" | "至" | "到" | "：" | "实现" | "达" | "超") && !words.is_quantity(&subject) && (verb != "达")
    {
        return None;
    }
    Some(Figure { subject, amount: amount.clone(), shape: Shape::Reach, trigger: verb.clone(), year: None, from })
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
    let subject = subject(rest.trim_end_matches(['比', '较', '上', '年']), words)?;
    Some(Figure {
        subject: format!("{subject}{verb}"),
        amount: amount.clone(),
        shape: Shape::Change,
        trigger: verb.clone(),
        year: None,
        from: None,
    })
}

/// N家X.
fn counted(clause: &str, before: &str, amount: &Amount, stop: usize, words: &FigureWords) -> Option<Figure> {
    const COUNTERS: [&str; 20] =
        ["个", "家", "项", "件", "条", "所", "座", "处", "名", "支", "套", "种", "户", "片", "款", "类", "位", "批", "场", "艘"];
    if !COUNTERS.contains(&amount.unit.trim_start_matches(['万', '亿'])) {
        return None;
    }
    let lead = before.trim_end().trim_end_matches(['约', '近']);
    let verb = words.have.iter().find(|word| lead.ends_with(word.as_str())).map(String::as_str);
    let joined = lead.ends_with(['和', '、', '及', '与']) || lead.is_empty();
    if verb.is_none() && !joined {
        return None;
    }
    let thing = clause.get(amount.end..stop)?.trim_end_matches(['和', '与', '、', '及', '。', ' ']);
    let thing = thing.trim_start_matches(['左', '右', '以', '上']);
    let head = thing.rsplit_once('的').map_or(thing, |(_, head)| head);
    let head = without_levels(head);
    let name = head.trim_matches(['“', '”', ' ']);
    let length = name.chars().count();
    if !(3..=25).contains(&length) || name.contains(|c: char| c.is_ascii_digit()) {
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
    if !rest.is_empty() || amount.unit.is_empty() {
        return None;
    }
    let head = before.get(from..)?.trim_end().trim_end_matches(['约', '近']);
    let subject = subject(head, words)?;
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
    let mut text = head.trim();
    if let Some(year) = years::all(text).into_iter().rfind(|found| !found.base) {
        text = text.get(year.end..)?;
    }
    text = text.trim_start_matches(['底', '末', '前', '，', ',', '：', ':', '、', '—', '；', ' ']);
    for _ in 0..6 {
        let Some(word) = words.scope.iter().find(|word| text.starts_with(word.as_str()) && text.len() > word.len()) else { break };
        text = text.get(word.len()..)?.trim_start();
    }
    for _ in 0..4 {
        let Some(word) = words.trailing.iter().find(|word| text.ends_with(word.as_str())) else { break };
        text = text.get(..text.len() - word.len())?.trim_end();
    }
    if text.ends_with(['）', ')'])
        && let Some(open) = text.rfind(['（', '('])
    {
        text = text.get(..open)?;
    }
    let text = text.trim_matches(['“', '”', ' ', '，', '、', '的', '：']);
    let length = text.chars().count();
    (2..=40).contains(&length).then(|| text.to_owned())
}

/// All numbers of a clause that count something: no years, no parts of names (PM2.5, 1+6+N), nothing in quotes.
pub fn amounts(clause: &str, words: &FigureWords) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = clause[at..].find(is_digit).map(|offset| at + offset) {
        let (number, end) = number(clause, start);
        at = end.max(start + 1);
        let Some(value) = number else { continue };
        let before = clause[..start].trim_end();
        // 5G基站, 8K超高清: a digit and a letter that open a name.
        let mut behind = clause[end..].chars();
        let opens_name = end - start == 1
            && behind.next().is_some_and(|c| matches!(c, 'G' | 'K' | 'D'))
            && behind.next().is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let glued = opens_name || before.len() == start && before.ends_with(|c: char| c.is_ascii_alphabetic() || "+＋“《〔第".contains(c));
        if glued || inside_quotes(clause, start) {
            continue;
        }
        let Some(amount) = finish(clause, start, end, value, words) else { continue };
        at = amount.end.max(at);
        found.push(amount);
    }
    found
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn inside_quotes(text: &str, at: usize) -> bool {
    let before = &text[..at];
    before.rfind('“').is_some_and(|open| before[open..].find('”').is_none()) && text[at..].contains('”')
}

/// A number from `start`: its value and where it ends. Commas group three digits.
fn number(text: &str, start: usize) -> (Option<f64>, usize) {
    let mut digits = String::new();
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let next_is_digit = chars.peek().is_some_and(|(_, next)| is_digit(*next));
        match c {
            _ if is_digit(c) => digits.push(if c.is_ascii() { c } else { char::from_u32(c as u32 - 0xFEE0).unwrap_or('0') }),
            '.' | '．' if next_is_digit && !digits.contains('.') => digits.push('.'),
            ',' if next_is_digit && text[start + offset + 1..].chars().take_while(|c| c.is_ascii_digit()).count() == 3 => {}
            _ => break,
        }
        end = start + offset + c.len_utf8();
    }
    (digits.parse().ok(), end)
}

/// Reads what follows a number: the second end of a range, scale, unit, bound.
fn finish(clause: &str, start: usize, end: usize, value: f64, words: &FigureWords) -> Option<Amount> {
    let mut max = value;
    let mut at = end;
    let mut bound = Bound::Eq;
    let rest = &clause[at..];
    let dash = rest.trim_start_matches([' ', '%', '％']);
    if let Some(after) = dash.strip_prefix(['-', '－', '–', '—', '～', '~', '至']).or_else(|| dash.strip_prefix("——"))
        && let next = at + (rest.len() - after.trim_start().len())
        && clause[next..].starts_with(is_digit)
        && let (Some(second), second_end) = number(clause, next)
    {
        max = second;
        at = second_end;
        bound = Bound::Range;
    }
    // A year, a date, a clause of a law, or a span of years is no quantity.
    let tail = clause[at..].trim_start();
    if tail.starts_with(['年', '月', '日', '号', '+', '＋', '时', '后']) && !tail.starts_with("日均") {
        return None;
    }
    at = clause.len() - tail.len();
    let mut unit = String::new();
    for c in tail.chars().take(2) {
        if !(c == '多' || c == '余' || c == '几') {
            break;
        }
        at += c.len_utf8();
        bound = Bound::Ge;
    }
    for c in clause[at..].chars().take(2) {
        if !matches!(c, '万' | '亿' | '千' | '百') {
            break;
        }
        unit.push(c);
        at += c.len_utf8();
    }
    for c in clause[at..].chars().take(1) {
        if (c == '多' || c == '余') && !unit.is_empty() {
            at += c.len_utf8();
            bound = Bound::Ge;
        }
    }
    if let Some(word) = words.unit.iter().find(|word| clause[at..].starts_with(word.as_str())) {
        unit.push_str(if word == "％" { "%" } else { word });
        at += word.len();
    }
    let after = clause[at..].trim_start();
    let bind = |list: &[String]| list.iter().find(|word| !word.is_ascii() && after.starts_with(word.as_str())).map(String::len);
    if let Some(length) = bind(&words.at_least).filter(|_| !after.starts_with("超") && !after.starts_with("突破")) {
        bound = if bound == Bound::Range { bound } else { Bound::Ge };
        at = clause.len() - after.len() + length;
    } else if let Some(length) = bind(&words.at_most).filter(|_| !after.starts_with("低于") && !after.starts_with("控制")) {
        bound = if bound == Bound::Range { bound } else { Bound::Le };
        at = clause.len() - after.len() + length;
    } else if let Some(length) = ["左右", "上下"].iter().find(|word| after.starts_with(**word)).map(|word| word.len()) {
        at = clause.len() - after.len() + length;
    }
    let before = clause[..start].trim_end().trim_end_matches(['约', '近']);
    if bound == Bound::Eq {
        // 不低于 ends with 低于: the longer word says what is meant.
        let longest = |list: &[String], not: &[&str]| {
            let fits = |word: &&String| before.ends_with(word.as_str()) && !not.contains(&word.as_str());
            list.iter().filter(fits).map(String::len).max().unwrap_or(0)
        };
        let most = longest(&words.at_most, &["控制在", "内", "以下", "以内", "之内"]);
        let least = longest(&words.at_least, &["多", "余", "以上", "及以上", "+"]);
        if most > least {
            bound = Bound::Le;
        } else if least > 0 {
            bound = Bound::Ge;
        }
    }
    Some(Amount { min: value, max, unit, bound, start, end: at })
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
        let figures = read("江门分别拥有196家高新技术企业和300多家国家、省、市级企业研发机构", &words, true);
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
