//! The words that extraction goes by, read once from `graph/lexicon/`.

use std::sync::{Arc, LazyLock};

use super::actions::ActionWords;
use super::aims::AimWords;
use super::concepts::Concepts;
use super::figures::FigureWords;
use super::goals::GoalWords;
use super::indicator_names::IndicatorNames;
use super::mentions;
use super::parts::OutlineWords;
use crate::base::Outcome;
use crate::schema::GraphFiles;

/// Everything that is data about the wording of plans.
#[derive(Clone, Debug)]
pub struct Lexicons {
    pub outline: OutlineWords,
    pub actions: ActionWords,
    pub goals: GoalWords,
    pub figures: FigureWords,
    pub indicators: IndicatorNames,
    pub concepts: Concepts,
    pub aims: AimWords,
    /// Words around names, and the gazetteer.
    pub names: mentions::Lexicon,
}

static BUILTIN: LazyLock<Outcome<Arc<Lexicons>>> = LazyLock::new(|| Lexicons::load(&GraphFiles::builtin()).map(Arc::new));

impl Lexicons {
    /// Reads the lexicons of a folder, or those that the program carries.
    ///
    /// # Errors
    /// `ArgumentError` with the place of the fault in the file.
    pub fn load(files: &GraphFiles) -> Outcome<Self> {
        Ok(Self {
            outline: OutlineWords::load(files)?,
            actions: ActionWords::load(files)?,
            goals: GoalWords::load(files)?,
            figures: FigureWords::load(files)?,
            indicators: IndicatorNames::load(files)?,
            concepts: Concepts::load(files)?,
            aims: AimWords::load(files)?,
            names: mentions::Lexicon::load(files)?,
        })
    }

    /// The lexicons that the program carries; read at first use.
    ///
    /// # Errors
    /// Where one of them has a fault, which the tests of the lexicons rule out.
    pub fn builtin() -> Outcome<Arc<Self>> {
        BUILTIN.clone()
    }
}
