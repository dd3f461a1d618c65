//! `:commands` of the prompt and of batch files.

use std::path::Path;

use super::arguments::{duration, unknown_choice, whole_number};
use super::catalogue::{self, DIRECTIVES, Directive, SETTINGS};
use super::commands::listing;
use super::evaluator::{Evaluator, Settings, unknown_format};
use super::failure::Stop;
use crate::base::{Lang, nearest};
use crate::model::Value;
use crate::output;

/// What a directive leaves for its caller to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Go,
    Quit,
    /// Run the statements of this file here.
    Run(String),
    /// Edit the last statement.
    Edit,
}

/// Where a directive was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Prompt,
    Batch,
    /// A batch file that is only looked over: settings are taken, nothing is shown or written.
    Checked,
}

/// Carries out the directive in `line` (without its colon).
pub fn carry_out(evaluator: &mut Evaluator, line: &str, place: Place) -> Result<Next, Stop> {
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let directive = catalogue::directive(name).ok_or_else(|| unknown(name))?;
    if place != Place::Prompt && !directive.batch {
        return Err(Stop::usage(
            format!(":{} works at the prompt only", directive.name),
            format!(":{} 只能在提示符下使用", directive.name),
        ));
    }
    match directive.name {
        "schema" | "plans" | "stats" | "echo" if place == Place::Checked => {}
        "out" if place == Place::Checked => {
            evaluator.fenced(unquoted(rest))?;
        }
        "help" => evaluator.console.note(&evaluator.console.fitted(&help(evaluator, rest))),
        "schema" => listing::schema(evaluator, (!rest.is_empty()).then_some(rest))?,
        "plans" => listing::plans(evaluator)?,
        "stats" => listing::stats(evaluator)?,
        "format" => {
            let format = catalogue::format(rest).ok_or_else(|| unknown_format(rest))?.format;
            evaluator.settings.format = format;
        }
        "out" if rest.is_empty() || rest == "-" => evaluator.sink.finish()?,
        "out" => {
            let name = unquoted(rest);
            let path = evaluator.fenced(name)?;
            evaluator.sink.redirect(&path)?;
            if let Some(entry) = catalogue::format_for_file(&path) {
                evaluator.settings.format = entry.format;
            }
        }
        "set" => set(evaluator, rest)?,
        "param" => param(evaluator, directive, rest)?,
        "run" => return if rest.is_empty() { Err(wants(directive)) } else { Ok(Next::Run(unquoted(rest).to_owned())) },
        "echo" => evaluator.sink.write_after_gap(format!("{}\n", output::escape::harmless(rest)).as_bytes())?,
        "timing" => evaluator.settings.timing = if rest.is_empty() { !evaluator.settings.timing } else { switch("timing", rest)? },
        "lang" => {
            evaluator.console.lang = match rest {
                "zh" | "中文" => Lang::Zh,
                "en" | "英文" => Lang::En,
                other => return Err(unknown_choice(":lang", other, &["en", "zh"])),
            }
        }
        "clear" => super::console::print(b"\x1b[2J\x1b[H")?,
        "edit" => return Ok(Next::Edit),
        _ => return Ok(Next::Quit),
    }
    Ok(Next::Go)
}

fn unknown(name: &str) -> Stop {
    let stop = Stop::usage(format!("there is no command `:{name}`"), format!("没有命令 `:{name}`"));
    let names = DIRECTIVES.iter().flat_map(|directive| std::iter::once(directive.name).chain(directive.words.iter().copied()));
    match nearest(name, names, 1).first() {
        Some(near) => stop.hint(format!("did you mean `:{near}`?"), format!("是否想写 `:{near}`？")),
        None => stop.hint("`:help` lists the commands", "`:help` 列出全部命令"),
    }
}

fn wants(directive: &Directive) -> Stop {
    Stop::usage(format!(":{} wants {}", directive.name, directive.takes), format!(":{} 需要 {}", directive.name, directive.takes))
        .hint(format!("for example `{}`", directive.example), format!("例如 `{}`", directive.example))
}

/// A file name may be quoted, as in `into "file"`.
fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '“', '”', '\''])
}

fn switch(key: &str, value: &str) -> Result<bool, Stop> {
    match value {
        "on" | "true" | "yes" | "1" | "开" => Ok(true),
        "off" | "false" | "no" | "0" | "关" => Ok(false),
        other => Err(unknown_choice(key, other, &["on", "off"])),
    }
}

fn set(evaluator: &mut Evaluator, rest: &str) -> Result<(), Stop> {
    if rest.is_empty() {
        let lang = evaluator.console.lang;
        for setting in &SETTINGS {
            let now = now(&evaluator.settings, setting.key);
            let line = format!(":set {:<9} {:<16} {now:<8} {}", setting.key, setting.takes, setting.help.get(lang));
            evaluator.console.note(&evaluator.console.fitted(&line));
        }
        return Ok(());
    }
    let (key, value) = rest.split_once(|c: char| c.is_whitespace() || c == '=').unwrap_or((rest, ""));
    let value = value.trim_start_matches(['=', ' ']).trim();
    let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else {
        let stop = Stop::usage(format!("there is no setting `{key}`"), format!("没有设置项 `{key}`"));
        return Err(match nearest(key, SETTINGS.iter().map(|setting| setting.key), 1).first() {
            Some(near) => stop.hint(format!("did you mean `{near}`?"), format!("是否想写 `{near}`？")),
            None => stop.hint("`:set` alone lists them", "单独输入 `:set` 可列出全部"),
        });
    };
    if value.is_empty() {
        return Err(Stop::usage(format!("`:set {key}` wants {}", setting.takes), format!("`:set {key}` 需要 {}", setting.takes)));
    }
    let settings = &mut evaluator.settings;
    match key {
        "header" => settings.header = switch(key, value)?,
        "caption" => settings.caption = switch(key, value)?,
        "cite" => settings.cite = switch(key, value)?,
        "bom" => settings.csv.bom = switch(key, value)?,
        "guard" => settings.csv.guard = switch(key, value)?,
        "encoding" => match value {
            "utf-8" | "utf8" => settings.gb18030 = false,
            "gb18030" => settings.gb18030 = true,
            other => return Err(unknown_choice(key, other, &["utf-8", "gb18030"])),
        },
        "timeout" => settings.limits.timeout = if value == "off" { None } else { Some(duration(key, value)?) },
        "rows" => settings.limits.rows = if value == "off" { None } else { usize::try_from(whole_number(key, value)?).ok() },
        "seed" => settings.limits.seed = whole_number(key, value)?,
        "width" => settings.width = if value == "auto" { None } else { usize::try_from(whole_number(key, value)?.max(20)).ok() },
        "pager" => settings.pager = switch(key, value)?,
        _ => settings.reading = switch(key, value)?,
    }
    Ok(())
}

/// The value that a setting has, as it would be typed.
fn now(settings: &Settings, key: &str) -> String {
    let switch = |on: bool| if on { "on" } else { "off" }.to_owned();
    match key {
        "header" => switch(settings.header),
        "caption" => switch(settings.caption),
        "cite" => switch(settings.cite),
        "bom" => switch(settings.csv.bom),
        "guard" => switch(settings.csv.guard),
        "encoding" => if settings.gb18030 { "gb18030" } else { "utf-8" }.to_owned(),
        "timeout" => settings.limits.timeout.map_or_else(|| "off".to_owned(), |time| time.as_secs_f64().to_string()),
        "rows" => settings.limits.rows.map_or_else(|| "off".to_owned(), |rows| rows.to_string()),
        "seed" => settings.limits.seed.to_string(),
        "width" => settings.width.map_or_else(|| "auto".to_owned(), |width| width.to_string()),
        "pager" => switch(settings.pager),
        _ => switch(settings.reading),
    }
}

fn param(evaluator: &mut Evaluator, directive: &Directive, rest: &str) -> Result<(), Stop> {
    let (name, value) = rest.split_once('=').ok_or_else(|| wants(directive))?;
    let (name, value) = (name.trim().trim_start_matches('$'), value.trim());
    if name.is_empty() || value.is_empty() {
        return Err(wants(directive));
    }
    let value: Value = output::param_value(value)?;
    evaluator.params.insert(name.to_owned(), value);
    Ok(())
}

/// Help on a name, or the list of what there is.
pub fn help(evaluator: &Evaluator, name: &str) -> String {
    let lang = evaluator.console.lang;
    if name.is_empty() {
        let mut out = String::from(lang.pick(
            "Ask in English or Chinese; a statement may have several lines.\n  measures supporting goal \"…\" with evidence\n  支撑目标“…”的措施\n  why 3 · evidence 3 · open 3   about row 3 of the last answer; $_ is that answer as a set\n\n",
            "可用中文或英文提问，语句可写多行。\n  支撑目标“…”的措施\n  measures supporting goal \"…\" with evidence\n  为什么 3 · 证据 3 · 打开 3   说明上一结果第 3 行的理由、证据、原文；$_ 为上一结果的集合\n\n",
        ));
        for directive in &DIRECTIVES {
            let usage = format!(":{} {}", directive.name, directive.takes);
            out.push_str(&format!("  {usage:<22} {}\n", directive.help.get(lang)));
        }
        return out.trim_end().to_owned();
    }
    let mut found = catalogue::entry(name, lang);
    found.extend(listing::word_help(&evaluator.schema, name, lang));
    found.extend(listing::function_help(name, lang));
    if found.is_empty() {
        let names = DIRECTIVES.iter().map(|directive| directive.name).chain(listing::all_words(&evaluator.schema));
        let near = nearest(name.trim_start_matches(':'), names, 3).join(", ");
        let known = lang.pick("there is no help on ", "没有关于此项的帮助：");
        return if near.is_empty() {
            format!("{known}{name}")
        } else {
            format!("{known}{name}; {}{near}", lang.pick("near: ", "相近："))
        };
    }
    found.join("\n")
}

/// Whether a file that a script includes can be found: beside the script that names it, else from here.
pub fn included(from: &str, name: &str) -> std::path::PathBuf {
    let beside = Path::new(from).parent().map(|folder| folder.join(name));
    beside.filter(|path| path.exists()).unwrap_or_else(|| name.into())
}
