use clap_complete::Shell;

use crate::base::nearest;
use crate::cli::arguments::{Invocation, command_line};
use crate::cli::catalogue;
use crate::cli::console::{Console, print};
use crate::cli::failure::Stop;

/// `gangmu completions SHELL`.
pub fn completions(invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    const SHELLS: [(&str, Shell); 3] = [("bash", Shell::Bash), ("zsh", Shell::Zsh), ("fish", Shell::Fish)];
    let name = invocation.words.first().map(String::as_str).unwrap_or_default();
    let Some((_, shell)) = SHELLS.iter().find(|(known, _)| *known == name) else {
        let stop = Stop::usage(
            format!("there are completions for bash, zsh and fish, not for `{name}`"),
            format!("只有 bash、zsh、fish 的补全，没有 `{name}`"),
        );
        return Err(match nearest(name, SHELLS.map(|(known, _)| known), 1).first() {
            Some(near) => stop.hint(format!("did you mean {near}?"), format!("是否想写 {near}？")),
            None => stop,
        });
    };
    let mut out = Vec::new();
    clap_complete::generate(*shell, &mut command_line(console.lang), "gangmu", &mut out);
    print(&out)
}

/// `gangmu man`.
pub fn man(console: &Console) -> Result<(), Stop> {
    let mut out = Vec::new();
    clap_mangen::Man::new(command_line(console.lang)).render(&mut out).map_err(|error| Stop::unwritable("<stdout>", &error))?;
    print(&out)
}

/// `gangmu reference`.
pub fn reference(console: &Console) -> Result<(), Stop> {
    print(catalogue::reference(console.lang).as_bytes())
}
