//! Policy documents: what stands in 《》, with its number where one follows (国发〔2016〕65号).

use super::kind::Kind;
use super::mention::{Mention, clean_name};
use super::view::View;

/// A cited document with its number, empty where the text gives none.
pub fn documents(view: &View<'_>) -> Vec<(Mention, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < view.len() {
        let close = if view.char(at) == Some('《') { view.partner(at) } else { None };
        let Some(close) = close else {
            at += 1;
            continue;
        };
        let name = clean_name(view.slice(at + 1, close));
        if name.chars().count() >= 2 {
            let mut mention = Mention::new(Kind::Document, (at, close + 1), name, "title marks", 0.98);
            mention.trigger = "《》".to_owned();
            found.push((mention, number_after(view, close + 1)));
        }
        at = close + 1;
    }
    found
}

/// （国发〔2016〕65号） right after a title.
fn number_after(view: &View<'_>, at: usize) -> String {
    match (view.char(at), view.partner(at)) {
        (Some('（' | '('), Some(close)) if close - at <= 30 => {
            let inside = view.slice(at + 1, close);
            if inside.ends_with('号') && inside.contains(['〔', '[', '［', '（', '(']) {
                inside.chars().filter(|c| !c.is_whitespace()).collect()
            } else {
                String::new()
            }
        }
        _ => String::new(),
    }
}
