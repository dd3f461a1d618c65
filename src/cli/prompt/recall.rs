//! `why 3`, `evidence 3`, `open 3`: the proof of a row of the last answer.

use crate::cli::evaluator::Evaluator;
use crate::cli::failure::Stop;
use crate::model::{Entity, Evidence, NodeId, RelId, Value};
use crate::output::naming::{kind_name, node_name, rel_text};
use crate::output::{Titles, escape, value_text, wrap};
use crate::view::{Direction, GraphView, SymbolKind};

/// What is asked about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recall {
    Why,
    Evidence,
    Open,
}

const WORDS: [(Recall, &[&str]); 3] =
    [(Recall::Why, &["why", "为什么", "为何"]), (Recall::Evidence, &["evidence", "证据"]), (Recall::Open, &["open", "打开", "原文"])];

/// Lists within lists are looked into no deeper.
const DEPTH: usize = 8;
/// Lines of the plan shown before and after the sentence.
const AROUND: usize = 2;

/// `why 3` → what is asked, and the number as typed.
pub fn parse(text: &str) -> Option<(Recall, usize)> {
    let text = text.trim().trim_end_matches([';', '；', '?', '？']).trim_end();
    WORDS.iter().flat_map(|(recall, words)| words.iter().map(move |word| (*recall, *word))).find_map(|(recall, word)| {
        let head = text.get(..word.len())?;
        let rest = text.get(word.len()..)?;
        let number: String = rest.trim().chars().map(crate::base::fold_char).collect();
        let parted = !word.is_ascii() || rest.starts_with(char::is_whitespace);
        (head.eq_ignore_ascii_case(word) && parted).then(|| number.parse().ok().map(|number| (recall, number)))?
    })
}

/// Answers it.
pub fn answer(evaluator: &Evaluator, recall: Recall, number: usize) -> Result<String, Stop> {
    let lang = evaluator.console.lang;
    let Some(last) = &evaluator.last else {
        return Err(Stop::usage("there is no answer yet to ask about", "还没有可追问的结果"));
    };
    let rows = last.rows.len();
    let Some(row) = number.checked_sub(1).and_then(|at| last.rows.get(at)) else {
        return Err(Stop::usage(
            format!("there is no row {number}: the last answer has {rows}"),
            format!("没有第 {number} 行：上一结果共 {rows} 行"),
        ));
    };
    let view = evaluator.session.view();
    let rels = relations(row, view);
    let proofs = proofs(row, &rels, view);
    if proofs.is_empty() && rels.is_empty() {
        return Err(Stop::usage(
            format!("row {number} names nothing of the graph that could be proved"),
            format!("第 {number} 行没有可供查证的图中内容"),
        ));
    }
    let width = evaluator.settings.width.or_else(|| evaluator.console.width()).unwrap_or(80);
    let mut out = String::new();
    match recall {
        Recall::Why if !rels.is_empty() => {
            why(&mut out, &rels, view, width, &Titles::new(Some(&evaluator.schema), last.summary.page.labels, lang));
        }
        Recall::Why | Recall::Evidence => quotes(&mut out, &proofs, width, ""),
        Recall::Open => {
            for proof in proofs.iter().take(3) {
                open(&mut out, evaluator, proof, width)?;
            }
        }
    }
    evaluator.session.health()?;
    Ok(out)
}

fn why(out: &mut String, rels: &[RelId], view: &dyn GraphView, width: usize, titles: &Titles<'_>) {
    let mut rels = rels.iter().peekable();
    while let Some(&rel) = rels.next() {
        let text = |key: &str| {
            let value = view.symbol(SymbolKind::Key, key).map(|key| view.rel_property(rel, key).to_value());
            value.filter(|value| !value.is_null()).map(|value| match value {
                Value::Float(number) => format!("{number:.2}"),
                Value::String(text) => text.to_string(),
                other => value_text(&other, view),
            })
        };
        push_wrapped(out, &joined(view, rel, titles), width, "");
        let value = |key: &str| text(key).map(|value| if key == "basis" { titles.basis(&value) } else { value });
        let facts = ["basis", "confidence", "rule", "trigger"];
        let said: Vec<String> = facts.iter().filter_map(|key| value(key).map(|value| format!("{} {value}", titles.column(key)))).collect();
        push_wrapped(out, &said.join(" · "), width, "  ");
        // Relations that rest on the same sentences have them below the last of them.
        let proofs = view.evidence(Entity::from(rel));
        if rels.peek().is_none_or(|&&next| view.evidence(Entity::from(next)) != proofs) {
            quotes(out, &proofs, width, "  ");
        }
    }
}

/// `A -[T]-> B`, the relation in the words of the reader.
fn joined(view: &dyn GraphView, rel: RelId, titles: &Titles<'_>) -> String {
    let Some(ends) = view.rel(rel) else { return rel_text(view, rel) };
    let kind = titles.relation(view.symbol_name(SymbolKind::RelType, ends.kind));
    format!("{} -[{kind}]-> {}", node_name(view, ends.start), node_name(view, ends.end))
}

fn quotes(out: &mut String, proofs: &[Evidence], width: usize, indent: &str) {
    for proof in proofs {
        push_wrapped(out, &format!("{} {}", proof.plan, proof.address), width, indent);
        push_wrapped(out, &format!("“{}”", proof.quote), width, &format!("{indent}  "));
    }
}

fn push_wrapped(out: &mut String, text: &str, width: usize, indent: &str) {
    for line in wrap(&escape::one_line(text), width.saturating_sub(indent.len()).max(10)) {
        out.push_str(indent);
        out.push_str(&line);
        out.push('\n');
    }
}

/// The passage of the plan around the sentence, which is marked.
fn open(out: &mut String, evaluator: &Evaluator, proof: &Evidence, width: usize) -> Result<(), Stop> {
    let title = format!("{} {} ({} {})", proof.plan, proof.address, evaluator.console.lang.pick("line", "行"), proof.line);
    push_wrapped(out, &title, width, "");
    let bytes = evaluator.session.plan_text(&proof.plan)?;
    let range = (usize::try_from(proof.start).unwrap_or(usize::MAX), usize::try_from(proof.end).unwrap_or(usize::MAX));
    let marked =
        bytes.as_deref().and_then(|bytes| passage(bytes, range)).filter(|(_, sentence, _)| sentence.contains(first_piece(&proof.quote)));
    let Some((before, sentence, after)) = marked else {
        // A file of Word or a web page holds the sentence in pieces: the quote is all that can be shown.
        push_wrapped(out, &format!("“{}”", proof.quote), width, "  ");
        return Ok(());
    };
    let (mark, plain) = if evaluator.console.coloured() { ("\u{1b}[7m", "\u{1b}[0m") } else { (">>", "<<") };
    let lines =
        |text: &str| -> Vec<String> { text.lines().flat_map(|line| wrap(&escape::one_line(line), width.saturating_sub(6))).collect() };
    for line in lines(&before) {
        out.push_str(&format!("  {line}\n"));
    }
    for line in lines(&sentence) {
        out.push_str(&format!("  {mark}{line}{plain}\n"));
    }
    for line in lines(&after) {
        out.push_str(&format!("  {line}\n"));
    }
    Ok(())
}

fn first_piece(quote: &str) -> &str {
    quote.lines().next().unwrap_or_default()
}

/// What stands before, at and after a range of the original bytes: some lines each.
fn passage(bytes: &[u8], (start, end): (usize, usize)) -> Option<(String, String, String)> {
    let sentence = bytes.get(start..end)?;
    let from = bytes[..start].iter().enumerate().rev().filter(|(_, byte)| **byte == b'\n').nth(AROUND).map_or(0, |(at, _)| at + 1);
    let until = bytes[end..].iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(AROUND).map_or(bytes.len(), |(at, _)| end + at);
    let utf8 = std::str::from_utf8(bytes).is_ok();
    let text = |bytes: &[u8]| {
        if utf8 {
            String::from_utf8_lossy(bytes).into_owned()
        } else {
            encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned()
        }
    };
    Some((text(&bytes[from..start]), text(sentence), text(&bytes[end..until])))
}

/// Sentences of a row: its own evidence column, else those of its relations, else those of its nodes.
fn proofs(row: &[Value], rels: &[RelId], view: &dyn GraphView) -> Vec<Evidence> {
    let mut found: Vec<Evidence> = row.iter().flat_map(given).collect();
    if found.is_empty() {
        found = rels.iter().flat_map(|&rel| view.evidence(Entity::from(rel))).collect();
    }
    if found.is_empty() {
        let mut nodes = Vec::new();
        row.iter().for_each(|value| collect(value, DEPTH, &mut nodes, &mut Vec::new()));
        found = nodes.iter().flat_map(|&node| view.evidence(Entity::from(node))).collect();
    }
    let mut seen = Vec::new();
    found.retain(|proof| {
        !seen.contains(proof) && {
            seen.push(proof.clone());
            true
        }
    });
    found
}

/// Evidence that an answer carries as lists of maps.
fn given(value: &Value) -> Vec<Evidence> {
    let one = |value: &Value| -> Option<Evidence> {
        let Value::Map(map) = value else { return None };
        let text = |key: &str| map.get(key).and_then(Value::as_str);
        let number = |key: &str| map.get(key).and_then(Value::as_int);
        Some(Evidence {
            plan: text("plan")?.into(),
            address: text("address")?.into(),
            line: u32::try_from(number("line")?).ok()?,
            start: u64::try_from(number("start")?).ok()?,
            end: u64::try_from(number("end")?).ok()?,
            quote: text("quote")?.into(),
        })
    };
    value.as_list().into_iter().flatten().filter_map(one).collect()
}

fn collect(value: &Value, depth: usize, nodes: &mut Vec<NodeId>, rels: &mut Vec<RelId>) {
    match value {
        Value::Node(node) => nodes.push(*node),
        Value::Rel(rel) => rels.push(*rel),
        Value::Path(path) => rels.extend(&path.rels),
        Value::List(items) if depth > 0 => items.iter().for_each(|item| collect(item, depth - 1, nodes, rels)),
        _ => {}
    }
}

/// Relations of a row: those that it holds, and those that its `via` speaks of.
fn relations(row: &[Value], view: &dyn GraphView) -> Vec<RelId> {
    let (mut nodes, mut rels) = (Vec::new(), Vec::new());
    row.iter().for_each(|value| collect(value, DEPTH, &mut nodes, &mut rels));
    let Some(&head) = nodes.first() else { return rels };
    for entry in row.iter().filter_map(Value::as_list).flatten() {
        let Value::Map(map) = entry else { continue };
        let (Some(relation), Some(Value::Map(to))) = (map.get("relation").and_then(Value::as_str), map.get("to")) else { continue };
        let (Some(kind), Some(name)) = (to.get("kind").and_then(Value::as_str), to.get("name").and_then(Value::as_str)) else { continue };
        let Some(wanted) = view.symbol(SymbolKind::RelType, relation) else { continue };
        for edge in view.edges(head, Direction::Both, Some(wanted)) {
            if kind_name(view, edge.node) == kind && node_name(view, edge.node) == name && !rels.contains(&edge.rel) {
                rels.push(edge.rel);
            }
        }
    }
    rels
}

#[cfg(test)]
mod tests {
    use super::{Recall, parse, passage};

    #[test]
    fn rows_are_asked_about_in_both_languages() {
        assert_eq!(parse("why 3"), Some((Recall::Why, 3)));
        assert_eq!(parse(" 证据３；"), Some((Recall::Evidence, 3)));
        assert_eq!(parse("open 12;"), Some((Recall::Open, 12)));
        assert_eq!(parse("why measure \"a\" supports goal \"b\""), None);
        assert_eq!(parse("why3"), None);
    }

    #[test]
    fn a_passage_has_lines_around_the_sentence() {
        let text = "一\n二\n三\n前句。本句。后句。\n四\n五\n六\n";
        let start = text.find("本句").unwrap();
        let (before, sentence, after) = passage(text.as_bytes(), (start, start + "本句。".len())).unwrap();
        assert_eq!((before.as_str(), sentence.as_str(), after.as_str()), ("二\n三\n前句。", "本句。", "后句。\n四\n五"));
        assert!(passage(b"abc", (2, 9)).is_none());
    }
}
