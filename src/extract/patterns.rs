//! Rows of steps that follow one another within a clause: `<raise> ~8 研发投入|研发经费`.

use smallvec::SmallVec;

/// Distance in characters between two steps where a pattern sets no other.
pub const REACH: usize = 16;

/// A set of classes of words, one bit each.
pub type Classes = u64;

/// A word of the lexicon at its place in a clause: bytes.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    pub word: u32,
    pub start: usize,
    pub end: usize,
    /// The classes that the word belongs to.
    pub classes: Classes,
    /// It is part of a longer word in which it means something else.
    pub hidden: bool,
}

/// A pattern of a concept.
#[derive(Clone, Debug, Default)]
pub struct Pattern {
    pub steps: Vec<Step>,
    /// As the lexicon has it.
    pub text: String,
}

/// Words of which any may stand at one place of a pattern.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// Single words, sorted.
    pub words: Vec<u32>,
    /// All words of these classes.
    pub classes: Classes,
    /// Most characters between the step before and this one.
    pub reach: usize,
}

impl Step {
    fn takes(&self, hit: &Hit) -> bool {
        self.classes & hit.classes != 0 || self.words.binary_search(&hit.word).is_ok()
    }
}

/// The hits, one a step, by which a pattern matched.
pub type Row = SmallVec<[Hit; 4]>;

impl Pattern {
    /// The first row of hits that follow one another as the steps do and that `whole` accepts, of hits that `free` accepts.
    pub fn matched(&self, clause: &str, hits: &[Hit], free: impl Fn(&Hit) -> bool, whole: impl Fn(&Hit) -> bool) -> Option<Row> {
        // Each hit that a step reached, with the place in this list of the one before it.
        let mut reached: SmallVec<[(Hit, usize); 16]> = SmallVec::new();
        let mut level = 0..0;
        for (nth, step) in self.steps.iter().enumerate() {
            let next = reached.len();
            for hit in hits.iter().filter(|hit| !hit.hidden && step.takes(hit) && free(hit)) {
                let near = |before: &Hit| {
                    before.end <= hit.start && clause.get(before.end..hit.start).is_some_and(|gap| gap.chars().count() <= step.reach)
                };
                let before = if nth == 0 { Some(0) } else { level.clone().find(|&at| near(&reached[at].0)) };
                if let Some(before) = before {
                    reached.push((*hit, before));
                }
            }
            level = next..reached.len();
            if level.is_empty() {
                return None;
            }
        }
        let mut at = level.into_iter().find(|&at| whole(&reached[at].0))?;
        let mut row: Row = SmallVec::new();
        for _ in &self.steps {
            row.push(reached[at].0);
            at = reached[at].1;
        }
        row.reverse();
        Some(row)
    }
}
