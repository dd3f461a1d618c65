use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::base::{Diagnostic, ErrorClass, Message, Outcome, Source, Span};

/// Every file of `graph/` that the program carries. A test compares this list with the folder.
const BUILTIN: &[(&str, &str)] = &[
    ("kinds.toml", include_str!("../../graph/kinds.toml")),
    ("lexicon/boundaries.toml", include_str!("../../graph/lexicon/boundaries.toml")),
    ("lexicon/groups.toml", include_str!("../../graph/lexicon/groups.toml")),
    ("lexicon/industries.toml", include_str!("../../graph/lexicon/industries.toml")),
    ("lexicon/names.toml", include_str!("../../graph/lexicon/names.toml")),
    ("lexicon/outline.toml", include_str!("../../graph/lexicon/outline.toml")),
    ("lexicon/indicators.toml", include_str!("../../graph/lexicon/indicators.toml")),
    ("lexicon/numbering.toml", include_str!("../../graph/lexicon/numbering.toml")),
    ("lexicon/furniture.toml", include_str!("../../graph/lexicon/furniture.toml")),
    ("lexicon/tables.toml", include_str!("../../graph/lexicon/tables.toml")),
    ("lexicon/goals.toml", include_str!("../../graph/lexicon/goals.toml")),
    ("lexicon/figures.toml", include_str!("../../graph/lexicon/figures.toml")),
    ("lexicon/concepts.toml", include_str!("../../graph/lexicon/concepts.toml")),
    ("lexicon/aims.toml", include_str!("../../graph/lexicon/aims.toml")),
    ("lexicon/audit.toml", include_str!("../../graph/lexicon/audit.toml")),
    ("lexicon/actions.toml", include_str!("../../graph/lexicon/actions.toml")),
    ("lexicon/vocabulary.txt", include_str!("../../graph/lexicon/vocabulary.txt")),
    ("bodies.tsv", include_str!("../../graph/bodies.tsv")),
    ("departments.tsv", include_str!("../../graph/departments.tsv")),
    ("relations.toml", include_str!("../../graph/relations.toml")),
];

/// Where the data files come from: the program itself, or a folder that takes their place.
#[derive(Clone, Debug, Default)]
pub struct GraphFiles {
    folder: Option<PathBuf>,
}

impl GraphFiles {
    /// The files that the program carries.
    pub const fn builtin() -> Self {
        Self { folder: None }
    }

    /// The files of a folder; one that it lacks is taken from the program, so that a folder may hold only what differs.
    ///
    /// # Errors
    /// `ArgumentError` where the folder holds none of the files that the program reads.
    pub fn from_dir(folder: &Path) -> Outcome<Self> {
        if BUILTIN.iter().any(|(name, _)| folder.join(name).is_file()) {
            return Ok(Self { folder: Some(folder.to_path_buf()) });
        }
        let shown = folder.display();
        Err(Diagnostic::compile(
            ErrorClass::ArgumentError,
            "SchemaFolder",
            Message::new(
                format!("the schema folder {shown} has no file such as kinds.toml or relations.toml"),
                format!("模式目录 {shown} 中没有 kinds.toml、relations.toml 之类的文件"),
            ),
        )
        .hint("copy the project's folder graph/ and change it", "请复制项目的 graph/ 目录后再修改"))
    }

    /// The names of the files that the program carries.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILTIN.iter().map(|(name, _)| *name)
    }

    /// The text of a file, by its name below `graph/`: `lexicon/purpose.toml`.
    ///
    /// # Errors
    /// `ArgumentError` where the file is unknown or cannot be read as UTF-8.
    pub fn text(&self, name: &str) -> Outcome<Arc<Source>> {
        if let Some(path) = self.folder.as_ref().map(|folder| folder.join(name)).filter(|path| path.is_file()) {
            let shown = path.display().to_string();
            let text = std::fs::read_to_string(&path).map_err(|error| {
                let message = Message::new(format!("cannot read {shown}: {error}"), format!("无法读取 {shown}：{error}"));
                Diagnostic::compile(ErrorClass::ArgumentError, "SchemaFile", message)
            })?;
            return Ok(Arc::new(Source::new(shown, text)));
        }
        let found = BUILTIN.iter().find(|(known, _)| *known == name);
        found.map(|(known, text)| Arc::new(Source::new(format!("graph/{known}"), *text))).ok_or_else(|| {
            let message = Message::new(format!("there is no data file {name}"), format!("没有数据文件 {name}"));
            Diagnostic::compile(ErrorClass::ArgumentError, "SchemaFile", message)
        })
    }

    /// Reads a TOML file of `graph/` into a type of the caller. Give the type `#[serde(deny_unknown_fields)]`, so that a
    /// misspelt key is told rather than passed over.
    ///
    /// # Errors
    /// `ArgumentError` with the place of the fault in the file.
    pub fn load<T: DeserializeOwned>(&self, name: &str) -> Outcome<T> {
        let source = self.text(name)?;
        parse(&source)
    }
}

/// Reads TOML, with faults at their place in the file.
pub(super) fn parse<T: DeserializeOwned>(source: &Arc<Source>) -> Outcome<T> {
    toml::from_str(source.text()).map_err(|error| {
        let span = error.span().map_or(Span::new(0, 0), Span::from);
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        fault(source, span, Message::new(message.clone(), format!("数据文件有误：{message}")))
    })
}

/// A fault in a data file.
pub(super) fn fault(source: &Arc<Source>, span: Span, message: Message) -> Box<Diagnostic> {
    Diagnostic::compile(ErrorClass::ArgumentError, "SchemaFault", message).at(span).in_source(source)
}
