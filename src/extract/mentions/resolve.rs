//! Forms of one thing brought together: 江门国家高新区 and 江门高新区, 市科技局 and 江门市科技局, 青创汇 and 中国青创汇.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::gazetteer::PlaceId;
use super::home::Home;
use super::kind::{Category, Kind};
use super::lexicon::{Lexicon, role};
use super::mention::Mention;

static ABBREVIATIONS: &str = include_str!("../../../graph/abbreviations.tsv");

static SHORT: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| ABBREVIATIONS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect());

/// One thing with all the forms that a plan gives it.
#[derive(Clone, Debug)]
pub struct Entity {
    pub kind: Kind,
    pub category: Option<Category>,
    pub name: String,
    pub aliases: Vec<String>,
    /// Of a region: the place. Of anything else: the place that its name begins with.
    pub place: Option<PlaceId>,
    pub rule: &'static str,
    pub trigger: String,
}

/// A name taken apart: the places before and in it, and what is left with short words written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub places: Vec<PlaceId>,
    pub core: String,
}

/// One form of a name as the plan uses it.
#[derive(Clone, Debug)]
struct Form {
    kind: Kind,
    name: String,
    signature: Signature,
    quoted: Option<String>,
    count: usize,
    sure: f64,
    sample: Mention,
}

/// Which entity each form is: keyed by kind and name.
#[derive(Debug, Default)]
pub struct Entities {
    pub list: Vec<Entity>,
    by_form: FxHashMap<Kind, FxHashMap<String, usize>>,
}

impl Entities {
    pub fn of(&self, kind: Kind, name: &str) -> Option<usize> {
        self.by_form.get(&kind)?.get(name).copied()
    }

    pub fn get(&self, at: usize) -> Option<&Entity> {
        self.list.get(at)
    }

    /// Gives an entity another form.
    pub fn alias(&mut self, at: usize, kind: Kind, form: &str) {
        self.by_form.entry(kind).or_default().entry(form.to_owned()).or_insert(at);
        if let Some(entity) = self.list.get_mut(at)
            && entity.name != form
            && !entity.aliases.iter().any(|alias| alias == form)
        {
            entity.aliases.push(form.to_owned());
        }
    }
}

/// Kinds that one name can be read as in different sentences; the evidence decides between them.
fn family(kind: Kind) -> u8 {
    match kind {
        Kind::Institution | Kind::Park | Kind::Platform => 0,
        Kind::Cluster => 1,
        Kind::Programme => 2,
        Kind::Region => 3,
        Kind::Industry => 4,
        Kind::Document => 5,
    }
}

/// Brings the forms of all certain mentions of a plan together.
pub fn resolve<'m>(lexicon: &Lexicon, home: &Home, mentions: impl Iterator<Item = &'m Mention>) -> Entities {
    let mut forms: Vec<Form> = Vec::new();
    let mut known: FxHashMap<(Kind, String), usize> = FxHashMap::default();
    for mention in mentions {
        let key = (mention.kind, mention.name.clone());
        match known.get(&key) {
            Some(&at) => {
                forms[at].count += 1;
                forms[at].sure += mention.sure;
            }
            None => {
                known.insert(key, forms.len());
                forms.push(Form {
                    kind: mention.kind,
                    name: mention.name.clone(),
                    signature: signature(lexicon, home, mention),
                    quoted: mention.quoted.clone(),
                    count: 1,
                    sure: mention.sure,
                    sample: mention.clone(),
                });
            }
        }
    }
    let mut sets = Sets::new(forms.len());
    same_core(lexicon, home, &forms, &mut sets);
    quoted_core(lexicon, home, &forms, &mut sets);
    shortened(lexicon, &forms, &mut sets);
    prefixed(&forms, &mut sets);
    gather(lexicon, home, &forms, &mut sets)
}

/// Takes a name apart.
pub fn signature(lexicon: &Lexicon, home: &Home, mention: &Mention) -> Signature {
    let gazetteer = &lexicon.gazetteer;
    if mention.kind == Kind::Region {
        let core = mention.place.and_then(|place| gazetteer.place(place)).map_or(mention.name.as_str(), |place| place.name);
        return Signature {
            places: mention.place.into_iter().collect(),
            core: format!("{core}{}", mention.place.map_or(0, |place| place)),
        };
    }
    if matches!(mention.kind, Kind::Document | Kind::Industry | Kind::Cluster) {
        let mut places = Vec::new();
        let mut name = mention.name.as_str();
        // 广东轨道交通产业集群 in a plan of a city of 广东 is its 轨道交通产业集群; that of a region beyond is another.
        let around = |place: &PlaceId| home.place.is_some_and(|home| gazetteer.within(home, *place) || gazetteer.within(*place, home));
        if mention.kind == Kind::Cluster
            && let Some(rest) = strip_place(lexicon, home, name, 4, &mut places).filter(|rest| !rest.starts_with(['（', '(']))
            && places.iter().all(around)
        {
            name = rest;
        }
        return Signature { places: Vec::new(), core: bare(mention.kind, name) };
    }
    let mut places = Vec::new();
    let mut rest = mention.name.as_str();
    if mention.relative {
        let level = rest.chars().next().unwrap_or(' ');
        if let Some(place) = home.prefix(gazetteer, level).and_then(|name| gazetteer.resolve(name, home.place)) {
            places.push(place);
            rest = &rest[level.len_utf8()..];
        }
    }
    if mention.kind == Kind::Institution
        && let Some(core) = of_unlisted_home(lexicon, home, mention)
    {
        return Signature { places, core };
    }
    // A university is known by its place; 北京大学 is no 大学 that lies in 北京.
    let department = |rest: &str| lexicon.roles(rest) & role::DEPARTMENT != 0;
    let ends_as_department = mention.kind == Kind::Institution && mention.rule.starts_with("department");
    let keeps_place = !ends_as_department
        && (mention.category == Some(Category::University) || mention.kind == Kind::Institution && rest.chars().count() <= 6);
    if keeps_place && mention.category == Some(Category::University) {
        return Signature { places: Vec::new(), core: placed_school(lexicon, home, mention) };
    }
    loop {
        if keeps_place {
            break;
        }
        let least = if ends_as_department { 1 } else { 3 };
        let Some(next) =
            strip_place(lexicon, home, rest, least, &mut places).filter(|next| least == 3 || department(next) || next.chars().count() > 2)
        else {
            break;
        };
        rest = next;
    }
    let mut core = rest.to_owned();
    for word in ["中国", "国家级", "国家", "全国", "省级", "省", "我国", "中央"] {
        if mention.kind != Kind::Institution
            && let Some(after) = core.strip_prefix(word).filter(|after| after.chars().count() >= 3)
        {
            core = after.to_owned();
            break;
        }
    }
    if mention.kind == Kind::Institution
        && let Some(department) = lexicon.word(&core).and_then(|word| word.department)
        && let Some(row) = lexicon.departments.get(department as usize).and_then(|row| row.first())
    {
        core = format!("#{row}");
    }
    if mention.kind == Kind::Institution
        && let Some(body) = lexicon.word(&mention.name).and_then(|word| word.body)
        && let Some(row) = lexicon.bodies.get(body as usize).and_then(|row| row.first())
    {
        return Signature { places: Vec::new(), core: format!("@{row}") };
    }
    for (short, long) in SHORT.iter() {
        core = core.replace(short, long);
    }
    places.sort_unstable();
    places.dedup();
    Signature { places, core }
}

/// 县财政局 and 某县财政局 in the plan of a county that is in no gazetteer: the name of the county, and the department by its first form.
fn of_unlisted_home(lexicon: &Lexicon, home: &Home, mention: &Mention) -> Option<String> {
    let own = Some(home.unlisted()).filter(|own| !own.is_empty())?;
    let rest = mention.name.strip_prefix(own).or_else(|| {
        let level = mention.name.chars().next().filter(|_| mention.relative)?;
        mention.name.strip_prefix(level).filter(|_| own.ends_with(level))
    })?;
    let row = lexicon.word(rest).and_then(|word| word.department).and_then(|row| lexicon.departments.get(row as usize)?.first());
    Some(format!("{own}{}", row.map_or(rest, String::as_str)))
}

/// The full name of a school: its place written out (江门技师学院 and 市技师学院 are 江门市技师学院).
fn placed_school(lexicon: &Lexicon, home: &Home, mention: &Mention) -> String {
    let gazetteer = &lexicon.gazetteer;
    if mention.relative
        && let Some(level) = mention.name.chars().next()
        && let Some(prefix) = home.prefix(gazetteer, level)
    {
        return format!("{prefix}{}", &mention.name[level.len_utf8()..]);
    }
    let mut places = Vec::new();
    match strip_place(lexicon, home, &mention.name, 3, &mut places) {
        Some(rest) => match places.first().and_then(|&place| gazetteer.place(place)) {
            Some(place) => format!("{}{rest}", place.name),
            None => mention.name.clone(),
        },
        None => mention.name.clone(),
    }
}

/// Removes a place, or a place in brackets, from the beginning of a name.
pub fn strip_place<'n>(lexicon: &Lexicon, home: &Home, name: &'n str, least: usize, places: &mut Vec<PlaceId>) -> Option<&'n str> {
    if let Some(inner) = name.strip_prefix(['（', '(']) {
        let (inside, rest) = inner.split_once(['）', ')'])?;
        places.push(lexicon.gazetteer.resolve(inside, home.place)?);
        return Some(rest).filter(|rest| rest.chars().count() >= least);
    }
    let end = name
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take(10)
        .filter(|&end| lexicon.gazetteer.forms.contains_key(&name[..end]))
        .max()?;
    let rest = &name[end..];
    if rest.chars().count() < least {
        return None;
    }
    places.push(lexicon.gazetteer.resolve(&name[..end], home.place)?);
    Some(rest)
}

/// LED产业 and LED, 轨道交通产业集群 and 轨道交通.
fn bare(kind: Kind, name: &str) -> String {
    let endings: &[&str] = match kind {
        Kind::Industry => &["产业", "行业", "技术"],
        Kind::Cluster => &["产业集群", "集群", "产业"],
        _ => &[],
    };
    let core = endings.iter().find_map(|ending| name.strip_suffix(ending)).filter(|core| core.chars().count() >= 2).unwrap_or(name);
    // 汽车及零部件制造 is 汽车及零部件; of short names 制造 is the point (装备制造).
    let core = core.strip_suffix("制造").filter(|rest| kind == Kind::Industry && rest.chars().count() >= 5).unwrap_or(core);
    core.chars().filter(|c| !matches!(c, '、' | '，' | ' ')).collect()
}

/// Equal cores with places that do not contradict each other.
fn same_core(lexicon: &Lexicon, home: &Home, forms: &[Form], sets: &mut Sets) {
    let mut by_core: FxHashMap<(u8, &str), Vec<usize>> = FxHashMap::default();
    for (at, form) in forms.iter().enumerate() {
        by_core.entry((family(form.kind), form.signature.core.as_str())).or_default().push(at);
    }
    for members in by_core.values() {
        for (nth, &a) in members.iter().enumerate().take(200) {
            for &b in members.iter().skip(nth + 1).take(200) {
                if agree(lexicon, home, &forms[a].signature, &forms[b].signature) {
                    sets.join(a, b);
                }
            }
        }
    }
}

/// One lot of places holds the other; a name without any may be that of a name with places of the plan's own.
fn agree(lexicon: &Lexicon, home: &Home, a: &Signature, b: &Signature) -> bool {
    let (few, many) = if a.places.len() <= b.places.len() { (a, b) } else { (b, a) };
    if few.places.is_empty() && !many.places.is_empty() {
        let own = |place: &PlaceId| {
            home.place.is_some_and(|home| lexicon.gazetteer.within(*place, home) || lexicon.gazetteer.within(home, *place))
        };
        return many.places.iter().any(own) || lexicon.roles(&few.core) & role::VOCABULARY == 0 && few.core.chars().count() >= 6;
    }
    few.places.iter().all(|place| many.places.contains(place))
}

/// “侨梦苑”华侨华人创新产业聚集区 is 侨梦苑 where that is a name by itself.
fn quoted_core(lexicon: &Lexicon, home: &Home, forms: &[Form], sets: &mut Sets) {
    let mut by_name: FxHashMap<(u8, &str), usize> = FxHashMap::default();
    for (at, form) in forms.iter().enumerate() {
        by_name.entry((family(form.kind), form.name.as_str())).or_insert(at);
        by_name.entry((family(form.kind), form.signature.core.as_str())).or_insert(at);
    }
    for (at, form) in forms.iter().enumerate() {
        let Some(inner) = &form.quoted else { continue };
        // “某某智谷”协同创新基地 stands in 某某智谷 and is another thing.
        if ends_in_suffix(lexicon, inner) {
            continue;
        }
        let core = signature(lexicon, home, &Mention { name: inner.clone(), ..form.sample.clone() }).core;
        let found = by_name.get(&(family(form.kind), inner.as_str())).or_else(|| by_name.get(&(family(form.kind), core.as_str())));
        if let Some(&other) = found {
            sets.join(at, other);
        }
    }
}

/// Whether a name says by its last word what it is.
fn ends_in_suffix(lexicon: &Lexicon, name: &str) -> bool {
    name.char_indices().skip(1).any(|(at, _)| lexicon.roles(&name[at..]) & role::SUFFIX != 0)
}

/// 创新驱动战略 of 创新驱动发展战略, 中青创汇 of 中国青创汇: one word, or one character, left out in the middle.
fn shortened(lexicon: &Lexicon, forms: &[Form], sets: &mut Sets) {
    let mut by_ends: FxHashMap<(u8, Option<char>, Option<char>), Vec<usize>> = FxHashMap::default();
    for (at, form) in forms.iter().enumerate() {
        if matches!(form.kind, Kind::Programme | Kind::Platform) && form.name.chars().count() >= 4 {
            by_ends.entry((family(form.kind), form.name.chars().next(), form.name.chars().last())).or_default().push(at);
        }
    }
    for members in by_ends.values() {
        for (nth, &a) in members.iter().enumerate().take(100) {
            for &b in members.iter().skip(nth + 1).take(100) {
                if leaves_out(lexicon, &forms[a].name, &forms[b].name) {
                    sets.join(a, b);
                }
            }
        }
    }
}

/// 可见光通信技术及标准光组件 is 光通信技术及标准光组件: of long names of fields, one with a word more before it.
fn prefixed(forms: &[Form], sets: &mut Sets) {
    let long: Vec<usize> =
        (0..forms.len()).filter(|&at| forms[at].kind == Kind::Industry && forms[at].name.chars().count() >= 8).take(400).collect();
    for &a in &long {
        for &b in &long {
            let more = forms[b].name.strip_suffix(forms[a].name.as_str()).map_or(0, |rest| rest.chars().count());
            if (1..=2).contains(&more) {
                sets.join(a, b);
            }
        }
    }
}

fn leaves_out(lexicon: &Lexicon, a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let gap = long.len() - short.len();
    if !(1..=2).contains(&gap) {
        return false;
    }
    let head = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let tail = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
    if head + tail < short.len() || head == 0 {
        return false;
    }
    let left: String = long[head..head + gap].iter().collect();
    match gap {
        1 => short.len() == 4,
        _ => short.len() >= 6 && lexicon.roles(&left) & role::VOCABULARY != 0,
    }
}

/// One entity a set: its kind by weight of evidence, its name the fullest of the frequent forms.
fn gather(lexicon: &Lexicon, home: &Home, forms: &[Form], sets: &mut Sets) -> Entities {
    let mut groups: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut order = Vec::new();
    for at in 0..forms.len() {
        let root = sets.root(at);
        let members = groups.entry(root).or_default();
        if members.is_empty() {
            order.push(root);
        }
        members.push(at);
    }
    let mut entities = Entities::default();
    for root in order {
        let members = &groups[&root];
        let mut weight: FxHashMap<Kind, f64> = FxHashMap::default();
        for &at in members {
            *weight.entry(forms[at].kind).or_default() += forms[at].sure;
        }
        let kind = members
            .iter()
            .map(|&at| forms[at].kind)
            .max_by(|a, b| weight[a].total_cmp(&weight[b]).then(b.cmp(a)))
            .unwrap_or(Kind::Institution);
        let best = members
            .iter()
            .filter(|&&at| forms[at].kind == kind)
            .max_by_key(|&&at| (forms[at].count.min(3), forms[at].name.chars().count()))
            .copied()
            .unwrap_or(root);
        let sample = &forms[best].sample;
        let name = full_name(lexicon, home, &forms[best]);
        let mut aliases: Vec<String> = Vec::new();
        for &at in members {
            for alias in surface(&forms[at]) {
                if alias != name && !aliases.contains(&alias) {
                    aliases.push(alias);
                }
            }
        }
        let at = entities.list.len();
        for &member in members {
            entities.by_form.entry(forms[member].kind).or_default().insert(forms[member].name.clone(), at);
        }
        entities.list.push(Entity {
            kind,
            category: sample.category,
            name,
            aliases,
            place: sample.place,
            rule: sample.rule,
            trigger: sample.trigger.clone(),
        });
    }
    entities
}

/// The name a form is kept under: a place by its name in the gazetteer, a body by its full name, a relative name completed.
fn full_name(lexicon: &Lexicon, home: &Home, form: &Form) -> String {
    let gazetteer = &lexicon.gazetteer;
    if form.kind == Kind::Region {
        return form.sample.place.and_then(|place| gazetteer.place(place)).map_or_else(|| form.name.clone(), |place| place.name.to_owned());
    }
    if let Some(row) = form.signature.core.strip_prefix('@') {
        return row.to_owned();
    }
    if form.signature.core.starts_with('#')
        && !form.sample.relative
        && let Some(place) = form.signature.places.iter().filter_map(|&place| gazetteer.place(place)).max_by_key(|place| place.level)
    {
        // 广东省江门市政府 and 江门政府 are 江门市政府.
        let rest = form.sample.trigger.as_str();
        return format!("{}{rest}", place.name);
    }
    if form.sample.relative {
        let level = form.name.chars().next().unwrap_or(' ');
        if let Some(prefix) = home.prefix(gazetteer, level) {
            return format!("{prefix}{}", &form.name[level.len_utf8()..]);
        }
    }
    if form.kind == Kind::Industry {
        return without_bracket(&form.name).unwrap_or(&form.name).to_owned();
    }
    form.name.clone()
}

/// The forms under which a name may be looked for.
fn surface(form: &Form) -> Vec<String> {
    let mut forms = vec![form.name.clone()];
    if matches!(form.sample.rule, "governments of a level" | super::bodies::LEAGUE) && !form.sample.trigger.is_empty() {
        forms.push(form.sample.trigger.clone());
    }
    if form.kind == Kind::Industry {
        forms.extend(without_bracket(&form.name).map(str::to_owned));
        if form.sample.trigger.starts_with(form.name.as_str()) && form.sample.rule == "listed industry" {
            forms.push(form.sample.trigger.clone());
        }
    }
    forms
}

/// 智能制造 of 智能制造（装备）.
fn without_bracket(name: &str) -> Option<&str> {
    let open = name.find(['（', '('])?;
    (name.ends_with(['）', ')']) && open >= 6).then(|| &name[..open])
}

/// Disjoint sets.
struct Sets(Vec<usize>);

impl Sets {
    fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        self.0[high] = low;
    }
}
