//! One statement → a page on its way out: the evaluator behind the prompt, batch files and one-liners.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::arguments::Common;
use super::cite;
use super::console::Console;
use super::failure::Stop;
use super::interrupt::Interrupt;
use super::reading;
use super::sink::{Sink, confine, write_file};
use super::statements::remark_above;
use crate::base::{Diagnostic, ErrorClass, Message, Source, Span};
use crate::engine::{Limits, Session, StoreOptions};
use crate::model::{Answer, Shape, Value};
use crate::output::{self, CsvStyle, PageFormat, PageStyle};
use crate::schema::Schema;

/// Where files that a statement names may lie.
#[derive(Clone, Debug)]
pub enum Fence {
    /// The user typed the name: anywhere.
    Open,
    /// A script named it: within this folder.
    Within(PathBuf),
}

/// What `:set` and options change.
#[derive(Clone, Debug)]
pub struct Settings {
    pub format: PageFormat,
    pub header: bool,
    pub cite: bool,
    pub caption: bool,
    pub csv: CsvStyle,
    pub gb18030: bool,
    pub limits: Limits,
    /// Columns of tables where the user fixed them.
    pub width: Option<usize>,
    pub pager: bool,
    pub reading: bool,
    pub timing: bool,
    /// Rows are numbered, to be named in `why 3`.
    pub numbered: bool,
}

pub struct Evaluator {
    pub session: Session,
    pub schema: Arc<Schema>,
    pub console: Console,
    pub settings: Settings,
    pub params: BTreeMap<String, Value>,
    pub fence: Fence,
    pub sink: Sink,
    /// The last answer with rows: what `why 3` and `$_` speak of.
    pub last: Option<Answer>,
    pub interrupt: Interrupt,
    captions: usize,
    /// What the author of a script calls the statement that runs.
    remark: Option<String>,
    corpus: Option<String>,
}

/// The schema in use: that of `--schema-dir`, else the built-in one.
pub fn schema_of(store: &StoreOptions) -> Result<Arc<Schema>, Stop> {
    match &store.schema_dir {
        Some(dir) => Ok(Arc::new(Schema::from_dir(dir).map_err(|error| Stop::with_code(error, 1))?)),
        None => Ok(Schema::builtin()),
    }
}

impl Evaluator {
    /// Opens the store that the options name.
    pub fn open(common: &Common, console: &Console, fence: Fence) -> Result<Self, Stop> {
        let store = common.store_options()?;
        let schema = schema_of(&store)?;
        if store.bundled_on_first_use && !store.dir.exists() {
            console.say(
                &format!("first use: taking the bundled plan into {}", store.dir.display()),
                &format!("首次使用：将内置规划导入 {}", store.dir.display()),
            );
        }
        let session = Session::open(&store)?;
        let format = common.format.or_else(|| Some(super::catalogue::format_for_file(common.out.as_deref()?)?.format));
        let settings = Settings {
            format: format.unwrap_or_default(),
            header: common.header,
            cite: common.cite.unwrap_or(false),
            caption: common.caption,
            csv: common.csv,
            gb18030: common.gb18030,
            limits: common.limits.clone(),
            width: None,
            pager: false,
            reading: true,
            timing: false,
            numbered: false,
        };
        Ok(Self {
            session,
            schema,
            console: console.clone(),
            settings,
            params: common.params.clone(),
            fence,
            sink: Sink::default(),
            last: None,
            interrupt: Interrupt::install(),
            captions: 0,
            remark: None,
            corpus: None,
        })
    }

    /// Runs the statement under `span` and writes its page. Errors are not told here: the caller decides what follows.
    pub fn statement(&mut self, source: &Arc<Source>, span: Span) -> Result<(), Stop> {
        let started = Instant::now();
        self.remark = remark_above(source.text(), span);
        let limits = Limits { interrupt: Some(self.interrupt.begin()), ..self.settings.limits.clone() };
        let params = self.params_with_last();
        let result = self.session.run(source, span, &params, &limits);
        self.interrupt.end();
        let answer = result?;
        self.show(span.slice(source.text()).unwrap_or_default(), answer, started.elapsed())
    }

    /// The parameters, and `$_`: the first column of the last answer as a list. Where that column holds nodes, the session
    /// itself keeps them, by ids that outlive a change.
    fn params_with_last(&self) -> BTreeMap<String, Value> {
        let mut params = self.params.clone();
        if let Some(answer) = &self.last {
            let firsts: Vec<Value> = answer.rows.iter().filter_map(|row| row.first().cloned()).collect();
            if !firsts.iter().any(|value| matches!(value, Value::Node(_))) {
                params.insert("_".into(), Value::list(firsts));
            }
        }
        params
    }

    /// Makes the page of an answer and writes it where it goes.
    pub fn show(&mut self, query: &str, answer: Answer, elapsed: Duration) -> Result<(), Stop> {
        let format = match &answer.summary.page.format {
            Some(word) => super::catalogue::format(word).map(|entry| entry.format).ok_or_else(|| unknown_format(word))?,
            None => match answer.summary.page.file.as_deref().map(Path::new).and_then(super::catalogue::format_for_file) {
                Some(entry) => entry.format,
                None => self.settings.format,
            },
        };
        let page = self.page(query, &answer, format)?;
        // What was read may have been damaged: nothing leaves before that is ruled out.
        self.session.health()?;
        match &answer.summary.page.file {
            Some(name) => self.write_named_file(name, query, &answer, format, &page)?,
            None => self.write_sink(query, &answer, format, &page)?,
        }
        self.remarks(&answer, format, elapsed);
        if !answer.columns.is_empty() && answer.summary.shape != Shape::Text {
            self.last = Some(answer);
        }
        Ok(())
    }

    fn page(&mut self, query: &str, answer: &Answer, format: PageFormat) -> Result<String, Stop> {
        let lang = self.console.lang;
        let to_terminal = answer.summary.page.file.is_none() && !self.sink.is_file() && self.console.stdout_is_terminal();
        let holds = format.holds_source_line() && !answer.columns.is_empty();
        let caption = (holds && self.settings.caption).then(|| {
            self.captions += 1;
            let asked = || query.split_whitespace().collect::<Vec<_>>().join(" ");
            let text = output::escape::one_line(&self.remark.take().unwrap_or_else(asked));
            lang.pick(&format!("Table {}. {text}", self.captions), &format!("表{} {text}", self.captions)).to_owned()
        });
        let source = match holds && self.settings.cite {
            true => Some(cite::line(query, &self.corpus()?, answer, &self.schema, lang)),
            false => None,
        };
        let style = PageStyle {
            format,
            lang,
            width: if to_terminal { self.settings.width.or_else(|| self.console.width()) } else { self.settings.width },
            boxed: to_terminal,
            numbered: self.settings.numbered && to_terminal,
            header: self.settings.header,
            csv: self.settings.csv,
            caption,
            source,
        };
        Ok(output::page(answer, self.session.view(), Some(&self.schema), &style))
    }

    /// The hash of the corpus, asked once: it changes only when this session writes.
    fn corpus(&mut self) -> Result<String, Stop> {
        if self.corpus.is_none() {
            self.corpus = Some(self.session.stats()?.corpus);
        }
        Ok(self.corpus.clone().unwrap_or_default())
    }

    fn write_named_file(&mut self, name: &str, query: &str, answer: &Answer, format: PageFormat, page: &str) -> Result<(), Stop> {
        let path = self.fenced(name)?;
        write_file(&path, &self.encode(page))?;
        if self.settings.cite && !format.holds_source_line() {
            let text = serde_json::to_string_pretty(&cite::entry(query, &self.corpus()?, answer)).unwrap_or_default() + "\n";
            let mut beside = path.clone().into_os_string();
            beside.push(".source.json");
            write_file(Path::new(&beside), text.as_bytes())?;
        }
        self.console.say(&format!("written to {}", path.display()), &format!("已写入 {}", path.display()));
        Ok(())
    }

    fn write_sink(&mut self, query: &str, answer: &Answer, format: PageFormat, page: &str) -> Result<(), Stop> {
        if page.is_empty() {
            return Ok(());
        }
        let gap = self.sink.pages() > 0 && !matches!(format, PageFormat::Json | PageFormat::Jsonl);
        let mut bytes = if gap { b"\n".to_vec() } else { Vec::new() };
        if self.sink.is_file() {
            bytes.extend(self.encode(page));
            if self.settings.cite && !format.holds_source_line() {
                let corpus = self.corpus()?;
                self.sink.cite(cite::entry(query, &corpus, answer));
            }
        } else {
            bytes.extend(page.as_bytes());
            let lines = page.bytes().filter(|byte| *byte == b'\n').count();
            if self.settings.pager && self.console.stdout_is_terminal() && lines + 2 > self.console.height() && super::prompt::pager(page) {
                return Ok(());
            }
        }
        self.sink.write(&bytes)
    }

    fn encode(&self, page: &str) -> Vec<u8> {
        if self.settings.gb18030 { encoding_rs::GB18030.encode(page).0.into_owned() } else { page.as_bytes().to_vec() }
    }

    /// What goes to standard error beside the rows: reading, changes, number of rows, time.
    fn remarks(&self, answer: &Answer, format: PageFormat, elapsed: Duration) {
        if format.is_json() && !self.settings.numbered {
            return;
        }
        let lang = self.console.lang;
        if self.settings.reading {
            for sentence in reading::sentences(&answer.summary, &self.schema, lang) {
                self.console.say(&sentence, &sentence);
            }
        }
        if let Some(sentence) = reading::changes(&answer.summary.changes, lang) {
            self.console.note(&sentence);
        }
        if self.settings.numbered && !matches!(answer.summary.shape, Shape::Text | Shape::Matrix(_)) && !answer.columns.is_empty() {
            let rows = answer.rows.len();
            self.console.say(&format!("{rows} row{}", if rows == 1 { "" } else { "s" }), &format!("{rows} 行"));
        }
        if self.settings.timing {
            let ms = elapsed.as_secs_f64() * 1000.0;
            self.console.say(&format!("{ms:.1} ms"), &format!("{ms:.1} 毫秒"));
        }
    }

    /// A path that a statement or directive names, within the fence.
    pub fn fenced(&self, name: &str) -> Result<PathBuf, Stop> {
        match &self.fence {
            Fence::Open => Ok(PathBuf::from(name)),
            Fence::Within(folder) => confine(folder, name),
        }
    }
}

pub fn unknown_format(word: &str) -> Stop {
    let names: Vec<&str> = super::catalogue::FORMATS.iter().map(|format| format.name).collect();
    let error = Diagnostic::compile(
        ErrorClass::ArgumentError,
        "UnknownFormat",
        Message::new(format!("`{word}` is no format: {}", names.join(", ")), format!("没有格式 `{word}`，可选：{}", names.join("、"))),
    );
    let error = match crate::base::nearest(word, names.iter().copied(), 1).first() {
        Some(near) => error.hint(format!("did you mean {near}?"), format!("是否想写 {near}？")),
        None => error,
    };
    Stop::from(error)
}
