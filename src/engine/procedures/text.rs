//! Full-text search as a procedure.

use super::options::wrong;
use super::signature;
use crate::base::Outcome;
use crate::model::Value;
use crate::query::functions::Types;
use crate::query::hooks::{CallContext, Procedure, Signature};

pub struct Search(Signature);

impl Search {
    pub fn new() -> Self {
        let arguments =
            [("query", Types::STRING, None), ("kinds", Types::LIST, Some(Value::Null)), ("limit", Types::INT, Some(Value::Int(20)))];
        let columns = [("node", Types::NODE), ("score", Types::FLOAT), ("snippet", Types::STRING)];
        let help = ("Nodes whose text a full-text query finds, best first.", "全文检索命中的节点，相关者在前。");
        Self(signature(
            "text.search",
            &arguments,
            &columns,
            help,
            "CALL text.search('创新 且 平台', ['Measure'], 3) YIELD node, score RETURN node.name, score",
        ))
    }
}

impl Procedure for Search {
    fn signature(&self) -> &Signature {
        &self.0
    }

    fn call(&self, arguments: &[Value], context: &CallContext<'_>) -> Outcome<Vec<Vec<Value>>> {
        let [query, kinds, limit] = arguments else { return Ok(Vec::new()) };
        let Some(query) = query.as_str() else { return Ok(Vec::new()) };
        let kinds: Vec<&str> = kinds.as_list().unwrap_or_default().iter().filter_map(Value::as_str).collect();
        let limit = limit
            .as_int()
            .and_then(|limit| usize::try_from(limit).ok())
            .ok_or_else(|| wrong("`limit` is a whole number from 0", "limit 须为非负整数"))?;
        let Some(index) = context.text else {
            return Err(wrong("this graph has no full-text index", "此图没有全文索引"));
        };
        let hits = index.search(query, &kinds, limit)?;
        Ok(hits
            .into_iter()
            .map(|hit| vec![Value::Node(hit.node), Value::Float(f64::from(hit.score)), Value::String(hit.snippet)])
            .collect())
    }
}
