//! English and Chinese wordings of one question give the same tree.

use gangmu::query::ask::{parse, tree::AskStatement};
use gangmu::schema::Schema;

/// Paragraphs of `tests/asks/pairs.txt`, each the wordings of one question.
fn paragraphs() -> Vec<Vec<&'static str>> {
    let text = include_str!("pairs.txt");
    let paragraphs =
        text.split("\n\n").map(|part| part.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect::<Vec<_>>());
    paragraphs.filter(|lines| !lines.is_empty()).collect()
}

fn tree(text: &str) -> Result<AskStatement, String> {
    parse(text, 0, &Schema::builtin()).map_err(|error| {
        let at = error.span.and_then(|span| text.get(span.start..span.end)).unwrap_or("");
        format!("{text}\n    at `{at}`: {} ({})", error.message.en, error.hint.map(|hint| hint.en).unwrap_or_default())
    })
}

#[test]
fn wordings_of_one_question_give_the_same_tree() {
    let mut wrong = Vec::new();
    for lines in paragraphs() {
        assert!(lines.len() > 1, "a question in one wording only: {lines:?}");
        let first = tree(lines[0]);
        if let Err(error) = &first {
            wrong.push(error.clone());
        }
        for line in &lines[1..] {
            match (&first, tree(line)) {
                (Ok(first), Ok(other)) if *first != other => wrong.push(format!("{}\n{line}\n    {first:?}\n    {other:?}", lines[0])),
                (_, Err(error)) => wrong.push(error),
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{} of the wordings:\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn different_questions_give_different_trees() {
    let trees: Vec<AskStatement> = paragraphs().iter().filter_map(|lines| tree(lines[0]).ok()).collect();
    assert!(trees.len() >= 40, "only {} questions", trees.len());
    for (at, one) in trees.iter().enumerate() {
        assert!(!trees[at + 1..].contains(one), "two questions with one tree: {one:?}");
    }
}
