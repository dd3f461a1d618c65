//! Captions of one kind (表1, 表2; 专栏1, 专栏2) run on through the plan without gap or repeat.

use super::Plan;
use super::finding::{Finding, Severity};
use super::words::words;
use crate::base::Message;
use crate::document::{HeadingKind, Role};
use crate::model::Evidence;

pub fn check(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let captions = captions(plan);
    for kind in words("captioned") {
        let of_kind: Vec<(usize, Evidence)> =
            captions.iter().filter_map(|proof| Some((number(kind, &proof.quote)?, proof.clone()))).collect();
        let written = |missing: usize| plan.document.original.lines().any(|line| number(kind, line.trim_start()) == Some(missing));
        for slip in slips(&of_kind.iter().map(|(number, _)| *number).collect::<Vec<_>>()) {
            let (code, en, zh) = match slip.kind {
                // A line that begins so was not read as a caption: then nothing is missing.
                Kind::Gap(missing) if written(missing) => continue,
                Kind::Gap(missing) => ("form.gap", format!("the captions jump over {kind}{missing}"), format!("表题编号缺{kind}{missing}")),
                Kind::Repeat(twice) => ("form.repeat", format!("two captions bear {kind}{twice}"), format!("表题编号{kind}{twice}重复")),
            };
            found.push(Finding::new(code, Severity::Warning, Message::new(en, zh), vec![of_kind[slip.at].1.clone()]));
        }
    }
}

/// Captions and headings of boxes, in document order.
fn captions(plan: &Plan<'_>) -> Vec<Evidence> {
    let document = plan.document;
    let boxed = |section: usize| document.sections.get(section).is_some_and(|section| section.kind == HeadingKind::Box);
    let is_caption = |at: &usize| {
        let sentence = &document.sentences[*at];
        sentence.role == Role::Caption || (sentence.role == Role::Heading && boxed(sentence.section))
    };
    (0..document.sentences.len()).filter(is_caption).map(|at| plan.evidence(at)).collect()
}

/// The number of a caption of a kind. 表3-1 and 表1.2 count by part, and are no numbers of the whole plan.
fn number(kind: &str, caption: &str) -> Option<usize> {
    let rest = caption.strip_prefix(kind)?.trim_start();
    let digits = &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())];
    (!rest[digits.len()..].starts_with(['-', '—', '－', '.', '．'])).then(|| digits.parse().ok()).flatten()
}

struct Slip {
    at: usize,
    kind: Kind,
}

#[derive(Debug, PartialEq)]
enum Kind {
    Gap(usize),
    Repeat(usize),
}

/// The slips of numbers that run on from one; nothing where more than one does not run on: then they count by other rules.
fn slips(numbers: &[usize]) -> Vec<Slip> {
    let jumps = numbers.windows(2).filter(|pair| pair[1] != pair[0] + 1).count();
    if numbers.first() != Some(&1) || jumps > 1 {
        return Vec::new();
    }
    let slip = |(at, pair): (usize, &[usize])| match pair[1] {
        next if next == pair[0] + 2 => Some(Slip { at: at + 1, kind: Kind::Gap(pair[0] + 1) }),
        next if next == pair[0] => Some(Slip { at: at + 1, kind: Kind::Repeat(next) }),
        _ => None,
    };
    numbers.windows(2).enumerate().filter_map(slip).collect()
}

#[cfg(test)]
mod tests {
    use super::{Kind, number, slips};

    #[test]
    fn captions_run_on() {
        let kinds = |numbers: &[usize]| slips(numbers).into_iter().map(|slip| slip.kind).collect::<Vec<_>>();
        assert_eq!(kinds(&[1, 3, 4]), [Kind::Gap(2)]);
        assert_eq!(kinds(&[1, 2, 2]), [Kind::Repeat(2)]);
        for sound in [&[1, 2, 3][..], &[1, 1, 1, 2], &[2, 4], &[1, 2, 1, 2, 1]] {
            assert_eq!(kinds(sound), [], "{sound:?}");
        }
    }

    #[test]
    fn numbers_of_parts_are_no_numbers_of_captions() {
        assert_eq!(number("表", "表 3 投资"), Some(3));
        assert_eq!(number("表", "表3-1 投资"), None);
        assert_eq!(number("表", "图3"), None);
    }
}
