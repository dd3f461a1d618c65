//! Figures of one sentence against each other, and against what the plan prints of the same indicator elsewhere.

mod bases;
mod mentions;
mod named;
mod numbers;
mod parts;
mod rises;
mod shares;
mod spans;

use crate::audit::Plan;
use crate::audit::finding::Finding;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let sentences = plan.sentences();
    for (at, sentence) in sentences.iter().enumerate() {
        found.extend(rises::growth(sentence));
        found.extend(parts::whole(sentence, at.checked_sub(1).map(|before| &sentences[before])));
        let checks = [shares::share, shares::listed, shares::sectors, spans::by_year, spans::year_after_year, spans::multiple];
        found.extend(checks.iter().filter_map(|check| check(sentence)));
    }
    bases::check(plan, found);
    named::check(plan, found);
}

/// What a sentence should print, where its figures contradict each other.
#[cfg(test)]
pub fn expected_in(text: &str) -> Option<String> {
    let proof = crate::model::Evidence { quote: text.into(), ..Default::default() };
    let checks =
        [rises::growth, |proof: &crate::model::Evidence| parts::whole(proof, None), shares::share, shares::sectors, shares::listed];
    checks.iter().find_map(|check| check(&proof)).and_then(|finding| finding.expected)
}

/// Whether a growth is printed as a rounded one.
#[cfg(test)]
pub fn rounded(text: &str) -> bool {
    rises::said(text).is_some_and(|said| said.nearness == rises::Nearness::About)
}
