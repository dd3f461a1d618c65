//! Conditions on how many targets a head has, and on all of them: `at least 2 measures`, `only goal "…"`.

use super::super::tree::{Condition, List, Times};
use super::Lowering;
use super::conditions::Way;
use super::words::operator;
use crate::base::Outcome;
use crate::query::ast::CompareOp;

impl Lowering<'_> {
    /// `size(toSet([…] + […])) >= 2`: different targets, over every way that leads to one.
    pub(super) fn amount(
        &mut self,
        condition: &Condition,
        times: Times,
        list: &List,
        head: &str,
        on_relation: &[String],
    ) -> Outcome<String> {
        let mut ways = self.ways(condition, &condition.targets.items, &list.head, &list.limits)?;
        ways.iter_mut().for_each(|way| way.filter_relation(on_relation));
        let (en, zh) = match times.op {
            CompareOp::Equal => ("exactly", "恰好"),
            CompareOp::NotEqual => ("not", "不是"),
            CompareOp::Less => ("fewer than", "少于"),
            CompareOp::LessOrEqual => ("at most", "至多"),
            CompareOp::Greater => ("more than", "多于"),
            CompareOp::GreaterOrEqual => ("at least", "至少"),
        };
        let number = times.number;
        self.note(
            format!("{en} {number}: different ones that are stated in the imported plans"),
            format!("{zh}{number}：按所导入规划中写明的不同事物计数"),
        );
        Ok(format!("size(toSet({})) {} {number}", joined(&ways, head, false), operator(times.op)))
    }

    /// `all(r IN [every relation | r] WHERE r IN [those to the targets | r])`
    pub(super) fn only(&mut self, condition: &Condition, list: &List, head: &str) -> Outcome<String> {
        self.note("“only” means: no other is stated in the imported plans", "“只”指所导入的规划中没有写明其他对象");
        let ways = self.ways(condition, &condition.targets.items, &list.head, &list.limits)?;
        let every = self.ways(condition, &[], &list.head, &list.limits)?;
        Ok(format!("all(r IN {} WHERE r IN {})", joined(&every, head, true), joined(&ways, head, true)))
    }
}

/// The lists of all ways, one after another.
fn joined(ways: &[Way], head: &str, relations: bool) -> String {
    match ways {
        [] => "[]".to_owned(),
        ways => ways.iter().map(|way| way.listed(head, relations)).collect::<Vec<_>>().join(" + "),
    }
}
