use std::fs;
use std::process::Command;

use crate::cli::failure::Stop;

/// Opens a text in `$VISUAL` or `$EDITOR` and gives back what was saved.
pub fn edit(text: &str) -> Result<String, Stop> {
    let asked = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()));
    let asked = asked.ok_or_else(|| {
        Stop::usage("no editor is set", "未设置编辑器").hint("set EDITOR, for example EDITOR=nano", "请设置 EDITOR，例如 EDITOR=nano")
    })?;
    let path = std::env::temp_dir().join(format!("gangmu-{}.gmq", std::process::id()));
    let name = path.display().to_string();
    fs::write(&path, text).map_err(|error| Stop::unwritable(&name, &error))?;
    let mut words = asked.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program).args(words).arg(&path).status();
    let edited = match status {
        Ok(status) if status.success() => fs::read_to_string(&path).map_err(|error| Stop::unreadable(&name, &error)),
        Ok(_) => Err(Stop::usage(format!("{program} ended with an error; nothing was run"), format!("{program} 出错退出，未运行任何语句"))),
        Err(error) => Err(Stop::unreadable(program, &error)),
    };
    let _ = fs::remove_file(&path);
    edited
}
