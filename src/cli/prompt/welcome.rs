//! The first lines that a user sees: what is loaded, and what could be asked.

use crate::base::Lang;
use crate::cli::evaluator::Evaluator;
use crate::cli::failure::Stop;
use crate::output::escape::one_line;
use crate::output::naming::node_name;
use crate::view::{Direction, GraphView, SymbolKind};

/// Nodes of a kind among which a question is looked for.
const LOOKED_AT: usize = 500;
/// Plans that are named.
const NAMED: usize = 3;

pub fn lines(evaluator: &Evaluator) -> Result<String, Stop> {
    let lang = evaluator.console.lang;
    let plans = evaluator.session.plans()?;
    let mut named: Vec<&str> = plans.iter().take(NAMED).map(|plan| plan.title.as_str()).collect();
    if plans.len() > NAMED {
        named.push("…");
    }
    let (count, named) = (plans.len(), named.join(lang.pick(", ", "、")));
    let version = env!("CARGO_PKG_VERSION");
    let mut out = match lang {
        Lang::En => format!("Gangmu 纲目 {version} · {count} plan{}: {named}\n", if count == 1 { "" } else { "s" }),
        Lang::Zh => format!("纲目 {version} · {count} 部规划：{named}\n"),
    };
    let questions = questions(evaluator.session.view(), lang);
    if !questions.is_empty() {
        out.push_str(lang.pick("Try:\n", "可以试试：\n"));
        for question in questions {
            out.push_str(&format!("  {}\n", one_line(&question)));
        }
    }
    out.push_str(lang.pick(":help tells more, Tab completes, Ctrl-D leaves.\n", ":help 查看帮助，Tab 补全，Ctrl-D 退出。\n"));
    Ok(out)
}

/// Three questions that have answers in this graph: about what most is said of.
fn questions(view: &dyn GraphView, lang: Lang) -> Vec<String> {
    let best = |kind: &str, relation: &str| -> Option<String> {
        let label = view.symbol(SymbolKind::Label, kind)?;
        let relation = view.symbol(SymbolKind::RelType, relation)?;
        let degree = |node| view.degree(node, Direction::In, Some(relation));
        let node = view.nodes_labelled(label).take(LOOKED_AT).max_by_key(|&node| (degree(node), std::cmp::Reverse(node)))?;
        (degree(node) > 0).then(|| node_name(view, node))
    };
    let goal = best("Goal", "SUPPORTS").map(|name| {
        lang.pick(&format!("measures supporting goal \"{name}\" with evidence"), &format!("支撑目标“{name}”的措施，附证据")).to_owned()
    });
    let institution = best("Institution", "INVOLVES")
        .map(|name| lang.pick(&format!("about institution \"{name}\""), &format!("介绍机构“{name}”")).to_owned());
    let missing = Some(lang.pick("goals not supported by measures", "没有措施支撑的目标").to_owned());
    let has_goals = view.symbol(SymbolKind::Label, "Goal").is_some_and(|label| view.label_count(label) > 0);
    [goal, institution, missing.filter(|_| has_goals)].into_iter().flatten().collect()
}
