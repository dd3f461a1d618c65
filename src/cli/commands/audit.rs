use std::sync::Arc;
use std::time::Duration;

use super::audit_report::report;
use super::query::read_text;
use super::with_evaluator;
use crate::audit::{CHECKS, Finding, Severity, Suppressions};
use crate::base::{Source, nearest};
use crate::cli::arguments::Invocation;
use crate::cli::console::Console;
use crate::cli::evaluator::Evaluator;
use crate::cli::failure::Stop;
use crate::engine::procedures::{AUDIT_COLUMNS, audit_row};
use crate::model::{Answer, Shape, Summary, Value};
use crate::output::PageFormat;

/// Whether a check is meant by its own code (`figure.growth`) or by that of its group (`figure`).
fn is_asked(asked: &str, code: &str) -> bool {
    code == asked || code.split_once('.').is_some_and(|(group, _)| group == asked)
}

/// `gangmu audit`: findings as rows; exit code 5 with `--strict` when an error stands.
pub fn run(invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    let only = invocation.options.get("only").cloned().unwrap_or_default();
    let only: Vec<String> = only.iter().flat_map(|codes| codes.split(',')).map(|code| code.trim().to_owned()).collect();
    for code in &only {
        if !CHECKS.iter().any(|check| is_asked(code, check.code)) {
            let stop = Stop::usage(format!("there is no check `{code}`"), format!("没有检查项 `{code}`"));
            return Err(match nearest(code, CHECKS.iter().map(|check| check.code), 1).first() {
                Some(near) => stop.hint(format!("did you mean {near}?"), format!("是否想写 {near}？")),
                None => stop.hint(
                    "checks are named by group and code: figure, slogan, term, means, form, name",
                    "检查项以组别和代码命名，组别有 figure、slogan、term、means、form、name",
                ),
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
        // Of one plan among several nothing can be said about what was accepted in the others.
        if invocation.words.is_empty() || evaluator.session.plans()?.len() == 1 {
            let file = invocation.option("accepted").unwrap_or_default();
            for (line, entry) in accepted.stale(&findings) {
                console.say(
                    &format!("{file}:{line}: {entry} matches no finding any more"),
                    &format!("{file}:{line}：{entry} 已不再对应任何发现"),
                );
            }
        }
        findings.retain(|finding| only.is_empty() || only.iter().any(|code| is_asked(code, finding.code)));
        let all = findings.len();
        findings.retain(|finding| accepted.reason(finding).is_none());
        let left_out = all - findings.len();
        let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        errors = of(Severity::Error);
        let (warnings, notes) = (of(Severity::Warning), of(Severity::Note));
        // On a screen many notes of one check are told in part, unless they were asked for.
        let whole = !only.is_empty() || console.width().is_none();
        evaluator.show("audit", answer(&mut findings, whole, evaluator), Duration::ZERO)?;
        let (en, zh) = match left_out {
            0 => Default::default(),
            count => (format!("; {count} accepted and left out"), format!("；已接受 {count} 项，未列出")),
        };
        let (en, zh) = (
            format!("{errors} errors, {warnings} warnings, {notes} notes{en}"),
            format!("错误 {errors}，警告 {warnings}，提示 {notes}{zh}"),
        );
        console.say(&en, &zh);
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
    Ok(evaluator.session.audit(wanted)?)
}

/// The rows that programs read, or the page for people, `whole` or with some notes of each check.
fn answer(findings: &mut [Finding], whole: bool, evaluator: &Evaluator) -> Answer {
    let columns = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    match evaluator.settings.format {
        PageFormat::Table => {
            findings.sort_by_key(|finding| finding.severity);
            let width = evaluator.settings.width.or_else(|| evaluator.console.width());
            let lines = report(findings, evaluator.console.lang, width, whole).into_iter().map(|line| vec![Value::from(line)]);
            let summary = Summary { shape: Shape::Text, ..Summary::default() };
            Answer { columns: columns(&["text"]), rows: lines.collect(), summary }
        }
        PageFormat::Markdown => {
            findings.sort_by_key(|finding| finding.severity);
            let lang = evaluator.console.lang;
            let rows = findings.iter().map(|finding| {
                let row = audit_row(finding);
                let of = |name: &str| AUDIT_COLUMNS.iter().position(|column| *column == name).map_or(Value::Null, |at| row[at].clone());
                let message = Value::from(finding.message.get(lang));
                vec![of("code"), of("severity"), message, of("plan"), of("address"), of("evidence")]
            });
            Answer {
                columns: columns(&["code", "severity", "message", "plan", "address", "evidence"]),
                rows: rows.collect(),
                ..Answer::default()
            }
        }
        _ => Answer { columns: columns(&AUDIT_COLUMNS), rows: findings.iter().map(audit_row).collect(), ..Answer::default() },
    }
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
