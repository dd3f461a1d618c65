//! Names that a definition tells: X为中国首家…公司, “X”：由…发起.

use super::boundary::is_proper;
use super::kind::{Category, Kind};
use super::mention::{Mention, clean_name};
use super::view::{View, is_clause_mark};

/// What the last noun of a definition makes of its subject.
const NOUNS: [(&str, Category); 6] = [
    ("公司", Category::Company),
    ("企业", Category::Company),
    ("集团", Category::Company),
    ("大学", Category::University),
    ("研究机构", Category::Research),
    ("社会组织", Category::Other),
];

/// Words before the subject that are no part of it.
const LEADS: [&str; 4] = ["其中", "目前", "另外", "此外"];

/// Subjects of clauses of the form X为…公司.
pub fn defined(view: &View<'_>, regions: &[Mention]) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < view.len() {
        let mut end = start;
        while end < view.len() && !view.char(end).is_some_and(is_clause_mark) {
            end += 1;
        }
        let lead = LEADS.iter().find(|lead| view.slice(start, (start + 2).min(end)) == **lead).map_or(0, |lead| lead.chars().count());
        let subject = start + lead;
        let copula =
            (subject + 2..end.min(subject + 14)).find(|&at| matches!(view.char(at), Some('为' | '是')) && view.char(at - 1) != Some('成'));
        if let Some(copula) = copula
            && let Some((noun, category)) =
                NOUNS.iter().find(|(noun, _)| view.slice(end.saturating_sub(noun.chars().count()), end) == *noun && end - copula > 4)
            && is_proper(view, subject, copula, regions)
            && !(subject + 1..copula).any(|at| view.stop_before(at))
            && !view.chars[subject..copula].iter().any(|c| matches!(c, '、' | '的' | '以' | '将' | '被' | '所'))
        {
            let mut mention =
                Mention::new(Kind::Institution, (subject, copula), clean_name(view.slice(subject, copula)), "definition", 0.8);
            mention.category = Some(*category);
            mention.trigger = (*noun).to_owned();
            found.push(mention);
        }
        start = end + 1;
    }
    found
}
