//! How a place in a plan is cited: `四（二）5 §2`, `表1 行8`, `附 “三心” §1`.

use rustc_hash::FxHashMap;

use super::Section;
use super::numbering::Mark;
use super::words::words;

/// Gives addresses, each to one section only: where a plan repeats a number, the second one is `四（二）5〔2〕`.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    given: FxHashMap<String, u32>,
}

impl Addresses {
    /// The address of a numbered section inside `parent`.
    pub fn numbered(&mut self, parent: &Section, mark: Mark, printed: &str) -> String {
        let own = printed.trim().trim_end_matches(['、', '.', '．', '。', '：']).trim();
        // Dotted numbers and articles say their whole place themselves.
        let article = words().styles.get(mark.style).is_some_and(|style| style.name == "style-article");
        let absolute = mark.depth > 0 || article;
        let address = if absolute { own.to_owned() } else { joined(&parent.address, own) };
        self.unique(address)
    }

    pub fn named(&mut self, parent: &Section, name: &str) -> String {
        self.unique(joined(&parent.address, name))
    }

    pub fn unique(&mut self, address: String) -> String {
        let count = self.given.entry(address.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { address } else { format!("{address}〔{count}〕") }
    }
}

/// The number of a section behind that of the one around it; two figures in a row are kept apart: 专栏1·2.
fn joined(outer: &str, own: &str) -> String {
    let figures = outer.ends_with(|c: char| c.is_ascii_digit()) && own.starts_with(|c: char| c.is_ascii_digit());
    format!("{outer}{}{own}", if figures { "·" } else { "" })
}

/// The citation of the n-th sentence of a section, in a bullet where `bullet` is not 0. What stands under no heading is §n alone.
pub(super) fn sentence(section: &str, bullet: u32, number: u32) -> String {
    match (section.is_empty(), bullet) {
        (true, 0) => format!("§{number}"),
        (true, _) => format!("——{bullet} §{number}"),
        (false, 0) => format!("{section} §{number}"),
        (false, _) => format!("{section} ——{bullet} §{number}"),
    }
}
