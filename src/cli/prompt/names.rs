//! Names from the graph, found by how they begin, by their pinyin initials, or by what they contain.

use std::collections::BTreeSet;

use pinyin::ToPinyin;

use crate::base::fold;
use crate::model::Value;
use crate::output::naming::text_property;
use crate::view::{GraphView, SymbolKind, ValueRef};

/// Suggestions given at once.
const MOST: usize = 40;

/// A name of something in the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    /// Its label.
    pub kind: String,
    folded: String,
    /// First letters of the pinyin of its characters; letters and digits stand for themselves.
    initials: String,
}

/// The names of a graph, sorted, so that looking one up by its beginning costs a binary search.
#[derive(Debug, Default)]
pub struct Names {
    /// By folded form.
    names: Vec<Name>,
    /// Positions in `names`, by initials.
    by_initials: Vec<u32>,
}

/// First letters of the pinyin, lower case.
pub fn initials(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c.to_pinyin() {
            Some(pinyin) => pinyin.first_letter().chars().next(),
            None if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
            None => None,
        })
        .collect()
}

fn add_new<'a>(found: &mut Vec<&'a Name>, more: Vec<&'a Name>) {
    for name in more {
        if found.len() < MOST && !found.iter().any(|known| known.text == name.text) {
            found.push(name);
        }
    }
}

impl Names {
    /// Gathers names and aliases of everything that is called by a name; what is called by its address is left out.
    pub fn of(view: &dyn GraphView) -> Self {
        let aliases = view.symbol(SymbolKind::Key, "aliases");
        let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
        for node in view.nodes() {
            let Some(&label) = view.labels(node).first() else { continue };
            let kind = view.symbol_name(SymbolKind::Label, label).to_owned();
            let Some(name) = text_property(view, node, "name") else { continue };
            if text_property(view, node, "address").is_some_and(|address| address == name) {
                continue;
            }
            if let Some(ValueRef::Other(Value::List(others))) = aliases.map(|key| view.property(node, key)) {
                seen.extend(others.iter().filter_map(Value::as_str).map(|other| (other.to_owned(), kind.clone())));
            }
            seen.insert((name.into_owned(), kind));
        }
        let one = |(text, kind): (String, String)| Name { folded: fold(&text), initials: initials(&text), text, kind };
        let mut names: Vec<Name> = seen.into_iter().map(one).collect();
        names.sort_by(|a, b| a.folded.cmp(&b.folded));
        let mut by_initials: Vec<u32> = (0..u32::try_from(names.len()).unwrap_or(u32::MAX)).collect();
        by_initials.sort_by(|&a, &b| names[a as usize].initials.cmp(&names[b as usize].initials));
        Self { names, by_initials }
    }

    /// Names that begin with what was typed, then those whose initials do, then those that contain it; of these kinds, or of
    /// any kind where none is given.
    pub fn find(&self, typed: &str, kinds: &[&str]) -> Vec<&Name> {
        let wanted = fold(typed);
        let fits = |name: &&Name| kinds.is_empty() || kinds.contains(&name.kind.as_str());
        let start = self.names.partition_point(|name| name.folded < wanted);
        let mut found: Vec<&Name> =
            self.names[start..].iter().take_while(|name| name.folded.starts_with(&wanted)).filter(fits).take(MOST).collect();
        if !typed.is_empty() && typed.chars().all(|c| c.is_ascii_alphanumeric()) {
            let letters = typed.to_ascii_lowercase();
            let initials = |at: u32| &self.names[at as usize].initials;
            let start = self.by_initials.partition_point(|&at| *initials(at) < letters);
            let begin = self.by_initials[start..].iter().take_while(|&&at| initials(at).starts_with(&letters));
            add_new(&mut found, begin.map(|&at| &self.names[at as usize]).filter(fits).take(MOST).collect());
        }
        if found.len() < MOST && !wanted.is_empty() {
            add_new(&mut found, self.names.iter().filter(fits).filter(|name| name.folded.contains(&wanted)).take(MOST).collect());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::{Name, Names, initials};
    use crate::base::fold;

    fn names(of: &[(&str, &str)]) -> Names {
        let one =
            |(text, kind): &(&str, &str)| Name { text: (*text).into(), kind: (*kind).into(), folded: fold(text), initials: initials(text) };
        let mut names: Vec<Name> = of.iter().map(one).collect();
        names.sort_by(|a, b| a.folded.cmp(&b.folded));
        let mut by_initials: Vec<u32> = (0..names.len() as u32).collect();
        by_initials.sort_by(|&a, &b| names[a as usize].initials.cmp(&names[b as usize].initials));
        Names { names, by_initials }
    }

    fn texts(found: Vec<&Name>) -> Vec<&str> {
        found.into_iter().map(|name| name.text.as_str()).collect()
    }

    #[test]
    fn names_are_found_by_beginning_initials_and_part() {
        let names = names(&[("大健康", "Cluster"), ("大学城", "Park"), ("轨道交通", "Cluster"), ("健康服务", "Term")]);
        assert_eq!(texts(names.find("大", &["Cluster"])), ["大健康"]);
        assert_eq!(texts(names.find("djk", &[])), ["大健康"]);
        assert_eq!(texts(names.find("健康", &[])), ["健康服务", "大健康"]);
        assert_eq!(texts(names.find("gd", &["Park"])), Vec::<&str>::new());
    }

    #[test]
    #[ignore = "prints how long a key press waits among the names of a thousand plans"]
    fn waits() {
        let many: Vec<(String, &str)> = (0..300_000).map(|i| (format!("第{i}产业园区"), "Park")).collect();
        let all: Vec<(&str, &str)> = many.iter().map(|(text, kind)| (text.as_str(), *kind)).collect();
        let names = names(&all);
        for typed in ["第29", "d29", "没有这个名字"] {
            let start = Instant::now();
            let found = names.find(typed, &[]).len();
            println!("{typed}: {found} names in {:?}", start.elapsed());
        }
    }
}
