//! Findings that a reader has accepted, with the reason.
//!
//! A suppression file has one finding a line: `code  fingerprint-or-*  reason`, separated by white space; `#` begins a
//! comment. `*` accepts every finding of the code. A line without a reason is refused: a finding that is silenced without
//! saying why is the mistake that the file is there to prevent.

use super::checks;
use super::finding::Finding;
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, Source, Span, nearest};
use std::sync::Arc;

/// Accepted findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suppressions(Vec<Entry>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    code: String,
    fingerprint: Option<String>,
    reason: String,
    /// In the file, from 1.
    line: usize,
}

impl Suppressions {
    /// Reads a suppression file.
    ///
    /// # Errors
    /// A line with an unknown code, without a fingerprint or `*`, or without a reason.
    pub fn parse(source: &Arc<Source>) -> Outcome<Self> {
        let mut entries = Vec::new();
        let mut at = 0;
        for (number, line) in source.text().split_inclusive('\n').enumerate() {
            let span = Span::new(at, at + line.trim_end().len());
            at += line.len();
            let bare = line.split('#').next().unwrap_or("").trim();
            if bare.is_empty() {
                continue;
            }
            let mut words = bare.splitn(3, char::is_whitespace).map(str::trim);
            let (code, fingerprint, reason) = (words.next().unwrap_or(""), words.next().unwrap_or(""), words.next().unwrap_or(""));
            let refuse = |en: &str, zh: &str| {
                Diagnostic::compile(ErrorClass::ImportError, "SuppressionFile", Message::new(en, zh)).at(span).in_source(source)
            };
            if checks::find(code).is_none() {
                let near = nearest(code, checks::CHECKS.iter().map(|check| check.code), 1);
                let error = refuse("there is no check of this name", "没有这个检查项");
                return Err(match near.first() {
                    Some(name) => error.hint(format!("did you mean {name}?"), format!("是否为 {name}？")),
                    None => error,
                });
            }
            if fingerprint.is_empty() || reason.is_empty() {
                return Err(refuse("a line needs a code, a fingerprint or *, and a reason", "每行须有检查项、指纹（或 *）和理由"));
            }
            let fingerprint = (fingerprint != "*").then(|| fingerprint.to_string());
            entries.push(Entry { code: code.into(), fingerprint, reason: reason.into(), line: number + 1 });
        }
        Ok(Self(entries))
    }

    /// The reason why the finding is accepted, if it is.
    pub fn reason(&self, finding: &Finding) -> Option<&str> {
        self.0.iter().find(|entry| entry.fits(finding)).map(|entry| entry.reason.as_str())
    }

    /// Entries that none of the findings calls for any more: the plan was mended, or the passage has other words now. Each with
    /// its line and what it names.
    pub fn stale(&self, findings: &[Finding]) -> Vec<(usize, String)> {
        let stale = self.0.iter().filter(|entry| findings.iter().all(|finding| !entry.fits(finding)));
        stale.map(|entry| (entry.line, format!("{} {}", entry.code, entry.fingerprint.as_deref().unwrap_or("*")))).collect()
    }
}

impl Entry {
    fn fits(&self, finding: &Finding) -> bool {
        self.code == finding.code && self.fingerprint.as_ref().is_none_or(|print| *print == finding.fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::Suppressions;
    use crate::audit::finding::{Finding, Severity};
    use crate::base::{Message, Source};
    use std::sync::Arc;

    fn parse(text: &str) -> Result<Suppressions, Box<crate::base::Diagnostic>> {
        Suppressions::parse(&Arc::new(Source::new("accepted.txt", text)))
    }

    #[test]
    fn a_finding_is_silenced_by_code_or_by_fingerprint_and_always_for_a_reason() {
        let finding = Finding::new("form.gap", Severity::Warning, Message::new("a", "b"), Vec::new());
        let all = parse("# known\nform.gap * numbering restarts on purpose\n").expect("a file");
        assert_eq!(all.reason(&finding), Some("numbering restarts on purpose"));
        let one = parse(&format!("form.gap {} checked", finding.fingerprint())).expect("a file");
        assert_eq!(one.reason(&finding), Some("checked"));
        assert_eq!(parse("form.gap 0000 other").expect("a file").reason(&finding), None);
    }

    #[test]
    fn an_entry_that_nothing_calls_for_any_more_is_told_with_its_line() {
        let finding = Finding::new("form.gap", Severity::Warning, Message::new("a", "b"), Vec::new());
        let accepted = parse("# known\nform.gap * on purpose\nform.gap 0000 mended\n\nform.repeat * gone\n").expect("a file");
        assert_eq!(accepted.stale(&[finding]), [(3, "form.gap 0000".to_owned()), (5, "form.repeat *".to_owned())]);
    }

    #[test]
    fn lines_without_a_reason_or_with_an_unknown_code_are_refused() {
        assert_eq!(parse("form.gap *").expect_err("no reason").place(), Some((1, 1)));
        let unknown = parse("\nform.gpa * why").expect_err("no such check");
        assert_eq!(unknown.place(), Some((2, 1)));
        assert!(unknown.hint.is_some_and(|hint| hint.en.contains("form.gap")));
    }
}
