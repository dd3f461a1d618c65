//! A failure of the grammar → a message: what was found, what could stand there, and what was probably meant.

use pest::error::{ErrorVariant, InputLocation};

use super::Rule;
use super::expected::{Expected, expected, list};
use super::scan::{Piece, Scanned};
use crate::base::{Diagnostic, ErrorClass, Message, Span, nearest};

/// What stood at the place where reading stopped.
struct Place<'t> {
    text: &'t str,
    pieces: &'t [Scanned],
    /// The index of the first piece at or after the place; may be one past the last.
    at: usize,
    expected: Vec<Expected>,
    /// A keyword stands where a name was wanted.
    reserved: bool,
}

pub(super) fn explain(error: &pest::error::Error<Rule>, text: &str, pieces: &[Scanned]) -> Box<Diagnostic> {
    let offset = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    if let Some(trouble) = unbalanced(text, pieces)
        && trouble.span.is_none_or(|span| span.start <= offset)
    {
        return trouble;
    }
    let (positives, negatives) = match &error.variant {
        ErrorVariant::ParsingError { positives, negatives } => (positives.as_slice(), negatives.as_slice()),
        ErrorVariant::CustomError { .. } => return super::build::too_deep(Span::new(0, text.len())),
    };
    let visible: Vec<Scanned> = pieces.iter().copied().filter(|(piece, _)| *piece != Piece::Comment).collect();
    let at = visible.partition_point(|(_, span)| span.end <= offset);
    let reserved = negatives.contains(&Rule::reserved);
    Place { text, pieces: &visible, at, expected: expected(positives), reserved }.message()
}

fn syntax(en: impl Into<String>, zh: impl Into<String>) -> Box<Diagnostic> {
    Diagnostic::compile(ErrorClass::SyntaxError, "UnexpectedSyntax", Message::new(en, zh))
}

/// An open string, comment or bracket, or a bracket that closes nothing.
fn unbalanced(text: &str, pieces: &[Scanned]) -> Option<Box<Diagnostic>> {
    let mut open: Vec<(char, Span)> = Vec::new();
    for &(piece, span) in pieces {
        match piece {
            Piece::OpenString => {
                let quote = text.get(span.start..).and_then(|rest| rest.chars().next()).unwrap_or('"');
                let close = closing(quote);
                return Some(
                    syntax(format!("this {quote} is never closed"), format!("这个 {quote} 没有对应的右引号"))
                        .at(Span::new(span.start, span.start + quote.len_utf8()))
                        .hint(
                            format!("close it with {close}; a quote inside a text is written \\{close}"),
                            format!("请用 {close} 结束；文本里的引号写作 \\{close}"),
                        ),
                );
            }
            Piece::OpenComment => {
                return Some(
                    syntax("this comment is never closed", "这个注释没有结束")
                        .at(Span::new(span.start, span.start + 2))
                        .hint("close it with */", "请用 */ 结束"),
                );
            }
            Piece::Open(kind) => open.push((kind, span)),
            Piece::Close(kind) => match open.pop() {
                Some((opened, _)) if opened == kind => {}
                Some((opened, from)) => {
                    let (wanted, found) = (closing(opened), span.slice(text).unwrap_or_default());
                    let begun = from.slice(text).unwrap_or_default();
                    return Some(
                        syntax(
                            format!("`{found}` closes a bracket that was opened with `{begun}`"),
                            format!("`{found}` 与前面的 `{begun}` 不配对"),
                        )
                        .at(span)
                        .hint(format!("write `{wanted}` first"), format!("请先写 `{wanted}`")),
                    );
                }
                None => {
                    let found = span.slice(text).unwrap_or_default();
                    return Some(
                        syntax(format!("`{found}` closes nothing"), format!("`{found}` 没有对应的左括号"))
                            .at(span)
                            .hint("remove it, or open the bracket before it", "请删去它，或在前面补上左括号"),
                    );
                }
            },
            _ => {}
        }
    }
    let (kind, span) = open.pop()?;
    let (begun, close) = (span.slice(text).unwrap_or_default(), closing(kind));
    Some(
        syntax(format!("this `{begun}` is never closed"), format!("这个 `{begun}` 没有对应的右括号"))
            .at(span)
            .hint(format!("add `{close}`"), format!("请补上 `{close}`")),
    )
}

const fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '“' | '”' => '”',
        '‘' | '’' => '’',
        '「' => '」',
        '『' => '』',
        other => other,
    }
}

impl Place<'_> {
    /// The piece `steps` after the place (negative: before it), as typed.
    fn piece(&self, steps: isize) -> &str {
        let at = self.at.checked_add_signed(steps).and_then(|at| self.pieces.get(at));
        at.and_then(|(_, span)| span.slice(self.text)).unwrap_or_default()
    }

    fn word(&self, steps: isize) -> String {
        self.piece(steps).to_uppercase()
    }

    fn span(&self) -> Span {
        match self.pieces.get(self.at) {
            Some(&(_, span)) => span,
            None => {
                let end = self.pieces.last().map_or(0, |(_, span)| span.end);
                Span::new(end, end)
            }
        }
    }

    fn expects_sign(&self, sign: &str) -> bool {
        self.expected.iter().any(|item| matches!(item, Expected::Sign(one) if *one == sign))
    }

    fn expects_thing(&self, begins: &str) -> bool {
        self.expected.iter().any(|item| matches!(item, Expected::Thing(en, _) if en.starts_with(begins)))
    }

    fn message(&self) -> Box<Diagnostic> {
        let (en, zh) = list(&self.expected, 5);
        let found = self.piece(0);
        let ended = self.at >= self.pieces.len();
        let general = match (ended, en.is_empty()) {
            (true, true) => syntax("the statement ends too early", "语句没有写完"),
            (true, false) => syntax(format!("the statement ends too early: it goes on with {en}"), format!("语句没有写完：后面应有{zh}")),
            (false, true) => syntax(format!("`{found}` does not fit here"), format!("`{found}` 不能写在这里")),
            (false, false) => {
                syntax(format!("`{found}` does not fit here: what fits is {en}"), format!("`{found}` 不能写在这里：这里应是{zh}"))
            }
        };
        let special = self.slip().or_else(|| self.habit(ended));
        special.unwrap_or(general).at(self.span())
    }

    /// A keyword with a slip of the finger, at the place or just before it.
    fn slip(&self) -> Option<Box<Diagnostic>> {
        let words: Vec<&str> = self
            .expected
            .iter()
            .filter_map(|item| match item {
                Expected::Word(word) => Some(word.as_str()),
                _ => None,
            })
            .filter(|word| word.len() > 2)
            .collect();
        let (Some((Piece::Word, _)), false) = (self.pieces.get(self.at), self.reserved) else { return None };
        let found = self.piece(0);
        let close = |word: &&str| word.chars().count().abs_diff(found.chars().count()) <= 2;
        let meant = nearest(found, words.iter().copied().filter(close), 1).first().copied()?;
        (found.len() > 2 && !meant.eq_ignore_ascii_case(found)).then(|| {
            syntax(format!("`{found}` does not fit here"), format!("`{found}` 不能写在这里"))
                .hint(format!("did you mean {meant}?"), format!("是不是 {meant}？"))
        })
    }

    fn habit(&self, ended: bool) -> Option<Box<Diagnostic>> {
        let found = self.piece(0);
        let (before, upper) = (self.word(-1), self.word(0));
        let says = |en: &str, zh: &str, hint_en: &str, hint_zh: &str| Some(syntax(en, zh).hint(hint_en, hint_zh));
        if before == "," && (ended || self.reserved) {
            return says(
                "something is missing after the comma",
                "逗号后面缺了内容",
                "add an item, or remove the comma",
                "请补上一项，或删去逗号",
            );
        }
        if matches!(before.as_str(), "MATCH" | "CREATE" | "MERGE") && self.expects_thing("a node") || before == "MATCH" {
            return says(
                "a pattern begins with a node in round brackets",
                "模式要从圆括号里的节点写起",
                "write MATCH (m:Measure) or MATCH (m:Measure)-[:SUPPORTS]->(g:Goal)",
                "请写 MATCH (m:措施) 或 MATCH (m:措施)-[:支撑]->(g:目标)",
            );
        }
        if matches!(found, "-" | "－" | ">" | "<" | "=" | "→" | "←" | "—") && before == ")"
            || (found == ">" && matches!(before.as_str(), "]" | "-"))
            || (before == "-" && matches!(found, "(" | ">"))
        {
            return says(
                "this is no arrow between two nodes",
                "这不是两个节点之间的箭头",
                "an arrow is (a)-[:SUPPORTS]->(b) or (a)-->(b), backwards (a)<-[:SUPPORTS]-(b), either way (a)-[:SUPPORTS]-(b)",
                "箭头写作 (a)-[:支撑]->(b) 或 (a)-->(b)，反向 (a)<-[:支撑]-(b)，不论方向 (a)-[:支撑]-(b)",
            );
        }
        if matches!(found, "|" | "&" | "!") && self.expects_sign(")") && self.expects_sign(":") {
            return says(
                "labels of a node are not joined with signs",
                "节点的标签之间不写符号",
                "both labels: (n:Goal:Indicator); either: (n) WHERE n:Goal OR n:Indicator",
                "同时具备：(n:目标:指标)；具备其一：(n) WHERE n:目标 OR n:指标",
            );
        }
        if found == "=" && self.expects_sign(":") {
            return says(
                "in a map a colon stands between key and value",
                "映射里键和值之间写冒号",
                "write {name: '…'}; or compare with WHERE n.name = '…'",
                "请写 {name: '…'}；或用 WHERE n.name = '…' 比较",
            );
        }
        match upper.as_str() {
            "WHERE" => says(
                "WHERE stands too late",
                "WHERE 写得太晚",
                "it comes right after MATCH, WITH or YIELD: MATCH (n) WHERE n.year = 2025 RETURN n",
                "它紧跟在 MATCH、WITH 或 YIELD 之后：MATCH (n) WHERE n.year = 2025 RETURN n",
            ),
            "ORDER" | "SKIP" | "LIMIT" => says(
                &format!("{upper} is out of order"),
                &format!("{upper} 的位置不对"),
                "after RETURN or WITH come ORDER BY …, SKIP …, LIMIT …, each at most once and in this order",
                "RETURN 或 WITH 之后依次是 ORDER BY …、SKIP …、LIMIT …，每种最多一次",
            ),
            "GROUP" | "HAVING" => says(
                &format!("there is no {upper} here"),
                &format!("这里没有 {upper}"),
                "rows are grouped by what stands beside an aggregate: RETURN g.name, count(*)",
                "聚合函数旁边的列就是分组：RETURN g.name, count(*)",
            ),
            _ if before == "ORDER" => {
                says("ORDER lacks its BY", "ORDER 后面缺 BY", "write ORDER BY m.name DESC", "请写 ORDER BY m.name DESC")
            }
            _ if self.piece(-1).starts_with([';', '；']) || matches!(found, ";" | "；") => says(
                "one statement ends here and another begins",
                "一条语句到此结束，后面又是一条",
                "give them one at a time, or as a batch: gangmu run FILE",
                "请一次给一条，或作为批处理：gangmu run 文件",
            ),
            _ if self.reserved && !ended => {
                let hint = format!("`{found}`");
                Some(
                    syntax(format!("`{found}` is a word of the language and no name"), format!("`{found}` 是语言的保留词，不能作名称"))
                        .hint(format!("choose another name, or put it in backquotes: {hint}"), format!("请换个名称，或放进反引号：{hint}")),
                )
            }
            _ => None,
        }
    }
}
