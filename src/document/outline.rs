//! Which heading stands inside which.

use super::numbering::Mark;
use super::words::words;

/// A numbering style as it counts in one document: dotted numbers have a level for each of their parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Level {
    pub style: usize,
    pub depth: u8,
}

impl Level {
    pub fn of(mark: Mark) -> Self {
        Self { style: mark.style, depth: mark.depth }
    }
}

/// The order of the levels of one document, outermost first.
#[derive(Debug, Default)]
pub(super) struct Order {
    levels: Vec<Level>,
}

impl Order {
    /// Infers the order from the headings in text order. The usual order holds, except where one level clearly counts anew
    /// inside another that usually stands deeper.
    pub fn infer(headings: &[Mark]) -> Self {
        let mut levels: Vec<Level> = Vec::new();
        for mark in headings {
            if !levels.contains(&Level::of(*mark)) {
                levels.push(Level::of(*mark));
            }
        }
        let rank = |level: &Level| (words().styles.get(level.style).map_or(u16::MAX, |style| style.rank), level.depth);
        levels.sort_by_key(rank);
        // A bubble sort by evidence: neighbours change places where the inner one contains restarts of the outer one and never
        // the other way round. A dozen levels at most.
        for _ in 0..levels.len() {
            for at in 1..levels.len() {
                let (outer, inner) = (levels[at - 1], levels[at]);
                if restarts_inside(headings, outer, inner) >= 2 && restarts_inside(headings, inner, outer) == 0 {
                    levels.swap(at - 1, at);
                }
            }
        }
        Self { levels }
    }

    /// Place in the order, outermost 0.
    pub fn rank(&self, level: Level) -> usize {
        self.levels.iter().position(|&known| known == level).unwrap_or(self.levels.len())
    }
}

/// How often `level` begins again at 1 after `around` has advanced beyond 1, with no heading in between that usually stands
/// further out than both: that would explain the new beginning.
fn restarts_inside(headings: &[Mark], level: Level, around: Level) -> usize {
    let rank = |level: Level| words().styles.get(level.style).map_or(u16::MAX, |style| style.rank);
    let outermost = rank(level).min(rank(around));
    let (mut advanced, mut seen, mut count) = (false, false, 0);
    for mark in headings {
        if rank(Level::of(*mark)) < outermost {
            (advanced, seen) = (false, false);
        } else if Level::of(*mark) == around {
            advanced |= seen;
        } else if Level::of(*mark) == level {
            if mark.value == 1 && advanced && seen {
                count += 1;
            }
            if mark.value == 1 {
                advanced = false;
            }
            seen = true;
        }
    }
    count
}

/// The open headings, outermost first. What lies below the base (an annex) stays open.
#[derive(Debug, Default)]
pub(super) struct Stack {
    open: Vec<(Option<Level>, usize)>,
    base: usize,
}

impl Stack {
    /// Closes what a heading of `level` ends and gives the section that it stands in.
    pub fn enter(&mut self, level: Level, order: &Order) -> usize {
        let inner = &self.open[self.base.min(self.open.len())..];
        let keep = match inner.iter().position(|(open, _)| *open == Some(level)) {
            Some(at) => at,
            None => inner.iter().position(|(open, _)| open.is_none_or(|open| order.rank(open) > order.rank(level))).unwrap_or(inner.len()),
        };
        self.open.truncate(self.base + keep);
        self.top()
    }

    pub fn push(&mut self, level: Option<Level>, section: usize) {
        self.open.push((level, section));
    }

    /// The innermost open section, 0 where none is open.
    pub fn top(&self) -> usize {
        self.open.last().map_or(0, |(_, section)| *section)
    }

    /// Whether a heading of this level is open.
    pub fn has(&self, level: Level) -> bool {
        self.open.iter().any(|(open, _)| *open == Some(level))
    }

    /// Closes everything; what `section` (an annex, a preface) holds counts from here.
    pub fn restart(&mut self, section: Option<usize>) {
        self.open.clear();
        self.open.extend(section.map(|section| (None, section)));
        self.base = self.open.len();
    }

    /// Opens a box inside the current section; [`Stack::close_box`] ends it.
    pub fn open_box(&mut self, section: usize) -> usize {
        let before = self.base;
        self.open.push((None, section));
        self.base = self.open.len();
        before
    }

    pub fn close_box(&mut self, before: usize) {
        self.open.truncate(self.base.saturating_sub(1));
        self.base = before;
    }
}

#[cfg(test)]
mod tests {
    use super::super::numbering::Mark;
    use super::{Level, Order};

    fn order(lines: &[&str]) -> Vec<usize> {
        let marks: Vec<Mark> = lines.iter().filter_map(|line| Mark::at(line)).collect();
        let order = Order::infer(&marks);
        marks.iter().map(|mark| order.rank(Level::of(*mark))).collect()
    }

    #[test]
    fn the_usual_order_holds_also_where_numbers_run_on() {
        assert_eq!(order(&["一、", "（一）", "1.", "2.", "（二）", "3.", "二、", "（三）"]), [0, 1, 2, 2, 1, 2, 0, 1]);
    }

    #[test]
    fn a_plan_may_turn_the_order_round() {
        let lines = ["（一）", "一、", "二、", "（二）", "一、", "二、", "（三）", "一、"];
        assert_eq!(order(&lines), [0, 1, 1, 0, 1, 1, 0, 1]);
    }
}
