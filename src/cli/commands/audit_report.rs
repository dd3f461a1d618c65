//! The audit as people read it: one paragraph a finding, the gravest first, as wide as the terminal.

use crate::audit::{CHECKS, Finding, Severity};
use crate::base::Lang;
use crate::output::{self, escape};

/// Proofs shown of one finding; programs get all of them.
const PROOFS: usize = 3;
/// A longer quote (in columns) is cut: the address leads to the rest.
const QUOTE: usize = 160;

/// The lines of the report. Nothing is wrapped where `width` is `None`.
pub fn report(findings: &[Finding], lang: Lang, width: Option<usize>) -> Vec<String> {
    let several = findings.windows(2).any(|pair| pair[0].plan != pair[1].plan);
    let mut advised: Vec<&str> = Vec::new();
    let mut lines = Vec::new();
    for finding in findings {
        let severity = lang.pick(finding.severity.name(), finding.severity.name_zh());
        let plan = if several { format!("{} ", finding.plan) } else { String::new() };
        let line = match finding.line {
            0 => String::new(),
            line => lang.pick(&format!(" (line {line})"), &format!("（第{line}行）")).to_owned(),
        };
        push(&mut lines, "", &format!("{severity} {} · {plan}{}{line}", finding.code, finding.address), width);
        push(&mut lines, "  ", finding.message.get(lang), width);
        for proof in finding.evidence.iter().take(PROOFS) {
            let quote = escape::one_line(&proof.quote.split_whitespace().collect::<Vec<_>>().join(" "));
            push(&mut lines, "    ", &format!("{}: {}", proof.address, output::clip(&quote, QUOTE)), width);
        }
        let more = finding.evidence.len().saturating_sub(PROOFS);
        if more > 0 {
            let (en, zh) =
                (format!("… and {more} more places (--format csv shows all)"), format!("……另有{more}处（--format csv 可显示全部）"));
            push(&mut lines, "    ", lang.pick(&en, &zh), width);
        }
        // What to do is the same for every finding of a check: notes say it once.
        let first = !advised.contains(&finding.code);
        if let Some(check) = CHECKS.iter().find(|check| check.code == finding.code && (first || finding.severity != Severity::Note)) {
            push(&mut lines, "  ", &format!("→ {}", check.advice().get(lang)), width);
            advised.push(finding.code);
        }
        lines.push(String::new());
    }
    lines.pop();
    lines
}

/// Adds a text, wrapped, each of its lines behind the indent.
fn push(lines: &mut Vec<String>, indent: &str, text: &str, width: Option<usize>) {
    let text = escape::harmless(text);
    match width {
        Some(width) => {
            lines.extend(output::wrap(&text, width.saturating_sub(indent.len()).max(10)).iter().map(|line| format!("{indent}{line}")))
        }
        None => lines.push(format!("{indent}{text}")),
    }
}

#[cfg(test)]
mod tests {
    use super::report;
    use crate::audit::{Finding, Severity};
    use crate::base::{Lang, Message};
    use crate::model::Evidence;
    use crate::output::display_width;

    fn finding(proofs: usize) -> Finding {
        let proof = |at: usize| Evidence {
            address: format!("三（一）{at}").into(),
            line: 7,
            quote: "加快建设水源工程，".repeat(20).into(),
            ..Evidence::default()
        };
        let message = Message::new("the paragraph breaks off at “加快建设水源工程，” and goes nowhere", "段落在“加快建设水源工程，”处中断");
        Finding::new("form.broken-sentence", Severity::Warning, message, (1..=proofs).map(proof).collect())
    }

    #[test]
    fn every_line_keeps_to_the_width_in_both_languages() {
        for (lang, width) in [(Lang::En, 60), (Lang::Zh, 60), (Lang::En, 80), (Lang::Zh, 80)] {
            let lines = report(&[finding(5)], lang, Some(width));
            assert!(lines.iter().all(|line| display_width(line) <= width), "{lines:#?}");
            assert!(lines[0].contains("form.broken-sentence") && lines[0].contains("三（一）1"), "{}", lines[0]);
        }
    }

    #[test]
    fn more_proofs_than_fit_are_counted() {
        let lines = report(&[finding(5)], Lang::En, None);
        assert!(lines.iter().any(|line| line.contains("2 more places")), "{lines:#?}");
        assert!(!report(&[finding(2)], Lang::En, None).iter().any(|line| line.contains("more places")));
    }
}
