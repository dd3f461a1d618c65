//! The audit as people read it: one paragraph a finding, the gravest first, as wide as the terminal.

use std::collections::BTreeMap;

use crate::audit::{CHECKS, Finding, Severity};
use crate::base::Lang;
use crate::model::Evidence;
use crate::output::{self, escape};

/// Proofs shown of one finding; programs get all of them.
const PROOFS: usize = 3;
/// A longer quote (in columns) is cut: the address leads to the rest.
const QUOTE: usize = 160;

/// Notes of one check that are told one by one; where there are more (a plan has dozens of measures that serve no listed
/// figure), the rest is counted at the end.
const NOTES: usize = 5;

/// The lines of the report. Nothing is wrapped where `width` is `None`; every note is told where `whole`.
pub fn report(findings: &[Finding], lang: Lang, width: Option<usize>, whole: bool) -> Vec<String> {
    let several = findings.windows(2).any(|pair| pair[0].plan != pair[1].plan);
    let mut advised: Vec<&str> = Vec::new();
    let mut lines = Vec::new();
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        if finding.severity == Severity::Note && !whole {
            let told = told.entry(finding.code).or_default();
            *told += 1;
            if *told > NOTES {
                continue;
            }
        }
        let severity = lang.pick(finding.severity.name(), finding.severity.name_zh());
        let plan = if several { format!("{} ", finding.plan) } else { String::new() };
        let line = match finding.line {
            0 => String::new(),
            line => lang.pick(&format!(" (line {line})"), &format!("（第{line}行）")).to_owned(),
        };
        push(&mut lines, "", &format!("{severity} {} · {plan}{}{line}", finding.code, finding.address), width);
        push(&mut lines, "  ", finding.message.get(lang), width);
        let mut proofs: Vec<&Evidence> = finding.evidence.iter().collect();
        proofs.dedup();
        for proof in proofs.iter().take(PROOFS) {
            let quote = around(&proof.quote, finding.found.as_deref().unwrap_or_default());
            push(&mut lines, "    ", &format!("{}: {quote}", proof.address), width);
        }
        let more = proofs.len().saturating_sub(PROOFS);
        if more > 0 {
            let (en, zh) = (
                format!("… and {more} more {} (--format csv shows all)", if more == 1 { "place" } else { "places" }),
                format!("……另有{more}处（--format csv 可显示全部）"),
            );
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
    for (code, told) in told.into_iter().filter(|(_, told)| *told > NOTES) {
        let more = told - NOTES;
        let en = format!("note {code} · {more} more (--only {code} shows all)");
        let zh = format!("提示 {code} · 另有{more}项（--only {code} 可显示全部）");
        push(&mut lines, "", lang.pick(&en, &zh), width);
        lines.push(String::new());
    }
    lines.pop();
    lines
}

/// A quote on one line, cut where it is long; what the finding is about stays in sight.
fn around(quote: &str, found: &str) -> String {
    /// Characters kept in front of what the finding is about.
    const BEFORE: usize = 24;
    let quote = escape::one_line(&quote.split_whitespace().collect::<Vec<_>>().join(" "));
    let place = (!found.is_empty() && output::display_width(&quote) > QUOTE).then(|| quote.find(found)).flatten().unwrap_or(0);
    let cut = quote[..place].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    let begun = if cut > 0 { "…" } else { "" };
    output::clip(&format!("{begun}{}", &quote[cut..]), QUOTE)
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
            let lines = report(&[finding(5)], lang, Some(width), false);
            assert!(lines.iter().all(|line| display_width(line) <= width), "{lines:#?}");
            assert!(lines[0].contains("form.broken-sentence") && lines[0].contains("三（一）1"), "{}", lines[0]);
        }
    }

    #[test]
    fn what_a_finding_is_about_stays_in_sight() {
        let quote = format!("{}构建“三带五廊”格局，{}", "加快建设，".repeat(30), "加快建设，".repeat(30));
        let shown = super::around(&quote, "三带五廊");
        assert!(shown.starts_with('…') && shown.contains("三带五廊") && shown.ends_with('…'), "{shown}");
    }

    #[test]
    fn more_proofs_than_fit_are_counted() {
        let lines = report(&[finding(5)], Lang::En, None, false);
        assert!(lines.iter().any(|line| line.contains("2 more places")), "{lines:#?}");
        assert!(!report(&[finding(2)], Lang::En, None, false).iter().any(|line| line.contains("more places")));
    }

    #[test]
    fn many_notes_of_one_check_are_told_in_part() {
        let note = || Finding { severity: Severity::Note, ..finding(1) };
        let notes: Vec<Finding> = (0..12).map(|_| note()).collect();
        let lines = report(&notes, Lang::En, None, false);
        assert_eq!(lines.iter().filter(|line| line.contains("breaks off")).count(), 5);
        assert_eq!(lines.last().map(String::as_str), Some("note form.broken-sentence · 7 more (--only form.broken-sentence shows all)"));
        assert_eq!(report(&notes, Lang::En, None, true).iter().filter(|line| line.contains("breaks off")).count(), 12);
        let warnings: Vec<Finding> = (0..12).map(|_| finding(1)).collect();
        assert_eq!(report(&warnings, Lang::En, None, false).iter().filter(|line| line.contains("breaks off")).count(), 12, "warnings");
    }
}
