use std::fmt::Write as _;

use super::{COMMANDS, COMMON, Command, DIRECTIVES, EXPORTS, FORMATS, Opt, SETTINGS};
use crate::base::Lang;

fn option_words(option: &Opt) -> String {
    let short = option.short.map(|short| format!("-{short}, ")).unwrap_or_default();
    let value = option.value.map(|value| format!(" {value}")).unwrap_or_default();
    format!("{short}--{}{value}", option.long)
}

fn command_words(command: &Command, path: &str) -> String {
    let mut words = format!("{path}{}", command.name);
    for positional in command.positionals {
        let dots = if positional.many { "…" } else { "" };
        let _ =
            if positional.required { write!(words, " {}{dots}", positional.name) } else { write!(words, " [{}{dots}]", positional.name) };
    }
    words
}

/// All commands, options, directives, settings and formats as Markdown: what `gangmu reference` prints.
pub fn reference(lang: Lang) -> String {
    let mut out = String::new();
    let head = |out: &mut String, en: &str, zh: &str| {
        let _ = write!(out, "\n## {}\n\n", lang.pick(en, zh));
    };
    let _ = writeln!(out, "# {}", lang.pick("Commands, options, formats", "命令、选项与格式"));
    head(&mut out, "Commands", "命令");
    for command in &COMMANDS {
        describe(&mut out, command, "gangmu ", lang);
    }
    head(&mut out, "Options of every command", "通用选项");
    for option in &COMMON {
        describe_option(&mut out, option, "", lang);
    }
    head(&mut out, "Commands of the prompt and of batch files", "提示符与批处理中的命令");
    for directive in &DIRECTIVES {
        let words = directive.words.iter().map(|word| format!("`:{word}`")).collect::<Vec<_>>().join(" ");
        let only = if directive.batch { "" } else { lang.pick(" (prompt only)", "（仅提示符）") };
        let title = format!(":{} {}", directive.name, directive.takes);
        let _ = writeln!(out, "- `{}` ({words}){only}: {}. `{}`", title.trim_end(), directive.help.get(lang), directive.example);
    }
    head(&mut out, "Settings", "设置");
    for setting in &SETTINGS {
        let _ = writeln!(out, "- `:set {} {}`: {}. `{}`", setting.key, setting.takes, setting.help.get(lang), setting.example);
    }
    head(&mut out, "Formats", "格式");
    for format in &FORMATS {
        let endings = format.endings.iter().map(|ending| format!("`.{ending}`")).collect::<Vec<_>>().join(" ");
        let _ = writeln!(out, "- `{}` ({endings}): {}. `{}`", format.name, format.help.get(lang), format.example);
    }
    head(&mut out, "What `export --to` writes", "`export --to` 可写的格式");
    for export in &EXPORTS {
        let _ = writeln!(out, "- `{}`: {}", export.name, export.help.get(lang));
    }
    out
}

fn describe(out: &mut String, command: &Command, path: &str, lang: Lang) {
    let _ = writeln!(out, "- `{}`: {}. `{}`", command_words(command, path), command.help.get(lang), command.example);
    for option in command.options {
        describe_option(out, option, "  ", lang);
    }
    for part in command.subcommands {
        describe(out, part, &format!("{path}{} ", command.name), lang);
    }
}

fn describe_option(out: &mut String, option: &Opt, indent: &str, lang: Lang) {
    let choices = if option.choices.is_empty() { String::new() } else { format!(" ({})", option.choices.join(", ")) };
    let _ = writeln!(out, "{indent}- `{}`: {}{choices}. `{}`", option_words(option), option.help.get(lang), option.example);
}

/// What the tables say about one name, several entries where several have it.
pub fn entry(name: &str, lang: Lang) -> Vec<String> {
    let wanted = name.trim_start_matches([':', '-']).to_lowercase();
    let mut found = Vec::new();
    let mut add =
        |title: String, help: &str, example: &str| found.push(format!("{title}\n  {help}\n  {} {example}", lang.pick("e.g.", "例：")));
    for directive in DIRECTIVES.iter().filter(|d| d.name == wanted || d.words.contains(&wanted.as_str())) {
        add(format!(":{} {}", directive.name, directive.takes), directive.help.get(lang), directive.example);
    }
    for setting in SETTINGS.iter().filter(|setting| setting.key == wanted) {
        add(format!(":set {} {}", setting.key, setting.takes), setting.help.get(lang), setting.example);
    }
    for format in FORMATS.iter().filter(|format| format.name == wanted || format.words.contains(&wanted.as_str())) {
        add(format!(":format {}", format.name), format.help.get(lang), format.example);
    }
    for command in COMMANDS.iter().filter(|command| command.name == wanted) {
        add(command_words(command, "gangmu "), command.help.get(lang), command.example);
    }
    for option in COMMON.iter().filter(|option| option.long == wanted) {
        add(option_words(option), option.help.get(lang), option.example);
    }
    found
}
