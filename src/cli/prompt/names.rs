//! Names from the graph, found by how they begin, by their pinyin or its initials, or by what they contain.

use std::collections::BTreeSet;

use pinyin::{Pinyin, ToPinyin};

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
    /// The pinyin itself, without tones.
    pinyin: String,
}

impl Name {
    fn new(text: String, kind: String) -> Self {
        Self { folded: fold(&text), initials: initials(&text), pinyin: pinyin(&text), text, kind }
    }
}

/// The names of a graph, sorted, so that looking one up by its beginning costs a binary search.
#[derive(Debug, Default)]
pub struct Names {
    /// By folded form.
    names: Vec<Name>,
    /// Positions in `names`, by initials and by pinyin.
    by_initials: Vec<u32>,
    by_pinyin: Vec<u32>,
}

/// First letters of the pinyin, lower case.
pub fn initials(text: &str) -> String {
    spelt(text, |pinyin| pinyin.first_letter())
}

/// The pinyin without tones, lower case, written together: `dajiankang`.
pub fn pinyin(text: &str) -> String {
    spelt(text, |pinyin| pinyin.plain())
}

/// Characters by their most usual reading; what has none is left out, but for letters and digits.
fn spelt(text: &str, reading: impl Fn(Pinyin) -> &'static str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c.to_pinyin() {
            Some(pinyin) => out.push_str(reading(pinyin)),
            None if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            None => {}
        }
    }
    out
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
        Self::sorted(seen.into_iter().map(|(text, kind)| Name::new(text, kind)).collect())
    }

    fn sorted(mut names: Vec<Name>) -> Self {
        names.sort_by(|a, b| a.folded.cmp(&b.folded));
        let by = |key: fn(&Name) -> &str| {
            let mut order: Vec<u32> = (0..u32::try_from(names.len()).unwrap_or(u32::MAX)).collect();
            order.sort_by(|&a, &b| key(&names[a as usize]).cmp(key(&names[b as usize])));
            order
        };
        let (by_initials, by_pinyin) = (by(|name| &name.initials), by(|name| &name.pinyin));
        Self { names, by_initials, by_pinyin }
    }

    /// Names that begin with what was typed, then those whose initials or pinyin do, then those that contain it; of these kinds,
    /// or of any kind where none is given.
    pub fn find(&self, typed: &str, kinds: &[&str]) -> Vec<&Name> {
        let wanted = fold(typed);
        let fits = |name: &&Name| kinds.is_empty() || kinds.contains(&name.kind.as_str());
        let start = self.names.partition_point(|name| name.folded < wanted);
        let mut found: Vec<&Name> =
            self.names[start..].iter().take_while(|name| name.folded.starts_with(&wanted)).filter(fits).take(MOST).collect();
        if !typed.is_empty() && typed.chars().all(|c| c.is_ascii_alphanumeric()) {
            let letters = typed.to_ascii_lowercase();
            let orders: [(&[u32], fn(&Name) -> &str); 2] =
                [(&self.by_initials, |name| &name.initials), (&self.by_pinyin, |name| &name.pinyin)];
            for (order, key) in orders {
                let key = |at: u32| key(&self.names[at as usize]);
                let start = order.partition_point(|&at| *key(at) < *letters);
                let begin = order[start..].iter().take_while(|&&at| key(at).starts_with(&letters));
                add_new(&mut found, begin.map(|&at| &self.names[at as usize]).filter(fits).take(MOST).collect());
            }
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

    use super::{Name, Names};

    fn names(of: &[(&str, &str)]) -> Names {
        Names::sorted(of.iter().map(|(text, kind)| Name::new((*text).into(), (*kind).into())).collect())
    }

    fn texts(found: Vec<&Name>) -> Vec<&str> {
        found.into_iter().map(|name| name.text.as_str()).collect()
    }

    #[test]
    fn names_are_found_by_beginning_pinyin_and_part() {
        let names = names(&[("大健康", "Cluster"), ("大学城", "Park"), ("轨道交通", "Cluster"), ("健康服务", "Term")]);
        assert_eq!(texts(names.find("大", &["Cluster"])), ["大健康"]);
        assert_eq!(texts(names.find("djk", &[])), ["大健康"]);
        assert_eq!(texts(names.find("dajian", &[])), ["大健康"]);
        assert_eq!(texts(names.find("GuiDao", &[])), ["轨道交通"]);
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
