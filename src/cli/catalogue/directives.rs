use super::Help;

/// A `:command` of the prompt and of batch files.
#[derive(Clone, Copy, Debug)]
pub struct Directive {
    /// Without the colon.
    pub name: &'static str,
    pub words: &'static [&'static str],
    /// What stands after it.
    pub takes: &'static str,
    /// Works in batch files too.
    pub batch: bool,
    pub help: Help,
    pub example: &'static str,
}

const fn directive_of(
    name: &'static str,
    words: &'static [&'static str],
    takes: &'static str,
    batch: bool,
    help: Help,
    example: &'static str,
) -> Directive {
    Directive { name, words, takes, batch, help, example }
}

pub const DIRECTIVES: [Directive; 15] = [
    directive_of(
        "help",
        &["帮助", "h", "?"],
        "[NAME]",
        false,
        Help("help on a command, kind, relation, function or format", "命令、类别、关系、函数或格式的帮助"),
        ":help supporting",
    ),
    directive_of("schema", &["模式"], "[NAME]", true, Help("kinds and relations", "类别与关系"), ":schema Measure"),
    directive_of("plans", &["规划"], "", true, Help("the plans of the store", "存储中的规划"), ":plans"),
    directive_of("stats", &["统计"], "", true, Help("how much there is of each kind", "各类数量"), ":stats"),
    directive_of("format", &["格式"], "FORMAT", true, Help("format of rows from here on", "此后结果的格式"), ":format csv"),
    directive_of(
        "out",
        &["输出"],
        "[FILE]",
        true,
        Help("write rows to a file from here on; alone: back to standard output", "此后结果写入文件；不带参数则回到标准输出"),
        ":out measures.csv",
    ),
    directive_of(
        "set",
        &["设置"],
        "[KEY VALUE]",
        true,
        Help("change a setting, or show all", "更改设置，或列出全部设置"),
        ":set caption on",
    ),
    directive_of("param", &["参数"], "NAME = VALUE", true, Help("give $NAME a value", "给 $NAME 赋值"), ":param year = 2025"),
    directive_of(
        "run",
        &["运行", "include"],
        "FILE",
        true,
        Help("run the statements of another file here", "在此运行另一文件中的语句"),
        ":run more.gmq",
    ),
    directive_of("echo", &["打印"], "TEXT", true, Help("print a line of text", "输出一行文字"), ":echo ## Goals"),
    directive_of("timing", &["计时"], "[on|off]", false, Help("show how long statements take", "显示语句用时"), ":timing on"),
    directive_of("lang", &["语言"], "en|zh", true, Help("language of messages and titles", "消息与列名的语言"), ":lang zh"),
    directive_of("clear", &["清屏"], "", false, Help("clear the screen", "清屏"), ":clear"),
    directive_of(
        "edit",
        &["编辑"],
        "",
        false,
        Help("edit the last statement in $EDITOR, then run it", "用 $EDITOR 编辑上一条语句后运行"),
        ":edit",
    ),
    directive_of("quit", &["退出", "exit", "q"], "", false, Help("leave", "退出"), ":quit"),
];

/// The directive of that name or word.
pub fn directive(name: &str) -> Option<&'static Directive> {
    let wanted = name.to_lowercase();
    DIRECTIVES.iter().find(|directive| directive.name == wanted || directive.words.contains(&wanted.as_str()))
}

/// A key of `:set`.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub key: &'static str,
    pub takes: &'static str,
    pub help: Help,
    pub example: &'static str,
}

const fn setting(key: &'static str, takes: &'static str, help: Help, example: &'static str) -> Setting {
    Setting { key, takes, help, example }
}

pub const SETTINGS: [Setting; 12] = [
    setting("header", "on|off", Help("first line of jsonl names the columns", "jsonl 首行给出列名"), ":set header on"),
    setting("caption", "on|off", Help("number and caption every table", "为每张表编号并加标题"), ":set caption on"),
    setting("cite", "on|off", Help("say where rows come from", "注明结果来源"), ":set cite off"),
    setting("bom", "on|off", Help("begin csv with a byte-order mark", "csv 以字节序标记开头"), ":set bom on"),
    setting("guard", "on|off", Help("make formulas in csv harmless", "使 csv 中的公式无害"), ":set guard on"),
    setting("encoding", "utf-8|gb18030", Help("encoding of files", "文件编码"), ":set encoding gb18030"),
    setting("timeout", "SECONDS|off", Help("end a statement that runs longer", "语句超时终止"), ":set timeout 30"),
    setting("rows", "NUMBER|off", Help("end a statement that gives more rows", "语句结果行数上限"), ":set rows 1000"),
    setting("seed", "NUMBER", Help("seed of rand()", "rand() 的种子"), ":set seed 7"),
    setting("width", "COLUMNS|auto", Help("columns of tables", "表格宽度"), ":set width 120"),
    setting("pager", "on|off", Help("show long answers page by page", "长结果分页显示"), ":set pager off"),
    setting("reading", "on|off", Help("say how names were read", "说明名称的读法"), ":set reading off"),
];
