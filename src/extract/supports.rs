//! Stage 6: which measures support which goals and indicators.
//!
//! A goal (an indicator) is about the concepts that its own name shows. A measure supports it where a clause of the measure holds
//! words that, by the lexicon, raise the quantity or bring about the state, or where the measure states the value that it is
//! to reach. What the section is called plays no part. A goal whose name shows no concept of the lexicon is served by clauses
//! that name it: its noun after a verb of raising.

use std::cell::OnceCell;

use super::concepts::Concepts;
use super::indicators::Stated;
use super::tasks::MeasureAt;
use super::{Draft, Link, NodeAt, Scene};
use crate::base::fold;

/// A goal or indicator with what would serve it.
struct Aim {
    node: NodeAt,
    /// Each with the words of which a measure must hold one; none where there are none.
    concepts: Vec<(usize, Vec<String>)>,
    /// Its own noun, for aims without a concept; folded.
    noun: Option<String>,
}

impl Aim {
    /// Whether a measure that serves a concept serves this aim by it.
    fn is_of(&self, concept: usize, measure: &str) -> bool {
        self.concepts
            .iter()
            .any(|(own, words)| *own == concept && (words.is_empty() || words.iter().any(|word| measure.contains(word.as_str()))))
    }
}

pub fn stage(scene: &Scene<'_>, draft: &mut Draft, measures: &[MeasureAt], stated: &[Stated]) {
    let concepts = &scene.lexicons.concepts;
    let aims = aims(draft, concepts, scene);
    let mut links = Vec::new();
    for measure in measures {
        let text = scene.text(measure.sentence);
        let served = concepts.served(text);
        let folded = OnceCell::new();
        for aim in &aims {
            let best = served.iter().filter(|served| aim.is_of(served.concept, text)).max_by(|a, b| a.confidence.total_cmp(&b.confidence));
            if let Some(best) = best {
                let rule = "concept of the aim";
                links.push(
                    Link::lexical("SUPPORTS", measure.node, aim.node, rule, best.confidence, scene.cite(measure.sentence))
                        .trigger(&best.trigger),
                );
            } else if let Some(words) = aim.noun.as_deref().and_then(|noun| {
                let clauses: &Vec<String> = folded.get_or_init(|| super::actions::clauses(text).map(fold).collect());
                raises(scene, clauses, noun)
            }) {
                links.push(
                    Link::lexical("SUPPORTS", measure.node, aim.node, "words of the aim", 0.6, scene.cite(measure.sentence))
                        .trigger(&words),
                );
            }
        }
    }
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

fn aims(draft: &Draft, concepts: &Concepts, scene: &Scene<'_>) -> Vec<Aim> {
    let mut aims = Vec::new();
    for kind in ["Goal", "Indicator"] {
        for (at, node) in draft.of_kind(kind) {
            let rule = node.properties.get("rule").and_then(crate::model::Value::as_str).unwrap_or_default();
            // Stages and visions are wholes: what serves their parts is said of the parts.
            if matches!(rule, "stage" | "vision") {
                continue;
            }
            let own = |concept| if kind == "Indicator" { concepts.own_words(concept, &node.name) } else { Vec::new() };
            let concepts: Vec<(usize, Vec<String>)> = concepts.named(&node.name).map(|concept| (concept, own(concept))).collect();
            let noun = if concepts.is_empty() { noun(&node.name, scene) } else { None };
            aims.push(Aim { node: at, concepts, noun });
        }
    }
    aims
}

/// What a name is about, without the predicate of a goal and the quantity of an indicator: 残疾学生入学机会明显增加 → 残疾学生入学机会.
fn noun(name: &str, scene: &Scene<'_>) -> Option<String> {
    let folded = fold(name);
    let about = scene.lexicons.figures.topic(&folded);
    // Too short a noun says too little.
    let mut text = if about.chars().count() >= 4 { about.to_owned() } else { folded.clone() };
    for ending in ["数量", "比重", "比例", "总量", "面积", "数", "率"] {
        if let Some(rest) = text.strip_suffix(ending).filter(|rest| rest.chars().count() >= 4) {
            text = rest.to_owned();
            break;
        }
    }
    let text = scene.lexicons.goals.without_state(&text).to_owned();
    (4..=14).contains(&text.chars().count()).then_some(text)
}

/// A clause, folded, that names the noun after a verb of doing.
fn raises(scene: &Scene<'_>, clauses: &[String], noun: &str) -> Option<String> {
    clauses.iter().find_map(|clause| {
        let at = clause.find(noun)?;
        let verb = scene.lexicons.actions.first_action(clause.get(..at)?)?;
        Some(format!("{verb}…{noun}"))
    })
}
