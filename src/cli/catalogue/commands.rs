use super::{Help, Opt};

/// A word or words that stand after a command.
#[derive(Clone, Copy, Debug)]
pub struct Positional {
    pub name: &'static str,
    pub many: bool,
    pub required: bool,
    pub help: Help,
}

/// A command of the program.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    pub name: &'static str,
    pub help: Help,
    pub example: &'static str,
    pub positionals: &'static [Positional],
    pub options: &'static [Opt],
    pub subcommands: &'static [Self],
    /// Another word than a subcommand is an error.
    pub needs_subcommand: bool,
}

impl Command {
    const fn new(name: &'static str, help: Help, example: &'static str) -> Self {
        Self { name, help, example, positionals: &[], options: &[], subcommands: &[], needs_subcommand: false }
    }

    const fn takes(mut self, positionals: &'static [Positional]) -> Self {
        self.positionals = positionals;
        self
    }

    const fn options(mut self, options: &'static [Opt]) -> Self {
        self.options = options;
        self
    }

    const fn parts(mut self, subcommands: &'static [Self], needs_subcommand: bool) -> Self {
        self.subcommands = subcommands;
        self.needs_subcommand = needs_subcommand;
        self
    }
}

const fn one(name: &'static str, required: bool, en: &'static str, zh: &'static str) -> Positional {
    Positional { name, many: false, required, help: Help(en, zh) }
}

const fn several(name: &'static str, en: &'static str, zh: &'static str) -> Positional {
    Positional { name, many: true, required: true, help: Help(en, zh) }
}

pub const COMMANDS: [Command; 14] = [
    Command::new(
        "query",
        Help("answer one statement (ask or pattern), then exit", "回答一条语句（提问或图模式）后退出"),
        "gangmu query 'measures supporting goal \"创新创业型人才\" with evidence'",
    )
    .takes(&[Positional { name: "TEXT", many: true, required: false, help: Help("the statement", "语句") }])
    .options(&[Opt::value(
        "file",
        "FILE",
        "take the statement from a file, - is standard input",
        "从文件读取语句，- 为标准输入",
        "gangmu query -f ask.gmq",
    )
    .short('f')]),
    Command::new("run", Help("run batch files of many statements", "运行含多条语句的批处理文件"), "gangmu run study.gmq --out study.md")
        .takes(&[several("FILE", "batch files, - is standard input", "批处理文件，- 为标准输入")])
        .options(&[
            Opt::value("on-error", "WHAT", "stop at the first error, or go on", "遇错即停，或继续", "gangmu run a.gmq --on-error continue")
                .one_of(&["stop", "continue"]),
            Opt::switch("check", "read and bind every statement, run none", "只解析并绑定，不运行", "gangmu run a.gmq --check"),
            Opt::value(
                "out-dir",
                "DIR",
                "folder that files named in the script are written to",
                "脚本中所写文件的输出目录",
                "gangmu run a.gmq --out-dir results",
            ),
            Opt::switch(
                "allow-outside",
                "let the script write outside the output folder",
                "允许脚本写到输出目录之外",
                "gangmu run a.gmq --allow-outside",
            ),
        ]),
    Command::new("import", Help("take plans into the store", "将规划导入存储"), "gangmu import plans/ other.docx")
        .takes(&[several("FILE", "plans, or folders of plans", "规划文件或其目录")])
        .options(&[
            Opt::value(
                "as",
                "SLUG",
                "short name of the plan (else the file's stem)",
                "规划简名（默认取文件名）",
                "gangmu import p.txt --as shenzhen-2025",
            ),
            Opt::value(
                "title",
                "TITLE",
                "title of the plan (else found in the text)",
                "规划标题（默认取自正文）",
                "gangmu import p.txt --title 深圳市规划",
            ),
            Opt::switch("force", "take a text that does not look like a plan", "即使不像规划也导入", "gangmu import notes.txt --force"),
        ]),
    Command::new(
        "audit",
        Help("what contradicts itself, what is missing", "检查自相矛盾与缺漏之处"),
        "gangmu audit jiangmen-2025 --strict",
    )
    .takes(&[one("PLAN", false, "slug of a plan, all plans unless given", "规划简名，不写则为全部")])
    .options(&[
        Opt::value(
            "only",
            "CODE",
            "only these checks: codes or groups (figure), commas between",
            "只报所列检查：代码或组别（figure），以逗号分隔",
            "gangmu audit --only figure.growth",
        )
        .many(),
        Opt::switch("strict", "exit with 5 when an error stands", "存在错误时以 5 退出", "gangmu audit --strict"),
        Opt::value(
            "accepted",
            "FILE",
            "findings that are accepted, with reasons",
            "已接受的发现及其理由",
            "gangmu audit --accepted accepted.txt",
        ),
    ]),
    Command::new(
        "export",
        Help("write the graph, or the rows of a query as a network", "导出整个图，或以网络形式导出查询结果"),
        "gangmu export --to gexf -o plan.gexf",
    )
    .options(&[
        Opt::value("to", "FORMAT", "what to write", "导出格式", "gangmu export --to jsonl -o graph.jsonl").one_of(&[
            "jsonl",
            "gexf",
            "graphml",
            "dot",
            "mermaid",
            "coding-sheet",
        ]),
        Opt::value(
            "query",
            "TEXT",
            "only what the rows of this statement name",
            "只导出此语句结果所涉部分",
            "gangmu export --to dot --query 'parks hosting clusters'",
        )
        .short('q'),
    ]),
    Command::new(
        "schema",
        Help("the kinds, relations and words there are to ask with", "可用于提问的类别、关系与词语"),
        "gangmu schema Measure",
    )
    .takes(&[one("NAME", false, "a kind or relation", "类别或关系")]),
    Command::new("plans", Help("the plans of the store", "存储中的规划"), "gangmu plans").parts(
        &[Command::new("remove", Help("take plans out of the store", "从存储中移除规划"), "gangmu plans remove old-plan")
            .takes(&[several("SLUG", "slugs of plans", "规划简名")])],
        false,
    ),
    Command::new("stats", Help("how much there is of each kind", "各类数量"), "gangmu stats"),
    Command::new("store", Help("the store itself", "存储本身"), "gangmu store info").parts(
        &[
            Command::new("init", Help("make an empty store", "新建空存储"), "gangmu store init --schema open ./graph-store")
                .takes(&[one("DIR", false, "its directory", "目录")])
                .options(&[Opt::value(
                    "schema",
                    "WHICH",
                    "policy: the schema's kinds only; open: any label",
                    "policy：仅限既定类别；open：任意标签",
                    "gangmu store init --schema open DIR",
                )
                .one_of(&["policy", "open"])]),
            Command::new("info", Help("what the store is made of", "存储的构成"), "gangmu store info"),
            Command::new("check", Help("verify everything", "全面校验"), "gangmu store check"),
            Command::new(
                "rebuild",
                Help("make the derived files anew from texts and journal", "由原文与修订记录重建派生文件"),
                "gangmu store rebuild",
            ),
            Command::new(
                "load",
                Help("read a graph that export --to jsonl wrote", "读入 export --to jsonl 所写的图"),
                "gangmu store load graph.jsonl",
            )
            .takes(&[one("FILE", true, "JSON lines, - is standard input", "JSON 行文件，- 为标准输入")]),
            Command::new("backup", Help("write everything into one file", "备份为一个文件"), "gangmu store backup study.backup")
                .takes(&[one("FILE", true, "the file", "文件")]),
            Command::new(
                "restore",
                Help("make a store from a backup", "由备份恢复存储"),
                "gangmu --store ./new store restore study.backup",
            )
            .takes(&[one("FILE", true, "the file", "文件")]),
        ],
        true,
    ),
    Command::new("curation", Help("the researcher's own changes", "研究者自己的修订"), "gangmu curation list").parts(
        &[
            Command::new("list", Help("all changes, oldest first", "列出全部修订，旧者在前"), "gangmu curation list"),
            Command::new(
                "undo",
                Help("take a change back, the newest unless numbered", "撤销修订，默认最近一条"),
                "gangmu curation undo 3",
            )
            .takes(&[one("NUMBER", false, "number in the list", "列表中的编号")]),
        ],
        true,
    ),
    Command::new("session", Help("JSON lines in, JSON lines out, one process", "逐行 JSON 请求与应答，单进程"), "gangmu session"),
    Command::new(
        "completions",
        Help("completions for a shell", "命令行补全脚本"),
        "gangmu completions bash > ~/.local/share/bash-completion/completions/gangmu",
    )
    .takes(&[one("SHELL", true, "bash, zsh or fish", "bash、zsh 或 fish")]),
    Command::new("man", Help("the man page", "手册页"), "gangmu man > gangmu.1"),
    Command::new(
        "reference",
        Help("all commands, options and formats as Markdown", "以 Markdown 列出全部命令、选项与格式"),
        "gangmu reference",
    ),
];
