//! The order of clauses, and UNION.

use super::errors::{composition, syntax};
use super::{CheckedPart, CheckedQuery, Checker, Scope};
use crate::base::{Outcome, Span};
use crate::query::ast::{Clause, Query, SingleQuery};

/// Where a query stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    Statement,
    /// Inside `EXISTS { … }`: reads only, and need not return anything.
    Subquery,
}

impl Checker<'_> {
    pub(super) fn query(&mut self, query: Query, outer: &Scope, setting: Setting) -> Outcome<CheckedQuery> {
        if let Some(odd) = query.unions.iter().find(|union| union.all != query.unions.first().is_some_and(|first| first.all)) {
            return Err(composition(*odd.at, "UNION and UNION ALL are mixed", "UNION 与 UNION ALL 混用")
                .hint("use one of the two throughout", "请统一使用其中一种"));
        }
        let union = query.unions.first().copied();
        let mut parts = Vec::new();
        let mut columns: Option<Vec<super::Column>> = None;
        for part in query.parts {
            let span = *part.at;
            let joined = union.is_some();
            let (part, found) = self.single_query(part, outer, setting, joined)?;
            parts.push(part);
            columns = Some(match columns {
                None => found,
                Some(first) => {
                    if !first.iter().map(|column| &column.name).eq(found.iter().map(|column| &column.name)) {
                        let names = |columns: &[super::Column]| columns.iter().map(|c| c.name.to_string()).collect::<Vec<_>>().join(", ");
                        let (one, other) = (names(&first), names(&found));
                        return Err(syntax(
                            "DifferentColumnsInUnion",
                            span,
                            format!("the parts of a UNION return different columns: {one}, and {other}"),
                            format!("UNION 各部分的列不同：{one}，而这里是 {other}"),
                        )
                        .hint("give them the same names in the same order with AS", "请用 AS 让各部分列名和次序相同"));
                    }
                    first.into_iter().zip(found).map(|(a, b)| super::Column { kind: a.kind.join(b.kind), ..a }).collect()
                }
            });
        }
        Ok(CheckedQuery { parts, union, columns: columns.unwrap_or_default() })
    }

    fn single_query(
        &mut self,
        query: SingleQuery,
        outer: &Scope,
        setting: Setting,
        joined: bool,
    ) -> Outcome<(CheckedPart, Vec<super::Column>)> {
        self.order_of_clauses(&query, setting, joined)?;
        let mut scope = outer.clone();
        let mut steps = Vec::new();
        let alone = query.clauses.len() == 1;
        for clause in query.clauses {
            self.clause(clause, &mut scope, &mut steps, alone && setting == Setting::Statement)?;
        }
        let columns = match steps.last().map(|step| &step.clause) {
            Some(super::CheckedClause::Project(projection)) if projection.is_return => projection.columns.clone(),
            _ => Vec::new(),
        };
        Ok((CheckedPart { steps }, columns))
    }

    fn order_of_clauses(&mut self, query: &SingleQuery, setting: Setting, joined: bool) -> Outcome<()> {
        let Some((last, before)) = query.clauses.split_last() else { return Ok(()) };
        if let Some(early) = before.iter().find(|clause| matches!(clause, Clause::Return(_))) {
            return Err(composition(early.span(), "RETURN comes last", "RETURN 要写在最后")
                .hint("to go on with what was found, write WITH instead", "要接着往下查，请改用 WITH"));
        }
        for clause in query.clauses.iter().filter(|clause| clause.writes()) {
            if setting == Setting::Subquery {
                let word = clause.keyword();
                return Err(composition(
                    clause.span(),
                    format!("EXISTS only looks, {word} changes the graph"),
                    format!("EXISTS 只能查看，{word} 会修改图"),
                )
                .hint("write the change as a clause of the statement itself", "请把修改写成语句本身的子句"));
            }
            self.writes = true;
        }
        let mut changed = None;
        for clause in &query.clauses {
            match clause {
                Clause::With(_) => changed = None,
                clause if clause.writes() => changed = Some(clause.keyword()),
                Clause::Match(_) | Clause::Unwind(_) | Clause::Call(_) => {
                    let Some(word) = changed else { continue };
                    let next = clause.keyword();
                    return Err(composition(
                        clause.span(),
                        format!("WITH is needed between {word} and {next}"),
                        format!("{word} 与 {next} 之间需要 WITH"),
                    )
                    .hint(format!("write WITH * before {next}"), format!("请在 {next} 之前写 WITH *")));
                }
                _ => {}
            }
        }
        let returns = matches!(last, Clause::Return(_));
        if returns || setting == Setting::Subquery {
            return Ok(());
        }
        if joined {
            return Err(composition(last.span(), "each part of a UNION returns something", "UNION 的每一部分都要有 RETURN")
                .hint("end it with RETURN …", "请以 RETURN … 结束"));
        }
        match last {
            clause if clause.writes() => Ok(()),
            Clause::Call(_) => Ok(()),
            _ => {
                let word = last.keyword();
                // Told at its end, where it goes on, as all that is only wanting is.
                let end = last.span().end;
                Err(composition(
                    Span::new(end, end),
                    format!("the statement ends with {word} and returns nothing"),
                    format!("语句以 {word} 结束，没有返回任何内容"),
                )
                .hint("end it with RETURN and what you want to see: RETURN *", "请以 RETURN 加要看的内容结束：RETURN *"))
            }
        }
    }
}
