//! What people bring along from neighbouring languages, and how it is said here.

use crate::base::{Diagnostic, ErrorClass, Message, Span};

fn syntax(span: Span, en: impl Into<String>, zh: impl Into<String>) -> Box<Diagnostic> {
    Diagnostic::compile(ErrorClass::SyntaxError, "UnexpectedSyntax", Message::new(en, zh)).at(span)
}

/// A clause that begins with a word of another language. `text` runs from that word to the end.
pub(super) fn foreign_clause(text: &str, start: usize) -> Box<Diagnostic> {
    let length = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let word = text.get(..length).unwrap_or(text).to_uppercase();
    let length = if word == "GROUP" { "group by".len() } else { length };
    let shown = if word == "GROUP" { "GROUP BY".to_owned() } else { word.clone() };
    let (en, zh) = clause_advice(&word);
    syntax(Span::new(start, start + length), format!("there is no {shown} here"), format!("这里没有 {shown}")).hint(en, zh)
}

fn clause_advice(word: &str) -> (&'static str, &'static str) {
    match word {
        "SELECT" | "FROM" | "DESCRIBE" | "PREFIX" => (
            "name what to find, then what to show: MATCH (m:Measure) WHERE m.text CONTAINS '专利' RETURN m.text; or ask: measures mentioning \"专利\"",
            "先写找什么，再写看什么：MATCH (m:措施) WHERE m.text CONTAINS '专利' RETURN m.text；也可以直接问：提到“专利”的措施",
        ),
        "GROUP" => (
            "rows are grouped by what stands beside an aggregate: RETURN g.name, count(*)",
            "聚合函数旁边的列就是分组：RETURN g.name, count(*)",
        ),
        "HAVING" => (
            "filter groups after WITH: WITH g, count(*) AS n WHERE n > 3 RETURN g, n",
            "分组之后用 WITH 过滤：WITH g, count(*) AS n WHERE n > 3 RETURN g, n",
        ),
        "DROP" | "TRUNCATE" | "ALTER" => (
            "take nodes away with DELETE: MATCH (t:Term {name: '…'}) DETACH DELETE t; a whole plan: gangmu plans remove SLUG",
            "删除节点用 DELETE：MATCH (t:术语 {名称: '…'}) DETACH DELETE t；删除整份规划：gangmu plans remove 标识",
        ),
        "LOAD" => (
            "plans come in with gangmu import FILE, graphs with gangmu store load FILE",
            "导入规划用 gangmu import 文件，导入图用 gangmu store load 文件",
        ),
        "USE" => ("a store is chosen with --store DIR", "选择资料库用 --store 目录"),
        "JOIN" => {
            ("joins are drawn as relations: MATCH (m:Measure)-[:SUPPORTS]->(g:Goal)", "连接用关系来画：MATCH (m:措施)-[:支撑]->(g:目标)")
        }
        "INSERT" | "CONSTRUCT" => {
            ("new nodes come with CREATE: CREATE (:Term {name: '…'})", "新建节点用 CREATE：CREATE (:Term {name: '…'})")
        }
        "UPDATE" => (
            "change a property with MATCH and SET: MATCH (n) WHERE … SET n.name = '…'",
            "修改属性用 MATCH 加 SET：MATCH (n) WHERE … SET n.name = '…'",
        ),
        "FOREACH" => ("go through a list with UNWIND: UNWIND list AS x CREATE (…)", "遍历列表用 UNWIND：UNWIND list AS x CREATE (…)"),
        "LET" => ("name a value with WITH: WITH n, n.year AS year", "给值命名用 WITH：WITH n, n.year AS year"),
        "FILTER" => ("filter with WHERE, after MATCH or WITH", "过滤用 WHERE，写在 MATCH 或 WITH 之后"),
        "OFFSET" => (
            "leave rows out with SKIP, before LIMIT: RETURN n SKIP 10 LIMIT 5",
            "跳过若干行用 SKIP，写在 LIMIT 之前：RETURN n SKIP 10 LIMIT 5",
        ),
        _ => ("a statement is MATCH … WHERE … RETURN …", "语句的写法是 MATCH … WHERE … RETURN …"),
    }
}

/// An operator of another language.
pub(super) fn wrong_operator(written: &str, span: Span) -> Box<Diagnostic> {
    let words: Vec<String> = written.split_whitespace().map(str::to_uppercase).collect();
    let first = words.first().map_or("", String::as_str);
    let (en, zh) = match first {
        "==" | "＝＝" | "＝=" | "=＝" => ("equality is one sign: n.year = 2025", "相等只写一个等号：n.year = 2025"),
        "!=" | "！=" | "！＝" => (
            "unequal is `<>` (or `≠`): n.year <> 2025; not missing is n.year IS NOT NULL",
            "不等写作 `<>` 或 `≠`：n.year <> 2025；不缺失写作 n.year IS NOT NULL",
        ),
        "=~" | "MATCHES" | "REGEXP" => (
            "there are no regular expressions: use CONTAINS, STARTS WITH, ENDS WITH, or the full-text operator: n.text ~ \"专利\"",
            "没有正则表达式：可用 CONTAINS、STARTS WITH、ENDS WITH，或全文运算符：n.text ~ \"专利\"",
        ),
        "LIKE" | "ILIKE" => (
            "instead of LIKE '%专利%' write n.text CONTAINS '专利'; for beginnings STARTS WITH, for ends ENDS WITH",
            "LIKE '%专利%' 写作 n.text CONTAINS '专利'；开头用 STARTS WITH，结尾用 ENDS WITH",
        ),
        "BETWEEN" => ("comparisons can be chained: 2020 <= n.year <= 2025", "比较可以连写：2020 <= n.year <= 2025"),
        "&&" => ("write AND", "请写 AND"),
        "||" => ("for either of two conditions write OR; texts are joined with +", "两个条件取其一写 OR；连接文本用 +"),
        "!" => ("write NOT: NOT n.year = 2025", "请写 NOT：NOT n.year = 2025"),
        "IS" if shown_ends(&words, &["TRUE", "FALSE"]) => (
            "a condition stands for itself: WHERE n.new, WHERE NOT n.new, WHERE n.new = true",
            "条件本身即可：WHERE n.new、WHERE NOT n.new、WHERE n.new = true",
        ),
        "IS" => (
            "emptiness is a question of size or of null: size(n.aliases) = 0, n.name IS NULL",
            "判断空：列表用 size(n.aliases) = 0，缺失用 n.name IS NULL",
        ),
        "NOT" => ("NOT stands before the whole condition: NOT n.year IN [2024, 2025]", "NOT 写在整个条件前面：NOT n.year IN [2024, 2025]"),
        _ => ("write AND, OR, NOT, =, <>, <, <=, >, >=", "可用 AND、OR、NOT、=、<>、<、<=、>、>="),
    };
    let shown = words.join(" ");
    let error = if first == "NOT" {
        syntax(span, format!("`{shown}` is the other way round"), format!("`{shown}` 的次序不对"))
    } else {
        syntax(span, format!("there is no operator `{shown}`"), format!("没有 `{shown}` 这个运算符"))
    };
    error.hint(en, zh)
}

fn shown_ends(words: &[String], ends: &[&str]) -> bool {
    words.last().is_some_and(|last| ends.contains(&last.as_str()))
}

/// A variable as SPARQL writes it.
pub(super) fn foreign_atom(written: &str, span: Span) -> Box<Diagnostic> {
    let name = written.trim_start_matches('?');
    syntax(span, "variables are written without a question mark", "变量前不写问号").hint(
        format!("write {name}; a parameter that is given from outside is ${name}"),
        format!("请写 {name}；由外部给出的参数写作 ${name}"),
    )
}
