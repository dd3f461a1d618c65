//! What README and docs show is run: questions in both languages give equal rows, commands give what is printed.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// A store with the bundled plan, made once.
fn store() -> &'static Path {
    static STORE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = STORE.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a directory");
        let store = dir.path().join("store");
        let done = gangmu(&store, &["import", "seeds/jiangmen-2025.txt"]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        (dir, store)
    });
    path
}

fn gangmu(store: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gangmu"));
    command.args(arguments).env("GANGMU_STORE", store).env("LC_ALL", "C.UTF-8").env_remove("COLUMNS");
    command.output().expect("the program runs")
}

fn rows(question: &str) -> String {
    let done = gangmu(store(), &["query", question, "--format", "csv"]);
    assert!(done.status.success(), "{question}\n{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8")
}

/// The pairs of a table whose cells are code.
fn pairs(text: &str) -> Vec<(String, String)> {
    let cell = |cell: &str| cell.trim().strip_prefix('`').and_then(|cell| cell.strip_suffix('`')).map(str::to_owned);
    text.lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').collect();
            match cells.as_slice() {
                [left, right] => Some((cell(left)?, cell(right)?)),
                _ => None,
            }
        })
        .collect()
}

#[test]
fn the_ten_questions_of_the_readme_give_equal_rows_in_both_languages() {
    let readme = std::fs::read_to_string("README.md").expect("README.md");
    let pairs = pairs(&readme);
    assert_eq!(pairs.len(), 10);
    let mut golden = String::new();
    for (english, chinese) in pairs {
        let found = rows(&english);
        assert_eq!(found, rows(&chinese), "{english} / {chinese}");
        assert!(!found.is_empty(), "{english} gives nothing");
        golden.push_str(&format!("## {english}\n## {chinese}\n{found}\n"));
    }
    // A change of these answers is a change that somebody must have looked at: GANGMU_GOLDEN=write takes it over.
    let path = "tests/questions/readme.csv";
    if std::env::var_os("GANGMU_GOLDEN").is_some() {
        std::fs::create_dir_all("tests/questions").and_then(|()| std::fs::write(path, &golden)).expect("the golden file");
    }
    let known = std::fs::read_to_string(path).unwrap_or_default();
    let differs = known.lines().zip(golden.lines()).find(|(known, now)| known != now);
    assert!(known == golden, "{path} differs, first at {differs:?}");
}

/// `$ gangmu …` lines of console blocks, each with the output printed below it.
fn commands(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            found.push((command.to_owned(), String::new()));
        } else if inside && let Some((_, output)) = found.last_mut() {
            output.push_str(line);
            output.push('\n');
        }
    }
    found
}

#[test]
fn every_command_of_readme_and_docs_runs_and_prints_what_is_shown() {
    let dir = tempfile::tempdir().expect("a directory");
    std::fs::copy("seeds/jiangmen-2025.txt", dir.path().join("plan.txt")).expect("a copy");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_gangmu"), dir.path().join("gangmu")).expect("a link");
    let path = format!("{}:{}", dir.path().display(), std::env::var("PATH").unwrap_or_default());
    // The tours have a test of their own.
    let docs = std::fs::read_dir("docs").expect("docs").flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        docs.filter(|path| path.extension().is_some_and(|end| end == "md") && !path.to_string_lossy().contains("tour")).collect();
    files.push("README.md".into());
    files.sort();
    let mut count = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a text");
        // Each text is followed on a machine of its own.
        let own = dir.path().join(format!("store{count}"));
        assert!(gangmu(&own, &["import", "seeds/jiangmen-2025.txt"]).status.success());
        for (command, expected) in commands(&text).into_iter().filter(|(command, _)| command.starts_with("gangmu ")) {
            let done = Command::new("bash")
                .args(["-c", &command])
                .current_dir(dir.path())
                .env("PATH", &path)
                .env("GANGMU_STORE", &own)
                .env("LC_ALL", "C.UTF-8")
                .env_remove("COLUMNS")
                .output()
                .expect("bash");
            let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
            assert!(done.status.success(), "{}: {command}\n{err}", file.display());
            if !expected.is_empty() {
                let trimmed: String = out.lines().map(|line| format!("{}\n", line.trim_end())).collect();
                assert_eq!(trimmed, expected, "{}: {command}", file.display());
            }
            count += 1;
        }
    }
    assert!(count >= 6, "only {count} commands");
}

#[test]
fn the_same_questions_twice_give_the_same_bytes() {
    let question = "count measures per goal per institution";
    assert_eq!(rows(question), rows(question));
}

#[test]
fn the_order_of_a_count_is_that_of_its_groups() {
    let page = rows("count measures per institution sorted by count desc top 3");
    let counts: Vec<usize> = page.lines().skip(1).map(|line| line.split(',').nth(1).expect("a count").parse().expect("a number")).collect();
    let (total, groups) = counts.split_last().expect("a total");
    assert!(groups.len() == 3 && groups.is_sorted_by(|a, b| a >= b) && groups[0] > 3, "{page}");
    let all = rows("count measures");
    assert_eq!(all.lines().nth(1), Some(total.to_string().as_str()), "the total is that of all measures");
}

#[test]
fn a_section_is_named_by_its_heading_or_address_and_holds_what_its_parts_hold() {
    let by_address = rows("measures in section \"四（四）\"");
    assert_eq!(by_address, rows("载于章节“创造一批重大科技创新成果”的措施"));
    assert_eq!(by_address, rows("measures contained in section \"四(四)\""), "brackets of either width");
    let addresses: Vec<&str> = by_address.lines().skip(1).collect();
    assert!(addresses.len() > 3 && addresses.iter().all(|row| row.starts_with("四（四）1")), "{by_address}");
    assert_eq!(rows("measures directly contained in section \"四（四）\"").lines().count(), 1, "they stand in its parts");
}

#[test]
fn what_a_part_of_a_plan_cites_the_plan_cites() {
    let documents = |question: &str| {
        let mut names: Vec<String> =
            rows(question).lines().skip(1).filter_map(|line| Some(line.split(',').next()?.to_owned())).filter(|n| n.len() > 12).collect();
        names.dedup();
        names
    };
    let cited = documents("documents cited by plans labels en");
    assert!(cited.len() >= 3, "{cited:?}");
    assert_eq!(rows("plans citing documents").lines().filter(|line| line.starts_with("江门创造2025,")).count(), 1);
    assert_eq!(rows("documents directly cited by plans").lines().count(), 1, "no plan node cites by itself");
}
