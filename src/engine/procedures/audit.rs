//! The audit as rows: what `gangmu audit` prints and `CALL audit()` yields.

use std::sync::Arc;

use super::signature;
use crate::audit::{self, Finding};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome, nearest};
use crate::document::{self, ReadOptions};
use crate::model::{Evidence, Value};
use crate::query::functions::Types;
use crate::query::hooks::{CallContext, Procedure, Signature};
use crate::view::GraphView;

/// Where the original texts of plans come from: the store, behind whoever opened it.
pub trait PlanTexts: Send + Sync {
    /// Slugs of the plans, ascending.
    fn slugs(&self) -> Vec<String>;

    /// The original bytes and what the file was called; `None` for a graph without texts.
    ///
    /// # Errors
    /// `StoreError` where the text cannot be read.
    fn text(&self, slug: &str) -> Outcome<Option<(Vec<u8>, String)>>;
}

/// Columns of an audit's rows.
pub const COLUMNS: [&str; 11] =
    ["code", "severity", "message", "message_zh", "plan", "address", "line", "evidence", "found", "expected", "fingerprint"];

/// Findings about one plan, or about all.
///
/// # Errors
/// A text that cannot be read from the store.
pub fn findings(
    view: &dyn GraphView,
    texts: &dyn PlanTexts,
    plan: Option<&str>,
    mut check: impl FnMut() -> Outcome<()>,
) -> Outcome<Vec<Finding>> {
    let slugs = match plan {
        Some(plan) => vec![known(plan, &texts.slugs())?],
        None => texts.slugs(),
    };
    let owned = audit::Owned::of(view);
    let mut found = Vec::new();
    for slug in slugs {
        check()?;
        if let Some((bytes, name)) = texts.text(&slug)? {
            // It was imported, so it is to be read however little it looks like a plan.
            let document = document::read(&bytes, &name, &ReadOptions { force: true, ..ReadOptions::default() })?;
            found.extend(audit::audit(view, &owned, &slug, &document));
        }
    }
    Ok(found)
}

fn known(plan: &str, slugs: &[String]) -> Outcome<String> {
    if slugs.iter().any(|slug| slug == plan) {
        return Ok(plan.to_owned());
    }
    let message = Message::new(format!("there is no plan `{plan}` in the store"), format!("存储中没有规划 `{plan}`"));
    let error = Diagnostic::runtime(ErrorClass::ArgumentError, "InvalidArgumentValue", message);
    Err(match nearest(plan, slugs.iter().map(String::as_str), 1).first() {
        Some(near) => error.hint(format!("did you mean {near}?"), format!("是否想写 {near}？")),
        None => error,
    })
}

/// One finding as a row of [`COLUMNS`].
pub fn row(finding: &Finding) -> Vec<Value> {
    let text = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::from);
    vec![
        Value::from(finding.code),
        Value::from(finding.severity.name()),
        Value::from(finding.message.en.as_str()),
        Value::from(finding.message.zh.as_str()),
        Value::from(finding.plan.as_str()),
        Value::from(finding.address.as_str()),
        Value::Int(i64::from(finding.line)),
        Value::list(finding.evidence.iter().map(proof)),
        text(&finding.found),
        text(&finding.expected),
        Value::from(finding.fingerprint()),
    ]
}

fn proof(proof: &Evidence) -> Value {
    let place = |at: u64| Value::Int(i64::try_from(at).unwrap_or(i64::MAX));
    Value::map([
        ("plan", Value::from(&*proof.plan)),
        ("address", Value::from(&*proof.address)),
        ("line", Value::Int(i64::from(proof.line))),
        ("start", place(proof.start)),
        ("end", place(proof.end)),
        ("quote", Value::from(&*proof.quote)),
    ])
}

pub struct Audit {
    signature: Signature,
    texts: Arc<dyn PlanTexts>,
}

impl Audit {
    pub fn new(texts: Arc<dyn PlanTexts>) -> Self {
        let types = |column: &str| match column {
            "line" => Types::INT,
            "evidence" => Types::LIST,
            _ => Types::STRING,
        };
        let columns: Vec<(&str, Types)> = COLUMNS.iter().map(|&column| (column, types(column))).collect();
        let help = ("What a plan contradicts, leaves open and never says.", "规划自相矛盾、缺漏和未写明之处。");
        let arguments = [("plan", Types::STRING, Some(Value::Null))];
        let example = "CALL audit() YIELD code, severity, message WITH * WHERE severity = 'error' RETURN code, message";
        Self { signature: signature("audit", &arguments, &columns, help, example), texts }
    }
}

impl Procedure for Audit {
    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn call(&self, arguments: &[Value], context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
        let plan = arguments.first().and_then(Value::as_str);
        let found = findings(context.view, &*self.texts, plan, || context.budget.check())?;
        Ok(found.iter().map(row).collect())
    }
}
