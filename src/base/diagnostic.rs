use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::{Lang, Source, Span};

/// A sentence for the user in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    pub en: String,
    pub zh: String,
}

impl Message {
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.en, &self.zh)
    }
}

/// What kind of thing went wrong; the names are those that machine formats print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    SyntaxError,
    TypeError,
    ArgumentError,
    EntityNotFound,
    ConstraintVerificationFailed,
    ParameterMissing,
    SemanticError,
    UnknownName,
    ResourceError,
    Interrupted,
    StoreError,
    ImportError,
    ProtocolError,
}

impl ErrorClass {
    pub const fn name(self) -> &'static str {
        match self {
            Self::SyntaxError => "SyntaxError",
            Self::TypeError => "TypeError",
            Self::ArgumentError => "ArgumentError",
            Self::EntityNotFound => "EntityNotFound",
            Self::ConstraintVerificationFailed => "ConstraintVerificationFailed",
            Self::ParameterMissing => "ParameterMissing",
            Self::SemanticError => "SemanticError",
            Self::UnknownName => "UnknownName",
            Self::ResourceError => "ResourceError",
            Self::Interrupted => "Interrupted",
            Self::StoreError => "StoreError",
            Self::ImportError => "ImportError",
            Self::ProtocolError => "ProtocolError",
        }
    }
}

/// When the error was found: before any row was made, or while rows were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    Compile,
    Runtime,
}

impl Phase {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compile => "compile",
            Self::Runtime => "runtime",
        }
    }
}

/// An error as data: what, where, and what would be right. `output` draws it; the class and phase decide the exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub class: ErrorClass,
    pub phase: Phase,
    /// A finer name within the class, stable for machines: `UndefinedVariable`.
    pub detail: Cow<'static, str>,
    pub message: Message,
    pub span: Option<Span>,
    /// The text that `span` points into.
    pub source: Option<Arc<Source>>,
    pub hint: Option<Message>,
}

/// The result of anything that a user can get wrong.
pub type Outcome<T> = Result<T, Box<Diagnostic>>;

impl Diagnostic {
    pub fn new(class: ErrorClass, phase: Phase, detail: impl Into<Cow<'static, str>>, message: Message) -> Self {
        Self { class, phase, detail: detail.into(), message, span: None, source: None, hint: None }
    }

    /// An error found before the statement ran.
    pub fn compile(class: ErrorClass, detail: impl Into<Cow<'static, str>>, message: Message) -> Box<Self> {
        Box::new(Self::new(class, Phase::Compile, detail, message))
    }

    /// An error found while the statement ran.
    pub fn runtime(class: ErrorClass, detail: impl Into<Cow<'static, str>>, message: Message) -> Box<Self> {
        Box::new(Self::new(class, Phase::Runtime, detail, message))
    }

    pub fn at(mut self: Box<Self>, span: Span) -> Box<Self> {
        self.span = Some(span);
        self
    }

    pub fn hint(mut self: Box<Self>, en: impl Into<String>, zh: impl Into<String>) -> Box<Self> {
        self.hint = Some(Message::new(en, zh));
        self
    }

    /// Names the text that the span points into, unless an inner stage has named one already.
    pub fn in_source(mut self: Box<Self>, source: &Arc<Source>) -> Box<Self> {
        self.source.get_or_insert_with(|| Arc::clone(source));
        self
    }

    /// Moves the span from a place in a statement to the place in the text that holds the statement under `statement`, and
    /// names that text. An error without a place is one of the whole statement; one that names its text stays as it is.
    pub fn in_statement(mut self: Box<Self>, source: &Arc<Source>, statement: Span) -> Box<Self> {
        if self.source.is_none() {
            let at = self.span.unwrap_or(Span::new(0, statement.len()));
            self.span = Some(Span::new(statement.start + at.start, statement.start + at.end));
            self.source = Some(Arc::clone(source));
        }
        self
    }

    /// Line and column (from 1, in characters) of the start of the span, where both span and source are known.
    pub fn place(&self) -> Option<(usize, usize)> {
        Some(self.source.as_ref()?.line_column(self.span?.start))
    }

    /// The exit code of a process that ends with this error.
    pub const fn exit_code(&self) -> u8 {
        match (self.class, self.phase) {
            (ErrorClass::Interrupted, _) => 130,
            (ErrorClass::StoreError, _) => 4,
            (ErrorClass::ImportError | ErrorClass::ProtocolError, _) => 1,
            (_, Phase::Compile) => 2,
            (_, Phase::Runtime) => 3,
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.en)
    }
}

impl std::error::Error for Diagnostic {}
