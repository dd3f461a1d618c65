//! Stage 3: tasks from headings, measures from sentences.

use rustc_hash::FxHashMap;

use super::{Draft, Found, Link, NodeAt, Part, Scene};
use crate::document::{BlockKind, HeadingKind, Sentence, unnumbered};
use crate::extract::actions::Act;
use crate::model::{NodeKey, TextHash};

/// A measure with the sentence that it is.
#[derive(Clone, Copy, Debug)]
pub struct MeasureAt {
    pub node: NodeAt,
    pub sentence: usize,
    /// Innermost task.
    pub task: NodeAt,
}

/// Equal texts counted, so that each gets a key of its own.
#[derive(Default)]
struct Ordinals(FxHashMap<(&'static str, TextHash), usize>);

impl Ordinals {
    fn key(&mut self, plan: &str, kind: &'static str, text: &str) -> NodeKey {
        // A sentence that only got another number is the same sentence.
        let text = TextHash::of(unnumbered(text));
        let count = self.0.entry((kind, text)).or_default();
        *count += 1;
        NodeKey::text(plan, kind, text, *count - 1)
    }
}

/// Adds tasks and measures; gives the measures in document order.
pub fn stage(scene: &Scene<'_>, draft: &mut Draft, sections: &[NodeAt]) -> Vec<MeasureAt> {
    let document = scene.document;
    let mut ordinals = Ordinals::default();
    let mut tasks: FxHashMap<usize, NodeAt> = FxHashMap::default();
    let mut depths: FxHashMap<NodeAt, i64> = FxHashMap::default();
    for (at, section) in document.sections.iter().enumerate().skip(1) {
        let Some(proof) = scene.section_sentence(at).filter(|_| scene.parts.is_task(at) && !section.title.is_empty()) else { continue };
        let above = document.sections_around(at).skip(1).find_map(|outer| tasks.get(&outer)).copied();
        // A numbered sentence is a measure of the task around it; it is a task where others are numbered below it.
        if section.kind == HeadingKind::Item && above.is_some() && !scene.parts.has_children(at) {
            continue;
        }
        let level = above.and_then(|task| depths.get(&task)).map_or(1, |depth| depth + 1);
        let key = ordinals.key(draft.slug(), "Task", &section.title);
        let node = draft.node(
            Found::new(key, "Task", &*section.title, "task heading", scene.cite(proof))
                .with("number", section.number.as_str())
                .with("level", level),
        );
        if let Some(&own) = sections.get(at) {
            draft.link(Link::structural("CONTAINS", own, node, "outline", scene.cite(proof)));
        }
        if let Some(above) = above {
            draft.link(Link::structural("PART_OF", node, above, "task under task", scene.cite(proof)));
        }
        depths.insert(node, level);
        tasks.insert(at, node);
    }

    let mut measures = Vec::new();
    // The task that a run-in lead sentence opens holds for the rest of its paragraph.
    let mut lead: Option<(usize, NodeAt)> = None;
    for (at, sentence) in scene.body() {
        if scene.parts.of(sentence.section) != Part::Tasks || is_aside(scene, sentence) {
            continue;
        }
        let Some(task) = document.sections_around(sentence.section).find_map(|outer| tasks.get(&outer)).copied() else { continue };
        let text = scene.text(at);
        let owner = sections.get(scene.headed(sentence.section)).copied();
        if sentence.lead && names_work(scene, text) {
            let title = text.trim_end_matches('。').trim_start_matches(['—', '－', '―', '–', '-', '·', '•', ' ']);
            let key = ordinals.key(draft.slug(), "Task", title);
            let level = depths.get(&task).map_or(1, |depth| depth + 1);
            let node = draft.node(Found::new(key, "Task", title, "lead sentence", scene.cite(at)).with("level", level));
            draft.link(Link::structural("PART_OF", node, task, "lead sentence", scene.cite(at)));
            if let Some(owner) = owner {
                draft.link(Link::structural("CONTAINS", owner, node, "outline", scene.cite(at)));
            }
            lead = Some((sentence.block, node));
            continue;
        }
        // A sentence that only says what the place will be is a purpose.
        if sentence.lead && scene.lexicons.goals.is_vision(text) && !text.contains('，') {
            continue;
        }
        let Act::Measure { trigger, rule, confidence } = scene.lexicons.actions.read(text) else { continue };
        let task = lead.filter(|(block, _)| *block == sentence.block).map_or(task, |(_, node)| node);
        let key = ordinals.key(draft.slug(), "Measure", text);
        let node = draft.node(
            Found::new(key, "Measure", &*sentence.address, rule, scene.cite(at))
                .with("text", text)
                .with("confidence", confidence)
                .trigger(trigger),
        );
        draft.link(Link::structural("PART_OF", node, task, "sentence under task", scene.cite(at)));
        if let Some(owner) = owner {
            draft.link(Link::structural("CONTAINS", owner, node, "outline", scene.cite(at)));
        }
        measures.push(MeasureAt { node, sentence: at, task });
    }
    measures
}

/// A line about who answers for a task is no sentence of it.
fn is_aside(scene: &Scene<'_>, sentence: &Sentence) -> bool {
    scene
        .document
        .blocks
        .get(sentence.block)
        .is_some_and(|block| matches!(block.kind, BlockKind::Responsibility | BlockKind::Front | BlockKind::Tail))
}

/// A short sentence without a comma, a quotation or a figure names what its paragraph is about: 提升标准的国际化水平。 Not so
/// where it says what is (X是Y的重要内容), who must do what, or what the place will be.
fn names_work(scene: &Scene<'_>, text: &str) -> bool {
    let bare = text.trim_end_matches('。');
    let length = bare.chars().count();
    (4..=30).contains(&length)
        && text.ends_with('。')
        && !bare.contains(['，', ',', '；', '：', '《', '（', '“', '、'])
        && !bare.contains(|c: char| c.is_ascii_digit())
        && !scene.lexicons.actions.asserts(bare)
        && !scene.lexicons.goals.is_vision(bare)
}
