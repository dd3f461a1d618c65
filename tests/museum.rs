//! Wrong statements and the messages they get.
//!
//! Each file of `tests/museum/shown` holds what somebody typed and, below a line of signs, the message in English and in
//! Chinese. `tests/museum/parked` holds in the same form the messages that ought to be better. After a change of wording,
//! `MUSEUM=write cargo test museum` writes the files anew: read what has changed before it is kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gangmu::base::{ErrorClass, Lang, Outcome, Source, Span};
use gangmu::cli::{PieceKind, split};
use gangmu::model::Value;
use gangmu::output::draw;
use gangmu::view::MemoryGraph;

const ENGLISH: &str = "---------------- en";
const CHINESE: &str = "---------------- zh";

/// The files of a folder and its folders, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the museum") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

fn hall(name: &str) -> PathBuf {
    crate::house::root("tests/museum").join(name)
}

/// What was typed: the file down to the first line of signs.
fn typed(file: &str) -> String {
    let text = file.split_once(ENGLISH).map_or(file, |(text, _)| text);
    text.trim_end_matches('\n').to_owned()
}

/// A small policy graph, for what can only be judged against one.
fn graph() -> MemoryGraph {
    let mut graph = MemoryGraph::new();
    let mut add = |kind: &str, name: &str| graph.add_node(&[kind], [("name", Value::from(name)), ("plan", Value::from("sample"))]);
    add("Plan", "滨海市科技创新规划");
    let goal = add("Goal", "创新型城市");
    add("Indicator", "发明专利授权量");
    let measure = add("Measure", "（一）1 §1");
    add("Cluster", "轨道交通");
    add("Institution", "滨海大学");
    graph.add_rel(measure, "SUPPORTS", goal, [("basis", Value::from("explicit"))]);
    graph
}

/// Runs the statement; what is wrong with it has its place in `source`.
fn judge(source: &Arc<Source>, span: Span) -> Outcome<()> {
    let text = span.slice(source.text()).unwrap_or_default();
    crate::asks::answered(&graph(), text).map(|_| ()).map_err(|error| error.in_statement(source, span))
}

/// Whether the statement would be whole if it ended here.
fn whole(source: &Arc<Source>, span: Span) -> bool {
    match judge(source, span) {
        Err(error) => error.class != ErrorClass::SyntaxError || error.span.is_none_or(|place| place.start < span.end),
        Ok(()) => true,
    }
}

/// The messages that a text gets, as they are drawn, each statement's below that of the one before.
fn messages(text: &str, lang: Lang) -> Vec<String> {
    let source = Arc::new(Source::new("typed", text));
    let pieces = split(text, |span| whole(&source, span));
    let statements = pieces.iter().filter(|piece| piece.kind == PieceKind::Statement);
    statements.filter_map(|piece| judge(&source, piece.span).err()).map(|error| draw(&error, lang, false)).collect()
}

fn exhibit(text: &str) -> String {
    let (en, zh) = (messages(text, Lang::En), messages(text, Lang::Zh));
    format!("{text}\n{ENGLISH}\n{}{CHINESE}\n{}", en.join("\n"), zh.join("\n"))
}

#[test]
fn every_exhibit_gets_its_message() {
    let mut wrong = Vec::new();
    for path in files(&hall("shown")).iter().chain(&files(&hall("parked"))) {
        let file = fs::read_to_string(path).expect("an exhibit");
        let text = typed(&file);
        let shown = exhibit(&text);
        if std::env::var("MUSEUM").is_ok_and(|what| what == "write") {
            fs::write(path, &shown).expect("a folder that can be written");
        } else if shown != file {
            wrong.push(format!("{}\n{shown}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "messages that have changed (MUSEUM=write keeps them):\n{}", wrong.join("\n"));
}

#[test]
fn every_exhibit_is_refused_with_a_place_and_a_way_out() {
    let shown = files(&hall("shown"));
    assert!(shown.len() >= 80, "only {} exhibits", shown.len());
    for path in shown {
        let text = typed(&fs::read_to_string(&path).expect("an exhibit"));
        for (lang, hint) in [(Lang::En, "hint: "), (Lang::Zh, "提示：")] {
            let messages = messages(&text, lang);
            assert!(!messages.is_empty(), "{} is not refused", path.display());
            for message in messages {
                assert!(message.contains('^') && message.contains(hint), "{}\n{message}", path.display());
            }
        }
    }
}

#[test]
fn several_faults_of_one_file_are_all_told() {
    let text = typed(&fs::read_to_string(hall("shown/batch/three-faults.txt")).expect("an exhibit"));
    assert_eq!(messages(&text, Lang::En).len(), 3);
}

/// The list is part of the test, so that parking another is a decision that can be seen.
#[test]
fn poor_messages_are_parked_openly() {
    const PARKED: [&str; 1] = ["free-question"];
    let found: Vec<String> =
        files(&hall("parked")).iter().map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned()).collect();
    assert_eq!(found, PARKED, "what is parked, and what is listed here");
}
