//! Floor 4: graph and document → findings: what a plan contradicts, leaves open and never says.
//!
//! [`audit`] runs every check of [`CHECKS`] over one plan and gives the findings in document order. Checks read the graph
//! through [`facts::Facts`] and the text through [`Plan`]; none changes anything. Each file holds the checks of one group:
//!
//! | group | file | what it compares |
//! |---|---|---|
//! | `figure` | `figures/` | printed figures with each other: growth, table and prose, stages, base, higher level, units |
//! | `slogan` | `slogans.rs`, `shared_word.rs`, `counted_things.rs`, `ordinals.rs`, `heading_counts.rs` | promised numbers with members, clauses, headings |
//! | `term` | `terms.rs`, `footnotes.rs` | the glossary with the text |
//! | `means` | `means.rs`, `deadlines.rs`, `blanks.rs` | goals, indicators, measures, tasks, responsible bodies, deadlines with each other |
//! | `form` | `form.rs`, `annexes.rs`, `row_numbers.rs`, `caption_numbers.rs` | the text with the shape that it should have |
//! | `name` | `names.rs`, `likeness.rs`, `misprints.rs` | names with each other |

mod annexes;
mod blanks;
mod caption_numbers;
mod checks;
mod counted_things;
mod deadlines;
mod droves;
mod enumeration;
mod facts;
mod figures;
mod finding;
mod footnotes;
mod form;
mod heading_counts;
mod likeness;
mod means;
mod misprints;
mod names;
mod ordinals;
mod plan;
mod row_numbers;
mod shared_word;
mod slogans;
mod suppress;
mod tables;
mod terms;
mod words;

pub use checks::{CHECKS, Check, find, reference};
pub use facts::Owned;
pub use finding::{Finding, Severity};
pub use suppress::Suppressions;

use facts::Facts;
use plan::Plan;

use crate::document::Document;
use crate::view::GraphView;

/// All findings about one plan, in document order; findings about one place in the order of [`CHECKS`].
///
/// `plan` is the slug under which `view` holds what was extracted from `document`; `owned` are the nodes of the plans of `view`.
pub fn audit(view: &dyn GraphView, owned: &Owned, plan: &str, document: &Document) -> Vec<Finding> {
    let plan = Plan::new(Facts { view, plan, nodes: owned.nodes(plan) }, document);
    let mut found = Vec::new();
    figures::check(&plan, &mut found);
    slogans::check(&plan, &mut found);
    shared_word::check(&plan, &mut found);
    counted_things::check(&plan, &mut found);
    ordinals::check(&plan, &mut found);
    heading_counts::check(&plan, &mut found);
    terms::check(&plan, &mut found);
    means::check(&plan, &mut found);
    deadlines::check(&plan, &mut found);
    blanks::check(&plan, &mut found);
    form::check(&plan, &mut found);
    row_numbers::check(&plan, &mut found);
    caption_numbers::check(&plan, &mut found);
    annexes::check(&plan, &mut found);
    footnotes::check(&plan, &mut found);
    names::check(&plan, &mut found);
    droves::fold(&plan, &mut found);
    let rank = |code: &str| CHECKS.iter().position(|check| check.code == code);
    for finding in &mut found {
        finding.plan = plan.facts.plan.to_string();
    }
    found.sort_by_cached_key(|finding| (finding.line, rank(finding.code), finding.evidence.first().map_or(0, |proof| proof.start)));
    found.dedup();
    found
}
