use std::sync::Arc;
use std::time::Duration;

use super::query::read_text;
use super::with_evaluator;
use crate::audit::{CHECKS, Finding, Severity, Suppressions, audit};
use crate::base::{Source, nearest};
use crate::cli::arguments::Invocation;
use crate::cli::console::Console;
use crate::cli::evaluator::Evaluator;
use crate::cli::failure::Stop;
use crate::document::{self, ReadOptions};
use crate::model::{Answer, Evidence, Value};

/// Whether a check is meant by its own code (`figure.growth`) or by that of its group (`figure`).
fn is_asked(asked: &str, code: &str) -> bool {
    code == asked || code.split_once('.').is_some_and(|(group, _)| group == asked)
}

/// `gangmu audit`: findings as rows; exit code 5 with `--strict` when an error stands.
pub fn run(invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    let only = invocation.options.get("only").cloned().unwrap_or_default();
    for code in &only {
        if !CHECKS.iter().any(|check| is_asked(code, check.code)) {
            let stop = Stop::usage(format!("there is no check `{code}`"), format!("没有检查项 `{code}`"));
            return Err(match nearest(code, CHECKS.iter().map(|check| check.code), 1).first() {
                Some(near) => stop.hint(format!("did you mean {near}?"), format!("是否想写 {near}？")),
                None => stop,
            });
        }
    }
    let accepted = match invocation.option("accepted") {
        Some(file) => Suppressions::parse(&Arc::new(Source::new(file, read_text(file)?)))?,
        None => Suppressions::default(),
    };
    let mut errors = 0;
    with_evaluator(invocation, console, |evaluator| {
        let mut findings = findings(evaluator, invocation.words.first().map(String::as_str))?;
        findings.retain(|finding| {
            (only.is_empty() || only.iter().any(|code| is_asked(code, finding.code))) && accepted.reason(finding).is_none()
        });
        let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        errors = of(Severity::Error);
        let (warnings, notes) = (of(Severity::Warning), of(Severity::Note));
        evaluator.show("audit", table(&findings, evaluator), Duration::ZERO)?;
        console
            .say(&format!("{errors} errors, {warnings} warnings, {notes} notes"), &format!("错误 {errors}，警告 {warnings}，提示 {notes}"));
        Ok(())
    })?;
    if errors > 0 && invocation.has("strict") { Err(Stop::Code(5)) } else { Ok(()) }
}

fn findings(evaluator: &Evaluator, wanted: Option<&str>) -> Result<Vec<Finding>, Stop> {
    let plans = evaluator.session.plans()?;
    if let Some(slug) = wanted
        && !plans.iter().any(|plan| plan.slug == slug)
    {
        let stop = Stop::usage(format!("there is no plan `{slug}` in the store"), format!("存储中没有规划 `{slug}`"));
        return Err(match nearest(slug, plans.iter().map(|plan| plan.slug.as_str()), 1).first() {
            Some(near) => stop.hint(format!("did you mean {near}?"), format!("是否想写 {near}？")),
            None => stop.hint("`gangmu plans` lists them", "`gangmu plans` 可列出"),
        });
    }
    let mut all = Vec::new();
    for plan in plans.iter().filter(|plan| wanted.is_none_or(|slug| plan.slug == slug)) {
        let Some(bytes) = evaluator.session.plan_text(&plan.slug)? else { continue };
        let read = document::read(&bytes, &plan.slug, &ReadOptions { force: true, ..ReadOptions::default() })?;
        all.extend(audit(evaluator.session.view(), &plan.slug, &read));
    }
    Ok(all)
}

/// The rows of protocol.md; on a page for people only one of the two messages stands.
fn table(findings: &[Finding], evaluator: &Evaluator) -> Answer {
    let machine = !evaluator.settings.format.holds_source_line();
    let mut columns = vec!["code", "severity", "message"];
    if machine {
        columns.push("message_zh");
    }
    columns.extend(["plan", "address", "line", "evidence", "found", "expected"]);
    let text = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::from);
    let rows = findings.iter().map(|finding| {
        let mut row = vec![Value::from(finding.code), Value::from(finding.severity.name())];
        if machine {
            row.extend([Value::from(finding.message.en.as_str()), Value::from(finding.message.zh.as_str())]);
        } else {
            row.push(Value::from(finding.message.get(evaluator.console.lang)));
        }
        row.extend([
            Value::from(finding.plan.as_str()),
            Value::from(finding.address.as_str()),
            Value::Int(i64::from(finding.line)),
            Value::list(finding.evidence.iter().map(proof)),
            text(&finding.found),
            text(&finding.expected),
        ]);
        row
    });
    Answer { columns: columns.into_iter().map(str::to_owned).collect(), rows: rows.collect(), ..Answer::default() }
}

fn proof(evidence: &Evidence) -> Value {
    let offset = |at: u64| Value::Int(i64::try_from(at).unwrap_or(i64::MAX));
    Value::map([
        ("plan", Value::from(&*evidence.plan)),
        ("address", Value::from(&*evidence.address)),
        ("line", Value::Int(i64::from(evidence.line))),
        ("start", offset(evidence.start)),
        ("end", offset(evidence.end)),
        ("quote", Value::from(&*evidence.quote)),
    ])
}

#[cfg(test)]
mod tests {
    use super::is_asked;

    #[test]
    fn a_group_stands_for_its_checks() {
        assert!(is_asked("figure.growth", "figure.growth") && is_asked("figure", "figure.growth"));
        assert!(!is_asked("figure", "form.gap") && !is_asked("fig", "figure.growth") && !is_asked("growth", "figure.growth"));
    }
}
