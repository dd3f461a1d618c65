//! Which part of a plan a section belongs to: background, goals, tasks, glossary.

use rustc_hash::FxHashMap;

use crate::base::{Outcome, fold};
use crate::document::{Document, HeadingKind};
use crate::schema::{GraphFiles, lexicon};

/// What a section is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    /// What stands before the first heading, or under 前言.
    #[default]
    Preface,
    Background,
    Guiding,
    Principles,
    /// 总体要求: what is guiding and what is a goal is told by the headings or sentences below.
    Requirements,
    Goals,
    Tasks,
    Annex,
    Glossary,
}

impl Part {
    /// Whether visions and stages are looked for here.
    pub const fn states_aims(self) -> bool {
        matches!(self, Self::Preface | Self::Guiding | Self::Requirements | Self::Goals)
    }
}

/// The words of headings; see `graph/lexicon/outline.toml`.
#[derive(Clone, Debug)]
pub struct OutlineWords {
    entries: Vec<(Sort, lexicon::Entry)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Part(Part),
    /// 主要任务, 保障措施: names no line of work itself.
    Container,
}

impl OutlineWords {
    /// # Errors
    /// Where the file cannot be read.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        let mut entries = Vec::new();
        for entry in lexicon::load(files, "lexicon/outline.toml")?.entry {
            let sort = match entry.name.as_str() {
                "goals" => Sort::Part(Part::Goals),
                "guiding" => Sort::Part(Part::Guiding),
                "principles" => Sort::Part(Part::Principles),
                "requirements" => Sort::Part(Part::Requirements),
                "background" => Sort::Part(Part::Background),
                "preface" => Sort::Part(Part::Preface),
                "annex" => Sort::Part(Part::Annex),
                _ => Sort::Container,
            };
            entries.push((sort, entry));
        }
        Ok(Self { entries })
    }

    /// Whether an entry of the file claims a heading; for the examples of the entries.
    pub fn claims(&self, entry: &str, heading: &str) -> bool {
        let heading = bare(heading);
        self.entries.iter().any(|(sort, known)| known.name == entry && matches(*sort, known, &heading))
    }

    pub fn entries(&self) -> impl Iterator<Item = &lexicon::Entry> {
        self.entries.iter().map(|(_, entry)| entry)
    }

    /// What a heading says of itself: its part, and whether it is a mere container of tasks.
    fn read(&self, title: &str) -> (Option<Part>, bool) {
        let title = bare(title);
        let mut found = self.entries.iter().filter(|(sort, entry)| matches(*sort, entry, &title)).map(|(sort, _)| *sort);
        let Some(first) = found.next() else { return (None, false) };
        let second = found.next();
        match (first, second) {
            (Sort::Container, _) | (_, Some(Sort::Container)) => (Some(Part::Tasks), true),
            (Sort::Part(part), None) => (Some(part), false),
            // 指导思想、基本原则和主要目标: the headings below tell them apart.
            (Sort::Part(Part::Annex | Part::Preface), Some(_)) => (Some(Part::Annex), false),
            (Sort::Part(_), Some(Sort::Part(Part::Background))) => (Some(Part::Background), false),
            (Sort::Part(_), Some(_)) => (Some(Part::Requirements), false),
        }
    }
}

/// A heading without number, spaces and closing marks.
fn bare(heading: &str) -> String {
    let folded = fold(heading);
    let text = folded.trim_end_matches(['。', ':', '.', ';', '；']);
    let after_number = text.trim_start_matches(|c: char| c.is_ascii_digit() || "()（）一二三四五六七八九十百、.．第章节编".contains(c));
    if after_number.is_empty() { text.to_owned() } else { after_number.to_owned() }
}

fn matches(sort: Sort, entry: &lexicon::Entry, title: &str) -> bool {
    if entry.except.iter().any(|word| title.contains(word.as_str())) {
        return false;
    }
    if sort == Sort::Container {
        let mut rest = title;
        // 主要任务和重点工作: words of the entry and joints, nothing else.
        while !rest.is_empty() {
            let joint = rest.trim_start_matches(['、', '和', '与', '及']);
            let Some(word) = entry.words.iter().filter(|word| joint.starts_with(word.as_str())).max_by_key(|word| word.len()) else {
                return false;
            };
            rest = &joint[word.len()..];
        }
        return !title.is_empty();
    }
    entry.words.iter().any(|word| title.contains(word.as_str()))
}

/// The annexes of a document (附件1, 附表2), each with whether it has an outline of its own: run-in headings, or headings below
/// headings. A list of names or a table has none.
fn annex_outlines(document: &Document) -> FxHashMap<usize, bool> {
    let sections = &document.sections;
    let is_annex = |at: usize| {
        sections
            .get(at)
            .is_some_and(|section| section.kind == HeadingKind::Plain && section.parent == Some(0) && section.address.starts_with('附'))
    };
    let mut found: FxHashMap<usize, bool> = (1..sections.len()).filter(|&at| is_annex(at)).map(|at| (at, false)).collect();
    for section in sections.iter().filter(|section| !matches!(section.kind, HeadingKind::Stage | HeadingKind::Item)) {
        let Some(parent) = section.parent else { continue };
        let annex = if is_annex(parent) {
            Some(parent)
        } else {
            sections.get(parent).and_then(|outer| outer.parent).filter(|&outer| is_annex(outer))
        };
        if let Some(annex) = annex.filter(|&annex| section.kind.is_run_in() || annex != parent)
            && !["附表", "附图"].iter().any(|word| sections[annex].address.starts_with(word))
        {
            found.insert(annex, true);
        }
    }
    found
}

/// The part of every section, by index.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    of: Vec<Part>,
    task: Vec<bool>,
    has_children: Vec<bool>,
}

impl Parts {
    pub fn new(document: &Document, words: &OutlineWords) -> Self {
        let sections = &document.sections;
        let mut of = vec![Part::Preface; sections.len().max(1)];
        let mut container = vec![false; of.len()];
        let mut has_children = vec![false; of.len()];
        let outlines = annex_outlines(document);
        for (at, section) in sections.iter().enumerate().skip(1) {
            let parent = section.parent.unwrap_or(0);
            let above = of.get(parent).copied().unwrap_or_default();
            if section.kind != HeadingKind::Stage
                && let Some(flag) = has_children.get_mut(parent)
            {
                *flag = true;
            }
            let (own, is_container) = words.read(&section.title);
            container[at] = is_container;
            if let Some(outline) = outlines.get(&at) {
                // An annex names no line of work; one that is a plan in itself is read as one.
                of[at] = if *outline { Part::Preface } else { Part::Annex };
                continue;
            }
            // The parts of an annex that is a plan in itself stand as those of the document do.
            let outermost = parent == 0 || outlines.get(&parent) == Some(&true);
            of[at] = match (section.kind, own) {
                (HeadingKind::Glossary, _) => Part::Glossary,
                (HeadingKind::Stage, _) => above,
                (_, Some(Part::Requirements)) if above == Part::Tasks && !outermost => above,
                // Below a line of work only goals may open a part of another kind (一、重点任务 > （一）工作目标).
                (_, Some(part)) if outermost || above != Part::Tasks || part == Part::Goals => part,
                _ if matches!(above, Part::Annex | Part::Glossary) => above,
                (_, None) if outermost => Part::Tasks,
                _ => above,
            };
        }
        let task = (0..of.len())
            .map(|at| {
                at != 0
                    && of[at] == Part::Tasks
                    && !(container[at] && has_children[at])
                    && sections.get(at).is_some_and(|section| !matches!(section.kind, HeadingKind::Stage | HeadingKind::Root))
            })
            .collect();
        Self { of, task, has_children }
    }

    /// Whether sections stand below a section, stages aside.
    pub fn has_children(&self, section: usize) -> bool {
        self.has_children.get(section).copied().unwrap_or(false)
    }

    pub fn of(&self, section: usize) -> Part {
        self.of.get(section).copied().unwrap_or_default()
    }

    /// Whether the heading of a section names a line of work.
    pub fn is_task(&self, section: usize) -> bool {
        self.task.get(section).copied().unwrap_or(false)
    }
}
