//! JSON lines → store: the inverse of [`super::export`], streamed.

use std::borrow::Cow;
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::json_value::{Id, Pairs};
use super::step::{idempotent_step, meant, schema};
use super::{Progress, StoreOptions};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::model::{Evidence, Value};
use crate::schema::Schema;
use crate::store::{Item, SourceAbout, SourceWriter, StoredNode, StoredRelation};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadReport {
    pub nodes: u64,
    pub relations: u64,
    /// The store was new and the graph has names that the schema does not: it was made an open-schema store.
    pub opened_schema: bool,
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(rename = "type", borrow)]
    what: Cow<'a, str>,
    id: Id<'a>,
    #[serde(default, borrow)]
    labels: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    label: Option<Cow<'a, str>>,
    #[serde(borrow)]
    start: Option<End<'a>>,
    #[serde(borrow)]
    end: Option<End<'a>>,
    #[serde(default)]
    properties: Pairs,
    #[serde(default, borrow)]
    evidence: Vec<Proof<'a>>,
}

#[derive(Deserialize)]
struct End<'a> {
    #[serde(borrow)]
    id: Id<'a>,
}

#[derive(Deserialize)]
struct Proof<'a> {
    #[serde(default, borrow)]
    plan: Cow<'a, str>,
    #[serde(default, borrow)]
    address: Cow<'a, str>,
    #[serde(default)]
    line: u32,
    #[serde(default)]
    start: u64,
    #[serde(default)]
    end: u64,
    #[serde(default, borrow)]
    quote: Cow<'a, str>,
}

/// Reads a graph, one object a line, into the store; ids of the file stay the ids that the store exports.
/// The graph is taken whole or not at all, in place of one of the same name. Errors name the line.
pub fn json_lines(
    options: &StoreOptions,
    name: &str,
    input: &mut dyn BufRead,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Outcome<LoadReport> {
    let schema = schema(options)?;
    let slug = Path::new(name).file_stem().map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned());
    let (report, _) = idempotent_step(options, |writer| {
        let records = writer.records();
        let is_new = records.header().step == 0;
        let strict = !is_new && !records.header().open_schema;
        let mut loader = Loader {
            to: records.write_source(),
            schema: &schema,
            strict,
            foreign: false,
            nodes: FxHashMap::default(),
            names: FxHashMap::default(),
            report: LoadReport::default(),
        };
        let mut hash = Sha256::new();
        let (mut line, mut number, mut bytes) = (Vec::new(), 0u64, 0u64);
        loop {
            line.clear();
            number += 1;
            let read = input.read_until(b'\n', &mut line).map_err(|error| unreadable(name, number, &error.to_string()))?;
            if read == 0 {
                break;
            }
            hash.update(&line);
            bytes += read as u64;
            if !line.trim_ascii().is_empty() {
                let text = std::str::from_utf8(&line).map_err(|error| unreadable(name, number, &error.to_string()))?;
                let text = text.trim_start_matches('\u{feff}');
                let parsed: Line<'_> = serde_json::from_str(text).map_err(|error| unreadable(name, number, &error.to_string()))?;
                loader.line(parsed, name, number)?;
            }
            if number % 10_000 == 0 {
                progress(Progress { en: "reading", zh: "读取", done: number, total: 0 });
            }
        }
        let Loader { to, foreign, mut report, .. } = loader;
        let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        to.commit(SourceAbout { slug: slug.clone(), title: slug, sha256, file: name.to_owned(), bytes, reading: String::new() })?;
        if is_new && foreign {
            writer.records().set_open_schema(true)?;
            report.opened_schema = true;
        }
        progress(Progress { en: "indexing", zh: "建立索引", done: 0, total: 0 });
        Ok(report)
    })?;
    Ok(report)
}

struct Loader<'a> {
    to: SourceWriter<'a>,
    schema: &'a Schema,
    /// Refuse what the schema does not have.
    strict: bool,
    /// Whether anything was met that the schema does not have.
    foreign: bool,
    /// Which node of the file has an id.
    nodes: FxHashMap<Box<str>, u32>,
    /// Labels, types, keys, plans: met again on every line.
    names: FxHashMap<Box<str>, Arc<str>>,
    report: LoadReport,
}

impl Loader<'_> {
    fn line(&mut self, line: Line<'_>, file: &str, number: u64) -> Outcome<()> {
        match &*line.what {
            "node" => self.node(line, file, number),
            "relationship" => self.relation(line, file, number),
            other => Err(unreadable(file, number, &format!("the type is `{other}`, not `node` or `relationship`"))),
        }
    }

    fn node(&mut self, line: Line<'_>, file: &str, number: u64) -> Outcome<()> {
        let id = line.id.text();
        let at = u32::try_from(self.nodes.len()).map_err(|_| unreadable(file, number, "too many nodes"))?;
        if self.nodes.insert(id.into(), at).is_some() {
            return Err(unreadable(file, number, &format!("the id `{id}` was given to a node before")));
        }
        for label in &line.labels {
            if self.schema.kind(label).is_none() {
                self.unknown("label", label, self.schema.kind_candidates(), file, number)?;
            }
        }
        let properties = self.properties(line.properties);
        let own_plan = properties.iter().find(|(key, _)| &**key == "plan").and_then(|(_, value)| value.as_str()).unwrap_or("").to_owned();
        let node = StoredNode {
            key: format!("={id}").into(),
            labels: line.labels.iter().map(|label| self.name(label)).collect(),
            properties,
            evidence: line.evidence.iter().map(|proof| self.proof(proof, &own_plan)).collect(),
        };
        self.report.nodes += 1;
        self.to.item(&Item::Node(node))
    }

    fn relation(&mut self, line: Line<'_>, file: &str, number: u64) -> Outcome<()> {
        let kind = line.label.as_deref().ok_or_else(|| unreadable(file, number, "a relationship needs a `label`"))?;
        if self.schema.relation(kind).is_none() {
            self.unknown("relation", kind, self.schema.relation_candidates(), file, number)?;
        }
        let end = |end: &Option<End<'_>>, which: &str| {
            let id = end
                .as_ref()
                .map(|end| end.id.text())
                .ok_or_else(|| unreadable(file, number, &format!("a relationship needs its `{which}`")))?;
            let node = self.nodes.get(id).copied();
            node.ok_or_else(|| unreadable(file, number, &format!("its `{which}` is the node `{id}`, which no earlier line has")))
        };
        let (start, end) = (end(&line.start, "start")?, end(&line.end, "end")?);
        let relation = StoredRelation {
            given: Some(line.id.text().into()),
            kind: self.name(kind),
            start,
            end,
            properties: self.properties(line.properties),
            evidence: line.evidence.iter().map(|proof| self.proof(proof, "")).collect(),
        };
        self.report.relations += 1;
        self.to.item(&Item::Relation(relation))
    }

    fn unknown<'n>(&mut self, what: &str, name: &str, candidates: impl Iterator<Item = &'n str>, file: &str, number: u64) -> Outcome<()> {
        self.foreign = true;
        if !self.strict {
            return Ok(());
        }
        let error = unreadable(file, number, &format!("the schema has no {what} `{name}`"));
        Err(match meant(name, candidates) {
            Some((en, zh)) => error.hint(en, zh),
            None => error.hint(
                "load it into a new store made with `gangmu store init --schema open`",
                "请载入用 `gangmu store init --schema open` 新建的资料库",
            ),
        })
    }

    fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(name) = self.names.get(name) {
            return Arc::clone(name);
        }
        let shared: Arc<str> = name.into();
        self.names.insert(name.into(), Arc::clone(&shared));
        shared
    }

    fn properties(&mut self, pairs: Pairs) -> Vec<(Arc<str>, Value)> {
        let schema = self.schema;
        pairs
            .0
            .into_iter()
            .map(|(key, value)| {
                self.foreign |= schema.property(&key).is_none();
                (self.name(&key), value)
            })
            .collect()
    }

    fn proof(&mut self, proof: &Proof<'_>, own_plan: &str) -> Evidence {
        let plan = if proof.plan.is_empty() { own_plan } else { &proof.plan };
        Evidence {
            plan: self.name(plan),
            address: (&*proof.address).into(),
            line: proof.line,
            start: proof.start,
            end: proof.end,
            quote: (&*proof.quote).into(),
        }
    }
}

fn unreadable(file: &str, line: u64, why: &str) -> Box<Diagnostic> {
    Diagnostic::runtime(
        ErrorClass::ImportError,
        "BadLine",
        Message::new(format!("{file}, line {line}: {why}"), format!("{file} 第 {line} 行：{why}")),
    )
    .hint("nothing was loaded", "未载入任何内容")
}
