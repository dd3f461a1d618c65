//! What was probably meant where the grammar stumbled: slips of the finger, signs and words brought along from elsewhere.

use super::complaint::{Place, syntax};
use super::expected::Expected;
use super::layer::CLAUSE_WORDS;
use crate::base::{Diagnostic, nearest};

type Said = Option<Box<Diagnostic>>;

/// The words that operators begin with.
const OPERATORS: [&str; 9] = ["AND", "OR", "XOR", "NOT", "CONTAINS", "STARTS", "ENDS", "IN", "IS"];

/// A message and its hint.
fn says(en: &str, zh: &str, hint_en: &str, hint_zh: &str) -> Said {
    Some(syntax(en, zh).hint(hint_en, hint_zh))
}

/// A keyword with a slip of the finger.
pub(super) fn keyword(place: &Place<'_>) -> Said {
    if !place.is_word() || place.reserved {
        return None;
    }
    let found = place.piece(0);
    let expected = place.expected.iter().filter_map(|item| match item {
        Expected::Word(word) => Some(word.as_str()),
        _ => None,
    });
    let operators = OPERATORS.iter().copied().filter(|_| place.expects_thing("an operator"));
    let clauses = CLAUSE_WORDS.iter().copied().filter(|_| place.at_start());
    let close = |word: &&str| word.len() > 2 && word.chars().count().abs_diff(found.chars().count()) <= 2;
    let meant = nearest(found, expected.chain(operators).chain(clauses).filter(close), 1).first().copied()?;
    if found.len() <= 2 || meant.eq_ignore_ascii_case(found) {
        return None;
    }
    says(
        &format!("`{found}` does not fit here"),
        &format!("`{found}` 不能写在这里"),
        &format!("did you mean {meant}?"),
        &format!("是不是 {meant}？"),
    )
}

/// What people bring along, by what stands at the place and around it.
pub(super) fn habit(place: &Place<'_>, ended: bool) -> Said {
    gap(place, ended).or_else(|| path(place)).or_else(|| sign(place)).or_else(|| word(place, ended))
}

/// Something is missing between two signs, or after the last one.
fn gap(place: &Place<'_>, ended: bool) -> Said {
    let (before, found) = (place.word(-1), place.piece(0));
    if before == "," && (ended || place.reserved) {
        return says(
            "something is missing after the comma",
            "逗号后面缺了内容",
            "add an item, or remove the comma",
            "请补上一项，或删去逗号",
        );
    }
    if matches!(before.as_str(), "," | "，" | "、") && matches!(found, "," | "，" | "、") {
        return says(
            "something is missing between two commas",
            "两个逗号之间缺了内容",
            "add an item, or remove a comma",
            "请补上一项，或删去一个逗号",
        );
    }
    if before == "." && place.expects_thing("a name") {
        return says(
            "the name of a property is missing after the dot",
            "点号后面缺了属性名",
            "for example g.name, g.year",
            "例如 g.name、g.year",
        );
    }
    if before == "WHERE" && (ended || place.reserved || CLAUSE_WORDS.contains(&place.word(0).as_str())) {
        return says("WHERE has no condition", "WHERE 后面没有条件", "for example WHERE n.year = 2025", "例如 WHERE n.year = 2025");
    }
    if place.expects_word("END") && ended {
        return says(
            "CASE lacks its END",
            "CASE 缺少 END",
            "CASE WHEN n.year > 2025 THEN 'later' ELSE 'soon' END",
            "CASE WHEN n.year > 2025 THEN '远期' ELSE '近期' END",
        );
    }
    None
}

/// Nodes, arrows and what they hold.
fn path(place: &Place<'_>) -> Said {
    let (before, found) = (place.word(-1), place.piece(0));
    let clause = place.last_of(&CLAUSE_WORDS).unwrap_or_default();
    if matches!(found, ":" | "：") && matches!(place.word(-2).as_str(), "MATCH" | "CREATE" | "MERGE" | ",") && clause != "RETURN" {
        let (name, label) = (place.piece(-1), place.piece(1));
        return says(
            "a node stands in round brackets",
            "节点要写在圆括号里",
            &format!("write ({name}:{label})"),
            &format!("请写 ({name}:{label})"),
        );
    }
    if matches!(before.as_str(), "MATCH" | "CREATE" | "MERGE") && place.expects_thing("a node") || before == "MATCH" {
        return says(
            "a pattern begins with a node in round brackets",
            "模式要从圆括号里的节点写起",
            "write MATCH (m:Measure) or MATCH (m:Measure)-[:SUPPORTS]->(g:Goal)",
            "请写 MATCH (m:措施) 或 MATCH (m:措施)-[:支撑]->(g:目标)",
        );
    }
    if found == "," && clause == "MERGE" {
        return says(
            "MERGE takes one path",
            "MERGE 一次只写一条路径",
            "write MERGE again for the second: MERGE (a:Term {name: 'a'}) MERGE (b:Term {name: 'b'})",
            "第二条请再写一个 MERGE：MERGE (a:术语 {名称: 'a'}) MERGE (b:术语 {名称: 'b'})",
        );
    }
    if before == "-" && place.word(-2) == "-" && place.adjoins(-1) && place.is_word() {
        return says(
            "inside a statement `--` is a relation, not a comment",
            "语句里的 `--` 表示关系，不是注释",
            "a comment begins with //",
            "注释以 // 开头",
        );
    }
    let half = matches!(found, "-" | "－" | ">" | "<" | "=" | "→" | "←" | "—") && before == ")"
        || found == ">" && matches!(before.as_str(), "]" | "-")
        || matches!(found, "(" | "（") && (before == "-" || before == "]" && place.expects_thing("a relation"));
    if half {
        return says(
            "this is no arrow between two nodes",
            "这不是两个节点之间的箭头",
            "an arrow is (a)-[:SUPPORTS]->(b) or (a)-->(b), backwards (a)<-[:SUPPORTS]-(b), either way (a)-[:SUPPORTS]-(b)",
            "箭头写作 (a)-[:支撑]->(b) 或 (a)-->(b)，反向 (a)<-[:支撑]-(b)，不论方向 (a)-[:支撑]-(b)",
        );
    }
    if matches!(found, "|" | "&" | "!") && place.expects_sign(")") && place.expects_sign(":") {
        return says(
            "labels of a node are not joined with signs",
            "节点的标签之间不写符号",
            "both labels: (n:Goal:Indicator); either: (n) WHERE n:Goal OR n:Indicator",
            "同时具备：(n:目标:指标)；具备其一：(n) WHERE n:目标 OR n:指标",
        );
    }
    if found == "=" && place.expects_sign(":") && !place.expects_thing("an operator") {
        return says(
            "in a map a colon stands between key and value",
            "映射里键和值之间写冒号",
            "write {name: '…'}; or compare with WHERE n.name = '…'",
            "请写 {name: '…'}；或用 WHERE n.name = '…' 比较",
        );
    }
    None
}

/// Signs of other languages.
fn sign(place: &Place<'_>) -> Said {
    match place.piece(0) {
        "!" | "！" if place.expects_thing("an expression") => says(
            "there is no sign `!`",
            "没有 `!` 这个符号",
            "write NOT before the condition: NOT n.year = 2025",
            "请在条件前写 NOT：NOT n.year = 2025",
        ),
        dash @ ("—" | "–" | "‐" | "‑" | "‒" | "―") if place.expects_thing("an operator") => {
            let mut error = syntax(format!("`{dash}` is a dash and no minus sign"), format!("`{dash}` 是破折号，不是减号"));
            error.detail = "InvalidUnicodeCharacter".into();
            Some(error.hint("write -: t.value - 1", "请写 -：t.数值 - 1"))
        }
        "?" if !place.piece(1).is_empty() => {
            let name = place.piece(1);
            says(
                "variables are written without a question mark",
                "变量前不写问号",
                &format!("write {name}; a parameter that is given from outside is ${name}"),
                &format!("请写 {name}；由外部给出的参数写作 ${name}"),
            )
        }
        found if place.piece(-1).starts_with([';', '；']) || matches!(found, ";" | "；") => says(
            "one statement ends here and another begins",
            "一条语句到此结束，后面又是一条",
            "give them one at a time, or as a batch: gangmu run FILE",
            "请一次给一条，或作为批处理：gangmu run 文件",
        ),
        _ => None,
    }
}

/// Words in the wrong place, and words of other languages.
fn word(place: &Place<'_>, ended: bool) -> Said {
    let found = place.piece(0);
    let (before, upper) = (place.word(-1), place.word(0));
    if place.reserved && matches!(before.as_str(), "(" | "（" | "[" | "AS") && !ended {
        return keyword_as_name(found);
    }
    if let Some((_, english)) = CHINESE.iter().find(|(chinese, _)| *chinese == found) {
        let (en, zh) = (format!("`{found}` is written {english} in a pattern"), format!("模式语言里的“{found}”写作 {english}"));
        let (hint_en, hint_zh) = (
            format!("write {english}; only names and functions may be Chinese here"),
            format!("请写 {english}；关键词用英文，名称和函数可用中文"),
        );
        return says(&en, &zh, &hint_en, &hint_zh);
    }
    match upper.as_str() {
        "WHERE" => says(
            "WHERE stands too late",
            "WHERE 写得太晚",
            "it comes right after MATCH, WITH or YIELD: MATCH (n) WHERE n.year = 2025 RETURN n",
            "它紧跟在 MATCH、WITH 或 YIELD 之后：MATCH (n) WHERE n.year = 2025 RETURN n",
        ),
        "ORDER" | "SKIP" | "LIMIT" => says(
            &format!("{upper} stands in the wrong place"),
            &format!("{upper} 的位置不对"),
            "after RETURN or WITH come ORDER BY …, SKIP …, LIMIT …, each at most once and in this order",
            "RETURN 或 WITH 之后依次是 ORDER BY …、SKIP …、LIMIT …，每种最多一次",
        ),
        "SORT" => {
            says("there is no SORT here", "这里没有 SORT", "write ORDER BY m.name after RETURN", "请在 RETURN 之后写 ORDER BY m.name")
        }
        "GROUP" | "HAVING" => says(
            &format!("there is no {upper} here"),
            &format!("这里没有 {upper}"),
            "rows are grouped by what stands beside an aggregate: RETURN g.name, count(*)",
            "聚合函数旁边的列就是分组：RETURN g.name, count(*)",
        ),
        "DISTINCT" => says(
            "DISTINCT stands in the wrong place",
            "DISTINCT 的位置不对",
            "distinct rows: RETURN DISTINCT g.name; counting distinct values: count(DISTINCT g.name)",
            "去掉重复行：RETURN DISTINCT g.name；统计不同的值：count(DISTINCT g.name)",
        ),
        _ if before == "TOP" => {
            says("there is no TOP here", "这里没有 TOP", "the first ten rows: RETURN g LIMIT 10", "前十行：RETURN g LIMIT 10")
        }
        _ if before == "ORDER" => says("ORDER lacks its BY", "ORDER 后面缺 BY", "write ORDER BY m.name DESC", "请写 ORDER BY m.name DESC"),
        _ if place.expects_word("AS") && place.last_of(&CLAUSE_WORDS).as_deref() == Some("UNWIND") => says(
            "UNWIND lacks AS and a name",
            "UNWIND 缺少 AS 和名称",
            "write UNWIND [2020, 2025] AS year",
            "请写 UNWIND [2020, 2025] AS year",
        ),
        _ if place.reserved && !ended => keyword_as_name(found),
        _ => None,
    }
}

fn keyword_as_name(found: &str) -> Said {
    says(
        &format!("`{found}` is a word of the language and no name"),
        &format!("`{found}` 是语言的保留词，不能作名称"),
        &format!("choose another name, or put it in backquotes: `{found}`"),
        &format!("请换个名称，或放进反引号：`{found}`"),
    )
}

/// Chinese words for what patterns say in English.
const CHINESE: [(&str, &str); 24] = [
    ("属于", "IN"),
    ("在", "IN"),
    ("包含", "CONTAINS"),
    ("含有", "CONTAINS"),
    ("且", "AND"),
    ("并且", "AND"),
    ("和", "AND"),
    ("或", "OR"),
    ("或者", "OR"),
    ("非", "NOT"),
    ("不", "NOT"),
    ("等于", "="),
    ("不等于", "<>"),
    ("大于", ">"),
    ("小于", "<"),
    ("为空", "IS NULL"),
    ("匹配", "MATCH"),
    ("其中", "WHERE"),
    ("条件", "WHERE"),
    ("返回", "RETURN"),
    ("排序", "ORDER BY"),
    ("限制", "LIMIT"),
    ("作为", "AS"),
    ("去重", "DISTINCT"),
];

/// What the clause that the place stands in looks like when it is right: (English, Chinese).
pub(super) fn example(place: &Place<'_>) -> (&'static str, &'static str) {
    match place.last_of(&CLAUSE_WORDS).as_deref() {
        Some("OPTIONAL") => ("OPTIONAL MATCH (g)-[:MEASURED_BY]->(i:Indicator)", "OPTIONAL MATCH (g)-[:衡量]->(i:指标)"),
        Some("WHERE") => ("WHERE g.year = 2025 AND g.name CONTAINS '专利'", "WHERE g.年份 = 2025 AND g.名称 CONTAINS '专利'"),
        Some("WITH") => ("WITH g, count(*) AS n WHERE n > 3", "WITH g, count(*) AS n WHERE n > 3"),
        Some("RETURN") => {
            ("RETURN g.name AS goal, count(*) ORDER BY goal LIMIT 10", "RETURN g.名称 AS 目标, count(*) ORDER BY 目标 LIMIT 10")
        }
        Some("UNWIND") => ("UNWIND [2020, 2025] AS year", "UNWIND [2020, 2025] AS year"),
        Some("CALL") => ("CALL graph.pagerank('Institution') YIELD node, score", "CALL graph.pagerank('Institution') YIELD node, score"),
        Some("CREATE") => ("CREATE (t:Term {name: '…'})", "CREATE (t:术语 {名称: '…'})"),
        Some("MERGE") => {
            ("MERGE (t:Term {name: '…'}) ON CREATE SET t.definition = '…'", "MERGE (t:术语 {名称: '…'}) ON CREATE SET t.定义 = '…'")
        }
        Some("SET") => ("SET t.definition = '…'", "SET t.定义 = '…'"),
        Some("REMOVE") => ("REMOVE t.definition", "REMOVE t.定义"),
        Some("DELETE" | "DETACH") => ("DETACH DELETE t", "DETACH DELETE t"),
        _ => (
            "MATCH (m:Measure)-[:SUPPORTS]->(g:Goal) WHERE g.year = 2025 RETURN m.text",
            "MATCH (m:措施)-[:支撑]->(g:目标) WHERE g.年份 = 2025 RETURN m.文本",
        ),
    }
}
