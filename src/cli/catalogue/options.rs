use super::Help;
use crate::base::Lang;

/// One option of the command line.
#[derive(Clone, Copy, Debug)]
pub struct Opt {
    pub long: &'static str,
    pub short: Option<char>,
    /// Name of its value; a switch where `None`.
    pub value: Option<&'static str>,
    /// The words that it takes, where they are few.
    pub choices: &'static [&'static str],
    /// May be given several times.
    pub many: bool,
    pub help: Help,
    pub example: &'static str,
}

impl Opt {
    pub(super) const fn switch(long: &'static str, en: &'static str, zh: &'static str, example: &'static str) -> Self {
        Self { long, short: None, value: None, choices: &[], many: false, help: Help(en, zh), example }
    }

    pub(super) const fn value(long: &'static str, value: &'static str, en: &'static str, zh: &'static str, example: &'static str) -> Self {
        Self { long, short: None, value: Some(value), choices: &[], many: false, help: Help(en, zh), example }
    }

    pub(super) const fn short(mut self, short: char) -> Self {
        self.short = Some(short);
        self
    }

    pub(super) const fn one_of(mut self, choices: &'static [&'static str]) -> Self {
        self.choices = choices;
        self
    }

    pub(super) const fn many(mut self) -> Self {
        self.many = true;
        self
    }
}

/// Options that every command takes.
pub const COMMON: [Opt; 22] = [
    Opt::value(
        "store",
        "DIR",
        "directory of the store (else GANGMU_STORE, else the user data directory)",
        "存储目录（否则取 GANGMU_STORE，再否则用户数据目录）",
        "gangmu --store ./study stats",
    ),
    Opt::value("format", "FORMAT", "format of rows", "结果格式", "gangmu query 'terms' --format csv")
        .one_of(&["table", "csv", "tsv", "json", "jsonl", "markdown", "gexf", "graphml", "dot", "mermaid"]),
    Opt::switch("header", "first line of jsonl names the columns", "jsonl 首行给出列名", "gangmu query 'terms' --format jsonl --header"),
    Opt::value(
        "out",
        "FILE",
        "write rows to a file; its ending gives the format",
        "将结果写入文件；格式取自扩展名",
        "gangmu query 'terms' --out terms.csv",
    )
    .short('o'),
    Opt::value(
        "param",
        "NAME=VALUE",
        "give $NAME a value: JSON where it parses, else text",
        "给 $NAME 赋值：可解析为 JSON 则按 JSON，否则按文本",
        "gangmu query 'goals mentioning $w' --param w=专利",
    )
    .many(),
    Opt::value(
        "params",
        "JSON",
        "give several parameters as one JSON object",
        "以一个 JSON 对象给出多个参数",
        "gangmu query 'RETURN $a' --params '{\"a\":1}'",
    ),
    Opt::value("lang", "LANG", "language of messages, help and titles", "消息、帮助与列名的语言", "gangmu --lang zh").one_of(&["en", "zh"]),
    Opt::value("timeout", "SECONDS", "end a statement that runs longer", "语句运行超过此秒数即终止", "gangmu query 'terms' --timeout 10"),
    Opt::value("color", "WHEN", "colour of messages", "消息着色", "gangmu --color never").one_of(&["auto", "always", "never"]),
    Opt::value("seed", "NUMBER", "seed of rand(), 0 unless given", "rand() 的种子，默认 0", "gangmu query 'RETURN rand()' --seed 7"),
    Opt::switch(
        "cite",
        "say where rows come from: version, corpus hash, query, reading (run does by itself)",
        "注明结果来源：版本、语料校验、查询、读法（run 默认如此）",
        "gangmu query 'terms' --cite",
    ),
    Opt::switch("no-cite", "leave the source line out", "不附来源行", "gangmu run study.gmq --no-cite"),
    Opt::switch("caption", "number and caption every table", "为每张表编号并加标题", "gangmu run study.gmq --caption"),
    Opt::switch(
        "bom",
        "begin csv with a byte-order mark, for Excel",
        "csv 以字节序标记开头，供 Excel 识别",
        "gangmu export --to coding-sheet --bom",
    ),
    Opt::switch(
        "csv-guard",
        "make csv cells harmless that a spreadsheet would run as formulas",
        "使电子表格会当作公式运行的 csv 单元格无害",
        "gangmu query 'measures' --format csv --csv-guard",
    ),
    Opt::value(
        "encoding",
        "NAME",
        "encoding of what is written to files",
        "写入文件的编码",
        "gangmu query 'terms' --out t.csv --encoding gb18030",
    )
    .one_of(&["utf-8", "gb18030"]),
    Opt::value(
        "schema-dir",
        "DIR",
        "kinds, relations and words from this folder instead of the built-in graph/",
        "以此目录代替内置的 graph/（类别、关系与词语）",
        "gangmu --schema-dir ./graph import plan.txt",
    ),
    Opt::value(
        "max-size",
        "SIZE",
        "largest file that import takes: 64M, 1G",
        "导入文件的最大尺寸：64M、1G",
        "gangmu import big.docx --max-size 200M",
    ),
    Opt::value(
        "max-rows",
        "NUMBER",
        "end a statement that gives more rows",
        "语句结果超过此行数即终止",
        "gangmu query 'measures' --max-rows 1000",
    ),
    Opt::value(
        "max-memory",
        "SIZE",
        "end a statement that holds more, 2G unless given",
        "语句占用内存超过此值即终止，默认 2G",
        "gangmu query 'measures' --max-memory 500M",
    ),
    Opt::value("wait", "SECONDS", "wait for another writer to finish", "等待另一写入者完成的秒数", "gangmu import plan.txt --wait 30"),
    Opt::value(
        "author",
        "NAME",
        "who curates, written beside each change",
        "修订者姓名，记于每次修改",
        "gangmu --author 李 query 'CREATE …'",
    ),
];

/// What stands for a value on a page of help, in the language of the page. A name is declared in English, in capitals,
/// with its option; the Chinese word for it stands here once for all options.
pub fn value_name(name: &'static str, lang: Lang) -> &'static str {
    if lang == Lang::En {
        return name;
    }
    match name {
        "CODE" => "代码",
        "DIR" => "目录",
        "FILE" => "文件",
        "FORMAT" => "格式",
        "LANG" => "语言",
        "NAME" => "名称",
        "NAME=VALUE" => "名称=值",
        "NUMBER" => "数",
        "PLAN" => "规划",
        "SECONDS" => "秒数",
        "SHELL" => "命令行",
        "SIZE" => "尺寸",
        "SLUG" => "简称",
        "TEXT" => "语句",
        "TITLE" => "标题",
        "WHAT" | "WHICH" => "名目",
        "WHEN" => "何时",
        other => other,
    }
}
