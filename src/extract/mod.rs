//! Floor 4: document → batch of nodes and relations with evidence. Never sees the store.
//!
//! ```text
//! Document ─ parts ─▶ Scene ─┬ frontispiece   Plan, Section, CONTAINS
//!                            ├ terms          Term
//!                            ├ tasks          Task, Measure, PART_OF
//!                            ├ goals          Goal, PART_OF, COMPRISES of slogans
//!                            ├ indicators     Indicator, Target, HAS_TARGET, MEASURED_BY
//!                            ├ supports       SUPPORTS
//!                            ├ uses           USES_TERM
//!                            ├ members        what terms enumerate
//!                            └ mentions       Institution, Park, Cluster, Platform, Programme, Region, Industry, Document and
//!                                             INVOLVES, LOCATED_IN, HOSTS, COMPRISES, CITES, RESPONSIBLE_FOR
//!                               all into one Draft ─ finish ─▶ Batch
//! ```
//!
//! Every node carries `rule` and `trigger` among its properties and every relation as its own, so that `why` can tell them.

pub mod actions;
mod aims;
mod amounts;
pub mod concepts;
mod counterparts;
mod draft;
mod figure_words;
pub mod figures;
mod frontispiece;
pub mod goals;
pub mod indicator_names;
mod indicator_table;
mod indicators;
mod lexicons;
mod likeness;
mod members;
pub mod mentions;
mod numbers;
pub mod parts;
mod patterns;
mod scene;
mod supports;
mod tasks;
mod terms;
mod words;
mod years;

pub use draft::{Draft, Found, Link, NodeAt, SHARED};
pub use lexicons::Lexicons;
pub use parts::{Part, Parts};
pub use scene::{Period, Proofs, Scene, openings};
pub use tasks::MeasureAt;

use crate::document::Document;
use crate::model::{Batch, PlanRecord};

/// How to name what is extracted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Identity of the plan in the store; evidence and keys carry it.
    pub slug: String,
    /// The title found in the text where `None`.
    pub title: Option<String>,
    /// The issuer found in the text where `None`.
    pub issuer: Option<String>,
    /// The day of issue found in the text where `None`.
    pub date: Option<String>,
}

/// All that a document says, as nodes and relations with their evidence.
pub fn extract(document: &Document, lexicons: &Lexicons, options: &Options) -> Batch {
    let record = PlanRecord {
        slug: options.slug.clone(),
        title: options.title.clone().unwrap_or_else(|| document.title.clone()),
        sha256: document.source.sha256.clone(),
    };
    let scene = Scene::new(document, lexicons, &options.slug);
    let home = mentions::home(document, &lexicons.names);
    let mut draft = Draft::new(record, home.name(&lexicons.names));
    let sections = frontispiece::stage(&scene, &mut draft, options);
    let terms = terms::stage(&scene, &mut draft, &sections);
    let measures = tasks::stage(&scene, &mut draft, &sections);
    let goals = goals::stage(&scene, &mut draft, &sections, &terms);
    let stated = indicators::stage(&scene, &mut draft, &sections, &goals);
    supports::stage(&scene, &mut draft, &measures, &stated);
    terms::uses(&scene, &mut draft, &terms, &measures);
    terms::members(&mut draft, &terms);
    mentions::stage(document, &lexicons.names, &scene.proofs, home, &mut draft);
    draft.finish()
}
