//! Does a sentence say what will be done? Read clause by clause, from their starts.

use rustc_hash::FxHashSet;

use crate::base::Outcome;
use crate::schema::{GraphFiles, lexicon};

/// Cue words of sentences; see `graph/lexicon/actions.toml`.
#[derive(Clone, Debug, Default)]
pub struct ActionWords {
    entries: Vec<lexicon::Entry>,
    action: FxHashSet<String>,
    opening: FxHashSet<String>,
    modal: Vec<String>,
    no_modal: Vec<String>,
    situation: Vec<String>,
    no_situation: Vec<String>,
    state: Vec<String>,
    importance: Vec<String>,
    reaching: FxHashSet<String>,
    making: FxHashSet<String>,
    aims: Vec<String>,
    /// Length in characters of the longest word of `action` and `opening`.
    longest: usize,
}

/// What a sentence of a task's text is.
#[derive(Clone, Debug, PartialEq)]
pub enum Act<'t> {
    /// It says what will be done; the word that tells, and how sure that is (0 to 1).
    Measure { trigger: &'t str, rule: &'static str, confidence: f64 },
    /// Situation, importance, purpose or a bare goal; the rule that says so.
    Other(&'static str),
}

impl Act<'_> {
    pub const fn is_measure(&self) -> bool {
        matches!(self, Self::Measure { .. })
    }
}

impl ActionWords {
    /// # Errors
    /// Where the file cannot be read.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        let mut words = Self::default();
        for entry in lexicon::load(files, "lexicon/actions.toml")?.entry {
            match entry.name.as_str() {
                "action" => words.action = entry.words.iter().cloned().collect(),
                "opening" => words.opening = entry.words.iter().cloned().collect(),
                "modal" => (words.modal, words.no_modal) = (entry.words.clone(), entry.except.clone()),
                "situation" => (words.situation, words.no_situation) = (entry.words.clone(), entry.except.clone()),
                "state" => words.state.clone_from(&entry.words),
                "reaching" => words.reaching = entry.words.iter().cloned().collect(),
                "making" => words.making = entry.words.iter().cloned().collect(),
                "aims" => words.aims.clone_from(&entry.words),
                _ => words.importance.clone_from(&entry.words),
            }
            words.entries.push(entry);
        }
        words.longest = words.action.iter().chain(&words.opening).map(|word| word.chars().count()).max().unwrap_or(0);
        Ok(words)
    }

    pub fn entries(&self) -> &[lexicon::Entry] {
        &self.entries
    }

    /// Whether a clause ends in words that announce aims: 主要目标是.
    pub fn announces_aims(&self, clause: &str) -> bool {
        self.aims.iter().any(|word| clause.trim().trim_end_matches(['：', ':']).ends_with(word.as_str()))
    }

    /// Whether a sentence that stands under a task says what will be done.
    pub fn read<'t>(&self, sentence: &'t str) -> Act<'t> {
        let text = sentence.trim().trim_start_matches(['“', '”', '—', '·', '•', ' ', '\u{3000}']);
        if text.chars().count() < 5 || (text.starts_with(['（', '(']) && text.ends_with(['）', ')'])) {
            return Act::Other("fragment");
        }
        if text.ends_with(['：', ':']) {
            return Act::Other("lead-in");
        }
        if self.aims.iter().any(|word| text.contains(word.as_str())) {
            return Act::Other("goal");
        }
        let mut found: Option<(&'t str, &'static str, f64)> = None;
        let mut first = true;
        let mut copula = false;
        let mut goal_like = false;
        let mut situation = false;
        for clause in clauses(text) {
            if first {
                goal_like = opens_with_year(clause);
                situation = self.situation.iter().any(|word| clause.starts_with(word.as_str()))
                    && !self.no_situation.iter().any(|word| clause.starts_with(word.as_str()));
            }
            if found.is_none()
                && let Some(verb) = self.opens_with_action(clause)
            {
                found = Some((verb, "action clause", if first { 0.95 } else { 0.9 }));
            }
            if first && found.is_none() {
                copula = is_copula(clause);
            }
            first = false;
        }
        let importance = copula && self.explains(text);
        if importance {
            return Act::Other("importance");
        }
        if (situation || self.state.iter().any(|word| text.contains(word.as_str()))) && !self.instructs(text) {
            return Act::Other("situation");
        }
        // 到2015年，全国新增城镇污水管网约16万公里: a quantity to be reached, nothing that is done.
        if goal_like && !self.instructs(text) && !self.acts_after_year(text) {
            return Act::Other("goal");
        }
        if let Some((trigger, rule, confidence)) = found {
            return Act::Measure { trigger, rule, confidence };
        }
        if let Some(modal) = self.modal_of(text) {
            return Act::Measure { trigger: modal, rule: "instruction", confidence: 0.85 };
        }
        if let Some(verb) = self.inner_action(text) {
            return Act::Measure { trigger: verb, rule: "subject and action", confidence: 0.75 };
        }
        Act::Other("no action")
    }

    /// The verb with which a clause opens, adverbials passed over.
    fn opens_with_action<'t>(&self, clause: &'t str) -> Option<&'t str> {
        let mut rest = clause;
        for _ in 0..8 {
            rest = rest.trim_start_matches(['“', '”', '（', '(', '）', ')', ' ', '地', '、']);
            if let Some(verb) = prefix(&self.action, rest, self.longest) {
                return Some(verb);
            }
            rest = &rest[prefix(&self.opening, rest, self.longest)?.len()..];
        }
        None
    }

    /// A verb inside the text that neither ends a clause nor follows 的 (there it is a noun).
    fn inner_action<'t>(&self, text: &'t str) -> Option<&'t str> {
        clauses(text).find_map(|clause| {
            let mut before = None;
            clause.char_indices().find_map(|(at, c)| {
                let verb = prefix(&self.action, &clause[at..], self.longest)
                    .filter(|verb| verb.chars().count() > 1 && at > 0 && before != Some('的') && at + verb.len() < clause.len());
                before = Some(c);
                verb
            })
        })
    }

    /// Whether a sentence says what is or who must do what, rather than naming a line of work.
    pub fn asserts(&self, sentence: &str) -> bool {
        is_copula(sentence) || self.modal_of(sentence).is_some_and(|modal| !matches!(modal, "可" | "将" | "需" | "要"))
    }

    /// Whether a text begins with a verb of doing, of two characters at least.
    pub fn opens_with_verb(&self, text: &str) -> bool {
        prefix(&self.action, text, self.longest).is_some_and(|verb| verb.chars().count() > 1)
    }

    /// Whether a text is verbs of doing and nothing else: 改造, 改造提升.
    pub fn is_action(&self, text: &str) -> bool {
        let mut rest = text;
        while let Some(verb) = prefix(&self.action, rest, self.longest) {
            rest = &rest[verb.len()..];
        }
        rest.is_empty() && !text.is_empty()
    }

    /// The first verb of doing in a text, wherever it stands.
    pub fn first_action<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.char_indices().find_map(|(at, _)| prefix(&self.action, &text[at..], self.longest).filter(|verb| verb.chars().count() > 1))
    }

    fn modal_of<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.modal.iter().find_map(|word| {
            let (at, _) = text.match_indices(word.as_str()).find(|(at, _)| {
                !self.no_modal.iter().any(|longer| {
                    longer.match_indices(word.as_str()).any(|(inner, _)| {
                        at.checked_sub(inner).and_then(|start| text.get(start..start + longer.len())).is_some_and(|there| there == longer)
                    })
                })
            })?;
            text.get(at..at + word.len())
        })
    }

    /// Whether a sentence about a situation or a year tells somebody to do something after all.
    fn instructs(&self, text: &str) -> bool {
        self.modal_of(text).is_some_and(|modal| !matches!(modal, "可" | "将" | "需"))
    }

    /// 到2025年，新建…: a verb of building or making, not of reaching.
    fn acts_after_year(&self, text: &str) -> bool {
        let deadline = clauses(text).next().and_then(after_deadline);
        // 2026年底前全面完成改造: what is to be finished by a deadline is work, unless it is a rate that is to be reached.
        let finishes = deadline.is_some_and(|rest| self.opens_with_action(rest).is_some_and(|verb| verb == "完成" || verb == "建成"));
        finishes
            || clauses(text).skip(1).chain(deadline).any(|clause| {
                self.opens_with_action(clause).is_some_and(|verb| {
                    !self.reaching.contains(verb) && (self.making.contains(verb) || !clause.contains(|c: char| c.is_ascii_digit()))
                })
            })
    }

    fn explains(&self, text: &str) -> bool {
        let end = text.trim_end_matches(['。', '；', '！']);
        self.importance
            .iter()
            .any(|word| end.ends_with(word.as_str()) || clauses(text).next().is_some_and(|first| first.ends_with(word.as_str())))
    }
}

/// The longest word of a set with which a text begins.
fn prefix<'t>(set: &FxHashSet<String>, text: &'t str, longest: usize) -> Option<&'t str> {
    let mut ends = [0; 8];
    let mut count = 0;
    for (at, c) in text.char_indices().take(longest.min(ends.len())) {
        ends[count] = at + c.len_utf8();
        count += 1;
    }
    ends[..count].iter().rev().find_map(|&end| text.get(..end).filter(|word| set.contains(*word)))
}

/// The clauses of a sentence: between commas, semicolons and colons outside brackets and quotes.
pub fn clauses(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let now = rest?;
        for (at, c) in now.char_indices() {
            match c {
                '（' | '(' | '《' => depth += 1,
                '）' | ')' | '》' => depth = depth.saturating_sub(1),
                '，' | ',' | '；' | ';' | '。' | '：' if depth == 0 || c == '。' => {
                    depth = 0;
                    rest = Some(&now[at + c.len_utf8()..]).filter(|left| !left.is_empty());
                    return Some(&now[..at]);
                }
                _ => {}
            }
        }
        rest = None;
        Some(now)
    })
    .filter(|clause| !clause.trim().is_empty())
}

/// 到2020年, 2025年底前, 截至2015年: whether a clause opens with a year.
pub fn opens_with_year(clause: &str) -> bool {
    let rest = clause.trim_start_matches(['到', '至', '在', '力', '争', '截', '止']);
    rest.get(..4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()))
        && rest.get(4..).is_some_and(|after| after.trim_start().starts_with('年'))
}

/// What a clause says behind the deadline with which it begins: 2026年底前, 2026年6月底前, 到2027年底.
fn after_deadline(clause: &str) -> Option<&str> {
    let rest = clause.trim_start_matches(['到', '至', '在', '力', '争']);
    let rest = rest.get(4..)?.trim_start().strip_prefix('年')?;
    let rest =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '月' | '日' | '底' | '末' | '上' | '下' | '半' | '年' | ' '));
    rest.strip_prefix(['前', '内']).filter(|rest| !rest.is_empty())
}

/// X是Y, with 是 as the verb of the clause.
fn is_copula(clause: &str) -> bool {
    clause.match_indices('是').any(|(at, _)| {
        let before = clause[..at].chars().next_back();
        let after = clause[at + '是'.len_utf8()..].chars().next();
        at > 0
            && !matches!(before, Some('但' | '还' | '凡' | '尤' | '别' | '其' | '于' | '一' | '二' | '三' | '四' | '五' | '就' | '总'))
            && !matches!(after, Some('否' | '指'))
    })
}

#[cfg(test)]
mod tests {
    use super::clauses;

    #[test]
    fn clauses_end_at_commas_outside_brackets() {
        assert_eq!(clauses("推进甲（含乙，丙）建设，完善丁；形成戊。").collect::<Vec<_>>(), ["推进甲（含乙，丙）建设", "完善丁", "形成戊"]);
    }
}
