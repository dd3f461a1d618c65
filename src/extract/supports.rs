//! Stage 6: which measures support which goals and indicators.
//!
//! A goal (an indicator) is about the concepts that its own name shows. A measure supports it where a clause of the measure holds
//! words that, by the lexicon, raise the quantity or bring about the state. What the section is called plays no part. A goal
//! whose name shows no concept of the lexicon is served by clauses that name it: its noun after a verb of raising.

use super::concepts::Concepts;
use super::tasks::MeasureAt;
use super::{Draft, Link, NodeAt, Scene};
use crate::base::fold;

/// A goal or indicator with what would serve it.
struct Aim {
    node: NodeAt,
    concepts: Vec<usize>,
    /// Its own noun, for aims without a concept; folded.
    noun: Option<String>,
}

pub fn stage(scene: &Scene<'_>, draft: &mut Draft, measures: &[MeasureAt]) {
    let concepts = &scene.lexicons.concepts;
    let aims = aims(draft, concepts, scene);
    let mut links = Vec::new();
    for measure in measures {
        let text = scene.text(measure.sentence);
        let served = concepts.served(text);
        for aim in &aims {
            let best =
                served.iter().filter(|served| aim.concepts.contains(&served.concept)).max_by(|a, b| a.confidence.total_cmp(&b.confidence));
            if let Some(best) = best {
                let rule = "concept of the aim";
                links.push(
                    Link::lexical("SUPPORTS", measure.node, aim.node, rule, best.confidence, scene.cite(measure.sentence))
                        .trigger(&best.trigger),
                );
            } else if let Some(words) = aim.noun.as_deref().and_then(|noun| raises(scene, text, noun)) {
                links.push(
                    Link::lexical("SUPPORTS", measure.node, aim.node, "words of the aim", 0.6, scene.cite(measure.sentence))
                        .trigger(&words),
                );
            }
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
            let concepts: Vec<usize> = concepts.named(&node.name).collect();
            let noun = if concepts.is_empty() { noun(&node.name, scene) } else { None };
            aims.push(Aim { node: at, concepts, noun });
        }
    }
    aims
}

/// What a name is about, without the predicate of a goal and the quantity of an indicator: 残疾学生入学机会明显增加 → 残疾学生入学机会.
fn noun(name: &str, scene: &Scene<'_>) -> Option<String> {
    let mut text = fold(name);
    let predicates = [
        "更加",
        "进一步",
        "全面",
        "明显",
        "显著",
        "大幅",
        "基本",
        "持续",
        "不断",
        "总体",
        "有效",
        "日益",
        "初步",
        "逐步",
        "达到",
        "稳步",
        "更为",
    ];
    if let Some(at) = predicates.iter().filter_map(|word| text.find(word)).filter(|at| *at >= 12).min() {
        text.truncate(at);
    }
    for ending in ["数量", "比重", "比例", "总量", "面积", "数", "率"] {
        if let Some(rest) = text.strip_suffix(ending).filter(|rest| rest.chars().count() >= 4) {
            text = rest.to_owned();
            break;
        }
    }
    let text = scene.lexicons.goals.without_state(&text).to_owned();
    (4..=14).contains(&text.chars().count()).then_some(text)
}

/// A clause that names the noun after a verb of doing.
fn raises(scene: &Scene<'_>, text: &str, noun: &str) -> Option<String> {
    super::actions::clauses(text).find_map(|clause| {
        let folded = fold(clause);
        let at = folded.find(noun)?;
        let verb = scene.lexicons.actions.first_action(folded.get(..at)?)?;
        Some(format!("{verb}…{noun}"))
    })
}
