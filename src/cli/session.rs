//! `gangmu session`: requests as JSON lines on standard input, answers as JSON lines on standard output.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value as Json;

use super::arguments::{Common, Invocation};
use super::console::Console;
use super::failure::Stop;
use crate::base::{Diagnostic, ErrorClass, Lang, Message, Outcome, Source, Span};
use crate::engine::{Session, StoreOptions};
use crate::output::{self, PageFormat, PageStyle};

/// Answers requests until the input ends.
pub fn run(invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    let mut server = Server { common: &invocation.common, store: invocation.common.store_options()?, session: None, lang: console.lang };
    let (mut input, mut out) = (io::stdin().lock(), io::stdout().lock());
    let mut line = Vec::new();
    loop {
        line.clear();
        match input.read_until(b'\n', &mut line) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(Stop::unreadable("<stdin>", &error)),
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let mut reply = String::new();
        let result = server.answer(&line, &mut reply);
        if result.is_err() {
            // A refused request has no rows, whatever had been made of it.
            reply.clear();
        }
        reply.push_str(&output::end_line(result.as_ref().err().map(|error| &**error), server.lang));
        reply.push('\n');
        out.write_all(reply.as_bytes()).and_then(|()| out.flush()).map_err(|error| Stop::unwritable("<stdout>", &error))?;
    }
}

struct Server<'a> {
    common: &'a Common,
    store: StoreOptions,
    /// Opened by the first query, so that a session on graphs in memory never touches a store.
    session: Option<Session>,
    lang: Lang,
}

fn protocol(en: impl Into<String>, zh: impl Into<String>) -> Box<Diagnostic> {
    Diagnostic::compile(ErrorClass::ProtocolError, "BadRequest", Message::new(en, zh))
}

impl Server<'_> {
    fn answer(&mut self, line: &[u8], reply: &mut String) -> Outcome<()> {
        let request: Json = serde_json::from_slice(line)
            .map_err(|error| protocol(format!("this line is not JSON: {error}"), format!("此行不是合法的 JSON：{error}")))?;
        let text_of = |key: &str| request.get(key).and_then(Json::as_str);
        match text_of("op") {
            Some("reset") => {
                self.session = Some(Session::memory());
                Ok(())
            }
            Some("open") => {
                let dir = text_of("store").ok_or_else(|| protocol("`open` names no store", "`open` 未指定 store"))?;
                let store = StoreOptions { dir: PathBuf::from(dir), bundled_on_first_use: false, ..self.store.clone() };
                self.session = Some(Session::open(&store)?);
                self.store = store;
                Ok(())
            }
            Some("query") => {
                let text = text_of("text").ok_or_else(|| protocol("`query` has no text", "`query` 缺少 text"))?;
                self.query(text, request.get("params"), reply)
            }
            Some(op) => {
                let error = protocol(format!("there is no op `{op}`"), format!("没有操作 `{op}`"));
                Err(error.hint("op is query, open or reset", "op 可为 query、open、reset"))
            }
            None => Err(protocol("the request has no `op`", "请求缺少 `op`")),
        }
    }

    fn query(&mut self, text: &str, params: Option<&Json>, reply: &mut String) -> Outcome<()> {
        let mut all = self.common.params.clone();
        match params {
            None | Some(Json::Null) => {}
            Some(params @ Json::Object(_)) => all.extend(output::decode_params(&params.to_string())?),
            Some(_) => return Err(protocol("`params` is one object", "`params` 应为一个对象")),
        }
        let source = Arc::new(Source::new("<session>", text));
        let session = match &mut self.session {
            Some(session) => session,
            none => none.insert(Session::open(&self.store)?),
        };
        let answer = session.run(&source, statement_span(text), &all, &self.common.limits)?;
        let style = PageStyle { format: PageFormat::Jsonl, header: true, lang: self.lang, ..PageStyle::default() };
        *reply = output::page(&answer, session.view(), None, &style);
        session.health()
    }
}

/// The statement without the blanks around it and the sign that ends it.
pub fn statement_span(text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ';' | '；')).len();
    Span::new(start.min(end), end)
}
