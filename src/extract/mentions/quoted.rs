//! Quoted names: “雏鹰计划”, “珠西战略”, 中国“侨梦苑”. Quotation marks show that words are a name; what stands in and after them says of what kind.

use super::boundary::{is_proper, is_slogan};
use super::kind::Kind;
use super::lexicon::role;
use super::mention::{Mention, clean_name};
use super::view::View;

/// Quoted strings of a sentence that name something by the word that they end with or that follows, or by what is done to them.
pub fn quoted(view: &View<'_>, regions: &[Mention]) -> Vec<Mention> {
    let mut found = Vec::new();
    for open in 0..view.len() {
        if view.char(open) != Some('“') {
            continue;
        }
        let Some(close) = view.partner(open).filter(|&close| close > open + 2 && close - open <= 26) else { continue };
        if let Some(mention) = quotation(view, regions, open, close) {
            found.push(mention);
        }
    }
    found
}

fn quotation(view: &View<'_>, regions: &[Mention], open: usize, close: usize) -> Option<Mention> {
    let name = clean_name(view.slice(open + 1, close));
    let length = name.chars().count();
    if view.lexicon().roles(&name) & role::GENERIC_NAME != 0 {
        return None;
    }
    if is_slogan(view, open) && !name.ends_with("计划") && !name.ends_with("工程") && !name.ends_with("行动") {
        return None;
    }
    let ending = view
        .within(open + 1, close)
        .filter(|hit| hit.end as usize == close && view.word(hit).roles & role::SUFFIX != 0)
        .min_by_key(|hit| hit.start);
    if let Some(hit) = ending {
        let list = *view.word(hit).suffix.first()?;
        let group = view.lexicon().suffixes.get(list as usize)?;
        // “本地特色、全国示范、国际平台” counts aims up; only programmes have names with a 、 inside.
        if group.kind != Kind::Programme && name.contains('、') || group.quoted_only && length > 8 {
            return None;
        }
        let modifier = (hit.start as usize).saturating_sub(open + 1);
        if modifier == 0 || view.char((hit.start as usize).saturating_sub(1)) == Some('之') {
            return None;
        }
        let proper = is_proper(view, open + 1, hit.start as usize, regions);
        let (start, sure) = match (proper, modifier) {
            (true, _) => (open, if group.quoted_only { 0.7 } else { 0.9 }),
            (false, _) if group.quoted_only => return None,
            // Quoted plain words are as often a type (“院士工作站”) as a name; long ones are names.
            (false, _) if length >= 9 => (open, 0.65),
            (false, _) if group.kind == Kind::Programme => (open, 0.8),
            (false, _) => (open, 0.4),
        };
        let mut mention = Mention::new(group.kind, (start, close + 1), name, "quotation", sure);
        mention.category = group.category;
        mention.trigger = view.slice(hit.start as usize, hit.end as usize).to_owned();
        return Some(mention);
    }
    // What is carried out under a name of its own is a programme: 深入实施“…”.
    let verb =
        ["实施", "组织实施", "启动", "启动实施"].iter().find(|verb| view.slice(open.saturating_sub(verb.chars().count()), open) == **verb);
    if let Some(verb) = verb
        && (2..=16).contains(&length)
    {
        let mut mention = Mention::new(Kind::Programme, (open, close + 1), name, "quotation", 0.75);
        mention.trigger = (*verb).to_owned();
        return Some(mention);
    }
    None
}
