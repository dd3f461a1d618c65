//! Where a result comes from, so that it can be quoted and made again: version, corpus, query, reading; no time of day.

use serde_json::{Value as Json, json};

use super::reading;
use crate::base::Lang;
use crate::model::Answer;
use crate::output::escape::one_line;
use crate::schema::Schema;

/// The line below a table.
pub fn line(query: &str, corpus: &str, answer: &Answer, schema: &Schema, lang: Lang) -> String {
    let corpus = &corpus[..corpus.len().min(16)];
    let query = query.split_whitespace().collect::<Vec<_>>().join(" ");
    let version = env!("CARGO_PKG_VERSION");
    let mut out = match lang {
        Lang::En => format!("Source: gangmu {version} · corpus {corpus} · query: {query}"),
        Lang::Zh => format!("来源：纲目 {version} · 语料 {corpus} · 查询：{query}"),
    };
    for sentence in reading::sentences(&answer.summary, schema, lang) {
        out.push_str(" · ");
        out.push_str(&sentence);
    }
    one_line(&out)
}

/// The same as an entry of `FILE.source.json`.
pub fn entry(query: &str, corpus: &str, answer: &Answer) -> Json {
    json!({
        "tool": "gangmu",
        "version": env!("CARGO_PKG_VERSION"),
        "corpus": corpus,
        "query": query,
        "reading": answer.summary.reading,
        "rows": answer.rows.len(),
    })
}

/// The entries of one file.
#[derive(Default)]
pub struct Citations(Vec<Json>);

impl Citations {
    pub fn add(&mut self, entry: Json) {
        self.0.push(entry);
    }

    /// The file's text: one object, or a list where several statements wrote into the file.
    pub fn page(&self) -> Option<String> {
        let body = match self.0.as_slice() {
            [] => return None,
            [one] => serde_json::to_string_pretty(one),
            several => serde_json::to_string_pretty(several),
        };
        body.ok().map(|text| text + "\n")
    }
}
