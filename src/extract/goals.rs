//! Stage 4: goals: stages, bullets, topic sentences, visions, and what a counted slogan promises.

use super::actions::{clauses, opens_with_year};
use super::{Draft, Found, Link, NodeAt, Part, Scene, members, years};
use crate::base::{Outcome, fold};
use crate::document::{BlockKind, HeadingKind, Role};
use crate::model::{NodeKey, Proof};
use crate::schema::{GraphFiles, lexicon};

/// Words of goals; see `graph/lexicon/goals.toml`.
#[derive(Clone, Debug, Default)]
pub struct GoalWords {
    entries: Vec<lexicon::Entry>,
    r#become: Vec<String>,
    no_become: Vec<String>,
    build: Vec<String>,
    standing: Vec<String>,
    create: Vec<String>,
    amount: Vec<String>,
    state: Vec<String>,
    refers: Vec<String>,
}

impl GoalWords {
    /// # Errors
    /// Where the file cannot be read.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        let mut words = Self::default();
        for entry in lexicon::load(files, "lexicon/goals.toml")?.entry {
            let list = entry.words.clone();
            match entry.name.as_str() {
                "become" => (words.r#become, words.no_become) = (list, entry.except.clone()),
                "build" => words.build = list,
                "standing" => words.standing = list,
                "create" => words.create = list,
                "amount" => words.amount = list,
                "refers" => words.refers = list,
                _ => words.state = list,
            }
            words.entries.push(entry);
        }
        Ok(words)
    }

    pub fn entries(&self) -> &[lexicon::Entry] {
        &self.entries
    }

    /// Whether an entry of the file claims a clause; for the examples of the entries.
    pub fn claims(&self, entry: &str, clause: &str) -> bool {
        match entry {
            "become" => self.becomes(clause).is_some(),
            "build" => self.build.iter().any(|word| clause.starts_with(word.as_str())),
            "standing" => self.stands(clause),
            "create" => self.promise(clause, None).is_some(),
            "amount" => self.amount.iter().any(|word| clause.starts_with(word.as_str())),
            "refers" => self.refers(clause),
            _ => self.is_state(clause),
        }
    }

    /// Where the end state begins in a clause with a verb of becoming: byte of the verb and of what follows it.
    fn becomes(&self, clause: &str) -> Option<(usize, usize)> {
        if self.no_become.iter().any(|word| clause.contains(word.as_str())) {
            return None;
        }
        self.r#become
            .iter()
            .filter_map(|word| clause.find(word.as_str()).map(|at| (at, at + word.len())))
            .min_by_key(|(at, end)| (*at, usize::MAX - end))
    }

    fn stands(&self, text: &str) -> bool {
        self.standing.iter().any(|word| text.ends_with(word.as_str()))
    }

    fn is_state(&self, clause: &str) -> bool {
        self.state.iter().any(|word| clause.ends_with(word.as_str()))
    }

    /// Whether a clause only says where something is printed: 床位分布见表2.
    fn refers(&self, clause: &str) -> bool {
        self.refers.iter().any(|word| clause.contains(word.as_str()))
    }

    /// A text without the word of state that closes it.
    pub fn without_state<'t>(&self, text: &'t str) -> &'t str {
        let word = self.state.iter().filter(|word| text.ends_with(word.as_str())).max_by_key(|word| word.len());
        word.map_or(text, |word| &text[..text.len() - word.len()])
    }

    /// The end state of a clause that says what a place will be: its verb and what follows.
    fn vision<'t>(&self, clause: &'t str) -> Option<(&'t str, &'t str)> {
        const OPENINGS: [&str; 16] =
            ["为", "以", "围绕", "按照", "根据", "作为", "落实", "自", "自从", "随着", "依托", "立足", "对标", "把握", "先后", "是"];
        let clause = clause.trim();
        // A row of qualities (市场化、法治化的…) is no row of things.
        let row = clause.rfind('、').is_some_and(|at| !clause[at..].contains('的'));
        if row || clause.contains(['“', '”', '《']) || OPENINGS.iter().any(|word| clause.starts_with(word)) {
            return None;
        }
        let at_start = || {
            let bare = ["奋力", "努力", "加快", "全力", "着力", "积极", "力争", "全面", "基本"]
                .iter()
                .fold(clause, |text, word| text.strip_prefix(word).unwrap_or(text));
            let verb = self.build.iter().find(|word| bare.starts_with(word.as_str()))?;
            let start = clause.len() - bare.len();
            Some((start, start + verb.len()))
        };
        let (verb, rest) = self.becomes(clause).or_else(at_start)?;
        let (whole, state) = (clause.get(verb..)?, clause.get(rest..)?);
        (state.chars().count() >= 4 && self.stands(state)).then_some((whole, state))
    }

    /// Whether a sentence says in its first clause what a place will be.
    pub fn is_vision(&self, sentence: &str) -> bool {
        clauses(sentence).next().is_some_and(|clause| self.vision(clause).is_some())
    }

    /// A member of a slogan that promises things: 创造一批X. `verb` is that of the first member, where this one has none.
    fn promise<'t>(&'t self, member: &'t str, verb: Option<&'t str>) -> Option<(&'t str, &'t str)> {
        let own = self.create.iter().find(|word| member.starts_with(word.as_str())).map(String::as_str);
        let rest = own.map_or(member, |word| &member[word.len()..]);
        let verb = own.or(verb)?;
        let rest = rest.strip_prefix('出').unwrap_or(rest);
        self.amount.iter().any(|word| rest.starts_with(word.as_str())).then_some((verb, rest))
    }
}

/// A goal with the sentences that speak of it.
#[derive(Clone, Debug)]
pub struct GoalAt {
    pub node: NodeAt,
    /// Block of its own bullet or paragraph; `None` for visions and promises.
    pub block: Option<usize>,
    pub sentence: usize,
    pub is_bullet: bool,
    /// A stage: holds the goals below it.
    pub stage: Option<usize>,
}

/// Adds the goals; gives them in the order found.
pub fn stage(scene: &Scene<'_>, draft: &mut Draft, sections: &[NodeAt], terms: &[NodeAt]) -> Vec<GoalAt> {
    let mut goals = Vec::new();
    in_text(scene, draft, sections, &mut goals);
    promises(scene, draft, sections, terms);
    goals
}

fn in_text(scene: &Scene<'_>, draft: &mut Draft, sections: &[NodeAt], goals: &mut Vec<GoalAt>) {
    let words = &scene.lexicons.goals;
    for (at, sentence) in scene.document.sentences.iter().enumerate() {
        let part = scene.parts.of(sentence.section);
        let heading = sentence.role == Role::Heading && part == Part::Goals;
        if !part.states_aims() || !(sentence.role == Role::Body || heading) {
            continue;
        }
        let text = scene.text(at);
        let bullet =
            sentence.bullet > 0 || matches!(scene.document.blocks.get(sentence.block).map(|block| block.kind), Some(BlockKind::Bullet(_)));
        if heading {
            heading_goal(scene, draft, sections, goals, at);
        } else if bullet {
            // Only the head of a bullet is its goal; the rest measures and explains it.
            let opens = scene.document.blocks.get(sentence.block).is_some_and(|block| block.sentences.0 == at);
            if opens && part == Part::Goals {
                let lead = text.trim_start_matches(['—', '-', '－', '―', '–', '·', '•', '●', ' ', '\u{3000}']);
                let name = lead.split(['。', '，', '：', '；']).next().unwrap_or_default().trim();
                add(scene, draft, sections, goals, Kind::Bullet, at, name, &[]);
            }
        } else if opens_stage(text, part) || text.starts_with("展望") {
            stage_goal(scene, draft, sections, goals, at);
        } else if part == Part::Goals && topic(scene, text, sentence.lead) {
            let name = text.split(['。', '，', '：', '；']).next().unwrap_or_default().trim();
            add(scene, draft, sections, goals, Kind::Topic, at, name, &[]);
        } else {
            for (whole, state) in clauses(text).filter_map(|clause| words.vision(clause)) {
                add(scene, draft, sections, goals, Kind::Vision, at, whole, &[state]);
            }
        }
    }
}

/// Whether a sentence says how things will be by a year: 到2025年，…. A date (2020年9月11日) or a stretch (2021年以来) is none; a
/// bare year is one only where goals stand.
fn opens_stage(text: &str, part: Part) -> bool {
    let by = text.trim_start().starts_with(['到', '至', '力']);
    let Some(year) = years::all(text).into_iter().next().filter(|_| opens_with_year(text)) else { return false };
    let after = text.get(year.end..).unwrap_or_default().trim_start();
    let dated = after.starts_with(|c: char| c.is_ascii_digit()) || clauses(after).next().is_some_and(|clause| clause.contains("以来"));
    !dated && (by || part == Part::Goals)
}

/// A numbered heading below 主要目标 is a goal, unless it only names a year or the table of indicators.
fn heading_goal(scene: &Scene<'_>, draft: &mut Draft, sections: &[NodeAt], goals: &mut Vec<GoalAt>, at: usize) {
    let Some(section) = scene.document.sentences.get(at).and_then(|sentence| scene.document.sections.get(sentence.section)) else { return };
    let below_goals = section.parent.is_some_and(|parent| scene.parts.of(parent) == Part::Goals);
    let own = scene.lexicons.goals.is_state(&section.title) || section.kind.is_run_in();
    if below_goals && own && section.kind != HeadingKind::Stage && !opens_with_year(&section.title) {
        add(scene, draft, sections, goals, Kind::Topic, at, &section.title, &[]);
    }
}

/// A sentence that says in its first clause how things will be, without a figure.
fn topic(scene: &Scene<'_>, text: &str, lead: bool) -> bool {
    let Some(first) = clauses(text).next() else { return false };
    let length = first.chars().count();
    (5..=40).contains(&length)
        && !first.contains(|c: char| c.is_ascii_digit())
        && !first.starts_with(['以', '按', '根', '为', '围'])
        && !scene.lexicons.actions.announces_aims(first)
        && !scene.lexicons.goals.refers(first)
        && (lead || scene.lexicons.goals.is_state(first))
}

fn stage_goal(scene: &Scene<'_>, draft: &mut Draft, sections: &[NodeAt], goals: &mut Vec<GoalAt>, at: usize) {
    let words = &scene.lexicons.goals;
    let text = scene.text(at).trim_end_matches('。');
    let mut all: Vec<&str> = clauses(text).map(str::trim).collect();
    let phrase = if all.is_empty() { "" } else { all.remove(0) };
    let year_end = years::all(phrase).first().map_or(0, |found| found.end);
    let year_phrase = phrase.get(..year_end).unwrap_or_default().trim_end_matches(['，', '：', ' ']).to_owned();
    let rest = phrase.get(year_end..).unwrap_or_default().trim_start_matches(['底', '末', '前', '，', '：', ':', ' ']);
    if !rest.is_empty() {
        all.insert(0, rest);
    }
    // 到2028年，主要目标是： announces what follows; such a stage has only its year for a name.
    let announced = all.len();
    all.retain(|clause| !words.refers(clause));
    // 到2025年，分布见表2: nothing but the place of a table.
    if all.is_empty() && announced > 0 {
        return;
    }
    all.retain(|clause| !scene.lexicons.actions.announces_aims(clause));
    let end_state = all.iter().rev().find(|clause| {
        !clause.contains(|c: char| c.is_ascii_digit())
            && (words.becomes(clause).is_some() || words.build.iter().any(|word| clause.starts_with(word.as_str())))
    });
    let dated = Some(year_phrase.as_str()).filter(|year| !year.is_empty());
    let Some(name) = end_state.or_else(|| all.first()).copied().or(dated) else { return };
    let mut aliases = vec![year_phrase.as_str()];
    if let Some((verb, state)) = words.becomes(name) {
        aliases.extend([name.get(verb..).unwrap_or_default(), name.get(state..).unwrap_or_default()]);
    }
    if let Some(first) = all.first().filter(|first| **first != name) {
        aliases.push(first);
    }
    add(scene, draft, sections, goals, Kind::Stage, at, name, &aliases);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Stage,
    Bullet,
    Topic,
    Vision,
}

impl Kind {
    const fn rule(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Bullet => "goal bullet",
            Self::Topic => "topic sentence",
            Self::Vision => "vision",
        }
    }
}

fn add(
    scene: &Scene<'_>,
    draft: &mut Draft,
    sections: &[NodeAt],
    goals: &mut Vec<GoalAt>,
    kind: Kind,
    at: usize,
    name: &str,
    aliases: &[&str],
) {
    let Some(sentence) = scene.document.sentences.get(at).filter(|_| name.chars().count() >= 4) else { return };
    let proof = scene.cite(at);
    let text = scene.text(at).trim_start_matches(['—', '-', '－', '―', ' ']);
    let year = years::first(scene.text(at)).filter(|_| kind == Kind::Stage).or_else(|| scene.stage_year(sentence.section));
    let mut found = Found::new(NodeKey::named(draft.slug(), "Goal", name), "Goal", name, kind.rule(), proof.clone()).with("text", text);
    if let Some(year) = year {
        found = found.with("year", year);
    }
    for alias in aliases.iter().filter(|alias| alias.chars().count() >= 3) {
        found = found.alias(*alias);
    }
    let node = draft.node(found);
    if let Some(&section) = sections.get(scene.headed(sentence.section)) {
        draft.link(Link::structural("CONTAINS", section, node, "outline", proof.clone()));
    }
    let stage = scene.stage_of(sentence.section).unwrap_or(sentence.section);
    let above = goals.iter().rev().find(|goal| goal.stage == Some(stage)).map(|goal| goal.node);
    if let Some(above) = above.filter(|_| matches!(kind, Kind::Bullet | Kind::Topic)) {
        draft.link(Link::structural("PART_OF", node, above, "goal of a stage", proof));
    }
    goals.push(GoalAt {
        node,
        block: (kind != Kind::Vision).then_some(sentence.block),
        sentence: at,
        is_bullet: kind == Kind::Bullet,
        stage: (kind == Kind::Stage).then_some(sentence.section),
    });
}

/// What counted slogans promise: in the text (重点打造“八大创造”，即创造一批…、一批…) and in the glossary.
fn promises(scene: &Scene<'_>, draft: &mut Draft, sections: &[NodeAt], terms: &[NodeAt]) {
    let words = &scene.lexicons.goals;
    for (at, sentence) in scene.document.sentences.iter().enumerate() {
        let entry = match sentence.role {
            Role::Entry(entry) if scene.document.glossary.get(entry).is_some_and(|found| found.sentences.0 == at) => Some(entry),
            Role::Body if scene.parts.of(sentence.section).states_aims() => None,
            _ => continue,
        };
        let text = scene.text(at);
        let (slogan, list) = match entry.and_then(|entry| scene.document.glossary.get(entry)) {
            Some(found) => (found.term.as_str(), scene.slice(found.definition)),
            None => match counted(text) {
                Some(found) => found,
                None => continue,
            },
        };
        let Some(count) = members::promised(slogan) else { continue };
        // The list ends where as many members as promised have been read, though the sentence may go on.
        let mut parts = members::split(list, Some(count));
        if parts.len() != count {
            parts = list.split(['、', '，', '。']).take(count).map(str::to_owned).collect();
        }
        let first = parts.first().map(|part| part.trim_start_matches(['即', '：']).to_owned()).unwrap_or_default();
        let Some((verb, _)) = words.promise(&first, None) else { continue };
        let read: Option<Vec<(String, String)>> = parts
            .iter()
            .map(|part| {
                let part = part.trim_start_matches(['即', '：']);
                let (own, rest) = words.promise(part, Some(verb))?;
                (own == verb).then(|| (format!("{verb}{rest}"), rest.to_owned()))
            })
            .collect();
        let Some(read) = read.filter(|read| read.len() == count) else { continue };
        let term = terms.iter().copied().find(|&term| {
            let node = draft.get(term);
            std::iter::once(&node.name).chain(&node.aliases).any(|name| fold(name) == fold(slogan))
        });
        let proof = scene.cite(at);
        for (name, rest) in read {
            let node = promise(draft, &name, &rest, words, &proof, slogan);
            if let Some(&section) = sections.get(scene.headed(sentence.section)).filter(|_| entry.is_none()) {
                draft.link(Link::structural("CONTAINS", section, node, "outline", proof.clone()));
            }
            if let Some(term) = term {
                draft.link(Link::explicit("COMPRISES", term, node, "counted slogan", 1.0, proof.clone()).trigger(slogan));
            }
            // The heading that works the promise out proves it as well.
            let heading =
                scene.document.sections.iter().find(|section| fold(&section.title) == fold(&name)).and_then(|section| section.sentence);
            if let Some(heading) = heading {
                draft.prove(node, scene.cite(heading));
            }
        }
    }
}

fn promise(draft: &mut Draft, name: &str, rest: &str, words: &GoalWords, proof: &Proof, slogan: &str) -> NodeAt {
    let thing = words.amount.iter().find_map(|word| rest.strip_prefix(word.as_str())).unwrap_or(rest);
    let mut found = Found::new(NodeKey::named(draft.slug(), "Goal", name), "Goal", name, "counted slogan", proof.clone())
        .with("text", name)
        .trigger(slogan)
        .alias(thing);
    if let Some((_, head)) = thing.rsplit_once('的').filter(|(_, head)| head.chars().count() >= 4) {
        found = found.alias(head);
    }
    draft.node(found)
}

/// A quoted, counted slogan with the list that follows it: “八大创造”，即…; the slogan and the list.
fn counted(text: &str) -> Option<(&str, &str)> {
    text.match_indices('“').find_map(|(at, mark)| {
        let (slogan, after) = text[at + mark.len()..].split_once('”')?;
        members::promised(slogan)?;
        let list = after.trim_start().strip_prefix(['，', '：', ','])?.trim_start();
        let list = ["即", "就是", "包括", "主要包括"].iter().find_map(|word| list.strip_prefix(word))?;
        Some((slogan, list))
    })
}
