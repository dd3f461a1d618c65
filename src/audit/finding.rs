use crate::base::Message;
use crate::model::Evidence;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Two printed places cannot both be right: arithmetic or a count proves it.
    Error,
    /// Very probably a slip, or something that a careful author would mend; a reader decides.
    Warning,
    /// A gap or a trait worth knowing; nothing need be wrong.
    Note,
}

impl Severity {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::Error => "错误",
            Self::Warning => "警告",
            Self::Note => "提示",
        }
    }
}

/// One thing that a plan contradicts, leaves open or never says.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Stable name of the check: `figure.growth`.
    pub code: &'static str,
    pub severity: Severity,
    /// One sentence; where figures decide, with the arithmetic.
    pub message: Message,
    /// Slug of the plan.
    pub plan: String,
    /// Address of the first proof.
    pub address: String,
    /// Line of the first proof in the original file, from 1; 0 where the finding is about the plan as a whole.
    pub line: u32,
    pub evidence: Vec<Evidence>,
    /// What is printed.
    pub found: Option<String>,
    /// What the arithmetic or the count gives, where it gives one.
    pub expected: Option<String>,
}

impl Finding {
    pub fn new(code: &'static str, severity: Severity, message: Message, evidence: Vec<Evidence>) -> Self {
        let first = evidence.first().cloned().unwrap_or_default();
        Self {
            code,
            severity,
            message,
            plan: first.plan.to_string(),
            address: first.address.to_string(),
            line: first.line,
            evidence,
            found: None,
            expected: None,
        }
    }

    pub fn found(mut self, text: impl Into<String>) -> Self {
        self.found = Some(text.into());
        self
    }

    pub fn expected(mut self, text: impl Into<String>) -> Self {
        self.expected = Some(text.into());
        self
    }

    /// What a suppression file names: the code and a stretch of the place, so that moved text keeps its reasons.
    pub fn fingerprint(&self) -> String {
        let quote = self.evidence.first().map_or("", |proof| &proof.quote);
        crate::model::external_id(&format!(
            "{}|{}|{}|{}",
            self.code,
            self.plan,
            crate::base::fold(quote),
            self.found.as_deref().unwrap_or("")
        ))
    }
}
