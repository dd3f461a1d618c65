use super::with_evaluator;
use crate::base::Lang;
use crate::cli::arguments::{Invocation, whole_number};
use crate::cli::console::Console;
use crate::cli::failure::Stop;
use crate::engine::curation::{self, CurationEntry};
use crate::model::{Answer, Value};

/// `gangmu curation list|undo`.
pub fn run(part: &str, invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    let store = invocation.common.store_options()?;
    if part == "list" {
        let entries = curation::list(&store)?;
        return with_evaluator(invocation, console, |evaluator| {
            let page = table(&entries, evaluator.console.lang);
            evaluator.show("curation list", page, std::time::Duration::ZERO)
        });
    }
    let number = invocation.words.first().map(|word| whole_number("curation undo", word)).transpose()?;
    match curation::undo(&store, number)? {
        Some(entry) => {
            console.say(&format!("taken back: {} {}", entry.number, entry.note), &format!("已撤销：{} {}", entry.number, entry.note));
            for change in &entry.changes {
                console.say(&format!("  {change}"), &format!("  {change}"));
            }
            Ok(())
        }
        None => Err(Stop::usage("there is no such change", "没有这条修订")
            .hint("`gangmu curation list` shows them", "`gangmu curation list` 可列出")),
    }
}

fn table(entries: &[CurationEntry], lang: Lang) -> Answer {
    let columns = ["number", "author", "time", "statement", "changes", "unplaced"];
    let rows = entries.iter().map(|entry| {
        vec![
            Value::Int(i64::try_from(entry.number).unwrap_or(i64::MAX)),
            Value::from(entry.author.as_str()),
            Value::from(utc(entry.time)),
            Value::from(entry.note.as_str()),
            Value::list(entry.changes.iter().map(|change| Value::from(change.as_str()))),
            Value::list(entry.unplaced.iter().map(|reason| Value::from(reason.get(lang)))),
        ]
    });
    Answer { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect(), ..Answer::default() }
}

/// Seconds since 1970 as `YYYY-MM-DDThh:mm:ssZ` (days to a date: Howard Hinnant, "chrono-compatible low-level date algorithms").
fn utc(seconds: u64) -> String {
    let (days, rest) = ((seconds / 86_400) as i64, seconds % 86_400);
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    #[test]
    fn seconds_become_dates() {
        assert_eq!(super::utc(0), "1970-01-01T00:00:00Z");
        assert_eq!(super::utc(1_709_209_845), "2024-02-29T12:30:45Z");
    }
}
