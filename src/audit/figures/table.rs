//! Indicator tables: printed growth against the growth that the printed values give.

use super::columns::{Role, claims, role};
use super::growth::{Claim, Culprit, Measure, Verdict, culprit, judge};
use super::printed::Printed;
use super::values::plain;
use crate::audit::Plan;
use crate::audit::finding::{Finding, Severity};
use crate::audit::tables::Table;
use crate::base::Message;
use crate::model::Evidence;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for table in plan.tables() {
        let roles: Vec<Role> = table.heads.iter().map(|head| role(head)).collect();
        let claims = claims(&roles);
        if !claims.is_empty() {
            growth(plan, &table, &roles, &claims, found);
        }
    }
}

/// One growth cell that was judged.
struct Judged<'a> {
    claim: &'a Claim,
    row: usize,
    verdict: Verdict,
}

fn growth(plan: &Plan<'_>, table: &Table, roles: &[Role], claims: &[Claim], found: &mut Vec<Finding>) {
    let rows: Vec<Vec<Option<Printed>>> =
        table.rows.iter().map(|row| row.cells.iter().map(|cell| Printed::parse(cell)).collect()).collect();
    let mut judged = Vec::new();
    // Cells of a row that is too short or too long may have shifted: their heads say nothing.
    for (row, cells) in rows.iter().enumerate().filter(|(_, cells)| cells.len() == roles.len()) {
        for claim in claims {
            let cell = |column: usize| cells.get(column).and_then(Option::as_ref);
            if let (Some(from), Some(to), Some(growth)) = (cell(claim.from), cell(claim.to), cell(claim.column))
                && let Some(verdict) = judge(from, to, growth, claim.measure)
            {
                judged.push(Judged { claim, row, verdict });
            }
        }
    }
    // The plan's own practice decides how strictly to read it: where nearly every cell follows from the values as they are
    // printed, one that would need hidden decimals is a slip; where many do, the plan reckons with decimals that it hides.
    let exact = judged.iter().filter(|cell| cell.verdict == Verdict::Fits).count();
    let strict = exact * 5 >= judged.len() * 4;
    let half_fit = exact * 2 >= judged.len();
    let off: Vec<&Judged<'_>> = judged.iter().filter(|cell| cell.verdict != Verdict::Fits).collect();
    for cell in &off {
        let severity = match cell.verdict {
            _ if !half_fit => continue,
            Verdict::WithinRounding if !strict => continue,
            _ if strict => Severity::Error,
            _ => Severity::Warning,
        };
        let other = off.iter().copied().find(|other| exchanged(&rows, cell, other));
        found.extend(finding(plan, table, roles, claims, &rows[cell.row], (cell, other), severity));
    }
}

/// Whether two growth cells, of one row or one column, fit each in the place of the other.
fn exchanged(rows: &[Vec<Option<Printed>>], one: &Judged<'_>, other: &Judged<'_>) -> bool {
    let fits = |place: &Judged<'_>, printed: &Judged<'_>| {
        let cell = |row: usize, column: usize| rows[row].get(column).and_then(Option::as_ref);
        let (from, to) = (cell(place.row, place.claim.from)?, cell(place.row, place.claim.to)?);
        judge(from, to, cell(printed.row, printed.claim.column)?, place.claim.measure)
    };
    let neighbours = (one.row == other.row) != (one.claim.column == other.claim.column);
    neighbours && fits(one, other) == Some(Verdict::Fits) && fits(other, one) == Some(Verdict::Fits)
}

fn finding(
    plan: &Plan<'_>,
    table: &Table,
    roles: &[Role],
    claims: &[Claim],
    cells: &[Option<Printed>],
    (judged, exchanged): (&Judged<'_>, Option<&Judged<'_>>),
    severity: Severity,
) -> Option<Finding> {
    let row = &table.rows[judged.row];
    let claim = judged.claim;
    let (from, to, growth) = (cells[claim.from].as_ref()?, cells[claim.to].as_ref()?, cells[claim.column].as_ref()?);
    let exact = super::growth::recompute(from.value, to.value, claim.measure)?;
    let unit = if growth.percent { "%" } else { "" };
    let expected = format!("{exact:.*}{unit}", growth.decimals as usize);
    let sum = match claim.measure {
        Measure::Relative => format!("({} − {}) ÷ {} = {expected}", to.text, from.text, from.text),
        Measure::Yearly(years) => format!("({} ÷ {})^(1/{years}) − 1 = {expected}", to.text, from.text),
        Measure::Difference => format!("{} − {} = {expected}", to.text, from.text),
    };
    let label = &row.label;
    let mut en = format!("{label}: the growth is printed as {}, but {sum}", growth.text);
    let mut zh = format!("{label}：增幅印为{}，而{sum}", growth.text);
    let said = plan.prose_values(&row.proof, roles);
    let mut evidence: Vec<Evidence> = vec![row.proof.clone()];
    if let Some(other) = exchanged {
        let (there, row) = (&table.heads[other.claim.column], &table.rows[other.row]);
        let place = if other.row == judged.row { there } else { &row.label };
        en.push_str(&format!("; it is the growth of {place}, which has this one: the two have changed places"));
        zh.push_str(&format!("；与“{place}”的增幅互换后两处均相符，疑为两格错位"));
        if other.row != judged.row {
            evidence.push(row.proof.clone());
        }
    } else if let Some(culprit) = culprit(cells, claims, &said.iter().map(|(column, value, _)| (*column, *value)).collect::<Vec<_>>()) {
        let (en_more, zh_more) = testimony(&culprit, table, claims, cells);
        en.push_str(&en_more);
        zh.push_str(&zh_more);
        if culprit.prose {
            evidence.extend(
                said.into_iter()
                    .filter(|(column, value, _)| *column == culprit.column && plain(*value) == culprit.implied)
                    .map(|(_, _, proof)| proof),
            );
        }
    }
    let mut finding = Finding::new("figure.growth", severity, Message::new(en, zh), evidence).found(growth.text.clone());
    finding.expected = Some(expected);
    Some(finding)
}

/// Which cell the witnesses convict, in words, with what each of them reckons.
fn testimony(culprit: &Culprit, table: &Table, claims: &[Claim], cells: &[Option<Printed>]) -> (String, String) {
    let head = |column: usize| table.heads.get(column).map_or("", |head| head.as_str());
    let printed = cells[culprit.column].as_ref().map_or("", |cell| cell.text.as_str());
    let reckoned = |&column: &usize| {
        let claim = claims.iter().find(|claim| claim.column == column)?;
        let sum = super::growth::solved(cells, claim, culprit.column)?;
        Some(format!("{}: {sum}", head(column)))
    };
    let vouchers: Vec<String> =
        culprit.witnesses.iter().map(|column| reckoned(column).unwrap_or_else(|| head(*column).to_owned())).collect();
    let said = |word: &str| culprit.prose.then(|| word.to_owned());
    let (en, zh) = (vouchers.iter().cloned().chain(said("a sentence")), vouchers.iter().cloned().chain(said("正文")));
    let (en, zh) = (en.collect::<Vec<_>>().join("; "), zh.collect::<Vec<_>>().join("；").replace(": ", "："));
    let (column, implied) = (head(culprit.column), &culprit.implied);
    (
        format!("; the likeliest slip is {printed} in the column {column}, for {implied} ({en})"),
        format!("；最可能有误的是“{column}”的{printed}，应为{implied}（佐证：{zh}）"),
    )
}
