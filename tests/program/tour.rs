//! `docs/tour.md` and `docs/tour.zh.md`: every command runs, and prints the lines that the page shows, in their order.

use std::path::Path;

use super::{code, err, out, program, shared_store};

/// Commands of a page's console blocks, each with the lines shown below it.
fn commands(page: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    let mut here_document = false;
    for line in page.lines() {
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, _) => match (line.strip_prefix("$ "), found.last_mut()) {
                (Some(command), _) if !here_document => {
                    here_document = command.contains("<<'END'");
                    found.push((command.to_owned(), Vec::new()));
                }
                (_, Some((command, _))) if here_document => {
                    command.push('\n');
                    command.push_str(line);
                    here_document = line != "END";
                }
                (_, Some((_, shown))) if !line.trim().is_empty() && line != "…" => shown.push(line.trim_end().to_owned()),
                _ => {}
            },
            _ => {}
        }
    }
    found
}

fn walk(page: &str) {
    let text = std::fs::read_to_string(crate::house::root("docs").join(page)).expect("the tour");
    let folder = tempfile::tempdir().unwrap();
    let bin = Path::new(env!("CARGO_BIN_EXE_gangmu")).parent().expect("a folder").display().to_string();
    let path = format!("{bin}:{}", std::env::var("PATH").unwrap_or_default());
    let commands = commands(&text);
    assert!(commands.len() > 8, "{page} has few commands");
    for (command, shown) in commands {
        let set = program(shared_store());
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &command]).current_dir(folder.path()).env("PATH", &path);
        for (key, value) in set.get_envs() {
            shell.env(key, value.unwrap_or_default());
        }
        let run = shell.output().expect("a shell");
        let printed = format!("{}{}", err(&run), out(&run));
        assert_eq!(code(&run), 0, "{page}: {command}\n{printed}");
        let mut lines = printed.lines().map(str::trim_end);
        for line in shown {
            assert!(lines.any(|other| other == line), "{page}: {command}\ndoes not print `{line}` in its place:\n{printed}");
        }
    }
}

#[test]
fn the_tour_does_what_it_shows() {
    walk("tour.md");
    walk("tour.zh.md");
}
