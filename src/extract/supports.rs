//! Stage 6: which measures support which goals and indicators.
//!
//! A goal (an indicator) is about the concepts that its own name shows. A measure supports it where a clause of the measure holds
//! words that, by the lexicon, raise the quantity or bring about the state, or where the measure states the value that it is
//! to reach. Where the lexicon knows less, the words of the name itself decide, weighed by how rare they are in the plan: an indicator
//! is served by measures that name its thing, a goal by measures that name it after a verb of raising. Of a field in which the plan has
//! several quantities each is served by words of its own. What the section is called proves nothing; but where a plan works out its
//! goals task by task, a measure of a goal's task needs fewer words of the goal, and one of another task more.

use rustc_hash::{FxHashMap, FxHashSet};

use super::aims::{pairs, stretches};
use super::concepts::Served;
use super::counterparts::{Block, Chapter, Usage, counterparts};
use super::indicators::Stated;
use super::likeness::Likeness;
use super::tasks::MeasureAt;
use super::{Draft, Link, NodeAt, Scene};
use crate::base::fold;

mod aim;

use aim::{Aim, aims};

/// What a measure says.
struct Reading<'t> {
    text: &'t str,
    served: Vec<Served>,
    /// Clauses of the measure, folded; made where a noun is sought.
    folded: Vec<String>,
}

/// Where a measure stands to an aim.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a task that works out the goal (of the indicator).
    Inside,
    /// In another, while the goal has a task.
    Outside,
    /// The plan is not built so.
    Open,
}

/// Why a measure supports an aim.
struct Cause {
    rule: &'static str,
    confidence: f64,
    trigger: String,
}

pub fn stage(scene: &Scene<'_>, draft: &mut Draft, measures: &[MeasureAt], stated: &[Stated]) {
    let mut links = Vec::new();
    by_words(scene, draft, measures, &mut links);
    // A measure that says which value it is to reach (压减办理环节，平均时间压缩至5天) serves that indicator.
    for value in stated {
        if let Ok(at) = measures.binary_search_by_key(&value.sentence, |measure| measure.sentence) {
            let (node, proof) = (measures[at].node, scene.cite(value.sentence));
            let name = draft.get(value.indicator).name.clone();
            links.push(Link::explicit("SUPPORTS", node, value.indicator, "value in the measure", 0.9, proof).trigger(&name));
        }
    }
    // A task that bears the name of a goal is there to reach it.
    let goals: Vec<(NodeAt, String)> = draft.of_kind("Goal").map(|(at, node)| (at, fold(&node.name))).collect();
    for (task, node) in draft.of_kind("Task") {
        let name = fold(&node.name);
        if let Some((goal, _)) = goals.iter().find(|(_, goal)| *goal == name)
            && let Some(proof) = node.evidence.first()
        {
            links.push(Link::explicit("SUPPORTS", task, *goal, "task named as the goal", 1.0, proof.clone()).trigger(&node.name));
        }
    }
    for link in links {
        draft.link(link);
    }
}

/// Links of measures by their words.
fn by_words(scene: &Scene<'_>, draft: &Draft, measures: &[MeasureAt], links: &mut Vec<Link>) {
    let aims = aims(draft, scene);
    let bodies = bodies(draft);
    let (readings, clauses): (Vec<Reading<'_>>, Vec<Vec<&str>>) =
        measures.iter().map(|measure| read(scene, measure.sentence, &bodies)).unzip();
    let things: Vec<String> = aims.iter().map(|aim| aim.thing.clone()).collect();
    let likeness = Likeness::new(&scene.lexicons.aims, &scene.document.title, &things, &clauses);
    let chapters = Chapters::new(scene, draft, &aims, measures, &clauses);
    for (at, (measure, reading)) in measures.iter().zip(&readings).enumerate() {
        let mut found: Vec<Option<Cause>> = aims.iter().map(|_| None).collect();
        // Indicators that the measure names, then those that it serves otherwise, then goals.
        for said in
            likeness.said(at).iter().filter(|said| aims[said.name].names_thing(&likeness, said, chapters.place(at, &aims[said.name])))
        {
            let aim = &aims[said.name];
            let words = stretches(clauses[at][said.clause], |pair| likeness.holds(said, pair));
            let confidence = if said.share >= 0.6 { 0.75 } else { 0.6 };
            found[said.name] = Some(Cause { rule: "words of the aim", confidence, trigger: words }).filter(|_| !aim.is_goal);
        }
        let named: Vec<usize> = (0..aims.len()).filter(|&aim| found[aim].is_some()).collect();
        for (nth, aim) in aims.iter().enumerate().filter(|(_, aim)| !aim.is_goal) {
            if found[nth].is_none() {
                let own = likeness.said_of(at, nth).map_or(0, |said| likeness.own(said));
                // What names an indicator of another field and no word of this one is about the other.
                let other = !named.is_empty() && !named.iter().any(|&other| aim.is_akin(&aims[other]));
                let aside = own == 0 && (other || chapters.place(at, aim) == Place::Outside);
                found[nth] = if aside { None } else { by_concept(aim, reading, own) };
                found[nth] = found[nth].take().or_else(|| by_noun(scene, aim, reading));
            }
        }
        for nth in 0..aims.len() {
            let other = |at: usize| at != nth && found[at].is_some() && aims[nth].is_mistaken_for(&aims[at], reading.text);
            if found[nth].is_some() && (0..aims.len()).any(other) {
                found[nth] = None;
            }
        }
        for (nth, aim) in aims.iter().enumerate().filter(|(_, aim)| aim.is_goal) {
            let place = chapters.place(at, aim);
            let own = || pairs(reading.text).any(|pair| aim.own.contains(&pair));
            // Of goals that share a field the one whose task it is; another only by words of its own.
            let apart = place == Place::Outside || place == Place::Open && chapters.any() && !aim.own.is_empty();
            if !apart || own() {
                found[nth] = by_concept(aim, reading, u64::MAX).or_else(|| by_noun(scene, aim, reading));
            }
            if found[nth].is_none() && place == Place::Inside {
                let words = chapters.shared(scene, draft, at, nth, &aims, &clauses[at]);
                found[nth] = words.map(|trigger| Cause { rule: "task of the goal", confidence: 0.6, trigger });
            }
        }
        for (aim, cause) in aims.iter().zip(found).filter_map(|(aim, cause)| Some((aim, cause?))) {
            let proof = scene.cite(measure.sentence);
            links.push(Link::lexical("SUPPORTS", measure.node, aim.node, cause.rule, cause.confidence, proof).trigger(&cause.trigger));
        }
    }
}

/// What offices of government end with: who does the work tells nothing of what the work is for (由市自然资源局负责).
const OFFICES: [char; 7] = ['局', '委', '办', '厅', '府', '部', '组'];

/// The names of offices, longest first.
fn bodies(draft: &Draft) -> Vec<String> {
    let names = draft.of_kind("Institution").flat_map(|(_, node)| std::iter::once(&node.name).chain(&node.aliases));
    let mut names: Vec<String> = names.filter(|name| name.ends_with(OFFICES)).cloned().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// A clause without the offices that it names: what stands between them.
fn without<'t>(clause: &'t str, bodies: &[String]) -> Vec<&'t str> {
    let mut pieces = vec![clause];
    if clause.contains(OFFICES) {
        for body in bodies {
            pieces = pieces.into_iter().flat_map(|piece| piece.split(body.as_str())).collect();
        }
    }
    pieces
}

fn read<'t>(scene: &Scene<'t>, sentence: usize, bodies: &[String]) -> (Reading<'t>, Vec<&'t str>) {
    let text = scene.text(sentence);
    let (served, clauses) = scene.lexicons.concepts.read(text);
    let clauses = clauses.into_iter().flat_map(|clause| without(clause, bodies)).collect();
    let folded = super::actions::clauses(text).map(fold).collect();
    (Reading { text, served, folded }, clauses)
}

/// `own`: the pairs of characters of the aim's own that the measure says, a bit each.
fn by_concept(aim: &Aim, reading: &Reading<'_>, own: u64) -> Option<Cause> {
    let serves = |served: &&Served| aim.concepts.iter().any(|concept| concept.is_served(served.concept, reading.text, own));
    let best = reading.served.iter().filter(serves).max_by(|a, b| a.confidence.total_cmp(&b.confidence))?;
    Some(Cause { rule: "concept of the aim", confidence: best.confidence, trigger: best.trigger.clone() })
}

/// An aim of no known concept, where a clause names its noun after a verb of doing.
fn by_noun(scene: &Scene<'_>, aim: &Aim, reading: &Reading<'_>) -> Option<Cause> {
    let noun = aim.noun.as_deref()?;
    reading.folded.iter().find_map(|clause| {
        let at = clause.find(noun)?;
        let verb = scene.lexicons.actions.first_action(clause.get(..at)?)?;
        Some(Cause { rule: "words of the aim", confidence: 0.6, trigger: format!("{verb}…{noun}") })
    })
}

/// The tasks of the measures, and the goals that they work out.
struct Chapters {
    /// For each measure its task, an index into `headings`.
    task_of: Vec<usize>,
    headings: Vec<NodeAt>,
    /// For each task the goal, an index into the aims.
    goal_of: Vec<Option<usize>>,
    /// The goals that have a task.
    worked_out: FxHashSet<usize>,
    usage: Option<Usage>,
}

impl Chapters {
    fn new(scene: &Scene<'_>, draft: &Draft, aims: &[Aim], measures: &[MeasureAt], clauses: &[Vec<&str>]) -> Self {
        let mut headings: Vec<NodeAt> = Vec::new();
        let mut numbers = FxHashMap::default();
        let mut task_of = Vec::with_capacity(measures.len());
        for measure in measures {
            task_of.push(*numbers.entry(measure.task).or_insert_with(|| {
                headings.push(measure.task);
                headings.len() - 1
            }));
        }
        let mut chapters: Vec<Chapter<'_>> =
            headings.iter().map(|task| Chapter { heading: &draft.get(*task).name, measures: Vec::new() }).collect();
        for (task, clauses) in task_of.iter().zip(clauses) {
            chapters[*task].measures.push(clauses);
        }
        // How the plan itself is carried out works out none of its goals.
        for chapter in chapters.iter_mut().filter(|chapter| scene.lexicons.aims.is_safeguard(chapter.heading)) {
            *chapter = Chapter { heading: "", measures: Vec::new() };
        }
        let goals: Vec<usize> = (0..aims.len()).filter(|&at| aims[at].is_goal).collect();
        let blocks: Vec<Block<'_>> = goals.iter().map(|&goal| block(draft, aims, goal)).collect();
        let goal_of: Vec<Option<usize>> = counterparts(&blocks, &chapters).into_iter().map(|goal| goals.get(goal?).copied()).collect();
        let usage = goal_of.iter().any(Option::is_some).then(|| Usage::new(clauses));
        let worked_out = goal_of.iter().flatten().copied().collect();
        Self { task_of, headings, goal_of, worked_out, usage }
    }

    /// Whether the plan works out its goals task by task.
    const fn any(&self) -> bool {
        self.usage.is_some()
    }

    fn place(&self, measure: usize, aim: &Aim) -> Place {
        if !aim.goals.iter().any(|goal| self.worked_out.contains(goal)) {
            return Place::Open;
        }
        let here = self.goal_of[self.task_of[measure]];
        if here.is_some_and(|goal| aim.goals.contains(&goal)) { Place::Inside } else { Place::Outside }
    }

    fn shared(&self, scene: &Scene<'_>, draft: &Draft, measure: usize, goal: usize, aims: &[Aim], clauses: &[&str]) -> Option<String> {
        let heading = &draft.get(self.headings[self.task_of[measure]]).name;
        self.usage.as_ref()?.shared(&scene.lexicons.aims, &block(draft, aims, goal), heading, clauses)
    }
}

fn block<'d>(draft: &'d Draft, aims: &[Aim], goal: usize) -> Block<'d> {
    let indicators = aims.iter().filter(|aim| !aim.is_goal && aim.goals.contains(&goal));
    Block { goal: &draft.get(aims[goal].node).name, indicators: indicators.map(|aim| &*draft.get(aim.node).name).collect() }
}
