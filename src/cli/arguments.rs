//! Words of the command line → [`Invocation`]. The command line itself is made from the catalogue.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches};

use super::catalogue::{self, COMMANDS, COMMON, Command, Opt};
use super::console::{ColourChoice, Console};
use super::failure::Stop;
use crate::base::{Lang, nearest};
use crate::engine::{Limits, Notices, StoreOptions};
use crate::model::Value;
use crate::output::{self, CsvStyle, PageFormat};

/// What the user asked the program to do.
#[derive(Clone, Debug, Default)]
pub struct Invocation {
    /// Command and subcommand: `["store", "info"]`; nothing is the prompt.
    pub path: Vec<String>,
    /// Positional words in order.
    pub words: Vec<String>,
    /// Options of the command itself.
    pub options: BTreeMap<&'static str, Vec<String>>,
    pub common: Common,
}

impl Invocation {
    /// The value of an option of the command.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.get(name)?.last().map(String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.options.contains_key(name)
    }
}

/// Options that every command takes.
#[derive(Clone, Debug, Default)]
pub struct Common {
    pub store: Option<PathBuf>,
    pub format: Option<PageFormat>,
    pub header: bool,
    pub out: Option<PathBuf>,
    pub params: BTreeMap<String, Value>,
    pub cite: Option<bool>,
    pub caption: bool,
    pub csv: CsvStyle,
    pub gb18030: bool,
    pub schema_dir: Option<PathBuf>,
    pub max_size: Option<u64>,
    pub wait: Option<Duration>,
    pub author: Option<String>,
    pub limits: Limits,
    pub notices: Notices,
}

impl Common {
    /// Which store, and how to meet it. The default store fills itself with the bundled plan.
    pub fn store_options(&self) -> Result<StoreOptions, Stop> {
        let dir = match (&self.store, std::env::var_os("GANGMU_STORE").filter(|dir| !dir.is_empty())) {
            (Some(dir), _) => dir.clone(),
            (None, Some(dir)) => PathBuf::from(dir),
            (None, None) => data_dir()?.join("store"),
        };
        Ok(StoreOptions {
            dir,
            wait: self.wait,
            schema_dir: self.schema_dir.clone(),
            bundled_on_first_use: self.store.is_none(),
            author: self.author.clone(),
            notices: self.notices.clone(),
        })
    }
}

/// Where the user's own data live: the default store, the history of the prompt.
pub fn data_dir() -> Result<PathBuf, Stop> {
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().map_err(|_| {
        Stop::usage("there is no home directory for the default store", "找不到用户主目录，无法确定默认存储位置")
            .hint("name a directory with --store DIR or GANGMU_STORE", "请用 --store DIR 或 GANGMU_STORE 指定目录")
    })?;
    Ok(strategy.data_dir().join("gangmu"))
}

/// The language of messages: `--lang`, else the locale. It is needed before anything else, since help is written in it.
pub fn language(words: &[OsString]) -> Lang {
    let mut words = words.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        let value = if word == "--lang" { words.next() } else { word.strip_prefix("--lang=") };
        match value {
            Some("zh") => return Lang::Zh,
            Some(_) => return Lang::En,
            None => {}
        }
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    if locale.is_some_and(|locale| locale.starts_with("zh")) { Lang::Zh } else { Lang::En }
}

/// The command line as clap knows it, with help in `lang`.
pub fn command_line(lang: Lang) -> clap::Command {
    let mut top = clap::Command::new("gangmu")
        .version(env!("CARGO_PKG_VERSION"))
        .about(lang.pick(
            "A policy knowledge graph with a query language. Without a command: the prompt.",
            "纲目：政策知识图谱与查询语言。不带命令则进入提示符。",
        ))
        .subcommand_value_name(lang.pick("COMMAND", "命令"))
        .subcommand_help_heading(lang.pick("Commands", "命令"))
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .max_term_width(100);
    top = in_words_of(top, lang).arg(
        Arg::new("version")
            .long("version")
            .short('V')
            .action(ArgAction::Version)
            .help(lang.pick("the version", "版本"))
            .help_heading(lang.pick("Options", "选项")),
    );
    for option in &COMMON {
        top = top.arg(argument(option, lang).global(true).help_heading(lang.pick("Options of every command", "通用选项")));
    }
    for command in &COMMANDS {
        top = top.subcommand(subcommand(command, "gangmu", lang));
    }
    match lang {
        Lang::En => top,
        Lang::Zh => top.override_usage("gangmu [选项] [命令]"),
    }
}

/// A command as clap knows it; `above` are the words that stand before its name.
fn subcommand(command: &Command, above: &str, lang: Lang) -> clap::Command {
    let path = format!("{above} {}", command.name);
    let mut out = clap::Command::new(command.name)
        .about(command.help.get(lang))
        .after_help(format!("{}\n  {}", lang.pick("Example:", "示例："), command.example))
        .subcommand_required(command.needs_subcommand)
        .subcommand_value_name(lang.pick("COMMAND", "命令"))
        .subcommand_help_heading(lang.pick("Commands", "命令"))
        .disable_help_subcommand(true);
    for positional in command.positionals {
        let action = if positional.many { ArgAction::Append } else { ArgAction::Set };
        let mut arg = Arg::new(positional.name).required(positional.required).help(positional.help.get(lang)).action(action);
        arg = arg.value_name(catalogue::value_name(positional.name, lang)).help_heading(lang.pick("Arguments", "参数"));
        if positional.many {
            arg = arg.num_args(1..);
        }
        out = out.arg(arg);
    }
    for option in command.options {
        out = out.arg(argument(option, lang).help_heading(lang.pick("Options", "选项")));
    }
    out = in_words_of(out, lang);
    if lang == Lang::Zh {
        out = out.override_usage(usage_in_chinese(command, &path));
    }
    for part in command.subcommands {
        out = out.subcommand(subcommand(part, &path, lang));
    }
    out
}

/// The line of usage that clap writes in English only: options, a command below, what stands free.
fn usage_in_chinese(command: &Command, path: &str) -> String {
    let mut out = format!("{path} [选项]");
    if !command.subcommands.is_empty() {
        out.push_str(if command.needs_subcommand { " <命令>" } else { " [命令]" });
    }
    for positional in command.positionals {
        let name = catalogue::value_name(positional.name, Lang::Zh);
        out.push_str(&if positional.required { format!(" <{name}>") } else { format!(" [{name}]") });
        out.push_str(if positional.many { "..." } else { "" });
    }
    out
}

/// The headings of a help page in `lang`. clap has English ones only: what it would write by itself is written here.
fn in_words_of(command: clap::Command, lang: Lang) -> clap::Command {
    command
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .long("help")
                .short('h')
                .action(ArgAction::Help)
                .help(lang.pick("this page", "本页"))
                .help_heading(lang.pick("Options", "选项")),
        )
        .help_template(lang.pick(
            "{before-help}{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
            "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}",
        ))
}

fn argument(option: &Opt, lang: Lang) -> Arg {
    let mut help = option.help.get(lang).to_owned();
    if !option.choices.is_empty() {
        help.push_str(&format!(" [{}]", option.choices.join(", ")));
    }
    let mut arg = Arg::new(option.long).long(option.long).help(help);
    if let Some(short) = option.short {
        arg = arg.short(short);
    }
    match (option.value.map(|name| catalogue::value_name(name, lang)), option.many) {
        (None, _) => arg.action(ArgAction::SetTrue),
        (Some(name), true) => arg.value_name(name).action(ArgAction::Append),
        (Some(name), false) => arg.value_name(name).action(ArgAction::Set).allow_hyphen_values(true),
    }
}

/// Reads the command line. `console` learns language and colour on the way.
pub fn parse(words: &[OsString], console: &mut Console) -> Result<Invocation, Stop> {
    let matches = match command_line(console.lang).try_get_matches_from(help_asked(words)) {
        Ok(matches) => matches,
        Err(error) => return Err(refusal(&error)),
    };
    let mut invocation = Invocation::default();
    let (mut at, mut table) = (&matches, &COMMANDS[..]);
    while let Some((name, inner)) = at.subcommand() {
        let Some(command) = table.iter().find(|command| command.name == name) else { break };
        invocation.path.push(name.to_owned());
        for positional in command.positionals {
            invocation.words.extend(inner.get_many::<String>(positional.name).into_iter().flatten().cloned());
        }
        for option in command.options {
            let given = given(inner, option)?;
            if !given.is_empty() {
                invocation.options.insert(option.long, given);
            }
        }
        (at, table) = (inner, command.subcommands);
    }
    invocation.common = common(at, console)?;
    Ok(invocation)
}

/// `gangmu help import` is `gangmu import --help`: the word that people of other programs type first.
fn help_asked(words: &[OsString]) -> Vec<OsString> {
    let mut words = words.to_vec();
    let mut at = 1;
    while let Some(option) = words.get(at).and_then(|word| word.to_str()).filter(|word| word.starts_with('-')) {
        let is = |known: &Opt| match option.strip_prefix("--") {
            Some(long) => long == known.long,
            None => option.chars().skip(1).eq(known.short),
        };
        let takes_value = COMMON.iter().any(|known| known.value.is_some() && is(known));
        at += if takes_value { 2 } else { 1 };
    }
    if words.get(at).is_some_and(|word| word == "help") {
        words.remove(at);
        words.push("--help".into());
    }
    words
}

/// What was given for an option; a switch that is on gives one empty word.
fn given(matches: &ArgMatches, option: &Opt) -> Result<Vec<String>, Stop> {
    if option.value.is_none() {
        return Ok(if matches.get_flag(option.long) { vec![String::new()] } else { Vec::new() });
    }
    let values: Vec<String> = matches.get_many::<String>(option.long).into_iter().flatten().cloned().collect();
    for value in &values {
        if !option.choices.is_empty() && !option.choices.contains(&value.as_str()) && !is_other_word(option, value) {
            return Err(unknown_choice(option.long, value, option.choices));
        }
    }
    Ok(values)
}

/// Formats have words beside their names: `md`, 表格.
fn is_other_word(option: &Opt, value: &str) -> bool {
    option.long == "format" && catalogue::format(value).is_some()
}

/// A word that is none of those that an option or setting takes.
pub fn unknown_choice(option: &str, value: &str, choices: &[&str]) -> Stop {
    let stop = Stop::usage(
        format!("`{value}` is nothing that {option} takes: {}", choices.join(", ")),
        format!("{option} 不接受 `{value}`，可选：{}", choices.join("、")),
    );
    match nearest(value, choices.iter().copied(), 1).first() {
        Some(near) => stop.hint(format!("did you mean {near}?"), format!("是否想写 {near}？")),
        None => stop,
    }
}

fn common(matches: &ArgMatches, console: &mut Console) -> Result<Common, Stop> {
    let mut values: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for option in &COMMON {
        values.insert(option.long, given(matches, option)?);
    }
    let last = |name: &str| values.get(name).and_then(|given| given.last()).map(String::as_str);
    let on = |name: &str| last(name).is_some();
    let mut params = match last("params") {
        Some(text) => output::decode_params(text).map_err(|error| Stop::with_code(error, 1))?,
        None => BTreeMap::new(),
    };
    for pair in values.get("param").into_iter().flatten() {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(Stop::usage(format!("the parameter `{pair}` has no value"), format!("参数 `{pair}` 没有值"))
                .hint(format!("write --param {pair}=VALUE"), format!("请写 --param {pair}=值")));
        };
        let value = output::param_value(value).map_err(|error| Stop::with_code(error, 1))?;
        params.insert(name.trim_start_matches('$').to_owned(), value);
    }
    let number = |name: &'static str| last(name).map(|text| whole_number(name, text)).transpose();
    let seconds = |name: &'static str| last(name).map(|text| duration(name, text)).transpose();
    let mut limits = Limits { timeout: seconds("timeout")?, rows: number("max-rows")?.map(|rows| rows as usize), ..Limits::default() };
    limits.seed = number("seed")?.unwrap_or(0);
    if let Some(text) = last("max-memory") {
        limits.memory = usize::try_from(size("max-memory", text)?).ok();
    }
    console.colour = match last("color") {
        Some("always") => ColourChoice::Always,
        Some("never") => ColourChoice::Never,
        _ => ColourChoice::Auto,
    };
    let format = last("format").and_then(catalogue::format).map(|entry| entry.format);
    console.json_errors = format.is_some_and(PageFormat::is_json);
    Ok(Common {
        store: last("store").map(PathBuf::from),
        format,
        header: on("header"),
        out: last("out").map(PathBuf::from),
        params,
        cite: if on("no-cite") { Some(false) } else { on("cite").then_some(true) },
        caption: on("caption"),
        csv: CsvStyle { bom: on("bom"), guard: on("csv-guard") },
        gb18030: last("encoding") == Some("gb18030"),
        schema_dir: last("schema-dir").map(PathBuf::from),
        max_size: last("max-size").map(|text| size("max-size", text)).transpose()?,
        wait: seconds("wait")?,
        author: last("author").map(str::to_owned),
        limits,
        notices: {
            let console = console.clone();
            Notices::to(move |told| {
                console.progress_done();
                console.say(&told.en, &told.zh);
            })
        },
    })
}

pub fn whole_number(name: &str, text: &str) -> Result<u64, Stop> {
    text.parse().map_err(|_| Stop::usage(format!("{name} takes a whole number, not `{text}`"), format!("{name} 应为整数，不能是 `{text}`")))
}

/// Seconds, fractions allowed.
pub fn duration(name: &str, text: &str) -> Result<Duration, Stop> {
    let seconds = text.trim_end_matches('s').parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| Stop::usage(format!("{name} takes seconds, not `{text}`"), format!("{name} 应为秒数，不能是 `{text}`")))
}

/// Bytes, with K, M or G for powers of 1024.
fn size(name: &str, text: &str) -> Result<u64, Stop> {
    let wrong =
        || Stop::usage(format!("{name} takes a size such as 64M, not `{text}`"), format!("{name} 应为 64M 这样的大小，不能是 `{text}`"));
    let upper = text.to_ascii_uppercase();
    let bare = upper.trim_end_matches('B');
    let (digits, shift) = match bare.chars().next_back() {
        Some('K') => (&bare[..bare.len() - 1], 10),
        Some('M') => (&bare[..bare.len() - 1], 20),
        Some('G') => (&bare[..bare.len() - 1], 30),
        _ => (bare, 0),
    };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(1 << shift).ok_or_else(wrong)
}

/// clap's refusal in our words, with the nearest right one; help and version are no refusals.
fn refusal(error: &clap::Error) -> Stop {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return Stop::Done;
    }
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let arg = text(ContextKind::InvalidArg).unwrap_or_default();
    let stop = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let word = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            let stop = Stop::usage(format!("there is no command `{word}`"), format!("没有命令 `{word}`"));
            return match nearest(&word, COMMANDS.iter().map(|command| command.name), 1).first() {
                Some(near) => stop.hint(format!("did you mean `gangmu {near}`?"), format!("是否想写 `gangmu {near}`？")),
                None => stop.hint("`gangmu --help` lists the commands", "`gangmu --help` 列出全部命令"),
            };
        }
        ErrorKind::UnknownArgument => {
            let stop = Stop::usage(format!("there is no option `{arg}` here"), format!("此处没有选项 `{arg}`"));
            let names = COMMON.iter().chain(COMMANDS.iter().flat_map(|command| command.options)).map(|option| option.long);
            return match nearest(arg.trim_start_matches('-'), names, 1).first() {
                Some(near) => stop.hint(format!("did you mean --{near}?"), format!("是否想写 --{near}？")),
                None => stop.hint("--help lists the options", "--help 列出全部选项"),
            };
        }
        ErrorKind::MissingRequiredArgument => Stop::usage(format!("{arg} is missing"), format!("缺少 {arg}")),
        ErrorKind::MissingSubcommand => Stop::usage("a word is missing after the command", "命令后缺少子命令"),
        ErrorKind::ArgumentConflict => Stop::usage(format!("{arg} is given twice"), format!("{arg} 重复给出")),
        ErrorKind::InvalidUtf8 => Stop::usage("a word of the command line is not UTF-8", "命令行中有非 UTF-8 文字"),
        _ => {
            let first = error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            Stop::usage(first.clone(), first)
        }
    };
    stop.hint("--help shows how it is written", "--help 显示用法")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{command_line, duration, help_asked, size};
    use crate::base::Lang;

    #[test]
    fn the_command_line_is_sound_in_both_languages() {
        command_line(Lang::En).debug_assert();
        command_line(Lang::Zh).debug_assert();
    }

    /// clap prints its own English words where none are given: a Chinese page has none of them.
    #[test]
    fn a_chinese_page_is_chinese() {
        fn pages(command: &mut clap::Command, out: &mut Vec<String>) {
            out.push(command.render_long_help().to_string());
            command.get_subcommands_mut().for_each(|part| pages(part, out));
        }
        let mut out = Vec::new();
        pages(&mut command_line(Lang::Zh), &mut out);
        assert!(out.len() > 20, "{}", out.len());
        for page in out {
            let usage = page.lines().find(|line| line.starts_with("用法：gangmu")).expect(&page);
            assert!(!usage.contains("OPTIONS") && !usage.contains("COMMAND"), "{usage}");
            // JSON is a name in both languages.
            let mut names = page.split(['<', '>']).skip(1).step_by(2).filter(|name| *name != "JSON");
            let english = names.find(|name| name.chars().any(|c| c.is_ascii_uppercase()));
            assert_eq!(english, None, "{page}");
        }
    }

    #[test]
    fn help_is_a_word_too() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(help_asked(&words("gangmu help store check")), words("gangmu store check --help"));
        assert_eq!(help_asked(&words("gangmu --lang zh help")), words("gangmu --lang zh --help"));
        assert_eq!(help_asked(&words("gangmu query help")), words("gangmu query help"));
        assert_eq!(help_asked(&words("gangmu -o help query terms")), words("gangmu -o help query terms"));
    }

    #[test]
    fn sizes_and_seconds() {
        assert_eq!(size("x", "64M").unwrap(), 64 << 20);
        assert_eq!(size("x", "10").unwrap(), 10);
        assert!(size("x", "many").is_err() && size("x", "99999999999G").is_err());
        assert_eq!(duration("x", "1.5").unwrap().as_millis(), 1500);
        assert!(duration("x", "-1").is_err() && duration("x", "soon").is_err());
    }
}
