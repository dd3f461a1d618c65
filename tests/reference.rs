//! The reference of the language: its tables come from the tables that checking uses, its examples run.

use std::sync::Arc;

use gangmu::base::{Source, Span};
use gangmu::engine::{Limits, Session, StoreOptions, ingest};
use gangmu::query::functions;
use gangmu::schema::Schema;

fn session(dir: &std::path::Path) -> Session {
    let options = StoreOptions::at(dir);
    ingest::import_bundled(&options, &mut |_| {}).expect("the bundled plan");
    Session::open(&options).expect("a session")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn relations() -> String {
    let schema = Schema::builtin();
    let mut table = "| relation | 中文 | from | to | meaning |\n|---|---|---|---|---|\n".to_owned();
    for relation in schema.relations() {
        let (from, to) = (relation.from.join(", "), relation.to.join(", "));
        table.push_str(&format!("| `{}` | {} | {from} | {to} | {} |\n", relation.name, relation.zh, cell(&relation.help.en)));
    }
    table
}

fn functions_table() -> String {
    let mut table = "| function | meaning | example |\n|---|---|---|\n".to_owned();
    for function in functions::all() {
        let names: Vec<String> = function
            .parameters
            .iter()
            .map(|parameter| if parameter.optional { format!("[{}]", parameter.name) } else { parameter.name.to_owned() })
            .collect();
        table.push_str(&format!(
            "| `{}({})` | {} | `{}` |\n",
            function.name,
            names.join(", "),
            cell(function.help.0),
            cell(function.example)
        ));
    }
    table
}

fn procedures(session: &Session) -> String {
    let mut table = "| procedure | meaning |\n|---|---|\n".to_owned();
    for procedure in session.procedures().iter() {
        let signature = procedure.signature();
        table.push_str(&format!("| `{}` | {} |\n", signature.line(), cell(&signature.help.0)));
    }
    table
}

/// The text with the stretch between the marks of a name replaced.
fn filled(text: &str, name: &str, table: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&open).expect("an opening mark") + open.len();
    let end = text.find(&close).expect("a closing mark");
    format!("{}{table}{}", &text[..start], &text[end..])
}

#[test]
fn the_tables_of_the_reference_are_those_that_checking_uses() {
    let dir = tempfile::tempdir().expect("a directory");
    let session = session(&dir.path().join("store"));
    let path = "docs/language.md";
    let known = std::fs::read_to_string(path).expect("the reference");
    let mut now = filled(&known, "relations", &relations());
    now = filled(&now, "functions", &functions_table());
    now = filled(&now, "procedures", &procedures(&session));
    if std::env::var_os("GANGMU_GOLDEN").is_some() {
        std::fs::write(path, &now).expect("the reference is written");
        return;
    }
    assert!(known == now, "{path} is behind the tables of the program: GANGMU_GOLDEN=write cargo test reference");
}

/// The lines of blocks of statements.
fn statements(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```gangmu";
        } else if inside && !line.trim().is_empty() {
            found.push(line.to_owned());
        }
    }
    found
}

#[test]
fn every_example_of_the_reference_and_of_the_functions_runs() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut session = session(&dir.path().join("store"));
    let mut examples = Vec::new();
    for path in ["docs/language.md", "docs/language.zh.md"] {
        let found = statements(&std::fs::read_to_string(path).expect("the reference"));
        assert!(found.len() >= 20, "{path}");
        examples.extend(found);
    }
    examples.extend(session.procedures().iter().map(|procedure| procedure.signature().example.clone()));
    for text in examples {
        let text = text.trim_end_matches([';', '；']).to_owned();
        let source = Arc::new(Source::new("<reference>", text.clone()));
        let done = session.run(&source, Span::new(0, text.len()), &Default::default(), &Limits::default());
        if let Err(error) = done {
            panic!("{text}: {} {:?}", error.message.en, error.hint);
        }
    }
}
