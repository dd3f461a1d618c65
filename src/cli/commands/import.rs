use std::path::{Path, PathBuf};

use super::progress_on;
use crate::base::Lang;
use crate::cli::arguments::Invocation;
use crate::cli::console::Console;
use crate::cli::evaluator::schema_of;
use crate::cli::failure::Stop;
use crate::cli::reading::number_of;
use crate::engine::ingest::{ImportKind, ImportOptions, ImportReport, import_files};
use crate::schema::Schema;

/// Endings of files that are taken from a folder; a file that is named is taken whatever its ending.
const PLANS: [&str; 8] = ["txt", "md", "html", "htm", "docx", "pdf", "csv", "text"];

/// `gangmu import`: each file is a step of its own; exit code 1 if any failed.
pub fn run(invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    let mut files = Vec::new();
    let mut failed = false;
    for word in &invocation.words {
        if let Err(stop) = collect(Path::new(word), &mut files) {
            tell(console, stop);
            failed = true;
        }
    }
    let named = invocation.option("as").or_else(|| invocation.option("title"));
    if files.len() > 1 && named.is_some() {
        return Err(Stop::usage("--as and --title are for one file", "--as 与 --title 只能用于单个文件"));
    }
    if files.is_empty() {
        return if failed {
            Err(Stop::Code(1))
        } else {
            Err(Stop::usage("there is nothing to import here", "此处没有可导入的文件"))
        };
    }
    let import = ImportOptions {
        slug: invocation.option("as").map(str::to_owned),
        title: invocation.option("title").map(str::to_owned),
        force: invocation.has("force"),
        max_size: invocation.common.max_size,
    };
    let store = invocation.common.store_options()?;
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let reports = import_files(&store, &paths, &import, &mut progress_on(console));
    console.progress_done();
    let schema = schema_of(&store)?;
    for report in reports? {
        match report {
            Ok(report) => describe(&report, &schema, console),
            Err(error) => {
                console.error(&error);
                failed = true;
            }
        }
    }
    if failed { Err(Stop::Code(1)) } else { Ok(()) }
}

fn tell(console: &Console, stop: Stop) {
    if let Stop::Failed { error, .. } = stop {
        console.error(&error);
    }
}

/// The file itself, or the plans of a folder in the order of their names.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Stop> {
    let unreadable = |error: std::io::Error| Stop::unreadable(&path.display().to_string(), &error);
    if !std::fs::metadata(path).map_err(unreadable)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
        if path.is_file() && ending.is_some_and(|ending| PLANS.contains(&ending.as_str())) {
            found.push(path);
        }
    }
    found.sort();
    files.extend(found);
    Ok(())
}

fn describe(report: &ImportReport, schema: &Schema, console: &Console) {
    let ImportReport { slug, nodes, relations, .. } = report;
    let (en, zh) = match report.kind {
        ImportKind::Added => ("imported", "已导入"),
        ImportKind::Replaced => ("replaced", "已替换"),
        ImportKind::ReadAgain => ("read again by the present rules", "已按现行规则重新读取"),
        ImportKind::Unchanged => ("unchanged", "未变化"),
    };
    console
        .say(&format!("{slug}: {en}, {nodes} nodes, {relations} relations"), &format!("{slug}：{zh}，{nodes} 个节点，{relations} 条关系"));
    let counts = |lang: Lang, comma: &str| {
        let count = |(kind, count): &(String, u64)| number_of(kind, usize::try_from(*count).unwrap_or(usize::MAX), schema, lang);
        report.kinds.iter().filter(|(kind, _)| kind != "Plan").map(count).collect::<Vec<_>>().join(comma)
    };
    if !report.kinds.is_empty() {
        console.say(&format!("  {}", counts(Lang::En, ", ")), &format!("  {}", counts(Lang::Zh, "，")));
    }
    for warning in report.warnings.iter().chain(&report.unplaced) {
        console.say(&format!("  {}", warning.en), &format!("  {}", warning.zh));
    }
}
